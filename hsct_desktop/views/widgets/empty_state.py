"""What an empty page says: one sentence and one button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.plain_label import PlainLabel

_WIDTH = 480


class EmptyState(QWidget):
    """One sentence and, when there is something to do, one button, at the top third of the area."""

    activated = Signal()

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
        column = QVBoxLayout(self)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self._sentence, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(Space.WIDE)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        # Not before it has a parent: shown alone it would be a window for a moment.
        self._button.setVisible(bool(action))
        column.addStretch(2)

    def set_text(self, sentence: str, action: str = "") -> None:
        """Change the sentence and the button; no action, no button."""
        self._sentence.setText(sentence)
        self._button.setText(action)
        self._button.setVisible(bool(action))

    def button(self) -> KeyButton:
        """The one button."""
        return self._button
