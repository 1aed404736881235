"""The one line in which a value is typed, laid over its cell."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_KEYS = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
MOVES: dict[tuple[int, bool, bool], str] = {
    (_KEYS.Key_Return, False, False): "down", (_KEYS.Key_Enter, False, False): "down",
    (_KEYS.Key_Return, False, True): "up", (_KEYS.Key_Enter, False, True): "up",
    (_KEYS.Key_Return, True, False): "done", (_KEYS.Key_Enter, True, False): "done",
    (_KEYS.Key_Tab, False, False): "right", (_KEYS.Key_Backtab, False, True): "left",
    (_KEYS.Key_Tab, False, True): "left",
    (_KEYS.Key_Down, False, False): "down", (_KEYS.Key_Up, False, False): "up",
    (_KEYS.Key_Right, True, False): "next_filled", (_KEYS.Key_Left, True, False): "previous_filled",
    (_KEYS.Key_Home, True, False): "first", (_KEYS.Key_End, True, False): "last",
}  # fmt: skip
"""What a key does to the cell cursor: by key, whether with Ctrl, whether with Shift."""


def move_of(event: QKeyEvent) -> str:
    """Where a key sends the cursor, "" for another key."""
    held = event.modifiers()
    return MOVES.get((event.key(), bool(held & _CTRL), bool(held & _SHIFT)), "")


class CellEditor(QLineEdit):
    """`committed` carries where to go; `given_up` leaves the cell as it was. While a value is typed anew the arrows
    commit too; when one is mended (double-click, Backspace) left and right move in the text."""

    committed = Signal(str)
    given_up = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrame(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setTextMargins(2, 0, 4, 0)
        self.setProperty("role", "cell")
        self.mending = False
        self.hide()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._is_ours(event):
            # Esc, Ctrl+Enter and Ctrl+Right mean something else on the page around.
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._is_ours(event):
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def _is_ours(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape or bool(move_of(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = move_of(event)
        plain = not event.modifiers() & (_CTRL | _SHIFT | Qt.KeyboardModifier.AltModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif move:
            self.committed.emit(move)
        elif plain and not self.mending and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.committed.emit("left" if event.key() == Qt.Key.Key_Left else "right")
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.isVisible() and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.committed.emit("")
