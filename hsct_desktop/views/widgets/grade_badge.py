"""The badge of a toxicity grade: its digit on its colour, the same in tables, pictures and forms."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from hsct_desktop.views.theme.fonts import font, points
from hsct_desktop.views.theme.tokens import GradeColours, Radius, contrast, current, mix
from hsct_desktop.views.widgets.paint import MIDDLE

SIZE: Final = 18
SIZE_COURSE: Final = 15
SIZE_CELL: Final = 13


def paint_grade(painter: QPainter, rect: QRectF, grade: int, *, faded: bool = False) -> None:
    """Draw a grade from 1 to 5 as a square in the middle of `rect`, as large as its shorter side.

    `faded` draws it at half strength: a grade that aplasia explains. The digit stays.
    """
    colours = _faded(current().grade(grade)) if faded else current().grade(grade)
    side = min(rect.width(), rect.height())
    square = QRectF(round(rect.center().x() - side / 2), round(rect.center().y() - side / 2), side, side)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colours.edge), 1))
    painter.setBrush(QColor(colours.fill))
    radius = Radius.GRADE if side > SIZE_CELL else Radius.SQUARE
    painter.drawRoundedRect(square.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    type_ = font("badge" if side < SIZE else "body", bold=True)
    type_.setPointSizeF(min(type_.pointSizeF(), points("badge") + max(0.0, side - SIZE_CELL) * 0.3))
    painter.setFont(type_)
    painter.setPen(QColor(colours.text))
    painter.drawText(square, int(MIDDLE), str(grade))
    painter.restore()


def _faded(colours: GradeColours) -> GradeColours:
    """Half way to the ground; the digit takes whichever of the two inks is the easier to read there."""
    tokens = current()
    fill, edge = mix(colours.fill, tokens.surface), mix(colours.edge, tokens.surface)
    digit = max((tokens.text, tokens.surface), key=lambda ink: contrast(ink, fill))
    return GradeColours(fill, digit, edge)


class GradeBadge(QWidget):
    """A grade as a widget; `name` is what is spoken, such as "Grade 3"."""

    def __init__(self, grade: int, name: str = "", *, size: int = SIZE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grade = grade
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_grade(grade, name)

    def grade(self) -> int:
        """The grade shown."""
        return self._grade

    def set_grade(self, grade: int, name: str = "") -> None:
        """Show another grade. KeyError outside 1 to 5."""
        current().grade(grade)
        self._grade = grade
        self.setAccessibleName(name or self.tr("Grade {}").format(grade))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_grade(QPainter(self), QRectF(self.rect()), self._grade)
