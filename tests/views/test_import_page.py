"""The import assistant in the real window: nothing is guessed, lost or silently left out, and all of it by keyboard."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.import_mapping import DateOrder, MappedColumn
from hsct_desktop.domain.import_run import RowKey
from hsct_desktop.services import files, import_mappings, import_runs
from hsct_desktop.views import import_page, import_reading
from hsct_desktop.views.import_column_sheet import ColumnSheet
from hsct_desktop.views.import_merge_sheet import MergeSheet
from hsct_desktop.views.import_page import ImportPage

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
HEAD = "Codice;Cognome;Nome;Nato il;Sesso;Malattia;Data TX;EDSS_0;EDSS_6m;ultimo contr."
NEW = "XX-0001;Solinas;Maria;14/07/1985;F;sclerosi multipla;22/03/2019;4,5;4;25/04/2026"


def row(number: int) -> str:
    """A row of an old spreadsheet: the disease in the unit's own word, a last contact whose day reads both ways."""
    born = f"{13 + number % 15}/0{1 + number % 9}/19{60 + number % 30}"
    return (
        f"XX-{number:04d};Famiglia{number};Nome{number};{born};F;SMX;"
        f"{13 + number % 15}/0{1 + number % 9}/2019;4,5;{number % 5},0;0{1 + number % 9}/0{1 + number % 7}/2026"
    )


