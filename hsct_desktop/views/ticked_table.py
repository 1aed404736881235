"""A table whose rows can be ticked: a box before the first words, Space or a click on it ticks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter

from hsct_desktop.views.rows_model import PAINT, RowsTable
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.paint import box
from hsct_desktop.views.widgets.table import Index, RowDelegate

ON, OFF = "on", "off"
"""What a cell paints: a box with a tick, a box without."""
BOX: Final = 14


class TickDelegate(RowDelegate):
    """Paints the boxes."""

    def paint_content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        ticked = index.data(PAINT)
        if ticked in (ON, OFF):
            square = QRectF(rect.left(), round(rect.center().y() - BOX / 2), BOX, BOX)
            edge, ground = ("accent", "accent") if ticked == ON else ("control", "surface")
            box(painter, square, fill=ground, edge=edge, radius=3)
            if ticked == ON:
                paint_icon(painter, square.adjusted(1, 1, -1, -1), "check", "on_accent")
            rect = rect.adjusted(BOX + 8, 0, 0, 0)
        super().paint_content(painter, rect, index)


class TickedTable(RowsTable):
    """`toggled` asks to tick the line of a key, or to take its tick away. The first column is never cut for a box."""

    toggled = Signal(object)

    def __init__(self, name: str, heads: tuple[str, ...], widths: tuple[int, ...]) -> None:
        super().__init__(name, heads, widths)
        self.setItemDelegate(TickDelegate(self))
        self.clicked.connect(self._on_click)

    def _need(self, column: int) -> int:
        return self.sizeHintForColumn(0) + BOX + Space.SMALL if column == 0 else super()._need(column)

    def _on_click(self, index: QModelIndex) -> None:
        if index.data(PAINT) in (ON, OFF):
            self.toggled.emit(self.key())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.toggled.emit(self.key())
        else:
            super().keyPressEvent(event)
