"""Who looked at whose record when: put on record beside the change log, since looking changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hsct_desktop.domain.look import Look
from hsct_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from hsct_desktop.store.access_log import Access


@dataclass(frozen=True)
class LookLine:
    """Somebody looked at a patient's record; `at` is the wall clock's time."""

    seq: int
    at: dt.datetime
    when: str
    who: str
    workstation: str
    patient_id: int
    code: str
    what: str


def viewed(ws: Workspace, patient_id: int, what: Look) -> None:
    """Put on record that who works looks at a patient's record now: one short write of its own.

    It is no entry: nothing is to be undone, no page is shown anew for it. Nothing is written where nobody works, as in
    a plain file that the command line reads. Raises KnownError as every write.
    """
    from hsct_desktop.store import access_log

    if ws.author is None:
        return
    staff_id, store = ws.author.staff_id, ws.store
    if ws.joined is not None:
        access_log.add(ws.joined, staff_id, patient_id, what)
        return
    with store.write(staff_id, "access") as session:
        access_log.add(session, staff_id, patient_id, what)


def viewed_each(ws: Workspace, patient_ids: Collection[int], what: Look) -> None:
    """The same of several patients, whose names leave on one paper or in one file: a line for each, in one write."""
    from hsct_desktop.store import access_log

    if ws.author is None or not patient_ids:
        return
    staff_id, store = ws.author.staff_id, ws.store
    if ws.joined is not None:
        access_log.add_each(ws.joined, staff_id, patient_ids, what)
        return
    with store.write(staff_id, "access") as session:
        access_log.add_each(session, staff_id, patient_ids, what)


def named(ws: Workspace, codes: Iterable[str], what: Look) -> None:
    """The same of the patients whose codes stand on a list."""
    from hsct_desktop.store import audit_lines

    wanted = set(codes)
    with ws.read() as session:
        found = {patient_id for patient_id, code in audit_lines.codes(session).items() if code in wanted}
    viewed_each(ws, found, what)


def who_viewed(ws: Workspace, patient_id: int, limit: int = 500) -> list[LookLine]:
    """Who looked at a patient's record, the last one first. KnownError `not_permitted`."""
    _require_reader(ws)
    return _lines(ws, patient_id=patient_id, limit=limit)


def looks(
    ws: Workspace,
    staff_id: int | None = None,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    limit: int | None = None,
) -> list[LookLine]:
    """What a member of staff, or everybody, looked at in a time. KnownError `not_permitted`."""
    _require_reader(ws)
    return _lines(ws, staff_id=staff_id, since=since, until=until, limit=limit)


def _require_reader(ws: Workspace) -> None:
    from hsct_desktop.domain.permission import Right

    ws.require(Right.AUDIT)


def _lines(
    ws: Workspace,
    *,
    patient_id: int | None = None,
    staff_id: int | None = None,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    limit: int | None = None,
) -> list[LookLine]:
    from hsct_desktop.store import access_log, audit_lines, staff

    with ws.read() as session:
        names, codes = staff.names(session), audit_lines.codes(session)
        found = access_log.looks(
            session, patient_id=patient_id, staff_id=staff_id, since=since, until=until, limit=limit
        )
    return [_line(ws, names, codes, one) for one in found]


def _line(ws: Workspace, names: dict[int, str], codes: dict[int, str], one: Access) -> LookLine:
    at = one.at.astimezone()
    who = names.get(one.staff_id) or ws.wording.text("audit.nobody")
    what = ws.wording.enum("look", one.what)
    return LookLine(
        one.seq, at, ws.wording.moment(at), who, one.workstation, one.patient_id, codes.get(one.patient_id, ""), what
    )
