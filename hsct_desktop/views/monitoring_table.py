"""A table of monitoring strips: names at the left, one painted square a column, a sentence at the right.

Each square is a cell of its own: arrows move over them, and a screen reader reads each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QStyleOptionViewItem, QWidget

from hsct_desktop.domain.monitoring import Column, Square, SquareState, Unit
from hsct_desktop.pictures.monitoring import GROUP_GAP, PITCH, SIDE, label, picture
from hsct_desktop.pictures.primitives import Picture
from hsct_desktop.views.painting import paint
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Space, current
from hsct_desktop.views.widgets.paint import LEFT, MIDDLE, colour, focus_ring, text, text_width
from hsct_desktop.views.widgets.plain_label import plain_tooltip
from hsct_desktop.views.widgets.table import RowDelegate, TableRole, TableView

Index = QModelIndex | QPersistentModelIndex
ROW: Final = 27
HEAD: Final = 35
FIRST: Final = 3
"""The first column of squares: before it name, birth date or latest value, day."""
_NOWHERE: Final = QModelIndex()
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WIDTHS: Final = (142, 90, 56)
_WIDEST_NAME: Final = 220
_MARK: Final = 26
"""Room for the sign of a name that two patients share."""
_LEAD: Final = 16
"""Room before the first week."""
_LEAST_WORDS: Final = 150
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_picture: Callable[[SquareState], Picture] = lru_cache(maxsize=16)(picture)


@dataclass(frozen=True)
class StripLine:
    """A row. `second` may take the room of `third` where that is empty; `tips` words the square of a column."""

    key: Any
    name: str
    second: str
    third: str
    cells: Mapping[Column, Square]
    words: str
    token: str = "text"
    bold: bool = False
    same_name: bool = False
    tips: Callable[[Column], str] = str


class StripModel(QAbstractTableModel):
    """Lines over columns of time; `heads` are the words of the first three columns and the last."""

    def __init__(self, heads: tuple[str, str, str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heads = heads
        self.columns: tuple[Column, ...] = ()
        self.lines: Sequence[StripLine] = ()

    def set_lines(self, columns: tuple[Column, ...], lines: Sequence[StripLine]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.columns, self.lines = columns, lines
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else FIRST + len(self.columns) + 1

    def column_at(self, section: int) -> Column | None:
        """The week, month or year of a section, None for one of words."""
        at = section - FIRST
        return self.columns[at] if 0 <= at < len(self.columns) else None

    def square(self, index: Index) -> Square | None:
        """The square of a cell, None where nothing is required."""
        column = self.column_at(index.column())
        return self.lines[index.row()].cells.get(column) if column is not None else None

    def _words(self, line: StripLine, section: int) -> str:
        if section < FIRST:
            return (line.name, line.second, line.third)[section]
        return line.words if self.column_at(section) is None else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, section = self.lines[index.row()], index.column()
        column = self.column_at(section)
        if column is not None:
            if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
                said = line.tips(column)
                return said if role == Qt.ItemDataRole.AccessibleTextRole else plain_tooltip(said)
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(line, section)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(self._words(line, section))
        last = section == self.columnCount() - 1
        if role == TableRole.TOKEN and last:
            return line.token
        if role == TableRole.BOLD:
            return section == 0 or (last and line.bold) or None
        if role == TableRole.SAME_NAME and section == 0:
            return line.same_name or None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == FIRST - 1:
            return int(_RIGHT)
        return None


class _Heads(QHeaderView):
    """Numbers of weeks, months and years, the name of each group above its first."""

    def __init__(self, model: StripModel, groups: Mapping[Unit, str], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._rows, self._groups = model, groups
        self.setSectionsClickable(False)
        self.setFixedHeight(HEAD)
        self.setMinimumSectionSize(1)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.fillRect(rect, colour("surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("line_strong"))
        column, small = self._rows.column_at(logicalIndex), font("caption")
        below = QRectF(rect.left(), rect.top() + 14, rect.width(), 14)
        if column is not None:
            middle = QRectF(rect.right() + 1 - PITCH, below.top(), PITCH, below.height())
            text(painter, middle, label(column), "muted", type_=small, align=MIDDLE, elide=False)
            return
        at = min(logicalIndex, FIRST)
        align = _RIGHT if logicalIndex == FIRST - 1 else LEFT
        inside = below.adjusted(Space.CELL, 0, -Space.CELL, 0)
        text(painter, inside, self._rows.heads[at], "muted", type_=small, align=align)

    def paintEvent(self, e: QPaintEvent) -> None:
        super().paintEvent(e)
        painter = QPainter(self.viewport())
        columns = self._rows.columns
        for number, column in enumerate(columns):
            if number and columns[number - 1].unit is column.unit:
                continue
            section = FIRST + number
            left = self.sectionViewportPosition(section) + self.sectionSize(section) - PITCH + (PITCH - SIDE) / 2
            text(painter, QRectF(left, 1, 90, 14), self._groups[column.unit], "muted", type_=font("caption"))


class StripDelegate(RowDelegate):
    """Paints the squares; the one under the cursor has the ring of the keyboard."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, view = index.model(), option.widget
        if isinstance(view, StripTable) and not (view.marks_always or view.hasFocus()):
            option.state &= ~QStyle.StateFlag.State_Selected
        column = model.column_at(index.column()) if isinstance(model, StripModel) else None
        if column is None or not isinstance(model, StripModel):
            super().paint(painter, option, index)
            return
        painter.save()
        self.paint_ground(painter, option, index)
        found = model.square(index)
        rect = QRectF(option.rect)
        left = rect.right() - PITCH + (PITCH - SIDE) / 2
        top = rect.top() + (rect.height() - 1 - SIDE) / 2
        state = found.state if found is not None else SquareState.NOT_REQUIRED
        paint(painter, _picture(state), current(), left, top)
        if isinstance(view, TableView) and view.hasFocus() and view.currentIndex() == index:
            focus_ring(painter, QRectF(left - 2, top - 2, SIDE + 4, SIDE + 4))
        painter.restore()


