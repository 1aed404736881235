"""Paints a picture with QPainter: colours from the scheme in use, straight lines on whole device pixels."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QGuiApplication, QPainter, QPen, QPolygonF

from hsct_desktop.pictures.primitives import Disc, Item, Line, Picture, Polygon, Polyline, Rect, Text, hatch_lines
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Tokens

_PIECE = 48
_DENSE = 1000


def paint(painter: QPainter, picture: Picture, tokens: Tokens, x: float = 0.0, y: float = 0.0) -> None:
    """Paint the picture with its top left corner at (x, y) of the painter; the painter's state is left as it was."""
    painter.save()
    painter.translate(x, y)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    brush = _Brush(painter, tokens)
    for item in picture.items:
        brush.draw(item)
    painter.restore()


@lru_cache(maxsize=64)
def picture_font(size: float, bold: bool, dpi: float) -> QFont:
    """The program's font in `size` points of 1/72 inch at 96 dpi, on a device of `dpi`: the same height everywhere."""
    result = QFont(font("body", bold=bold))
    result.setPointSizeF(size * 96 / dpi)
    return result


@lru_cache(maxsize=16)
def _metrics(size: float, bold: bool, dpi: float) -> QFontMetricsF:
    return QFontMetricsF(picture_font(size, bold, dpi))


@lru_cache(maxsize=4096)
def _width(text: str, size: float, bold: bool, dpi: float) -> float:
    return _metrics(size, bold, dpi).horizontalAdvance(text)


def measure(text: str, size: float, bold: bool) -> float:
    """Width of a text in logical pixels, as a layout asks for it; needs the application."""
    return _width(text, size, bold, QGuiApplication.primaryScreen().logicalDotsPerInchY())


class _Brush:
    """Draws single items; knows how logical pixels meet device pixels."""

    def __init__(self, painter: QPainter, tokens: Tokens) -> None:
        self._painter = painter
        self._tokens = tokens
        self._colours: dict[str, QColor] = {}
        self._pens: dict[tuple[str | None, float, tuple[float, ...]], QPen] = {}
        transform = painter.deviceTransform()
        self._sx, self._sy = abs(transform.m11()) or 1.0, abs(transform.m22()) or 1.0
        self._dx, self._dy = transform.dx(), transform.dy()

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
            self._shape(item)
        else:
            self._polyline(item)

    def _colour(self, name: str) -> QColor:
        found = self._colours.get(name)
        if found is None:
            found = self._colours[name] = QColor(self._tokens.color(name))
        return found

    def _pen(self, name: str | None, width: float, dash: tuple[float, ...] = ()) -> QPen:
        """A pen, kept for the next item that asks for the same: whoever changes it takes a copy."""
        found = self._pens.get((name, width, dash))
        if found is None:
            found = self._pens[name, width, dash] = self._made_pen(name, width, dash)
        return found

    def _made_pen(self, name: str | None, width: float, dash: tuple[float, ...]) -> QPen:
        if name is None:
            return QPen(Qt.PenStyle.NoPen)
        pen = QPen(self._colour(name), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if dash:
            # Qt counts dashes in pen widths.
            pen.setDashPattern([length / width for length in dash])
        return pen

    def _fill(self, name: str | None) -> QBrush:
        return QBrush(Qt.BrushStyle.NoBrush) if name is None else QBrush(self._colour(name))

    def _thickness(self, width: float, scale: float) -> float:
        # Halves go down: 1.5 px is a hairline at 100 % and three device pixels at 200 %.
        return max(1.0, float(ceil(width * scale - 0.5))) / scale

    def _middle(self, value: float, width: float, scale: float, shift: float) -> float:
        """The centre of a line of that thickness that covers whole device pixels."""
        pixels = round(width * scale)
        device = value * scale + shift
        snapped = round(device - 0.5) + 0.5 if pixels % 2 else float(round(device))
        return (snapped - shift) / scale

    def _edge(self, value: float, scale: float, shift: float) -> float:
        return (round(value * scale + shift) - shift) / scale

    def _line(self, item: Line) -> None:
        start, end = QPointF(item.x1, item.y1), QPointF(item.x2, item.y2)
        width = item.width
        if item.x1 == item.x2:
            width = self._thickness(item.width, self._sx)
            x = self._middle(item.x1, width, self._sx, self._dx)
            start, end = QPointF(x, item.y1), QPointF(x, item.y2)
        elif item.y1 == item.y2:
            width = self._thickness(item.width, self._sy)
            y = self._middle(item.y1, width, self._sy, self._dy)
            start, end = QPointF(item.x1, y), QPointF(item.x2, y)
        self._painter.setPen(self._pen(item.colour, width, item.dash))
        self._painter.drawLine(QLineF(start, end))

    def _rect(self, item: Rect) -> None:
        left, right = self._edge(item.x, self._sx, self._dx), self._edge(item.right, self._sx, self._dx)
        top, bottom = self._edge(item.y, self._sy, self._dy), self._edge(item.bottom, self._sy, self._dy)
        # However thin, what is there is seen.
        box = QRectF(left, top, max(right - left, 1 / self._sx), max(bottom - top, 1 / self._sy))
        width = self._thickness(item.edge_width, self._sx)
        if item.edge is not None:
            box.adjust(width / 2, width / 2, -width / 2, -width / 2)
        painter = self._painter
        painter.setPen(self._pen(item.edge, width, item.dash))
        painter.setBrush(self._fill(item.fill))
        if item.radius:
            painter.drawRoundedRect(box, item.radius, item.radius)
        else:
            painter.drawRect(box)
        if item.hatch is not None:
            painter.setPen(self._pen(item.hatch, 1.0))
            for x1, y1, x2, y2 in hatch_lines(item):
                painter.drawLine(QLineF(x1, y1, x2, y2))

    def _shape(self, item: Polygon) -> None:
        self._painter.setPen(self._pen(item.edge, item.edge_width))
        self._painter.setBrush(self._fill(item.fill))
        self._painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in item.points]))

    def _polyline(self, item: Polyline) -> None:
        pen = QPen(self._pen(item.colour, item.width, item.dash))
        if not item.dash:
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        is_long = len(item.points) > _PIECE
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin if is_long else Qt.PenJoinStyle.RoundJoin)
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        # A curve with a point in every pixel hides its smoothness, which takes three quarters of the time.
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(item.points) < _DENSE)
        # One long stroke takes time by the square of its length; pieces of it look the same.
        for start in range(0, len(item.points) - 1, _PIECE):
            self._painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in item.points[start : start + _PIECE + 1]]))
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _disc(self, item: Disc) -> None:
        radius = item.radius - (item.edge_width / 2 if item.edge else 0.0)
        self._painter.setPen(self._pen(item.edge, item.edge_width))
        self._painter.setBrush(self._fill(item.fill))
        self._painter.drawEllipse(QPointF(item.x, item.y), radius, radius)

    def _text(self, item: Text) -> None:
        device = self._painter.device()
        dpi = float(device.logicalDpiY()) if device is not None else 96.0
        self._painter.setFont(picture_font(item.size, item.bold, dpi))
        self._painter.setPen(self._colour(item.colour))
        width = self._painter.fontMetrics().horizontalAdvance(item.text)
        shift = {"start": 0.0, "middle": width / 2, "end": width}[item.anchor]
        y = self._edge(item.y, self._sy, self._dy)
        self._painter.drawText(QPointF(item.x - shift, y), item.text)
