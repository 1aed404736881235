"""The agenda in a real window: keys, the chosen day, booking, filters, what is printed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.patient import StateChange, StateChangeKind
from hsct_desktop.services import agenda, states, visits
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.agenda import MONTH, WEEK, AgendaPage
from hsct_desktop.views.booking_sheet import BookingSheet
from hsct_desktop.views.context import Context
from hsct_desktop.views.unit import UnitPage
from tests.views.ward import ON, leave_preview, make_workspace

Key = Qt.Key


def day(offset: int) -> date:
    return ON + timedelta(days=offset)


@pytest.fixture
def page(qtbot: QtBot, ctx: Context) -> AgendaPage:
    """The page alone, wide enough for its panel."""
    made = AgendaPage(ctx)
    qtbot.addWidget(made)
    made.resize(1282, 690)
    made.show()
    made.focus_first()
    return made


def book(ws: Workspace, on: date, time: str = "", skip: int = 0) -> agenda.AgendaWindow:
    """Book a window that is open then."""
    found = agenda.agenda(ws, on, on).windows[skip]
    row = visits.scheduled(ws, found.scheduled_id)
    visits.book(ws, found.scheduled_id, row.version, on, time, "asked for")
    return found


def cells(page: AgendaPage) -> dict[date, list[str]]:
    board = page.grid.board()
    assert board is not None
    return {cell.day: [visit.key for visit in cell.visits] for cell in board.cells}


def entries(page: AgendaPage) -> list[str]:
    return [row.key for row in page.panel.model.rows() if row.subject is not None]


def test_six_weeks_with_today_chosen(page: AgendaPage) -> None:
    assert page.heading.text() == "November 2026"
    assert len(cells(page)) == 42
    assert page.day() == ON
    assert page.grid.accessibleName().startswith("Friday 20")


@pytest.mark.soak
@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Key.Key_Right, day(1)), (Key.Key_Left, day(-1)), (Key.Key_Down, day(7)), (Key.Key_Up, day(-7)),
        (Key.Key_Home, date(2026, 11, 16)), (Key.Key_End, date(2026, 11, 22)),
        (Key.Key_PageUp, date(2026, 10, 20)), (Key.Key_PageDown, date(2026, 12, 20)),
    ],
)  # fmt: skip
def test_keys_move_from_day_to_day(page: AgendaPage, qtbot: QtBot, key: Qt.Key, expected: date) -> None:
    qtbot.keyClick(page.grid, key)
    assert page.day() == expected
    assert expected in cells(page)
    words = page.grid.accessibleName()
    assert words.split(",")[0].endswith("2026")
    assert str(expected.day) in words.split(",")[0]


def test_month_steps_clamp_at_a_short_month_and_t_comes_back(page: AgendaPage, qtbot: QtBot) -> None:
    page.choose(date(2027, 1, 31))
    qtbot.keyClick(page.grid, Key.Key_PageDown)
    assert page.day() == date(2027, 2, 28)
    qtbot.keyClick(page.grid, Key.Key_T)
    assert page.day() == ON
    assert page.heading.text() == "November 2026"


def test_a_week_is_seven_days_and_turns_by_weeks(page: AgendaPage, qtbot: QtBot) -> None:
    page.views.set_value(WEEK)
    assert list(cells(page)) == [date(2026, 11, 16) + timedelta(n) for n in range(7)]
    qtbot.mouseClick(page.on, Qt.MouseButton.LeftButton)
    assert page.day() == day(7)
    assert date(2026, 11, 23) in cells(page)
    page.views.set_value(MONTH)
    assert len(cells(page)) == 42


def test_the_panel_has_the_visits_and_windows_of_the_day(page: AgendaPage, workspace: Workspace) -> None:
    window = book(workspace, ON, "10:30")
    page.refresh()
    found = agenda.agenda(workspace, ON, ON).days[0]
    assert len(found.visits) == 1
    assert len(found.windows) >= 1
    assert len(entries(page)) == len(found.visits) + len(found.windows)
    spoken = " ".join(row.spoken for row in page.panel.model.rows())
    assert window.name in spoken
    assert "10:30" in spoken
    assert all(f"{w.patient.birth_date:%Y}" in spoken for w in found.windows)


def test_enter_goes_into_the_day_and_opens_the_patient(page: AgendaPage, qtbot: QtBot, ctx: Context) -> None:
    qtbot.keyClick(page.grid, Key.Key_Return)
    assert page.panel.list.hasFocus()
    subject = page.subject()
    assert subject is not None
    with qtbot.waitSignal(ctx.patient_wanted) as opened:
        qtbot.keyClick(page.panel.list, Key.Key_Return)
    assert opened.args[0] == subject.patient_id
    qtbot.keyClick(page.panel.list, Key.Key_Escape)
    assert page.grid.hasFocus()
    assert page.subject() is None


def test_a_click_chooses_the_day_and_its_visit(page: AgendaPage, qtbot: QtBot, workspace: Workspace) -> None:
    book(workspace, ON, "10:30")
    book(workspace, ON, "11:30")
    page.refresh()
    page.choose(day(-3))
    picture = page.grid.picture()
    assert picture is not None
    hit = [hit for hit in picture.hits if hit.id.startswith("visit:")][1]
    qtbot.mouseClick(page.grid, Qt.MouseButton.LeftButton, pos=QPoint(int(hit.x + 20), int(hit.y + 8)))
    assert page.day() == ON
    chosen = page.panel.current()
    assert chosen is not None
    assert chosen.key == hit.id


def test_nothing_of_a_patient_who_died_lies_ahead(shell: Shell, qtbot: QtBot) -> None:
    shell.window.trigger("go_unit")
    page, ws = shell.window.page("unit").agenda, shell.ctx.ready()  # type: ignore[attr-defined]
    window = book(ws, day(3))
    page.refresh()
    page.choose(day(3))
    assert any(f"visit:{window.patient.id}:" in key for keys in cells(page).values() for key in keys)
    changes = states.change(ws, window.patient.id, StateChange(StateChangeKind.DIED, ON, "sepsis"))
    shell.ctx.news.send(changes, None)
    assert not [k for keys in cells(page).values() for k in keys if k.startswith(f"visit:{window.patient.id}:")]
    assert not [key for key in entries(page) if f":{window.patient.id}:" in key]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_b_books_a_window_of_the_chosen_day(shell: Shell, qtbot: QtBot) -> None:
    window = shell.window
    window.trigger("go_unit")
    page, ws = window.page("unit").agenda, shell.ctx.ready()  # type: ignore[attr-defined]
    offset = next(n for n in range(60) if len(agenda.agenda(ws, day(n), day(n)).windows) > 1)
    page.choose(day(offset))
    qtbot.keyClick(page.grid, Key.Key_B)
    (menu,) = [found for found in page.findChildren(QMenu) if found.isVisible()]
    windows = page._windows()
    assert all(found.label in action.text() for found, action in zip(windows, menu.actions(), strict=True))
    qtbot.keyClick(menu, Key.Key_Return)
    sheet = window.sheet()
    assert isinstance(sheet, BookingSheet)
    assert sheet._ui.on.date() == day(offset)
    qtbot.keyClick(sheet, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    booked = agenda.agenda(ws, day(offset), day(offset)).days[0].visits
    assert windows[0].scheduled_id in {visit.scheduled_id for visit in booked}
    assert any(key.startswith("visit:") for key in cells(page)[day(offset)])


def test_many_windows_are_chosen_in_the_days_list(
    page: AgendaPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hsct_desktop.views.agenda._MENU_MOST", 1)
    offset = next(n for n in range(60) if len(agenda.agenda(page._ctx.ready(), day(n), day(n)).windows) > 1)
    page.choose(day(offset))
    qtbot.keyClick(page.grid, Key.Key_B)
    assert page.panel.list.hasFocus()
    row = page.panel.current()
    assert row is not None
    assert row.key.startswith("window:")


def test_windows_beyond_the_most_are_counted(page: AgendaPage, monkeypatch: pytest.MonkeyPatch) -> None:
    offset = next(n for n in range(60) if len(agenda.agenda(page._ctx.ready(), day(n), day(n)).windows) > 1)
    page.choose(day(offset))
    windows = [key for key in entries(page) if key.startswith("window:")]
    monkeypatch.setattr("hsct_desktop.views.agenda_panel._MOST_WINDOWS", 1)
    page.choose(day(offset))
    assert [key for key in entries(page) if key.startswith("window:")] == windows[:1]
    rest = len(windows) - 1
    assert f"{rest} more window" in " ".join(row.spoken for row in page.panel.model.rows())


def test_a_hidden_agenda_is_read_again_when_it_is_shown(shell: Shell, qtbot: QtBot) -> None:
    window, ws = shell.window, shell.ctx.ready()
    window.trigger("go_unit")
    page = window.page("unit").agenda  # type: ignore[attr-defined]
    window.trigger("go_today")
    found = agenda.agenda(ws, ON, ON).windows[0]
    row = visits.scheduled(ws, found.scheduled_id)
    changes = visits.book(ws, found.scheduled_id, row.version, ON, "10:30", "asked for")
    shell.ctx.news.send(changes, None)
    window.trigger("go_unit")
    assert any(f"visit:{found.patient.id}:{found.scheduled_id}" in key for key in cells(page)[ON])


def test_b_on_a_passed_day_says_why_not(page: AgendaPage, qtbot: QtBot, ctx: Context) -> None:
    page.choose(day(-1))
    with qtbot.waitSignal(ctx.toast_wanted) as said:
        qtbot.keyClick(page.grid, Key.Key_B)
    assert "passed" in said.args[0]


def test_b_in_the_day_books_the_chosen_window(shell: Shell, qtbot: QtBot) -> None:
    shell.window.trigger("go_unit")
    page = shell.window.page("unit").agenda  # type: ignore[attr-defined]
    qtbot.keyClick(page.grid, Key.Key_Return)
    row = page.panel.current()
    assert row is not None
    assert row.key.startswith("window:")
    qtbot.keyClick(page.panel.list, Key.Key_B)
    sheet = shell.window.sheet()
    assert isinstance(sheet, BookingSheet)
    assert sheet.patient_id == row.subject.patient_id  # type: ignore[union-attr]
    assert sheet._ui.on.date() == ON


def test_a_draft_never_moves_the_day_that_was_pointed_at(shell: Shell, qtbot: QtBot) -> None:
    shell.window.trigger("go_unit")
    page = shell.window.page("unit").agenda  # type: ignore[attr-defined]
    window = agenda.agenda(shell.ctx.ready(), ON, ON).windows[0]
    page._open_booking(window.scheduled_id, day(1))
    sheet = shell.window.sheet()
    assert isinstance(sheet, BookingSheet)
    sheet._ui.time.set_text("09:15")
    shell.window.leave_sheet()
    page._open_booking(window.scheduled_id, ON)
    again = shell.window.sheet()
    assert isinstance(again, BookingSheet)
    assert (again._ui.on.date(), again._ui.time.text()) == (ON, "09:15")


def test_letters_act_on_the_chosen_entry_and_t_goes_to_today(shell: Shell, qtbot: QtBot) -> None:
    window = shell.window
    window.trigger("go_unit")
    unit = window.page("unit")
    assert isinstance(unit, UnitPage)
    keys = {action.shortcut().toString() for action in unit.actions()}
    assert {"R", "C"} <= keys
    assert not {"T", "B"} & keys
    qtbot.keyClick(unit.agenda.grid, Key.Key_Return)
    subject = window.subject()
    assert subject is not None
    assert subject.patient_id > 0


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_filter_narrows_and_says_so(page: AgendaPage, workspace: Workspace) -> None:
    everything = sum(map(len, cells(page).values())) + len(page.grid.board().bars)  # type: ignore[union-attr]
    assert everything > 0
    page._choose_protocol()
    (menu,) = [found for found in page.findChildren(QMenu) if found.isVisible()]
    texts = [action.text() for action in menu.actions()]
    assert texts[0] == "All protocols"
    assert len(texts) == 2
    menu.actions()[1].trigger()
    assert page.protocols.accessibleName() == f"Filter: {texts[1]}"
    assert page.protocols.width() <= 190
    assert page.said.isVisible()
    page._narrow("nothing", None)
    assert sum(map(len, cells(page).values())) + len(page.grid.board().bars) == 0  # type: ignore[union-attr]
    page._narrow("", None)
    assert not page.said.isVisible()
    menu.close()


@pytest.mark.soak
def test_the_place_is_named_with_its_tab_and_prints_what_is_shown(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    window = shell.window
    shell.preferences.print_folder = tmp_path
    window.trigger("go_unit")
    assert window.place == "unit"
    unit = window.page("unit")
    assert isinstance(unit, UnitPage)
    assert unit.tabs.isVisible()
    assert window.top_bar._print.text() == "Print month"
    for expected in ("month-2026-11.pdf", "week-2026-11-16.pdf"):
        with qtbot.waitSignal(window.printer.printed) as printed:
            window.trigger("print_list")
        assert printed.args == [str(tmp_path / expected)]
        assert (tmp_path / expected).read_bytes().startswith(b"%PDF-")
        leave_preview(shell)
        unit.agenda.views.set_value(WEEK)
        assert window.top_bar._print.text() == "Print week"
    window.trigger("go_today")
    assert not unit.tabs.isVisible()
    assert window.top_bar._print.text() == "Print list"


@pytest.mark.soak
def test_a_patients_plan_is_printed_from_their_page(
    shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.preferences.print_folder = tmp_path
    shell.window.show_patient(1)
    with qtbot.waitSignal(shell.window.printer.printed) as printed:
        qtbot.keyClick(shell.window.page("patient"), Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    assert printed.args == [str(tmp_path / f"MS-0107-plan-{ON.isoformat()}.pdf")]


@pytest.mark.soak
@pytest.mark.parametrize(("name", "stem"), [("print_plan", "MS-0115-plan"), ("print_summary", "MS-0115-summary")])
def test_the_palette_prints_for_the_patient_it_has_found(
    shell: Shell, qtbot: QtBot, tmp_path: Path, name: str, stem: str
) -> None:
    shell.preferences.print_folder = tmp_path
    with qtbot.waitSignal(shell.window.printer.printed) as printed:
        shell.window.palette_.acted.emit(name, 2)
    assert Path(printed.args[0]).name == f"{stem}-{ON.isoformat()}.pdf"


@pytest.mark.soak
def test_an_empty_unit_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    ws = make_workspace(tmp_path / "empty.hsct", people=False)
    page = AgendaPage(Context(ws))
    qtbot.addWidget(page)
    page.show()
    page.focus_first()
    assert page.empty.isVisible()
    assert page.empty.button().text() == "New patient"
    ws.store.close()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1100, 700), (960, 516)])
def test_it_fits_every_window(shell: Shell, qtbot: QtBot, width: int, height: int) -> None:
    shell.window.resize(width, height)
    shell.window.trigger("go_unit")
    page = shell.window.page("unit").agenda  # type: ignore[attr-defined]
    qtbot.wait(1)
    assert shell.window.width() == width
    assert page.panel.isVisible() == (width > 960)
    assert page.grid.height() >= 300
    assert page.heading.geometry().right() < page.on.geometry().left()
    qtbot.keyClick(page.grid, Key.Key_Return)
    assert page.panel.list.hasFocus()
    assert page.grid.isVisible() == (width > 960)
    qtbot.keyClick(page.panel.list, Key.Key_Escape)
    assert page.grid.hasFocus()
