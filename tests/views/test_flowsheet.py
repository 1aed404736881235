"""The flowsheet in the real window: typed like a sheet, saved cell by cell, blocks pasted or refused whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from hsct_desktop.app import Shell
from hsct_desktop.domain.lab_result import CellEntry, LabResult, Sample
from hsct_desktop.domain.visit import VisitEntry, Vitals
from hsct_desktop.services import drafts, lab_results, patients, visits
from hsct_desktop.store import lab_result
from hsct_desktop.views.flowsheet import LEAST_COLUMN
from hsct_desktop.views.flowsheet_tab import FlowsheetTab
from hsct_desktop.views.flowsheet_unsaved import DRAFT
from hsct_desktop.views.paste_sheet import PasteSheet
from hsct_desktop.views.patient import PatientPage
from hsct_desktop.views.result_sheet import ResultSheet
from tests.e2e.keyboard import Keyboard
from tests.views.ward import ON

DAY0 = ON - timedelta(days=28)


class Sheet:
    """The tab with a keyboard, on Marta's sheet (Day +28, so that the panel is the daily one)."""

    def __init__(self, shell: Shell, qtbot: QtBot) -> None:
        self.shell, self.ws = shell, shell.ctx.ready()
        self.patient = next(hit.id for hit in patients.browse(self.ws) if hit.code == "MS-0031")
        shell.window.activateWindow()
        shell.ctx.show_patient(self.patient, "flowsheet")
        page = shell.window.page("patient")
        assert isinstance(page, PatientPage)
        self.page = page
        self.tab: FlowsheetTab = page.flowsheet
        self.keys = Keyboard(shell.window, qtbot)
        self.keys.settle()

    def put(self, *cells: tuple[str, str, int]) -> None:
        """Results by analyte, text and days before today, written past the window."""
        entries = [CellEntry(code, Sample(ON - timedelta(days=back)), text) for code, text, back in cells]
        lab_results.put_cells(self.ws, self.patient, entries, confirmed=True)
        self.tab.show_patient(self.patient, DAY0)

    def go(self, code: str, back: int = 0) -> None:
        place = self.tab.model.place(code, Sample(ON - timedelta(days=back)))
        assert place is not None
        self.tab.table.go(*place)
        self.tab.table.setFocus()

    def stored(self) -> dict[tuple[str, int], LabResult]:
        with self.ws.read() as session:
            found = lab_result.of_patient(session, self.patient)
        return {(result.analyte, (ON - result.taken_on).days): result for result in found}

    def texts(self) -> dict[tuple[str, int], str]:
        return {key: result.text for key, result in self.stored().items()}

    def at(self) -> tuple[str, int]:
        """Analyte and days before today of the cursor."""
        place = self.tab.table.place()
        assert place is not None
        row, column = self.tab.model.rows[place[0]], self.tab.model.columns[place[1]]
        return row.code, (ON - column.sample.taken_on).days

    def shown(self, code: str, back: int = 0) -> str:
        place = self.tab.model.place(code, Sample(ON - timedelta(days=back)))
        assert place is not None
        return str(self.tab.model.index(*place).data())

    def said(self) -> str:
        return self.tab.inspector.words.sentence()

    def paste(self, text: str) -> PasteSheet | None:
        QGuiApplication.clipboard().setText(text)
        self.keys.press("Ctrl+V")
        self.keys.settle()
        found = [sheet for sheet in self.shell.window.findChildren(PasteSheet) if sheet.isVisible()]
        return found[-1] if found else None


@pytest.fixture
def sheet(shell: Shell, qtbot: QtBot) -> Sheet:
    return Sheet(shell, qtbot)


@pytest.mark.soak
def test_a_morning_is_typed_down_the_column(sheet: Sheet) -> None:
    assert sheet.at() == ("HGB", 0)
    for value in ("9,8 g/dL", "0.7", "<0.1"):
        sheet.keys.type(value)
        sheet.keys.press("Enter")
    assert sheet.texts() == {("HGB", 0): "9,8 g/dL", ("WBC", 0): "0.7", ("ANC", 0): "<0.1"}
    assert sheet.at() == ("ALC", 0)
    assert sheet.stored()["HGB", 0].canonical == Decimal(98)
    assert [sheet.shown(code) for code in ("HGB", "WBC", "ANC")] == ["98", "0.7", "<0.1"]


