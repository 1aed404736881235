"""Take something back: nothing is deleted, it is voided with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.problem import Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import TextField
from hsct_desktop.views.sheet import Content, RecordSheet, captioned
from hsct_desktop.views.widgets.note import AlertNote

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.workspace import Workspace
    from hsct_desktop.views.reschedule_changes import Change


class ReasonSheet(RecordSheet):
    """Asks for the reason and calls `act(workspace, reason)`."""

    def __init__(
        self,
        ctx: Context,
        patient_id: int,
        title: str,
        what: str,
        act: Callable[[Workspace, str], Changes],
        *,
        draft: str,
        change: Callable[[str, Callable[[], None]], Change | None] | None = None,
    ) -> None:
        """`change(reason, done)` gives what is to be looked at before `act`; `done` drops the draft."""
        super().__init__(ctx, patient_id, title, draft=draft)
        self._act, self._change = act, change
        self._reason = captioned(TextField(), self.tr("Reason"), "reason")
        self.note = AlertNote(
            what, self.tr("The entry stays in the file, struck out with your name and this reason."), "warn"
        )
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(12)
        column.addWidget(self.note)
        column.addWidget(self._reason)
        column.addStretch(1)
        self.set_body(body)
        self.begin()

    def first_field(self) -> QWidget | None:
        return self._reason.line()

    def problems(self) -> Iterator[Problem]:
        if not self._reason.text().strip():
            yield Problem("reason", "reason_missing")

    def target_of(self, _field: str) -> QWidget:
        return self._reason

    def change(self) -> Change | None:
        return self._change(self._reason.text().strip(), self.draft_dropper()) if self._change is not None else None

    def write(self) -> Changes:
        return self._act(self.ctx.ready(), self._reason.text().strip())

    def content(self) -> Content:
        return {"reason": self._reason.text()}

    def restore(self, content: Content) -> None:
        self._reason.set_text(content["reason"])
