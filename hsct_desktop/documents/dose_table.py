"""A table of series with their doses under each other: the series is named once, the dose that is due is shaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from hsct_desktop.documents.fonts import BOLD, REGULAR
from hsct_desktop.documents.styles import CELL, GREY, HAIRLINE, HEAD, INK, NOTE, RULE, TINT_DARK
from hsct_desktop.documents.text import printable

ROOMY: Final = 13.6
TIGHT: Final = 11.6
"""Least height of a row in points."""
_LINE: Final = 9.6
_HEAD: Final = 13.0
_GAP: Final = 6.0
_HALF: Final = 3.1
"""Half the height of a capital: what lifts a line into the middle of its row."""


@dataclass(frozen=True)
class DoseRow:
    """A dose: its number, when planned, when given, product and lot, site, by whom.

    `due` is shaded; `void` stands in grey, since it does not count.
    """

    number: str
    planned: str
    given: str
    batch: str
    by: str = ""
    due: bool = False
    void: bool = False
    site: str = ""


@dataclass(frozen=True)
class SeriesRows:
    """A series: its name, a few words about it, its doses (at least one)."""

    name: str
    about: str
    doses: tuple[DoseRow, ...]


@dataclass(frozen=True)
class _Placed:
    """A series with its words broken into lines for its column."""

    series: SeriesRows
    names: tuple[tuple[str, bool], ...]
    cells: tuple[tuple[tuple[str, ...], ...], ...]
    heights: tuple[float, ...]

    @property
    def height(self) -> float:
        return sum(self.heights)


class DoseTable(Flowable):
    """Columns: series, dose, planned, given, product and lot, site, who gave it. A series is never split."""

    def __init__(
        self, heads: Sequence[str], series: Sequence[SeriesRows], widths: Sequence[float], row: float = ROOMY
    ) -> None:
        super().__init__()
        self.heads, self.series, self.widths, self.row = tuple(heads), tuple(series), tuple(widths), row
        self._placed = [_place(one, self.widths, row) for one in self.series]
        self.width = sum(widths)
        self.height = _HEAD + sum(placed.height for placed in self._placed)

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """Its own size, known from the start."""
        return self.width, self.height

    def split(self, _available_width: float, available_height: float) -> list[Flowable]:
        """The series that fit and the rest under a new head; nothing when not even the first fits."""
        room, fitting = available_height - _HEAD, 0
        for placed in self._placed:
            room -= placed.height
            if room < 0:
                break
            fitting += 1
        if fitting == 0:
            return []
        if fitting == len(self.series):
            return [self]
        return [
            DoseTable(self.heads, self.series[:fitting], self.widths, self.row),
            DoseTable(self.heads, self.series[fitting:], self.widths, self.row),
        ]

    def draw(self) -> None:
        """Draw from the top down: shades first, then words, rules last."""
        canvas: Canvas = self.canv
        lefts = [sum(self.widths[:number]) for number in range(len(self.widths))]
        for x, head in zip(lefts, self.heads, strict=True):
            _write(canvas, x, self.height - HEAD.fontSize - 1, head, HEAD, bold=True, ink=GREY)
        y = self.height - _HEAD
        _rule(canvas, 0, self.width, y, 0.9, INK)
        top = y
        for placed in self._placed:
            y = self._draw_series(canvas, placed, lefts, y)
        _rule(canvas, 0, self.width, y, 0.9, INK)
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.5)
        canvas.line(lefts[-1] - 3, top, lefts[-1] - 3, y)

    def _draw_series(self, canvas: Canvas, placed: _Placed, lefts: Sequence[float], y: float) -> float:
        first = self.row / 2 + _HALF
        base = y - first
        start = y
        for number, (dose, cells, height) in enumerate(
            zip(placed.series.doses, placed.cells, placed.heights, strict=True)
        ):
            if dose.due:
                canvas.setFillColor(TINT_DARK)
                canvas.rect(lefts[1] - 3, y - height, self.width - lefts[1] + 3, height, stroke=0, fill=1)
            if number:
                _rule(canvas, lefts[1] - 3, self.width, y, 0.35, HAIRLINE)
            for x, lines in zip(lefts[1:], cells, strict=False):
                for line_number, words in enumerate(lines):
                    at = y - first - line_number * _LINE
                    _write(canvas, x, at, words, CELL, bold=dose.due, ink=GREY if dose.void else INK)
            y -= height
        for number, (words, is_name) in enumerate(placed.names):
            style = CELL if is_name else NOTE
            _write(canvas, 0, base - number * _LINE, words, style, bold=is_name, ink=INK if is_name else GREY)
        if start < self.height - _HEAD:
            _rule(canvas, 0, self.width, start, 0.5, RULE)
        return y


def _place(series: SeriesRows, widths: Sequence[float], least: float) -> _Placed:
    names = [(words, True) for words in _broken(series.name, BOLD, CELL.fontSize, widths[0] - _GAP)]
    names += [(words, False) for words in _broken(series.about, REGULAR, NOTE.fontSize, widths[0] - _GAP)]
    cells, heights = [], []
    for dose in series.doses:
        font = BOLD if dose.due else REGULAR
        row = tuple(
            tuple(_broken(words, font, CELL.fontSize, width - _GAP))
            for words, width in zip(
                (dose.number, dose.planned, dose.given, dose.batch, dose.site, dose.by), widths[1:], strict=False
            )
        )
        cells.append(row)
        heights.append(least + (max(len(lines) for lines in row) - 1) * _LINE)
    wanted = least + (len(names) - 1) * _LINE
    if wanted > sum(heights):
        heights[-1] += wanted - sum(heights)
    return _Placed(series, tuple(names), tuple(cells), tuple(heights))


def _broken(words: str, font: str, size: float, width: float) -> list[str]:
    shown = printable(words)
    if not shown:
        return []
    if stringWidth(shown, font, size) <= width:
        return [shown]
    return list(simpleSplit(shown, font, size, width))


def _write(canvas: Canvas, x: float, y: float, words: str, style: ParagraphStyle, *, bold: bool, ink: Color) -> None:
    canvas.setFont(BOLD if bold else REGULAR, style.fontSize)
    canvas.setFillColor(ink)
    canvas.drawString(x, y, words)


def _rule(canvas: Canvas, left: float, right: float, y: float, thickness: float, ink: Color) -> None:
    canvas.setStrokeColor(ink)
    canvas.setLineWidth(thickness)
    canvas.line(left, y, right, y)
