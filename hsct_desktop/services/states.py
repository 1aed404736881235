"""Changes of a patient's state: discharged, died, transferred, withdrew, lost; each dated and reversible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from hsct_desktop.domain.names import clean
from hsct_desktop.domain.patient import FOLLOW_UP_AFTER, FollowUp, StateChange, StateChangeKind, check_state_change
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.reschedule import Decisions
from hsct_desktop.services import replanning, transplants
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
from hsct_desktop.services.replanning import Preview
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import state_change, transplant, visit
from hsct_desktop.store.base import ReadSession, WriteSession, fetch
from hsct_desktop.store.patient import PatientCard
from hsct_desktop.store.state_change import StateChangeRow
from hsct_desktop.store.transplant import Course

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


def preview(ws: Workspace, patient_id: int, entry: StateChange) -> Preview | None:
    """What a discharge would do to the visits; None for the changes that are no date of the course."""
    if entry.kind is not StateChangeKind.DISCHARGED:
        return None
    with ws.read() as session:
        card, course = record_of(session, patient_id), course_of(session, patient_id)
        refuse_problems(_problems(session, ws, card, entry))
        days = _discharges(session, patient_id)
        return None if course is None else _preview(ws, session, course, max([*days, entry.on]))


def preview_take_back(ws: Workspace, state_change_id: int) -> Preview | None:
    """What taking back a discharge would do to the visits; None for another change."""
    with ws.read() as session:
        row = fetch(session, StateChangeRow, state_change_id)
        course = course_of(session, row.patient_id)
        if row.kind is not StateChangeKind.DISCHARGED or course is None:
            return None
        days = _discharges(session, row.patient_id, without=state_change_id)
        return _preview(ws, session, course, max(days, default=None))


def _preview(ws: Workspace, session: ReadSession, course: Course, discharged: date | None) -> Preview:
    return replanning.preview(ws, session, course, replace(course, discharged_on=discharged))


def _discharges(session: ReadSession | WriteSession, patient_id: int, without: int | None = None) -> list[date]:
    recorded = state_change.of_patient(session, patient_id)
    return [s.change.on for s in recorded if s.change.kind is StateChangeKind.DISCHARGED and s.id != without]


def change(
    ws: Workspace, patient_id: int, entry: StateChange, decisions: Decisions = transplants.NO_DECISIONS
) -> Changes:
    """Record a change. Who is no longer followed leaves every list at once; a discharge plans the weekly visits.

    Booked visits that a discharge would move are kept, unless `decisions` say otherwise.
    """
    with ws.write(f"state.{entry.kind}") as session:
        card = record_of(session, patient_id)
        row_id = put(session, ws, card, entry, decisions)
        words = ws.wording
        text = words.text("saved.state", name=name_of(card), state=words.enum("state_change", entry.kind), on=entry.on)
        return changes(session, _KINDS, text, patient_id, row_id)


def put(
    session: WriteSession,
    ws: Workspace,
    card: PatientCard,
    entry: StateChange,
    decisions: Decisions = transplants.NO_DECISIONS,
) -> int:
    """Check and write a change of state within a write; return its id."""
    entry = replace(entry, detail=clean(entry.detail))
    refuse_problems(_problems(session, ws, card, entry))
    row = state_change.add(session, card.id, entry)
    if entry.kind is StateChangeKind.DISCHARGED:
        _apply_discharge(session, ws, card.id, decisions)
    return row.id


def _problems(
    session: ReadSession | WriteSession, ws: Workspace, card: PatientCard, entry: StateChange
) -> list[Problem]:
    course = course_of(session, card.id)
    day0 = course.entry.day0 if course is not None else None
    problems = list(check_state_change(entry, birth_date_of(card), ws.today(), day0))
    if entry.kind is StateChangeKind.DIED:
        problems += _seen_after(session, card.id, entry.on)
    # Word of a death also comes after somebody was lost, transferred or had withdrawn.
    is_news_of_death = entry.kind is StateChangeKind.DIED and card.follow_up is not FollowUp.DEAD
    if entry.kind in FOLLOW_UP_AFTER and not card.follow_up.is_followed and not is_news_of_death:
        problems.append(Problem("kind", "no_longer_followed", {"state": ws.wording.enum("follow_up", card.follow_up)}))
    return problems


def _seen_after(session: ReadSession | WriteSession, patient_id: int, died: date) -> Iterator[Problem]:
    """Nobody was seen after their death: one of the two dates is wrong."""
    last = max((v.entry.on for v in visit.of_patient(session, patient_id) if v.entry.on is not None), default=died)
    if last > died:
        yield Problem("on", "died_before_visit", {"last": last})


def _apply_discharge(session: WriteSession, ws: Workspace, patient_id: int, decisions: Decisions) -> None:
    """Set the course's day of discharge from the latest discharge that counts, and plan what hangs on it."""
    course = course_of(session, patient_id)
    if course is not None:
        transplant.set_discharge(session, course.id, max(_discharges(session, patient_id), default=None))
        transplants.follow(session, ws, course, decisions)


def take_back(
    ws: Workspace,
    state_change_id: int,
    reason: str,
    version: int | None = None,
    decisions: Decisions = transplants.NO_DECISIONS,
) -> Changes:
    """Void a change of state (the patient is found, the date was wrong); the lists follow at once.

    `version` is the one that was shown.
    """
    why = required_reason(reason)
    with ws.write("state.take_back") as session:
        row = state_change.take_back(session, state_change_id, version, why)
        if row.kind is StateChangeKind.DISCHARGED:
            _apply_discharge(session, ws, row.patient_id, decisions)
        name = name_of(record_of(session, row.patient_id))
        return changes(session, _KINDS, ws.wording.text("saved.state_taken_back", name=name), row.patient_id, row.id)
