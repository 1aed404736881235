"""A backup from before a record was pseudonymised brings its identity back: how many such records it has."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any, Final

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store import backup
from hsct_desktop.store.known_error import translated

_COLUMN: Final = "pseudonymised_at"


def coming_back(one: Path, path: Path, key: bytes | None) -> int:
    """How many records the file at `path` holds pseudonymised of which the backup `one` has the identity; 0 where the
    file cannot be read, which may be why it is replaced. KnownError where the backup cannot be read."""
    if not path.is_file():
        return 0
    try:
        with translated(path), backup.reading(path, key) as connection:
            now = _records(connection, is_done=True)
    except (KnownError, backup.driver_of(key).Error):
        return 0
    if not now:
        return 0
    with translated(one), closing(backup.connect(one, key)) as connection:
        return len(now & _records(connection, is_done=False))


def _records(connection: Any, *, is_done: bool) -> set[int]:
    """The records that were pseudonymised, or that were not; those of an older program never were."""
    columns = {str(row[1]) for row in connection.execute("PRAGMA table_info(patient)")}
    if _COLUMN not in columns and is_done:
        return set()
    wanted = f"{_COLUMN} IS {'NOT ' if is_done else ''}NULL" if _COLUMN in columns else "1"
    return {int(row[0]) for row in connection.execute(f"SELECT id FROM patient WHERE {wanted}")}  # noqa: S608 - ours
