"""Paints Today: heads of lists, rows, the ruler column and the axis above it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.pictures.primitives import Line as Stroke
from hsct_desktop.pictures.primitives import Picture
from hsct_desktop.pictures.ruler import (
    TODAY_REACH,
    RulerFacts,
    StopFacts,
    day_ruler,
    ruler_header,
    scale_around,
    stop_ruler,
    visit_ruler,
    wait_ruler,
)
from hsct_desktop.views.painting import measure, paint
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Height, current
from hsct_desktop.views.today_model import Column, Line, TodayModel
from hsct_desktop.views.widgets.glyphs import paint_status_glyph
from hsct_desktop.views.widgets.paint import LEFT, colour, paint_same_name, text, text_width
from hsct_desktop.views.widgets.table import TableView

if TYPE_CHECKING:
    from hsct_desktop.services.today import TodayRow
    from hsct_desktop.services.vaccine_list import DueVaccines

NAME_LEFT: Final = 35
_GLYPH_MIDDLE: Final = 19
_CELL: Final = 8
_FOCUS_BAR: Final = 3
_RULER_GAP: Final = 8
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def ruler_width(cell_width: float) -> float:
    """How much of a cell of the ruler column the ruler takes."""
    return cell_width - _RULER_GAP


def row_ruler(row: TodayRow, on: date, width: float) -> Picture:
    """The ruler of a row: a visit's window, a therapy's bar, or only today's line."""
    height = float(Height.ROW)
    if row.therapy_class is not None and row.start is not None:
        return stop_ruler(StopFacts(row.start, row.target, row.therapy_class), on, width, height)
    if row.report is not None and row.start is not None:
        return wait_ruler(row.start, on, width, height)
    if row.vaccines is not None:
        return _vaccine_ruler(row.vaccines, on, width, height)
    if row.visit is None and row.next_try is not None:
        return day_ruler(row.next_try, on, width, height)
    if row.todo is not None:
        return day_ruler(row.todo.due, on, width, height)
    if row.target is not None and row.earliest is not None and row.latest is not None and row.status is not None:
        facts = RulerFacts(row.target, row.earliest, row.latest, row.status, row.booked)
        return visit_ruler(facts, on, width, height)
    x = scale_around(on, TODAY_REACH, width).x(on)
    return Picture(width, height, (Stroke(x, 0, x, height, "today", 1.5),))


def _vaccine_ruler(due: DueVaccines, on: date, width: float, height: float) -> Picture:
    """The window of the dose that has waited longest; one without an end is a day."""
    until = due.until
    if until is None:
        return day_ruler(due.since, on, width, height)
    status = VisitStatus.LATE if until < on else VisitStatus.DUE
    return visit_ruler(RulerFacts(due.since, due.since, until, status), on, width, height)


class TodayDelegate(QStyledItemDelegate):
    """Paints lines of a TodayModel; `on` is the day of the today line. Where rulers find no room they are `written`."""

    def __init__(self, on: date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.on = on
        self.written = False
        self._rulers: dict[tuple[object, float], Picture] = {}

    def forget(self) -> None:
        """The rows have changed: lay out their rulers anew."""
        self._rulers.clear()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, Height.ROW + 1)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        if not isinstance(model, TodayModel):
            return
        line = model.line(index.row())
        rect = QRectF(option.rect)
        painter.save()
        if line.row is None:
            paint_head(painter, rect, line)
        else:
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            widget = option.widget
            hovered = isinstance(widget, TableView) and widget.hover_row == index.row()
            ground = "selection" if selected else "hover" if hovered else "surface"
            painter.fillRect(rect, colour(ground))
            painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), colour("line"))
            inner = rect.adjusted(0, 0, 0, -1)
            if selected and index.column() == Column.PATIENT and widget is not None and widget.hasFocus():
                painter.fillRect(QRectF(rect.left(), rect.top(), _FOCUS_BAR, inner.height()), colour("focus"))
            self._paint_cell(painter, inner, line, Column(index.column()))
        painter.restore()

    def _paint_cell(self, painter: QPainter, rect: QRectF, line: Line, column: Column) -> None:
        words = line.words[column]
        cell = rect.adjusted(_CELL, 0, -_CELL, 0)
        if column is Column.PATIENT:
            self._paint_patient(painter, rect, line)
        elif column is Column.RULER and not self.written:
            self._paint_ruler(painter, rect, line)
        elif column is Column.DAY:
            text(painter, cell, words, align=_RIGHT, elide=False)
        elif column in (Column.CODE, Column.RULER, Column.WHY):
            text(painter, cell, words, "muted")
        else:
            # "Weekly blood test, week 4" and "week 5" differ at their end.
            text(painter, cell, words, elide=column is Column.TASK, whole_end=True)

    def _paint_ruler(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        if line.row is None:
            return
        key = (line.key, rect.width())
        picture = self._rulers.get(key)
        if picture is None:
            picture = self._rulers[key] = row_ruler(line.row, self.on, ruler_width(rect.width()))
        paint(painter, picture, current(), rect.left(), rect.top())

    def _paint_patient(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        middle = rect.center().y()
        glyph = QRectF(rect.left() + _GLYPH_MIDDLE - 8, middle - 8, 16, 16)
        paint_status_glyph(painter, glyph, line.glyph)
        bold = font(bold=True)
        same_name = line.row is not None and line.row.same_name
        room = rect.width() - NAME_LEFT - (27 if same_name else 4)
        name = QRectF(rect.left() + NAME_LEFT, rect.top(), room, rect.height())
        text(painter, name, line.words[Column.PATIENT], type_=bold)
        if same_name:
            left = name.left() + min(room, text_width(line.words[Column.PATIENT], bold)) + 7
            paint_same_name(painter, QRectF(left, middle - 8, 16, 16))


def paint_head(painter: QPainter, rect: QRectF, line: Line) -> None:
    """The head of a list: sign, name, count."""
    painter.fillRect(rect, colour("alt"))
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), colour("line_strong"))
    middle = rect.center().y()
    paint_status_glyph(painter, QRectF(rect.left() + _GLYPH_MIDDLE - 8, middle - 8, 16, 16), line.glyph)
    bold = font(bold=True)
    words = QRectF(rect.left() + NAME_LEFT, rect.top(), rect.width() - NAME_LEFT, rect.height() - 1)
    text(painter, words, line.words[0], type_=bold)
    text(painter, words.adjusted(text_width(line.words[0], bold) + 9, 0, 0, 0), str(line.count), "muted")


class TodayHeader(QHeaderView):
    """Column names; above the rulers the axis in days from today."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._wording = wording
        self.written = False
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFixedHeight(Height.HEADER + 1)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        area = QRectF(rect)
        painter.save()
        painter.fillRect(area, colour("surface"))
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), colour("line_strong"))
        if section == Column.RULER and not self.written:
            width = ruler_width(area.width())
            paint(
                painter, ruler_header(width, Height.HEADER, self._wording, measure), current(), area.left(), area.top()
            )
        else:
            left = NAME_LEFT if section == Column.PATIENT else _CELL
            align = _RIGHT if section == Column.DAY else LEFT
            words = str(self.model().headerData(section, Qt.Orientation.Horizontal))
            inside = area.adjusted(left, 0, -_CELL, -1)
            text(painter, inside, words, "muted", type_=font("caption"), align=align)
        painter.restore()
