"""Changes of a patient's state: discharged, died, transferred, withdrew, lost; each dated and reversible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from hsct_desktop.domain.names import clean
from hsct_desktop.domain.patient import FOLLOW_UP_AFTER, FollowUp, StateChange, StateChangeKind, check_state_change
from hsct_desktop.domain.problem import Problem
from hsct_desktop.services import schedule
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import (
    birth_date_of,
    changes,
    course_of,
    name_of,
    record_of,
    refuse_problems,
    required_reason,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import state_change, transplant, visit
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.patient import PatientCard

_KINDS = frozenset({"state", "patient", "schedule", "transplant"})


@dataclass(frozen=True)
class StateRow:
    """A recorded change of state."""

    id: int
    version: int
    change: StateChange


def for_patient(ws: Workspace, patient_id: int) -> list[StateRow]:
    """A patient's changes of state, oldest first."""
    with ws.read() as session:
        return [StateRow(s.id, s.version, s.change) for s in state_change.of_patient(session, patient_id)]


def change(ws: Workspace, patient_id: int, entry: StateChange) -> Changes:
    """Record a change. Who is no longer followed leaves every list at once; a discharge plans the weekly visits."""
    with ws.write(f"state.{entry.kind}") as session:
        card = record_of(session, patient_id)
        row_id = put(session, ws, card, entry)
        words = ws.wording
        text = words.text("saved.state", name=name_of(card), state=words.enum("state_change", entry.kind), on=entry.on)
        return changes(session, _KINDS, text, patient_id, row_id)


def put(session: WriteSession, ws: Workspace, card: PatientCard, entry: StateChange) -> int:
    """Check and write a change of state within a write; return its id."""
    entry = replace(entry, detail=clean(entry.detail))
    course = course_of(session, card.id)
    day0 = course.entry.day0 if course is not None else None
    problems = list(check_state_change(entry, birth_date_of(card), ws.today(), day0))
    if entry.kind is StateChangeKind.DIED:
        problems += _seen_after(session, card.id, entry.on)
    # Word of a death also comes after somebody was lost, transferred or had withdrawn.
    is_news_of_death = entry.kind is StateChangeKind.DIED and card.follow_up is not FollowUp.DEAD
    if entry.kind in FOLLOW_UP_AFTER and not card.follow_up.is_followed and not is_news_of_death:
        problems.append(Problem("kind", "no_longer_followed", {"state": ws.wording.enum("follow_up", card.follow_up)}))
    refuse_problems(problems)
    row = state_change.add(session, card.id, entry)
    if entry.kind is StateChangeKind.DISCHARGED:
        _apply_discharge(session, ws, card.id)
    return row.id


def _seen_after(session: WriteSession, patient_id: int, died: date) -> Iterator[Problem]:
    """Nobody was seen after their death: one of the two dates is wrong."""
    last = max((v.entry.on for v in visit.of_patient(session, patient_id) if v.entry.on is not None), default=died)
    if last > died:
        yield Problem("on", "died_before_visit", {"last": last})


def _apply_discharge(session: WriteSession, ws: Workspace, patient_id: int) -> None:
    """Set the course's day of discharge from the latest discharge that counts, and plan what hangs on it."""
    course = course_of(session, patient_id)
    if course is None:
        return
    recorded = [s.change for s in state_change.of_patient(session, patient_id)]
    days = [c.on for c in recorded if c.kind is StateChangeKind.DISCHARGED]
    transplant.set_discharge(session, course.id, days[-1] if days else None)
    fresh = course_of(session, patient_id)
    if fresh is not None:
        schedule.reconcile(session, fresh, ws.today())


def take_back(ws: Workspace, state_change_id: int, reason: str, version: int | None = None) -> Changes:
    """Void a change of state (the patient is found, the date was wrong); the lists follow at once.

    `version` is the one that was shown.
    """
    why = required_reason(reason)
    with ws.write("state.take_back") as session:
        row = state_change.take_back(session, state_change_id, version, why)
        if row.kind is StateChangeKind.DISCHARGED:
            _apply_discharge(session, ws, row.patient_id)
        name = name_of(record_of(session, row.patient_id))
        return changes(session, _KINDS, ws.wording.text("saved.state_taken_back", name=name), row.patient_id, row.id)
