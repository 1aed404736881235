"""Looks every few seconds whether the day has changed or somebody else has written into the open file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.context import Context

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes

EVERY_MS: Final = 5000


class Watch(QObject):
    """`new_day` tells that the day has changed; what others wrote goes to the pages as news, initiated by this."""

    new_day = Signal()

    def __init__(self, ctx: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._day: date = ctx.today()
        self._seen: int | None = None
        self._own: set[str] = set()
        self.timer = QTimer(self)
        self.timer.setInterval(EVERY_MS)
        ctx.workspace_changed.connect(self._begin)
        ctx.news.changed.connect(self._on_news)

    def _begin(self) -> None:
        """Start anew with the file that is open now."""
        self._own.clear()
        self._seen = None
        workspace = self._ctx.workspace
        if workspace is None:
            self.timer.stop()
            return
        from hsct_desktop.services import elsewhere

        self._day, self._seen = self._ctx.today(), elsewhere.last_seen(workspace)
        self.timer.start()

    def _on_news(self, changes: Changes, initiator: object) -> None:
        if initiator is not self:
            self._own.add(changes.txn)

    def look(self) -> None:
        """Look once."""
        workspace = self._ctx.workspace
        if workspace is None or self._seen is None or self._ctx.writing:
            return  # what this window itself is about to tell is not read twice
        if self._ctx.today() != self._day:
            self._day = self._ctx.today()
            self.new_day.emit()
        from hsct_desktop.services import elsewhere

        try:
            self._seen, changes = elsewhere.changes_since(workspace, self._seen, self._own)
        except KnownError:
            # A file that is busy for a moment is asked again; one that is gone says so at the next entry.
            return
        self._own.clear()
        if changes is not None:
            self._ctx.news.send(changes, self)
