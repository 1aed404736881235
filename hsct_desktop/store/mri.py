"""Scans, and which of them a person chose as the reference after a transplant."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain import mri as domain
from hsct_desktop.domain.mri import MriEntry, Region
from hsct_desktop.domain.partial_date import parse_partial
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch
from hsct_desktop.store.many import ids_text, of_many_patients


class Mri(Recorded, Base):
    """A scan on a day (a partial date before the transplant); counts None where the report gives none.

    Field strength in tesla, `t2_volume` in mL, `pbvc` the change of brain volume in % since the scan it was compared
    with. `region` is "brain", "brain_cord" or "cord".
    """

    __tablename__ = "mri"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    scanned: Mapped[str]
    region: Mapped[str]
    site: Mapped[str]
    field_tesla: Mapped[Decimal | None]
    new_t2: Mapped[int | None]
    gd: Mapped[int | None]
    t2_lesions: Mapped[int | None]
    t2_volume: Mapped[Decimal | None]
    pbvc: Mapped[Decimal | None]
    cord_new: Mapped[int | None]
    cord_gd: Mapped[int | None]
    compared_with_id: Mapped[int | None] = mapped_column(sa.ForeignKey("mri.id"), index=True)
    note: Mapped[str]


class MriReference(Recorded, Base):
    """The scan that a person chose as re-baseline of a course, and why; the choice by rule is not stored."""

    __tablename__ = "mri_reference"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    transplant_id: Mapped[int] = mapped_column(sa.ForeignKey("transplant.id"), index=True)
    mri_id: Mapped[int] = mapped_column(sa.ForeignKey("mri.id"), index=True)
    reason: Mapped[str]

    __table_args__ = (
        sa.Index(
            "uq_mri_reference_transplant", "transplant_id", unique=True, sqlite_where=sa.text("voided_at IS NULL")
        ),
    )


_STANDING = sa.select(Mri).where(Mri.voided_at.is_(None))
_OF_PATIENT = _STANDING.where(Mri.patient_id == sa.bindparam("patient_id"))
_OF_MANY = of_many_patients(sa.select(Mri.__table__).where(Mri.voided_at.is_(None)), Mri.patient_id)
_REFERENCES = sa.select(MriReference).where(MriReference.voided_at.is_(None))
_REFERENCES_OF = _REFERENCES.where(MriReference.patient_id == sa.bindparam("patient_id")).order_by(MriReference.id)


def add(session: WriteSession, entry: MriEntry) -> Mri:
    """Record a checked scan; the row has its id."""
    row = Mri()
    _fill(row, entry)
    session.add(row)
    session.flush()
    return row


def revise(session: WriteSession, row_id: int, version: int, entry: MriEntry) -> Mri:
    """Change a scan. KnownError `stale_row`."""
    row = fetch(session, Mri, row_id, version)
    _fill(row, entry)
    session.flush()
    return row


def _fill(row: Mri, entry: MriEntry) -> None:
    for name, value in columns(entry).items():
        setattr(row, name, value)


def columns(entry: MriEntry) -> dict[str, Any]:
    """A scan as its columns."""
    values = {field.name: getattr(entry, field.name) for field in fields(entry)}
    return {**values, "scanned": entry.scanned.text, "region": entry.region.value}


def of_patient(session: Session, patient_id: int) -> list[domain.Mri]:
    """A patient's scans by day (one statement)."""
    found = [_plain(row) for row in session.execute(_OF_PATIENT, {"patient_id": patient_id}).scalars()]
    return sorted(found, key=lambda held: (held.day, held.id))


def of_many(session: Session, ids: Collection[int]) -> dict[int, list[domain.Mri]]:
    """The scans of some patients, for those who have one (one statement)."""
    found: dict[int, list[domain.Mri]] = {}
    for row in session.execute(_OF_MANY, ids_text(ids)):
        found.setdefault(row.patient_id, []).append(_plain(row))
    return found


def all_standing(session: Session) -> dict[int, list[domain.Mri]]:
    """Every patient's scans by day (one statement)."""
    found: dict[int, list[domain.Mri]] = {}
    for row in session.execute(_STANDING).scalars():
        found.setdefault(row.patient_id, []).append(_plain(row))
    return {patient_id: sorted(held, key=lambda one: (one.day, one.id)) for patient_id, held in found.items()}


def get(session: Session, row_id: int) -> domain.Mri:
    """One scan. KnownError `stale_row` when it is gone."""
    return _plain(fetch(session, Mri, row_id))


def _plain(row: Any) -> domain.Mri:
    scanned = parse_partial(row.scanned)
    if scanned is None:
        raise ValueError(f"mri {row.id} has no day")
    entry = MriEntry(
        row.patient_id, scanned, Region(row.region), row.site, row.field_tesla, row.new_t2, row.gd, row.t2_lesions,
        row.t2_volume, row.pbvc, row.cord_new, row.cord_gd, row.compared_with_id, row.note,
    )  # fmt: skip
    return domain.Mri(row.id, row.version, entry)


def choose(session: WriteSession, patient_id: int, transplant_id: int, mri_id: int, reason: str) -> MriReference:
    """Record the scan that a person chose as the reference of a course; the row has its id."""
    row = MriReference(patient_id=patient_id, transplant_id=transplant_id, mri_id=mri_id, reason=reason)
    session.add(row)
    session.flush()
    return row


def choose_anew(session: WriteSession, row_id: int, version: int, mri_id: int, reason: str) -> MriReference:
    """Change a choice. KnownError `stale_row`."""
    row = fetch(session, MriReference, row_id, version)
    row.mri_id, row.reason = mri_id, reason
    session.flush()
    return row


def references_of(session: Session, patient_id: int) -> list[domain.MriReference]:
    """The reference scans that persons chose for a patient's courses, the latest last (one statement)."""
    return [_chosen(row) for row in session.execute(_REFERENCES_OF, {"patient_id": patient_id}).scalars()]


def _chosen(row: MriReference) -> domain.MriReference:
    return domain.MriReference(row.id, row.version, row.patient_id, row.transplant_id, row.mri_id, row.reason)
