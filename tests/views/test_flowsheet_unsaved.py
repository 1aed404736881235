"""A value that a locked file does not take stays on the sheet, from patient to patient, until it is saved."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.services import drafts, patients
from hsct_desktop.views.flowsheet_unsaved import DRAFT
from tests.views.test_flowsheet import Sheet


@pytest.fixture
def sheet(shell: Shell, qtbot: QtBot) -> Sheet:
    return Sheet(shell, qtbot)


@pytest.mark.soak
def test_values_that_a_locked_file_refuses_are_kept_and_saved_later(sheet: Sheet) -> None:
    with closing(sqlite3.connect(sheet.ws.store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        sheet.keys.type("98")
        sheet.keys.press("Enter")
        assert sheet.shown("HGB") == "98"
        another = next(hit.id for hit in patients.browse(sheet.ws) if hit.code == "MS-0107")
        sheet.shell.ctx.show_patient(another, "flowsheet")
        assert sheet.tab.model.refused == {}
        other.execute("ROLLBACK")
    sheet.shell.ctx.show_patient(sheet.patient, "flowsheet")
    assert sheet.shown("HGB") == "98", "nothing typed is lost while the file was locked"
    assert sheet.texts() == {}
    sheet.tab._unsaved.put_away()
    found = drafts.find(sheet.ws, DRAFT, sheet.patient)
    assert found is not None
    assert [cell["text"] for cell in found.content["cells"]] == ["98"]
