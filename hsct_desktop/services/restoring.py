"""Restoring: what a backup holds and what would go, putting it in the file's place, the monthly trial, what is gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain import backup as rules
from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.backup import Counted, Head
from hsct_desktop.domain.permission import Right
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import access, slots
from hsct_desktop.services.access import Unlocked
from hsct_desktop.services.backups import (
    BackupRow,
    all_in,
    last_proven,
    local_now,
    prove,
    put_proof,
    seal_of,
)
from hsct_desktop.services.permissions import require
from hsct_desktop.services.person import display_name
from hsct_desktop.services.restored_identity import coming_back
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import backup, backup_manifest, building, engine, migrate, restore_users
from hsct_desktop.store import restore as store_restore
from hsct_desktop.store.backup import Progress, keys_of
from hsct_desktop.store.known_error import translated
from hsct_desktop.store.restore import Restoring
from hsct_desktop.store.restore_users import KeptKeys, Users
from hsct_desktop.vault import key_file
from hsct_desktop.vault.key_file import KeyFile

if TYPE_CHECKING:
    from hsct_desktop.domain.handover import Handover

LAST_ENTRIES = 3
WRITES_READ = 12
_TAIL = "(SELECT seq, at, staff_id, txn, action FROM change_log ORDER BY seq DESC LIMIT 3000)"
"""The end of the log: the whole of it may have a million lines."""
_SINCE = f"SELECT min(at) FROM (SELECT min(at) AS at FROM {_TAIL} GROUP BY txn ORDER BY max(seq) DESC LIMIT ?)"  # noqa: S608
_COUNTS = {
    Counted.PATIENTS: ("patient", "voided_at IS NULL"),
    Counted.VISITS: ("visit", "voided_at IS NULL"),
    Counted.RESULTS: ("lab_result", "voided_at IS NULL"),
    Counted.EPISODES: ("adverse_event", "voided_at IS NULL"),
    Counted.THERAPIES: ("supportive_therapy", "voided_at IS NULL"),
    Counted.LETTERS: ("letter", "voided_at IS NULL AND status = 'signed'"),
}


@dataclass(frozen=True)
class Count:
    """How many there are now and in the backup; None where the file cannot be read, or knows nothing of them."""

    kind: Counted
    now: int | None
    then: int | None

    @property
    def going(self) -> int:
        """How many fewer there would be, as a negative number; 0 where there would be none fewer."""
        return min((self.then or 0) - (self.now or 0), 0)


@dataclass(frozen=True)
class LastEntry:
    """One of the last entries in a backup: when, who, and what in words."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True)
class Preview:
    """What a restore would bring and take.

    `leaving`: how many entries of the log were made after the backup, None where that cannot be told. `patients`:
    registered since, by name and birth date. `users_out` have no passphrase in the backup, `users_back` had one taken
    away since; `users_stay` where the users and passphrases of today go on to hold. `older`: the backup is of an older
    program and is brought up to date. `identities`: of how many records pseudonymised since it holds the identity.
    """

    row: BackupRow
    counts: tuple[Count, ...]
    last: tuple[LastEntry, ...]
    leaving: int | None
    patients: tuple[tuple[str, date | None], ...]
    users_out: tuple[str, ...]
    users_back: tuple[str, ...]
    older: bool
    users_stay: bool = False
    identities: int = 0


def preview(one: Path, key: bytes | None, ws: Workspace | None = None, path: Path | None = None) -> Preview:
    """Open a backup read-only and hold it against the file of `ws` (or at `path`). KnownError when it does not hold.

    Its last entries are told as the shift handover tells them; those of an older program by their action.
    """
    row = _sound(one, key)
    place = ws.store.path if ws is not None else path
    with closing(backup.connect(one, key)) as connection:
        then = _figures(connection)
        people = {int(found[0]) for found in connection.execute("SELECT id FROM patient")}
        last = tuple(_raw_entries(connection))
    older = row.revision != migrate.REVISIONS[-1]
    if ws is not None and not older:
        last = tuple(_told_entries(one, key, ws)) or last
    now: dict[Counted, int] = {}
    leaving, since = None, []
    if place is not None and place.is_file():
        try:
            with translated(place), backup.reading(place, key) as connection:
                now = _figures(connection)
                since = _registered_since(connection, people)
                leaving = _leaving(connection, row.head)
        except (KnownError, backup.driver_of(key).Error):  # it cannot be read: that may be why it is replaced
            now, since, leaving = {}, [], None
    out, back = _users(one, place, key)
    counts = tuple(Count(kind, now.get(kind), then.get(kind)) for kind in Counted)
    stay = place is not None and _sealed_keys(place, key) is not None
    again = coming_back(one, place, key) if place is not None else 0
    return Preview(row, counts, last, leaving, tuple(since), out, back, older, stay, again)


