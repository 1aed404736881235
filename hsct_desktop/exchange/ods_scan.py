"""What calamine does not tell of an OpenDocument spreadsheet: errors, formulas never computed, shares in per cent,
joined cells; and whether repeated rows and columns would make a table that no table is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from hsct_desktop.domain.book import Cell, CellKind, Merged
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange.book_cells import Told
from hsct_desktop.exchange.table_file import MAX_CELL, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, too_full
from hsct_desktop.exchange.xlsx_number import Shown, number_text
from hsct_desktop.exchange.xlsx_parts import opened
from hsct_desktop.exchange.xlsx_xml import XmlReader

_CELLS: Final = ("table-cell", "covered-table-cell")
_ERROR: Final = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)|Err:\d{3}")
_MOST_MERGED: Final = 10_000
_MOST_SHEETS: Final = 1_000


def scan(content: bytes, name: str) -> dict[str, Told]:
    """By the title of each sheet; KnownError for a file that is none, is damaged, closed or breaks a limit."""
    with opened(content, name, needed="content.xml") as archive:
        xml = XmlReader(name, None)
        if "META-INF/manifest.xml" in archive.namelist():
            with archive.open("META-INF/manifest.xml") as stream:
                xml.parse_small(stream, _refusing_closed(name))
        reader = _ContentScan(name, xml.earn)
        with archive.open("content.xml") as stream:
            xml.parse(stream, reader.start, reader.end, reader.text)
        return reader.told


def _refusing_closed(name: str) -> Callable[[str, dict[str, str]], None]:
    def start(tag: str, _: dict[str, str]) -> None:
        if tag == "encryption-data":
            raise KnownError("bookfile_password", file=name)

    return start


def _plain(attributes: dict[str, str]) -> dict[str, str]:
    """The attributes by their own names; that of LibreOffice for the kind of an error stands beside the standard's."""
    plain = {}
    for key, value in attributes.items():
        space, _, own = key.rpartition(" ")
        plain[f"calcext-{own}" if "calcext" in space else own] = value
    return plain


class _ContentScan:
    """Takes the tags of content.xml."""

    def __init__(self, name: str, earn: Callable[[], None]) -> None:
        self.told: dict[str, Told] = {}
        self._name = name
        self._earn = earn
        self._hidden: set[str] = set()
        self._style = ""
        self._sheet = Told()
        self._row = self._column = 0
        self._rows = 1
        self._cells = 0
        self._cell: dict[str, str] | None = None
        self._taking = False
        self._pieces: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _CELLS:
            self._cell = _plain(attributes)
            self._pieces.clear()
        elif tag == "p":
            self._taking = self._cell is not None
        elif tag == "table-row":
            self._rows = _count(_plain(attributes), "number-rows-repeated")
            self._column = 0
        elif tag == "table":
            self._start_table(_plain(attributes))
        elif tag == "style":
            self._style = _plain(attributes).get("name", "")
        elif tag == "table-properties" and _plain(attributes).get("display") == "false":
            self._hidden.add(self._style)

    def end(self, tag: str) -> None:
        if tag == "p":
            self._taking = False
        elif tag in _CELLS and self._cell is not None:
            self._end_cell(self._cell, "".join(self._pieces)[:MAX_CELL])
            self._cell = None
        elif tag == "table-row":
            self._row += self._rows

    def text(self, piece: str) -> None:
        if self._taking and len(self._pieces) <= MAX_CELL:
            self._pieces.append(piece[:MAX_CELL])

    def _start_table(self, attributes: dict[str, str]) -> None:
        if len(self.told) >= _MOST_SHEETS:
            raise too_full(self._name)
        self._sheet = Told(hidden=attributes.get("style-name", "") in self._hidden, merged=[])
        self.told[attributes.get("name", "")] = self._sheet
        self._row = 0

    def _end_cell(self, cell: dict[str, str], text: str) -> None:
        repeated = _count(cell, "number-columns-repeated")
        if text or "value-type" in cell or "formula" in cell:
            self._earn()
            self._check_place(repeated)
        special = _special(cell, text)
        if special is not None:
            for row in range(self._row, self._row + self._rows):
                for column in range(self._column, self._column + repeated):
                    self._sheet.cells[row, column] = special
        self._sheet.formulas += "formula" in cell
        self._join(cell)
        self._column += repeated

    def _check_place(self, repeated: int) -> None:
        if self._row + self._rows > MAX_ROWS:
            raise KnownError("tablefile_too_many_rows", file=self._name, limit=MAX_ROWS)
        if self._column + repeated > MAX_COLUMNS:
            raise KnownError("tablefile_too_wide", file=self._name, row=self._row + 1, limit=MAX_COLUMNS)
        self._cells += self._rows * repeated
        if self._cells > MAX_CELLS:
            raise too_full(self._name)

    def _join(self, cell: dict[str, str]) -> None:
        rows, columns = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        merged = self._sheet.merged
        if (rows > 1 or columns > 1) and merged is not None and len(merged) < _MOST_MERGED:
            merged.append(Merged(self._row, self._column, self._row + rows - 1, self._column + columns - 1))


def _count(attributes: dict[str, str], name: str) -> int:
    count = int(attributes.get(name, "1"))
    if count < 1:
        raise ValueError(name)
    return count


def _special(cell: dict[str, str], text: str) -> Cell | None:
    kind = cell.get("value-type")
    if cell.get("calcext-value-type") == "error" or ("formula" in cell and _ERROR.fullmatch(text)):
        return Cell(text, CellKind.ERROR)
    if "formula" in cell and kind is None:
        return Cell("", CellKind.FORMULA)
    if kind == "percentage" and "value" in cell:
        return Cell(number_text(cell["value"], Shown.PERCENT), CellKind.TEXT)
    return None
