"""The trend as a widget: a cursor that goes from value to value, zoom and pan, tooltips, and the line of words."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QToolTip, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.pictures.primitives import Hit, Picture
from hsct_desktop.pictures.trend import (
    Cell,
    Period,
    TrendFacts,
    TrendPicture,
    axis_for,
    cursor,
    layout,
    nearest_stop,
    said,
    stops,
    summary,
)
from hsct_desktop.views.painting import measure, paint
from hsct_desktop.views.theme.apply import theme
from hsct_desktop.views.theme.tokens import current
from hsct_desktop.views.widgets.paint import colour, focus_ring
from hsct_desktop.views.widgets.plain_label import plain_tooltip

_ZOOM_STEP = 1.25
_SHORTEST, _LONGEST = 7.0, 15000.0
"""Days that a zoomed view holds at least and at most."""
_FARTHEST = 20000.0
_PAN = 0.1
_EDGE = 4
"""Pixels around the picture, in which the focus ring runs."""
_DRAG = 4.0
"""Pixels that the pointer moves before a press becomes a drag."""
_MORE = "more:"


class TrendCanvas(QWidget):
    """The picture itself. `moved` tells that the cursor stands elsewhere, `activated` the id of what was chosen."""

    moved = Signal()
    zoomed = Signal()
    activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: TrendFacts | None = None
        self._wording: Wording | None = None
        self._period = Period.MONTHS_5
        self._span: tuple[float, float] | None = None
        self._room: float | None = None
        self._all_drugs = False
        self._shown: TrendPicture | None = None
        self._cache: tuple[tuple[object, ...], QPixmap] | None = None
        self._stops: tuple[int, ...] = ()
        self._day: int | None = None
        self._chosen = -1
        self._pressed: tuple[QPointF, tuple[float, float]] | None = None
        self._dragged = False
        self._base_name = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    # --- what is shown ---

    def set_facts(self, facts: TrendFacts, wording: Wording, period: Period) -> None:
        """Show trends over a period, the cursor on the last value; it stays on its day where that has one."""
        self._facts, self._wording, self._period = facts, wording, period
        self._span, self._chosen, self._all_drugs = None, -1, False
        self._stops = stops(facts)
        if self._day not in self._stops:
            self._day = self._stops[-1] if self._stops else None
        self._base_name = summary(facts, wording)
        self.setAccessibleName(self._base_name)
        self.relay()
        self.moved.emit()

    def set_period(self, period: Period) -> None:
        """Show another period; ends a zoom."""
        self._period, self._span = period, None
        self.relay()

    def set_room(self, height: float) -> None:
        """The height that the plots share."""
        if self._room != height:
            self._room = height
            self.relay()

    def forget_day(self) -> None:
        """Let the cursor begin at the last value, as for another patient."""
        self._day = None

    def shown(self) -> TrendPicture | None:
        """The present layout, None before there are facts."""
        return self._shown

    def day(self) -> int | None:
        """The day after the course's origin on which the cursor stands."""
        return self._day

    def span(self) -> tuple[float, float]:
        """The first and the last day shown."""
        axis = None if self._shown is None else self._shown.axis
        return (0.0, 1.0) if axis is None else (axis.first, axis.last)

    def cells(self) -> tuple[Cell, ...]:
        """What the cursor's day says."""
        if self._facts is None or self._wording is None or self._day is None:
            return ()
        return said(self._facts, self._day, self._wording)

    def relay(self) -> None:
        """Lay out again for the present width."""
        if self._facts is None or self._wording is None:
            return
        self._shown = layout(
            self._facts, self._width(), measure, self._wording, self._period, height=self._room, span=self._span,
            all_drugs=self._all_drugs,
        )  # fmt: skip
        self._chosen = min(self._chosen, len(self._shown.picture.hits) - 1)
        self._cache = None
        height = ceil(self._shown.picture.height) + 2 * _EDGE
        if self.minimumHeight() != height:
            self.setMinimumHeight(height)
            self.setMaximumHeight(height)
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(900, 420 if self._shown is None else ceil(self._shown.picture.height) + 2 * _EDGE)

    def _width(self) -> float:
        return float(max(1, self.width() - 2 * _EDGE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.relay()

    # --- painting ---

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._shown is None:
            return
        painter = QPainter(self)
        painter.drawPixmap(QPointF(0, 0), self._layer(self._shown.picture))
        if self._day is not None:
            items = cursor(self._shown, self._day)
            picture = self._shown.picture
            paint(painter, Picture(picture.width, picture.height, items), current(), _EDGE, _EDGE)
        if self.hasFocus():
            hit = self._chosen_hit()
            focus_ring(painter, QRectF(self.rect()) if hit is None else _box(hit).adjusted(-2, -1, 2, 1))
        painter.end()

    def _layer(self, picture: Picture) -> QPixmap:
        """The picture as pixels, painted anew when layout, size, device ratio or colours have changed."""
        ratio = self.devicePixelRatioF()
        key = (id(picture), self.width(), self.height(), ratio, current())
        if self._cache is None or self._cache[0] != key:
            layer = QPixmap(QSize(round(self.width() * ratio), round(self.height() * ratio)))
            layer.setDevicePixelRatio(ratio)
            layer.fill(colour("surface"))
            painter = QPainter(layer)
            paint(painter, picture, current(), _EDGE, _EDGE)
            painter.end()
            self._cache = (key, layer)
        return self._cache[1]

    # --- cursor ---

    def step(self, by: int) -> None:
        """Move the cursor by so many days with a value."""
        if not self._stops:
            return
        day = self._day if self._day is not None else self._stops[-1]
        place = self._stops.index(day) if day in self._stops else len(self._stops) - 1
        self._go(self._stops[min(max(place + by, 0), len(self._stops) - 1)])

    def _go(self, day: int) -> None:
        """Put the cursor on a day and show it."""
        self._day, self._chosen = day, -1
        first, last = self.span()
        if not first <= day <= last:
            length = last - first
            self._show(day - length / 2, day + length / 2)
        self.setAccessibleName(", ".join(_spoken(cell) for cell in self.cells()))
        self.moved.emit()
        self.update()

    # --- zoom and pan ---

    def zoom(self, factor: float, at: float | None = None) -> None:
        """Show fewer days (factor above 1) or more; the day under the pixel `at`, else the cursor's, stays."""
        if self._facts is None:
            return
        axis = axis_for(self._facts, self._width(), self._period, self._span)
        if at is None:
            on_axis = self._day is not None and axis.shows(self._day)
            at = axis.x(self._day) if on_axis and self._day is not None else (axis.left + axis.right) / 2
        x = min(max(at, axis.left), axis.right)
        day, share = axis.day(x), (x - axis.left) / (axis.right - axis.left)
        length = min(max((axis.last - axis.first) / factor, _SHORTEST), _LONGEST)
        start = day - share * length
        self._show(start, start + length)

    def pan(self, share: float) -> None:
        """Move the view by a share of its length, later days for a positive one."""
        first, last = self.span()
        step = (last - first) * share
        self._show(first + step, last + step)

    def fit(self) -> None:
        """Back to the period."""
        self._span = None
        self.relay()
        self.zoomed.emit()

    def _show(self, first: float, last: float) -> None:
        shift = min(max(first, -_FARTHEST), _FARTHEST - (last - first)) - first
        self._span = (first + shift, last + shift)
        self.relay()
        self.zoomed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn, modifiers = event.angleDelta(), event.modifiers()
        sideways = turn.x() or (turn.y() if modifiers & Qt.KeyboardModifier.ShiftModifier else 0)
        if modifiers & Qt.KeyboardModifier.ControlModifier and turn.y():
            self.zoom(_ZOOM_STEP if turn.y() > 0 else 1 / _ZOOM_STEP, event.position().x() - _EDGE)
        elif sideways:
            self.pan(-_PAN if sideways > 0 else _PAN)
        else:
            event.ignore()
            return
        event.accept()

    # --- keyboard ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        actions: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Left: lambda: self.pan(-_PAN) if shift else self.step(-1),
            Qt.Key.Key_Right: lambda: self.pan(_PAN) if shift else self.step(1),
            Qt.Key.Key_Home: lambda: self.step(-len(self._stops)),
            Qt.Key.Key_End: lambda: self.step(len(self._stops)),
            Qt.Key.Key_0: self.fit,
            Qt.Key.Key_Plus: lambda: self.zoom(_ZOOM_STEP),
            Qt.Key.Key_Equal: lambda: self.zoom(_ZOOM_STEP),
            Qt.Key.Key_Minus: lambda: self.zoom(1 / _ZOOM_STEP),
            Qt.Key.Key_Down: lambda: self._choose(self._chosen + 1),
            Qt.Key.Key_Up: lambda: self._choose(self._chosen - 1),
            Qt.Key.Key_Return: self._activate_chosen,
            Qt.Key.Key_Enter: self._activate_chosen,
        }
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        action = actions.get(Qt.Key(event.key())) if plain else None
        if action is None:
            super().keyPressEvent(event)
            return
        action()

    # --- pointer ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = (event.position(), self.span()), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or self._shown is None:
            return
        start, (first, last) = self._pressed
        moved = event.position().x() - start.x()
        if not self._dragged and abs(moved) < _DRAG:
            return
        self._dragged = True
        days = moved * (last - first) / (self._shown.axis.right - self._shown.axis.left)
        self._show(first - days, last - days)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if pressed is None or self._dragged or self._shown is None:
            return
        hit = self._hit_at(event.position())
        if hit is not None and hit.id.startswith(_MORE):
            self._activate(hit)
            return
        x = event.position().x() - _EDGE
        axis = self._shown.axis
        if axis.left <= x <= axis.right:
            stop = nearest_stop(self._stops, axis.day(x))
            if stop is not None:
                self._go(stop)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        hit = self._hit_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and hit is not None:
            self._activate(hit)

    # --- what the places of the picture say ---

    def _chosen_hit(self) -> Hit | None:
        if self._shown is None or not 0 <= self._chosen < len(self._shown.picture.hits):
            return None
        return self._shown.picture.hits[self._chosen]

    def _choose(self, index: int) -> None:
        """Put the focus on one of the things shown and say it."""
        if self._shown is None or not self._shown.picture.hits:
            return
        self._chosen = index % len(self._shown.picture.hits)
        hit = self._shown.picture.hits[self._chosen]
        self.setAccessibleName(hit.text)
        QToolTip.showText(self.mapToGlobal(_box(hit).bottomLeft().toPoint()), plain_tooltip(hit.text), self)
        viewport = self.parentWidget()
        area = None if viewport is None else viewport.parentWidget()
        if isinstance(area, QScrollArea):
            middle = _box(hit).center().toPoint()
            area.ensureVisible(middle.x(), middle.y(), 40, 24)
        self.update()

    def _activate_chosen(self) -> None:
        hit = self._chosen_hit()
        if hit is not None:
            self._activate(hit)

    def _activate(self, hit: Hit) -> None:
        if hit.id.startswith(_MORE):
            self._all_drugs = True
            self.relay()
        elif hit.id:
            self.activated.emit(hit.id)

    def _hit_at(self, point: QPointF) -> Hit | None:
        return None if self._shown is None else self._shown.picture.hit(point.x() - _EDGE, point.y() - _EDGE)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self._facts is not None:
            self.setAccessibleName(self._base_name)
        self.update()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            hit = self._hit_at(QPointF(event.pos()))
            if hit is None:
                QToolTip.hideText()
                event.ignore()
            else:
                QToolTip.showText(event.globalPos(), plain_tooltip(hit.text), self)
            return True
        return super().event(event)


def _box(hit: Hit) -> QRectF:
    """Where a hit lies in the widget."""
    return QRectF(hit.x + _EDGE, hit.y + _EDGE, hit.width, hit.height)


def _spoken(cell: Cell) -> str:
    """A cell as a screen reader says it."""
    grade = f"({cell.grade})" if cell.grade else ""
    return " ".join(part for part in (cell.label, cell.value, grade, cell.note) if part)
