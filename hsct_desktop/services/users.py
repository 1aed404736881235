"""The users: members of staff who have a passphrase. The list in the data file says who may do what; the key file
follows it.

A slot and the list are changed in one act (services.slots); names and roles in the key file follow the list. What a
crash leaves undone the next unlocking brings into line (`settled`); whom the list does not have it refuses.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.names import fold
from hsct_desktop.domain.permission import Right
from hsct_desktop.domain.problem import KnownError, refuse
from hsct_desktop.services import access, slots
from hsct_desktop.services.access import PRACTICE_PASSPHRASE, Unlocked
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.passphrases import checked
from hsct_desktop.services.person import changes
from hsct_desktop.services.staff import checked_free_name
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import change_log, setting, staff
from hsct_desktop.store.base import WriteSession, fetch, touch
from hsct_desktop.store.engine import Store
from hsct_desktop.store.staff import Staff
from hsct_desktop.vault import key_file, recovery
from hsct_desktop.vault.key_file import KeyFile
from hsct_desktop.vault.slot import Slot, WrongPassphrase, as_typed, unwrap, wrap


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

    KnownError user_disabled, user_gone, user_unlisted, key_file_older, key_file_changed.
    """
    keys = slots.current(unlocked)
    slot = keys.slot(unlocked.uid)
    if slot is None:
        raise KnownError("user_gone")
    with ws.read() as session:
        text = setting.get(session, setting.KEYS_KNOWN)
        row = staff.by_uid(session).get(slot.uid)
        known = None if row is None else (_works_here(row), _author(row))
    if known is None:  # nobody is taken on by what a key file says: it may be an old one
        raise KnownError("user_unlisted", name=slot.label)
    works_here, author = known
    if not works_here:
        raise KnownError("user_disabled", name=author.name)
    slots.check(text, keys, unlocked)
    _bring_into_line(ws, unlocked, keys, text)
    return author


def _bring_into_line(ws: Workspace, unlocked: Unlocked, keys: KeyFile, text: str) -> None:
    """The key file as the list wants it, and the number of its last change in the list."""
    wanted = _in_line(slots.as_known(keys, text), ws)
    if (wanted.slots, wanted.number) != (keys.slots, keys.number):
        key_file.write(unlocked.path, wanted, unlocked.key)
    if wanted.number > slots.Known.of(text).number:  # the program was cut off between the two
        with ws.store.write(None, "user.keys") as session:
            setting.put(session, setting.KEYS_KNOWN, slots.known_text(wanted))


def _works_here(row: Staff) -> bool:
    return row.active and not row.is_voided


def _author(row: Staff) -> Author:
    return Author(row.id, row.name, row.role, row.administers)


def forget_keys(store: Store) -> None:
    """Nothing of another key file holds for a file that gets one of its own: nobody of the list has a slot yet."""
    with store.write(None, "user.encrypt") as session:
        for row in staff.by_uid(session).values():
            row.uid = None
        setting.put(session, setting.KEYS_KNOWN, None)


def adopt(store: Store, slot: Slot, action: str) -> Author:
    """Put who has a slot that is made in this very act into a list that does not know of it: a plain file is being
    encrypted. Never by what a key file says that was there before.

    Somebody of that name is they; else they are added as the slot has them.
    """
    with store.write(None, action) as session:
        row = next((row for row in staff.all_of(session) if _is_they(row, slot)), None)
        if row is None:
            row = staff.add(session, slot.label, Role(slot.role))
        row.uid, row.administers = slot.uid, row.administers or slot.administers
        session.flush()
        return _author(row)


def _is_they(row: Staff, slot: Slot) -> bool:
    return row.active and fold(row.name) == fold(slot.label)


@dataclass(frozen=True)
class Held:
    """The users of a file into which an archive is read: who had a slot, and what it knew of its key file."""

    people: tuple[tuple[str, Author], ...]
    keys_known: str


def held(store: Store) -> Held:
    """Who can unlock a file without entries, before its list gives way to that of an archive."""
    with store.read() as session:
        people = [(uid, _author(row)) for uid, row in staff.by_uid(session).items() if _works_here(row)]
        return Held(tuple(people), setting.get(session, setting.KEYS_KNOWN))


