"""Changes of dose along a therapy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class TherapyDose(Recorded, Base):
    """From a day on, the therapy is given in another dose, how often, at which times of day, and why."""

    __tablename__ = "therapy_dose"

    supportive_therapy_id: Mapped[int] = mapped_column(sa.ForeignKey("supportive_therapy.id"), index=True)
    from_on: Mapped[date]
    dose: Mapped[Decimal | None]
    unit: Mapped[str]
    frequency: Mapped[str]
    times: Mapped[str]
    reason: Mapped[str]
