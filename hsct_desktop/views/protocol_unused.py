"""A file of the unit's folder that is not used: what is wrong with it, and the way to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.views.context import Context
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.note import AlertNote

if TYPE_CHECKING:
    from hsct_desktop.services.protocols import BrokenFile


class UnusedProtocol(QWidget):
    """Each mistake with its line. `edit_wanted` asks for the editor."""

    edit_wanted = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._note = AlertNote("", "", "warn")
        self._edit = KeyButton(self.tr("Edit"), icon="edit", kind="primary")
        self._edit.clicked.connect(self.edit_wanted)
        row = QHBoxLayout()
        row.addWidget(self._edit)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.MEDIUM)
        column.addWidget(self._note)
        column.addLayout(row)
        column.addStretch(1)

    def show_file(self, found: BrokenFile) -> None:
        """Show what is wrong with a file."""
        sentences = "\n".join(problem.text(self._ctx.language) for problem in found.problems)
        self._note.set_note(self.tr("Not used: a file of the unit's folder"), sentences)

    def focus_first(self) -> None:
        """Put the keyboard onto the button."""
        self._edit.setFocus(Qt.FocusReason.TabFocusReason)
