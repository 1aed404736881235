"""The imports that were done: which file, how it was read, what became of its rows; and whom an import may mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.store.base import Base, Recorded, WriteSession
from hsct_desktop.store.patient import LATEST_DAY0, Patient
from hsct_desktop.store.staff import Staff


class ImportRun(Recorded, Base):
    """One file taken in. `kinds` are its kinds of rows, comma-separated; `mapping` the YAML by which it was read.

    `txn` names the write that brought all of it: undoing that takes the whole import back. `rows_read` is the sum of
    the five counts after it.
    """

    __tablename__ = "import_run"

    file_name: Mapped[str]
    sha256: Mapped[str]
    kinds: Mapped[str]
    mapping: Mapped[str]
    txn: Mapped[str] = mapped_column(index=True)
    rows_read: Mapped[int]
    new_rows: Mapped[int]
    changed_rows: Mapped[int]
    same_rows: Mapped[int]
    conflict_rows: Mapped[int]
    refused_rows: Mapped[int]
    patients: Mapped[int]


@dataclass(frozen=True)
class RunRow:
    """An import as lists show it; `undone_at` says when it was taken back, `by` who did the import."""

    id: int
    file_name: str
    sha256: str
    kinds: tuple[str, ...]
    mapping: str
    txn: str
    at: datetime
    by: str
    rows_read: int
    new_rows: int
    changed_rows: int
    same_rows: int
    conflict_rows: int
    refused_rows: int
    patients: int
    undone_at: datetime | None = None


class Identity(NamedTuple):
    """By what a file may name a recorded patient; `day0` is that of the latest course that has one."""

    id: int
    code: str
    code_key: str
    family_name: str
    given_name: str
    folded_name: str
    birth_date: date
    day0: date | None


_RUNS = (
    sa.select(
        ImportRun.id, ImportRun.file_name, ImportRun.sha256, ImportRun.kinds, ImportRun.mapping, ImportRun.txn,
        ImportRun.created_at, Staff.name, ImportRun.rows_read, ImportRun.new_rows, ImportRun.changed_rows,
        ImportRun.same_rows, ImportRun.conflict_rows, ImportRun.refused_rows, ImportRun.patients, ImportRun.voided_at,
    )
    .join(Staff, Staff.id == ImportRun.created_by, isouter=True)
    .order_by(ImportRun.id.desc())
)  # fmt: skip
_IDENTITIES = sa.select(
    Patient.id, Patient.code, Patient.code_key, Patient.family_name, Patient.given_name, Patient.folded_name,
    Patient.birth_date, LATEST_DAY0,
).where(Patient.voided_at.is_(None))  # fmt: skip


def identities(session: Session) -> list[Identity]:
    """Every patient as a file may name one (one statement)."""
    return [Identity(*row) for row in session.execute(_IDENTITIES)]


def add(session: WriteSession, values: Mapping[str, Any]) -> ImportRun:
    """Keep an import on record, in the write that brings its rows; the row has its id."""
    row = ImportRun(txn=session.txn, **values)
    session.add(row)
    session.flush()
    return row


def all_of(session: Session) -> list[RunRow]:
    """Every import, the latest first, those that were taken back among them (one statement)."""
    return [_row(row) for row in session.execute(_RUNS)]


def get(session: Session, run_id: int) -> RunRow | None:
    """One import, None without one."""
    row = session.execute(_RUNS.where(ImportRun.id == run_id)).one_or_none()
    return None if row is None else _row(row)


def _row(row: Any) -> RunRow:
    run_id, name, sha256, kinds, *between, by = tuple(row)[:8]
    mapping, txn, at = between
    return RunRow(run_id, name, sha256, tuple(kinds.split(",")), mapping, txn, at, by or "", *tuple(row)[8:])
