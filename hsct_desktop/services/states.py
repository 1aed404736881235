"""Changes of a patient's state: discharged, died, lost, followed again and so on; each dated and reversible."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from hsct_desktop.domain.names import clean
from hsct_desktop.domain.patient import (
    ENDS_FOLLOW_UP,
    FollowUp,
    StateChange,
    StateChangeKind,
    check_followed_again,
    check_state_change,
)
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.reschedule import Decisions
from hsct_desktop.services import death_checks, replanning, transplants
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
from hsct_desktop.store import state_change, transplant
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


def discharged_on(ws: Workspace, patient_id: int) -> date | None:
    """The discharge on record of the latest course, None before it."""
    with ws.read() as session:
        course = course_of(session, patient_id)
        return course.discharged_on if course is not None else None


def preview(ws: Workspace, patient_id: int, entry: StateChange) -> Preview | None:
    """What a discharge would do to the visits; None for the changes that are no date of the course."""
    if entry.kind is not StateChangeKind.DISCHARGED:
        return None
    with ws.read() as session:
        card, course = record_of(session, patient_id), course_of(session, patient_id)
        refuse_problems(_problems(session, ws, card, entry))
        days = [*_discharges(session, patient_id), entry.on]
        return None if course is None else _preview(ws, session, course, days)


def preview_take_back(ws: Workspace, state_change_id: int) -> Preview | None:
    """What taking back a discharge would do to the visits; None for another change."""
    with ws.read() as session:
        row = fetch(session, StateChangeRow, state_change_id)
        course = course_of(session, row.patient_id)
        if row.kind is not StateChangeKind.DISCHARGED or course is None:
            return None
        return _preview(ws, session, course, _discharges(session, row.patient_id, without=state_change_id))


def _preview(ws: Workspace, session: ReadSession, course: Course, days: list[date]) -> Preview:
    discharged = _discharge_of(course, transplant.of_patient(session, course.patient_id), days)
    return replanning.preview(ws, session, course, replace(course, discharged_on=discharged))


def _discharges(session: ReadSession | WriteSession, patient_id: int, without: int | None = None) -> list[date]:
    """The days of discharge that are on record, but for one change that is about to be taken back."""
    recorded = state_change.of_patient(session, patient_id)
    return [s.change.on for s in recorded if s.change.kind is StateChangeKind.DISCHARGED and s.id != without]


def _discharge_of(course: Course, courses: list[Course], days: list[date]) -> date | None:
    """The latest discharge between a course's Day 0 and that of the next: each discharge belongs to one course."""
    start = course.entry.day0
    later = [c.entry.day0 for c in courses if c.number > course.number and c.entry.day0 is not None]
    end = min(later, default=date.max)
    return max((day for day in days if start is not None and start <= day < end), default=None)


def change(
    ws: Workspace, patient_id: int, entry: StateChange, decisions: Decisions = transplants.NO_DECISIONS
) -> Changes:
    """Record a change. Who is no longer followed leaves every list at once, who is followed again is back on them
    with the lifelong visits that were not planned meanwhile; a discharge plans the weekly visits.

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
        apply_discharge(session, ws, card.id, decisions)
    elif entry.kind is StateChangeKind.FOLLOWED_AGAIN:
        _plan_ahead(session, ws, card.id)
    return row.id


def _plan_ahead(session: WriteSession, ws: Workspace, patient_id: int) -> None:
    """Nobody kept the plan of whoever was not followed ahead of time."""
    course = next((held for held in transplant.open_courses(session) if held.patient_id == patient_id), None)
    if course is not None:
        replanning.reconcile(session, course, ws.today())


def _problems(
    session: ReadSession | WriteSession, ws: Workspace, card: PatientCard, entry: StateChange
) -> list[Problem]:
    known = [c.entry.day0 for c in transplant.of_patient(session, card.id) if c.entry.day0 is not None]
    # A discharge of an earlier course may be entered late: it comes after the first Day 0 there is.
    day0 = min(known, default=None)
    problems = list(check_state_change(entry, birth_date_of(card), ws.today(), day0))
    if entry.kind is StateChangeKind.DIED:
        problems += death_checks.recorded_after(session, ws, card.id, entry.on)
    if entry.kind is StateChangeKind.FOLLOWED_AGAIN:
        if card.follow_up is FollowUp.DEAD:
            problems.append(Problem("kind", "no_longer_followed", {"state": _state_words(ws, card)}))
        else:
            problems += check_followed_again(entry, [s.change for s in state_change.of_patient(session, card.id)])
    # Word of a death also comes after somebody was lost, transferred or had withdrawn.
    is_news_of_death = entry.kind is StateChangeKind.DIED and card.follow_up is not FollowUp.DEAD
    if entry.kind in ENDS_FOLLOW_UP and not card.follow_up.is_followed and not is_news_of_death:
        problems.append(Problem("kind", "no_longer_followed", {"state": _state_words(ws, card)}))
    return problems


def _state_words(ws: Workspace, card: PatientCard) -> str:
    return ws.wording.enum("follow_up", card.follow_up)


def apply_discharge(
    session: WriteSession, ws: Workspace, patient_id: int, decisions: Decisions = transplants.NO_DECISIONS
) -> None:
    """Within a write, set each course's day of discharge from the discharges that count; the latest course's visits
    follow."""
    courses, days = transplant.of_patient(session, patient_id), _discharges(session, patient_id)
    for course in courses:
        discharged = _discharge_of(course, courses, days)
        if discharged != course.discharged_on:
            transplant.set_discharge(session, course.id, discharged)
    if courses:
        transplants.follow(session, ws, courses[-1], decisions)


def take_back(
    ws: Workspace,
    state_change_id: int,
    reason: str,
    version: int | None = None,
    decisions: Decisions = transplants.NO_DECISIONS,
) -> Changes:
    """Void a change of state (the patient is found, the date was wrong); the lists follow at once.

    `version` is the one that was shown. What was adjudicated of a death goes with it, for the same reason.
    """
    why = required_reason(reason)
    with ws.write("state.take_back") as session:
        row = state_change.take_back(session, state_change_id, version, why)
        if row.kind is StateChangeKind.DISCHARGED:
            apply_discharge(session, ws, row.patient_id, decisions)
        judged = row.kind is StateChangeKind.DIED and death_checks.void_reviews(session, row.patient_id, why)
        said = "saved.death_taken_back" if judged else "saved.state_taken_back"
        text = ws.wording.text(said, name=name_of(record_of(session, row.patient_id)))
        return changes(session, _KINDS | {"treatment"} if judged else _KINDS, text, row.patient_id, row.id)
