"""The tabs of Settings: in the top bar, by key, by jump; each with its own main button."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.services import settings as service
from hsct_desktop.views.context import RULES
from hsct_desktop.views.settings import SettingsPage


@pytest.fixture
def page(shell: Shell) -> SettingsPage:
    shell.window.show_page("settings")
    found = shell.window.page("settings")
    assert isinstance(found, SettingsPage)
    return found


def shown(page: SettingsPage) -> str:
    return next(name for name, part in page.parts.items() if part.isVisible())


def test_the_tabs_stand_in_the_top_bar_in_their_order(shell: Shell, page: SettingsPage) -> None:
    assert list(page.parts) == ["unit", "users", "rules", "backup", "audit"]
    assert page.tabs.isVisible()
    assert page.tabs.parent() is shell.window.top_bar
    assert shown(page) == "unit"
    shell.window.show_page("today")
    assert not page.tabs.isVisible()


def test_keys_go_from_tab_to_tab(page: SettingsPage, qtbot: QtBot) -> None:
    seen = []
    for _tab in page.parts:
        seen.append(shown(page))
        qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert seen == list(page.parts)
    assert shown(page) == "unit"


@pytest.mark.parametrize(
    ("wanted", "tab"),
    [
        ("backup", "backup"),
        ("users", "users"),
        (RULES, "rules"),
        (service.PLACES_A_DAY, "unit"),
        ("vaccines.variant", "rules"),
    ],
)
def test_a_jump_shows_its_tab(shell: Shell, page: SettingsPage, wanted: str, tab: str) -> None:
    shell.ctx.show_setting("backup" if tab != "backup" else RULES)
    shell.ctx.show_setting(wanted)
    assert shown(page) == tab


def test_each_tab_brings_its_own_main_button(shell: Shell, page: SettingsPage, qtbot: QtBot) -> None:
    page.show_part("backup")
    button = page.primary_button()
    assert button is not None
    assert button.isVisible()
    assert button.parent() is shell.window.top_bar
    page.show_part("unit")
    assert not button.isVisible()
    qtbot.waitUntil(lambda: not shell.window.backups.making)


@pytest.mark.parametrize("width", [1366, 960, 800])
def test_no_tab_is_cut_where_there_is_little_room(shell: Shell, page: SettingsPage, width: int, qtbot: QtBot) -> None:
    shell.window.resize(width, 600)
    for name in page.parts:
        page.show_part(name)
        qtbot.wait(1)
        bar = shell.window.top_bar
        assert page.tabs.width() >= page.tabs.sizeHint().width(), name
        parts = [w for w in bar.findChildren(QWidget) if w.parent() is bar and w.isVisible()]
        assert all(bar.rect().contains(part.geometry()) for part in parts), name
    qtbot.waitUntil(lambda: not shell.window.backups.making)
