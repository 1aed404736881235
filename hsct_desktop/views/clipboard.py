"""What was copied out of the program does not stay on the clipboard of a shared computer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

KEPT_MS: Final = 30_000


class ClipboardGuard(QObject):
    """Clears what the program copied after half a minute, and at the lock; what others copied stays."""

    def __init__(self, parent: QObject | None = None, kept_ms: int = KEPT_MS) -> None:
        super().__init__(parent)
        self._board = QGuiApplication.clipboard()
        self._ours: str | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(kept_ms)
        self._timer.timeout.connect(self.clear)
        self._board.dataChanged.connect(self._on_change)

    def _on_change(self) -> None:
        """Text that appears while one of our windows is the active one was copied here."""
        words = self._board.text()
        ours = self._board.ownsClipboard() or QGuiApplication.focusWindow() is not None
        self._ours = words if words and ours else None
        if self._ours is None:
            self._timer.stop()
        else:
            self._timer.start()

    def clear(self) -> None:
        """Empty the clipboard if it still holds what was copied here."""
        self._timer.stop()
        ours, self._ours = self._ours, None
        if ours is not None and self._board.text() == ours:
            self._board.clear(QClipboard.Mode.Clipboard)
        if self._board.supportsSelection() and self._board.ownsSelection():
            self._board.clear(QClipboard.Mode.Selection)
