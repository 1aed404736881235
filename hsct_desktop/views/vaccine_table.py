"""The table of the vaccine plan: name, state, doses on the axis of months, what is next or why not."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyleOptionViewItem, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.pictures.primitives import Picture
from hsct_desktop.pictures.vaccines import PlannerFacts, SeriesFacts, axis, course
from hsct_desktop.views.painting import measure, paint
from hsct_desktop.views.rows_model import KEY, PAINT, Cell, Line, RowsTable
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Height, Space, current
from hsct_desktop.views.widgets.paint import CHIP_LOOKS, MIDDLE, box, colour, text, text_width
from hsct_desktop.views.widgets.table import Index, RowDelegate

_ROW: Final = 28
_GROUP: Final = 22
_WHY: Final = 290
_LEAST_COURSE: Final = 330
_MOST_NAME: Final = 300
_SERIES, _STATE, _COURSE, _REASON = range(4)
_GAP: Final = 14
_SELECTED: Final = QStyle.StateFlag.State_Selected


@lru_cache(maxsize=256)
def _laid_out(row: SeriesFacts, facts: PlannerFacts, width: float, height: float, ground: bool) -> Picture:
    return course(row, facts, width, height, measure, ground=ground)


class _Delegate(RowDelegate):
    """Paints name and detail, the state's chip, the course, and what a series that asks offers."""

    def __init__(self, table: VaccineTable) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(PAINT)
        if not isinstance(row, SeriesFacts):
            return super().sizeHint(option, index)
        width = text_width(row.state, font("caption")) + 18
        if index.column() == _SERIES:
            width = text_width(row.name, font(bold=True)) + 5 + text_width(row.detail)
        return QSize(min(_MOST_NAME, int(width + 2 * Space.CELL + 2)), _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(PAINT)
        if index.column() != _COURSE or not isinstance(row, SeriesFacts) or self._table.facts is None:
            super().paint(painter, option, index)
            return
        painter.save()
        self.paint_ground(painter, option, index)
        rect = QRectF(option.rect).adjusted(0, 0, 0, -1)
        plain = not option.state & _SELECTED and self._table.hover_row != index.row()
        picture = _laid_out(row, self._table.facts, rect.width(), rect.height(), plain)
        paint(painter, picture, current(), rect.left(), rect.top())
        painter.restore()

    def paint_content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row = index.data(PAINT)
        if not isinstance(row, SeriesFacts):
            super().paint_content(painter, rect, index)
        elif index.column() == _SERIES:
            bold = font(bold=True)
            text(painter, rect, row.name, type_=bold)
            text(painter, rect.adjusted(text_width(row.name, bold) + 5, 0, 0, 0), row.detail, "muted")
        elif index.column() == _STATE:
            look = CHIP_LOOKS[row.kind]
            chip = QRectF(rect.left(), round(rect.center().y() - 10), rect.width(), 20)
            box(painter, chip, fill=look.fill, edge=look.edge)
            text(painter, chip, row.state, look.words, type_=font("caption"), align=MIDDLE)
        else:
            self._paint_why(painter, rect, row)

    def _paint_why(self, painter: QPainter, rect: QRectF, row: SeriesFacts) -> None:
        ink, right = "text" if row.kind in ("accent", "danger", "wait") else "muted", rect.right()
        for place, words, _choice in self._table.links(rect, row):
            right = min(right, place.left() - Space.CELL)
            text(painter, place, words, "accent", type_=font("caption", bold=True), elide=False)
        room = QRectF(rect.left(), rect.top(), right - rect.left(), rect.height())
        text(painter, room, row.why, ink, type_=font("caption"))


class _Header(QHeaderView):
    """Column names; above the courses the axis in months from Day 0."""

    def __init__(self, table: VaccineTable, wording: Wording) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self._wording = wording
        self.setFixedHeight(Height.HEADER + 1)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        area = QRectF(rect)
        painter.save()
        painter.fillRect(area, colour("surface"))
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), colour("line_strong"))
        facts = self._table.facts
        if section == _COURSE and facts is not None:
            drawn = axis(facts, area.width(), Height.HEADER, self._wording, measure)
            paint(painter, drawn, current(), area.left(), area.top())
        else:
            words = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
            inside = area.adjusted(Space.CELL, 0, -Space.CELL, -1)
            text(painter, inside, words, "muted", type_=font("caption"))
        painter.restore()