def put_back(store: Store, before: Held) -> None:
    """Let those who could unlock the file go on to: somebody of their name in the archive is they, else they are added.

    No uid that came with the archive counts, since it is that of another key file.
    """
    with store.write(None, "archive.users") as session:
        rows = staff.all_of(session)
        for row in staff.by_uid(session).values():
            row.uid = None
        session.flush()
        for uid, author in before.people:
            found = next((row for row in rows if row.active and fold(row.name) == fold(author.name)), None)
            they = staff.add(session, author.name, author.role) if found is None else found
            they.uid, they.administers = uid, they.administers or author.administers
            session.flush()
        setting.put(session, setting.KEYS_KNOWN, before.keys_known or None)


def _in_line(keys: KeyFile, ws: Workspace) -> KeyFile:
    """The key file as the list wants it: no slots of people who left or are not in it, names and roles as there."""
    with ws.read() as session:
        rows = staff.by_uid(session)
        wanted = keys
        for slot in keys.users:
            row = rows.get(slot.uid)
            if row is None or not _works_here(row):
                wanted = wanted.without([slot.uid])
            else:
                wanted = wanted.with_slot(relabelled(slot, row.name, row.role, row.administers))
    return wanted


def relabelled(slot: Slot, name: str, role: Role, administers: bool) -> Slot:
    """The slot as the unlock page shall show it."""
    return replace(slot, label=name, role=str(role), administers=administers)


@dataclass(frozen=True)
class UserRow:
    """A member of staff as the list of users shows them; `opens` when they have a passphrase."""

    staff_id: int
    version: int
    uid: str | None
    name: str
    role: Role
    administers: bool
    active: bool
    opens: bool
    must_change: bool = False


def everybody(ws: Workspace) -> list[UserRow]:
    """All members of staff, active ones first, by name."""
    keys = key_file.read(ws.store.path) if ws.store.is_encrypted else KeyFile("", ())
    with ws.read() as session:
        rows = [_row(row, keys) for row in staff.all_of(session)]
    return sorted(rows, key=lambda row: (not row.active, fold(row.name)))


def _row(row: Staff, keys: KeyFile) -> UserRow:
    slot = keys.slot(row.uid) if row.uid and row.active else None
    must_change = slot is not None and slot.must_change
    return UserRow(
        row.id, row.version, row.uid, row.name, row.role, row.administers, row.active, slot is not None, must_change
    )


def add(ws: Workspace, unlocked: Unlocked, name: str, role: Role, administers: bool, passphrase: str) -> Changes:
    """Add a member of staff with a passphrase that holds for the first unlocking. InputError, KnownError."""
    tidy = checked_free_name(ws, name, None)
    ws.require(Right.USERS)
    slot = _temporary(ws, unlocked, uuid.uuid4().hex, tidy, role, administers, passphrase)
    with (
        slots.Change(unlocked, _putting(slot)) as changing,
        ws.write("user.add") as session,
        changing.following(session),
    ):
        row = staff.add(session, tidy, role, uid=slot.uid, administers=administers)
        return _changes(ws, session, "saved.user_added", row)


def give(ws: Workspace, unlocked: Unlocked, staff_id: int, passphrase: str) -> Changes:
    """Give somebody a passphrase who has none, or who was disabled and works here again. InputError, KnownError."""
    ws.require(Right.USERS)
    known = _of(ws, staff_id)
    if known.opens:
        raise KnownError("user_exists", name=known.name)
    slot = _temporary(ws, unlocked, uuid.uuid4().hex, known.name, known.role, known.administers, passphrase)
    with (
        slots.Change(unlocked, _putting(slot)) as changing,
        ws.write("user.give") as session,
        changing.following(session),
    ):
        row = fetch(session, Staff, staff_id, known.version)
        row.uid, row.active = slot.uid, True
        return _changes(ws, session, "saved.user_added", row)


def reset(ws: Workspace, unlocked: Unlocked, staff_id: int, passphrase: str) -> Changes:
    """Give somebody who forgot theirs a passphrase that holds for one unlocking. InputError, KnownError."""
    ws.require(Right.USERS)
    known = _of(ws, staff_id)
    if known.uid is None or not known.active:
        raise KnownError("user_gone")
    slot = _temporary(ws, unlocked, known.uid, known.name, known.role, known.administers, passphrase)
    with (
        slots.Change(unlocked, _putting(slot)) as changing,
        ws.write("user.reset") as session,
        changing.following(session),
    ):
        row = fetch(session, Staff, staff_id)
        touch(session, row)
        return _changes(ws, session, "saved.user_reset", row)


