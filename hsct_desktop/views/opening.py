"""Opens a file after the first paint: the heavy modules are imported here and nowhere earlier."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING

from hsct_desktop import SUFFIX
from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.problem import KnownError

if TYPE_CHECKING:
    from hsct_desktop.services.access import Unlocked
    from hsct_desktop.services.workspace import Workspace
    from hsct_desktop.store.engine import Store
    from hsct_desktop.vault.pin import HeldKey


@dataclass(frozen=True)
class Place:
    """Which file to work on, whether it is practice, in which language, and on which day (None: today)."""

    path: Path
    practice: bool = False
    language: str = "en"
    on: date | None = None
    unit_folder: Path | None = None
    staff_id: int | None = None
    workstation: str = ""


@dataclass(frozen=True)
class Opened:
    """A file that was unlocked. `held` re-opens it with a PIN until midnight, where one was chosen."""

    workspace: Workspace = field(repr=False)
    unlocked: Unlocked
    held: HeldKey | None = field(default=None, repr=False)


def default_file(*, practice: bool) -> Path:
    """Where the file lies unless somebody says otherwise."""
    from hsct_desktop.services import file_places

    return file_places.practice_path() if practice else file_places.default_folder() / f"transplant-unit{SUFFIX}"


def open_place(place: Place) -> Workspace:
    """Open a file that is not encrypted; with `practice`, make the practice ward first where there is none. KnownError
    says why not."""
    from hsct_desktop.services import files

    if place.practice and not os.path.exists(place.path):
        from hsct_desktop.services import practice

        store = practice.create(place.path, on=place.on)
    else:
        store = files.open_file(place.path)
    workspace = workspace_of(place, store)
    choose_author(workspace, place.staff_id)
    return workspace


def make_practice(place: Place, passphrase: str | None = None) -> None:
    """Make the encrypted practice ward where there is none."""
    from hsct_desktop.services import access

    access.create_practice(place.path, place.on, passphrase).close()


def unlock_place(place: Place, passphrase: str, uid: str, pin: str) -> Opened:
    """Open an encrypted file for who knows the passphrase of `uid`, or of anybody where it is "". KnownError."""
    from hsct_desktop.services import access
    from hsct_desktop.vault.pin import HeldKey

    unlocked = access.unlock(place.path, passphrase, uid or None)
    if access.must_change(unlocked):
        raise KnownError("passphrase_must_change")
    held = HeldKey.hold(unlocked.key, pin) if pin else None
    return open_with(place, unlocked, held)


def open_with(place: Place, unlocked: Unlocked, held: HeldKey | None) -> Opened:
    """Open a file whose key is known. KnownError."""
    from hsct_desktop.services import access

    store = access.open_unlocked(unlocked, workstation=place.workstation)
    try:
        workspace = workspace_of(place, store)
        workspace.author = access.author_of(workspace, unlocked)
    except BaseException:
        store.close()
        raise
    return Opened(workspace, unlocked, held)


def release_place(place: Place, held: HeldKey, uid: str, pin: str) -> Opened:
    """Open again, by PIN, what was begun with the passphrase today. KnownError wrong_pin, pin_key_destroyed, ..."""
    from hsct_desktop.services.access import Unlocked

    return open_with(place, Unlocked(place.path, held.release(pin), uid), held)


def renew_place(place: Place, old: str, uid: str, pin: str, new: str) -> Opened:
    """Replace a temporary passphrase by one of one's own, and open the file. KnownError, InputError."""
    from hsct_desktop.services import access, users

    unlocked = access.unlock(place.path, old, uid or None)
    store = access.open_unlocked(unlocked, workstation=place.workstation)
    try:
        users.change_own(workspace_of(place, store), unlocked, old, new)
    finally:
        store.close()
    return unlock_place(place, new, unlocked.uid, pin)


def recover_place(place: Place, recovery_key: str, uid: str, new: str) -> Opened:
    """Set a new passphrase for an administrator by the recovery key, and open the file. KnownError, InputError."""
    from hsct_desktop.services import access, users
    from hsct_desktop.vault import recovery

    unlocked = access.unlock(place.path, recovery.normalised(recovery_key))
    if not unlocked.by_recovery:  # somebody's passphrase has the shape of a recovery key
        raise KnownError("wrong_recovery_key")
    store = access.open_unlocked(unlocked, workstation=place.workstation)
    try:
        users.reset_by_recovery(workspace_of(place, store), unlocked, uid, new)
    finally:
        store.close()
    return unlock_place(place, new, uid, "")


def encrypt_place(place: Place, name: str, role: Role, passphrase: str) -> tuple[Opened, str]:
    """Encrypt a plain file for its first user, open it, and give the recovery key to be printed. KnownError,
    InputError."""
    from hsct_desktop.services import access

    unlocked, recovery_key = access.encrypt(place.path, name, role, passphrase)
    return open_with(place, unlocked, None), recovery_key


def workspace_of(place: Place, store: Store, author: Author | None = None) -> Workspace:
    """The workspace on an open file: catalogue with what the unit has changed, language, clock."""
    from hsct_desktop.catalogue.catalogue import Catalogue
    from hsct_desktop.services import file_places
    from hsct_desktop.services.workspace import Workspace, clock_on

    usual = folder if (folder := file_places.unit_folder()).is_dir() else None
    workspace = Workspace(store, Catalogue(place.unit_folder or usual), author, place.language)
    if place.on is not None:
        shown = workspace.clock = clock_on(place.on)
        # Entries bear the same day as the window, or a patient would be registered after the visits to come.
        workspace.store.clock = lambda: shown().astimezone(UTC)
    return workspace


def choose_author(workspace: Workspace, staff_id: int | None) -> None:
    """Who worked last on this computer works again; else somebody where there is no choice, or it is practice."""
    from hsct_desktop.services import staff

    people = [row for row in staff.everybody(workspace) if row.active]
    chosen = next((row for row in people if row.id == staff_id), None)
    if chosen is None and people and (workspace.store.kind == "practice" or len(people) == 1):
        chosen = people[0]
    if chosen is not None:
        workspace.author = staff.author(workspace, chosen.id)
