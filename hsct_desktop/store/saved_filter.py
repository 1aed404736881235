"""Named filters of Today and Patients, the unit's or one person's."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class SavedFilter(Recorded, Base):
    """A filter by name; `content` is its definition as JSON, an owner of None is the whole unit."""

    __tablename__ = "saved_filter"

    name: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    content: Mapped[str]
    position: Mapped[int]