def revise(
    ws: Workspace,
    unlocked: Unlocked | None,
    staff_id: int,
    name: str,
    role: Role,
    administers: bool,
    version: int | None = None,
) -> Changes:
    """Change name, role, and whether somebody administers. InputError; KnownError last_administrator, stale_row."""
    tidy = checked_free_name(ws, name, staff_id)
    with ws.write("user.role") as session, _still_administered(ws, session, staff_id):
        row = fetch(session, Staff, staff_id, version)
        row.name, row.role, row.administers = tidy, role, administers
        made = _changes(ws, session, "saved.user", row)
    _follow(ws, unlocked)
    return made


def disable(ws: Workspace, unlocked: Unlocked | None, staff_id: int, version: int | None = None) -> Changes:
    """Take somebody's passphrase: who left opens nothing any more, and stays on old entries.

    KnownError last_administrator, user_is_you, stale_row.
    """
    if ws.require(Right.USERS).staff_id == staff_id:
        raise KnownError("user_is_you")
    uid = _of(ws, staff_id).uid
    change = slots.Change(unlocked, lambda keys: keys.without([uid] if uid else []))
    with (
        change as changing,
        ws.write("user.disable") as session,
        changing.following(session),
        _still_administered(ws, session, staff_id),
    ):
        row = fetch(session, Staff, staff_id, version)
        row.active = False
        return _changes(ws, session, "saved.user_disabled", row)


def change_own(ws: Workspace, unlocked: Unlocked, old: str, new: str) -> Changes:
    """Change one's own passphrase; nobody need work yet, as when a temporary one has to be replaced.

    InputError: field old, or passphrase. KnownError user_gone.
    """
    keys = key_file.read(unlocked.path)
    slot = keys.slot(unlocked.uid)
    if slot is None or slot.kind != "user":
        raise KnownError("user_gone")
    try:
        unwrap(slot, keys.db_id, old)
    except WrongPassphrase:
        raise refuse("old", "passphrase_old_wrong") from None
    if as_typed(new) == as_typed(old):
        raise refuse("passphrase", "passphrase_same")
    fresh = _wrapped(ws, unlocked, slot.uid, slot.label, Role(slot.role), slot.administers, new)
    with ws.read() as session:
        found = staff.by_uid(session).get(slot.uid)
        staff_id = found.id if found is not None and _works_here(found) else None
    if staff_id is None:
        raise KnownError("user_disabled", name=slot.label)
    change = slots.Change(unlocked, _putting(fresh))
    with change as changing, ws.store.write(staff_id, "passphrase.change") as writing, changing.following(writing):
        row = fetch(writing, Staff, staff_id)
        touch(writing, row)
        return _changes(ws, writing, "saved.passphrase", row)


def new_recovery_key(ws: Workspace, unlocked: Unlocked) -> str:
    """Make a recovery key that takes the place of the one before; it is shown once, to be printed and sealed away."""
    text = recovery.new_recovery_key()
    keys = key_file.read(unlocked.path)
    slot = wrap(unlocked.key, keys.db_id, recovery.UID, text, kind="recovery")
    with (
        slots.Change(unlocked, _putting(slot)) as changing,
        ws.write("recovery.key") as session,
        changing.following(session),
    ):
        change_log.note(session.connection(), _RECOVERY, None, {"made": True})
    return text


def recovery_drill(ws: Workspace, unlocked: Unlocked, text: str) -> Changes:
    """Try the printed recovery key, as one must be tried before it is needed; put on record either way.

    KnownError recovery_key_mistyped, recovery_key_none, wrong_recovery_key.
    """
    ws.require(Right.USERS)
    try:
        opens = access.opened_by_recovery(key_file.read(unlocked.path), text)[1] == unlocked.key
    except KnownError as error:
        if error.key != "wrong_recovery_key":
            raise
        opens = False
    with ws.write("recovery.drill") as session:
        change_log.note(session.connection(), _RECOVERY, None, {"drill": opens})
        made = changes(session, {"staff"}, ws.wording.text("saved.recovery_drill"), None, None)
    if not opens:
        raise KnownError("wrong_recovery_key")
    return made


