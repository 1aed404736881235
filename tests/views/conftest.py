"""A real file and a real window, offscreen."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Options, Shell
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.context import Context
from hsct_desktop.views.preferences import Preferences
from tests.views.ward import ON, make_workspace, open_workspace


def free(*objects: QObject) -> None:
    """Delete them now: `processEvents` alone never does."""
    for item in objects:
        item.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _nothing_stays(qapp: QApplication) -> Iterator[None]:
    """Each test ends without a window, and leaves neither a program nor its language behind.

    A window that lives on is styled anew at each change of scheme; with a hundred of them that takes seconds.
    """
    yield
    shells = qapp.findChildren(Shell, options=Qt.FindChildOption.FindDirectChildrenOnly)
    for shell in shells:
        shell.languages.silence()
    free(*shells, *(window for window in QApplication.topLevelWidgets() if window.parent() is None))
    QLocale.setDefault(QLocale("en"))
    assert QApplication.topLevelWidgets() == []


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed file with four patients, to be copied."""
    path = tmp_path_factory.mktemp("ward") / "unit.hsct"
    make_workspace(path).store.close()
    return path


@pytest.fixture
def workspace(database: Path) -> Iterator[Workspace]:
    """An open file with four patients."""
    ws = open_workspace(database)
    yield ws
    ws.store.close()


@pytest.fixture
def ctx(qapp: QApplication, workspace: Workspace) -> Context:
    """What a page is given, without a window."""
    return Context(workspace)


@pytest.fixture
def database(tmp_path: Path, made_once: Path) -> Path:
    """A closed file with four patients of this test's own."""
    return shutil.copy(made_once, tmp_path / "unit.hsct")


@pytest.fixture
def shell(qtbot: QtBot, qapp: QApplication, database: Path, tmp_path: Path) -> Iterator[Shell]:
    """The whole program on that file, shown, with Today filled."""
    made = Shell(
        qapp,
        Options(database, language="en", scheme="light", on=ON, plain_accepted=True),
        Preferences(tmp_path / "settings.ini"),
    )
    made.window.resize(1366, 768)
    with qtbot.waitExposed(made.window):
        made.window.show()
    qtbot.waitUntil(lambda: made.ctx.workspace is not None)
    yield made
    made.window.close()
