"""Tables, labelled facts and section headings in the one manner of the work papers.

Cells are single lines most of the time, so the tables are drawn straight onto the canvas; ReportLab's own Table takes
several times as long for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable

from hsct_desktop.documents.page_canvas import bookmark
from hsct_desktop.documents.styles import CELL, CELL_GREY, HAIRLINE, HEAD, INK, NOTE, RULE, SECTION, TINT_DARK
from hsct_desktop.documents.text import Line, Para, Text, Writer, fitted, line, printable

GAP: Final = 6.0
"""Room between two columns, in points."""
_ENDLESS: Final = 1e6
Stroke = tuple[float, Color]
Cell = Sequence[Flowable]


@dataclass(frozen=True)
class Look:
    """How a grid is drawn, in points: padding of rows and of their head, inset of cells, rules."""

    above: float
    below: float
    inset: float = 0.0
    head_above: float = 0.0
    head_below: float = 0.0
    head_tint: Color | None = None
    head_inset: float = 0.0
    head_rule: Stroke | None = None
    row_rule: Stroke | None = None
    end_rule: Stroke | None = None
    writing_column: Stroke | None = None
    """Rule before the last column, in which somebody will write."""


TABLE: Final = Look(1.4, 1.7, 0, 0.6, 1.7, None, 0, (0.9, INK), (0.35, HAIRLINE), (0.9, INK))
FACTS: Final = Look(0, 2.6)
LIST: Final = Look(2.6, 3.2, 0.6, 1.6, 2.2, TINT_DARK, 3, (0.5, RULE), (0.5, RULE), (0.5, RULE), (0.5, RULE))


class Grid(Flowable):
    """Rows of cells under a head that is repeated on each page; a row is never split.

    `widths` in points; a cell is one flowable or several, one under the other, made for its width.
    """

    def __init__(
        self,
        rows: Sequence[Sequence[Cell]],
        widths: Sequence[float],
        look: Look,
        head: Sequence[Cell] | None = None,
        later_head: Sequence[Cell] | None = None,
    ) -> None:
        super().__init__()
        self.rows, self.widths, self.look = rows, widths, look
        self.head, self.later_head = head, later_head or head
        self.head_height = _height(head, widths) + look.head_above + look.head_below if head else 0.0
        self.heights = [_height(row, widths) + look.above + look.below for row in rows]
        self.goes_on = False
        self.width, self.height = sum(widths), self.head_height + sum(self.heights)

    @property
    def least_height(self) -> float:
        """Height of the head and the first rows that must not be parted: two, or all three of three."""
        return self.head_height + sum(self.heights[: 3 if len(self.heights) == 3 else 2])

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its own size, known from the start."""
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """The rows that fit and the rest under a new head; nothing when not even the first row fits.

        A single row is not left alone on the next page where another one can go with it.
        """
        room, fitting = available_height - self.head_height, 0
        for height in self.heights:
            if height > room:
                break
            room -= height
            fitting += 1
        if fitting == 0:
            return []
        if fitting == len(self.rows):
            return [self]
        if fitting == len(self.rows) - 1 and fitting > 2:
            fitting -= 1
        first = Grid(self.rows[:fitting], self.widths, self.look, self.head)
        first.goes_on = True
        rest = Grid(self.rows[fitting:], self.widths, self.look, self.later_head, self.later_head)
        return [first, CondPageBreak(rest.height), rest]  # a row held back leaves room that the rest must not take

    def draw(self) -> None:
        """Draw from the top down, the rules after the words."""
        canvas: Canvas = self.canv
        look, y = self.look, self.height
        writer = Writer(canvas)
        if self.head:
            bottom = y - self.head_height
            if look.head_tint is not None:
                canvas.setFillColor(look.head_tint)
                canvas.rect(0, bottom, self.width, self.head_height, stroke=0, fill=1)
            self._draw_row(writer, self.head, y - look.head_above, look.head_inset)
            _rule(canvas, look.head_rule, bottom, self.width)
            y = bottom
        top = y
        for number, (row, height) in enumerate(zip(self.rows, self.heights, strict=True), start=1):
            self._draw_row(writer, row, y - look.above, look.inset)
            y -= height
            is_end = number == len(self.rows) and not self.goes_on
            _rule(canvas, look.end_rule if is_end else look.row_rule, y, self.width)
        writer.done()
        if look.writing_column is not None:
            x = self.width - self.widths[-1]
            _stroke(canvas, look.writing_column)
            canvas.line(x, top, x, y)

    def _draw_row(self, writer: Writer, row: Sequence[Cell], top: float, inset: float) -> None:
        x = inset
        for cell, width in zip(row, self.widths, strict=False):
            y = top
            for part in cell:
                y -= part.height
                if not (isinstance(part, Line | Para) and part.write(writer, x, y)):
                    writer.done()  # what stands before is written before: a reader aloud follows the same order
                    part.drawOn(self.canv, x, y)
            x += width


