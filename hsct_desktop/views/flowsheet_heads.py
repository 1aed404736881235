"""The flowsheet's two heads: the days above, and what stands fixed at the left: analyte, unit, range, small curve.

The left part is the table's own row head: it scrolls with the rows and stays where the columns move, by nature, where
a second table would have to be kept in step.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from hsct_desktop.domain.flowsheet import FlowColumn, RowKind
from hsct_desktop.views.context import Context
from hsct_desktop.views.flowsheet_model import FlowsheetModel
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.widgets.paint import colour, text, text_width

HEAD_HEIGHT: Final = 49
ROW_HEIGHT: Final = 27
GROUP_HEIGHT: Final = 22
_INSET: Final = 12
_NAME: Final = 134
_UNIT: Final = 56
_RANGE: Final = 72
_TREND: Final = 80
_SPARK_WIDTH: Final = 66
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_YEAR: Final = 365


class RowHeads(QHeaderView):
    """Name, unit, range and small curve of each row. `set_narrow` gives up the last two."""

    def __init__(self, ctx: Context, model: FlowsheetModel, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._ctx, self._rows_model, self._view = ctx, model, view
        self._narrow = False
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(1)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(ROW_HEIGHT)

    def set_narrow(self, narrow: bool) -> None:
        """Show or hide range and curve."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._view.updateGeometries()

    def sizeHint(self) -> QSize:
        return QSize(_NAME + _UNIT + (0 if self._narrow else _RANGE + _TREND), super().sizeHint().height())

    def parts(self) -> list[tuple[str, int, int]]:
        """The captions with their left edge and width."""
        found = [(self.tr("Day"), _INSET, _NAME - _INSET), (self.tr("Unit"), _NAME, _UNIT)]
        if not self._narrow:
            found += [(self.tr("Range"), _NAME + _UNIT, _RANGE), (self.tr("Trend"), _NAME + _UNIT + _RANGE, _TREND)]
        return found

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        row = self._rows_model.rows[logicalIndex]
        group = row.kind is RowKind.GROUP
        painter.save()
        painter.fillRect(rect, colour("alt" if group else "surface"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("line"))
        painter.fillRect(rect.right(), rect.top(), 1, rect.height(), colour("line_strong"))
        top, height = rect.top(), rect.height() - 1
        if group:
            whole = QRectF(_INSET, top, rect.width() - 2 * _INSET, height)
            text(painter, whole, row.label, type_=font(bold=True))
        else:
            room = _NAME - _INSET - 4
            name = row.label if not row.short or text_width(row.label) <= room else row.short
            text(painter, QRectF(_INSET, top, _NAME + _UNIT - _INSET if not row.unit else room, height), name)
            unit = row.shown_unit
            text(painter, QRectF(_NAME, top, _UNIT - 2, height), unit, "muted", type_=self._small(unit))
            if not self._narrow:
                text(painter, QRectF(_NAME + _UNIT, top, _RANGE - 4, height), row.range, "muted")
                self._paint_spark(painter, QRectF(_NAME + _UNIT + _RANGE, top, _SPARK_WIDTH, height), logicalIndex)
        painter.restore()

    @staticmethod
    def _small(words: str) -> QFont:
        """Long units (mL/min/1.73 m²) in the smaller type."""
        return font() if text_width(words) <= _UNIT - 2 else font("badge")

    def _paint_spark(self, painter: QPainter, rect: QRectF, row: int) -> None:
        """A curve of the values in sight, its last one as a dot."""
        first, last = self._span()
        values = self._rows_model.spark(row, first, last)
        if len(values) < 2:
            return
        low, high = min(v for _d, v in values), max(v for _d, v in values)
        inside = rect.adjusted(1, 6, -3, -6)
        points = [
            QPointF(
                inside.left() + (at - first) / max(1, last - first) * inside.width(),
                inside.bottom() - ((value - low) / (high - low) if high > low else 0.5) * inside.height(),
            )
            for at, value in values
        ]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("accent"), 1.2))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent"))
        painter.drawEllipse(points[-1], 2, 2)

    def _span(self) -> tuple[int, int]:
        view = self._view
        first = max(0, view.columnAt(0))
        last = view.columnAt(view.viewport().width() - 1)
        return first, last if last >= 0 else len(self._rows_model.columns) - 1


class DayHeads(QHeaderView):
    """Day after infusion, date, and below it the time, a mark or the visit of each column."""

    def __init__(self, ctx: Context, model: FlowsheetModel, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._ctx, self._days_model, self._view = ctx, model, view
        self.setFixedHeight(HEAD_HEIGHT)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(20)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        column = self._days_model.columns[logicalIndex]
        current = logicalIndex == self._view.currentIndex().column()
        painter.save()
        painter.fillRect(rect, colour("accent_soft" if current else "window" if column.weekend else "surface"))
        painter.fillRect(rect.right(), rect.top(), 1, rect.height(), colour("line"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("line_strong"))
        if column.after_gap:
            painter.fillRect(rect.left(), rect.top(), 2, rect.height(), colour("line_strong"))
        if current:
            painter.fillRect(rect.left(), rect.top(), rect.width(), 2, colour("accent"))
        words, caption = self._ctx.wording, font("caption")
        head = "" if column.number is None else words.signed_day(column.number)
        day, ink = self._day_words(column), "text" if column.today else "muted"
        below, token = self._below(column)
        lines = ((3, 15, head, "text", font(bold=True)), (18, 13, day, ink, font("caption", bold=column.today)))
        for top, height, said, token_, type_ in (*lines, (31, 13, below, token, caption)):
            place = QRectF(rect.left() + 2, rect.top() + top, rect.width() - 8, height)
            text(painter, place, said, token_, type_=type_, align=_RIGHT)
        painter.restore()

    def _day_words(self, column: FlowColumn) -> str:
        """Day and month; with the year where it is not this one's."""
        on, words = column.sample.taken_on, self._ctx.wording
        if abs((on - self._ctx.today()).days) < _YEAR:
            return words.day_month(on)
        return _with_year(words.day_month(on), on)

    def _below(self, column: FlowColumn) -> tuple[str, str]:
        """What stands in the third line, and its colour: the time where a day has several samples, a mark, a visit."""
        sample = column.sample
        if column.several:
            place = column.laboratory if sample.laboratory_id is not None else ""
            return (sample.taken_at or place or "–"), "muted"
        if column.marks:
            return column.marks[0], "success"
        if sample.laboratory_id is not None:
            return column.laboratory, "muted"
        return column.visit, "accent"


def _with_year(day: str, on: date) -> str:
    return f"{day} {on.year % 100:02d}"


class CornerHead(QWidget):
    """The captions of the fixed part, over the corner of the table."""

    def __init__(self, heads: RowHeads, parent: QWidget) -> None:
        super().__init__(parent)
        self._heads = heads
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour("line_strong"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), colour("line_strong"))
        for caption, left, width in self._heads.parts():
            text(painter, QRectF(left, 28, width, 14), caption, "muted", type_=font("caption"))
