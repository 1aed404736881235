"""What a ward nurse ran into during a round, done again in the real window."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.views.agenda import MONTH, WEEK
from hsct_desktop.views.booking_sheet import BookingSheet
from hsct_desktop.views.palette import Palette
from hsct_desktop.views.palette_model import ACTIONS
from hsct_desktop.views.unit import UnitPage


def settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


def found_by(shell: Shell, qtbot: QtBot, typed: str) -> Palette:
    """The palette with what it finds for a text."""
    shell.window.trigger("find")
    palette = shell.window.palette_
    qtbot.keyClicks(palette.edit, typed)
    palette.search()
    return palette


def choose_booked_next(shell: Shell) -> tuple[int, int | None]:
    """Choose the last row that is a visit to book; return whose it is and which one."""
    page = shell.window.today_page
    rows = [i for i, line in enumerate(page.model.lines()) if line.row is not None and line.row.scheduled_id]
    page.table.choose(rows[-1])
    row = page.model.line(rows[-1]).row
    assert row is not None
    assert row.patient_id is not None
    return row.patient_id, row.scheduled_id


def test_after_an_undo_the_next_key_acts_on_whom_it_was_for(shell: Shell, qtbot: QtBot) -> None:
    patient_id, scheduled_id = choose_booked_next(shell)
    shell.window.trigger("book_visit")
    sheet = shell.window.sheet()
    assert isinstance(sheet, BookingSheet)
    sheet._ui.on.set_date(date(2026, 11, 24))
    sheet._ui.reason.set_text("asked for it")
    sheet.save()
    assert shell.window.sheet() is None
    shell.window.today_page.table.choose(1)
    assert shell.window.subject().scheduled_id != scheduled_id  # type: ignore[union-attr]
    shell.window.trigger("undo")
    subject = shell.window.subject()
    assert subject is not None
    assert (subject.patient_id, subject.scheduled_id) == (patient_id, scheduled_id)
    shell.window.trigger("miss_visit")
    missed = shell.window.sheet()
    assert isinstance(missed, BookingSheet)
    assert missed.patient_id == patient_id


def test_the_row_that_a_sheet_is_about_stays_in_sight(shell: Shell, qtbot: QtBot) -> None:
    shell.window.resize(1366, 460)
    settle()
    table = shell.window.today_page.table
    choose_booked_next(shell)
    settle()
    shell.window.trigger("record_visit")
    settle()
    assert shell.window.sheet() is not None
    seen = table.visualRect(table.currentIndex())
    assert table.viewport().rect().contains(seen), (seen, table.viewport().rect())


def test_keys_lead_from_the_handover_to_the_agenda(shell: Shell, qtbot: QtBot) -> None:
    window = shell.window
    window.trigger("go_handover")
    unit = window.page("unit")
    assert isinstance(unit, UnitPage)
    assert unit.tabs.currentIndex() == 1
    window.trigger("go_unit")
    assert unit.tabs.currentIndex() == 0
    settle()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert unit.tabs.currentIndex() == 1
    unit.tabs.setFocus()
    back = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(unit.tabs, Qt.Key.Key_Tab, back)
    assert unit.tabs.currentIndex() == 0


def test_v_goes_from_month_to_week_and_back(shell: Shell, qtbot: QtBot) -> None:
    shell.window.trigger("go_unit")
    unit = shell.window.page("unit")
    assert isinstance(unit, UnitPage)
    settle()
    for view in (WEEK, MONTH):
        qtbot.keyClick(unit.agenda.grid, Qt.Key.Key_V)
        assert unit.agenda.view() == view


def test_the_palette_finds_the_agenda_before_its_file(shell: Shell, qtbot: QtBot) -> None:
    palette = found_by(shell, qtbot, "agenda")
    actions = [item.target for item in palette.model.items() if item.group == ACTIONS and not item.is_head]
    assert actions[0] == "go_unit"
    assert "calendar_unit" in actions


def test_who_is_not_found_can_be_registered(shell: Shell, qtbot: QtBot) -> None:
    palette = found_by(shell, qtbot, "zzyzx")
    assert [item.target for item in palette.model.items() if not item.is_head] == ["new_patient"]
    qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
    assert shell.window.place == "registration"
