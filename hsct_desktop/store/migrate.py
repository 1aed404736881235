"""Checks an opened file, and brings an older one up to date: verified copy first, then all steps or none.

Of several programs that start on an older file at once, one upgrades it under the database's own write lock, which ends
with its process; the others wait and find it done. Alembic is imported only when there is something to do.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store import backup, building, chain, change_log
from hsct_desktop.store.durable import place_durably
from hsct_desktop.store.known_error import known_key
from hsct_desktop.store.models import METADATA
from hsct_desktop.store.preflight import APPLICATION_ID

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009")
"""Every revision that this program knows, oldest first (a test compares them with the scripts)."""
UPGRADE_WAIT_MS = 15_000
"""How long a start waits for another one that upgrades the same file; copying a ward's file takes a second or two."""


def mark_ours(connection: sa.Connection) -> None:
    """Put our mark on an empty file and switch it to write-ahead logging; both stay in the file."""
    driver = _driver(connection)
    driver.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    driver.execute("PRAGMA journal_mode = WAL")


def _driver(connection: sa.Connection) -> Any:
    """The driver's own connection, for what must stand outside a transaction."""
    return connection.connection.driver_connection


def check_file(engine: sa.Engine, path: Path, *, encrypted: bool) -> None:
    """Raise KnownError unless the file is ours, whole and not newer than the program. Changes nothing."""
    with engine.connect() as connection:
        if encrypted and not connection.exec_driver_sql("PRAGMA cipher_version").scalar():
            raise KnownError("encryption_missing")
        if connection.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION_ID:
            raise KnownError("file_not_ours", file=str(path))
        if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
            raise KnownError("file_damaged", file=str(path))
        check_revision(connection, path)


def check_revision(connection: sa.Connection, path: Path) -> str:
    """The file's revision. Raises KnownError unless this program knows it."""
    revision = current_revision(connection)
    if revision is None:
        raise KnownError("file_damaged", file=str(path))
    if revision not in REVISIONS:
        raise KnownError("file_newer", file=str(path), revision=revision)
    return revision


def current_revision(connection: sa.Connection) -> str | None:
    """The file's revision, read without Alembic; None when the file has none."""
    table = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    if connection.exec_driver_sql(table).scalar() is None:
        return None
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if revision is None else str(revision)


def bring_up_to_date(engine: sa.Engine, path: Path, key: bytes | None, now: datetime) -> Path | None:
    """Upgrade an older file after a verified copy, whose path is returned; None when that is not (any more) needed.

    Raises KnownError `file_being_upgraded` when somebody else's upgrade does not end in UPGRADE_WAIT_MS.
    """
    with engine.connect() as connection:
        if check_revision(connection.execution_options(hsct_write=False), path) == REVISIONS[-1]:
            return None
    with _locked(engine, path) as connection:
        revision = check_revision(connection, path)  # another program may have been first
        if revision == REVISIONS[-1]:
            return None
        building.sweep_copies(path)  # whoever holds the lock is the only one that copies
        copy = copy_beside(path, key, f"{building.BEFORE_UPGRADE}{revision}-{now:%Y%m%d-%H%M%S}")
        _migrate(connection, REVISIONS[-1])
        return copy


def upgrade(engine: sa.Engine, revision: str = REVISIONS[-1]) -> None:
    """Run the migrations up to `revision` in one transaction; `engine` begins it as a writer."""
    with writing(engine) as connection, connection.begin():
        _migrate(connection, revision)


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection for migrations: it waits longer than others, and references are checked in the end only."""
    with engine.connect() as connection:
        driver = _driver(connection)
        usual = driver.execute("PRAGMA busy_timeout").fetchone()[0]
        driver.execute(f"PRAGMA busy_timeout = {UPGRADE_WAIT_MS}")
        driver.execute("PRAGMA foreign_keys = OFF")  # rebuilding a table drops the old one; a no-op once begun
        try:
            yield connection
        finally:
            driver.execute("PRAGMA foreign_keys = ON")
            driver.execute(f"PRAGMA busy_timeout = {usual}")


@contextmanager
def _locked(engine: sa.Engine, path: Path) -> Iterator[sa.Connection]:
    """A transaction that holds the file's write lock: others read meanwhile and do not write."""
    with writing(engine) as connection:
        try:
            transaction = connection.begin()
        except sa.exc.DBAPIError as error:
            if known_key(error.orig) != "file_locked":
                raise
            raise KnownError("file_being_upgraded", file=str(path)) from error
        with transaction:
            yield connection


def _migrate(connection: sa.Connection, revision: str) -> None:
    """All steps, then the checks: rows and references before the commit; any failure leaves the file as it was."""
    change_log.drop_triggers(connection)
    _run(connection, revision)
    broken = broken_reference(connection)
    if broken is not None:
        raise RuntimeError(f"migration to {revision} broke a reference of table {broken}")
    if revision == REVISIONS[-1]:
        chain_older(connection)
        change_log.install_triggers(connection, METADATA)


def chain_older(connection: sa.Connection) -> None:
    """Chain the lines of a log from before 0009, where no trigger stands."""
    if not chain.is_chained(connection):
        context: change_log.WriteContext = connection.info[chain.CONTEXT]
        chain.chain_all(connection, context.key)


def broken_reference(connection: sa.Connection) -> str | None:
    """The first table of which a row refers to one that is not there; None when every reference holds."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    return None if broken is None else str(broken[0])


def run_steps(connection: sa.Connection, revision: str) -> None:
    """Run the scripts up to a revision in the caller's transaction, in which no trigger of ours stands."""
    _run(connection, revision)


def _run(connection: sa.Connection, revision: str) -> None:
    from alembic import command

    command.upgrade(alembic_config(connection), revision)


def alembic_config(connection: sa.Connection) -> Config:
    """Alembic's settings without an ini file; the caller's connection and transaction are used."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["metadata"] = METADATA
    return config


def copy_beside(path: Path, key: bytes | None, suffix: str) -> Path:
    """Copy the file beside itself through the backup interface, with the same key and its wrapped keys, and prove it:
    every page, every reference, the rows of every table.

    It reads what is committed, on a connection of its own. An older copy of that name stays; the new one is numbered.
    KnownError `file_damaged` where the copy does not hold: then the file itself does not.
    """
    place = building.free(path.with_name(f"{path.stem}-{suffix}{path.suffix}"))
    with building.part_of(place) as part:
        found = backup.copy(path, part, key, pause=0)
        backup.settle(part)
        try:
            held = backup.proven(part, key) == found
        except backup.UnsoundError as error:
            raise KnownError("file_damaged", file=str(path)) from error
        if not held:
            raise KnownError("file_damaged", file=str(path))
        if backup.keys_of(path).is_file():
            with building.part_of(backup.keys_of(place)) as keys:
                shutil.copyfile(backup.keys_of(path), keys)
                place_durably(keys, backup.keys_of(place))
        place_durably(part, place)
    return place
