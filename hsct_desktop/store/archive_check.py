"""Whether what an archive brought hangs together as only this program writes it: log, rows, bytes and settings.

Sums tell an accident of the copy; these checks tell an archive that somebody changed, where a sound file cannot be so.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import sqlalchemy as sa

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store import change_log, setting
from hsct_desktop.store.base import utc_text
from hsct_desktop.store.models import METADATA

_CLOCK_TOLERANCE: Final = timedelta(minutes=5)
_KEPT: Final = (("letter", "letter_content"), ("attachment", "attachment_content"),
                ("letterhead_logo", "letterhead_logo_content"))  # fmt: skip
"""Tables whose `sha256` is that of bytes in another table, keyed by `<table>_id`."""


def check_log(connection: sa.Connection, made_at: str) -> None:
    """The change log is whole, and every row is as the log holds it. KnownError names the line or the row.

    Where the program had to make triggers anew, another tool may have written past the log: rows are then not compared.
    """
    past_the_log = _check_lines(connection, made_at)
    if not past_the_log:
        check_rows(connection)


def check_rows(connection: sa.Connection) -> None:
    """Every row is as the log holds it. KnownError names the table and the row of the first that is not."""
    for table in _logged(connection):
        _check_rows(connection, table)


def _check_lines(connection: sa.Connection, made_at: str) -> bool:
    """Numbers, moments, authors and values of the lines, in their order; whether triggers were once made anew."""
    staff = set(connection.exec_driver_sql("SELECT id FROM staff").scalars())
    lines = connection.exec_driver_sql("SELECT * FROM change_log ORDER BY seq").mappings()
    number, last, past_the_log = 0, "", False
    for number, line in enumerate(lines, 1):
        is_set_back = line["table_name"] == "clock" and line["row_id"] == 0
        sound = line["seq"] == number and is_moment(line["at"]) and (line["at"] >= last or is_set_back)
        if not sound or not (line["staff_id"] is None or line["staff_id"] in staff) or not _has_values(line):
            raise KnownError("archive_log_broken", line=line["seq"])
        last = line["at"]
        past_the_log = past_the_log or (line["table_name"] == "sqlite_master" and line["row_id"] == 0)
    if not is_moment(made_at) or (last and _moment(last) > _moment(made_at) + _CLOCK_TOLERANCE) or not number:
        raise KnownError("archive_log_broken", line=number)
    return past_the_log


def _has_values(line: sa.RowMapping) -> bool:
    """A new row has values alone, a changed one both; a fact on record (row 0) any JSON. Only our tables have rows."""
    if not line["txn"]:
        return False
    if line["row_id"] == 0:
        return line["op"] == "U" and line["table_name"] not in METADATA.tables and is_json(line["new"])
    if line["op"] == "I":
        return line["old"] is None and is_json(line["new"], dict)
    return line["op"] == "U" and is_json(line["old"], dict) and is_json(line["new"], dict)


def is_moment(text: Any) -> bool:
    """Whether a text is a moment as it is stored."""
    try:
        return isinstance(text, str) and utc_text(_moment(text)) == text
    except (ValueError, OverflowError):
        return False


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def is_json(text: Any, kind: type | tuple[type, ...] = object) -> bool:
    """Whether a text is the JSON of such a value."""
    try:
        return isinstance(text, str) and isinstance(json.loads(text), kind)
    except (ValueError, RecursionError):
        return False


def _logged(connection: sa.Connection) -> Iterator[str]:
    """The logged tables that the file has: an older one lacks some. No line may speak of any other."""
    found = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    ours = {table.name for table in change_log.logged_tables(METADATA)} & found
    spoken = connection.exec_driver_sql("SELECT table_name, min(seq) FROM change_log WHERE row_id <> 0 GROUP BY 1")
    for name, seq in spoken:
        if name not in ours:
            raise KnownError("archive_log_broken", line=seq)
    yield from sorted(ours)


def _check_rows(connection: sa.Connection, table: str) -> None:
    """Each row of a table beside what the log made of it; both come in the order of the ids."""
    logged = _replayed(connection, table)
    for row in connection.exec_driver_sql(f'SELECT * FROM "{table}" ORDER BY id').mappings():  # noqa: S608
        row_id, state = next(logged, (None, {}))
        if row_id != row["id"]:
            raise KnownError("archive_row_otherwise", table=table, row=row["id"], column="id")
        for column, value in row.items():
            if column in state and not _same(state[column], value):
                raise KnownError("archive_row_otherwise", table=table, row=row["id"], column=column)
    for row_id, _ in logged:
        raise KnownError("archive_row_otherwise", table=table, row=row_id, column="id")


def _replayed(connection: sa.Connection, table: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Id and last logged values of each row; every change must begin where the one before it ended."""
    wanted = (
        "SELECT row_id, seq, op, old, new FROM change_log WHERE table_name = ? AND row_id <> 0 ORDER BY row_id, seq"
    )
    for row_id, lines in groupby(connection.exec_driver_sql(wanted, (table,)), key=itemgetter(0)):
        state: dict[str, Any] = {}
        for at, (_, seq, op, old, new) in enumerate(lines):
            begins = json.loads(old) if op == "U" else {}
            fits = all(_same(state[name], value) for name, value in begins.items() if name in state)
            if (op == "I") != (at == 0) or not fits:
                raise KnownError("archive_log_broken", line=seq)
            state |= json.loads(new)
        yield row_id, state


def _same(logged: Any, stored: Any) -> bool:
    """SQLite writes a number into the log with fewer digits than it stores."""
    if isinstance(logged, float) and isinstance(stored, int | float):
        return math.isclose(logged, stored, rel_tol=1e-12, abs_tol=1e-12)
    return bool(logged == stored)


def check_kept_bytes(connection: sa.Connection) -> None:
    """Signed letters, papers and the logo are those whose SHA-256 was kept with them. KnownError names the row."""
    columns = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(patient)")]
    removed = "(SELECT p.pseudonymised_at FROM patient p WHERE p.id = t.patient_id)"  # whose bytes are taken away
    for table, content in _KEPT:
        gone = removed if table != "letterhead_logo" and "pseudonymised_at" in columns else "NULL"
        found = connection.exec_driver_sql(
            f"SELECT t.id, t.sha256, c.content, {gone} FROM {table} t LEFT JOIN {content} c ON c.{table}_id = t.id"  # noqa: S608
            + (" WHERE t.status = 'signed' OR c.content IS NOT NULL" if table == "letter" else "")
        )
        for row_id, sha256, kept, removed_at in found:
            if kept == b"" and removed_at is not None:
                continue
            if not isinstance(kept, bytes) or hashlib.sha256(kept).hexdigest() != sha256:
                raise KnownError(f"archive_{table}_otherwise", row=row_id)


def check_settings(connection: sa.Connection, kind: str) -> None:
    """The file says of itself what the manifest says, and has an id. KnownError."""
    found = {row[0]: row[1] for row in connection.exec_driver_sql("SELECT key, value FROM setting")}
    if kind not in ("real", "practice") or found.get(setting.FILE_KIND) != kind:
        raise KnownError("archive_setting", setting=setting.FILE_KIND)
    if not found.get(setting.FILE_ID):
        raise KnownError("archive_setting", setting=setting.FILE_ID)
    if not is_moment(found.get(setting.FILE_CREATED)):
        raise KnownError("archive_setting", setting=setting.FILE_CREATED)
