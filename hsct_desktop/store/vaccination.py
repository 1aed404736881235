"""Vaccine doses given, and what was decided about a series."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import fields
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain.vaccination import VaccinationEntry
from hsct_desktop.domain.vaccine import GivenDose, VaccineChoice
from hsct_desktop.domain.vaccine import VaccineDecision as Decided
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch
from hsct_desktop.store.many import ids_text, of_many_patients


class Vaccination(Recorded, Base):
    """A dose of a vaccine of the catalogue; `dose_number` as documented, None where nobody wrote one.

    `reason` says why it was recorded against a warning.
    """

    __tablename__ = "vaccination"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    vaccine: Mapped[str]
    given_on: Mapped[date]
    dose_number: Mapped[int | None]
    lot: Mapped[str]
    site: Mapped[str]
    given_by: Mapped[str]
    reason: Mapped[str]
    note: Mapped[str]


class VaccineDecision(Recorded, Base):
    """Whether an optional series is planned or left out ("plan", "leave_out"), why, and with which product."""

    __tablename__ = "vaccine_decision"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    vaccine: Mapped[str]
    decision: Mapped[str]
    product: Mapped[str]
    reason: Mapped[str]
    decided_on: Mapped[date]


_DOSES = (
    sa.select(
        Vaccination.patient_id, Vaccination.id, Vaccination.version, Vaccination.vaccine, Vaccination.given_on,
        Vaccination.dose_number, Vaccination.lot, Vaccination.site, Vaccination.given_by, Vaccination.reason,
        Vaccination.note,
    )
    .where(Vaccination.voided_at.is_(None))
    .order_by(Vaccination.given_on, Vaccination.id)
)  # fmt: skip
_OF_PATIENT = _DOSES.where(Vaccination.patient_id == sa.bindparam("patient_id"))
_OF_MANY = of_many_patients(_DOSES, Vaccination.patient_id)
_CHOICES = (
    sa.select(
        VaccineDecision.id, VaccineDecision.version, VaccineDecision.vaccine, VaccineDecision.decision,
        VaccineDecision.product, VaccineDecision.reason, VaccineDecision.decided_on,
    )
    .where(VaccineDecision.patient_id == sa.bindparam("patient_id"), VaccineDecision.voided_at.is_(None))
    .order_by(VaccineDecision.id)
)  # fmt: skip


def of_patient(session: Session, patient_id: int) -> list[GivenDose]:
    """A patient's doses by day."""
    return [_dose(row) for row in session.execute(_OF_PATIENT, {"patient_id": patient_id})]


def of_many(session: Session, ids: Collection[int]) -> dict[int, list[GivenDose]]:
    """The doses of some patients by day, for those who have one (one statement)."""
    found: dict[int, list[GivenDose]] = {}
    for row in session.execute(_OF_MANY, ids_text(ids)):
        found.setdefault(row.patient_id, []).append(_dose(row))
    return found


def _dose(row: Any) -> GivenDose:
    return GivenDose(
        row.vaccine, row.given_on, row.dose_number, row.lot, row.site, row.given_by, row.reason, row.note, row.id,
        row.version,
    )  # fmt: skip


def choices_of(session: Session, patient_id: int) -> list[VaccineChoice]:
    """What was decided about a patient's series, one decision a series."""
    return [
        VaccineChoice(row.vaccine, Decided(row.decision), row.product, row.reason, row.decided_on, row.id, row.version)
        for row in session.execute(_CHOICES, {"patient_id": patient_id})
    ]


def add(session: WriteSession, entry: VaccinationEntry) -> Vaccination:
    """Record a checked dose; the row has its id."""
    row = Vaccination(patient_id=entry.patient_id)
    _fill(row, entry)
    session.add(row)
    session.flush()
    return row


def add_all(session: WriteSession, entries: Iterable[VaccinationEntry]) -> None:
    """Record checked doses at once."""
    for entry in entries:
        row = Vaccination(patient_id=entry.patient_id)
        _fill(row, entry)
        session.add(row)
    session.flush()


def revise(session: WriteSession, vaccination_id: int, version: int, entry: VaccinationEntry) -> Vaccination:
    """Change a dose. KnownError `stale_row`."""
    row = fetch(session, Vaccination, vaccination_id, version)
    _fill(row, entry)
    session.flush()
    return row


def get(session: Session, vaccination_id: int) -> Vaccination:
    """The row to take back or to fill a form from. KnownError `stale_row` when it is gone."""
    return fetch(session, Vaccination, vaccination_id)


def decide(session: WriteSession, patient_id: int, choice: VaccineChoice) -> VaccineDecision:
    """Keep a decision on a series: there is one row a series, changed when somebody decides again."""
    held = next((found for found in choices_of(session, patient_id) if found.vaccine == choice.vaccine), None)
    if choice.decided_on is None:
        raise ValueError("a decision has its day")
    row = VaccineDecision(patient_id=patient_id) if held is None else fetch(session, VaccineDecision, held.id)
    row.vaccine, row.decision, row.product = choice.vaccine, choice.decision.value, choice.product
    row.reason, row.decided_on = choice.reason, choice.decided_on
    if held is None:
        session.add(row)
    session.flush()
    return row


def decision(session: Session, patient_id: int, vaccine: str) -> VaccineChoice | None:
    """What was decided about one series."""
    return next((found for found in choices_of(session, patient_id) if found.vaccine == vaccine), None)


def _fill(row: Vaccination, entry: VaccinationEntry) -> None:
    for name, value in columns(entry).items():
        setattr(row, name, value)


def columns(entry: VaccinationEntry) -> dict[str, Any]:
    """A dose as its columns. ValueError for one without a day."""
    if entry.given_on is None:
        raise ValueError("an entry is checked before it is stored")
    return {field.name: getattr(entry, field.name) for field in fields(entry)}
