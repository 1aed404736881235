"""Sheets about a possible pseudo-relapse: take it up with a day, turn it down with a reason, say what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.neuro_recheck import RecheckOutcome, check_decision, check_outcome
from hsct_desktop.domain.problem import Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, DayField, TextField
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices
from hsct_desktop.views.widgets.note import AlertNote

if TYPE_CHECKING:
    from hsct_desktop.domain.neuro_recheck import Recheck, RecheckOffer
    from hsct_desktop.services.changes import Changes


class _OneNote(RecordSheet):
    """A sheet with the sentence above and a few fields below."""

    def _lay(self, note: AlertNote, *fields: QWidget) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(12)
        column.addWidget(note)
        for field in fields:
            column.addWidget(field)
        column.addStretch(1)
        self.set_body(body)


class RecheckSheet(_OneNote):
    """Plans the second look: it becomes a task of the unit on its day."""

    def __init__(self, ctx: Context, patient_id: int, offer: RecheckOffer, text: str) -> None:
        name = f"recheck:{offer.worsening.episode_id}:{offer.worsening.on}"
        super().__init__(ctx, patient_id, "", draft=name)
        self._heading = self.tr("Possible pseudo-relapse: examine again")
        self.set_title(self._heading)
        self._offer = offer
        self._day = captioned(DayField(), self.tr("Examine again on"), "recheckOn")
        self._day.bind(ctx)
        self._day.set_date(offer.recheck_on)
        hint = self.tr("Becomes a task of the unit. MRI only where it lasts more than 24 to 48 hours without fever.")
        self._lay(AlertNote(text, hint, "warn"), self._day)
        self.begin()

    def first_field(self) -> QWidget | None:
        return self._day.line()

    def problems(self) -> Iterator[Problem]:
        yield from check_decision(self._day.date(), self._offer.worsening.on, self.ctx.today())

    def target_of(self, _field: str) -> QWidget:
        return self._day

    def write(self) -> Changes:
        from hsct_desktop.services import neuro_rechecks

        return neuro_rechecks.accept(self.ctx.ready(), self.patient_id, self._offer, self._day.date())

    def content(self) -> Content:
        return {"day": self._day.typed()}

    def restore(self, content: Content) -> None:
        self._day.set_typed(content["day"])


class DismissSheet(_OneNote):
    """Asks why a worsening beside fever is taken for something else."""

    def __init__(self, ctx: Context, patient_id: int, offer: RecheckOffer, text: str) -> None:
        name = f"recheck_dismiss:{offer.worsening.episode_id}:{offer.worsening.on}"
        super().__init__(ctx, patient_id, "", draft=name)
        self._heading = self.tr("Not a pseudo-relapse")
        self.set_title(self._heading)
        self._offer = offer
        self._reason = captioned(TextField(), self.tr("Reason"), "reason")
        self._lay(AlertNote(text, "", "warn"), self._reason)
        self.begin()

    def first_field(self) -> QWidget | None:
        return self._reason.line()

    def problems(self) -> Iterator[Problem]:
        if not self._reason.text().strip():
            yield Problem("reason", "reason_missing")

    def target_of(self, _field: str) -> QWidget:
        return self._reason

    def write(self) -> Changes:
        from hsct_desktop.services import neuro_rechecks

        return neuro_rechecks.dismiss(self.ctx.ready(), self.patient_id, self._offer, self._reason.text())

    def content(self) -> Content:
        return {"reason": self._reason.text()}

    def restore(self, content: Content) -> None:
        self._reason.set_text(content["reason"])


class OutcomeSheet(_OneNote):
    """Says what the second look found; its task is done with it."""

    def __init__(self, ctx: Context, held: Recheck, text: str) -> None:
        super().__init__(ctx, held.patient_id, "", draft=f"recheck_outcome:{held.id}")
        self._heading = self.tr("Examined again")
        self.set_title(self._heading)
        self._held = held
        from hsct_desktop.services import patients

        self._birth_date = patients.banner(ctx.ready(), held.patient_id).birth_date
        self._outcome = captioned(ChipsField(), self.tr("What the second look found"), "outcome")
        self._outcome.set_choices(enum_choices(ctx.wording, "recheck_outcome", RecheckOutcome))
        self._on = captioned(DayField(), self.tr("Examined on"), "outcomeOn")
        self._on.bind(ctx)
        self._on.set_date(ctx.today())
        self._lay(AlertNote(text, "", "wait"), self._outcome, self._on)
        self.begin()

    def first_field(self) -> QWidget | None:
        return self._outcome

    def _said(self) -> RecheckOutcome | None:
        outcome = self._outcome.value()
        return outcome if isinstance(outcome, RecheckOutcome) else None

    def problems(self) -> Iterator[Problem]:
        today = self.ctx.today()
        yield from check_outcome(self._said(), self._on.date(), self._held.found_on, self._birth_date, today, None)

    def target_of(self, field: str) -> QWidget:
        return self._outcome if field == "outcome" else self._on

    def write(self) -> Changes:
        from hsct_desktop.services import neuro_rechecks

        held = self._held
        return neuro_rechecks.conclude(self.ctx.ready(), held.id, held.version, self._said(), self._on.date())

    def content(self) -> Content:
        return {"outcome": str(self._outcome.value() or ""), "on": self._on.typed()}

    def restore(self, content: Content) -> None:
        self._outcome.set_value(RecheckOutcome(content["outcome"]) if content["outcome"] else None)
        self._on.set_typed(content["on"])
