"""A small picture among words, as in a legend."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hsct_desktop.pictures.primitives import Picture
from hsct_desktop.views.painting import paint
from hsct_desktop.views.theme.tokens import current


class PictureLabel(QWidget):
    """Shows a picture at its own size; it takes no focus and says nothing, the words beside it do."""

    def __init__(self, picture: Picture, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = picture
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(int(self._picture.width + 0.99), int(self._picture.height + 0.99))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint(painter, self._picture, current())
        painter.end()
