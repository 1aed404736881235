"""Takes a picture of every page from the practice ward, in light and dark, English and Italian.

    python installer/screenshots.py [FOLDER]

All go to FOLDER (default build/screenshots); those that the README shows are also written to
installer/screenshots/.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from hsct_desktop import app  # noqa: E402 - the path and the platform must be set first
from hsct_desktop.domain.adverse_event import Attribution, Causality, Judgement  # noqa: E402
from hsct_desktop.domain.import_mapping import DateOrder  # noqa: E402
from hsct_desktop.domain.patient import Sex  # noqa: E402
from hsct_desktop.services.access import PRACTICE_PASSPHRASE, create_practice  # noqa: E402
from hsct_desktop.views.adverse_event_sheet import AdverseEventSheet  # noqa: E402
from hsct_desktop.views.backup_choice import To  # noqa: E402
from hsct_desktop.views.import_page import ImportPage  # noqa: E402
from hsct_desktop.views.preferences import Preferences  # noqa: E402
from hsct_desktop.views.reschedule import ReschedulePage  # noqa: E402
from tests.data_import.make_books import ITALIAN, italian  # noqa: E402

ON = dt.date(2026, 11, 20)
SIZE = (1366, 768)
IN_README = {
    "today-light-en": "today",
    "overview-light-en": "patient",
    "toxicity-sheet-dark-it": "toxicity",
    "letter-light-en": "letter",
    "import-dry-run-light-en": "import",
}


def main(folder: Path) -> None:
    """Take them all and print their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        ward = Path(scratch) / "practice-ward.hsct"
        create_practice(ward, ON).close()
        for language in ("en", "it"):
            for scheme in ("light", "dark"):
                preferences = Preferences(Path(scratch) / f"{language}-{scheme}.ini")
                options = app.Options(ward, True, language, scheme, ON, PRACTICE_PASSPHRASE)
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
    window.show_page("today")
    grab(shell, path("today"))
    window.trigger("record_visit")
    grab(shell, path("today-visit-sheet"))
    for tab in ("overview", "visits", "toxicity", "therapy", "vaccines", "documents"):
        ctx.show_patient(patient_id, tab)
        grab(shell, path(tab))
    for over in ("letter", "registry"):
        ctx.show_patient(patient_id, over)
        wait(shell, 2.0)  # pages are made in the background
        grab(shell, path(over))
    take_move(shell, patient_id, path)
    take_sheets(shell, patient_id, path)
    for page in ("patients", "unit", "protocols", "settings"):
        window.show_page(page)
        grab(shell, path(page))
    take_backup(shell, path)
    window.trigger("go_handover")
    grab(shell, path("handover"))
    window.trigger("go_letters")
    wait(shell, 2.0)
    grab(shell, path("letters-due"))
    take_registration(shell, path)
    take_tables(shell, path)
    window.show_page("today")
    window.trigger("find")
    window.palette_.edit.setText("ros")
    window.palette_.search()
    grab(shell, path("palette"))


def take_backup(shell: app.Shell, path: Callable[[str], Path]) -> None:
    """The other tabs of Settings; the backups, and what a restore would take, as somebody sees it who administers."""
    window, author = shell.window, shell.ctx.ready().author
    page = window.page("settings")
    window.backups.start(To.HERE)
    for tab in ("users", "rules", "backup", "audit"):
        shell.ctx.show_setting(tab)
        while window.backups.making:
            shell.app.processEvents()
        grab(shell, path(f"settings-{tab}"))
    if author is not None:
        shell.ctx.ready().author = dataclasses.replace(author, administers=True)
    shell.ctx.show_setting("backup")
    page.parts["backup"].open_backup(window.backups.facts.here.rows[0])
    while window.backups.making:
        shell.app.processEvents()
    grab(shell, path("restore"))
    window.leave_sheet()
    shell.ctx.ready().author = author


def take_move(shell: app.Shell, patient_id: int, path: Callable[[str], Path]) -> None:
    """Day 0 moved by two days: before and after, nothing saved."""
    shell.ctx.show_patient(patient_id, "visits")
    shell.window.trigger("move_day0")
    page = shell.window.findChild(ReschedulePage)
    if page is not None:
        page.day.setText("-2")
        page.refresh(aloud=True)
    grab(shell, path("reschedule"))


