"""The table of the before/after preview: chips, rulers on one axis, choices as joined buttons with their keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.pictures.move_ruler import REACHES, MoveFacts, move_header, move_ruler
from hsct_desktop.views.context import Context
from hsct_desktop.views.painting import measure, paint
from hsct_desktop.views.reschedule_lines import NOTE, ChoiceFacts, KindFacts
from hsct_desktop.views.rows_model import PAINT, Line, RowsTable
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Height, Radius, Space, current
from hsct_desktop.views.widgets.paint import (
    colour,
    key_hint_size,
    key_hints_shown,
    paint_chip,
    paint_key_hint,
    text,
    text_width,
)
from hsct_desktop.views.widgets.table import Index, RowDelegate

VISIT, BEFORE, AFTER, RULER, CHOICE = 1, 2, 3, 4, 5
_WIDTHS: Final = (98, 200, 128, 128, 318, -1)
_ROOM_FOR_CHOICES: Final = 300
_ROW: Final = 31
_NARROW: Final = 760
"""Width of the table in pixels below which names give room to the choices."""
_VISIT_NARROW: Final = 160
_SIDE: Final = 8
_OPENING: Final[dict[int, int]] = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Return: 0, Qt.Key.Key_Enter: 0}


class _Header(QHeaderView):
    """Column names; above the rulers the days around the old target."""

    def __init__(self, wording: Wording, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._wording = wording
        self.reach = REACHES[0]
        self.setFixedHeight(Height.HEADER)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHighlightSections(False)
        self.setSectionsClickable(False)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        super().paintSection(painter, rect, section)
        painter.restore()
        if section == RULER:
            width = float(rect.width() - 2 * Space.CELL)
            picture = move_header(width, rect.height() - 1.0, self.reach, self._wording, measure)
            paint(painter, picture, current(), rect.left() + Space.CELL, rect.top())


def segments(facts: ChoiceFacts, left: float, middle: float) -> Iterator[tuple[QRectF, int]]:
    """Where the joined buttons of a line lie, from the left edge of its words."""
    for number, label in enumerate(facts.labels):
        width = text_width(label, font("caption", bold=True)) + 2 * _SIDE
        if key_hints_shown():
            width += key_hint_size(str(number + 1)).width() + 6
        yield QRectF(round(left), round(middle - Height.SMALL_CONTROL / 2), round(width), Height.SMALL_CONTROL), number
        left += round(width)


class _Delegate(RowDelegate):
    """Paints chips, rulers and choices."""

    def __init__(self, table: MoveTable) -> None:
        super().__init__(table)
        self._table = table

    def paint_group(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        name, _dot, note = str(index.data() or "").partition(NOTE)
        text(painter, rect, name, type_=font(bold=True))
        if note:
            room = text_width(name + " ", font(bold=True))
            text(painter, rect.adjusted(room, 0, 0, 0), f"· {note}", "muted", type_=font("caption"))

    def paint_content(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        what = index.data(PAINT)
        if isinstance(what, MoveFacts):
            picture = move_ruler(what, rect.width(), rect.height(), self._table.reach())
            paint(painter, picture, current(), rect.left(), rect.top())
        elif isinstance(what, KindFacts):
            # All chips are as wide as the column, so that words and signs stand below each other.
            chip = QRectF(rect.left(), round(rect.center().y() - Height.CHIP / 2), rect.width(), Height.CHIP)
            paint_chip(painter, chip, what.words, what.kind, icon=what.icon)
        elif isinstance(what, ChoiceFacts):
            self._paint_choice(painter, rect, what)
        else:
            super().paint_content(painter, rect, index)

    def _paint_choice(self, painter: QPainter, rect: QRectF, facts: ChoiceFacts) -> None:
        places = list(segments(facts, rect.left(), rect.center().y()))
        whole = places[0][0].united(places[-1][0])
        outline = QPainterPath()
        outline.addRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), Radius.CONTROL, Radius.CONTROL)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(outline)
        for place, number in places:
            self._paint_segment(painter, place, facts.labels[number], number, chosen=number == facts.chosen)
        painter.setClipping(False)
        painter.setPen(QPen(colour("control"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
        painter.restore()
        rest = rect.adjusted(whole.width() + Space.SMALL, 0, 0, 0)
        if rest.width() > 0:
            text(painter, rest, facts.why, "muted", type_=font("caption"))

    @staticmethod
    def _paint_segment(painter: QPainter, place: QRectF, label: str, number: int, *, chosen: bool) -> None:
        painter.fillRect(place, colour("accent" if chosen else "surface"))
        ink = "on_accent" if chosen else "text"
        text(painter, place.adjusted(_SIDE, 0, 0, 0), label, ink, type_=font("caption", bold=chosen), elide=False)
        if key_hints_shown():
            hint = str(number + 1)
            size = key_hint_size(hint)
            at = QPointF(place.right() - _SIDE - size.width() + 2, round(place.center().y() - size.height() / 2))
            paint_key_hint(painter, at, hint, token="on_accent" if chosen else "muted", fill=None if chosen else "alt")


class MoveTable(RowsTable):
    """Rows of a preview. `choice_wanted(key, number)` asks for a choice: by click, or by its digit on the row."""

    choice_wanted = Signal(object, int)
    opening_wanted = Signal(object, int)
    """`opening_wanted(key, way)`: show the dates of a series for 1, hide them for -1, the other way round for 0."""

    def __init__(self, ctx: Context, heads: Sequence[str], name: str) -> None:
        super().__init__(name, heads, _WIDTHS, row=_ROW)
        self._header = _Header(ctx.wording, self)
        self.setHorizontalHeader(self._header)
        self.set_widths(_WIDTHS)
        self.setItemDelegate(_Delegate(self))
        self.set_drop_order((RULER, BEFORE))
        self.viewport().setMouseTracking(True)

    def reach(self) -> int:
        """Days on either side of the old target that the rulers show."""
        return self._header.reach

    def set_reach(self, reach: int) -> None:
        """Show rulers of another scale."""
        self._header.reach = reach
        self._header.viewport().update()
        self.viewport().update()

    def _need(self, column: int) -> int:
        if column == CHOICE:
            return _ROOM_FOR_CHOICES
        return super()._need(column)

    def set_lines(self, lines: Sequence[Line], choose: object = None) -> None:
        super().set_lines(lines, choose)
        self.setColumnWidth(VISIT, self._names_width())

    def _names_width(self) -> int:
        """As wide as the names ask for, of what the other columns leave; a narrow table cuts them for the choices."""
        room = self.viewport().width()
        if room < _NARROW:
            return _VISIT_NARROW
        whole = sum(width for width in _WIDTHS if width > 0) + _ROOM_FOR_CHOICES
        spare = room - whole if room >= whole else room - whole + _WIDTHS[RULER]
        names = (line.cells[VISIT].words for line in self.rows.lines if line.group is None)
        asked = max((text_width(name, font(bold=True)) for name in names), default=0.0) + 2 * Space.CELL + 2
        return max(_WIDTHS[VISIT], min(int(asked), _WIDTHS[VISIT] + spare))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.setColumnWidth(VISIT, self._names_width())
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and typed.isdigit() and typed != "0":
            self.choice_wanted.emit(self.key(), int(typed) - 1)
        elif plain and event.key() in _OPENING:
            self.opening_wanted.emit(self.key(), _OPENING[event.key()])
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        number = self._segment_at(event.position())
        if number is not None and event.button() is Qt.MouseButton.LeftButton:
            self.choice_wanted.emit(self.key(), number)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            over = self._segment_at(event.position()) is not None
            shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
        return super().viewportEvent(event)

    def _segment_at(self, at: QPointF) -> int | None:
        """The choice under a point."""
        index = self.indexAt(at.toPoint())
        facts = index.data(PAINT) if index.isValid() else None
        if not isinstance(facts, ChoiceFacts):
            return None
        cell = QRectF(self.visualRect(index)).adjusted(Space.CELL, 0, -Space.CELL, -1)
        places = segments(facts, cell.left(), cell.center().y())
        return next((number for place, number in places if place.contains(at)), None)
