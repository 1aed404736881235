"""Tables as files: an XLSX workbook, CSV, JSON lines. Every cell is written as what it is, so that no text ever becomes
a formula, a link or a number, and no number a text.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final

from hsct_desktop.domain.data_table import DataColumn, DataTable, DataType, DataValue, guarded
from hsct_desktop.domain.problem import KnownError

Format = Any
Worksheet = Any
Workbook = Any
"""Of XlsxWriter, which says nothing of its types and is loaded by the job alone."""
MOST_ROWS: Final = 1_048_575
"""Rows that a sheet holds below its header."""
MOST_TEXT: Final = 32_767
"""Characters that a cell of a sheet holds, counted as a spreadsheet counts: those outside the basic plane twice."""
_LONGEST_NAME: Final = 31
_FIRST_DAY: Final = date(1900, 3, 1)
"""Days before it a spreadsheet counts wrongly or not at all: they are written as text."""
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What the XML of a workbook cannot hold; no field of the program takes such signs."""
_JSON_LINE_ENDS: Final = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"}
"""What some readers take for the end of a line."""
_WIDTHS: Final = (8, 44)
_WIDEST_PROSE: Final = 90
_WIDTH_ROWS: Final = 200
BLOCK: Final = 500
"""Rows after which a caller is told that the writing goes on; once for each table besides."""
_DATE_FORMAT: Final = "yyyy-mm-dd"
_OPTIONS: Final = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
DELIMITERS: Final = (",", ";")
Alive = Callable[[], None]
"""Called now and then while a long file is written; what it raises ends the writing."""


@dataclass(frozen=True)
class Altered:
    """A cell of a workbook that could not hold its text whole: where, and whether it was cut (else signs left out)."""

    table: str
    row: int
    column: str
    cut: bool


def _nothing() -> None:
    return None


# XLSX ---------------------------------------------------------------------------------------------------------------


def write_workbook(
    tables: Sequence[DataTable], stream: BinaryIO, alive: Alive = _nothing, folder: Path | None = None
) -> tuple[Altered, ...]:
    """Write a workbook with a sheet for each table; tell the cells that could not hold their text whole.

    Its parts are kept in a folder of their own inside `folder` while it is written, and gone afterwards whatever
    happens. KnownError `export_rows` where a table has more rows than a sheet holds.
    """
    for table in tables:
        if len(table.rows) > MOST_ROWS:
            raise KnownError("export_rows", title=table.title, rows=len(table.rows), limit=MOST_ROWS)
    import xlsxwriter  # type: ignore[import-untyped]

    altered: list[Altered] = []
    taken: set[str] = set()
    with TemporaryDirectory(prefix=".hsct-", dir=folder) as parts:
        book = xlsxwriter.Workbook(stream, _OPTIONS | {"tmpdir": parts})
        styles = _Styles(book)
        try:
            for table in tables:
                altered += _write_sheet(book.add_worksheet(sheet_name(table.name, taken)), table, styles, alive)
            book.close()
        except BaseException:
            _let_go(book)
            raise
    return tuple(altered)


