"""The letter page under the hands of who types: where the focus is, what keys start, which words stay."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.letter import FreeSection, LetterKind
from hsct_desktop.services import letters, patients
from hsct_desktop.views.letter_page import LetterPage
from hsct_desktop.views.letter_sheets import SignSheet
from hsct_desktop.views.patient import TABS, PatientPage
from tests.views.test_letter_page import CTRL, key, on_patient, opened, settled

CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


def typed(letter: LetterPage, qtbot: QtBot, words: str) -> None:
    area = letter.form.area(FreeSection.IMPRESSION)
    area.setFocus()
    qtbot.keyClicks(QApplication.focusWidget(), words)  # type: ignore[no-untyped-call]
    assert area.toPlainText() == words


def signed(letter: LetterPage, shell: Shell, qtbot: QtBot) -> None:
    letter.next_step()
    sheet = shell.window.sheet()
    assert isinstance(sheet, SignSheet)
    qtbot.waitUntil(lambda: not letter.form.isVisible())  # the pages have its room at this size
    sheet._role.set_text("Consultant")
    sheet._why.set_text("On behalf of the ward.")
    sheet.save()
    settled(letter, qtbot)
    assert letter.is_signed


def test_a_refused_signature_keeps_the_focus_and_gives_it_back(shell: Shell, qtbot: QtBot) -> None:
    letter = opened(shell, qtbot)
    ws, area = shell.ctx.ready(), letter.form.area(FreeSection.IMPRESSION)
    typed(letter, qtbot, "Stable.")
    area.moveCursor(QTextCursor.MoveOperation.Left)
    key(qtbot, Qt.Key.Key_Return, CTRL)
    sheet = shell.window.sheet()
    assert isinstance(sheet, SignSheet)
    qtbot.waitUntil(lambda: not area.isVisible())  # the pages have its room at this size
    sheet._role.set_text("Consultant")
    sheet._why.set_text("On behalf of the ward.")
    held = letter.letter
    assert held is not None
    theirs = replace(held.entry, texts={FreeSection.IMPRESSION: "Stable. Theirs."})
    letters.revise(ws, held.id, held.version, theirs)
    key(qtbot, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: area.toPlainText() == "Stable. Theirs.")
    qtbot.wait(1)
    assert "read it and sign again" in shell.window.error_strip.text()
    assert sheet.isAncestorOf(QApplication.focusWidget())
    key(qtbot, Qt.Key.Key_Escape)
    assert shell.window.sheet() is None
    qtbot.waitUntil(area.hasFocus)
    assert area.textCursor().position() == len("Stable")
    shell.window.trigger("find")
    key(qtbot, Qt.Key.Key_Escape)
    assert area.hasFocus()
    letter.next_step()
    again = shell.window.sheet()
    assert again is not None
    letter.next_step()  # one sheet is enough
    assert shell.window.sheet() is again
    page = shell.window.page("patient")
    assert isinstance(page, PatientPage)
    page.show_tab("visits")  # the step goes with its page, and what was refused there
    qtbot.waitUntil(lambda: shell.window.sheet() is None)
    assert shell.window.error_strip.text() == ""


def test_letters_choose_and_start_nothing_else(shell: Shell, qtbot: QtBot) -> None:
    letter = opened(shell, qtbot)
    key(qtbot, Qt.Key.Key_G)  # engraftment, were it not for the bar
    settled(letter, qtbot)
    assert letter.form.entry().kind is LetterKind.GP
    letter.form.language.setFocus()
    key(qtbot, Qt.Key.Key_I)  # infection, were it not for the box
    assert letter.form.language.value() == "it"
    assert shell.window.sheet() is None
    assert letter.isVisible()
    settled(letter, qtbot)


def test_a_signed_letter_takes_no_words(shell: Shell, qtbot: QtBot) -> None:
    letter = opened(shell, qtbot)
    typed(letter, qtbot, "Stable.")
    signed(letter, shell, qtbot)
    qtbot.waitUntil(letter.form.area(FreeSection.IMPRESSION).hasFocus)
    key(qtbot, Qt.Key.Key_T)
    assert shell.window.sheet() is None
    assert letter.form.area(FreeSection.IMPRESSION).toPlainText() == "Stable."
    assert letter.form.area(FreeSection.IMPRESSION).property("final")
    said, foot = shell.window.toast, letter._buttons["next"]
    assert "signed" in said.text()
    assert said.y() + said.height() <= foot.mapTo(said.parentWidget(), QPoint(0, 0)).y()
    letter.form.kind.setFocus()
    key(qtbot, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is letter._buttons["correct"]


def test_a_letter_that_has_not_left_is_counted_and_found_again(shell: Shell, qtbot: QtBot) -> None:
    ws, page = shell.ctx.ready(), on_patient(shell)
    patient_id = page.patient_id or 0
    made = letters.create(ws, letters.prepare(ws, patient_id, LetterKind.NEUROLOGIST)).record_id or 0
    first = letters.get(ws, made)
    shell.ctx.save(lambda: letters.sign(ws, made, first.version, "Consultant", why="On behalf of the ward."))
    count = patients.banner(ws, patient_id).counts["documents"]
    page.show_tab("documents")
    assert count == sum(line.group is None for line in page.documents.table.rows.lines)
    assert page.tabs.accessibleTabName(TABS.index("documents")) == f"Documents {count}"
    again = opened(shell, qtbot)
    assert again.letter is None
    again.form.facts.doors()[0].click()  # type: ignore[attr-defined]
    assert again.letter is not None
    assert again.letter.id == first.id
    key(qtbot, Qt.Key.Key_V, CTRL_SHIFT)
    settled(again, qtbot)
    assert (again.letter.replaces_id, again.is_signed) == (first.id, False)
    assert again.form.area(FreeSection.IMPRESSION).hasFocus()


def test_words_thrown_away_and_taken_back_stand_there_again(shell: Shell, qtbot: QtBot) -> None:
    letter = opened(shell, qtbot)
    typed(letter, qtbot, "One.")
    assert letter.keep()
    held = letter.letter
    assert held is not None
    ws, area = shell.ctx.ready(), letter.form.area(FreeSection.IMPRESSION)
    shell.ctx.save(lambda: letters.void_draft(ws, held.id, "by mistake", held.version))
    assert area.toPlainText() == ""
    shell.window.undo_toast()
    assert area.toPlainText() == "One."
    assert letter.letter is not None
    area.moveCursor(QTextCursor.MoveOperation.End)
    now = letter.letter
    theirs = replace(now.entry, texts={FreeSection.IMPRESSION: "One. And theirs."})
    shell.ctx.save(lambda: letters.revise(ws, now.id, now.version, theirs))
    assert area.toPlainText() == "One. And theirs."
    assert area.textCursor().position() == len("One.")
    settled(letter, qtbot)


def test_a_wrong_day_is_said_at_its_field_and_the_words_are_kept(shell: Shell, qtbot: QtBot) -> None:
    letter = opened(shell, qtbot)
    since = letter.form.since
    since.setFocus()
    qtbot.keyClicks(QApplication.focusWidget(), "hello")  # type: ignore[no-untyped-call]
    typed(letter, qtbot, "Kept.")
    for wrong in ("hello", "1/12/2026"):
        since.set_typed(wrong)
        letter._dirty = True
        assert letter.keep()
        assert letter.letter is not None
        assert letter.letter.entry.texts == {FreeSection.IMPRESSION: "Kept."}
        assert letter.letter.entry.since_on is None
        assert "in part" in letter._state.text()
        letter.form.area(FreeSection.IMPRESSION).setFocus()
        key(qtbot, Qt.Key.Key_Return, CTRL)
        assert shell.window.sheet() is None
        assert since.error()
        assert since.line().hasFocus()
    since.set_typed("")
    assert not since.error()
    key(qtbot, Qt.Key.Key_Return, CTRL)
    assert isinstance(shell.window.sheet(), SignSheet)
    settled(letter, qtbot)


def test_a_record_that_changed_since_the_pages_were_read_is_looked_at_first(shell: Shell, qtbot: QtBot) -> None:
    letter = opened(shell, qtbot)
    ws = shell.ctx.ready()
    entry, version = patients.entry_of(ws, letter.patient_id)
    patients.revise(ws, letter.patient_id, version, replace(entry, given_name="Changed"))
    letter.next_step()
    assert shell.window.sheet() is None
    assert "has changed" in shell.window.toast.text()
    letter.next_step()  # what was made anew has been seen
    assert isinstance(shell.window.sheet(), SignSheet)


def test_a_file_that_closes_while_pages_are_made_is_no_error(shell: Shell, qtbot: QtBot) -> None:
    letter = opened(shell, qtbot)
    made, workspace = letter.shown, shell.ctx.workspace
    assert made is not None
    shell.ctx.workspace = None
    letter._show_pages(made)
    letter._failed(RuntimeError("of a file that is gone"))
    shell.ctx.workspace = workspace
    assert shell.window.error_strip.text() == ""
