"""One line where toxicities are looked for: CRS and ICANS of CAR T cells, which the treatment page holds."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hsct_desktop.views.context import Context
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.plain_label import PlainLabel, plain_tooltip


class ReactionLine(QWidget):
    """The reactions and the way to the page that holds them; without any it takes no room."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.words = PlainLabel("", wrap=True)
        self.button = KeyButton(self.tr("Treatment"), kind="link", small=True)
        self.button.setToolTip(plain_tooltip(self.tr("CRS and ICANS stand on the treatment page (Shift+T).")))
        self.button.clicked.connect(lambda: ctx.action_wanted.emit("show_treatment"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SMALL)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.hide()

    def show_patient(self, patient_id: int) -> None:
        """Read what was recorded with the infusions."""
        from hsct_desktop.services import cell_reactions

        found = cell_reactions.for_patient(self._ctx.ready(), patient_id)
        self.words.setText(" · ".join(found))
        self.setVisible(bool(found))
