"""The line that says that a patient's card has another form of the disease than the history ends with."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hsct_desktop.views.context import Context
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.plain_label import PlainLabel


class CardDiffers(QWidget):
    """Seen only where the two differ; its button makes the card follow the history."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._patient_id = 0
        self.said = PlainLabel("", "warn", wrap=True)
        self.adopt = KeyButton(self.tr("Change the card"), small=True)
        self.adopt.clicked.connect(self._adopt)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.SMALL)
        line.addWidget(self.said, 1)
        line.addWidget(self.adopt, 0, Qt.AlignmentFlag.AlignBottom)
        self.hide()

    def show_patient(self, patient_id: int) -> None:
        """Read card and history of a patient."""
        from hsct_desktop.services import disease_history

        self._patient_id = patient_id
        differs = disease_history.card_differs(self._ctx.ready(), patient_id)
        self.said.setText(differs)
        self.setVisible(bool(differs))

    def _adopt(self) -> None:
        from hsct_desktop.services import disease_history

        self._ctx.save(lambda: disease_history.adopt_phenotype(self._ctx.ready(), self._patient_id), initiator=self)
        self.show_patient(self._patient_id)
