"""The next transplant of a patient: the data of its course; what becomes of the visits is shown before it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QWidget

from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.registration_transplant import TransplantStep
from hsct_desktop.views.reschedule_changes import Change, NextCourse, Way
from hsct_desktop.views.sheet import Content, RecordSheet

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes


class NextTransplantSheet(RecordSheet):
    """The transplant form once more; saving goes through the preview that closes the present course."""

    def __init__(self, ctx: Context, patient_id: int) -> None:
        super().__init__(ctx, patient_id, "", draft="next_transplant")
        from hsct_desktop.services import patients, transplants

        held = transplants.entry_of(ctx.ready(), patient_id)
        if held is None:
            raise KnownError("stale_row")
        self._version = held[1]
        self._heading = self.tr("Next transplant")
        number = len(transplants.courses_of(ctx.ready(), patient_id)) + 1
        self._words = self.tr("transplant {}").format(number)
        self.set_title(self._heading, self._words)
        entry, _version = patients.entry_of(ctx.ready(), patient_id)
        self._birth_date = entry.birth_date
        self._step = TransplantStep(ctx)
        self._step.clear()
        self._step.set_disease(entry.disease_id)
        self._step.ui.planned.hide()
        # A sheet is too narrow for long choices beside each other: each takes the whole width.
        for row in (self._step.ui.columnRow1, self._step.ui.columnRow2):
            row.setDirection(QBoxLayout.Direction.TopToBottom)
        self._step.edited.connect(self.changed)
        self.set_body(self._step)
        self.begin()
        self.save_button().setText(self.tr("Show what follows"))

    def first_field(self) -> QWidget | None:
        return self._step.ui.day0.line()

    def problems(self) -> Iterator[Problem]:
        yield from self._step.problems(self._birth_date)

    def target_of(self, field: str) -> QWidget:
        return self._step.target_of(field)

    def change(self) -> Change | None:
        ctx, patient_id = self.ctx, self.patient_id
        way = Way(back=lambda: ctx.open_sheet(NextTransplantSheet(ctx, patient_id)), done=self.draft_dropper())
        made = NextCourse(ctx, patient_id, self._version, self._step.entry(), way)
        made.preview(None)  # what cannot be is said beside its field here
        return made

    def write(self) -> Changes:
        from hsct_desktop.services import transplants

        return transplants.open_next(self.ctx.ready(), self.patient_id, self._version, self._step.entry())

    def content(self) -> Content:
        return self._step.content()

    def restore(self, content: Content) -> None:
        self._step.restore(content)
