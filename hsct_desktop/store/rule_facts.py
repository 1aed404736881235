"""What rules ask for of many patients at once: one small statement for each kind of record, whatever their number.

Each statement exists twice: for the patients named by their ids, and for all that are followed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from hsct_desktop.domain.rule_facts import Reading
from hsct_desktop.store.adverse_event import AdverseEvent, AdverseEventGrade
from hsct_desktop.store.alert_facts import reading_of, vitals_of
from hsct_desktop.store.contact import Contact
from hsct_desktop.store.disease_modifying_therapy import DiseaseModifyingTherapy
from hsct_desktop.store.engraftment import Engraftment
from hsct_desktop.store.infection import Infection
from hsct_desktop.store.lab_result import LabResult
from hsct_desktop.store.late_effect import FertilityRecord
from hsct_desktop.store.patient import Patient
from hsct_desktop.store.plain import PlainRows
from hsct_desktop.store.statement import Statement
from hsct_desktop.store.supportive_therapy import SupportiveTherapy, TherapyInterruption
from hsct_desktop.store.transfusion import Transfusion
from hsct_desktop.store.transplant import Transplant
from hsct_desktop.store.vaccination import Vaccination
from hsct_desktop.store.visit import Visit

Rows = list[tuple[Any, ...]]
_NAMED = sa.select(sa.cast(sa.func.json_each(sa.bindparam("ids")).table_valued("value").c.value, sa.Integer()))
_FOLLOWED = sa.select(Patient.id).where(Patient.follow_up == "followed", Patient.voided_at.is_(None))


class OfPatients:
    """A statement over one table with a patient, for some patients or for all that are followed."""

    def __init__(self, statement: sa.Select[*tuple[Any, ...]], patient: Any) -> None:
        self.named = PlainRows(statement.where(patient.in_(_NAMED)))
        self.followed = PlainRows(statement.where(patient.in_(_FOLLOWED)))

    def rows(self, session: Session, ids: Collection[int] | None, **given: Any) -> Rows:
        """The rows; the first column is the patient."""
        if ids is None:
            return self.followed.fetch_with(session, given)
        return self.named.fetch_with(session, {**given, "ids": json.dumps(sorted(ids))})


_SINCE = sa.bindparam("since", type_=sa.Text())
PEOPLE = OfPatients(
    sa.select(Patient.id, Patient.birth_date, Patient.sex, Patient.disease_id, Patient.follow_up).where(
        Patient.voided_at.is_(None)
    ),
    Patient.id,
)
COURSES = OfPatients(
    sa.select(
        Transplant.patient_id, Transplant.id, Transplant.day0, Transplant.mobilisation_start,
        Transplant.mobilisation_regimen_id, Transplant.conditioning_regimen_id, Transplant.discharged_on,
        Transplant.protocol_id,
    )
    .where(Transplant.voided_at.is_(None))
    .order_by(Transplant.patient_id, Transplant.number),
    Transplant.patient_id,
)  # fmt: skip
"""Every course, first transplant first."""
ENGRAFTED = OfPatients(
    sa.select(
        Engraftment.patient_id, Engraftment.transplant_id, Engraftment.lineage, Engraftment.status,
        Engraftment.engrafted_on,
    ).where(Engraftment.voided_at.is_(None)),
    Engraftment.patient_id,
)  # fmt: skip
THERAPIES = OfPatients(
    sa.select(
        SupportiveTherapy.patient_id, SupportiveTherapy.id, SupportiveTherapy.therapy_class,
        SupportiveTherapy.catalogue_id, SupportiveTherapy.name, SupportiveTherapy.start, SupportiveTherapy.stop,
        SupportiveTherapy.indication,
    )
    .where(SupportiveTherapy.voided_at.is_(None))
    .order_by(SupportiveTherapy.patient_id, SupportiveTherapy.start, SupportiveTherapy.id),
    SupportiveTherapy.patient_id,
)  # fmt: skip
PAUSES = OfPatients(
    sa.select(
        SupportiveTherapy.patient_id, TherapyInterruption.supportive_therapy_id, TherapyInterruption.start,
        TherapyInterruption.ended_on,
    )
    .join(SupportiveTherapy, SupportiveTherapy.id == TherapyInterruption.supportive_therapy_id)
    .where(TherapyInterruption.voided_at.is_(None), SupportiveTherapy.voided_at.is_(None)),
    SupportiveTherapy.patient_id,
)  # fmt: skip
STATEMENTS = OfPatients(
    sa.select(Statement.patient_id, Statement.kind, Statement.answer, Statement.stated_on, Statement.id)
    .where(Statement.voided_at.is_(None))
    .order_by(Statement.stated_on, Statement.id),
    Statement.patient_id,
)
"""Oldest first: the last of a kind counts."""
TRANSFUSIONS = OfPatients(
    sa.select(
        Transfusion.patient_id, Transfusion.id, Transfusion.product, Transfusion.given_on, Transfusion.irradiated
    ).where(Transfusion.voided_at.is_(None)),
    Transfusion.patient_id,
)
DRUGS = OfPatients(
    sa.select(
        DiseaseModifyingTherapy.patient_id, DiseaseModifyingTherapy.id, DiseaseModifyingTherapy.drug_id,
        DiseaseModifyingTherapy.name, DiseaseModifyingTherapy.started, DiseaseModifyingTherapy.stopped,
        DiseaseModifyingTherapy.status,
    ).where(DiseaseModifyingTherapy.voided_at.is_(None)),
    DiseaseModifyingTherapy.patient_id,
)  # fmt: skip
DOSES = OfPatients(
    sa.select(Vaccination.patient_id, Vaccination.id, Vaccination.vaccine, Vaccination.given_on).where(
        Vaccination.voided_at.is_(None)
    ),
    Vaccination.patient_id,
)
INFECTIONS = OfPatients(
    sa.select(Infection.patient_id, Infection.found_on).where(Infection.voided_at.is_(None)), Infection.patient_id
)
TOXICITIES = OfPatients(
    sa.select(
        AdverseEvent.patient_id, AdverseEvent.id, AdverseEvent.term_id, AdverseEvent.label, AdverseEventGrade.grade,
        AdverseEvent.onset, AdverseEvent.ended_on, AdverseEvent.outcome, AdverseEvent.specify,
    )
    .join(AdverseEventGrade, AdverseEventGrade.adverse_event_id == AdverseEvent.id)
    .where(
        AdverseEvent.voided_at.is_(None), AdverseEventGrade.voided_at.is_(None), AdverseEvent.merged_into.is_(None),
        sa.or_(AdverseEvent.baseline.is_(None), AdverseEvent.baseline.is_(False)),
    )
    .order_by(AdverseEvent.id, AdverseEventGrade.start, AdverseEventGrade.id),
    AdverseEvent.patient_id,
)  # fmt: skip
"""Every grade of every toxicity that was not there before conditioning, in order: the last one counts."""
FERTILITY = OfPatients(
    sa.select(
        FertilityRecord.patient_id, FertilityRecord.id, FertilityRecord.kind, FertilityRecord.recorded_on,
        FertilityRecord.ended_on, FertilityRecord.answer,
    )
    .where(
        FertilityRecord.voided_at.is_(None),
        sa.or_(FertilityRecord.kind == "pregnancy", FertilityRecord.kind == "contraception"),
    )
    .order_by(FertilityRecord.recorded_on, FertilityRecord.id),
    FertilityRecord.patient_id,
)  # fmt: skip
"""Pregnancies and what was said of contraception, oldest first."""
SEEN = OfPatients(
    sa.select(Visit.patient_id, sa.func.max(Visit.visit_date)).where(Visit.voided_at.is_(None)).group_by(
        Visit.patient_id
    ),
    Visit.patient_id,
)  # fmt: skip
SPOKEN = OfPatients(
    sa.select(Contact.patient_id, sa.func.max(Contact.contact_date))
    .where(Contact.voided_at.is_(None), Contact.outcome == "reached")
    .group_by(Contact.patient_id),
    Contact.patient_id,
)
_WANTED = sa.func.json_each(sa.bindparam("wanted")).table_valued("key", "value", name="wanted")
VALUES = OfPatients(
    sa.select(
        LabResult.patient_id, LabResult.id, LabResult.analyte, LabResult.taken_on, LabResult.taken_at, LabResult.text,
        LabResult.comparator, LabResult.value, LabResult.qualitative, LabResult.unit, LabResult.canonical,
        LabResult.lln, LabResult.uln, LabResult.baseline,
    )
    .select_from(_WANTED)
    .join(
        LabResult,
        sa.and_(
            LabResult.analyte == sa.cast(_WANTED.c.key, sa.Text()),
            LabResult.taken_on >= sa.cast(_WANTED.c.value, sa.Text()),
            LabResult.voided_at.is_(None),
        ),
    )
    .order_by(LabResult.taken_on.desc(), LabResult.taken_at.desc(), LabResult.id.desc()),
    LabResult.patient_id,
)  # fmt: skip


def readings(
    session: Session, ids: Collection[int] | None, since: Mapping[str, date], units: Mapping[str, str]
) -> dict[int, dict[str, list[Reading]]]:
    """Results of some analytes by patient and analyte, each from a day on, newest first."""
    wanted = json.dumps({code: day.isoformat() for code, day in since.items()})
    found: dict[int, dict[str, list[Reading]]] = {}
    for patient_id, *row in VALUES.rows(session, ids, wanted=wanted):
        found.setdefault(patient_id, {}).setdefault(row[1], []).append(reading_of(tuple(row), units[row[1]]))
    return found


MEASURED = OfPatients(
    sa.select(
        Visit.patient_id, Visit.id, Visit.visit_date, Visit.temperature, Visit.systolic, Visit.diastolic,
        Visit.saturation, Visit.weight,
    )
    .where(Visit.voided_at.is_(None), Visit.visit_date >= _SINCE)
    .order_by(Visit.visit_date.desc(), Visit.id.desc()),
    Visit.patient_id,
)  # fmt: skip


def vitals(
    session: Session, ids: Collection[int] | None, since: date, wanted: Collection[str]
) -> dict[int, list[Reading]]:
    """The vital signs of visits from a day on by patient, newest first, of the analytes that are wanted."""
    found: dict[int, list[Reading]] = {}
    for patient_id, *row in MEASURED.rows(session, ids, since=since.isoformat()):
        found.setdefault(patient_id, []).extend(vitals_of(tuple(row), wanted))
    return found


def grouped(rows: Rows, make: Callable[..., Any] = lambda *row: row) -> dict[int, list[Any]]:
    """Rows by their first column, the patient, each made of the rest."""
    found: dict[int, list[Any]] = {}
    for patient_id, *rest in rows:
        found.setdefault(patient_id, []).append(make(*rest))
    return found
