"""A file of tables as it was read: its sheets, their cells with what each was stored as, nothing understood yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple


class CellKind(StrEnum):
    """What a cell was stored as. FORMULA: one of which the file holds no value; ERROR: #N/A and its kin."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    TIME = "time"
    BOOL = "bool"
    ERROR = "error"
    FORMULA = "formula"


class Cell(NamedTuple):
    """One cell. `text` is TEXT as it stands, a NUMBER in plain decimal digits with a point, a DATE as 2026-11-20, a
    MOMENT as 2026-11-20 08:30, a TIME as 08:30, a BOOL as TRUE or FALSE, the sign of an ERROR; "" for EMPTY, FORMULA.
    """

    text: str
    kind: CellKind

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it; blanks alone are nothing."""
        return self.kind is CellKind.EMPTY or (self.kind is CellKind.TEXT and not self.text.strip())


EMPTY: Final = Cell("", CellKind.EMPTY)


class Merged(NamedTuple):
    """Joined cells, rows and columns counting from 0, both ends included; the value stands in the first alone."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet: `rows[0]` is the file's row 1, a row may be shorter than another. `formulas` counts the cells whose
    value of the last saving was taken. `starts_1904` says from when the workbook counts its serial days."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Merged, ...] = ()
    hidden: bool = False
    formulas: int = 0
    starts_1904: bool = False

    @property
    def width(self) -> int:
        """The number of columns of the longest row."""
        return max((len(row) for row in self.rows), default=0)


@dataclass(frozen=True)
class Book:
    """A file: its name without folder, its sheets in order (one, named "", for CSV), the SHA-256 of its bytes.

    `encoding` and `delimiter` are those in which a CSV file was read, else "".
    """

    name: str
    sheets: tuple[Sheet, ...]
    sha256: str
    encoding: str = ""
    delimiter: str = ""

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name; None without one."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)
