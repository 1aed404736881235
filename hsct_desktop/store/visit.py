"""Visits that took place, with vital signs and the checklist of assessments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain.visit import AssessmentEntry, AssessmentState, NotDoneReason, VisitEntry, Vitals
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch, fill, touch, void
from hsct_desktop.store.held import read_once
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
    fill(row, entry, on="visit_date", scheduled_id="scheduled_visit_id", vitals="", assessments="")
    fill(row, entry.vitals)
    row.outside_window = outside_window


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
    return _recorded(session, _OF_PATIENT, _LINES_OF_PATIENT, patient_id)


def get(session: Session, visit_id: int) -> RecordedVisit | None:
    """One recorded visit, None when there is none (any more)."""
    return next(iter(_recorded(session, _ONE, _LINES_OF_ONE, visit_id)), None)


def _recorded(session: Session, visits: Any, lines: Any, key: int) -> list[RecordedVisit]:
    by_visit: dict[int, list[AssessmentEntry]] = {}
    for line in session.execute(lines, {"key": key}):
        entry = AssessmentEntry(line.assessment_id, line.label, line.state, line.reason, line.detail)
        by_visit.setdefault(line.visit_id, []).append(entry)
    return [_visit(row, tuple(by_visit.get(row.id, ()))) for row in session.execute(visits, {"key": key})]


def _visit(row: Any, lines: tuple[AssessmentEntry, ...]) -> RecordedVisit:
    vitals = Vitals(**{f.name: getattr(row, f.name) for f in fields(Vitals)})
    entry = VisitEntry(row.patient_id, row.visit_date, row.scheduled_visit_id, row.seen_by, vitals, lines, row.notes)
    return RecordedVisit(row.id, row.version, entry, row.outside_window)
