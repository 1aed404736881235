"""The file of refused rows: titles, header and rows as they came, with the reasons in an added column.

A workbook keeps each cell as what it is; CSV keeps the file's separator. What a spreadsheet would compute stands as
text in a workbook and behind an apostrophe in CSV, which the reader of such a file takes away again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from hsct_desktop.domain.book import EMPTY, Cell, CellKind, Merged
from hsct_desktop.domain.data_table import guarded
from hsct_desktop.domain.import_rejects import is_reason

_FIRST_DAY: Final = date(1900, 3, 1)
_PLAIN: Final = re.compile(r"[+-]?\d[\d.,]*(?:[eE][+-]?\d+)?%?", re.ASCII)
_EXACT: Final = 2**53
_LONGEST_NAME: Final = 31


@dataclass(frozen=True)
class RejectSheet:
    """One sheet: the rows `above` (titles and header), the refused `rows` with their reasons, the joined cells above.

    `head` is that of the added column; it stands in the last row of the header, nowhere where there is none.
    """

    name: str
    above: Sequence[Sequence[Cell]]
    rows: Sequence[tuple[Sequence[Cell], str]]
    head: str
    merged: Sequence[Merged] = ()

    @property
    def width(self) -> int:
        """The columns before the added one."""
        return max((len(row) for row in (*self.above, *(row for row, _ in self.rows))), default=0)

    def lines(self) -> list[list[Cell]]:
        """Every line with its added cell; the added column of an earlier file of refused rows is left out."""
        width = self.width
        texts = [(at, cell.text) for row in self.above for at, cell in enumerate(row) if cell.kind is CellKind.TEXT]
        former = {at for at, text in texts if is_reason(text)}
        found = []
        for number, row in enumerate(self.above, start=1):
            added = Cell(self.head, CellKind.TEXT) if number == len(self.above) else EMPTY
            found.append([*_without(row, width, former), added])
        for row, reason in self.rows:
            found.append([*_without(row, width, former), Cell(reason, CellKind.TEXT)])
        return found


def _without(row: Sequence[Cell], width: int, dropped: set[int]) -> list[Cell]:
    padded = [*row, *[EMPTY] * (width - len(row))]
    return [cell for at, cell in enumerate(padded) if at not in dropped]


def rejects_csv(sheet: RejectSheet, delimiter: str = ";") -> bytes:
    """One sheet as CSV in UTF-8 with its mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter or ";", lineterminator="\r\n")
    for line in sheet.lines():
        writer.writerow([_csv_cell(cell) for cell in line])
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str:
    """The cell as it came; text that a spreadsheet would compute behind an apostrophe, but for plain numbers."""
    is_plain = cell.kind is not CellKind.TEXT or _PLAIN.fullmatch(cell.text)
    return cell.text if is_plain else guarded(cell.text)


def rejects_workbook(sheets: Sequence[RejectSheet], *, starts_1904: bool = False) -> bytes:
    """All sheets as a workbook; days count as in the file that came."""
    import xlsxwriter  # type: ignore[import-untyped]

    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "date_1904": starts_1904,
    }  # fmt: skip
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, options) as book:
        formats = {
            CellKind.DATE: book.add_format({"num_format": "yyyy-mm-dd"}),
            CellKind.MOMENT: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            CellKind.TIME: book.add_format({"num_format": "hh:mm"}),
            CellKind.TEXT: book.add_format({"num_format": "@"}),
        }
        for number, sheet in enumerate(sheets, start=1):
            _write_sheet(book.add_worksheet(sheet.name[:_LONGEST_NAME] or f"Sheet{number}"), sheet, formats)
    return stream.getvalue()


def _write_sheet(page: Any, sheet: RejectSheet, formats: dict[CellKind, Any]) -> None:
    lines = sheet.lines()
    for place in sheet.merged:
        if place.bottom < len(sheet.above) and place.right < sheet.width:
            page.merge_range(place.top, place.left, place.bottom, place.right, "")
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            if not cell.is_empty:
                _write_cell(page, row, column, cell, formats)
    if lines:
        page.set_column(len(lines[0]) - 1, len(lines[0]) - 1, 80)


def _write_cell(page: Any, row: int, column: int, cell: Cell, formats: dict[CellKind, Any]) -> None:
    value = _value(cell)
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, float):
        page.write_number(row, column, value)
    elif isinstance(value, str):
        page.write_string(row, column, value, formats[CellKind.TEXT])
    else:
        page.write_datetime(row, column, value, formats[cell.kind])


def _value(cell: Cell) -> str | float | bool | date | datetime | time:
    """The cell as the workbook keeps it; text where that would not be the very value."""
    if cell.kind is CellKind.NUMBER:
        return float(cell.text) if abs(float(cell.text)) < _EXACT else cell.text
    if cell.kind is CellKind.BOOL:
        return cell.text == "TRUE"
    with suppress(ValueError):
        if cell.kind is CellKind.DATE and date.fromisoformat(cell.text) >= _FIRST_DAY:
            return date.fromisoformat(cell.text)
        if cell.kind is CellKind.MOMENT and date.fromisoformat(cell.text[:10]) >= _FIRST_DAY:
            return datetime.fromisoformat(cell.text)
        if cell.kind is CellKind.TIME:
            return time.fromisoformat(cell.text)
    return cell.text
