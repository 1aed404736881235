"""Checks an opened file, and brings an older one up to date: verified copy first, then all steps or none.

Alembic is imported only when there is something to do.
"""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store import change_log
from hsct_desktop.store.durable import replace_durably, reserve
from hsct_desktop.store.models import METADATA
from hsct_desktop.store.preflight import APPLICATION_ID

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
REVISIONS = ("0001", "0002")
"""Every revision that this program knows, oldest first (a test compares them with the scripts)."""


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
            raise RuntimeError("the driver does not encrypt")
        if connection.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION_ID:
            raise KnownError("file_not_ours", file=str(path))
        if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
            raise KnownError("file_damaged", file=str(path))
        revision = current_revision(connection)
    if revision is None:
        raise KnownError("file_damaged", file=str(path))
    if revision not in REVISIONS:
        raise KnownError("file_newer", file=str(path), revision=revision)


def current_revision(connection: sa.Connection) -> str | None:
    """The file's revision, read without Alembic; None when the file has none."""
    table = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    if connection.exec_driver_sql(table).scalar() is None:
        return None
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if revision is None else str(revision)


def bring_up_to_date(
    engine: sa.Engine, path: Path, driver: ModuleType, key: bytes | None, now: datetime
) -> Path | None:
    """Upgrade an older file after a verified copy, whose path is returned; None for a file that is up to date."""
    with engine.connect() as connection:
        revision = current_revision(connection.execution_options(hsct_write=False))
    if revision == REVISIONS[-1]:
        return None
    copy = copy_beside(engine, path, driver, key, f"before-upgrade-{revision}-{now:%Y%m%d-%H%M%S}")
    upgrade(engine)
    return copy


def upgrade(engine: sa.Engine, revision: str = REVISIONS[-1]) -> None:
    """Run the migrations up to `revision` in one transaction; `engine` begins it as a writer.

    Rows and foreign keys are checked before the commit; any failure leaves the file as it was.
    """
    with engine.connect() as connection:
        driver = _driver(connection)
        driver.execute("PRAGMA foreign_keys = OFF")  # rebuilding a table drops the old one; a no-op once begun
        try:
            with connection.begin():
                change_log.drop_triggers(connection)
                _run(connection, revision)
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken is not None:
                    raise RuntimeError(f"migration to {revision} broke a reference of table {broken[0]}")
                if revision == REVISIONS[-1]:
                    change_log.install_triggers(connection, METADATA)
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


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


def copy_beside(engine: sa.Engine, path: Path, driver: ModuleType, key: bytes | None, suffix: str) -> Path:
    """Copy the file beside itself through the backup interface, with the same key, and check the copy."""
    place = path.with_name(f"{path.stem}-{suffix}{path.suffix}")
    part = place.with_name(place.name + ".part")
    part.unlink(missing_ok=True)  # of a copy that was interrupted
    reserve(part)
    try:
        with engine.connect() as connection, closing(driver.connect(str(part))) as target:
            if key is not None:
                target.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            _driver(connection).backup(target)
            if target.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                raise KnownError("file_damaged", file=str(path))
            target.execute("PRAGMA journal_mode = DELETE")  # the copy is one file, without a log beside it
        replace_durably(part, place)
    finally:
        part.unlink(missing_ok=True)
    return place
