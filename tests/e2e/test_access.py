"""Every control has a name for a screen reader, and the keyboard reaches it and shows where it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.widgets.side_sheet import SideSheet
from hsct_desktop.views.widgets.tab_order import reading_order
from tests.e2e.conftest import Start
from tests.e2e.keyboard import Keyboard

CONTROLS = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QTabBar)
PATIENT = 4
"""The patient of the ward with a therapy, and with visits like everybody."""
PAGES: dict[str, Callable[[Shell], object]] = {
    "today": lambda shell: shell.window.show_page("today"),
    "patients": lambda shell: shell.window.show_page("patients"),
    "unit": lambda shell: shell.window.show_page("unit"),
    "protocols": lambda shell: shell.window.show_page("protocols"),
    "settings": lambda shell: shell.window.show_page("settings"),
    "overview": lambda shell: shell.ctx.show_patient(PATIENT, "overview"),
    "visits": lambda shell: shell.ctx.show_patient(PATIENT, "visits"),
    "toxicity": lambda shell: shell.ctx.show_patient(PATIENT, "toxicity"),
    "therapy": lambda shell: shell.ctx.show_patient(PATIENT, "therapy"),
    "registration": lambda shell: shell.ctx.show_registration(),
    "transplant": lambda shell: _to_step(shell, 1),
    "schedule": lambda shell: _to_step(shell, 2),
    "handover": lambda shell: shell.window.trigger("go_handover"),
    "palette": lambda shell: shell.window.trigger("find"),
}
SHEETS = {
    "record_visit": "overview",
    "record_toxicity": "toxicity",
    "record_therapy": "overview",
    "log_contact": "overview",
    "record_transfusion": "overview",
    "engraftment": "overview",
    "change_state": "overview",
    "record_task": "overview",
    "book_visit": "visits",
    "stop_therapy": "therapy",
}


def _to_step(shell: Shell, step: int) -> None:
    shell.ctx.show_registration(PATIENT)
    shell.window.page("registration").go_to(step)  # type: ignore[attr-defined]


@pytest.fixture
def shell(start: Start, database: object) -> Shell:
    return start(database)  # type: ignore[arg-type]


def settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


def controls(within: QWidget) -> Iterator[QWidget]:
    """What a person can act on and sees."""
    for widget in within.findChildren(QWidget):
        inside = isinstance(widget.parent(), QComboBox | QAbstractItemView)
        if isinstance(widget, CONTROLS) and widget.isVisible() and not inside:
            yield widget


def name_of(widget: QWidget) -> str:
    """What a screen reader says: the accessible name, else the words of a button."""
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return (widget.accessibleName() or words).strip()


def nameless(within: QWidget) -> list[str]:
    return [f"{type(w).__name__} {w.objectName()}" for w in controls(within) if not name_of(w)]


@pytest.mark.parametrize("place", PAGES)
def test_every_control_of_a_page_has_a_name(shell: Shell, place: str) -> None:
    PAGES[place](shell)
    settle()
    assert len(list(controls(shell.window))) > 4
    assert nameless(shell.window) == []


@pytest.mark.parametrize("action", SHEETS)
def test_every_control_of_a_sheet_has_a_name_and_a_place_in_the_tab_order(shell: Shell, action: str) -> None:
    shell.ctx.show_patient(PATIENT, SHEETS[action])
    shell.window.trigger(action)
    settle()
    sheet = shell.window.sheet()
    assert sheet is not None
    assert nameless(sheet) == []
    check_tab_order(sheet)


def test_taking_back_asks_in_a_sheet_with_names(shell: Shell) -> None:
    shell.ctx.show_patient(PATIENT, "therapy")
    shell.window.page("patient").therapy._void()  # type: ignore[attr-defined]
    settle()
    sheet = shell.window.sheet()
    assert isinstance(sheet, ReasonSheet)
    assert nameless(sheet) == []
    check_tab_order(sheet)


def check_tab_order(sheet: SideSheet) -> None:
    """Tab goes through the form as it is read, line by line, and comes to every control but those of a group."""
    body = sheet.body()
    assert body is not None
    stops = [stop for stop in sheet._stops() if body.isAncestorOf(stop)]
    assert stops == reading_order(body, stops)
    tops = [stop.mapTo(body, QPoint(0, stop.height() // 2)).y() for stop in stops]
    assert all(later >= earlier - 24 for earlier, later in zip(tops, tops[1:], strict=False)), tops
    for widget in controls(body):
        grouped = widget.focusPolicy() == Qt.FocusPolicy.ClickFocus or not widget.isEnabled()
        opener = isinstance(widget.parent(), QLineEdit)  # the calendar of a day: F4 in its line
        listed = isinstance(widget, QAbstractItemView) and widget.focusPolicy() == Qt.FocusPolicy.NoFocus
        assert widget in stops or grouped or listed or opener, f"{type(widget).__name__} {name_of(widget)}"


@pytest.mark.parametrize(
    "place",
    [
        place if place in {"today", "visits", "settings"} else pytest.param(place, marks=pytest.mark.soak)
        for place in PAGES
        if place != "palette"
    ],
)
def test_tab_comes_to_every_control_and_shows_it(shell: Shell, qtbot: QtBot, place: str) -> None:
    PAGES[place](shell)
    settle()
    keys, seen = Keyboard(shell.window, qtbot), set()
    unseen = []
    for _ in range(120):
        focused = shell.window.focusWidget()
        assert focused is not None
        if focused in seen:
            break
        seen.add(focused)
        if not focused.isVisible() or focused.visibleRegion().isEmpty():
            unseen.append(name_of(focused))
        keys.press("Tab")
    assert unseen == []
    page = shell.window.stack.currentWidget()
    missed = [
        name_of(w)
        for w in controls(page)
        if w not in seen and w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert missed == []


def test_focus_is_painted(shell: Shell) -> None:
    """What has the focus looks otherwise than without it."""
    shell.ctx.show_patient(PATIENT, "overview")
    shell.window.trigger("record_therapy")
    settle()
    sheet = shell.window.sheet()
    assert sheet is not None
    for widget in [w for w in sheet._stops() if w.isEnabled()]:
        sheet._scroll.ensureWidgetVisible(widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        settle()
        parent = widget.parentWidget()
        assert parent is not None
        with_focus = parent.grab().toImage()
        sheet.save_button().setFocus() if widget is not sheet.save_button() else sheet._draft.setFocus()
        settle()
        assert parent.grab().toImage() != with_focus, name_of(widget)


def test_every_action_can_be_had_by_keys(shell: Shell) -> None:
    """Each stands in the menu that F10 opens, most have a key of their own, and no two share one."""
    actions = shell.window.actions_
    in_menu = {a for menu in shell.window._menu.actions() for a in menu.menu().actions()}  # type: ignore[union-attr]
    assert {entry.action for entry in actions.entries} <= in_menu
    keys = [entry.key for entry in actions.entries if entry.key]
    assert len(keys) == len(set(keys))
