"""What calamine does not tell of an XLSX workbook: errors, formulas never computed, shares in per cent, days from 1904.

Most sheets hold none of it, which a search through their bytes shows; only the others are read tag by tag. A value far
outside of what a table is lets calamine ask for gigabytes: such sheets are read tag by tag too, and refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import IO, Final

from hsct_desktop.domain.book import Cell, CellKind
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange.book_cells import Told
from hsct_desktop.exchange.table_file import MAX_CELL, MAX_COLUMNS, MAX_ROWS
from hsct_desktop.exchange.xlsx_file import column_at
from hsct_desktop.exchange.xlsx_number import Formats, Shown, number_text
from hsct_desktop.exchange.xlsx_parts import Workbook, opened

_PIECE: Final = 1 << 20
_CARRIED: Final = 64
_SIGNS: Final = (
    b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/", b't="e"', b"t='e'", b"<!DOCTYPE", b"\0",
)  # fmt: skip
"""Formulas, errors, a document type, an encoding in which none of these would be found."""
_FAR: Final = re.compile(rb"""r=["'](?:[A-Z]{3}|[A-Z]{1,2}[0-9]{6})""")


def scan(content: bytes, name: str) -> dict[str, Told]:
    """By the title of each sheet; KnownError for a workbook that is none, is damaged or breaks a limit."""
    with opened(content, name) as archive:
        book = Workbook(archive, name, None)
        formats = book.formats()
        shared = book.part("sharedStrings")
        if shared is not None:
            with archive.open(shared) as stream:
                _refuse_doctype(stream, name)
        return {title: _told(book, title, part, formats) for title, part in book.sheets.items()}


def _refuse_doctype(stream: IO[bytes], name: str) -> None:
    start = stream.read(4096)
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start or b"\0" in start:
        raise KnownError("tablefile_damaged", file=name)


def _told(book: Workbook, title: str, part: str, formats: Formats) -> Told:
    told = Told(hidden=title in book.hidden, starts_1904=book.date1904)
    if not part:
        return told
    with book.archive.open(part) as stream:
        if not (formats.shows_percent or _is_special(stream)):
            return told
    reader = _SheetScan(book.name, told, formats, book.xml.earn)
    book.parse(part, reader.start, reader.end, reader.text)
    return told


def _is_special(stream: IO[bytes]) -> bool:
    """Whether a sheet holds anything that must be read tag by tag."""
    window = b""
    while piece := stream.read(_PIECE):
        window = window[-_CARRIED:] + piece
        if any(sign in window for sign in _SIGNS) or _FAR.search(window):
            return True
    return False


class _SheetScan:
    """Takes the tags of a sheet."""

    def __init__(self, name: str, told: Told, formats: Formats, earn: Callable[[], None]) -> None:
        self._name = name
        self._told = told
        self._formats = formats
        self._earn = earn
        self._row = -1
        self._column = -1
        self._kind = ""
        self._style = 0
        self._formula = self._value = self._taking = False
        self._pieces: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag in ("v", "t"):
            self._value = self._taking = True
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            self._row = int(attributes.get("r") or self._row + 2) - 1
            self._column = -1

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self._taking = False
        elif tag == "c":
            self._end_cell("".join(self._pieces)[:MAX_CELL])

    def text(self, piece: str) -> None:
        if self._taking and len(self._pieces) <= MAX_CELL:
            self._pieces.append(piece[:MAX_CELL])

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self._column = self._column + 1 if reference is None else column_at(reference)
        self._kind = attributes.get("t", "n")
        self._style = int(attributes.get("s") or 0)
        self._formula = self._value = self._taking = False
        self._pieces.clear()

    def _end_cell(self, text: str) -> None:
        self._told.formulas += self._formula
        if text:
            self._earn()
            self._check_place()
        cell = self._special(text)
        if cell is not None:
            self._told.cells[self._row, self._column] = cell

    def _check_place(self) -> None:
        if self._row >= MAX_ROWS:
            raise KnownError("tablefile_too_many_rows", file=self._name, limit=MAX_ROWS)
        if self._column >= MAX_COLUMNS:
            raise KnownError("tablefile_too_wide", file=self._name, row=self._row + 1, limit=MAX_COLUMNS)

    def _special(self, text: str) -> Cell | None:
        if self._kind == "e":
            return Cell(text, CellKind.ERROR)
        if self._formula and not text:
            # A formula whose value is the empty text says so; one that was never computed has none, or an empty number.
            return None if self._kind == "str" and self._value else Cell("", CellKind.FORMULA)
        if self._kind == "n" and text and self._formats.kind(self._style) is Shown.PERCENT:
            return Cell(number_text(text, Shown.PERCENT), CellKind.TEXT)
        return None
