"""Blank forms to write on while the program is down, a page each, in the order in which the screens ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO, Final

from reportlab.lib.colors import white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Spacer

from hsct_desktop.documents.downtime_inputs import FormField, FormsData, FormTable
from hsct_desktop.documents.fonts import BOLD, REGULAR, register_fonts
from hsct_desktop.documents.frame import Geometry, Pen, Sheet, build, sign_notes
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import GREY, HAIRLINE, INK, RULE, TINT
from hsct_desktop.documents.tables import Section
from hsct_desktop.documents.text import NBSP, printable, texts_of

PAGE: Final = Geometry(A4, 20, 195, 17, 17, 279, 282)
_COLUMNS: Final = 12
_GUTTER: Final = 8.0
_LINE: Final = 7.4 * mm
"""Height of a line that somebody writes on."""
_LABEL: Final = 8.6
_BOX: Final = 7.4
_ROW: Final = 6.9 * mm
_HEAD: Final = 13.0
_SIZE: Final = 7.6
_CHOICE_SIZES: Final = (8.4, 8.0, 7.6, 7.2, 6.8)
_APART: Final = 8.0


def write_forms(data: FormsData, target: Target) -> None:
    """Write the forms as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language)
    title = words.text("downtime.forms.title")
    foot = (
        words.text("downtime.forms.foot"),
        words.text("document.practice") if data.context.practice else "",
        sign_notes(words, list(texts_of(data))),
    )

    def head(pen: Pen) -> None:
        pen.text(PAGE.left, 12.5, data.context.unit_name or words.text("document.unit_missing"), 8.2, ink=INK)
        pen.right(PAGE.right, 12.5, title, 8.2)

    def make(stream: BinaryIO) -> None:
        sheet = Sheet(PAGE, title, data.context, head, head, foot, words)
        build(sheet, list(_story(data, words)), stream)

    write_to(target, make)


def _story(data: FormsData, words: PaperWording) -> Iterator[Flowable]:
    for number, form in enumerate(data.forms):
        if number:
            yield PageBreak()
        yield Section(form.title, form.hint, PAGE.width)
        if form.of_patient:
            yield _Fields(_named(words, "identity", (("name", 6), ("birth_date", 3), ("code", 3))), boxed=True)
        tick = words.text("downtime.field.paper.typed") if form.several else ""
        for part in form.parts:
            yield from _part(part, tick)
        yield Spacer(1, 8)
        yield _signatures(words)


def _part(part: Sequence[FormField] | FormTable, tick: str) -> Iterator[Flowable]:
    """A table, a title, or the fields of a record; one of several stands in a frame, with its own box to tick."""
    if not isinstance(part, FormTable):
        if tick:
            yield Spacer(1, 6)
        yield _Fields(part, line=0.5 if tick else 0, tick=tick)
        return
    yield Spacer(1, 6)
    yield _BlankTable(part)


def _named(words: PaperWording, place: str, spans: Iterable[tuple[str, int]]) -> list[FormField]:
    return [FormField(words.text(f"downtime.field.{place}.{name}"), span) for name, span in spans]


def _signatures(words: PaperWording) -> Flowable:
    """Who wrote it, and that it was typed in: nothing is typed twice, nothing is forgotten."""
    fields = _named(words, "signed", (("written_by", 4), ("typed", 3), ("typed_by", 3), ("typed_on", 2)))
    fields[1] = replace(fields[1], choices=(words.text("downtime.yes"),))
    return _Fields(fields, line=0.9)


class _Fields(Flowable):
    """Labels with a line to write on below each, in twelve columns; boxes where something is ticked.

    With a `line` of that width all stand in one frame, `tick` with a box of its own on its upper edge; `boxed`, each
    in a box of its own.
    """

    def __init__(self, fields: Sequence[FormField], *, line: float = 0, boxed: bool = False, tick: str = "") -> None:
        super().__init__()
        self.width, self._line, self._boxed, self._tick = PAGE.width, line, boxed, tick
        self._rows: list[list[FormField]] = [[]]
        taken = 0
        for one in fields:
            if taken + one.span > _COLUMNS:
                self._rows.append([])
                taken = 0
            self._rows[-1].append(one)
            taken += one.span
        self._heights = [max(_height(one) for one in row) for row in self._rows]
        self.height = sum(self._heights) + (8 if line else 6 if boxed else 2)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its own size, known from the start."""
        return self.width, self.height

    def draw(self) -> None:
        """Row by row, from the left."""
        canvas: Canvas = self.canv
        inset = 6.0 if self._line else 0.0
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(self._line)
        if self._line:
            canvas.rect(0, 0, self.width, self.height)
        if self._tick:
            _draw_tick(canvas, self._tick, self.width - 6, self.height)
        top = self.height - (3 if self._line else 0)
        step = (self.width - 2 * inset + _GUTTER) / _COLUMNS
        for row, height in zip(self._rows, self._heights, strict=True):
            x = inset
            for one in row:
                wide = step * one.span - _GUTTER
                if self._boxed:
                    _draw_box(canvas, one, x, top, wide)
                else:
                    _draw_field(canvas, one, x, top, wide)
                x += step * one.span
            top -= height


def _draw_tick(canvas: Canvas, words: str, right: float, y: float) -> None:
    """A box with its words on a frame's edge, which stops for it."""
    wide = stringWidth(printable(words), REGULAR, _SIZE) + _BOX + 3.4
    canvas.setFillColor(white)
    canvas.rect(right - wide - 4, y - _BOX / 2 - 1, wide + 8, _BOX + 2, stroke=0, fill=1)
    canvas.setLineWidth(0.7)
    canvas.rect(right - _BOX, y - _BOX / 2, _BOX, _BOX)
    canvas.setFillColor(GREY)
    canvas.setFont(REGULAR, _SIZE)
    canvas.drawRightString(right - _BOX - 3.4, y - _SIZE / 2 + 1.2, printable(words))


