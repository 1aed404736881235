"""What became of the supportive therapies that the plan proposed."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class TherapyDecision(Recorded, Base):
    """A person's answer to a proposal: `item` of the therapy catalogue at a `phase` of a course.

    `decision` is "accepted", "changed" or "declined" (then with the reason); an accepted one names the therapy.
    """

    __tablename__ = "therapy_decision"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    transplant_id: Mapped[int | None] = mapped_column(sa.ForeignKey("transplant.id"), index=True)
    item: Mapped[str]
    phase: Mapped[str]
    decision: Mapped[str]
    reason: Mapped[str]
    supportive_therapy_id: Mapped[int | None] = mapped_column(sa.ForeignKey("supportive_therapy.id"), index=True)
    decided_on: Mapped[date]
