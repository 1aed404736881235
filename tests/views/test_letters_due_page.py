"""The letters that are due in a real window: ticked, made as a batch, stopped; what each lacks leads to its place."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.letter import LetterKind, SentBy
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.visit import VisitEntry
from hsct_desktop.services import letter_files, letters, visits
from hsct_desktop.views.letter_page import LetterPage
from hsct_desktop.views.letter_sheets import DispatchSheet
from hsct_desktop.views.letters_due_page import DUE, SIGNED, LettersDuePage
from tests.views.ward import ON, leave_preview


def see(shell: Shell, patient_id: int) -> None:
    """Day +30 was recorded when it was planned, or yesterday."""
    ws = shell.ctx.ready()
    row = next(row for row in visits.for_patient(ws, patient_id, ON) if row.label == "Day +30")
    on = min(row.target, ON - timedelta(days=1))
    shell.ctx.save(lambda: visits.record(ws, VisitEntry(patient_id, on, row.scheduled_id, "Ann Nurse"), True))


@pytest.fixture
def page(shell: Shell, qtbot: QtBot, tmp_path: Path) -> LettersDuePage:
    shell.preferences.print_folder = tmp_path / "prints"
    for patient_id in (1, 2):
        see(shell, patient_id)
    shell.window.trigger("go_letters")
    made: LettersDuePage = shell.window.page("unit").letters  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: not made.busy, timeout=20_000)
    return made


def test_what_is_due_is_ticked_and_says_what_it_lacks(shell: Shell, qtbot: QtBot, page: LettersDuePage) -> None:
    assert page.ticked == {(DUE, 1), (DUE, 2)}
    assert page.table.hasFocus()
    lacks = [line.cells[-1].words for line in page.table.rows.lines if line.group is None]
    assert all(words[0].isdigit() for words in lacks), lacks
    chosen = page.table.key()
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert chosen not in page.ticked
    qtbot.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.ticked == {(DUE, 1), (DUE, 2)}
    qtbot.keyClick(page.table, Qt.Key.Key_F8)
    assert shell.window.place == "patient"
    assert shell.window._patient_id() == chosen[1]


def test_one_job_is_shown_as_it_prints(shell: Shell, qtbot: QtBot, page: LettersDuePage, tmp_path: Path) -> None:
    shell.window.trigger("print_list")
    assert page.batch is not None
    assert not page.files_button.isEnabled()
    qtbot.waitUntil(lambda: shell.window.place == "print_preview", timeout=20_000)
    assert page.batch is None
    preview = shell.window.page("print_preview")
    assert preview.path == tmp_path / "prints" / f"letters-{ON.isoformat()}.pdf"  # type: ignore[attr-defined]
    assert preview.view.pages() >= 2  # type: ignore[attr-defined]
    assert shell.window.rail._buttons["unit"].isChecked()
    preview.view.search("Dear")  # type: ignore[attr-defined]
    shell.ctx.preview_wanted.emit(str(preview.path))  # type: ignore[attr-defined]
    assert shell.window.rail._buttons["unit"].isChecked(), "a second print leaves the mark where the first found it"
    preview._escape()  # type: ignore[attr-defined]
    assert preview.view._find.text() == ""  # type: ignore[attr-defined]
    assert shell.window.place == "print_preview", "the first Esc ends the search"
    leave_preview(shell)
    assert page.isVisible()


def test_a_batch_that_is_stopped_leaves_whole_files_alone(
    shell: Shell, qtbot: QtBot, page: LettersDuePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setattr("hsct_desktop.views.letters_due_page.ask_folder", lambda *_: folder)
    really = letter_files.save

    def write_and_stop(*given: object) -> Path:
        page.stop_button.click()
        return really(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(letter_files, "save", write_and_stop)
    page.make_files()
    qtbot.waitUntil(lambda: page.batch is None, timeout=20_000)
    (only,) = folder.iterdir()
    assert only.suffix == ".pdf"
    assert only.read_bytes().startswith(b"%PDF-")

    def refuse(*_given: object) -> None:
        raise KnownError("stale_row")

    monkeypatch.setattr(letters, "preview", refuse)
    page.make_files()
    qtbot.waitUntil(lambda: page.batch is None, timeout=20_000)
    assert shell.window.error_strip.text().startswith("2 of 2 letters could not be made: ")


def test_a_signed_letter_waits_here_until_it_is_sent(
    shell: Shell, qtbot: QtBot, page: LettersDuePage, settled: Callable[[], None]
) -> None:
    ws = shell.ctx.ready()
    made = letters.create(ws, letters.prepare(ws, 1, LetterKind.NEUROLOGIST))
    assert made.record_id is not None
    shell.ctx.save(lambda: letters.sign(ws, made.record_id or 0, 1, "consultant", why="cover"))
    settled()
    assert set(page.due) == {(DUE, 2)}
    assert set(page.signed) == {(SIGNED, made.record_id)}
    assert (SIGNED, made.record_id) not in page.ticked
    page.table.choose((SIGNED, made.record_id))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    over = shell.window.page("patient").over  # type: ignore[attr-defined]
    assert isinstance(over, LetterPage)
    assert over.letter is not None
    assert over.letter.id == made.record_id, "Enter opens that letter"
    qtbot.keyClick(over.form, Qt.Key.Key_Escape)
    assert page.isVisible(), "one Esc goes back to the list"
    settled()
    page.table.choose((SIGNED, made.record_id))
    qtbot.keyClick(page.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    sheet = shell.window.sheet()
    assert isinstance(sheet, DispatchSheet)
    sheet._way.set_value(SentBy.POST)
    sheet.save()
    settled()
    assert page.signed == {}
    (line,) = (one for one in letters.for_patient(ws, 1) if one.letter.id == made.record_id)
    assert letters.waiting(line) == [], "the copies left with it"


@pytest.fixture
def settled(qtbot: QtBot, page: LettersDuePage) -> Callable[[], None]:
    return lambda: qtbot.waitUntil(lambda: not page.busy, timeout=20_000)
