"""The table in a sheet: which row is the header, which rows are records, which lines are neither and why.

Only what cannot be a record is left out, and listed with its reason; whatever is doubtful stays a row, and is refused
with its reason where it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.book import EMPTY, Cell, CellKind, Merged, Sheet
from hsct_desktop.domain.import_header import Header, find_header, header_at
from hsct_desktop.domain.names import fold


class LineKind(StrEnum):
    """What a line that is no record is; wording `enum.import_line.*`. NOTE: what somebody wrote below the table;
    EXAMPLE: the example row of a template."""

    TITLE = "title"
    HEADER = "header"
    BLANK = "blank"
    TOTAL = "total"
    REPEATED_HEADER = "repeated_header"
    NOTE = "note"
    EXAMPLE = "example"


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


EXAMPLE_CODES: Final = frozenset({"example", "esempio", "beispiel", "exemple", "ejemplo"})
"""The code of a template's example row, in small letters."""
_TOTAL: Final = re.compile(
    r"(sub ?)?(totale?|totali|totals?|totaux|totales|summe|gesamt|gesamtzahl|insgesamt|somma|somme|suma|medi[ae]|means?"
    r"|averages?|moyennes?|mittel|mittelwert|durchschnitt|promedio|medianae?|medianas?|medianes?|conteggio|count"
    r"|anzahl|nombre|numero pazienti|n pazienti|n patients|deviazione standard|standard deviation"
    r"|minimo|massimo|minimum|maximum|percentuale|prozent)"
)
_SHORT_TOTAL: Final = re.compile(r"n|sd|ds|dev st|min|max|sum|conta|perc|numero|media n|median")
"""Words that may be a name or a code: totals only below the table."""
_COUNTED: Final = re.compile(r"[nN] ?[=:°] ?\d+|\d+ [^\W\d]+")
"""n=120, 120 pazienti."""
_NOTE_SIGNS: Final = re.compile(
    r"\s*(\*|n\.? ?b\.?[\s:]|ps\b|nota\b|note\b|legend|hinweis|remarque|†|[^=]+=)", re.IGNORECASE
)
_NOTE_WORDS: Final = 6
_TALLEST: Final = 200
"""Rows of a joined cell whose value is that of each of its rows."""
_DATES: Final = frozenset({CellKind.DATE, CellKind.MOMENT, CellKind.TIME})


def find_table(sheet: Sheet, header_row: int = 0) -> ImportTable:
    """The table of a sheet; `header_row`, counting from 1, says which is the (last) row of its header, 0 finds it.

    Every row of the sheet is either a record or left out with its reason. Cells joined over several rows of records
    hold their value in each.
    """
    declared = min(header_row, len(sheet.rows)) - 1
    header = find_header(sheet) if declared < 0 else header_at(sheet, declared)
    lines = _filled(sheet, header.bottom + 1)
    width = _width(header, lines[header.bottom + 1 :])
    kinds = _kinds(lines, sheet.rows, header, _wide_titles(sheet.merged, width))
    rows = []
    left_out = []
    for at, (cells, kind) in enumerate(zip(lines, kinds, strict=True)):
        if kind is None:
            rows.append(TableRow(at + 1, (*cells[:width], *[EMPTY] * (width - len(cells)))))
        else:
            left_out.append(LeftOut(at + 1, kind))
    heads = (*header.heads[:width], *[""] * (width - len(header.heads)))
    return ImportTable(sheet.name, heads, tuple(rows), tuple(left_out), header.bottom + 1, sheet.starts_1904)


def _filled(sheet: Sheet, first: int) -> list[tuple[Cell, ...]]:
    """The rows, cells of one column joined downwards filled from row `first` on."""
    lines = list(sheet.rows)
    for top, left, bottom, right in sheet.merged:
        if top < first or left != right or not top < bottom < top + _TALLEST or top >= len(lines):
            continue
        value = lines[top][left] if left < len(lines[top]) else EMPTY
        for at in range(top + 1, min(bottom + 1, len(lines))):
            cells = [*lines[at], *[EMPTY] * (left + 1 - len(lines[at]))]
            if cells[left].is_empty and any(not cell.is_empty for cell in cells):
                cells[left] = value
                lines[at] = tuple(cells)
    return lines


def _width(header: Header, lines: Iterable[tuple[Cell, ...]]) -> int:
    """The columns that have a head or anything in a row."""
    used = [at + 1 for at, head in enumerate(header.heads) if head]
    used += [at + 1 for cells in lines for at in range(len(cells) - 1, -1, -1)[:1] if not cells[at].is_empty]
    return max(used, default=0)


def _wide_titles(merged: Sequence[Merged], width: int) -> frozenset[int]:
    """The rows with a cell joined over half of the table: what stands in it is a title."""
    return frozenset(place.top for place in merged if (place.right - place.left + 1) * 2 >= max(width, 2))


