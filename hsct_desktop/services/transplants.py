"""Transplant courses: their data, and the schedule that follows from it."""

from __future__ import annotations

from datetime import date

from hsct_desktop.domain.problem import KnownError, refuse
from hsct_desktop.domain.transplant import TransplantEntry, check_transplant
from hsct_desktop.services import schedule
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.choices import check_course_choices
from hsct_desktop.services.person import (
    birth_date_of,
    changes,
    course_of,
    name_of,
    record_of,
    refuse_odd_numbers,
    refuse_problems,
)
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import transplant
from hsct_desktop.store.base import fetch
from hsct_desktop.store.transplant import Transplant


def entry_of(ws: Workspace, patient_id: int) -> tuple[TransplantEntry, int, int] | None:
    """The latest course as entered, its version and id; None before the first."""
    with ws.read() as session:
        course = course_of(session, patient_id)
    return None if course is None else (course.entry, course.version, course.id)


def preview_revision(ws: Workspace, patient_id: int, entry: TransplantEntry) -> schedule.SchedulePreview:
    """The schedule as it would read with these data; nothing is saved."""
    with ws.read() as session:
        born = birth_date_of(record_of(session, patient_id))
        course = course_of(session, patient_id)
    _refuse(ws, entry, born, course.entry if course is not None else None)
    return schedule.preview(ws, entry, course.discharged_on if course is not None else None)


def _refuse(ws: Workspace, entry: TransplantEntry, born: date, before: TransplantEntry | None) -> None:
    refuse_odd_numbers(entry)
    refuse_problems([*check_transplant(entry, born, ws.today()), *check_course_choices(ws, entry, before)])


def add(ws: Workspace, patient_id: int, entry: TransplantEntry, chosen: frozenset[str] | None = None) -> Changes:
    """Open a course for a patient who has none yet, with its whole schedule."""
    with ws.write("transplant.add") as session:
        record = record_of(session, patient_id)
        if course_of(session, patient_id) is not None:
            raise refuse("day0", "course_open")
        _refuse(ws, entry, birth_date_of(record), None)
        course_id = schedule.open_course(session, ws, patient_id, entry, chosen)
        text = ws.wording.text("saved.transplant", name=name_of(record))
        return changes(session, {"transplant", "schedule"}, text, patient_id, course_id)


def revise(ws: Workspace, transplant_id: int, version: int, entry: TransplantEntry) -> Changes:
    """Change a course; visits that nobody has touched move with its dates, the others stay.

    The protocol a course is pinned to cannot be changed this way: InputError `protocol_pinned`.
    """
    with ws.write("transplant.revise") as session:
        held = fetch(session, Transplant, transplant_id, version)
        if held.protocol_id != entry.protocol_id:
            raise refuse("protocol_id", "protocol_pinned")
        record = record_of(session, held.patient_id)
        before = course_of(session, held.patient_id)
        _refuse(ws, entry, birth_date_of(record), before.entry if before is not None else None)
        row = transplant.revise(session, transplant_id, version, entry)
        course = course_of(session, row.patient_id)
        if course is None or course.id != transplant_id:
            raise KnownError("stale_row")
        if entry.day0 is not None and course.discharged_on is not None and course.discharged_on < entry.day0:
            raise refuse("day0", "day0_after_discharge", discharged=course.discharged_on)
        schedule.reconcile(session, course, ws.today())
        text = ws.wording.text("saved.transplant", name=name_of(record))
        return changes(session, {"transplant", "schedule"}, text, row.patient_id, transplant_id)
