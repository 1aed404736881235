"""Doses given, decisions and first days of many patients at once, for the vaccines that are due on a ward."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from hsct_desktop.domain.vaccine import GivenDose, VaccineChoice
from hsct_desktop.domain.vaccine import VaccineDecision as Decided
from hsct_desktop.store.rule_facts import COURSES, OfPatients
from hsct_desktop.store.vaccination import Vaccination, VaccineDecision

_DOSES = OfPatients(
    sa.select(
        Vaccination.patient_id, Vaccination.vaccine, Vaccination.given_on, Vaccination.dose_number, Vaccination.lot,
        Vaccination.id,
    ).where(Vaccination.voided_at.is_(None)),
    Vaccination.patient_id,
)  # fmt: skip
_CHOICES = OfPatients(
    sa.select(
        VaccineDecision.patient_id, VaccineDecision.vaccine, VaccineDecision.decision, VaccineDecision.product,
        VaccineDecision.reason,
    )
    .where(VaccineDecision.voided_at.is_(None))
    .order_by(VaccineDecision.id),
    VaccineDecision.patient_id,
)  # fmt: skip


def doses(session: Session, ids: Collection[int] | None) -> dict[int, list[GivenDose]]:
    """The doses of some patients, or with None of all that are followed; as much of them as a plan asks for."""
    found: dict[int, list[GivenDose]] = {}
    for who, vaccine, on, number, lot, row_id in _DOSES.rows(session, ids):
        found.setdefault(who, []).append(GivenDose(vaccine, date.fromisoformat(on), number, lot, id=row_id))
    return found


def choices(session: Session, ids: Collection[int] | None) -> dict[int, list[VaccineChoice]]:
    """What was decided about their series."""
    found: dict[int, list[VaccineChoice]] = {}
    for who, vaccine, decision, product, reason in _CHOICES.rows(session, ids):
        found.setdefault(who, []).append(VaccineChoice(vaccine, Decided(decision), product, reason))
    return found


def first_days(
    session: Session, ids: Collection[int] | None, on: date, but: Collection[str] = frozenset()
) -> dict[int, date]:
    """Day 0 of the latest course whose Day 0 has come by a day: what was given before it does not count.

    `but` are the protocols whose courses are no transplants of stem cells.
    """
    found: dict[int, date] = {}
    for row in COURSES.rows(session, ids):
        if row[7] in but:
            continue
        day0 = date.fromisoformat(row[2]) if row[2] else None
        if day0 is not None and day0 <= on:
            found[row[0]] = max(day0, found.get(row[0], day0))
    return found