def _height(row: Sequence[Cell], widths: Sequence[float]) -> float:
    """Height of the highest cell; paragraphs are laid out here, once."""
    return max(
        sum(part.wrap(width - GAP, _ENDLESS)[1] for part in cell) for cell, width in zip(row, widths, strict=False)
    )


def _stroke(canvas: Canvas, stroke: Stroke) -> None:
    canvas.setLineWidth(stroke[0])
    canvas.setStrokeColor(stroke[1])


def _rule(canvas: Canvas, stroke: Stroke | None, y: float, width: float) -> None:
    if stroke is not None:
        _stroke(canvas, stroke)
        canvas.line(0, y, width, y)


class Section(Flowable):
    """A section's rule, heading and, at the right, what the reader must know of it."""

    ABOVE: Final = 5.5
    AFTER: Final = 2.0
    PAD: Final = 2.4

    def __init__(
        self,
        title: str,
        note: str,
        width: float,
        style: ParagraphStyle = SECTION,
        note_style: ParagraphStyle = NOTE,
        *,
        top_rule: bool = True,
    ) -> None:
        super().__init__()
        self.top_rule = top_rule  # whether the rule is drawn also where the section begins a page
        self.title = line(title, style)
        self.style, self.note_style = style, note_style
        self.width = width
        room = width - stringWidth(printable(title), style.fontName, style.fontSize) - 14
        self.notes = simpleSplit(printable(note), note_style.fontName, note_style.fontSize, room)
        self.height = self.PAD + max(style.leading, len(self.notes) * note_style.leading) + 1.2

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its own size."""
        return self.width, self.height

    def getSpaceBefore(self) -> float:
        """Room above the rule; none at the head of a page."""
        return self.ABOVE

    def getSpaceAfter(self) -> float:
        """Room below the heading."""
        return self.AFTER

    def draw(self) -> None:
        """Draw rule, heading and note."""
        canvas: Canvas = self.canv
        style, small = self.style, self.note_style
        canvas.saveState()
        canvas.translate(0, self.height)
        bookmark(canvas, "".join(run for run, _ in self.title.runs))
        canvas.restoreState()
        if self.top_rule or not getattr(getattr(self, "_frame", None), "_atTop", False):
            _rule(canvas, (0.5, RULE), self.height, self.width)
        writer = Writer(canvas)
        writer.line(self.title, 0, self.height - self.PAD - style.leading)
        writer.done()
        canvas.setFont(small.fontName, small.fontSize)
        canvas.setFillColor(small.textColor)
        top = self.height - self.PAD - (style.fontSize if len(self.notes) < 2 else small.fontSize)
        for number, note in enumerate(self.notes):
            canvas.drawRightString(self.width, top - number * small.leading, note)


def grid(heads: Sequence[str], rows: Sequence[Sequence[Text]], widths: Sequence[float]) -> Grid:
    """A table of texts with its head line repeated on each page; `widths` in points."""
    cells = [[(_cell(text, CELL, width),) for text, width in zip(row, widths, strict=True)] for row in rows]
    head = [(_cell(text, HEAD, width),) for text, width in zip(heads, widths, strict=True)]
    return Grid(cells, widths, TABLE, head)


def _cell(text: Text, style: ParagraphStyle, width: float) -> Flowable:
    return fitted(text, style, width - GAP)


def facts(pairs: Sequence[tuple[str, Text]], width: float, label: float) -> Grid:
    """Labelled facts in two columns, read line by line; `label` is the width of a label in points."""
    widths = [label, width / 2 - label] * 2
    rows: list[list[Cell]] = []
    for left in range(0, len(pairs), 2):
        row: list[Cell] = []
        for name, value in pairs[left : left + 2]:
            row += [(_cell(name, CELL_GREY, label),), (_cell(value, CELL, width / 2 - label),)]
        rows.append(row)
    return Grid(rows, widths, FACTS)
