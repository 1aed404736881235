"""Booking on the unit's working days: the day proposed and why, closed days and clinic days said, nothing refused."""

from datetime import date

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCalendarWidget, QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.pictures.primitives import Disc, Rect
from hsct_desktop.services import patients, schedule, settings, visits
from hsct_desktop.services.visits import VisitRow
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.booking_notes import BookingDays, NotesBlock
from hsct_desktop.views.booking_sheet import BookingSheet
from hsct_desktop.views.context import Context
from hsct_desktop.views.registration_schedule import ScheduleStep
from hsct_desktop.views.widgets.date_field import CalendarPopup
from tests.views.ward import ON

NBSP = "\u00a0"
SUNDAY = date(2026, 11, 22)
"""Day +30 of MS-0031: its window runs from 15 to 29 November."""


@pytest.fixture
def host(qtbot: QtBot, ctx: Context) -> QWidget:
    place = QWidget()
    qtbot.addWidget(place)
    place.resize(1282, 700)
    ctx.set_sheet_place(place, 94)
    ctx.sheet_wanted.connect(lambda sheet: sheet.open_sheet())
    place.show()
    return place


@pytest.fixture
def row(workspace: Workspace) -> VisitRow:
    pid = next(hit.id for hit in patients.browse(workspace) if hit.code == "MS-0031")
    return next(r for r in visits.for_patient(workspace, pid, ON) if r.target == SUNDAY)


def opened(ctx: Context, row: VisitRow) -> BookingSheet:
    sheet = BookingSheet(ctx, row.scheduled_id or 0)
    ctx.open_sheet(sheet)
    return sheet


def notes(sheet: BookingSheet) -> list[str]:
    """What is said of the day itself; the last line tells its load, which tests of its own look at."""
    block = sheet.findChild(NotesBlock)
    assert block is not None
    *of_the_day, load = [text.replace(NBSP, " ") for text in block.texts()]
    assert load.endswith(("that day", "quel giorno", "full", "pieno")), load
    return of_the_day


def test_a_sunday_target_proposes_the_monday_and_says_so(host: QWidget, ctx: Context, row: VisitRow) -> None:
    sheet = opened(ctx, row)
    assert sheet._ui.on.date() == date(2026, 11, 23)
    assert notes(sheet) == ["Sun 22 Nov is closed; Mon 23 Nov 2026 proposed"]
    picture = sheet._ruler.picture()
    assert picture is not None
    assert [item.hatch for item in picture.items if isinstance(item, Rect) and item.fill == "sunken"] == ["line"] * 3
    sheet._ui.on.set_typed("25/11")
    assert notes(sheet) == []
    picture = sheet._ruler.picture()
    assert picture is not None
    assert any(isinstance(item, Disc) for item in picture.items), "the proposed day stays marked"


@pytest.mark.soak
def test_holidays_and_the_units_own_days_are_closed_too(
    host: QWidget, ctx: Context, row: VisitRow, workspace: Workspace
) -> None:
    settings.put_all(workspace, {settings.COUNTRY: "IT", settings.CLOSED_DAYS: "23/11/2026 Ward moves"})
    sheet = opened(ctx, row)
    assert sheet._ui.on.date() == date(2026, 11, 24)
    sheet._ui.on.set_typed("23/11")
    assert notes(sheet) == ["Mon 23 Nov is closed (Ward moves); it can be booked all the same"]
    ctx.set_language("it")
    sheet._ui.on.set_typed("22/11")
    assert notes(sheet) == ["dom 22 nov è giorno di chiusura; si può prenotare comunque"]


def test_a_closed_day_is_booked_all_the_same(host: QWidget, ctx: Context, row: VisitRow, workspace: Workspace) -> None:
    sheet = opened(ctx, row)
    sheet._ui.on.set_typed("22/11")
    sheet.save()
    assert not sheet.isVisible()
    assert visits.scheduled(workspace, row.scheduled_id or 0).booked == SUNDAY


