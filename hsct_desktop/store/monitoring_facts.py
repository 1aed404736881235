"""What monitoring strips are made of, of one patient or of the whole ward, each part in one statement."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from hsct_desktop.domain.monitoring import Mark, MarkKind
from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.visit import AssessmentState, Closing, NotDoneReason, VisitFacts
from hsct_desktop.store.awaited_report import AwaitedReport
from hsct_desktop.store.lab_result import LabResult
from hsct_desktop.store.monitoring import MonitoringMark
from hsct_desktop.store.patient import Patient
from hsct_desktop.store.plain import PlainRows
from hsct_desktop.store.scheduled_visit import ScheduledVisit
from hsct_desktop.store.transplant import ProtocolSnapshot, Transplant
from hsct_desktop.store.visit import Visit, VisitAssessment

WARD: Final = 0
"""In place of a patient's id: all followed patients."""


class Monitored(NamedTuple):
    """A patient with a Day 0: the latest course and the protocol text it is pinned to.

    `registered_on`: the local day on which the course was written down here.
    """

    id: int
    code: str
    family_name: str
    given_name: str
    birth_date: date
    follow_up: FollowUp
    course_id: int
    day0: date
    snapshot_id: int | None
    protocol_id: str
    protocol_version: str
    discharged_on: date | None
    registered_on: date


class PlannedVisit(NamedTuple):
    """A scheduled visit of the course and the day on which it took place."""

    id: int
    patient_id: int
    key: str
    item_id: str
    facts: VisitFacts
    seen_on: date | None


class Lines(NamedTuple):
    """What is recorded of a visit for one assessment beside "done"."""

    state: AssessmentState
    reason: NotDoneReason | None


@dataclass(frozen=True)
class ReportOf:
    """The report of a visit ("" for the whole visit) or of one assessment: awaited until it has arrived."""

    done_on: date
    arrived_on: date | None
    place: str


class SampleRow(NamedTuple):
    """A result as strips need it: `typed` in `typed_unit` as the laboratory gave it, `amount` the same number in the
    analyte's own unit where it could be converted; both None for one without a number.
    """

    patient_id: int
    analyte: str
    on: date
    id: int
    comparator: str = ""
    amount: Decimal | None = None
    typed: Decimal | None = None
    typed_unit: str = ""
    qualitative: str = ""


@dataclass(frozen=True)
class Recorded:
    """All of it, by patient or by scheduled visit; a patient's visits by target."""

    people: tuple[Monitored, ...]
    contents: dict[int, str]
    visits: dict[int, list[PlannedVisit]] = field(default_factory=dict)
    lines: dict[tuple[int, str], Lines] = field(default_factory=dict)
    reports: dict[tuple[int, str], ReportOf] = field(default_factory=dict)
    marks: dict[tuple[int, str], dict[str, Mark]] = field(default_factory=dict)


def _of(column: Any, patient_id: int) -> sa.ColumnElement[bool]:
    """Of one patient, or of all that the unit follows."""
    if patient_id != WARD:
        return column == sa.bindparam("patient_id")  # type: ignore[no-any-return]
    followed = "SELECT id FROM patient WHERE follow_up = 'followed' AND voided_at IS NULL"
    return column.in_(sa.text(followed))  # type: ignore[no-any-return]


_CODES = sa.func.json_each(sa.bindparam("codes", type_=sa.String)).table_valued("value")
_PATIENTS = sa.func.json_each(sa.bindparam("patients", type_=sa.String)).table_valued("value")


def _latest() -> sa.ColumnElement[bool]:
    later = aliased(Transplant, name="later")
    return sa.not_(
        sa.exists(
            sa.select(sa.literal(1)).where(
                later.patient_id == Transplant.patient_id, later.number > Transplant.number, later.voided_at.is_(None)
            )
        )
    )


def _people(patient_id: int) -> PlainRows:
    return PlainRows(
        sa.select(
            Patient.id, Patient.code, Patient.family_name, Patient.given_name, Patient.birth_date, Patient.follow_up,
            Transplant.id.label("course_id"), Transplant.day0, Transplant.protocol_snapshot_id, Transplant.protocol_id,
            Transplant.protocol_version, Transplant.discharged_on, Transplant.created_at,
        )
        .join_from(Patient, Transplant, Transplant.patient_id == Patient.id)
        .where(
            _of(Patient.id, patient_id), Patient.voided_at.is_(None), Transplant.voided_at.is_(None),
            Transplant.day0.is_not(None), _latest(),
        )
        .order_by(Patient.id)
    )  # fmt: skip


def _visits(patient_id: int) -> PlainRows:
    return PlainRows(
        sa.select(
            ScheduledVisit.id, ScheduledVisit.patient_id, ScheduledVisit.transplant_id, ScheduledVisit.key,
            ScheduledVisit.item_id, ScheduledVisit.target, ScheduledVisit.earliest, ScheduledVisit.latest,
            ScheduledVisit.booked, ScheduledVisit.closing, Visit.visit_date,
        )
        .join_from(
            ScheduledVisit, Visit, sa.and_(Visit.id == ScheduledVisit.visit_id, Visit.voided_at.is_(None)),
            isouter=True,
        )
        .where(_of(ScheduledVisit.patient_id, patient_id), ScheduledVisit.voided_at.is_(None))
        .order_by(ScheduledVisit.target, ScheduledVisit.id)
    )  # fmt: skip


