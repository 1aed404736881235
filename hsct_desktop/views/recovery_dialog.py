"""The recovery key, shown once: the page is read, printed, folded and sealed; then it is nowhere in the program."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.views.context import Context
from hsct_desktop.views.pdf_view import PdfView
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.note import AlertNote

_SIZE: Final = (760, 640)


class RecoveryKeyDialog(QDialog):
    """Shows the page with the key. It closes only once somebody says that it has been put away."""

    def __init__(self, ctx: Context, pdf: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Recovery key"))
        self.resize(*_SIZE)
        self.view = PdfView(ctx, self.tr("Recovery key"), doors=False)
        self.view.show_pdf(pdf, "recovery-key.pdf")
        self.view.only_show()
        self.note = AlertNote(
            self.tr("This page is shown once."),
            self.tr("Print it, fold it, seal it, and keep it where the unit keeps what nobody may lose or read."),
            "warn",
        )
        self.print = KeyButton(self.tr("Print"), icon="print", hint="Ctrl+P")
        self.print.setShortcut("Ctrl+P")
        self.print.clicked.connect(self.view.print_shown)
        self.away = QCheckBox(self.tr("I have printed it, or written it down, and put it away"))
        self.away.toggled.connect(self._show_state)
        self.done_ = KeyButton(self.tr("Done"), kind="primary")
        self.done_.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.away, 1)
        foot.addWidget(self.print)
        foot.addWidget(self.done_)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.MEDIUM)
        column.addWidget(self.note)
        column.addWidget(self.view, 1)
        column.addLayout(foot)
        self._show_state()
        self.print.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_state(self) -> None:
        self.done_.setEnabled(self.away.isChecked())

    def reject(self) -> None:
        """Esc leaves it open: the key would be lost unseen."""
        self.away.setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.away.isChecked():
            super().closeEvent(event)
        else:
            event.ignore()
            self.reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.away.isChecked():
            self.accept()
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        self.view.clear()
        super().done(result)


def show_recovery_key(ctx: Context, unit: str, key: str, file_id: str, parent: QWidget) -> None:
    """Show the page of a key that was just made, in the language of the window."""
    from hsct_desktop.services import recovery_page

    pdf = recovery_page.pdf(unit, key, ctx.language, ctx.today(), file_id)
    dialog = RecoveryKeyDialog(ctx, pdf, parent)
    dialog.exec()
    dialog.deleteLater()