def test_a_day_that_is_no_clinic_day_is_said(host: QWidget, ctx: Context, row: VisitRow, workspace: Workspace) -> None:
    settings.put(workspace, settings.CLINIC_DAYS, "tue, thu")
    sheet = opened(ctx, row)
    assert notes(sheet)[-1] == "Mon 23 Nov is no clinic day (Tue, Thu)"
    sheet._ui.on.set_typed("24/11")
    assert notes(sheet) == []


def test_a_window_without_an_open_day_is_said(host: QWidget, ctx: Context, row: VisitRow, workspace: Workspace) -> None:
    settings.put(workspace, settings.CLOSED_DAYS, "15/11/2026 - 30/11/2026 Flood")
    sheet = opened(ctx, row)
    assert notes(sheet) == ["Sun 22 Nov is closed (Flood); no open day is left in the window"]
    assert sheet._ui.on.date() == date(2026, 12, 1), "the next open day, outside the window: a reason is asked"
    assert sheet._ui.on.warning()


def test_a_booked_visit_shows_its_booking_and_no_proposal(
    host: QWidget, ctx: Context, row: VisitRow, workspace: Workspace
) -> None:
    visits.book(workspace, row.scheduled_id or 0, row.version, date(2026, 11, 26))
    sheet = opened(ctx, row)
    assert sheet._ui.on.date() == date(2026, 11, 26)
    assert notes(sheet) == []


def test_missing_and_cancelling_speak_of_no_day(host: QWidget, ctx: Context, row: VisitRow) -> None:
    sheet = BookingSheet(ctx, row.scheduled_id or 0, "missed")
    ctx.open_sheet(sheet)
    block = sheet.findChild(NotesBlock)
    assert block is not None
    assert block.texts() == []


def test_late_visits_are_proposed_for_the_next_open_day(workspace: Workspace) -> None:
    saturday = date(2026, 11, 21)
    days = settings.working_days(workspace)
    late = BookingDays(days, saturday, date(2026, 10, 4), date(2026, 9, 27), date(2026, 10, 11))
    assert late.first_day() == date(2026, 11, 23)
    assert list(late.notes(workspace.wording, date(2026, 11, 23), is_new=True)) == []
    unplanned = BookingDays(days, saturday, None, None, None)
    assert unplanned.first_day() is None


def test_the_calendar_strikes_closed_days_through(
    host: QWidget, ctx: Context, row: VisitRow, workspace: Workspace
) -> None:
    settings.put_all(workspace, {settings.COUNTRY: "IT", settings.CLOSED_WEEKDAYS: "sun"})
    sheet = opened(ctx, row)
    popup = CalendarPopup(sheet)
    closed = sheet._ui.on._closed
    assert closed is not None
    popup.set_closed(closed)
    calendar = popup.findChild(QCalendarWidget)
    assert calendar is not None
    calendar.setCurrentPage(2026, 12)
    struck = [day for day in range(1, 32) if calendar.dateTextFormat(QDate(2026, 12, day)).fontStrikeOut()]
    assert struck == [6, 8, 13, 20, 25, 26, 27]
    assert "Immaculate Conception" in calendar.dateTextFormat(QDate(2026, 12, 8)).toolTip()
    calendar.setCurrentPage(2027, 1)
    assert calendar.dateTextFormat(QDate(2027, 1, 6)).fontStrikeOut()


def test_registration_names_the_open_day_beside_a_closed_target(
    qtbot: QtBot, ctx: Context, workspace: Workspace
) -> None:
    settings.put(workspace, settings.COUNTRY, "IT")
    step = ScheduleStep(ctx)
    qtbot.addWidget(step)
    step.show_preview(schedule.preview(workspace, TransplantEntry("ahsct-ms", date(2026, 11, 8))))
    lines = [line for line in step.table.rows.lines if line.key is not None]
    whys = {line.cells[1].words.replace(NBSP, " "): line.cells[4] for line in lines}
    eighth = whys["Tue 08 Dec 2026"]
    assert eighth.words.replace(NBSP, " ") == "Immaculate Conception; Wed 09 Dec proposed"
    assert eighth.tip.replace(NBSP, " ").startswith("Tue 08 Dec is closed (Immaculate Conception); Wed 09 Dec 2026")
