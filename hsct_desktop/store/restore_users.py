"""The users of today go on to hold after a restore: who may do what is not what a backup is brought back for.

Otherwise whoever lost a right, or left, would have it back with the first backup from before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store import backup, setting
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.known_error import translated
from hsct_desktop.store.staff import Staff


@dataclass(frozen=True)
class Person:
    """A member of staff as a file has them. Two states of one file mean the same by an id that began at one moment."""

    id: int
    began: str
    uid: str | None
    name: str
    role: Role
    active: bool
    administers: bool

    @property
    def author(self) -> Author:
        """Who they are at work."""
        return Author(self.id, self.name, self.role, self.administers)


@dataclass(frozen=True)
class Users:
    """The list of staff of a file, and what it knows of its key file."""

    people: tuple[Person, ...]
    keys_known: str

    def of_slot(self, uid: str) -> Person | None:
        """Whose slot of the key file it is, if they work here."""
        return next((one for one in self.people if one.uid == uid and one.active), None)

    def of_id(self, staff_id: int) -> Person | None:
        """That member of staff, if they work here."""
        return next((one for one in self.people if one.id == staff_id and one.active), None)


@dataclass(frozen=True)
class KeptKeys:
    """What a key file that stays says: role and `administers` by uid, and what the data file is to know of it."""

    holders: Mapping[str, tuple[Role, bool]]
    known: str


def users_in(path: Path, key: bytes | None) -> Users | None:
    """The users of a file or backup, which is not opened for work; None where it is missing, cannot be read, or is
    older than the users."""
    if not path.is_file():
        return None
    with suppress(KnownError, backup.driver_of(key).Error), translated(path), backup.reading(path, key) as connection:
        if "uid" not in {row[1] for row in connection.execute("PRAGMA table_info(staff)")}:
            return None
        rows = connection.execute(
            "SELECT id, created_at, uid, name, role, active AND voided_at IS NULL, administers FROM staff ORDER BY id"
        ).fetchall()
        known = connection.execute("SELECT value FROM setting WHERE key = ?", (setting.KEYS_KNOWN,)).fetchone()
        people = [Person(int(a), b, c, d, _role(e), bool(f), bool(g)) for a, b, c, d, e, f, g in rows]
        return Users(tuple(people), (known[0] if known else None) or "")
    return None


def _role(found: str) -> Role:
    """Of a newer program there may be a role that this one does not know."""
    return Role(found) if found in set(Role) else Role.READ_ONLY


def carry(session: WriteSession, now: Users) -> None:
    """Make the list of a file that comes back that of `now`; nobody's old entries get another name.

    Who is in the backup alone was taken off the list by an earlier restore: they stay on their entries, and are out.
    """
    rows = {row.id: row for row in session.query(Staff)}
    same = _same(session, now)
    _free_uids(session, rows.values(), {row_id: one.uid for row_id, one in same.items()})
    for row_id, row in rows.items():
        one = same.get(row_id)
        if one is None:
            row.active, row.administers = False, False
        else:
            row.name, row.role, row.active, row.administers = one.name, one.role, one.active, one.administers
            row.uid = one.uid
    session.flush()
    there = {one.id for one in same.values()}
    for one in now.people:
        if one.id not in there:
            session.add(
                Staff(name=one.name, role=one.role, active=one.active, uid=one.uid, administers=one.administers)
            )
    setting.put(session, setting.KEYS_KNOWN, now.keys_known or None)
    session.flush()


def _same(session: WriteSession, now: Users) -> dict[int, Person]:
    """Who of today each row of the backup is: by the slot of the key file, else by id and first moment."""
    found = session.connection().exec_driver_sql("SELECT id, created_at, uid FROM staff").all()
    of_uid = {one.uid: one for one in now.people if one.uid is not None}
    same = {row_id: of_uid[uid] for row_id, _, uid in found if uid in of_uid}
    left = {(one.id, one.began): one for one in now.people if one not in same.values()}
    same.update(
        {row_id: left[row_id, began] for row_id, began, _ in found if row_id not in same and (row_id, began) in left}
    )
    return same


def carry_slots(session: WriteSession, keys: KeptKeys) -> None:
    """As `carry`, where nothing is left of the replaced file but its key file: role and `administers`.

    Who has no slot in it any more opens nothing.
    """
    for row in list(session.query(Staff)):
        if row.uid is None:
            continue
        found = keys.holders.get(row.uid)
        if found is None:
            row.uid, row.administers = None, False
        else:
            row.role, row.administers = found
    setting.put(session, setting.KEYS_KNOWN, keys.known)
    session.flush()


def _free_uids(session: WriteSession, rows: Iterable[Staff], wanted: Mapping[int, str | None]) -> None:
    """No two rows may have one uid, not even on the way."""
    for row in rows:
        if row.uid is not None and row.uid != wanted.get(row.id):
            row.uid = None
    session.flush()
