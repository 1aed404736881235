"""A missed visit asks in its sheet what follows, by keys alone, and writes it at once."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.services import contacts, patients, settings, visits
from hsct_desktop.services.visits import VisitRow
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.booking_sheet import BookingSheet
from hsct_desktop.views.context import Context
from hsct_desktop.views.missed_follow_up import MissedFollowUp
from tests.views.ward import ON


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
def pid(workspace: Workspace) -> int:
    return next(hit.id for hit in patients.browse(workspace) if hit.code == "MS-0031")


@pytest.fixture
def row(workspace: Workspace, pid: int) -> VisitRow:
    """Day +30: its window is open."""
    return next(r for r in visits.for_patient(workspace, pid, ON) if r.target == date(2026, 11, 22))


def opened(ctx: Context, row: VisitRow) -> tuple[BookingSheet, MissedFollowUp]:
    sheet = BookingSheet(ctx, row.scheduled_id or 0, "missed")
    ctx.open_sheet(sheet)
    asked = sheet.findChild(MissedFollowUp)
    assert asked is not None
    return sheet, asked


def test_the_next_try_is_proposed_in_three_working_days(
    host: QWidget, ctx: Context, row: VisitRow, workspace: Workspace, pid: int
) -> None:
    settings.put(workspace, settings.CLOSED_DAYS, "24/11/2026 Ward moves")
    sheet, asked = opened(ctx, row)
    assert asked.next_try.date() == date(2026, 11, 26), "Friday, then Monday, Wednesday and Thursday"
    assert not sheet._ui.on.isVisible()
    sheet._ui.reason.set_text("did not come")
    sheet.save()
    assert not sheet.isVisible()
    assert visits.scheduled(workspace, row.scheduled_id or 0).status is VisitStatus.MISSED
    (made,) = contacts.for_patient(workspace, pid)
    assert (made.next_try, made.note) == (date(2026, 11, 26), f"{row.label} missed: did not come")


def test_nothing_more_by_keys(
    host: QWidget, ctx: Context, row: VisitRow, workspace: Workspace, pid: int, qtbot: QtBot
) -> None:
    sheet, asked = opened(ctx, row)
    qtbot.keyClicks(sheet._ui.reason.line(), "moves abroad")
    qtbot.keyClick(sheet._ui.reason.line(), Qt.Key.Key_Tab)
    chips = asked.choice.choice()
    assert chips.chip("try").hasFocus()
    qtbot.keyClick(chips.chip("try"), "3")
    assert asked.choice.value() == "nothing"
    assert not asked.next_try.isVisible()
    sheet.save()
    assert visits.scheduled(workspace, row.scheduled_id or 0).status is VisitStatus.MISSED
    assert contacts.for_patient(workspace, pid) == []


def test_a_new_date_turns_the_form_into_a_booking_and_keeps_the_reason(
    host: QWidget, ctx: Context, row: VisitRow, workspace: Workspace, qtbot: QtBot
) -> None:
    visits.book(workspace, row.scheduled_id or 0, row.version, ON, "09:00")
    sheet, asked = opened(ctx, visits.scheduled(workspace, row.scheduled_id or 0))
    sheet._ui.reason.set_text("bus strike")
    asked.choice.set_value("new_date")
    assert sheet._ui.on.isVisible()
    assert sheet._ui.time.isVisible()
    assert not asked.next_try.isVisible()
    assert sheet._ui.on.date() == date(2026, 11, 23), "the next open day near its target, not the day that was missed"
    sheet._ui.on.set_typed("")
    sheet.save()
    assert sheet.isVisible(), "without a day nothing is written"
    sheet._ui.on.set_typed("25/11")
    sheet._ui.time.set_text("8:15")
    sheet.save()
    assert not sheet.isVisible()
    after = visits.scheduled(workspace, row.scheduled_id or 0)
    assert (after.status, after.booked, after.booked_time) == (VisitStatus.BOOKED, date(2026, 11, 25), "08:15")
    assert after.move_reason.replace("\u00a0", " ") == "missed on 20 Nov 2026: bus strike"


def test_a_visit_of_later_is_refused_beside_the_reason(
    host: QWidget, ctx: Context, workspace: Workspace, pid: int
) -> None:
    later = max(
        (r for r in visits.for_patient(workspace, pid, ON) if r.scheduled_id and r.earliest),
        key=lambda r: r.earliest or ON,
    )
    assert later.earliest is not None
    assert later.earliest > ON + timedelta(days=300)
    sheet, _asked = opened(ctx, later)
    sheet._ui.reason.set_text("did not come")
    sheet.save()
    assert sheet.isVisible()
    assert "nobody has missed this visit yet" in (sheet._ui.reason.error() or "")
    assert visits.scheduled(workspace, later.scheduled_id or 0).status.awaits


def test_a_draft_keeps_what_was_chosen(host: QWidget, ctx: Context, row: VisitRow) -> None:
    sheet, asked = opened(ctx, row)
    asked.choice.set_value("nothing")
    sheet._ui.reason.set_text("moves abroad")
    sheet.store_draft()
    sheet.close_sheet()
    again, asked = opened(ctx, row)
    assert (again._ui.reason.text(), asked.choice.value()) == ("moves abroad", "nothing")
    again.restore({"on": "", "time": "", "reason": "from before"})
    assert asked.choice.value() == "nothing"
