"""Reads the change log: what a write changed, what can be undone, how a row came to be what it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from hsct_desktop.store.change_log import ChangeLog

UNDO = "undo:"
"""Prefix of the action of a write that undid another; the transaction's id follows."""


@dataclass(frozen=True, slots=True)
class Change:
    """One changed row; `old` and `new` hold stored values of the changed columns (all columns of a new row).

    They are read when asked for: a write of a hundred thousand rows is undone by their ids.
    """

    seq: int
    at: datetime
    staff_id: int | None
    txn: str
    action: str
    table: str
    inserted: bool
    row_id: int
    old_text: str | None
    new_text: str | None

    @property
    def old(self) -> dict[str, Any]:
        """The values before; none for a new row."""
        return json.loads(self.old_text) if self.old_text is not None else {}

    @property
    def new(self) -> dict[str, Any]:
        """The values after."""
        return json.loads(self.new_text) if self.new_text is not None else {}


@dataclass(frozen=True)
class Undoable:
    """A write that may be undone."""

    txn: str
    action: str
    at: datetime


_CHANGES = sa.select(
    ChangeLog.seq, ChangeLog.at, ChangeLog.staff_id, ChangeLog.txn, ChangeLog.action, ChangeLog.table_name,
    ChangeLog.op, ChangeLog.row_id, ChangeLog.old, ChangeLog.new,
).order_by(ChangeLog.seq)  # fmt: skip
_OF_TXN = _CHANGES.where(ChangeLog.txn == sa.bindparam("txn"))
_ACTION = sa.select(ChangeLog.action).where(ChangeLog.txn == sa.bindparam("txn")).limit(1)
_AUTHOR = sa.select(ChangeLog.staff_id).where(ChangeLog.txn == sa.bindparam("txn")).limit(1)
_OF_ROW = _CHANGES.where(ChangeLog.table_name == sa.bindparam("table"), ChangeLog.row_id == sa.bindparam("row_id"))
_OF_ROWS = _CHANGES.where(
    ChangeLog.table_name == sa.bindparam("table"), ChangeLog.row_id.in_(sa.bindparam("ids", expanding=True))
)
_OWN = aliased(ChangeLog)
_LATER = _CHANGES.where(
    ChangeLog.seq > sa.bindparam("after_seq"),
    ChangeLog.txn != sa.bindparam("txn"),
    sa.tuple_(ChangeLog.table_name, ChangeLog.row_id).in_(
        sa.select(_OWN.table_name, _OWN.row_id).where(_OWN.txn == sa.bindparam("txn"))
    ),
)
_COUNTER = aliased(ChangeLog)
_LAST = (
    sa.select(ChangeLog.txn, ChangeLog.action, ChangeLog.at)
    .where(
        ChangeLog.staff_id == sa.bindparam("staff_id"),
        ChangeLog.seq > sa.bindparam("after_seq"),
        ChangeLog.action.not_like(UNDO + "%"),
        ChangeLog.row_id > 0,  # a note of the program is no row to take back
        ~sa.exists(sa.select(sa.literal(1)).where(_COUNTER.action == sa.literal(UNDO) + ChangeLog.txn)),
    )
    .order_by(ChangeLog.seq.desc())
    .limit(1)
)


def changes_of(session: Session, txn: str) -> list[Change]:
    """What one write changed, in order."""
    return [_change(row) for row in session.execute(_OF_TXN, {"txn": txn})]


def action_of(session: Session, txn: str) -> str:
    """What the service called a write; "" for one that changed nothing."""
    return session.scalar(_ACTION, {"txn": txn}) or ""


def author_of(session: Session, txn: str) -> int | None:
    """Who made a write; None for the program itself and for one that changed nothing."""
    return session.scalar(_AUTHOR, {"txn": txn})


def history(session: Session, table: str, row_id: int) -> list[Change]:
    """Every change of one row, oldest first."""
    return [_change(row) for row in session.execute(_OF_ROW, {"table": table, "row_id": row_id})]


def later_changes(session: Session, txn: str, after_seq: int) -> dict[tuple[str, int], list[Change]]:
    """What other writes have changed in the rows of a write behind a line of the log, by table and row, oldest first
    (one statement)."""
    found: dict[tuple[str, int], list[Change]] = {}
    for row in session.execute(_LATER, {"txn": txn, "after_seq": after_seq}):
        found.setdefault((row.table_name, row.row_id), []).append(_change(row))
    return found


def of_rows(session: Session, table: str, ids: Sequence[int]) -> dict[int, list[Change]]:
    """Every change of several rows of a table by row, oldest first (one statement)."""
    found: dict[int, list[Change]] = {}
    for row in session.execute(_OF_ROWS, {"table": table, "ids": list(ids)}):
        found.setdefault(row.row_id, []).append(_change(row))
    return found


def last_undoable(session: Session, staff_id: int, after_seq: int = 0) -> Undoable | None:
    """The member of staff's latest write after that line of the log that is neither undone nor itself an undo."""
    row = session.execute(_LAST, {"staff_id": staff_id, "after_seq": after_seq}).one_or_none()
    return None if row is None else Undoable(row.txn, row.action, datetime.fromisoformat(row.at))


def _change(row: Any) -> Change:
    seq, at, staff_id, txn, action, table, op, row_id, old, new = row
    return Change(seq, datetime.fromisoformat(at), staff_id, txn, action, table, op == "I", row_id, old, new)
