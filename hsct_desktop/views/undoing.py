"""Takes back what was written: what the toast names, or the last own entry."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.context import Context


class Undoing(QObject):
    """Undo for the window. `txn` is the write that the toast shown last has named, "" for none."""

    def __init__(self, ctx: Context, window: QObject) -> None:
        super().__init__(window)
        self._ctx = ctx
        self.txn = ""

    def toast(self) -> None:
        """Take back what the toast named."""
        from hsct_desktop.services import undo

        txn = self.txn
        self._take_back(lambda: undo.undo(self._ctx.ready(), txn))

    def last(self) -> None:
        """Take back the last own entry; a page at work that saves later takes its own back first."""
        from hsct_desktop.services import undo

        page = getattr(self.parent(), "stack", None)
        own = getattr(page.currentWidget(), "take_back", None) if page is not None else None
        if own is not None and own():
            return
        self._take_back(lambda: undo.undo_last(self._ctx.ready()))

    def _take_back(self, take_back: Callable[[], object]) -> None:
        try:
            changes = take_back()
        except (KnownError, InputError) as error:
            self._ctx.report_error(error)
            return
        if changes is None:
            self._ctx.toast(self.tr("There is nothing to take back."))
            return
        self._ctx.news.send(changes, self.parent())  # type: ignore[arg-type]
        self._ctx.toast(str(getattr(changes, "text", "")))
