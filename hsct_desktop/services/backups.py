"""Backups: making one, proving it, what is there, which stay, what is due.

All work by path and key on connections of their own, so that a thread may do it while the window works, and the window
may lock or close meanwhile.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from hsct_desktop import SUFFIX, __version__
from hsct_desktop.domain import backup as rules
from hsct_desktop.domain.backup import Due, Head, Held, Keep, Last, Proof, Why
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services.backup_place import check_place, folder_of, is_there, note_second
from hsct_desktop.store import backup, backup_manifest, building, durable, migrate
from hsct_desktop.store.backup import Contents, Progress, UnsoundError, keys_of
from hsct_desktop.store.backup_manifest import Manifest, ManifestError
from hsct_desktop.store.known_error import gone, key_of
from hsct_desktop.store.preflight import on_network_share
from hsct_desktop.vault.keys import manifest_key

_AT_PLACE = {"disk_full": "backup_disk_full", "file_read_only": "backup_place_read_only"}


@dataclass(frozen=True)
class BackupRow:
    """One backup as lists show it. `entries` is the number of its last entry; `damage` a word of `backup.damaged.*`.

    `why` is None where the manifest cannot be read; `kept` is None for what the next copy throws away.
    """

    path: Path
    made_at: datetime
    why: Why | None
    size: int
    head: Head
    proof: Proof
    damage: str = ""
    proven_at: datetime | None = None
    drilled_at: datetime | None = None
    kept: Keep | None = None
    file_id: str = ""
    revision: str = ""
    keys_sha256: str = ""

    @property
    def entries(self) -> int:
        """The number of the last entry in it."""
        return self.head.seq

    @property
    def is_sound(self) -> bool:
        """Whether it was read back and held."""
        return self.proof in (Proof.PROVEN, Proof.DRILLED)

    @property
    def problem(self) -> KnownError | None:
        """What is wrong with it, as a sentence."""
        if self.proof is Proof.OTHER_KEY:
            return KnownError("backup_other_key", file=self.path.name)
        return KnownError(f"backup_damaged_{self.damage}", file=self.path.name) if self.damage else None


def seal_of(key: bytes | None) -> bytes:
    """The key that seals manifests of a file with that data key."""
    return backup_manifest.PLAIN_KEY if key is None else manifest_key(key)


def local_now() -> datetime:
    """The computer's clock in its own time zone."""
    return datetime.now().astimezone()


def make(
    path: Path,
    key: bytes | None,
    why: Why,
    folder: Path | None = None,
    at: datetime | None = None,
    progress: Progress | None = None,
) -> BackupRow:
    """Copy the data file into a folder (the usual one beside it by default), prove the copy, thin out what is there.

    There is a whole, proven backup in the end, or nothing of it: KnownError says why not. What `progress` raises ends
    the copying.
    """
    place, now = folder or folder_of(path), at or local_now()
    with _told(path, key, place):
        check_place(place, is_usual=folder is None)
        _sweep(place, path, now)
        backup.check_room(path, place)
        made = _copy(path, key, why, place, now, progress)
        thin(path, key, place, now)
        if folder is not None and is_there(folder):
            note_second(path, folder, now)
        return replace(made, kept=_kept(all_in(path, key, folder, now)).get(made.path.name))


def _sweep(place: Path, path: Path, now: datetime) -> None:
    """On a share a part may belong to a process of another computer: there it goes by its age alone."""
    if not on_network_share(place):
        backup_manifest.sweep(place, path, now.astimezone(UTC))


def _copy(path: Path, key: bytes | None, why: Why, place: Path, now: datetime, progress: Progress | None) -> BackupRow:
    target = building.free(place / backup_manifest.name_for(path, now))
    with building.part_of(target) as part, building.part_of(keys_of(target)) as keys:
        found = backup.copy(path, part, key, progress)
        if keys_of(path).is_file():
            shutil.copyfile(keys_of(path), keys)
        backup.settle(part)
        if backup.proven(part, key) != found:
            raise UnsoundError("counts")
        manifest = _manifest(target, why, now, found, part, keys)
        if manifest.keys_sha256:
            durable.place_durably(keys, keys_of(target))
        backup_manifest.write(target, manifest, seal_of(key))
        try:
            durable.place_durably(part, target)  # only now it is there: with its keys and its manifest, or not at all
        except OSError:
            for stray in (keys_of(target), backup_manifest.manifest_of(target)):
                stray.unlink(missing_ok=True)
            raise
    if backup.counted(target, key) != found:
        raise UnsoundError("counts")
    return _row(target, manifest, target.stat().st_size)


