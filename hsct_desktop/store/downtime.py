"""Whom a ward may have to reach while the program is down: the followed patients with their telephones."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from hsct_desktop.domain.patient import AllergyStatus, FollowUp
from hsct_desktop.store.patient import LATEST_DAY0, AllergyRow, Patient
from hsct_desktop.store.professional import Professional


@dataclass(frozen=True)
class Reachable:
    """A followed patient with every telephone that is recorded; empty texts are not recorded."""

    patient_id: int
    family_name: str
    given_name: str
    birth_date: date
    code: str
    disease_id: str
    phone: str
    carer_name: str
    carer_phone: str
    gp: str
    gp_phone: str
    neurologist: str
    neurologist_phone: str
    allergy_status: AllergyStatus
    allergies: tuple[str, ...]
    day0: date | None


_GP, _NEUROLOGIST = aliased(Professional), aliased(Professional)
_PEOPLE = (
    sa.select(
        Patient.id, Patient.family_name, Patient.given_name, Patient.birth_date, Patient.code, Patient.disease_id,
        Patient.phone, Patient.carer_name, Patient.carer_phone, _GP.name.label("gp"), _GP.phone.label("gp_phone"),
        _NEUROLOGIST.name.label("neurologist"), _NEUROLOGIST.phone.label("neurologist_phone"),
        Patient.allergy_status, LATEST_DAY0.label("day0"),
    )
    .outerjoin(_GP, _GP.id == Patient.gp_id)
    .outerjoin(_NEUROLOGIST, _NEUROLOGIST.id == Patient.neurologist_id)
    .where(Patient.voided_at.is_(None), Patient.follow_up == FollowUp.FOLLOWED)
    .order_by(Patient.folded_name, Patient.id)
)  # fmt: skip
_ALLERGIES = (
    sa.select(AllergyRow.patient_id, AllergyRow.substance)
    .where(AllergyRow.voided_at.is_(None))
    .order_by(AllergyRow.patient_id, AllergyRow.position)
)


def reachable(session: Session) -> list[Reachable]:
    """All followed patients by name (two queries)."""
    allergies: defaultdict[int, list[str]] = defaultdict(list)
    for row in session.execute(_ALLERGIES):
        allergies[row.patient_id].append(row.substance)
    return [
        Reachable(
            row.id, row.family_name, row.given_name, row.birth_date, row.code, row.disease_id, row.phone,
            row.carer_name, row.carer_phone, row.gp or "", row.gp_phone or "", row.neurologist or "",
            row.neurologist_phone or "", row.allergy_status, tuple(allergies[row.id]), row.day0,
        )
        for row in session.execute(_PEOPLE)
    ]  # fmt: skip
