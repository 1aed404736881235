"""What Today's lists are made of, in a fixed number of statements however many patients there are.

The statements only leave out what certainly stands on no list; the decision itself is the domain's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from hsct_desktop.domain.protocol import Label, Place
from hsct_desktop.domain.supportive_therapy import Therapy
from hsct_desktop.domain.worklist import DAYS_AHEAD, VisitOnList
from hsct_desktop.store.patient import LATEST_DAY0, Patient
from hsct_desktop.store.scheduled_visit import OPEN, ScheduledVisit
from hsct_desktop.store.supportive_therapy import RUNNING, THERAPY_COLUMNS, SupportiveTherapy, therapy


@dataclass(frozen=True)
class PatientOnList:
    """Who a row of Today is about; `day0` is that of the latest course that has one."""

    id: int
    code: str
    family_name: str
    given_name: str
    birth_date: date
    disease_id: str
    day0: date | None
    phone: str = ""


@dataclass(frozen=True)
class OpenVisit:
    """An open scheduled visit of a followed patient, with both labels (VisitOnList has the wanted one)."""

    visit: VisitOnList
    label: Label
    key: str
    version: int
    patient: PatientOnList


@dataclass(frozen=True)
class TherapyToStop:
    """A therapy whose planned stop has come, of a followed patient."""

    therapy: Therapy
    patient: PatientOnList


@dataclass(frozen=True)
class PatientAndVisits:
    """A followed patient without a visit that surely lies ahead, and the open visits to judge by."""

    patient: PatientOnList
    visits: tuple[VisitOnList, ...]


# Written out, not bound: SQLite uses a partial index only when it can read the index's own condition in the query.
_FOLLOWED = sa.text("patient.follow_up = 'followed' AND patient.voided_at IS NULL")


def _of(table: str, condition: str) -> sa.TextClause:
    return sa.text(" AND ".join(f"{table}.{part}" for part in condition.split(" AND ")))


_IDENTITY = (
    Patient.id.label("patient_id"), Patient.code, Patient.family_name, Patient.given_name, Patient.birth_date,
    Patient.disease_id, Patient.phone, LATEST_DAY0.label("day0"),
)  # fmt: skip
_VISIT = (
    ScheduledVisit.id.label("scheduled_id"), ScheduledVisit.version, ScheduledVisit.key, ScheduledVisit.label_en,
    ScheduledVisit.label_it, ScheduledVisit.target, ScheduledVisit.earliest, ScheduledVisit.latest,
    ScheduledVisit.booked, ScheduledVisit.booked_time, ScheduledVisit.moved, ScheduledVisit.move_reason,
    ScheduledVisit.place, ScheduledVisit.ebmt_form,
)  # fmt: skip


def _open_until(column: sa.ColumnElement[Any]) -> sa.Select[int]:
    return sa.select(ScheduledVisit.id).where(column <= sa.bindparam("until"), _of("scheduled_visit", OPEN))


# Two searches of two indexes: with an OR in their place SQLite reads every open visit there is, and with UNION newer
# versions of it read the table in the order of its ids.
_ON_SOME_LIST = sa.union_all(
    _open_until(ScheduledVisit.target.expression), _open_until(ScheduledVisit.booked.expression)
)
_OPEN_VISITS = (
    sa.select(*_VISIT, *_IDENTITY)
    .join(Patient, Patient.id == ScheduledVisit.patient_id)
    .where(ScheduledVisit.id.in_(_ON_SOME_LIST), _FOLLOWED)
    .order_by(ScheduledVisit.target, ScheduledVisit.id)
)
_TO_STOP = (
    sa.select(*(c for c in THERAPY_COLUMNS if c.key != "patient_id"), *_IDENTITY)
    .join(Patient, Patient.id == SupportiveTherapy.patient_id)
    .where(SupportiveTherapy.planned_stop <= sa.bindparam("on_day"), _of("supportive_therapy", RUNNING), _FOLLOWED)
    .order_by(SupportiveTherapy.planned_stop, SupportiveTherapy.id)
)
_SURELY_AHEAD = sa.exists(
    sa.select(sa.literal(1))
    .select_from(ScheduledVisit)
    .where(
        ScheduledVisit.patient_id == Patient.id,
        ScheduledVisit.earliest > sa.bindparam("on_day"),
        ScheduledVisit.booked.is_(None),
        _of("scheduled_visit", OPEN),
    )
    .correlate(Patient)
)
_PERHAPS_NONE_AHEAD = (
    sa.select(*_VISIT, *_IDENTITY)
    .select_from(Patient)
    .join(
        ScheduledVisit,
        sa.and_(ScheduledVisit.patient_id == Patient.id, _of("scheduled_visit", OPEN)),
        isouter=True,
    )
    .where(_FOLLOWED, sa.not_(_SURELY_AHEAD))
    .order_by(Patient.id, ScheduledVisit.target, ScheduledVisit.id)
)
STATEMENTS = {"open_visits": _OPEN_VISITS, "to_stop": _TO_STOP, "none_ahead": _PERHAPS_NONE_AHEAD}
"""The statements by name, for the test that reads their query plans."""


def open_visits(session: Session, on: date, language: str = "en") -> list[OpenVisit]:
    """Open visits of followed patients that may stand on a list on that day, all late ones included; by target."""
    rows: Iterable[Any] = session.execute(_OPEN_VISITS, {"until": on + timedelta(days=DAYS_AHEAD)})
    return [
        OpenVisit(_visit(row, language), Label(row.label_en, row.label_it), row.key, row.version, _patient(row))
        for row in rows
    ]


def therapies_to_stop(session: Session, on: date) -> list[TherapyToStop]:
    """Running therapies of followed patients whose planned stop has come, by planned stop (pauses left out)."""
    rows: Iterable[Any] = session.execute(_TO_STOP, {"on_day": on})
    return [TherapyToStop(therapy(row), _patient(row)) for row in rows]


def perhaps_without_next_visit(session: Session, on: date, language: str = "en") -> list[PatientAndVisits]:
    """Followed patients with no unbooked open visit whose window is still to come, with all their open visits.

    Whoever has such a visit surely has a next visit; of the others `has_next_visit` decides.
    """
    people: dict[int, PatientOnList] = {}
    visits: dict[int, list[VisitOnList]] = {}
    rows: Iterable[Any] = session.execute(_PERHAPS_NONE_AHEAD, {"on_day": on})
    for row in rows:
        people.setdefault(row.patient_id, _patient(row))
        held = visits.setdefault(row.patient_id, [])
        if row.scheduled_id is not None:
            held.append(_visit(row, language))
    return [PatientAndVisits(patient, tuple(visits[patient.id])) for patient in people.values()]


def _visit(row: Any, language: str) -> VisitOnList:
    return VisitOnList(
        row.scheduled_id, row.patient_id, row.label_it if language == "it" else row.label_en, row.target,
        row.earliest, row.latest, row.booked, row.booked_time, row.moved, row.move_reason,
        row.place is Place.ELSEWHERE, row.ebmt_form,
    )  # fmt: skip


def _patient(row: Any) -> PatientOnList:
    return PatientOnList(
        row.patient_id, row.code, row.family_name, row.given_name, row.birth_date, row.disease_id, row.day0, row.phone
    )
