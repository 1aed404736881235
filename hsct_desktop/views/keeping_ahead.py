"""Keeps visits for life planned ahead while time goes by: a write of the program, made when nobody waits for it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.context import Context

KINDS: Final = frozenset({"schedule", "transplant"})
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
        """Plan what is missing, and tell the pages where anything was."""
        workspace = self._ctx.workspace
        if workspace is None:
            return
        from hsct_desktop.services import replanning
        from hsct_desktop.services.changes import Changes

        try:
            courses = replanning.keep_ahead(workspace)
        except KnownError:
            # Nobody has asked for this write: a file that is busy or full now is seen to when it is opened again.
            return
        if courses:
            self._ctx.news.send(Changes(KINDS, ""), self)
