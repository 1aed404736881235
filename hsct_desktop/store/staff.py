"""The unit's staff: who may be named as author of an entry."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain.author import Author, Role
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch


class Staff(Recorded, Base):
    """A member of staff; one who left is not active but still named on old entries."""

    __tablename__ = "staff"

    name: Mapped[str]
    role: Mapped[Role]
    active: Mapped[bool] = mapped_column(default=True)
    uid: Mapped[str | None] = mapped_column(sort_order=98)
    """Of their slot in the key file; None for who has no passphrase."""
    administers: Mapped[bool] = mapped_column(default=False, sort_order=98)
    """Has an administrator's rights beside those of the role."""

    __table_args__ = (sa.Index("uq_staff_uid", "uid", unique=True),)


_ACTIVE = (
    sa.select(Staff.id, Staff.name, Staff.role, Staff.administers)
    .where(Staff.active, Staff.voided_at.is_(None))
    .order_by(Staff.name, Staff.id)
)
_NAMES = sa.select(Staff.id, Staff.name)
_NOW = sa.select(Staff.id, Staff.name, Staff.role, Staff.administers).where(
    Staff.id == sa.bindparam("staff_id"), Staff.active, Staff.voided_at.is_(None)
)
_KEEPER = (
    sa.select(sa.literal(1))
    .where(sa.or_(Staff.role == Role.ADMINISTRATOR, Staff.administers), Staff.active, Staff.voided_at.is_(None))
    .limit(1)
)


def add(session: WriteSession, name: str, role: Role, *, uid: str | None = None, administers: bool = False) -> Staff:
    """Add a member of staff; the row has its id. `uid` is that of the slot that they have or will have."""
    row = Staff(name=name, role=role, active=True, uid=uid, administers=administers)
    session.add(row)
    session.flush()
    return row


def revise(
    session: WriteSession, staff_id: int, name: str, role: Role, active: bool, version: int | None = None
) -> Staff:
    """Change name, role or whether the person still works here."""
    row = fetch(session, Staff, staff_id, version)
    row.name, row.role, row.active = name, role, active
    return row


def active(session: Session) -> list[Author]:
    """The staff who work here now, by name."""
    return [Author(row.id, row.name, row.role, row.administers) for row in session.execute(_ACTIVE)]


def is_administered(session: Session) -> bool:
    """Whether anybody who works here keeps the users; nobody does in a file of an older version."""
    return session.execute(_KEEPER).scalar() is not None


def now(session: Session, staff_id: int) -> Author | None:
    """A member of staff as the file has them now; None for who does not work here (any more)."""
    row = session.execute(_NOW, {"staff_id": staff_id}).one_or_none()
    return None if row is None else Author(row.id, row.name, row.role, row.administers)


def all_of(session: Session) -> list[Staff]:
    """Every member of staff, also those who left, by id."""
    return list(session.execute(sa.select(Staff).where(Staff.voided_at.is_(None)).order_by(Staff.id)).scalars())


def by_uid(session: Session) -> dict[str, Staff]:
    """Who has or had a passphrase, by the uid of their slot; also those who left, and who was taken back."""
    rows = session.execute(sa.select(Staff).where(Staff.uid.is_not(None))).scalars()
    return {row.uid: row for row in rows if row.uid is not None}


def names(session: Session) -> dict[int, str]:
    """Every name by id, also of those who left: for authors of old entries."""
    return {row.id: row.name for row in session.execute(_NAMES)}
