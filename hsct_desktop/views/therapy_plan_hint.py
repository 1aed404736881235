"""A link on the Overview that says how many therapies the plan proposes now, and goes there."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from hsct_desktop.views.context import Context
from hsct_desktop.views.widgets.buttons import KeyButton


class PlanHint(KeyButton):
    """Hidden while nothing is proposed. It reads after the page is shown: the page does not wait for the rules."""

    def __init__(self, ctx: Context, patient_id: int, parent: QWidget | None = None) -> None:
        super().__init__("", icon="pill", kind="link", small=True, parent=parent)
        self._ctx, self._patient_id = ctx, patient_id
        self.setObjectName("planHint")
        self.clicked.connect(lambda: ctx.show_patient(patient_id, "therapy@plan"))
        self.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.read)
        self._timer.start(0)

    def read(self) -> None:
        """Ask the plan; a file that was closed meanwhile has nothing to say."""
        from hsct_desktop.services import therapy_plan

        if self._ctx.workspace is None:
            return
        count = len(therapy_plan.plan(self._ctx.workspace, self._patient_id).proposed)
        self.setText(self._ctx.wording.count("therapy_plan.title", count))
        self.setVisible(count > 0)