def _manifest(target: Path, why: Why, now: datetime, found: Contents, part: Path, keys: Path) -> Manifest:
    return Manifest(
        file=target.name, file_id=found.file_id, kind=found.kind, revision=found.revision, app_version=__version__,
        made_at=now, why=why, head=found.head, counts=found.counts, size=part.stat().st_size,
        sha256=backup.sha256_of(part), keys_sha256=backup.sha256_of(keys) if keys.stat().st_size else "",
        proven_at=now,
    )  # fmt: skip


@contextmanager
def _told(path: Path, key: bytes | None, place: Path) -> Iterator[None]:
    """Say what a disk or a driver says as a sentence about the place of the backups, or about the data file."""
    try:
        yield
    except UnsoundError as error:
        if not backup.holds(path, key):
            raise KnownError("file_damaged", file=str(path)) from error
        raise KnownError("backup_not_whole", place=str(place)) from error
    except Exception as error:
        if isinstance(error, KnownError):
            raise
        told = key_of(error)
        if isinstance(error, FileNotFoundError):
            told = "file_missing"
        if told is None:
            raise
        if not place.is_dir():
            raise KnownError("backup_place_gone", place=str(place)) from error
        if gone(path) is not None:
            raise KnownError(str(gone(path)), file=str(path), folder=str(path.parent)) from error
        if told in ("file_damaged", "file_foreign", "file_locked"):  # the copy is read elsewhere: it is the file itself
            raise KnownError(told, file=str(path)) from error
        raise KnownError(_AT_PLACE.get(told, "backup_disk_error"), place=str(place)) from error


def all_in(path: Path, key: bytes | None, folder: Path | None = None, now: datetime | None = None) -> list[BackupRow]:
    """The backups of a file in a folder, newest first, by their manifests; no database is opened.

    Those of another file of the same name, which lie on the same stick, are not among them. KnownError for a place that
    cannot be read.
    """
    place = folder or folder_of(path)
    if not place.is_dir():
        return []
    with _told(path, key, place):
        found = _listed(path, key, place)
    kept = _kept(found, now)
    return [replace(row, kept=kept.get(row.path.name)) for row in found]


def _listed(path: Path, key: bytes | None, place: Path) -> list[BackupRow]:
    seal = seal_of(key)
    rows = [(one, *_read(one, seal)) for one in backup_manifest.backups_in(place, path)]
    ours = _file_id(path, key, [row for _, row, _ in rows if row is not None])
    found = []
    for one, manifest, error in rows:
        whose = manifest.file_id if manifest is not None else error.file_id if error is not None else ""
        if ours and whose and whose != ours:
            continue
        found.append(_row(one, manifest, one.stat().st_size) if manifest is not None else _untrusted(one, error))
    return sorted(found, key=lambda row: (row.made_at, row.path.name), reverse=True)


def everything_in(folder: Path) -> list[Path]:
    """Everything in a folder that is called like a backup, of whichever file, newest first."""
    named = [one for one in folder.iterdir() if one.suffix == SUFFIX and backup_manifest.time_in_name(one) is not None]
    return sorted(named, key=lambda one: (str(backup_manifest.time_in_name(one)), one.name), reverse=True)


def _read(one: Path, seal: bytes) -> tuple[Manifest | None, ManifestError | None]:
    try:
        return backup_manifest.read(one, seal), None
    except ManifestError as error:
        return None, error


def _file_id(path: Path, key: bytes | None, known: list[Manifest]) -> str:
    """Each file has its own key, so that a seal tells it; of files without a key the id in them does."""
    if key is not None:
        return known[0].file_id if known else ""
    return backup.file_id_of(path, None) or (known[-1].file_id if known else "")


def _row(one: Path, manifest: Manifest, size: int) -> BackupRow:
    damage = manifest.damaged or ("size" if size != manifest.size else "")
    if not damage and manifest.keys_sha256 and not keys_of(one).is_file():
        damage = "keys"
    proof = Proof.UNREAD if manifest.proven_at is None else Proof.PROVEN
    proof = Proof.DAMAGED if damage else Proof.DRILLED if manifest.drilled_at is not None else proof
    return BackupRow(
        one, manifest.made_at, manifest.why, size, manifest.head, proof, damage, manifest.proven_at,
        manifest.drilled_at, None, manifest.file_id, manifest.revision, manifest.keys_sha256,
    )  # fmt: skip


def _untrusted(one: Path, error: ManifestError | None) -> BackupRow:
    reason = error.reason if error is not None else "manifest"
    proof = Proof.OTHER_KEY if reason == "other_key" else Proof.DAMAGED
    status = one.stat()
    made = backup_manifest.time_in_name(one) or datetime.fromtimestamp(status.st_mtime, UTC)
    damage = "" if proof is Proof.OTHER_KEY else reason
    return BackupRow(one, made.astimezone(), None, status.st_size, Head(), proof, damage)


