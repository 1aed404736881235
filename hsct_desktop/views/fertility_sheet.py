"""Record preservation of fertility, cycles, the wish for a child, contraception or a pregnancy with its outcome."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.fertility import (
    FertilityEntry,
    FertilityKind,
    PregnancyOutcome,
    check_fertility,
    offered_answers,
    offered_kinds,
)
from hsct_desktop.domain.problem import Problem
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, ChoiceField, DayField, NotesField
from hsct_desktop.views.past_entries import PastEntries, PastEntry
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices, field_row

if TYPE_CHECKING:
    from hsct_desktop.domain.fertility import FertilityRecord
    from hsct_desktop.services.changes import Changes


class FertilitySheet(RecordSheet):
    """A fertility record, new or to be revised; what may be answered follows its kind and the patient's sex."""

    def __init__(self, ctx: Context, patient_id: int, kind: str = "", record_id: int | None = None) -> None:
        draft = f"fertility:{kind}" if record_id is None else f"fertility_record:{record_id}"
        super().__init__(ctx, patient_id, "", draft=draft)
        self._heading = self.tr("Fertility, pregnancy") if record_id is None else self.tr("Revise fertility record")
        self.set_title(self._heading, "")
        self._record_id, self._version = record_id, 0
        from hsct_desktop.services import fertility, patients

        ws = ctx.ready()
        banner = patients.banner(ws, patient_id)
        self._birth_date, self._day0 = banner.birth_date, banner.day0
        self._sex = patients.entry_of(ws, patient_id)[0].sex
        self._records = fertility.for_patient(ws, patient_id)
        with ws.read() as session:
            self._mobilised = fertility.mobilised_on(session, patient_id)
        self._kinds = offered_kinds(self._sex)
        self._first = FertilityKind(kind) if kind else self._kinds[0]
        self._build()
        self._fill()
        self.begin()

    # building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        words = self.ctx.wording
        self._kind = captioned(ChoiceField(), self.tr("Kind"), "kind")
        self._on = captioned(DayField(), self.tr("On"), "recordedOn")
        self._answer = captioned(ChoiceField(), self.tr("Answer or method"), "answer")
        self._ended = captioned(DayField(), self.tr("Ended on"), "endedOn")
        self._outcome = captioned(ChipsField(), self.tr("Outcome"), "outcome")
        self._note = captioned(NotesField(), self.tr("Note"), "note")
        for day in (self._on, self._ended):
            day.bind(self.ctx, self._day0)
        self._kind.set_choices(enum_choices(words, "fertility_kind", self._kinds))
        self._outcome.set_choices(enum_choices(words, "pregnancy_outcome", PregnancyOutcome))
        self._ended.line().setPlaceholderText(self.tr("going on"))
        self._kind.edited.connect(self._on_kind)
        self._answer.edited.connect(self.changed)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(11)
        for part in (
            self._kind,
            self._answer,
            field_row(self._on, self._ended),
            self._outcome,
            self._note,
            self._past(),
        ):
            column.addWidget(part)
        column.addStretch(1)
        self.set_body(body)

    def _fill(self) -> None:
        entry = FertilityEntry(self.patient_id, self._first, self.ctx.today())
        if self._record_id is not None:
            from hsct_desktop.services import fertility

            held = fertility.entry_of(self.ctx.ready(), self._record_id)
            entry, self._version = held.entry, held.version
        self._kind.set_value(entry.kind)
        self._show_kind()
        self._on.set_date(entry.recorded_on)
        self._answer.set_value(entry.answer or None)
        self._ended.set_date(entry.ended_on)
        self._outcome.set_value(entry.outcome)
        self._note.set_text(entry.note)

    def _kind_now(self) -> FertilityKind:
        kind = self._kind.value()
        return kind if isinstance(kind, FertilityKind) else self._first

    def _on_kind(self) -> None:
        self._show_kind()
        self.changed()

    def _show_kind(self) -> None:
        """A pregnancy has an outcome, all else an answer; only what lasts has an end."""
        kind, words = self._kind_now(), self.ctx.wording
        answers = offered_answers(kind, self._sex)
        self._answer.set_choices([(answer, words.enum("fertility_answer", answer)) for answer in answers])
        self._answer.set_value(None)
        self._answer.setVisible(bool(answers))
        self._outcome.setVisible(kind.is_pregnancy)
        lasts = kind.is_pregnancy or kind is FertilityKind.CONTRACEPTION
        self._ended.setVisible(lasts)
        if not lasts:
            self._ended.set_date(None)
        if not kind.is_pregnancy:
            self._outcome.set_value(None)
        caption = self.tr("Began, or found, on") if kind.is_pregnancy else self.tr("On")
        self._on.setProperty("caption", caption)

    # what was recorded before -----------------------------------------------------------------------------------

    def _past(self) -> QWidget:
        lines = [] if self._record_id is not None else [self._past_entry(one) for one in reversed(self._records)]
        return PastEntries(self.ctx.wording, lines, wide=True)

    def _past_entry(self, held: FertilityRecord) -> PastEntry:
        from hsct_desktop.services import fertility

        what = fertility.in_words(self.ctx.wording, held.entry)
        return PastEntry(
            held.recorded_on, what, held.entry.note, lambda: self._take_back(held, what),
            lambda: self.ctx.open_sheet(FertilitySheet(self.ctx, self.patient_id, record_id=held.id)),
        )  # fmt: skip

    def _take_back(self, held: FertilityRecord, what: str) -> None:
        from hsct_desktop.services import fertility

        sheet = ReasonSheet(
            self.ctx,
            self.patient_id,
            self.tr("Take back a fertility record"),
            f"{what}, {self.ctx.wording.date(held.recorded_on)}",
            lambda ws, reason: fertility.void_record(ws, held.id, reason, held.version),
            draft=f"fertility_void:{held.id}",
        )
        self.ctx.open_sheet(sheet)

    # the sheet --------------------------------------------------------------------------------------------------

    def first_field(self) -> QWidget | None:
        return self._answer if offered_answers(self._kind_now(), self._sex) else self._on

    def _entry(self) -> FertilityEntry:
        outcome = self._outcome.value()
        return FertilityEntry(
            self.patient_id,
            self._kind_now(),
            self._on.date(),
            str(self._answer.value() or ""),
            self._ended.date(),
            outcome if isinstance(outcome, PregnancyOutcome) else None,
            self._note.text(),
        )

    def problems(self) -> Iterator[Problem]:
        yield from check_fertility(self._entry(), self._sex, self._birth_date, self.ctx.today(), self._mobilised)

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {
            "kind": self._kind, "answer": self._answer, "ended_on": self._ended, "outcome": self._outcome,
            "note": self._note,
        }  # fmt: skip
        return fields.get(field, self._on)

    def write(self) -> Changes:
        from hsct_desktop.services import fertility

        ws, entry = self.ctx.ready(), self._entry()
        if self._record_id is None:
            return fertility.record(ws, entry, confirmed=self.confirmed)
        return fertility.revise(ws, self._record_id, self._version, entry, confirmed=self.confirmed)

    def content(self) -> Content:
        return {
            "kind": str(self._kind_now()),
            "on": self._on.typed(),
            "answer": str(self._answer.value() or ""),
            "ended": self._ended.typed(),
            "outcome": str(self._outcome.value() or ""),
            "note": self._note.text(),
        }

    def restore(self, content: Content) -> None:
        self._kind.set_value(FertilityKind(content["kind"]))
        self._on.set_typed(content["on"])
        self._answer.set_value(content["answer"] or None)
        self._ended.set_typed(content["ended"])
        self._outcome.set_value(PregnancyOutcome(content["outcome"]) if content["outcome"] else None)
        self._note.set_text(content["note"])
