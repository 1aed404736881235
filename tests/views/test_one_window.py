"""One computer, one file: who comes second is told who has it, and a killed program holds nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hsct_desktop import app
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.one_window import OneWindow, raise_first
from hsct_desktop.views.opening import Place

HOLD = """
import sys, time
from pathlib import Path
from hsct_desktop.views.one_window import OneWindow
held = OneWindow()
held.take(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "unit.hsct"
    path.write_bytes(b"some file")
    return path


def hold(database: Path) -> subprocess.Popen[str]:
    """Another program that has the file open."""
    child = subprocess.Popen([sys.executable, "-c", HOLD, str(database)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline().strip() == "held"
    return child


def end(child: subprocess.Popen[str]) -> None:
    child.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
    child.wait()
    assert child.stdout is not None
    child.stdout.close()


def test_who_holds_the_file_is_said_and_a_killed_program_holds_nothing(database: Path) -> None:
    child = hold(database)
    window = OneWindow()
    with pytest.raises(KnownError, match="file_open_elsewhere") as refused:
        window.take(database)
    assert refused.value.params["number"] == child.pid
    assert str(database.parent) not in wording("en").known_error(refused.value)
    end(child)
    window.take(database)  # at once: a lock goes by whether its program runs, not by its age
    window.release()
    assert sorted(path.name for path in database.parent.iterdir()) == ["unit.hsct"]


def test_a_second_start_raises_the_first_window_and_ends(database: Path, qtbot: QtBot) -> None:
    first = OneWindow()
    first.take(database)
    first.listen()
    with qtbot.waitSignal(first.raise_wanted, timeout=5_000):
        second = subprocess.Popen(
            [sys.executable, "-c", "import sys; from pathlib import Path\n"
             "from PySide6.QtCore import QCoreApplication; app = QCoreApplication([])\n"
             "from hsct_desktop.views.one_window import raise_first\n"
             "sys.exit(0 if raise_first(Path(sys.argv[1])) else 1)", str(database)]
        )  # fmt: skip
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=5_000)
    assert second.returncode == 0
    first.release()
    assert not raise_first(database), "who has let go answers no more"


def test_the_program_goes_on_where_nobody_has_the_file(database: Path) -> None:
    assert app.already_open(Place(database), "en") is None
    window = OneWindow()
    window.take(database)
    window.take(database)  # its own file is no obstacle
    other = database.with_name("other.hsct")
    window.take(other)
    OneWindow().take(database)
    window.release()


def test_a_folder_that_takes_no_lock_is_left_to_the_opening(tmp_path: Path) -> None:
    window = OneWindow()
    window.take(tmp_path / "missing" / "unit.hsct")
    window.release()
    assert list(tmp_path.iterdir()) == []
