"""What watches over an open window: idle time, clipboard, the system's own lock."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from hsct_desktop.views.clipboard import ClipboardGuard
from hsct_desktop.views.idle import IdleWatch
from hsct_desktop.views.system_lock import is_locking


def test_idleness_is_told_and_a_key_begins_anew(qtbot: QtBot) -> None:
    now = [1000.0]
    watch = IdleWatch(clock=lambda: now[0])
    told: list[int] = []
    watch.idle.connect(lambda: told.append(1))
    field = QLineEdit()
    with qtbot.waitExposed(field):
        field.show()
    field.activateWindow()
    watch.start(1)
    window = field.windowHandle()
    watch._watch(window)
    now[0] += 59
    QTest.keyClick(window, Qt.Key.Key_A)
    now[0] += 59
    watch.look()
    assert told == []
    now[0] += 2
    watch.look()
    assert told == [1]
    now[0] -= 5000  # the clock was set back: that is no idleness
    watch.look()
    watch.look()
    assert told == [1]
    watch.stop()
    field.deleteLater()


def test_a_night_of_sleep_counts_as_idleness(qapp: QApplication) -> None:
    now = [0.0]
    watch = IdleWatch(clock=lambda: now[0])
    watch.touch()
    now[0] = 8 * 3600.0
    told: list[int] = []
    watch.idle.connect(lambda: told.append(1))
    watch.look()
    assert told == [1]


def test_what_was_copied_here_goes_after_a_while(qtbot: QtBot) -> None:
    guard = ClipboardGuard(kept_ms=30)
    board = QGuiApplication.clipboard()
    board.setText("Rossi, Elena")
    guard._on_change()
    guard._ours = "Rossi, Elena"  # the platform of the tests owns no clipboard
    guard._timer.start()
    qtbot.waitUntil(lambda: board.text() == "")
    board.setText("from another program")
    guard._ours = "Rossi, Elena"
    guard.clear()
    assert board.text() == "from another program"
    board.clear()
    guard.deleteLater()


@pytest.mark.parametrize(
    ("message", "parameter", "locks"),
    [
        (0x02B1, 7, True),
        (0x02B1, 8, False),
        (0x02B1, 4, True),
        (0x0218, 4, True),
        (0x0218, 7, False),
        (0x0100, 7, False),
    ],
)
def test_what_windows_says_of_the_session(message: int, parameter: int, locks: bool) -> None:
    assert is_locking(message, parameter) is locks


LISTEN = """
import os, subprocess, sys
from PySide6.QtCore import QCoreApplication, QTimer
from hsct_desktop.views.system_lock import SystemLock
app = QCoreApplication([])
lock = SystemLock()
heard = lock.listen(0)
lock.locked.connect(lambda: (print("locked", flush=True), app.quit()))
QTimer.singleShot(200, lambda: subprocess.run(["dbus-send", "--session", "--type=signal", "/org/gnome/ScreenSaver",
    "org.gnome.ScreenSaver.ActiveChanged", "boolean:true"]))
QTimer.singleShot(8000, app.quit)
app.exec()
print("asked" if heard else "nobody to ask")
"""


def test_the_screen_saver_of_linux_is_heard() -> None:
    """Where there is no bus to try it on, that nobody is asked is what must come out."""
    bus = ["dbus-run-session", "--"] if shutil.which("dbus-run-session") and shutil.which("dbus-send") else []
    program = [*bus, sys.executable, "-c", LISTEN if bus else LISTEN.replace("8000", "0")]
    done = subprocess.run(program, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.splitlines() == (["locked", "asked"] if bus else ["nobody to ask"]), done.stderr


def test_without_a_bus_nothing_is_asked() -> None:
    program = "from PySide6.QtCore import QCoreApplication; app = QCoreApplication([])\n" \
              "from hsct_desktop.views.system_lock import SystemLock; print(SystemLock().listen(0))"  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True,
        env={"PATH": "/usr/bin:/bin", "DBUS_SESSION_BUS_ADDRESS": "", "HOME": "/nonexistent"},
    )  # fmt: skip
    assert done.stdout.strip() in ("True", "False")
    assert done.stderr == ""
