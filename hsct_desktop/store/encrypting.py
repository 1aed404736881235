"""Encrypts a plain data file: a copy is made, compared row by row and proven; only then it takes the file's name.

Killed at any step there is a whole file at the path, plain or encrypted, and what it was is kept under another name.
One driver does it all: a second one in this process would not see the locks of the first, and closing would drop them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store import backup, building, preflight, rechain
from hsct_desktop.store.backup import driver_of
from hsct_desktop.store.durable import place_durably, replace_durably
from hsct_desktop.store.engine import Store, refit
from hsct_desktop.store.known_error import known_key, translated

KEPT = "before-encryption"
"""Stands between the name of a file and its ending in what it was before."""
_SCHEMA = "SELECT type, name, tbl_name, sql FROM {}.sqlite_master WHERE name NOT LIKE 'sqlite_%'"


def encrypt(path: Path, key: bytes, fill: Callable[[Store], None], place_keys: Callable[[], None]) -> Path:
    """Encrypt the plain file at `path`, which nobody has open; the path of the plain file that is kept.

    `fill` writes into the copy before it counts (its first user); `place_keys` puts the key file beside it, last.
    KnownError file_in_use, copy_differs, disk_full, ...; then the file is as it was.
    """
    with translated(path):
        preflight.check_existing(path, encrypted=False)
        building.sweep(path, datetime.now(UTC))
        with building.part_of(path) as part, _alone(path, key) as source:
            held = _exported(source, part, key, path)
            is_chained = "mac" in {row[1] for row in source.execute("PRAGMA table_info(change_log)")}

            def finish(store: Store) -> None:
                if is_chained:  # the log of an older file was chained just now, with the new key
                    rechain.with_new_key(store, None)
                fill(store)

            refit(part, key, path, finish)
            preflight.prove_encrypted(part, path)
            kept = _kept(source, path, held)
            try:
                place_keys()
                if os.name == "nt":
                    source.close()  # Windows replaces no file that is open
                replace_durably(part, path)
            except BaseException:
                kept.unlink(missing_ok=True)
                raise
    return kept


@contextmanager
def _alone(path: Path, key: bytes) -> Iterator[Any]:
    """The only connection to the plain file, without a log beside it: an old log would be read into the new file.

    A process that is killed here leaves a file without write-ahead log, which loses nothing.
    """
    uri = f"{path.absolute().as_uri()}?mode=rw"
    driver = driver_of(key)
    with closing(driver.connect(uri, uri=True, isolation_level=None, timeout=backup.BUSY_MS / 1000)) as source:
        try:
            mode = source.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
            source.execute("PRAGMA locking_mode = EXCLUSIVE")
            source.execute("BEGIN EXCLUSIVE")
            source.execute("COMMIT")
        except driver.Error as error:
            if known_key(error) != "file_locked":
                raise
            raise KnownError("file_in_use", file=str(path)) from error
        if mode != "delete":
            raise KnownError("file_in_use", file=str(path))
        try:
            yield source
        except BaseException:
            source.execute("PRAGMA journal_mode = WAL")
            raise


def _exported(source: Any, part: Path, key: bytes, path: Path) -> backup.Contents:
    """Write the copy and hold it against the file: schema, each row of each table, then every page of it."""
    source.execute(f"ATTACH DATABASE ? AS made KEY \"x'{key.hex()}'\"", (str(part.absolute()),))
    source.execute("SELECT sqlcipher_export('made')").fetchall()
    source.execute(f"PRAGMA made.application_id = {preflight.APPLICATION_ID}")
    if _differs(source):
        raise KnownError("copy_differs", file=str(path))
    source.execute("DETACH DATABASE made")
    held = backup.contents(source)
    _prove(part, key, held, path)
    return held


def _differs(source: Any) -> bool:
    if _unlike(source, _SCHEMA.format("main"), _SCHEMA.format("made")):
        return True
    tables = source.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall()
    quoted = ('"{}"'.format(str(name).replace('"', '""')) for (name,) in tables)
    return any(_unlike(source, f"SELECT * FROM main.{name}", f"SELECT * FROM made.{name}") for name in quoted)  # noqa: S608


def _unlike(source: Any, one: str, other: str) -> bool:
    for first, second in ((one, other), (other, one)):
        if source.execute(f"SELECT 1 FROM ({first} EXCEPT {second}) LIMIT 1").fetchone() is not None:  # noqa: S608
            return True
    return False


def _prove(part: Path, key: bytes | None, held: backup.Contents, path: Path) -> None:
    try:
        same = backup.proven(part, key) == held
    except backup.UnsoundError as error:
        raise KnownError("copy_differs", file=str(path)) from error
    if not same:
        raise KnownError("copy_differs", file=str(path))


def _kept(source: Any, path: Path, held: backup.Contents) -> Path:
    """What the file was, under another name, and proven; the file itself stays in its place until the last step."""
    kept = building.free(path.with_name(f"{path.stem}-{KEPT}{path.suffix}"))
    with building.part_of(kept) as part:
        with closing(type(source)(str(part.absolute()))) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        _prove(part, None, held, path)
        place_durably(part, kept)
    return kept
