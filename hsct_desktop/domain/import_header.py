"""The header of a table in a sheet: the row or rows with the names of its columns, told from titles and from records.

A header is the first wide row, unless a day or a measured number stands in it: then the table has none, and nobody's
row is taken for one. Joined cells say what belongs together ("EDSS" over "0 | 6m | 12m").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from hsct_desktop.domain.book import EMPTY, Cell, CellKind, Merged, Sheet

_SEEN: Final = 200
"""Rows by which the usual width of a table is told."""
_WIDE: Final = 0.55
"""Of the usual width: less is a title."""
_TITLE_CELLS: Final = 2
"""Cells of a title with its day beside it ("updated | 12/03/2021"), in a table of more."""
_NEAR: Final = 6
"""Rows below a title in which the header comes."""
_MOST_ROWS: Final = 3
"""Rows of a header."""
_DATA: Final = re.compile(r"[<>≤≥~]?\s*[-+]?\d[\d\s.,/:'-]*%?")
_DAY: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(\s.*)?|\d{1,2}:\d{2}")
_DECIMAL: Final = re.compile(r"[-+]?\d+[.,]\d+")
_STEP: Final = re.compile(
    r"\s*[+-]?\d|\s*[a-z]{1,2}\s*[+-]?\d|\s*(bas|pre|post|vor|avant|antes|prima|dopo)", re.IGNORECASE
)
"""A point in time as a head below another: 6m, +6, M12, baseline."""


@dataclass(frozen=True)
class Header:
    """Its first and last row from 0, -1 where there is none; the heads of the columns."""

    top: int
    bottom: int
    heads: tuple[str, ...]


NO_HEADER: Final = Header(0, -1, ())


def is_data_like(text: str) -> bool:
    """Whether a text is a number, a day or a time rather than a word."""
    return _DATA.fullmatch(text.strip()) is not None


def find_header(sheet: Sheet) -> Header:
    """The header of a sheet; NO_HEADER where its first wide row can be a record."""
    first = _first_wide(sheet)
    return NO_HEADER if first is None else header_at(sheet, _bottom(sheet, first))


def header_at(sheet: Sheet, bottom: int) -> Header:
    """The header of which `bottom`, from 0, is the last row, with the rows above that belong to it."""
    top = bottom
    while top > 0 and bottom - top < _MOST_ROWS - 1 and _joins(sheet, top - 1, bottom):
        top -= 1
    lines = [_spread(sheet, row, _groups(sheet, row, bottom)) for row in range(top, bottom + 1)]
    heads = []
    for column in range(max(map(len, lines), default=0)):
        pieces = [line[column] if column < len(line) else "" for line in lines]
        heads.append(" ".join(dict.fromkeys(piece for piece in pieces if piece)))
    return Header(top, bottom, tuple(heads))


def _first_wide(sheet: Sheet) -> int | None:
    """The first row that names columns and is more than half as wide as the table's rows are; None where a row that can
    be a record comes before, or none comes."""
    counts = [_joined_count(sheet, at) for at in range(min(len(sheet.rows), _SEEN))]
    usual = median([n for n in counts if n > _TITLE_CELLS] or [n for n in counts if n] or [0])
    least = max(2.0, usual * _WIDE) if sheet.width > 1 else 1
    for at, count in enumerate(counts):
        if count < least:
            continue
        if _names_columns(sheet.rows[at]):
            return _wider(sheet, counts, at)
        if count > _TITLE_CELLS or usual <= _TITLE_CELLS:
            return None
    return None


def _joined_count(sheet: Sheet, row: int) -> int:
    """The cells of a row that hold anything, joined ones as many as they stand over; one alone is one."""
    count = sum(not cell.is_empty for cell in sheet.rows[row])
    if count < 2:
        return count
    return count + sum(place.right - place.left for place in _by_row(sheet.merged).get(row, ()))


def _wider(sheet: Sheet, counts: Sequence[int], at: int) -> int:
    """The row itself, or one shortly below that names many more columns: then it is a title of a few cells."""
    for below in range(at + 1, min(at + 1 + _NEAR, len(counts))):
        if counts[below] * 2 >= counts[at] * 3 and _names_columns(sheet.rows[below]):
            return below
        if counts[below] > counts[at]:
            return at
    return at


def _names_columns(cells: Sequence[Cell]) -> bool:
    """Whether a row can be a header: words, whole numbers among them at most (6, 12, 2019), no day and no decimals."""
    filled = [cell for cell in cells if not cell.is_empty]
    if filled[0].kind is not CellKind.TEXT or is_data_like(filled[0].text):
        return False
    if any(_measures(cell) for cell in filled):
        return False
    words = sum(cell.kind is CellKind.TEXT and not is_data_like(cell.text) for cell in filled)
    return words * 2 >= len(filled)


def _measures(cell: Cell) -> bool:
    """Whether a cell holds what a record holds and a head does not."""
    if cell.kind is CellKind.TEXT:
        return _DAY.fullmatch(cell.text.strip()) is not None or _DECIMAL.fullmatch(cell.text.strip()) is not None
    return cell.kind is not CellKind.NUMBER or "." in cell.text


def _by_row(merged: Sequence[Merged]) -> Mapping[int, list[Merged]]:
    """Cells joined over several columns, by their first row."""
    found: dict[int, list[Merged]] = {}
    for place in merged:
        if place.right > place.left:
            found.setdefault(place.top, []).append(place)
    return found


def _bottom(sheet: Sheet, first: int) -> int:
    """The last row of the header that begins (or whose widest row is) `first`."""
    bottom = max((p.bottom for p in sheet.merged if p.top == first and p.bottom > first), default=first)
    if first < bottom < first + _MOST_ROWS and bottom < len(sheet.rows):
        return bottom
    below = first + 1
    if below < len(sheet.rows) and _is_under(sheet, first, sheet.rows[below]):
        return below
    return first


def _is_under(sheet: Sheet, first: int, cells: Sequence[Cell]) -> bool:
    """Whether a row names the columns under the joined heads of the row above it, and nothing under the others."""
    filled = {at for at, cell in enumerate(cells) if not cell.is_empty}
    if not filled or any(_measures(cells[at]) for at in filled):
        return False
    blank = {at for at in range(sheet.width) if _at(sheet.rows[first], at).is_empty}
    grouped = {at for p in _by_row(sheet.merged).get(first, ()) for at in range(p.left, p.right + 1)}
    if grouped:
        return filled <= grouped or (filled <= grouped | blank and _names_columns(cells))
    # Without joined cells: points in time, words among them, under blanks and the head left of them only.
    beside = {at for at in blank | {at - 1 for at in blank} if at > 0}
    steps = all(_STEP.match(cells[at].text) for at in filled) and any(not is_data_like(cells[at].text) for at in filled)
    return steps and bool(filled & blank) and filled <= beside


def _joins(sheet: Sheet, above: int, bottom: int) -> bool:
    """Whether the row above a header is a part of it."""
    if any(p.top <= above < p.bottom and p.bottom <= bottom for p in sheet.merged):
        return True
    return len(_groups(sheet, above, bottom)) > 0


def _groups(sheet: Sheet, row: int, bottom: int) -> tuple[Merged, ...]:
    """The heads of a row that stand over several columns: joined, or followed by blanks over points in time."""
    if row >= bottom:
        return ()
    joined = [p for p in _by_row(sheet.merged).get(row, ()) if p.right - p.left + 1 < max(2, _width(sheet, bottom))]
    if joined or any(p.top == row for p in sheet.merged):
        return tuple(joined)
    cells, below = sheet.rows[row], sheet.rows[bottom]
    found = []
    for at, cell in enumerate(cells):
        if at == 0 or cell.kind is not CellKind.TEXT or cell.is_empty:
            continue
        right = at
        while right + 1 < len(below) and _at(cells, right + 1).is_empty and _STEP.match(_at(below, right + 1).text):
            right += 1
        if right > at and _STEP.match(_at(below, at).text):
            found.append(Merged(row, at, row, right))
    return tuple(found)


def _width(sheet: Sheet, row: int) -> int:
    return len(sheet.rows[row]) if row < len(sheet.rows) else 0


def _at(cells: Sequence[Cell], column: int) -> Cell:
    return cells[column] if column < len(cells) else EMPTY


def _spread(sheet: Sheet, row: int, groups: Sequence[Merged]) -> list[str]:
    """The texts of a header's row, those of joined heads over each of their columns."""
    cells = sheet.rows[row] if row < len(sheet.rows) else ()
    texts = [" ".join(cell.text.split()) for cell in cells]
    for place in groups:
        texts.extend("" for _ in range(place.right + 1 - len(texts)))
        for at in range(place.left + 1, place.right + 1):
            texts[at] = texts[at] or texts[place.left]
    return texts
