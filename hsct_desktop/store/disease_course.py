"""What outcomes read of a patient's disease, or of every patient's: one small statement for each kind of record."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from hsct_desktop.domain.contact import ContactOutcome, ContactWith
from hsct_desktop.domain.disease_course import (
    ChosenReference,
    CourseAssessment,
    CourseMeasure,
    CoursePhenotype,
    CourseRelapse,
    CourseScan,
    CourseTherapy,
    CourseTransplant,
)
from hsct_desktop.domain.disease_modifying_therapy import DmtStatus
from hsct_desktop.domain.edss_assessment import EdssSource
from hsct_desktop.domain.partial_date import PartialDate, parse_partial
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.statement import StatementAnswer, StatementKind
from hsct_desktop.store.contact import Contact
from hsct_desktop.store.death_review import COUNTS, DeathReview
from hsct_desktop.store.disease_history import DiseaseHistory, PhenotypeChange
from hsct_desktop.store.disease_modifying_therapy import DiseaseModifyingTherapy
from hsct_desktop.store.edss_assessment import EdssAssessment
from hsct_desktop.store.measure_value import MeasureValue
from hsct_desktop.store.mri import Mri, MriReference
from hsct_desktop.store.patient import Patient
from hsct_desktop.store.plain import PlainRows
from hsct_desktop.store.relapse import Relapse
from hsct_desktop.store.state_change import StateChangeRow
from hsct_desktop.store.statement import Statement
from hsct_desktop.store.transplant import Transplant
from hsct_desktop.store.visit import Visit

Row = tuple[Any, ...]


@dataclass
class CourseRows:
    """One patient's rows as the domain has them; each list in order of its days."""

    patient_id: int
    disease_id: str = ""
    phenotype_id: str = ""
    transplants: list[CourseTransplant] = field(default_factory=list)
    onset: PartialDate | None = None
    diagnosed: PartialDate | None = None
    phenotypes: list[CoursePhenotype] = field(default_factory=list)
    assessments: list[CourseAssessment] = field(default_factory=list)
    relapses: list[CourseRelapse] = field(default_factory=list)
    scans: list[CourseScan] = field(default_factory=list)
    references: dict[int, ChosenReference] = field(default_factory=dict)
    """By transplant: the latest choice counts."""
    therapies: list[CourseTherapy] = field(default_factory=list)
    measures: list[CourseMeasure] = field(default_factory=list)
    looked: list[date] = field(default_factory=list)
    statements: dict[str, tuple[str, date]] = field(default_factory=dict)
    """By kind the answer that counts, and its day."""
    died_on: date | None = None
    death_relation: str = ""


class _Part:
    """A statement whose first column is the patient: for one patient, and for all."""

    def __init__(
        self, statement: sa.Select[*tuple[Any, ...]], patient: Any, put: Callable[[CourseRows, Row], None]
    ) -> None:
        self.one = PlainRows(statement.where(patient == sa.bindparam("patient_id")))
        self.all = PlainRows(statement)
        self.put = put

    def read(self, session: Session, patient_id: int | None) -> list[Row]:
        if patient_id is None:
            return self.all.fetch_with(session, {})
        return self.one.fetch_with(session, {"patient_id": patient_id})


_WHOLE: Final = len("2020-01-31")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)


def _known(text: str) -> PartialDate:
    if len(text) == _WHOLE:  # a whole day, which nearly all are, needs no check: it was checked when it was stored
        return PartialDate(int(text[:4]), int(text[5:7]), int(text[8:]))
    found = parse_partial(text)
    if found is None:
        raise ValueError("an examination or a scan always has a date")
    return found


def _put_transplant(rows: CourseRows, row: Row) -> None:
    _, row_id, version, number, day0, mobilisation, regimen, protocol = row
    rows.transplants.append(
        CourseTransplant(row_id, version, number, _day(day0), _day(mobilisation), regimen, protocol)
    )


def _put_history(rows: CourseRows, row: Row) -> None:
    rows.onset, rows.diagnosed = parse_partial(row[1]), parse_partial(row[2])


def _put_phenotype(rows: CourseRows, row: Row) -> None:
    rows.phenotypes.append(CoursePhenotype(row[1], row[2], row[3], parse_partial(row[4])))


def _put_assessment(rows: CourseRows, row: Row) -> None:
    _, row_id, version, assessed, edss, source = row
    own = source == EdssSource.OWN.value
    rows.assessments.append(CourseAssessment(row_id, version, _known(assessed), _number(edss), own))


