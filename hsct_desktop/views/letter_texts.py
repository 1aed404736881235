"""What the doctor types into a letter: fields that grow with their words, and the phrases of the unit in one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QWidget

from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.phrases import OfferedPhrase

_AROUND: Final = 16
"""Height of the frame and the margins around the lines."""
_MOST_LINES: Final = 14


class GrowingText(QPlainTextEdit):
    """Several lines that grow with what is typed, so that it is read whole; Tab leaves the field."""

    grown = Signal()

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = lines
        self._spare = 0
        self.setTabChangesFocus(True)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._on_words())
        self._fit()

    def _on_words(self) -> None:
        before = self.height()
        self._fit()
        if self.height() != before:
            self.grown.emit()

    def wanted_lines(self) -> int:
        """How many lines it needs for its words, within what is bearable."""
        return min(max(self._least, round(self.document().size().height())), _MOST_LINES)

    def give(self, lines: int) -> None:
        """Show so many lines more than needed: there is room."""
        if lines != self._spare:
            self._spare = lines
            self._fit()

    def _fit(self) -> None:
        height = self.fontMetrics().lineSpacing() * (self.wanted_lines() + self._spare) + _AROUND
        if height != self.height() or self.minimumHeight() != self.maximumHeight():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class PhraseLine(QWidget):
    """The first phrases as buttons, as many as there is room for, and the key that lists all of them."""

    chosen = Signal(object)
    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.SMALL)
        self._caption = PlainLabel(self.tr("Phrases"), "caption")
        self._all = KeyButton(self.tr("All"), hint="Ctrl+J", small=True)
        self._all.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._all.clicked.connect(self.all_wanted)
        self._buttons: list[KeyButton] = []
        self._row.addWidget(self._caption)
        self._row.addStretch(1)
        self._row.addWidget(self._all)
        self.setFixedHeight(Height.SMALL_CONTROL)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_phrases(self, phrases: Sequence[OfferedPhrase], section: str) -> None:
        """Offer the phrases of a section."""
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self.setAccessibleName(f"{self._caption.text()}: {section}")
        self._buttons = [self._button(phrase) for phrase in phrases]
        for at, button in enumerate(self._buttons, 1):
            self._row.insertWidget(at, button)
        self.setVisible(bool(phrases))
        self._fit()

    def _button(self, phrase: OfferedPhrase) -> KeyButton:
        button = KeyButton(phrase.label.replace("&", "&&"), small=True)
        button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        press: Callable[..., None] = lambda _checked=False: self.chosen.emit(phrase)  # noqa: E731 - typed for Qt
        button.clicked.connect(press)
        return button

    def _fit(self) -> None:
        left = self.width() - sum(w.sizeHint().width() + Space.SMALL for w in (self._caption, self._all))
        for button in self._buttons:
            left -= button.sizeHint().width() + Space.SMALL
            button.setVisible(left >= 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, Height.SMALL_CONTROL)
