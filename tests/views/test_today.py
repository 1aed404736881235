"""Today: counts equal rows, every row says why, keys move and open, a recorded row leaves at once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.visit import VisitEntry
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import today, visits
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views import today_model
from hsct_desktop.views.context import Context
from hsct_desktop.views.today import TodayPage
from hsct_desktop.views.today_model import Column, Line, place_again
from tests.views.ward import ON


@pytest.fixture
def page(qtbot: QtBot, ctx: Context) -> TodayPage:
    made = TodayPage(ctx)
    qtbot.addWidget(made)
    made.resize(1282, 690)
    made.show()
    made.refresh()
    return made


def rows(page: TodayPage) -> list[Line]:
    return [line for line in page.model.lines() if line.row is not None]


def current(page: TodayPage) -> Line:
    return page.model.line(page.table.currentIndex().row())


def test_counts_equal_rows(page: TodayPage, workspace: Workspace) -> None:
    expected = today.lists(workspace, ON)
    assert len(expected.rows) > 5
    assert len(rows(page)) == len(expected.rows)
    items = {item.key: item.count for item in page.lists.items()}
    assert items[""] == len(expected.rows)
    for kind in WorklistKind:
        assert items[kind] == sum(line.kind is kind for line in rows(page))
    for line in page.model.lines():
        if line.row is None:
            assert line.count == items[line.kind]


def test_every_row_says_why_and_who(page: TodayPage) -> None:
    for line in rows(page):
        assert line.row is not None
        assert line.row.why
        for word in (line.words[Column.PATIENT], line.words[Column.BORN], line.row.code, line.row.why):
            assert word in line.spoken


def test_screen_readers_get_the_whole_row(page: TodayPage) -> None:
    line = current(page)
    index = page.table.currentIndex().siblingAtColumn(Column.TASK)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == line.spoken


def test_heads_cannot_be_chosen(page: TodayPage, qtbot: QtBot) -> None:
    seen = set()
    page.table.setFocus()
    for _ in range(len(page.model.lines()) + 2):
        assert current(page).row is not None
        seen.add(page.table.currentIndex().row())
        qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert len(seen) == len(rows(page))


def test_right_goes_from_list_to_list(page: TodayPage, qtbot: QtBot) -> None:
    kinds = list(dict.fromkeys(line.kind for line in rows(page)))
    assert len(kinds) >= 3
    for expected in [*kinds[1:], kinds[0]]:
        qtbot.keyClick(page.table, Qt.Key.Key_Right)
        assert current(page).kind == expected
    qtbot.keyClick(page.table, Qt.Key.Key_Left)
    assert current(page).kind == kinds[-1]


def test_enter_opens_the_patient(page: TodayPage, ctx: Context, qtbot: QtBot) -> None:
    line = current(page)
    assert line.row is not None
    with qtbot.waitSignal(ctx.patient_wanted) as caught:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert caught.args[0] == line.row.patient_id


def test_a_recorded_visit_leaves_at_once(page: TodayPage, ctx: Context, workspace: Workspace) -> None:
    first = rows(page)[0]
    assert first.row is not None
    before = len(rows(page))
    entry = VisitEntry(first.row.patient_id, ON, scheduled_id=first.row.scheduled_id, seen_by="M. Conti")
    next_key = rows(page)[1].key
    assert ctx.save(lambda: visits.record(workspace, entry)) is not None
    assert all(line.key != first.key for line in rows(page))
    assert len(rows(page)) == before - 1
    assert current(page).key == next_key


def test_selection_stays_on_its_row(page: TodayPage, ctx: Context, workspace: Workspace) -> None:
    first, third = rows(page)[0], rows(page)[2]
    page.table.choose(page.model.lines().index(third))
    assert first.row is not None
    entry = VisitEntry(first.row.patient_id, ON, scheduled_id=first.row.scheduled_id, seen_by="M. Conti")
    ctx.save(lambda: visits.record(workspace, entry))
    assert current(page).key == third.key


def test_one_list_alone_and_its_empty_words(page: TodayPage) -> None:
    page.choose_list(WorklistKind.TO_STOP)
    assert [line.kind for line in rows(page)] == [WorklistKind.TO_STOP]
    page.choose_list(WorklistKind.NO_NEXT_VISIT)
    assert not page.model.lines()
    assert page.empty.isVisible()
    page.empty.button().click()
    assert {line.kind for line in rows(page)} > {WorklistKind.LATE}


def test_narrow_windows_drop_code_then_ruler(page: TodayPage) -> None:
    def hidden() -> set[Column]:
        return {column for column in Column if page.table.isColumnHidden(column)}

    page.resize(1366, 690)
    assert hidden() == set()
    wide = page.table.columnWidth(Column.RULER)
    page.resize(1100, 690)
    assert hidden() == {Column.CODE}
    assert page.table.columnWidth(Column.RULER) < wide
    page.resize(900, 690)
    assert hidden() == {Column.CODE}
    assert page._delegate.written, "the ruler goes, its dates are written"
    assert page.chips.isVisible()
    assert not page.lists.isVisible()


def test_names_are_never_cut(page: TodayPage) -> None:
    from hsct_desktop.views.theme.fonts import font
    from hsct_desktop.views.today_delegate import NAME_LEFT
    from hsct_desktop.views.widgets.paint import text_width

    for width in (1366, 1100, 900):
        page.resize(width, 690)
        room = page.table.columnWidth(Column.PATIENT) - NAME_LEFT
        for line in rows(page):
            mark = 23 if line.row is not None and line.row.same_name else 0
            assert text_width(line.words[Column.PATIENT], font(bold=True)) + mark <= room


def test_a_sheet_turns_the_lists_into_chips(page: TodayPage) -> None:
    page.resize(1366, 690)
    page.set_sheet(480)
    assert page.chips.isVisible()
    assert page.table.isColumnHidden(Column.RULER)
    assert page.table.mapTo(page, page.table.rect().topRight()).x() <= 1366 - 480
    page.set_sheet(0)
    assert page.lists.isVisible()


def test_the_ruler_is_painted(page: TodayPage, qapp: QApplication) -> None:
    def picture() -> QImage:
        return page.table.viewport().grab().toImage()

    page.resize(1366, 690)
    before = picture()
    page.table.setColumnHidden(Column.RULER, True)
    assert picture() != before


def test_letters_open_the_sheet_of_the_row(shell: Shell, qtbot: QtBot) -> None:
    page = shell.window.today_page
    line = current(page)
    assert line.row is not None
    qtbot.keyClick(page.table, Qt.Key.Key_R)
    sheet = shell.window.sheet()
    assert sheet is not None
    assert getattr(sheet, "patient_id", None) == line.row.patient_id
    assert page.chips.isVisible()
    qtbot.keyClick(shell.window.focusWidget(), Qt.Key.Key_Escape)
    assert shell.window.sheet() is None
    assert page.lists.isVisible()


def test_late_count_stands_on_the_rail(shell: Shell) -> None:
    late = sum(line.kind is WorklistKind.LATE for line in rows(shell.window.today_page))
    assert late > 0
    assert shell.window.rail.late() == late


def test_the_head_of_the_list_stays_in_sight(page: TodayPage, qtbot: QtBot) -> None:
    page.resize(1282, 260)
    page.table.choose(page.model.lines().index(rows(page)[0]))
    assert page.table.verticalScrollBar().value() == 0
    for _ in range(len(rows(page)) - 1):
        qtbot.keyClick(page.table, Qt.Key.Key_Down)
        top = page.table.rowViewportPosition(page.table.currentIndex().row())
        assert top >= page.table.rowHeight(0)
    assert page._sticky.isVisible()
    assert page._sticky._line is not None
    first = page.table.rowAt(page.table.rowHeight(0) + 1)
    assert page._sticky._line.kind in (page.model.line(first).kind, page.model.line(first - 1).kind)


@pytest.mark.parametrize("at_once", [False, True])
def test_a_row_that_leaves_hands_on_to_its_own_list_first(
    page: TodayPage, at_once: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = page.model.lines()
    heads = [n for n, line in enumerate(lines) if line.row is None]
    last = heads[1] - 1
    before = lines[last]
    monkeypatch.setattr(today_model, "ACTS_AT_ONCE", frozenset({before.kind} if at_once else ()))
    without = [line for line in lines if line.key != before.key]
    if heads[1] - heads[0] > 2:
        assert place_again(without, before, last) == last - 1
    emptied = [line for line in lines if line.kind is not before.kind]
    # Where one key acts at once, nobody of another list is chosen: pressed twice it would act on somebody else.
    assert (place_again(emptied, before, last) is None) is at_once
    assert place_again(lines, before, 0) == last
    assert place_again(lines, None, 0) is None


def test_enter_on_a_therapy_opens_it_among_the_medicines(page: TodayPage, ctx: Context) -> None:
    shown: list[tuple[int, str]] = []
    ctx.patient_wanted.connect(lambda patient_id, tab: shown.append((patient_id, tab)))
    at = next(
        n for n, line in enumerate(page.model.lines()) if line.row is not None and line.row.therapy_id is not None
    )
    page.table.choose(at)
    row = current(page).row
    assert row is not None
    page.open_selected()
    assert shown == [(row.patient_id, f"therapy@{row.therapy_id}")]
