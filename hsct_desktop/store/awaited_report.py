"""Reports that the unit waits for: a whole visit or one assessment that was done elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain.protocol import Label, Place
from hsct_desktop.domain.visit import AssessmentEntry, AssessmentState
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch, void
from hsct_desktop.store.patient import REMOVED, Patient
from hsct_desktop.store.scheduled_visit import ScheduledVisit
from hsct_desktop.store.visit import Visit

WAITING = "arrived_on IS NULL AND voided_at IS NULL"
WHOLE_VISIT = ""
"""The `assessment_id` of a report on a visit as a whole."""


class AwaitedReport(Recorded, Base):
    """A report of something done elsewhere on `done_on`; `assessment_id` is empty for a whole visit."""

    __tablename__ = "awaited_report"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("visit.id"), index=True)
    scheduled_visit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("scheduled_visit.id"))
    assessment_id: Mapped[str]
    label: Mapped[str]
    place: Mapped[str]
    done_on: Mapped[date]
    arrived_on: Mapped[date | None]
    note: Mapped[str]

    __table_args__ = (
        sa.Index("ix_awaited_report_waiting", "done_on", "patient_id", sqlite_where=sa.text(WAITING)),
        sa.Index(
            "uq_awaited_report_line", "visit_id", "assessment_id", unique=True,
            sqlite_where=sa.text("voided_at IS NULL"),
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class Report:
    """A report, awaited or arrived; `visit_label` is that of the scheduled visit, None outside the schedule."""

    id: int
    version: int
    patient_id: int
    visit_id: int
    scheduled_visit_id: int | None
    assessment_id: str
    label: str
    place: str
    done_on: date
    arrived_on: date | None
    note: str
    visit_label: Label | None

    @property
    def is_whole_visit(self) -> bool:
        """Whether it is on the visit as a whole, and its arrival closes the visit."""
        return self.assessment_id == WHOLE_VISIT

    def words(self, language: str) -> str:
        """What the report is on: the visit in the reader's language, or the assessment as recorded."""
        if self.is_whole_visit and self.visit_label is not None:
            return self.visit_label.text(language)
        return self.label


REPORT_COLUMNS = (
    AwaitedReport.id.label("report_id"), AwaitedReport.version.label("report_version"),
    AwaitedReport.patient_id, AwaitedReport.visit_id, AwaitedReport.scheduled_visit_id,
    AwaitedReport.assessment_id, AwaitedReport.label, AwaitedReport.place, AwaitedReport.done_on,
    AwaitedReport.arrived_on, AwaitedReport.note.label("report_note"),
    ScheduledVisit.label_en.label("visit_label_en"), ScheduledVisit.label_it.label("visit_label_it"),
)  # fmt: skip
"""The columns that `report` reads; the statement joins ScheduledVisit by TO_SCHEDULED, as an outer join."""
TO_SCHEDULED = ScheduledVisit.id == AwaitedReport.scheduled_visit_id
_AWAY = str(Place.ELSEWHERE)
AT_UNIT = sa.and_(
    Visit.voided_at.is_(None),
    sa.not_(
        sa.exists(
            sa.select(sa.literal(1)).where(
                AwaitedReport.visit_id == Visit.id,
                AwaitedReport.assessment_id == WHOLE_VISIT,
                AwaitedReport.voided_at.is_(None),
            )
        )
    ),
    sa.not_(
        sa.exists(
            sa.select(sa.literal(1)).where(ScheduledVisit.id == Visit.scheduled_visit_id, ScheduledVisit.place == _AWAY)
        )
    ),
)
"""A recorded visit at which the unit saw the patient: one neither done elsewhere nor planned to be."""
_LAST_AT_UNIT = sa.select(sa.func.max(Visit.visit_date)).where(Visit.patient_id == sa.bindparam("key"), AT_UNIT)
_WAITING = sa.text(" AND ".join(f"awaited_report.{part}" for part in WAITING.split(" AND ")))
_REPORTS = (
    sa.select(*REPORT_COLUMNS)
    .select_from(AwaitedReport)
    .join(ScheduledVisit, TO_SCHEDULED, isouter=True)
    .where(AwaitedReport.voided_at.is_(None))
    .order_by(AwaitedReport.done_on, AwaitedReport.id)
)
_OF_PATIENT = _REPORTS.where(AwaitedReport.patient_id == sa.bindparam("key"))
_OF_VISIT = _REPORTS.where(AwaitedReport.visit_id == sa.bindparam("key"))
_ONE = _REPORTS.where(AwaitedReport.id == sa.bindparam("key"))
_OF_FOLLOWED = (
    sa.select(*REPORT_COLUMNS)
    .select_from(AwaitedReport)
    .join(Patient, Patient.id == AwaitedReport.patient_id)
    .join(ScheduledVisit, TO_SCHEDULED, isouter=True)
    .where(_WAITING, sa.text("patient.follow_up = 'followed' AND patient.voided_at IS NULL"))
    .order_by(AwaitedReport.done_on, AwaitedReport.id)
)
STATEMENTS = {"waiting": _OF_FOLLOWED}
"""The statements over all patients by name, for the test that reads their query plans."""


