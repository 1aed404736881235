"""A person at the keyboard: every key goes to whatever has the focus, and is counted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

_NAMES = {"Enter": "Return", "Esc": "Escape"}


class Keyboard:
    """Presses keys in one window. `keys` counts them: a combination is one key, a typed word one a letter."""

    def __init__(self, window: QWidget, qtbot: QtBot) -> None:
        self._window = window
        self._qtbot = qtbot
        self.keys = 0

    def target(self) -> QWidget:
        """Where a key goes now: an open list or menu, else the focus of the topmost window."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup.focusWidget() or popup
        window = QApplication.activeModalWidget() or self._window
        return window.focusWidget() or window

    def press(self, *combinations: str) -> None:
        """Press keys one after the other, each named as in a menu: `Ctrl+K`, `Enter`, `Down`."""
        for combination in combinations:
            *modifiers, name = combination.split("+")
            sequence = QKeySequence("+".join([*modifiers, _NAMES.get(name, name)]))[0]
            QTest.keyClick(self.target(), sequence.key(), sequence.keyboardModifiers())
            self.keys += 1
            QApplication.processEvents()

    def type(self, words: str) -> None:
        """Type words letter by letter. What the keyboard lacks comes as from an input method, in one event a letter."""
        for letter in words:
            if letter.isascii():
                QTest.keyClicks(self.target(), letter)
            else:
                event = QInputMethodEvent()
                event.setCommitString(letter)
                QCoreApplication.sendEvent(self.target(), event)
            self.keys += 1

    def fill(self, words: str) -> None:
        """Type over what stands in the field, and go on with Enter."""
        self.press("Ctrl+A")
        self.type(words)
        self.press("Enter")

    def in_dialog(self, combination: str, act: Callable[[QDialog], None]) -> None:
        """Press a key that opens a dialog, act in it, and come back when it has closed."""

        def run() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, QDialog), "no dialog has opened"
            try:
                act(dialog)
                assert not dialog.isVisible(), "the dialog is still open"
            finally:
                dialog.close()

        QTimer.singleShot(0, run)
        self.press(combination)
        # A window manager gives the window back its activity; the offscreen platform has none.
        self._window.activateWindow()
        self.settle()

    def settle(self) -> None:
        """Let posted events and short timers run."""
        for _ in range(3):
            QApplication.processEvents()

    def wait_until(self, true: Callable[[], object]) -> None:
        """Wait for something the keys have set going."""
        self._qtbot.waitUntil(lambda: bool(true()), timeout=20_000)
