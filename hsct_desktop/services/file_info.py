"""What a data file is and how much it holds, in figures alone: nothing of a patient."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store import backup, setting
from hsct_desktop.store.known_error import gone, translated

if TYPE_CHECKING:
    from hsct_desktop.services.access import Unlocked

COUNTED: Final = {
    "patient": "patients", "transplant": "transplants", "visit": "visits", "adverse_event": "toxicities",
    "lab_result": "results", "letter": "letters", "staff": "staff", "change_log": "log entries",
}  # fmt: skip
"""The tables whose rows are counted, and what they are called."""
_SETTINGS: Final = (setting.UNIT_NAME, setting.FILE_CREATED)


def outside(path: Path) -> dict[str, object]:
    """What can be told of a file without its passphrase. KnownError where there is none that could be opened."""
    from hsct_desktop.services import access, backup_place

    if (missing := gone(path)) is not None:
        raise KnownError(missing, file=str(path), folder=str(path.parent))
    state = access.state_of(path)
    if state in (access.FileState.EMPTY, access.FileState.FOREIGN):
        key = "file_empty" if state is access.FileState.EMPTY else "file_not_ours"
        raise KnownError(key, file=str(path))
    is_plain = state is access.FileState.PLAIN
    facts: dict[str, object] = {
        "file": path,
        "bytes": backup.size_of(path),
        "encrypted": "no" if is_plain else "yes",
    }
    if not is_plain:
        users = access.users_of(path)  # says what is wrong with the key file
        facts["practice"] = "yes" if access.is_practice(path) else "no"
        facts["users"] = ", ".join(f"{user.name} ({user.role})" for user in users)
    facts["backups"] = len(list(backup_place.folder_of(path).glob("*.manifest.json")))
    return facts


def inside(path: Path, unlocked: Unlocked | None) -> dict[str, object]:
    """What stands in the file, in figures; `unlocked` is None for a plain one.

    It is read and not opened to work on: an older one stays as it is. KnownError for a file that cannot be read.
    """
    key = None if unlocked is None else unlocked.key
    with translated(path), backup.reading(path, key) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not {"setting", "alembic_version"} <= tables:
            raise KnownError("file_not_ours", file=str(path))
        found = backup.contents(connection)
        marks = ", ".join("?" * len(_SETTINGS))
        query = f"SELECT key, value FROM setting WHERE key IN ({marks})"  # noqa: S608 - question marks alone
        known = dict(connection.execute(query, _SETTINGS))
    return {
        "kind": found.kind,
        "unit": known.get(setting.UNIT_NAME) or "",
        "id": found.file_id,
        "created": known.get(setting.FILE_CREATED) or "",
        "revision": found.revision,
        **{name: found.counts[table] for table, name in COUNTED.items() if table in found.counts},
    }
