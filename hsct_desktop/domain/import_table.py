"""The table in a sheet: which row is the header, which rows are records, which lines are neither and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from hsct_desktop.domain.book import EMPTY, Cell


class LineKind(StrEnum):
    """What a line that is no record is; wording `enum.import_line.*`."""

    TITLE = "title"
    HEADER = "header"
    BLANK = "blank"
    TOTAL = "total"
    REPEATED_HEADER = "repeated_header"


@dataclass(frozen=True)
class LeftOut:
    """A line of the file that is no record; `number` counts from 1 as the spreadsheet does."""

    number: int
    kind: LineKind


@dataclass(frozen=True)
class TableRow:
    """A record of the file: its row number as the spreadsheet counts, its cells, as many as the table has heads."""

    number: int
    cells: tuple[Cell, ...]

    def at(self, column: int) -> Cell:
        """The cell of a column counting from 0."""
        return self.cells[column] if column < len(self.cells) else EMPTY


@dataclass(frozen=True)
class ImportTable:
    """What is to be imported of one sheet. `heads` are the texts above the columns (joined heads put together, "" for
    a column without); `header_row` is the last row of the header, counting from 1, 0 where there is none."""

    sheet: str
    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]
    left_out: tuple[LeftOut, ...]
    header_row: int
    starts_1904: bool = False
