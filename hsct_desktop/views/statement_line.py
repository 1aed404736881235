"""One line on the Therapy tab: is any immunosuppression running, who said so, when; one key confirms it for today."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from hsct_desktop.domain.statement import StatementAnswer, StatementKind
from hsct_desktop.views.context import Context
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel


class StatementLine(Panel):
    """The latest statement on immunosuppression; stop rules and live vaccines wait for it."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__()
        if parent is not None:
            self.setParent(parent)
        self._ctx = ctx
        self._said = ElidedLabel("", "bold")
        self._said.setObjectName("statementSaid")
        self._confirm = KeyButton(self.tr("None running: confirm today"), icon="check", hint="Shift+N", small=True)
        self._confirm.clicked.connect(lambda: ctx.action_wanted.emit("confirm_none"))
        self._other = KeyButton(self.tr("Other statement…"), icon="edit", small=True)
        self._other.clicked.connect(lambda: ctx.action_wanted.emit("record_statement"))
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.SMALL)
        row.addWidget(self._said, 1)
        row.addWidget(self._confirm)
        row.addWidget(self._other)
        inside = QWidget()
        inside.setProperty("role", "clear")
        inside.setLayout(row)
        self.add(inside)

    def show_patient(self, patient_id: int) -> None:
        """Read what was confirmed last of a patient."""
        from hsct_desktop.services import statements

        ws = self._ctx.ready()
        held = statements.latest(ws, patient_id).get(StatementKind.IMMUNOSUPPRESSION)
        self._said.setText(statements.line(ws, StatementKind.IMMUNOSUPPRESSION, held))
        entry = held.entry if held is not None else None
        fresh = entry is not None and entry.answer is StatementAnswer.NO and entry.stated_on == self._ctx.today()
        self._confirm.setEnabled(not fresh)
