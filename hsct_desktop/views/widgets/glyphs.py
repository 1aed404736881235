"""Paints the 16 px signs of a visit's status, the same in lists, strips and pictures: `pictures` draws them all."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from hsct_desktop.pictures.glyphs import GLYPH, STATUSES, status_glyph
from hsct_desktop.pictures.primitives import Picture
from hsct_desktop.views.painting import paint
from hsct_desktop.views.theme.tokens import current

SIZE: Final = int(GLYPH)
__all__ = ["SIZE", "STATUSES", "paint_status_glyph"]


def paint_status_glyph(painter: QPainter, rect: QRectF, status: str) -> None:
    """Draw the sign of a visit status into the middle of `rect`, at most 16 px. KeyError for an unknown status."""
    side = min(rect.width(), rect.height(), GLYPH)
    middle = side / 2
    picture = Picture(side, side, status_glyph(status, middle, middle, side))
    paint(painter, picture, current(), round(rect.center().x() - middle), round(rect.center().y() - middle))
