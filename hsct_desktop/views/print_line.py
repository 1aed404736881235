"""What can be printed of a patient: one button a paper, each with its key."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from hsct_desktop.views.context import Context
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.flow_layout import FlowLayout


class PrintLine(QWidget):
    """Buttons that ask for the registry's print actions; they wrap where the line has no room."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
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
            button.clicked.connect(lambda _checked=False, name=action: ctx.action_wanted.emit(name))
            flow.addWidget(button)
        self.setAccessibleName(self.tr("Print"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
