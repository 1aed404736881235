"""A contact with the patient, a carer, the neurologist or the GP: a call, a letter, a message."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hsct_desktop.domain.problem import Problem


class ContactKind(StrEnum):
    """How the contact was made; wording `enum.contact_kind.*`."""

    CALL = "call"
    LETTER = "letter"
    EMAIL = "email"
    IN_PERSON = "in_person"


class ContactWith(StrEnum):
    """With whom; wording `enum.contact_with.*`."""

    PATIENT = "patient"
    CARER = "carer"
    NEUROLOGIST = "neurologist"
    GP = "gp"
    OTHER = "other"


class ContactOutcome(StrEnum):
    """What came of it; wording `enum.contact_outcome.*`."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    MESSAGE_LEFT = "message_left"
    WRONG_NUMBER = "wrong_number"
    SENT = "sent"


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
    if len(entry.note) > 4000:
        yield Problem("note", "too_long", {"limit": 4000})
