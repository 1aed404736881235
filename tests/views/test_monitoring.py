"""Monitoring in the window: reached by its key, moved through by arrows, a square opened, marked, printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.monitoring import Column, MarkKind, SquareState, Unit
from hsct_desktop.services import lab_results, patients
from hsct_desktop.views.monitoring import MonitoringPage
from hsct_desktop.views.monitoring_sheet import MonitoringSheet
from hsct_desktop.views.monitoring_table import FIRST, StripTable
from tests.views.ward import ON, leave_preview

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WEEK4 = Column(Unit.WEEK, 4)


@pytest.fixture
def page(shell: Shell, qtbot: QtBot) -> MonitoringPage:
    """The page, reached by its key."""
    qtbot.keyClick(shell.window, Qt.Key.Key_W, CTRL | SHIFT)
    found: MonitoringPage = shell.window.page("unit").monitoring  # type: ignore[attr-defined]
    assert found.isVisible()
    return found


def names(page: MonitoringPage) -> list[str]:
    return [line.name for line in page.ward.rows.lines]


def line_of(page: MonitoringPage, key: int) -> int:
    return [line.key for line in page.ward.rows.lines].index(key)


def pid(shell: Shell, code: str = "MS-0107") -> int:
    return next(hit.id for hit in patients.browse(shell.ctx.ready()) if hit.code == code)


def test_holes_stand_first_and_their_tests_are_counted(page: MonitoringPage) -> None:
    assert len(names(page)) == 4
    assert page.ward.rows.lines[0].words.startswith("Missed: ")
    assert page.ward.rows.lines[0].token == "danger"
    assert next(iter(page._chips.values())).accessibleName().startswith("CMV PCR ")
    assert page.own.rows.lines[0].name == "CMV PCR"


def test_every_square_is_read_out(page: MonitoringPage) -> None:
    model = page.ward.rows
    at = FIRST + model.columns.index(WEEK4)
    spoken = str(model.data(model.index(0, at), Qt.ItemDataRole.AccessibleTextRole))
    assert spoken.startswith("CMV PCR, week 4 after Day 0: missed")
    empty = str(model.data(model.index(0, FIRST), Qt.ItemDataRole.AccessibleTextRole))
    assert empty == "CMV PCR, week 1 after Day 0: not required"


def test_arrows_go_to_the_hole_and_enter_opens_its_sheet(shell: Shell, qtbot: QtBot, page: MonitoringPage) -> None:
    table = page.ward
    assert table.hasFocus()
    qtbot.keyClick(table, Qt.Key.Key_Right)
    square = table.square()
    assert square is not None
    assert square.state is SquareState.MISSED
    qtbot.keyClick(table, Qt.Key.Key_Return)
    sheet = shell.window.sheet()
    assert isinstance(sheet, MonitoringSheet)
    assert page.subject() is not None
    qtbot.keyClick(sheet._kind.choice().chip(MarkKind.ASKED), Qt.Key.Key_Space)
    sheet.save()
    assert shell.window.sheet() is None
    assert "asked for 20" in page.ward.rows.lines[line_of(page, table.key())].words


@pytest.mark.soak
def test_left_of_the_first_square_is_the_name_and_enter_opens_the_patient(
    shell: Shell, qtbot: QtBot, page: MonitoringPage
) -> None:
    table = page.ward
    qtbot.keyClick(table, Qt.Key.Key_Right)
    for _ in range(40):
        qtbot.keyClick(table, Qt.Key.Key_Left)
    assert table.currentIndex().column() == 0
    key = table.key()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert shell.window.place == "patient"
    assert shell.window._patient_id() == key


def test_digits_choose_the_test_and_the_lower_table_follows_the_row(qtbot: QtBot, page: MonitoringPage) -> None:
    qtbot.keyClick(page.ward, Qt.Key.Key_3)
    assert page.test == "fbc"
    assert page._chips["fbc"].isChecked()
    qtbot.keyClick(page.ward, Qt.Key.Key_Down)
    assert page.patient is not None
    assert page.patient.patient_id == page.ward.key()
    qtbot.keyClick(page.ward, Qt.Key.Key_BracketLeft)
    assert page.test == "ebv_pcr"


def measure(shell: Shell, who: int, day: int) -> None:
    on = ON.fromordinal(ON.toordinal() - 99 + day)
    cell = CellEntry("CMV", Sample(on, "07:00"), "neg", "")
    shell.ctx.save(lambda: lab_results.put_cells(shell.ctx.ready(), who, [cell], confirmed=True))


@pytest.mark.soak
def test_what_is_recorded_stands_there_at_once_and_a_click_opens_it(
    shell: Shell, qtbot: QtBot, page: MonitoringPage
) -> None:
    who = pid(shell)
    measure(shell, who, 31)
    row = line_of(page, who)
    assert page.ward.rows.lines[row].cells[WEEK4].state is SquareState.DONE
    index = page.ward.rows.index(row, FIRST + page.ward.rows.columns.index(WEEK4))
    place: QPoint = page.ward.visualRect(index).center()
    qtbot.mouseClick(page.ward.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shell.window.place == "patient"


def test_the_patients_own_strips_are_reached_from_the_patient(shell: Shell, qtbot: QtBot) -> None:
    who = pid(shell, "MS-0115")
    shell.window.show_patient(who)
    qtbot.keyClick(shell.window.page("patient"), Qt.Key.Key_W, SHIFT)
    page: MonitoringPage = shell.window.page("unit").monitoring  # type: ignore[attr-defined]
    assert page.isVisible()
    assert page.ward.key() == who
    assert page.patient is not None
    assert page.patient.code == "MS-0115"


@pytest.mark.soak
def test_the_strips_are_printed_with_the_print_key(
    shell: Shell, qtbot: QtBot, page: MonitoringPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.window.preferences.print_folder = tmp_path / "prints"
    with qtbot.waitSignal(shell.window.printer.printed) as printed:
        qtbot.keyClick(shell.window, Qt.Key.Key_P, CTRL)
    assert Path(printed.args[0]).name == f"monitoring-cmv_pcr-{ON.isoformat()}.pdf"
    leave_preview(shell)
    page.own.setFocus()
    with qtbot.waitSignal(shell.window.printer.printed) as printed:
        qtbot.keyClick(shell.window, Qt.Key.Key_P, CTRL)
    assert page.patient is not None
    assert Path(printed.args[0]).name == f"{page.patient.code}-monitoring-{ON.isoformat()}.pdf"


def test_nothing_is_cut_off_and_the_two_tables_stand_in_line(page: MonitoringPage) -> None:
    def lefts(table: StripTable) -> list[int]:
        return [table.columnViewportPosition(FIRST + n) for n in range(len(table.rows.columns))]

    assert lefts(page.ward) == lefts(page.own)
    assert page.ward.columnWidth(0) >= page.ward.name_width()
    for table in (page.ward, page.own):
        last: QWidget = table.viewport()
        assert table.columnViewportPosition(FIRST + len(table.rows.columns)) < last.width() - 150
