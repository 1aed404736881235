"""Cells of workbooks: from the values that the reading library gives, and on their way from the child process."""

from __future__ import annotations

import datetime as dt
import json
import math
from dataclasses import dataclass, field
from typing import Final

from hsct_desktop.domain.book import EMPTY, Cell, CellKind, Merged
from hsct_desktop.exchange.xlsx_number import Shown, number_text

NO_NUMBER: Final = "#NUM!"
_HALF_SECOND: Final = dt.timedelta(microseconds=500_000)
_MIDNIGHT: Final = dt.time()
_SIGNS: Final = {
    CellKind.EMPTY: "-",
    CellKind.TEXT: "t",
    CellKind.NUMBER: "n",
    CellKind.DATE: "d",
    CellKind.MOMENT: "m",
    CellKind.TIME: "h",
    CellKind.BOOL: "b",
    CellKind.ERROR: "e",
    CellKind.FORMULA: "f",
}
_KINDS: Final = {sign: kind for kind, sign in _SIGNS.items()}


@dataclass
class Told:
    """What a file says of a sheet that the reading library keeps to itself. `cells` by row and column from 0 replace
    those that it gives: errors and formulas that were never computed, which it takes for empty, and shares in per cent,
    which it gives as hundredths. `merged` None: the library tells them."""

    hidden: bool = False
    formulas: int = 0
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[Merged] | None = None
    starts_1904: bool = False


def cell_of(value: object) -> Cell:
    """The cell of a value as calamine gives it."""
    if isinstance(value, str):
        return Cell(value, CellKind.TEXT) if value else EMPTY
    if isinstance(value, bool):
        return Cell("TRUE" if value else "FALSE", CellKind.BOOL)
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, dt.datetime):
        return _moment(value)
    if isinstance(value, dt.date):
        return Cell(value.isoformat(), CellKind.DATE)
    if isinstance(value, dt.time):
        moment = dt.datetime.combine(dt.date(2000, 1, 1), value) + _HALF_SECOND
        return Cell(f"{moment:%H:%M}", CellKind.TIME)
    if isinstance(value, dt.timedelta):  # a length of time, [h]:mm, is the number of days that is stored
        return _number(value / dt.timedelta(days=1))
    return EMPTY


def _number(value: float) -> Cell:
    if isinstance(value, float):
        if not math.isfinite(value):
            return Cell(NO_NUMBER, CellKind.ERROR)
        if value.is_integer() and abs(value) < 1e15:
            value = int(value)
    return Cell(number_text(repr(value), Shown.NUMBER), CellKind.NUMBER)


def _moment(value: dt.datetime) -> Cell:
    """A moment to the minute; days are stored as fractions, so that 08:30 may come as 08:29:59.99."""
    value += _HALF_SECOND
    if value.time().replace(microsecond=0) == _MIDNIGHT:
        return Cell(value.date().isoformat(), CellKind.DATE)
    return Cell(f"{value.date().isoformat()} {value:%H:%M}", CellKind.MOMENT)


def row_line(cells: list[Cell]) -> bytes:
    """A row on its way through the pipe: one line, empty cells at its end left out."""
    while cells and cells[-1] == EMPTY:
        cells.pop()
    return json.dumps([_SIGNS[cell.kind] + cell.text for cell in cells], ensure_ascii=True).encode("ascii") + b"\n"


_MOST_KEPT: Final = 50_000
"""Different cells of which one is kept: names, codes and grades come again and again, measured values do not."""


class CellKeeper:
    """Makes the cells that came through the pipe; equal ones are one and the same in memory."""

    def __init__(self) -> None:
        self._kept: dict[str, Cell] = {"-": EMPTY}

    def row(self, line: bytes) -> tuple[Cell, ...]:
        """The cells of a line."""
        kept = self._kept
        cells = []
        for sent in json.loads(line):
            cell = kept.get(sent)
            if cell is None:
                cell = Cell(sent[1:], _KINDS[sent[0]])
                if len(kept) < _MOST_KEPT:
                    kept[sent] = cell
            cells.append(cell)
        return tuple(cells)
