"""Two lines below Today's rows that say in full why the selected row is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout

from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.views.context import Context
from hsct_desktop.views.widgets.plain_label import ElidedLabel
from hsct_desktop.views.widgets.toast import KEPT_CLEAR

if TYPE_CHECKING:
    from hsct_desktop.services.today import TodayRow


class TodayInspector(QFrame):
    """The reasons whole; for a visit also rule, anchor, window, protocol version and what was last done about it."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._row: TodayRow | None = None
        self.setProperty("role", "panel")
        self._first, self._second = ElidedLabel("", "bold"), ElidedLabel("", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 5, 12, 5)
        column.setSpacing(1)
        column.addWidget(self._first)
        column.addWidget(self._second)
        self.setFixedHeight(48)
        self.setObjectName(KEPT_CLEAR)

    def show_row(self, row: TodayRow | None) -> None:
        """Say why a row is there; nothing without one."""
        self._row = row
        first, second = self._words(row) if row is not None else ("", "")
        self._first.setText(first)
        self._second.setText(second)
        self.setAccessibleName(f"{first} {second}".strip())

    def words(self) -> tuple[str, str]:
        """The two lines as they are shown."""
        return self._first.text(), self._second.text()

    def _words(self, row: TodayRow) -> tuple[str, str]:
        if row.scheduled_id is None:
            parts = [self._ctx.wording.enum("worklist", row.kind), row.name, row.task]
            parts += [self._long_term(row)] if row.kind is WorklistKind.NO_NEXT_VISIT else []
            return row.why, " · ".join(part for part in parts if part)
        from hsct_desktop.services import why

        said = " · ".join([self._long_term(row), *why.explain(self._ctx.ready(), row.scheduled_id).short]).strip(" ·")
        return row.why, f"{said[:1].upper()}{said[1:]}"

    def _long_term(self, row: TodayRow) -> str:
        """The late effects that wait for the patient's next visit: said here, they need no rows of their own."""
        from hsct_desktop.services import late_effects

        return late_effects.at_visit(self._ctx.ready(), row.patient_id) if row.patient_id is not None else ""
