"""Which set of rules the unit has approved to act, who and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session

from hsct_desktop.store.base import Base, Recorded, WriteSession
from hsct_desktop.store.plain import PlainRows


class RuleApproval(Recorded, Base):
    """The approval of a set of rules ("grading", "alerts") as it stood: `sha256` tells its text from others.

    `content` is the text; of the alerts, JSON with the text ("rules") and what the unit had changed of it ("unit").
    """

    __tablename__ = "rule_approval"

    rule_set: Mapped[str]
    rules_version: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[str]
    approved_by: Mapped[str]
    approved_on: Mapped[date]
    note: Mapped[str]


@dataclass(frozen=True)
class Approval:
    """An approval that stands; `content` holds the approved text, `recorded_at` is when it was entered."""

    id: int
    version: int
    rule_set: str
    rules_version: str
    sha256: str
    content: str
    approved_by: str
    approved_on: date
    note: str
    recorded_at: datetime


_APPROVALS = (
    sa.select(
        RuleApproval.id, RuleApproval.version, RuleApproval.rule_set, RuleApproval.rules_version,
        RuleApproval.sha256, RuleApproval.content, RuleApproval.approved_by, RuleApproval.approved_on,
        RuleApproval.note, RuleApproval.created_at.label("recorded_at"),
    )
    .where(RuleApproval.voided_at.is_(None), RuleApproval.rule_set == sa.bindparam("rule_set"))
    .order_by(RuleApproval.id.desc())
)  # fmt: skip
_LATEST_DIGEST = PlainRows(
    sa.select(RuleApproval.sha256)
    .where(RuleApproval.voided_at.is_(None), RuleApproval.rule_set == sa.bindparam("rule_set"))
    .order_by(RuleApproval.id.desc())
    .limit(1)
)


def in_force(session: Session, rule_set: str) -> Approval | None:
    """The latest approval of a set that was not withdrawn."""
    row = session.execute(_APPROVALS.limit(1), {"rule_set": rule_set}).first()
    return None if row is None else Approval(**row._mapping)


def all_of(session: Session, rule_set: str) -> list[Approval]:
    """Every approval of a set that was not withdrawn, latest first."""
    return [Approval(**row._mapping) for row in session.execute(_APPROVALS, {"rule_set": rule_set})]


def digest_in_force(session: Session, rule_set: str) -> str:
    """The SHA-256 of the text that was approved last, "" for none: asked for in each write of a result."""
    found = _LATEST_DIGEST.fetch_with(session, {"rule_set": rule_set})
    return str(found[0][0]) if found else ""


def add(
    session: WriteSession, rule_set: str, text: tuple[str, str, str], approved_by: str, on: date, note: str
) -> RuleApproval:
    """Record an approval of a text (version, SHA-256, content); the row has its id."""
    version, sha256, content = text
    row = RuleApproval(
        rule_set=rule_set, rules_version=version, sha256=sha256, content=content, approved_by=approved_by,
        approved_on=on, note=note,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row
