"""Draws a picture as vectors into a PDF, in the printed colours: black on white, state by shape and grey."""

from __future__ import annotations

from functools import cache

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from hsct_desktop.documents.fonts import register_fonts
from hsct_desktop.documents.text import printable
from hsct_desktop.pictures.primitives import (
    PIXELS_PER_POINT,
    Disc,
    Item,
    Line,
    Picture,
    Polygon,
    Polyline,
    Rect,
    Text,
    hatch_lines,
)

INK, GREY, RULE, HAIR = "#111111", "#555555", "#8A8A8A", "#C4C7C9"
TINT, TINT_STRONG, MID, WHITE = "#F1F3F4", "#E2E5E7", "#A3A6A8", "#FFFFFF"

_GRADES = {1: (WHITE, INK), 2: (TINT_STRONG, INK), 3: (MID, INK), 4: (INK, WHITE), 5: (INK, WHITE)}
"""Fill and digit: grade 1 white, 2 light, 3 mid grey, 4 and 5 black (5 carries a cross as well)."""

_WASHES = {1: WHITE, 2: TINT, 3: TINT_STRONG, 4: "#D0D3D5", 5: "#D0D3D5"}
"""The ground of a grade's band behind a curve: darker with the grade, light enough for the curve."""
_SERIES = {"s1", "s2", "s3", "s4", "s5"}
"""Curves: black on paper, told apart by their dashes and their words."""

_PRINT: dict[str, str] = {
    "surface": WHITE,
    "window": WHITE,
    "raised": WHITE,
    "alt": WHITE,
    "hover": WHITE,
    "practice": TINT_STRONG,
    "found": TINT_STRONG,
    "foundHere": MID,
    "sunken": TINT,
    "line": TINT_STRONG,
    "lineStrong": HAIR,
    "grid": TINT_STRONG,
    "control": RULE,
    "muted": GREY,
    "onAccent": WHITE,
    "accentSoft": TINT_STRONG,
    "successSoft": WHITE,
    "warnSoft": TINT,
    "dangerSoft": TINT,
    "waitSoft": TINT,
    "selection": TINT_STRONG,
    "band": TINT,
}
"""Every token that is not ink; the state colours all print as ink."""
_INKS = {"text", "accent", "success", "warn", "danger", "info", "wait", "today", "focus", "practiceText"}


def print_colour(token: str) -> str:
    """The printed colour of a token as `#RRGGBB`; KeyError for a name that is not a token."""
    if token in _INKS:
        return INK
    if token.startswith("grade"):
        fill, digit = _GRADES[int(token[5])]
        part = token.partition(".")[2]
        if part in ("wash", "half", "halfText"):
            return INK if part == "halfText" else _WASHES[int(token[5])] if part == "wash" else WHITE
        return {"fill": fill, "text": digit, "edge": INK}[part]
    if token in _SERIES:
        return INK
    if token.startswith("therapy."):
        return GREY if token.endswith(".hue") else TINT_STRONG
    return _PRINT[token]


def paper_measure(text: str, size: float, bold: bool) -> float:
    """Width of a text in pixels at 96 dpi as the PDF will set it: hand it to a layout that is to be printed."""
    register_fonts()
    return stringWidth(printable(text), _font(bold), size) * PIXELS_PER_POINT


def _font(bold: bool) -> str:
    return "DejaVuSansCondensed-Bold" if bold else "DejaVuSansCondensed"


class PictureFlowable(Flowable):
    """A picture in a document, `width_pt` points wide; at 0.75 points a pixel its type has the size it says."""

    def __init__(self, picture: Picture, width_pt: float | None = None) -> None:
        super().__init__()
        self.picture = picture
        self.width = picture.width / PIXELS_PER_POINT if width_pt is None else width_pt
        self._scale = self.width / picture.width
        self.height = picture.height * self._scale

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """The size it takes, in points."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw on the canvas that the document has set, its origin at the lower left corner of the picture."""
        register_fonts()
        pen = _Pen(self.canv, self._scale, self.height)
        self.canv.saveState()
        for item in self.picture.items:
            pen.draw(item)
        self.canv.restoreState()


