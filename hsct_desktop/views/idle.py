"""Tells when nobody has touched keyboard or mouse for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

USUAL_MINUTES: Final = 5
SETTING: Final = "lock.idle_minutes"
_LOOK_MS: Final = 2000
_TOUCHES: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """`idle` is told once the time is over, and again at each look until somebody touches something.

    It listens where the system hands its events to a window, before any widget: one call for each key or move, none for
    what the program sends itself. A computer that slept has not been touched either, so the wall's clock counts too.
    """

    idle = Signal()

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.time) -> None:
        super().__init__(parent)
        self._clock = clock
        self.minutes = USUAL_MINUTES
        self._touched = clock()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch)

    def start(self, minutes: int) -> None:
        """Begin to count."""
        self.minutes = minutes
        self.touch()
        self._watch(QGuiApplication.focusWindow())
        self._timer.start()

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    def touch(self) -> None:
        """Somebody did something just now; work that goes on counts as well."""
        self._touched = self._clock()

    def look(self) -> None:
        """See whether the time is over. A clock that was set back begins anew."""
        passed = self._clock() - self._touched
        if passed < 0:
            self.touch()
        elif passed >= self.minutes * 60:
            self.idle.emit()

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # one that listens already is moved to the front, not doubled

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touch()
        return False
