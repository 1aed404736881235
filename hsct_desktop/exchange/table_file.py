"""Tables that others wrote, CSV or XLSX, as rows of text: nothing guessed, nothing computed, no file trusted.

What a file is, its first bytes say. CSV is UTF-8 or UTF-16 by its mark; any other encoding is used only when asked for,
since Windows-1252 reads every file and makes wrong letters of most.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.user_file import NotRegularError, open_regular, shown_name, size_of

MAX_BYTES = 20_000_000
"""A larger file is no table of results."""
MAX_ROWS = 100_000
MAX_COLUMNS = 1_000
MAX_CELLS = 5_000_000
"""Cells of all rows together, the empty ones before the last of a row included."""
MAX_CELL = 32_767
"""Characters in one cell: what a spreadsheet holds."""
MAX_TEXT = 50_000_000
"""Characters of all cells together: one text may stand in a hundred thousand cells and take a few bytes of the file."""
ENCODINGS = ("utf-8", "utf-16", "cp1252", "iso-8859-15", "cp850")
"""What a user may name; cp850 is what old laboratory programs write."""
DELIMITERS = (";", "\t", ",")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TRIED = 50
"""Rows by which the separator of a CSV file is told."""

Alive = Callable[[], None]
"""Called now and then while a long file is read; what it raises ends the reading."""


class Stored(str):
    """A number or day that a spreadsheet keeps as such: with a decimal point, as an ISO day, whatever is declared."""

    __slots__ = ()


@dataclass(frozen=True)
class Table:
    """The rows of a file (or of one sheet of it) as text, `rows[0]` being row 1; empty rows stand as empty lists.

    Cells that a spreadsheet keeps as numbers or days are `Stored`.

    `formulas` counts cells of which the value stored at the last saving was taken; `merged` names joined cells, whose
    value stands in the first of them alone. `sheets` are those a reader sees, `sheet` the one that was read.
    """

    rows: list[list[str]]
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    formulas: int = 0
    merged: tuple[str, ...] = field(default=())

    @property
    def width(self) -> int:
        """The number of columns of the longest row."""
        return max((len(row) for row in self.rows), default=0)


def read_table(
    path: Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    alive: Alive | None = None,
) -> Table:
    """The table of a CSV or XLSX file; without `sheet` the first visible one, without `delimiter` the one that fits.

    Raises KnownError, with the sentence in `error.tablefile_*`, for every file that is none or breaks a limit.
    """
    return table_of(
        read_bytes(path), shown_name(path), sheet=sheet, encoding=encoding, delimiter=delimiter, alive=alive
    )


def read_bytes(path: Path) -> bytes:
    """The bytes of a file of at most MAX_BYTES; KnownError for anything else."""
    name = shown_name(path) or str(path)
    try:
        with open_regular(path) as stream:
            content = stream.read(MAX_BYTES + 1) if size_of(stream) <= MAX_BYTES else None
    except FileNotFoundError:
        raise KnownError("tablefile_missing", file=name) from None
    except IsADirectoryError:
        raise KnownError("tablefile_is_folder", file=name) from None
    except NotRegularError:
        raise KnownError("tablefile_not_regular", file=name) from None
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise KnownError("tablefile_unreadable", file=name) from error
    if content is None or len(content) > MAX_BYTES:
        raise KnownError("tablefile_too_large", file=name, limit=MAX_BYTES // 1_000_000)
    return content


def table_of(
    content: bytes,
    name: str,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    alive: Alive | None = None,
) -> Table:
    """The table of a file's bytes; `name` stands in the sentences of what is wrong with it."""
    if content.startswith(_ZIP):
        from hsct_desktop.exchange.xlsx_file import read_workbook

        return read_workbook(content, name, sheet, alive)
    if content.startswith(_OLD_OFFICE):
        raise KnownError("tablefile_old_office", file=name)
    return _csv_table(content, name, encoding, delimiter, alive)


