"""Getting into a data file: what stands at a path, who may open it, unlocking, making and encrypting files.

Light to import: the unlock page is painted before the database is loaded. What opens a file imports it inside.
"""

from __future__ import annotations

import glob
import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.data_file import HEADER_SIZE, is_data_header, is_plain
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services.passphrases import PRACTICE_PASSPHRASE as PRACTICE_PASSPHRASE
from hsct_desktop.services.passphrases import checked
from hsct_desktop.user_file import open_regular
from hsct_desktop.vault import key_file, recovery
from hsct_desktop.vault.key_file import KeyFile, key_file_of
from hsct_desktop.vault.keys import new_data_key
from hsct_desktop.vault.slot import Slot, WrongPassphrase, unwrap, wrap

if TYPE_CHECKING:
    from hsct_desktop.services.workspace import Workspace
    from hsct_desktop.store.engine import Store

VARIABLE = "HSCT_PASSPHRASE"
"""The environment variable that replaces the published passphrase of a new practice file."""
_WAITS = (0, 0, 0, 1, 2, 4, 8, 15, 30)


class FileState(StrEnum):
    """What stands at a path, as far as its first bytes and its key file tell."""

    MISSING = "missing"
    EMPTY = "empty"
    PLAIN = "plain"
    ENCRYPTED = "encrypted"
    KEYS_MISSING = "keys_missing"
    KEYS_DAMAGED = "keys_damaged"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class UserLabel:
    """Somebody who has a passphrase, as the unlock page shows them."""

    uid: str
    name: str
    role: Role
    administers: bool = False


@dataclass(frozen=True)
class Unlocked:
    """A data file's key in the hands of one person; `key` is never shown, logged or written."""

    path: Path
    key: bytes = field(repr=False)
    uid: str
    by_recovery: bool = False


def utc_now() -> datetime:
    """The clock of entries."""
    return datetime.now(UTC)


def state_of(path: Path) -> FileState:
    """What stands at a path; nothing is changed, and nothing is asked of a database. Raises no KnownError."""
    try:
        with open_regular(path) as stream:
            header = stream.read(HEADER_SIZE)
    except FileNotFoundError:
        return FileState.MISSING
    except (OSError, ValueError):
        return FileState.FOREIGN
    if not header:
        return FileState.EMPTY
    if is_plain(header):
        return FileState.PLAIN if is_data_header(header) else FileState.FOREIGN
    try:
        key_file.read(path)
    except KnownError as error:
        return FileState.KEYS_MISSING if error.key == "key_file_missing" else FileState.KEYS_DAMAGED
    return FileState.ENCRYPTED


def users_of(path: Path) -> tuple[UserLabel, ...]:
    """Who has a passphrase, by name. KnownError key_file_*."""
    users = (UserLabel(s.uid, s.label, Role(s.role), s.administers) for s in key_file.read(path).users)
    return tuple(sorted(users, key=lambda user: (fold(user.name), user.uid)))


def name_of(path: Path, uid: str) -> str:
    """Whose slot it is, for a sentence; a dash where that cannot be told. Raises no KnownError."""
    try:
        slot = key_file.read(path).slot(uid)
    except KnownError:
        return "–"
    return "–" if slot is None else slot.label


def is_practice(path: Path) -> bool:
    """Whether the key file says that this is a practice file, whose passphrase may be shown. KnownError key_file_*."""
    return key_file.read(path).practice


def wait_after(failures: int) -> int:
    """The seconds until the next try, after so many wrong ones in a row."""
    return _WAITS[min(max(failures, 0), len(_WAITS) - 1)]


def unlock(path: Path, passphrase: str, uid: str | None = None) -> Unlocked:
    """The key, for who knows the passphrase of `uid`, of anybody where none is named, or the recovery key.

    KnownError: wrong_passphrase, wrong_recovery_key, user_gone, key_file_*, file_missing, file_empty,
    file_not_encrypted.
    """
    _refuse_unless_encrypted(path)
    keys = key_file.read(path)
    if uid is None and recovery.looks_like_one(passphrase):
        return _unlock_by_recovery(path, keys, passphrase)
    wanted = keys.users if uid is None else [slot for slot in keys.users if slot.uid == uid]
    if not wanted:
        raise KnownError("user_gone")
    for slot in wanted:
        try:
            return _sealed(path, keys, slot, unwrap(slot, keys.db_id, passphrase))
        except WrongPassphrase:
            continue
    raise WrongPassphrase


def _refuse_unless_encrypted(path: Path) -> None:
    if path.is_dir():
        raise KnownError("file_is_folder", file=str(path))
    state = state_of(path)
    refused = {
        FileState.MISSING: "file_missing" if path.parent.is_dir() else "folder_missing",
        FileState.EMPTY: "file_empty",
        FileState.PLAIN: "file_not_encrypted",
        FileState.FOREIGN: "file_not_ours",
    }
    if state in refused:
        raise KnownError(refused[state], file=str(path), folder=str(path.parent))


