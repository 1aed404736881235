"""Copies of a data file through the database's own backup interface, and whether a copy holds: every page, every
reference, every row.

A copy is made step by step under one reading of the file, so that whoever writes meanwhile neither waits for it nor
makes it begin again. Connections are the driver's own, and each call has its own.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from types import ModuleType
from typing import Any

from hsct_desktop.domain.backup import ROOM_FACTOR, Head
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store import building
from hsct_desktop.store.known_error import known_key, translated
from hsct_desktop.store.preflight import APPLICATION_ID, MAGIC
from hsct_desktop.user_file import open_regular

PAGES = 128
"""How many pages one step copies: half a megabyte."""
PAUSE = 0.002
"""Seconds between two steps, in which the window is painted and others write."""
BUSY_MS = 5000
KEYS = ".keys"
"""Ends the name of the file in which the key of a data file lies wrapped."""
_CHUNK = 1 << 20

Progress = Callable[[int, int], None]
"""Called with the pages copied and all pages; what it raises ends the copying, and nothing of it stays."""


class UnsoundError(Exception):
    """A backup does not hold; `reason` is a word of its own for each check (`backup.damaged.<reason>`)."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Contents:
    """What stands in a data file: whose it is, its schema, how many rows each table has, where its change log ends."""

    file_id: str
    kind: str
    revision: str
    head: Head
    counts: Mapping[str, int] = field(default_factory=dict)


def keys_of(path: Path) -> Path:
    """Where the wrapped keys of a data file lie."""
    return path.with_name(path.name + KEYS)


def driver_of(key: bytes | None, driver: ModuleType | None = None) -> ModuleType:
    """What reads a file: Python's own driver for a plain one, the one that encrypts where there is a key."""
    if driver is not None or key is None:
        return driver or sqlite3
    try:
        from sqlcipher3 import dbapi2
    except ImportError as error:
        raise KnownError("encryption_missing") from error
    found: ModuleType = dbapi2
    return found


def connect(path: Path, key: bytes | None, mode: str = "ro") -> Any:
    """A connection of its own to an existing file; it begins no transaction by itself."""
    made = driver_of(key).connect(
        uri_of(path.absolute(), mode), uri=True, isolation_level=None, timeout=BUSY_MS / 1000, check_same_thread=False
    )
    if key is not None:
        made.execute("PRAGMA cipher_log_level = NONE")
        made.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return made


def uri_of(path: PurePath, mode: str) -> str:
    """A path as SQLite opens it; it takes no computer's name after the two slashes, so a share has four of them."""
    uri = path.as_uri()
    if not uri.startswith("file:///"):
        uri = uri.replace("file://", "file:////", 1)
    return f"{uri}?mode={mode}"


@contextmanager
def reading(path: Path, key: bytes | None) -> Iterator[Any]:
    """One state of a file, whatever others write meanwhile; of a file that is in use too."""
    with closing(connect(path, key, "rw")) as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the reading begins here
        yield connection
        connection.execute("ROLLBACK")


def copy(path: Path, part: Path, key: bytes | None, progress: Progress | None = None, pause: float = PAUSE) -> Contents:
    """Copy a data file, step by step, into an empty one, with the same key; what was in it at that moment."""
    with reading(path, key) as source, closing(connect(part, key, "rw")) as target:
        _check_source(source, path, encrypted=key is not None)
        found = contents(source)
        target.execute("PRAGMA journal_mode = OFF")  # whole or thrown away: there is nothing to go back to
        target.execute("PRAGMA synchronous = OFF")  # forced to the disk before it gets its name

        def step(_: int, remaining: int, total: int) -> None:
            if progress is not None:
                progress(total - remaining, total)
            if remaining:
                time.sleep(pause)

        source.backup(target, pages=PAGES, progress=step)
        target.execute("PRAGMA journal_mode = DELETE")  # a copy is one file, without a log beside it
    return found


def _check_source(source: Any, path: Path, *, encrypted: bool) -> None:
    """KnownError for a file that is not ours, or of which a page does not fit.

    The backup interface itself copies such a page as if it were empty, and seals it anew: nobody would see it again.
    """
    if path.stat().st_size == 0:
        raise KnownError("file_empty", file=str(path))
    if source.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise KnownError("file_not_ours", file=str(path))
    # A page that another window is folding in at this very moment fits the second time.
    if encrypted and all(source.execute("PRAGMA cipher_integrity_check").fetchone() is not None for _ in range(2)):
        raise KnownError("file_damaged", file=str(path))


def holds(path: Path, key: bytes | None) -> bool:
    """Whether the pages of a file that is in use, and the order of its rows, hold."""
    try:
        with reading(path, key) as connection:
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")
    except driver_of(key).Error as error:
        if known_key(error) not in ("file_damaged", "file_foreign"):
            raise
        return False


