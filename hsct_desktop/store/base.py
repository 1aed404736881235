"""What every stored row has: id, version, who and when, and being voided instead of deleted."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declared_attr, mapped_column
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.types import TypeDecorator

from hsct_desktop.domain.problem import KnownError

UNDONE = "undone"
"""The void reason of a row whose entry was undone."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, stored as ISO text (`2026-11-22T08:30:00.000000Z`); naive times are refused."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> str | None:
        """Write ISO text."""
        return None if value is None else utc_text(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> datetime | None:
        """Read back an aware moment."""
        return None if value is None else datetime.fromisoformat(value)


class ExactDecimal(TypeDecorator[Decimal]):
    """An exact amount, stored as plain decimal text, so that 36.5 never becomes 36.499999."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: sa.Dialect) -> str | None:
        """Write decimal text without exponent."""
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Decimal | None:
        """Read back the amount with the digits that were entered."""
        return None if value is None else Decimal(value)


def utc_text(moment: datetime) -> str:
    """A moment as fixed-width ISO text in UTC: it sorts by time. Raises ValueError for a naive time."""
    if moment.tzinfo is None:
        raise ValueError("a stored moment needs a time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _values(members: Iterable[enum.Enum]) -> list[str]:
    return [str(member.value) for member in members]


class Base(DeclarativeBase):
    """Parent of all models. Enums are stored as their text."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: sa.Text(),
        date: sa.Date(),
        datetime: UtcDateTime(),
        Decimal: ExactDecimal(),
        enum.Enum: sa.Enum(
            enum.Enum, native_enum=False, create_constraint=False, length=40, validate_strings=True,
            values_callable=_values,
        ),
    }  # fmt: skip


class Recorded:
    """Mixin of every clinical row; author and times are set when the session writes, nobody else sets them.

    An author of None is the program itself (setting up a file).
    """

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)
    version: Mapped[int] = mapped_column(sort_order=90)
    created_at: Mapped[datetime] = mapped_column(sort_order=91)
    created_by: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"), sort_order=92)
    updated_at: Mapped[datetime] = mapped_column(sort_order=93)
    updated_by: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"), sort_order=94)
    voided_at: Mapped[datetime | None] = mapped_column(sort_order=95)
    voided_by: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"), sort_order=96)
    void_reason: Mapped[str | None] = mapped_column(sort_order=97)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}

    @property
    def is_voided(self) -> bool:
        """Whether the row no longer counts."""
        return self.voided_at is not None


R = TypeVar("R", bound=Recorded)


class ReadSession(Session):
    """A session of short reads: it refuses to write."""


class WriteSession(Session):
    """The session of one write: one transaction, one author, one moment, one action label."""

    txn: str = ""
    action: str = ""
    author_id: int | None = None
    now: datetime


@event.listens_for(ReadSession, "before_flush")
def _refuse_writing(session: Session, *_: object) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("this session only reads; writes go through Store.write")


@event.listens_for(WriteSession, "before_flush")
def _stamp(session: WriteSession, *_: object) -> None:
    for row in session.new:
        if isinstance(row, Recorded):
            row.created_at = row.updated_at = session.now
            row.created_by = row.updated_by = session.author_id
    for row in session.dirty:
        if isinstance(row, Recorded) and session.is_modified(row):
            row.updated_at = session.now
            row.updated_by = session.author_id


def fetch(session: Session, model: type[R], row_id: int, version: int | None = None) -> R:
    """The row to edit. Raises KnownError `stale_row` when it is gone, voided, or no longer at `version`.

    `version` is the one that the form was filled from; None edits whatever stands there now.
    """
    row = session.get(model, row_id)
    if row is None or row.is_voided or (version is not None and row.version != version):
        raise KnownError("stale_row")
    return row


def touch(session: WriteSession, row: Recorded) -> None:
    """Move a row's version on, even when only its child rows change: a form filled before that is stale."""
    row.updated_at = session.now
    flag_modified(row, "updated_at")  # also when the clock shows the same moment as at the last change


def void(session: WriteSession, row: Recorded, reason: str) -> None:
    """Take a row out of every list with a reason; it stays in the file and in its history."""
    row.voided_at = session.now
    row.voided_by = session.author_id
    row.void_reason = reason


def fill(row: Base, entry: Any, **renamed: str) -> None:
    """Copy an entry's fields to the columns of the same name; `renamed` maps a field to its column, "" to none."""
    columns = sa.inspect(type(row)).columns
    for entry_field in fields(entry):
        name = renamed.get(entry_field.name, entry_field.name)
        if name:
            if name not in columns:
                raise AttributeError(f"{type(row).__name__} has no column {name}")
            setattr(row, name, getattr(entry, entry_field.name))
