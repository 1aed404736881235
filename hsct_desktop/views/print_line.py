"""What can be printed of a patient: one button a paper, each with its key, and the language they are written in."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from hsct_desktop.views.context import Context
from hsct_desktop.views.professional_card import letter_languages
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.flow_layout import FlowLayout
from hsct_desktop.views.widgets.segmented import SegmentedChoice


class PrintLine(QWidget):
    """Buttons that ask for the registry's print actions; they wrap where the line has no room.

    `language` holds for these buttons only: a paper asked for by key is in its reader's language.
    """

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        flow = FlowLayout(self)
        letter = KeyButton(self.tr("Letter"), icon="letter", hint="L", small=True)
        letter.setObjectName("papers_write_letter")
        letter.clicked.connect(lambda: ctx.action_wanted.emit("write_letter"))
        flow.addWidget(letter)
        forms = KeyButton(self.tr("Registry sheet"), icon="document", hint="Shift+L", small=True)
        forms.setObjectName("papers_show_registry")
        forms.clicked.connect(lambda: ctx.action_wanted.emit("show_registry"))
        flow.addWidget(forms)
        papers = (
            ("print_summary", self.tr("Summary"), "P"),
            ("print_emergency", self.tr("Emergency summary"), "Shift+U"),
            ("print_plan", self.tr("Patient plan"), "Shift+P"),
            ("print_medicine_plan", self.tr("Medicine plan"), "Shift+M"),
            ("print_vaccine_plan", self.tr("Vaccine plan for the GP"), ""),
            ("print_patient_card", self.tr("Patient card"), "Shift+J"),
            ("print_care_plan", self.tr("Care plan"), ""),
            ("print_disease", self.tr("Disease"), ""),
            ("print_measures", self.tr("Outcome measures"), ""),
            ("print_selection", self.tr("Selection"), ""),
            ("print_day_sheet", self.tr("Day-by-day sheet"), ""),
            ("print_reconstitution", self.tr("Immune reconstitution"), ""),
            ("print_therapy_plan", self.tr("Therapy plan"), ""),
        )
        for action, words, key in papers:
            button = KeyButton(words, icon="print", hint=key, small=True)
            button.setObjectName(f"papers_{action}")
            button.setAccessibleName(self.tr("Print: {}").format(words))
            button.clicked.connect(lambda _checked=False, name=action: self._print(name))
            flow.addWidget(button)
        own = ("", self.tr("Reader’s language"))
        self.language = SegmentedChoice((own, *letter_languages()), "", name=self.tr("Language of the paper"))
        self.language.setToolTip(self.tr("The language in which the papers of these buttons are written"))
        flow.addWidget(self.language)
        self.setAccessibleName(self.tr("Print"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _print(self, action: str) -> None:
        """Ask for a paper in the chosen language; each starts at once, so that the choice ends with the call."""
        self._ctx.paper_language = str(self.language.value() or "") or None
        try:
            self._ctx.action_wanted.emit(action)
        finally:
            self._ctx.paper_language = None
