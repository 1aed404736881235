"""Results in a letter: numbers on their decimal mark, arrows beside what is out of range, two columns when many."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from hsct_desktop.documents.letter_inputs import ResultLine
from hsct_desktop.documents.letter_type import LetterType
from hsct_desktop.documents.paper_words import PaperWording
from hsct_desktop.documents.styles import HAIRLINE, INK
from hsct_desktop.documents.tables import GAP, Cell, Grid, Look
from hsct_desktop.documents.text import Markup, Text, bold, clipped, fitted, printable

MOST_IN_ONE_COLUMN: Final = 8
ARROWS: Final = {"high": "\u2191", "low": "\u2193"}
NONE: Final = "\u2013"
_HEADS: Final = ("name", "value", "unit", "limits", "previous")
_LOOK: Final = Look(0.7, 1.0, 0, 0.6, 1.7, None, 0, (0.9, INK), (0.35, HAIRLINE), (0.9, INK))
_BETWEEN: Final = 8.0
_LEAST_NAME: Final = 17 * mm
_WIDEST_TEXT: Final = 24
"""Letters of a result in words, beyond which it is cut: a table of numbers has no room for sentences."""
_NUMBER: Final = re.compile(
    "(?P<sign>[<>\u2264\u2265~]?[ \u00a0]?)(?P<whole>[+\u2212-]?[0-9][0-9 \u00a0]*)(?P<rest>(?:[.,][0-9]+)?.*)"
)


@dataclass(frozen=True)
class _Parts:
    """A value cut at its decimal mark; `whole` is None for a result in words."""

    sign: str
    whole: str | None
    rest: str
    is_bold: bool

    def font(self, type_: LetterType) -> str:
        return type_.strong if self.is_bold else type_.regular


def _parts(value: str, is_bold: bool) -> _Parts:
    shown = clipped(printable(value.strip()) or NONE, _WIDEST_TEXT)
    found = _NUMBER.fullmatch(shown)
    if found is None:
        return _Parts("", None, shown, is_bold)
    whole = found["whole"]
    return _Parts(found["sign"], whole.rstrip(), whole[len(whole.rstrip()) :] + found["rest"], is_bold)


class NumberCell(Flowable):
    """A value whose decimal mark stands `anchor` points from the left, with an arrow at the column's right."""

    def __init__(self, parts: _Parts, anchor: float, arrow: str, at: float, type_: LetterType) -> None:
        super().__init__()
        self.parts, self.anchor, self.arrow, self.at, self.type = parts, anchor, arrow, at, type_
        self.height = type_.cell.leading

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """One line."""
        self.width = available_width
        return available_width, self.height

    def draw(self) -> None:
        """One run of text, so that a value is read as it stands, then the arrow."""
        canvas, style, parts = self.canv, self.type.cell, self.parts
        base = self.height - style.fontSize
        font = parts.font(self.type)
        canvas.setFillColor(style.textColor)
        canvas.setFont(font, style.fontSize)
        left = 0.0
        if parts.whole is not None:
            left = self.anchor - stringWidth(parts.sign + parts.whole, font, style.fontSize)
        canvas.drawString(left, base, parts.sign + (parts.whole or "") + parts.rest)
        if self.arrow:
            canvas.setFont(self.type.strong, _sign_size(self.arrow, self.type))
            canvas.drawString(self.at, base, self.arrow)


def _sign_size(sign: str, type_: LetterType) -> float:
    """An arrow alone is as large as its value, with its word it is smaller."""
    return type_.cell.fontSize - (1.0 if len(sign) > 1 else 0.0)


@dataclass(frozen=True)
class _Column:
    """A column of values: where the decimal marks stand, where the arrow, how wide it all is."""

    cells: tuple[_Parts, ...]
    anchor: float
    arrow_at: float
    width: float


def _column(values: Sequence[_Parts], head: str, type_: LetterType, signs: Mapping[str, str]) -> _Column:
    size = type_.cell.fontSize

    def wide(text: str, part: _Parts) -> float:
        return stringWidth(text, part.font(type_), size)

    anchor = max((wide(p.sign + p.whole, p) for p in values if p.whole is not None), default=0.0)
    behind = max((wide(p.rest, p) for p in values if p.whole is not None), default=0.0)
    # Results in words wrap between their words where others are numbers.
    words = max((wide(word, p) for p in values if p.whole is None for word in p.rest.split()), default=0.0)
    end = max(anchor + behind, words)
    arrow = end + 3
    signed = [max(8.0, stringWidth(sign, type_.strong, _sign_size(sign, type_))) for sign in signs.values()]
    needed = arrow + max(signed, default=-3)
    width = max(needed, stringWidth(printable(head), type_.strong, type_.head.fontSize) + 0.2) + GAP
    return _Column(tuple(values), anchor, arrow, width)


def on_decimal_mark(texts: Sequence[Text], type_: LetterType) -> list[Flowable]:
    """The values of a column, each on one line with its decimal mark below that of the others."""
    parts = [_parts("".join(_runs(text)), isinstance(text, Markup)) for text in texts]
    column = _column(parts, "", type_, {})
    return [NumberCell(part, column.anchor, "", 0, type_) for part in parts]


def _runs(text: Text) -> list[str]:
    return [text] if isinstance(text, str) else [run for run, _ in text.runs]


