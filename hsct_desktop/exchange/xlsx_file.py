"""Spreadsheets (Office Open XML) as rows of text, read with the standard library: values as stored, nothing computed.

What a sheet holds is counted while it is read; what the file may be made of, xlsx_parts checks before.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange.table_file import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TEXT,
    Alive,
    Limits,
    Stored,
    Table,
    too_full,
    without_tail,
)
from hsct_desktop.exchange.xlsx_number import Formats, number_text
from hsct_desktop.exchange.xlsx_parts import Workbook, opened

NO_VALUE = "=?"
"""Stands for a formula of which the file holds no value: it was never computed, and is refused where it is read."""
MAX_SHARED = 1_000_000
"""Texts that cells share."""
_MOST_MERGED = 10_000
"""Joined cells that are told; a table of results has a handful in its head."""
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def read_workbook(content: bytes, name: str, sheet: str | None, alive: Alive | None) -> Table:
    """One sheet of a workbook; KnownError `tablefile_*` for what is none, is damaged or breaks a limit."""
    with opened(content, name) as archive:
        return _table(Workbook(archive, name, alive), sheet)


def _table(book: Workbook, sheet: str | None) -> Table:
    """The sheet of that name, or the first that a reader sees."""
    visible = tuple(title for title in book.sheets if title not in book.hidden)
    chosen = sheet or next(iter(visible), "")
    if chosen not in book.sheets:
        raise KnownError("tablefile_sheet_missing", file=book.name, sheet=chosen, sheets=", ".join(visible))
    reader = _SheetReader(book.name, _shared(book), book.formats(), book.xml.earn)
    if not book.sheets[chosen]:  # a sheet that is a chart, or a macro
        raise KnownError("tablefile_empty", file=book.name)
    book.parse(book.sheets[chosen], reader.start, reader.end, reader.text)
    rows = without_tail(reader.rows, book.name)
    return Table(rows, visible, chosen, formulas=reader.formulas, merged=tuple(reader.merged))


def _shared(book: Workbook) -> list[str]:
    """The texts that cells name by their number."""
    target = book.part("sharedStrings")
    reader = _SharedReader(book.name, book.xml.earn)
    if target is not None:
        book.parse(target, reader.start, reader.end, reader.text)
    return reader.texts


class _SharedReader:
    """Takes the tags of the shared texts; the reading aids over Japanese characters are left out."""

    def __init__(self, name: str, earn: Callable[[], None]) -> None:
        self.texts: list[str] = []
        self._name = name
        self._earn = earn
        self._pieces: list[str] = []
        self._length = 0
        self._taking = False
        self._aid = False

    def start(self, tag: str, _: dict[str, str]) -> None:
        self._taking = tag == "t" and not self._aid
        if tag == "rPh":
            self._aid = True

    def end(self, tag: str) -> None:
        self._taking = False
        if tag == "rPh":
            self._aid = False
        elif tag == "si":
            self._keep("".join(self._pieces))
            self._pieces.clear()

    def text(self, piece: str) -> None:
        if self._taking:
            self._length += len(piece)
            if self._length > MAX_TEXT:
                raise too_full(self._name)
            self._pieces.append(piece)

    def _keep(self, text: str) -> None:
        if len(self.texts) >= MAX_SHARED:
            raise too_full(self._name)
        self.texts.append(text)
        if text:
            self._earn()


class _SheetReader:
    """Takes the tags of a sheet and keeps its rows."""

    def __init__(self, name: str, shared: list[str], formats: Formats, earn: Callable[[], None]) -> None:
        self.rows: list[list[str]] = []
        self.formulas = 0
        self.merged: list[str] = []
        self._name = name
        self._limits = Limits(name)
        self._shared = shared
        self._formats = formats
        self._earn = earn
        self._row: list[str] = []
        self._number = 0
        self._column = -1
        self._kind = ""
        self._style = 0
        self._pieces: list[str] = []
        self._length = 0
        self._taking = False
        self._in_cell = False
        self._is_uncomputed = False
        self._aid = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "v" or (tag == "t" and not self._aid):
            self._taking = self._in_cell
            self._is_uncomputed = False
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "f" and self._in_cell:
            self.formulas += 1
            self._is_uncomputed = True
        elif tag == "rPh":
            self._aid = True
        elif tag == "mergeCell" and len(self.merged) < _MOST_MERGED:
            self.merged.append(attributes.get("ref", "")[:40])

    def end(self, tag: str) -> None:
        if tag == "c":
            self._end_cell()
        elif tag in ("v", "t"):
            self._taking = False
        elif tag == "row":
            self._end_row()
        elif tag == "rPh":
            self._aid = False

    def text(self, piece: str) -> None:
        if self._taking:
            room = MAX_CELL + 1 - self._length  # one character more than fits: the row's check tells it
            if room > 0:
                self._pieces.append(piece[:room])
            self._length += len(piece)

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r") or self._number + 1)
        if number <= self._number:
            raise ValueError("rows out of order")
        self._number = number
        self._column = -1
        self._row = []

    def _end_row(self) -> None:
        while self._row and not self._row[-1]:
            self._row.pop()
        self._limits.add(self._number, self._row)
        if self._row and self._number <= MAX_ROWS:
            self.rows.extend([] for _ in range(self._number - 1 - len(self.rows)))
            self.rows.append(self._row)
        self._row = []

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        column = self._column + 1 if reference is None else column_at(reference)
        if column <= self._column:
            raise ValueError("cells out of order")
        self._column = column
        self._kind = attributes.get("t", "n")
        self._style = int(attributes.get("s") or 0)
        self._pieces.clear()
        self._length = 0
        self._in_cell = True
        self._is_uncomputed = False

    def _end_cell(self) -> None:
        self._in_cell = False
        text = "".join(self._pieces)
        if self._is_uncomputed:
            text, self._kind = NO_VALUE, "str"
        if not text:
            return
        if self._column >= MAX_COLUMNS:
            raise KnownError("tablefile_too_wide", file=self._name, row=self._number, limit=MAX_COLUMNS)
        self._row.extend("" for _ in range(self._column - len(self._row)))
        self._row.append(self._value(text))
        self._earn()

    def _value(self, text: str) -> str:
        if self._kind == "s":
            number = int(text)
            if number < 0:
                raise IndexError(text)
            return self._shared[number]
        if self._kind == "n":
            return Stored(number_text(text, self._formats.kind(self._style), self._formats.date1904))
        if self._kind == "b":
            return "TRUE" if text.strip() == "1" else "FALSE"
        if self._kind == "d":
            return Stored(text.removesuffix("T00:00:00").replace("T", " "))
        return text


def column_at(reference: str) -> int:
    """The column of a cell's name from 0: 0 of A7, 27 of AB7."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
