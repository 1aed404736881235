"""Visits that took place, with vital signs and the checklist of assessments."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain.visit import AssessmentEntry, AssessmentState, NotDoneReason, VisitEntry, Vitals
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch, fill, touch, void
from hsct_desktop.store.held import read_once
from hsct_desktop.store.many import ids_text, of_many_patients
from hsct_desktop.store.patient import REMOVED


class Visit(Recorded, Base):
    """A visit. Temperature in degrees C, pressures in mmHg, pulse per minute, saturation and Karnofsky in %, kg."""

    __tablename__ = "visit"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    scheduled_visit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("scheduled_visit.id"), index=True)
    visit_date: Mapped[date] = mapped_column(index=True)
    seen_by: Mapped[str]
    temperature: Mapped[Decimal | None]
    systolic: Mapped[int | None]
    diastolic: Mapped[int | None]
    pulse: Mapped[int | None]
    saturation: Mapped[int | None]
    weight: Mapped[Decimal | None]
    karnofsky: Mapped[int | None]
    notes: Mapped[str]
    outside_window: Mapped[bool]


class VisitAssessment(Recorded, Base):
    """One line of a visit's checklist as recorded."""

    __tablename__ = "visit_assessment"

    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("visit.id"), index=True)
    assessment_id: Mapped[str]
    label: Mapped[str]
    state: Mapped[AssessmentState]
    reason: Mapped[NotDoneReason | None]
    detail: Mapped[str]
    position: Mapped[int]


@dataclass(frozen=True)
class RecordedVisit:
    """A visit that took place, as pages and documents need it."""

    id: int
    version: int
    entry: VisitEntry
    outside_window: bool


_VISITS = sa.select(
    Visit.id, Visit.version, Visit.patient_id, Visit.scheduled_visit_id, Visit.visit_date, Visit.seen_by,
    Visit.temperature, Visit.systolic, Visit.diastolic, Visit.pulse, Visit.saturation, Visit.weight,
    Visit.karnofsky, Visit.notes, Visit.outside_window,
).where(Visit.voided_at.is_(None))  # fmt: skip
_OF_PATIENT = _VISITS.where(Visit.patient_id == sa.bindparam("key")).order_by(Visit.visit_date, Visit.id)
_ONE = _VISITS.where(Visit.id == sa.bindparam("key"))
_LINES = (
    sa.select(
        VisitAssessment.visit_id, VisitAssessment.assessment_id, VisitAssessment.label, VisitAssessment.state,
        VisitAssessment.reason, VisitAssessment.detail,
    )
    .join(Visit, Visit.id == VisitAssessment.visit_id)
    .where(VisitAssessment.voided_at.is_(None), Visit.voided_at.is_(None))
    .order_by(VisitAssessment.visit_id, VisitAssessment.position, VisitAssessment.id)
)  # fmt: skip
_LINES_OF_PATIENT = _LINES.where(Visit.patient_id == sa.bindparam("key"))
_OF_MANY = of_many_patients(_VISITS, Visit.patient_id).order_by(Visit.visit_date, Visit.id)
_LINES_OF_MANY = of_many_patients(_LINES, Visit.patient_id)
_LINES_OF_ONE = _LINES.where(VisitAssessment.visit_id == sa.bindparam("key"))


def add(session: WriteSession, entry: VisitEntry, outside_window: bool) -> Visit:
    """Record a visit with its checklist; the row has its id. Closing the scheduled visit is `scheduled_visit.close`."""
    row = Visit()
    _fill(row, entry, outside_window)
    session.add(row)
    session.flush()
    set_assessments(session, row.id, entry.assessments)
    return row


def revise(session: WriteSession, visit_id: int, version: int, entry: VisitEntry, outside_window: bool) -> Visit:
    """Change a recorded visit and its checklist."""
    row = fetch(session, Visit, visit_id, version)
    touch(session, row)
    _fill(row, entry, outside_window)
    set_assessments(session, visit_id, entry.assessments)
    return row


def _fill(row: Visit, entry: VisitEntry, outside_window: bool) -> None:
    for name, value in columns(entry, outside_window).items():
        setattr(row, name, value)


def columns(entry: VisitEntry, outside_window: bool) -> dict[str, Any]:
    """A visit as its columns, without its checklist. ValueError for one without a day."""
    if entry.on is None:
        raise ValueError("an entry is checked before it is stored")
    vitals = {field.name: getattr(entry.vitals, field.name) for field in fields(Vitals)}
    return {
        "patient_id": entry.patient_id, "scheduled_visit_id": entry.scheduled_id, "visit_date": entry.on,
        "seen_by": entry.seen_by, **vitals, "notes": entry.notes, "outside_window": outside_window,
    }  # fmt: skip


def set_assessments(session: WriteSession, visit_id: int, lines: Sequence[AssessmentEntry]) -> None:
    """Make the checklist read `lines`: changed lines are changed, missing ones voided, new ones added."""
    statement = sa.select(VisitAssessment).where(
        VisitAssessment.visit_id == visit_id, VisitAssessment.voided_at.is_(None)
    )
    held = {row.assessment_id: row for row in session.execute(statement).scalars()}
    for assessment_id in held.keys() - {line.assessment_id for line in lines}:
        void(session, held[assessment_id], REMOVED)
    for position, line in enumerate(lines):
        row = held.get(line.assessment_id) or VisitAssessment(visit_id=visit_id)
        fill(row, line)
        row.position = position
        session.add(row)
    session.flush()


@read_once
def of_patient(session: Session, patient_id: int) -> list[RecordedVisit]:
    """A patient's visits with their checklists, oldest first (two statements)."""
    return _recorded(session, _OF_PATIENT, _LINES_OF_PATIENT, {"key": patient_id})


def get(session: Session, visit_id: int) -> RecordedVisit | None:
    """One recorded visit, None when there is none (any more)."""
    return next(iter(_recorded(session, _ONE, _LINES_OF_ONE, {"key": visit_id})), None)


def of_many(session: Session, ids: Collection[int]) -> dict[int, list[RecordedVisit]]:
    """The visits of some patients with their checklists, oldest first, for those who have one (two statements)."""
    found: dict[int, list[RecordedVisit]] = {}
    for one in _recorded(session, _OF_MANY, _LINES_OF_MANY, ids_text(ids)):
        found.setdefault(one.entry.patient_id, []).append(one)
    return found


def outside_windows(session: Session, ids: Collection[int]) -> frozenset[int]:
    """Which of some visits took place outside the window of their scheduled visit."""
    statement = of_many_patients(sa.select(Visit.id).where(Visit.outside_window), Visit.id)
    return frozenset(session.scalars(statement, ids_text(ids)))


def _recorded(session: Session, visits: Any, lines: Any, given: Mapping[str, object]) -> list[RecordedVisit]:
    by_visit: dict[int, list[AssessmentEntry]] = {}
    for line in session.execute(lines, given):
        entry = AssessmentEntry(line.assessment_id, line.label, line.state, line.reason, line.detail)
        by_visit.setdefault(line.visit_id, []).append(entry)
    return [_visit(row, tuple(by_visit.get(row.id, ()))) for row in session.execute(visits, given)]


def _visit(row: Any, lines: tuple[AssessmentEntry, ...]) -> RecordedVisit:
    vitals = Vitals(**{f.name: getattr(row, f.name) for f in fields(Vitals)})
    entry = VisitEntry(row.patient_id, row.visit_date, row.scheduled_visit_id, row.seen_by, vitals, lines, row.notes)
    return RecordedVisit(row.id, row.version, entry, row.outside_window)
