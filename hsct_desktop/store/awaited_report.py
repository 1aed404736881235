"""Reports that the unit waits for: a whole visit or one assessment that was done elsewhere."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded

WAITING = "arrived_on IS NULL AND voided_at IS NULL"


class AwaitedReport(Recorded, Base):
    """A report of something done elsewhere on `done_on`; `assessment_id` is empty for a whole visit."""

    __tablename__ = "awaited_report"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("visit.id"), index=True)
    scheduled_visit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("scheduled_visit.id"))
    assessment_id: Mapped[str]
    label: Mapped[str]
    place: Mapped[str]
    done_on: Mapped[date]
    arrived_on: Mapped[date | None]
    note: Mapped[str]

    __table_args__ = (
        sa.Index("ix_awaited_report_waiting", "done_on", "patient_id", sqlite_where=sa.text(WAITING)),
        sa.Index(
            "uq_awaited_report_line", "visit_id", "assessment_id", unique=True,
            sqlite_where=sa.text("voided_at IS NULL"),
        ),
    )  # fmt: skip