def _lines(patient_id: int) -> PlainRows:
    return PlainRows(
        sa.select(
            Visit.scheduled_visit_id, VisitAssessment.assessment_id, VisitAssessment.state, VisitAssessment.reason
        )
        .join_from(VisitAssessment, Visit, Visit.id == VisitAssessment.visit_id)
        .where(
            _of(Visit.patient_id, patient_id), Visit.voided_at.is_(None), Visit.scheduled_visit_id.is_not(None),
            sa.text("visit_assessment.state <> 'done' AND visit_assessment.voided_at IS NULL"),
        )
    )  # fmt: skip


def _reports(patient_id: int) -> PlainRows:
    return PlainRows(
        sa.select(
            AwaitedReport.scheduled_visit_id, AwaitedReport.assessment_id, AwaitedReport.done_on,
            AwaitedReport.arrived_on, AwaitedReport.place,
        )
        .where(
            _of(AwaitedReport.patient_id, patient_id), AwaitedReport.voided_at.is_(None),
            AwaitedReport.scheduled_visit_id.is_not(None),
        )
    )  # fmt: skip


def _marks(patient_id: int) -> PlainRows:
    return PlainRows(
        sa.select(
            MonitoringMark.patient_id, MonitoringMark.test, MonitoringMark.id, MonitoringMark.version,
            MonitoringMark.key, MonitoringMark.mark, MonitoringMark.on_day, MonitoringMark.reason,
        )
        .where(_of(MonitoringMark.patient_id, patient_id), MonitoringMark.voided_at.is_(None))
        .order_by(MonitoringMark.id)
    )  # fmt: skip


_LIVE = LabResult.voided_at.is_(None)
_VALUES = (
    LabResult.patient_id, LabResult.analyte, LabResult.taken_on, LabResult.id, LabResult.comparator, LabResult.value,
    LabResult.unit, LabResult.canonical, LabResult.qualitative,
)  # fmt: skip


def _samples(patient_id: int) -> PlainRows:
    return PlainRows(
        sa.select(*_VALUES)
        .where(_of(LabResult.patient_id, patient_id), _LIVE, LabResult.analyte.in_(sa.select(_CODES.c.value)))
        .order_by(LabResult.taken_on, LabResult.taken_at, LabResult.id)
    )


def _days(patient_id: int) -> PlainRows:
    """A row for each day: enough for a test without a threshold."""
    return PlainRows(
        sa.select(LabResult.patient_id, sa.func.min(LabResult.analyte), LabResult.taken_on, sa.func.min(LabResult.id))
        .where(_of(LabResult.patient_id, patient_id), _LIVE, LabResult.analyte.in_(sa.select(_CODES.c.value)))
        .group_by(LabResult.patient_id, LabResult.taken_on)
    )


_FROM = sa.func.json_extract(_PATIENTS.c.value, "$[1]")
_DAYS_SINCE = PlainRows(
    sa.select(LabResult.patient_id, LabResult.analyte, LabResult.taken_on, sa.func.min(LabResult.id))
    .join_from(_PATIENTS, LabResult, LabResult.patient_id == sa.func.json_extract(_PATIENTS.c.value, "$[0]"))
    .where(LabResult.taken_on >= sa.cast(_FROM, sa.String), _LIVE, LabResult.analyte.in_(sa.select(_CODES.c.value)))
    .group_by(LabResult.patient_id, LabResult.taken_on, LabResult.analyte)
)
_DAYS_OF_SOME = PlainRows(
    sa.select(LabResult.patient_id, LabResult.analyte, LabResult.taken_on, sa.func.min(LabResult.id))
    .where(
        LabResult.patient_id.in_(sa.select(_PATIENTS.c.value)),
        LabResult.taken_on >= sa.bindparam("first", type_=sa.String),
        _LIVE,
        LabResult.analyte.in_(sa.select(_CODES.c.value)),
    )
    .group_by(LabResult.patient_id, LabResult.taken_on, LabResult.analyte)
)
_CONTENTS = PlainRows(
    sa.select(ProtocolSnapshot.id, ProtocolSnapshot.content).where(
        ProtocolSnapshot.id.in_(sa.select(Transplant.protocol_snapshot_id).where(Transplant.voided_at.is_(None)))
    )
)
_CONTENT_OF_ONE = PlainRows(
    sa.select(ProtocolSnapshot.id, ProtocolSnapshot.content).where(
        ProtocolSnapshot.id.in_(
            sa.select(Transplant.protocol_snapshot_id).where(
                Transplant.voided_at.is_(None), Transplant.patient_id == sa.bindparam("patient_id")
            )
        )
    )
)
_MADE: Final = {
    name: {True: make(WARD), False: make(-1)}
    for name, make in {
        "people": _people, "visits": _visits, "lines": _lines, "reports": _reports, "marks": _marks,
        "samples": _samples, "days": _days,
    }.items()
}  # fmt: skip
STATEMENTS = {name: both[True] for name, both in _MADE.items()}
"""The statements over the ward by name, for the test that reads their query plans."""


