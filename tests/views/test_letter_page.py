"""The letter in a real window: by keys alone, what is typed in the pages, what is missing, signing and sending."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.letter import FreeSection, LetterKind, LetterStatus, SentBy
from hsct_desktop.domain.professional import ProfessionalEntry, ProfessionalKind
from hsct_desktop.services import letters, patients, professionals
from hsct_desktop.views.letter_page import LetterPage
from hsct_desktop.views.letter_sheets import DispatchSheet, SignSheet
from hsct_desktop.views.patient import PatientPage
from hsct_desktop.views.pdf_pages import PdfPages
from hsct_desktop.views.pdf_view import PdfView

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


def italian_neurologist(shell: Shell, patient_id: int) -> None:
    """The patient's neurologist reads Italian; who works has signed a letter before, so that the role is known."""
    ws = shell.ctx.ready()
    reader = ProfessionalEntry("Dott.ssa Francesca Neri", ProfessionalKind.NEUROLOGIST, letter_language="it")
    entry, version = patients.entry_of(ws, patient_id)
    patients.revise(ws, patient_id, version, replace(entry, neurologist_id=professionals.add(ws, reader).record_id))
    other = letters.create(ws, letters.prepare(ws, patient_id, LetterKind.PATIENT)).record_id
    assert other is not None
    letters.sign(ws, other, letters.get(ws, other).version, "dirigente medico")


def test_the_letter_to_the_neurologist_in_italian_takes_five_keys(
    shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = on_patient(shell)
    assert page.patient_id is not None
    italian_neurologist(shell, page.patient_id)
    printed: list[bytes] = []

    def print_shown(view: PdfView) -> bool:
        printed.append(view.content())
        return True

    monkeypatch.setattr(PdfView, "print_shown", print_shown)
    keys = 0
    for which, modifier in (
        (Qt.Key.Key_L, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Return, CTRL),
        (Qt.Key.Key_Return, CTRL),
        (Qt.Key.Key_P, CTRL),
    ):
        key(qtbot, which, modifier)
        keys += 1
        if isinstance(page.over, LetterPage):
            settled(page.over, qtbot)
    assert keys == 5
    held = letters.for_patient(shell.ctx.ready(), page.patient_id)[0].letter
    assert (held.entry.kind, held.entry.language, held.status) == (
        LetterKind.NEUROLOGIST, "it", LetterStatus.SIGNED,
    )  # fmt: skip
    assert printed == [letters.pdf(shell.ctx.ready(), held.id)]
    assert "Diagnosi" in words(printed[0])
    assert "BOZZA" not in words(printed[0])


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


def test_what_is_missing_leads_to_where_it_is_entered(shell: Shell, qtbot: QtBot) -> None:
    letter = opened(shell, qtbot)
    made = letter.shown
    assert made is not None
    assert made.missing
    assert letter.form.missing.count() == len(set(letter.form.missing._shown))
    wanted: list[str] = []
    letter.form.missing.wanted.disconnect()
    letter.form.missing.wanted.connect(wanted.append)
    key(qtbot, Qt.Key.Key_F8)
    key(qtbot, Qt.Key.Key_Return)
    assert wanted == [next(place for _words, place in letter.form.missing._shown if place)]


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
