"""Letters: to whom, in which language, since when, what the doctor adds in their own words, and how they left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.problem import Problem

LONGEST_TEXT: Final = 6000
"""Characters in one free text: about a page and a half."""


class LetterKind(StrEnum):
    """To whom a letter goes or what it reports; wording `enum.letter_kind.*`."""

    NEUROLOGIST = "neurologist"
    GP = "gp"
    PATIENT = "patient"
    DISCHARGE = "discharge"
    ANNUAL = "annual"


class FreeSection(StrEnum):
    """A section in the doctor's own words; wording `enum.free_section.*`."""

    HISTORY = "history"
    IMPRESSION = "impression"
    PLAN = "plan"


class LetterStatus(StrEnum):
    """A draft can be changed; a signed letter only be replaced; wording `enum.letter_status.*`."""

    DRAFT = "draft"
    SIGNED = "signed"


class SentBy(StrEnum):
    """How a letter left; wording `enum.sent_by.*`."""

    POST = "post"
    EMAIL = "email"
    FAX = "fax"
    HAND = "hand"
    PORTAL = "portal"


@dataclass(frozen=True)
class LetterEntry:
    """A letter as written. `reader` is the addressee's name as shown where no correspondent of the file is meant.

    `since_on` is the day of the letter from which news is told; None for the first letter. `copies` one a line.
    """

    patient_id: int
    kind: LetterKind
    language: str
    written_on: date
    professional_id: int | None = None
    reader: str = ""
    since_on: date | None = None
    copies: str = ""
    texts: Mapping[FreeSection, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Signature:
    """Who made a letter final, as which role, when (aware), and what it froze: hashes of contents and of the PDF."""

    staff_id: int | None
    name: str
    role: str
    signed_at: datetime
    fingerprint: str
    sha256: str


@dataclass(frozen=True)
class Letter:
    """A stored letter; `number` counts the versions of one letter from 1, each replacing the one before."""

    id: int
    version: int
    entry: LetterEntry
    status: LetterStatus
    number: int = 1
    replaces_id: int | None = None
    replaced_by_id: int | None = None
    signature: Signature | None = None


@dataclass(frozen=True)
class DispatchEntry:
    """A signed letter left the house."""

    letter_id: int
    way: SentBy
    to_whom: str
    sent_on: date
    note: str = ""


def check_letter(entry: LetterEntry, today: date) -> Iterator[Problem]:
    """Yield what is wrong with a letter; a missing fact is no problem, it is marked in the text."""
    if entry.written_on > today:
        yield Problem("written_on", "letter_in_future")
    if entry.since_on is not None and entry.since_on > entry.written_on:
        yield Problem("since_on", "letter_since_after")
    for section, text in entry.texts.items():
        if len(text) > LONGEST_TEXT:
            yield Problem(section.value, "too_long", {"limit": LONGEST_TEXT})
