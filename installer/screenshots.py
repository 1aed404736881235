"""Takes a picture of every page from the practice ward, in light and dark, English and Italian.

    python installer/screenshots.py [FOLDER]

All go to FOLDER (default build/screenshots); the three that the README shows are also written to
installer/screenshots/.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from hsct_desktop import app  # noqa: E402 - the path and the platform must be set first
from hsct_desktop.views.preferences import Preferences  # noqa: E402

ON = dt.date(2026, 11, 20)
SIZE = (1366, 768)
IN_README = {"today-light-en": "today", "overview-light-en": "patient", "toxicity-sheet-dark-it": "toxicity"}


def main(folder: Path) -> None:
    """Take them all and print their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        ward = Path(scratch) / "practice-ward.hsct"
        for language in ("en", "it"):
            for scheme in ("light", "dark"):
                preferences = Preferences(Path(scratch) / f"{language}-{scheme}.ini")
                options = app.Options(ward, practice=True, language=language, scheme=scheme, on=ON)
                shell = app.Shell(app.make_application(), options, preferences)
                take_all(shell, lambda name, s=scheme, la=language: folder / f"{name}-{s}-{la}.png")
                shell.window.close()
                shell.deleteLater()


def take_all(shell: app.Shell, path: Callable[[str], Path]) -> None:
    """Every page and sheet of one window."""
    window, ctx = shell.window, shell.ctx
    window.resize(*SIZE)
    window.show()
    while ctx.workspace is None:
        shell.app.processEvents()
    from hsct_desktop.services import patients

    patient_id = next(hit.id for hit in patients.find(ctx.ready(), "MS-0101"))
    ctx.show_today()
    grab(shell, path("today"))
    for tab in ("overview", "visits", "toxicity", "therapy"):
        ctx.show_patient(patient_id, tab)
        grab(shell, path(tab))
    sheets = {
        "visit": "record_visit",
        "toxicity": "record_toxicity",
        "therapy": "record_therapy",
        "contact": "log_contact",
        "state": "change_state",
    }
    for name, action in sheets.items():
        ctx.show_patient(patient_id, "toxicity" if name == "toxicity" else "overview")
        ctx.action_wanted.emit(action)
        grab(shell, path(f"{name}-sheet"))
    for page in ("patients", "protocols", "settings"):
        window.show_page(page)
        grab(shell, path(page))
    ctx.show_registration()
    grab(shell, path("registration"))
    ctx.show_today()
    ctx.palette_wanted.emit()
    grab(shell, path("palette"))


def grab(shell: app.Shell, path: Path) -> None:
    """One picture, once the page has come to rest."""
    for _ in range(30):
        shell.app.processEvents()
    picture = shell.window.grab()
    if not picture.save(str(path)):
        raise SystemExit(f"cannot write {path}")
    if path.stem in IN_README:
        picture.save(str(ROOT / "installer" / "screenshots" / f"{IN_README[path.stem]}.png"))
    print(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "screenshots")
