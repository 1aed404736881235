"""What the unlock page asks of who was chosen: passphrase, PIN, recovery key, or a new passphrase."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.unlock_facts import Person, Try
from hsct_desktop.views.unlock_foot import Sign
from hsct_desktop.views.unlock_secret import PIN_LEAST, PIN_MOST, PinField, SecretField, wide
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.field import FieldFrame, NoteLine
from hsct_desktop.views.widgets.panel import rule
from hsct_desktop.views.widgets.plain_label import PlainLabel

PASSPHRASE, PIN, OTHER, RECOVERY, NEW = "passphrase", "pin", "other", "recovery", "new"
_SIDE: Final = 28


class UnlockForms(QWidget):
    """One form at a time. `tried(Try)` carries what was typed; `left` asks for the list again."""

    tried = Signal(object)
    stepped = Signal(int)
    numbered = Signal(int)
    left = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self.mode = OTHER
        self._person: Person | None = None
        self._published = ""
        self.keepers: tuple[Person, ...] = ()
        self._old = Try(OTHER)
        self._title = PlainLabel("", "day", wrap=True)
        self._sub = PlainLabel("", "muted", wrap=True)
        self.secret = SecretField(self.tr("Passphrase"))
        self.today_pin = self._make_today_pin()
        self.pin = PinField()
        self.recovery = FieldFrame(self.tr("Recovery key"), QLineEdit())
        self.new = SecretField(self.tr("New passphrase"))
        self.again = SecretField(self.tr("New passphrase once more"))
        self.problem = NoteLine()
        self.button = wide(KeyButton(self.tr("Unlock"), hint="Enter", kind="primary"))
        self.change_way = KeyButton("", kind="link", small=True)
        self.have_recovery = KeyButton(self.tr("I have the recovery key"), kind="link", small=True)
        self._note, self._note_sign = PlainLabel("", wrap=True), Sign("edit", "warn")
        self._lay_out()
        self._connect()

    def _make_today_pin(self) -> FieldFrame:
        edit = QLineEdit()
        edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.setMaxLength(PIN_MOST)
        edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
        edit.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        return FieldFrame(self.tr("PIN for today, if you like"), edit, unit=self.tr("4 to 8 digits"))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, Space.WIDE, _SIDE, Space.LARGE)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(self._sub)
        column.addSpacing(Space.MEDIUM)
        for field in (self.recovery, self.secret, self.pin, self.today_pin, self.new, self.again):
            column.addWidget(field)
            field.setContentsMargins(0, 0, 0, Space.SMALL)
        column.addWidget(self.problem)
        column.addSpacing(Space.SMALL)
        column.addWidget(self.button)
        links = QHBoxLayout()
        links.setContentsMargins(0, Space.SMALL, 0, 0)
        links.addWidget(self.change_way)
        links.addStretch(1)
        links.addWidget(self.have_recovery)
        column.addLayout(links)
        self._line = rule()
        column.addSpacing(Space.SMALL)
        column.addWidget(self._line)
        note = QHBoxLayout()
        note.setContentsMargins(0, Space.MEDIUM, 0, 0)
        note.setSpacing(Space.MEDIUM)
        note.addWidget(self._note_sign, 0, Qt.AlignmentFlag.AlignTop)
        note.addWidget(self._note, 1)
        column.addLayout(note)
        column.addStretch(1)
        self.problem.hide()

    def _connect(self) -> None:
        self.button.clicked.connect(self.submit)
        self.change_way.clicked.connect(self._other_way)
        self.have_recovery.clicked.connect(self.ask_recovery)
        self.secret.entered.connect(self._soon)
        self.pin.entered.connect(self._soon)
        self.today_pin.entered.connect(self._soon)
        self.recovery.entered.connect(self._soon)
        self.again.entered.connect(self._soon)
        self.secret.edit.passed.connect(self.stepped)
        self.pin.edit.passed.connect(self.stepped)
        self.secret.edit.numbered.connect(self.numbered)
        for edit in self.findChildren(QLineEdit):
            edit.textEdited.connect(self._forget_problem)

    def _soon(self) -> None:
        # The field goes on to the next one after this: what is tried stays where it is.
        QTimer.singleShot(0, self, self.submit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # which form -------------------------------------------------------------------------------------------------

    def _show(self, mode: str, title: str, sub: str, *fields: QWidget) -> None:
        self.mode = mode
        self._title.setText(title)
        self._sub.setText(sub)
        self._sub.setVisible(bool(sub))
        for field in (self.recovery, self.secret, self.pin, self.today_pin, self.new, self.again):
            field.setVisible(field in fields)
        for secret in (self.secret, self.new, self.again):
            secret.clear()
        for frame in (self.recovery, self.today_pin):
            frame.editor().clear()  # type: ignore[attr-defined]
            frame.set_error(None)
        self.pin.edit.clear()
        self.show_problem("")
        self.have_recovery.setVisible(mode in (PASSPHRASE, OTHER))
        self.change_way.setVisible(mode in (PIN, RECOVERY))
        self.change_way.setText(self.tr("With the passphrase instead"))
        self.button.setText(self.tr("Set and unlock") if mode in (NEW, RECOVERY) else self.tr("Unlock"))

    def _say_note(self, words: str, icon: str = "info", token: str = "muted") -> None:
        self._note.setText(words)
        self._note_sign.show_sign(icon, token)
        for part in (self._note, self._note_sign, self._line):
            part.setVisible(bool(words))

    def ask_person(self, person: Person, published: str = "", *, with_passphrase: bool = False) -> None:
        """Ask somebody of the list: for the PIN of today where there is one, else for the passphrase."""
        self._person, self._published = person, published
        if person.pin_digits and not with_passphrase:
            self._show(PIN, person.name, self._session(person), self.pin)
            self.pin.expect(person.pin_digits, person.tries)
        else:
            self._show(PASSPHRASE, person.name, self._session(person) or person.role, self.secret, self.today_pin)
            self.secret.fill_in(published)
        if person.forms:
            one = self.tr("An unfinished form waits for you, encrypted. It opens again where you left it.")
            many = self.tr("{} unfinished forms wait for you, encrypted. They open again where you left them.")
            self._say_note(one if person.forms == 1 else many.format(person.forms), "edit", "warn")
        elif published:
            words = self.tr("Practice file with invented patients. Its passphrase is “{}” and is filled in.")
            self._say_note(words.format(published))
        else:
            self._say_note("")

    def _session(self, person: Person) -> str:
        if person.begun is None or person.locked is None:
            return ""
        words = self.tr("Session begun today at {begun}, locked at {locked}")
        return words.format(begun=f"{person.begun:%H:%M}", locked=f"{person.locked:%H:%M}")

    def ask_other(self) -> None:
        """Ask somebody who is not in the list: every slot is tried with the passphrase."""
        self._person = None
        self._show(OTHER, self.tr("Other user"), self.tr("Your passphrase tells who you are."), self.secret)
        self._say_note("")

    def ask_recovery(self) -> None:
        """Ask for the recovery key, which sets a new passphrase for an administrator."""
        keeper = self._keeper()
        words = self.tr("From the sealed page. It sets a new passphrase for {}, who administers the file.")
        name = keeper.name if keeper is not None else "?"
        self._show(RECOVERY, self.tr("Recovery key"), words.format(name), self.recovery, self.new, self.again)
        self._say_note(self.tr("Make a new recovery key afterwards: this one has been out of its envelope."))
        self.focus_first()

    def _keeper(self) -> Person | None:
        """For whom the recovery key sets a passphrase: who is chosen, if they administer, else the first who does."""
        if self._person is not None and self._person in self.keepers:
            return self._person
        return next(iter(self.keepers), self._person)

    def ask_new(self, old: Try, name: str) -> None:
        """Ask for a passphrase of one's own, after a temporary one was right."""
        self._old = old
        words = self.tr("Your passphrase was temporary. Choose one of your own: at least 12 characters.")
        self._show(NEW, name or self.tr("New passphrase"), words, self.new, self.again)
        self._say_note("")
        self.focus_first()

    def _other_way(self) -> None:
        if self._person is not None:
            self.ask_person(self._person, self._published, with_passphrase=True)
        else:
            self.ask_other()
        self.focus_first()

    def focus_first(self) -> None:
        """The first field of the form."""
        fields = {PIN: self.pin.edit, RECOVERY: self.recovery.editor(), NEW: self.new.edit}
        first = fields.get(self.mode, self.secret.edit)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def type_into(self, words: str) -> None:
        """Go on in the field with what was typed on the list."""
        self.focus_first()
        if self.mode in (PASSPHRASE, OTHER):
            if self._published and self.secret.text() == self._published:
                self.secret.clear()
            self.secret.edit.insert(words)

    # trying -----------------------------------------------------------------------------------------------------

    def submit(self) -> None:
        """Try what was typed, or say what is missing."""
        if not self.button.isEnabled():
            # Enter has left the field: what was typed waits there, and so do the keys.
            self.focus_first()
            return
        uid = self._person.uid if self._person is not None and self.mode in (PASSPHRASE, PIN) else ""
        if self.mode == PIN:
            if len(self.pin.edit.text()) < PIN_LEAST:
                self.pin.set_error(self.tr("Type the PIN you chose today."))
                return
            self.tried.emit(Try(PIN, uid, pin=self.pin.edit.text()))
        elif self.mode in (PASSPHRASE, OTHER):
            self._submit_passphrase(uid)
        elif self._new_is_twice():
            if self.mode == NEW:
                self.tried.emit(Try(NEW, self._old.uid, self._old.secret, self._old.pin, self.new.text()))
            else:
                keeper = self._keeper()
                uid = keeper.uid if keeper is not None else ""
                self.tried.emit(Try(RECOVERY, uid, self.recovery.editor().text(), "", self.new.text()))  # type: ignore[attr-defined]

    def _submit_passphrase(self, uid: str) -> None:
        pin: str = self.today_pin.editor().text()  # type: ignore[attr-defined]
        if not self.secret.text():
            self.secret.set_error(self.tr("Type your passphrase."))
            self.secret.edit.setFocus()
        elif pin and not (pin.isascii() and pin.isdigit() and PIN_LEAST <= len(pin) <= PIN_MOST):
            self.today_pin.set_error(self.tr("A PIN has 4 to 8 digits. Leave it empty for none."))
            self.today_pin.editor().setFocus()
        else:
            self.tried.emit(Try(self.mode, uid, self.secret.text(), pin))

    def _new_is_twice(self) -> bool:
        if self.mode == RECOVERY and not self.recovery.editor().text().strip():  # type: ignore[attr-defined]
            self.recovery.set_error(self.tr("Type the recovery key, in groups of four as it is printed."))
            self.recovery.editor().setFocus()
        elif not self.new.text():
            self.new.set_error(self.tr("Choose a new passphrase."))
            self.new.edit.setFocus()
        elif self.new.text() != self.again.text():
            self.again.set_error(self.tr("The two are not the same. Type the new passphrase once more."))
            self.again.edit.setFocus()
        else:
            return True
        return False

    def show_problem(self, sentence: str, field: str = "") -> None:
        """Say why it did not open, beside the field where it can be mended; the secret is typed again."""
        if sentence and field in ("passphrase", "recovery"):
            (self.new if field == "passphrase" else self.recovery).set_error(sentence)
            self.problem.show_text("")
            return
        self.problem.show_text(sentence, "error" if sentence else "")
        if sentence:
            self.secret.edit.filled = ""  # it was wrong: what is typed now replaces it
            self.secret.edit.selectAll()
            self.pin.edit.clear()
            self.focus_first()

    def _forget_problem(self) -> None:
        self.problem.show_text("")
        self.recovery.set_error(None)
        self.today_pin.set_error(None)

    def set_busy(self, words: str, *, typing: bool = True) -> None:
        """While a try runs, or must wait, the button says so; "" makes it ready again. `typing`: fields stay open."""
        self.button.setEnabled(not words)
        for part in (self.secret, self.today_pin, self.have_recovery):
            part.setEnabled(typing or not words)
        usual = self.tr("Set and unlock") if self.mode in (NEW, RECOVERY) else self.tr("Unlock")
        self.button.setText(words or usual)
        self.button.set_hint("" if words else "Enter")
