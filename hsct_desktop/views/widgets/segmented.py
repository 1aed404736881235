"""One of a few, joined in a bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Height, Radius
from hsct_desktop.views.widgets.choice_box import is_typed
from hsct_desktop.views.widgets.paint import MIDDLE, box, colour, text, text_width

_SIDE: Final = 9
_STEP: Final[dict[int, int]] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class _Segment(QAbstractButton):
    """One part of the bar."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.setText(label)
        self.setCheckable(True)
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        self.first = self.last = False

    def sizeHint(self) -> QSize:
        return QSize(int(text_width(self.text(), font("caption", bold=True)) + 2 * _SIDE + 1), Height.SMALL_CONTROL)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        bar = self.parent()
        asked = event.type() == QEvent.Type.ShortcutOverride
        if asked and isinstance(bar, SegmentedChoice) and bar.lettered(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.parent()
        if not (isinstance(bar, SegmentedChoice) and bar.press(event)):
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        painter.setClipPath(self._outline(rect))
        chosen, enabled = self.isChecked(), self.isEnabled()
        ground = "accent" if chosen else "hover" if self.underMouse() else "surface"
        painter.fillRect(rect, colour(ground if enabled else "line" if chosen else "window"))
        token = "muted" if not enabled else "on_accent" if chosen else "text"
        text(painter, rect, self.text(), token, type_=font("caption", bold=chosen), align=MIDDLE, elide=False)
        self._paint_edge(painter, rect)
        if self.hasFocus():
            box(painter, rect.adjusted(2, 2, -3, -2), edge="on_accent" if chosen else "focus", width=2, radius=2)

    def _paint_edge(self, painter: QPainter, rect: QRectF) -> None:
        bar = self.parent()
        token = bar.edge() if isinstance(bar, SegmentedChoice) else "control"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour(token if self.isEnabled() else "line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._outline(rect.adjusted(0.5, 0.5, -0.5 if self.last else 0, -0.5)))
        if not self.last:
            painter.fillRect(QRectF(rect.right() - 1, 0, 1, rect.height()), painter.pen().color())

    def _outline(self, rect: QRectF) -> QPainterPath:
        """The part inside the bar's rounded corners."""
        path = QPainterPath()
        left = 0 if self.first else -2 * Radius.CONTROL
        right = 0 if self.last else 2 * Radius.CONTROL
        path.addRoundedRect(rect.adjusted(left, 0, right, 0), Radius.CONTROL, Radius.CONTROL)
        return path


class SegmentedChoice(QWidget):
    """A choice of one among few `(value, label)`; nothing need be chosen at first.

    Digits 1 to 9 choose, arrows move, Enter goes on; `by_letter`, the first letter of a part chooses it, and does
    nothing else on the page. `chosen` carries the value when a person or `set_value` changes
    it.
    """

    chosen = Signal(object)

    def __init__(
        self,
        choices: Sequence[tuple[object, str]],
        value: object = None,
        *,
        name: str = "",
        by_letter: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._values = [choice for choice, _label in choices]
        self._state = ""
        self._by_letter = by_letter
        self._last: object = None
        self._group = QButtonGroup(self)
        self._segments = [_Segment(label) for _value, label in choices]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, segment in enumerate(self._segments):
            segment.first, segment.last = number == 0, number == len(self._segments) - 1
            self._group.addButton(segment, number)
            row.addWidget(segment)
        self.setAccessibleName(name)
        self.setFixedHeight(Height.SMALL_CONTROL)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group.idToggled.connect(self._on_toggle)
        self._set_tab_stop()
        if value is not None:
            self.set_value(value)

    def value(self) -> object:
        """The value chosen, or None."""
        number = self._group.checkedId()
        return self._values[number] if number >= 0 else None

    def set_value(self, value: object) -> None:
        """Choose a value; None takes the choice away. ValueError for a value that is not offered."""
        if value is None:
            self._group.setExclusive(False)
            for segment in self._segments:
                segment.setChecked(False)
            self._group.setExclusive(True)
            self._last = None
            self._set_tab_stop()
        else:
            self._segments[self._values.index(value)].setChecked(True)

    def set_state(self, state: str) -> None:
        """Show `error` or `warn` by the edge of the bar; an empty text for none."""
        self._state = state
        self.update()

    def lettered(self, event: QEvent) -> int | None:
        """Which part begins with the letter typed, the next one after the chosen where several do; None for none."""
        if not (self._by_letter and is_typed(event) and event.text().isalpha()):
            return None
        typed, at, count = event.text().casefold(), self._group.checkedId(), len(self._segments)
        order = [(at + step) % count for step in range(1, count + 1)]
        return next((n for n in order if self._segments[n].text().casefold().startswith(typed)), None)

    def press(self, event: QKeyEvent) -> bool:
        """Act on a key pressed in a part; False when it means nothing here."""
        typed = event.text()
        if typed.isdigit() and 1 <= int(typed) <= len(self._segments):
            self._choose(int(typed) - 1)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.focusNextPrevChild(True)
            return True
        lettered = self.lettered(event)
        if lettered is not None:
            self._choose(lettered)
            return True
        step = _STEP.get(event.key())
        if step is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        at = self._group.checkedId()
        self._choose(min(max(at + step, 0), len(self._segments) - 1))
        return True

    def _choose(self, number: int) -> None:
        # The focus first: who hears the choice may put it where the chosen thing is.
        self._segments[number].setFocus(Qt.FocusReason.OtherFocusReason)
        self._segments[number].setChecked(True)

    def _on_toggle(self, number: int, on: bool) -> None:
        if on and self._values[number] != self._last:
            self._last = self._values[number]
            self._set_tab_stop()
            self.chosen.emit(self._last)

    def _set_tab_stop(self) -> None:
        """Tab enters the bar once: at the chosen part, else at the first."""
        stop = max(0, self._group.checkedId())
        for number, segment in enumerate(self._segments):
            policy = Qt.FocusPolicy.StrongFocus if number == stop else Qt.FocusPolicy.ClickFocus
            segment.setFocusPolicy(policy)
        if self._segments:
            self.setFocusProxy(self._segments[stop])

    def edge(self) -> str:
        """Token of the bar's edge."""
        return {"error": "danger", "warn": "warn"}.get(self._state, "control")
