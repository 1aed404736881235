"""Files that leave from the window: with a password asked twice, whole or not, and a printer that is gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.services import letters
from hsct_desktop.services.letters_due import DueLetter
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.views.context import Context
from hsct_desktop.views.letter_batch import LetterBatch
from hsct_desktop.views.password_dialog import PasswordDialog, ask_password
from hsct_desktop.views.pdf_view import PdfView
from tests.documents.samples import rich
from tests.views.ward import ON

PASSWORD = "rain over Turin"


@pytest.fixture(scope="module")
def content() -> bytes:
    import io

    from hsct_desktop.documents.summary import write_summary

    stream = io.BytesIO()
    write_summary(rich(), stream)
    return stream.getvalue()


@pytest.fixture
def view(qtbot: QtBot, ctx: Context, content: bytes) -> PdfView:
    made = PdfView(ctx)
    qtbot.addWidget(made)
    made.show_pdf(content, "MS-0107-summary-2026-11-20.pdf")
    return made


@pytest.fixture
def told(ctx: Context) -> list[str]:
    said: list[str] = []
    ctx.error_wanted.connect(said.append)
    return said


def answer(dialog_of: type[QDialog], act: Callable[[PasswordDialog], None]) -> None:
    """Do something in the dialog that will open."""

    def go() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, dialog_of)
        act(dialog)  # type: ignore[arg-type]

    QTimer.singleShot(0, go)


def type_twice(dialog: PasswordDialog, first: str = PASSWORD, second: str = PASSWORD) -> None:
    dialog.first.set_text(first)
    dialog.second.set_text(second)
    dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click()


def test_a_password_is_asked_twice_and_hidden(qtbot: QtBot, ctx: Context) -> None:
    dialog = PasswordDialog(ctx)
    qtbot.addWidget(dialog)
    assert dialog.first.line().echoMode() is QLineEdit.EchoMode.Password
    for first, second, said in (
        ("", "", "too short"), ("tiny", "tiny", "too short"), (PASSWORD, "rain over Rome", "differ"),
        ("pässwörter", "pässwörter", "without accents"),
    ):  # fmt: skip
        type_twice(dialog, first, second)
        assert dialog.result() == QDialog.DialogCode.Rejected
        assert said in dialog.problem.text()
        assert (first or "?") not in dialog.problem.text()
    dialog.shown.setChecked(True)
    assert dialog.second.line().echoMode() is QLineEdit.EchoMode.Normal
    type_twice(dialog)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.password == PASSWORD


def test_leaving_the_question_saves_nothing(view: PdfView, ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: pytest.fail("no place is asked for"))
    answer(PasswordDialog, lambda dialog: dialog.reject())
    assert not view.save_protected()
    answer(PasswordDialog, lambda dialog: dialog.reject())
    assert ask_password(ctx, view) == ""


def test_a_copy_with_a_password_opens_with_it_alone_and_nothing_keeps_it(
    view: PdfView,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    proposed: list[str] = []

    def choose(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        proposed.append(name)
        return str(tmp_path / "out" / "copy"), ""

    (tmp_path / "out").mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    answer(PasswordDialog, type_twice)
    assert view.save_protected()
    assert proposed == ["MS-0107-summary-2026-11-20.pdf"]
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(tmp_path / "out" / "copy.pdf")
    with pikepdf.open(tmp_path / "out" / "copy.pdf", password=PASSWORD) as pdf:
        assert len(pdf.pages) == view.pages()
    assert caplog.text == ""
    for file in tmp_path.rglob("*"):
        assert file.is_dir() or PASSWORD.encode() not in file.read_bytes()
    assert view.save_to(tmp_path / "open.pdf")
    assert (tmp_path / "open.pdf").read_bytes() == view.content()


def test_a_copy_never_takes_the_place_of_the_data_file_or_of_something_else(
    view: PdfView, workspace: Workspace, tmp_path: Path, told: list[str]
) -> None:
    data = tmp_path / "unit.pdf"  # even if somebody names it so
    data.write_bytes(workspace.store.path.read_bytes())
    notes = tmp_path / "notes.pdf"
    notes.write_text("my notes")
    for place, said in ((data, "data file"), (notes, "is not a PDF"), (tmp_path / "none" / "a.pdf", "does not exist")):
        before = place.read_bytes() if place.exists() else None
        assert not view.save_to(place)
        assert said in told[-1]
        assert (place.read_bytes() if place.exists() else None) == before
    assert view.path is None


def pdf_printer(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


@pytest.mark.qt_log_ignore("Returned false")
def test_a_printer_that_is_gone_is_told(
    view: PdfView, told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not view.print_on(pdf_printer(tmp_path / "none" / "out.pdf"))
    assert len(told) == 1
    assert "printer does not answer" in told[0]
    monkeypatch.setattr(QPrinter, "newPage", lambda _printer: False)
    assert not view.print_on(pdf_printer(tmp_path / "half.pdf"))
    assert len(told) == 2


def test_a_batch_hands_its_password_on_and_forgets_it(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hsct_desktop.services import letter_files

    given: list[tuple[object, str]] = []

    def note(_ws: object, _what: object, folder: Path, *, password: str, progress: object) -> object:
        given.append((folder, password))
        return letter_files.Batch(())

    monkeypatch.setattr(letter_files, "write_signed", note)
    monkeypatch.setattr(letter_files, "write_batch", note)
    made = letters.create(workspace, letters.prepare(workspace, 1, LetterKind.NEUROLOGIST)).record_id or 0
    due = DueLetter(1, "MS-0107", "Rossi, Elena", ON, LetterKind.NEUROLOGIST, "Day +100", ON, ON, 0)
    batch = LetterBatch([due], [made], tmp_path, PASSWORD)
    batch.work(workspace, tmp_path / "prints", lambda: True)
    assert given == [(tmp_path, PASSWORD)] * 2
    assert PASSWORD not in repr(vars(batch))
