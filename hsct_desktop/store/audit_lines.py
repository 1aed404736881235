"""Reads the change log as an account: every line of one patient, of one row, of a time; counts by who and what."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from hsct_desktop.domain.data_class import Scope
from hsct_desktop.store import handover, records
from hsct_desktop.store.change_log import ChangeLog
from hsct_desktop.store.handover import Log
from hsct_desktop.store.history import UNDO
from hsct_desktop.store.models import METADATA
from hsct_desktop.store.patient import Patient


@dataclass(frozen=True)
class Said:
    """What a line says beside its values; `redacted` where pseudonymising has taken some out."""

    workstation: str
    reason: str
    redacted: bool
    undone: bool


@dataclass(frozen=True)
class NoteLine:
    """A line that is about no row of a table; `old` and `new` are JSON."""

    seq: int
    at: datetime
    staff_id: int | None
    about: str
    old: str | None
    new: str | None
    workstation: str
    reason: str


@dataclass(frozen=True)
class AuditLog:
    """Lines with the rows as they stood, and what each line says beside its values, by its number; the lines that are
    about no row beside them."""

    log: Log
    said: Mapping[int, Said]
    notes: tuple[NoteLine, ...] = ()


@dataclass(frozen=True)
class Counted:
    """How many lines of a table somebody has written."""

    staff_id: int | None
    table: str
    new: int
    changed: int


_COLUMNS = (
    "l.seq, l.at, l.staff_id, l.txn, l.action, l.table_name, l.op, l.row_id, l.old, l.new, "
    "l.workstation, l.reason, l.redacted"
)
_LOG = sa.select(
    ChangeLog.seq, ChangeLog.at, ChangeLog.staff_id, ChangeLog.txn, ChangeLog.action, ChangeLog.table_name,
    ChangeLog.op, ChangeLog.row_id, ChangeLog.old, ChangeLog.new, ChangeLog.workstation, ChangeLog.reason,
    ChangeLog.redacted,
)  # fmt: skip
_LATER = sa.text(
    f"SELECT {_COLUMNS} FROM json_each(:rows) r CROSS JOIN change_log l "  # noqa: S608 - names of our own models
    "ON l.table_name = r.value ->> 0 AND l.row_id = r.value ->> 1 WHERE l.seq > :seq"
)
_UNDOS = sa.func.json_each(sa.bindparam("undos")).table_valued("value")
_UNDONE = sa.select(ChangeLog.action).where(ChangeLog.action.in_(sa.select(_UNDOS.c.value)))


@cache
def _of_patient() -> sa.TextClause:
    """The lines of every row that is a patient's, in one statement: the log does not say whose a row is."""
    rows = " UNION ALL ".join(_rows_of_patient())
    return sa.text(
        f"SELECT {_COLUMNS} FROM ({rows}) r CROSS JOIN change_log l "  # noqa: S608 - names of our own models
        "ON l.table_name = r.t AND l.row_id = r.i"
    )


def _rows_of_patient() -> Iterator[str]:
    for name, table in records.tables().items():
        if table.scope is not Scope.PATIENT or "id" not in METADATA.tables[name].columns:
            continue
        if name == "patient" or table.parent == "patient_id":
            column = "id" if name == "patient" else "patient_id"
            yield f"SELECT '{name}' AS t, id AS i FROM \"{name}\" WHERE {column} = :patient_id"  # noqa: S608
            continue
        (key,) = METADATA.tables[name].columns[table.parent].foreign_keys
        parent = key.column.table.name
        yield (
            f'SELECT \'{name}\', c.id FROM "{parent}" p JOIN "{name}" c ON c.{table.parent} = p.id '  # noqa: S608
            "WHERE p.patient_id = :patient_id"
        )


def of_patient(session: Session, patient_id: int) -> AuditLog:
    """All lines of a patient's records, oldest first (a fixed number of statements)."""
    return _told(session, session.execute(_of_patient(), {"patient_id": patient_id}).all())


def of_row(session: Session, table: str, row_id: int) -> AuditLog:
    """All lines of one row, oldest first."""
    wanted = _LOG.where(ChangeLog.table_name == table, ChangeLog.row_id == row_id)
    return _told(session, session.execute(wanted).all())


def of_time(
    session: Session, since: str, until: str, staff_id: int | None, tables: Collection[str], limit: int
) -> AuditLog:
    """The latest lines that were written from `since` on and before `until`, of one member of staff and some tables
    where they are given; at most `limit`."""
    wanted = _narrowed(_LOG, since, until, staff_id, tables).order_by(ChangeLog.seq.desc()).limit(limit)
    latest = session.execute(wanted).all()
    notes = tuple(_note(line) for line in reversed(latest) if line.row_id == 0)
    chosen = [line for line in latest if line.row_id > 0]
    if not chosen:
        return AuditLog(Log((), {}), {}, notes)
    # Later lines of the same rows lead back from how a row stands now to how it stood then.
    seqs = {line.seq for line in chosen}
    rows = json.dumps(sorted({(line.table_name, line.row_id) for line in chosen}))
    later = session.execute(_LATER, {"rows": rows, "seq": min(seqs)})
    rest = [line for line in later if line.seq not in seqs]
    found = _told(session, [*chosen, *rest])
    kept = tuple(edit for edit in found.log.edits if edit.seq in seqs)
    return replace(found, log=Log(kept, found.log.rows), notes=notes)


def _note(line: Any) -> NoteLine:
    return NoteLine(
        line.seq, datetime.fromisoformat(line.at), line.staff_id, line.table_name, line.old, line.new,
        line.workstation or "", line.reason or "",
    )  # fmt: skip


def _narrowed(wanted: Any, since: str, until: str, staff_id: int | None, tables: Collection[str]) -> Any:
    wanted = wanted.where(ChangeLog.at >= since, ChangeLog.at < until)
    if staff_id is not None:
        wanted = wanted.where(ChangeLog.staff_id == staff_id)
    return wanted.where(ChangeLog.table_name.in_(sorted(tables))) if tables else wanted


def counted(session: Session, since: str, until: str, staff_id: int | None, tables: Collection[str]) -> list[Counted]:
    """How much everybody has written of what, in the same choice; exact however much it is."""
    new = sa.func.sum(sa.case((sa.or_(ChangeLog.op == "I", ChangeLog.row_id == 0), 1), else_=0))
    wanted = sa.select(ChangeLog.staff_id, ChangeLog.table_name, new, sa.func.count() - new)
    narrowed = _narrowed(wanted, since, until, staff_id, tables).group_by(ChangeLog.staff_id, ChangeLog.table_name)
    return [Counted(*row) for row in session.execute(narrowed)]


def codes(session: Session) -> dict[int, str]:
    """The code of every patient by id, also of those whose registration was taken back."""
    return {row.id: row.code for row in session.execute(sa.select(Patient.id, Patient.code))}


def _told(session: Session, lines: Sequence[Any]) -> AuditLog:
    undos = json.dumps(sorted({UNDO + line.txn for line in lines}))
    undone = {action.removeprefix(UNDO) for action in session.scalars(_UNDONE, {"undos": undos})}
    said = {
        line.seq: Said(line.workstation or "", line.reason or "", line.redacted is not None, line.txn in undone)
        for line in lines
    }
    return AuditLog(handover.rebuilt(session, lines, merged=False), said)
