"""Facts about the data file itself: unit name, practice or real, file id, when it was made."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.store.base import Base, WriteSession
from hsct_desktop.store.held import read_once

UNIT_NAME = "unit.name"
FILE_KIND = "file.kind"
FILE_ID = "file.id"
FILE_CREATED = "file.created"
KEYS_KNOWN = "keys.known"
"""Which key file belongs to the file: its number, and what its slots look like (services.slots)."""


class Setting(Base):
    """One setting. It is not voided: undoing its first entry leaves an empty value, which counts as unset."""

    __tablename__ = "setting"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    value: Mapped[str | None]
    updated_at: Mapped[datetime]
    updated_by: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))


_VALUE = sa.select(Setting.value).where(Setting.key == sa.bindparam("key"))
_ALL = sa.select(Setting.key, Setting.value).where(Setting.value.is_not(None))


@read_once
def get(session: Session, key: str, default: str = "") -> str:
    """The value of a setting, `default` when it is unset."""
    value = session.execute(_VALUE, {"key": key}).scalar()
    return default if value is None else value


def all_of(session: Session) -> dict[str, str]:
    """Every setting by key."""
    return {row.key: row.value for row in session.execute(_ALL) if row.value is not None}


def put(session: WriteSession, key: str, value: str | None) -> None:
    """Set or change a setting, or leave it unset (None); an unchanged value writes nothing."""
    row = session.execute(sa.select(Setting).where(Setting.key == key)).scalar()
    if row is None:
        if value is None:
            return
        row = Setting(key=key)
        session.add(row)
    elif row.value == value:
        return
    row.value = value
    row.updated_at = session.now
    row.updated_by = session.author_id
    session.flush()