@pytest.mark.parametrize(
    ("key", "at"),
    [
        ("Enter", ("WBC", 3)), ("Tab", ("HGB", 2)), ("Ctrl+Right", ("HGB", 0)),
        *(pytest.param(key, at, marks=pytest.mark.soak) for key, at in (
            ("Down", ("WBC", 3)), ("Right", ("HGB", 2)), ("Left", ("HGB", 4)), ("Shift+Tab", ("HGB", 4)),
            ("Ctrl+Left", ("HGB", 5)),
        )),
    ],
)  # fmt: skip
def test_each_key_commits_and_moves(sheet: Sheet, key: str, at: tuple[str, int]) -> None:
    sheet.put(("HGB", "91", 5), ("HGB", "97", 0))
    sheet.go("HGB", 3)
    sheet.keys.type("95")
    sheet.keys.press(key)
    assert sheet.texts()["HGB", 3] == "95"
    assert sheet.at() == at


def test_the_cursor_walks_without_typing(sheet: Sheet) -> None:
    sheet.put(("PLT", "13", 5))
    sheet.go("WBC", 3)
    sheet.keys.press("Up", "Right", "Enter", "Shift+Enter")
    assert sheet.at() == ("HGB", 2)
    sheet.keys.press("Ctrl+End")
    assert sheet.at()[1] == 0
    sheet.keys.press("Ctrl+Home")
    assert sheet.tab.table.place() == (1, 0)
    sheet.go("PLT", 3)
    sheet.keys.press("Ctrl+Left")
    assert sheet.at() == ("PLT", 5)


@pytest.mark.soak
def test_a_converted_value_has_three_digits_and_tells_how_it_was_typed(sheet: Sheet) -> None:
    sheet.put(("CREA", "0.7 mg/dL", 0), ("CREA", "1,25 mg/dL", 1), ("CREA", "62.10", 2))
    sheet.go("CREA")
    assert [sheet.shown("CREA", back) for back in (0, 1, 2)] == ["61.9", "111", "62.10"]
    assert "61.9 µmol/L" in sheet.said()
    assert "0.7 mg/dL" in sheet.said()
    place = sheet.tab.table.place()
    assert place is not None
    assert "0.7 mg/dL" in str(sheet.tab.model.index(*place).data(Qt.ItemDataRole.ToolTipRole))


def test_esc_gives_the_edit_up(sheet: Sheet) -> None:
    sheet.put(("HGB", "91", 0))
    sheet.go("HGB")
    sheet.keys.type("12")
    sheet.keys.press("Esc")
    assert sheet.texts() == {("HGB", 0): "91"}
    assert sheet.page.isVisible()
    assert not sheet.tab.table.is_typing()


@pytest.mark.soak
@pytest.mark.parametrize("width", [800, 960, 1366, 1010])
def test_the_last_column_stands_whole_at_the_right_edge_whatever_the_width(sheet: Sheet, width: int) -> None:
    sheet.put(*[("HGB", str(90 + back % 20), back * 3) for back in range(40)])
    sheet.tab.bar().panels.set_values(["all"])
    sheet.shell.window.resize(width, 600)
    sheet.keys.settle()
    sheet.keys.press("End")
    sheet.shell.window.resize(width + 60, 600)
    sheet.keys.settle()
    table, last = sheet.tab.table, len(sheet.tab.model.columns) - 1
    left = table.columnViewportPosition(last)
    assert table.viewport().width() - LEAST_COLUMN < left + table.columnWidth(last) <= table.viewport().width()
    assert table.columnViewportPosition(table.span()[0]) == 0


@pytest.mark.soak
def test_delete_takes_back_and_ctrl_z_undoes(sheet: Sheet) -> None:
    sheet.put(("HGB", "91", 0), ("WBC", "2", 0))
    sheet.go("HGB")
    sheet.keys.press("Shift+Down", "Delete")
    assert sheet.texts() == {}
    sheet.keys.press("Ctrl+Z")
    assert set(sheet.texts()) == {("HGB", 0), ("WBC", 0)}
    assert sheet.shown("HGB") == "91"


