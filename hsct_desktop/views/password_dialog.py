"""Asks twice for the password of files that leave the hospital. It is kept nowhere, and no draft holds it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from hsct_desktop.domain.pdf_password import SHORTEST, check_password
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import TextField
from hsct_desktop.views.sheet import captioned
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.who import word_button
from hsct_desktop.views.widgets.plain_label import PlainLabel

_WIDTH = 460


class PasswordDialog(QDialog):
    """Two fields that must agree; `password` is what was typed once the form was accepted."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.setWindowTitle(self.tr("Protect with a password"))
        self.setFixedWidth(_WIDTH)
        self.first = self._field(self.tr("Password, {} characters or more").format(SHORTEST), "password")
        self.second = self._field(self.tr("The same once more"), "again")
        self.shown = QCheckBox(self.tr("Show what is typed"))
        self.shown.toggled.connect(self._show_typed)
        self.problem = PlainLabel("", "danger")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        word_button(self.buttons.button(QDialogButtonBox.StandardButton.Ok), self.tr("Continue"))
        word_button(self.buttons.button(QDialogButtonBox.StandardButton.Cancel), self.tr("Cancel"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()

    @property
    def password(self) -> str:
        """What stands in the first field."""
        return self.first.text()

    def _field(self, caption: str, name: str) -> TextField:
        field = captioned(TextField(), caption, name)
        line = field.line()
        line.setEchoMode(QLineEdit.EchoMode.Password)
        # No keyboard learns it, and none corrects it.
        line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        return field

    def _advice(self) -> tuple[str, str]:
        """Before the fields how the password reaches the reader, after them what holds if it is forgotten."""
        return (
            self.tr("The file opens with this password alone. Tell it to the reader by telephone, not with the file."),
            self.tr("It is kept nowhere: if it is forgotten, save the document once more with another one."),
        )

    def _lay_out(self) -> None:
        about, forgotten = (PlainLabel(words, "muted") for words in self._advice())
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.MEDIUM)
        for label in (about, forgotten):
            label.setWordWrap(True)
        for part in (about, self.first, self.second, self.shown, self.problem, forgotten, self.buttons):
            column.addWidget(part)

    def _show_typed(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        for field in (self.first, self.second):
            field.line().setEchoMode(mode)

    def accept(self) -> None:
        """Go on; what is wrong stands above the buttons and the form stays."""
        for problem in check_password(self.first.text(), self.second.text()):
            self.problem.setText(self._ctx.wording.problem(problem))
            self.problem.show()
            (self.second if problem.field == "again" else self.first).line().setFocus()
            return
        super().accept()


def ask_password(ctx: Context, parent: QWidget) -> str:
    """The password for files that leave; empty when the person leaves."""
    dialog = PasswordDialog(ctx, parent)
    try:
        return dialog.password if dialog.exec() else ""
    finally:
        dialog.deleteLater()
