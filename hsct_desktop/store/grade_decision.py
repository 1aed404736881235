"""What a person decided on a proposed grade: accepted into an episode, or dismissed until the grade rises."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class GradeDecision(Recorded, Base):
    """A decision on the proposal of a term from a result; `decision` is "accepted" or "dismissed"."""

    __tablename__ = "grade_decision"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    term_id: Mapped[str]
    ctcae_version: Mapped[str]
    grade: Mapped[int]
    decision: Mapped[str]
    decided_on: Mapped[date]
    lab_result_id: Mapped[int | None] = mapped_column(sa.ForeignKey("lab_result.id"), index=True)
    adverse_event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("adverse_event.id"), index=True)
    reason: Mapped[str]
