"""A ward of thousands: the practice ward copied over and over inside one file, so that its rows have real shapes."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

ON = dt.date(2026, 11, 20)
SEEDLING = 100
"""How many patients are invented in earnest; the others are their copies under other names and codes."""
SHARED = (
    "change_log", "setting", "staff", "professional", "protocol_snapshot", "alembic_version", "draft", "alert_setting",
    "rule_setting", "rule_approval", "protocol_approval", "laboratory", "lab_mapping", "reference_range",
    "official_wording", "saved_filter",
)  # fmt: skip
"""Tables that are not copied: the copies share their rows."""
UNDECLARED = {("scheduled_visit", "visit_id"): "visit"}
"""References that the schema does not declare."""


def make(path: Path, patients: int) -> tuple[int, int]:
    """Make a closed file with at least so many patients; how many patients and scheduled visits it has."""
    from hsct_desktop.services import practice

    practice.create(path, SEEDLING, on=ON).close()
    with closing(sqlite3.connect(path)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')  # opening the file makes them anew
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name not in SHARED and not name.startswith("sqlite_")
        ]
        step = max(_highest(connection, table) for table in tables) + 1
        for copy in range(1, -(-patients // SEEDLING)):
            for table in tables:
                _copy(connection, table, copy, step, tables)
        connection.commit()
        connection.execute("ANALYZE")
        connection.commit()
        counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _COUNTED]  # noqa: S608
    return counts[0], counts[1]


_COUNTED = ("patient", "scheduled_visit")


def _highest(connection: sqlite3.Connection, table: str) -> int:
    return connection.execute(f'SELECT coalesce(max(rowid), 0) FROM "{table}"').fetchone()[0] or 0  # noqa: S608


def _copy(connection: sqlite3.Connection, table: str, copy: int, step: int, copied: list[str]) -> None:
    """Copy the seedling's rows of a table with all ids moved on."""
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    points = {row[3]: row[2] for row in connection.execute(f'PRAGMA foreign_key_list("{table}")')}
    points |= {column: target for (own, column), target in UNDECLARED.items() if own == table}
    moved = {column for column, target in points.items() if target in copied} | {"id"}
    shift = copy * step
    values = [f'"{c}" + {shift}' if c in moved else _renamed(table, c, copy) for c in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    key = "id" if "id" in columns else "rowid"
    rows = f'SELECT {", ".join(values)} FROM "{table}" WHERE {key} < {step}'  # noqa: S608
    connection.execute(f'INSERT INTO "{table}" ({names}) {rows}')


def _renamed(table: str, column: str, copy: int) -> str:
    """Other people have other codes and names; one name for fifty would make each of them a namesake."""
    if table == "patient" and column in ("code", "code_key", "family_name", "folded_name", "search_text"):
        return f"\"{column}\" || ' {copy}'"
    return f'"{column}"'
