"""The 16 px signs of a visit's status, the same in lists, strips and pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.widgets.paint import colour

SIZE: Final = 16


def _pen(token: str, width: float = 1.5) -> QPen:
    return QPen(colour(token), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _ring(painter: QPainter, middle: QPointF, radius: float, token: str) -> None:
    painter.setPen(_pen(token))
    painter.drawEllipse(middle, radius, radius)


def _disc(painter: QPainter, middle: QPointF, radius: float, token: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(token))
    painter.drawEllipse(middle, radius, radius)


def _upcoming(painter: QPainter, m: QPointF) -> None:
    _ring(painter, m, 5.5, "control")


def _open(painter: QPainter, m: QPointF) -> None:
    _ring(painter, m, 5.5, "accent")


def _due(painter: QPainter, m: QPointF) -> None:
    _disc(painter, m, 6.2, "accent")


def _done(painter: QPainter, m: QPointF) -> None:
    _disc(painter, m, 6.2, "success")


def _booked(painter: QPainter, m: QPointF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("text"))
    painter.drawPolygon(QPolygonF([m + QPointF(0, -7), m + QPointF(7, 0), m + QPointF(0, 7), m + QPointF(-7, 0)]))


def _late(painter: QPainter, m: QPointF) -> None:
    _ring(painter, m, 6.8, "danger")
    painter.drawPolyline([m + QPointF(0, -6.6), m, m + QPointF(4, 3)])


def _missed(painter: QPainter, m: QPointF) -> None:
    painter.setPen(_pen("danger", 2))
    painter.drawLine(m + QPointF(-4.5, -4.5), m + QPointF(4.5, 4.5))
    painter.drawLine(m + QPointF(4.5, -4.5), m + QPointF(-4.5, 4.5))


def _cancelled(painter: QPainter, m: QPointF) -> None:
    _ring(painter, m, 5.5, "muted")
    painter.drawLine(m + QPointF(-3.9, 3.9), m + QPointF(3.9, -3.9))


def _not_applicable(painter: QPainter, m: QPointF) -> None:
    painter.setPen(_pen("muted", 2))
    painter.drawLine(m + QPointF(-3.5, 0), m + QPointF(3.5, 0))


def _awaited(painter: QPainter, m: QPointF) -> None:
    paint_icon(painter, QRectF(m.x() - 8, m.y() - 8, SIZE, SIZE), "hourglass", "wait")


def _no_next_visit(painter: QPainter, m: QPointF) -> None:
    paint_icon(painter, QRectF(m.x() - 8, m.y() - 8, SIZE, SIZE), "alert", "warn")


def _to_stop(painter: QPainter, m: QPointF) -> None:
    painter.setPen(_pen("therapy.pjp.hue"))
    painter.drawRoundedRect(QRectF(m.x() - 5.75, m.y() - 5.75, 11.5, 11.5), 2, 2)
    painter.fillRect(QRectF(m.x() - 2.25, m.y() - 2.25, 4.5, 4.5), colour("therapy.pjp.hue"))


_GLYPHS: Final[dict[str, Callable[[QPainter, QPointF], None]]] = {
    "upcoming": _upcoming,
    "open": _open,
    "due": _due,
    "booked": _booked,
    "late": _late,
    "done": _done,
    "missed": _missed,
    "cancelled": _cancelled,
    "not_applicable": _not_applicable,
    "awaited": _awaited,
    "to_stop": _to_stop,
    "no_next_visit": _no_next_visit,
}

STATUSES: Final = tuple(_GLYPHS)


def paint_status_glyph(painter: QPainter, rect: QRectF, status: str) -> None:
    """Draw the sign of a visit status into the middle of `rect`, at most 16 px. KeyError for an unknown status."""
    draw = _GLYPHS[status]
    side = min(rect.width(), rect.height(), SIZE)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(round(rect.center().x()), round(rect.center().y()))
    painter.scale(side / SIZE, side / SIZE)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    draw(painter, QPointF(0, 0))
    painter.restore()