def take_sheets(shell: app.Shell, patient_id: int, path: Callable[[str], Path]) -> None:
    """Each sheet over the page it belongs to; the toxicity is half entered."""
    sheets = {
        "visit": ("record_visit", "overview"),
        "toxicity": ("record_toxicity", "toxicity"),
        "therapy": ("record_therapy", "therapy"),
        "contact": ("log_contact", "overview"),
        "state": ("change_state", "overview"),
        "booking": ("book_visit", "visits"),
        "stop": ("stop_therapy", "therapy"),
    }
    for name, (action, tab) in sheets.items():
        shell.ctx.show_patient(patient_id, tab)
        shell.window.trigger(action)
        sheet = shell.window.sheet()
        if isinstance(sheet, AdverseEventSheet):
            half_fill(sheet)
        grab(shell, path(f"{name}-sheet"))
        if sheet is not None:
            # Closed without keeping a draft, which the next picture would show.
            sheet.close_sheet()


def half_fill(sheet: AdverseEventSheet) -> None:
    """A febrile neutropenia of grade 3 as it stands while somebody enters it."""
    sheet._picker.look_for("febr" if sheet.ctx.language == "en" else "neutropenia f")
    sheet._grades.choose(3)
    sure = (
        Judgement(Attribution.CONDITIONING, Causality.PROBABLE),
        Judgement(Attribution.INFECTION, Causality.POSSIBLE),
    )
    sheet._causality.set_values(sure)
    sheet._serious.set_value(True)
    sheet._criteria.setFocus()


def take_registration(shell: app.Shell, path: Callable[[str], Path]) -> None:
    """The three steps."""
    shell.ctx.show_registration()
    page = shell.window.page("registration")
    ui = page.patient.ui
    grab(shell, path("registration"))
    for field, words in ((ui.code, "MS-0125"), (ui.familyName, "Lindqvist"), (ui.givenName, "Tove")):
        field.set_text(words)
    ui.birthDate.set_typed("9/6/1987")
    ui.sex.set_value(Sex.FEMALE)
    ui.disease.set_value("ms")
    page.go_on()
    page.transplant.ui.day0.set_typed("12/1/2027")
    page.transplant.ui.mobilisationStart.set_typed("2/12/2026")
    page.transplant.ui.conditioningRegimen.box().setCurrentIndex(1)
    grab(shell, path("registration-transplant"))
    page.go_on()
    grab(shell, path("registration-schedule"))
    page.discard()


def take_tables(shell: app.Shell, path: Callable[[str], Path]) -> None:
    """An old spreadsheet on its way in: its sheets, what it asks, its dry run, the first Today; then tables out."""
    shell.window.show_page("import_file")
    page = shell.window.page("import_file")
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / ITALIAN
        book.write_bytes(italian())
        page.open(book)
        settle(shell, page)
    grab(shell, path("import-sheets"))
    page.go_on()
    settle(shell, page)
    grab(shell, path("import-columns"))
    plan = page.session.plans[0]
    for key, answer in ((("Paziente", 1), "patient.full_name"), (("ultimo contr.", 1), DateOrder.DAY_FIRST)):
        page.words.answer(plan, key, answer)
        settle(shell, page)
        plan = page.session.plans[0]
    page.work.next_problem()
    grab(shell, path("import-dry-run"))
    page.session.preview()
    settle(shell, page)
    grab(shell, path("import-preview"))
    page.start()
    shell.window.show_page("today")
    shell.window.trigger("export_tables")
    grab(shell, path("export"))
    sheet = shell.window.sheet()
    if sheet is not None:
        sheet.close_sheet()


def settle(shell: app.Shell, page: ImportPage) -> None:
    """Let the work of the import page end."""
    for _ in range(3):
        while not page.session.settled:
            wait(shell, 0.05)
        wait(shell, 0.2)


def wait(shell: app.Shell, seconds: float) -> None:
    """Let the background work of a page end."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        shell.app.processEvents()
        time.sleep(0.01)


def grab(shell: app.Shell, path: Path) -> None:
    """One picture, once the page has come to rest."""
    shell.window.toast.hide()
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
