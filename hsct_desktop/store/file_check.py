"""Goes through a whole data file and says of each thing that must hold whether it does; changes nothing.

Opening a file puts some of it right by itself (triggers, an older schema): here it is looked at as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from hsct_desktop.store import backup, chain, change_log, migrate, setting
from hsct_desktop.store.known_error import known_key, translated
from hsct_desktop.store.models import METADATA
from hsct_desktop.store.preflight import APPLICATION_ID, MAGIC
from hsct_desktop.user_file import open_regular

_SHOWN: Final = 5


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; its words are `check.<what>.<holds|fails>`, filled in with `params`."""

    what: str
    holds: bool
    params: Mapping[str, object] = field(default_factory=dict)


def findings(path: Path, key: bytes | None) -> Iterator[Finding]:
    """Everything that is looked at, in its order; where the file cannot be read any further, that is the last one.

    Raises KnownError for a path where no file can be read at all.
    """
    with translated(path), open_regular(path) as stream:
        header = stream.read(len(MAGIC))
    yield Finding("header", not header.startswith(MAGIC))
    engine = _engine(path, key)
    try:
        with engine.connect() as connection:
            yield from _looked_at(connection, key)
    except sa.exc.DBAPIError as error:
        yield Finding("readable", False, {"reason": known_key(error.orig) or type(error.orig).__name__})
    finally:
        engine.dispose()


def _looked_at(connection: sa.Connection, key: bytes | None) -> Iterator[Finding]:
    if key is not None:
        yield from _cipher(connection)
    yield from _ours(connection)
    yield from _structure(connection)
    yield from _references(connection)
    found = _revision(connection)
    yield found
    if found.holds:  # what an older file should have, its own program knew
        yield from _triggers(connection)
        yield _log(connection, key)


def _engine(path: Path, key: bytes | None) -> sa.Engine:
    """One connection that refuses to write, and puts nothing right."""

    def connect() -> Any:
        made = backup.connect(path, key, "rw")  # of a file that is in use, the write-ahead log is read too
        made.execute("PRAGMA query_only = ON")
        return made

    return sa.create_engine("sqlite://", module=backup.driver_of(key), creator=connect, poolclass=StaticPool)


def _cipher(connection: sa.Connection) -> Iterator[Finding]:
    version = connection.exec_driver_sql("PRAGMA cipher_version").scalar()
    yield Finding("cipher", bool(version), {"version": version or ""})
    broken = connection.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall()
    yield Finding("pages", not broken, {"count": len(broken)})


def _ours(connection: sa.Connection) -> Iterator[Finding]:
    mark = connection.exec_driver_sql("PRAGMA application_id").scalar()
    yield Finding("ours", mark == APPLICATION_ID)


def _revision(connection: sa.Connection) -> Finding:
    found = migrate.current_revision(connection)
    return Finding("revision", found == migrate.REVISIONS[-1], {"found": found or "", "own": migrate.REVISIONS[-1]})


def _structure(connection: sa.Connection) -> Iterator[Finding]:
    said = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(100)")]
    yield Finding("structure", said == ["ok"], {"count": len(said)})


def _references(connection: sa.Connection) -> Iterator[Finding]:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    tables = sorted({str(row[0]) for row in broken})
    yield Finding("references", not broken, {"count": len(broken), "tables": ", ".join(tables[:_SHOWN])})


def _triggers(connection: sa.Connection) -> Iterator[Finding]:
    found, wanted = change_log.installed_triggers(connection), change_log.trigger_statements(METADATA)
    differ = sorted(name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name))
    params = {"count": len(wanted), "differ": len(differ), "names": ", ".join(differ[:_SHOWN])}
    yield Finding("triggers", not differ, params)


def _log(connection: sa.Connection, key: bytes | None) -> Finding:
    found = chain.verify(connection, chain.key_of(key))
    params = {"entries": found.entries, "head": found.head.short, "first_bad": found.first_bad or 0}
    return Finding("log", found.first_bad is None, params)


def file_id(path: Path, key: bytes | None) -> str:
    """The id that the file bears in itself. KnownError for one that cannot be read."""
    with translated(path), backup.reading(path, key) as connection:
        row = connection.execute("SELECT value FROM setting WHERE key = ?", (setting.FILE_ID,)).fetchone()
    return str(row[0]) if row else ""
