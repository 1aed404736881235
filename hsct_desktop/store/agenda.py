"""What the agenda of a span of days is made of, in a fixed number of statements however many patients there are.

Of patients whom nobody follows any more only what has happened is read, never what was planned.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.protocol import Label, Place
from hsct_desktop.domain.visit import Closing, VisitFacts
from hsct_desktop.store.awaited_report import WHOLE_VISIT, AwaitedReport
from hsct_desktop.store.patient import LATEST_DAY0, Patient
from hsct_desktop.store.scheduled_visit import CLOSED_BOOKED, OPEN, ScheduledVisit
from hsct_desktop.store.transplant import Transplant
from hsct_desktop.store.visit import Visit


@dataclass(frozen=True)
class AgendaPatient:
    """Who a line of the agenda is about; day 0 and protocol are those of the latest course."""

    id: int
    code: str
    family_name: str
    given_name: str
    birth_date: date
    phone: str
    day0: date | None
    protocol_id: str
    nurse_id: int | None
    follow_up: FollowUp


@dataclass(frozen=True)
class PlannedOnAgenda:
    """A scheduled visit with a booked day in the span, or with its window in it."""

    scheduled_id: int
    label: Label
    target: date
    earliest: date
    latest: date
    booked: date | None
    booked_time: str
    closing: Closing
    elsewhere: bool
    patient: AgendaPatient

    def facts(self) -> VisitFacts:
        """What decides the visit's status on a day."""
        return VisitFacts(
            self.target, self.earliest, self.latest, self.booked, self.closing, self.patient.follow_up
        )  # fmt: skip


@dataclass(frozen=True)
class SeenOnAgenda:
    """A visit that took place in the span; `planned` is None for one outside the schedule.

    `away` says that it was done elsewhere, whether its report has arrived or not.
    """

    visit_id: int
    on: date
    patient: AgendaPatient
    planned: PlannedOnAgenda | None
    away: bool = False


# Written out, not bound: SQLite uses a partial index only when it can read the index's own condition in the query.
_FOLLOWED = sa.text("patient.follow_up = 'followed' AND patient.voided_at IS NULL")
_LATEST_PROTOCOL = (
    sa.select(Transplant.protocol_id)
    .where(Transplant.patient_id == Patient.id, Transplant.voided_at.is_(None))
    .order_by(Transplant.number.desc())
    .limit(1)
    .correlate(Patient)
    .scalar_subquery()
)
_IDENTITY = (
    Patient.id.label("patient_id"), Patient.code, Patient.family_name, Patient.given_name, Patient.birth_date,
    Patient.phone, Patient.nurse_id, Patient.follow_up, LATEST_DAY0.label("day0"),
    _LATEST_PROTOCOL.label("protocol_id"),
)  # fmt: skip
_PLANNED = (
    ScheduledVisit.id.label("scheduled_id"), ScheduledVisit.label_en, ScheduledVisit.label_it, ScheduledVisit.target,
    ScheduledVisit.earliest, ScheduledVisit.latest, ScheduledVisit.booked, ScheduledVisit.booked_time,
    ScheduledVisit.closing, ScheduledVisit.place,
)  # fmt: skip
_FIRST: sa.BindParameter[date] = sa.bindparam("first")
_LAST: sa.BindParameter[date] = sa.bindparam("last")


def _of_scheduled(condition: str) -> sa.TextClause:
    return sa.text(" AND ".join(f"scheduled_visit.{part}" for part in condition.split(" AND ")))


