"""What the tests of the Protocols place share: a window with a folder of the unit's own, its page, keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Options, Shell
from hsct_desktop.services import protocol_files
from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.protocol_editor import ProtocolEditor
from hsct_desktop.views.protocols import ProtocolsPage
from tests.views.ward import ON

MS = "ahsct-ms"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "unit"
    made.mkdir()
    return made


@pytest.fixture
def shell(qtbot: QtBot, qapp: QApplication, database: Path, tmp_path: Path, folder: Path) -> Iterator[Shell]:
    preferences = Preferences(tmp_path / "settings.ini")
    preferences.unit_folder = folder
    preferences.print_folder = tmp_path / "prints"
    made = Shell(qapp, Options(database, language="en", scheme="light", on=ON, plain_accepted=True), preferences)
    made.window.resize(1366, 768)
    with qtbot.waitExposed(made.window):
        made.window.show()
    qtbot.waitUntil(lambda: made.ctx.workspace is not None)
    yield made
    made.window.close()


@pytest.fixture
def page(shell: Shell) -> ProtocolsPage:
    shell.window.show_page("protocols")
    found = shell.window.page("protocols")
    assert isinstance(found, ProtocolsPage)
    settle()
    return found


def settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


def press(shell: Shell, *keys: Qt.Key, control: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    for key in keys:
        QTest.keyClick(shell.window.focusWidget() or shell.window, key, held)
        settle()


def words_of(widget: object) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())  # type: ignore[attr-defined]


def own_copy(shell: Shell, page: ProtocolsPage) -> str:
    """The unit's own text in place of the shipped protocol, on which the four patients are."""
    path = protocol_files.copy_to_unit(shell.ctx.ready(), MS, MS)
    page.refresh()
    return path.name


def change(shell: Shell, old: str, new: str, file: str = f"{MS}.yaml") -> None:
    text = protocol_files.text_of_file(shell.ctx.ready(), file)
    assert old in text
    protocol_files.save_text(shell.ctx.ready(), file, text.replace(old, new, 1))


def checked(qtbot: QtBot, editor: ProtocolEditor) -> None:
    qtbot.waitUntil(editor.is_checked, timeout=10_000)


def edit(qtbot: QtBot, shell: Shell, page: ProtocolsPage) -> ProtocolEditor:
    own_copy(shell, page)
    page.choose(MS)
    page.card.edit.click()
    checked(qtbot, page.editor)
    return page.editor