def _let_go(book: Workbook) -> None:
    """Close the parts of a workbook that is not finished."""
    for sheet in book.worksheets():
        if sheet.row_data_fh is not None:
            sheet.row_data_fh.close()


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that a workbook takes and that no other sheet has; it is added to `taken`."""
    plain = re.sub(r"[\[\]:*?/\\]", "_", _NO_XML.sub("", name)).strip("'") or "sheet"
    found, number = plain[:_LONGEST_NAME], 1
    while found.casefold() in taken:
        number += 1
        found = f"{plain[: _LONGEST_NAME - len(f'_{number}')]}_{number}"
    taken.add(found.casefold())
    return found


class _Styles:
    """The formats of a workbook."""

    def __init__(self, book: Workbook) -> None:
        self.head: Format = book.add_format({"bold": True, "bottom": 1, "align": "left", "valign": "top"})
        self.text: Format = book.add_format({"num_format": "@", "valign": "top"})
        self.day: Format = book.add_format({"num_format": _DATE_FORMAT, "align": "left", "valign": "top"})
        self.prose: Format = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        self.plain: Format = book.add_format({"valign": "top"})


def _write_sheet(sheet: Worksheet, table: DataTable, styles: _Styles, alive: Alive) -> Iterator[Altered]:
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, _width(table, index), _style(column, styles))
        sheet.write_string(0, index, column.name, styles.head)
    alive()
    for number, row in enumerate(table.rows, start=1):
        if number % BLOCK == 0:
            alive()
        for index, value in enumerate(row):
            if value is not None:
                text = styles.prose if table.is_prose else styles.text
                changed = _write_cell(sheet, number, index, value, (text, styles.day))
                if changed is not None:
                    yield Altered(table.name, number + 1, table.columns[index].name, changed)
    sheet.freeze_panes(1, 0)
    if table.columns:
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)


def _style(column: DataColumn, styles: _Styles) -> Format:
    if column.type is DataType.DATE:
        return styles.day
    return styles.plain if column.type in (DataType.WHOLE, DataType.NUMBER, DataType.YES_NO) else styles.text


def _write_cell(
    sheet: Worksheet, row: int, column: int, value: DataValue, formats: tuple[Format, Format]
) -> bool | None:
    """Write a value by its type. None: it stands whole. True: it was cut. False: signs were left out."""
    of_text, of_day = formats
    if isinstance(value, str):
        text = _NO_XML.sub("", value.replace("\r\n", "\n"))
        fitting = _fitting(text)
        sheet.write_string(row, column, fitting, of_text)
        return True if fitting != text else None if text == value else False
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, date):
        if value < _FIRST_DAY:
            sheet.write_string(row, column, value.isoformat(), of_text)
        else:
            sheet.write_datetime(row, column, value, of_day)
    elif value is not None:
        sheet.write_number(row, column, value)
    return None


def _fitting(text: str) -> str:
    """As much of a text as a cell holds."""
    if len(text) * 2 <= MOST_TEXT or len(text.encode("utf-16-le")) // 2 <= MOST_TEXT:
        return text
    return text.encode("utf-16-le")[: MOST_TEXT * 2].decode("utf-16-le", errors="ignore")


def _width(table: DataTable, index: int) -> int:
    """A width in characters that shows most of the first rows."""
    shown = (len(str(row[index])) for row in table.rows[:_WIDTH_ROWS] if row[index] is not None)
    widest = max([len(table.columns[index].name) + 3, *shown])  # room for the arrow of the filter
    return min(max(widest, _WIDTHS[0]), _WIDEST_PROSE if table.is_prose else _WIDTHS[1])


# CSV ----------------------------------------------------------------------------------------------------------------


def write_csv(table: DataTable, stream: BinaryIO, delimiter: str = ",", alive: Alive = _nothing) -> None:
    """Write a table as CSV in UTF-8 with its mark, lines ended as the standard says, numbers with a point.

    A text that a spreadsheet would compute gets an apostrophe (`data_table.guarded`); numbers never do.
    """
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow([guarded(column.name) for column in table.columns])
    alive()
    for number, row in enumerate(table.rows, start=1):
        if number % BLOCK == 0:
            alive()
        writer.writerow([_csv_cell(value) for value in row])
    text.flush()
    text.detach()


def _csv_cell(value: DataValue) -> str:
    if isinstance(value, str):
        return guarded(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else _digits(value)


def _digits(value: int | Decimal) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


# JSON lines ---------------------------------------------------------------------------------------------------------


def write_jsonl(table: DataTable, stream: BinaryIO, alive: Alive = _nothing) -> None:
    """Write a table as one JSON object a line, in UTF-8: numbers with the very digits recorded, days as ISO text."""
    names = [_json(column.name) for column in table.columns]
    alive()
    for number, row in enumerate(table.rows, start=1):
        if number % BLOCK == 0:
            alive()
        pairs = (f"{name}: {_json(value)}" for name, value in zip(names, row, strict=True))
        stream.write(f"{{{', '.join(pairs)}}}\n".encode())


def _json(value: DataValue) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    text: Any = json.dumps(value, ensure_ascii=False)
    for sign, escaped in _JSON_LINE_ENDS.items():
        text = text.replace(sign, escaped)
    return str(text)