def _rows(session: Session, name: str, patient_id: int, **given: object) -> list[tuple[Any, ...]]:
    whole = patient_id == WARD
    known = given if whole else {**given, "patient_id": patient_id}
    return _MADE[name][whole].fetch_with(session, known)


_read_day: Final = lru_cache(maxsize=20_000)(date.fromisoformat)
"""A ward's visits and results lie on few days: each is read once and its date shared."""


def _day(text: str | None) -> date | None:
    return None if text is None else _read_day(text)


_CLOSINGS = {closing.value: closing for closing in Closing}
_STATES = {state.value: state for state in AssessmentState}
_REASONS = {reason.value: reason for reason in NotDoneReason}
_FOLLOW_UPS = {kind.value: kind for kind in FollowUp}


def read(session: Session, patient_id: int = WARD) -> Recorded:
    """All but the results, of a patient or of the ward: six statements whatever its size."""
    people = tuple(_monitored(row) for row in _rows(session, "people", patient_id))
    if patient_id == WARD:
        found = _CONTENTS.fetch_with(session, {})
    else:
        found = _CONTENT_OF_ONE.fetch_with(session, {"patient_id": patient_id})
    recorded = Recorded(people, {row[0]: row[1] for row in found})
    _read_visits(recorded, _rows(session, "visits", patient_id))
    for visit_id, assessment, state, reason in _rows(session, "lines", patient_id):
        recorded.lines[visit_id, assessment] = Lines(_STATES[state], _REASONS[reason] if reason else None)
    for visit_id, assessment, done, arrived, place in _rows(session, "reports", patient_id):
        recorded.reports[visit_id, assessment] = ReportOf(date.fromisoformat(done), _day(arrived), place)
    for key, test, *rest in _rows(session, "marks", patient_id):
        row_id, version, square, kind, on, reason = rest
        mark = Mark(row_id, version, square, MarkKind(kind), date.fromisoformat(on), reason)
        recorded.marks.setdefault((key, test), {})[square] = mark
    return recorded


def _monitored(row: tuple[Any, ...]) -> Monitored:
    key, code, family, given, born, follow_up, course, day0, snapshot, protocol, version, discharged, written = row
    return Monitored(
        key, code, family, given, date.fromisoformat(born), _FOLLOW_UPS[follow_up], course, date.fromisoformat(day0),
        snapshot, protocol, version, _day(discharged), datetime.fromisoformat(written).astimezone().date(),
    )  # fmt: skip


def _read_visits(recorded: Recorded, rows: Iterable[tuple[Any, ...]]) -> None:
    of_course = {one.course_id: one.follow_up for one in recorded.people}
    read_day = _read_day
    for key, patient, course, name, item, target, earliest, latest, booked, closing, seen in rows:
        follow_up = of_course.get(course)
        if follow_up is None:
            continue
        facts = VisitFacts(
            read_day(target), read_day(earliest), read_day(latest), _day(booked), _CLOSINGS[closing], follow_up
        )
        recorded.visits.setdefault(patient, []).append(PlannedVisit(key, patient, name, item, facts, _day(seen)))


def samples(session: Session, codes: Collection[str], patient_id: int = WARD) -> dict[int, list[SampleRow]]:
    """The results of some analytes with their values, by patient and time."""
    found: dict[int, list[SampleRow]] = {}
    for key, code, on, row_id, comparator, value, unit, canonical, quality in _rows(
        session, "samples", patient_id, codes=json.dumps(list(codes))
    ):
        sample = SampleRow(
            key, code, _read_day(on), row_id, comparator, _number(canonical), _number(value), unit, quality
        )
        found.setdefault(key, []).append(sample)
    return found


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def days(session: Session, codes: Collection[str], patient_id: int = WARD) -> dict[int, list[SampleRow]]:
    """The days with a result of any of some analytes, without the values, by patient."""
    return _by_patient(_rows(session, "days", patient_id, codes=json.dumps(list(codes))))


def days_of(
    session: Session, codes: Collection[str], patients: Collection[int], first: date
) -> dict[int, list[SampleRow]]:
    """The days from `first` on with a result of some analytes, of some patients."""
    given = {"codes": json.dumps(list(codes)), "patients": json.dumps(list(patients)), "first": first.isoformat()}
    return _by_patient(_DAYS_OF_SOME.fetch_with(session, given))


def days_since(session: Session, codes: Collection[str], first: Mapping[int, date]) -> dict[int, list[SampleRow]]:
    """The days with a result of some analytes, of each patient from a day of its own on."""
    wanted = json.dumps([[key, day.isoformat()] for key, day in first.items()])
    return _by_patient(_DAYS_SINCE.fetch_with(session, {"codes": json.dumps(list(codes)), "patients": wanted}))


def _by_patient(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[SampleRow]]:
    found: dict[int, list[SampleRow]] = {}
    for key, code, on, row_id in rows:
        found.setdefault(key, []).append(SampleRow(key, code, _read_day(on), row_id))
    return found
