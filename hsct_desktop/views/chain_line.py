"""One line that says how far the change log was verified, where its end is anchored, and a button to verify it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from hsct_desktop.views.context import Context
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.note import AlertNote

if TYPE_CHECKING:
    from hsct_desktop.services.audit import VerifiedLine


class ChainLine(AlertNote):
    """Success, or danger with the first entry that does not fit."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__("", "", "info", icon="shield", parent=parent)
        self._ctx = ctx
        self.verify = KeyButton(self.tr("Verify now"), small=True)
        self.verify.clicked.connect(ctx.verify_wanted)
        self.add_beside(self.verify)
        ctx.log_verified.connect(self.refresh)

    def refresh(self) -> None:
        """Say what is known, without verifying again."""
        if self._ctx.workspace is None:
            return
        from hsct_desktop.services import audit

        self._say(audit.verified(self._ctx.ready()))

    def _say(self, line: VerifiedLine) -> None:
        if line.holds is False:
            tell = self.tr("Somebody changed the file outside the program. Tell IT, and keep the backups.")
            self.set_note(line.text, tell, "danger")
            return
        parts = [self.tr("head {}").format(line.head_short)] if line.holds else []
        parts += [line.anchored] if line.anchored else []
        self.set_note(line.text, " · ".join(parts), "success" if line.holds else "info")
