"""Who looked at whose record when: written beside the change log, by everybody who works, read by few."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.look import Look
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import access_log, archive, calendar_files, downtime, elsewhere, exports, printing, undo
from hsct_desktop.services.exports import ExportRequest
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import staff
from hsct_desktop.store.change_log import last_entry
from tests.services.ward import TODAY, days, register


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


def looked(ws: Workspace) -> list[tuple[str, str]]:
    """Whose record and what, the first look first; what was there before is forgotten."""
    with ws.read() as session:
        rows = session.execute(
            sa.text("SELECT p.code, a.what FROM access_log a JOIN patient p ON p.id = a.patient_id ORDER BY a.seq")
        )
        return [(row.code, row.what) for row in rows]


def test_a_list_with_names_is_put_on_record_for_each_patient_on_it(ws: Workspace, tmp_path: Path) -> None:
    register(ws)
    register(ws, code="MS-002", family_name="Verdi")
    register(ws, day=None, code="MS-003", family_name="Neri")
    printing.day_list(ws, TODAY, tmp_path / "day.pdf")
    shown = {row.code for row in printing.day_list_data(ws, TODAY, "en").rows}
    assert sorted(looked(ws)) == [(code, "list") for code in sorted(shown)] != []
    day = looked(ws)
    printing.week_list(ws, days(15), tmp_path / "week.pdf")
    week = looked(ws)
    assert {code for code, _what in week[len(day) :]} >= {"MS-001", "MS-002"}
    printing.month(ws, days(15), tmp_path / "month.pdf")
    lists = looked(ws)
    assert {code for code, _what in lists[len(week) :]} == {"MS-001", "MS-002"}
    downtime.write(ws, tmp_path, TODAY)
    assert {code for code, _what in looked(ws)[len(lists) :]} == {"MS-001", "MS-002", "MS-003"}


def test_exports_of_identities_are_put_on_record_and_pseudonymous_ones_are_not(ws: Workspace, tmp_path: Path) -> None:
    register(ws)
    register(ws, code="MS-002", family_name="Verdi")
    ws.author = replace(ws.require_author(), role=Role.DATA_MANAGER)
    exports.export(ws, ExportRequest(), tmp_path / "pseudonymous.xlsx")
    assert looked(ws) == []
    exports.export(ws, ExportRequest(identified=True, reason="audit"), tmp_path / "identified.xlsx")
    both = [("MS-001", "export"), ("MS-002", "export")]
    assert looked(ws) == both
    archive.write(ws, tmp_path / "copy", reason="moving")
    assert looked(ws) == both * 2


def test_a_calendar_file_with_names_is_put_on_record(ws: Workspace) -> None:
    patient_id = register(ws)
    calendar_files.unit(ws, TODAY, days(60))
    calendar_files.patient(ws, patient_id)
    assert looked(ws) == []
    calendar_files.unit(ws, TODAY, days(60), names=True)
    calendar_files.patient(ws, patient_id, names=True)
    assert looked(ws) == [("MS-001", "calendar")] * 2
