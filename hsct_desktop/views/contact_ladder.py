"""The steps of reaching somebody: which were taken, by whom and with what result, and which one comes next."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.contact import ContactFacts, Ladder, Rung
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.glyphs import SIZE, paint_status_glyph
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel


class _Sign(QWidget):
    """A disc for a step that was taken, a ring for one that was not."""

    def __init__(self, taken: bool) -> None:
        super().__init__()
        self._sign = str(VisitStatus.DONE if taken else VisitStatus.UPCOMING)

    def sizeHint(self) -> QSize:
        return QSize(SIZE, SIZE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_status_glyph(QPainter(self), QRectF(self.rect()), self._sign)


class ContactLadder(QWidget):
    """Four lines; after the last step it proposes loss to follow-up, which a person decides: `lost_wanted`."""

    lost_wanted = Signal()

    def __init__(self, words: Wording, steps: Ladder) -> None:
        super().__init__()
        self._words = words
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(PlainLabel(self.tr("Since the patient was last reached or seen"), "bold"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(2, 1)
        for line, (rung, contact) in enumerate(steps.steps):
            grid.addWidget(_Sign(contact is not None), line, 0)
            is_next = rung is steps.proposed
            grid.addWidget(PlainLabel(words.enum("rung", rung), "bold" if is_next else ""), line, 1)
            said = self.said(contact) if contact is not None else self.tr("proposed next") if is_next else "–"
            grid.addWidget(ElidedLabel(said, "" if is_next else "muted"), line, 2)
        column.addLayout(grid)
        if steps.proposed is None:
            column.addWidget(self._lost())

    def said(self, contact: ContactFacts) -> str:
        """When, by whom and with what result a step was taken."""
        parts = (self._words.date(contact.on), contact.by, self._words.enum("contact_outcome", contact.outcome))
        return " · ".join(part for part in parts if part)

    def _lost(self) -> QWidget:
        note = AlertNote(
            self.tr("Every step was taken in vain"),
            self.tr("If the patient can no longer be found, record the loss to follow-up. It can be taken back."),
            "warn",
        )
        self.lost = KeyButton(self.tr("Lost to follow-up…"), small=True)
        self.lost.clicked.connect(self.lost_wanted)
        note.add(self.lost)
        return note


def tried(words: Wording, steps: Ladder) -> str:
    """What was tried in one line, as the reason of a loss to follow-up."""
    taken: list[tuple[Rung, ContactFacts]] = [(rung, contact) for rung, contact in steps.steps if contact is not None]
    return "; ".join(
        f"{words.enum('rung', rung)} {words.date(contact.on)}: {words.enum('contact_outcome', contact.outcome)}"
        for rung, contact in taken
    )
