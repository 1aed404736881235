"""Pages: size and text area, head and foot, page x of y. Lengths given in mm are measured from the top left corner."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO, Final, Literal

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Spacer

from hsct_desktop import APP_NAME
from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.documents.fonts import BOLD, REGULAR, register_fonts
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.page_canvas import PageCanvas
from hsct_desktop.documents.styles import GREY, HAIRLINE, INK, SMALL
from hsct_desktop.documents.text import DOT, has_right_to_left, lacks_glyphs, printable

_FOOT_STEP: Final = 3.3
PageDrawer = Callable[["Pen"], None]
FootDrawer = Callable[["Pen", int, int], None]


@dataclass(frozen=True)
class Geometry:
    """A page's size in points and its text area in mm: left and right edge, top on page 1 and later, bottom, foot."""

    size: tuple[float, float]
    left: float
    right: float
    top_first: float
    top_later: float
    bottom: float
    foot: float

    @property
    def width(self) -> float:
        """Width of the text area in points."""
        return (self.right - self.left) * mm


SUMMARY: Final = Geometry(A4, 20, 195, 26.5, 21, 280, 283.5)
LIST: Final = Geometry(landscape(A4), 12, 285, 24.5, 24.5, 197, 200)


@dataclass(frozen=True)
class Sheet:
    """What stands around the text of a document; `foot` holds sentences that are set in as many lines as they need."""

    geometry: Geometry
    title: str
    context: PrintContext
    head_first: PageDrawer
    head_later: PageDrawer
    foot: tuple[str, ...]
    wording: Wording
    foot_size: float = SMALL
    """Size of the foot's type in points."""
    draw_foot: FootDrawer | None = None
    """Draws another foot than the usual one, from the pen, the page's number and how many there are."""


class Pen:
    """Draws single lines of plain text and rules on a page, in mm from the top left corner."""

    def __init__(self, canvas: Canvas, geometry: Geometry) -> None:
        self.canvas = canvas
        self.geometry = geometry

    def text(self, x: float, y: float, text: str, size: float, *, font: str = REGULAR, ink: Any = GREY) -> float:
        """Write with the base line at `y`; returns the x in mm behind the last letter."""
        shown = printable(text)
        self.canvas.setFont(font, size)
        self.canvas.setFillColor(ink)
        self.canvas.drawString(x * mm, self._y(y), shown)
        return x + stringWidth(shown, font, size) / mm

    def right(self, x: float, y: float, text: str, size: float, *, font: str = REGULAR, ink: Any = GREY) -> float:
        """Write so that the text ends at `x`; returns the x in mm where it begins."""
        width = stringWidth(printable(text), font, size) / mm
        self.text(x - width, y, text, size, font=font, ink=ink)
        return x - width

    def rule(self, y: float, thickness: float, ink: Any) -> None:
        """A line over the whole width of the text area; `thickness` in points."""
        self.canvas.setStrokeColor(ink)
        self.canvas.setLineWidth(thickness)
        self.canvas.line(self.geometry.left * mm, self._y(y), self.geometry.right * mm, self._y(y))

    def upright(self, x: float, top: float, bottom: float, thickness: float, ink: Any) -> None:
        """A vertical line; `thickness` in points."""
        self.canvas.setStrokeColor(ink)
        self.canvas.setLineWidth(thickness)
        self.canvas.line(x * mm, self._y(top), x * mm, self._y(bottom))

    def _y(self, y: float) -> float:
        return float(self.geometry.size[1] - y * mm)


def shortened(text: str, size: float, width: float, font: str = REGULAR) -> str:
    """The text, cut with an ellipsis where it is wider than `width` mm."""
    shown = printable(text)
    if stringWidth(shown, font, size) <= width * mm:
        return shown
    fits = bisect(range(1, len(shown)), width * mm, key=lambda n: stringWidth(shown[:n] + "\u2026", font, size))
    return shown[:fits].rstrip() + "\u2026"


def _draw_foot(sheet: Sheet, canvas: Canvas, number: int, total: int) -> None:
    geometry, wording = sheet.geometry, sheet.wording
    pen = Pen(canvas, geometry)
    if sheet.draw_foot is not None:
        sheet.draw_foot(pen, number, total)
        return
    page = wording.text("document.page", number=number, total=total)
    pen.rule(geometry.foot, 0.5, HAIRLINE)
    size, step = sheet.foot_size, _FOOT_STEP * sheet.foot_size / SMALL
    start = pen.right(geometry.right, geometry.foot + step, page, size + 0.4)
    for index, line in enumerate(foot_lines(sheet.foot, (start - geometry.left - 6) * mm, size), start=1):
        pen.text(geometry.left, geometry.foot + step * index, line, size)