def last_drill(ws: Workspace) -> date | None:
    """The day on which the recovery key was last tried and opened."""
    with ws.read() as session:
        found = change_log.notes(session, _RECOVERY, 100)
    tried = (note.at for note in found if json.loads(note.new).get("drill") is True)
    last = next(tried, None)
    return None if last is None else last.astimezone().date()


def reset_by_recovery(ws: Workspace, unlocked: Unlocked, uid: str, passphrase: str) -> Unlocked:
    """Give an administrator a new passphrase by the recovery key; who typed it keeps it.

    Where nobody administers any more, whoever works here. InputError, KnownError user_gone.
    """
    if not unlocked.by_recovery:
        raise KnownError("recovery_key_none")
    with ws.read() as session:
        row = staff.by_uid(session).get(uid)
        rows = [found for found in staff.all_of(session) if found.active]
        keepers = [found for found in rows if _keeps(found)]
        if row is None or not _works_here(row) or (keepers and not _keeps(row)):
            raise KnownError("user_gone")
        staff_id, name, role, administers = row.id, row.name, row.role, row.administers or not keepers
    slot = _wrapped(ws, unlocked, uid, name, role, administers, passphrase)
    change = slots.Change(unlocked, _putting(slot))
    with change as changing, ws.store.write(staff_id, "recovery.reset") as writing, changing.following(writing):
        row = fetch(writing, Staff, staff_id)
        row.administers = administers
        touch(writing, row)
    return Unlocked(unlocked.path, unlocked.key, uid)


_RECOVERY = "recovery"
"""What a note about the recovery key is about."""


def _of(ws: Workspace, staff_id: int) -> UserRow:
    for row in everybody(ws):
        if row.staff_id == staff_id:
            return row
    raise KnownError("user_gone")


def _temporary(
    ws: Workspace, unlocked: Unlocked, uid: str, name: str, role: Role, administers: bool, passphrase: str
) -> Slot:
    return _wrapped(ws, unlocked, uid, name, role, administers, passphrase, must_change=ws.store.kind == "real")


def _wrapped(
    ws: Workspace,
    unlocked: Unlocked,
    uid: str,
    name: str,
    role: Role,
    administers: bool,
    passphrase: str,
    *,
    must_change: bool = False,
) -> Slot:
    if passphrase != PRACTICE_PASSPHRASE or ws.store.kind == "real":
        with ws.read() as session:
            unit = setting.get(session, setting.UNIT_NAME)
        checked(passphrase, (name, unit))
    db_id = key_file.read(unlocked.path).db_id
    return wrap(
        unlocked.key, db_id, uid, passphrase,
        label=name, role=str(role), administers=administers, must_change=must_change,
    )  # fmt: skip


def _putting(slot: Slot) -> Callable[[KeyFile], KeyFile]:
    return lambda keys: keys.with_slot(slot)


def _follow(ws: Workspace, unlocked: Unlocked | None) -> None:
    """Names and roles in the key file are for the unlock page: they may lag behind for a moment."""
    if unlocked is None:  # a plain file has no key file
        return
    with ws.read() as session:
        text = setting.get(session, setting.KEYS_KNOWN)
    _bring_into_line(ws, unlocked, slots.current(unlocked), text)


def _keeps(row: Staff) -> bool:
    return row.administers or row.role is Role.ADMINISTRATOR


@contextmanager
def _still_administered(ws: Workspace, session: WriteSession, staff_id: int) -> Iterator[None]:
    """Refuse what would leave nobody who administers the users."""
    keys = key_file.read(ws.store.path) if ws.store.is_encrypted else None

    def keepers() -> list[Staff]:
        rows = (row for row in staff.all_of(session) if row.active and _keeps(row))
        return [row for row in rows if keys is None or (row.uid and keys.slot(row.uid) is not None)]

    before = {row.id: row.name for row in keepers()}
    yield
    session.flush()
    if staff_id in before and not keepers():
        raise KnownError("last_administrator", name=before[staff_id])
    if not staff.active(session):
        raise KnownError("last_active_staff")


def _changes(ws: Workspace, session: WriteSession, key: str, row: Staff) -> Changes:
    return changes(session, {"staff"}, ws.wording.text(key, name=row.name), None, row.id)
