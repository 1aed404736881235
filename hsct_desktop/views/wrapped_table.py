"""A table of lines whose words wrap, each row as high as its words ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent

from hsct_desktop.views.handover import HandoverDelegate
from hsct_desktop.views.rows_model import Line, RowsTable
from hsct_desktop.views.theme.tokens import Height


class WrappedTable(RowsTable):
    """With `whole` it is as high as all its rows, for a page that scrolls as one."""

    def __init__(self, name: str, heads: Sequence[str], widths: Sequence[int], *, whole: bool = False) -> None:
        self._whole = whole
        self._soon = QTimer()
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        super().__init__(name, heads, widths, row=Height.ROW)
        self._delegate = HandoverDelegate(self)
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
                height = max([height, *(self._delegate.height(c.words, self.columnWidth(n)) for n, c in cells)])
            self.setRowHeight(number, height)
        if self._whole:
            rows = sum(self.rowHeight(number) for number in range(len(self.rows.lines)))
            self.setFixedHeight(rows + self.horizontalHeader().height() + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()
