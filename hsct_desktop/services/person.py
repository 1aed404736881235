"""Small helpers that several use cases share: a patient's name, the checks that need the patient."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from hsct_desktop.domain.names import clean
from hsct_desktop.domain.patient import FOLLOW_UP_AFTER, FollowUp, StateChange, StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError, Problem, refuse
from hsct_desktop.services.changes import Changes
from hsct_desktop.store import patient, state_change, transplant
from hsct_desktop.store.base import ReadSession, WriteSession
from hsct_desktop.store.patient import PatientCard
from hsct_desktop.store.transplant import Course

MAX_REASON = 400
"""The longest reason for taking back, closing or moving something."""


def required_reason(text: str) -> str:
    """The tidied reason for taking something back; InputError when it is missing or too long."""
    tidy = clean(text)
    if not tidy:
        raise refuse("reason", "reason_missing")
    if len(tidy) > MAX_REASON:
        raise refuse("reason", "too_long", limit=MAX_REASON)
    return tidy


def refuse_odd_numbers(entry: Any) -> None:
    """Raise InputError for an amount of an entry that is no number (NaN, infinity): nothing can be compared to it."""
    odd = [(f.name, getattr(entry, f.name)) for f in fields(entry)]
    refuse_problems(
        Problem(name, "number_unreadable", {"text": str(value)})
        for name, value in odd
        if isinstance(value, Decimal) and not value.is_finite()
    )


def display_name(family_name: str, given_name: str) -> str:
    """The name as lists show it: family name first."""
    return f"{family_name}, {given_name}" if given_name else family_name


def record_of(session: ReadSession | WriteSession, patient_id: int) -> PatientCard:
    """The patient's card; KnownError `stale_row` when somebody voided it meanwhile."""
    found = patient.get(session, patient_id)
    if found is None:
        raise KnownError("stale_row")
    return found


def name_of(record: PatientCard) -> str:
    """The name as lists show it."""
    return display_name(record.entry.family_name, record.entry.given_name)


def birth_date_of(record: PatientCard) -> date:
    """The birth date, which a stored patient always has."""
    born = record.entry.birth_date
    if born is None:
        raise KnownError("stale_row")
    return born


def course_of(session: ReadSession | WriteSession, patient_id: int) -> Course | None:
    """The latest transplant course, None before the first."""
    courses = transplant.of_patient(session, patient_id)
    return courses[-1] if courses else None


def state_now(recorded: Sequence[StateChange], follow_up: FollowUp) -> StateChange | None:
    """The change that led to a patient's follow-up state, None for a followed patient."""
    if follow_up.is_followed:
        return None
    leading = [change for change in recorded if FOLLOW_UP_AFTER.get(change.kind) is follow_up]
    return leading[-1] if leading else None


def died_on(session: ReadSession | WriteSession, patient_id: int) -> date | None:
    """The day of death, None for the living."""
    changes = [recorded.change for recorded in state_change.of_patient(session, patient_id)]
    return next((change.on for change in changes if change.kind is StateChangeKind.DIED), None)


def check_alive(session: ReadSession | WriteSession, patient_id: int, on: date | None, field: str) -> Iterator[Problem]:
    """Yield a problem when `on` lies after the patient's death."""
    died = died_on(session, patient_id)
    if died is not None and on is not None and on > died:
        yield Problem(field, "after_death", {"died": died})


def refuse_problems(problems: Iterable[Problem], *, confirmed: bool = False) -> None:
    """Raise InputError when anything is wrong; soft problems are let through once somebody has confirmed them."""
    found = tuple(p for p in problems if not (confirmed and p.soft))
    if found:
        raise InputError(found)


def changes(
    session: WriteSession, kinds: Iterable[str], text: str, patient_id: int | None, row_id: int | None = None
) -> Changes:
    """What a write tells the pages; call it inside the write."""
    return Changes(frozenset(kinds), session.txn, text, patient_id, row_id)