_BOOKED = (
    sa.select(*_PLANNED, *_IDENTITY)
    .join(Patient, Patient.id == ScheduledVisit.patient_id)
    .where(ScheduledVisit.booked.between(_FIRST, _LAST), _of_scheduled(OPEN), _FOLLOWED)
    .order_by(ScheduledVisit.booked, ScheduledVisit.id)
)
_MISSED = (
    sa.select(*_PLANNED, *_IDENTITY)
    .join(Patient, Patient.id == ScheduledVisit.patient_id)
    .where(
        ScheduledVisit.booked.between(_FIRST, _LAST),
        _of_scheduled(CLOSED_BOOKED),
        ScheduledVisit.closing == sa.literal_column("'missed'"),
        ScheduledVisit.voided_at.is_(None),
        Patient.voided_at.is_(None),
    )
    .order_by(ScheduledVisit.booked, ScheduledVisit.id)
)
_AWAY = sa.exists(
    sa.select(sa.literal(1))
    .select_from(AwaitedReport)
    .where(
        AwaitedReport.visit_id == Visit.id,
        AwaitedReport.assessment_id == WHOLE_VISIT,
        AwaitedReport.voided_at.is_(None),
    )
    .correlate(Visit)
)
_SEEN = (
    sa.select(Visit.id.label("visit_id"), Visit.visit_date, _AWAY.label("away"), *_PLANNED, *_IDENTITY)
    .join(Patient, Patient.id == Visit.patient_id)
    .join(
        ScheduledVisit,
        sa.and_(ScheduledVisit.id == Visit.scheduled_visit_id, ScheduledVisit.voided_at.is_(None)),
        isouter=True,
    )
    .where(Visit.visit_date.between(_FIRST, _LAST), Visit.voided_at.is_(None), Patient.voided_at.is_(None))
    .order_by(Visit.visit_date, Visit.id)
)
# The plus keeps SQLite from searching the bookings for "none", which would be every open visit of the file.
_NOT_BOOKED = sa.text("+scheduled_visit.booked IS NULL")
_WINDOWS = (
    sa.select(*_PLANNED, *_IDENTITY)
    .join(Patient, Patient.id == ScheduledVisit.patient_id)
    .where(
        ScheduledVisit.earliest <= _LAST,
        ScheduledVisit.latest >= _FIRST,
        _NOT_BOOKED,
        _of_scheduled(OPEN),
        _FOLLOWED,
    )
    .order_by(ScheduledVisit.earliest, ScheduledVisit.latest, ScheduledVisit.id)
)
STATEMENTS = {"booked": _BOOKED, "missed": _MISSED, "seen": _SEEN, "windows": _WINDOWS}
"""The statements by name, for the test that reads their query plans."""


def booked(session: Session, first: date, last: date) -> list[PlannedOnAgenda]:
    """Open visits of followed patients booked from `first` to `last`."""
    return [_planned(row) for row in _rows(session, _BOOKED, first, last)]


def missed(session: Session, first: date, last: date) -> list[PlannedOnAgenda]:
    """Missed visits by the day for which they were booked."""
    return [_planned(row) for row in _rows(session, _MISSED, first, last)]


def seen(session: Session, first: date, last: date) -> list[SeenOnAgenda]:
    """Visits that took place from `first` to `last`, of the schedule or not, here or elsewhere."""
    return [
        SeenOnAgenda(
            row.visit_id, row.visit_date, _patient(row), None if row.scheduled_id is None else _planned(row), row.away
        )  # fmt: skip
        for row in _rows(session, _SEEN, first, last)
    ]


def windows(session: Session, first: date, last: date) -> list[PlannedOnAgenda]:
    """Open visits of followed patients without a booking whose window touches the span, by its first day."""
    return [_planned(row) for row in _rows(session, _WINDOWS, first, last)]


def _rows(session: Session, statement: Any, first: date, last: date) -> Iterable[Any]:
    return session.execute(statement, {"first": first, "last": last})


def _planned(row: Any) -> PlannedOnAgenda:
    return PlannedOnAgenda(
        row.scheduled_id, Label(row.label_en, row.label_it), row.target, row.earliest, row.latest, row.booked,
        row.booked_time, row.closing, row.place is Place.ELSEWHERE, _patient(row),
    )  # fmt: skip


def _patient(row: Any) -> AgendaPatient:
    return AgendaPatient(
        row.patient_id, row.code, row.family_name, row.given_name, row.birth_date, row.phone, row.day0,
        row.protocol_id or "", row.nurse_id, row.follow_up,
    )  # fmt: skip
