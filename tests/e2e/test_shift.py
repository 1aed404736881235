"""The journeys of a shift, counted in the real window on an encrypted file: its start, its end, a change of nurse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Options, Shell
from hsct_desktop.views.pdf_view import PdfView
from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.unlock_page import UnlockPage
from tests.e2e.keyboard import Keyboard
from tests.views.locked_ward import CONTI, PIRAS, copy_locked, make_locked
from tests.views.ward import ON

START_OF_SHIFT, END_OF_DAY = 7, 3


@pytest.fixture(scope="module")
def locked_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("locked") / "unit.hsct"
    make_locked(path)
    return path


@pytest.fixture
def shell(qapp: QApplication, qtbot: QtBot, tmp_path: Path, locked_once: Path) -> Iterator[Shell]:
    """The program at its unlock page."""
    path = copy_locked(locked_once, tmp_path / "unit.hsct")
    preferences = Preferences(tmp_path / "settings.ini")
    preferences.print_folder = tmp_path / "prints"
    made = Shell(qapp, Options(path, language="en", scheme="light", on=ON), preferences)
    made.window.resize(1366, 768)
    with qtbot.waitExposed(made.window):
        made.window.show()
    made.window.activateWindow()
    yield made
    made.window.close()


@pytest.fixture
def keys(shell: Shell, qtbot: QtBot) -> Keyboard:
    return Keyboard(shell.window, qtbot)


def is_open(shell: Shell) -> bool:
    return shell.window.is_open and shell.ctx.workspace is not None


def is_locked(shell: Shell) -> bool:
    return isinstance(shell.lock.page, UnlockPage) and not shell.lock._closing and shell.ctx.workspace is None


def come_back(shell: Shell, keys: Keyboard) -> None:
    """A window manager gives the window back its activity; the offscreen platform has none."""
    shell.window.activateWindow()
    keys.settle()


def begin(shell: Shell, keys: Keyboard, number: str, passphrase: str, pin: str = "") -> None:
    """Choose oneself by number, and type the passphrase and a PIN for today."""
    keys.press(number)
    keys.type(passphrase)
    if pin:
        keys.press("Tab", "Tab")
        keys.type(pin)
    keys.press("Enter")
    keys.wait_until(lambda: is_open(shell))


def test_start_of_shift(shell: Shell, keys: Keyboard, monkeypatch: pytest.MonkeyPatch) -> None:
    """PIN, Enter, Today is seen, Ctrl+P shows the list as it prints, Enter goes on to the printer."""
    begin(shell, keys, "3", CONTI, "2468")
    keys.press("Ctrl+L")
    keys.wait_until(lambda: is_locked(shell))
    printed: list[bytes] = []
    monkeypatch.setattr(PdfView, "print_shown", lambda view: printed.append(view.content()))
    keys.keys = 0
    keys.type("2468")
    keys.press("Enter")
    keys.wait_until(lambda: is_open(shell))
    come_back(shell, keys)
    assert shell.window.place == "today"
    assert shell.window.today_page.model.rowCount() > 0
    keys.press("Ctrl+P")
    keys.wait_until(lambda: shell.window.place == "print_preview")
    keys.press("Enter")
    assert len(printed) == 1
    assert printed[0].startswith(b"%PDF")
    assert keys.keys <= START_OF_SHIFT


def test_end_of_day(shell: Shell, keys: Keyboard) -> None:
    """Ctrl+B, Enter: a backup that is read back; Ctrl+L: the ward is locked."""
    begin(shell, keys, "3", CONTI)
    path = shell.ctx.ready().store.path
    keys.keys = 0
    keys.press("Ctrl+B", "Enter")
    keys.wait_until(lambda: shell.window.backups.facts.proven_at is not None and not shell.window.backups.making)
    come_back(shell, keys)
    keys.press("Ctrl+L")
    keys.wait_until(lambda: is_locked(shell))
    assert keys.keys <= END_OF_DAY
    assert list(path.parent.rglob("backups/**/*.hsct"))
    page = shell.lock.page
    assert page is not None
    assert shell.desk.memory.moment(path, "proven") is not None


def test_another_nurse_takes_over_by_keys_alone(shell: Shell, keys: Keyboard) -> None:
    begin(shell, keys, "3", CONTI, "2468")
    keys.press("Ctrl+Shift+U")
    keys.wait_until(lambda: is_locked(shell))
    keys.press("1")
    keys.type(PIRAS)
    keys.press("Enter")
    keys.wait_until(lambda: is_open(shell))
    author = shell.ctx.ready().author
    assert author is not None
    assert author.name == "A. Piras"


def test_numbers_arrows_and_letters_on_the_list(shell: Shell, keys: Keyboard) -> None:
    page = shell.lock.page
    assert isinstance(page, UnlockPage)
    keys.press("Down")
    assert page.users.person().name == "Dr. Serra"  # type: ignore[union-attr]
    keys.press("2")
    assert page.users.person().name == "Dr. Serra"  # type: ignore[union-attr]
    assert page.forms.secret.edit.hasFocus()
    keys.type("7 words")  # in the field a digit is a digit
    assert page.forms.secret.text() == "7 words"
    keys.press("Up")
    assert page.users.person().name == "A. Piras"  # type: ignore[union-attr]
    assert page.forms.secret.text() == "", "what was typed for another is not tried for her"
    keys.press("Esc")
    assert page.users.hasFocus()
    keys.type("qu")
    assert page.forms.secret.text() == "qu"
    keys.press("Alt+3")
    assert page.users.person().name == "M. Conti"  # type: ignore[union-attr]
    keys.type("ABC")  # without Shift
    assert "Caps lock" in page.forms.secret.frame.note()