def head_of(connection: Any) -> Head:
    """Where the change log of an open file ends."""
    columns = {row[1] for row in connection.execute("PRAGMA table_info(change_log)")}
    mac = "mac" if "mac" in columns else "NULL"
    last = f"SELECT seq, {mac} FROM change_log ORDER BY seq DESC LIMIT 1"  # noqa: S608 - one of two words of ours
    row = connection.execute(last).fetchone()
    return Head() if row is None else Head(int(row[0]), _hex(row[1]))


def _hex(seal: object) -> str:
    return seal.hex() if isinstance(seal, bytes) else ""


def seal_at(connection: Any, seq: int) -> str | None:
    """The seal of one entry as hex, "" where it has none; None when there is no such entry."""
    columns = {row[1] for row in connection.execute("PRAGMA table_info(change_log)")}
    mac = "mac" if "mac" in columns else "NULL"
    row = connection.execute(f"SELECT {mac} FROM change_log WHERE seq = ?", (seq,)).fetchone()  # noqa: S608
    return None if row is None else _hex(row[0])


def contents(connection: Any, *, counted: bool = True) -> Contents:
    """What stands in an open file."""
    settings = dict(connection.execute("SELECT key, value FROM setting WHERE key IN ('file.id', 'file.kind')"))
    revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    counts = {name: _count(connection, name) for name in _tables(connection)} if counted else {}
    kind = "practice" if settings.get("file.kind") == "practice" else "real"
    return Contents(
        settings.get("file.id") or "", kind, str(revision[0]) if revision else "", head_of(connection), counts
    )


def _tables(connection: Any) -> list[str]:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    return sorted(str(row[0]) for row in found)


def _count(connection: Any, table: str) -> int:
    quoted = table.replace('"', '""')
    return int(connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608 - quoted above


def file_id_of(path: Path, key: bytes | None) -> str:
    """The id of a file or backup; "" where there is none, it is damaged, or it is not ours."""
    return _glance(path, key).file_id


def revision_of(path: Path, key: bytes | None) -> str:
    """Which revision of the schema a file has; "" where it has none or cannot be read."""
    return _glance(path, key).revision


def last_seq_of(path: Path, key: bytes | None) -> int:
    """The number of the last entry of a file; 0 where there is none, or it cannot be read."""
    return _glance(path, key).head.seq


def _glance(path: Path, key: bytes | None) -> Contents:
    try:
        with closing(connect(path, key)) as connection:
            return contents(connection, counted=False)
    except driver_of(key).Error:
        return Contents("", "", "", Head())


def read_head(path: Path, key: bytes | None) -> Head:
    """Where the change log of a file ends now. KnownError for a file that cannot be read."""
    with translated(path), reading(path, key) as connection:
        return head_of(connection)


def proven(path: Path, key: bytes | None) -> Contents:
    """Open a copy read-only and go through all of it. UnsoundError names the first check that does not hold."""
    try:
        with open_regular(path) as stream:
            if stream.read(len(MAGIC)).startswith(MAGIC) == (key is not None):
                raise UnsoundError("header")
        with closing(connect(path, key)) as connection:
            return _checked(connection, key is not None)
    except (OSError, driver_of(key).Error) as error:
        reason = {"file_foreign": "header", "file_damaged": "structure"}.get(known_key(error) or "", "unreadable")
        raise UnsoundError(reason) from error


def _checked(connection: Any, encrypted: bool) -> Contents:
    if encrypted and not connection.execute("PRAGMA cipher_version").fetchone():
        raise RuntimeError("the driver does not encrypt")
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    if mark != APPLICATION_ID:
        raise UnsoundError("foreign")
    if encrypted and connection.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
        raise UnsoundError("pages")
    if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        raise UnsoundError("structure")
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise UnsoundError("references")
    return contents(connection)


def counted(path: Path, key: bytes | None) -> Contents:
    """Open a copy read-only and count it. UnsoundError where that cannot be done."""
    try:
        with closing(connect(path, key)) as connection:
            return contents(connection)
    except driver_of(key).Error as error:
        raise UnsoundError("unreadable") from error


def settle(part: Path) -> None:
    """Force a finished copy to its disk, and let what is read of it next come from there and not from memory."""
    descriptor = os.open(part, os.O_RDWR)
    try:
        os.fsync(descriptor)
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file as hex."""
    digest = hashlib.sha256()
    with open_regular(path) as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def size_of(path: Path) -> int:
    """How many bytes a data file has, with the log that is not folded in yet."""
    return sum(place.stat().st_size for place in (path, *building.beside(path)[:1]) if place.exists())


def free_in(folder: Path) -> int:
    """How many bytes are free on the disk of a folder."""
    return shutil.disk_usage(folder).free


def check_room(path: Path, folder: Path) -> None:
    """KnownError `backup_no_room` unless the disk of a folder has room for a copy of the file."""
    needed = int(size_of(path) * ROOM_FACTOR)
    free = free_in(folder)
    if free < needed:
        raise KnownError("backup_no_room", place=str(folder), needed=megabytes(needed), free=megabytes(free))


def megabytes(size: int) -> float:
    """Bytes as megabytes with one decimal, never 0 for something."""
    return max(round(size / 1e6, 1), 0.1) if size else 0.0
