"""The one channel by which a write reaches the pages: what changed, and who asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes


class News(QObject):
    """Carries each write's `Changes` to whoever shows such records; a page that does not show them ignores the call."""

    changed = Signal(object, object)
    """`changed(changes: Changes, initiator: object)`; the initiator is the widget that wrote, or None."""

    def send(self, changes: Changes, initiator: object = None) -> None:
        """Tell every page what changed."""
        self.changed.emit(changes, initiator)
