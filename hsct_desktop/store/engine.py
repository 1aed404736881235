"""The one door to a data file: making it, opening it, reading and writing it."""

from __future__ import annotations

import platform
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import QueuePool

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store import building, chain, change_log, migrate, preflight, setting
from hsct_desktop.store.backup import driver_of
from hsct_desktop.store.base import ReadSession, WriteSession, utc_text
from hsct_desktop.store.change_log import REASON, LastEntry, WriteContext, last_entry, register_functions
from hsct_desktop.store.durable import place_durably
from hsct_desktop.store.known_error import translated
from hsct_desktop.store.models import METADATA

Kind = Literal["real", "practice"]
Clock = Callable[[], datetime]

BUSY_TIMEOUT_MS = 5000
CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far the computer's clock may lie behind the last entry before it counts as set back."""
_WRITES = "hsct_write"
_CONTEXT = chain.CONTEXT


def utc_now() -> datetime:
    """The clock of entries and of the change log."""
    return datetime.now(UTC)


class Store:
    """An open data file. Sessions are short: read rows and leave, or write once and leave.

    `clock` says when an entry was made, and may be set to another day for practice; the change log goes by
    `machine_clock` alone. `opened_at_seq` is where the change log ended when the file was opened. `workstation` is what
    the log calls this computer, its own name where nobody gave it another.
    """

    def __init__(
        self,
        path: Path,
        engine: sa.Engine,
        clock: Clock,
        *,
        is_encrypted: bool,
        machine_clock: Clock = utc_now,
        called: Path | None = None,
        workstation: str = "",
    ) -> None:
        self.path = path
        self.workstation = workstation or platform.node()
        self.is_encrypted = is_encrypted
        self.clock = clock
        self.machine_clock = machine_clock
        self.engine = engine
        self.called = called or path  # a file that is still being built goes by the name it will have
        self._writing = engine.execution_options(**{_WRITES: True})
        with self.read() as session:
            settings = setting.all_of(session)
            self.opened_at_seq = self._last_seq = last_entry(session).seq
        self._identity = building.identity(path)
        self._revision = migrate.REVISIONS[-1]
        self._schema_seen: int | None = None
        self.verified: object = None
        """What is known of the log's chain since the file was opened (`services/audit.py`)."""
        self.kind: Kind = "practice" if settings.get(setting.FILE_KIND) == "practice" else "real"
        self.file_id = settings.get(setting.FILE_ID, "")

    @contextmanager
    def read(self) -> Iterator[ReadSession]:
        """A session that sees one state of the file and refuses to write, whatever statement tries to."""
        with (
            translated(self.path, reading=True, called=self.called),
            ReadSession(self.engine, autoflush=False) as session,
        ):
            yield session

    @contextmanager
    def write(self, author_id: int | None, action: str = "", reason: str = "") -> Iterator[WriteSession]:
        """A session in one transaction, committed on leaving and rolled back whole on any error.

        `action` names the use case in the change log ("visit.record"), `reason` is what the author gives as one for a
        change; `session.txn` is the transaction's id there.
        Rows stay readable after the commit. Raises KnownError for what a user can act on; among it `file_replaced` when
        the file at the path is no longer the one that was opened, and `file_upgraded` when a newer program has brought
        it up to its own revision meanwhile. A file whose content alone was exchanged (copied over in place) is noticed
        when its change log is shorter than what this window has seen.
        """
        with translated(self.path, called=self.called), WriteSession(self._writing, expire_on_commit=False) as session:
            context: WriteContext = session.connection().info[_CONTEXT]
            context.workstation = self.workstation
            self._check_same_revision(session.connection())
            driver: Any = session.connection().connection.driver_connection
            last = change_log.last_entry_of(driver)
            self._check_same_file(last)
            session.txn, session.action = uuid.uuid4().hex, action
            session.author_id, session.now = author_id, self.clock()
            at = utc_text(self._log_time(session, context, last))
            context.start(at, author_id, session.txn, action, reason)
            session.info[_CONTEXT] = context
            try:
                yield session
                session.flush()
                written = change_log.last_entry_of(driver).seq
                self._check_same_file(last)
                session.commit()
                self._last_seq = max(self._last_seq, written)
            finally:
                context.stop()

    def _check_same_revision(self, connection: sa.Connection) -> None:
        """A newer program's rules and columns are not known here: a window that was left open must not write by its
        own.

        Every upgrade makes the triggers anew, so SQLite's own count of changes to the schema tells when to look.
        """
        driver: Any = connection.connection.driver_connection
        schema = int(driver.execute("PRAGMA schema_version").fetchone()[0])
        if schema == self._schema_seen:
            return
        revision = migrate.current_revision(connection)
        if revision != self._revision:
            known = revision is None or revision in migrate.REVISIONS  # an older file, copied over this one in place
            raise KnownError("file_replaced" if known else "file_upgraded", file=str(self.called))
        if self.file_id and file_id_of(connection) != self.file_id:  # an archive was read into the file meanwhile
            raise KnownError("file_replaced", file=str(self.called))
        self._schema_seen = schema

    def _check_same_file(self, last: LastEntry) -> None:
        """A file that was replaced or deleted under the window still takes writes, which nobody would ever see."""
        if building.identity(self.path) != self._identity or last.seq < self._last_seq:
            raise KnownError("file_replaced", file=str(self.called))

    def _log_time(self, session: WriteSession, context: WriteContext, last: LastEntry) -> datetime:
        """The moment of a write in the change log: it never runs backwards by the little that clocks are corrected by.

        A clock that was set back is put on record with both times, and the entry is taken: a ward with a patient in
        front of it cannot wait for a clock. The order of the log is its numbers', not its times'.
        """
        now = self.machine_clock()
        if last.at is None or now >= last.at - CLOCK_TOLERANCE:
            return now if last.at is None else max(now, last.at)
        context.start(utc_text(now), session.author_id, uuid.uuid4().hex, "clock.set_back")
        change_log.note(session.connection(), "clock", {"at": utc_text(last.at)}, {"at": utc_text(now)})
        return now

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file."""
        self.engine.dispose()


def file_id_of(connection: sa.Connection) -> str:
    """The id of the file as it stands there now."""
    found = connection.exec_driver_sql("SELECT value FROM setting WHERE key = ?", (setting.FILE_ID,)).scalar()
    return str(found or "")


def context_of(connection: sa.Connection) -> WriteContext:
    """Who, when and what the triggers of a connection write; for writes of the program itself."""
    context: WriteContext = connection.info[_CONTEXT]
    return context


@contextmanager
def because(session: WriteSession, reason: str) -> Iterator[None]:
    """Give a part of a write a reason of its own in the change log."""
    context: WriteContext = session.info[_CONTEXT]
    session.flush()
    before = context.fact(REASON)
    context.because(reason)
    try:
        yield
        session.flush()
    finally:
        context.because(before or "")


def relabel(session: WriteSession, action: str) -> None:
    """Give the rest of a write another action label in the change log."""
    session.action = action
    context: WriteContext = session.info[_CONTEXT]
    context.relabel(action)


def open_store(
    path: str | Path,
    *,
    driver: ModuleType | None = None,
    key: bytes | None = None,
    clock: Clock = utc_now,
    machine_clock: Clock = utc_now,
    workstation: str = "",
) -> Store:
    """Open a data file; an older one is copied beside itself and brought up to date. Raises KnownError.

    What cannot be seen: a write-ahead log of another state left beside a file that was copied back by hand. SQLite
    replays it without asking whose it is; the quick check finds the damage only where pages no longer fit together.
    """
    place = Path(path)
    with translated(place):
        preflight.check_existing(place, encrypted=key is not None)
    engine = _engine(place, driver, key, "rw")
    try:
        with translated(place):
            migrate.check_file(engine, place, encrypted=key is not None)
            writing = engine.execution_options(**{_WRITES: True})
            if not migrate.bring_up_to_date(writing, place, key, clock()):
                _reinstall_triggers(writing, place, machine_clock())
            building.sweep(place, datetime.now(UTC))
            return Store(
                place, engine, clock, is_encrypted=key is not None, machine_clock=machine_clock, workstation=workstation
            )
    except BaseException:
        engine.dispose()
        raise


def open_to_read(path: Path, key: bytes | None) -> Store:
    """Open a file of this program's revision that stays as it is: a backup. Whatever would write is refused."""
    engine = _engine(path, driver_of(key), key, "ro")
    try:
        with translated(path):
            return Store(path, engine, utc_now, is_encrypted=key is not None)
    except BaseException:
        engine.dispose()
        raise


