"""The whole content of a data file, table by table as it is stored; and such content put into a file without entries.

Values are those of SQLite itself (whole numbers, numbers, text, bytes, nothing), so that nothing is lost on the way.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store import archive_check, chain, change_log, migrate
from hsct_desktop.store.base import UtcDateTime, utc_text
from hsct_desktop.store.engine import Store, context_of, file_id_of
from hsct_desktop.store.known_error import translated
from hsct_desktop.store.models import METADATA

Value = int | float | str | bytes | None
StoredRow = tuple[Value, ...]
Layout = Mapping[str, tuple[str, ...]]
"""The columns of each table, in their order."""
Progress = Callable[[int], None]
"""Called with the number of rows written so far; what it raises ends the reading in, and nothing was written."""

READ_IN = "archive.read_in"
"""The action of the one line that the change log gets when an archive is read in."""
_SET_UP = frozenset({"setting", "staff", "change_log"})
"""What a file without entries holds: its own facts, its members of staff, and the log of both."""
_NOT_OURS = frozenset({"alembic_version"})
_JSON_TEXT: dict[tuple[str, str], type | tuple[type, ...]] = {
    ("letter", "texts"): dict, ("letter_content", "facts"): dict, ("phrase", "texts"): dict,
    ("registry_entry", "facts"): dict, ("saved_filter", "content"): dict, ("official_wording", "content"): dict,
    ("protocol_snapshot", "content"): dict, ("draft", "content"): (dict, list),
}  # fmt: skip
"""Columns of text that the program reads as JSON, with what it must be; empty ones are nothing yet."""
_MOST_WHOLE = 2**53
"""Whole numbers beyond are nobody's: from the largest id on, the next row must still have one."""
_BATCH_ROWS = 500
_BATCH_BYTES = 8_000_000


class Source(Protocol):
    """An archive that was verified: its revision of the schema, its tables, their rows; of which kind of file, when."""

    @property
    def revision(self) -> str: ...

    @property
    def layout(self) -> Layout: ...

    @property
    def kind(self) -> str: ...

    @property
    def made_at(self) -> str: ...

    def rows(self, table: str) -> Iterator[StoredRow]: ...


def layout(connection: sa.Connection) -> dict[str, tuple[str, ...]]:
    """Every table of a file but the number of its revision, sorted by name, with its columns."""
    found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    names = [str(row[0]) for row in found if row[0] not in _NOT_OURS and not row[0].startswith("sqlite_")]
    return {name: _columns(connection, name) for name in names}


def _columns(connection: sa.Connection, table: str) -> tuple[str, ...]:
    return tuple(str(row[1]) for row in connection.exec_driver_sql(f'PRAGMA table_info("{table}")'))


def layout_of(session: Session) -> dict[str, tuple[str, ...]]:
    """The tables that a session sees, with their columns."""
    return layout(session.connection())


def stored_rows(session: Session, table: str, columns: Iterable[str]) -> Iterator[StoredRow]:
    """The rows of a table as they are stored, in the order of their keys, one after the other."""
    names = ", ".join(f'"{column}"' for column in columns)
    statement = f'SELECT {names} FROM "{table}" ORDER BY 1'  # noqa: S608 - names of the file's own schema
    result = session.connection().exec_driver_sql(statement)
    try:
        for row in result:
            yield tuple(row)
    finally:
        result.close()


def count_rows(session: Session, tables: Layout) -> int:
    """The rows of all tables."""
    return sum(_count(session.connection(), table) for table in tables)


def check_layout(found: Layout, revision: str) -> None:
    """Raise KnownError unless the tables and columns are those of this program; only its own revision can be told."""
    if revision != migrate.REVISIONS[-1]:
        return
    _same_layout(found, {table.name: tuple(c.name for c in table.columns) for table in METADATA.sorted_tables})


def _same_layout(found: Layout, wanted: Layout) -> None:
    for table in sorted(found.keys() ^ wanted.keys()):
        raise KnownError("archive_table_unknown" if table in found else "archive_table_missing", table=table)
    for table in sorted(found):
        for column in sorted(set(found[table]) ^ set(wanted[table])):
            known = column not in found[table]
            key = "archive_column_missing" if known else "archive_column_unknown"
            raise KnownError(key, table=table, column=column)


def row_check(table: str, columns: Iterable[str]) -> Callable[[StoredRow], str | None]:
    """A function that names the column of a row whose value this program could not read, None when it can read all."""
    model = METADATA.tables.get(table)
    known = {} if model is None else {column.name: column.type for column in model.columns}
    readers = [(name, _json_reader(table, name) or _reader(known[name])) for name in columns if name in known]
    places = {name: place for place, name in enumerate(columns)}
    checked = [(name, places[name], reader) for name, reader in readers if reader is not None]

    def wrong(row: StoredRow) -> str | None:
        for name, place, reader in checked:
            value = row[place]
            if value is not None and not reader(value):
                return name
        return None

    return wrong


def _json_reader(table: str, column: str) -> Callable[[Any], bool] | None:
    kind = _JSON_TEXT.get((table, column))
    return None if kind is None else lambda value: value == "" or archive_check.is_json(value, kind)


