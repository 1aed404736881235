"""Keeps visits for life planned ahead and alerts in step with time: writes of the program, when nobody waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.context import Context

if TYPE_CHECKING:
    from hsct_desktop.services.workspace import Workspace

KINDS: Final = frozenset({"schedule", "transplant"})
ALERT_KINDS: Final = frozenset({"alert"})
IDLE_MS: Final = 400
"""Long enough after a file was opened for Today to be filled and painted."""
PAUSE_MS: Final = 20
"""Between two parts of the ward: what somebody types meanwhile comes first."""
AT_ONCE: Final = 10
"""Patients whose rules are asked in one go: the window stands still for less than a third of a second."""


class KeepingAhead(QObject):
    """Looks once after a file was opened and once on each new day."""

    def __init__(self, ctx: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._workspace: Workspace | None = None
        self._left: list[int] = []
        self._fired = 0
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(IDLE_MS)
        self.timer.timeout.connect(self._look)
        ctx.workspace_changed.connect(self._forget)

    def _forget(self) -> None:
        """A file that was closed is held by nobody: with it goes its key."""
        if self._ctx.workspace is None:
            self.timer.stop()
            self._workspace, self._left = None, []

    def soon(self) -> None:
        """Look as soon as the window has nothing else to do; what was under way begins anew."""
        self._left = []
        self.timer.start(IDLE_MS)

    def keep(self) -> None:
        """Plan what is missing and begin to ask the alert rules anew, patients by patients."""
        self._workspace, self._left, self._fired = self._ctx.workspace, [], 0
        if self._workspace is None:
            return
        from hsct_desktop.services import alerts, replanning

        try:
            courses = replanning.keep_ahead(self._workspace)
            self._left = alerts.to_refresh(self._workspace)
        except KnownError:
            # Nobody has asked for this write: a file that is busy or full now is seen to when it is opened again.
            return
        if courses:
            self._tell(KINDS)
        self._go_on()

    def _look(self) -> None:
        if self._left and self._workspace is self._ctx.workspace:
            self._ask_some()
        else:
            self.keep()

    def _go_on(self) -> None:
        """Ask the next patients after a pause, or tell the pages once all are asked."""
        if self._left:
            self.timer.start(PAUSE_MS)
        elif self._fired:
            self._tell(ALERT_KINDS)

    def _ask_some(self) -> None:
        from hsct_desktop.services import alerts

        if self._workspace is None:
            return
        now, self._left = self._left[:AT_ONCE], self._left[AT_ONCE:]
        try:
            self._fired += alerts.refresh_some(self._workspace, now)
        except KnownError:
            self._left = []  # as above; what was asked before is kept
        self._go_on()

    def _tell(self, kinds: frozenset[str]) -> None:
        from hsct_desktop.services.changes import Changes

        self._ctx.news.send(Changes(kinds, ""), self)
