"""Neurological worsening beside fever, infection or ATG: to be looked at again before it is called a relapse."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class NeuroRecheck(Recorded, Base):
    """What was decided about a possible pseudo-relapse.

    `because` names fever, infection or ATG and its day; `decision` is "accepted" or "dismissed" (with the reason);
    `outcome` is "", "resolved" (a pseudo-relapse) or "persists".
    """

    __tablename__ = "neuro_recheck"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    adverse_event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("adverse_event.id"), index=True)
    found_on: Mapped[date]
    because: Mapped[str]
    because_on: Mapped[date | None]
    decision: Mapped[str]
    reason: Mapped[str]
    recheck_on: Mapped[date | None]
    task_id: Mapped[int | None] = mapped_column(sa.ForeignKey("task.id"), index=True)
    outcome: Mapped[str]
    outcome_on: Mapped[date | None]