def _reader(kind: sa.types.TypeEngine[Any]) -> Callable[[Any], bool] | None:
    """Whether a stored value can be read as a column of that kind; None where whatever is stored can."""
    if isinstance(kind, sa.LargeBinary):
        return None
    if isinstance(kind, sa.Boolean):
        return lambda value: value in (0, 1) and isinstance(value, int)
    if isinstance(kind, sa.Integer):
        return lambda value: isinstance(value, int) and abs(value) <= _MOST_WHOLE
    if isinstance(kind, sa.Float):
        return lambda value: isinstance(value, int | float) and math.isfinite(value)
    if isinstance(kind, UtcDateTime):
        return archive_check.is_moment
    read = kind.dialect_impl(sqlite.dialect()).result_processor(sqlite.dialect(), None)

    def readable(value: Any) -> bool:
        if not isinstance(value, str):
            return False
        try:
            found = read(value) if read is not None else value
        except (ValueError, LookupError, TypeError, ArithmeticError, RecursionError):
            return False
        return not isinstance(found, Decimal) or found.is_finite()

    return readable


def entries(session: Session) -> dict[str, int]:
    """The tables in which somebody entered something, with their rows; nothing for a file just made."""
    return _entries(session.connection())


def _entries(connection: sa.Connection) -> dict[str, int]:
    counted = {table: _count(connection, table) for table in layout(connection) if table not in _SET_UP}
    return {table: count for table, count in counted.items() if count}


def _count(connection: sa.Connection, table: str) -> int:
    return int(connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar_one())  # noqa: S608


def check_without_entries(found: Mapping[str, int]) -> None:
    """Raise KnownError when something was entered: what is read in would take its place."""
    if patients := found.get("patient", 0):
        raise KnownError("archive_target_patients", count=patients)
    for table in sorted(found):
        raise KnownError("archive_target_used", table=table)


def read_in(
    store: Store, source: Source, about: Mapping[str, object], progress: Progress | None = None, *, keep: bool = True
) -> None:
    """Put an archive into a file without entries: all of it in one transaction, or nothing, as where not to `keep`.

    The file's own facts and its log give way to those of the archive; one line is added to that log, which says what
    was read in (`about`) and into which file. An older archive is brought up to date on the way. The store must be
    opened anew afterwards; a window that has the file open notices at its next write. Raises KnownError.
    """
    writer = store.engine.execution_options(hsct_write=True)
    told = translated(store.path, called=store.called)
    with told, migrate.writing(writer) as connection, connection.begin() as transaction:
        migrate.check_revision(connection, store.called)
        check_without_entries(_entries(connection))
        into = file_id_of(connection)
        change_log.drop_triggers(connection)
        is_older = source.revision != migrate.REVISIONS[-1]
        _empty(connection, source.revision if is_older else None)
        _same_layout(source.layout, layout(connection))
        _fill(connection, source, progress)
        _check_references(connection)
        archive_check.check_log(connection, source.made_at)
        if is_older:
            migrate.run_steps(connection, migrate.REVISIONS[-1])
            _check_references(connection)
        archive_check.check_settings(connection, source.kind)
        archive_check.check_kept_bytes(connection)
        _chain(connection)
        change_log.install_triggers(connection, METADATA)
        _note(connection, store, into, about)
        if not keep:
            transaction.rollback()


def _check_references(connection: sa.Connection) -> None:
    if (broken := migrate.broken_reference(connection)) is not None:
        raise KnownError("archive_reference", table=broken)


def _chain(connection: sa.Connection) -> None:
    """Chain the log with this file's key, where it was not: that of the file which the archive came from is not known
    here. KnownError `archive_log_broken` for a line without its values of which no line says why."""
    key = context_of(connection).key
    if chain.verify(connection, key).first_bad is None:
        return
    chain.chain_all(connection, key)
    if (bad := chain.verify(connection, key).first_bad) is not None:
        raise KnownError("archive_log_broken", line=bad)


def _empty(connection: sa.Connection, revision: str | None) -> None:
    """Every table without a row; of an older revision where one is given."""
    for table in layout(connection):
        connection.exec_driver_sql(f'DELETE FROM "{table}"' if revision is None else f'DROP TABLE "{table}"')  # noqa: S608
    if revision is not None:
        connection.exec_driver_sql("DROP TABLE alembic_version")
        migrate.run_steps(connection, revision)


def _fill(connection: sa.Connection, source: Source, progress: Progress | None) -> None:
    done = 0
    for table, columns in source.layout.items():
        names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
        statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608 - names compared with the schema
        for batch in _batches(source.rows(table)):
            try:
                connection.exec_driver_sql(statement, batch)
            except IntegrityError as error:
                raise KnownError("archive_rows_refused", table=table) from error
            done += len(batch)
            if progress is not None:
                progress(done)


def _batches(rows: Iterable[StoredRow]) -> Iterator[list[StoredRow]]:
    """Rows by some hundreds, fewer where they are large: papers are kept in the file."""
    batch: list[StoredRow] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += sum(len(value) for value in row if isinstance(value, bytes | str))
        if len(batch) >= _BATCH_ROWS or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _note(connection: sa.Connection, store: Store, into: str, about: Mapping[str, object]) -> None:
    now = store.machine_clock()
    context = context_of(connection)
    context.start(utc_text(max(now, change_log.last_entry(connection).at or now)), None, uuid.uuid4().hex, READ_IN)
    try:
        change_log.note(connection, "archive", {"file": into}, dict(about))
    finally:
        context.stop()
