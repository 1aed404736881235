"""What the import page says of cells and dates, and what it keeps of a half-done import."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.book import Cell, CellKind
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.import_mapping import ImportMapping, MappedColumn
from hsct_desktop.domain.import_row import CellProblem, Place
from hsct_desktop.domain.import_run import Decisions, FieldConflict, RowKey, RowState, RowVerdict
from hsct_desktop.domain.import_table import ImportTable, TableRow
from hsct_desktop.domain.problem import Problem
from hsct_desktop.services.import_check import SheetPlan
from hsct_desktop.views.import_grid_model import ColumnLook, GridModel, GridRows, as_written
from hsct_desktop.views.import_reading import decisions_from, draft_of
from hsct_desktop.views.import_words import both_ways

ROW = RowKey("Pazienti", 4)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("03/04/21", (date(2021, 4, 3), date(2021, 3, 4))),
        ("3.4.2021", (date(2021, 4, 3), date(2021, 3, 4))),
        ("13/04/2021", None),
        ("31/02/2021", None),
        ("aprile 2021", None),
    ],
)
def test_a_day_that_reads_both_ways_is_shown_both_ways(written: str, read: tuple[date, date] | None) -> None:
    assert both_ways(written) == read


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (Cell("2019-03-12", CellKind.DATE), "12/03/2019"),
        (Cell("2019-03-12 08:30", CellKind.MOMENT), "12/03/2019 08:30"),
        (Cell("5.8", CellKind.NUMBER), "5,8"),
        (Cell("  5.8  ", CellKind.TEXT), "5.8"),
    ],
)
def test_cells_stand_as_a_spreadsheet_shows_them(cell: Cell, shown: str) -> None:
    assert as_written(cell, wording("it")) == shown


def test_decisions_and_mapping_outlive_the_page() -> None:
    decisions = Decisions(
        cells={(ROW, 2): "14/03/1984"},
        skipped=frozenset({RowKey("Pazienti", 9)}),
        take_file=frozenset({(ROW, "patient.sex")}),
        keep_record=frozenset({(ROW, "transplant.day0@5")}),
        persons={ROW: None, RowKey("Pazienti", 9): 3},
    )
    book_sha = "0" * 64
    mapping = ImportMapping("", ImportKind.PATIENTS, (MappedColumn("Cod.", "patient.code"),), sheet="Pazienti")
    plan = SheetPlan("Pazienti", ImportTable("Pazienti", ("Cod.",), (), (), 1), mapping)
    kept = draft_of(book_sha, [plan], decisions, {("Pazienti", "Cod.", 1)})
    assert kept["sha256"] == book_sha
    assert kept["decided"] == [("Pazienti", "Cod.", 1)]
    assert decisions_from(kept["decisions"]) == decisions


def test_each_cell_says_what_is_wrong_with_it(qapp: QApplication) -> None:
    cells = (
        Cell("MS-1", CellKind.TEXT),
        Cell("", CellKind.EMPTY),
        Cell("F", CellKind.TEXT),
        Cell("n.d.", CellKind.TEXT),
    )
    table = ImportTable("Pazienti", ("Cod.", "nato/a il", "sesso", "EDSS"), (TableRow(4, cells),), (), 3)
    verdict = RowVerdict(
        ROW,
        RowState.REFUSED,
        problems=(CellProblem(Place(4, 1), Problem("patient.birth_date", "code_missing")),),
        conflicts=(FieldConflict("patient.sex", Place(4, 2), "Male", "Female", takes_file=True),),
        not_done=(Place(4, 3),),
    )
    model = GridModel(wording("en"))
    looks = [ColumnLook(head) for head in table.heads]
    decisions = Decisions(cells={(ROW, 0): "MS-2"})
    model.show_rows(GridRows(table, looks, {4: verdict}, decisions), table.rows)
    marks = model.marks(0)
    assert {column: mark.kind for column, mark in marks.items()} == {
        0: "changed",
        1: "danger",
        2: "changed",
        3: "muted",
    }
    assert marks[0].corrected
    assert [model.shown(0, column) for column in range(4)] == ["MS-2", "missing", "F", "n.d."]
    assert marks[2].sentence == "The record has Male, the file Female. The file was chosen."
