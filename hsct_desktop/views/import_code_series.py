"""One field of the import: the codes of new patients, where the file has none."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from hsct_desktop.domain.import_numbering import pattern_of
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.plain_label import PlainLabel

_FORM: Final = "MS-####"
_WIDTH: Final = 130
_GO_ON: Final = tuple(
    QKeyCombination(Qt.KeyboardModifier.ControlModifier, key) for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
)


class _Line(QLineEdit):
    """The keys that go on end the typing first: nothing is taken in by a series that is still being typed."""

    held = ""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and self._ends_typing(event):
            event.accept()
            return True
        return super().event(event)

    def _ends_typing(self, event: QKeyEvent) -> bool:
        asked = event.type() == QEvent.Type.ShortcutOverride and event.keyCombination() in _GO_ON
        return asked and self.text().strip() != self.held


class CodeSeries(QFrame):
    """`chosen` carries a series as it was typed, "" for none; what is no series is said, and not carried."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._key: object = None
        self.setProperty("role", "sheet-foot")
        label = PlainLabel(self.tr("Codes of new patients"), "bold")
        self.line = _Line()
        self.line.setPlaceholderText(_FORM)
        self.line.setAccessibleName(label.text())
        self.line.setFixedWidth(_WIDTH)
        self.line.editingFinished.connect(self._on_finished)
        self.line.textEdited.connect(lambda _text: self._say())
        label.setBuddy(self.line)
        self.said = PlainLabel("", "caption", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(Space.SMALL)
        row.addWidget(label)
        row.addWidget(self.line)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.MEDIUM, Space.SMALL, Space.MEDIUM, Space.SMALL)
        column.setSpacing(Space.TIGHT)
        column.addLayout(row)
        column.addWidget(self.said)
        self.hide()

    def show_series(self, key: object, held: str | None) -> None:
        """Show the series of a sheet; None where the sheet has codes of its own. What is being typed stays."""
        self.setVisible(held is not None)
        if held is None or (key, held) == (self._key, self.line.held):
            return
        self._key, self.line.held = key, held
        self.line.setText(held)
        self._say()

    def _say(self, *, ended: bool = False) -> bool:
        """Say what a series does; what is no series is complained of when the typing has ended."""
        text = self.line.text().strip()
        series = pattern_of(text)
        wrong = bool(text) and series is None
        if series is not None:
            words = self.tr("New patients get the next free numbers: {0}, {1} and so on.")
            said = words.format(series.code(1), series.code(2))
        elif wrong and ended:
            said = self.tr("{0} is no form of codes: write it like MS-####.").format(text)
        else:
            said = self.tr(
                "No column holds codes: give their form, one # for each digit, and new patients are numbered."
            )
        self.said.setText(said)
        self.said.set_role("danger" if wrong and ended else "caption")
        self.line.setAccessibleDescription(said)
        return not wrong

    def _on_finished(self) -> None:
        text = self.line.text().strip()
        if self._say(ended=True) and text != self.line.held:
            self.line.held = text
            self.chosen.emit(text)

    def begin(self) -> None:
        """Give it the keys."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()
