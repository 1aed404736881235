"""A choice of one among few values that are read one below the other, each taken by its number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.widgets.paint import box, colour, key_hint_size, paint_key_hint, text
from hsct_desktop.views.widgets.plain_label import plain_tooltip

_LINE: Final = 34
_LABEL: Final = 96
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ValuePick(QWidget):
    """Lines of `(value, label, words)`; `picked` carries the value. Digits pick, arrows move, Enter goes on."""

    picked = Signal(object)

    def __init__(
        self, name: str, choices: Sequence[tuple[object, str, str]], value: object = None, label: int = _LABEL
    ) -> None:
        """`label` is the room of the labels, in pixels."""
        super().__init__()
        self._choices = list(choices)
        self._label = label
        self._at = next((n for n, choice in enumerate(self._choices) if choice[0] == value), -1)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_LINE * len(self._choices) + 2)
        self.setToolTip(plain_tooltip("\n".join(f"{label}: {words}" for _value, label, words in self._choices)))
        self._describe()

    def value(self) -> object:
        """What is picked, None when nothing is."""
        return self._choices[self._at][0] if self._at >= 0 else None

    def pick(self, number: int) -> None:
        """Pick a line counting from 0; a number that is none is ignored."""
        if 0 <= number < len(self._choices):
            self._at = number
            self._describe()
            self.update()
            self.picked.emit(self._choices[number][0])

    def _describe(self) -> None:
        chosen = self._choices[self._at] if self._at >= 0 else None
        self.setAccessibleDescription(f"{chosen[1]} {chosen[2]}" if chosen is not None else "")

    def sizeHint(self) -> QSize:
        return QSize(300, _LINE * len(self._choices) + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        if len(typed) == 1 and typed in "123456789":
            self.pick(int(typed) - 1)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.pick(min(max(self._at + step, 0), len(self._choices) - 1))
        elif event.key() in _ENTER and not event.modifiers():
            self.focusNextPrevChild(True)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.pick(int(event.position().y() // _LINE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        whole = QRectF(self.rect())
        box(painter, whole, fill="surface", edge="control")
        for number, (_value, label, words) in enumerate(self._choices):
            line = QRectF(1, 1 + number * _LINE, whole.width() - 2, _LINE)
            chosen = number == self._at
            if chosen:
                box(painter, line, fill="accent_soft", radius=3)
            if number:
                painter.fillRect(QRectF(line.left(), line.top(), line.width(), 1), colour("line"))
            hint = str(number + 1)
            paint_key_hint(painter, QPointF(10, line.center().y() - key_hint_size(hint).height() / 2), hint)
            text(painter, QRectF(36, line.top(), self._label, _LINE), label, "muted")
            room = QRectF(36 + self._label, line.top(), line.width() - 36 - self._label - 30, _LINE)
            text(painter, room, words, "text" if chosen or self._at < 0 else "muted", type_=font(bold=chosen))
            if chosen:
                paint_icon(painter, QRectF(line.right() - 26, line.center().y() - 8, 16, 16), "check", "accent")
        if self.hasFocus():
            box(painter, whole, edge="focus", width=2)
