"""Letters: to whom, in which language, since when, what the doctor adds in their own words, and how they left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.problem import Problem

LONGEST_TEXT: Final = 6000
"""Characters in one free text: about a page and a half."""
MOST_LINES: Final = 100
"""Lines that a person begins in one free text: two pages of it."""


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
    """Who made a letter final, as which role, when (aware), and what it froze: hashes of contents and of the PDF.

    `why` is the reason given where somebody signed who does not work as a physician.
    """

    staff_id: int | None
    name: str
    role: str
    signed_at: datetime
    fingerprint: str
    sha256: str
    why: str = ""


@dataclass(frozen=True)
class Letter:
    """A stored letter; `number` counts the versions of one letter from 1, each replacing the one before.

    `changed` says in the signer's words what a version that replaces another changed.
    """

    id: int
    version: int
    entry: LetterEntry
    status: LetterStatus
    number: int = 1
    replaces_id: int | None = None
    replaced_by_id: int | None = None
    signature: Signature | None = None
    changed: str = ""


@dataclass(frozen=True)
class DispatchEntry:
    """A signed letter left the house."""

    letter_id: int
    way: SentBy
    to_whom: str
    sent_on: date
    note: str = ""


@dataclass(frozen=True)
class Dispatch:
    """A recorded dispatch."""

    id: int
    version: int
    entry: DispatchEntry


LONGEST_LINE: Final = 300
"""Characters in a reader's name, a role, a copy's line."""
MOST_COPIES: Final = 12
LONGEST_CHANGE: Final = 300
"""Characters of what a new version changed and of why somebody signs: two lines of the paper."""


EARLIEST: Final = date(1900, 1, 1)
"""No letter is of a day before, nor after the year 9998: there must be days around it to reckon with."""
LATEST: Final = date(9998, 12, 31)


def check_days(entry: LetterEntry) -> Iterator[Problem]:
    """Yield which days of a letter lie beyond all reckoning."""
    for field_name, day in (("written_on", entry.written_on), ("since_on", entry.since_on)):
        if day is not None and not EARLIEST <= day <= LATEST:
            yield Problem(field_name, "date_out_of_range")


def check_letter(entry: LetterEntry, today: date) -> Iterator[Problem]:
    """Yield what is wrong with a letter; a missing fact is no problem, it is marked in the text."""
    yield from check_days(entry)
    if entry.written_on > today:
        yield Problem("written_on", "letter_in_future")
    if entry.since_on is not None and entry.since_on > entry.written_on:
        yield Problem("since_on", "letter_since_after")
    if len(entry.reader) > LONGEST_LINE:
        yield Problem("reader", "too_long", {"limit": LONGEST_LINE})
    copies = entry.copies.splitlines()
    if len(copies) > MOST_COPIES:
        yield Problem("copies", "letter_copies_too_many", {"count": len(copies), "limit": MOST_COPIES})
    elif any(len(line) > LONGEST_LINE for line in copies):
        yield Problem("copies", "too_long", {"limit": LONGEST_LINE})
    for section, text in entry.texts.items():
        if len(text) > LONGEST_TEXT:
            yield Problem(section.value, "too_long", {"limit": LONGEST_TEXT})
        elif len(text.splitlines()) > MOST_LINES:
            yield Problem(section.value, "letter_too_many_lines", {"limit": MOST_LINES})


def check_signature(name: str, role: str) -> Iterator[Problem]:
    """Yield what is wrong with who signs as what."""
    for field_name, text in (("name", name), ("role", role)):
        if not text.strip():
            yield Problem(field_name, f"letter_signer_{field_name}_missing")
        elif len(text) > LONGEST_LINE:
            yield Problem(field_name, "too_long", {"limit": LONGEST_LINE})


def check_change(changed: str, why: str, *, replaces: bool, is_physician: bool) -> Iterator[Problem]:
    """Yield what is wrong with what a new version says it changed, and with why somebody signs.

    A version that `replaces` another says what changed; who does not work as a physician is asked for the reason.
    """
    if replaces and not changed.strip():
        yield Problem("changed", "letter_change_missing")
    if not is_physician and not why.strip():
        yield Problem("why", "letter_signer_no_physician", soft=True)
    for field_name, text in (("changed", changed), ("why", why)):
        if len(text) > LONGEST_CHANGE:
            yield Problem(field_name, "too_long", {"limit": LONGEST_CHANGE})


def check_dispatch(entry: DispatchEntry, signed_on: date, today: date) -> Iterator[Problem]:
    """Yield what is wrong with a dispatch: a letter leaves after it was signed, and not in the future."""
    if not entry.to_whom.strip():
        yield Problem("to_whom", "letter_to_whom_missing")
    elif len(entry.to_whom) > LONGEST_LINE:
        yield Problem("to_whom", "too_long", {"limit": LONGEST_LINE})
    if entry.sent_on > today:
        yield Problem("sent_on", "letter_sent_in_future")
    elif entry.sent_on < signed_on:
        yield Problem("sent_on", "letter_sent_before_signed", {"signed": signed_on})


def default_since(letters: Iterable[Letter], kind: LetterKind, professional_id: int | None, on: date) -> date | None:
    """The day of the last letter before `on` that told this reader: what is new is told from there; None for the first.

    The last one to the same colleague, or of the same kind where the reader is no colleague of the file; an annual
    review is told since the last annual review. A replaced letter does not count, the one that replaced it does.
    """

    def told(entry: LetterEntry) -> bool:
        if kind is LetterKind.ANNUAL or professional_id is None:
            return entry.kind is kind
        return entry.professional_id == professional_id

    days = (
        held.entry.written_on
        for held in letters
        if held.status is LetterStatus.SIGNED and held.replaced_by_id is None and held.entry.written_on < on
        if told(held.entry)
    )
    return max(days, default=None)
