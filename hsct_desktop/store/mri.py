"""Scans, and which of them a person chose as the reference after a transplant."""

from __future__ import annotations

from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


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
