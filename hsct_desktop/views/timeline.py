"""The timeline of a course as a widget: presets as chips, zoom at the pointer, keyboard, tooltips."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
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
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.pictures.day_axis import DayAxis
from hsct_desktop.pictures.primitives import Hit, Picture
from hsct_desktop.pictures.timeline import SCREEN, Preset, TimelineFacts, axis_for, layout, summary
from hsct_desktop.views.painting import measure, paint
from hsct_desktop.views.theme.apply import theme
from hsct_desktop.views.theme.tokens import Space, current
from hsct_desktop.views.widgets.chip_choice import ChipChoice
from hsct_desktop.views.widgets.paint import colour, focus_ring
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel, plain_tooltip

_ZOOM_STEP = 1.25
_SHORTEST, _LONGEST = 7.0, 15000.0
"""Days that a zoomed view holds at least and at most."""
_FARTHEST = 20000.0
"""Days from Day 0 beyond which nobody needs to look."""
_PAN = 0.1
_MORE = "more:"
_EDGE = 4
"""Pixels around the picture, in which the focus ring runs."""


class TimelineCanvas(QWidget):
    """The picture itself. `activated` carries the id of what was chosen: `visit:7`, `episode:3`, `therapy:2`."""

    activated = Signal(str)
    zoomed = Signal()
    style_ = SCREEN

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: TimelineFacts | None = None
        self._wording: Wording | None = None
        self._preset = Preset.WHOLE
        self._span: tuple[float, float] | None = None
        self._room: float | None = None
        self._expanded = False
        self._picture: Picture | None = None
        self._cache: tuple[tuple[object, ...], QPixmap] | None = None
        self._chosen = -1
        self._base_name = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    # --- what is shown ---

    def set_facts(self, facts: TimelineFacts, wording: Wording) -> None:
        """Show another course from its preset's beginning."""
        self._facts, self._wording = facts, wording
        self._span, self._chosen, self._expanded = None, -1, False
        self._base_name = self.described(facts, wording)
        self.setAccessibleName(self._base_name)
        self.relay()

    def set_preset(self, preset: Preset) -> None:
        """Show a part of the course; ends a zoom."""
        self._preset, self._span = preset, None
        self.relay()

    def set_room(self, height: float) -> None:
        """The height in which rows are to fit; what does not fit becomes a line "n more" that opens by a click."""
        if self._room != height:
            self._room = height
            self.relay()

    def picture(self) -> Picture | None:
        """The present layout, None before there are facts."""
        return self._picture

    def axis(self) -> DayAxis | None:
        """The axis in use, None before there are facts."""
        return None if self._facts is None else self._axis(self._facts)

    def _axis(self, facts: TimelineFacts) -> DayAxis:
        return axis_for(facts, self._width(), self._preset, self._span, self.style_)

    def relay(self) -> None:
        """Lay out again for the present width."""
        if self._facts is None or self._wording is None:
            return
        room = None if self._expanded else self._room
        self._picture = self.laid_out(self._facts, self._wording, room)
        self._chosen = min(self._chosen, len(self._picture.hits) - 1)
        self._cache = None
        self.setMinimumHeight(ceil(self._picture.height) + 2 * _EDGE)
        self.setMaximumHeight(self.minimumHeight())
        self.updateGeometry()
        self.update()

    def laid_out(self, facts: TimelineFacts, wording: Wording, room: float | None) -> Picture:
        """The picture of the facts in the present view, within `room` pixels where they are given."""
        return layout(facts, self._width(), measure, wording, self._preset, height=room, span=self._span)

    def described(self, facts: TimelineFacts, wording: Wording) -> str:
        """The picture in a sentence, for screen readers."""
        return summary(facts, wording)

    def sizeHint(self) -> QSize:
        return QSize(900, 320 if self._picture is None else ceil(self._picture.height) + 2 * _EDGE)

    def _width(self) -> float:
        return float(max(1, self.width() - 2 * _EDGE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.relay()

    # --- painting ---

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._picture is None:
            return
        painter = QPainter(self)
        painter.drawPixmap(QPointF(0, 0), self._layer(self._picture))
        if self.hasFocus():
            hit = self._chosen_hit()
            ring = QRectF(self.rect()) if hit is None else _box(hit).adjusted(-2, -1, 2, 1)
            focus_ring(painter, ring)
        painter.end()

    def _layer(self, picture: Picture) -> QPixmap:
        """The picture as pixels, painted anew when size, device ratio or colours have changed."""
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

    # --- zoom and pan ---

    def zoom(self, factor: float, at: float | None = None) -> None:
        """Show fewer days (factor above 1) or more, the day under the pixel `at` (the middle without it) staying."""
        if self._facts is None:
            return
        axis = self._axis(self._facts)
        x = (axis.left + axis.right) / 2 if at is None else min(max(at, axis.left), axis.right)
        day, share = axis.day(x), (x - axis.left) / (axis.right - axis.left)
        length = min(max((axis.last - axis.first) / factor, _SHORTEST), _LONGEST)
        if axis.is_linear or self._span is not None:
            start = day - share * length
        else:
            # From the stretched axis the first step goes to an even scale of what the pointer is about.
            scale = (axis.day(x + 1) - axis.day(x - 1)) / 2
            length = min(max(scale * (axis.right - axis.left), _SHORTEST), axis.last - axis.first)
            start = day - share * length
        self._show(start, start + length)

    def pan(self, share: float) -> None:
        """Move the view by a share of its length, later days for a positive one."""
        if self._facts is None:
            return
        axis = self._axis(self._facts)
        step = (axis.last - axis.first) * share
        self._show(axis.first + step, axis.last + step)

    def fit(self) -> None:
        """Back to the preset."""
        self._span = None
        self.relay()
        self.zoomed.emit()

    def _show(self, first: float, last: float) -> None:
        shift = min(max(first, -_FARTHEST), _FARTHEST - (last - first)) - first
        self._span = (first + shift, last + shift)
        self.relay()
        self.zoomed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            factor = _ZOOM_STEP if event.angleDelta().y() > 0 else 1 / _ZOOM_STEP
            self.zoom(factor, event.position().x() - _EDGE)
            event.accept()
        else:
            event.ignore()

    # --- keyboard, pointer, words ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        actions = {
            Qt.Key.Key_Left: lambda: self.pan(-_PAN),
            Qt.Key.Key_Right: lambda: self.pan(_PAN),
            Qt.Key.Key_0: self.fit,
            Qt.Key.Key_Plus: lambda: self.zoom(_ZOOM_STEP),
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

    def _chosen_hit(self) -> Hit | None:
        if self._picture is None or not 0 <= self._chosen < len(self._picture.hits):
            return None
        return self._picture.hits[self._chosen]

    def _choose(self, index: int) -> None:
        """Put the focus on one of the things shown and say it."""
        if self._picture is None or not self._picture.hits:
            return
        self._chosen = index % len(self._picture.hits)
        hit = self._picture.hits[self._chosen]
        self.setAccessibleName(hit.text)
        corner = self.mapToGlobal(_box(hit).bottomLeft().toPoint())
        QToolTip.showText(corner, plain_tooltip(hit.text), self)
        self._scroll_to(hit)
        self.update()

    def _scroll_to(self, hit: Hit) -> None:
        viewport = self.parentWidget()
        area = None if viewport is None else viewport.parentWidget()
        if isinstance(area, QScrollArea):
            middle = _box(hit).center().toPoint()
            area.ensureVisible(middle.x(), middle.y(), 40, 24)

    def _activate_chosen(self) -> None:
        hit = self._chosen_hit()
        if hit is not None:
            self._activate(hit)

    def _activate(self, hit: Hit) -> None:
        if hit.id.startswith(_MORE):
            self._expanded = True
            self.relay()
        elif hit.id:
            self.activated.emit(hit.id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hit = self._hit_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and hit is not None and self._picture is not None:
            self._chosen = self._picture.hits.index(hit)
            if hit.id.startswith(_MORE):
                self._activate(hit)
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        hit = self._hit_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and hit is not None:
            self._activate(hit)

    def _hit_at(self, point: QPointF) -> Hit | None:
        return None if self._picture is None else self._picture.hit(point.x() - _EDGE, point.y() - _EDGE)

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


class TimelineWidget(QWidget):
    """Title, presets and the scrolling picture. `activated` carries the id of what was double-clicked or entered."""

    activated = Signal(str)

    def __init__(
        self, parent: QWidget | None = None, canvas: TimelineCanvas | None = None, title: str = "picture.title"
    ) -> None:
        super().__init__(parent)
        self._title_key = title
        self._title = PlainLabel("", "bold")
        self._note = ElidedLabel("", "caption")
        self._head = QHBoxLayout()
        self._head.setContentsMargins(0, 0, 0, 0)
        self._head.setSpacing(Space.SMALL)
        self._head.addWidget(self._title)
        self._head.addWidget(self._note, 1)
        self._presets: ChipChoice | None = None
        self._language = ""
        self._wording: Wording | None = None
        self._facts: TimelineFacts | None = None
        self.canvas = canvas or TimelineCanvas()
        self.canvas.activated.connect(self.activated)
        self.canvas.zoomed.connect(self._describe_scale)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._area.setWidget(self.canvas)
        for ground in (self.canvas, self._area.viewport()):
            ground.setAutoFillBackground(False)
        self._area.viewport().installEventFilter(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(Space.SMALL - 2)
        box.addLayout(self._head)
        box.addWidget(self._area, 1)

    def set_facts(self, facts: TimelineFacts, wording: Wording) -> None:
        """Show a course in the words of a language."""
        self._facts, self._wording = facts, wording
        if self._language != wording.language:
            self._language = wording.language
            self._title.setText(wording.text(self._title_key))
            self._make_presets(wording)
        if self._presets is not None:
            # Without Day 0 there is one scale and nothing to choose.
            self._presets.setVisible(facts.day0 is not None)
        self.canvas.set_facts(facts, wording)
        self._describe_scale()

    def set_preset(self, preset: Preset) -> None:
        """Show a part of the course, as its chip does."""
        if self._presets is not None:
            self._presets.set_values([preset])
        self.canvas.set_preset(preset)
        self._describe_scale()

    def _make_presets(self, wording: Wording) -> None:
        if self._presets is not None:
            self._head.removeWidget(self._presets)
            self._presets.deleteLater()
        choices: list[tuple[object, str]] = [(p, wording.text(f"picture.preset.{p}")) for p in Preset]
        self._presets = ChipChoice(choices, multi=False, name=wording.text("picture.title"))
        self._presets.set_values([Preset.WHOLE])
        self._presets.changed.connect(self._on_preset)
        self._head.addWidget(self._presets)

    def _on_preset(self, values: object) -> None:
        if isinstance(values, list | tuple) and values:
            self.canvas.set_preset(Preset(values[0]))
            self._describe_scale()

    def _describe_scale(self) -> None:
        if self._facts is None or self._wording is None:
            return
        axis = self.canvas.axis()
        key = "picture.linear" if axis is None or axis.is_linear else "picture.stretched"
        intensity = self._facts.intensity if self._facts is not None else ""
        first = self._wording.text("picture.intensity", intensity=intensity) if intensity else ""
        self._note.setText(" · ".join(part for part in (first, self._wording.text(key)) if part))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The room is known when the viewport has its size, which is after this widget has its own.
        if event.type() == QEvent.Type.Resize and watched is self._area.viewport():
            self.canvas.set_room(self._area.viewport().height() - 2 * _EDGE)
        return super().eventFilter(watched, event)
