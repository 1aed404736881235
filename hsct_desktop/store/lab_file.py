"""What the check of a laboratory's file asks the data file: whose code is whose, and what is recorded already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.store.change_log import ChangeLog
from hsct_desktop.store.lab_result import LabResult
from hsct_desktop.store.patient import Patient, code_key
from hsct_desktop.store.state_change import StateChangeRow
from hsct_desktop.store.transplant import Transplant

__all__ = ["PatientKey", "code_key", "patients", "touched_since"]

_OF_ALL = ("laboratory", "reference_range", "setting")
"""Tables by which the results of any patient may be graded otherwise."""
_OF_ONE = (StateChangeRow, Transplant, LabResult)
"""Tables by which those of one patient may be judged or graded otherwise, beside that of the patients."""


@dataclass(frozen=True, slots=True)
class PatientKey:
    """By what a file names a patient."""

    id: int
    birth_date: date
    is_dead: bool


_PATIENTS = sa.select(Patient.code_key, Patient.id, Patient.birth_date, Patient.follow_up).where(
    Patient.voided_at.is_(None)
)


def patients(session: Session) -> dict[str, PatientKey]:
    """Every patient by the comparable form of the code (one statement)."""
    return {
        row.code_key: PatientKey(row.id, row.birth_date, row.follow_up is FollowUp.DEAD)
        for row in session.execute(_PATIENTS)
    }


def touched_since(session: Session, seq: int) -> frozenset[int] | None:
    """The patients whose results may be judged or graded otherwise by what was logged after a line; None for all."""
    later = ChangeLog.seq > seq
    if session.scalar(sa.select(ChangeLog.seq).where(later, ChangeLog.table_name.in_(_OF_ALL)).limit(1)) is not None:
        return None
    found = set(session.scalars(sa.select(ChangeLog.row_id).where(later, ChangeLog.table_name == "patient")))
    for model in _OF_ONE:
        rows = sa.select(ChangeLog.row_id).where(later, ChangeLog.table_name == model.__tablename__)
        found |= set(session.scalars(sa.select(model.patient_id).where(model.id.in_(rows))))
    return frozenset(found)
