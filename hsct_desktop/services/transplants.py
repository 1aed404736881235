"""Transplant courses: their data, the schedule that follows from it, and the next transplant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import KnownError, Problem, refuse
from hsct_desktop.domain.reschedule import Decisions, MoveKind, VisitMove, check_anchors
from hsct_desktop.domain.schedule import Horizon, plan, waiting
from hsct_desktop.domain.transplant import TransplantEntry, check_transplant
from hsct_desktop.services import replanning, schedule, settings
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.choices import check_course_choices
from hsct_desktop.services.person import (
    MAX_REASON,
    birth_date_of,
    changes,
    check_alive,
    course_of,
    name_of,
    record_of,
    refuse_odd_numbers,
    refuse_problems,
)
from hsct_desktop.services.replanning import Preview
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import transplant
from hsct_desktop.store.base import ReadSession, WriteSession, fetch
from hsct_desktop.store.patient import PatientCard
from hsct_desktop.store.transplant import Course, Transplant

_KINDS = frozenset({"transplant", "schedule"})
NO_DECISIONS = Decisions()


def entry_of(ws: Workspace, patient_id: int) -> tuple[TransplantEntry, int, int] | None:
    """The latest course as entered, its version and id; None before the first."""
    with ws.read() as session:
        course = course_of(session, patient_id)
    return None if course is None else (course.entry, course.version, course.id)


def courses_of(ws: Workspace, patient_id: int) -> list[Course]:
    """A patient's courses, first transplant first."""
    with ws.read() as session:
        return transplant.of_patient(session, patient_id)


def preview_change(ws: Workspace, patient_id: int, entry: TransplantEntry) -> Preview:
    """What these data would do to the visits of the latest course; nothing is saved.

    InputError for data that cannot be, also for a date that would move past visits which took place after it.
    """
    with ws.read() as session:
        record, course = record_of(session, patient_id), course_of(session, patient_id)
        if course is None:
            raise KnownError("stale_row")
        _refuse(session, ws, record, entry, course)
        return replanning.preview(ws, session, course, replace(course, entry=entry))


def _refuse(
    session: ReadSession | WriteSession,
    ws: Workspace,
    record: PatientCard,
    entry: TransplantEntry,
    course: Course | None,
) -> None:
    refuse_odd_numbers(entry)
    held = course.entry if course is not None else None
    problems = [*check_transplant(entry, birth_date_of(record), ws.today()), *check_course_choices(ws, entry, held)]
    if course is not None:
        problems += _against_other_dates(session, record.id, entry, course)
    # A day that was planned before the death and never came may stay as it stands.
    for name in ("mobilisation_start", "day0"):
        day = getattr(entry, name)
        if held is None or day != getattr(held, name):
            problems += check_alive(session, record.id, day, name)
    refuse_problems(problems)


def _against_other_dates(
    session: ReadSession | WriteSession, patient_id: int, entry: TransplantEntry, course: Course
) -> Iterator[Problem]:
    if entry.day0 is None:
        return
    if course.discharged_on is not None and course.discharged_on < entry.day0:
        yield Problem("day0", "day0_after_discharge", {"discharged": course.discharged_on})
    for other in transplant.of_patient(session, patient_id):
        before = other.entry.day0
        if other.number < course.number and before is not None and entry.day0 <= before:
            yield Problem("day0", "day0_before_earlier_course", {"number": other.number, "day0": before})


def add(ws: Workspace, patient_id: int, entry: TransplantEntry, chosen: frozenset[str] | None = None) -> Changes:
    """Open a course for a patient who has none yet, with its whole schedule."""
    with ws.write("transplant.add") as session:
        record = record_of(session, patient_id)
        if course_of(session, patient_id) is not None:
            raise refuse("day0", "course_open")
        _refuse(session, ws, record, entry, None)
        course_id = schedule.open_course(session, ws, patient_id, entry, chosen)
        text = ws.wording.text("saved.transplant", name=name_of(record))
        return changes(session, {"transplant", "schedule"}, text, patient_id, course_id)


def revise(
    ws: Workspace,
    transplant_id: int,
    version: int,
    entry: TransplantEntry,
    decisions: Decisions = NO_DECISIONS,
    reason: str = "",
) -> Changes:
    """Change a course; its visits follow as `preview_change` shows, those that ask as decided (else kept).

    The protocol a course is pinned to cannot be changed this way: InputError `protocol_pinned`.
    """
    with ws.write("transplant.revise") as session:
        held = fetch(session, Transplant, transplant_id, version)
        if held.protocol_id != entry.protocol_id:
            raise refuse("protocol_id", "protocol_pinned")
        record, before = record_of(session, held.patient_id), course_of(session, held.patient_id)
        if before is None or before.id != transplant_id:
            raise KnownError("stale_row")
        _refuse(session, ws, record, entry, before)
        transplant.revise(session, transplant_id, version, entry, checked_reason(reason))
        kinds = _KINDS | follow(session, ws, before, decisions, reason)
        if entry.day0 is not None and before.entry.day0 not in (None, entry.day0):
            text = ws.wording.text("saved.day0_moved", name=name_of(record), on=entry.day0)
        else:
            text = ws.wording.text("saved.transplant", name=name_of(record))
        return changes(session, kinds, text, before.patient_id, transplant_id)


