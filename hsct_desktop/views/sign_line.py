"""The signature under a visit: whose and when, signing, unlocking with a reason, and how long it stays open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hsct_desktop.domain.signing import SignState
from hsct_desktop.views.context import Context
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.theme.icons import pixmap
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.plain_label import PlainLabel, plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.signing import SignLine
    from hsct_desktop.services.workspace import Workspace

_SIGN: Final = 16
_TICK_MS: Final = 5_000
_LOOKS: Final = {
    SignState.OPEN: ("sign", "muted"),
    SignState.SIGNED: ("lock", "success"),
    SignState.UNLOCKED: ("lock", "warn"),
    SignState.CHANGED: ("alert", "danger"),
}


class SignLineWidget(QFrame):
    """One line over the form of a recorded visit; `changed` when it was signed, unlocked, or has shut by itself.

    Signing asks once in the line, since it locks the visit: `left` tells that somebody would rather not.
    """

    changed = Signal()
    left = Signal()

    def __init__(
        self,
        ctx: Context,
        patient_id: int,
        visit_id: int,
        what: str,
        *,
        is_touched: Callable[[], bool],
        reopen: Callable[[], None],
    ) -> None:
        """`is_touched` says whether the form holds what is not saved; `reopen` shows it again once it is unlocked."""
        super().__init__()
        self._ctx, self._patient_id, self._visit_id, self._what = ctx, patient_id, visit_id, what
        self._is_touched, self._reopen = is_touched, reopen
        self.line: SignLine | None = None
        self._picture = QLabel()
        self._picture.setFixedSize(_SIGN, _SIGN)
        self.words = PlainLabel("", wrap=True)
        self.chip = Chip("", "warn", icon="lock")
        self.sign_button = KeyButton(self.tr("Sign"), icon="sign", hint="Ctrl+Shift+S", small=True)
        self.sign_button.setObjectName("visit_sign")
        self.unlock_button = KeyButton(self.tr("Unlock…"), icon="lock", small=True)
        self.unlock_button.setObjectName("visit_unlock")
        self.question = PlainLabel("", "bold", wrap=True)
        self.confirm_button = KeyButton(self.tr("Sign"), icon="sign", hint="Enter", kind="primary", small=True)
        self.confirm_button.setObjectName("visit_sign_confirm")
        self.leave_button = KeyButton(self.tr("Leave"), hint="Esc", small=True)
        self.leave_button.setObjectName("visit_sign_leave")
        self.sign_button.clicked.connect(self.ask)
        self.confirm_button.clicked.connect(self.sign)
        self.leave_button.clicked.connect(self.leave)
        self.unlock_button.clicked.connect(self.unlock)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self.count_down)
        self._lay_out()
        self._bind_keys()
        self.refresh()

    def _bind_keys(self) -> None:
        for button, slot in ((self.confirm_button, self.sign), (self.leave_button, self.leave)):
            for keys in ("Return", "Enter"):
                shortcut = QShortcut(QKeySequence(keys), button)
                shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
                # A key that is held down signs nothing.
                shortcut.setAutoRepeat(False)
                shortcut.activated.connect(slot)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(Space.SMALL)
        first.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.words, 1)
        first.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        second = QHBoxLayout()
        second.setSpacing(Space.SMALL)
        second.addWidget(self.question, 1)
        self._gap = QWidget()
        second.addWidget(self._gap, 1)
        second.addWidget(self.unlock_button)
        second.addWidget(self.sign_button)
        second.addWidget(self.leave_button)
        second.addWidget(self.confirm_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.SMALL)
        column.setSpacing(Space.SMALL)
        column.addLayout(first)
        column.addLayout(second)

    def refresh(self) -> None:
        """Read where the signature stands."""
        from hsct_desktop.services import signing

        ws = self._ctx.ready()
        self.line = line = signing.line_of(ws, self._visit_id)
        icon, token = _LOOKS[line.state]
        self._picture.setPixmap(pixmap(icon, token, _SIGN, self.devicePixelRatioF()))
        self.words.setText(self._told(line))
        self.setAccessibleName(self.words.text())
        self._show_buttons(line)
        self.count_down()
        if line.state is SignState.UNLOCKED:
            self._tick.start()
        else:
            self._tick.stop()

    def _told(self, line: SignLine) -> str:
        words = self._ctx.wording
        if line.signed_at is None:
            return self.tr("Not signed.") if line.is_complete else self.tr("Not signed: its report is awaited.")
        at = words.moment(line.signed_at.astimezone())
        told = self.tr("Signed by {name} on {at}.").format(name=line.signed_by, at=at)
        if line.state is SignState.SIGNED:
            return " ".join((told, self.tr("The visit, its checklist and the results of its day are locked.")))
        if line.state is SignState.CHANGED:
            return " ".join((told, self.tr("It has changed since; sign it anew.")))
        opened = self.tr("Unlocked by {name}: {reason}").format(name=line.unlocked_by, reason=line.because)
        return f"{told} {opened}"

    def _show_buttons(self, line: SignLine) -> None:
        from hsct_desktop.domain.permission import Right
        from hsct_desktop.services import permissions

        ws, is_new = self._ctx.ready(), line.signed_at is None
        self.sign_button.setText(self.tr("Sign") if is_new else self.tr("Sign anew"))
        self.sign_button.setEnabled(line.may_sign and line.is_complete)
        self.sign_button.setToolTip(plain_tooltip(permissions.why_not(ws, Right.SIGN)))
        self._show_question(asked=False)
        self.unlock_button.setVisible(line.is_locked)
        self.unlock_button.setEnabled(line.may_unlock)
        self.unlock_button.setToolTip(plain_tooltip(permissions.why_not(ws, Right.UNLOCK)))

    def count_down(self) -> None:
        """Say how many minutes it stays open; once they are over it is read anew."""
        from hsct_desktop.services import signing

        line = self.line
        if self._ctx.workspace is None:  # locked meanwhile: the window has been blanked
            self._tick.stop()
            return
        is_open = line is not None and line.state is SignState.UNLOCKED and line.until is not None
        changed = line is not None and line.state is SignState.CHANGED
        self.chip.setVisible(is_open or changed)
        if changed:
            self.chip.set_kind("danger", "alert")
            self.chip.set_text(self._ctx.wording.enum("sign_state", SignState.CHANGED).lower())
        if line is None or line.until is None or not is_open:
            return
        left = (line.until - signing.now(self._ctx.ready())).total_seconds()
        if left <= 0:
            self._tick.stop()
            self.refresh()
            self.changed.emit()
            return
        self.chip.set_kind("warn", "lock")
        self.chip.set_text(self.tr("unlocked {} min").format(max(1, -(-int(left) // 60))))

    def _may_be_signed(self) -> bool:
        line = self.line
        return line is not None and line.state is not SignState.SIGNED and line.may_sign and line.is_complete

    def _refused_unsaved(self) -> bool:
        """What the form holds beyond the record is saved first."""
        if self._is_touched():
            self._ctx.error_wanted.emit(self.tr("Nothing was signed: save the changes of the form first."))
            return True
        return False

    @property
    def is_asking(self) -> bool:
        """Whether the question stands there."""
        return not self.question.isHidden()

    def ask(self) -> None:
        """Ask once, since signing locks the visit and no undo takes it back."""
        if not self._may_be_signed() or self.is_asking or self._refused_unsaved():
            return
        author = self._ctx.ready().author
        words = self.tr("Sign as {name}? It locks the visit.")
        self.question.setText(words.format(name=author.name if author is not None else ""))
        self.confirm_button.setAccessibleDescription(self.question.text())
        self._show_question(asked=True)
        self.confirm_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Sign nothing after all."""
        if self.is_asking:
            self.left.emit()
            self._show_question(asked=False)

    def _show_question(self, *, asked: bool) -> None:
        for part in (self.question, self.confirm_button, self.leave_button):
            part.setVisible(asked)
        self._gap.setVisible(not asked)
        is_signed = self.line is not None and self.line.state is SignState.SIGNED
        self.sign_button.setVisible(not asked and not is_signed)

    def sign(self) -> None:
        """Sign the visit as it is recorded; what the form holds beyond that is saved first."""
        from hsct_desktop.services import signing

        if not self._may_be_signed() or self._refused_unsaved():
            return
        ctx, visit_id = self._ctx, self._visit_id
        if ctx.save(lambda: signing.sign(ctx.ready(), visit_id), initiator=self) is not None:
            self.refresh()
            self.changed.emit()

    def unlock(self) -> None:
        """Ask for the reason; the record opens again once it is unlocked."""
        from hsct_desktop.services import signing

        visit_id, reopen = self._visit_id, self._reopen

        def unlock(ws: Workspace, reason: str) -> Changes:
            changes = signing.unlock(ws, visit_id, reason)
            QTimer.singleShot(0, reopen)  # once the sheet that asks has gone
            return changes

        title, draft = self.tr("Unlock a signed visit"), f"unlock_visit:{visit_id}"
        sheet = ReasonSheet(self._ctx, self._patient_id, title, self._what, unlock, draft=draft)
        minutes = self.tr("It stays open for 30 minutes; what was signed, your name and the reason stay on record.")
        sheet.note.set_note(self._what, minutes, "warn")
        sheet.save_button().setText(self.tr("Unlock"))
        self._ctx.open_sheet(sheet)
