"""Blank forms to write on while the program is down, a page each, in the order in which the screens ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Spacer

from hsct_desktop.documents.downtime_inputs import BlankForm, FormField, FormsData, FormTable
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
_IDENTITY: Final = (5, 4, 3)


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
            names = ("name", "birth_date", "code")
            yield _Fields([
                FormField(words.text(f"downtime.field.{name}"), span)
                for name, span in zip(names, _IDENTITY, strict=True)
            ])  # fmt: skip
        for part in form.parts:
            if isinstance(part, FormTable):
                yield Spacer(1, 7)
                yield _BlankTable(part)
            else:
                yield _Fields(part)
        yield Spacer(1, 8)
        yield _signatures(form, words)


def _signatures(form: BlankForm, words: PaperWording) -> Flowable:
    """Who wrote it, and that it was typed in: nothing is typed twice, nothing is forgotten."""
    names = ("written_by", "typed_by", "typed_on")
    spans = (5, 4, 3)
    return _Fields(
        [FormField(words.text(f"downtime.field.{n}"), s) for n, s in zip(names, spans, strict=True)], framed=True
    )


class _Fields(Flowable):
    """Labels with a line to write on below each, in twelve columns; boxes where something is ticked."""

    def __init__(self, fields: Sequence[FormField], *, framed: bool = False) -> None:
        super().__init__()
        self.width, self._framed = PAGE.width, framed
        self._rows: list[list[FormField]] = [[]]
        taken = 0
        for one in fields:
            if taken + one.span > _COLUMNS:
                self._rows.append([])
                taken = 0
            self._rows[-1].append(one)
            taken += one.span
        self._heights = [max(_height(one) for one in row) for row in self._rows]
        self.height = sum(self._heights) + (10 if framed else 2)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its own size, known from the start."""
        return self.width, self.height

    def draw(self) -> None:
        """Row by row, from the left."""
        canvas: Canvas = self.canv
        inset = 6.0 if self._framed else 0.0
        if self._framed:
            canvas.setStrokeColor(INK)
            canvas.setLineWidth(0.9)
            canvas.rect(0, 0, self.width, self.height)
        top = self.height - (3 if self._framed else 0)
        step = (self.width - 2 * inset + _GUTTER) / _COLUMNS
        for row, height in zip(self._rows, self._heights, strict=True):
            x = inset
            for one in row:
                _draw_field(canvas, one, x, top, height, step * one.span - _GUTTER)
                x += step * one.span
            top -= height


def _height(one: FormField) -> float:
    return _LABEL + one.lines * _LINE + 3


def _draw_field(canvas: Canvas, one: FormField, x: float, top: float, height: float, width: float) -> None:
    canvas.setFillColor(GREY)
    canvas.setFont(REGULAR, _SIZE)
    shown = simpleSplit(printable(one.label), REGULAR, _SIZE, width)
    canvas.drawString(x, top - _LABEL, shown[0] if shown else "")
    base = top - _LABEL - _LINE
    if one.choices:
        _draw_choices(canvas, one.choices, x, base + 2.4)
        return
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.6)
    for number in range(one.lines):
        canvas.line(x, base - number * _LINE, x + width, base - number * _LINE)
    if one.unit:
        canvas.drawRightString(x + width, base + 2.6, printable(one.unit))


def _draw_choices(canvas: Canvas, choices: Sequence[str], x: float, y: float) -> None:
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.7)
    canvas.setFillColor(INK)
    for choice in choices:
        text = printable(choice.replace(" ", NBSP))
        canvas.rect(x, y, _BOX, _BOX)
        canvas.setFont(REGULAR, 8.4)
        canvas.drawString(x + _BOX + 3.4, y + 1, text)
        x += _BOX + 3.4 + stringWidth(text, REGULAR, 8.4) + 9


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
        self.height = self._title + _HEAD + _ROW * len(self._rows)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its own size, known from the start."""
        return self.width, self.height

    def draw(self) -> None:
        """Title, heads, rows, then the rules."""
        canvas: Canvas = self.canv
        canvas.setFillColor(INK)
        canvas.setFont(BOLD, 9)
        canvas.drawString(0, self.height - 9, printable(self._table.title))
        top = self.height - self._title
        canvas.setFillColor(TINT)
        canvas.rect(0, top - _HEAD, self.width, _HEAD, stroke=0, fill=1)
        canvas.setFillColor(GREY)
        canvas.setFont(BOLD, 7.2)
        self._row(canvas, [head for head, _ in self._table.heads], top - 9.2)
        canvas.setFillColor(INK)
        canvas.setFont(REGULAR, 8.4)
        for number, row in enumerate(self._rows):
            self._row(canvas, row, top - _HEAD - number * _ROW - 13)
        self._rules(canvas, top)

    def _row(self, canvas: Canvas, texts: Sequence[str], y: float) -> None:
        x = 0.0
        for text, width in zip(texts, self._widths, strict=False):
            if text:
                canvas.drawString(x + 2.5, y, printable(text))
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
