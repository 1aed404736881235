"""A contact with the patient, a carer, the neurologist or the GP: a call, a letter, a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from hsct_desktop.domain.problem import Problem

LONGEST_WAIT = 92
"""Days from a contact to its next try: a quarter. No two visits of the first year lie further apart, and a day beyond
it is nearly always a slip of the year; what is to be done later is a visit or a task. No published limit: our choice.
"""


class ContactKind(StrEnum):
    """How the contact was made; wording `enum.contact_kind.*`. OTHER also where an old record does not say how."""

    CALL = "call"
    LETTER = "letter"
    EMAIL = "email"
    IN_PERSON = "in_person"
    OTHER = "other"


class ContactWith(StrEnum):
    """With whom; wording `enum.contact_with.*`."""

    PATIENT = "patient"
    CARER = "carer"
    NEUROLOGIST = "neurologist"
    GP = "gp"
    OTHER = "other"


class ContactOutcome(StrEnum):
    """What came of it; wording `enum.contact_outcome.*`. DID_NOT_COME: a visit was missed, nobody was called yet."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    MESSAGE_LEFT = "message_left"
    WRONG_NUMBER = "wrong_number"
    SENT = "sent"
    DID_NOT_COME = "did_not_come"


class Rung(StrEnum):
    """The steps of reaching somebody, in their order; wording `enum.rung.*`."""

    CALL_1 = "call_1"
    CALL_2 = "call_2"
    LETTER = "letter"
    NEUROLOGIST = "neurologist"


@dataclass(frozen=True)
class ContactEntry:
    """What the contact form hands over; `next_try` is the day on which to try again."""

    patient_id: int
    on: date | None
    kind: ContactKind = ContactKind.CALL
    contact_with: ContactWith = ContactWith.PATIENT
    outcome: ContactOutcome = ContactOutcome.REACHED
    note: str = ""
    next_try: date | None = None


def check_contact(entry: ContactEntry, today: date) -> Iterator[Problem]:
    """Yield what is wrong with a contact entry."""
    if entry.on is None:
        yield Problem("on", "date_missing")
    elif entry.on > today:
        yield Problem("on", "date_in_future")
    if entry.next_try is not None and entry.on is not None and entry.next_try < entry.on:
        yield Problem("next_try", "next_try_in_past")
    if entry.next_try is not None and entry.on is not None and (entry.next_try - entry.on).days > LONGEST_WAIT:
        limit = entry.on + timedelta(days=LONGEST_WAIT)
        yield Problem("next_try", "next_try_too_far", {"days": LONGEST_WAIT, "limit": limit})
    if len(entry.note) > 4000:
        yield Problem("note", "too_long", {"limit": 4000})


class ContactFacts(NamedTuple):
    """What the ladder needs of a contact; `number` tells apart contacts of one day, a later one has the higher."""

    on: date
    number: int
    kind: ContactKind
    contact_with: ContactWith
    outcome: ContactOutcome
    next_try: date | None = None
    by: str = ""

    @property
    def reached(self) -> bool:
        """Whether the patient or a carer was spoken to."""
        return self.outcome is ContactOutcome.REACHED and self.contact_with in _HOME


_HOME = (ContactWith.PATIENT, ContactWith.CARER)
_WRITTEN = (ContactKind.LETTER, ContactKind.EMAIL)


def since_reached(contacts: Iterable[ContactFacts], last_seen: date | None) -> list[ContactFacts]:
    """The contacts since the patient was last reached, or seen at the unit (`last_seen`), oldest first.

    A visit answers those of its own day that name no next try.
    """
    found: list[ContactFacts] = []
    for contact in sorted(contacts, key=lambda c: (c.on, c.number)):
        if last_seen is not None and (contact.on < last_seen or (contact.on == last_seen and contact.next_try is None)):
            continue
        if contact.reached:
            found = []
        else:
            found.append(contact)
    return found


def open_try(contacts: Iterable[ContactFacts], last_seen: date | None) -> ContactFacts | None:
    """The contact whose next try still stands, None when there is none.

    It is the newest one that names a next try, whatever came of it ("ring again on Friday" stands too). Only two things
    answer it: a newer contact that reached the patient or a carer, and a visit at the unit on a later day. `last_seen`
    is the day of the last visit at the unit: what was done elsewhere answers no call, and who rings on the day of a
    visit and names a day means what comes after that visit.
    """
    newest: ContactFacts | None = None
    for contact in sorted(contacts, key=lambda c: (c.on, c.number)):
        if contact.next_try is not None:
            newest = contact
        elif contact.reached:
            newest = None
    return None if newest is None or (last_seen is not None and last_seen > newest.on) else newest


def rung_of(contact: ContactFacts, calls_before: int) -> Rung | None:
    """The step of the ladder that a contact was; None for one that is no step (another call, a missed visit)."""
    if contact.outcome is ContactOutcome.DID_NOT_COME:
        return None
    if contact.contact_with is ContactWith.NEUROLOGIST:
        return Rung.NEUROLOGIST
    if contact.contact_with not in _HOME:
        return None
    if contact.kind in _WRITTEN:
        return Rung.LETTER
    return (Rung.CALL_1, Rung.CALL_2)[calls_before] if calls_before < 2 else None


@dataclass(frozen=True)
class Ladder:
    """The steps taken since the patient was last reached or seen, and the latest contact with its step."""

    steps: tuple[tuple[Rung, ContactFacts | None], ...]
    latest: ContactFacts | None = None
    latest_rung: Rung | None = None

    @property
    def proposed(self) -> Rung | None:
        """The first step not taken yet; None after the last one, when a person may decide on loss to follow-up."""
        return next((rung for rung, contact in self.steps if contact is None), None)

    @property
    def is_begun(self) -> bool:
        """Whether any step has been taken."""
        return self.latest is not None


def ladder(contacts: Iterable[ContactFacts], last_seen: date | None) -> Ladder:
    """Where the attempts to reach a patient stand, derived from the contacts alone."""
    taken: dict[Rung, ContactFacts] = {}
    latest, latest_rung, calls = None, None, 0
    for contact in since_reached(contacts, last_seen):
        rung = rung_of(contact, calls)
        calls += rung in (Rung.CALL_1, Rung.CALL_2)
        if rung is not None:
            taken.setdefault(rung, contact)
        latest, latest_rung = contact, rung
    return Ladder(tuple((rung, taken.get(rung)) for rung in Rung), latest, latest_rung)


def proposal(rung: Rung) -> tuple[ContactKind, ContactWith, ContactOutcome | None]:
    """How a step is usually taken; what came of a call only a person can say."""
    if rung is Rung.LETTER:
        return ContactKind.LETTER, ContactWith.PATIENT, ContactOutcome.SENT
    whom = ContactWith.NEUROLOGIST if rung is Rung.NEUROLOGIST else ContactWith.PATIENT
    return ContactKind.CALL, whom, None
