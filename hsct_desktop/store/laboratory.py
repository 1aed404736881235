"""Laboratories, the reference ranges they print, and how their files are read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class Laboratory(Recorded, Base):
    """A laboratory that measures for the unit; `own` is the hospital's, all others are outside."""

    __tablename__ = "laboratory"

    name: Mapped[str]
    own: Mapped[bool]
    note: Mapped[str]


class ReferenceRange(Recorded, Base):
    """The limits of an analyte at a laboratory, in `unit`, for a sex ("" both, "female", "male"), an age in whole years
    (`age_from` <= age < `age_to`, None unbounded) and a time (`valid_from` to `valid_to`, both days included)."""

    __tablename__ = "reference_range"

    laboratory_id: Mapped[int] = mapped_column(sa.ForeignKey("laboratory.id"), index=True)
    analyte: Mapped[str]
    unit: Mapped[str]
    sex: Mapped[str]
    age_from: Mapped[int | None]
    age_to: Mapped[int | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    lln: Mapped[Decimal | None]
    uln: Mapped[Decimal | None]


class LabMapping(Recorded, Base):
    """How a laboratory's file is read: which column is what, which format dates have, which name is which analyte."""

    __tablename__ = "lab_mapping"

    laboratory_id: Mapped[int | None] = mapped_column(sa.ForeignKey("laboratory.id"), index=True)
    name: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
