"""Results: one measured value of an analyte of one sample, as typed and converted, with what graded it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded

TO_REVIEW = "reviewed_at IS NULL AND voided_at IS NULL"


class LabResult(Recorded, Base):
    """A value as typed (`text`, `unit`) and as read: `comparator` "", "<" or ">"; `value` in the unit as typed;
    `canonical` in the analyte's unit; `qualitative` "", "neg" or "pos".

    `lln`, `uln` and `baseline` are those that graded it, in the unit as typed; `corrected` is the albumin-corrected
    calcium in mmol/L. `grade` is that of the numbers alone, `proposed` the lower one where a person must answer first.
    `taken_at` is "HH:MM" or empty; no laboratory means the unit's own.
    """

    __tablename__ = "lab_result"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"))
    analyte: Mapped[str]
    taken_on: Mapped[date]
    taken_at: Mapped[str]
    laboratory_id: Mapped[int | None] = mapped_column(sa.ForeignKey("laboratory.id"), index=True)
    text: Mapped[str]
    comparator: Mapped[str]
    value: Mapped[Decimal | None]
    qualitative: Mapped[str]
    unit: Mapped[str]
    canonical: Mapped[Decimal | None]
    corrected: Mapped[Decimal | None]
    lln: Mapped[Decimal | None]
    uln: Mapped[Decimal | None]
    baseline: Mapped[Decimal | None]
    ctcae_version: Mapped[str]
    rules_version: Mapped[str]
    term_id: Mapped[str]
    direction: Mapped[str]
    grade: Mapped[int | None]
    proposed: Mapped[int | None]
    entered_by: Mapped[str]
    note: Mapped[str]
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))

    __table_args__ = (
        sa.Index("ix_lab_result_patient_analyte", "patient_id", "analyte", "taken_on"),
        sa.Index("ix_lab_result_to_review", "patient_id", "taken_on", sqlite_where=sa.text(TO_REVIEW)),
        # An empty laboratory (the unit's own) is no value to SQLite, so that it takes two indexes.
        sa.Index(
            "uq_lab_result_own_sample", "patient_id", "taken_on", "taken_at", "analyte", unique=True,
            sqlite_where=sa.text("laboratory_id IS NULL AND voided_at IS NULL"),
        ),
        sa.Index(
            "uq_lab_result_sample", "patient_id", "taken_on", "taken_at", "analyte", "laboratory_id", unique=True,
            sqlite_where=sa.text("laboratory_id IS NOT NULL AND voided_at IS NULL"),
        ),
    )  # fmt: skip
