"""Tables out of the window: what will be in them is said before, what was written after; identity by role alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.author import Role
from hsct_desktop.services import exports
from hsct_desktop.views.export_desk import ExportDesk
from hsct_desktop.views.export_sheet import ANALYSIS, ARCHIVE, IDENTITY, PSEUDONYMS, ExportSheet


def opened(shell: Shell) -> ExportSheet:
    shell.window.trigger("export_tables")
    sheet = shell.window.sheet()
    assert isinstance(sheet, ExportSheet)
    return sheet


def desk_of(shell: Shell) -> ExportDesk:
    found = shell.window.findChild(ExportDesk)
    assert found is not None
    return found


def work_as(shell: Shell, role: Role) -> None:
    ws = shell.ctx.ready()
    assert ws.author is not None
    ws.author = replace(ws.author, role=role)


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def choose(sheet: ExportSheet, whose: str) -> None:
    sheet.who.set_value(whose)
    sheet.who.edited.emit()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """The dialogs answer with a place without an ending, and with a folder; the names that were proposed."""
    proposed: list[str] = []

    def file(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        proposed.append(name)
        return str(tmp_path / "chosen"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(file))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_: str(tmp_path)))
    return lambda: proposed


def test_what_is_ticked_is_counted_and_written(
    shell: Shell, qtbot: QtBot, place: Callable[[], list[str]], tmp_path: Path
) -> None:
    """The numbers beforehand are those of the file, and the sheet says what was written where."""
    sheet = opened(shell)
    assert sheet.all.checkState() is Qt.CheckState.Checked
    sheet.all.click()
    assert (sheet.chosen(), sheet.wish()) == ((), None)
    assert "Tick" in sheet._missing.accessibleDescription()
    sheet.boxes["patients"].click()
    assert sheet.all.checkState() is Qt.CheckState.PartiallyChecked
    before = sheet._sub.text()
    with qtbot.waitSignal(desk_of(shell).ended):
        sheet.save_button().click()
    assert place() == ["hsct-export-pseudonymised-2026-11-20.xlsx"]
    book = openpyxl.load_workbook(tmp_path / "chosen.xlsx")
    tables = [book[name] for name in book.sheetnames if name not in ("about", "dictionary", "codes")]
    rows = sum(table.max_row - 1 for table in tables)
    assert before == f"{book['patient'].max_row - 1} patients · {rows} rows"
    assert str(tmp_path / "chosen.xlsx") in sheet.outcome.accessibleName()
    assert f"{rows} rows · {len(tables)} tables" in sheet.outcome.accessibleName()
    assert sheet.form.isEnabled()
    assert [one.kinds for one in exports.past(shell.ctx.ready())] == ["Patients: card, allergies, states"]


def test_csv_gets_a_folder_of_its_own(
    shell: Shell, qtbot: QtBot, place: Callable[[], list[str]], tmp_path: Path
) -> None:
    """A second one gets a number: nothing is ever replaced."""
    sheet = opened(shell)
    sheet.all.click()
    sheet.boxes["relapses"].click()
    sheet.format.set_value("csv_semicolon")
    for name in ("hsct-export-pseudonymised-2026-11-20", "hsct-export-pseudonymised-2026-11-20-2"):
        with qtbot.waitSignal(desk_of(shell).ended):
            sheet.save_button().click()
        assert (tmp_path / name / "relapse.csv").read_text(encoding="utf-8-sig").startswith("patient;id;onset")
    assert place() == []


def test_identity_is_a_matter_of_role_and_reason(shell: Shell) -> None:
    """A nurse reads who may; a physician gives the reason, and is asked again the next time."""
    sheet = opened(shell)
    work_as(shell, Role.NURSE)
    choose(sheet, IDENTITY)
    assert not sheet.save_button().isEnabled()
    assert "physician" in sheet._refusal.accessibleName()
    assert not sheet._refusal.isHidden()
    work_as(shell, Role.PHYSICIAN)
    choose(sheet, IDENTITY)
    assert (sheet._refusal.isHidden(), sheet.wish()) == (True, None)
    assert "people" in sheet.boxes
    sheet.reason.set_text("Audit")
    wish = sheet.wish()
    assert wish is not None
    assert (wish.request.identified, wish.request.reason, wish.request.kinds) == (True, "Audit", ())
    choose(sheet, PSEUDONYMS)
    wish = sheet.wish()
    assert wish is not None
    assert (wish.request.identified, wish.request.reason, "people" in sheet.boxes) == (False, "", False)
    choose(sheet, IDENTITY)
    assert sheet.wish() is None


def test_by_keyboard_the_keys_stay_in_the_sheet(
    shell: Shell, qtbot: QtBot, place: Callable[[], list[str]], tmp_path: Path
) -> None:
    """Ctrl+Enter goes to what is missing and says it; while it writes and afterwards Tab stays in the sheet."""
    sheet, held = opened(shell), Qt.KeyboardModifier.ControlModifier
    work_as(shell, Role.PHYSICIAN)
    sheet.what.set_value(ARCHIVE)
    sheet.what.edited.emit()
    assert "1 field" in sheet._missing.text()
    QTest.keyClick(focused(), Qt.Key.Key_Return, held)
    assert focused() is sheet.reason.line()
    assert "identity" in sheet.reason.error()
    QTest.keyClicks(focused(), "Audit")
    assert (sheet.reason.error(), sheet._missing.isHidden()) == ("", True)
    with qtbot.waitSignal(desk_of(shell).ended):
        QTest.keyClick(focused(), Qt.Key.Key_Return, held)
        assert focused() is sheet.stop
    assert focused() is sheet.save_button()
    assert not sheet.outcome.isHidden()
    for _ in range(3):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        assert sheet.isAncestorOf(focused())
    choose(sheet, PSEUDONYMS)
    assert sheet.outcome.isHidden()


@pytest.mark.soak
def test_cancelled_and_refused_are_said(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    """Nothing is left; the sheet can be used again."""
    sheet = opened(shell)
    desk, wish = desk_of(shell), sheet.wish()
    assert wish is not None
    with qtbot.waitSignal(desk.ended):
        desk.write(wish, tmp_path / "a.xlsx")
        sheet.close_sheet()
        sheet = opened(shell)  # what is being written is still so
        assert not sheet.save_button().isEnabled()
        assert focused() is sheet.stop
        sheet.stop.click()
    assert "Cancelled" in sheet.outcome.accessibleName()
    with qtbot.waitSignal(desk.ended):
        desk.write(wish, tmp_path / "none" / "a.xlsx")
    assert "does not exist" in sheet.outcome.accessibleName()
    assert sheet.save_button().isEnabled()
    assert list(tmp_path.glob("*.xlsx")) == []


def test_closed_while_it_writes_a_toast_tells(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    """The work goes on beside the window."""
    sheet = opened(shell)
    wish = sheet.wish()
    assert wish is not None
    with qtbot.waitSignal(desk_of(shell).written):
        desk_of(shell).write(replace(wish, request=replace(wish.request, kinds=("edss",))), tmp_path / "a.xlsx")
        sheet.close_sheet()
    assert "a.xlsx" in shell.window.toast.text()
    assert (tmp_path / "a.xlsx").is_file()


@pytest.mark.soak
@pytest.mark.parametrize("what", [ANALYSIS, ARCHIVE])
def test_the_analysis_set_and_the_complete_copy(
    shell: Shell, qtbot: QtBot, place: Callable[[], list[str]], tmp_path: Path, what: str
) -> None:
    """Each in a folder of its own; the copy is identity, and needs role and reason."""
    sheet = opened(shell)
    work_as(shell, Role.PHYSICIAN)
    sheet.what.set_value(what)
    sheet.what.edited.emit()
    assert sheet.identified is (what == ARCHIVE)
    assert (sheet.wish() is not None) is (what == ANALYSIS)
    assert sheet._records.isHidden()
    sheet.reason.set_text("move to another computer")
    with qtbot.waitSignal(desk_of(shell).ended):
        sheet.save_button().click()
    folder = tmp_path / f"hsct-{what}-2026-11-20"
    assert any(folder.iterdir())
    assert str(folder) in sheet.outcome.accessibleName()
    assert place() == []
    assert [one.identified for one in exports.past(shell.ctx.ready())] == [what == ARCHIVE]