def refit(part: Path, key: bytes | None, called: Path, fill: Callable[[Store], None]) -> None:
    """Bring a file that is being built from another one up to date and let `fill` write into it.

    It is whole and alone in the end, without a log beside it. KnownError `file_newer`.
    """
    engine = _engine(part, driver_of(key), key, "rw")
    try:
        with engine.connect() as connection:
            revision = migrate.check_revision(connection, called)
        if revision != migrate.REVISIONS[-1]:
            migrate.upgrade(engine.execution_options(**{_WRITES: True}))
        fill(Store(part, engine, utc_now, is_encrypted=key is not None, called=called))
        with engine.connect() as connection:
            migrate.mark_ours(connection)
    finally:
        engine.dispose()
    building.check_folded(part)


def create_store(
    path: str | Path,
    kind: Kind = "real",
    *,
    driver: ModuleType | None = None,
    key: bytes | None = None,
    unit_name: str = "",
    file_id: str = "",
    clock: Clock = utc_now,
    machine_clock: Clock = utc_now,
    fill: Callable[[Store], None] | None = None,
) -> Store:
    """Make a new data file, let `fill` write its first entries, and open it.

    It is built under another name first: there is a whole file with its first entries or none. Nobody but the user may
    read it. A file of that name is never replaced, also not one that appears meanwhile. Raises KnownError, and
    whatever `fill` raises.
    """
    place = Path(path)
    with translated(place):
        preflight.check_new(place)
        building.sweep(place, datetime.now(UTC))
        with building.part_of(place) as part:
            engine = _engine(part, driver, key, "rw")
            try:
                _set_up(engine)
                store = Store(
                    part, engine, clock, is_encrypted=key is not None, machine_clock=machine_clock, called=place
                )
                _write_settings(store, kind, unit_name, file_id or str(uuid.uuid4()))
                if fill is not None:
                    fill(store)
            finally:
                engine.dispose()
            building.check_folded(part)
            if key is not None:
                preflight.prove_encrypted(part, place)
            place_durably(part, place)
    return open_store(place, driver=driver, key=key, clock=clock, machine_clock=machine_clock)


