"""Patients and their allergies: the models, how they are written, found and checked for doubles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.domain.names import fold
from hsct_desktop.domain.patient import AllergyStatus, Consent, FollowUp, PatientEntry, Sex, folded_name
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch, fill, void

REMOVED = "removed"
"""The void reason of a child row (allergy, grade, pause, checklist line) that a later entry no longer has."""


class Patient(Recorded, Base):
    """A patient. `code_key` and the folded columns are derived for search; `follow_up` follows the state changes."""

    __tablename__ = "patient"

    code: Mapped[str]
    code_key: Mapped[str]
    family_name: Mapped[str]
    given_name: Mapped[str]
    folded_name: Mapped[str] = mapped_column(index=True)
    search_text: Mapped[str]
    birth_date: Mapped[date] = mapped_column(index=True)
    sex: Mapped[Sex]
    phone: Mapped[str]
    carer_name: Mapped[str]
    carer_phone: Mapped[str]
    address: Mapped[str]
    language: Mapped[str]
    interpreter: Mapped[bool]
    allergy_status: Mapped[AllergyStatus]
    consent_care: Mapped[Consent]
    consent_registry: Mapped[Consent]
    disease_id: Mapped[str]
    phenotype_id: Mapped[str]
    indication_id: Mapped[str]
    neurologist_id: Mapped[int | None] = mapped_column(sa.ForeignKey("professional.id"), index=True)
    gp_id: Mapped[int | None] = mapped_column(sa.ForeignKey("professional.id"), index=True)
    notes: Mapped[str]
    follow_up: Mapped[FollowUp] = mapped_column(default=FollowUp.FOLLOWED)

    __table_args__ = (
        sa.CheckConstraint("follow_up IN ('followed', 'dead', 'transferred', 'withdrawn', 'lost')", name="follow_up"),
        sa.Index("uq_patient_code_key", "code_key", unique=True, sqlite_where=sa.text("voided_at IS NULL")),
        sa.Index(
            "ix_patient_followed", "id", sqlite_where=sa.text("follow_up = 'followed' AND voided_at IS NULL")
        ),
    )  # fmt: skip


class Allergy(Recorded, Base):
    """A substance that the patient does not tolerate."""

    __tablename__ = "allergy"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    substance: Mapped[str]
    position: Mapped[int]


@dataclass(frozen=True)
class PatientFound:
    """A patient as a list of search results shows them."""

    id: int
    code: str
    family_name: str
    given_name: str
    birth_date: date
    sex: Sex
    follow_up: FollowUp
    day0: date | None = None


@dataclass(frozen=True)
class PatientRecord:
    """A patient's whole card, as the patient page and the registration form need it."""

    id: int
    version: int
    entry: PatientEntry
    follow_up: FollowUp


def code_key(code: str) -> str:
    """What makes two codes the same: case does not count."""
    return code.casefold()


def add(session: WriteSession, entry: PatientEntry) -> Patient:
    """Register a patient with their allergies; the row has its id."""
    row = Patient(follow_up=FollowUp.FOLLOWED)
    _fill(row, entry)
    session.add(row)
    session.flush()
    set_allergies(session, row.id, entry.allergies)
    return row


def revise(session: WriteSession, patient_id: int, version: int, entry: PatientEntry) -> Patient:
    """Change a patient's card; raises KnownError `stale_row` when it changed since `version`."""
    row = fetch(session, Patient, patient_id, version)
    _fill(row, entry)
    set_allergies(session, patient_id, entry.allergies)
    session.flush()
    return row


def _fill(row: Patient, entry: PatientEntry) -> None:
    fill(row, entry, allergies="")
    row.code_key = code_key(entry.code)
    row.folded_name = folded_name(entry.family_name, entry.given_name)
    row.search_text = f"{row.folded_name} {fold(entry.code)}"


def set_allergies(session: WriteSession, patient_id: int, substances: Sequence[str]) -> None:
    """Make the list of allergies read `substances`: what is gone is voided, what is new added."""
    held = session.execute(
        sa.select(Allergy).where(Allergy.patient_id == patient_id, Allergy.voided_at.is_(None))
    ).scalars()
    by_substance = {row.substance: row for row in held}
    for substance in by_substance.keys() - set(substances):
        void(session, by_substance[substance], REMOVED)
    for position, substance in enumerate(dict.fromkeys(substances)):
        row = by_substance.get(substance)
        if row is None:
            session.add(Allergy(patient_id=patient_id, substance=substance, position=position))
        elif row.position != position:
            row.position = position
    session.flush()