def results(
    lines: Sequence[ResultLine],
    words: PaperWording,
    type_: LetterType,
    width: float,
    *,
    signs: Mapping[str, str] = ARROWS,
    most: int = MOST_IN_ONE_COLUMN,
) -> Flowable:
    """The table of results, `width` points wide; side by side where there are more than `most` and it is shorter so.

    `signs` stand beside what is high or low.
    """
    table = _Table(words, type_, signs)
    if len(lines) <= most:
        return table.grid(lines, width)
    half, cut = (width - _BETWEEN) / 2, (len(lines) + 1) // 2
    left, right = (table.grid(part, half, must_fit=True) for part in (lines[:cut], lines[cut:]))
    pair = Pair(left, right) if left.rows and right.rows else None
    if pair is not None and pair.height < len(lines) * type_.cell.leading:
        return pair
    single = table.grid(lines, width)
    return pair if pair is not None and pair.height < single.height else single


@dataclass(frozen=True)
class _Table:
    words: PaperWording
    type: LetterType
    signs: Mapping[str, str]

    def grid(self, lines: Sequence[ResultLine], width: float, *, must_fit: bool = False) -> Grid:
        """One table; without rows where it must fit and its columns leave too little for the words of the names."""
        type_ = self.type
        heads = [self.words.text(f"letter_paper.result.{key}") for key in _HEADS]
        shown = {line.sign: self.signs[line.sign] for line in lines if line.sign in self.signs} or {"": ""}
        now = _column([_parts(line.value, bool(line.sign)) for line in lines], heads[1], type_, shown)
        before = _column([_parts(line.previous, False) for line in lines], heads[4], type_, {})
        unit = _widest([line.unit for line in lines], heads[2], type_)
        limits = _widest([line.limits for line in lines], heads[3], type_)
        name = width - now.width - before.width - unit - limits
        if must_fit and name < max(_LEAST_NAME, _longest_word(lines, type_) + GAP):
            return Grid([], [], _LOOK)
        widths = _spread([max(name, 12 * mm), now.width, unit, limits, before.width], width)
        rows = [_row(line, self.signs.get(line.sign, ""), now, before, number, widths, type_)
                for number, line in enumerate(lines)]  # fmt: skip
        head: list[Cell] = [(fitted(text, type_.head, wide - GAP),) for text, wide in zip(heads, widths, strict=True)]
        return Grid(rows, widths, _LOOK, head)


def _longest_word(lines: Sequence[ResultLine], type_: LetterType) -> float:
    found = (word for line in lines for word in printable(line.name).split(" "))
    return max(stringWidth(word, type_.strong, type_.cell.fontSize) for word in found)


def _spread(widths: list[float], width: float) -> list[float]:
    """What is left over goes evenly between the columns."""
    over = (width - sum(widths)) / (len(widths) - 1)
    return [wide + (over if over > 0 and number < len(widths) - 1 else 0.0) for number, wide in enumerate(widths)]


def _widest(texts: Sequence[str], head: str, type_: LetterType) -> float:
    cell = max(stringWidth(_plain(text), type_.regular, type_.cell.fontSize) for text in texts)
    return min(max(cell, stringWidth(printable(head), type_.strong, type_.head.fontSize)) + 0.2, 30 * mm) + GAP


def _plain(text: str) -> str:
    return printable(text.strip()) or NONE


def _row(
    line: ResultLine, sign: str, now: _Column, before: _Column, number: int, widths: Sequence[float], type_: LetterType
) -> list[Cell]:
    style: ParagraphStyle = type_.cell
    name = clipped(line.name, 120)
    return [
        (fitted(bold(name) if line.sign else name, style, widths[0] - GAP),),
        (_value(now, number, sign, widths[1], type_),),
        (fitted(clipped(line.unit.strip(), 60) or NONE, style, widths[2] - GAP),),
        (fitted(clipped(line.limits.strip(), 60) or NONE, style, widths[3] - GAP),),
        (_value(before, number, "", widths[4], type_),),
    ]


def _value(column: _Column, number: int, arrow: str, width: float, type_: LetterType) -> Flowable:
    """A number on its mark; words from the left, wrapped, with their arrow behind them."""
    parts = column.cells[number]
    if parts.whole is not None:
        return NumberCell(parts, column.anchor, arrow, column.arrow_at, type_)
    said = f"{parts.rest} {arrow}".strip()
    return fitted(bold(said) if parts.is_bold else said, type_.cell, width - GAP)


class Pair(Flowable):
    """Two tables side by side with rows of equal heights, read the left one first."""

    def __init__(self, left: Grid, right: Grid) -> None:
        super().__init__()
        self.left, self.right = left, right
        for number, (one, other) in enumerate(zip(left.heights, right.heights, strict=False)):
            left.heights[number] = right.heights[number] = max(one, other)
        left.head_height = right.head_height = max(left.head_height, right.head_height)
        for table in (left, right):
            table.height = table.head_height + sum(table.heights)
        self.width, self.height = left.width + _BETWEEN + right.width, max(left.height, right.height)

    @property
    def least_height(self) -> float:
        """Height of the head and the first two rows."""
        return self.left.least_height

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its own size."""
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Each half broken after the same row."""
        pieces = [table.split(available_width, available_height) for table in (self.left, self.right)]
        if not all(pieces):
            return []
        (one, *_, rest), (other, *__, more) = (found if len(found) > 1 else [*found, None] for found in pieces)
        if not isinstance(one, Grid) or not isinstance(other, Grid):
            return []
        tail: list[Flowable] = [Pair(rest, more)] if isinstance(rest, Grid) and isinstance(more, Grid) else [
            part for part in (rest,) if part is not None
        ]  # fmt: skip
        return [Pair(one, other), *tail]

    def draw(self) -> None:
        """Left, then right."""
        for table, x in ((self.left, 0.0), (self.right, self.left.width + _BETWEEN)):
            table.drawOn(self.canv, x, self.height - table.height)
