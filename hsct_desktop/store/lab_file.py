"""What the check of a laboratory's file asks the data file: whose code is whose, and what is recorded already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.store.patient import Patient, code_key

__all__ = ["PatientKey", "code_key", "patients"]


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
