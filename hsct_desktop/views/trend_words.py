"""The line under a trend: what the cursor's day says, with grades as badges; as many lines as it needs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hsct_desktop.pictures.trend import Cell
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.grade_badge import SIZE, paint_grade
from hsct_desktop.views.widgets.paint import colour, key_hint_size, key_hints_shown, paint_key_hint, text, text_width
from hsct_desktop.views.widgets.plain_label import plain_tooltip

_LINE = 26
_GAP = 6.0
_BETWEEN = 21.0
"""From the end of a cell to the next, the upright line in its middle."""
_MOST_LINES = 3
_KEYS = ("Left", "Right")


class TrendWords(QWidget):
    """A row of cells that wraps; at its right end the keys that move the cursor."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: tuple[Cell, ...] = ()
        self._places: list[tuple[Cell, float, int, float]] = []
        self._hidden = 0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        self.setFixedHeight(_LINE)

    def set_cells(self, cells: Sequence[Cell]) -> None:
        """Say another day."""
        self._cells = tuple(cells)
        spoken = ", ".join(self._spoken(cell) for cell in cells)
        self.setAccessibleName(spoken)
        self.setToolTip(plain_tooltip(spoken))
        self._place()

    def cells(self) -> tuple[Cell, ...]:
        """What it says."""
        return self._cells

    def _spoken(self, cell: Cell) -> str:
        grade = self.tr("grade {}").format(cell.grade) if cell.grade else ""
        return " ".join(part for part in (cell.label, cell.value, grade, cell.note) if part)

    def sizeHint(self) -> QSize:
        return QSize(400, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place()

    def _keys_width(self) -> float:
        if not key_hints_shown():
            return 0.0
        keys = sum(key_hint_size(key).width() + 4 for key in _KEYS)
        return keys + text_width(self._keys_words(), font("caption")) + Space.MEDIUM

    def _keys_words(self) -> str:
        return self.tr("next value")

    def _place(self) -> None:
        """Where each cell stands; the first line ends before the keys."""
        x, line = 0.0, 0
        self._places, self._hidden = [], 0
        for cell in self._cells:
            width = self._width_of(cell)
            room = self.width() - (self._keys_width() if line == 0 else 0.0)
            if x > 0 and x + width > room:
                if line + 1 >= _MOST_LINES:
                    self._hidden += 1
                    continue
                x, line = 0.0, line + 1
                room = float(self.width())
            self._places.append((cell, x, line, min(width, room - x)))
            x += width + _BETWEEN
        self.setFixedHeight(_LINE * (line + 1))
        self.update()

    def _width_of(self, cell: Cell) -> float:
        parts = [text_width(cell.label)] if cell.label else []
        parts += [text_width(cell.value, font(bold=True))] if cell.value else []
        parts += [float(SIZE)] if cell.grade else []
        parts += [text_width(cell.note)] if cell.note else []
        return sum(parts) + _GAP * max(0, len(parts) - 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        before = -1
        for cell, x, line, width in self._places:
            if line == before:
                self._divide(painter, x, line)
            before = line
            self._paint_cell(painter, cell, QRectF(x, line * _LINE, width, _LINE))
        if key_hints_shown():
            self._paint_keys(painter)

    def _divide(self, painter: QPainter, x: float, line: int) -> None:
        painter.fillRect(QRectF(round(x - _BETWEEN / 2), line * _LINE + 5, 1, _LINE - 10), colour("line_strong"))

    def _paint_cell(self, painter: QPainter, cell: Cell, rect: QRectF) -> None:
        x = rect.left()
        for words, token, bold in ((cell.label, "muted", False), (cell.value, "text", True)):
            if words:
                type_ = font(bold=bold)
                room = min(text_width(words, type_), rect.right() - x)
                text(painter, QRectF(x, rect.top(), room + 1, rect.height()), words, token, type_=type_)
                x += room + _GAP
        if cell.grade:
            paint_grade(painter, QRectF(x, rect.center().y() - SIZE / 2, SIZE, SIZE), cell.grade)
            x += SIZE + _GAP
        if cell.note:
            text(painter, QRectF(x, rect.top(), max(0.0, rect.right() - x) + 1, rect.height()), cell.note, "muted")

    def _paint_keys(self, painter: QPainter) -> None:
        words = self._keys_words()
        width = text_width(words, font("caption"))
        x = self.width() - width
        text(painter, QRectF(x, 0, width + 1, _LINE), words, "muted", type_=font("caption"))
        for key in reversed(_KEYS):
            room = key_hint_size(key)
            x -= room.width() + 4
            paint_key_hint(painter, QPointF(round(x - 2), round((_LINE - room.height()) / 2)), key)
