"""Drugs over days of conditioning: arrows move over the squares, Space says "as planned", Enter opens a square."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QWidget

from hsct_desktop.pictures.conditioning import SIDE, picture
from hsct_desktop.pictures.primitives import Picture
from hsct_desktop.views.context import Context
from hsct_desktop.views.painting import paint
from hsct_desktop.views.theme.tokens import Height, current
from hsct_desktop.views.widgets.paint import focus_ring
from hsct_desktop.views.widgets.plain_label import plain_tooltip
from hsct_desktop.views.widgets.table import RowDelegate, TableRole, TableView

if TYPE_CHECKING:
    from hsct_desktop.services.conditioning import ConditioningGrid, DaySquare, DrugRow

Index = QModelIndex | QPersistentModelIndex
FIRST: Final = 1
"""The first column of days; before it the drug."""
_PITCH: Final = 34
_NAME: Final = 250
_ROW: Final = 29
_NOWHERE: Final = QModelIndex()
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CENTRE: Final = int(Qt.AlignmentFlag.AlignCenter)
_picture: Callable[[str], Picture] = lru_cache(maxsize=16)(picture)


class _Model(QAbstractTableModel):
    """The grid of a course in words; `grid` is None before it is read."""

    def __init__(self, ctx: Context, heads: tuple[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._ctx, self._heads = ctx, heads
        self.grid: ConditioningGrid | None = None

    def show(self, grid: ConditioningGrid) -> None:
        self.beginResetModel()
        self.grid = grid
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self.grid is None else len(self.grid.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self.grid is None else FIRST + len(self.grid.days) + 1

    def drug(self, index: Index) -> DrugRow | None:
        """The drug of a row."""
        grid = self.grid
        return grid.rows[index.row()] if grid is not None and 0 <= index.row() < len(grid.rows) else None

    def day(self, section: int) -> int | None:
        """The day from Day 0 of a column, None for one of words."""
        days = self.grid.days if self.grid is not None else ()
        return days[section - FIRST] if 0 <= section - FIRST < len(days) else None

    def square(self, index: Index) -> DaySquare | None:
        """The square of a cell."""
        drug, day = self.drug(index), self.day(index.column())
        return drug.squares[day] if drug is not None and day is not None else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        day = self.day(section)
        if role == Qt.ItemDataRole.TextAlignmentRole and day is not None:
            return _CENTRE
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if day is not None:
            return self._ctx.wording.signed_day(day)
        return self._heads[0 if section == 0 else 1]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        drug, square = self.drug(index), self.square(index)
        if drug is None:
            return None
        if square is not None:
            if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
                said = self.says(drug, square)
                return said if role == Qt.ItemDataRole.AccessibleTextRole else plain_tooltip(said)
            return None
        words = f"{drug.name} ▲" if drug.unchecked and index.column() == 0 else drug.name
        if index.column():
            words = " · ".join(part for part in (drug.when, drug.note) if part)
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(words)
        if role == TableRole.BOLD:
            return index.column() == 0 or None
        if role == TableRole.TOKEN and index.column():
            return "muted"
        return None

    def says(self, drug: DrugRow, square: DaySquare) -> str:
        """A square in words: drug, day, date, state, dose as typed or as the regimen describes it, notes."""
        words = self._ctx.wording
        parts = [drug.name, words.text("date.day_after_infusion", day=words.signed_day(square.day))]
        if square.on is not None:
            parts.append(words.date_weekday(square.on))
        parts.append(words.enum("conditioning_mark", square.mark))
        if square.held is not None:
            entry = square.held.entry
            parts += [entry.dose or square.says, entry.note]
        else:
            parts.append(square.says)
        parts += [drug.when, drug.note]
        return " · ".join(part for part in parts if part)


class _Delegate(RowDelegate):
    """Paints the marks; the one under the cursor has the ring of the keyboard."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, view = index.model(), option.widget
        square = model.square(index) if isinstance(model, _Model) else None
        if square is None:
            super().paint(painter, option, index)
            return
        painter.save()
        self.paint_ground(painter, option, index)
        rect = QRectF(option.rect)
        left, top = rect.center().x() - SIDE / 2, rect.top() + (rect.height() - 1 - SIDE) / 2
        paint(painter, _picture(square.mark), current(), left, top)
        if isinstance(view, TableView) and view.hasFocus() and view.currentIndex() == index:
            focus_ring(painter, QRectF(left - 3, top - 3, SIDE + 6, SIDE + 6))
        painter.restore()


