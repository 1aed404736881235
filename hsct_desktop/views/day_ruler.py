"""The ruler of a visit on which a day is picked: by a click, or with the arrow keys."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from hsct_desktop.views.ruler import RulerWidget
from hsct_desktop.views.widgets.paint import focus_ring

_STEPS: Final[dict[int, int]] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_WEEK: Final = 7
_RING: Final = 4
"""Room in pixels for the ring of the focus below the dates."""
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DayRuler(RulerWidget):
    """`picked` carries the day. Left and Right move it by a day, with Shift by a week; Home goes to the target."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first: date | None = None

    def set_pickable(self, first: date | None) -> None:
        """Let days be picked from `first` on; None lets the ruler only be looked at."""
        self._first = first
        can = first is not None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if can else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if can else Qt.CursorShape.ArrowCursor)
        how = self.tr("Left and Right move the day, with Shift by a week; Home is the target.")
        self.setAccessibleDescription(how if can else "")

    def heightForWidth(self, width: int) -> int:
        return super().heightForWidth(width) + _RING

    def _pick(self, day: date | None) -> None:
        if day is not None and self._first is not None:
            self.picked.emit(max(day, self._first))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._first is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._pick(self.day_at(event.position().x()))
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._first is not None:
            self._pick(self.day_at(event.position().x()))
        else:
            super().mouseMoveEvent(event)

    def event(self, event: QEvent) -> bool:
        # No action of the page takes the arrows away while a day is picked.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and event.key() in _STEPS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        facts, step = self.facts(), _STEPS.get(event.key())
        if facts is None or self._first is None:
            super().keyPressEvent(event)
        elif step is not None:
            days = step * (_WEEK if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            # Without a day yet the first step begins at the target.
            self._pick(facts.booked + timedelta(days=days) if facts.booked is not None else facts.target)
        elif event.key() == Qt.Key.Key_Home:
            self._pick(facts.nearest_open or facts.target)
        elif event.key() in _ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.focusNextPrevChild(True)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            focus_ring(painter, QRectF(self.rect()))
            painter.end()
