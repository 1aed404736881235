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
    shell = app.Shell(app.make_application(), replace(options, scheme=options.scheme or "light"))
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


def _wait(step: Callable[[], object], done: Callable[[], bool]) -> None:
    """Let the window work until `done`; a ward that does not open in a minute is an error, not a hang."""
    end = time.monotonic() + PATIENCE_S
    while not done():
        if time.monotonic() > end:
            sys.exit("hsct-desktop: the practice ward did not open within a minute")
        step()


def _grab(shell: Shell, path: Path) -> Path:
    for _ in range(20):  # timers of the pages (idle loading, layouts) run their turn
        shell.app.processEvents()
    if not shell.window.grab().save(str(path)):
        raise KnownError("print_not_writable", path=path)
    return path
