"""The change log: who changed what, when, from what to what; written by triggers, so that no writer can pass it by.

The triggers are generated from the models and created anew after each migration (rebuilding a table drops its
triggers without a word). They call functions that only this program registers on its connections: another tool's
write fails instead of going unlogged, and so does a line that it would write into the log itself. Who drops the
triggers first is not stopped; they are made anew when the file is opened, and the log says so. Every line is bound to
the one before it (`store/chain.py`), which the table itself holds: a part of a write that is taken back takes its
lines along.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.store import chain, record_lock
from hsct_desktop.store.base import Base

UNLOGGED = frozenset({
    "change_log", "access_log", "draft", "attachment_content", "letter_content", "letterhead_logo_content",
})  # fmt: skip
"""Tables whose rows are not logged: the logs themselves, half-filled forms, and the bytes of attachments, which never
change and whose SHA-256 stands in a logged row."""
WRITTEN_ONCE = ("access_log", "attachment_content", "letter_content", "letterhead_logo_content")
"""Unlogged tables whose rows are written by this program alone and neither changed, replaced nor deleted."""
EMPTIED = frozenset({"attachment_content", "letter_content"})
"""Of these, those whose bytes pseudonymising takes away."""
FINAL = {"letter": ("status", "signed")}
"""Logged tables whose rows change no more once a column has that value: what was signed."""


class ChangeLog(Base):
    """One changed row: `op` is I or U; `old` and `new` are JSON objects of the stored values, only changed columns.

    `workstation` and `reason` are None where nobody said; `redacted` is the number of the line that says that this one
    holds no more than what pseudonymising left.
    """

    __tablename__ = "change_log"

    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(index=True)
    staff_id: Mapped[int | None]
    txn: Mapped[str] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(index=True)
    table_name: Mapped[str]
    op: Mapped[str]
    row_id: Mapped[int]
    old: Mapped[str | None]
    new: Mapped[str | None]
    workstation: Mapped[str | None]
    reason: Mapped[str | None]
    nonce: Mapped[bytes | None]
    digest: Mapped[bytes | None]
    mac: Mapped[bytes | None]
    redacted: Mapped[int | None]

    __table_args__ = (
        sa.Index("ix_change_log_row", "table_name", "row_id"),
        sa.Index("ix_change_log_staff", "staff_id", "seq"),
    )


@dataclass(frozen=True)
class LastEntry:
    """The end of the log; `at` is None in a log that is still empty."""

    seq: int
    at: datetime | None


_LAST = sa.select(ChangeLog.seq, ChangeLog.at).order_by(ChangeLog.seq.desc()).limit(1)


def last_entry(session: Session | sa.Connection) -> LastEntry:
    """The latest line of the log."""
    row = session.execute(_LAST).one_or_none()
    return LastEntry(0, None) if row is None else LastEntry(row.seq, datetime.fromisoformat(row.at))


def last_entry_of(driver_connection: Any) -> LastEntry:
    """The same, asked of the driver itself: every write asks twice, and a ward waits for each write."""
    row = driver_connection.execute("SELECT seq, at FROM change_log ORDER BY seq DESC LIMIT 1").fetchone()
    return LastEntry(0, None) if row is None else LastEntry(row[0], datetime.fromisoformat(row[1]))


def latest_moment(session: Session) -> datetime | None:
    """The latest time in the log, whatever line bears it: after a clock was set back that is not the last line."""
    found = session.scalar(sa.select(sa.func.max(ChangeLog.at)))
    return None if found is None else datetime.fromisoformat(found)


@dataclass(frozen=True)
class LogLine:
    """Which write touched which table."""

    seq: int
    txn: str
    table: str


def lines_after(session: Session, seq: int) -> list[LogLine]:
    """What was logged after a line, oldest first."""
    wanted = sa.select(ChangeLog.seq, ChangeLog.txn, ChangeLog.table_name).where(ChangeLog.seq > seq)
    return [LogLine(row.seq, row.txn, row.table_name) for row in session.execute(wanted.order_by(ChangeLog.seq))]


def logged_tables(metadata: sa.MetaData) -> list[sa.Table]:
    """The tables whose rows are logged and never deleted."""
    return [table for table in metadata.sorted_tables if table.name not in UNLOGGED]


def trigger_statements(metadata: sa.MetaData) -> dict[str, str]:
    """Every trigger by name, as the CREATE statement that SQLite stores."""
    found = dict(_append_only())
    for name in WRITTEN_ONCE:
        found.update(_written_once(metadata.tables[name]))
    found.update(_final())
    found.update(record_lock.statements())
    for table in logged_tables(metadata):
        found.update(_of_table(table))
    return found


_OF_LINE = (
    "seq", "at", "staff_id", "txn", "action", "table_name", "op", "row_id", "workstation", "reason", "digest", "mac",
)  # fmt: skip


def _append_only() -> Iterator[tuple[str, str]]:
    # A foreign client has no hsct_txn(): its statement fails before it runs.
    name = "log_is_ours"
    when = "BEFORE INSERT ON change_log WHEN NEW.txn IS NOT hsct_txn()"
    yield name, _raise(name, when, "the change log is written by triggers only")
    # Pseudonymising takes values out of a line, and nothing else of it.
    same = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _OF_LINE)
    when = f"BEFORE UPDATE ON change_log WHEN hsct_redacts() IS NOT 1 OR {same} OR NEW.nonce IS NOT NULL"
    yield "log_stays_update", _raise("log_stays_update", when, "the change log is append-only")
    yield "log_stays_delete", _raise("log_stays_delete", "BEFORE DELETE ON change_log", "the change log is append-only")


def _written_once(table: sa.Table) -> Iterator[tuple[str, str]]:
    # INSERT OR REPLACE deletes without a word where triggers do not call each other: the new row is refused instead.
    (key,) = (column.name for column in table.primary_key)
    held = f"EXISTS (SELECT 1 FROM {table.name} WHERE {key} = NEW.{key})"  # noqa: S608 - names of our models
    # Pseudonymising takes the bytes away and leaves the row, whose record keeps their SHA-256.
    kept = " WHEN hsct_redacts() IS NOT 1 OR NEW.content IS NOT x''" if table.name in EMPTIED else ""
    for op, when in (("INSERT", f" WHEN hsct_txn() IS NULL OR {held}"), ("UPDATE", kept), ("DELETE", "")):
        name = f"keep_{table.name}_{op.lower()}"
        yield name, _raise(name, f"BEFORE {op} ON {table.name}{when}", f"rows of {table.name} are written once")


def _final() -> Iterator[tuple[str, str]]:
    for table, (column, value) in FINAL.items():
        name = f"keep_{table}_{value}"
        when = f"BEFORE UPDATE ON {table} WHEN OLD.{column} = '{value}' AND hsct_redacts() IS NOT 1"
        yield name, _raise(name, when, f"a {table} that is {value} stays as it is")


def _raise(name: str, when: str, message: str) -> str:
    return f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{message}'); END"


def _of_table(table: sa.Table) -> Iterator[tuple[str, str]]:
    name, columns = table.name, [column.name for column in table.columns]
    keep = f"keep_{name}"
    yield keep, _raise(keep, f'BEFORE DELETE ON "{name}"', f"rows of {name} are voided, never deleted")
    inserted = ", ".join(f"'{c}', NEW.\"{c}\"" for c in columns)
    yield (
        f"log_{name}_insert",
        (
            f'CREATE TRIGGER log_{name}_insert AFTER INSERT ON "{name}" BEGIN '
            + _log(name, "I", "NULL", f"json_object({inserted})")
            + "; END"
        ),
    )
    changed = " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in columns)
    yield (
        f"log_{name}_update",
        (
            f'CREATE TRIGGER log_{name}_update AFTER UPDATE ON "{name}" WHEN {changed} BEGIN '
            + _log(name, "U", _changed(columns, "OLD"), _changed(columns, "NEW"))
            + "; END"
        ),
    )


def _log(table: str, op: str, old: str, new: str) -> str:
    return _entry(f"'{table}'", op, "NEW.id", old, new)


def _entry(table: str, op: str, row_id: str, old: str, new: str) -> str:
    """The statement that writes one line. The limits keep SQLite from folding the parts into one and working out each
    value as often as it is named."""
    seq = "coalesce((SELECT max(seq) FROM change_log), 0) + 1"
    before = "(SELECT mac FROM change_log ORDER BY seq DESC LIMIT 1)"
    values = f"SELECT {seq} AS s, {table} AS t, {row_id} AS r, {old} AS o, {new} AS n LIMIT 1"
    marks = f"SELECT s, t, r, o, n, hsct_marks(s, {before}, t, '{op}', r, o, n) AS m FROM ({values}) LIMIT 1"  # noqa: S608
    return (
        "INSERT INTO change_log (seq, at, staff_id, txn, action, table_name, op, row_id, old, new, "  # noqa: S608
        "workstation, reason, nonce, digest, mac) "
        f"SELECT s, hsct_now(), hsct_staff(), hsct_txn(), hsct_action(), t, '{op}', r, o, n, "
        "hsct_workstation(), hsct_reason(), substr(m, 1, 16), substr(m, 17, 32), substr(m, 49) "
        f"FROM ({marks}) LIMIT 1"
    )


def _changed(columns: list[str], side: str) -> str:
    """A JSON object of the columns that differ; the names come from our models, never from an entry."""
    pairs = " UNION ALL ".join(
        f'SELECT \'{c}\' AS name, {side}."{c}" AS value WHERE OLD."{c}" IS NOT NEW."{c}"' for c in columns
    )
    return f"(SELECT json_group_object(name, value) FROM ({pairs}))"  # noqa: S608


def installed_triggers(connection: sa.Connection) -> dict[str, str]:
    """The triggers that stand in the file, by name."""
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {row[0]: row[1] for row in rows}


def drop_triggers(connection: sa.Connection) -> None:
    """Drop every trigger: before a migration, and before they are made anew."""
    for name in installed_triggers(connection):
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def install_triggers(connection: sa.Connection, metadata: sa.MetaData) -> None:
    """Make the file's triggers those of the models, inside the caller's transaction."""
    drop_triggers(connection)
    for statement in trigger_statements(metadata).values():
        connection.exec_driver_sql(statement)


_NOTE = sa.text(_entry(":about", "U", "0", ":old", ":new"))


def note(connection: sa.Connection, about: str, old: object, new: object) -> None:
    """Put a fact on record that is no row of a table: what it is about, and both its states."""
    connection.execute(_NOTE, {"about": about, "old": json.dumps(old), "new": json.dumps(new)})


@dataclass(frozen=True)
class Note:
    """A fact on record that is no row of a table; `new` is its state as JSON."""

    at: datetime
    staff_id: int | None
    new: str


def notes(session: Session, about: str, limit: int) -> list[Note]:
    """The latest facts about something, the last one first."""
    wanted = sa.select(ChangeLog.at, ChangeLog.staff_id, ChangeLog.new).where(
        ChangeLog.table_name == about, ChangeLog.row_id == 0
    )
    rows = session.execute(wanted.order_by(ChangeLog.seq.desc()).limit(limit))
    return [Note(datetime.fromisoformat(row.at), row.staff_id, row.new or "{}") for row in rows]


def reinstall_triggers(connection: sa.Connection) -> None:
    """Make the triggers anew in a write of the program itself, and log which had been lost, changed or added."""
    wanted, found = trigger_statements(Base.metadata), installed_triggers(connection)
    install_triggers(connection, Base.metadata)
    note(connection, "sqlite_master", None, _differing(wanted, found))


def _differing(wanted: Mapping[str, str], found: Mapping[str, str]) -> dict[str, list[str]]:
    return {
        "missing": sorted(wanted.keys() - found.keys()),
        "changed": sorted(name for name in wanted.keys() & found.keys() if wanted[name] != found[name]),
        "foreign": sorted(found.keys() - wanted.keys()),
    }


def register_functions(driver_connection: Any, context: WriteContext) -> None:
    """Give a connection the functions that the triggers call; outside a write they raise, and the write fails."""
    for place, name in enumerate(_FACTS):
        driver_connection.create_function(name, 0, partial(context.fact, place))
    driver_connection.create_function("hsct_redacts", 0, context.redacts)
    driver_connection.create_function("hsct_marks", 7, context.marks)


_FACTS = ("hsct_now", "hsct_staff", "hsct_txn", "hsct_action", "hsct_workstation", "hsct_reason")

REASON = _FACTS.index("hsct_reason")
"""Its place among the facts of a write."""


class WriteContext:
    """What the triggers of one connection write beside the values: author, moment, transaction, action, workstation,
    reason; and the marks of the chain."""

    def __init__(self, key: bytes) -> None:
        self.key = key
        self.workstation = ""
        """The computer on which this file is open."""
        self.is_redacting = False
        self._facts: tuple[str, int | None, str, str, str | None, str | None] | None = None

    def start(self, at: str, staff_id: int | None, txn: str, action: str, reason: str = "") -> None:
        """A write begins."""
        self._facts = (at, staff_id, txn, action, self.workstation or None, reason or None)

    def relabel(self, action: str) -> None:
        """The rest of the write has another action label."""
        if self._facts is not None:
            self._facts = (*self._facts[:3], action, *self._facts[4:])

    def because(self, reason: str) -> None:
        """The rest of the write has another reason."""
        if self._facts is not None:
            self._facts = (*self._facts[:5], reason or None)

    def stop(self) -> None:
        """The write is over: whatever writes now, fails."""
        self._facts = None

    def fact(self, place: int) -> Any:
        """One of the facts of the write, in the order of `_FACTS`."""
        if self._facts is None:
            raise RuntimeError("written outside Store.write")
        return self._facts[place]

    def redacts(self) -> int:
        """Whether lines may be emptied now."""
        return int(self.is_redacting and self._facts is not None)

    def marks(
        self, seq: int, before: bytes | None, table: str, op: str, row_id: int, old: str | None, new: str | None
    ) -> bytes:
        """Nonce, digest and mac of a line, one behind the other."""
        if self._facts is None:
            raise RuntimeError("written outside Store.write")
        nonce = os.urandom(chain.NONCE)
        digest = chain.digest_of(self.key, nonce, table, op, row_id, old, new)
        return nonce + digest + chain.mac_of(self.key, before, (seq, *self._facts), digest)
