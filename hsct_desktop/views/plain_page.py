"""The page in front of a file that is not encrypted: what that means, and the way out of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from hsct_desktop.domain.author import Role
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.jobs import Jobs
from hsct_desktop.views.opening import Opened, Place
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.unlock_facts import FrontFacts
from hsct_desktop.views.unlock_page import FrontFrame
from hsct_desktop.views.unlock_secret import SecretField
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.choice_box import ChoiceBox
from hsct_desktop.views.widgets.field import FieldFrame, NoteLine
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.plain_label import PlainLabel

_ROLES = (Role.ADMINISTRATOR, Role.NURSE, Role.PHYSICIAN, Role.DATA_MANAGER)


class PlainPage(FrontFrame):
    """Warns calmly. `open_wanted` opens the file as it is; `encrypted(Opened)` tells that it was encrypted."""

    open_wanted = Signal()
    encrypted = Signal(object)

    def __init__(
        self, ctx: Context, facts: FrontFacts, place: Place, jobs: Jobs, parent: QWidget | None = None
    ) -> None:
        super().__init__(ctx.wording, facts, parent)
        self._ctx, self._place = ctx, place
        self.jobs = jobs
        self.setAccessibleName(self.tr("File without encryption"))
        self.encrypt = KeyButton(self.tr("Encrypt this file…"), icon="lock", kind="primary")
        self.open_plain = KeyButton(self.tr("Open without encryption"))
        self._pages = QStackedWidget()
        self._pages.addWidget(self._warning())
        self._pages.addWidget(self._form())
        row = QVBoxLayout(self.panel)
        row.setContentsMargins(Space.WIDE, Space.WIDE, Space.WIDE, Space.WIDE)
        row.addWidget(self._pages)
        self.problem = NoteLine()
        self.problem.hide()
        row.addWidget(self.problem)
        self.encrypt.clicked.connect(self._ask)
        self.open_plain.clicked.connect(self.open_wanted)

    def _warning(self) -> QWidget:
        words = self.tr(
            "Whoever gets hold of this file, of a copy or of this computer's disk can read it: names, birth dates,"
            " findings. Nobody has to unlock it, so nobody can be held to what was entered."
        )
        what = self.tr(
            "Encrypting takes a minute. A checked copy is made first; the file as it is now stays beside it until you"
            " remove it. You choose a passphrase, become the administrator and print a recovery key."
        )
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.LARGE)
        column.addWidget(AlertNote(self.tr("This file is not encrypted."), words, "warn"))
        column.addWidget(PlainLabel(what, wrap=True))
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.MEDIUM)
        buttons.addWidget(self.encrypt)
        buttons.addWidget(self.open_plain)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        return page

    def _form(self) -> QWidget:
        self.person = FieldFrame(self.tr("Your name"), QLineEdit())
        self.role = ChoiceBox()
        for role in _ROLES:
            self.role.addItem(self.wording.enum("role", role), role.value)
        self.secret, self.again = SecretField(self.tr("Passphrase")), SecretField(self.tr("Passphrase once more"))
        self.do_encrypt = KeyButton(self.tr("Encrypt"), hint="Enter", kind="primary")
        self.back = KeyButton(self.tr("Back"), hint="Esc")
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        column.addWidget(PlainLabel(self.tr("Encrypt this file"), "day"))
        rule = self.tr("At least 12 characters: four or five words that do not belong together are easy to remember.")
        for row in ((self.person, FieldFrame(self.tr("Role"), self.role)), (self.secret, self.again)):
            line = QHBoxLayout()
            line.setSpacing(Space.MEDIUM)
            for field in row:
                line.addWidget(field, 1)
            column.addLayout(line)
        column.addWidget(PlainLabel(rule, "caption", wrap=True))
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, Space.SMALL, 0, 0)
        buttons.addWidget(self.do_encrypt)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        self.do_encrypt.clicked.connect(self.submit)
        self.back.clicked.connect(lambda: self._pages.setCurrentIndex(0))
        self.again.entered.connect(self.submit)
        return page

    def say(self, sentence: str) -> None:
        self.problem.show_text(sentence, "error" if sentence else "")

    def focus_first(self) -> None:
        """The safe way is offered first."""
        self.encrypt.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._pages.currentIndex() == 1 and self.back.isEnabled():
            self.back.click()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        self._pages.setCurrentIndex(1)
        self.person.editor().setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Encrypt, or say what is missing."""
        name = self.person.editor().text().strip()  # type: ignore[attr-defined]
        self.problem.show_text("")
        if not name:
            self.person.set_error(self.tr("Write your name: it stands at every entry you make."))
            self.person.editor().setFocus()
        elif not self.secret.text():
            self.secret.set_error(self.tr("Choose a passphrase."))
            self.secret.edit.setFocus()
        elif self.secret.text() != self.again.text():
            self.again.set_error(self.tr("The two are not the same. Type the passphrase once more."))
            self.again.edit.setFocus()
        elif self.do_encrypt.isEnabled():
            self._encrypt(name, Role(self.role.currentData()), self.secret.text())

    def _encrypt(self, name: str, role: Role, passphrase: str) -> None:
        from hsct_desktop.views.opening import encrypt_place

        place = self._place
        self._busy(self.tr("Encrypting…"))
        self.jobs.run(lambda: encrypt_place(place, name, role, passphrase), self._on_encrypted, self._on_failed)

    def _busy(self, words: str) -> None:
        self.do_encrypt.setEnabled(not words)
        self.back.setEnabled(not words)
        self.do_encrypt.setText(words or self.tr("Encrypt"))

    def _on_encrypted(self, made: tuple[Opened, str]) -> None:
        from hsct_desktop.services import waiting
        from hsct_desktop.views.recovery_dialog import show_recovery_key

        opened, key = made
        self._busy("")
        workspace = opened.workspace
        show_recovery_key(self._ctx, waiting.unit_name(workspace), key, workspace.store.file_id, self.window())
        self.encrypted.emit(opened)

    def _on_failed(self, error: Exception) -> None:
        self._busy("")
        if isinstance(error, InputError):
            self.problem.show_text(self.wording.problems(error), "error")
        elif isinstance(error, KnownError):
            self.problem.show_text(self.wording.known_error(error), "error")
        else:
            raise error
