"""Filters beside the lists, the lines that say why, the ladder in the contact sheet: what a person sees and presses."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.contact import ContactEntry, ContactKind, ContactOutcome, ContactWith
from hsct_desktop.domain.patient import FollowUp, StateChangeKind
from hsct_desktop.domain.patient_filter import FilterRule
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import contacts, filters, patients, states, today, undo
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.contact_sheet import ContactSheet
from hsct_desktop.views.context import Context
from hsct_desktop.views.filter_sheet import FilterSheet
from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.state_sheet import StateSheet
from hsct_desktop.views.today import TodayPage
from hsct_desktop.views.why_sheet import WhySheet
from tests.views.ward import ON


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "own.ini")


@pytest.fixture
def page(qtbot: QtBot, ctx: Context, preferences: Preferences) -> TodayPage:
    made = TodayPage(ctx, preferences)
    qtbot.addWidget(made)
    made.resize(1366, 690)
    made.show()
    made.refresh()
    return made


@pytest.fixture
def host(qtbot: QtBot, ctx: Context) -> list[QWidget]:
    """A place for sheets; the list holds those that were opened."""
    place = QWidget()
    qtbot.addWidget(place)
    place.resize(1282, 700)
    ctx.set_sheet_place(place, 94)
    opened: list[QWidget] = []
    ctx.sheet_wanted.connect(lambda sheet: (opened.append(sheet), sheet.open_sheet()))
    place.show()
    return opened


def nobody(ws: Workspace) -> int:
    """A filter that leaves no row."""
    saved = filters.record(ws, "1999", FilterRule(years=(1999,)), mine=False)
    assert saved.record_id is not None
    return saved.record_id


def shown(page: TodayPage) -> int:
    return sum(line.row is not None for line in page.model.lines())


def test_a_filter_narrows_every_list_and_says_so(page: TodayPage, ctx: Context, qtbot: QtBot) -> None:
    ws = ctx.ready()
    whole = shown(page)
    years = {row.who.day0.year for row in today.lists(ws, ON).rows if row.who and row.who.day0}
    assert whole > 0
    ctx.save(lambda: filters.record(ws, "This year", FilterRule(years=tuple(years)), mine=False))
    assert page.filter_line.words() == f"Filter: This year, {whole} of {whole} rows"
    number = nobody(ws)
    late: list[int] = []
    page.counted.connect(late.append)
    page.refresh()
    page.choose_filter(str(number))
    assert (shown(page), page.filter_line.words()) == (0, f"Filter: 1999, 0 of {whole} rows")
    assert all(item.count == 0 for item in page.lists.items())
    assert [item.count for item in page.filters.list.items()] == [whole, whole, 0]
    assert late[-1] == sum(row.kind is WorklistKind.LATE for row in today.lists(ws, ON).rows) > 0
    page.choose_filter("")
    assert (shown(page), page.filter_line.words()) == (whole, "")


def test_a_damaged_filter_is_named_hides_nothing_and_can_be_deleted(
    page: TodayPage, ctx: Context, host: list[QWidget]
) -> None:
    ws = ctx.ready()
    whole, number = shown(page), nobody(ws)
    with ws.write("filter.revise") as session:
        session.execute(sa.text("UPDATE saved_filter SET content = 'not json' WHERE id = :id"), {"id": number})
    page.refresh()
    assert [(item.name, item.count) for item in page.filters.list.items()][1:] == [("1999 (damaged)", whole)]
    page.choose_filter(str(number))
    assert (shown(page), page.filter_line.words()) == (whole, f"Filter: 1999 (damaged), {whole} of {whole} rows")
    page.change_filter()
    (sheet,) = host
    assert isinstance(sheet, FilterSheet)
    sheet.delete.click()
    assert filters.everything(ws) == []
    assert (shown(page), page.filter_line.words()) == (whole, "")


def test_the_last_filter_is_remembered_for_who_works(page: TodayPage, ctx: Context, preferences: Preferences) -> None:
    number = nobody(ctx.ready())
    page.refresh()
    page.choose_filter(str(number))
    again = TodayPage(ctx, preferences)
    again._on_reader()
    assert again.filter_line.words().startswith("Filter: 1999")
    written = preferences.file.read_text(encoding="utf-8")
    assert "1999" not in written
    assert f"={number}" in written
    again.deleteLater()


def test_arrows_choose_filters(page: TodayPage, ctx: Context, qtbot: QtBot) -> None:
    nobody(ctx.ready())
    page.refresh()
    qtbot.keyClick(page.filters.list, Qt.Key.Key_Down)
    assert page.filter_line.words().startswith("Filter: 1999")
    qtbot.keyClick(page.filters.list, Qt.Key.Key_Up)
    assert page.filter_line.words() == ""


def test_make_change_and_delete_a_filter(page: TodayPage, ctx: Context, host: list[QWidget]) -> None:
    page.filters.new.click()
    sheet = host[-1]
    assert isinstance(sheet, FilterSheet)
    sheet.save()
    assert [p.key for p in sheet.hard_problems()] == ["filter_name_missing", "filter_asks_nothing"]
    sheet._name.set_text("MS, mine")
    sheet._diseases.choice().set_values(("ms",))
    sheet._nurses.choice().set_values((0,))
    sheet.save()
    (row,) = filters.everything(ctx.ready())
    assert (row.name, row.rule) == ("MS, mine", FilterRule(diseases=("ms",), mine=True))
    assert page.filter_line.words().startswith("Filter: MS, mine")
    page.filters.change.click()
    sheet = host[-1]
    assert isinstance(sheet, FilterSheet)
    assert sheet.rule() == row.rule
    sheet.delete.click()
    assert filters.everything(ctx.ready()) == []
    assert page.filter_line.words() == ""


def test_the_lines_below_say_why_in_full(page: TodayPage, ctx: Context) -> None:
    line = page.model.line(page.table.currentIndex().row())
    assert line.row is not None
    first, second = page.inspector.words()
    assert first == line.row.why
    for part in ("after Day 0", "window ±", "version 1", "Nobody has booked or moved it."):
        assert part in second
    assert first in page.inspector.accessibleName()


def test_the_whole_story_in_a_sheet(page: TodayPage, ctx: Context, host: list[QWidget], qtbot: QtBot) -> None:
    row = next(line.row for line in page.model.lines() if line.row is not None and line.row.scheduled_id)
    sheet = WhySheet(ctx, row.scheduled_id or 0)
    ctx.open_sheet(sheet)
    assert len(sheet.lines) == 4
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_w_opens_it_from_the_row(shell: Shell, qtbot: QtBot) -> None:
    qtbot.keyClick(shell.window.today_page.table, Qt.Key.Key_W)
    assert shell.window.findChildren(WhySheet)


def four_steps(ws: Workspace, who: int) -> None:
    for at, kind, whom, outcome in (
        (-4, ContactKind.CALL, ContactWith.PATIENT, ContactOutcome.NO_ANSWER),
        (-3, ContactKind.CALL, ContactWith.CARER, ContactOutcome.MESSAGE_LEFT),
        (-2, ContactKind.LETTER, ContactWith.PATIENT, ContactOutcome.SENT),
        (-1, ContactKind.CALL, ContactWith.NEUROLOGIST, ContactOutcome.REACHED),
    ):
        contacts.record(ws, ContactEntry(who, ON + timedelta(days=at), kind, whom, outcome))


def test_the_next_step_is_filled_in(ctx: Context, host: list[QWidget]) -> None:
    ws = ctx.ready()
    who = patients.browse(ws)[0].id
    first = ContactSheet(ctx, who)
    assert not hasattr(first, "ladder")
    for at in (-2, -1):
        on = ON + timedelta(days=at)
        contacts.record(ws, ContactEntry(who, on, outcome=ContactOutcome.NO_ANSWER))
    sheet = ContactSheet(ctx, who)
    entry = sheet.entry()
    assert (entry.kind, entry.contact_with, entry.outcome) == (
        ContactKind.LETTER, ContactWith.PATIENT, ContactOutcome.SENT,
    )  # fmt: skip
    sheet.no_answer()
    assert (sheet.entry().kind, sheet.entry().outcome) == (ContactKind.CALL, ContactOutcome.NO_ANSWER)


def test_after_the_last_step_a_person_decides_on_the_loss(ctx: Context, host: list[QWidget]) -> None:
    ws = ctx.ready()
    who = patients.browse(ws)[0].id
    four_steps(ws, who)
    sheet = ContactSheet(ctx, who)
    ctx.open_sheet(sheet)
    sheet.ladder.lost.click()
    lost = host[-1]
    assert isinstance(lost, StateSheet)
    assert patients.banner(ws, who).follow_up is FollowUp.FOLLOWED
    before = today.lists(ws, ON)
    lost.save()
    (row,) = states.for_patient(ws, who)
    assert row.change.kind is StateChangeKind.LOST
    assert "Call 1" in row.change.detail
    assert "Neurologist" in row.change.detail
    assert who not in {r.patient_id for r in today.lists(ws, ON).rows}
    taken = states.take_back(ws, row.id, "the patient rang", row.version)
    assert today.lists(ws, ON) == before
    undo.undo(ws, taken.txn)
    assert patients.banner(ws, who).follow_up is FollowUp.LOST


def test_letters_say_what_came_of_it(ctx: Context, host: list[QWidget], qtbot: QtBot) -> None:
    sheet = ContactSheet(ctx, patients.browse(ctx.ready())[0].id)
    ctx.open_sheet(sheet)
    for letter, outcome in (("M", ContactOutcome.MESSAGE_LEFT), ("W", ContactOutcome.WRONG_NUMBER)):
        sheet._ui.contactWith.setFocus()
        qtbot.keyClick(sheet.focusWidget() or sheet, letter.lower())
        assert sheet.entry().outcome is outcome