def _put_relapse(rows: CourseRows, row: Row) -> None:
    _, row_id, version, onset, systems, steroid, recovery = row
    touched = tuple(json.loads(systems or "[]"))
    rows.relapses.append(CourseRelapse(row_id, version, parse_partial(onset), touched, steroid, recovery))


def _put_scan(rows: CourseRows, row: Row) -> None:
    _, row_id, version, scanned, region, new_t2, gd, cord_new, cord_gd, lesions, volume, pbvc, compared = row
    rows.scans.append(
        CourseScan(
            row_id, version, _known(scanned), region, new_t2, gd, cord_new, cord_gd, lesions, _number(volume),
            _number(pbvc), compared,
        )
    )  # fmt: skip


def _put_reference(rows: CourseRows, row: Row) -> None:
    _, row_id, version, transplant_id, scan_id, reason = row
    rows.references[transplant_id] = ChosenReference(row_id, version, scan_id, reason)


def _put_therapy(rows: CourseRows, row: Row) -> None:
    _, row_id, version, drug_id, name, started, stopped, status, reason = row
    dates = parse_partial(started), parse_partial(stopped)
    rows.therapies.append(CourseTherapy(row_id, version, drug_id, name, *dates, DmtStatus(status), reason))


def _put_measure(rows: CourseRows, row: Row) -> None:
    _, row_id, version, measure_id, measured, value = row
    rows.measures.append(CourseMeasure(row_id, version, measure_id, date.fromisoformat(measured), _number(value)))


def _put_statement(rows: CourseRows, row: Row) -> None:
    _, kind, answer, stated = row
    rows.statements[kind] = (answer, date.fromisoformat(stated))


def _put_death(rows: CourseRows, row: Row) -> None:
    rows.died_on = rows.died_on or _day(row[1])


def _put_relation(rows: CourseRows, row: Row) -> None:
    rows.death_relation = row[1]


def _put_look(rows: CourseRows, row: Row) -> None:
    rows.looked.append(date.fromisoformat(row[1]))


def _standing(model: Any, *columns: Any, order: tuple[Any, ...] = ()) -> sa.Select[*tuple[Any, ...]]:
    return sa.select(model.patient_id, *columns).where(model.voided_at.is_(None)).order_by(*order)


_T, _A, _M, _R, _D = Transplant, EdssAssessment, Mri, Relapse, DiseaseModifyingTherapy
_ASKED: Final = (StatementKind.RELAPSE.value, StatementKind.PRIOR_DRUGS_COMPLETE.value)
_SPOKEN: Final = (ContactWith.PATIENT.value, ContactWith.CARER.value)


def _looks(patient: Any) -> sa.Select[*tuple[Any, ...]]:
    """The days on which the patient was seen, examined, scored or reached, or somebody stated: no relapse."""
    seen = sa.select(Visit.patient_id, Visit.visit_date.label("on")).where(Visit.voided_at.is_(None))
    reached = sa.select(Contact.patient_id, Contact.contact_date).where(
        Contact.voided_at.is_(None), sa.cast(Contact.outcome, sa.Text) == ContactOutcome.REACHED.value,
        sa.or_(*(sa.cast(Contact.contact_with, sa.Text) == person for person in _SPOKEN)),
    )  # fmt: skip
    stated = sa.select(Statement.patient_id, Statement.stated_on).where(
        Statement.voided_at.is_(None), Statement.kind == StatementKind.RELAPSE.value,
        Statement.answer == StatementAnswer.NO.value,
    )  # fmt: skip
    examined = sa.select(_A.patient_id, _A.assessed).where(
        _A.voided_at.is_(None), sa.func.length(_A.assessed) == _WHOLE
    )
    scored = sa.select(MeasureValue.patient_id, MeasureValue.measured_on).where(MeasureValue.voided_at.is_(None))
    parts = [seen, reached, stated, examined, scored]
    if patient is not None:
        parts = [part.where(next(iter(part.selected_columns)) == patient) for part in parts]
    together = sa.union(*parts).subquery()
    return sa.select(*together.c).order_by(together.c.on)


class _Looks(_Part):
    """The days somebody looked: the patient's own statement asks each table for that patient alone."""

    def __init__(self) -> None:
        self.one, self.all, self.put = PlainRows(_looks(sa.bindparam("patient_id"))), PlainRows(_looks(None)), _put_look


