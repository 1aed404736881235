"""What a ward nurse ran into during a round, done again in the real window."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.views.booking_sheet import BookingSheet


def settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


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