def _unlock_by_recovery(path: Path, keys: KeyFile, text: str) -> Unlocked:
    return _sealed(path, keys, *opened_by_recovery(keys, text))


def opened_by_recovery(keys: KeyFile, text: str) -> tuple[Slot, bytes]:
    """The recovery key's slot and what it holds. KnownError recovery_key_mistyped, _none, wrong_recovery_key."""
    typed = recovery.normalised(text)
    slot = keys.recovery
    if slot is None:
        raise KnownError("recovery_key_none")
    try:
        return slot, unwrap(slot, keys.db_id, typed)
    except WrongPassphrase:
        raise KnownError("wrong_recovery_key") from None


def _sealed(path: Path, keys: KeyFile, slot: Slot, key: bytes) -> Unlocked:
    """Only now can be told whether somebody else wrote in the key file."""
    if not key_file.is_sealed(keys, key):
        raise KnownError("key_file_changed", file=str(key_file_of(path)))
    return Unlocked(path, key, slot.uid, slot.kind == "recovery")


def must_change(unlocked: Unlocked) -> bool:
    """Whether the passphrase was given by an administrator and has to be replaced before anything else."""
    slot = key_file.read(unlocked.path).slot(unlocked.uid)
    return slot is not None and slot.must_change


def open_unlocked(unlocked: Unlocked, clock: Callable[[], datetime] = utc_now, workstation: str = "") -> Store:
    """Open the file that was unlocked. KnownError keys_of_another_file, key_file_older, file_damaged, ..."""
    from hsct_desktop.services import backups, slots
    from hsct_desktop.store.engine import open_store

    try:
        backups.before_upgrade(unlocked.path, unlocked.key)
        store = open_store(unlocked.path, key=unlocked.key, clock=clock, workstation=workstation)
    except KnownError as error:
        if error.key != "file_foreign":
            raise
        keys = str(key_file_of(unlocked.path))
        raise KnownError("keys_of_another_file", file=str(unlocked.path), keys=keys) from error
    try:
        slots.check_open(store, unlocked)
        key_file.sweep(unlocked.path)
    except BaseException:
        store.close()
        raise
    return store


def author_of(ws: Workspace, unlocked: Unlocked) -> Author:
    """Who works, from the staff list; where key file and list disagree after a crash, the key file follows the list.

    KnownError user_disabled, passphrase_must_change, recovery_key_resets_only.
    """
    from hsct_desktop.services import users

    if unlocked.by_recovery:
        raise KnownError("recovery_key_resets_only")
    author = users.settled(ws, unlocked)
    if must_change(unlocked):
        raise KnownError("passphrase_must_change")
    return author


def create(
    path: Path,
    unit_name: str,
    staff_name: str,
    role: Role,
    passphrase: str,
    language: str = "",
    administers: bool = True,
) -> tuple[Store, Unlocked, str]:
    """Make an encrypted data file with its first user; the store, their key, and the recovery key to be printed once.

    Raises InputError or KnownError; then there is no file.
    """
    from hsct_desktop.services.files import first_entries
    from hsct_desktop.services.staff import checked_name
    from hsct_desktop.services.unit import checked_unit_name

    unit, first = checked_unit_name(unit_name), checked_name(staff_name, "staff_name")
    checked(passphrase, (first, unit))
    making = Making(path)
    user = making.add(first, role, administers, passphrase)
    recovery_key = making.add_recovery()

    def fill(store: Store) -> None:
        first_entries(store, first, role, language, uid=user.uid, administers=administers)
        making.write()

    store = making.store(unit, fill)
    return store, Unlocked(path, making.key, user.uid), recovery_key


def create_practice(
    path: Path,
    on: date | None = None,
    passphrase: str | None = None,
    patients: int | None = None,
    seed: int | None = None,
    cohort: str | None = None,
) -> Store:
    """Make an encrypted practice file: each of its staff has the published passphrase, or the one that is given here or
    in HSCT_PASSPHRASE. `cohort` names a published-looking cohort instead of the ward. KnownError, InputError."""
    from hsct_desktop.services import practice, practice_cohort, users

    typed = passphrase if passphrase is not None else os.environ.get(VARIABLE) or PRACTICE_PASSPHRASE
    if typed != PRACTICE_PASSPHRASE:
        checked(typed)
    making = Making(path, practice=True)

    def give(store: Store) -> None:
        users.give_everybody(store, lambda name, role, keeps: making.add(name, role, keeps, typed).uid)
        making.write()

    key, file_id = making.key, making.keys.db_id
    making.begin()
    try:
        if cohort is not None:
            return practice_cohort.create(path, cohort, key=key, file_id=file_id, last=give)
        many = practice.DEFAULT_PATIENTS if patients is None else patients
        chance = practice.DEFAULT_SEED if seed is None else seed
        return practice.create(path, many, chance, on, key=key, file_id=file_id, last=give)
    except BaseException:
        making.give_up()
        raise