def _set_up(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        migrate.mark_ours(connection)
    migrate.upgrade(engine.execution_options(**{_WRITES: True}))


def _write_settings(store: Store, kind: Kind, unit_name: str, file_id: str) -> None:
    with store.write(None, "file.create") as session:
        setting.put(session, setting.FILE_KIND, kind)
        setting.put(session, setting.FILE_ID, file_id)
        setting.put(session, setting.FILE_CREATED, utc_text(session.now))
        setting.put(session, setting.UNIT_NAME, unit_name)
    store.kind = kind


def _reinstall_triggers(engine: sa.Engine, path: Path, now: datetime) -> None:
    """Somebody dropped or changed a trigger, or an older program made them: make them anew, and put it on record."""
    with engine.connect() as connection:
        found = change_log.installed_triggers(connection.execution_options(**{_WRITES: False}))
    if found == change_log.trigger_statements(METADATA):
        return
    with engine.begin() as connection:
        migrate.check_revision(connection, path)  # a newer program may have upgraded the file just now
        context = context_of(connection)
        context.workstation = platform.node()
        at = max(now, change_log.last_entry(connection).at or now)
        context.start(utc_text(at), None, uuid.uuid4().hex, "triggers.reinstalled")
        try:
            change_log.reinstall_triggers(connection)
        finally:
            context.stop()


def _engine(path: Path, driver: ModuleType | None, key: bytes | None, mode: str) -> sa.Engine:
    driver = driver_of(key, driver)
    if key is not None and len(key) != 32:
        raise ValueError("an encrypted file needs a key of 32 bytes")
    # as_uri percent-quotes the path: a `?` or `#` in a folder's name must not become part of the options.
    url = sa.URL.create("sqlite", database=path.absolute().as_uri(), query={"mode": mode, "uri": "true"})
    engine = sa.create_engine(
        url,
        module=driver,
        poolclass=QueuePool,
        pool_use_lifo=True,  # the connection that was used last still holds the pages that are wanted next
        hide_parameters=True,
        # The driver must not open transactions by itself; the `begin` listener does.
        connect_args={"isolation_level": None, "timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False},
    )

    audit_key = chain.key_of(key)

    def prepare(connection: Any, record: Any) -> None:
        if key is not None:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA recursive_triggers = ON")  # else INSERT OR REPLACE deletes past the triggers
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        record.info[_CONTEXT] = context = WriteContext(audit_key)
        register_functions(connection, context)

    # First of all listeners: nothing may be read before the key is set.
    event.listen(engine, "connect", prepare, insert=True)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: sa.Connection) -> None:
    """Writers take their lock at once: a reader that turns writer would be refused without waiting; readers cannot."""
    writes = connection.get_execution_options().get(_WRITES, False)
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
