"""Asks for the password of downtime packs; it is kept nowhere but in the running program."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hsct_desktop.views.context import Context
from hsct_desktop.views.password_dialog import PasswordDialog


class DowntimePasswordDialog(PasswordDialog):
    """The form of files that leave, with what is different for a pack that stays on the ward."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.setWindowTitle(self.tr("Password of the downtime pack"))

    def _advice(self) -> tuple[str, str]:
        return (
            self.tr(
                "The pack opens with this password alone. Write it down where the ward finds it while the computers "
                "are down."
            ),
            self.tr("It is kept nowhere and asked again after the next start; if forgotten, take another one then."),
        )


def ask_password(ctx: Context, parent: QWidget) -> str:
    """The password of the packs until the program ends; empty when the person leaves."""
    dialog = DowntimePasswordDialog(ctx, parent)
    try:
        return dialog.password if dialog.exec() else ""
    finally:
        dialog.deleteLater()
