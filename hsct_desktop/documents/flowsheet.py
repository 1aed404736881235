"""The flowsheet on paper: analytes by days as they are shown on the screen, A4 landscape, good in black and white."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Final

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, PageBreak

from hsct_desktop.documents.drawing import print_colour
from hsct_desktop.documents.fonts import BOLD, REGULAR, register_fonts
from hsct_desktop.documents.frame import LIST, Pen, Sheet, build, shortened, sign_notes
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import GREY, HAIRLINE, INK, RULE, TINT, TINT_DARK
from hsct_desktop.documents.text import DOT, capitals, clipped, printable, texts_of
from hsct_desktop.domain.patient import Sex

DAYS_ON_PAGE: Final = 14
ROWS_ON_PAGE: Final = 31
_NAME: Final = 40 * mm
_UNIT: Final = 18 * mm
_RANGE: Final = 20 * mm
_HEAD: Final = 34.0
_ROW: Final = 14.2
_BADGE: Final = 9.0
_SIZE: Final = 8.0
_SMALL: Final = 7.0
_ARROWS: Final = {"low": "↓", "high": "↑", "": ""}
_SEVERE: Final = 3


@dataclass(frozen=True)
class PaperColumn:
    """A sample: its day after infusion and date as words, what stands below them, whether it is a weekend's."""

    number: str
    day: str
    below: str
    weekend: bool


@dataclass(frozen=True)
class PaperCell:
    """A value with its flag ("low", "high", "") and grade, 0 for none."""

    text: str = ""
    flag: str = ""
    grade: int = 0


@dataclass(frozen=True)
class PaperRow:
    """A row; one without cells heads a group."""

    label: str
    unit: str = ""
    range: str = ""
    cells: tuple[PaperCell, ...] = ()


@dataclass(frozen=True)
class FlowsheetData:
    """Whose values, which days, rows by columns; `versions` are the CTCAE versions that graded them."""

    context: PrintContext
    family_name: str
    given_name: str
    birth_date: date
    sex: Sex
    code: str
    day0: date | None
    first: date
    last: date
    panel: str
    columns: tuple[PaperColumn, ...]
    rows: tuple[PaperRow, ...]
    versions: tuple[str, ...]


