"""Whether a data file holds in every part: its encryption, its pages, its references, its log and its key file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from hsct_desktop.store import backup, file_check
from hsct_desktop.store.file_check import Finding as Finding
from hsct_desktop.store.known_error import translated
from hsct_desktop.vault import key_file

if TYPE_CHECKING:
    from hsct_desktop.services.access import Unlocked


def findings(path: Path, unlocked: Unlocked | None) -> Iterator[Finding]:
    """What was looked at, one after the other; `unlocked` is None for a file that is not encrypted.

    KnownError where there is no file to look at.
    """
    key = None if unlocked is None else unlocked.key
    is_readable = True
    for found in file_check.findings(path, key):
        is_readable = is_readable and found.what != "readable"
        yield found
    if key is not None and is_readable:
        keys = key_file.read(path)
        yield Finding("keys", key_file.is_sealed(keys, key), {"users": len(keys.users)})
        if not keys.practice:
            yield Finding("recovery", keys.recovery is not None)
    if is_readable:
        yield from _anchor(path, key)


def _anchor(path: Path, key: bytes | None) -> Iterator[Finding]:
    """A log whose end was cut is whole in itself: the newest proven backup knows an entry that must still be there."""
    from hsct_desktop.services import backups

    newest = next((row for row in backups.all_in(path, key) if row.is_sound and row.head.mac), None)
    if newest is None:
        return
    with translated(path), backup.reading(path, key) as connection:
        found = backup.seal_at(connection, newest.head.seq)
    yield Finding("anchor", found == newest.head.mac, {"entry": newest.head.seq, "backup": newest.path.name})