def _kept(rows: list[BackupRow], now: datetime | None = None) -> dict[str, Keep]:
    return rules.kept([Held(row.path.name, row.made_at, row.proof) for row in rows], now or local_now())


def thin(path: Path, key: bytes | None, folder: Path | None = None, now: datetime | None = None) -> list[Path]:
    """Throw away what is kept no longer: never the last proven backup, never one that is damaged."""
    going = [row.path for row in all_in(path, key, folder, now) if row.kept is None]
    for one in going:
        backup_manifest.remove(one)
    return going


def row_of(one: Path, key: bytes | None) -> BackupRow:
    """One backup by its manifest. KnownError `backup_missing`."""
    if not one.is_file():
        raise KnownError("backup_missing", file=str(one))
    manifest, error = _read(one, seal_of(key))
    return _row(one, manifest, one.stat().st_size) if manifest is not None else _untrusted(one, error)


def prove(one: Path, key: bytes | None, at: datetime | None = None) -> BackupRow:
    """Read a backup whole, open it and count it; the outcome is put into its manifest."""
    row = row_of(one, key)
    manifest, _ = _read(one, seal_of(key))
    if manifest is None:
        return row
    damage = _damage(one, key, manifest)
    changed = replace(manifest, damaged=damage, proven_at=manifest.proven_at if damage else at or local_now())
    return put_proof(one, key, changed)


def _damage(one: Path, key: bytes | None, manifest: Manifest) -> str:
    """The first thing about a backup that does not hold; "" when all does."""
    try:
        if one.stat().st_size != manifest.size:
            return "size"
        if backup.sha256_of(one) != manifest.sha256:
            return "changed"
        if manifest.keys_sha256 and backup.sha256_of(keys_of(one)) != manifest.keys_sha256:
            return "keys"
        found = backup.proven(one, key)
    except UnsoundError as error:
        return error.reason
    except FileNotFoundError:
        return "keys"
    except OSError:
        return "unreadable"
    promised = (manifest.file_id, manifest.kind, manifest.revision, manifest.head, dict(manifest.counts))
    return "" if (found.file_id, found.kind, found.revision, found.head, found.counts) == promised else "counts"


def put_proof(one: Path, key: bytes | None, manifest: Manifest) -> BackupRow:
    """Write what a proof found into the manifest; on a place that takes no writes it is known for now alone."""
    try:
        backup_manifest.write(one, manifest, seal_of(key))
    except OSError as error:
        if key_of(error) is None:
            raise
    return _row(one, manifest, one.stat().st_size)


def is_due(
    path: Path,
    key: bytes | None,
    why: Why,
    now: datetime | None = None,
    folder: Path | None = None,
    tried_at: datetime | None = None,
) -> Due:
    """What an occasion asks for: a copy, a new proof of the last one, or nothing."""
    row = last_proven(all_in(path, key, folder, now))
    last = None if row is None else Last(row.head, row.keys_sha256, row.made_at, row.proven_at)
    keys = backup.sha256_of(keys_of(path)) if keys_of(path).is_file() else ""
    return rules.due(why, now or local_now(), backup.read_head(path, key), keys, last, tried_at)


def last_proven(rows: list[BackupRow]) -> BackupRow | None:
    """The newest backup that was read back and held."""
    return next((row for row in rows if row.is_sound), None)


def keep_up(
    path: Path,
    key: bytes | None,
    why: Why,
    folder: Path | None = None,
    now: datetime | None = None,
    tried_at: datetime | None = None,
    progress: Progress | None = None,
) -> BackupRow | None:
    """Do what an occasion asks for: a copy where anything changed, else a new proof of the last one; None for nothing.

    A last one that turns out damaged is followed by a copy at once.
    """
    asked = is_due(path, key, why, now, folder, tried_at)
    if asked is Due.PROVE:
        last = last_proven(all_in(path, key, folder, now))
        again = None if last is None else prove(last.path, key, now)
        if again is not None and again.is_sound:
            return again
        asked = Due.COPY
    return make(path, key, why, folder, now, progress) if asked is Due.COPY else None


def before_upgrade(path: Path, key: bytes | None, now: datetime | None = None) -> BackupRow | None:
    """A backup of a file that an older program wrote, before this one brings it up to date.

    None for any other, also for one that cannot be read: whoever opens it says why.
    """
    revision = backup.revision_of(path, key)
    if revision == migrate.REVISIONS[-1] or revision not in migrate.REVISIONS:
        return None
    return make(path, key, Why.UPGRADE, at=now)
