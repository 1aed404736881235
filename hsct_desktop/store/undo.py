"""Undo by counter-entry: nothing is taken out of the file, a new write puts the old values back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store.base import UNDONE, Base, WriteSession, utc_text
from hsct_desktop.store.change_log import ChangeLog
from hsct_desktop.store.engine import relabel
from hsct_desktop.store.history import UNDO, Change, changes_of, later_changes
from hsct_desktop.store.known_error import known_key

_BOOKKEEPING = frozenset({"version", "updated_at", "updated_by"})
_AUTHORS = frozenset({"created_by", "updated_by", "voided_by"})
_BY_PROGRAM = ("alert", "scheduled_visit")
"""Tables whose rows the program itself adds as days pass: what nobody has touched goes with what it hangs on."""
_FIRST_ENTRY_STAYS = frozenset({"protocol_snapshot"})
"""Kept texts that harm nobody when nothing points at them any more."""


def revert(session: WriteSession, txn: str) -> list[Change]:
    """Undo one write: its new rows are voided, its changed columns get their old values; returns what it had changed.

    The counter-entry is logged as action `undo:<txn>`. With nothing changed it raises KnownError
    `undo_changed_since` when a row was changed by a later write that has not been undone itself, `undo_done_already`
    when the write has been undone.
    """
    changes = changes_of(session, txn)
    if not changes:
        raise KnownError("stale_row")
    by_row: dict[tuple[str, int], list[Change]] = {}
    for change in changes:
        by_row.setdefault((change.table, change.row_id), []).append(change)
    later = later_changes(session, txn, changes[0].seq)
    for row, of_row in later.items():
        own = by_row[row]
        # What the program keeps in step by itself keeps nobody from taking back a new row.
        by_people = [c for c in of_row if c.staff_id is not None] if own[0].inserted else of_row
        _refuse_if_changed_since(own, by_people)
    relabel(session, UNDO + txn)
    session.flush()
    try:
        # Backwards: a child row is voided before what it hangs on, and a unique name is free before it is taken again.
        for (table, is_new), rows in groupby(reversed(by_row.items()), lambda item: (item[0][0], item[1][0].inserted)):
            if is_new:
                _void(session, table, [row_id for (_, row_id), _own in rows])
            else:
                for (_, row_id), own in rows:
                    _put_back(session, table, row_id, own)
    except IntegrityError as error:
        raise KnownError(known_key(error.orig) or "undo_changed_since") from error
    new_of = {table for (table, _), own in by_row.items() if own[0].inserted}
    for table in new_of:
        _void_by_program(session, table, txn)
    for table in new_of:
        _refuse_orphans(session, table, txn)
    for table in {table for (table, _), own in by_row.items() if not own[0].inserted and "voided_at" in own[0].old}:
        _refuse_orphans_anew(session, table, txn, changes[-1].seq)
    session.expire_all()
    return changes


def _refuse_if_changed_since(own: list[Change], of_row: list[Change]) -> None:
    """A later write and its undo cancel each other; any other later write stands in the way.

    Read backwards, so that an undo that was undone itself cancels nothing.
    """
    txn, last = own[-1].txn, own[-1].seq
    cancelled: set[str] = set()
    for change in reversed([c for c in of_row if c.seq > last and c.txn != txn]):
        if change.txn in cancelled:
            continue
        if change.action == UNDO + txn:
            raise KnownError("undo_done_already")
        if not change.action.startswith(UNDO):
            raise KnownError("undo_changed_since")
        cancelled.add(change.action.removeprefix(UNDO))


def _void_by_program(session: WriteSession, table_name: str, txn: str) -> None:
    """Take back what the program has added to new rows since and nobody has touched: alerts, visits of a series."""
    ids = sa.select(ChangeLog.row_id).where(
        ChangeLog.txn == txn, ChangeLog.op == "I", ChangeLog.table_name == table_name
    )
    for child, hanging in _hanging_by_table(table_name, ids):
        if child.name in _BY_PROGRAM:
            own = hanging.where(child.c.created_by.is_(None), child.c.updated_by.is_(None))
            _void(session, child.name, list(session.scalars(own)))


def _refuse_orphans(session: WriteSession, table_name: str, txn: str) -> None:
    """Somebody has since entered something that hangs on a new row (a contact of a patient just registered).

    A member of staff who has entered anything stays: the author of an entry is never unknown.
    """
    ids = sa.select(ChangeLog.row_id).where(
        ChangeLog.txn == txn, ChangeLog.op == "I", ChangeLog.table_name == table_name
    )
    if table_name == "staff":
        author = aliased(ChangeLog)
        written = sa.select(sa.literal(1)).where(author.staff_id.in_(ids)).limit(1)
        if session.execute(written).scalar() is not None:
            raise KnownError("staff_has_entries")
    for hanging in _hanging(table_name, ids):
        if session.execute(hanging.limit(1)).scalar() is not None:
            raise KnownError("undo_changed_since")


def _refuse_orphans_anew(session: WriteSession, table_name: str, txn: str, seq: int) -> None:
    """What an undo had brought back is voided again when that undo is undone: what was entered on it since would hang
    in the air. `seq` is the last line of the write that is undone.
    """
    table = Base.metadata.tables[table_name].alias()  # a scan refers to a scan
    changed = sa.select(ChangeLog.row_id).where(ChangeLog.txn == txn, ChangeLog.table_name == table_name)
    voided = sa.select(table.c.id).where(table.c.id.in_(changed), table.c.voided_at.is_not(None))
    for hanging in _hanging(table_name, voided):
        child = hanging.selected_columns["id"]
        written = sa.select(sa.literal(1)).where(
            ChangeLog.table_name == str(child.table),
            ChangeLog.row_id == child,
            ChangeLog.seq > seq,
            ChangeLog.txn != session.txn,
        )
        if session.execute(hanging.where(written.exists()).limit(1)).scalar() is not None:
            raise KnownError("undo_changed_since")


def _hanging(table_name: str, ids: sa.Select[Any]) -> Iterator[sa.Select[Any]]:
    """Statements for the standing rows of every table that refer to rows of one, authorship left out."""
    return (hanging for _, hanging in _hanging_by_table(table_name, ids))


def _hanging_by_table(table_name: str, ids: sa.Select[Any]) -> Iterator[tuple[sa.Table, sa.Select[Any]]]:
    for child in Base.metadata.tables.values():
        if "voided_at" not in child.columns:
            continue
        for column in child.columns:
            targets = {key.column.table.name for key in column.foreign_keys}
            if table_name in targets and column.name not in _AUTHORS:
                yield child, sa.select(child.c.id).where(column.in_(ids), child.c.voided_at.is_(None))


def anything_since(session: WriteSession, changes: Sequence[Change]) -> bool:
    """Whether another write than the one that is undone, and its undo, has come behind it in the log."""
    own = changes[-1]
    later = sa.select(sa.literal(1)).where(
        ChangeLog.seq > own.seq, ChangeLog.txn.not_in([own.txn, session.txn]), ChangeLog.row_id > 0
    )
    return session.execute(later.limit(1)).scalar() is not None


def has_twin(session: WriteSession, table_name: str, row_id: int, keys: Sequence[str]) -> bool:
    """Whether another standing row has the same keys as a standing one; where the last key is empty text, none has."""
    table = Base.metadata.tables[table_name]
    other = table.alias()
    same = [table.c[key].is_not_distinct_from(other.c[key]) for key in keys]
    standing = [one.c.voided_at.is_(None) for one in (table, other)]
    found = sa.select(sa.literal(1)).where(
        table.c.id == row_id, other.c.id != row_id, table.c[keys[-1]] != "", *same, *standing
    )
    return session.execute(found.limit(1)).scalar() is not None


def refuse_dangling(session: WriteSession, changes: Sequence[Change]) -> None:
    """What is put back may hang on something that was taken back since. KnownError `undo_parent_gone`."""
    for change in changes:
        if change.inserted:
            continue
        table, old = Base.metadata.tables[change.table], change.old
        for column in table.columns:
            if column.name in _AUTHORS or not {column.name, "voided_at"} & old.keys():
                continue
            for key in column.foreign_keys:
                _refuse_voided_parent(session, table, column, key.column, change.row_id)


def _refuse_voided_parent(
    session: WriteSession, table: sa.Table, column: sa.Column[Any], target: sa.Column[Any], row_id: int
) -> None:
    parent = target.table.alias()
    if "voided_at" not in parent.columns:
        return
    found = (
        sa.select(sa.literal(1))
        .select_from(table.join(parent, column == parent.columns[target.name]))
        .where(table.c.id == row_id, parent.c.voided_at.is_not(None))
    )
    if "voided_at" in table.columns:
        found = found.where(table.c.voided_at.is_(None))
    if session.execute(found).scalar() is not None:
        raise KnownError("undo_parent_gone")


def _void(session: WriteSession, table_name: str, ids: Sequence[int]) -> None:
    """Take the new rows of a table out of every list, in the order given; a long file brings a hundred thousand."""
    if table_name in _FIRST_ENTRY_STAYS:
        return
    table = Base.metadata.tables[table_name]
    _update(session, table, _voided(session) if "voided_at" in table.columns else {"value": None}, ids)


def _put_back(session: WriteSession, table_name: str, row_id: int, own: list[Change]) -> None:
    values: dict[str, Any] = {}
    for change in reversed(own):  # the earliest old value of a column is the one before the write
        values.update(change.old)
    kept = {name: value for name, value in values.items() if name not in _BOOKKEEPING}
    _update(session, Base.metadata.tables[table_name], kept, [row_id])


def _update(session: WriteSession, table: sa.Table, values: dict[str, Any], ids: Sequence[int]) -> None:
    """Give stored values, as the log has them, to rows of a table."""
    if not ids:
        return
    raw = sa.table(table.name, *(sa.column(column.name) for column in table.columns))
    assignments: dict[str, Any] = {**values, "updated_at": utc_text(session.now), "updated_by": session.author_id}
    if "version" in table.columns:
        assignments["version"] = raw.c.version + 1
    statement = sa.update(raw).where(raw.c.id == sa.bindparam("row_of_log")).values(assignments)
    session.connection().execute(statement, [{"row_of_log": row_id} for row_id in ids])


def _voided(session: WriteSession) -> dict[str, Any]:
    return {"voided_at": utc_text(session.now), "voided_by": session.author_id, "void_reason": UNDONE}
