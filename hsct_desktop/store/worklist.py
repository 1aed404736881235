"""What Today's lists are made of, in a fixed number of statements however many patients there are.

The statements only leave out what certainly stands on no list; the decision itself is the domain's.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from hsct_desktop.domain.contact import ContactFacts, ContactKind, ContactOutcome, ContactWith
from hsct_desktop.domain.protocol import Place
from hsct_desktop.domain.supportive_therapy import Therapy
from hsct_desktop.domain.worklist import DAYS_AHEAD, ReportOnList, ResultsOnList, VisitOnList
from hsct_desktop.store.awaited_report import AT_UNIT, TO_SCHEDULED, WAITING, WHOLE_VISIT, AwaitedReport
from hsct_desktop.store.contact import TRY, Contact
from hsct_desktop.store.lab_result import TO_REVIEW, LabResult
from hsct_desktop.store.patient import LATEST_DAY0, Patient
from hsct_desktop.store.plain import PlainRows
from hsct_desktop.store.scheduled_visit import OPEN, ScheduledVisit
from hsct_desktop.store.supportive_therapy import OPEN_ENDED, RUNNING, THERAPY_COLUMNS, SupportiveTherapy, therapy
from hsct_desktop.store.visit import Visit


class PatientOnList(NamedTuple):
    """Who a row of Today is about; `day0` is that of the latest course that has one."""

    id: int
    code: str
    family_name: str
    given_name: str
    birth_date: date
    disease_id: str
    day0: date | None
    phone: str = ""
    nurse_id: int | None = None


class OpenVisit(NamedTuple):
    """An open scheduled visit of a followed patient."""

    visit: VisitOnList
    patient: PatientOnList


class TherapyToStop(NamedTuple):
    """A therapy whose planned stop has come, of a followed patient."""

    therapy: Therapy
    patient: PatientOnList


class PatientAndVisits(NamedTuple):
    """A followed patient without a visit that surely lies ahead, and the open visits to judge by."""

    patient: PatientOnList
    visits: tuple[VisitOnList, ...]


class Attempts(NamedTuple):
    """A followed patient's contacts that no visit and no later conversation has answered, oldest first."""

    patient: PatientOnList
    contacts: tuple[ContactFacts, ...]


class WaitingReport(NamedTuple):
    """A report that the unit waits for, of a followed patient; `label` is what it is on in the wanted language."""

    report: ReportOnList
    patient: PatientOnList


# Written out, not bound: SQLite uses a partial index only when it can read the index's own condition in the query.
_FOLLOWED = sa.text("patient.follow_up = 'followed' AND patient.voided_at IS NULL")


def _of(table: str, condition: str) -> sa.TextClause:
    return sa.text(" AND ".join(f"{table}.{part}" for part in condition.split(" AND ")))


_IDENTITY = (
    Patient.id.label("patient_id"), Patient.code, Patient.family_name, Patient.given_name, Patient.birth_date,
    Patient.disease_id, LATEST_DAY0.label("day0"), Patient.phone, Patient.nurse_id,
)  # fmt: skip
_WHO = len(_IDENTITY)


def _visit_columns(language: str) -> tuple[Any, ...]:
    """The columns of a VisitOnList behind those of the patient, in its order."""
    label = ScheduledVisit.label_it if language == "it" else ScheduledVisit.label_en
    return (
        ScheduledVisit.id.label("scheduled_id"), label.label("label"), ScheduledVisit.target, ScheduledVisit.earliest,
        ScheduledVisit.latest, ScheduledVisit.booked, ScheduledVisit.booked_time, ScheduledVisit.moved,
        ScheduledVisit.move_reason, ScheduledVisit.place, ScheduledVisit.ebmt_form,
    )  # fmt: skip


def _open_until(column: sa.ColumnElement[Any]) -> sa.Select[int]:
    return sa.select(ScheduledVisit.id).where(column <= sa.bindparam("until"), _of("scheduled_visit", OPEN))


