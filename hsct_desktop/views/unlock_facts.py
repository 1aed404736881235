"""What the unlock page shows before anybody has unlocked: no patient, only who works here and how the file stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Person:
    """Somebody with a slot in the key file. Forms, letters and the session are known only after a lock.

    `pin_digits` is how many digits the PIN of today has, 0 where there is none.
    """

    uid: str
    name: str
    role: str
    administers: bool = False
    forms: int = 0
    letters: int = 0
    pin_digits: int = 0
    tries: int = 0
    begun: datetime | None = None
    locked: datetime | None = None


@dataclass(frozen=True)
class Fact:
    """One of the three lines below: an icon in a colour, a sentence, and a smaller one."""

    icon: str
    token: str
    words: str
    more: str = ""


@dataclass(frozen=True)
class FrontFacts:
    """All that the page shows."""

    unit: str
    workstation: str
    file_name: str
    practice: bool = False
    people: tuple[Person, ...] = ()
    facts: tuple[Fact, ...] = ()
    published: str = ""
    """The passphrase of a practice file, which everybody may read; "" for a real one."""
    chosen: str = ""
    """The uid of who is chosen first."""
    locked_words: str = ""


@dataclass(frozen=True)
class Try:
    """What somebody typed to get in. `uid` is "" when every slot is to be tried."""

    kind: str
    uid: str = ""
    secret: str = field(default="", repr=False)
    pin: str = field(default="", repr=False)
    new: str = field(default="", repr=False)
