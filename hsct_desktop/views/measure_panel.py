"""The verdicts on a patient's outcome measures at the right of their picture: sign, answer, values, rule on hover."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.rule_facts import Truth
from hsct_desktop.views.theme.apply import theme
from hsct_desktop.views.theme.icons import pixmap
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.paint import colour
from hsct_desktop.views.widgets.panel import Panel, rule
from hsct_desktop.views.widgets.plain_label import PlainLabel, plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.services.measure_verdicts import VerdictLine

WIDTH: Final = 292
_SIGN: Final = 16
_SMALL_SIGN: Final = 12
_TONES: Final = {
    "good": ("check", "success"),
    "bad": ("alert", "danger"),
    "plain": ("minus", "muted"),
    "unknown": ("hourglass", "wait"),
}
"""Icon and colour of each tone; the word beside it says the same."""
_TRUTHS: Final = {Truth.YES: ("check", "success"), Truth.NO: ("close", "danger"), Truth.UNKNOWN: ("hourglass", "wait")}


class _Sign(QLabel):
    """An icon in the colour of a token, again when the colours change."""

    def __init__(self, icon: str, token: str, size: int) -> None:
        super().__init__()
        self._icon, self._token, self._size = icon, token, size
        self.setFixedWidth(size)
        self._tint()
        theme().changed.connect(self._tint)

    def _tint(self) -> None:
        self.setPixmap(pixmap(self._icon, self._token, self._size, self.devicePixelRatioF()))


class _StateWords(PlainLabel):
    """The answer in a word, bold in the colour of its tone."""

    def __init__(self, text: str, token: str) -> None:
        super().__init__(text, "bold")
        self._token = "text" if token == "muted" else token
        theme().changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(colour(self._token))
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(self.contentsRect(), align, self.text())
        painter.end()


class MeasurePanel(Panel):
    """The verdicts, one below the other; `record` asks for the form."""

    record = Signal()

    def __init__(self, words: Wording, parent: QWidget | None = None) -> None:
        super().__init__(words.text("measure.outcome"), parent=parent)
        self._words = words
        self.setFixedWidth(WIDTH)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(words.text("measure.outcome"))
        self.button = KeyButton(self.tr("Record scores"), hint="Shift+Y", kind="primary")
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(self.record)
        self._settings = PlainLabel("", "caption", wrap=True)
        self.add(self._area, 1)
        self.add(rule())
        self.add(self._settings)
        self.add(self.button)

    def show_lines(self, lines: Sequence[VerdictLine], settings: str, nothing: str) -> None:
        """Show the verdicts, and by what they were made; `nothing` where the disease has no definition."""
        self._settings.setText(settings)
        body = QWidget()
        body.setProperty("role", "clear")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, Space.SMALL, 0)
        column.setSpacing(Space.MEDIUM)
        if not lines:
            column.addWidget(PlainLabel(nothing, "muted", wrap=True))
        for line in lines:
            column.addWidget(self._line(line))
        column.addStretch(1)
        self._area.setWidget(body)

    def _line(self, line: VerdictLine) -> QWidget:
        icon, token = _TONES[line.tone]
        head = QHBoxLayout()
        head.setSpacing(Space.SMALL)
        head.addWidget(_Sign(icon, token, _SIGN), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(PlainLabel(line.title, "bold", wrap=True), 1)
        head.addWidget(_StateWords(line.state, token), 0, Qt.AlignmentFlag.AlignTop)
        rest = QVBoxLayout()
        rest.setContentsMargins(_SIGN + Space.SMALL, 0, 0, 0)
        rest.setSpacing(Space.TIGHT)
        for text in (line.evidence, *(() if line.parts else (line.more,))):
            if text:
                rest.addWidget(PlainLabel(text, "muted", wrap=True))
        for part in line.parts:
            rest.addLayout(self._part(part.truth, f"{part.label}: {part.evidence}"))
        if line.parts and line.more:
            rest.addWidget(PlainLabel(line.more, "muted", wrap=True))
        # Several conditions name their rule themselves.
        source = self._words.text("measure.source", source=line.source) if line.source else ""
        by = " ".join(text for text in ("" if line.parts else line.rule, source) if text)
        if by:
            rest.addWidget(PlainLabel(by, "caption", wrap=True))
        if line.unchecked:
            rest.addWidget(PlainLabel(line.unchecked, "warn", wrap=True))
        whole = QWidget()
        whole.setToolTip(plain_tooltip(line.sentence))
        whole.setAccessibleName(line.sentence)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.TIGHT)
        column.addLayout(head)
        column.addLayout(rest)
        return whole

    def _part(self, truth: Truth, text: str) -> QHBoxLayout:
        icon, token = _TRUTHS[truth]
        row = QHBoxLayout()
        row.setSpacing(Space.TIGHT)
        row.addWidget(_Sign(icon, token, _SMALL_SIGN), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(PlainLabel(text, "caption", wrap=True), 1)
        return row
