"""What is on record after a day: nobody is seen, examined or treated after their death."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from hsct_desktop.domain.partial_date import PartialDate, parse_partial
from hsct_desktop.store.adverse_event import AdverseEvent, AdverseEventGrade
from hsct_desktop.store.base import Base
from hsct_desktop.store.criteria_check import CriteriaCheck
from hsct_desktop.store.disease_history import PhenotypeChange
from hsct_desktop.store.disease_modifying_therapy import DiseaseModifyingTherapy
from hsct_desktop.store.edss_assessment import EdssAssessment
from hsct_desktop.store.engraftment import Engraftment
from hsct_desktop.store.infection import Infection
from hsct_desktop.store.lab_result import LabResult
from hsct_desktop.store.late_effect import FertilityRecord, LateEffectCheck
from hsct_desktop.store.measure_value import MeasureValue
from hsct_desktop.store.mri import Mri
from hsct_desktop.store.neuro_recheck import NeuroRecheck
from hsct_desktop.store.plain import PlainRows
from hsct_desktop.store.relapse import Relapse
from hsct_desktop.store.selection import SelectionMeeting, TrialEnrolment
from hsct_desktop.store.supportive_therapy import SupportiveTherapy
from hsct_desktop.store.transfusion import Transfusion
from hsct_desktop.store.treatment import Apheresis, CellInfusion, ConditioningGiven
from hsct_desktop.store.vaccination import Vaccination
from hsct_desktop.store.visit import Visit

DAYS: Final[tuple[tuple[str, type[Base], tuple[InstrumentedAttribute[Any], ...]], ...]] = (
    ("visit", Visit, (Visit.visit_date,)),
    ("edss", EdssAssessment, (EdssAssessment.assessed,)),
    ("mri", Mri, (Mri.scanned,)),
    ("relapse", Relapse, (Relapse.onset,)),
    ("phenotype", PhenotypeChange, (PhenotypeChange.since,)),
    ("measure", MeasureValue, (MeasureValue.measured_on,)),
    ("lab_result", LabResult, (LabResult.taken_on,)),
    ("apheresis", Apheresis, (Apheresis.collected_on,)),
    ("conditioning", ConditioningGiven, (ConditioningGiven.given_on,)),
    (
        "cells",
        CellInfusion,
        (CellInfusion.infused_on, CellInfusion.crs_on, CellInfusion.icans_on, CellInfusion.expansion_on),
    ),
    ("dmt", DiseaseModifyingTherapy, (DiseaseModifyingTherapy.started, DiseaseModifyingTherapy.stopped)),
    ("therapy_stop", SupportiveTherapy, (SupportiveTherapy.stop,)),
    ("transfusion", Transfusion, (Transfusion.given_on,)),
    ("vaccination", Vaccination, (Vaccination.given_on,)),
    ("adverse_event", AdverseEvent, (AdverseEvent.onset, AdverseEvent.ended_on)),
    (
        "infection",
        Infection,
        (Infection.found_on, Infection.treated_from, Infection.treated_until, Infection.ended_on),
    ),
    ("engraftment", Engraftment, (Engraftment.engrafted_on,)),
    ("criteria", CriteriaCheck, (CriteriaCheck.assessed_on,)),
    ("neuro_recheck", NeuroRecheck, (NeuroRecheck.outcome_on,)),
    ("late_effect", LateEffectCheck, (LateEffectCheck.done_on,)),
    ("fertility", FertilityRecord, (FertilityRecord.recorded_on, FertilityRecord.ended_on)),
    ("meeting", SelectionMeeting, (SelectionMeeting.held_on,)),
    ("trial", TrialEnrolment, (TrialEnrolment.enrolled_on, TrialEnrolment.left_on)),
)
"""The days on which something was done, by what it is (wording `death.entry.*`). What is planned (doses to come,
stops, reports awaited) may lie after a death: it never happened. A statement is dated with the day on which somebody
confirmed it, which may be before the news of a death came."""
KINDS: Final = (*(name for name, _model, _columns in DAYS), "adverse_event_grade")


@cache
def _statement() -> PlainRows:
    parts = [_part(name, model, column) for name, model, columns in DAYS for column in columns]
    parts.append(_grades())
    return PlainRows(sa.select(sa.union_all(*parts).subquery()))


def _part(name: str, model: Any, column: InstrumentedAttribute[Any]) -> sa.Select[str, str]:
    return (
        sa.select(sa.literal(name).label("kind"), sa.func.max(sa.type_coerce(column, sa.Text)).label("last"))
        .where(model.patient_id == sa.bindparam("patient_id"), model.voided_at.is_(None))
        .where(sa.type_coerce(column, sa.Text) > sa.bindparam("day"))
    )


def _grades() -> sa.Select[str, str]:
    """The days from which a toxicity had another grade: its table does not name the patient."""
    start = sa.type_coerce(AdverseEventGrade.start, sa.Text)
    return (
        sa.select(sa.literal("adverse_event_grade").label("kind"), sa.func.max(start).label("last"))
        .join(AdverseEvent, AdverseEvent.id == AdverseEventGrade.adverse_event_id)
        .where(AdverseEvent.patient_id == sa.bindparam("patient_id"), AdverseEvent.voided_at.is_(None))
        .where(AdverseEventGrade.voided_at.is_(None), start > sa.bindparam("day"))
    )


def of_patient(session: Session, patient_id: int, day: date) -> list[tuple[str, PartialDate]]:
    """What surely happened after a day: the last one of each of KINDS with its date, latest first (one statement).

    Dates are compared as they are stored: a month or a year that may reach back to the day is not surely after it.
    """
    found: dict[str, str] = {}
    for kind, last in _statement().fetch_with(session, {"patient_id": patient_id, "day": day.isoformat()}):
        found[kind] = max(last or "", found.get(kind, ""))
    dated = [
        (kind, parse_partial(last)) for kind, last in sorted(found.items(), key=lambda item: item[1], reverse=True)
    ]
    return [(kind, last) for kind, last in dated if last is not None]


_IDS: Final = sa.func.json_each(sa.bindparam("ids", type_=sa.String)).table_valued("value")
_OF_ROW: Final = {
    model.__tablename__: sa.select(model.__table__.c.patient_id)
    .distinct()
    .where(model.__table__.c.id.in_(sa.select(_IDS.c.value)))
    for _name, model, _columns in DAYS
}


def patients_of(session: Session, table: str, ids: Iterable[int]) -> set[int]:
    """Whose rows of a table these are (one statement); of nobody where the table has no day of KINDS."""
    statement = _OF_ROW.get(table)
    return set() if statement is None else set(session.execute(statement, {"ids": json.dumps(list(ids))}).scalars())
