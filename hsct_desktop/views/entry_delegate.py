"""Paints the cells of a table that is typed: lines between them, the ring of the cursor, what is not saved and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from hsct_desktop.views.entry_model import LINE, EntryLine
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.paint import colour, text
from hsct_desktop.views.widgets.table import Index

if TYPE_CHECKING:
    from hsct_desktop.views.entry_table import EntryTable

NOTE_HEIGHT: Final = 18
"""What a row with a note is higher than another."""


class EntryDelegate(QStyledItemDelegate):
    """Each cell stands in the upper part of its row; the sentence below is painted by the table over all columns."""

    def __init__(self, view: EntryTable) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE)
        if not isinstance(line, EntryLine):
            return
        painter.save()
        rect = QRectF(option.rect)
        painter.fillRect(rect, colour(self._ground(line, index)))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), colour("line"))
        cell = QRectF(rect.left(), rect.top(), rect.width(), Height.ROW)
        painter.fillRect(QRectF(cell.right() - 1, cell.top(), 1, cell.height() - 1), colour("line"))
        self._words(painter, cell.adjusted(Space.CELL - 2, 0, -4, -1), line, index)
        if index == self._view.currentIndex() and self._view.has_keys():
            self._ring(painter, cell.adjusted(0, 0, -1, -1))
        painter.restore()

    def _ground(self, line: EntryLine, index: Index) -> str:
        if line.note:
            return "warn_soft" if line.soft else "danger_soft"
        if line.changed:
            return "accent_soft"
        return "hover" if self._view.hover_row == index.row() else "surface"

    def _words(self, painter: QPainter, rect: QRectF, line: EntryLine, index: Index) -> None:
        column = index.column()
        words = " / ".join(line.texts[column].split("\n"))
        tone = line.row.tones.get(column, "text") if line.row is not None else "text"
        if not self._view.rows.is_open(line, column) and tone == "text":
            tone = "muted"
        wrong = column in line.wrong and not line.soft
        if line.is_blank and column == 0:
            words, tone = self._view.invitation, "muted"
        text(painter, rect, words, "danger" if wrong else tone, type_=font(bold=wrong or tone == "warn"))

    def _ring(self, painter: QPainter, rect: QRectF) -> None:
        for edge in (
            QRectF(rect.left(), rect.top(), rect.width(), 2), QRectF(rect.left(), rect.bottom() - 2, rect.width(), 2),
            QRectF(rect.left(), rect.top(), 2, rect.height()), QRectF(rect.right() - 2, rect.top(), 2, rect.height()),
        ):  # fmt: skip
            painter.fillRect(edge, colour("focus"))


def paint_note(painter: QPainter, row: QRectF, line: EntryLine) -> None:
    """The sentence below the cells of a row that is not saved."""
    rect = QRectF(row.left() + Space.CELL - 2, row.top() + Height.ROW - 2, row.width() - 2 * Space.CELL, NOTE_HEIGHT)
    align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    text(painter, rect, line.note, "warn" if line.soft else "danger", type_=font(), align=align)
