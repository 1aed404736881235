"""The unit's own numbers for rules that are not alerts: stop rules, triggers, vaccine conditions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class RuleSetting(Recorded, Base):
    """Thresholds by name, each with its unit, of a rule of a set ("stops", "triggers", "vaccines", "late_effects")."""

    __tablename__ = "rule_setting"

    rule_set: Mapped[str]
    rule_id: Mapped[str]
    thresholds: Mapped[dict[str, Any]] = mapped_column(sa.JSON)

    __table_args__ = (
        sa.Index("uq_rule_setting_rule", "rule_set", "rule_id", unique=True, sqlite_where=sa.text("voided_at IS NULL")),
    )