@pytest.mark.soak
def test_what_is_typed_is_undone_by_ctrl_z(sheet: Sheet) -> None:
    sheet.keys.type("91")
    sheet.keys.press("Enter", "Ctrl+Z")
    assert sheet.texts() == {}
    assert sheet.shown("HGB") == ""
    toast, line = sheet.shell.window.toast, sheet.tab.inspector
    assert toast.text().replace("\u00a0", " ") == "Undone: Haemoglobin, 20 Nov"
    assert toast.geometry().bottom() < line.mapTo(toast.parentWidget(), line.rect().topLeft()).y()


@pytest.mark.soak
def test_an_impossible_value_stays_in_its_cell_with_the_reason(sheet: Sheet) -> None:
    sheet.keys.type("1400")
    sheet.keys.press("Enter")
    assert sheet.texts() == {}
    assert sheet.at() == ("HGB", 0), "the cursor stays where something is wrong"
    assert sheet.shown("HGB") == "1400"
    assert "not possible" in sheet.said()
    sheet.shell.window.show_page("today")
    sheet.shell.ctx.show_patient(
        next(hit.id for hit in patients.browse(sheet.ws) if hit.code == "MS-0107"), "flowsheet"
    )
    assert sheet.tab.model.refused == {}
    sheet.shell.ctx.show_patient(sheet.patient, "flowsheet")
    assert sheet.shown("HGB") == "1400", "nothing typed is lost when the page changes"
    sheet.keys.settle()
    sheet.keys.press("Backspace")
    sheet.keys.type("98")
    sheet.keys.press("Enter")
    assert sheet.texts() == {("HGB", 0): "98"}
    assert drafts.find(sheet.ws, DRAFT, sheet.patient) is None


def test_an_unusual_value_is_asked_about_once(sheet: Sheet) -> None:
    sheet.keys.type("14")
    sheet.keys.press("Enter")
    assert sheet.texts() == {}
    assert "unusual" in sheet.said()
    sheet.keys.press("Enter")
    assert sheet.texts() == {("HGB", 0): "14"}
    assert sheet.at() == ("WBC", 0)


@pytest.mark.parametrize("down", ["Enter", pytest.param("Down", marks=pytest.mark.soak)])
@pytest.mark.parametrize("first", ["1400", pytest.param("14", marks=pytest.mark.soak)])
def test_typing_on_blindly_puts_no_value_into_a_wrong_row(sheet: Sheet, first: str, down: str) -> None:
    for value in (first, "0,1", "0,05", "85", "95"):
        sheet.keys.type(value)
        sheet.keys.press(down)
    assert sheet.texts() == {}
    assert sheet.at() == ("HGB", 0)
    assert sheet.shown("HGB") == first
    assert "goes nowhere" in sheet.said()
    sheet.keys.press("Esc")
    sheet.keys.type("98")
    sheet.keys.press("Enter")
    assert sheet.texts() == {("HGB", 0): "98"}
    assert sheet.at() == ("WBC", 0)


@pytest.mark.soak
def test_a_value_that_another_station_wrote_meanwhile_is_not_typed_over(sheet: Sheet) -> None:
    sheet.put(("HGB", "91", 0))
    sheet.go("HGB")
    lab_results.put_cells(sheet.ws, sheet.patient, [CellEntry("HGB", Sample(ON), "95")])
    sheet.keys.type("98")
    sheet.keys.press("Enter")
    assert sheet.texts() == {("HGB", 0): "95"}
    assert sheet.shown("HGB") == "98", "what was typed stays"
    assert "95 g/L" in sheet.said()
    sheet.keys.press("Esc")
    assert sheet.shown("HGB") == "95"
    lab_results.put_cells(sheet.ws, sheet.patient, [CellEntry("HGB", Sample(ON), "96")])
    sheet.keys.press("Delete")
    assert sheet.texts() == {("HGB", 0): "96"}
    sheet.keys.press("Backspace", "Enter")
    assert sheet.texts() == {}, "whoever has seen the other value may take it back"


def test_what_waits_for_an_answer_is_shown_before_the_visit_ends(sheet: Sheet) -> None:
    sheet.page.show_tab(f"flowsheet@{ON.isoformat()}")
    sheet.keys.type("1400")
    sheet.keys.press("Tab")
    sheet.go("PLT")
    sheet.keys.press("Ctrl+Enter")
    assert sheet.page.isVisible()
    assert sheet.at() == ("HGB", 0)


