"""What was recorded before, below the form that records more of it: each line with a way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.panel import rule
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel


@dataclass(frozen=True)
class PastEntry:
    """One line; `take_back` opens the sheet that asks for the reason, `revise` the form filled with the entry.

    `on` is a day, or in words what is known of it ("04/2019").
    `leads_to` is a further step: the words of its button and what it does.
    """

    on: date | str
    what: str
    detail: str
    take_back: Callable[[], None]
    revise: Callable[[], None] | None = None
    leads_to: tuple[str, Callable[[], None]] | None = None


class PastEntries(QWidget):
    """The lines in the order given; without any it takes no room. `wide` gives the details a line of their own."""

    def __init__(self, words: Wording, entries: Sequence[PastEntry], *, wide: bool = False, heading: str = "") -> None:
        super().__init__()
        self._wide = wide
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        if entries:
            column.addWidget(PlainLabel(heading or self.tr("Recorded before"), "bold"))
            column.addWidget(rule())
        for entry in entries:
            column.addWidget(self._line(words, entry))
            column.addWidget(rule())

    def _line(self, words: Wording, entry: PastEntry) -> QWidget:
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(PlainLabel(words.value(entry.on)))
        if self._wide:
            layout.addWidget(ElidedLabel(entry.what, "bold"), 1)
        else:
            layout.addWidget(PlainLabel(entry.what, "bold"))
            layout.addWidget(ElidedLabel(entry.detail, "muted"), 1)
        if entry.revise is not None:
            revise = KeyButton(self.tr("Revise"), icon="edit", small=True)
            revise.setAccessibleName(self.tr("Revise") + f": {entry.what}, {words.value(entry.on)}")
            revise.clicked.connect(entry.revise)
            layout.addWidget(revise)
        if entry.leads_to is not None:
            step = KeyButton(entry.leads_to[0], small=True)
            step.setAccessibleName(f"{entry.leads_to[0]}: {entry.what}, {words.value(entry.on)}")
            step.clicked.connect(entry.leads_to[1])
            layout.addWidget(step)
        back = KeyButton(self.tr("Take back"), icon="undo", small=True)
        back.setAccessibleName(self.tr("Take back") + f": {entry.what}, {words.value(entry.on)}")
        back.clicked.connect(entry.take_back)
        layout.addWidget(back)
        line.setMinimumHeight(30)
        return self._with_detail(line, entry.detail) if self._wide and entry.detail else line

    @staticmethod
    def _with_detail(line: QWidget, detail: str) -> QWidget:
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addWidget(line)
        column.addWidget(PlainLabel(detail, "caption", wrap=True))
        return both
