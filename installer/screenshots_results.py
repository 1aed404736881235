"""Pictures of the laboratory, toxicity and alert pages, beside those of `screenshots.py`.

    python installer/screenshots_results.py [FOLDER] [SCALE]

SCALE (default 1) takes the flowsheet and the toxicity tab as a screen of that scaling shows them.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "installer"))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
SCALE = float(sys.argv[2]) if len(sys.argv) > 2 and __name__ == "__main__" else 1.0
if SCALE != 1.0:
    os.environ["QT_SCALE_FACTOR"] = f"{SCALE:g}"

from PySide6.QtWidgets import QWidget  # noqa: E402 - the path and the platform must be set first
from screenshots import ON, SIZE, grab  # noqa: E402

from hsct_desktop import app  # noqa: E402
from hsct_desktop.services.access import PRACTICE_PASSPHRASE, create_practice  # noqa: E402
from hsct_desktop.views.flowsheet_tab import FlowsheetTab  # noqa: E402
from hsct_desktop.views.lab_file_page import LabFilePage  # noqa: E402
from hsct_desktop.views.patient_toxicity import ToxicityTab  # noqa: E402
from hsct_desktop.views.preferences import Preferences  # noqa: E402
from hsct_desktop.views.settings import SettingsPage  # noqa: E402
from hsct_desktop.views.widgets.segmented import SegmentedChoice  # noqa: E402

Place = Callable[[str], Path]

ELENA, NOBODY_YET, APLASIA, LONG, SOS, TWO_VERSIONS = (
    "MS-0101", "MS-0124", "MS-0117", "SSC-0123", "MS-0115", "SLE-0113"
)  # fmt: skip
"""Patients of the practice ward: Day +99, registered only, Day +6, ten years, Day +12, toxicities of v5.0 and v6.0."""
APLASIA_FROM, ENGRAFTED = dt.date(2026, 8, 16), dt.date(2026, 8, 24)
"""Elena's Day +3 and Day +11."""
SHEETS = {
    "review": "review_results",
    "alerts": "show_alerts",
    "engraftment": "engraftment",
    "transfusion": "record_transfusion",
    "infection": "record_infection",
    "criteria": "check_criteria",
    "unit-alerts": "unit_alerts",
}
LAB_FILE = """code;birth date;date;time;test;result;unit
MS-0101;14/03/1984;19/11/2026;08:00;Emoglobina;11,8;g/dL
MS-0101;14/03/1984;19/11/2026;08:00;Piastrine;158;10^9/L
MS-0101;14/03/1985;19/11/2026;08:00;Piastrine;158;10^9/L
MS-9999;14/03/1984;19/11/2026;08:00;Piastrine;158;10^9/L
MS-0117;23/05/1983;20/11/2026;08:00;Piastrine;24;g/L
"""


