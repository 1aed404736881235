"""A checklist of criteria (engraftment syndrome, SOS/VOD, febrile neutropenia) as a person filled and judged it."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class CriteriaCheck(Recorded, Base):
    """`answers` says of each criterion "yes", "no" or "unknown" and where that comes from.

    `verdict` is what the rules make of them, `decision` what the person decided: "confirmed", "excluded" or "watch".
    """

    __tablename__ = "criteria_check"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    checklist_id: Mapped[str]
    rules_version: Mapped[str]
    assessed_on: Mapped[date]
    answers: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    verdict: Mapped[str]
    severity: Mapped[str]
    decision: Mapped[str]
    adverse_event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("adverse_event.id"), index=True)
    note: Mapped[str]
