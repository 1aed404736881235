"""The base of every table: rows 28 high, lines between rows only, hover and selection from the tokens."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QHoverEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.glyphs import paint_status_glyph
from hsct_desktop.views.widgets.grade_badge import SIZE as GRADE_SIZE
from hsct_desktop.views.widgets.grade_badge import paint_grade
from hsct_desktop.views.widgets.paint import colour, paint_same_name, text, text_width

Index = QModelIndex | QPersistentModelIndex


class TableRole(IntEnum):
    """What a model may say about a cell beside its text."""

    TOKEN = Qt.ItemDataRole.UserRole + 101
    """Name of the token for the words; `text` when none."""
    BOLD = Qt.ItemDataRole.UserRole + 102
    """True for the name of the thing."""
    STATUS = Qt.ItemDataRole.UserRole + 103
    """Name of a visit status: its sign stands before the words, or in the middle when there are none."""
    GRADE = Qt.ItemDataRole.UserRole + 104
    """A grade 1 to 5: its badge stands before the words."""
    GROUP = Qt.ItemDataRole.UserRole + 105
    """Number of rows of the group this row heads; the row is painted as a group row."""
    SAME_NAME = Qt.ItemDataRole.UserRole + 106
    """True when another patient has the same name: the mark stands after the words."""


_SELECTED: Final = QStyle.StateFlag.State_Selected
_FOCUS_BAR: Final = 3


class TableView(QTableView):
    """A table of rows. The row under the pointer is `hover_row` (-1 when none)."""

    def __init__(self, name: str = "", *, row: int = Height.ROW, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hover_row = -1
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(RowDelegate(self))
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(row)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads = self.horizontalHeader()
        heads.setFixedHeight(Height.HEADER)
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setMinimumSectionSize(20)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHoverEvent):
            gone = event.type() == QEvent.Type.HoverLeave
            self._hover(-1 if gone else self.rowAt(event.position().toPoint().y()))
        return super().viewportEvent(event)

    def _hover(self, row: int) -> None:
        if row == self.hover_row:
            return
        before, self.hover_row = self.hover_row, row
        for changed in (before, row):
            if changed >= 0:
                top, height = self.rowViewportPosition(changed), self.rowHeight(changed)
                self.viewport().update(0, top, self.viewport().width(), height)


class RowDelegate(QStyledItemDelegate):
    """Paints ground, line, words and signs of a cell. A page's own delegate overrides `paint_content`."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        self.paint_ground(painter, option, index)
        rect = QRectF(option.rect).adjusted(Space.CELL, 0, -Space.CELL, -1)
        if index.data(TableRole.GROUP) is not None:
            self.paint_group(painter, rect, index)
        else:
            self.paint_content(painter, rect, index)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        words = str(index.data() or "")
        width = text_width(words, font(bold=bool(index.data(TableRole.BOLD)))) + 2 * Space.CELL + 1
        if index.data(TableRole.STATUS) or index.data(TableRole.GRADE):
            width += GRADE_SIZE + Space.SMALL
        if index.data(TableRole.SAME_NAME):
            width += 15 + Space.SMALL
        return QSize(int(width + 0.99), Height.ROW)

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground of the cell by state, and the line below the row."""
        rect = QRectF(option.rect)
        view = option.widget
        group = index.data(TableRole.GROUP) is not None
        selected = bool(option.state & _SELECTED)
        hovered = isinstance(view, TableView) and view.hover_row == index.row()
        token = "selection" if selected else "alt" if group else "hover" if hovered else "surface"
        painter.fillRect(rect, colour(token))
        edge = "line_strong" if group else "line"
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), colour(edge))
        if selected and isinstance(view, QTableView) and view.hasFocus() and self._is_first(view, index):
            painter.fillRect(QRectF(rect.left(), rect.top(), _FOCUS_BAR, rect.height() - 1), colour("focus"))

    @staticmethod
    def _is_first(view: QTableView, index: Index) -> bool:
        return view.columnViewportPosition(index.column()) == view.columnViewportPosition(
            view.columnAt(view.viewport().rect().topLeft().x() + 1)
        )

    def paint_group(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """A group row: its sign, its name bold, the number of its rows muted."""
        rect = self._paint_sign(painter, rect, index)
        words, count = str(index.data() or ""), str(index.data(TableRole.GROUP))
        width = text_width(words, font(bold=True))
        text(painter, rect, words, type_=font(bold=True))
        if count not in ("", "0") and width + Space.SMALL < rect.width():
            text(painter, rect.adjusted(width + Space.SMALL, 0, 0, 0), count, "muted")

    def paint_content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Sign, words and mark of an ordinary cell."""
        rect = self._paint_sign(painter, rect, index)
        words = str(index.data() if index.data() is not None else "")
        type_ = font(bold=bool(index.data(TableRole.BOLD)))
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        asked = index.data(Qt.ItemDataRole.TextAlignmentRole)
        if asked is not None:
            align = Qt.AlignmentFlag(int(asked)) | Qt.AlignmentFlag.AlignVCenter
        if index.data(TableRole.SAME_NAME):
            room = min(text_width(words, type_), rect.width() - 15 - Space.SMALL)
            paint_same_name(painter, QRectF(rect.left() + room + Space.SMALL, rect.top(), 15, rect.height()))
            rect.setWidth(room + 1)
        text(painter, rect, words, str(index.data(TableRole.TOKEN) or "text"), type_=type_, align=align)

    def _paint_sign(self, painter: QPainter, rect: QRectF, index: Index) -> QRectF:
        """Draw the status sign or the grade badge; returns the room left for words."""
        status, grade = index.data(TableRole.STATUS), index.data(TableRole.GRADE)
        if not status and not grade:
            return rect
        place = QRectF(rect.left(), rect.top(), GRADE_SIZE, rect.height())
        if not index.data() and rect.width() < 2 * GRADE_SIZE:
            place.moveCenter(rect.center())
        sign = QRectF(place.left(), round(place.center().y() - GRADE_SIZE / 2), GRADE_SIZE, GRADE_SIZE)
        if grade:
            paint_grade(painter, sign, int(grade))
        else:
            paint_status_glyph(painter, sign, str(status))
        return rect.adjusted(GRADE_SIZE + Space.SMALL, 0, 0, 0)
