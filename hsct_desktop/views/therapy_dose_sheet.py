"""Another dose from a day on: what held before stays in the record, as a step of the bar and of the list."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.domain.therapy_dose import DoseChangeEntry, check_dose_change
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import DayField, NumberField, TextField
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, field_row
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.domain.therapy_dose import DoseStep
    from hsct_desktop.services.changes import Changes


class DoseSheet(RecordSheet):
    """A change of dose, new or (with `step`) to be corrected; it begins with what holds."""

    def __init__(self, ctx: Context, patient_id: int, therapy_id: int, step: DoseStep | None = None) -> None:
        from hsct_desktop.services import patients, therapy_doses

        ws, self._therapy_id, self._step = ctx.ready(), therapy_id, step
        if step is None:
            self._begun = therapy_doses.begin(ws, therapy_id, ctx.today())
        else:
            self._begun = therapy_doses.revision(ws, step.id, therapy_id)
        name = self._begun.therapy.name
        draft = f"dose:{therapy_id}" if step is None else f"dose:{therapy_id}:{step.id}"
        super().__init__(ctx, patient_id, "", name, draft=draft)
        self._heading = self.tr("Change of dose") if step is None else self.tr("Correct a change of dose")
        self.set_title(self._heading, name)
        self._on = captioned(DayField(), self.tr("From day"), "fromOn")
        self._dose = captioned(NumberField(), self.tr("Dose as ordered"), "dose")
        self._unit = captioned(TextField(), self.tr("Unit"), "unit")
        self._frequency = captioned(TextField(), self.tr("Frequency"), "frequency")
        self._times = captioned(TextField(), self.tr("Times of day"), "times")
        self._reason = captioned(TextField(), self.tr("Why"), "reason")
        self._on.bind(ctx, patients.banner(ws, patient_id).day0)
        self._times.line().setPlaceholderText("8 20")
        self._build()
        self._fill(self._begun.entry)
        self.begin()

    def _build(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(12)
        before = self._begun.therapy
        dose, unit, frequency, times = self._begun.frame.before
        amount = f"{self.ctx.wording.number(dose)} {unit}" if dose is not None else ""
        held = " · ".join(part for part in (amount, frequency, times) if part) or self.tr("no dose recorded")
        since = self.ctx.wording.date(before.start) if before.start is not None else ""
        words = self.tr("Until then: {held} (given since {since})").format(held=held, since=since)
        column.addWidget(PlainLabel(words, "caption", wrap=True))
        column.addWidget(self._on)
        column.addWidget(field_row(self._dose, self._unit))
        column.addWidget(field_row(self._frequency, self._times))
        column.addWidget(self._reason)
        if self._step is not None:
            button = KeyButton(self.tr("Take back"), icon="undo", kind="danger", small=True)
            button.clicked.connect(self._take_back)
            column.addWidget(button)
        column.addStretch(1)
        self.set_body(body)

    def _fill(self, entry: DoseChangeEntry) -> None:
        self._on.set_date(entry.from_on)
        self._dose.set_text("" if entry.dose is None else self.ctx.wording.number(entry.dose))
        self._unit.set_text(entry.unit)
        self._frequency.set_text(entry.frequency)
        self._times.set_text(entry.times)
        self._reason.set_text(entry.reason)

    def _take_back(self) -> None:
        from hsct_desktop.services import therapy_doses

        step = self._step
        if step is None:
            return
        what = f"{self._begun.therapy.name}, {self.ctx.wording.date(step.from_on)}"
        self.ctx.open_sheet(
            ReasonSheet(
                self.ctx,
                self.patient_id,
                self.tr("Take back a change of dose"),
                what,
                lambda ws, reason: therapy_doses.void_change(ws, step.id, reason, self._begun.version),
                draft=f"void_dose:{step.id}",
            )
        )

    def first_field(self) -> QWidget | None:
        return self._dose.line()

    def _amount(self) -> Decimal | None:
        try:
            return self._dose.number()
        except InputError:  # said by `problems`
            return None

    def entry(self) -> DoseChangeEntry:
        """The change as it stands in the form."""
        return DoseChangeEntry(
            self._therapy_id,
            self._on.date(),
            self._amount(),
            self._unit.text().strip(),
            self._frequency.text().strip(),
            self._times.text().strip(),
            self._reason.text().strip(),
        )

    def problems(self) -> Iterator[Problem]:
        try:
            self._dose.number()
        except InputError as error:
            yield from error.problems
            return
        yield from check_dose_change(self.entry(), self._begun.frame)

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {
            "dose": self._dose,
            "unit": self._unit,
            "frequency": self._frequency,
            "times": self._times,
            "reason": self._reason,
        }
        return fields.get(field, self._on)

    def write(self) -> Changes:
        from hsct_desktop.services import therapy_doses

        ws, entry = self.ctx.ready(), self.entry()
        if self._step is not None:
            return therapy_doses.revise(ws, self._step.id, self._begun.version, entry)
        return therapy_doses.record(ws, entry)

    def content(self) -> Content:
        return {
            "on": self._on.typed(),
            "dose": self._dose.text(),
            "unit": self._unit.text(),
            "frequency": self._frequency.text(),
            "times": self._times.text(),
            "reason": self._reason.text(),
        }

    def restore(self, content: Content) -> None:
        self._on.set_typed(content["on"])
        self._dose.set_text(content["dose"])
        self._unit.set_text(content["unit"])
        self._frequency.set_text(content["frequency"])
        self._times.set_text(content["times"])
        self._reason.set_text(content["reason"])
