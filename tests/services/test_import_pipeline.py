"""Workbooks that nobody made for the program, from the file to typed rows: what is understood, asked and refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.import_fields import import_fields
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.book import Sheet
from hsct_desktop.domain.import_column import mapping_of, recognise
from hsct_desktop.domain.import_field import ImportKind, RecordKind
from hsct_desktop.domain.import_mapping import DateOrder, MappedColumn, Step, check_mapping
from hsct_desktop.domain.import_reading import read_rows
from hsct_desktop.domain.import_row import ReadRow
from hsct_desktop.domain.import_table import LineKind, find_table
from hsct_desktop.exchange.book_file import book_of
from hsct_desktop.services.import_codes import code_lists
from tests.data_import import make_books

TODAY = date(2026, 11, 23)


def rows_of(sheet: Sheet, kind: ImportKind, answer: Callable[[MappedColumn], MappedColumn]) -> list[ReadRow]:
    """The rows of a sheet as recognised, with what a person answers."""
    fields, codes = import_fields()[kind], code_lists(Catalogue())
    table = find_table(sheet)
    mapping = mapping_of(recognise(table, kind, fields, codes, TODAY), kind)
    mapping = replace(mapping, columns=tuple(answer(column) for column in mapping.columns))
    assert list(check_mapping(mapping, fields)) == []
    rows = list(read_rows(table, mapping, {field.id: field for field in fields}, codes, TODAY))
    assert [row.number for row in rows] == [row.number for row in table.rows]
    numbers = {line.number for line in table.left_out} | {row.number for row in rows}
    assert numbers >= {at for at, cells in enumerate(sheet.rows, start=1) if any(not cell.is_empty for cell in cells)}
    return rows


def keys(rows: list[ReadRow]) -> dict[int, list[str]]:
    """The keys of the problems by row; each problem has its sentence."""
    assert all(wording("it").problem(one.problem) for row in rows for one in row.problems)
    return {row.number: [one.problem.key for one in row.problems] for row in rows if row.problems}


def italian_answer(column: MappedColumn) -> MappedColumn:
    """What the nurse of the unit knows of her sheet."""
    known = {
        "Paziente": MappedColumn("Paziente", "patient.full_name"),
        "PLT>20": MappedColumn("PLT>20", "engraftment.platelets_day"),
    }
    own = {"SMRR": "ms", "SMSP": "ms", "SMPP": "ms", "SSc": "ssc"}
    if column.head == "Malattia":
        return replace(column, codes=own)
    if column.head in ("nato/a il", "Data TX", "ultimo contr."):
        return replace(column, date_order=DateOrder.DAY_FIRST, two_digit_until=2026)
    return known.get(column.head, column)


def test_the_sheet_of_the_italian_ward() -> None:
    book = book_of(make_books.italian(), make_books.ITALIAN)
    rows = rows_of(book.sheets[0], ImportKind.PATIENTS, italian_answer)
    assert len(rows) == 120
    refused = dict.fromkeys(make_books.NO_VALUE_EDSS, ["import_two_values"])
    assert keys(rows) == refused | {make_books.MONTH_AS_DAY0: ["import_date_needs_day"]}
    assert {row.number for row in rows if row.not_done} == set(make_books.NOT_DONE)
    for row in rows:
        card = next(draft.values for draft in row.drafts if draft.record is RecordKind.PATIENT)
        written = make_books.italian_row(row.number)
        assert (card["code"], card["sex"]) == (written[0], {"F": "female", "M": "male"}[written[3]])
        assert f"{card['family_name']} {card['given_name']}" == written[1]
        assert ("birth_date" in card) == (row.number not in make_books.WITHOUT_BIRTH)
        if isinstance(written[5], date):
            course = next(draft.values for draft in row.drafts if draft.record is RecordKind.TRANSPLANT)
            assert (course["day0"], course["cd34_dose"]) == (written[5], Decimal(written[7].replace(",", ".")))
        if row.number not in refused and isinstance(written[8], float):
            edss = [draft.values["edss"] for draft in row.drafts if draft.record is RecordKind.EDSS]
            assert edss[0] == Decimal(str(written[8]))


def test_the_laboratory_file_of_the_spanish_ward() -> None:
    book = book_of(make_books.spanish(), make_books.SPANISH, "cp1252")
    rows = rows_of(book.sheets[0], ImportKind.LAB_RESULTS, lambda column: column)
    assert keys(rows) == {8: ["date_does_not_exist"], 10: ["import_two_values"]}
    results = [draft.values for row in rows for draft in row.drafts if draft.record is RecordKind.LAB_RESULT]
    found = [(str(one["value"]), one["unit"]) for one in results if {"value", "taken_on", "analyte"} <= one.keys()]
    assert found == [
        ("11.4", "g/dL"), ("1234", "10^9/L"), ("<0.1", "mg/dL"), ("0.45", "10^9/L"), ("neg", "copias/mL"),
        ("3.8", "g/dL"),
    ]  # fmt: skip
    assert [place.row for row in rows for place in row.not_done] == [6]
    assert [line.kind for line in find_table(book.sheets[0]).left_out] == [LineKind.HEADER, LineKind.TOTAL]


def german_answer(column: MappedColumn) -> MappedColumn:
    """What the study nurse knows of her sheet: days from 1904, a second transplant in a column of its own."""
    if column.head in ("1. TX", "2. TX"):
        order, serials = DateOrder.DAY_FIRST, DateOrder.SERIAL_1904
        return replace(column, field="transplant.day0", date_order=order, serials=serials)
    if column.head == "EDSS vor TX":
        return replace(column, field="edss.edss", step=Step(0))
    if column.head == "Diagnose":
        return replace(column, codes={"ms spms": "ms", "ms rrms": "ms"})
    return replace(column, codes={"n u": ""}) if column.head == "EDSS 6 Mo" else column


def test_the_sheet_of_the_german_ward() -> None:
    book = book_of(make_books.german(), make_books.GERMAN)
    rows = rows_of(book.sheets[0], ImportKind.PATIENTS, german_answer)
    assert len(rows) == 30
    by_code = {str(draft.values["code"]): row for row in rows for draft in row.drafts if "code" in draft.values}
    assert keys(rows) == {
        by_code["00003"].number: ["import_comparator"],
        by_code["00007"].number: ["import_date_needs_day"],
        by_code["00020"].number: ["import_second_transplant"] * 5,
    }
    assert sum(len(row.not_done) for row in rows) == 5
    for number in range(1, 31):
        written, row = make_books.german_row(number), by_code[f"{number:05d}"]
        courses = [draft.values for draft in row.drafts if draft.record is RecordKind.TRANSPLANT]
        assert courses[0]["day0"] == date(1904, 1, 1) + timedelta(days=written[6])
        assert len(courses) == (2 if number == 20 else 1)
