"""What the doctor types into a letter: fields that grow with their words, and the phrases of the unit in one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QWidget

from hsct_desktop.views.theme.apply import set_variant
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.choice_box import is_typed
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.phrases import OfferedPhrase

_AROUND: Final = 16
"""Height of the frame and the margins around the lines."""
_MOST_LINES: Final = 14


class GrowingText(QPlainTextEdit):
    """Several lines that grow with what is typed, so that it is read whole; Tab leaves the field.

    `refused` tells that somebody types into a final text, which takes nothing and starts nothing either.
    """

    grown = Signal()
    refused = Signal()

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = lines
        self._spare = 0
        self.setTabChangesFocus(True)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._on_words())
        self._fit()

    def set_final(self, final: bool) -> None:
        """Only to be read from now on, and seen to be so."""
        if final != self.isReadOnly() or self.property("final") is None:
            self.setReadOnly(final)
            set_variant(self, final=final)

    def show_words(self, words: str, *, follow: bool) -> None:
        """Show other words; who types meanwhile (`follow`) stays at the place in the text where they were."""
        before = self.toPlainText()
        if before == words:
            return
        cursor = self.textCursor()
        places = [_moved(place, before, words) for place in (cursor.anchor(), cursor.position())]
        self.setPlainText(words)
        if follow:
            cursor = self.textCursor()
            cursor.setPosition(places[0])
            cursor.setPosition(places[1], QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self.isReadOnly() and is_typed(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.isReadOnly() and is_typed(event):
            self.refused.emit()
        else:
            super().keyPressEvent(event)

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


def _moved(place: int, before: str, after: str) -> int:
    """Where a place of a text stands in its next wording: words that others put after it do not carry it along."""
    same = _alike(before, after)
    if place <= same:
        return place
    tail = min(_alike(before[::-1], after[::-1]), len(before) - same, len(after) - same)
    behind = len(before) - place
    return len(after) - behind if behind <= tail else min(place, len(after) - tail)


def _alike(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


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
