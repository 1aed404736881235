"""Settings, Audit: the unit's report and who looked at whose record, on the screen and as a file."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.look import Look
from hsct_desktop.domain.visit import VisitEntry
from hsct_desktop.services import access_log, patients, visits
from hsct_desktop.views.audit_panel import _LOOKED, AuditPanel
from tests.views.ward import ON, work_as


@pytest.fixture
def panel(shell: Shell) -> AuditPanel:
    """The tab for a physician, who may read the report."""
    work_as(shell.ctx.ready(), Role.PHYSICIAN)
    shell.window.show_page("settings")
    page = shell.window.page("settings")
    page.show_part("audit")  # type: ignore[attr-defined]
    found = page.parts["audit"]  # type: ignore[attr-defined]
    assert isinstance(found, AuditPanel)
    found.refresh()
    found.first.set_typed("01 Jan 2020")
    found.last.set_typed("31 Dec 2039")
    return found


def cells(panel: AuditPanel, column: int) -> list[str]:
    return [line.cells[column].words for line in panel.table.rows.lines]


def test_what_was_written_is_listed_by_kind(shell: Shell, panel: AuditPanel) -> None:
    ws = shell.ctx.ready()
    hit = patients.browse(ws)[0]
    visits.record(ws, VisitEntry(hit.id, ON, seen_by="Ann"), confirmed=True)
    panel.kind.set_value("visit")
    panel.show_.click()
    assert panel.report is not None
    assert panel.report.total >= 1
    assert set(cells(panel, 2)) == {hit.code}


def test_the_tab_lists_what_was_written_as_soon_as_it_is_shown(shell: Shell, panel: AuditPanel, qtbot: QtBot) -> None:
    panel._forget()
    page = shell.window.page("settings")
    page.show_part("unit")  # type: ignore[attr-defined]
    page.show_part("audit")  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: panel.report is not None)
    assert cells(panel, 1)


def test_the_report_is_a_file_that_a_plain_reader_opens(panel: AuditPanel, tmp_path: Path) -> None:
    panel.save(tmp_path / "report.csv")
    panel.save(tmp_path / "report.pdf")
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert len(rows) > 5
    assert len({len(row) for row in rows}) == 1
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


def test_who_looked_at_what(shell: Shell, panel: AuditPanel) -> None:
    ws = shell.ctx.ready()
    hit = patients.browse(ws)[0]
    access_log.viewed(ws, hit.id, Look.PAGE)
    panel.what.set_value(_LOOKED)
    assert cells(panel, 2)[0] == hit.code
    assert not panel.export.isEnabled()


def test_a_nurse_is_told_who_may(shell: Shell, panel: AuditPanel) -> None:
    author = shell.ctx.ready().author
    assert author is not None
    shell.ctx.ready().author = replace(author, role=Role.NURSE)
    panel.refresh()
    assert panel.unable.isVisibleTo(panel)
    assert not panel.panel.isVisibleTo(panel)
    assert "physician" in panel.unable.accessibleName().lower()


def test_the_history_of_a_patient_is_a_file(shell: Shell, panel: AuditPanel, tmp_path: Path) -> None:
    ws = shell.ctx.ready()
    hit = patients.browse(ws)[0]
    shell.ctx.show_patient(hit.id, "changes")
    tab = shell.window.page("patient").history  # type: ignore[attr-defined]
    tab.save(tmp_path / "history.csv")
    text = (tmp_path / "history.csv").read_text(encoding="utf-8-sig")
    assert hit.code in text
    assert access_log.who_viewed(ws, hit.id)[0].what == ws.wording.enum("look", Look.EXPORT)