def _sound(one: Path, key: bytes | None) -> BackupRow:
    """Read a backup whole before anybody relies on it."""
    row = prove(one, key)
    if row.problem is not None:
        raise row.problem
    return row


def _figures(connection: Any) -> dict[Counted, int]:
    tables = {str(row[0]) for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    found = {}
    for kind, (table, condition) in _COUNTS.items():
        if table in tables:
            asked = f"SELECT count(*) FROM {table} WHERE {condition}"  # noqa: S608 - words of ours
            found[kind] = int(connection.execute(asked).fetchone()[0])
    return found


def _registered_since(connection: Any, known: set[int]) -> list[tuple[str, date | None]]:
    rows = connection.execute(
        "SELECT id, family_name, given_name, birth_date FROM patient WHERE voided_at IS NULL ORDER BY id"
    )
    return [
        (display_name(family, given), date.fromisoformat(born) if born else None)
        for row_id, family, given, born in rows
        if int(row_id) not in known
    ]


def _leaving(connection: Any, head: Head) -> int:
    return int(connection.execute("SELECT count(*) FROM change_log WHERE seq > ?", (head.seq,)).fetchone()[0])


def _raw_entries(connection: Any) -> Iterator[LastEntry]:
    """The last writes by their action, for a backup whose columns this program's sentences may not know."""
    rows = connection.execute(
        f"SELECT l.at, coalesce(s.name, ''), l.action FROM {_TAIL} l LEFT JOIN staff s ON s.id = l.staff_id"  # noqa: S608
        f" WHERE l.seq IN (SELECT max(seq) FROM {_TAIL} GROUP BY txn ORDER BY max(seq) DESC LIMIT ?)"
        " ORDER BY l.seq DESC",
        (LAST_ENTRIES,),
    )
    for at, who, action in rows:
        yield LastEntry(datetime.fromisoformat(at).astimezone(), who, action)


def _told_entries(one: Path, key: bytes | None, ws: Workspace) -> Iterator[LastEntry]:
    """The last entries in sentences; enough writes are read that a few of them, of no shift, tell nothing."""
    from hsct_desktop.services.handover import handover

    store = engine.open_to_read(one, key)
    try:
        there = replace(ws, store=store, author=None, joined=None, clock=local_now)
        with closing(backup.connect(one, key)) as connection:
            since = connection.execute(_SINCE, (WRITES_READ,)).fetchone()[0]
        if since is None:
            return
        began = datetime.fromisoformat(since).astimezone() - timedelta(seconds=1)
        told = handover(there, began, local_now() + timedelta(minutes=10))
    finally:
        store.close()
    lines = sorted(_lines(told), key=lambda line: line.at, reverse=True)
    yield from lines[:LAST_ENTRIES]


def _lines(told: Handover) -> Iterator[LastEntry]:
    for who in told.patients:
        name = display_name(who.family_name, who.given_name)
        for line in who.lines:
            yield LastEntry(line.at, line.by, f"{name} · {line.text}")
    for line in told.ward:
        yield LastEntry(line.at, line.by, line.text)


def _users(one: Path, place: Path | None, key: bytes | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Whose slot of the key file would go, and whose would come back: nobody's while the key file of now can be read,
    since it stays."""
    if place is None or not keys_of(one).is_file() or not keys_of(place).is_file() or _sealed_keys(place, key):
        return (), ()
    try:
        now, then = key_file.read(place).slots, key_file.read_at(keys_of(one)).slots
    except KnownError:
        return (), ()
    here, there = {slot.uid: slot.label for slot in now}, {slot.uid: slot.label for slot in then}
    return _missing(here, there), _missing(there, here)


def _missing(these: dict[str, str], those: dict[str, str]) -> tuple[str, ...]:
    return tuple(sorted(name for uid, name in these.items() if uid not in those and name))


def restore(
    one: Path,
    to: Path,
    key: bytes | None,
    who: Author | None,
    reason: str,
    *,
    unproven: bool = False,
    progress: Progress | None = None,
) -> Path | None:
    """Put a backup in the place of a file, which no window has open; the path under which the replaced file is kept.

    The log of the restored file says so, and why. A backup whose manifest does not fit is refused unless the caller
    takes it `unproven`; its pages, references and rows are gone through in any case. KnownError: what is wrong, or
    `not_permitted`.

    The right is asked of the list of staff in the file that is replaced, as it stands now; that list and the key file
    go on to hold. Of a file that cannot be read the sealed key file still says who administered.
    """
    users = restore_users.users_in(to, key)
    if who is not None:
        require(_as_they_stand(who, users), Right.RESTORE)
    if one.resolve() == to.resolve():
        raise KnownError("restore_same_file", file=str(to))
    row = prove(one, key)
    if row.problem is not None and not (unproven and row.damage in ("manifest", "missing", "keys")):
        raise row.problem
    if row.revision and row.revision not in migrate.REVISIONS:
        raise KnownError("backup_damaged_newer", file=one.name)
    _check_same_file(one, to, key)
    facts = {"made_at": row.made_at.isoformat(), "replaced_seq": backup.last_seq_of(to, key)}
    author_id, name = (who.staff_id, who.name) if who is not None else (None, "")
    keys = _sealed_keys(to, key)
    kept = None
    if keys is not None:
        holders = {slot.uid: (Role(slot.role), slot.administers) for slot in keys.users}
        kept = KeptKeys(holders, slots.known_text(keys))
    asked = Restoring(one, to, key, author_id, name, reason, facts, users, kept)
    return store_restore.restore(asked, progress).kept


def _as_they_stand(who: Author, users: Users | None) -> Author:
    """Somebody as the file that is replaced has them now. KnownError `user_disabled`."""
    if users is None:
        return who
    found = users.of_id(who.staff_id)
    if found is None:
        raise KnownError("user_disabled", name=who.name)
    return found.author


def _sealed_keys(path: Path, key: bytes | None) -> KeyFile | None:
    """The key file of the file that is replaced, if this program wrote it as it stands."""
    if key is None:
        return None
    try:
        keys = key_file.read(path)
    except KnownError:
        return None
    return keys if key_file.is_sealed(keys, key) else None


def asked_of(one: Path, to: Path) -> Path:
    """Whose key file is asked for the passphrase: that of the file that is replaced; else the backup's."""
    return to if access.state_of(to) is access.FileState.ENCRYPTED else one


def restorer(one: Path, to: Path, unlocked: Unlocked) -> Author | None:
    """Who restores by that passphrase, as the file that is replaced has them; where it cannot be read, as its key file
    and the backup both have them. None for the recovery key.

    KnownError `user_disabled`, `key_file_older`, `not_permitted`.
    """
    users = restore_users.users_in(to, unlocked.key)
    keys = key_file.read(unlocked.path)
    found = None
    if users is not None:
        found = users.of_slot(unlocked.uid)
        if found is None and not unlocked.by_recovery:
            raise KnownError("user_disabled", name=access.name_of(unlocked.path, unlocked.uid))
        slots.check(users.keys_known, keys, unlocked)
    if unlocked.by_recovery:
        return None
    if found is not None:
        return found.author
    slot = keys.slot(unlocked.uid)
    author = author_in(one, unlocked.key, unlocked.uid)
    if slot is not None and unlocked.path == to:
        require(Author(author.staff_id, author.name, Role(slot.role), slot.administers), Right.RESTORE)
    return author


def author_in(path: Path, key: bytes | None, uid: str) -> Author:
    """Who a passphrase belongs to by the staff list in a file or backup, which is not opened for work.

    KnownError `user_disabled` for somebody who is not, or no more, on it.
    """
    with translated(path), closing(backup.connect(path, key)) as connection:
        row = connection.execute(
            "SELECT id, name, role, administers FROM staff WHERE uid = ? AND active AND voided_at IS NULL", (uid,)
        ).fetchone()
    if row is None:
        raise KnownError("user_disabled", name=access.name_of(path, uid))
    return Author(int(row[0]), row[1], Role(row[2]), bool(row[3]))


def author_now(unlocked: Unlocked) -> Author:
    """As `author_in`, of the file that was unlocked. KnownError `key_file_older` for a slot that was changed since."""
    users = restore_users.users_in(unlocked.path, unlocked.key)
    if users is not None:
        slots.check(users.keys_known, slots.current(unlocked), unlocked)
    return author_in(unlocked.path, unlocked.key, unlocked.uid)


def _check_same_file(one: Path, to: Path, key: bytes | None) -> None:
    """Another unit's file is not replaced by this one's backup, nor an encrypted one by a plain backup from before.

    What cannot be read may be replaced: that may be why.
    """
    ours, theirs = backup.file_id_of(one, key), backup.file_id_of(to, key) or backup.file_id_of(to, None)
    if (ours and theirs and ours != theirs) or (key is None and keys_of(to).is_file()):
        raise KnownError("restore_other_file", file=str(to))


def drill(path: Path, key: bytes | None, folder: Path | None = None, now: datetime | None = None) -> BackupRow:
    """Restore the newest proven backup into a temporary file, open that, count it, and note it in the manifest.

    KnownError `backup_none` without one, and what is wrong with one that does not hold; it is marked then.
    """
    rows = all_in(path, key, folder, now)
    last = last_proven(rows)
    if last is None:
        raise KnownError("backup_none", place=str(folder or path.parent))
    manifest = backup_manifest.read(last.path, seal_of(key))
    backup.check_room(last.path, path.parent)
    asked = Restoring(last.path, path, key, reason="drill")
    try:
        with translated(path), building.part_of(path) as part:
            found = store_restore.rebuilt(asked, part)
            _open_for_trial(part, key)
    except KnownError as error:
        if error.key not in ("backup_damaged", "file_damaged", "file_foreign"):
            raise
        put_proof(last.path, key, replace(manifest, damaged="structure"))
        raise KnownError("backup_damaged", file=last.path.name) from error
    if (found.head, dict(found.counts)) != (manifest.head, dict(manifest.counts)):
        put_proof(last.path, key, replace(manifest, damaged="counts"))
        raise KnownError("backup_damaged_counts", file=last.path.name)
    at = now or local_now()
    return put_proof(last.path, key, replace(manifest, drilled_at=at, proven_at=at))


def _open_for_trial(part: Path, key: bytes | None) -> None:
    store = engine.open_to_read(part, key)
    store.close()


def drill_if_due(path: Path, key: bytes | None, now: datetime | None = None) -> BackupRow | None:
    """The trial that comes by itself each month; None while it is not due, or where there is nothing to try."""
    rows = [row for row in all_in(path, key, None, now) if row.is_sound]
    if not rows or not rules.drill_due([row.drilled_at for row in rows], now or local_now()):
        return None
    return drill(path, key, None, now)


@dataclass(frozen=True)
class Gap:
    """What a backup holds and the file no longer does: `missing` entries, or another entry of the same number."""

    row: BackupRow
    missing: int
    seq: int


def gap(path: Path, key: bytes | None, folders: Iterable[Path] = ()) -> Gap | None:
    """Hold the end of a file's log against its newest backup: a log that was cut, or a file put back by hand.

    Only backups made after the last restore count, since that one takes entries away and says so.
    """
    rows = [row for place in (None, *folders) for row in all_in(path, key, place) if row.why is not None]
    with translated(path), backup.reading(path, key) as connection:
        since = connection.execute(
            "SELECT max(at) FROM change_log WHERE table_name = ? AND row_id = 0", (store_restore.RESTORE,)
        ).fetchone()[0]
        restored = datetime.fromisoformat(since) if since else None
        rows = [row for row in rows if restored is None or row.made_at > restored]
        newest = max(rows, key=lambda row: row.head.seq, default=None)
        if newest is None:
            return None
        head, sealed = backup.head_of(connection), backup.seal_at(connection, newest.head.seq)
    if head.seq < newest.head.seq:
        return Gap(newest, newest.head.seq - head.seq, head.seq)
    if newest.head.mac and sealed and sealed != newest.head.mac:
        return Gap(newest, 0, newest.head.seq)
    return None


def gap_words(found: Gap, wording: Wording) -> str:
    """What is missing, as a sentence."""
    at = found.row.made_at.astimezone()
    if not found.missing:
        return wording.text("backup.gap.changed", seq=found.seq, at=at)
    return wording.count("backup.gap", found.missing, at=at)