class ConditioningTable(TableView):
    """The grid. `confirmed` carries (drug key, day) pairs to be said given as planned; `opened` and `removed` a drug
    and its square; `moved` tells what stands under the mark.
    """

    confirmed = Signal(object)
    opened = Signal(object, object)
    removed = Signal(object)
    moved = Signal(str)

    def __init__(self, ctx: Context, name: str, heads: tuple[str, str]) -> None:
        super().__init__(name, row=_ROW)
        self.rows = _Model(ctx, heads, self)
        self.setModel(self.rows)
        self.setItemDelegate(_Delegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._open)

    def show_grid(self, grid: ConditioningGrid) -> None:
        """Show a course; the mark stays on its square, first it stands on what waits."""
        index = self.currentIndex()
        place = (index.row(), index.column()) if index.isValid() else None
        self.rows.show(grid)
        self._fit()
        row, column = place if place is not None else self._first_open(grid)
        if grid.rows:
            self.setCurrentIndex(self.rows.index(min(row, len(grid.rows) - 1), min(column, FIRST + len(grid.days) - 1)))

    def _first_open(self, grid: ConditioningGrid) -> tuple[int, int]:
        for wanted in ("open", "planned"):
            for column, day in enumerate(grid.days, start=FIRST):
                for row, drug in enumerate(grid.rows):
                    if drug.squares[day].mark == wanted:
                        return row, column
        return 0, FIRST

    def square(self) -> tuple[DrugRow, DaySquare] | None:
        """Drug and square under the mark."""
        index = self.currentIndex()
        drug, square = self.rows.drug(index), self.rows.square(index)
        return (drug, square) if drug is not None and square is not None else None

    def whole_height(self) -> int:
        """The height at which no row is hidden."""
        bar = self.horizontalScrollBar().sizeHint().height() if self._is_wide() else 0
        return Height.HEADER + self.rows.rowCount() * _ROW + bar + 2

    def _is_wide(self) -> bool:
        return self.rows.columnCount() > 0 and _NAME + (self.rows.columnCount() - 2) * _PITCH > self.viewport().width()

    def _fit(self) -> None:
        header, count = self.horizontalHeader(), self.rows.columnCount()
        if not count:
            return
        header.setStretchLastSection(True)
        for section in range(count - 1):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(section, _PITCH if section else _NAME)
        self.setFixedHeight(self.whole_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(300, Height.HEADER + _ROW)

    # keys and mouse ---------------------------------------------------------------------------------------------

    def _open(self, index: Index) -> None:
        drug, square = self.rows.drug(index), self.rows.square(index)
        if drug is not None and square is not None:
            self.opened.emit(drug, square)

    def confirm_square(self) -> None:
        """Say of the square under the mark that it was given as planned; opens it where nothing is planned."""
        found = self.square()
        if found is None:
            return
        drug, square = found
        if square.says and square.held is None:
            self.confirmed.emit([(drug.key, square.day)])
        else:
            self.opened.emit(drug, square)

    def confirm_day(self) -> None:
        """Say the same of every drug planned on the day under the mark of which nothing is recorded."""
        day, grid = self.rows.day(self.currentIndex().column()), self.rows.grid
        if day is None or grid is None:
            return
        planned = [d.key for d in grid.rows if d.squares[day].says and d.squares[day].held is None]
        self.confirmed.emit([(key, day) for key in planned])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, control = self.currentIndex(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Space:
            self.confirm_day() if control else self.confirm_square()
        elif event.key() in _ENTER and not control:
            self._open(index)
        elif event.key() == Qt.Key.Key_Delete:
            found = self.square()
            if found is not None and found[1].held is not None:
                self.removed.emit(found[1])
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and index.isValid():
            end = FIRST + len(self.rows.grid.days) - 1 if self.rows.grid is not None else FIRST
            self.setCurrentIndex(self.rows.index(index.row(), FIRST if event.key() == Qt.Key.Key_Home else end))
        else:
            super().keyPressEvent(event)

    def currentChanged(self, now: Index, before: Index) -> None:
        super().currentChanged(now, before)
        self.viewport().update()
        found = self.square()
        self.moved.emit(self.rows.says(*found) if found is not None else "")