@pytest.mark.soak
def test_o_shows_the_table_though_the_trend_was_looked_at(sheet: Sheet) -> None:
    sheet.tab.switch.chosen.emit("trend")
    sheet.keys.settle()
    assert not sheet.tab.table.isVisible()
    sheet.shell.window.show_page("today")
    sheet.shell.ctx.show_patient(sheet.patient, f"flowsheet@{ON.isoformat()}")
    sheet.keys.type("98")
    sheet.keys.press("Enter")
    assert sheet.texts() == {("HGB", 0): "98"}


@pytest.mark.soak
def test_ctrl_g_and_the_palette_lead_to_the_trend_and_back(sheet: Sheet) -> None:
    sheet.put(("HGB", "98", 3), ("HGB", "91", 1))
    sheet.go("HGB")
    sheet.keys.press("Ctrl+G")
    assert not sheet.tab.table.isVisible()
    sheet.keys.press("Ctrl+G")
    assert sheet.tab.table.hasFocus()
    for words, shown in (("Trend", False), ("Flowsheet", True)):
        sheet.shell.window.show_page("today")
        sheet.shell.ctx.show_patient(sheet.patient)
        sheet.keys.press("Ctrl+K")
        sheet.keys.type(words)
        sheet.keys.press("Enter")
        assert sheet.tab.isVisible(), words
        assert sheet.tab.table.isVisible() is shown


@pytest.mark.soak
def test_shift_tab_leads_from_the_first_column_into_the_bar(sheet: Sheet) -> None:
    sheet.keys.press("Ctrl+Home", "Shift+Tab")
    assert sheet.tab.bar().isAncestorOf(sheet.keys.target())
    sheet.keys.press("Tab")
    assert sheet.tab.table.hasFocus()


@pytest.mark.soak
def test_the_bar_has_one_line_beside_a_sheet(sheet: Sheet) -> None:
    sheet.shell.window.resize(1366, 768)
    sheet.put(("PLT", "13", 0))
    sheet.go("PLT")
    sheet.keys.press("Ctrl+T")
    sheet.keys.type("0630")
    sheet.keys.press("Enter")
    sheet.keys.type("29")
    sheet.keys.press("Enter", "Up", "F2")
    sheet.keys.settle()
    bar = sheet.tab.bar()
    assert bar.sample.shown.text() == "06:30"
    assert bar.height() < 40


def test_letters_stay_keys_of_the_page_but_a_virus_is_answered_in_words(sheet: Sheet) -> None:
    sheet.tab.bar().panels.set_values(["all"])
    sheet.go("CMV")
    sheet.keys.type("neg")
    sheet.keys.press("Enter")
    assert sheet.texts() == {("CMV", 0): "neg"}
    sheet.go("HGB")
    sheet.keys.press("C")
    assert not sheet.tab.table.is_typing()


def test_a_second_sample_of_a_day_by_ctrl_t(sheet: Sheet) -> None:
    sheet.put(("PLT", "13", 0))
    sheet.go("PLT")
    sheet.keys.press("Ctrl+T")
    sheet.keys.type("1830")
    sheet.keys.press("Enter")
    sheet.keys.type("29")
    sheet.keys.press("Enter")
    with sheet.ws.read() as session:
        found = [(r.taken_at, r.text) for r in lab_result.of_patient(session, sheet.patient)]
    assert found == [("", "13"), ("18:30", "29")]


@pytest.mark.soak
def test_a_day_far_back_gets_its_column(sheet: Sheet) -> None:
    sheet.keys.press("Ctrl+T", "Shift+Tab")
    sheet.keys.press("Ctrl+A")
    sheet.keys.type("3/8")
    sheet.keys.press("Enter")
    sheet.keys.type("110")
    sheet.keys.press("Enter")
    assert [result.taken_on.isoformat() for result in sheet.stored().values()] == ["2026-08-03"]


@pytest.mark.soak
def test_vital_signs_of_a_visit_are_shown_and_not_typed_over(sheet: Sheet) -> None:
    entry = VisitEntry(sheet.patient, ON, None, "Ann", Vitals(temperature=Decimal("38.4")))
    visits.record(sheet.ws, entry, confirmed=True)
    sheet.tab.show_patient(sheet.patient, DAY0)
    sheet.go("TEMP")
    assert sheet.shown("TEMP") == "38.4"
    assert "change it there" in sheet.said()
    sheet.keys.type("3")
    assert not sheet.tab.table.is_typing()
    assert sheet.texts() == {}


