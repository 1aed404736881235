"""A day to book is picked on the ruler by click and by arrows, or typed: ruler and field say the same day."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.pictures.primitives import Polygon
from hsct_desktop.services import patients, visits
from hsct_desktop.services.visits import VisitRow
from hsct_desktop.views.booking_sheet import BookingSheet, Mode
from tests.views.ward import ON

WHO = "MS-0031"
"""Day +30 on 22 November 2026, a Sunday: its window runs from 15 to 29 November."""


def the(shell: Shell, label: str) -> VisitRow:
    ws = shell.ctx.ready()
    who = next(hit.id for hit in patients.browse(ws) if hit.code == WHO)
    return next(row for row in visits.for_patient(ws, who, ON) if row.label == label)


def opened(shell: Shell, label: str = "Day +30", mode: Mode = "book") -> BookingSheet:
    row = the(shell, label)
    shell.ctx.show_patient(visits.patient_of(shell.ctx.ready(), row.scheduled_id or 0), "visits")
    shell.ctx.open_sheet(BookingSheet(shell.ctx, row.scheduled_id or 0, mode))
    sheet = shell.window.sheet()
    assert isinstance(sheet, BookingSheet)
    return sheet


@pytest.mark.soak
def test_arrows_move_the_day_and_the_field_follows(shell: Shell, qtbot: QtBot) -> None:
    sheet = opened(shell)
    day, ruler = sheet._ui.on, sheet._ruler
    assert day.date() == date(2026, 11, 23)
    ruler.setFocus()
    qtbot.keyClick(ruler, Qt.Key.Key_Right)
    assert day.date() == date(2026, 11, 24)
    qtbot.keyClick(ruler, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert day.date() == date(2026, 12, 1)
    assert "Outside the window" in day.warning()
    assert sheet._ui.reason.isVisible()
    picture = ruler.picture()
    assert picture is not None
    assert [i.fill for i in picture.items if isinstance(i, Polygon)][-1] == "warn"
    qtbot.keyClick(ruler, Qt.Key.Key_Home)
    assert day.date() == date(2026, 11, 23)
    for _ in range(5):
        qtbot.keyClick(ruler, Qt.Key.Key_Left)
    assert day.date() == ON, "never before today"


def test_a_click_takes_the_day_under_it(shell: Shell, qtbot: QtBot) -> None:
    sheet = opened(shell)
    ruler = sheet._ruler
    wanted = next(x for x in range(ruler.width()) if ruler.day_at(x) == date(2026, 11, 26))
    qtbot.mouseClick(ruler, Qt.MouseButton.LeftButton, pos=QPoint(wanted + 2, 14))
    assert sheet._ui.on.date() == date(2026, 11, 26)
    sheet._ui.time.set_text("10:30")
    sheet.save()
    booked = the(shell, "Day +30")
    assert (booked.booked, booked.booked_time) == (date(2026, 11, 26), "10:30")


@pytest.mark.soak
@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("t", ON),
        ("+3", ON + timedelta(days=3)),
        ("fri", ON + timedelta(days=7)),
        ("d+35", date(2026, 11, 27)),
        ("27/11", date(2026, 11, 27)),
    ],
)
def test_what_is_typed_stands_on_the_ruler(shell: Shell, typed: str, day: date) -> None:
    sheet = opened(shell)
    sheet._ui.on.set_typed(typed)
    facts = sheet._ruler.facts()
    assert facts is not None
    assert facts.booked == day
    assert sheet._ui.on.date() == day


@pytest.mark.soak
def test_moving_asks_the_reason(shell: Shell) -> None:
    first = opened(shell)
    first.save()
    sheet = opened(shell)
    sheet._ui.on.set_typed("+5")
    assert sheet._ui.reason.isVisible()
    sheet.save()
    assert shell.window.sheet() is sheet
    sheet._ui.reason.set_text("car broken")
    sheet.save()
    moved = the(shell, "Day +30")
    assert (moved.booked, moved.move_reason) == (ON + timedelta(days=5), "car broken")


def test_giving_up_a_booking_and_not_applicable(shell: Shell, qtbot: QtBot) -> None:
    opened(shell).save()
    row = the(shell, "Day +30")
    table = shell.window.page("patient").visits.table  # type: ignore[attr-defined]
    table.choose(f"s{row.scheduled_id}")
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    sheet = shell.window.sheet()
    assert isinstance(sheet, BookingSheet)
    assert sheet._mode == "unbook"
    sheet.save()
    assert the(shell, "Day +30").booked is not None, "without a reason nothing is given up"
    sheet._ui.reason.set_text("rang to cancel")
    sheet.save()
    assert the(shell, "Day +30").booked is None
    qtbot.keyClick(table, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    assert "booking to give up" in shell.window.error_strip.text()
    table.choose(f"s{row.scheduled_id}")
    qtbot.keyClick(table, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    sheet = shell.window.sheet()
    assert isinstance(sheet, BookingSheet)
    sheet._ui.reason.set_text("seen by the neurologist instead")
    sheet.save()
    assert the(shell, "Day +30").status is VisitStatus.NOT_APPLICABLE
    table.choose(f"s{row.scheduled_id}")
    shell.window.page("patient").visits._reopen()  # type: ignore[attr-defined]
    assert the(shell, "Day +30").status.awaits


def test_a_ruler_to_look_at_takes_no_keys(shell: Shell, qtbot: QtBot) -> None:
    sheet = opened(shell, mode="missed")
    assert sheet._ruler.focusPolicy() == Qt.FocusPolicy.NoFocus
    before = sheet._ruler.facts()
    qtbot.mouseClick(sheet._ruler, Qt.MouseButton.LeftButton, pos=QPoint(20, 14))
    qtbot.keyClick(sheet._ruler, Qt.Key.Key_Right)
    assert sheet._ruler.facts() == before
