"""Alerts that have fired, and the unit's own thresholds for the rules."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded

OPEN = "acknowledged_at IS NULL AND ended_on IS NULL AND voided_at IS NULL"


class Alert(Recorded, Base):
    """A rule that fired on a day: what it saw (`value`), its limit (`threshold`), both as data, and its rule version.

    `severity` is "red", "amber" or "info"; `certainty` "sure" or "possible". `facts` are the rows that fired it,
    `missing` what was not known. `ended_on` is the day from which the facts no longer fire it.
    """

    __tablename__ = "alert"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    rule_id: Mapped[str]
    rules_version: Mapped[str]
    severity: Mapped[str]
    certainty: Mapped[str]
    value: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    threshold: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    facts: Mapped[list[Any]] = mapped_column(sa.JSON)
    missing: Mapped[list[str]] = mapped_column(sa.JSON)
    fired_on: Mapped[date]
    ended_on: Mapped[date | None]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    acknowledged_why: Mapped[str]
    on_letter: Mapped[bool]

    __table_args__ = (sa.Index("ix_alert_open", "severity", "patient_id", sqlite_where=sa.text(OPEN)),)


class AlertSetting(Recorded, Base):
    """What the unit changed of a rule: whether it is on, how severe it is, its thresholds by name with their units."""

    __tablename__ = "alert_setting"

    rule_id: Mapped[str]
    enabled: Mapped[bool]
    severity: Mapped[str]
    thresholds: Mapped[dict[str, Any]] = mapped_column(sa.JSON)

    __table_args__ = (
        sa.Index("uq_alert_setting_rule", "rule_id", unique=True, sqlite_where=sa.text("voided_at IS NULL")),
    )