# Two searches of two indexes: with an OR in their place SQLite reads every open visit there is, and with UNION newer
# versions of it read the table in the order of its ids.
_ON_SOME_LIST = sa.union_all(
    _open_until(ScheduledVisit.target.expression), _open_until(ScheduledVisit.booked.expression)
)
_OPEN_VISITS = {
    language: PlainRows(
        sa.select(*_IDENTITY, *_visit_columns(language))
        .join_from(ScheduledVisit, Patient, Patient.id == ScheduledVisit.patient_id)
        .where(ScheduledVisit.id.in_(_ON_SOME_LIST), _FOLLOWED)
        .order_by(ScheduledVisit.target, ScheduledVisit.id)
    )
    for language in ("en", "it")
}
_TO_STOP = (
    sa.select(*(c for c in THERAPY_COLUMNS if c.key != "patient_id"), *_IDENTITY)
    .join(Patient, Patient.id == SupportiveTherapy.patient_id)
    .where(SupportiveTherapy.planned_stop <= sa.bindparam("on_day"), _of("supportive_therapy", RUNNING), _FOLLOWED)
    .order_by(SupportiveTherapy.planned_stop, SupportiveTherapy.id)
)
_OPEN_ENDED = (
    sa.select(*(c for c in THERAPY_COLUMNS if c.key != "patient_id"), *_IDENTITY)
    .join(Patient, Patient.id == SupportiveTherapy.patient_id)
    .where(SupportiveTherapy.stop_rule_id > "", _of("supportive_therapy", OPEN_ENDED), _FOLLOWED)
    .order_by(SupportiveTherapy.start, SupportiveTherapy.id)
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
_PERHAPS_NONE_AHEAD = PlainRows(
    sa.select(*_IDENTITY, *_visit_columns("en"))
    .select_from(Patient)
    .join(
        ScheduledVisit,
        sa.and_(ScheduledVisit.patient_id == Patient.id, _of("scheduled_visit", OPEN)),
        isouter=True,
    )
    .where(_FOLLOWED, sa.not_(_SURELY_AHEAD))
    .order_by(Patient.id, ScheduledVisit.target, ScheduledVisit.id)
)
_TO_REVIEW = PlainRows(
    sa.select(
        *_IDENTITY, sa.func.count(LabResult.id), sa.func.min(LabResult.taken_on), sa.func.max(LabResult.taken_on),
        sa.func.max(LabResult.proposed),
    )
    .join_from(LabResult, Patient, Patient.id == LabResult.patient_id)
    .where(_of("lab_result", TO_REVIEW), _FOLLOWED)
    .group_by(LabResult.patient_id)
    .order_by(sa.func.min(LabResult.taken_on), LabResult.patient_id)
)  # fmt: skip
_PEOPLE = PlainRows(
    sa.select(*_IDENTITY).where(
        Patient.id.in_(sa.select(sa.func.json_each(sa.bindparam("ids")).table_valued("value").c.value))
    )
)
_LATER = aliased(Contact, name="later")
_REACHED = f"outcome = '{ContactOutcome.REACHED}' AND contact_with IN ('{ContactWith.PATIENT}', '{ContactWith.CARER}')"
_ANSWERED_BY_VISIT = sa.exists(
    sa.select(sa.literal(1)).where(
        Visit.patient_id == Contact.patient_id,
        AT_UNIT,
        sa.or_(
            Visit.visit_date > Contact.contact_date,
            sa.and_(Visit.visit_date == Contact.contact_date, Contact.next_try.is_(None)),
        ),
    )
)
_REACHED_LATER = sa.exists(
    sa.select(sa.literal(1)).where(
        _LATER.patient_id == Contact.patient_id,
        _LATER.contact_date >= Contact.contact_date,
        sa.or_(_LATER.contact_date > Contact.contact_date, _LATER.id > Contact.id),
        _LATER.voided_at.is_(None),
        _of("later", _REACHED),
    )
)


def _late_until(column: sa.ColumnElement[Any]) -> sa.Select[int]:
    return sa.select(ScheduledVisit.patient_id).where(column < sa.bindparam("on_day"), _of("scheduled_visit", OPEN))


_TO_REACH = sa.union_all(
    sa.select(Contact.patient_id).where(_of("contact", TRY)),
    _late_until(ScheduledVisit.target.expression),
    _late_until(ScheduledVisit.booked.expression),
)
_ATTEMPTS = PlainRows(
    sa.select(
        *_IDENTITY, Contact.contact_date, Contact.id.label("number"), Contact.kind, Contact.contact_with,
        Contact.outcome, Contact.next_try,
    )
    .join_from(Contact, Patient, Patient.id == Contact.patient_id)
    .where(
        Contact.patient_id.in_(_TO_REACH), Contact.voided_at.is_(None), _FOLLOWED,
        sa.not_(_ANSWERED_BY_VISIT), sa.not_(_REACHED_LATER),
    )
    .order_by(Contact.patient_id, Contact.contact_date, Contact.id)
)  # fmt: skip


def _report_label(language: str) -> sa.ColumnElement[str]:
    """A report on a whole visit is called as the visit is, one on an assessment as that was recorded."""
    visit = ScheduledVisit.label_it if language == "it" else ScheduledVisit.label_en
    whole = sa.case((AwaitedReport.assessment_id == WHOLE_VISIT, visit), else_=None)
    return sa.func.coalesce(whole, AwaitedReport.label).label("label")


_REPORTS = {
    language: PlainRows(
        sa.select(
            *_IDENTITY, AwaitedReport.id.label("report_id"), _report_label(language), AwaitedReport.place,
            AwaitedReport.done_on,
        )
        .join_from(AwaitedReport, Patient, Patient.id == AwaitedReport.patient_id)
        .join(ScheduledVisit, TO_SCHEDULED, isouter=True)
        .where(_of("awaited_report", WAITING), _FOLLOWED)
        .order_by(AwaitedReport.done_on, AwaitedReport.id)
    )
    for language in ("en", "it")
}  # fmt: skip
_BOOKED_ON = (
    sa.select(sa.func.count())
    .join_from(ScheduledVisit, Patient, Patient.id == ScheduledVisit.patient_id)
    .where(
        ScheduledVisit.booked == sa.bindparam("on_day"), ScheduledVisit.id != sa.bindparam("except_id"),
        _of("scheduled_visit", OPEN), _FOLLOWED,
    )
)  # fmt: skip
STATEMENTS: dict[str, sa.Select[*tuple[Any, ...]]] = {
    "open_visits": _OPEN_VISITS["en"].statement,
    "to_stop": _TO_STOP,
    "open_ended": _OPEN_ENDED,
    "none_ahead": _PERHAPS_NONE_AHEAD.statement,
    "attempts": _ATTEMPTS.statement,
    "reports": _REPORTS["en"].statement,
}
"""The statements by name, for the test that reads their query plans and for the benchmark that sends them raw."""


class People(dict[int, PatientOnList]):
    """The patients read so far by id: one who stands on several lists is read once."""

    def of(self, row: Sequence[Any]) -> PatientOnList:
        """The patient of a plain row that begins with the columns of the identity."""
        found = self.get(row[0])
        if found is None:
            key, code, family, given, born, disease, day0, phone, nurse = row[:_WHO]
            found = self[key] = PatientOnList(
                key, code, family, given, date.fromisoformat(born), disease, _date(day0), phone, nurse
            )
        return found


def open_visits(session: Session, on: date, language: str = "en", people: People | None = None) -> list[OpenVisit]:
    """Open visits of followed patients that may stand on a list on that day, all late ones included; by target."""
    rows = _OPEN_VISITS.get(language, _OPEN_VISITS["en"]).fetch(session, until=on + timedelta(days=DAYS_AHEAD))
    of, visit = (people if people is not None else People()).of, _visit
    return [OpenVisit(visit(row), of(row)) for row in rows]


def therapies_to_stop(session: Session, on: date) -> list[TherapyToStop]:
    """Running therapies of followed patients whose planned stop has come, by planned stop (pauses left out)."""
    rows = session.execute(_TO_STOP, {"on_day": on})
    return [TherapyToStop(therapy(row), _patient(row)) for row in rows]


def therapies_open_ended(session: Session) -> list[TherapyToStop]:
    """Running therapies of followed patients with a stop rule and no planned stop (pauses left out)."""
    return [TherapyToStop(therapy(row), _patient(row)) for row in session.execute(_OPEN_ENDED)]


def perhaps_without_next_visit(session: Session, on: date, people: People | None = None) -> list[PatientAndVisits]:
    """Followed patients with no unbooked open visit whose window is still to come, with all their open visits.

    Whoever has such a visit surely has a next visit; of the others `has_next_visit` decides.
    """
    people = people if people is not None else People()
    visits: dict[int, list[VisitOnList]] = {}
    for row in _PERHAPS_NONE_AHEAD.fetch(session, on_day=on):
        people.of(row)
        held = visits.setdefault(row[0], [])
        if row[_WHO] is not None:
            held.append(_visit(row))
    return [PatientAndVisits(people[patient_id], tuple(held)) for patient_id, held in visits.items()]


def attempts(session: Session, on: date, people: People | None = None) -> dict[int, Attempts]:
    """By patient: what was tried in vain, of those who may be late on that day or are to be tried again.

    Left out are contacts that a later conversation or a visit at the unit has answered; the rest `open_try` and
    `ladder` judge, with no visit to look at.
    """
    people = people if people is not None else People()
    found: dict[int, list[ContactFacts]] = {}
    for row in _ATTEMPTS.fetch(session, on_day=on):
        people.of(row)
        made, number, kind, whom, outcome, next_try = row[_WHO:]
        contact = ContactFacts(
            date.fromisoformat(made), number, _KINDS[kind], _WITH[whom], _OUTCOMES[outcome], _date(next_try)
        )
        found.setdefault(row[0], []).append(contact)
    return {patient_id: Attempts(people[patient_id], tuple(held)) for patient_id, held in found.items()}


def waiting_reports(session: Session, language: str = "en", people: People | None = None) -> list[WaitingReport]:
    """The reports that the unit waits for, of followed patients, oldest first."""
    rows = _REPORTS.get(language, _REPORTS["en"]).fetch(session)
    of, at, read = (people if people is not None else People()).of, _WHO, date.fromisoformat
    return [WaitingReport(ReportOnList(row[at], row[at + 1], row[at + 2], read(row[at + 3])), of(row)) for row in rows]


def results_to_review(session: Session, people: People | None = None) -> list[tuple[ResultsOnList, PatientOnList]]:
    """The results of followed patients that nobody has seen, one row a patient; the oldest sample first."""
    of, at, read = (people if people is not None else People()).of, _WHO, date.fromisoformat
    return [
        (ResultsOnList(row[at], read(row[at + 1]), read(row[at + 2]), row[at + 3] or 0), of(row))
        for row in _TO_REVIEW.fetch(session)
    ]


def people(session: Session, ids: Collection[int], known: People) -> People:
    """Some patients by id, those read before among them; one statement for all that are not known yet."""
    wanted = sorted(set(ids) - known.keys())
    if wanted:
        for row in _PEOPLE.fetch_with(session, {"ids": json.dumps(wanted)}):
            known.of(row)
    return known


def booked_on(session: Session, day: date, except_id: int | None = None) -> int:
    """How many open visits of followed patients are booked for a day, one of them left out."""
    return session.execute(_BOOKED_ON, {"on_day": day, "except_id": except_id or 0}).scalar_one()


_ELSEWHERE = str(Place.ELSEWHERE)
_KINDS = {str(kind): kind for kind in ContactKind}
_WITH = {str(whom): whom for whom in ContactWith}
_OUTCOMES = {str(outcome): outcome for outcome in ContactOutcome}


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _visit(row: Sequence[Any], read: Any = date.fromisoformat, make: Any = VisitOnList._make) -> VisitOnList:
    """One unpacking of the whole row: it is read for every visit of the ward that may stand on a list."""
    (patient_id, _, _, _, _, _, _, _, _, key, label, target, earliest, latest, booked, time, moved, reason, place,
     form) = row  # fmt: skip
    visit: VisitOnList = make(
        (key, patient_id, label, read(target), read(earliest), read(latest), booked and read(booked), time, moved,
         reason, place == _ELSEWHERE, form)
    )  # fmt: skip
    return visit


def _patient(row: Any) -> PatientOnList:
    return PatientOnList(
        row.patient_id, row.code, row.family_name, row.given_name, row.birth_date, row.disease_id, row.day0,
        row.phone, row.nurse_id,
    )  # fmt: skip
