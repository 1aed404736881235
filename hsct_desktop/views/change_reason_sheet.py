"""Asks why something complete changes, where it was changed outside a sheet: in a cell, by a key, from a card."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.domain.signing import REASON, REASON_MISSING
from hsct_desktop.views.context import Context
from hsct_desktop.views.sheet import Content, RecordSheet
from hsct_desktop.views.widgets.note import AlertNote

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes


def wants_reason(error: InputError) -> bool:
    """Whether an entry was refused for want of a reason alone."""
    return bool(error.problems) and all(problem.key == REASON_MISSING for problem in error.problems)


class ChangeReasonSheet(RecordSheet):
    """Asks for the reason, and does once more what wanted it; `done` hears what it changed."""

    def __init__(
        self,
        ctx: Context,
        patient_id: int,
        write: Callable[[], Changes],
        done: Callable[[Changes], None] | None = None,
    ) -> None:
        super().__init__(ctx, patient_id, "", draft="change_reason")
        self._write, self._done = write, done
        self._heading = self.tr("Reason for change")
        self.set_title(self._heading)
        body = QWidget()
        column = QVBoxLayout(body)
        told = self.tr("It changes under your name and with this reason, which stay in its history.")
        column.addWidget(AlertNote(self.tr("This entry is complete."), told, "warn"))
        column.addStretch(1)
        self.set_body(body)
        self.draft_button().setText(self.tr("Leave"))
        self.place_reason()
        self.begin()

    def place_reason(self) -> None:
        """The reason is asked from the beginning, without complaint."""
        self.show_problems([Problem(REASON, REASON_MISSING)], aloud=False)
        self.set_problems([])

    def first_field(self) -> QWidget | None:
        bar = self.reason_bar()
        return bar.box if bar is not None else None

    def problems(self) -> Iterator[Problem]:
        if not self.change_reason():
            yield Problem(REASON, REASON_MISSING)

    def target_of(self, _field: str) -> QWidget:
        bar = self.reason_bar()
        return bar.field if bar is not None else self

    def write(self) -> Changes:
        changes = self._write()
        if self._done is not None:
            self._done(changes)
        return changes

    def content(self) -> Content:
        return {}

    def restore(self, content: Content) -> None:
        """There is no draft: what was changed stands where it was changed."""
