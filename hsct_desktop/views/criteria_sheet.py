"""A checklist of criteria filled from the record: a person answers the rest and decides; the rules only say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.criteria import CHECKLISTS, Answer, ChecklistId, CriteriaDecision
from hsct_desktop.domain.criteria_check import CriteriaCheckEntry, check_criteria
from hsct_desktop.domain.problem import Problem
from hsct_desktop.views.adverse_event_sheet import AdverseEventSheet
from hsct_desktop.views.context import Context
from hsct_desktop.views.criteria_rows import CriteriaRows
from hsct_desktop.views.criteria_severity import SeverityPart
from hsct_desktop.views.form_fields import ChipsField, DayField, NotesField
from hsct_desktop.views.past_entries import PastEntries, PastEntry
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, enum_choices
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.criteria import Judged

_KINDS = {Answer.YES: "danger", Answer.UNKNOWN: "wait", Answer.NO: "info"}


class CriteriaSheet(RecordSheet):
    """Choose a checklist, see what the record answers, answer the rest with y, n and u, decide."""

    def __init__(self, ctx: Context, patient_id: int, checklist: ChecklistId = ChecklistId.ES_SPITZER) -> None:
        super().__init__(ctx, patient_id, "", draft="criteria_check")
        self._heading = self.tr("Check criteria")
        self.set_title(self._heading, "")
        from hsct_desktop.services import patients

        banner = patients.banner(ctx.ready(), patient_id)
        self._birth_date = banner.birth_date
        self._which = captioned(ChipsField(), self.tr("Checklist"), "checklist")
        self._on = captioned(DayField(), self.tr("Judged as of"), "assessedOn")
        self._frame = PlainLabel("", "muted", wrap=True)
        self._verdict = AlertNote("", "", "wait")
        self._decision = captioned(ChipsField(), self.tr("Decision"), "decision")
        self._then = captioned(ChipsField(), self.tr("After saving"), "then")
        self._note = captioned(NotesField(), self.tr("Note"), "note")
        self._all = {one: CriteriaRows(ctx.wording, criteria) for one, criteria in CHECKLISTS.items()}
        self._severity = SeverityPart(ctx.wording)
        self._on.bind(ctx, banner.day0)
        self._lay_form()
        self._which.set_value(checklist)
        self._on.set_date(ctx.today())
        self._show_checklist()
        self.begin()

    def _lay_form(self) -> None:
        words = self.ctx.wording
        self._which.set_choices(enum_choices(words, "checklist", ChecklistId))
        self._decision.set_choices(enum_choices(words, "criteria_decision", CriteriaDecision))
        self._then.set_choices([(True, self.tr("record as toxicity")), (False, self.tr("nothing more"))])
        self._then.set_value(True)
        hint = self.tr("y yes, n no, u unknown. The rules count; a person decides.")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(11)
        parts: list[QWidget] = [self._which, self._on, self._frame, PlainLabel(hint, "caption", wrap=True)]
        parts += [*self._all.values(), self._verdict, self._severity, self._decision, self._then, self._note]
        for part in (*parts, self._past()):
            column.addWidget(part)
        column.addStretch(1)
        self.set_body(body)
        self._which.edited.connect(self._show_checklist)
        self._on.dateChanged.connect(lambda _day: self._fill())
        self._decision.edited.connect(self._show_then)
        for rows in self._all.values():
            rows.edited.connect(self._on_answer)
        self._severity.edited.connect(self._on_answer)

    # what is shown ----------------------------------------------------------------------------------------------

    def _checklist(self) -> ChecklistId:
        value = self._which.value()
        return value if isinstance(value, ChecklistId) else ChecklistId.ES_SPITZER

    def rows(self) -> CriteriaRows:
        """The criteria of the chosen checklist."""
        return self._all[self._checklist()]

    def _show_checklist(self) -> None:
        chosen = self._checklist()
        for one, rows in self._all.items():
            rows.setVisible(one is chosen)
        self._severity.setVisible(chosen is ChecklistId.SOS_EBMT2023)
        self._fill()

    def _fill(self) -> None:
        """Answer from the record what it answers, as of the day."""
        from hsct_desktop.services import criteria

        on = self._on.date()
        if on is not None:
            found = criteria.filled(self.ctx.ready(), self.patient_id, self._checklist(), on)
            self._frame.setText(" · ".join(found.frame))
            self._frame.setVisible(bool(found.frame))
            self.rows().fill(found.said)
            if found.findings is not None:
                self._severity.fill(found.findings, found.severity_evidence or {})
        self._show_verdict()

    def _on_answer(self) -> None:
        self._show_verdict()
        self.changed()

    def _show_verdict(self) -> None:
        from hsct_desktop.catalogue.criteria_words import criterion, stored_verdict, verdict_in_words

        words, verdict = self.ctx.wording, self._entry_without_numbers().verdict
        said = verdict_in_words(words, self._checklist(), stored_verdict(verdict))
        lines = []
        if verdict.missing:
            lines.append(self.tr("Missing: {}").format("; ".join(criterion(words, name) for name in verdict.missing)))
        if verdict.category and verdict.possible:
            surer = ", ".join(verdict_in_words(words, self._checklist(), name) for name in verdict.possible)
            lines.append(self.tr("Still possible: {}").format(surer))
        self._verdict.set_note(said, "\n".join(lines), _KINDS[verdict.status])
        self._show_then()

    def _show_then(self) -> None:
        self._then.setVisible(self._decision.value() is CriteriaDecision.CONFIRMED)

    # the sheet --------------------------------------------------------------------------------------------------

    def first_field(self) -> QWidget | None:
        return self._which

    def _entry_without_numbers(self) -> CriteriaCheckEntry:
        decision = self._decision.value()
        return CriteriaCheckEntry(
            self.patient_id,
            self._checklist(),
            self._on.date(),
            self.rows().said(),
            decision if isinstance(decision, CriteriaDecision) else None,
            None,
            self._note.text(),
        )

    def _entry(self) -> CriteriaCheckEntry:
        entry = self._entry_without_numbers()
        if entry.checklist is ChecklistId.SOS_EBMT2023:
            return replace(entry, findings=self._severity.findings())
        return entry

    def problems(self) -> Iterator[Problem]:
        yield from check_criteria(self._entry(), self._birth_date, self.ctx.today())

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {
            "assessed_on": self._on,
            "note": self._note,
            "days_since_first_sign": self._severity.days,
            "risk_factors": self._severity.risks,
        }
        return fields.get(field, self._decision)

    def write(self) -> Changes:
        from hsct_desktop.services import criteria

        written = criteria.record(self.ctx.ready(), self._entry())
        self._recorded = written.record_id
        return written

    def _finish(self) -> None:
        """A confirmed complication leads on to its toxicity, filled in advance; the grade is the person's."""
        goes_on = self._decision.value() is CriteriaDecision.CONFIRMED and self._then.value() is True
        ctx, patient_id, check_id = self.ctx, self.patient_id, self._recorded
        super()._finish()
        if goes_on and check_id is not None:
            ctx.open_sheet(CriteriaToxicitySheet(ctx, patient_id, check_id))

    _recorded: int | None = None

    def content(self) -> Content:
        return {
            "checklist": self._checklist().value,
            "on": self._on.typed(),
            "answers": {name: said.answer.value for name, said in self.rows().said().items() if said.by_person},
            "severity": self._severity.content(),
            "decision": str(self._decision.value() or ""),
            "then": self._then.value() is True,
            "note": self._note.text(),
        }

    def restore(self, content: Content) -> None:
        self._which.set_value(ChecklistId(content["checklist"]))
        self._on.set_typed(content["on"])
        self._show_checklist()
        self.rows().set_answers({name: Answer(answer) for name, answer in content["answers"].items()})
        self._severity.restore(content["severity"])
        self._decision.set_value(CriteriaDecision(content["decision"]) if content["decision"] else None)
        self._then.set_value(content["then"])
        self._note.set_text(content["note"])
        self._show_verdict()

    # what was judged before -------------------------------------------------------------------------------------

    def _past(self) -> QWidget:
        from hsct_desktop.services import criteria

        held = criteria.for_patient(self.ctx.ready(), self.patient_id)
        return PastEntries(self.ctx.wording, [self._past_entry(one) for one in held], wide=True)

    def _past_entry(self, held: Judged) -> PastEntry:
        words = self.ctx.wording
        judged = f"{held.by}, {words.date(held.at.astimezone().date())}"
        parts = (held.decision, held.verdict, held.severity, held.note, judged)
        leads = None
        if held.event_id is None:
            leads = (
                self.tr("Toxicity"),
                lambda: self.ctx.open_sheet(CriteriaToxicitySheet(self.ctx, self.patient_id, held.id)),
            )
        return PastEntry(
            held.on,
            held.title,
            " · ".join(part for part in parts if part),
            lambda: self.ctx.open_sheet(CriteriaBackSheet(self.ctx, self.patient_id, held)),
            leads_to=leads,
        )


class CriteriaToxicitySheet(AdverseEventSheet):
    """The toxicity that a checklist led to, filled in advance; both are linked when it is saved."""

    def __init__(self, ctx: Context, patient_id: int, check_id: int) -> None:
        from hsct_desktop.services import criteria

        self._check_id = check_id
        given = criteria.toxicity_entry(ctx.ready(), patient_id, check_id)
        super().__init__(ctx, patient_id, given=given, draft=f"criteria_toxicity:{check_id}")

    def write(self) -> Changes:
        from hsct_desktop.services import criteria

        return criteria.record_toxicity(
            self.ctx.ready(), self._check_id, self.entry(), death_cause=self._cause.text().strip()
        )


class CriteriaBackSheet(ReasonSheet):
    """Asks why a checklist is taken back."""

    def __init__(self, ctx: Context, patient_id: int, held: Judged) -> None:
        from hsct_desktop.services import criteria

        super().__init__(
            ctx,
            patient_id,
            "",
            f"{held.title}, {ctx.wording.date(held.on)}: {held.decision}",
            lambda ws, reason: criteria.void_check(ws, held.id, reason, held.version),
            draft=f"criteria_void:{held.id}",
        )
        self._heading = self.tr("Take back a checklist")
        self.set_title(self._heading)