def _kinds(
    lines: Sequence[tuple[Cell, ...]], raw: Sequence[tuple[Cell, ...]], header: Header, wide: frozenset[int]
) -> list[LineKind | None]:
    """What each line is; None for a record. `raw` are the lines with joined cells as they stand."""
    kinds: list[LineKind | None] = []
    titles = {_one_text(lines[at]) for at in range(header.top)} - {""}
    repeated = _repeated(raw, header)
    for at, cells in enumerate(lines):
        if all(cell.is_empty for cell in cells):
            kinds.append(LineKind.BLANK)
        elif at <= header.bottom:
            kinds.append(LineKind.TITLE if at < header.top else LineKind.HEADER)
        elif at in repeated:
            kinds.append(LineKind.REPEATED_HEADER)
        elif _one_text(cells) in titles or (at in wide and _one_text(cells)):
            kinds.append(LineKind.TITLE)
        else:
            kinds.append(_said(cells))
    _mark_end(lines, kinds, next((at for at, head in enumerate(header.heads) if head), None))
    return kinds


def _one_text(cells: Sequence[Cell]) -> str:
    """The text of a line of which one cell alone holds anything."""
    filled = [cell for cell in cells if not cell.is_empty]
    return filled[0].text.strip() if len(filled) == 1 and filled[0].kind is CellKind.TEXT else ""


def _repeated(lines: Sequence[tuple[Cell, ...]], header: Header) -> set[int]:
    """The rows that repeat the rows of the header, all of them, as each printed page does."""
    pattern = [_texts(cells) for cells in lines[header.top : header.bottom + 1] if _texts(cells)]
    if not pattern or max(map(len, pattern)) < 2:
        return set()
    found: set[int] = set()
    at_first, text = next(iter(pattern[0].items()))
    for at in range(header.bottom + 1, len(lines) - len(pattern) + 1):
        first = lines[at][at_first : at_first + 1]
        if not first or first[0].text.strip().casefold() != text:
            continue
        if all(_texts(lines[at + nth]) == texts for nth, texts in enumerate(pattern)):
            found.update(range(at, at + len(pattern)))
    return found


def _texts(cells: Sequence[Cell]) -> dict[int, str]:
    return {at: cell.text.strip().casefold() for at, cell in enumerate(cells) if not cell.is_empty}


def _said(cells: Sequence[Cell]) -> LineKind | None:
    """What a line says of itself: a total by its first word, an example by its code."""
    filled = [cell for cell in cells if not cell.is_empty]
    first = filled[0]
    if first.kind is CellKind.TEXT and first.text.strip().casefold() in EXAMPLE_CODES:
        return LineKind.EXAMPLE
    if _is_total(filled, _TOTAL):
        return LineKind.TOTAL
    return None


def _is_total(filled: Sequence[Cell], words: re.Pattern[str]) -> bool:
    """Whether a line begins with a word for a total and holds nothing but counts beside."""
    first = filled[0]
    if any(cell.kind in _DATES for cell in filled):
        return False
    if first.kind is not CellKind.TEXT or not (
        words.fullmatch(fold(first.text)) or _COUNTED.fullmatch(first.text.strip())
    ):
        return False
    return all(_is_counted(cell) or bool(words.fullmatch(fold(cell.text))) for cell in filled[1:])


def _is_counted(cell: Cell) -> bool:
    if cell.kind in (CellKind.NUMBER, CellKind.FORMULA, CellKind.ERROR):
        return True
    text = cell.text.strip()
    return cell.kind is CellKind.TEXT and (
        _COUNTED.fullmatch(text) is not None or bool(re.fullmatch(r"[\d.,]+ ?%?", text))
    )


def _mark_end(lines: Sequence[tuple[Cell, ...]], kinds: list[LineKind | None], key: int | None) -> None:
    """Below the last record: sums without a word, and what somebody wrote. `key` is the first column with a head."""
    last = len(lines) - 1
    while last >= 0 and (kinds[last] is not None or _at_end(lines[last], key, parted=True) is not None):
        last -= 1
    parted = False
    for at in range(last + 1, len(lines)):
        if kinds[at] is None:
            kinds[at] = _at_end(lines[at], key, parted)
        parted = parted or kinds[at] in (LineKind.BLANK, LineKind.TOTAL)


def _at_end(cells: Sequence[Cell], key: int | None, parted: bool) -> LineKind | None:
    """What a line at the end is that says nothing of itself; `parted`: a blank line or a total stands above it."""
    filled = [cell for cell in cells if not cell.is_empty]
    if (
        key is not None
        and cells[key : key + 1]
        and cells[key].is_empty
        and all(cell.kind in (CellKind.NUMBER, CellKind.FORMULA) for cell in filled)
    ):
        return LineKind.TOTAL
    if parted and _is_total(filled, _SHORT_TOTAL):
        return LineKind.TOTAL
    text = _one_text(cells)
    if text and (_NOTE_SIGNS.match(text) or (parted and len(text.split()) >= _NOTE_WORDS)):
        return LineKind.NOTE
    return None
