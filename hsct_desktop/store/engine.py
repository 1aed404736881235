"""The one door to a data file: making it, opening it, reading and writing it."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import QueuePool

from hsct_desktop.store import migrate, preflight, setting
from hsct_desktop.store.base import ReadSession, WriteSession, utc_text
from hsct_desktop.store.change_log import WriteContext, register_functions
from hsct_desktop.store.durable import replace_durably
from hsct_desktop.store.known_error import translated

Kind = Literal["real", "practice"]
Clock = Callable[[], datetime]

BUSY_TIMEOUT_MS = 5000
_WRITES = "hsct_write"
_CONTEXT = "hsct_write_context"


def utc_now() -> datetime:
    """The clock of entries and of the change log."""
    return datetime.now(UTC)


class Store:
    """An open data file. Sessions are short: read rows and leave, or write once and leave."""

    def __init__(self, path: Path, engine: sa.Engine, clock: Clock, *, is_encrypted: bool) -> None:
        self.path = path
        self.is_encrypted = is_encrypted
        self.clock = clock
        self.engine = engine
        self._writing = engine.execution_options(**{_WRITES: True})
        with self.read() as session:
            settings = setting.all_of(session)
        self.kind: Kind = "practice" if settings.get(setting.FILE_KIND) == "practice" else "real"
        self.file_id = settings.get(setting.FILE_ID, "")

    @contextmanager
    def read(self) -> Iterator[ReadSession]:
        """A session that sees one state of the file and refuses to write."""
        with translated(self.path), ReadSession(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self, author_id: int | None, action: str = "") -> Iterator[WriteSession]:
        """A session in one transaction, committed on leaving and rolled back whole on any error.

        `action` names the use case in the change log ("visit.record"); `session.txn` is the transaction's id there.
        Rows stay readable after the commit. Raises KnownError for what a user can act on.
        """
        with translated(self.path), WriteSession(self._writing, expire_on_commit=False) as session:
            context: WriteContext = session.connection().info[_CONTEXT]
            session.txn, session.action = uuid.uuid4().hex, action
            session.author_id, session.now = author_id, self.clock()
            context.start(utc_text(session.now), author_id, session.txn, action)
            session.info[_CONTEXT] = context
            try:
                yield session
                session.commit()
            finally:
                context.stop()

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file."""
        self.engine.dispose()


def relabel(session: WriteSession, action: str) -> None:
    """Give the rest of a write another action label in the change log."""
    session.action = action
    context: WriteContext = session.info[_CONTEXT]
    context.start(utc_text(session.now), session.author_id, session.txn, action)


def open_store(
    path: str | Path, *, driver: ModuleType | None = None, key: bytes | None = None, clock: Clock = utc_now
) -> Store:
    """Open a data file; an older one is copied beside itself and brought up to date. Raises KnownError."""
    place = Path(path)
    with translated(place):
        preflight.check_existing(place, encrypted=key is not None)
    engine = _engine(place, driver, key, "rw")
    try:
        with translated(place):
            migrate.check_file(engine, place, encrypted=key is not None)
            migrate.bring_up_to_date(
                engine.execution_options(**{_WRITES: True}), place, driver or sqlite3, key, clock()
            )
            return Store(place, engine, clock, is_encrypted=key is not None)
    except BaseException:
        engine.dispose()
        raise


def create_store(
    path: str | Path,
    kind: Kind = "real",
    *,
    driver: ModuleType | None = None,
    key: bytes | None = None,
    unit_name: str = "",
    clock: Clock = utc_now,
) -> Store:
    """Make a new data file and open it. It is built under another name first: there is a whole file or none."""
    place = Path(path)
    with translated(place):
        preflight.check_new(place)
        part = place.with_name(f"{place.name}.{uuid.uuid4().hex[:8]}.part")
        try:
            _build(part, kind, driver, key, unit_name, clock)
            replace_durably(part, place)
        finally:
            for leftover in (part, *(part.with_name(part.name + end) for end in ("-wal", "-shm", "-journal"))):
                leftover.unlink(missing_ok=True)
    return open_store(place, driver=driver, key=key, clock=clock)


def _build(part: Path, kind: Kind, driver: ModuleType | None, key: bytes | None, unit_name: str, clock: Clock) -> None:
    engine = _engine(part, driver, key, "rwc")
    try:
        with engine.connect() as connection:
            migrate.mark_ours(connection)
        migrate.upgrade(engine.execution_options(**{_WRITES: True}))
        store = Store(part, engine, clock, is_encrypted=key is not None)
        with store.write(None, "file.create") as session:
            setting.put(session, setting.FILE_KIND, kind)
            setting.put(session, setting.FILE_ID, str(uuid.uuid4()))
            setting.put(session, setting.FILE_CREATED, utc_text(session.now))
            setting.put(session, setting.UNIT_NAME, unit_name)
    finally:
        engine.dispose()


def _engine(path: Path, driver: ModuleType | None, key: bytes | None, mode: str) -> sa.Engine:
    if key is not None and (driver is None or len(key) != 32):
        raise ValueError("an encrypted file needs a driver that encrypts and a key of 32 bytes")
    # as_uri percent-quotes the path: a `?` or `#` in a folder's name must not become part of the options.
    url = sa.URL.create("sqlite", database=path.absolute().as_uri(), query={"mode": mode, "uri": "true"})
    engine = sa.create_engine(
        url,
        module=driver or sqlite3,
        poolclass=QueuePool,
        hide_parameters=True,
        # The driver must not open transactions by itself; the `begin` listener does.
        connect_args={"isolation_level": None, "timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False},
    )

    def prepare(connection: Any, record: Any) -> None:
        if key is not None:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA recursive_triggers = ON")  # else INSERT OR REPLACE deletes past the triggers
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        record.info[_CONTEXT] = context = WriteContext()
        register_functions(connection, context)

    # First of all listeners: nothing may be read before the key is set.
    event.listen(engine, "connect", prepare, insert=True)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: sa.Connection) -> None:
    """Writers take their lock at once: a reader that turns writer would be refused without waiting."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
