"""A morning at the desk in a process that may not use the network; run by test_no_network with a file and a folder."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.e2e import offline

PATIENCE_S = 30
DONE = "the whole journey, and no socket"


class Waiting:
    """What a keyboard needs of a test's window: to wait for what the keys have set going."""

    def waitUntil(self, true: Callable[[], bool], timeout: int = PATIENCE_S * 1000) -> None:
        """Let the window work until it is so."""
        from PySide6.QtWidgets import QApplication

        end = time.monotonic() + timeout / 1000
        while not true():
            assert time.monotonic() < end, "it did not come"
            QApplication.processEvents()
            time.sleep(0.005)  # the work beside the window has its turn


def main(database: Path, folder: Path) -> None:
    """Unlock, look at Today, record, print, export, back up, lock and leave."""
    from hsct_desktop import app
    from hsct_desktop.views.preferences import Preferences
    from tests.e2e.keyboard import Keyboard
    from tests.views.locked_ward import CONTI
    from tests.views.ward import ON

    preferences = Preferences(folder / "settings.ini")
    preferences.print_folder = folder / "prints"
    options = app.Options(database, language="en", scheme="light", on=ON, passphrase=CONTI)
    shell = app.Shell(app.make_application(), options, preferences)
    wait = Waiting()
    shell.window.show()
    wait.waitUntil(lambda: shell.ctx.workspace is not None)
    shell.window.activateWindow()
    keys = Keyboard(shell.window, wait)  # type: ignore[arg-type]
    keys.settle()
    work(shell, keys, folder)
    keys.press("Ctrl+Q")


def work(shell: object, keys: object, folder: Path) -> None:
    """The keys of the morning."""
    from hsct_desktop.app import Shell
    from hsct_desktop.domain.backup import Why
    from hsct_desktop.services import adverse_events, backups, exports, patients
    from hsct_desktop.services.exports import ExportRequest, TableFormat
    from tests.e2e.keyboard import Keyboard

    assert isinstance(shell, Shell)
    assert isinstance(keys, Keyboard)
    assert shell.window.today_page.model.rowCount() > 0
    keys.press("Ctrl+K")
    keys.type("ozd")
    keys.press("Enter")
    patient = next(hit.id for hit in patients.browse(shell.ctx.ready()) if hit.name.startswith("Özdemir"))
    keys.wait_until(lambda: shell.window.place == "patient")
    keys.press("T")
    keys.type("febr")
    keys.press("Enter", "3", "Ctrl+Enter")
    assert adverse_events.for_patient(shell.ctx.ready(), patient)
    for key in ("P", "Ctrl+P"):
        keys.press(key)
        keys.wait_until(lambda: shell.window.place == "print_preview")
        keys.press("Esc")
    made = exports.export(shell.ctx.ready(), ExportRequest(format=TableFormat.XLSX), folder / "tables.xlsx")
    assert made.patients
    unlocked = shell.ctx.unlocked
    assert unlocked is not None
    assert backups.make(unlocked.path, unlocked.key, Why.COMMAND).is_sound
    keys.press("Ctrl+L")
    keys.wait_until(lambda: shell.ctx.workspace is None)


if __name__ == "__main__":
    held = offline.forbid_in_kernel()
    offline.refuse_sockets()
    main(Path(sys.argv[1]), Path(sys.argv[2]))
    print(DONE, "kernel" if held else "python", os.getpid())
