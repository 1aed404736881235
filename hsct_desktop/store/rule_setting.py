"""The unit's own numbers for rules that are not alerts: stop rules, triggers, vaccine conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch, void
from hsct_desktop.store.staff import Staff


class RuleSetting(Recorded, Base):
    """Thresholds by name, each with its unit, of a rule of a set ("stops", "triggers", "vaccines", "late_effects")."""

    __tablename__ = "rule_setting"

    rule_set: Mapped[str]
    rule_id: Mapped[str]
    thresholds: Mapped[dict[str, Any]] = mapped_column(sa.JSON)

    __table_args__ = (
        sa.Index("uq_rule_setting_rule", "rule_set", "rule_id", unique=True, sqlite_where=sa.text("voided_at IS NULL")),
    )


@dataclass(frozen=True)
class StoredNumbers:
    """The unit's numbers of one rule, {"months": {"value": "9", "unit": "months"}}, with who changed them last."""

    id: int
    version: int
    rule_id: str
    thresholds: dict[str, Any]
    changed_by: str
    changed_at: datetime


_OF_SET = (
    sa.select(
        RuleSetting.id, RuleSetting.version, RuleSetting.rule_id, RuleSetting.thresholds,
        Staff.name.label("changed_by"), RuleSetting.updated_at.label("changed_at"),
    )
    .join(Staff, Staff.id == RuleSetting.updated_by, isouter=True)
    .where(RuleSetting.voided_at.is_(None), RuleSetting.rule_set == sa.bindparam("rule_set"))
    .order_by(RuleSetting.rule_id)
)  # fmt: skip


def of_set(session: Session, rule_set: str) -> dict[str, StoredNumbers]:
    """The unit's numbers of a set, by rule."""
    rows = session.execute(_OF_SET, {"rule_set": rule_set})
    found = (StoredNumbers(**{**row._mapping, "changed_by": row.changed_by or ""}) for row in rows)
    return {row.rule_id: row for row in found}


def put(
    session: WriteSession, rule_set: str, rule_id: str, version: int | None, thresholds: Mapping[str, Any]
) -> int | None:
    """Set the unit's numbers of a rule, or with none take them back; `version` is that of the row as shown.

    KnownError `stale_row`. The id of the row; None where there was none and none is wanted.
    """
    held = of_set(session, rule_set).get(rule_id)
    if held is None and version is None:
        if not thresholds:
            return None
        row = RuleSetting(rule_set=rule_set, rule_id=rule_id, thresholds=dict(thresholds))
        session.add(row)
    else:
        row = fetch(session, RuleSetting, held.id if held is not None else 0, version or 0)
        if thresholds:
            row.thresholds = dict(thresholds)
        else:
            void(session, row, "as shipped")
    session.flush()
    return row.id
