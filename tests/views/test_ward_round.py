"""What a ward nurse ran into during a round, done again in the real window."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.contact import ContactEntry, ContactKind, ContactOutcome, ContactWith
from hsct_desktop.domain.patient import StateChange, StateChangeKind
from hsct_desktop.pictures.primitives import Text
from hsct_desktop.services import contacts, states, today, visits
from hsct_desktop.views.agenda import MONTH, WEEK
from hsct_desktop.views.booking_sheet import BookingSheet
from hsct_desktop.views.next_transplant_sheet import NextTransplantSheet
from hsct_desktop.views.palette import Palette
from hsct_desktop.views.palette_model import ACTIONS
from hsct_desktop.views.reschedule import ReschedulePage
from hsct_desktop.views.reschedule_lines import OPENED
from hsct_desktop.views.reschedule_table import VISIT
from hsct_desktop.views.state_sheet import StateSheet
from hsct_desktop.views.task_sheet import TaskSheet
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.unit import UnitPage
from hsct_desktop.views.why_sheet import WhySheet
from hsct_desktop.views.widgets.paint import text_width
from tests.views.ward import ON


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
    assert unit.tabs.currentIndex() == 2
    window.trigger("go_unit")
    assert unit.tabs.currentIndex() == 0
    settle()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert unit.tabs.currentIndex() == 1, "monitoring stands between them"
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


def discharge(shell: Shell, patient_id: int, days_ago: int) -> None:
    shell.window.show_patient(patient_id)
    shell.window.trigger("change_state")
    sheet = shell.window.sheet()
    assert isinstance(sheet, StateSheet)
    sheet._ui.kind.set_value(StateChangeKind.DISCHARGED)
    sheet._ui.on.set_date(ON - timedelta(days=days_ago))
    sheet.save()


def preview_of(shell: Shell) -> ReschedulePage:
    page = shell.window.page("patient").replan  # type: ignore[attr-defined]
    assert isinstance(page, ReschedulePage)
    return page


def test_a_second_discharge_shows_the_one_on_record_beside_it(shell: Shell) -> None:
    discharge(shell, 4, 9)
    first = preview_of(shell)
    assert first.change.before is None
    assert first._arrow.isHidden()
    first.confirm()
    discharge(shell, 4, 2)
    second = preview_of(shell)
    words = shell.ctx.wording
    shown = second._detail.text(), second._understood.text()
    assert shown == tuple(words.date_weekday(ON - timedelta(days=n)) for n in (9, 2))
    assert not second._arrow.isHidden()


def test_the_dates_of_a_folded_series_are_shown_by_key(shell: Shell, qtbot: QtBot) -> None:
    discharge(shell, 4, 9)
    table = preview_of(shell).panel.table
    before = [line.key for line in table.rows.lines]
    folded = next(line for line in table.rows.lines if line.group is None and "dates" in line.cells[1].words)
    table.choose(folded.key)
    qtbot.keyClick(table, Qt.Key.Key_Right)
    dates = [line.key for line in table.rows.lines if str(line.key).startswith(OPENED)]
    assert len(dates) >= 3
    assert table.key() == folded.key
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert [line.key for line in table.rows.lines] == before
    names = (line.cells[VISIT].words for line in table.rows.lines if line.group is None)
    assert max(text_width(name, font(bold=True)) for name in names) <= table.columnWidth(VISIT)


def test_a_patient_who_was_lost_is_followed_again_from_the_same_sheet(shell: Shell) -> None:
    page = shell.window.today_page
    before = [line.key for line in page.model.lines() if line.row is not None and line.row.patient_id == 4]
    assert before
    for kind, reason in ((StateChangeKind.LOST, "no answer"), (StateChangeKind.FOLLOWED_AGAIN, "rang from abroad")):
        shell.window.show_patient(4)
        shell.window.trigger("change_state")
        sheet = shell.window.sheet()
        assert isinstance(sheet, StateSheet)
        assert (StateChangeKind.FOLLOWED_AGAIN in sheet._ui.kind.choice()._values) is (
            kind is StateChangeKind.FOLLOWED_AGAIN
        )
        sheet._ui.kind.set_value(kind)
        sheet._ui.detail.set_text(reason)
        sheet.save()
        assert shell.window.sheet() is None
        now = [line.key for line in page.model.lines() if line.row is not None and line.row.patient_id == 4]
        assert now == (before if kind is StateChangeKind.FOLLOWED_AGAIN else [])


def words_in(sheet: QWidget) -> set[str]:
    return {label.text() for label in sheet.findChildren(QLabel)}


def test_sheets_tell_namesakes_apart_and_why_names_the_last_calls(shell: Shell) -> None:
    ws, page = shell.ctx.ready(), shell.window.today_page
    for n, outcome in ((9, ContactOutcome.REACHED), (7, ContactOutcome.NO_ANSWER)):
        on = ON - timedelta(days=n)
        contacts.record(ws, ContactEntry(1, on, ContactKind.CALL, ContactWith.PATIENT, outcome))
    at = next(i for i, line in enumerate(page.model.lines()) if line.row is not None and line.row.code == "MS-0107")
    page.table.choose(at)
    shell.window.trigger("explain_visit")
    why = shell.window.sheet()
    assert isinstance(why, WhySheet)
    assert {"Rossi, Elena", "14 Mar 1984".replace(" ", "\u00a0"), "MS-0107"} <= words_in(why)
    said = [line for line in why.lines if "Nov" in line and "Call" in line]
    assert [line.partition(" · ")[0] for line in said] == [ws.wording.date(ON - timedelta(days=n)) for n in (7, 9)]
    shell.window.trigger("record_task")
    task = shell.window.sheet()
    assert isinstance(task, TaskSheet)
    assert "MS-0107" in task._about.box().currentText()
    assert "MS-0107" in words_in(task)


def test_a_demand_stands_in_amber_or_in_red_and_nothing_is_red_at_first(shell: Shell, qtbot: QtBot) -> None:
    choose_booked_next(shell)
    shell.window.trigger("book_visit")
    sheet = shell.window.sheet()
    assert isinstance(sheet, BookingSheet)
    ui = sheet._ui
    ui.on.set_date(ON + timedelta(days=300))
    settle()
    assert (ui.on.warning() != "", ui.reason.error(), sheet._missing.isHidden()) == (True, "", True)
    sheet.save()
    assert (ui.on.warning(), ui.reason.error() != "", sheet._missing.isHidden()) == ("", True, False)
    ui.reason.set_text("asked for it")
    assert (ui.on.warning() != "", ui.reason.error(), sheet._missing.isHidden()) == (True, "", True)


def test_a_field_counts_once_it_was_left_empty(shell: Shell, qtbot: QtBot) -> None:
    shell.window.trigger("record_task")
    sheet = shell.window.sheet()
    assert isinstance(sheet, TaskSheet)
    settle()
    assert sheet._missing.isHidden()
    sheet._words_field.line().setFocus()
    sheet._due.line().setFocus()
    assert not sheet._missing.isHidden()
    sheet._words_field.set_text("ring the pharmacy")
    assert sheet._missing.isHidden()


def test_what_does_not_apply_is_said_in_a_sentence(shell: Shell) -> None:
    window = shell.window
    choose_booked_next(shell)
    window.trigger("report_arrived")
    assert (window.place, window.sheet()) == ("today", None)
    assert "No report" in window.toast.text()
    lost = StateChange(StateChangeKind.LOST, ON, "no answer")
    states.change(shell.ctx.ready(), 4, lost)
    window.show_patient(4)
    for action in ("book_visit", "miss_visit"):
        window.toast.hide()
        window.trigger(action)
        assert window.sheet() is None
        assert "Followed again" in window.toast.text()


def test_choices_of_the_next_transplant_take_the_width_of_the_sheet(shell: Shell) -> None:
    shell.window.show_patient(1)
    shell.window.trigger("next_transplant")
    sheet = shell.window.sheet()
    assert isinstance(sheet, NextTransplantSheet)
    settle()
    ui = sheet._step.ui
    for field in (ui.protocol, ui.mobilisationRegimen, ui.conditioningRegimen):
        assert field.width() >= sheet.width() - 60


def test_booked_times_stay_in_a_narrow_week(shell: Shell) -> None:
    ws = shell.ctx.ready()
    held = today.lists(ws, ON).rows
    row = next(row for row in held if row.scheduled_id is not None and row.patient_id == 3)
    assert row.scheduled_id is not None
    version = visits.scheduled(ws, row.scheduled_id).version
    visits.book(ws, row.scheduled_id, version, ON, "09:45", "asked for it")
    shell.window.trigger("go_unit")
    unit = shell.window.page("unit")
    assert isinstance(unit, UnitPage)
    unit.agenda.other_view()
    for width in (1366, 1100):
        shell.window.resize(width, 768)
        settle()
        picture = unit.agenda.grid.picture()
        assert picture is not None
        said = [item.text for item in picture.items if isinstance(item, Text)]
        assert any("09:45" in words for words in said), (width, said)
