"""One quiet line of the overview of the dead: whether the death was adjudicated, with what result."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hsct_desktop.views.context import Context
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.plain_label import ElidedLabel


class DeathLine(QWidget):
    """What was adjudicated of a death, or that nobody has yet; without a death it takes no room."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.words = ElidedLabel("")
        self.button = KeyButton("", kind="link", small=True)
        self.button.clicked.connect(lambda: ctx.action_wanted.emit("review_death"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SMALL)
        row.addWidget(self.words)
        row.addWidget(self.button)
        row.addStretch(1)
        self.hide()

    def show_patient(self, patient_id: int) -> None:
        """Read what is known of the patient's death."""
        from hsct_desktop.services import death_reviews

        state = death_reviews.of_patient(self._ctx.ready(), patient_id)
        self.setVisible(state is not None)
        if state is not None:
            self.words.setText(death_reviews.sentence(self._ctx.wording, state))
            self.button.setText(self.tr("Adjudicate") if state.review is None else self.tr("Open adjudication"))
