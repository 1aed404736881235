"""The users: members of staff who have a passphrase. The list in the data file says who may do what; the key file
follows it.

Every change is written into the data file first, then into the key file. A crash in between leaves a key file that lags
behind: the next unlocking brings it into line (`settled`), and refuses whom the list no longer has.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace

from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services.access import Unlocked
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import staff
from hsct_desktop.store.base import ReadSession, WriteSession
from hsct_desktop.store.engine import Store
from hsct_desktop.store.staff import Staff
from hsct_desktop.vault import key_file
from hsct_desktop.vault.key_file import KeyFile
from hsct_desktop.vault.slot import Slot

Session = ReadSession | WriteSession


def give_everybody(store: Store, slot_of: Callable[[str, Role, bool], str]) -> None:
    """Give each member of staff of a new practice file the uid of a slot; the data manager administers the users."""
    with store.write(None, "practice.people") as session:
        rows = staff.all_of(session)
        keeper = next((row for row in rows if row.role is Role.DATA_MANAGER), rows[0])
        for row in rows:
            row.administers = row is keeper
            row.uid = slot_of(row.name, row.role, row.administers)


def settled(ws: Workspace, unlocked: Unlocked) -> Author:
    """Who unlocked, as the list of staff has them; key file and list are brought into line.

    KnownError user_disabled, user_gone.
    """
    keys = key_file.read(unlocked.path)
    slot = keys.slot(unlocked.uid)
    if slot is None:
        raise KnownError("user_gone")
    with ws.read() as session:
        found = staff.by_uid(session).get(slot.uid)
        known = None if found is None else (_works_here(found), _author(found))
    works_here, author = known if known is not None else (True, _adopted(ws, slot))
    lagging = _in_line(keys, ws)
    if lagging is not None:
        key_file.write(unlocked.path, lagging, unlocked.key)
    if not works_here:
        raise KnownError("user_disabled", name=author.name)
    return author


def _works_here(row: Staff) -> bool:
    return row.active and not row.is_voided


def _author(row: Staff) -> Author:
    return Author(row.id, row.name, row.role, row.administers)


def _adopted(ws: Workspace, slot: Slot) -> Author:
    """The list was exchanged, by reading an archive in: who has a slot, which only an administrator gives, is in it.

    Somebody of that name without a passphrase is they; else they are added as the slot has them.
    """
    with ws.store.write(None, "user.adopt") as session:
        row = next((row for row in staff.all_of(session) if _is_they(row, slot)), None)
        if row is None:
            row = staff.add(session, slot.label, Role(slot.role))
        row.uid, row.administers = slot.uid, row.administers or slot.administers
        session.flush()
        return _author(row)


def _is_they(row: Staff, slot: Slot) -> bool:
    return row.active and fold(row.name) == fold(slot.label)


def _in_line(keys: KeyFile, ws: Workspace) -> KeyFile | None:
    """The key file as the list wants it, None where it is so: no slots of people who left, names and roles as there."""
    with ws.read() as session:
        rows = staff.by_uid(session)
        wanted = keys
        for slot in keys.users:
            row = rows.get(slot.uid)
            if row is not None and not _works_here(row):
                wanted = wanted.without([slot.uid])
            elif row is not None:
                wanted = wanted.with_slot(relabelled(slot, row.name, row.role, row.administers))
    return None if wanted.slots == keys.slots else wanted


def relabelled(slot: Slot, name: str, role: Role, administers: bool) -> Slot:
    """The slot as the unlock page shall show it."""
    return replace(slot, label=name, role=str(role), administers=administers)


def new_uid() -> str:
    """A name for a slot that nobody had."""
    return uuid.uuid4().hex