def main(folder: Path) -> None:
    """Take them all in both languages and schemes and print their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        ward = Path(scratch) / "practice-ward.hsct"
        create_practice(ward, ON).close()
        for language in ("en", "it"):
            for scheme in ("light", "dark"):
                preferences = Preferences(Path(scratch) / f"{language}-{scheme}.ini")
                options = app.Options(ward, True, language, scheme, ON, PRACTICE_PASSPHRASE)
                shell = app.Shell(app.make_application(), options, preferences)
                open_window(shell)
                place = place_in(folder, f"{scheme}-{language}" + ("" if SCALE == 1 else f"-{SCALE:g}x"))
                take_tabs(shell, place)
                if SCALE == 1:
                    take_results(shell, place, Path(scratch))
                shell.window.close()
                shell.deleteLater()


def place_in(folder: Path, suffix: str) -> Place:
    """Where the picture of a name goes."""
    return lambda name: folder / f"{name}-{suffix}.png"


def open_window(shell: app.Shell) -> None:
    """Show the window and wait for its file."""
    shell.window.resize(*SIZE)
    shell.window.show()
    while shell.ctx.workspace is None:
        shell.app.processEvents()


def patient(shell: app.Shell, code: str) -> int:
    """The id of a patient by code."""
    from hsct_desktop.services import patients

    return patients.find(shell.ctx.ready(), code)[0].id


def take_tabs(shell: app.Shell, path: Place) -> None:
    """Flowsheet and toxicity tab: empty, normal, crowded."""
    for name, code in (("empty", NOBODY_YET), ("aplasia", APLASIA), ("long", LONG), ("normal", ELENA)):
        shell.ctx.show_patient(patient(shell, code), "flowsheet")
        grab(shell, path(f"flowsheet-{name}"))
    tab = the(shell, FlowsheetTab)
    tab.bar().panels.chip("daily").click()
    tab.go_to_day(ENGRAFTED)
    tab.table.show_from(next(n for n, c in enumerate(tab.model.columns) if c.sample.taken_on >= APLASIA_FROM))
    grab(shell, path("flowsheet-crowded"))
    for name, code in (("normal", ELENA), ("open", SOS), ("versions", TWO_VERSIONS), ("empty", NOBODY_YET)):
        shell.ctx.show_patient(patient(shell, code), "toxicity")
        grab(shell, path(f"toxicity-{name}"))


def take_results(shell: app.Shell, path: Place, scratch: Path) -> None:
    """Everything else: versions of a value, trends, pictures, sheets, settings, laboratory file."""
    window, ctx = shell.window, shell.ctx
    elena = patient(shell, ELENA)
    ctx.show_patient(elena, "flowsheet")
    tab = the(shell, FlowsheetTab)
    tab._open_versions()
    grab(shell, path("result-sheet"))
    close_sheet(shell)
    for name, code in (("normal", ELENA), ("crowded", LONG)):
        ctx.show_patient(patient(shell, code), "flowsheet")
        tab._on_switch("trend")
        grab(shell, path(f"trend-{name}"))
        tab._on_switch("table")
    take_toxicity(shell, elena, path)
    for name, action in SHEETS.items():
        code = SOS if action in ("check_criteria", "engraftment") else ELENA
        code = APLASIA if action == "show_alerts" else code
        ctx.show_patient(patient(shell, code), "flowsheet")
        window.trigger(action)
        grab(shell, path(f"{name}-sheet"))
        close_sheet(shell)
    take_settings(shell, path)
    take_file(shell, path, scratch)


def take_toxicity(shell: app.Shell, patient_id: int, path: Place) -> None:
    """The picture of the toxicities, and the sheets that merge and split episodes."""
    shell.ctx.show_patient(patient_id, "toxicity")
    tab = the(shell, ToxicityTab)
    choose(tab.picture.switch, "picture")
    grab(shell, path("toxicity-picture"))
    choose(tab.picture.switch, "table")
    tab.table.setFocus()
    tab._split()
    grab(shell, path("split-sheet"))
    close_sheet(shell)


def take_settings(shell: app.Shell, path: Place) -> None:
    """The panels of laboratories, rules, alerts, CTCAE, one below the other."""
    shell.window.show_page("settings")
    page = the(shell, SettingsPage)
    panels = {
        "laboratories": page.laboratories,
        "rules": page.rule_sets,
        "alerts": page.alert_rules,
        "wording": page.official_wording,
    }
    for name, panel in panels.items():
        page.show_panel(panel)
        grab(shell, path(f"settings-{name}"))


def take_file(shell: app.Shell, path: Place, scratch: Path) -> None:
    """The dry run of a small file of a laboratory."""
    table = scratch / "results.csv"
    table.write_text(LAB_FILE, encoding="utf-8")
    shell.window.trigger("lab_file")
    grab(shell, path("lab-file-empty"))
    page = the(shell, LabFilePage)
    page.open(table)
    while page._run is None:
        shell.app.processEvents()
    grab(shell, path("lab-file"))


def choose(switch: SegmentedChoice, value: str) -> None:
    """As if somebody clicked one of its choices."""
    switch.set_value(value)
    switch.chosen.emit(value)


Kind = TypeVar("Kind", bound=QWidget)


def the(shell: app.Shell, kind: type[Kind]) -> Kind:
    """The one widget of a kind in the window."""
    return cast("Kind", shell.window.findChild(kind))


def close_sheet(shell: app.Shell) -> None:
    """Close the sheet without keeping a draft, which the next picture would show."""
    sheet = shell.window.sheet()
    if sheet is not None:
        sheet.close_sheet()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "screenshots")
