"""The grid of a file's rows: row and state stay in sight, problem cells are edged and signed, F2 corrects a cell."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.import_run import RowState
from hsct_desktop.views.import_grid_model import LOOK, MARK, STATE, WHOLE_ROW, ColumnLook, GridModel, GridRows, Mark
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.paint import CHIP_LOOKS, MIDDLE, box, colour, text, text_width
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.table import Index, TableView

ROW: Final = 26
_NUMBER: Final = 38
_CHIP: Final = 70
_LEAST, _MOST = 56, 220
_SIGN: Final = 15
_MEASURED: Final = 200
"""Rows by which the width of a column is found."""
_CELLS_MEASURED, _LEAST_MEASURED = 2000, 3
"""Of a table of 2,000 columns fewer rows are measured, or the window would stand still."""
CHIPS: Final = {
    RowState.NEW: "success", RowState.CHANGED: "accent", RowState.SAME: "plain", RowState.CONFLICT: "warn",
    RowState.REFUSED: "danger",
}  # fmt: skip
_SIGNS: Final = {"danger": "alert", "warn": "help", "info": "info"}
_GROUNDS: Final = {
    "danger": ("danger_soft", "danger"), "warn": ("warn_soft", "warn"), "info": ("accent_soft", ""),
    "changed": ("accent_soft", ""),
}  # fmt: skip


class StateHeader(QHeaderView):
    """Number and state of each row, at the left of the grid however far it is scrolled."""

    def __init__(self, words: Wording, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._words = words
        self.setSectionsClickable(True)
        self.setDefaultSectionSize(ROW)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        labels = [words.enum("import_row", state.value) for state in RowState]
        self._chip = int(max(_CHIP, *(text_width(label, font("caption")) + 18 for label in labels)))

    def sizeHint(self) -> QSize:
        return QSize(_NUMBER + self._chip, super().sizeHint().height())

    def chip_left(self) -> int:
        """Where the state begins."""
        return _NUMBER

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        place = QRectF(rect)
        view = self.parent()
        current = isinstance(view, QAbstractItemView) and view.currentIndex().row() == logicalIndex
        painter.fillRect(place, colour("hover" if current else "surface"))
        painter.fillRect(QRectF(place.left(), place.bottom() - 1, place.width(), 1), colour("line"))
        painter.fillRect(QRectF(place.right() - 1, place.top(), 1, place.height()), colour("line"))
        number = str(self.model().headerData(logicalIndex, Qt.Orientation.Vertical) or "")
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        text(painter, QRectF(place.left(), place.top(), _NUMBER - 6, ROW), number, "muted", align=align, elide=False)
        state = self.model().headerData(logicalIndex, Qt.Orientation.Vertical, STATE)
        if isinstance(state, RowState):
            chip = QRectF(place.left() + _NUMBER, place.top() + 3, self._chip - 5, Height.CHIP)
            paint_centred_chip(painter, chip, self._words.enum("import_row", state.value), CHIPS[state])
        painter.restore()


def paint_centred_chip(painter: QPainter, rect: QRectF, words: str, kind: str) -> None:
    """A chip as wide as its column, its words in the middle."""
    look = CHIP_LOOKS[kind]
    box(painter, rect, fill=look.fill, edge=look.edge)
    text(painter, rect, words, look.words, type_=font("caption"), align=MIDDLE)


class GridDelegate(QStyledItemDelegate):
    """Paints a cell: ground and edge by what is said of it, a sign at the right, the ring of the cursor."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect = QRectF(option.rect)
        view = option.widget
        mark, look = index.data(MARK), index.data(LOOK)
        self._ground(painter, rect, mark if isinstance(mark, Mark) else None, view, index)
        inner = rect.adjusted(Space.CELL - 1, 0, -Space.CELL + 1, -1)
        if isinstance(mark, Mark):
            inner = self._sign(painter, inner, mark)
        self._words(painter, inner, mark if isinstance(mark, Mark) else None, look, index)
        if isinstance(view, QAbstractItemView) and view.currentIndex() == index:
            has_keys = view.hasFocus() or view.state() == QAbstractItemView.State.EditingState
            box(painter, rect.adjusted(0, 0, -1, -1), edge="focus" if has_keys else "control", width=2, radius=1)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRectF, mark: Mark | None, view: QWidget | None, index: Index) -> None:
        hovered = isinstance(view, TableView) and view.hover_row == index.row()
        fill, edge = _GROUNDS.get(mark.kind, ("", "")) if mark is not None else ("", "")
        painter.fillRect(rect, colour(fill or ("hover" if hovered else "surface")))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), colour("line"))
        painter.fillRect(QRectF(rect.right() - 1, rect.top(), 1, rect.height()), colour("line"))
        if edge:
            box(painter, rect.adjusted(0, 0, -1, -1), edge=edge, radius=1)

    def _sign(self, painter: QPainter, rect: QRectF, mark: Mark) -> QRectF:
        name = _SIGNS.get(mark.kind, "")
        token = {"danger": "danger", "warn": "warn"}.get(mark.kind, "accent")
        if mark.corrected:
            name, token = ("edit", "accent") if not name or mark.kind == "info" else (name, token)
        if not name or rect.width() < 40:
            return rect
        paint_icon(painter, QRectF(rect.left() - 1, rect.center().y() - 6, 12, 12), name, token)
        return rect.adjusted(_SIGN, 0, 0, 0)

    def _words(self, painter: QPainter, rect: QRectF, mark: Mark | None, look: ColumnLook | None, index: Index) -> None:
        words = str(index.data() or "")
        used = look is None or look.used
        bold = (look is not None and look.bold) or (mark is not None and mark.kind == "changed")
        quiet = not used or (mark is not None and (mark.kind == "muted" or not index.data(Qt.ItemDataRole.EditRole)))
        align = Qt.AlignmentFlag.AlignRight if look is not None and look.right else Qt.AlignmentFlag.AlignLeft
        token = "muted" if quiet else "text"
        text(painter, rect, words, token, type_=font(bold=bold), align=align | Qt.AlignmentFlag.AlignVCenter)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = QLineEdit(parent)
        line.setFrame(False)
        line.setProperty("role", "cell")
        line.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        return line

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        place = option.rect.adjusted(1, 1, -1, -1)
        editor.setGeometry(QRect(place.left(), place.top(), max(place.width(), 110), place.height()))


