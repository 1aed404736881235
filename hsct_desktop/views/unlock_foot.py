"""The lines below the panel of a front page: three facts, and the status line with file, lock and language."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from hsct_desktop.views.status_bar import PracticeTag
from hsct_desktop.views.theme.apply import theme
from hsct_desktop.views.theme.icons import paint_icon, pixmap
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.unlock_facts import Fact
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.paint import colour
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel

_ICON: Final = 16
LANGUAGES: Final = (("it", "Italiano"), ("en", "English"))
"""Each language is named in itself, so that whoever needs it can read it."""


class Sign(QLabel):
    """An icon in a colour of the scheme, which follows its changes."""

    def __init__(self, icon: str, token: str, size: int = _ICON, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._token, self._size = icon, token, size
        self.setFixedSize(size, size)
        theme().changed.connect(self._tint)
        self._tint()

    def show_sign(self, icon: str, token: str) -> None:
        """Show another one."""
        self._icon, self._token = icon, token
        self._tint()

    def _tint(self) -> None:
        self.setPixmap(pixmap(self._icon, self._token, self._size, self.devicePixelRatioF()))


class FactLine(QWidget):
    """A sign, a sentence and a smaller one below."""

    def __init__(self, fact: Fact, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = QVBoxLayout()
        words.setSpacing(0)
        first, more = PlainLabel(fact.words, wrap=True), PlainLabel(fact.more, "caption", wrap=True)
        more.setVisible(bool(fact.more))
        words.addWidget(first)
        words.addWidget(more)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SMALL)
        row.addWidget(Sign(fact.icon, fact.token), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.setAccessibleName(f"{fact.words} {fact.more}".strip())


class LockState(QWidget):
    """A lock and whether the key is in memory."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = PlainLabel("", "caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(29, 0, Space.MEDIUM, 0)
        row.addWidget(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def show_words(self, words: str) -> None:
        """Say it."""
        self._words.setText(words)
        self.setVisible(bool(words))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, QRectF(12, round(self.rect().center().y()) - 6, 12, 12), "lock", "muted")


class FrontStatus(QWidget):
    """The foot line of a front page."""

    language_wanted = Signal(str)
    other_file_wanted = Signal()
    new_file_wanted = Signal()

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(Height.STATUS_BAR)
        self._practice = PracticeTag()
        self._state = LockState()
        self._file = ElidedLabel("", "caption")
        self._file.setContentsMargins(Space.MEDIUM, 0, Space.MEDIUM, 0)
        self.other = KeyButton(self.tr("Another file…"), hint="", kind="link", small=True)
        self.other.clicked.connect(self.other_file_wanted)
        self.new = KeyButton(self.tr("New file…"), hint="", kind="link", small=True)
        self.new.clicked.connect(self.new_file_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, Space.MEDIUM, 0)
        row.setSpacing(0)
        for widget in (self._practice, self._state, self._file, self.other, self.new):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.languages: dict[str, KeyButton] = {}
        for code, name in LANGUAGES:
            button = KeyButton(name, kind="link", small=True)
            button.setEnabled(code != language)
            button.clicked.connect(lambda _checked=False, code=code: self.language_wanted.emit(code))
            self.languages[code] = button
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_file(self, name: str, *, practice: bool, state: str) -> None:
        """Which file, whether it is practice, and whether it is locked."""
        self._file.setText(name)
        self._practice.setVisible(practice)
        self._state.show_words(state)

    def sizeHint(self) -> QSize:
        return QSize(600, Height.STATUS_BAR)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("sunken"))
        painter.fillRect(0, 0, self.width(), 1, colour("line"))
