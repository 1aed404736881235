"""Puts a backup in the place of a data file, so that a power cut at any moment leaves a whole file there.

The backup is copied into a part beside the place, brought up to this program's revision and checked. Only then is the
replaced file folded together with its log, given its second name, and the part moved over the first. A log of another
state beside a data file is replayed by the database without asking whose it is: the old one is gone before the new file
has its name.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store import backup, building, change_log, durable, restore_users, staff
from hsct_desktop.store.backup import Contents, Progress, keys_of
from hsct_desktop.store.engine import Store, refit
from hsct_desktop.store.known_error import known_key, translated
from hsct_desktop.store.restore_users import KeptKeys, Users

BEFORE_RESTORE = "before-restore"
RESTORE = "restore"
"""What the change log's line of a restore is about."""
ACTION = "backup.restore"


@dataclass(frozen=True)
class Restoring:
    """Who puts which backup where, and why. `author_id` counts only if that person has the same name in the backup.

    `users` are those who go on to hold; with `kept_keys` the key file stays as it is, and says who they are where the
    replaced file cannot.
    """

    source: Path
    to: Path
    key: bytes | None
    author_id: int | None = None
    author_name: str = ""
    reason: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    users: Users | None = None
    kept_keys: KeptKeys | None = None


@dataclass(frozen=True)
class Restored:
    """What stands there now, and where the replaced file is kept (None where there was none)."""

    path: Path
    contents: Contents
    kept: Path | None


def restore(asked: Restoring, progress: Progress | None = None) -> Restored:
    """Put a backup in the place of a file, or where none is yet.

    Every connection to the file must be closed: KnownError `restore_file_in_use` where one is found open. KnownError
    `file_newer` for a backup of a newer program, `backup_damaged` for one that does not hold. The replaced file stays
    beside it under another name, with its keys.
    """
    place = asked.to
    with translated(asked.source):
        backup.check_room(asked.source, place.parent)
    if is_in_use(place, asked.key):
        raise KnownError("restore_file_in_use", file=str(place))
    with translated(place), building.part_of(place) as part, building.part_of(keys_of(place)) as keys:
        found = rebuilt(asked, part, progress)
        has_keys = keys_of(asked.source).is_file() and asked.kept_keys is None
        if has_keys:
            shutil.copyfile(keys_of(asked.source), keys)
        kept = _set_aside(place, asked.key) if os.path.lexists(place) else None
        for log in building.beside(place):
            log.unlink(missing_ok=True)
        durable.sync_folder(place.parent)
        durable.replace_durably(part, place)
        if has_keys:
            durable.replace_durably(keys, keys_of(place))
        return Restored(place, found, kept)


def rebuilt(asked: Restoring, part: Path, progress: Progress | None = None) -> Contents:
    """Fill a part with the backup, bring it to this program's revision, and put on record in it what it is.

    What comes back is what stood in the backup. It is also the trial of a backup that nobody needs yet.
    """
    try:
        found = backup.copy(asked.source, part, asked.key, progress, pause=0)
        checked = backup.proven(part, asked.key)
    except backup.UnsoundError as error:
        raise KnownError("backup_damaged", file=asked.source.name) from error
    except backup.driver_of(asked.key).Error as error:
        if known_key(error) not in ("file_foreign", "file_damaged"):
            raise
        raise KnownError("backup_damaged", file=asked.source.name) from error
    if checked != found:
        raise KnownError("backup_damaged", file=asked.source.name)
    _refit(asked, part, found)
    return found


def _refit(asked: Restoring, part: Path, found: Contents) -> None:
    """Bring the copy to this program's revision, and let its log say where it came from."""

    def note(store: Store) -> None:
        with store.read() as session:
            names = staff.names(session)
        author = asked.author_id if names.get(asked.author_id or 0) == asked.author_name else None
        new = {"by": asked.author_name, "reason": asked.reason, "from": asked.source.name, "seq": found.head.seq}
        with store.write(author, ACTION, asked.reason) as session:
            change_log.note(session.connection(), RESTORE, None, {**new, **asked.facts})
            if asked.users is not None:
                restore_users.carry(session, asked.users)
            elif asked.kept_keys is not None:
                restore_users.carry_slots(session, asked.kept_keys)

    refit(part, asked.key, asked.to, note)


def is_in_use(path: Path, key: bytes | None) -> bool:
    """Fold a file together with its log; True when that cannot be done because somebody has it open.

    The way in which a file keeps its log can be changed only while nobody else has it open: so it is, there and back. A
    file that cannot be read (that may be why it is replaced) is left as it is.
    """
    if not path.is_file() or path.stat().st_size == 0:
        return False
    driver = backup.driver_of(key)
    try:
        with closing(backup.connect(path, key, "rw")) as connection:
            connection.execute("PRAGMA busy_timeout = 500")
            if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
                connection.execute("PRAGMA journal_mode = DELETE")
                connection.execute("PRAGMA journal_mode = WAL")
            return False
    except driver.Error as error:
        return known_key(error) == "file_locked"


def _set_aside(place: Path, key: bytes | None) -> Path:
    """Give the file that is replaced a second name, its log and its keys beside it; its first name stays meanwhile."""
    if is_in_use(place, key):
        raise KnownError("restore_file_in_use", file=str(place))
    kept = building.free(place.with_name(f"{place.stem}-{BEFORE_RESTORE}{place.suffix}"))
    pairs = [(place, kept), *zip(building.beside(place)[:1], building.beside(kept)[:1], strict=True)]
    for old, new in [*pairs, (keys_of(place), keys_of(kept))]:
        if old.is_file():
            _second_name(old, new)
    durable.sync_folder(place.parent)
    return kept


def _second_name(old: Path, new: Path) -> None:
    """A second name for the same file; where the disk has no links, a copy."""
    try:
        os.link(old, new)
    except OSError as error:
        if error.errno not in durable.NO_LINKS and not isinstance(error, FileExistsError):
            raise
        with building.part_of(new) as part:
            shutil.copyfile(old, part)
            durable.replace_durably(part, new)
