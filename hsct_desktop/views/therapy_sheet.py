"""Record a supportive therapy as ordered: the program offers the catalogue's usual dose as words and computes none."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.catalogue.items import Drug, StopRule
from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.domain.supportive_therapy import (
    Route,
    StopReason,
    SupportiveTherapyEntry,
    TherapyClass,
    check_supportive_therapy,
)
from hsct_desktop.domain.therapy_dose import DoseStep
from hsct_desktop.domain.times_of_day import tidy_times
from hsct_desktop.views.context import Context
from hsct_desktop.views.forms.ui_supportive_therapy_form import Ui_SupportiveTherapyForm
from hsct_desktop.views.interruption_rows import InterruptionRows
from hsct_desktop.views.search_picker import Found, SearchPicker
from hsct_desktop.views.sheet import Content, RecordSheet, enum_choices
from hsct_desktop.views.therapy_dose_sheet import DoseSheet
from hsct_desktop.views.visit_sheet import place_in
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes


class TherapySheet(RecordSheet):
    """A therapy, new or to be revised. A drug that the catalogue does not have is taken as written.

    `offered` fills a new one beforehand; `draft` is the name of its draft where it is not the usual one.
    """

    def __init__(
        self,
        ctx: Context,
        patient_id: int,
        therapy_id: int | None = None,
        *,
        offered: SupportiveTherapyEntry | None = None,
        draft: str = "therapy",
    ) -> None:
        name = draft if therapy_id is None else f"therapy:{therapy_id}"
        super().__init__(ctx, patient_id, "", draft=name)
        self._heading = self.tr("Record therapy") if therapy_id is None else self.tr("Revise therapy")
        self.set_title(self._heading, "")
        self._therapy_id = therapy_id
        self._version = 0
        self._drug: Drug | None = None
        self._proposing = False
        from hsct_desktop.services import patients

        banner = patients.banner(ctx.ready(), patient_id)
        self._birth_date, self._day0 = banner.birth_date, banner.day0
        self._ui = Ui_SupportiveTherapyForm()
        self._picker = SearchPicker(self.tr("Drug"), self._search, free=True)
        self._hint = PlainLabel("", "caption", wrap=True)
        self._pauses = InterruptionRows(ctx, self._day0)
        self._build()
        self._ui.start.set_date(ctx.today())
        self._ui.therapyClass.set_value(TherapyClass.OTHER)
        self._show_drug(None)
        if therapy_id is not None:
            self._load(therapy_id)
        elif offered is not None:
            self._fill(offered)
        self.begin()

    def _build(self) -> None:
        body, ui, words = QWidget(), self._ui, self.ctx.wording
        ui.setupUi(body)
        place_in(ui.drugPlace, self._picker)
        layout = ui.drugPlace.layout()
        if layout is not None:
            layout.addWidget(self._hint)
        place_in(ui.interruptionsPlace, self._pauses)
        for day in (ui.start, ui.plannedStop, ui.stop):
            day.bind(self.ctx, self._day0)
        ui.stop.line().setPlaceholderText(self.tr("still given"))
        ui.plannedStop.line().setPlaceholderText(self.tr("none"))
        ui.route.set_choices(enum_choices(words, "route", Route), self.tr("Choose"))
        ui.therapyClass.set_choices(enum_choices(words, "therapy_class", TherapyClass))
        ui.stopReason.set_choices(
            [(None, self.tr("none")), *enum_choices(words, "stop_reason", StopReason)], self.tr("Choose")
        )
        ui.stopDetail.hide()
        ui.times.line().setPlaceholderText("8 20")
        ui.times.edited.connect(self._on_times)
        ui.indication.set_choices(self._indications())
        ui.indication.set_value("")
        ui.indication.edited.connect(self.changed)
        for why in (ui.allergyWhy, ui.overlapWhy):
            why.hide()
        self._picker.current_changed.connect(self._on_drug)
        self._picker.taken.connect(self._on_taken)
        self._picker.typed.connect(self.changed)
        self._picker.line().editingFinished.connect(self._show_asked)
        self._pauses.edited.connect(self.changed)
        ui.stopRule.edited.connect(self._on_rule)
        ui.start.dateChanged.connect(self._on_start)
        ui.stopReason.edited.connect(self._on_reason)
        for choice in (ui.route, ui.therapyClass):
            choice.edited.connect(self.changed)
        self.set_body(body)

    def _indications(self) -> list[tuple[object, str]]:
        items = self.ctx.ready().catalogue.therapies.values()
        return [("", self.tr("not said")), *((item.id, item.label.text(self.ctx.language)) for item in items)]

    def _load(self, therapy_id: int) -> None:
        from hsct_desktop.services import supportive_therapies

        entry, self._version = supportive_therapies.entry_of(self.ctx.ready(), therapy_id)
        self._fill(entry)
        self._show_doses(therapy_id)

    def _fill(self, entry: SupportiveTherapyEntry) -> None:
        """Show an entry in the form."""
        ui, drug = self._ui, self.ctx.ready().catalogue.drugs.get(entry.catalogue_id)
        self._picker.set_chosen(self._found(drug) if drug is not None else None, entry.name)
        self._show_drug(drug)
        self._proposing = True
        ui.dose.set_text("" if entry.dose is None else self.ctx.wording.number(entry.dose))
        ui.unit.set_text(entry.unit)
        ui.route.set_value(entry.route)
        ui.frequency.set_text(entry.frequency)
        ui.therapyClass.set_value(entry.therapy_class)
        ui.start.set_date(entry.start)
        ui.plannedStop.set_date(entry.planned_stop)
        ui.stopRule.set_value(entry.stop_rule_id)
        ui.stop.set_date(entry.stop)
        ui.stopReason.set_value(entry.stop_reason)
        ui.stopDetail.set_text(entry.stop_detail)
        ui.note.set_text(entry.note)
        ui.times.set_text(entry.times)
        ui.indication.set_value(entry.indication)
        ui.allergyWhy.set_text(entry.allergy_why)
        ui.overlapWhy.set_text(entry.overlap_why)
        self._pauses.set_pauses(entry.interruptions)
        self._proposing = False
        self._show_asked()

    # the drug ---------------------------------------------------------------------------------------------------

    def _found(self, drug: Drug) -> Found:
        aside = self.ctx.wording.enum("therapy_class", drug.therapy_class)
        return Found(drug, drug.label.text(self.ctx.language), (), "", aside, (), drug.therapy_class)

    def _search(self, typed: str) -> tuple[list[Found], str]:
        words, language = self.ctx.wording, self.ctx.language
        matches = self.ctx.ready().catalogue.find_drugs(typed, language, limit=12)
        rows = []
        for match in matches:
            aside = words.enum("therapy_class", match.item.therapy_class)
            rows.append(Found(match.item, match.shown, match.spans, match.via, aside, (), match.item.therapy_class))
        return rows, "" if rows else self.tr("not in the catalogue: taken as written")

    def _on_drug(self, drug: object) -> None:
        self._show_drug(drug if isinstance(drug, Drug) else None)
        self._show_asked()
        self.changed()

    def _on_taken(self, _drug: object) -> None:
        self._ui.dose.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_drug(self, drug: Drug | None) -> None:
        """Fill route and frequency from the catalogue and show its usual dose as words; the dose stays the order's."""
        before, self._drug = self._drug, drug
        ui, language = self._ui, self.ctx.language
        rules = list(self._rules().values())
        choices: list[tuple[object, str]] = [("", self.tr("no rule"))]
        choices += [(rule.id, rule.text.text(language)) for rule in rules]
        ui.stopRule.set_choices(choices)
        ui.stopRule.setVisible(bool(rules))
        if ui.stopRule.value() is None:
            ui.stopRule.set_value("")
        ui.therapyClass.setVisible(drug is None)
        dose = drug.dose.text(language) if drug is not None else ""
        self._hint.setText(self.tr("Usual, for the prescriber to decide: {}").format(dose) if dose else "")
        self._hint.setVisible(bool(dose))
        if drug is not None and not self._proposing:
            ui.indication.set_value(drug.therapy_id)
        if drug is not None:
            ui.route.set_value(drug.route)
            ui.therapyClass.set_value(drug.therapy_class)
            ui.frequency.set_text(drug.frequency.text(language))
        elif before is not None:
            # What the catalogue said of a drug passed on the way must not stay with the one that was meant.
            ui.indication.set_value("")
            ui.route.set_value(None)
            ui.therapyClass.set_value(TherapyClass.OTHER)
            ui.frequency.set_text("")

    def _rules(self) -> dict[str, StopRule]:
        if self._drug is None:
            return {}
        therapy = self.ctx.ready().catalogue.therapies.get(self._drug.therapy_id)
        return {rule.id: rule for rule in therapy.stop_rules} if therapy is not None else {}

    # stopping ---------------------------------------------------------------------------------------------------

    def _on_rule(self) -> None:
        self._propose()
        self.changed()

    def _on_start(self, _day: object) -> None:
        self._show_asked()
        if self._ui.stopRule.value() and not self._ui.plannedStop.typed():
            self._propose()

    def _propose(self) -> None:
        """The rule's earliest day as planned stop: a proposal that can be overwritten."""
        rule = self._ui.stopRule.value()
        if self._proposing or not isinstance(rule, str) or not rule:
            return
        from hsct_desktop.services import supportive_therapies

        day = supportive_therapies.propose_stop(self.ctx.ready(), self.patient_id, rule, self._ui.start.date())
        self._ui.plannedStop.set_date(day)
        self._ui.plannedStop.set_warning(
            None if day is not None else self.tr("The rule has no date of its own; enter one or leave it open.")
        )

    def _on_reason(self) -> None:
        ui = self._ui
        ui.stopDetail.setVisible(ui.stopReason.value() is not None)
        if ui.stopReason.value() is not None and not ui.stop.typed() and not self._proposing:
            ui.stop.set_date(self.ctx.today())
        self.changed()

    def _on_times(self) -> None:
        """Say how typed times are read."""
        try:
            read = tidy_times(self._ui.times.text())
        except InputError:  # said by `problems`
            read = ""
        self._ui.times.set_understood(read if read != self._ui.times.text().strip() else "")

    def _show_doses(self, therapy_id: int) -> None:
        """The changes of dose, each a button that opens it to be corrected."""
        from hsct_desktop.services import therapy_doses

        layout = self._ui.interruptionsPlace.layout()
        for step in therapy_doses.steps(self.ctx.ready(), therapy_id):
            what = " ".join(part for part in (step.dose, step.frequency, step.times) if part)
            words = self.tr("Dose from {on}: {dose}").format(on=self.ctx.wording.date(step.from_on), dose=what)
            button = KeyButton(words, icon="edit", small=True)
            button.clicked.connect(partial(self._open_dose, therapy_id, step))
            if isinstance(layout, QVBoxLayout):
                layout.insertWidget(layout.count() - 1, button, 0, Qt.AlignmentFlag.AlignLeft)

    def _open_dose(self, therapy_id: int, step: DoseStep) -> None:
        self.ctx.open_sheet(DoseSheet(self.ctx, self.patient_id, therapy_id, step))

    # what is asked ----------------------------------------------------------------------------------------------

    def _show_asked(self) -> None:
        """A recorded allergy, another course of the drug: the field for the reason appears with what it is about."""
        from hsct_desktop.services import therapy_checks

        entry = self.entry()
        asked = therapy_checks.asks(self.ctx.ready(), entry, self._therapy_id) if entry.name else ()
        for field, why in (("allergy_why", self._ui.allergyWhy), ("overlap_why", self._ui.overlapWhy)):
            said = next((self.ctx.wording.problem(problem) for problem in asked if problem.field == field), None)
            why.setVisible(said is not None or bool(why.text()))
            why.set_warning(said)

    # the sheet --------------------------------------------------------------------------------------------------

    def first_field(self) -> QWidget | None:
        return self._picker.line() if self._therapy_id is None else None

    def _dose(self) -> Decimal | None:
        try:
            return self._ui.dose.number()
        except InputError:  # said by `problems`
            return None

    def entry(self) -> SupportiveTherapyEntry:
        """The therapy as it stands in the form."""
        ui, drug = self._ui, self._drug
        kind, route, reason = ui.therapyClass.value(), ui.route.value(), ui.stopReason.value()
        rule_id = ui.stopRule.value()
        rule = self._rules().get(rule_id) if isinstance(rule_id, str) else None
        return SupportiveTherapyEntry(
            patient_id=self.patient_id,
            name=drug.label.text(self.ctx.language) if drug is not None else self._picker.text().strip(),
            therapy_class=kind if isinstance(kind, TherapyClass) else TherapyClass.OTHER,
            start=ui.start.date(),
            catalogue_id=drug.id if drug is not None else "",
            dose=self._dose(),
            unit=ui.unit.text().strip(),
            route=route if isinstance(route, Route) else Route.OTHER,
            frequency=ui.frequency.text().strip(),
            planned_stop=ui.plannedStop.date(),
            stop_rule_id=rule.id if rule is not None else "",
            stop_rule=rule.text.text(self.ctx.language) if rule is not None else "",
            stop=ui.stop.date(),
            stop_reason=reason if isinstance(reason, StopReason) else None,
            stop_detail=ui.stopDetail.text().strip() if reason is not None else "",
            interruptions=self._pauses.pauses(),
            note=ui.note.text(),
            indication=str(ui.indication.value() or ""),
            times=ui.times.text().strip(),
            allergy_why=ui.allergyWhy.text().strip(),
            overlap_why=ui.overlapWhy.text().strip(),
        )

    def problems(self) -> Iterator[Problem]:
        try:
            self._ui.dose.number()
        except InputError as error:
            yield from error.problems
        for problem in check_supportive_therapy(self.entry(), self._birth_date, self.ctx.today()):
            unreadable = problem.key == "unit_without_dose" and self._ui.dose.text().strip()
            if not unreadable:
                yield problem
        if self._ui.route.value() is None:
            yield Problem("route", "route_missing")
        if self._pauses.incomplete():
            yield Problem("interruptions", "date_missing")

    def target_of(self, field: str) -> QWidget:
        ui = self._ui
        fields: dict[str, QWidget] = {
            "dose": ui.dose,
            "unit": ui.unit,
            "route": ui.route,
            "start": ui.start,
            "planned_stop": ui.plannedStop,
            "stop": ui.stop,
            "stop_reason": ui.stopReason,
            "stop_detail": ui.stopDetail,
            "interruptions": self._pauses,
            "note": ui.note,
            "times": ui.times,
            "allergy_why": ui.allergyWhy,
            "overlap_why": ui.overlapWhy,
        }
        return fields.get(field, self._picker)

    def write(self) -> Changes:
        from hsct_desktop.services import supportive_therapies

        self._show_asked()
        ws, entry = self.ctx.ready(), self.entry()
        if self._therapy_id is not None:
            return supportive_therapies.revise(ws, self._therapy_id, self._version, entry)
        return supportive_therapies.record(ws, entry)

    def content(self) -> Content:
        ui = self._ui
        return {
            "drug": self._drug.id if self._drug is not None else "",
            "name": self._picker.text(),
            "dose": ui.dose.text(),
            "unit": ui.unit.text(),
            "route": str(ui.route.value() or ""),
            "frequency": ui.frequency.text(),
            "class": str(ui.therapyClass.value()),
            "start": ui.start.typed(),
            "rule": ui.stopRule.value() or "",
            "planned_stop": ui.plannedStop.typed(),
            "stop": ui.stop.typed(),
            "stop_reason": str(ui.stopReason.value() or ""),
            "stop_detail": ui.stopDetail.text(),
            "interruptions": self._pauses.content(),
            "note": ui.note.text(),
            "times": ui.times.text(),
            "indication": ui.indication.value() or "",
            "allergy_why": ui.allergyWhy.text(),
            "overlap_why": ui.overlapWhy.text(),
        }

    def restore(self, content: Content) -> None:
        ui, drug = self._ui, self.ctx.ready().catalogue.drugs.get(content["drug"])
        self._picker.set_chosen(self._found(drug) if drug is not None else None, content["name"])
        self._show_drug(drug)
        self._proposing = True
        ui.dose.set_text(content["dose"])
        ui.unit.set_text(content["unit"])
        ui.route.set_value(Route(content["route"]) if content["route"] else None)
        ui.frequency.set_text(content["frequency"])
        ui.therapyClass.set_value(TherapyClass(content["class"]))
        ui.start.set_typed(content["start"])
        ui.stopRule.set_value(content["rule"])
        ui.plannedStop.set_typed(content["planned_stop"])
        ui.stop.set_typed(content["stop"])
        ui.stopReason.set_value(StopReason(content["stop_reason"]) if content["stop_reason"] else None)
        ui.stopDetail.set_text(content["stop_detail"])
        self._pauses.restore(content["interruptions"])
        ui.note.set_text(content["note"])
        ui.times.set_text(content.get("times", ""))
        ui.indication.set_value(content.get("indication", ""))
        ui.allergyWhy.set_text(content.get("allergy_why", ""))
        ui.overlapWhy.set_text(content.get("overlap_why", ""))
        self._proposing = False
        self._show_asked()