class _Pen:
    """Draws single items on a canvas whose y goes upwards."""

    def __init__(self, canvas: Canvas, scale: float, height: float) -> None:
        self._canvas = canvas
        self._scale = scale
        self._height = height
        # What was set last, so that a page does not say again what already holds.
        self._fill, self._edge = "", ""
        self._width = -1.0
        self._dash: tuple[float, ...] | None = None

    def draw(self, item: Item) -> None:
        if isinstance(item, Line):
            self._line(item)
        elif isinstance(item, Rect):
            self._rect(item)
        elif isinstance(item, Text):
            self._text(item)
        elif isinstance(item, Disc):
            self._disc(item)
        elif isinstance(item, Polygon):
            self._path(item.points, item.fill, item.edge, item.edge_width, closed=True)
        else:
            self._polyline(item)

    def _x(self, x: float) -> float:
        return x * self._scale

    def _y(self, y: float) -> float:
        return self._height - y * self._scale

    def _stroke(self, token: str | None, width: float, dash: tuple[float, ...] = ()) -> int:
        if token is None:
            return 0
        if token != self._edge:
            self._edge = token
            self._canvas.setStrokeColor(_colour(token))
        if width != self._width:
            self._width = width
            # Print shows finer lines than a screen: a pixel becomes two thirds of it.
            self._canvas.setLineWidth(width * self._scale * 0.67)
        if dash != self._dash:
            self._dash = dash
            self._canvas.setDash([length * self._scale for length in dash], 0)
        return 1

    def _filled(self, token: str | None) -> int:
        if token is None:
            return 0
        self._paint(token)
        return 1

    def _paint(self, token: str) -> None:
        if token != self._fill:
            self._fill = token
            self._canvas.setFillColor(_colour(token))

    def _line(self, item: Line) -> None:
        self._stroke(item.colour, item.width, item.dash)
        self._canvas.line(self._x(item.x1), self._y(item.y1), self._x(item.x2), self._y(item.y2))

    def _rect(self, item: Rect) -> None:
        inset = item.edge_width / 3 if item.edge else 0.0
        x, y = self._x(item.x + inset), self._y(item.bottom - inset)
        width, height = (item.width - 2 * inset) * self._scale, (item.height - 2 * inset) * self._scale
        stroke, fill = self._stroke(item.edge, item.edge_width, item.dash), self._filled(item.fill)
        if item.radius:
            self._canvas.roundRect(x, y, width, height, item.radius * self._scale, stroke=stroke, fill=fill)
        else:
            self._canvas.rect(x, y, width, height, stroke=stroke, fill=fill)
        if item.hatch is not None:
            self._stroke(item.hatch, 0.75)
            for x1, y1, x2, y2 in hatch_lines(item):
                self._canvas.line(self._x(x1), self._y(y1), self._x(x2), self._y(y2))

    def _disc(self, item: Disc) -> None:
        radius = (item.radius - (item.edge_width / 3 if item.edge else 0.0)) * self._scale
        stroke, fill = self._stroke(item.edge, item.edge_width), self._filled(item.fill)
        self._canvas.circle(self._x(item.x), self._y(item.y), radius, stroke=stroke, fill=fill)

    def _polyline(self, item: Polyline) -> None:
        self._canvas.setLineCap(0 if item.dash else 1)
        self._canvas.setLineJoin(1)
        self._path(item.points, None, item.colour, item.width, closed=False, dash=item.dash)
        self._canvas.setLineCap(0)
        self._canvas.setLineJoin(0)

    def _path(
        self,
        points: tuple[tuple[float, float], ...],
        fill: str | None,
        edge: str | None,
        width: float,
        *,
        closed: bool,
        dash: tuple[float, ...] = (),
    ) -> None:
        path = self._canvas.beginPath()
        path.moveTo(self._x(points[0][0]), self._y(points[0][1]))
        for x, y in points[1:]:
            path.lineTo(self._x(x), self._y(y))
        if closed:
            path.close()
        self._canvas.drawPath(path, stroke=self._stroke(edge, width, dash), fill=self._filled(fill))

    def _text(self, item: Text) -> None:
        self._paint(item.colour)
        self._canvas.setFont(_font(item.bold), item.size * PIXELS_PER_POINT * self._scale)
        x, y = self._x(item.x), self._y(item.y)
        # Drugs, reasons and names are data: a sign that the font lacks shows as one, as everywhere on paper.
        text = printable(item.text)
        if item.anchor == "middle":
            self._canvas.drawCentredString(x, y, text)
        elif item.anchor == "end":
            self._canvas.drawRightString(x, y, text)
        else:
            self._canvas.drawString(x, y, text)


@cache
def _colour(token: str) -> Color:
    return HexColor(print_colour(token))
