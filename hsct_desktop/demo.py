"""The main job without a display: the real window drawn off screen, and the two PDFs, left in a folder."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hsct_desktop.domain.problem import KnownError

if TYPE_CHECKING:
    from hsct_desktop.app import Options, Shell

WIDTH, HEIGHT = 1366, 768
PATIENCE_S = 60.0


def run(options: Options, folder: Path) -> int:
    """Write today.png, patient.png, day-list.pdf and summary.pdf to `folder` and print their paths; the exit code."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    failures: list[BaseException] = []
    before = sys.excepthook
    sys.excepthook = lambda kind, error, trace: failures.append(error)  # what fails in a slot reaches nobody else
    try:
        return _render(options, folder, failures)
    finally:
        sys.excepthook = before  # what is raised from here on is told


def _render(options: Options, folder: Path, failures: list[BaseException]) -> int:
    from hsct_desktop import app

    folder.mkdir(parents=True, exist_ok=True)
    chosen = replace(options, scheme=options.scheme or "light", passphrase=_passphrase(options))
    shell = app.Shell(app.make_application(), chosen)
    shell.window.resize(WIDTH, HEIGHT)
    shell.window.show()
    _wait(shell.app.processEvents, lambda: bool(failures) or shell.ctx.workspace is not None)
    if failures:
        raise failures[0]
    workspace = shell.ctx.ready()
    from hsct_desktop.services import printing, today

    on: date = workspace.today()
    rows = today.lists(workspace, on).rows
    known = [row for row in rows if row.patient_id is not None]
    shown = next((row.patient_id for row in known if row.booked == on), known[0].patient_id if known else None)
    if shown is None:
        raise KnownError("no_file_open")
    paths = [_grab(shell, folder / "today.png")]
    shell.ctx.show_patient(shown)
    paths.append(_grab(shell, folder / "patient.png"))
    paths.append(printing.day_list(workspace, on, folder / "day-list.pdf"))
    paths.append(printing.summary(workspace, shown, folder / "summary.pdf"))
    shell.window.close()
    workspace.store.close()
    if failures:
        raise failures[0]
    for path in paths:
        print(path)
    return 0


def _passphrase(options: Options) -> str | None:
    """What unlocks the file, tried before a window that nobody sees asks for it: what was handed over, for the practice
    ward (made here where it is missing) its published one as well. KnownError where neither does."""
    from hsct_desktop.services import access
    from hsct_desktop.views.opening import default_file

    path = options.database or (default_file(practice=True) if options.practice else None)
    if path is not None and options.practice and not os.path.lexists(path):
        access.create_practice(path, options.on, options.passphrase).close()
        return options.passphrase or access.PRACTICE_PASSPHRASE
    if path is None or access.state_of(path) is not access.FileState.ENCRYPTED:
        return options.passphrase
    published = access.PRACTICE_PASSPHRASE if options.practice or options.passphrase is None else None
    tries = [one for one in (options.passphrase, published) if one is not None]
    for one in tries[:-1]:
        try:
            access.unlock(path, one)
        except KnownError as error:
            if error.key != "wrong_passphrase":
                raise
        else:
            return one
    access.unlock(path, tries[-1])
    return tries[-1]


def _wait(step: Callable[[], object], done: Callable[[], bool]) -> None:
    """Let the window work until `done`; a ward that does not open in a minute is an error, not a hang."""
    end = time.monotonic() + PATIENCE_S
    while not done():
        if time.monotonic() > end:
            sys.exit("hsct-desktop: the practice ward did not open within a minute")
        step()
        time.sleep(0.005)  # what is unlocked beside the window has its turn


def _grab(shell: Shell, path: Path) -> Path:
    for _ in range(20):  # timers of the pages (idle loading, layouts) run their turn
        shell.app.processEvents()
    if not shell.window.grab().save(str(path)):
        raise KnownError("print_not_writable", path=path)
    return path
