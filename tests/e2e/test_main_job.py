"""The main job in the real window, by keys alone: from a new file to the printed summary, and back again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.services import adverse_events, contacts, patients, states, supportive_therapies, visits
from hsct_desktop.views.recovery_dialog import RecoveryKeyDialog
from hsct_desktop.views.today_model import Line
from tests.documents.reading import Read, read
from tests.e2e.conftest import Start
from tests.e2e.keyboard import Keyboard
from tests.views.ward import ON

FAMILY, GIVEN = "Łukasiewicz", "Żaneta"
DAY_0 = date(2026, 10, 14)
PASSPHRASE = "seven quiet ward lanterns"


def rows(shell: Shell) -> list[Line]:
    """The rows of Today."""
    return [line for line in shell.window.today_page.model.lines() if line.row is not None]


def tasks(shell: Shell) -> list[tuple[WorklistKind, str]]:
    """What Today lists, in its order."""
    return [(line.row.kind, line.row.task) for line in rows(shell) if line.row is not None]


def the_patient(shell: Shell) -> int:
    """The only patient in the file."""
    (hit,) = patients.browse(shell.ctx.ready())
    return hit.id


def new_file(keys: Keyboard, path: Path) -> None:
    """File > New: place, unit, person, passphrase; then the recovery key is put away."""

    def put_away() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, RecoveryKeyDialog):
            dialog.away.setChecked(True)
            keys.press("Enter")
        else:
            QTimer.singleShot(20, put_away)

    def fill(dialog: QDialog) -> None:
        keys.press("Shift+Tab", "Shift+Tab", "Ctrl+A")
        keys.type(str(path))
        keys.press("Tab", "Tab")
        keys.type("Transplant unit")
        keys.press("Tab")
        keys.type("M. Conti")
        keys.press("Tab", "N", "Tab")
        keys.type(PASSPHRASE)
        keys.press("Tab")
        keys.type(PASSPHRASE)
        QTimer.singleShot(0, put_away)
        keys.press("Enter")

    keys.in_dialog("Ctrl+Shift+N", fill)


def register(shell: Shell, keys: Keyboard) -> None:
    """A patient with a transplant; the schedule is read before it is saved."""
    keys.press("Ctrl+N")
    for words in ("MS-0200", FAMILY, GIVEN, "9/6/1987"):
        keys.type(words)
        keys.press("Enter")
    keys.press("F", "Enter")
    keys.type("mult")
    keys.press("Enter", "Ctrl+Enter")
    keys.type("14/10/2026")
    keys.press("Enter")
    keys.type("8/9/2026")
    keys.press("Enter", "Ctrl+Enter")
    page = shell.window.page("registration")
    shown = [line.cells[0].words for line in page.schedule.table.rows.lines]  # type: ignore[attr-defined]
    assert {"Day +30", "Day +100", "Month 24", "Year 3"} <= set(shown)
    assert patients.browse(shell.ctx.ready()) == [], "nothing is saved before the last step"
    keys.press("Ctrl+Enter")
    assert shell.window.place == "patient"


def discharge(keys: Keyboard) -> None:
    """A change of state, found by its words; what it plans is shown before it is saved."""
    keys.press("Ctrl+K")
    keys.type("discharge")
    keys.press("Enter", "1", "Enter")
    keys.fill("3/11/2026")
    keys.press("Ctrl+Enter", "Ctrl+Enter")


def record_the_due_visit(shell: Shell, keys: Keyboard) -> None:
    """From its row on Today; the row leaves at once and the next visit shows."""
    keys.press("Ctrl+1")
    assert tasks(shell)[0] == (WorklistKind.DUE, "Day +30")
    before = len(rows(shell))
    keys.press("R", "Enter", "Enter")
    for value in ("36,7", "118/74", "78", "98", "59.8", "80"):
        keys.type(value)
        keys.press("Enter")
    keys.press("Ctrl+D", "Ctrl+Enter")
    assert shell.window.sheet() is None, shell.window.error_strip.text()
    assert len(rows(shell)) == before - 1
    assert tasks(shell)[0] == (WorklistKind.THIS_WEEK, "Weekly blood test, week 3")
    keys.press("Enter")
    assert "Weekly blood test, week 3" in overview_words(shell)


def overview_words(shell: Shell) -> str:
    """Every word on the Overview."""
    from PySide6.QtWidgets import QLabel

    page = shell.window.page("patient")
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def record_therapy(keys: Keyboard) -> None:
    """A drug of the catalogue with its dose as ordered and a planned stop."""
    keys.press("M")
    keys.type("acic")
    keys.press("Enter")
    for words in ("800", "mg"):
        keys.type(words)
        keys.press("Enter")
    while (field := keys.target().accessibleName()) != "Planned stop":
        assert field in ("Route", "Frequency", "Times of day", "Given for", "Start"), field
        keys.press("Enter")
    keys.fill("+10d")
    keys.press("Ctrl+Enter")


def print_and_read(keys: Keyboard, key: str, printed: list[Path]) -> Read:
    """Print with a key, and read the text of the PDF back."""
    before = len(printed)
    keys.press(key)
    keys.wait_until(lambda: len(printed) > before)
    keys.press("Esc")
    return read(printed[-1].read_bytes())


def check_prints(keys: Keyboard, printed: list[Path]) -> None:
    summary = print_and_read(keys, "P", printed)
    for words in (FAMILY.upper(), GIVEN, "MS-0200", "Febrile neutropenia", "Aciclovir", "Day +30", "M. Conti"):
        assert summary.has(words), words
    day_list = print_and_read(keys, "Ctrl+P", printed)
    assert day_list.has(FAMILY.upper())
    assert day_list.has("Weekly blood test, week 3")


def test_the_main_job_by_keyboard(start: Start, qtbot: QtBot, tmp_path: Path, printed: list[Path]) -> None:
    shell = start(None)
    keys = Keyboard(shell.window, qtbot)
    path = tmp_path / "unit.hsct"
    new_file(keys, path)
    ws = shell.ctx.ready()
    assert path.exists()
    assert ws.author is not None
    assert ws.author.name == "M. Conti"

    register(shell, keys)
    patient_id = the_patient(shell)
    assert (patients.banner(ws, patient_id).family_name, patients.banner(ws, patient_id).day0) == (FAMILY, DAY_0)
    discharge(keys)
    assert [state.change.on for state in states.for_patient(ws, patient_id)] == [date(2026, 11, 3)]
    record_the_due_visit(shell, keys)
    assert shell.window.place == "patient"

    keys.press("T")
    keys.type("febr")
    keys.press("Enter", "3", "Ctrl+Enter")
    (episode,) = adverse_events.for_patient(ws, patient_id)
    assert (episode.label, int(episode.worst), episode.onset) == ("Febrile neutropenia", 3, ON)

    record_therapy(keys)
    (therapy,) = supportive_therapies.for_patient(ws, patient_id)
    assert (therapy.name, therapy.dose, therapy.planned_stop) == ("Aciclovir", "800 mg", date(2026, 11, 30))

    keys.press("C", "N")
    keys.fill("fri")
    keys.press("Ctrl+Enter")
    assert [row.next_try for row in contacts.for_patient(ws, patient_id)] == [date(2026, 11, 27)]

    check_prints(keys, printed)

    keys.press("Alt+5", "S")
    keys.type("s")
    keys.press("Ctrl+Enter")
    assert [t.stop for t in supportive_therapies.for_patient(ws, patient_id)] == [ON]
    keys.press("Ctrl+Z")
    assert [t.stop for t in supportive_therapies.for_patient(ws, patient_id)] == [None]
    keys.press("Alt+1")
    assert "Aciclovir" in overview_words(shell)

    keys.press("Ctrl+Q")
    assert not shell.window.isVisible()
    check_everything_is_there(start(path, PASSPHRASE), patient_id)


def check_everything_is_there(shell: Shell, patient_id: int) -> None:
    """The file, opened again by another start."""
    ws = shell.ctx.ready()
    assert the_patient(shell) == patient_id
    banner = patients.banner(ws, patient_id)
    assert (banner.family_name, banner.given_name, banner.day0) == (FAMILY, GIVEN, DAY_0)
    (done,) = [row for row in visits.for_patient(ws, patient_id, ON) if row.visit_id is not None]
    entry, _version = visits.entry_of(ws, done.visit_id or 0)
    assert (done.label, done.seen_on, entry.seen_by) == ("Day +30", ON, "M. Conti")
    assert (str(entry.vitals.temperature), entry.vitals.systolic, entry.vitals.karnofsky) == ("36.7", 118, 80)
    assert [e.label for e in adverse_events.for_patient(ws, patient_id)] == ["Febrile neutropenia"]
    assert [t.name for t in supportive_therapies.for_patient(ws, patient_id)] == ["Aciclovir"]
    assert len(contacts.for_patient(ws, patient_id)) == 1
    assert len(states.for_patient(ws, patient_id)) == 1
    assert tasks(shell)[0] == (WorklistKind.THIS_WEEK, "Weekly blood test, week 3")