class StripTable(TableView):
    """The table. `acted(line, column)` asks to open a square, `entered(key)` a row, `moved` tells of another row."""

    acted = Signal(object, object)
    entered = Signal(object)
    moved = Signal()
    digit = Signal(int)
    marks_always = True
    """Whether the chosen row is marked also while the keyboard is elsewhere."""

    def __init__(
        self, name: str, heads: tuple[str, str, str, str], groups: Mapping[Unit, str], *, headed: bool = True
    ) -> None:
        super().__init__(name, row=ROW)
        self.rows = StripModel(heads, self)
        self.setModel(self.rows)
        self.setItemDelegate(StripDelegate(self))
        self.setHorizontalHeader(_Heads(self.rows, groups, self))
        self.horizontalHeader().setVisible(headed)
        self._widths = _WIDTHS
        self.setMouseTracking(True)
        self.clicked.connect(self._on_click)
        self.doubleClicked.connect(self._on_double_click)
        self.selectionModel().currentRowChanged.connect(lambda *_: self.moved.emit())

    def set_lines(self, columns: tuple[Column, ...], lines: Sequence[StripLine]) -> None:
        """Show lines; the row chosen before stays chosen, else the first."""
        key, section = self.key(), self.currentIndex().column()
        self.rows.set_lines(columns, lines)
        self.clearSpans()
        for row, line in enumerate(lines):
            if not line.third:
                self.setSpan(row, 1, 1, 2)
        self._fit()
        row = next((n for n, line in enumerate(lines) if line.key == key), 0)
        if lines:
            kept = section if self.rows.column_at(section) is not None else 0
            self.setCurrentIndex(self.rows.index(row, kept))
        self.moved.emit()

    def key(self) -> Any:
        """What the chosen row stands for, or None."""
        index = self.currentIndex()
        return self.rows.lines[index.row()].key if index.isValid() and index.row() < len(self.rows.lines) else None

    def choose(self, key: Any) -> bool:
        """Put the mark on the row of a key; False when it is not there."""
        row = next((n for n, line in enumerate(self.rows.lines) if line.key == key), None)
        if row is None:
            return False
        self.setCurrentIndex(self.rows.index(row, 0))
        self.scrollTo(self.rows.index(row, 0))
        return True

    def choose_first(self) -> None:
        """Put the mark on the first row: of another test, that with a hole."""
        if self.rows.lines:
            self.setCurrentIndex(self.rows.index(0, 0))
            self.scrollToTop()

    def square(self) -> Square | None:
        """The square under the cursor."""
        index = self.currentIndex()
        return self.rows.square(index) if index.isValid() else None

    def whole_height(self) -> int:
        """The height at which no row is hidden."""
        head = HEAD if not self.horizontalHeader().isHidden() else 0
        bar = self.horizontalScrollBar().sizeHint().height() if self._is_wide() else 0
        return head + len(self.rows.lines) * ROW + bar

    def name_width(self) -> int:
        """The width that the names ask for: a name is never cut as long as there is room."""
        wanted = [text_width(one.name, font(bold=True)) + _MARK * one.same_name for one in self.rows.lines]
        return int(min(max([_WIDTHS[0] - 2 * Space.CELL - 1, *wanted]) + 2 * Space.CELL + 1, _WIDEST_NAME))

    def set_name_width(self, width: int) -> None:
        """Give the names a width, so that tables one below the other stand in line."""
        self._widths = (width, *_WIDTHS[1:])
        self._fit()

    # widths -----------------------------------------------------------------------------------------------------

    def _is_wide(self) -> bool:
        return self._strip_width() + sum(self._widths) + _LEAST_WORDS > self.viewport().width()

    def _strip_width(self) -> int:
        groups = len({column.unit for column in self.rows.columns}) - 1
        return int(_LEAD + PITCH * len(self.rows.columns) + GROUP_GAP * groups)

    def _fit(self) -> None:
        header, columns = self.horizontalHeader(), self.rows.columns
        for section, width in enumerate(self._widths):
            header.resizeSection(section, width)
        for number, column in enumerate(columns):
            extra = _LEAD if number == 0 else GROUP_GAP if columns[number - 1].unit is not column.unit else 0
            header.resizeSection(FIRST + number, int(PITCH + extra))
        left = self.viewport().width() - sum(self._widths) - self._strip_width()
        header.resizeSection(FIRST + len(columns), max(left, _LEAST_WORDS))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHintForColumn(self, _column: int) -> int:
        return int(PITCH)

    def minimumSizeHint(self) -> QSize:
        return QSize(300, HEAD + ROW)

    # keys and mouse ---------------------------------------------------------------------------------------------

    def _on_click(self, index: QModelIndex) -> None:
        if self.rows.square(index) is not None:
            self._act(index)

    def _on_double_click(self, index: QModelIndex) -> None:
        if self.rows.column_at(index.column()) is None:
            self.entered.emit(self.rows.lines[index.row()].key)

    def _act(self, index: Index) -> None:
        self.acted.emit(self.rows.lines[index.row()], self.rows.column_at(index.column()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, typed = self.currentIndex(), event.text()
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if event.key() in _ENTER and index.isValid() and plain:
            if self.rows.square(index) is not None:
                self._act(index)
            else:
                self.entered.emit(self.rows.lines[index.row()].key)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and index.isValid() and plain:
            self._step(1 if event.key() == Qt.Key.Key_Right else -1)
        elif plain and typed.isdigit() and typed != "0":
            self.digit.emit(int(typed))
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        """From the name to the square that asks for something most, then from square to square."""
        index = self.currentIndex()
        section = index.column()
        if self.rows.column_at(section) is None:
            section = self._most_urgent(index.row()) if by > 0 else section
        else:
            section += by
            section = 0 if section < FIRST else min(section, FIRST + len(self.rows.columns) - 1)
        self.setCurrentIndex(self.rows.index(index.row(), section))

    def _most_urgent(self, row: int) -> int:
        cells = self.rows.lines[row].cells
        for state in (SquareState.MISSED, SquareState.DUE, SquareState.AWAITED, SquareState.ABOVE, SquareState.DONE):
            held = [n for n, column in enumerate(self.rows.columns) if column in cells and cells[column].state is state]
            if held:
                return FIRST + held[-1]
        return FIRST

    def currentChanged(self, now: Index, before: Index) -> None:
        super().currentChanged(now, before)
        self.viewport().update()
