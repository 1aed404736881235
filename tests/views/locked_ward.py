"""The ward of the tests in an encrypted file: three users, each with a passphrase, and a recovery key."""

from __future__ import annotations

import shutil
from pathlib import Path

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.author import Author, Role
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import staff
from hsct_desktop.store.engine import create_store
from hsct_desktop.vault import key_file, recovery
from hsct_desktop.vault.key_file import KeyFile
from hsct_desktop.vault.keys import new_data_key
from hsct_desktop.vault.slot import LEAST, Slot, wrap
from tests.views.ward import add_patients, clock

CONTI, PIRAS, SERRA = "quiet harbour nine lamps", "another long river stone", "seven grey winter boats"
USERS = (
    ("uid-conti", "M. Conti", Role.NURSE, False, CONTI),
    ("uid-piras", "A. Piras", Role.NURSE, False, PIRAS),
    ("uid-serra", "Dr. Serra", Role.PHYSICIAN, True, SERRA),
)
FILE_ID = "00000000-0000-4000-8000-000000000001"
RECOVERY = recovery.new_recovery_key()


def make_locked(path: Path) -> None:
    """A closed encrypted file with its key file. The slots are as cheap as is allowed: tests unlock often."""
    key = new_data_key()
    store = create_store(path, key=key, unit_name="Unit of the tests", clock=clock, file_id=FILE_ID)
    with store.write(None, "staff.add") as session:
        rows = [staff.add(session, name, role, uid=uid, administers=adm) for uid, name, role, adm, _ in USERS]
        ids = [row.id for row in rows]
    ws = Workspace(store, Catalogue(), Author(ids[2], "Dr. Serra", Role.PHYSICIAN, True), "en", clock)
    add_patients(ws)
    store.close()
    slots = [slot(key, *user) for user in USERS]
    slots.append(wrap(key, FILE_ID, recovery.UID, RECOVERY, kind="recovery", cost=LEAST))
    key_file.write_new(path, KeyFile(FILE_ID, tuple(slots)), key)


def slot(
    key: bytes, uid: str, name: str, role: Role, administers: bool, passphrase: str, *, must_change: bool = False
) -> Slot:
    """The slot of a user."""
    return wrap(key, FILE_ID, uid, passphrase, label=name, role=str(role), administers=administers, cost=LEAST,
                must_change=must_change)  # fmt: skip


def copy_locked(made: Path, to: Path) -> Path:
    """A copy of an encrypted file with its keys."""
    shutil.copy(key_file.key_file_of(made), key_file.key_file_of(to))
    return Path(shutil.copy(made, to))