def _height(one: FormField) -> float:
    return _LABEL + one.lines * _LINE + 3


def _draw_label(canvas: Canvas, one: FormField, x: float, y: float, width: float) -> None:
    canvas.setFillColor(GREY)
    canvas.setFont(REGULAR, _SIZE)
    shown = simpleSplit(printable(one.label), REGULAR, _SIZE, width)
    canvas.drawString(x, y, shown[0] if shown else "")


def _draw_box(canvas: Canvas, one: FormField, x: float, top: float, width: float) -> None:
    """A box with its label inside: by it the form finds its patient."""
    height = _height(one)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.9)
    canvas.rect(x, top - height, width, height)
    _draw_label(canvas, one, x + 4, top - _LABEL - 1, width - 8)


def _draw_field(canvas: Canvas, one: FormField, x: float, top: float, width: float) -> None:
    _draw_label(canvas, one, x, top - _LABEL, width)
    base = top - _LABEL - _LINE
    if one.choices:
        _draw_choices(canvas, one, x, base + 2.4, width)
        return
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.6)
    for number in range(one.lines):
        canvas.line(x, base - number * _LINE, x + width, base - number * _LINE)
    if one.unit:
        canvas.setFillColor(GREY)
        canvas.drawRightString(x + width, base + 2.6, printable(one.unit))


def _draw_choices(canvas: Canvas, one: FormField, x: float, y: float, width: float) -> None:
    """Boxes to tick, over as many lines as the field has; smaller type where they would not fit."""
    size, rows = _fitting(one, width)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.7)
    canvas.setFillColor(INK)
    for number, row in enumerate(rows):
        left, line = x, y - number * _LINE
        for text in row:
            canvas.rect(left, line, _BOX, _BOX)
            canvas.setFont(REGULAR, size)
            canvas.drawString(left + _BOX + 3.4, line + 1, text)
            left += _choice_width(text, size)


def _fitting(one: FormField, width: float) -> tuple[float, list[list[str]]]:
    """The largest type in which the choices fit, and the choices of each line."""
    texts = [printable(choice.replace(" ", NBSP)) for choice in one.choices]
    for size in _CHOICE_SIZES:
        rows: list[list[str]] = [[]]
        taken = 0.0
        for text in texts:
            wide = _choice_width(text, size)
            if rows[-1] and taken + wide - _APART > width:
                rows.append([])
                taken = 0.0
            rows[-1].append(text)
            taken += wide
        if len(rows) <= one.lines:
            return size, rows
    raise ValueError(f"no room for the choices of {one.label}")


def _choice_width(text: str, size: float) -> float:
    return _BOX + 3.4 + stringWidth(text, REGULAR, size) + _APART


class _BlankTable(Flowable):
    """A table with empty cells to write into; named rows have their name in the first column."""

    def __init__(self, table: FormTable) -> None:
        super().__init__()
        self._table = table
        self._rows = table.rows
        total = sum(share for _, share in table.heads)
        self._widths = [PAGE.width * share / total for _, share in table.heads]
        self._title = 13.0 if table.title else 0.0
        self.width = PAGE.width
        self.height = self._title + (_HEAD if table.heads else 0) + _ROW * len(self._rows)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its own size, known from the start."""
        return self.width, self.height

    def draw(self) -> None:
        """Title, heads, rows, then the rules; the title alone where it stands over fields."""
        canvas: Canvas = self.canv
        canvas.setFillColor(INK)
        canvas.setFont(BOLD, 9)
        canvas.drawString(0, self.height - 9, printable(self._table.title))
        if not self._table.heads:
            return
        top = self.height - self._title
        canvas.setFillColor(TINT)
        canvas.rect(0, top - _HEAD, self.width, _HEAD, stroke=0, fill=1)
        canvas.setFillColor(GREY)
        self._row(canvas, [head for head, _ in self._table.heads], top - 9.2, (BOLD, 7.2))
        canvas.setFillColor(INK)
        for number, row in enumerate(self._rows):
            self._row(canvas, row, top - _HEAD - number * _ROW - 13, (REGULAR, 8.4))
        self._rules(canvas, top)

    def _row(self, canvas: Canvas, texts: Sequence[str], y: float, font: tuple[str, float]) -> None:
        """In smaller type where a text would be wider than its column."""
        x = 0.0
        for text, width in zip(texts, self._widths, strict=False):
            if text:
                name, size = font
                shown = printable(text)
                canvas.setFont(name, min(size, size * (width - 4) / stringWidth(shown, name, size)))
                canvas.drawString(x + 2.5, y, shown)
            x += width

    def _rules(self, canvas: Canvas, top: float) -> None:
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.9)
        canvas.line(0, top - _HEAD, self.width, top - _HEAD)
        canvas.line(0, 0, self.width, 0)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        for number in range(1, len(self._rows)):
            y = top - _HEAD - number * _ROW
            canvas.line(0, y, self.width, y)
        canvas.setStrokeColor(HAIRLINE)
        x = 0.0
        for width in self._widths[:-1]:
            x += width
            canvas.line(x, 0, x, top)
