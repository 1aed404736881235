"""The line below the flowsheet that says what stands behind the cell under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.grade_badge import SIZE, paint_grade
from hsct_desktop.views.widgets.paint import colour, native_keys, text, text_width
from hsct_desktop.views.widgets.plain_label import PlainLabel, plain_tooltip
from hsct_desktop.views.widgets.toast import KEPT_CLEAR

if TYPE_CHECKING:
    from hsct_desktop.services.flowsheet_inspector import Inspection

HEIGHT: Final = 36
_GAP: Final = 12
_CAPTION_GAP: Final = 6


class _Words(QWidget):
    """Name and value bold, grade, rule, then the facts between thin lines; what has no room is in the tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self._inspection: Inspection | None = None
        self._problem, self._soft, self._unheard = "", False, False
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, HEIGHT)

    def show_words(self, inspection: Inspection | None, problem: str, *, soft: bool) -> None:
        """Say what is behind a value, or what is wrong with a text."""
        self._inspection, self._problem, self._soft = inspection, problem, soft
        self._unheard = False
        self._speak()

    def say_unheard(self) -> None:
        """Say that what is typed now goes nowhere."""
        self._unheard = bool(self._problem)
        self._speak()

    def _speak(self) -> None:
        said = self.sentence()
        self.setAccessibleName(said)
        self.setToolTip(plain_tooltip(said))
        self.update()

    def sentence(self) -> str:
        """The whole line as words."""
        found = self._inspection
        if self._problem:
            parts = (self._problem, self.way_out())
            said = " ".join(parts[::-1] if self._unheard else parts)
            return f"{found.name}: {said}" if found is not None else said
        if found is None:
            return ""
        facts = [" ".join(part for part in pair if part) for pair in found.facts]
        head = " ".join(part for part in (found.name, found.value) if part)
        return " · ".join(part for part in (head, found.rule, found.question, *facts) if part)

    def way_out(self) -> str:
        """What to do with a text that was not saved."""
        keys = self.tr("Backspace changes it, Esc drops it.")
        if self._unheard:
            return self.tr("Not saved, and what you type now goes nowhere: {keys}").format(keys=keys)
        return self.tr("Enter keeps it, {keys}").format(keys=keys) if self._soft else keys

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        found = self._inspection
        if found is None:
            return
        x, right = 2.0, float(self.width())
        name = found.name if self._problem else " ".join(part for part in (found.name, found.value) if part)
        x = self._say(painter, x, name, "text", bold=True)
        if self._problem:
            token = "warn" if self._soft else "danger"
            parts = [(self._problem, token, False), (self.way_out(), token if self._unheard else "text", self._unheard)]
            x += Space.TIGHT
            for words, ink, bold in reversed(parts) if self._unheard else parts:
                x = self._say(painter, x, words, ink, bold=bold)
            return
        if found.grade:
            paint_grade(painter, QRectF(x + 2, 0, SIZE, HEIGHT), found.grade, faded=found.expected)
            x += SIZE + 2 + Space.SMALL
        rule = " ".join(part for part in (found.rule, found.question) if part)
        if rule:
            x = self._say(painter, x, rule, "text") + _GAP - Space.SMALL
        for caption, said in found.facts:
            if x + 40 > right:
                return
            painter.fillRect(QRectF(round(x), 10, 1, HEIGHT - 20), colour("line_strong"))
            x = self._say(painter, x + _GAP, caption, "muted")
            x = self._say(painter, x - 2, said, "text") + _GAP - Space.SMALL if said else x + _GAP - Space.SMALL

    def _say(self, painter: QPainter, x: float, words: str, token: str, *, bold: bool = False) -> float:
        type_ = font(bold=bold)
        text(painter, QRectF(x, 0, max(0.0, self.width() - x), HEIGHT), words, token, type_=type_)
        return x + text_width(words, type_) + Space.SMALL


class InspectorLine(QWidget):
    """The line, and the button that opens the versions."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName(KEPT_CLEAR)
        self.words = _Words()
        self.versions = KeyButton(self.tr("versions"), hint="F2", kind="link", small=True)
        self.versions.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.versions.setAccessibleName(self.tr("Versions of the value"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.saved = PlainLabel("", "muted")
        row.addWidget(self.words, 1)
        row.addWidget(self.saved)
        row.addWidget(self.versions)
        self.setFixedHeight(HEIGHT)

    def say_saved(self, saved: bool) -> None:
        """Say that what was typed last is saved: a toast for each value would lie over this line."""
        self.saved.setText(self.tr("Saved · {} undoes").format(native_keys("Ctrl+Z")) if saved else "")

    def say_unheard(self) -> None:
        """Say that what is typed onto a text that was not saved goes nowhere."""
        self.words.say_unheard()

    def show_cell(self, inspection: Inspection | None, problem: str = "", *, soft: bool = False) -> None:
        """Show a cell; `problem` is why its text was not saved."""
        self.words.show_words(inspection, problem, soft=soft)
        self.versions.setVisible(bool(inspection is not None and inspection.value and not inspection.from_visit))
