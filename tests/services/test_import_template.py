"""Templates: what an empty workbook says, the import understands without a question; its example never comes in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.import_fields import import_fields
from hsct_desktop.domain.book import Cell, CellKind, Sheet
from hsct_desktop.domain.import_codes import CodeLists, code_key
from hsct_desktop.domain.import_column import Recognised, mapping_of, recognise
from hsct_desktop.domain.import_field import FieldType, ImportKind
from hsct_desktop.domain.import_mapping import Confidence
from hsct_desktop.domain.import_reading import read_rows
from hsct_desktop.domain.import_run import RowState
from hsct_desktop.domain.import_table import ImportTable, LineKind, find_table
from hsct_desktop.domain.import_template import Template
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange.template_file import template_xlsx
from hsct_desktop.services import import_template
from hsct_desktop.services.import_check import SheetPlan
from hsct_desktop.services.import_codes import code_lists
from hsct_desktop.services.workspace import Workspace
from tests.services.importing import run_of

TODAY = date(2026, 11, 20)
BOTH = [(kind, ("en", "it")[at % 2]) for at, kind in enumerate(ImportKind)]
"""The languages in turn."""


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    return Catalogue()


@lru_cache(maxsize=1)
def codes() -> CodeLists:
    return code_lists(catalogue())


@lru_cache(maxsize=40)
def template(kind: ImportKind, language: str) -> Template:
    return import_template.make_template(catalogue(), kind, language)


@lru_cache(maxsize=40)
def recognised(kind: ImportKind, language: str, code: str) -> tuple[Recognised, ...]:
    return recognise(table(template(kind, language), code), kind, import_fields()[kind], codes(), TODAY)


def cell(value: object) -> Cell:
    if value is None:
        return Cell("", CellKind.EMPTY)
    if isinstance(value, str):
        return Cell(value, CellKind.TEXT)
    return Cell(str(value), CellKind.DATE if isinstance(value, date) else CellKind.NUMBER)


def table(made: Template, code: str) -> ImportTable:
    """The first sheet as it is read, the example under another code."""
    heads = tuple(Cell(column.head, CellKind.TEXT) for column in made.columns)
    row = (cell(code), *(cell(column.example) for column in made.columns[1:]))
    return find_table(Sheet(made.sheet, ((Cell(made.about, CellKind.TEXT),), heads, row)))


@pytest.mark.parametrize(("kind", "language"), BOTH)
def test_every_column_is_understood_empty_and_filled(kind: ImportKind, language: str) -> None:
    made, fields = template(kind, language), import_fields()[kind]
    for code in (str(made.columns[0].example), "MS-0001"):
        found = recognised(kind, language, code)
        doubtful = [(made.columns[one.index].head, one.asks) for one in found if one.confidence is not Confidence.SURE]
        assert doubtful == []
    required = {item.id for item in fields if item.required}
    assert required <= {one.column.field for one in found}


@pytest.mark.parametrize(("kind", "language"), BOTH)
def test_the_example_is_left_out_and_would_be_read_without_a_problem(kind: ImportKind, language: str) -> None:
    made, fields = template(kind, language), import_fields()[kind]
    example = table(made, str(made.columns[0].example))
    assert (example.rows, example.left_out[-1].kind) == ((), LineKind.EXAMPLE)
    filled = table(made, "MS-0001")
    mapping = mapping_of(recognised(kind, language, "MS-0001"), kind)
    (row,) = read_rows(filled, mapping, {item.id: item for item in fields}, codes(), TODAY)
    assert [(problem.problem.key, problem.text) for problem in row.problems] == []
    assert row.drafts


@pytest.mark.parametrize(("kind", "language"), BOTH)
def test_every_word_of_a_list_is_read_as_its_code(kind: ImportKind, language: str) -> None:
    by_head = {column.head: column for column in template(kind, language).columns}
    for one in recognised(kind, language, "MS-0001"):
        column = template(kind, language).columns[one.index]
        item = next(item for item in import_fields()[kind] if item.id == one.column.field)
        if item.codes:
            assert column.choices
            unread = [word for word in column.choices if code_key(word) not in codes()[item.codes]]
            assert unread == []
        assert bool(column.choices) == (bool(item.codes) or item.type is FieldType.YES_NO)
    assert len(by_head) == len(template(kind, language).columns)


def test_the_workbook_has_lists_formats_and_notes() -> None:
    made = template(ImportKind.EDSS, "it")
    book = openpyxl.load_workbook(BytesIO(template_xlsx(made)))
    sheet, notes, lists = book.worksheets
    assert ([lists.sheet_state], [cell.value for cell in sheet[2]]) == (["veryHidden"], [c.head for c in made.columns])
    assert sheet["A3"].value == "ESEMPIO"
    assert "ESEMPIO" in sheet["A1"].value
    checks = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    at = next(n for n, column in enumerate(made.columns) if column.choices)
    letter = openpyxl.utils.get_column_letter(at + 1)
    assert checks[f"{letter}4:{letter}2001"].type == "list"
    first = lists.cell(1, 1).value
    assert first == made.columns[at].choices[0]
    born = next(n for n, column in enumerate(made.columns) if isinstance(column.example, date)) + 1
    assert (sheet.cell(3, born).number_format, sheet.cell(3, 1).number_format) == ("yyyy-mm-dd", "@")
    assert sheet.cell(3, born).value.date() == made.columns[born - 1].example
    assert made.columns[0].meaning in sheet["A2"].comment.text
    told = [cell.value for cell in notes["A"]]
    assert [column.head for column in made.columns] == told[-len(made.columns) :]


def test_a_text_stays_a_text() -> None:
    made = template(ImportKind.CONTACTS, "en")
    hostile = replace(made, columns=(replace(made.columns[0], head="=1+1", meaning="=cmd()", example="@x"),))
    sheet = openpyxl.load_workbook(BytesIO(template_xlsx(hostile))).worksheets[0]
    assert [(sheet["A2"].data_type, sheet["A2"].value), (sheet["A3"].data_type, sheet["A3"].value)] == [
        ("s", "=1+1"),
        ("s", "@x"),
    ]


def test_it_is_written_whole_and_over_nothing_else(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "EDSS.xlsx"
    assert import_template.write_template(ws, ImportKind.EDSS, path) == path
    assert openpyxl.load_workbook(path).worksheets[0].max_row == 3
    with pytest.raises(KnownError):
        import_template.write_template(ws, ImportKind.EDSS, path)
    import_template.write_template(ws, ImportKind.MRI, path, overwrite=True)
    assert openpyxl.load_workbook(path).worksheets[0].title != ""


def test_the_examples_of_all_templates_would_come_in(ws: Workspace) -> None:
    """Somebody who does as the examples do is refused nothing."""
    plans = []
    for kind, language in BOTH:
        made = template(kind, language)
        filled = replace(table(made, "MS-0001"), sheet=made.sheet)
        mapping = mapping_of(recognised(kind, language, "MS-0001"), kind)
        plans.append(SheetPlan(made.sheet, filled, replace(mapping, sheet=made.sheet)))
    run = run_of(ws, *plans)
    refused = [
        (row.key.sheet, problem.problem.key) for row in run.rows for problem in row.problems if not problem.problem.soft
    ]
    assert refused == []
    assert run.counts[RowState.NEW] == len(ImportKind)
