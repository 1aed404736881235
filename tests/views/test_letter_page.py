"""The letter in a real window: by keys alone, what is typed in the pages, what is missing, signing and sending."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.letter import FreeSection, LetterKind, LetterStatus, SentBy
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.pictures.glyphs import STATUSES
from hsct_desktop.services import letters, patients
from hsct_desktop.views.letter_page import LetterPage
from hsct_desktop.views.letter_sheets import DispatchSheet, SignSheet
from hsct_desktop.views.patient import PatientPage
from hsct_desktop.views.pdf_pages import PdfPages

CTRL = Qt.KeyboardModifier.ControlModifier


def key(qtbot: QtBot, which: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), which, modifier)  # type: ignore[no-untyped-call]


def words(content: bytes) -> str:
    pages = PdfPages(content)
    text = "".join(pages.text(number) for number in range(len(pages)))
    pages.close()
    return text


def settled(page: LetterPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page._jobs.busy and not page._preview_timer.isActive(), timeout=10_000)


def on_patient(shell: Shell, code: str = "MS-0107") -> PatientPage:
    patient_id = next(hit.id for hit in patients.find(shell.ctx.ready(), code))
    shell.ctx.show_patient(patient_id)
    found = shell.window.page("patient")
    assert isinstance(found, PatientPage)
    return found


def opened(shell: Shell, qtbot: QtBot) -> LetterPage:
    page = on_patient(shell)
    key(qtbot, Qt.Key.Key_L)
    assert isinstance(page.over, LetterPage)
    settled(page.over, qtbot)
    return page.over


def test_what_others_did_meanwhile_loses_no_word(shell: Shell, qtbot: QtBot) -> None:
    letter = opened(shell, qtbot)
    ws, area = shell.ctx.ready(), letter.form.area(FreeSection.IMPRESSION)
    area.setPlainText("Mine.")
    assert letter.keep()
    assert letter.letter is not None
    first = letter.letter
    letters.revise(ws, first.id, first.version, replace(first.entry, texts={FreeSection.IMPRESSION: "Theirs."}))
    area.setPlainText("Mine, and more.")
    assert letter.keep()
    apart = letter.letter
    assert (apart.id != first.id, apart.number, apart.replaces_id) == (True, 1, None)
    assert letters.get(ws, first.id).entry.texts == {FreeSection.IMPRESSION: "Theirs."}
    letters.sign(ws, apart.id, apart.version, "Consultant", why="On behalf of the ward.")
    area.setPlainText("Mine, after they signed.")
    letter.read()
    assert (letter.letter.number, letter.letter.replaces_id) == (2, apart.id)
    assert letter.letter.entry.texts == {FreeSection.IMPRESSION: "Mine, after they signed."}
    letter.form.since.set_date(shell.ctx.today() + timedelta(days=9))  # a day that cannot stand
    area.setPlainText("Kept all the same.")
    letter.hide()
    assert letters.get(ws, letter.letter.id).entry.texts == {FreeSection.IMPRESSION: "Kept all the same."}


@pytest.mark.soak
def test_signing_what_another_has_signed_shows_that_letter(shell: Shell, qtbot: QtBot) -> None:
    letter = opened(shell, qtbot)
    ws = shell.ctx.ready()
    letter.next_step()
    sign = shell.window.findChild(SignSheet)
    assert isinstance(sign, SignSheet)
    assert letter.letter is not None
    letters.sign(ws, letter.letter.id, letter.letter.version, "Consultant", "Dr Other", why="On behalf.")
    sign._role.set_text("Consultant")
    sign._why.set_text("On behalf of the ward.")
    sign.save()
    qtbot.waitUntil(lambda: letter.is_signed, timeout=5_000)
    assert letter.letter.signature is not None
    assert letter.letter.signature.name == "Dr Other"
    assert shell.window.sheet() is None
    settled(letter, qtbot)
    assert letter.pdf.content() == letters.pdf(ws, letter.letter.id)
    letter.refresh()  # still under way when the next version is begun
    letter.correct()
    settled(letter, qtbot)
    assert letter.shown is not None
    assert "DRAFT" in words(letter.pdf.content())
    shell.ctx.show_patient(letter.patient_id, "documents")
    page = shell.window.page("patient")
    assert isinstance(page, PatientPage)
    signs = {cell.status for line in page.documents.table.rows.lines for cell in line.cells if cell.status}
    assert signs <= set(STATUSES)


@pytest.mark.soak
def test_what_is_typed_stands_in_the_pages_and_is_kept(shell: Shell, qtbot: QtBot) -> None:
    letter = opened(shell, qtbot)
    assert letter.letter is None  # looking at a letter writes nothing
    letter.form.area(FreeSection.IMPRESSION).setFocus()
    qtbot.keyClicks(QApplication.focusWidget(), "Stable at the zebra crossing.")  # type: ignore[no-untyped-call]
    settled(letter, qtbot)
    assert "zebra crossing" in words(letter.pdf.content())
    letter.pdf.search("ZEBRA")
    assert letter.pdf.hits() == 1
    patient = shell.window.page("patient")
    assert isinstance(patient, PatientPage)
    patient_id = letter.patient_id
    key(qtbot, Qt.Key.Key_Escape)
    assert patient.over is None
    held = letters.draft_of(shell.ctx.ready(), patient_id, LetterKind.NEUROLOGIST)
    assert held is not None
    assert held.entry.texts == {FreeSection.IMPRESSION: "Stable at the zebra crossing."}
    again = opened(shell, qtbot)
    assert again.form.area(FreeSection.IMPRESSION).toPlainText() == "Stable at the zebra crossing."


def test_a_phrase_goes_where_the_cursor_stands(shell: Shell, qtbot: QtBot) -> None:
    letter = opened(shell, qtbot)
    area = letter.form.area(FreeSection.IMPRESSION)
    area.setFocus()
    area.setPlainText("Before.")
    area.moveCursor(area.textCursor().MoveOperation.End)
    first = letter.form.offered()[0]
    menu = letter.form.phrase_menu()
    assert [action.text()[0] for action in menu.actions()] == ["&"] * min(9, len(letter.form.offered()))
    menu.actions()[0].trigger()
    assert area.toPlainText() == f"Before. {first.text}"


@pytest.mark.soak
def test_what_is_missing_leads_to_where_it_is_entered(shell: Shell, qtbot: QtBot) -> None:
    letter = opened(shell, qtbot)
    made = letter.shown
    assert made is not None
    assert made.missing
    assert letter.form.missing.count() == len(set(letter.form.missing._shown))
    wanted: list[str] = []
    letter.form.area(FreeSection.PLAN).setPlainText("Kept over there.")
    letter.form.missing.wanted.connect(wanted.append)
    key(qtbot, Qt.Key.Key_F8)
    key(qtbot, Qt.Key.Key_Return)
    assert wanted == [next(place for _words, place in letter.form.missing._shown if place)]
    page = shell.window.page("patient")
    assert isinstance(page, PatientPage)
    assert not isinstance(page.over, LetterPage)
    key(qtbot, Qt.Key.Key_Escape)  # back from there
    assert isinstance(page.over, LetterPage)
    assert page.over.form.area(FreeSection.PLAN).toPlainText() == "Kept over there."


@pytest.mark.soak
def test_a_signed_letter_is_sent_and_corrected(shell: Shell, qtbot: QtBot) -> None:
    letter = opened(shell, qtbot)
    ws = shell.ctx.ready()
    letter.next_step()
    sign = shell.window.findChild(SignSheet)
    assert isinstance(sign, SignSheet)
    sign._role.set_text("")
    sign.save()
    assert sign.isVisible()  # no role, no signature
    sign._role.set_text("Consultant")
    sign._why.set_text("On behalf of the ward.")
    sign.save()
    settled(letter, qtbot)
    assert letter.letter is not None
    assert letter.letter.status is LetterStatus.SIGNED
    assert not letter.form.reader.isEnabled()
    assert letter.form.area(FreeSection.PLAN).isReadOnly()
    first = letter.letter.id
    assert letter.pdf.content() == letters.pdf(ws, first)
    letter.next_step()
    send = shell.window.findChild(DispatchSheet)
    assert isinstance(send, DispatchSheet)
    send._way.set_value(SentBy.POST)
    send._to.set_text("Dr Who")
    send.save()
    line = next(one for one in letters.for_patient(ws, letter.patient_id) if one.letter.id == first)
    assert [(one.entry.way, one.entry.to_whom) for one in line.sent] == [(SentBy.POST, "Dr Who")]
    letter.correct()
    assert (letter.letter.number, letter.letter.replaces_id, letter.is_signed) == (2, first, False)
    settled(letter, qtbot)


def test_pages_print_at_their_own_size(qtbot: QtBot, shell: Shell, tmp_path: Path) -> None:
    letter = opened(shell, qtbot)
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    letter.pdf.print_on(printer)
    out = PdfPages((tmp_path / "out.pdf").read_bytes())
    assert len(out) == letter.pdf.pages()
    assert (round(out.size(0).width()), round(out.size(0).height())) == (595, 842)
    out.close()
    assert letter.pdf.save_to(tmp_path / "copy")
    assert (tmp_path / "copy.pdf").read_bytes() == letter.pdf.content()


def test_a_kind_of_its_own_keeps_its_own_draft(shell: Shell, qtbot: QtBot) -> None:
    letter = opened(shell, qtbot)
    letter.form.area(FreeSection.PLAN).setPlainText("For the neurologist.")
    letter.form.kind.setFocus()
    key(qtbot, Qt.Key.Key_2)
    settled(letter, qtbot)
    assert letter.form.area(FreeSection.PLAN).toPlainText() == ""
    assert letter.form.entry().kind is LetterKind.GP
    key(qtbot, Qt.Key.Key_1)
    assert letter.form.area(FreeSection.PLAN).toPlainText() == "For the neurologist."
    settled(letter, qtbot)


def test_pages_that_are_not_those_of_the_letter_never_leave(
    shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, left = opened(shell, qtbot), []
    for way in ("print_shown", "save_as", "save_protected"):
        monkeypatch.setattr(
            letter.pdf, way, lambda way=way: left.append((way, "Typed." in words(letter.pdf.content())))
        )
    letter.form.area(FreeSection.PLAN).setPlainText("Typed.")
    key(qtbot, Qt.Key.Key_S, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert left == [("save_protected", True)], "what is typed stands in it"
    settled(letter, qtbot)
    really = letters.preview

    def damaged(*_given: object) -> None:
        raise KnownError("letter_damaged")

    monkeypatch.setattr(letters, "preview", damaged)
    letter.refresh()
    settled(letter, qtbot)
    letter.print_letter()
    letter.save_copy()
    assert left == [("save_protected", True)], "older pages are not printed for the letter"
    monkeypatch.setattr(letters, "preview", really)
    letter.print_letter()
    assert left[1:] == [("print_shown", True)]
    settled(letter, qtbot)