def test_copy_and_paste_of_a_block(sheet: Sheet) -> None:
    sheet.put(("HGB", "91", 5), ("WBC", "<0.1", 5), ("HGB", "92", 4))
    sheet.go("HGB", 5)
    sheet.keys.press("Shift+Down", "Shift+Right", "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "91\t92\n<0.1\t\n"
    sheet.go("HGB", 2)
    sheet.keys.press("Ctrl+V")
    texts = sheet.texts()
    assert (texts["HGB", 2], texts["WBC", 2], texts["HGB", 1]) == ("91", "<0.1", "92")
    assert sheet.stored()["HGB", 2].entered_by == lab_results.PASTED


@pytest.mark.soak
@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("98\t96\n0,7\t0,3", {("HGB", 5): "98", ("HGB", 4): "96", ("WBC", 5): "0,7", ("WBC", 4): "0,3"}),
        ("98;96", {("HGB", 5): "98", ("HGB", 4): "96"}),
        (
            "Esame\t18/11/2026\t19/11/2026\nPiastrine\t31\t28\nEmoglobina\t9,8 g/dL\t",
            {("PLT", 2): "31", ("PLT", 1): "28", ("HGB", 2): "9,8 g/dL"},
        ),
        ("\tHb\tPLT\n18/11\t98\t22", {("HGB", 2): "98", ("PLT", 2): "22"}),
        (
            "EMOCROMO\nEmoglobina 9,8 g/dL [12.0 - 15.5]\nPiastrine * 12 10^3/uL 150 - 400",
            {("HGB", 5): "9,8 g/dL", ("PLT", 5): "* 12 10^3/uL"},
        ),
        (
            "Esame\tRisultato\tU.M.\tRiferimento\nEmoglobina\t9,8\tg/dL\t12-15,5",
            {("HGB", 5): "9,8"},
        ),
    ],
)
def test_blocks_of_spreadsheets_and_printouts(sheet: Sheet, block: str, expected: dict[tuple[str, int], str]) -> None:
    sheet.go("HGB", 5)
    assert sheet.paste(block) is None
    assert sheet.texts() == expected
    if ("HGB", 5) in expected and "9,8" in expected["HGB", 5]:
        assert sheet.stored()["HGB", 5].canonical == Decimal(98)


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("98\t96\t95\t94\t93\t92\t91", "room for 6"),
        ("98\nabc", "no laboratory value"),
        ("98\n1400", "not possible"),
        ("\t18/11/2026\tmorgen\nHb\t98\t97", "is no day"),
        ("\t25/12/2026\nHb\t98", "future"),
        ("", "Nothing in the clipboard"),
    ],
)
def test_a_block_that_does_not_fit_is_shown_and_nothing_is_taken(sheet: Sheet, block: str, said: str) -> None:
    sheet.go("HGB", 5)
    shown = sheet.paste(block)
    assert shown is not None
    assert said in " ".join(shown.sentence(problem) for problem in shown.wrong())
    assert not shown.save_button().isVisible()
    assert sheet.texts() == {}


@pytest.mark.soak
def test_unknown_lines_of_a_printout_are_named_before_the_rest_is_taken(sheet: Sheet) -> None:
    sheet.go("HGB", 0)
    shown = sheet.paste("Emoglobina 9,8 g/dL\nPippo 88 fL\nPiastrine 120")
    assert shown is not None
    assert sheet.texts() == {}
    assert "Pippo" in shown.sentence(shown.wrong()[0])
    sheet.keys.press("Ctrl+Enter")
    assert set(sheet.texts()) == {("HGB", 0), ("PLT", 0)}


@pytest.mark.soak
def test_a_block_over_other_values_says_which_before_it_is_taken(sheet: Sheet) -> None:
    sheet.put(("HGB", "98", 2), ("PLT", "31", 2), ("WBC", "2.5", 2))
    shown = sheet.paste("\t18/11/2026\nHb\t9,8 g/dL\nPLT\t28\nWBC\t2.5\nANC\t1.1")
    assert shown is not None, "platelets would be replaced"
    assert [said.replace("\u00a0", " ") for said in shown.sentences()] == ["Platelets, 18 Nov: 31 ×10⁹/L → 28 ×10⁹/L"]
    assert shown.summary() == "1 of 4 cells hold another value."
    assert sheet.texts()["PLT", 2] == "31"
    sheet.keys.press("Esc")
    assert sheet.texts()["PLT", 2] == "31"
    assert sheet.paste("\t18/11/2026\nPLT\t28") is not None
    sheet.keys.press("Enter")
    assert sheet.texts()["PLT", 2] == "28"