def report(row: Any) -> Report:
    """The report of a row that holds REPORT_COLUMNS."""
    label = None if row.visit_label_en is None else Label(row.visit_label_en, row.visit_label_it)
    return Report(
        row.report_id, row.report_version, row.patient_id, row.visit_id, row.scheduled_visit_id, row.assessment_id,
        row.label, row.place, row.done_on, row.arrived_on, row.report_note, label,
    )  # fmt: skip


def waiting(session: Session) -> list[Report]:
    """The awaited reports of all followed patients, oldest first."""
    return [report(row) for row in session.execute(_OF_FOLLOWED)]


def of_patient(session: Session, patient_id: int) -> list[Report]:
    """A patient's reports, awaited and arrived, oldest first."""
    return [report(row) for row in session.execute(_OF_PATIENT, {"key": patient_id})]


def of_visit(session: Session, visit_id: int) -> list[Report]:
    """The reports of a visit and its assessments."""
    return [report(row) for row in session.execute(_OF_VISIT, {"key": visit_id})]


def get(session: Session, report_id: int) -> Report | None:
    """One report, None when there is none (any more)."""
    row = session.execute(_ONE, {"key": report_id}).one_or_none()
    return None if row is None else report(row)


def last_at_unit(session: Session, patient_id: int) -> date | None:
    """The day on which the unit last saw a patient, None when it has not."""
    return session.execute(_LAST_AT_UNIT, {"key": patient_id}).scalar_one()


def add(
    session: WriteSession, seen: Visit, assessment_id: str, label: str, place: str, note: str = ""
) -> AwaitedReport:
    """Wait for the report of a visit (WHOLE_VISIT) or of one of its assessments; the row has its id."""
    row = AwaitedReport(
        patient_id=seen.patient_id, visit_id=seen.id, scheduled_visit_id=seen.scheduled_visit_id,
        assessment_id=assessment_id, label=label, place=place, done_on=seen.visit_date, arrived_on=None, note=note,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def follow_lines(
    session: WriteSession, seen: Visit, before: Sequence[AssessmentEntry], after: Sequence[AssessmentEntry]
) -> None:
    """Keep a visit's reports in step with its checklist, `before` and `after` the change that is being written.

    A line that now says "elsewhere" is waited for; one that no longer says so is not. A report that has arrived stays,
    and so does a line that said so all along without a report: it was taken back, or stood in an older file.
    """
    held = {row.assessment_id: row for row in _rows_of_visit(session, seen.id) if row.assessment_id != WHOLE_VISIT}
    said, says = _elsewhere(before), _elsewhere(after)
    for assessment_id, row in held.items():
        line = says.get(assessment_id)
        if line is None and row.arrived_on is None:
            void(session, row, REMOVED)
        elif line is not None:
            row.label, row.place = line.label, line.detail
    session.flush()
    for assessment_id, line in says.items():
        if assessment_id not in held and assessment_id not in said:
            add(session, seen, assessment_id, line.label, line.detail)
    for row in _rows_of_visit(session, seen.id):
        if row.arrived_on is None or row.arrived_on >= seen.visit_date:
            row.done_on = seen.visit_date
        if row.assessment_id == WHOLE_VISIT:
            row.place = seen.seen_by
    session.flush()


def _elsewhere(lines: Iterable[AssessmentEntry]) -> dict[str, AssessmentEntry]:
    return {line.assessment_id: line for line in lines if line.state is AssessmentState.ELSEWHERE}


def _rows_of_visit(session: WriteSession, visit_id: int) -> list[AwaitedReport]:
    statement = sa.select(AwaitedReport).where(AwaitedReport.visit_id == visit_id, AwaitedReport.voided_at.is_(None))
    return list(session.execute(statement).scalars())


def void_of_visit(session: WriteSession, visit_id: int, reason: str) -> None:
    """Take back all reports of a visit that is taken back."""
    for row in _rows_of_visit(session, visit_id):
        void(session, row, reason)
    session.flush()


def arrive(session: WriteSession, report_id: int, version: int | None, on: date | None, note: str) -> AwaitedReport:
    """Write down that a report came; a day of None lets it be awaited again. Raises KnownError `stale_row`."""
    row = fetch(session, AwaitedReport, report_id, version)
    row.arrived_on, row.note = on, note
    session.flush()
    return row
