"""Where an import begins: the sheets of a workbook, a file left half-way, rows beside what is recorded; by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.views.import_merge_sheet import MergeSheet
from hsct_desktop.views.import_page import ImportPage
from hsct_desktop.views.import_reading import SheetGuess
from hsct_desktop.views.import_start import SheetsView

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
HEAD = "Codice;Cognome;Nome;Nato il;Sesso;Malattia"
GUESSES = (
    SheetGuess("Pazienti", 120, ImportKind.PATIENTS, header_row=3),
    SheetGuess("Legenda", 0, None, header_row=1),
    SheetGuess("2017 & " + 40 * "x", 1, ImportKind.PATIENTS, hidden=True, header_row=1),
)


@pytest.fixture
def page(shell: Shell) -> ImportPage:
    shell.window.show_page("import_file")
    made = shell.window.page("import_file")
    assert isinstance(made, ImportPage)
    return made


def settle(qtbot: QtBot, page: ImportPage) -> None:
    for _ in range(2):
        QCoreApplication.processEvents()
        qtbot.waitUntil(lambda: page.session.settled, timeout=20_000)
    QCoreApplication.processEvents()


def load(qtbot: QtBot, page: ImportPage, folder: Path, *rows: str) -> Path:
    path = folder / "reparto.csv"
    path.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    page.open(path)
    settle(qtbot, page)
    return path


def press(qtbot: QtBot, page: ImportPage, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(QApplication.focusWidget() or page, key, held)
    settle(qtbot, page)


def shown(qtbot: QtBot, shell: Shell) -> SheetsView:
    view = SheetsView(shell.ctx)
    qtbot.addWidget(view)
    view.show_sheets(GUESSES)
    view.resize(744, 300)
    view.show()
    QCoreApplication.processEvents()
    return view


def test_what_is_known_of_a_sheet_stands_whole_below_it(qtbot: QtBot, shell: Shell) -> None:
    view = shown(qtbot, shell)
    assert [facts.text() for facts in view.facts] == [
        "120 rows",
        "no rows below a header · not recognised: say what it is, or leave it out",
        "1 row · hidden in the workbook",
    ]
    for facts, (tick, _kind, _header, _name) in zip(view.facts, view.boxes, strict=True):
        assert facts.fontMetrics().horizontalAdvance(facts.text()) < facts.contentsRect().width()
        assert facts.mapTo(view, QPoint(0, 0)).y() >= tick.mapTo(view, QPoint(0, tick.height())).y()
        assert tick.accessibleDescription() == facts.text()
    assert view.boxes[2][0].accessibleName() == GUESSES[2].name
    view.boxes[0][2].setValue(2)
    assert "next step" in view.facts[0].text()
    view.boxes[0][2].setValue(3)
    assert view.facts[0].text() == "120 rows"


def test_enter_goes_on_from_every_field_of_a_sheet(qtbot: QtBot, shell: Shell) -> None:
    view = shown(qtbot, shell)
    for field in view.boxes[0][:3]:
        with qtbot.waitSignal(view.confirmed) as confirmed:
            QTest.keyClick(field, K.Key_Return)
        assert confirmed.args is not None
        chosen = [(one.name, one.kind, one.header_row) for one in confirmed.args[0]]
        assert chosen == [("Pazienti", ImportKind.PATIENTS, 3)]


def test_the_wheel_never_says_what_a_sheet_holds(qtbot: QtBot, shell: Shell) -> None:
    view = shown(qtbot, shell)
    before = [(kind.currentIndex(), header.value()) for _tick, kind, header, _name in view.boxes]
    for _tick, kind, header, _name in view.boxes:
        for editor in (kind, header):
            QCoreApplication.sendEvent(editor, QWheelEvent(
                QPointF(5, 5), QPointF(5, 5), QPoint(0, -10), QPoint(0, -120), Qt.MouseButton.NoButton, NONE,
                Qt.ScrollPhase.NoScrollPhase, False,
            ))  # fmt: skip
    assert [(kind.currentIndex(), header.value()) for _tick, kind, header, _name in view.boxes] == before


def test_a_file_left_for_another_is_offered_again(qtbot: QtBot, shell: Shell, page: ImportPage, tmp_path: Path) -> None:
    path = load(qtbot, page, tmp_path, "XX-0001;Solinas;Maria;14/07/1985;F;SMX")
    page.work.columns.columns.setFocus()
    page.foot.another.setFocus()
    press(qtbot, page, K.Key_Return)
    assert page.stack.currentWidget() is page.start_view
    assert QApplication.focusWidget() is page.start_view.choose
    assert path.name in page.start_view.kept_note.accessibleName()
    page.start_view.go_on.setFocus()
    press(qtbot, page, K.Key_Return)
    assert page.session.path == path
    assert page.session.restored
    assert page.stack.currentWidget() is page.work


def test_enter_goes_to_the_next_row_and_back_to_what_was_passed_over(
    qtbot: QtBot, shell: Shell, page: ImportPage, tmp_path: Path
) -> None:
    """The same person under another code is asked which code stays; nothing of who it is is cut."""
    load(
        qtbot, page, tmp_path,
        "MS-0107;Rossi;Elena;14/03/1984;M;sclerosi multipla", "YY-0002;D'Angelo;Marta;19/12/1986;F;sclerosi multipla",
    )  # fmt: skip
    press(qtbot, page, K.Key_Return, CTRL)
    sheet = shell.window.sheet()
    assert isinstance(sheet, MergeSheet)
    assert sheet.person.text() == "Rossi Elena · 14/03/1984 · MS-0107"
    assert sheet.person.wordWrap()
    press(qtbot, page, K.Key_Return)  # passed over
    assert "D'Angelo" in sheet.person.text()
    press(qtbot, page, K.Key_1)
    assert [pick.accessibleName() for pick in sheet.picks] == ["Who is it", "Patient code"]
    press(qtbot, page, K.Key_Return)
    press(qtbot, page, K.Key_1)
    press(qtbot, page, K.Key_Return)
    assert "Rossi" in sheet.person.text()
    press(qtbot, page, K.Key_2)
    press(qtbot, page, K.Key_Return)
    assert QApplication.focusWidget() is sheet.save_button()
    press(qtbot, page, K.Key_Return)
    assert shell.window.sheet() is None
    held = page.session.decisions
    assert [(key.number, field) for key, field in held.take_file] == [(2, "patient.sex")]
    assert [(key.number, field) for key, field in held.keep_record] == [(3, "patient.code")]
    assert page.session.run is not None
    assert page.session.run.asks == 0
