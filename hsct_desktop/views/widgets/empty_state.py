"""What an empty page says: one sentence and one button, or two where there are two ways to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.plain_label import PlainLabel

_WIDTH = 480


class EmptyState(QWidget):
    """One sentence and, when there is something to do, one button, at the top third of the area."""

    activated = Signal()
    other_activated = Signal()

    def __init__(
        self,
        sentence: str,
        action: str = "",
        *,
        icon: str | None = None,
        hint: str = "",
        primary: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sentence = PlainLabel(sentence, wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setFixedWidth(_WIDTH)
        self._button = KeyButton(action, icon=icon, hint=hint, kind="primary" if primary else "plain")
        self._button.clicked.connect(self.activated)
        self._other = KeyButton("")
        self._other.clicked.connect(self.other_activated)
        column = QVBoxLayout(self)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self._sentence, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(Space.WIDE)
        row = QHBoxLayout()
        row.setSpacing(Space.MEDIUM)
        row.addStretch(1)
        row.addWidget(self._button)
        row.addWidget(self._other)
        row.addStretch(1)
        column.addLayout(row)
        # Not before they have a parent: shown alone they would be windows for a moment.
        self._button.setVisible(bool(action))
        self._other.hide()
        column.addStretch(2)

    def set_text(self, sentence: str, action: str = "", other: str = "") -> None:
        """Change the sentence and the buttons; no words, no button."""
        self._sentence.setText(sentence)
        for button, words in ((self._button, action), (self._other, other)):
            button.setText(words)
            button.setVisible(bool(words))

    def button(self) -> KeyButton:
        """The one button, or the first."""
        return self._button

    def other_button(self) -> KeyButton:
        """The second button."""
        return self._other
