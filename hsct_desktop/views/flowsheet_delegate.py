"""Paints the flowsheet's cells: arrow, value, grade badge, what was not saved; in few strokes, for speed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from hsct_desktop.domain.flowsheet import FlowCell, RowKind
from hsct_desktop.views.flowsheet_model import FlowsheetModel, Index, Refused
from hsct_desktop.views.theme.apply import theme
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.widgets.grade_badge import SIZE_CELL, paint_grade
from hsct_desktop.views.widgets.paint import colour

BADGE_RIGHT: Final = 6
"""Room between the badge and the column's right edge."""
VALUE_RIGHT: Final = BADGE_RIGHT + SIZE_CELL + 3
_ARROW_LEFT: Final = 8
_ARROW_ROOM: Final = 12
_MARK: Final = 5
_ARROWS: Final = {"low": "↓", "high": "↑"}
_SELECTED: Final = QStyle.StateFlag.State_Selected
_SEVERE: Final = 3
"""From this grade on values are bold."""


class FlowsheetDelegate(QStyledItemDelegate):
    """Paints by the model's cells directly, not role by role: a frame holds hundreds of them."""

    def __init__(self, view: QTableView, model: FlowsheetModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._badges: dict[tuple[int, bool, float], QPixmap] = {}
        self._forget()
        theme().changed.connect(self._forget)

    def _forget(self) -> None:
        """Take colours and fonts anew, after another scheme was chosen."""
        self._badges.clear()
        names = ("surface", "window", "accent_soft", "selection", "alt", "line", "line_strong", "text", "muted",
                 "danger", "warn", "danger_soft", "warn_soft", "accent", "focus")  # fmt: skip
        self._colours: dict[str, QColor] = {name: colour(name) for name in names}
        self._fonts = {bold: font(bold=bold) for bold in (False, True)}
        self._metrics = {bold: QFontMetricsF(face) for bold, face in self._fonts.items()}
        self._widths: dict[tuple[str, bool], float] = {}

    def width_of(self, text: str, *, bold: bool) -> float:
        """Width of a value in pixels, measured once."""
        key = (text, bold)
        found = self._widths.get(key)
        if found is None:
            found = self._widths[key] = self._metrics[bold].horizontalAdvance(text)
        return found

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, row, column = option.rect, index.row(), index.column()
        model, colours = self._model, self._colours
        head = model.columns[column]
        if model.rows[row].kind is RowKind.GROUP:
            painter.fillRect(rect, colours["alt"])
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colours["line"])
            return
        current = self._view.currentIndex()
        if option.state & _SELECTED and self._marks_several():
            ground = "selection"
        elif column == current.column():
            ground = "accent_soft"
        else:
            ground = "window" if head.weekend else "surface"
        painter.fillRect(rect, colours[ground])
        painter.fillRect(rect.right(), rect.top(), 1, rect.height(), colours["line"])
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colours["line"])
        if head.after_gap:
            painter.fillRect(rect.left(), rect.top(), 2, rect.height(), colours["line_strong"])
        refused = model.refusal(row, column)
        if refused is not None:
            self._paint_refused(painter, rect, refused)
        else:
            cell = model.cell(row, column)
            if cell.text:
                self._paint_cell(painter, rect, cell)
        if column == current.column() and row == current.row():
            self._ring(painter, rect, "focus" if refused is None else "danger" if not refused.soft else "warn")

    def _marks_several(self) -> bool:
        selection = self._view.selectionModel().selection()
        return selection.count() > 1 or (selection.count() == 1 and _more_than_one(selection.first()))

    def _paint_cell(self, painter: QPainter, rect: QRect, cell: FlowCell) -> None:
        bold = cell.grade >= _SEVERE
        room = rect.width() - VALUE_RIGHT - 4
        text, width = cell.text, self.width_of(cell.text, bold=bold)
        if width > room:
            text = self._metrics[bold].elidedText(text, Qt.TextElideMode.ElideRight, room)
            width = self.width_of(text, bold=bold)
        x = rect.right() + 1 - VALUE_RIGHT - width
        metrics = self._metrics[bold]
        base = rect.top() + (rect.height() - 1 - metrics.height()) / 2 + metrics.ascent()
        painter.setFont(self._fonts[bold])
        painter.setPen(self._colours["muted" if cell.from_visit else "text"])
        painter.drawText(QPointF(x, base), text)
        if cell.flag:
            painter.setFont(self._fonts[False])
            painter.setPen(self._colours["muted"])
            left = min(rect.left() + _ARROW_LEFT, x - _ARROW_ROOM)
            painter.drawText(QPointF(max(rect.left() + 1.0, left), base), _ARROWS[cell.flag])
        if cell.grade:
            top = rect.top() + (rect.height() - 1 - SIZE_CELL) // 2
            painter.drawPixmap(rect.right() + 1 - BADGE_RIGHT - SIZE_CELL, top, self._badge(painter, cell))
        elif cell.open:
            painter.setFont(self._fonts[False])
            painter.setPen(self._colours["muted"])
            painter.drawText(QPointF(rect.right() - BADGE_RIGHT - SIZE_CELL + 5, base), "?")
        if cell.waiting:
            corner = QPointF(rect.right(), rect.top())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colours["accent"])
            painter.drawPolygon(QPolygonF([corner - QPointF(_MARK, 0), corner, corner + QPointF(0, _MARK)]))

    def _badge(self, painter: QPainter, cell: FlowCell) -> QPixmap:
        ratio = painter.device().devicePixelRatio()
        key = (cell.grade, cell.expected, ratio)
        found = self._badges.get(key)
        if found is None:
            side = round(SIZE_CELL * ratio)
            found = QPixmap(side, side)
            found.setDevicePixelRatio(ratio)
            found.fill(Qt.GlobalColor.transparent)
            inside = QPainter(found)
            paint_grade(inside, QRectF(0, 0, SIZE_CELL, SIZE_CELL), cell.grade, faded=cell.expected)
            inside.end()
            self._badges[key] = found
        return found

    def _paint_refused(self, painter: QPainter, rect: QRect, refused: Refused) -> None:
        token = "warn" if refused.soft else "danger"
        painter.fillRect(rect.adjusted(0, 0, -1, -1), self._colours[f"{token}_soft"])
        self._ring(painter, rect, token)
        metrics = self._metrics[True]
        text = metrics.elidedText(refused.entry.text, Qt.TextElideMode.ElideRight, rect.width() - 10)
        base = rect.top() + (rect.height() - 1 - metrics.height()) / 2 + metrics.ascent()
        painter.setFont(self._fonts[True])
        painter.setPen(self._colours[token])
        painter.drawText(QPointF(rect.right() - 5 - metrics.horizontalAdvance(text), base), text)

    def _ring(self, painter: QPainter, rect: QRect, token: str) -> None:
        inside = rect.adjusted(0, 0, -1, -1)
        for edge in (
            (inside.left(), inside.top(), inside.width(), 2), (inside.left(), inside.bottom() - 1, inside.width(), 2),
            (inside.left(), inside.top(), 2, inside.height()), (inside.right() - 1, inside.top(), 2, inside.height()),
        ):  # fmt: skip
            painter.fillRect(*edge, self._colours[token])


def _more_than_one(found: object) -> bool:
    width, height = getattr(found, "width", None), getattr(found, "height", None)
    return callable(width) and callable(height) and width() * height() > 1