class ImportGrid(TableView):
    """`moved` tells that the cursor is on another cell; what is typed goes through `model_.corrected`; `restored`
    carries row and column of a corrected cell that is to be again as in the file."""

    moved = Signal()
    restored = Signal(object, int)

    def __init__(self, words: Wording, name: str) -> None:
        super().__init__(name, row=ROW)
        self.model_ = GridModel(words, self)
        self._signed: frozenset[int] = frozenset()
        self.setModel(self.model_)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)  # no row is cut under the heads
        self.setItemDelegate(GridDelegate(self))
        self.heads = StateHeader(words, self)
        self.setVerticalHeader(self.heads)
        self.heads.show()
        self._corner = QWidget(self)
        self._row_head = PlainLabel(self.tr("Row"), "caption", parent=self._corner)
        self._state_head = PlainLabel(self.tr("State"), "caption", parent=self._corner)
        self._row_head.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.horizontalHeader().setMinimumSectionSize(_LEAST)
        self.selectionModel().currentChanged.connect(self._on_moved)

    def _on_moved(self) -> None:
        self.heads.viewport().update()
        self.moved.emit()

    def show_rows(self, rows: GridRows | None, lines: list[object] | None = None) -> None:
        """Show rows; cursor and view stay on the same cell where it is still shown."""
        held = self.here()
        shown = lines if lines is not None else list(rows.table.rows) if rows is not None else []
        before = self.model_.rows
        anew = before is None or rows is None or before.table is not rows.table
        signed = rows.signed() if rows is not None else frozenset()
        refit = anew or not signed <= self._signed
        scrolled = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self.model_.show_rows(rows, shown)  # type: ignore[arg-type]
        if refit:
            self._signed = signed
            self._fit_columns()
        if held is not None and not anew and self.go_to(*held, at_all=False):
            self.horizontalScrollBar().setValue(scrolled[0])
            self.verticalScrollBar().setValue(scrolled[1])
        elif shown:
            self.setCurrentIndex(self.model_.index(0, 0))
        self._place_corner()
        self.moved.emit()

    def _fit_columns(self) -> None:
        model = self.model_
        measured = min(_MEASURED, max(_LEAST_MEASURED, _CELLS_MEASURED // max(1, model.columnCount())))
        for column in range(model.columnCount()):
            head = text_width(str(model.headerData(column, Qt.Orientation.Horizontal)), font("caption"))
            look = model.rows.looks[column] if model.rows is not None else None
            type_ = font(bold=look is not None and look.bold)
            cells = (text_width(model.shown(row, column), type_) for row in range(min(measured, model.rowCount())))
            sign = _SIGN if column in self._signed else 0
            wide = max(head, max(cells, default=0.0) + sign) + 2 * Space.CELL + 8
            self.setColumnWidth(column, int(min(max(wide, _LEAST), _MOST)))

    def here(self) -> tuple[int, int] | None:
        """Number of the row in the file and column under the cursor."""
        at = self.currentIndex()
        return (self.model_.lines[at.row()].number, at.column()) if at.isValid() else None

    def go_to(self, number: int, column: int, *, at_all: bool = True) -> bool:
        """Put the cursor on a cell; False where the row is not shown. `at_all`: scroll it into sight."""
        row = next((n for n, line in enumerate(self.model_.lines) if line.number == number), None)
        if row is None:
            return False
        index = self.model_.index(row, min(max(column, 0), self.model_.columnCount() - 1))
        self.setCurrentIndex(index)
        if at_all:
            self.scrollTo(index)
        return True

    def mark_here(self) -> Mark | None:
        """What is said of the cell under the cursor, else of its row."""
        at = self.currentIndex()
        if not at.isValid():
            return None
        marks = self.model_.marks(at.row())
        mark = marks.get(at.column())
        return mark if mark is not None and mark.sentence else marks.get(WHOLE_ROW)

    def next_problem(self) -> bool:
        """Go to the next cell of which something is said; behind the last comes the first."""
        model, at = self.model_, self.currentIndex()
        count = model.rowCount()
        start = (at.row(), at.column()) if at.isValid() else (0, -2)
        for step in range(count + 1):
            row = (start[0] + step) % count if count else 0
            columns = sorted(max(c, 0) for c, mark in model.marks(row).items() if mark.sentence) if count else []
            after = [c for c in columns if step or c > start[1]]
            if after:
                self.setCurrentIndex(model.index(row, after[0]))
                self.scrollTo(self.currentIndex())
                self.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def correct(self) -> None:
        """Type over the cell under the cursor."""
        if self.currentIndex().isValid():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.edit(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            at = self.currentIndex()
            mark = self.model_.marks(at.row()).get(at.column()) if at.isValid() else None
            if mark is not None and mark.corrected:
                self.restored.emit(self.model_.key(at.row()), at.column())
            return
        super().keyPressEvent(event)

    def _place_corner(self) -> None:
        width, height = self.heads.sizeHint().width(), Height.HEADER
        self._corner.setGeometry(0, 0, width, height - 1)
        self._row_head.setGeometry(0, 0, self.heads.chip_left() - 6, height - 1)
        self._state_head.setGeometry(self.heads.chip_left(), 0, width - self.heads.chip_left(), height - 1)
        self._corner.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_corner()