def test_a_block_does_not_write_over_what_another_station_wrote_since(sheet: Sheet) -> None:
    sheet.put(("PLT", "31", 2))
    assert sheet.paste("\t18/11/2026\nPLT\t28") is not None
    lab_results.put_cells(sheet.ws, sheet.patient, [CellEntry("PLT", Sample(ON - timedelta(days=2)), "35")])
    sheet.keys.press("Enter")
    assert sheet.texts()["PLT", 2] == "35"
    assert sheet.shown("PLT", 2) == "35"


@pytest.mark.soak
def test_a_printout_with_its_day_goes_there_after_it_was_said(sheet: Sheet) -> None:
    sheet.go("HGB", 0)
    shown = sheet.paste("Data prelievo: 18/11/2026 ore 07:15\nEmoglobina 9,8 g/dL [12,0 - 15,5]\nPCR <0,5 mg/dL <0,5")
    assert shown is not None
    assert "18 Nov" in shown.sentence(shown.wrong()[0]).replace("\u00a0", " ")
    sheet.keys.press("Enter")
    assert sheet.texts() == {("HGB", 2): "9,8 g/dL", ("CRP", 2): "<0,5 mg/dL"}
    assert {result.taken_at for result in sheet.stored().values()} == {"07:15"}


@pytest.mark.soak
def test_f2_shows_the_versions_and_grades_again_on_demand(sheet: Sheet) -> None:
    sheet.put(("ALT", "200", 0))
    sheet.put(("ALT", "90", 0))
    sheet.put(("ALT", "40", 45))
    sheet.go("ALT")
    sheet.keys.press("F2")
    (found,) = [shown for shown in sheet.shell.window.findChildren(ResultSheet) if shown.isVisible()]
    words = labels(found)
    assert "200" in words
    assert "90" in words
    assert any("M. Conti" in text for text in words)
    sheet.keys.press("Ctrl+Enter")
    assert sheet.stored()["ALT", 0].reviewed_at is not None


def labels(sheet: ResultSheet) -> Sequence[str]:
    from hsct_desktop.views.widgets.plain_label import PlainLabel

    return [label.text() for label in sheet.findChildren(PlainLabel) if label.isVisible()]


@pytest.mark.soak
def test_what_others_write_meanwhile_leaves_the_typing_alone(sheet: Sheet, qtbot: QtBot) -> None:
    sheet.go("WBC", 3)
    sheet.keys.type("2")
    entry = CellEntry("HGB", Sample(ON - timedelta(days=3), "06:00"), "98")
    changes = lab_results.put_cells(sheet.ws, sheet.patient, [entry])
    sheet.shell.ctx.news.send(changes, None)
    sheet.keys.type(".5")
    sheet.keys.press("Enter")
    assert sheet.texts()["WBC", 3] == "2.5"
    qtbot.waitUntil(lambda: sheet.tab.model.place("HGB", entry.sample) is not None, timeout=10_000)
    assert sheet.at()[0] == "ANC"


@pytest.mark.soak
def test_typing_does_not_read_ten_years_again(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    from hsct_desktop.services import flowsheet

    read: list[int] = []
    whole = flowsheet.sheet

    def counted(*given: object, **named: object) -> object:
        read.append(1)
        return whole(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(flowsheet, "sheet", counted)
    sheet.keys.type("98")
    sheet.keys.press("Enter")
    assert sheet.texts() == {("HGB", 0): "98"}
    assert read == []


@pytest.mark.soak
def test_o_opens_todays_first_cell_from_anywhere(shell: Shell, qtbot: QtBot) -> None:
    shell.window.activateWindow()
    keys = Keyboard(shell.window, qtbot)
    keys.press("Ctrl+K")
    keys.type("ange")
    keys.press("Enter", "O")
    page = shell.window.page("patient")
    assert isinstance(page, PatientPage)
    table = page.flowsheet.table
    place = table.place()
    assert place is not None
    assert page.flowsheet.model.columns[place[1]].today
    assert table.hasFocus()
