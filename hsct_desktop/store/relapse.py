"""Relapses, before the transplant and after it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class Relapse(Recorded, Base):
    """A relapse: `onset` is a partial date, `systems` ids of functional systems.

    `steroid` is "yes", "no" or "unknown"; `recovery` "complete", "partial", "none", "ongoing" or "unknown".
    """

    __tablename__ = "relapse"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    onset: Mapped[str]
    systems: Mapped[list[str]] = mapped_column(sa.JSON)
    steroid: Mapped[str]
    recovery: Mapped[str]
    treatment: Mapped[str]
    note: Mapped[str]
