"""Transfusions: product, units, irradiated or not."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class Transfusion(Recorded, Base):
    """Units of a product ("red_cells", "platelets", "plasma", "granulocytes") given on a day.

    `irradiated` is yes, no or unknown.
    """

    __tablename__ = "transfusion"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    given_on: Mapped[date]
    product: Mapped[str]
    units: Mapped[int]
    irradiated: Mapped[str]
    note: Mapped[str]

    __table_args__ = (sa.CheckConstraint("units >= 1", name="units"),)
