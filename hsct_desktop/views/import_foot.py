"""Head and foot of the import page: what file, which step, what still asks, and the buttons that end it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from hsct_desktop.views.theme.icons import paint_icon
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import ChipButton
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel


class Step(IntEnum):
    """The steps from left to right."""

    FILE = 0
    COLUMNS = 1
    DRY_RUN = 2
    TAKE_IN = 3


class ImportHead(QWidget):
    """Title, facts of the file, steps; `wanted` carries the step that is asked for."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(Height.TOP_BAR)
        self.title = PlainLabel(self.tr("Import"), "page")
        self.facts = ElidedLabel("", "muted")
        names = (self.tr("File"), self.tr("Columns"), self.tr("Dry run"), self.tr("Take in"))
        self.steps = [ChipButton(name) for name in names]
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.LARGE, 0, Space.LARGE, 0)
        row.setSpacing(Space.MEDIUM)
        row.addWidget(self.title)
        row.addWidget(self.facts, 1)
        for step, chip in zip(Step, self.steps, strict=True):
            chip.clicked.connect(lambda _checked=False, step=step: self.wanted.emit(step))
            row.addWidget(chip)

    def show_step(self, current: Step, done: Sequence[Step], asks: Sequence[Step], open_: Sequence[Step]) -> None:
        """Light the current step; those done have a tick, those that ask a question mark, those not `open_` are off."""
        for step, chip in zip(Step, self.steps, strict=True):
            chip.setChecked(step is current)
            chip.setEnabled(step in open_ or step is current)
            if step in asks:
                chip.set_kind("warn", "help")
            else:
                chip.set_kind("step_done" if step in done else "quiet", "check" if step in done else None)


class _Sign(QWidget):
    """A small icon that says of what kind the words after it are."""

    def __init__(self) -> None:
        super().__init__()
        self._look = ("", "")
        self.setFixedSize(18, 18)
        self.hide()

    def show_sign(self, name: str, token: str) -> None:
        """Show an icon in a colour; "" for none."""
        self._look = (name, token)
        self.setVisible(bool(name))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._look[0]:
            paint_icon(QPainter(self), QRectF(1, 1, 16, 16), *self._look)


class SignedLine(QWidget):
    """A sign, a bold fact, a sentence: on one line."""

    def __init__(self, fact_role: str = "bold") -> None:
        super().__init__()
        self.sign = _Sign()
        self.fact = PlainLabel("", fact_role)
        self.words = ElidedLabel("")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SMALL)
        row.addWidget(self.sign)
        row.addWidget(self.fact)
        row.addWidget(self.words, 1)

    def say(self, fact: str, words: str, sign: str = "", token: str = "") -> None:
        """Say something, or with empty words nothing."""
        self.fact.setText(fact)
        self.fact.setVisible(bool(fact))
        self.words.setText(words)
        self.sign.show_sign(sign, token)
        self.setAccessibleName(f"{fact} {words}".strip())

    def text(self) -> str:
        """What it says."""
        return f"{self.fact.text()} {self.words.text()}".strip()


class ImportFoot(QFrame):
    """What still asks, and the buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "sheet-foot")
        self.setFixedHeight(Height.SHEET_FOOTER)
        self.line = SignedLine("warn")
        self.line.words.set_role("muted")
        self.another = KeyButton(self.tr("Another file"), icon="import")
        self.report = KeyButton(self.tr("Report…"), icon="document")
        self.refused = KeyButton(self.tr("Refused rows…"), icon="document")
        self.leave = KeyButton(self.tr("Leave"), hint="Esc")
        self.take = KeyButton(self.tr("Take in"), kind="primary", hint="Ctrl+Enter")
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.LARGE, 0, Space.LARGE, 0)
        row.setSpacing(Space.SMALL)
        row.addWidget(self.line, 1)
        for button in (self.another, self.report, self.refused, self.leave, self.take):
            row.addWidget(button)