def checked_reason(reason: str) -> str:
    """The tidied reason of a move, which may be empty; InputError when it is too long."""
    tidy = clean(reason)
    if len(tidy) > MAX_REASON:
        raise refuse("reason", "too_long", limit=MAX_REASON)
    return tidy


def follow(
    session: WriteSession, ws: Workspace, before: Course, decisions: Decisions = NO_DECISIONS, reason: str = ""
) -> frozenset[str]:
    """Let visits and planned stops follow a course whose dates have just been written; `before` is how it stood.

    Returns the further kinds of record that changed.
    """
    course = course_of(session, before.patient_id)
    if course is None or course.id != before.id:
        return frozenset()
    old, new = replanning.anchors_of(before), replanning.anchors_of(course)
    drawn = replanning.draw(session, course, ws.today(), ws.language)
    if drawn is not None:
        refuse_problems(check_anchors(drawn.protocol, drawn.held, old, new))
    days = settings.working_days_in(session, ws)
    replanning.reconcile(session, course, ws.today(), decisions, clean(reason), days)
    earlier = replanning.before_of(session, course)
    if earlier is not None and replanning.start_of(before.entry) != replanning.start_of(course.entry):
        replanning.make_way(session, earlier, replanning.start_of(course.entry), decisions)
    stops_by = replanning.anchors_for_stops(session, before)
    return frozenset({"therapy"} if replanning.move_stops(ws, session, course.patient_id, stops_by, new) else ())


def preview_next(ws: Workspace, patient_id: int, entry: TransplantEntry) -> Preview:
    """What the next transplant would do: the visits of the course that it closes, and those of its own."""
    with ws.read() as session:
        record, course = record_of(session, patient_id), course_of(session, patient_id)
        if course is None:
            raise KnownError("stale_row")
        _refuse_next(ws, record, entry, course)
        days = settings.working_days_in(session, ws)
        closing = replanning.closing_of(session, course, replanning.start_of(entry), ws.language)
        anchors = replanning.anchors_of(replace(course, entry=entry, discharged_on=None))
        stops = tuple(replanning.stop_moves(ws, session, patient_id, replanning.anchors_of(course), anchors))
    protocol = ws.catalogue.protocol(entry.protocol_id)
    planned = plan(protocol, anchors, Horizon(today=ws.today()))
    moves = [*closing.moves, *(VisitMove(MoveKind.ADDED, None, one) for one in planned)]
    rows = tuple(replanning.row_of(ws, move, days) for move in moves)
    names = tuple(item.occurrence_label(1).text(ws.language) for item in waiting(protocol, anchors))
    return Preview(rows, stops, names, closing.unchanged)


def open_next(
    ws: Workspace, patient_id: int, version: int, entry: TransplantEntry, decisions: Decisions = NO_DECISIONS
) -> Changes:
    """Open the course of the next transplant and close the present one, whose `version` was shown; one write."""
    with ws.write("transplant.next") as session:
        record, course = record_of(session, patient_id), course_of(session, patient_id)
        if course is None or course.version != version:
            raise KnownError("stale_row")
        _refuse_next(ws, record, entry, course)
        replanning.make_way(session, course, replanning.start_of(entry), decisions)
        transplant.close(session, course.id, ws.today())
        course_id = schedule.open_course(session, ws, patient_id, entry, None)
        old = replanning.anchors_of(course)
        new = replanning.anchors_of(replace(course, entry=entry, discharged_on=None))
        kinds = _KINDS | ({"therapy"} if replanning.move_stops(ws, session, patient_id, old, new) else set())
        text = ws.wording.text("saved.next_transplant", name=name_of(record), number=course.number + 1)
        return changes(session, kinds, text, patient_id, course_id)


def _refuse_next(ws: Workspace, record: PatientCard, entry: TransplantEntry, course: Course) -> None:
    if not record.follow_up.is_followed:
        raise refuse("day0", "no_longer_followed", state=ws.wording.enum("follow_up", record.follow_up))
    refuse_odd_numbers(entry)
    problems = [*check_transplant(entry, birth_date_of(record), ws.today()), *check_course_choices(ws, entry, None)]
    before = course.entry.day0
    if before is None:
        problems.append(Problem("day0", "earlier_course_without_day0", {"number": course.number}))
    else:
        for name in ("mobilisation_start", "day0"):
            day = getattr(entry, name)
            if day is not None and day <= before:
                problems.append(Problem(name, "day0_before_earlier_course", {"number": course.number, "day0": before}))
    refuse_problems(problems)