_PEOPLE = sa.select(Patient.id, Patient.disease_id, Patient.phenotype_id).where(Patient.voided_at.is_(None))
_PERSON, _EVERYBODY = PlainRows(_PEOPLE.where(Patient.id == sa.bindparam("patient_id"))), PlainRows(_PEOPLE)
_PARTS: Final = (
    _Part(
        _standing(
            _T, _T.id, _T.version, _T.number, _T.day0, _T.mobilisation_start, _T.conditioning_regimen_id,
            _T.protocol_id, order=(_T.number,),
        ),
        _T.patient_id, _put_transplant,
    ),
    _Part(
        _standing(DiseaseHistory, DiseaseHistory.onset, DiseaseHistory.diagnosed), DiseaseHistory.patient_id,
        _put_history,
    ),
    _Part(
        _standing(
            PhenotypeChange, PhenotypeChange.id, PhenotypeChange.version, PhenotypeChange.phenotype_id,
            PhenotypeChange.since, order=(PhenotypeChange.since, PhenotypeChange.id),
        ),
        PhenotypeChange.patient_id, _put_phenotype,
    ),
    _Part(_standing(_A, _A.id, _A.version, _A.assessed, _A.edss, _A.source), _A.patient_id, _put_assessment),
    _Part(
        _standing(_R, _R.id, _R.version, _R.onset, _R.systems, _R.steroid, _R.recovery), _R.patient_id, _put_relapse
    ),
    _Part(
        _standing(
            _M, _M.id, _M.version, _M.scanned, _M.region, _M.new_t2, _M.gd, _M.cord_new, _M.cord_gd, _M.t2_lesions,
            _M.t2_volume, _M.pbvc, _M.compared_with_id,
        ),
        _M.patient_id, _put_scan,
    ),
    _Part(
        _standing(
            MriReference, MriReference.id, MriReference.version, MriReference.transplant_id, MriReference.mri_id,
            MriReference.reason, order=(MriReference.id,),
        ),
        MriReference.patient_id, _put_reference,
    ),
    _Part(
        _standing(
            _D, _D.id, _D.version, _D.drug_id, _D.name, _D.started, _D.stopped, _D.status, _D.reason,
            order=(_D.started, _D.id),
        ),
        _D.patient_id, _put_therapy,
    ),
    _Part(
        _standing(
            MeasureValue, MeasureValue.id, MeasureValue.version, MeasureValue.measure_id, MeasureValue.measured_on,
            MeasureValue.value, order=(MeasureValue.measured_on, MeasureValue.id),
        ),
        MeasureValue.patient_id, _put_measure,
    ),
    _Part(
        _standing(
            Statement, Statement.kind, Statement.answer, Statement.stated_on,
            order=(Statement.stated_on, Statement.id),
        ).where(sa.or_(*(Statement.kind == kind for kind in _ASKED))),
        Statement.patient_id, _put_statement,
    ),
    _Part(
        _standing(
            StateChangeRow, StateChangeRow.changed_on, order=(StateChangeRow.changed_on, StateChangeRow.id)
        ).where(sa.cast(StateChangeRow.kind, sa.Text) == StateChangeKind.DIED.value),
        StateChangeRow.patient_id, _put_death,
    ),
    _Part(
        _standing(DeathReview, DeathReview.relation, order=(DeathReview.reviewed_on, DeathReview.id)).where(COUNTS),
        DeathReview.patient_id, _put_relation,
    ),
    _Looks(),
)  # fmt: skip
STATEMENTS: Final = len(_PARTS) + 1
"""How many statements a read takes, however many patients there are."""


def of_patients(session: Session, patient_id: int | None = None) -> dict[int, CourseRows]:
    """The rows of one patient, or of every patient of the file, by patient; a voided patient is in none."""
    people = (
        _EVERYBODY.fetch_with(session, {})
        if patient_id is None
        else _PERSON.fetch_with(session, {"patient_id": patient_id})
    )
    found = {row[0]: CourseRows(*row) for row in people}
    for part in _PARTS:
        for row in part.read(session, patient_id):
            if (rows := found.get(row[0])) is not None:
                part.put(rows, row)
    for rows in found.values():
        rows.assessments.sort(key=lambda one: (one.on, one.id))
        rows.scans.sort(key=lambda one: (one.on, one.id))
        rows.relapses.sort(key=lambda one: (one.on or date.min, one.id))
    return found
