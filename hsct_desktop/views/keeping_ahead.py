"""Keeps visits for life planned ahead and alerts in step with time: writes of the program, when nobody waits."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.context import Context

KINDS: Final = frozenset({"schedule", "transplant"})
ALERT_KINDS: Final = frozenset({"alert"})
IDLE_MS: Final = 400
"""Long enough after a file was opened for Today to be filled and painted."""


class KeepingAhead(QObject):
    """Looks once after a file was opened and once on each new day."""

    def __init__(self, ctx: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(IDLE_MS)
        self.timer.timeout.connect(self.keep)

    def soon(self) -> None:
        """Look as soon as the window has nothing else to do."""
        self.timer.start()

    def keep(self) -> None:
        """Plan what is missing, ask the alert rules anew, and tell the pages where anything changed."""
        workspace = self._ctx.workspace
        if workspace is None:
            return
        from hsct_desktop.services import alerts, replanning
        from hsct_desktop.services.changes import Changes

        try:
            courses = replanning.keep_ahead(workspace)
            fired = alerts.refresh(workspace)
        except KnownError:
            # Nobody has asked for this write: a file that is busy or full now is seen to when it is opened again.
            return
        kinds = (KINDS if courses else frozenset()) | (ALERT_KINDS if fired else frozenset())
        if kinds:
            self._ctx.news.send(Changes(kinds, ""), self)