class VaccineTable(RowsTable):
    """Series by group. `chosen_choice` tells that somebody plans a series that asks, or leaves it out (key, choice)."""

    chosen_choice = Signal(str, str)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        self.facts: PlannerFacts | None = None
        words = [wording.text(f"vaccine_picture.head.{key}") for key in ("series", "state", "course", "why")]
        super().__init__("", words, [0, 0, -1, _WHY], row=_ROW)
        self.setAccessibleName(self.tr("Plan of vaccines"))
        self._words = {"plan": self.tr("Plan"), "leave_out": self.tr("Leave out")}
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalHeader(_Header(self, wording))
        self.horizontalHeader().setMinimumSectionSize(20)
        self.set_widths([0, 0, -1, _WHY])
        self.set_drop_order((_REASON,))
        self.setMouseTracking(True)

    def show_plan(self, facts: PlannerFacts, choose: str | None = None) -> None:
        """Show the rows of a plan; the row of `choose`, else the one chosen before, stays chosen."""
        self.facts = facts
        lines: list[Line] = []
        heads = []
        for group in facts.groups:
            heads.append(len(lines))
            lines.append(Line((Cell(group.title),), group=0))
            lines += [self._line(row) for row in group.rows]
        self.set_lines(lines, choose)
        for number in range(len(lines)):
            self.setRowHeight(number, _GROUP if number in heads else _ROW)
        self.horizontalHeader().viewport().update()

    @staticmethod
    def _line(row: SeriesFacts) -> Line:
        doses = ", ".join(dose.words for dose in row.doses)
        name = f"{row.name} {row.detail}".strip()
        cells = (
            Cell(name, bold=True, tip=row.words, paint=row),
            Cell(row.state, paint=row),
            Cell(doses, tip=row.words, paint=row),
            Cell(row.why, paint=row),
        )
        return Line(cells, row.id)

    def _need(self, column: int) -> int:
        return _LEAST_COURSE if column == _COURSE else super()._need(column)

    def links(self, rect: QRectF, row: SeriesFacts) -> list[tuple[QRectF, str, str]]:
        """Place, words and choice of what a series that asks offers at the right of its reason."""
        if row.kind != "warn":
            return []
        bold, found, right = font("caption", bold=True), [], rect.right()
        for choice in ("leave_out", "plan"):
            words = self._words[choice]
            width = text_width(words, bold)
            found.append((QRectF(right - width, rect.top(), width + 1, rect.height()), words, choice))
            right -= width + _GAP
        return found

    def _link_at(self, event: QMouseEvent) -> tuple[str, str] | None:
        index = self.indexAt(event.position().toPoint())
        row = index.data(PAINT) if index.isValid() and index.column() == _REASON else None
        if not isinstance(row, SeriesFacts):
            return None
        rect = QRectF(self.visualRect(index)).adjusted(Space.CELL, 0, -Space.CELL, -1)
        at = event.position()
        return next(
            ((str(index.data(KEY)), choice) for place, _words, choice in self.links(rect, row) if place.contains(at)),
            None,
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        shape = Qt.CursorShape.PointingHandCursor if self._link_at(event) else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        link = self._link_at(event)
        if link is not None:
            self.chosen_choice.emit(*link)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus plans a series that asks, Minus leaves it out."""
        keys: dict[int, str] = {Qt.Key.Key_Plus: "plan", Qt.Key.Key_Minus: "leave_out"}
        choice = keys.get(event.key())
        key = self.key()
        if choice is not None and isinstance(key, str):
            self.chosen_choice.emit(key, choice)
            return
        super().keyPressEvent(event)