def foot_lines(sentences: Sequence[str], width: float, size: float) -> Iterator[str]:
    """Whole sentences with middle dots between them, broken where the next no longer fits; nothing is ever cut."""
    line = ""
    for sentence in (printable(s) for s in sentences if s):
        longer = f"{line}{DOT}{sentence}" if line else sentence
        if stringWidth(longer, REGULAR, size) <= width:
            line = longer
            continue
        if line:
            yield line
        *whole, line = simpleSplit(sentence, REGULAR, size, width)
        yield from whole
    yield line


def build(sheet: Sheet, story: Sequence[Flowable], stream: BinaryIO) -> int:
    """Lay the story out and write the PDF; returns the number of pages. The same input gives the same bytes.

    An empty story gives a page with head and foot alone: a PDF without pages is opened by no reader.
    """
    canvas = laid_out(sheet, story, stream)
    canvas.save()
    return canvas.pages


def laid_out(sheet: Sheet, story: Sequence[Flowable], stream: BinaryIO) -> PageCanvas:
    """Lay the story out: how many pages it takes is known, and nothing is drawn until the canvas is saved."""
    register_fonts()
    document = BaseDocTemplate(
        stream,
        pagesize=sheet.geometry.size,
        title=sheet.title,
        author=sheet.context.unit_name,
        subject="",
        creator=APP_NAME,
        producer=APP_NAME,
        lang=sheet.context.language,
        invariant=1,
        pageCompression=1,
        initialFontName=REGULAR,
        displayDocTitle=1,
    )
    document.addPageTemplates([_template(sheet, first=True), _template(sheet, first=False)])
    maker = partial(PageCanvas, foot=partial(_draw_foot, sheet), title=printable(sheet.title))
    vars(document)["_doSave"] = 0
    document.build(list(story) or [Spacer(1, 1)], canvasmaker=maker)
    canvas = document.canv
    assert isinstance(canvas, PageCanvas)
    return canvas


class _LaterFrame(Frame):
    """A frame whose parts are drawn when the canvas is saved: a layout that is thrown away costs no drawing."""

    _atTop: int

    def add(self, flowable: Flowable, canv: Canvas, trySplit: int = 0) -> Literal[0, 1]:
        """Place a part; 0 where it does not fit."""
        vars(flowable)["drawOn"] = partial(self._later, flowable)
        try:
            return super().add(flowable, canv, trySplit)
        finally:
            vars(flowable).pop("drawOn", None)

    def _later(self, flowable: Flowable, canvas: PageCanvas, x: float, y: float, _sW: float = 0) -> None:
        if type(flowable) is not Spacer:
            top = _Placed(bool(self._atTop))
            canvas.later(partial(_draw_placed, flowable, top, x, y, _sW))


@dataclass(frozen=True)
class _Placed:
    """What a part may ask of its frame when it is drawn: whether it stands at the top."""

    _atTop: bool


def _draw_placed(part: Flowable, frame: _Placed, x: float, y: float, over: float, canvas: Canvas) -> None:
    vars(part)["_frame"] = frame
    draw: Any = part.drawOn
    draw(canvas, x, y, _sW=over)


def _template(sheet: Sheet, *, first: bool) -> PageTemplate:
    geometry = sheet.geometry
    top = geometry.top_first if first else geometry.top_later
    frame = _LaterFrame(
        geometry.left * mm,
        geometry.size[1] - geometry.bottom * mm,
        geometry.width,
        (geometry.bottom - top) * mm,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    drawer = sheet.head_first if first else sheet.head_later

    def on_page(canvas: Any, _document: BaseDocTemplate) -> None:
        canvas.later(lambda page: drawer(Pen(page, geometry)))

    return PageTemplate(
        id="first" if first else "later", frames=[frame], onPage=on_page, autoNextPageTemplate="later", pagesize=None
    )


def running_head(pen: Pen, y: float, name: str, facts: str, right: str) -> None:
    """The line on top of later pages: whose paper it is, and which."""
    left, edge = pen.geometry.left, pen.geometry.right
    size = 8.6
    start = pen.right(edge, y, right, 8)
    facts_width = stringWidth(printable(facts), REGULAR, size) / mm
    shown = shortened(name, size, start - left - facts_width - 6, BOLD)
    end = pen.text(left, y, shown, size, font=BOLD, ink=INK)
    pen.text(end, y, facts, size, ink=INK)


def sign_notes(wording: Wording, texts: Sequence[str]) -> str:
    """What the page must say about signs that it shows differently from the record, or an empty text."""
    notes = []
    if any(lacks_glyphs(text) for text in texts):
        notes.append(wording.text("document.signs_missing"))
    if any(has_right_to_left(printable(text)) for text in texts):  # what could not be joined
        notes.append(wording.text("document.signs_right_to_left"))
    return " ".join(notes)


def foot_line(*parts: str) -> str:
    """The parts of a foot that are not empty, with a middle dot between them."""
    return DOT.join(part for part in parts if part)
