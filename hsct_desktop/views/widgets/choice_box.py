"""A list that drops down and, while it is closed, takes what is typed."""

from __future__ import annotations

from typing import Final, TypeGuard

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox

_PLAIN: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


def is_typed(event: QEvent) -> TypeGuard[QKeyEvent]:
    """Whether a key event is a character that somebody types, not a command: neither Ctrl nor Alt is held."""
    if not isinstance(event, QKeyEvent):
        return False
    return not (event.modifiers() & ~_PLAIN) and bool(event.text()) and event.text().isprintable()


class ChoiceBox(QComboBox):
    """A combo box in which letters choose; they never start what the page around it does with that letter."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and is_typed(event):
            event.accept()
            return True
        return super().event(event)
