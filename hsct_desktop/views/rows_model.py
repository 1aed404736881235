"""A thin table model over rows of cells: a page words its rows once, the delegate paints them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from hsct_desktop.views.widgets.plain_label import plain_tooltip
from hsct_desktop.views.widgets.table import TableRole, TableView

Index = QModelIndex | QPersistentModelIndex
PAINT: Final = Qt.ItemDataRole.UserRole + 120
"""What a page's own delegate paints in the cell."""
KEY: Final = Qt.ItemDataRole.UserRole + 121
"""What the row stands for."""
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEAST: Final = 90
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class Cell:
    """One cell: words and how they look; `paint` is for a page's own delegate."""

    words: str = ""
    token: str = ""
    bold: bool = False
    status: str = ""
    grade: int = 0
    tip: str = ""
    paint: Any = None


@dataclass(frozen=True)
class Line:
    """A row. `group` is the number of rows below it when it heads a group; `key` is what it stands for."""

    cells: tuple[Cell, ...]
    key: Any = None
    group: int | None = None


class RowsModel(QAbstractTableModel):
    """Lines under heads. A head that ends in a tab is right-aligned, with its column."""

    def __init__(self, heads: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heads = [head.rstrip("\t") for head in heads]
        self._right = {number for number, head in enumerate(heads) if head.endswith("\t")}
        self.lines: list[Line] = []

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def update_lines(self, lines: Sequence[Line]) -> bool:
        """Show the same lines with other cells, without a move; False where they are not the same."""
        if [(line.key, line.group) for line in lines] != [(line.key, line.group) for line in self.lines]:
            return False
        changed = [number for number, (new, old) in enumerate(zip(lines, self.lines, strict=True)) if new != old]
        self.lines = list(lines)
        for number in changed:
            self.dataChanged.emit(self.index(number, 0), self.index(number, self.columnCount() - 1))
        return True

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._heads[section]
            if role == Qt.ItemDataRole.TextAlignmentRole and section in self._right:
                return RIGHT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.lines[index.row()].group is not None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        cell = line.cells[index.column()] if index.column() < len(line.cells) else Cell()
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.words
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(cell.tip or cell.words)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return cell.tip or None
        if role == TableRole.GROUP:
            return None if line.group is None else (line.group if index.column() == 0 else "")
        if role == KEY:
            return line.key
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in self._right:
            return int(RIGHT)
        wanted = {
            TableRole.TOKEN: cell.token,
            TableRole.BOLD: cell.bold,
            TableRole.STATUS: cell.status,
            TableRole.GRADE: cell.grade,
            PAINT: cell.paint,
        }
        return wanted.get(role) or None


class RowsTable(TableView):
    """A table of lines. `entered` asks to open the line under the mark, `moved` tells that the mark has moved."""

    entered = Signal(object)
    moved = Signal()

    def __init__(self, name: str, heads: Sequence[str], widths: Sequence[int], *, row: int = 29) -> None:
        """`widths` in pixels; 0 is as wide as its words, below 0 shares what is left."""
        super().__init__(name, row=row)
        self._widths = tuple(widths)
        self._drop: tuple[int, ...] = ()
        self.rows = RowsModel(heads, self)
        self.setModel(self.rows)
        self.set_widths(widths)
        self.doubleClicked.connect(lambda index: self._enter(index.row()))
        self.selectionModel().currentRowChanged.connect(lambda *_: self.moved.emit())

    def set_widths(self, widths: Sequence[int]) -> None:
        """Give the columns their widths, again after another header has been set."""
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        for number, width in enumerate(widths):
            if width > 0:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Fixed)
                header.resizeSection(number, width)
            else:
                mode = QHeaderView.ResizeMode.ResizeToContents if width == 0 else QHeaderView.ResizeMode.Stretch
                header.setSectionResizeMode(number, mode)

    def set_lines(self, lines: Sequence[Line], choose: Any = None) -> None:
        """Show lines; the line of the key `choose`, else of the key chosen before, else the first, is chosen."""
        wanted = choose if choose is not None else self.key()
        self.rows.set_lines(lines)
        self.clearSpans()
        for number, line in enumerate(lines):
            if line.group is not None and self.rows.columnCount() > 1:
                self.setSpan(number, 0, 1, self.rows.columnCount())
        self._fit()
        self.choose(wanted)

    def update_lines(self, lines: Sequence[Line]) -> None:
        """Show lines whose cells may have changed: where they are the same ones, neither mark nor view moves."""
        if self.rows.update_lines(lines):
            self.moved.emit()
        else:
            self.set_lines(lines)

    def keys_in_view(self) -> list[Any]:
        """What the lines stand for that can be seen, from above."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        lines = self.rows.lines[max(first, 0) : last + 1 if last >= 0 else None]
        return [line.key for line in lines if line.key is not None]

    def choose(self, key: Any) -> None:
        """Put the mark on the line of a key; on the first when there is none."""
        lines = self.rows.lines
        first = next((n for n, line in enumerate(lines) if line.group is None), None)
        row = next((n for n, line in enumerate(lines) if line.key is not None and line.key == key), first)
        if row is not None:
            self.selectRow(row)
            self.scrollTo(self.rows.index(row, 0))
        self.moved.emit()

    def key(self) -> Any:
        """What the chosen line stands for, or None."""
        index = self.currentIndex()
        return self.rows.lines[index.row()].key if index.isValid() and index.row() < len(self.rows.lines) else None

    def set_drop_order(self, columns: Sequence[int]) -> None:
        """Which columns go, one after the other, while the table is too narrow for all."""
        self._drop = tuple(columns)
        self._fit()

    def _fit(self) -> None:
        header = self.horizontalHeader()
        for column in self._drop:
            self.setColumnHidden(column, False)
        self._drop_columns()
        shares = any(width < 0 and not self.isColumnHidden(number) for number, width in enumerate(self._widths))
        # Without the column that shares what is left, the last one takes it.
        header.setStretchLastSection(not shares)
        header.updateGeometry()

    def _drop_columns(self) -> None:
        for column in self._drop:
            if sum(map(self._need, range(self.rows.columnCount()))) <= self.viewport().width():
                return
            self.setColumnHidden(column, True)

    def _need(self, column: int) -> int:
        """The width a column asks for, 0 while it is hidden."""
        if self.isColumnHidden(column):
            return 0
        width = self._widths[column]
        if width > 0:
            return width
        return max(_LEAST, self.sizeHintForColumn(column)) if width == 0 else _LEAST

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _enter(self, row: int) -> None:
        if 0 <= row < len(self.rows.lines) and self.rows.lines[row].group is None:
            self.entered.emit(self.rows.lines[row].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.currentIndex().isValid():
            self._enter(self.currentIndex().row())
            return
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(1 if event.key() == Qt.Key.Key_Down else -1)
            return
        super().keyPressEvent(event)

    def step(self, by: int) -> None:
        """To the next line that is not the head of a group."""
        row = self.currentIndex().row() + by
        while 0 <= row < len(self.rows.lines) and self.rows.lines[row].group is not None:
            row += by
        if 0 <= row < len(self.rows.lines):
            self.selectRow(row)
            self.scrollTo(self.rows.index(max(0, row - (by < 0)), 0))
            self.scrollTo(self.rows.index(row, 0))
