"""The tab of the disease: the course of disability where the EDSS grades it, the scores of every other disease."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from hsct_desktop.views.card_differs import CardDiffers
from hsct_desktop.views.context import Context
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import ChipButton
from hsct_desktop.views.widgets.paint import native_keys
from hsct_desktop.views.widgets.plain_label import plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.views.disability_page import DisabilityPage
    from hsct_desktop.views.measures_page import MeasuresPage
    from hsct_desktop.views.printing import Printer

NEUROLOGICAL: Final = frozenset({"ms", "nmosd", "cidp", "mg"})
"""Diseases whose tab is called Neurology."""
WITH_EDSS: Final = frozenset({"ms", "nmosd"})
"""Diseases whose disability is graded by the EDSS."""


class DiseaseTab(QWidget):
    """What the patient's disease asks for; its pages are made when they are first shown."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._patient_id = 0
        self._disease_id = ""
        self._scores = False
        self.course: DisabilityPage | None = None
        self.measures: MeasuresPage | None = None
        self._parts = {False: ChipButton(self.tr("Course")), True: ChipButton(self.tr("Scores"))}
        for scores, chip in self._parts.items():
            chip.clicked.connect(lambda _checked=False, wanted=scores: self.show_part(scores=wanted))
        self._buttons: dict[str, KeyButton] = {}
        self._keys: dict[str, str] = {}
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PAGE_EDGE, Space.SMALL, Space.PAGE_EDGE, Space.MEDIUM)
        column.setSpacing(Space.SMALL)
        column.addLayout(self._make_bar())
        self.card_differs = CardDiffers(ctx)
        column.addWidget(self.card_differs)
        column.addWidget(self._stack, 1)

    def _make_bar(self) -> QHBoxLayout:
        """What else belongs to the disease, each with its key."""
        bar = QHBoxLayout()
        bar.setSpacing(Space.SMALL)
        # In a low window the page below gives way, never its buttons.
        bar.addStrut(Height.SMALL_CONTROL)
        for chip in self._parts.values():
            bar.addWidget(chip)
        bar.addStretch(1)
        buttons = (
            ("show_history", self.tr("History"), "history", "Shift+H"),
            ("show_selection", self.tr("Selection"), "check", "Shift+Q"),
            ("show_treatment", self.tr("Treatment"), "cell", "Shift+T"),
            ("show_mri", self.tr("Scans"), "mri", ""),
            ("record_mri", self.tr("MRI"), "plus", "Shift+G"),
            ("record_relapse", self.tr("Relapse"), "plus", "Shift+E"),
            ("print", self.tr("Print"), "print", "Ctrl+P"),
        )
        for action, words, icon, key in buttons:
            button = KeyButton(words, icon=icon, hint=key, small=True)
            button.setObjectName(f"disease_{action}")
            button.setAccessibleName(words)
            button.setToolTip(plain_tooltip(f"{words} ({native_keys(key)})" if key else words))
            button.clicked.connect(lambda _checked=False, name=action: self._ask(name))
            bar.addWidget(button)
            self._buttons[action], self._keys[action] = button, key
        return bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_bar()

    def _fit_bar(self) -> None:
        """Where the bar has too little room its buttons lose their keys, then their words; tooltips have both."""
        shown = [button for button in self._buttons.values() if button.isVisibleTo(self)]
        chips = sum(chip.sizeHint().width() + Space.SMALL for chip in self._parts.values() if chip.isVisibleTo(self))
        room = self.width() - 2 * Space.PAGE_EDGE - chips
        for keys, words in ((True, True), (False, True), (False, False)):
            for action, button in self._buttons.items():
                button.set_hint(self._keys[action] if keys else "")
                button.setText(str(button.accessibleName()) if words else "")
            if sum(button.sizeHint().width() + Space.SMALL for button in shown) <= room:
                return

    def _ask(self, action: str) -> None:
        """Ask for an action of the registry; the print button prints what is shown."""
        shown = "print_measures" if self.shows_scores else "print_disease"
        self._ctx.action_wanted.emit(shown if action == "print" else action)

    def show_patient(self, patient_id: int, disease_id: str) -> None:
        """Read what is recorded of the disease."""
        if patient_id != self._patient_id:
            self._scores = False
        self._patient_id, self._disease_id = patient_id, disease_id
        with_edss = disease_id in WITH_EDSS
        for part in (*self._parts.values(), self._buttons["show_mri"], self._buttons["record_mri"]):
            part.setVisible(with_edss)
        self._fit_bar()
        self.card_differs.show_patient(patient_id)
        self._show()

    def show_part(self, *, scores: bool) -> None:
        """Show the scores, or the course of disability."""
        self._scores = scores
        self._show()
        stop = self.first_stop()
        if stop is not None:
            stop.setFocus()

    @property
    def shows_scores(self) -> bool:
        """Whether the scores are shown."""
        return self._scores or self._disease_id not in WITH_EDSS

    def _show(self) -> None:
        for scores, chip in self._parts.items():
            chip.setChecked(scores is self.shows_scores)
        if self.shows_scores:
            measures = self._measures()
            measures.show_patient(self._patient_id)
            self._stack.setCurrentWidget(measures)
        else:
            course = self._course()
            course.show_patient(self._patient_id)
            self._stack.setCurrentWidget(course)

    def _course(self) -> DisabilityPage:
        from hsct_desktop.views.disability_page import DisabilityPage

        if self.course is None:
            self.course = DisabilityPage(self._ctx)
            self._stack.addWidget(self.course)
        return self.course

    def _measures(self) -> MeasuresPage:
        from hsct_desktop.views.measures_page import MeasuresPage

        if self.measures is None:
            self.measures = MeasuresPage(self._ctx)
            self._stack.addWidget(self.measures)
        return self.measures

    def first_stop(self) -> QWidget | None:
        """Where the keys act, None where there is nothing to walk."""
        if self.shows_scores:
            return self.measures.first_stop() if self.measures is not None else None
        return self.course.first_stop() if self.course is not None else None

    def print_shown(self, printer: Printer) -> None:
        """What Ctrl+P prints here."""
        if self.shows_scores:
            printer.measures(self._patient_id)
        else:
            printer.disease(self._patient_id)
