"""The whole program as somebody starts it, and a keyboard."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Options, Shell
from hsct_desktop.views.preferences import Preferences
from hsct_desktop.views.print_preview import PrintPreviewPage
from tests.views.conftest import _nothing_stays as _nothing_stays
from tests.views.conftest import made_once as made_once
from tests.views.locked_ward import make_locked
from tests.views.ward import ON

Start = Callable[..., Shell]


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Start]:
    """Starts the program on a file, or on none; each start remembers the settings of the one before. With `passphrase`
    an encrypted file is unlocked at once."""
    started: list[Shell] = []

    def begin(database: Path | None = None, passphrase: str | None = None) -> Shell:
        preferences = Preferences(tmp_path / "settings.ini")
        preferences.print_folder = tmp_path / "prints"
        options = Options(database, language="en", scheme="light", on=ON, passphrase=passphrase, plain_accepted=True)
        shell = Shell(qapp, options, preferences)
        shell.window.resize(1366, 768)
        with qtbot.waitSignal(shell.desk.opened, timeout=20_000):
            shell.window.show()
        shell.window.activateWindow()
        started.append(shell)
        return shell

    yield begin
    for shell in started:
        shell.window.close()


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The documents that were shown as they print."""
    opened: list[Path] = []
    really = PrintPreviewPage.show_file

    def show_file(page: PrintPreviewPage, path: Path, *, kept: bool = False) -> None:
        opened.append(path)
        really(page, path, kept=kept)

    monkeypatch.setattr(PrintPreviewPage, "show_file", show_file)
    return opened


@pytest.fixture
def database(tmp_path: Path, made_once: Path) -> Path:
    """A file with four patients, two of them Rossi."""
    return Path(shutil.copy(made_once, tmp_path / "unit.hsct"))


@pytest.fixture(scope="session")
def locked_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same file encrypted, with three users, to be copied with its key file."""
    path = tmp_path_factory.mktemp("locked") / "unit.hsct"
    make_locked(path)
    return path
