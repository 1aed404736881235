"""Which set of rules the unit has approved to act, who and when."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from hsct_desktop.store.base import Base, Recorded


class RuleApproval(Recorded, Base):
    """The approval of a set of rules ("grading", "alerts") as it stood: `content` is its text, `sha256` that of it."""

    __tablename__ = "rule_approval"

    rule_set: Mapped[str]
    rules_version: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[str]
    approved_by: Mapped[str]
    approved_on: Mapped[date]
    note: Mapped[str]
