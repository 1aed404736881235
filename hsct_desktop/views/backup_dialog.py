"""Asks where the backup by key goes: the last choice stands there, Enter starts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QDialogButtonBox, QRadioButton, QVBoxLayout, QWidget

from hsct_desktop.views.backup_choice import To
from hsct_desktop.views.context import Context
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.who import word_button
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel, plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.views.backup_desk import BackupDesk

_WIDTH = 460


class BackupDialog(QDialog):
    """The choice of places. A place that is not there now cannot be chosen and says so."""

    def __init__(self, ctx: Context, desk: BackupDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx, self._desk = ctx, desk
        self.setWindowTitle(self.tr("Back up now"))
        self.setFixedWidth(_WIDTH)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_chosen)
        self._is_chosen = False
        self.choices = {
            To.BOTH: QRadioButton(self.tr("This computer and the second place")),
            To.HERE: QRadioButton(self.tr("This computer only")),
            To.SECOND: QRadioButton(self.tr("The second place only")),
        }
        self._place = ElidedLabel("", "caption")
        self._other = KeyButton(self.tr("Choose the second place…"), small=True)
        self._other.clicked.connect(self._choose)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        word_button(self.buttons.button(QDialogButtonBox.StandardButton.Ok), self.tr("Back up"))
        word_button(self.buttons.button(QDialogButtonBox.StandardButton.Cancel), self.tr("Leave"))
        self.buttons.accepted.connect(self._go)
        self.buttons.rejected.connect(self.reject)
        self._lay_out()
        desk.changed.connect(self._show_places)
        self._show_places()
        self._begin()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, Space.LARGE)
        column.setSpacing(Space.SMALL)
        column.addWidget(PlainLabel(self.tr("Where to?"), "bold"))
        for number, button in enumerate(self.choices.values()):
            self._group.addButton(button, number)
            column.addWidget(button)
        column.addWidget(self._place)
        column.addWidget(self._other, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(Space.SMALL)
        column.addWidget(self.buttons)

    def _show_places(self) -> None:
        """Which places can be written now: a stick may be plugged in while the question stands."""
        second, words = self._desk.facts.second, self._ctx.wording
        is_there = second is not None and second.is_there
        for to in (To.SECOND, To.BOTH):
            self.choices[to].setEnabled(is_there)
        if second is None:
            said = self.tr("No second place is chosen yet: a stick or a share.")
        else:
            said = words.text("backup.second_there" if is_there else "backup.second_gone", place=second.folder)
        self._place.setText(said)
        self._place.setToolTip(plain_tooltip(said))
        wanted = self.choices[self._desk.choice().to]
        if not self._is_chosen:
            (wanted if wanted.isEnabled() else self.choices[To.HERE]).setChecked(True)
        elif not is_there:
            self.choices[To.HERE].setChecked(True)

    def _on_chosen(self) -> None:
        """From now on the person's choice stands, whatever is plugged in."""
        self._is_chosen = True

    def _begin(self) -> None:
        start = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        start.setDefault(True)
        start.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self) -> None:
        self.reject()
        self._desk.choose_second()

    def _go(self) -> None:
        to = next(to for to, button in self.choices.items() if button.isChecked())
        self.accept()
        self._desk.start(to)
