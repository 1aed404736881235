"""What a person chooses of the look acts at once and is remembered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.settings import SettingsPage
from hsct_desktop.views.theme.fonts import FAMILIES, families, use_system_font
from hsct_desktop.views.widgets.paint import key_hints_shown, show_key_hints


@pytest.fixture(autouse=True)
def _as_it_was(qapp: QApplication) -> Iterator[None]:
    yield
    use_system_font(False)
    show_key_hints(True)


def settings_of(shell: Shell) -> SettingsPage:
    shell.window.show_page("settings")
    page = shell.window.stack.currentWidget()
    assert isinstance(page, SettingsPage)
    return page


def test_keys_in_buttons_can_be_left_out(shell: Shell, qtbot: QtBot) -> None:
    before = settings_of(shell)
    before.key_hints.click()
    assert not key_hints_shown()
    qtbot.waitUntil(lambda: shell.window.stack.currentWidget() is not before)
    assert not settings_of(shell).key_hints.isChecked()
    assert not Preferences(shell.preferences.file).key_hints


@pytest.mark.soak
def test_the_systems_type_is_taken_and_given_back(shell: Shell, qtbot: QtBot) -> None:
    page = settings_of(shell)
    page.system_font.click()
    assert families()[0] != FAMILIES[0] or len(families()) > len(FAMILIES)
    assert Preferences(shell.preferences.file).system_font
    qtbot.waitUntil(lambda: shell.window.stack.currentWidget() is not page)
    page = settings_of(shell)
    page.system_font.click()
    assert families() == list(FAMILIES)
    qtbot.waitUntil(lambda: shell.window.stack.currentWidget() is not page)
