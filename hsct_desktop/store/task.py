"""Free tasks of the ward, with a patient or without."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded

OPEN_TASK = "done_on IS NULL AND voided_at IS NULL"


class Task(Recorded, Base):
    """Something to do by `due`; an owner of None is the unit, a patient of None is nobody in particular."""

    __tablename__ = "task"

    patient_id: Mapped[int | None] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    words: Mapped[str]
    due: Mapped[date]
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    done_on: Mapped[date | None]
    done_by: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))

    __table_args__ = (sa.Index("ix_task_open", "due", sqlite_where=sa.text(OPEN_TASK)),)
