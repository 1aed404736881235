"""Engraftment as a person confirmed it."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class Engraftment(Recorded, Base):
    """The confirmed engraftment of a lineage ("neutrophils", "platelets") after a transplant.

    `evidence` are the rows, as dates and values, by which it was confirmed. No date where the count was never below or
    the graft failed.
    """

    __tablename__ = "engraftment"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    transplant_id: Mapped[int] = mapped_column(sa.ForeignKey("transplant.id"))
    lineage: Mapped[str]
    status: Mapped[str]
    engrafted_on: Mapped[date | None]
    preset: Mapped[str]
    provisional: Mapped[bool]
    evidence: Mapped[list[Any]] = mapped_column(sa.JSON)
    note: Mapped[str]

    __table_args__ = (
        sa.Index(
            "uq_engraftment_lineage", "transplant_id", "lineage", unique=True,
            sqlite_where=sa.text("voided_at IS NULL"),
        ),
    )  # fmt: skip