def encrypt(path: Path, name: str, role: Role, passphrase: str, administers: bool = True) -> tuple[Unlocked, str]:
    """Encrypt a plain file, which nobody has open: a copy is compared and proven first, and the plain file is kept as
    NAME-before-encryption.hsct (`kept_plain`) until a person removes it.

    The first user is the member of staff of that name, added with that role where there is none. Returns their key and
    the recovery key. InputError; KnownError file_encrypted_already, file_in_use, copy_differs, disk_full, ...
    """
    from hsct_desktop.services.staff import checked_name
    from hsct_desktop.store.encrypting import encrypt as encrypted

    if state_of(path) in (FileState.ENCRYPTED, FileState.KEYS_MISSING, FileState.KEYS_DAMAGED):
        raise KnownError("file_encrypted_already", file=str(path))
    first = checked_name(name, "staff_name")
    if passphrase != PRACTICE_PASSPHRASE:
        checked(passphrase, (first,))
    making = Making(path)
    user = making.add(first, role, administers, passphrase)
    recovery_key = making.add_recovery()
    try:
        encrypted(path, making.key, lambda store: _first_user(store, making, user, passphrase), making.replace)
    except BaseException:
        making.give_up()
        raise
    return Unlocked(path, making.key, user.uid), recovery_key


def _first_user(store: Store, making: Making, slot: Slot, passphrase: str) -> None:
    """Who encrypts is in the list of staff, and administers: nobody else could give a passphrase."""
    from hsct_desktop.services import users
    from hsct_desktop.store import setting

    making.keys = replace(making.keys, practice=store.kind == "practice" and passphrase == PRACTICE_PASSPHRASE)
    if not making.keys.practice:
        with store.read() as session:
            checked(passphrase, (slot.label, setting.get(session, setting.UNIT_NAME)))
    users.forget_keys(store)
    author = users.adopt(store, slot, "user.encrypt")
    making.keys = making.keys.with_slot(users.relabelled(slot, author.name, author.role, author.administers))


def kept_plain(path: Path) -> list[Path]:
    """The plain files beside an encrypted one that hold what it was before: a person removes them."""
    try:
        beside = sorted(path.parent.glob(f"{glob.escape(path.stem)}-before-*{path.suffix}"))
    except OSError:
        return []
    return [found for found in beside if state_of(found) is FileState.PLAIN]


class Making:
    """The key file of a data file that is being made: both are there in the end, or neither."""

    def __init__(self, path: Path, *, practice: bool = False) -> None:
        """`key` is the new data key, `keys` the key file as it will be written."""
        self.path = path
        self.key = new_data_key()
        self.keys = KeyFile(str(uuid.uuid4()), (), practice)
        self._written = False

    def add(self, name: str, role: Role, administers: bool, passphrase: str) -> Slot:
        """Somebody who will be able to open it."""
        slot = wrap(
            self.key, self.keys.db_id, uuid.uuid4().hex, passphrase, label=name, role=role, administers=administers
        )
        self.keys = self.keys.with_slot(slot)
        return slot

    def add_recovery(self) -> str:
        """A recovery key, to be printed once."""
        text = recovery.new_recovery_key()
        self.keys = self.keys.with_slot(wrap(self.key, self.keys.db_id, recovery.UID, text, kind="recovery"))
        return text

    def begin(self) -> None:
        """Refuse a path where no file can be made; a key file without a data file is kept, but not in the way."""
        from hsct_desktop.store import preflight
        from hsct_desktop.store.known_error import translated

        with translated(self.path):
            preflight.check_new(self.path)
        key_file.set_aside(self.path)

    def write(self) -> None:
        """The last step before the data file gets its name: without keys nobody could open it."""
        key_file.write_new(self.path, self.keys, self.key)
        self._written = True

    def replace(self) -> None:
        """As `write`, where a key file without use may lie: of an attempt that was killed."""
        key_file.set_aside(self.path)
        self.write()

    def give_up(self) -> None:
        """Nothing came of it: the key file goes as well."""
        if self._written:
            key_file_of(self.path).unlink(missing_ok=True)

    def store(self, unit: str, fill: Callable[[Store], None]) -> Store:
        from hsct_desktop.store.engine import create_store

        self.begin()
        try:
            return create_store(self.path, "real", key=self.key, unit_name=unit, file_id=self.keys.db_id, fill=fill)
        except BaseException:
            self.give_up()
            raise