def write_flowsheet(data: FlowsheetData, target: Target) -> None:
    """Write the sheet as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language)

    def make(stream: BinaryIO) -> None:
        build(_sheet(data, words), list(_story(data)), stream)

    write_to(target, make)


def _story(data: FlowsheetData) -> Iterator[Flowable]:
    starts = range(0, max(1, len(data.columns)), DAYS_ON_PAGE)
    rows = range(0, max(1, len(data.rows)), ROWS_ON_PAGE)
    for number, (column, row) in enumerate((c, r) for c in starts for r in rows):
        if number:
            yield PageBreak()
        yield _Table(data, column, row)


class _Table(Flowable):
    """One page of the sheet, drawn straight onto the canvas."""

    def __init__(self, data: FlowsheetData, first_column: int, first_row: int) -> None:
        super().__init__()
        self._columns = data.columns[first_column : first_column + DAYS_ON_PAGE]
        self._rows = data.rows[first_row : first_row + ROWS_ON_PAGE]
        self._from = first_column
        self.width = LIST.width
        self.height = _HEAD + _ROW * len(self._rows)
        self._step = (self.width - _NAME - _UNIT - _RANGE) / DAYS_ON_PAGE

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its own size, known from the start."""
        return self.width, self.height

    def draw(self) -> None:
        """Weekends first, then head and rows, then the rules."""
        right = _NAME + _UNIT + _RANGE + self._step * len(self._columns)
        for number, column in enumerate(self._columns):
            if column.weekend:
                self._fill(self._x(number), 0, self._step, self.height, TINT)
        self._heads()
        top = self.height - _HEAD
        for row in self._rows:
            self._row(row, top, right)
            top -= _ROW
        for number in range(len(self._columns) + 1):
            self._line(self._x(number), 0, self._x(number), self.height, HAIRLINE if number else RULE)
        self._line(0, self.height - _HEAD, right, self.height - _HEAD, INK, 0.9)

    def _x(self, number: int) -> float:
        return float(_NAME + _UNIT + _RANGE + number * self._step)

    def _heads(self) -> None:
        for number, column in enumerate(self._columns):
            edge = self._x(number + 1) - 3
            for y, words, font, size, ink in (
                (10, column.number, BOLD, 9, INK), (20, column.day, REGULAR, _SMALL, GREY),
                (29, column.below, REGULAR, 6.4, INK),
            ):  # fmt: skip
                self._right(edge, self.height - y, words, font, size, ink)

    def _row(self, row: PaperRow, top: float, right: float) -> None:
        base = top - _ROW + 4.4
        if not row.cells:
            self._fill(0, top - _ROW, right, _ROW, TINT_DARK)
            self._text(1, base, row.label, BOLD, _SIZE, INK, self.width)
        else:
            self._text(1, base, row.label, REGULAR, _SIZE, INK, _NAME - 4)
            self._text(_NAME, base, row.unit, REGULAR, _SMALL, GREY, _UNIT - 3)
            self._text(_NAME + _UNIT, base, row.range, REGULAR, _SMALL, GREY, _RANGE - 3)
            for number, cell in enumerate(row.cells[self._from : self._from + len(self._columns)]):
                self._cell(cell, number, top, base)
        self._line(0, top - _ROW, right, top - _ROW, HAIRLINE)

    def _cell(self, cell: PaperCell, number: int, top: float, base: float) -> None:
        """Value at the right, its grade behind it in a box, its arrow before it."""
        if not cell.text:
            return
        edge = self._x(number + 1) - _BADGE - 5
        font = BOLD if cell.grade >= _SEVERE else REGULAR
        room = self._step - _BADGE - 8
        text = shortened(cell.text, _SIZE, room / mm, font)
        self._right(edge, base, text, font, _SIZE, INK)
        if cell.flag:
            start = edge - stringWidth(printable(text), font, _SIZE)
            self._right(min(start - 2, self._x(number) + 9), base, _ARROWS[cell.flag], REGULAR, _SIZE, GREY)
        if cell.grade:
            self._badge(self._x(number + 1) - _BADGE - 2.5, top - _ROW + (_ROW - _BADGE) / 2, cell.grade)

    def _badge(self, x: float, y: float, grade: int) -> None:
        canvas = self.canv
        canvas.setFillColor(HexColor(print_colour(f"grade{grade}.fill")))
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.5)
        canvas.roundRect(x, y, _BADGE, _BADGE, 1.2, stroke=1, fill=1)
        digit = HexColor(print_colour(f"grade{grade}.text"))
        width = stringWidth(str(grade), BOLD, 7)
        self._text(x + (_BADGE - width) / 2, y + 2.1, str(grade), BOLD, 7, digit, _BADGE)

    def _fill(self, x: float, y: float, width: float, height: float, ink: Color) -> None:
        self.canv.setFillColor(ink)
        self.canv.rect(x, y, width, height, stroke=0, fill=1)

    def _line(self, x: float, y: float, to_x: float, to_y: float, ink: Color, thickness: float = 0.4) -> None:
        self.canv.setStrokeColor(ink)
        self.canv.setLineWidth(thickness)
        self.canv.line(x, y, to_x, to_y)

    def _text(self, x: float, y: float, words: str, font: str, size: float, ink: Color, room: float) -> None:
        self.canv.setFont(font, size)
        self.canv.setFillColor(ink)
        self.canv.drawString(x, y, shortened(words, size, room / mm, font))

    def _right(self, x: float, y: float, words: str, font: str, size: float, ink: Color) -> None:
        shown = shortened(words, size, (self._step - 2) / mm, font)
        self._text(x - stringWidth(shown, font, size), y, shown, font, size, ink, self._step)


def _sheet(data: FlowsheetData, words: PaperWording) -> Sheet:
    context, table = data.context, words.in_tables
    title = words.text("flowsheet.paper.title")
    name = f"{capitals(data.family_name)} {data.given_name}".strip()
    born = table.text(f"document.born.{data.sex}", date=data.birth_date)
    day0 = "" if data.day0 is None else table.text("flowsheet.paper.day0", date=data.day0)
    about = DOT.join(part for part in (born, data.code, day0) if part)
    key = "printed" if context.printed_by else "printed_at"
    printed = words.text(f"document.{key}", moment=context.printed_at, name=clipped(context.printed_by, 40))
    unit = context.unit_name or words.text("document.unit_missing")

    def head(pen: Pen) -> None:
        left, right = pen.geometry.left, pen.geometry.right
        end = pen.text(left, 14.6, shortened(name, 13, 110, BOLD), 13, font=BOLD, ink=INK)
        pen.text(end + 4, 14.6, about, 9.4, font=REGULAR, ink=INK)
        shown = f"{title}: {data.panel}{DOT}{table.span(data.first, data.last)}"
        pen.text(left, 19.6, shown, 9.4, font=REGULAR, ink=INK)
        pen.right(right, 14.6, shortened(unit, 7.6, 70), 7.6)
        pen.right(right, 19.6, printed, 7.6)
        pen.rule(21.8, 1.0, INK)

    foot = (
        words.text("document.practice") if context.practice else "",
        words.text("flowsheet.paper.key"),
        _graded_by(data.versions, words),
        words.text("document.intended_use"),
        sign_notes(words, list(texts_of(data))),
    )
    return Sheet(LIST, title, context, head, head, foot, words)


def _graded_by(versions: Sequence[str], words: PaperWording) -> str:
    """Which CTCAE versions the grades are of: those of two are never read as one."""
    return words.text("flowsheet.paper.versions", versions=", ".join(f"v{v}" for v in versions)) if versions else ""
