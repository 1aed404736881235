"""Who looked at whose record when: written beside the change log, by everybody who works, read by few."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.look import Look
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import access_log, elsewhere, undo
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import staff
from hsct_desktop.store.change_log import last_entry
from tests.services.ward import register


def as_role(ws: Workspace, role: Role, name: str) -> None:
    with ws.store.write(None, "staff.add") as session:
        row = staff.add(session, name, role)
    ws.author = Author(row.id, name, role)


def test_a_look_is_put_on_record_and_is_no_entry(ws: Workspace) -> None:
    patient_id = register(ws)
    seen = elsewhere.last_seen(ws)
    as_role(ws, Role.READ_ONLY, "Rita Reader")
    after = elsewhere.last_seen(ws)
    for what in (Look.PAGE, Look.PAPER):
        access_log.viewed(ws, patient_id, what)
    assert elsewhere.last_seen(ws) == after > seen
    assert elsewhere.changes_since(ws, after, ()) == (after, None)
    assert undo.undo_last(ws) is None
    with pytest.raises(KnownError, match="not_permitted"):
        access_log.who_viewed(ws, patient_id)
    as_role(ws, Role.ADMINISTRATOR, "Ada Admin")
    paper, page = access_log.who_viewed(ws, patient_id)
    assert (page.who, page.what, page.workstation) == ("Rita Reader", "Page of the patient", ws.store.workstation)
    assert paper.what == "Paper printed"
    assert page.at.tzinfo is not None
    assert page.at <= ws.store.machine_clock()
    assert access_log.who_viewed(ws, patient_id + 1) == []
    assert [one.seq for one in access_log.looks(ws, limit=1)] == [paper.seq]
    assert access_log.looks(ws, staff_id=ws.author.staff_id if ws.author else 0) == []


def test_nobody_looks_where_nobody_works(ws: Workspace) -> None:
    patient_id = register(ws)
    ws.author = None
    access_log.viewed(ws, patient_id, Look.PAGE)
    with ws.read() as session:
        assert session.execute(sa.text("SELECT count(*) FROM access_log")).scalar() == 0
        assert last_entry(session).seq > 0