def write(folder: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    path = folder / "reparto.csv"
    path.write_text("\n".join((head, *rows)), encoding=encoding)
    return path


def settle(qtbot: QtBot, page: ImportPage) -> None:
    QCoreApplication.processEvents()
    qtbot.waitUntil(lambda: page.session.settled, timeout=20_000)
    QCoreApplication.processEvents()
    qtbot.waitUntil(lambda: page.session.settled, timeout=20_000)
    QCoreApplication.processEvents()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Answers of one test are not those of the next."""
    yield
    shutil.rmtree(files.unit_folder() / import_mappings.FOLDER, ignore_errors=True)


@pytest.fixture
def page(shell: Shell) -> ImportPage:
    shell.window.show_page("import_file")
    made = shell.window.page("import_file")
    assert isinstance(made, ImportPage)
    return made


def load(qtbot: QtBot, page: ImportPage, path: Path) -> None:
    page.open(path)
    settle(qtbot, page)


def counts(page: ImportPage) -> dict[str, int]:
    assert page.session.run is not None
    return {state.value: n for state, n in page.session.run.counts.items() if n}


class Hands:
    """Somebody at the keyboard, whose keys are counted."""

    def __init__(self, qtbot: QtBot, shell: Shell, page: ImportPage) -> None:
        self.qtbot, self.shell, self.page, self.keys = qtbot, shell, page, 0

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.keys += 1
        QTest.keyClick(QApplication.focusWidget() or self.shell.window, key, held)
        settle(self.qtbot, self.page)

    def type(self, letters: str) -> None:
        for letter in letters:
            self.keys += 1
            QTest.keyClicks(QApplication.focusWidget(), letter)


@pytest.mark.parametrize("rows", [12, pytest.param(120, marks=pytest.mark.soak)])
def test_an_old_spreadsheet_comes_in_with_15_keys(
    qtbot: QtBot, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    path = write(tmp_path, *(row(number) for number in range(1, rows + 1)))
    # The dialog is the system's own: its path is data, its Enter a key.
    monkeypatch.setattr(import_page, "ask_file", lambda *_: path)
    page = shell.window.page("import_file")
    assert isinstance(page, ImportPage)
    hands = Hands(qtbot, shell, page)
    hands.press(K.Key_I, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert shell.window.place == "import_file"
    hands.press(K.Key_Return)
    hands.keys += 1
    assert page.columns.columns.key() == ("Malattia", 1)
    hands.press(K.Key_Return)
    hands.type("mu")
    hands.press(K.Key_Return)
    hands.press(K.Key_Return, CTRL)
    assert page.columns.columns.key() == ("ultimo contr.", 1)
    hands.press(K.Key_1)
    assert counts(page) == {"new": rows}
    hands.press(K.Key_Return, CTRL)
    assert page.stack.currentWidget() is page.preview_view
    assert page.preview_view.rows.rows.lines
    assert import_runs.everything(shell.ctx.ready()) == []
    hands.press(K.Key_Return, CTRL)
    assert page.stack.currentWidget() is page.done_view
    assert [run.new_rows for run in import_runs.everything(shell.ctx.ready())] == [rows]
    assert hands.keys <= 15
    assert "Famiglia" not in shell.window.windowTitle()
    QTest.keyClick(shell.window, K.Key_Z, CTRL)
    assert import_runs.everything(shell.ctx.ready())[0].undone_at is not None
    assert page.foot.line.text() == "Taken back."


@pytest.mark.soak
def test_a_problem_is_gone_to_corrected_in_the_grid_or_left_out_by_choice(
    qtbot: QtBot, shell: Shell, page: ImportPage, tmp_path: Path
) -> None:
    rows = (
        NEW,
        NEW.replace("XX-0001", "XX-0002").replace("4,5", "3-4").replace("Solinas", "Carta"),
        NEW.replace("XX-0001", "XX-0003").replace("22/03/2019", "22/03/1915").replace("Solinas", "Podda"),
    )
    load(qtbot, page, write(tmp_path, *rows))
    assert counts(page) == {"new": 1, "refused": 2}
    assert page.verdict.counts.text() == "3 read = 1 new + 2 refused"
    hands = Hands(qtbot, shell, page)
    hands.press(K.Key_F8)
    assert page.verdict.grid.here() == (3, 7)
    assert page.verdict.line.text().startswith("Row 3, Carta Maria, EDSS_0")
    hands.press(K.Key_F2)
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClick(editor, K.Key_A, CTRL)
    hands.type("3,5")
    QTest.keyClick(QApplication.focusWidget(), K.Key_Return)
    settle(qtbot, page)
    assert page.session.decisions.cells == {(RowKey("", 3), 7): "3,5"}
    assert counts(page) == {"new": 2, "refused": 1}
    told = page.verdict.problems.rows[0]
    assert [name for name, _words in told.told.actions] == ["show", "correct", "empty", "skip"]
    told.links[-1].click()
    settle(qtbot, page)
    assert page.session.decisions.skipped == {RowKey("", 4)}
    assert counts(page) == {"new": 2, "refused": 1}
    assert page.foot.take.text() == "Take in 2 rows"


@pytest.mark.soak
def test_leaving_keeps_mapping_and_corrections_for_the_same_file(
    qtbot: QtBot, shell: Shell, page: ImportPage, tmp_path: Path
) -> None:
    path = write(tmp_path, row(1), NEW.replace("XX-0001", "XX-0002").replace("4,5", "3-4"))
    load(qtbot, page, path)
    page.session.correct([(RowKey("", 3), 7, "3,5")])
    settle(qtbot, page)
    page.work.open_column(("ultimo contr.", 1))
    sheet = shell.window.sheet()
    assert isinstance(sheet, ColumnSheet)
    sheet.column = MappedColumn("ultimo contr.")
    sheet.take()
    settle(qtbot, page)
    Hands(qtbot, shell, page).press(K.Key_Escape)
    assert shell.window.place == "today"
    shell.window.show_page("import_file")
    page.start()
    load(qtbot, page, path)
    assert page.session.restored
    assert page.session.decisions.cells == {(RowKey("", 3), 7): "3,5"}
    plan = page.session.plans[0]
    assert [column.field for column in plan.mapping.columns if column.head == "ultimo contr."] == [""]


@pytest.mark.soak
def test_what_differs_from_the_record_is_chosen_field_by_field(
    qtbot: QtBot, shell: Shell, page: ImportPage, tmp_path: Path
) -> None:
    held = "MS-0107;Rossi;Elena;14/03/1984;M;sclerosi multipla;;;;"
    load(qtbot, page, write(tmp_path, held, NEW))
    assert counts(page) == {"new": 1, "conflict": 1}
    assert not page.foot.take.isEnabled()
    hands = Hands(qtbot, shell, page)
    hands.press(K.Key_Return, CTRL)
    sheet = shell.window.sheet()
    assert isinstance(sheet, MergeSheet)
    hands.press(K.Key_2)
    assert sheet.picks[0].value() == "file"
    shell.window.trigger("undo")
    settle(qtbot, page)
    assert (sheet.picks[0].value(), sheet.picks[0].hasFocus()) == (None, True)
    hands.press(K.Key_2)
    hands.press(K.Key_Return, CTRL)
    assert shell.window.sheet() is None
    assert {key.number for key, _field in page.session.decisions.take_file} == {2}
    assert counts(page) == {"new": 1, "changed": 1}
    assert page.foot.take.isEnabled()


@pytest.mark.soak
def test_a_person_of_the_same_name_and_birth_date_is_asked_about(
    qtbot: QtBot, shell: Shell, page: ImportPage, tmp_path: Path
) -> None:
    load(qtbot, page, write(tmp_path, "YY-0001;Rossi;Elena;14/03/1984;F;sclerosi multipla;;;;"))
    assert page.session.run is not None
    assert page.session.run.asks == 1
    hands = Hands(qtbot, shell, page)
    hands.press(K.Key_Return, CTRL)
    assert isinstance(shell.window.sheet(), MergeSheet)
    hands.press(K.Key_2)
    assert list(page.session.decisions.persons.values()) == [None]
    assert counts(page) == {"new": 1}


def test_a_file_that_is_not_utf_8_shows_its_umlauts_in_each_encoding(
    qtbot: QtBot, shell: Shell, page: ImportPage, tmp_path: Path
) -> None:
    load(qtbot, page, write(tmp_path, NEW.replace("Solinas", "Müller"), encoding="cp1252"))
    assert page.stack.currentWidget() is page.encoding_view
    samples = {line.key: line.cells[1].words for line in page.encoding_view.lines.rows.lines}
    assert "Müller" in samples["cp1252"]
    assert "Müller" not in samples["cp850"]
    page.encoding_view.lines.choose("cp1252")
    Hands(qtbot, shell, page).press(K.Key_Return)
    assert counts(page) == {"new": 1}
    assert page.head.facts.text().endswith("cp1252")


@pytest.mark.soak
def test_esc_stops_a_dry_run_which_is_then_made_before_anything_is_taken(
    qtbot: QtBot, shell: Shell, page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*arguments: Any) -> None:
        while True:
            arguments[-1](1, 2)
            time.sleep(0.002)

    monkeypatch.setattr(import_reading, "check_sheets", endless)
    page.open(write(tmp_path, NEW))
    qtbot.waitUntil(lambda: page.session.progress == (1, 2), timeout=10_000)
    QTest.keyClick(page, K.Key_Escape)
    settle(qtbot, page)
    assert shell.window.place == "import_file"
    assert page.session.run is None
    assert page.foot.take.text() == "Dry run"
    monkeypatch.undo()
    Hands(qtbot, shell, page).press(K.Key_Return, CTRL)
    assert counts(page) == {"new": 1}
    assert import_runs.everything(shell.ctx.ready()) == []


def take_in(qtbot: QtBot, page: ImportPage) -> None:
    page.session.take()
    settle(qtbot, page)
    assert page.stack.currentWidget() is page.done_view


@pytest.mark.soak
def test_answers_are_remembered_for_the_next_file_with_these_heads(
    qtbot: QtBot, shell: Shell, page: ImportPage, tmp_path: Path
) -> None:
    load(qtbot, page, write(tmp_path, row(1)))
    assert page.words.asking() == ["", ""]
    plan = page.session.plans[0]
    page.session.set_column("", replace(mapped(page, "Malattia"), codes={"smx": "ms"}))
    page.words.answer(plan, ("ultimo contr.", 1), DateOrder.DAY_FIRST)
    settle(qtbot, page)
    take_in(qtbot, page)
    page.start()
    load(qtbot, page, write(tmp_path, row(1), row(2)))
    assert counts(page) == {"new": 1, "same": 1}
    assert page.words.asking() == []
    assert page.columns.known.isVisible()
    page.columns.anew.click()
    settle(qtbot, page)
    assert page.words.asking() == ["", ""]
    assert not page.columns.known.isVisible()


def mapped(page: ImportPage, head: str) -> MappedColumn:
    return next(column for column in page.session.plans[0].mapping.columns if column.head == head)


def test_leaving_with_refused_rows_in_no_file_is_asked_about_once(
    qtbot: QtBot, shell: Shell, page: ImportPage, tmp_path: Path
) -> None:
    refused = NEW.replace("XX-0001", "XX-0002").replace("Solinas", "Carta").replace("4,5;4", "3-4;?;")
    load(qtbot, page, write(tmp_path, NEW, refused))
    take_in(qtbot, page)
    cells = [cell.words for cell in page.done_view.behind.rows.lines[0].cells]
    assert cells[:6] == ["3", "Carta Maria", "14/07/1985", "XX-0002", "EDSS_0", "3-4"]
    assert page.done_view.line.text() == cells[6]
    hands = Hands(qtbot, shell, page)
    hands.press(K.Key_Return)
    assert shell.window.place == "import_file"
    assert "in no file yet" in page.done_view.rest.accessibleName()
    assert page.done_view.write.hasFocus()
    page.files.refused_to(tmp_path / "back.csv")
    settle(qtbot, page)
    assert "back.csv" in page.done_view.rest.accessibleName()
    assert page.foot.take.hasFocus()
    hands.press(K.Key_Return)
    assert shell.window.place == "today"


def test_another_file_is_one_button_away_and_keys_of_the_grid_are_dead_elsewhere(
    qtbot: QtBot, shell: Shell, page: ImportPage, tmp_path: Path
) -> None:
    load(qtbot, page, write(tmp_path, NEW.replace("4,5", "3-4")))
    page.foot.another.setFocus()
    hands = Hands(qtbot, shell, page)
    hands.press(K.Key_Return)
    assert page.stack.currentWidget() is page.start_view
    assert page.start_view.choose.hasFocus()
    hands.press(K.Key_F8)
    assert page.start_view.choose.hasFocus()
    load(qtbot, page, write(tmp_path))
    assert page.problem.isVisible()
    assert not page.foot.take.isEnabled()
    assert page.foot.another.hasFocus()


def test_a_code_that_nothing_is_called_keeps_the_keys(
    qtbot: QtBot, shell: Shell, page: ImportPage, tmp_path: Path
) -> None:
    load(qtbot, page, write(tmp_path, row(1)))
    page.work.open_column(("Malattia", 1))
    sheet = shell.window.sheet()
    assert isinstance(sheet, ColumnSheet)
    assert sheet.codes is not None
    hands = Hands(qtbot, shell, page)
    hands.type("zzq")
    hands.press(K.Key_Return)
    assert sheet.codes.picker.line().hasFocus()
    assert "Nothing of that name" in sheet.codes.picker.line().accessibleDescription()
    hands.press(K.Key_Return, CTRL)
    assert shell.window.sheet() is sheet
    assert "1 of 1 codes" in sheet.codes.picker.line().accessibleDescription()
    hands.press(K.Key_Return, CTRL)
    assert shell.window.sheet() is None


def test_who_a_row_is_is_never_left_empty(qtbot: QtBot, page: ImportPage, tmp_path: Path) -> None:
    load(qtbot, page, write(tmp_path, NEW.replace("XX-0001", "MS-0107")))
    told = page.verdict.problems.rows[0]
    assert [name for name, _words in told.told.actions] == ["show", "correct", "code", "skip"]
    told.links[2].click()
    assert page.verdict.grid.here() == (2, 0)


@pytest.mark.soak
def test_ctrl_z_takes_back_what_was_decided_for_the_file_and_never_an_import(
    qtbot: QtBot, shell: Shell, page: ImportPage, tmp_path: Path
) -> None:
    load(qtbot, page, write(tmp_path, NEW))
    take_in(qtbot, page)
    qtbot.waitUntil(lambda: not shell.ctx.writing)
    page.start()
    load(qtbot, page, write(tmp_path, NEW.replace("XX-0001", "XX-0002").replace("Solinas", "Carta")))
    key = RowKey("", 2)
    page.session.correct([(key, 7, "99")])
    page.session.skip([key])
    settle(qtbot, page)
    for left in ((1, 0), (0, 0), (0, 0)):
        shell.window.trigger("undo")
        settle(qtbot, page)
        assert (len(page.session.decisions.cells), len(page.session.decisions.skipped)) == left
    assert counts(page) == {"new": 1}
    assert import_runs.everything(shell.ctx.ready())[0].undone_at is None
    page.session.correct([(key, 7, "99")])
    settle(qtbot, page)
    page.verdict.grid.go_to(2, 7)
    page.verdict.grid.setFocus()
    Hands(qtbot, shell, page).press(K.Key_Delete)
    assert page.session.decisions.cells == {}


@pytest.mark.soak
def test_keys_come_back_to_the_grid_whose_editor_was_open(
    qtbot: QtBot, shell: Shell, page: ImportPage, tmp_path: Path
) -> None:
    load(qtbot, page, write(tmp_path, NEW))
    page.verdict.grid.go_to(2, 7)
    hands = Hands(qtbot, shell, page)
    hands.press(K.Key_F2)
    hands.type("3")
    hands.press(K.Key_K, CTRL)
    assert shell.window.palette_.isVisible()
    hands.press(K.Key_Escape)
    assert page.verdict.grid.hasFocus()
    assert page.session.decisions.cells == {(RowKey("", 2), 7): "3"}


def test_esc_stops_the_taking_in(
    qtbot: QtBot, shell: Shell, page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(_ws: object, _run: object, tell: Callable[[int, int], None]) -> None:
        while True:
            tell(1, 2)
            time.sleep(0.002)

    load(qtbot, page, write(tmp_path, NEW))
    hands = Hands(qtbot, shell, page)
    hands.press(K.Key_Return, CTRL)
    monkeypatch.setattr(import_reading, "take_in", endless)
    QTest.keyClick(QApplication.focusWidget() or page, K.Key_Return)
    qtbot.waitUntil(lambda: page.session.progress == (1, 2), timeout=10_000)
    hands.press(K.Key_Escape)
    assert page.foot.take.hasFocus()
    assert page.stack.currentWidget() is page.preview_view
    assert import_runs.everything(shell.ctx.ready()) == []
