"""A line above the status bar that says what could not be done and stays until it is read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import IconButton
from hsct_desktop.views.widgets.note import AlertNote


class ErrorStrip(QWidget):
    """Hidden until `show_error`; its button closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = AlertNote("", "", "danger")
        self._lasting = self._fresh = False
        self._close = IconButton("close", self.tr("Close the message"))
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.LARGE, Space.TIGHT, Space.LARGE, Space.TIGHT)
        row.addWidget(self._note, 1)
        row.addWidget(self._close)
        self.hide()

    def show_error(self, sentence: str, *, lasting: bool = False) -> None:
        """Show and announce a sentence; a `lasting` one stays when another place is shown. An empty one takes away what
        was said of a place that is left."""
        if sentence:
            self._say(sentence, "danger", lasting=lasting)
        else:
            self.leave_place()

    def show_notice(self, fact: str, action: str = "") -> None:
        """Show calmly what needs nobody this minute; an empty fact takes a notice away, never an error."""
        if fact:
            self._say(fact, "warn", action, lasting=True)
        elif self._note.kind() == "warn":
            self.hide()

    def _say(self, fact: str, kind: str, action: str = "", *, lasting: bool) -> None:
        self._note.set_note(fact, action, kind)
        self._lasting, self._fresh = lasting, True
        QTimer.singleShot(0, self, self._settle_in)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._note.accessibleName()))

    def settle(self) -> None:
        """Something was done meanwhile: an error is of the past, a notice holds until it is taken back or closed."""
        if self._note.kind() != "warn":
            self.hide()

    def leave_patient(self) -> None:
        """Another patient is shown: what was said of "this patient" would be said of the wrong one."""
        if not self._lasting:
            self.hide()

    def leave_place(self) -> None:
        """Another place is shown: what was said before is of the past, but not why one goes there."""
        if not self._fresh:
            self.leave_patient()

    def _settle_in(self) -> None:
        self._fresh = False

    def text(self) -> str:
        """The sentence shown; empty when none is."""
        return self._note.accessibleName() if not self.isHidden() else ""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._note.update()
