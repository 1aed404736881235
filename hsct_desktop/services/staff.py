"""The staff list: who may be chosen as working."""

from __future__ import annotations

from dataclasses import dataclass

from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.names import clean, fold
from hsct_desktop.domain.problem import KnownError, refuse
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import changes
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import staff
from hsct_desktop.store.base import ReadSession, WriteSession, fetch
from hsct_desktop.store.staff import Staff

MAX_NAME = 100


@dataclass(frozen=True)
class StaffRow:
    """A member of staff; retired ones are not offered as working but keep their entries."""

    id: int
    version: int
    name: str
    role: Role
    active: bool
    administers: bool = False


def everybody(ws: Workspace) -> list[StaffRow]:
    """All members of staff, active ones first, by name."""
    with ws.read() as session:
        return _rows(session)


def _rows(session: ReadSession | WriteSession) -> list[StaffRow]:
    rows = [StaffRow(s.id, s.version, s.name, s.role, s.active, s.administers) for s in staff.all_of(session)]
    return sorted(rows, key=lambda row: (not row.active, fold(row.name)))


def author(ws: Workspace, staff_id: int) -> Author:
    """The member of staff as an author; KnownError `stale_row` when retired or gone."""
    for row in everybody(ws):
        if row.id == staff_id and row.active:
            return Author(row.id, row.name, row.role, row.administers)
    raise KnownError("stale_row")


def add(ws: Workspace, name: str, role: Role) -> Changes:
    """Add a member of staff. The first one of a file adds themselves; every other one is added by somebody."""
    tidy = checked_free_name(ws, name, None)
    with ws.write("staff.add") if ws.author is not None else ws.store.write(None, "staff.add") as session:
        if ws.author is None and staff.all_of(session):
            raise KnownError("nobody_working")
        row = staff.add(session, tidy, role)
        return changes(session, {"staff"}, ws.wording.text("saved.staff", name=tidy), None, row.id)


def revise(ws: Workspace, staff_id: int, name: str, role: Role, active: bool, version: int | None = None) -> Changes:
    """Rename, change the role, retire or bring back a member of staff; `version` is the one that was shown.

    The last one who works here cannot be retired: nobody could write in the file any more. Role and leaving of who has
    a passphrase go by `services.users`, which changes the key file as well.
    """
    tidy = checked_free_name(ws, name, staff_id)
    with ws.write("staff.revise") as session:
        row = fetch(session, Staff, staff_id, version)
        if row.uid is not None and (row.role, row.active) != (role, active):
            raise refuse("active" if row.active != active else "role", "staff_has_passphrase", name=row.name)
        staff.revise(session, staff_id, tidy, role, active, version)
        session.flush()
        if not staff.active(session):
            raise refuse("active", "last_active_staff")
        return changes(session, {"staff"}, ws.wording.text("saved.staff", name=tidy), None, staff_id)


def checked_name(name: str, field: str = "name") -> str:
    """The tidied name of a member of staff; InputError when it is missing or too long."""
    tidy = clean(name)
    if not tidy:
        raise refuse(field, "staff_name_missing")
    if len(tidy) > MAX_NAME:
        raise refuse(field, "too_long", limit=MAX_NAME)
    return tidy


def checked_free_name(ws: Workspace, name: str, except_id: int | None) -> str:
    """The tidied name of a member of staff, which nobody else on the list has. InputError."""
    tidy = checked_name(name)
    if any(fold(row.name) == fold(tidy) and row.id != except_id for row in everybody(ws)):
        raise refuse("name", "staff_name_taken", name=tidy)
    return tidy
