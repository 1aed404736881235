"""The care plan: what a person changed of the derived lines, and lines of their own."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class CarePlanItem(Recorded, Base):
    """A line: who ("unit", "gp", "neurologist", "patient") does what until when.

    `source_key` names the derived line that it replaces or hides, "" for a line of one's own.
    """

    __tablename__ = "care_plan_item"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    source_key: Mapped[str]
    who: Mapped[str]
    text: Mapped[str]
    until: Mapped[date | None]
    hidden: Mapped[bool]
    position: Mapped[int]
