"""The tab of the disease: the course of disability where the EDSS grades it, the scores of every other disease."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from hsct_desktop.views.context import Context
from hsct_desktop.views.widgets.empty_state import EmptyState

if TYPE_CHECKING:
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
        self._stack = QStackedWidget()
        self._empty = EmptyState(
            self.tr("No score of the disease is recorded."), self.tr("Record scores"), hint="N", primary=True
        )
        self._empty.activated.connect(lambda: ctx.action_wanted.emit("record_neurology"))
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def show_patient(self, patient_id: int, disease_id: str) -> None:
        """Read what is recorded of the disease."""
        self._patient_id, self._disease_id = patient_id, disease_id

    def first_stop(self) -> QWidget | None:
        """Where the keys act, None where there is nothing to walk."""
        return None

    def print_shown(self, printer: Printer) -> None:
        """What Ctrl+P prints here."""
        printer.day_list()
