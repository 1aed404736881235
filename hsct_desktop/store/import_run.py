"""The imports that were done: which file, how it was read, what became of its rows."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


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