def _csv_table(content: bytes, name: str, encoding: str | None, delimiter: str | None, alive: Alive | None) -> Table:
    text, used = _decoded(content, name, encoding)
    if not text.strip():
        raise KnownError("tablefile_empty", file=name)
    if "\0" in text:
        raise KnownError("tablefile_no_text", file=name)
    chosen = delimiter or _separator(text)
    rows = _csv_rows(text, name, chosen, alive)
    return Table(rows, encoding=used, delimiter=chosen)


def _decoded(content: bytes, name: str, encoding: str | None) -> tuple[str, str]:
    """The text and the encoding that it was read in. A mark at the file's start goes before what was asked for."""
    marked = next((codec for mark, codec in _MARKS if content.startswith(mark)), None)
    if encoding is not None and encoding not in ENCODINGS:
        raise KnownError("tablefile_encoding_unknown", encoding=encoding, known=", ".join(ENCODINGS))
    codec = marked or encoding or "utf-8"
    try:
        return content.decode(codec), codec.removesuffix("-sig")
    except UnicodeError:
        if b"\0" in content[:4096] and not marked:
            raise KnownError("tablefile_no_text", file=name) from None
        key = "tablefile_not_in_encoding" if (marked or encoding) else "tablefile_not_utf8"
        raise KnownError(key, file=name, encoding=codec.removesuffix("-sig")) from None


def _separator(text: str) -> str:
    """The separator by which most of the first rows fall into the same number of cells, at least two."""
    return max(DELIMITERS, key=lambda candidate: _fit(text, candidate))


def _fit(text: str, candidate: str) -> tuple[int, int]:
    """How many of the first rows have the commonest number of cells above one, and that number; (0, 0) for none."""
    lengths: Counter[int] = Counter()
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=candidate)):
            if number >= _TRIED:
                break
            if len(row) > 1:
                lengths[len(row)] += 1
    except csv.Error:  # told with its row when the file is read by that separator
        pass
    return max(((n, length) for length, n in lengths.items()), default=(0, 0))


def _csv_rows(text: str, name: str, delimiter: str, alive: Alive | None) -> list[list[str]]:
    rows: list[list[str]] = []
    limits = Limits(name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if alive is not None and len(rows) % 1000 == 0:
                alive()
            cells = [] if not any(row) else row
            limits.add(len(rows) + 1, cells)
            rows.append(cells)
    except csv.Error as error:
        key = "tablefile_cell_too_long" if "field larger" in str(error) else "tablefile_quotes"
        raise KnownError(key, file=name, row=len(rows) + 1, limit=MAX_CELL) from None
    return without_tail(rows, name)


def without_tail(rows: list[list[str]], name: str) -> list[list[str]]:
    """The rows up to the last that holds something; KnownError when none does."""
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise KnownError("tablefile_empty", file=name)
    return rows


def too_full(name: str) -> KnownError:
    """The refusal of a file that holds more than a table of results, however small it is."""
    return KnownError("tablefile_too_full", file=name, limit=MAX_TEXT // 1_000_000)


class Limits:
    """Counts rows, columns, cells and characters while a table is read; KnownError at the first that is too many."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._cells = 0
        self._characters = 0

    def add(self, number: int, cells: list[str]) -> None:
        """A row more, `number` counting from 1."""
        if number > MAX_ROWS and cells:
            raise KnownError("tablefile_too_many_rows", file=self.name, limit=MAX_ROWS)
        self._cells += len(cells)
        if len(cells) > MAX_COLUMNS or self._cells > MAX_CELLS:
            raise KnownError("tablefile_too_wide", file=self.name, row=number, limit=MAX_COLUMNS)
        lengths = list(map(len, cells))
        if lengths and max(lengths) > MAX_CELL:
            raise KnownError("tablefile_cell_too_long", file=self.name, row=number, limit=MAX_CELL)
        self._characters += sum(lengths)
        if self._characters > MAX_TEXT:
            raise too_full(self.name)
