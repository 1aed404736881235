"""A table of lines whose words wrap, each row as high as its words ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QPainter, QResizeEvent

from hsct_desktop.views.rows_model import Line, RowsTable
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.paint import colour
from hsct_desktop.views.widgets.table import RowDelegate, TableRole

Index = QModelIndex | QPersistentModelIndex
_PAD = 6
_LEAST = 40


class _Delegate(RowDelegate):
    """Words wrap into as many lines as they need."""

    def paint_content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        painter.setClipRect(rect)
        painter.setFont(font(bold=bool(index.data(TableRole.BOLD))))
        painter.setPen(colour(str(index.data(TableRole.TOKEN) or "text")))
        wanted = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignLeft)
        side = wanted & Qt.AlignmentFlag.AlignHorizontal_Mask
        flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignTop) | int(side)
        painter.drawText(rect.adjusted(0, _PAD, 0, 0), flags, str(index.data() or ""))

    def height(self, words: str, width: float, *, bold: bool) -> int:
        """How high a row must be for words in a column of that width."""
        room = QRectF(0, 0, max(width - 2 * Space.CELL, _LEAST), 10_000)
        box = QFontMetricsF(font(bold=bold)).boundingRect(room, int(Qt.TextFlag.TextWordWrap), words)
        return int(box.height() + 2 * _PAD + 2)


class WrappedTable(RowsTable):
    """With `whole` it is as high as all its rows, for a page that scrolls as one."""

    def __init__(self, name: str, heads: Sequence[str], widths: Sequence[int], *, whole: bool = False) -> None:
        self._whole = whole
        self._soon = QTimer()
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        super().__init__(name, heads, widths, row=Height.ROW)
        self._delegate = _Delegate(self)
        self.setItemDelegate(self._delegate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if whole:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._soon.timeout.connect(self.fit_rows)
        self.horizontalHeader().sectionResized.connect(lambda *_: self._soon.start())

    def set_lines(self, lines: Sequence[Line], choose: Any = None) -> None:
        super().set_lines(lines, choose)
        self.fit_rows()

    def fit_rows(self) -> None:
        """Give every row the height of its words."""
        for number, line in enumerate(self.rows.lines):
            height = Height.ROW
            if line.group is None:
                cells = [(n, cell) for n, cell in enumerate(line.cells) if cell.words and not self.isColumnHidden(n)]
                asked = (self._delegate.height(c.words, self.columnWidth(n), bold=c.bold) for n, c in cells)
                height = max([height, *asked])
            self.setRowHeight(number, height)
        if self._whole:
            rows = sum(self.rowHeight(number) for number in range(len(self.rows.lines)))
            self.setFixedHeight(rows + self.horizontalHeader().height() + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()
