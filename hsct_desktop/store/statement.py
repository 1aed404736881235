"""What somebody confirmed about a patient on a day, where no other record says it."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class Statement(Recorded, Base):
    """An answer ("yes", "no" or "unknown") to one kind of question (`StatementKind`) as of a day; the latest counts."""

    __tablename__ = "statement"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    kind: Mapped[str]
    answer: Mapped[str]
    stated_on: Mapped[date]
    note: Mapped[str]
