"""Immune reconstitution as a page of the patient: the picture, and what stands under the mark in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hsct_desktop.pictures.primitives import Picture
from hsct_desktop.pictures.reconstitution import ReconstitutionFacts, layout, summary
from hsct_desktop.views.context import Context
from hsct_desktop.views.over_page import OverPage
from hsct_desktop.views.painting import measure
from hsct_desktop.views.protocol_picture import ProtocolPicture
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.views.printing import Printer


class ReconstitutionPicture(ProtocolPicture):
    """The picture: arrows go from panel to panel, then from drug to drug, and each says what it is."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self._facts: ReconstitutionFacts | None = None
        super().__init__(name, parent)

    def show_facts(self, facts: ReconstitutionFacts, ctx: Context) -> None:
        """Draw a patient's recovery."""
        self._facts, self._words = facts, ctx.wording
        self.setAccessibleName(f"{self._name}: {summary(facts, ctx.wording)}")
        self._relay()

    def laid_out(self, width: float) -> Picture | None:
        if self._facts is None or self._words is None:
            return None
        return layout(self._facts, width, self._words, measure)


class ReconstitutionPage(OverPage):
    """The page. Esc goes back, Ctrl+P prints it."""

    def __init__(self, ctx: Context, patient_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.patient_id = patient_id
        words = ctx.wording
        self.picture = ReconstitutionPicture(words.text("reconstitution.title"))
        self.picture.moved.connect(self._follow)
        self.picture.told.connect(self._tell)
        self._said = PlainLabel("", "muted", wrap=True)
        self._summary = ElidedLabel("", "muted")
        print_ = KeyButton(self.tr("Print"), icon="print", hint="Ctrl+P", small=True)
        print_.clicked.connect(lambda: ctx.action_wanted.emit("print_reconstitution"))
        back = KeyButton(self.tr("Back"), hint="Esc", small=True)
        back.clicked.connect(self.closed)
        bar = QHBoxLayout()
        bar.setSpacing(Space.SMALL)
        bar.addWidget(PlainLabel(words.text("reconstitution.title"), "page"))
        bar.addWidget(self._summary, 1)
        bar.addWidget(print_)
        bar.addWidget(back)
        panel = Panel()
        panel.add(self.picture)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PAGE_EDGE, Space.MEDIUM, Space.PAGE_EDGE, Space.MEDIUM)
        column.setSpacing(Space.SMALL)
        column.addLayout(bar)
        column.addWidget(self._area, 1)
        column.addWidget(self._said)
        self.read()

    def read(self) -> None:
        """Read the values. KnownError `reconstitution_no_day0`."""
        from hsct_desktop.services import reconstitution

        facts = reconstitution.for_patient(self._ctx.ready(), self.patient_id)
        self.picture.show_facts(facts, self._ctx)
        self._summary.setText(summary(facts, self._ctx.wording))
        self._tell("")

    def focus_first(self) -> None:
        """Give the keys to the picture."""
        self.picture.setFocus(Qt.FocusReason.TabFocusReason)

    def _follow(self, place: QRect) -> None:
        self._area.ensureVisible(place.center().x(), place.bottom(), 0, place.height())

    def _tell(self, words: str) -> None:
        """What stands under the mark, else what the picture's lines mean."""
        self._said.setText(" · ".join(words.splitlines()) or self._ctx.wording.text("reconstitution.note"))

    def print_shown(self, printer: Printer) -> None:
        """What Ctrl+P prints here."""
        printer.reconstitution(self.patient_id)
