"""Stored values of the change log as a reader sees them: dates, labels of enums and catalogues, names of people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from hsct_desktop.catalogue.vaccine_words import product_name
from hsct_desktop.catalogue.wording import HALF_A_YEAR_DAYS, NBSP, Wording
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.partial_date import parse_partial, shown
from hsct_desktop.services import patients
from hsct_desktop.services.visits import closing_words
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.handover import Edit, Log, Row

MOST_TEXT: Final = 240
"""Characters of a note that a line repeats; the whole of it stands in the record."""
BOOKKEEPING: Final = frozenset({
    "id", "version", "created_at", "created_by", "updated_at", "updated_by", "voided_at", "voided_by", "void_reason",
})  # fmt: skip
DERIVED: Final = {
    "patient": {"code_key", "folded_name", "search_text", "pseudonymised_at"},
    "staff": {"uid"},
    "record_signature": {
        "kind", "record_id", "patient_id", "signed_by", "signed_at", "facts_sha256", "through_result_id",
        "unlocked_at", "unlocked_by", "unlocked_until",
    },
    "allergy": {"patient_id", "position"},
    "adverse_event": {"patient_id", "label", "soc", "ctcae_version", "merged_into"},
    "adverse_event_grade": {"adverse_event_id", "ctcae_version", "lab_result_id", "rule", "until"},
    "supportive_therapy": {"patient_id", "stop_rule_id"},
    "therapy_interruption": {"supportive_therapy_id"},
    "therapy_dose": {"supportive_therapy_id"},
    "visit": {"patient_id", "scheduled_visit_id"},
    "visit_assessment": {"visit_id", "assessment_id", "position"},
    "scheduled_visit": {
        "transplant_id", "patient_id", "key", "item_id", "number", "label_en", "label_it", "ebmt_form", "visit_id",
        "moved",
    },
    "transplant": {"patient_id", "number", "protocol_snapshot_id"},
    "contact": {"patient_id"},
    "state_change": {"patient_id"},
    "task": {"patient_id"},
    "awaited_report": {"patient_id", "visit_id", "scheduled_visit_id", "assessment_id"},
    "attachment": {"patient_id", "visit_id", "awaited_report_id", "file_name", "media_type", "size", "sha256"},
    "patient_tag": {"patient_id"},
    "protocol_approval": {"protocol_snapshot_id"},
    "transfusion": {"patient_id"},
    "disease_modifying_therapy": {"patient_id"},
    "measure_value": {"patient_id", "edss_assessment_id"},
    "edss_assessment": {"patient_id"}, "mri": {"patient_id"}, "mri_reference": {"patient_id", "transplant_id"},
    "disease_history": {"patient_id"}, "phenotype_change": {"patient_id"}, "relapse": {"patient_id"},
    "alert": {
        "patient_id", "rule_id", "rules_version", "value", "threshold", "missing", "fired_on", "acknowledged_by",
        "on_letter",
    },
    "alert_setting": {"rule_id"},
    "import_run": {
        "sha256", "kinds", "mapping", "txn", "rows_read", "new_rows", "changed_rows", "same_rows", "conflict_rows",
        "refused_rows", "patients",
    },
    "rule_approval": {"rule_set", "sha256", "content"},
    "reference_range": {"laboratory_id"},
    "lab_result": {
        "patient_id", "comparator", "value", "qualitative", "canonical", "corrected", "lln", "uln", "baseline",
        "baseline_flag", "ctcae_version", "rules_version", "term_id", "direction", "proposed", "entered_by",
        "reviewed_at",
    },
    "grade_decision": {"patient_id", "ctcae_version", "decided_on", "lab_result_id", "adverse_event_id"},
    "infection": {"patient_id"},
    "criteria_check": {"patient_id", "checklist_id", "rules_version", "adverse_event_id"},
    "therapy_decision": {"patient_id", "transplant_id", "supportive_therapy_id", "decided_on"},
    "engraftment": {"patient_id", "transplant_id", "lineage", "preset", "provisional", "evidence"},
    "statement": {"patient_id"},
    "monitoring_mark": {"patient_id", "test", "key"},
    "late_effect_check": {"patient_id", "item"},
    "fertility_record": {"patient_id"},
    "neuro_recheck": {"patient_id", "adverse_event_id", "task_id"},
    "rule_setting": {"rule_set", "rule_id"},
    "vaccination": {"patient_id"},
    "vaccine_decision": {"patient_id", "decided_on"},
    "care_plan_item": {"patient_id", "source_key"},
    "apheresis": {"patient_id", "transplant_id"}, "cell_infusion": {"patient_id", "transplant_id"},
    "conditioning_given": {"patient_id", "transplant_id", "order_key"},
    "selection_meeting": {"patient_id", "lines"}, "trial_enrolment": {"patient_id"}, "death_review": {"patient_id"},
    "letter": {"patient_id", "replaces_id", "number", "signed_by", "signed_at", "fingerprint", "sha256"},
    "letter_dispatch": {"patient_id", "letter_id"}, "registry_entry": {"patient_id", "transplant_id", "facts"},
}  # fmt: skip
"""Columns that tell a reader nothing beside the others of their row: keys, and what is worked out from the rest."""
_ENUMS: Final = {
    "reference_range.sex": "sex",
    "allergy.kind": "allergy_kind",
    "patient.sex": "sex", "patient.allergy_status": "allergy_status", "patient.consent_care": "consent",
    "patient.consent_registry": "consent", "patient.consent_research": "consent",
    "patient.follow_up": "follow_up", "adverse_event.outcome": "outcome",
    "adverse_event.seriousness": "seriousness", "adverse_event.action": "action",
    "supportive_therapy.therapy_class": "therapy_class", "supportive_therapy.route": "route",
    "supportive_therapy.stop_reason": "stop_reason", "transplant.graft_manipulation": "graft_manipulation",
    "scheduled_visit.place": "place", "contact.kind": "contact_kind", "contact.contact_with": "contact_with",
    "contact.outcome": "contact_outcome", "state_change.kind": "state_change", "staff.role": "role",
    "professional.kind": "professional_kind", "visit_assessment.state": "assessment_state",
    "visit_assessment.reason": "not_done_reason", "transfusion.product": "blood_product",
    "transfusion.irradiated": "irradiated", "engraftment.lineage": "lineage",
    "engraftment.status": "engraftment_status", "infection.kind": "infection_kind",
    "infection.certainty": "infection_certainty", "infection.line_related": "line_related",
    "infection.outcome": "outcome", "criteria_check.decision": "criteria_decision",
    "grade_decision.decision": "proposal_decision", "therapy_decision.decision": "plan_answer",
    "therapy_decision.phase": "therapy_phase", "statement.kind": "statement_kind",
    "transfusion.indication": "transfusion_indication", "transfusion.reaction": "transfusion_reaction",
    "disease_modifying_therapy.status": "dmt_status", "vaccine_decision.decision": "vaccine_decision",
    "monitoring_mark.mark": "monitoring_mark",
    "statement.answer": "statement_answer", "late_effect_check.result": "check_result",
    "fertility_record.kind": "fertility_kind", "fertility_record.answer": "fertility_answer",
    "fertility_record.outcome": "pregnancy_outcome", "neuro_recheck.because": "recheck_cause",
    "neuro_recheck.decision": "recheck_decision", "neuro_recheck.outcome": "recheck_outcome",
    "care_plan_item.who": "care_actor",
    "conditioning_given.state": "order_state", "cell_infusion.kind": "product",
    "cell_infusion.timing": "infusion_timing",
    "selection_meeting.decision": "meeting_decision", "death_review.relation": "death_relation",
    "edss_assessment.coding": "edss_coding", "edss_assessment.source": "edss_source", "mri.region": "mri_region",
    "letter.kind": "letter_kind", "letter.status": "letter_status", "letter_dispatch.way": "sent_by",
    "registry_entry.form": "registry_form", "relapse.steroid": "steroid", "relapse.recovery": "relapse_recovery",
}  # fmt: skip
_PARTIAL: Final = frozenset({
    "edss_assessment.assessed", "mri.scanned", "relapse.onset", "disease_history.onset", "disease_history.diagnosed",
    "phenotype_change.since",
})  # fmt: skip
"""Dates of which the year, or month and year, may be all that is known."""
_DATES: Final = frozenset({
    "birth_date", "onset", "ended_on", "start", "planned_stop", "stop", "day0", "mobilisation_start", "discharged_on",
    "closed_on", "target", "earliest", "latest", "booked", "visit_date", "contact_date", "next_try", "changed_on",
    "due", "done_on", "arrived_on", "approved_on", "given_on", "engrafted_on", "valid_from", "valid_to",
    "found_on", "from_on", "treated_from", "treated_until", "assessed_on", "taken_on", "stated_on",
    "until", "measured_on", "referred_on", "on_day", "recorded_on", "collected_on", "infused_on", "crs_on", "icans_on",
    "expansion_on", "because_on", "recheck_on", "outcome_on", "held_on", "enrolled_on", "left_on", "reviewed_on",
    "written_on", "since_on", "sent_on", "typed_on", "consent_registry_on", "consent_research_on",
})  # fmt: skip
_NUMBERS: Final = frozenset({
    "dose", "cd34_dose", "temperature", "systolic", "diastolic", "pulse", "saturation", "weight", "karnofsky",
    "anc_at_onset", "pre_count", "post_count", "edss", "field_tesla", "t2_volume", "pbvc",
    "blood_cd34", "volume", "expansion_peak",
})  # fmt: skip
_TYPED: Final = frozenset({"conditioning_given.dose", "cell_infusion.target"})
"""Texts as they were typed, in columns that hold numbers or days elsewhere."""
_YES_NO: Final = frozenset({
    "interpreter", "serious", "optional", "outside_window", "active", "own", "hidden", "administers",
})  # fmt: skip
_PEOPLE: Final = frozenset({"owner_id", "done_by", "nurse_id", "approved_by", "reviewed_by"})
_CARDS: Final = frozenset({"neurologist_id", "gp_id", "professional_id"})


class Values:
    """Words for stored values, in one language, as of one day."""

    def __init__(self, ws: Workspace, words: Wording, log: Log, names: Mapping[int, str], on: date) -> None:
        self.ws, self.words, self.log, self.names, self.on = ws, words, log, names, on

    def text(self, key: str, **params: object) -> str:
        """A sentence of the handover."""
        return self.words.text(f"handover.{key}", **params)

    def count(self, key: str, n: int, **params: object) -> str:
        """A sentence with a number."""
        return self.words.count(f"handover.{key}", n, **params)

    def day(self, stored: str | None) -> str:
        """A stored day: near ones with their weekday and without their year."""
        if stored is None:
            return self.text("none")
        found = date.fromisoformat(stored)
        if abs((found - self.on).days) < HALF_A_YEAR_DAYS:
            return f"{self.words.weekday(found)}{NBSP}{self.words.day_month(found)}"
        return self.words.date(found)

    def partial(self, stored: str) -> str:
        """A stored date as far as it is known; a dash for none."""
        found = parse_partial(stored)
        return self.words.value(shown(found)) if found is not None else self.text("none")

    def note(self, text: str | None) -> str:
        """Free text on one line, cut where it is long."""
        tidy = clean(text or "")
        return tidy if len(tidy) <= MOST_TEXT else tidy[: MOST_TEXT - 1].rstrip() + "\u2026"

    def value(self, table: str, column: str, row: Row) -> str:
        """The value of a column as a reader sees it; a dash for none."""
        stored = row.get(column)
        if stored is None or stored == "":
            return self.text("none")
        if f"{table}.{column}" in _PARTIAL:
            return self.partial(stored)
        if column in _DATES and f"{table}.{column}" not in _TYPED:
            return self.day(stored)
        if (kind := _ENUMS.get(f"{table}.{column}")) is not None:
            return self.words.enum(kind, stored)
        if column in _NUMBERS and f"{table}.{column}" not in _TYPED:
            return self.words.number(Decimal(str(stored)))
        if column in _YES_NO:
            return self.text("yes" if stored else "no")
        return self.note(self._named(table, column, row, stored))

    def _named(self, table: str, column: str, row: Row, stored: Any) -> str:
        if column in _PEOPLE:
            return self.names.get(stored, f"{stored}")
        if column in _CARDS:
            card = self.log.row("professional", stored)
            return str(card["name"]) if card is not None else f"{stored}"
        if column == "laboratory_id":
            laboratory = self.log.row("laboratory", stored)
            return str(laboratory["name"]) if laboratory is not None else f"{stored}"
        if table == "disease_modifying_therapy" and column == "drug_id":
            drug = self.ws.catalogue.dmts.get(str(stored))
            return drug.label.text(self.words.language) if drug is not None else f"{stored}"
        if table in ("vaccination", "vaccine_decision") and column in ("vaccine", "product"):
            return product_name(self.ws.catalogue.vaccines, str(stored), self.words.language)
        if column in ("compared_with_id", "mri_id") and (scan := self.log.row("mri", stored)) is not None:
            return self.partial(scan["scanned"])
        if table == "relapse" and column == "systems":
            return ", ".join(self.words.enum("system", one) for one in json.loads(stored)) or self.text("none")
        if table == "measure_value" and (told := self._of_measure(column, row, stored)) is not None:
            return told
        if table == "phenotype_change" and column == "phenotype_id":
            whose = self.log.row("patient", row["patient_id"])
            return patients.disease_label(self.ws, whose["disease_id"] if whose else "", stored, self.words.language)[1]
        if table == "grade_decision" and column == "term_id":
            return self.term_of(row)
        if table == "adverse_event" and (told := self._of_toxicity(column, row, stored)) is not None:
            return told
        catalogued = self._catalogued(column, row, stored)
        return catalogued if catalogued is not None else f"{stored}"

    def _of_measure(self, column: str, row: Row, stored: Any) -> str | None:
        """A measure's name, value and items in words; None for another column."""
        from hsct_desktop.services.handover_measures import items_words, measure_name

        if column == "measure_id":
            return measure_name(self, str(stored))
        if column == "items":
            return items_words(self, str(row["measure_id"]), stored)
        return self.words.number(Decimal(str(stored))) if column == "value" else None

    def _of_toxicity(self, column: str, row: Row, stored: Any) -> str | None:
        """What a toxicity is put down to and linked with; None for another column."""
        words = self.words
        if column in ("attributions", "seriousness_also"):
            kind = "attribution" if column == "attributions" else "seriousness"
            return ", ".join(words.enum(kind, one) for one in json.loads(stored))
        if column == "causality":
            pairs = json.loads(stored).items()
            return ", ".join(f"{words.enum('attribution', a)}: {low(words.enum('causality', c))}" for a, c in pairs)
        if column == "baseline":
            return self.text("yes" if stored else "no")
        if column == "term_id":
            return self.term(row)
        if column == "visit_id" and (visit := self.log.row("visit", stored)) is not None:
            return self.visit(visit)
        if column == "therapy_id" and (therapy := self.log.row("supportive_therapy", stored)) is not None:
            return self.drug(therapy)
        return self.text("linked") if column in ("visit_id", "therapy_id", "infection_id") else None

    def _catalogued(self, column: str, row: Row, stored: str) -> str | None:
        """The catalogue's words for an id."""
        ws, language = self.ws, self.words.language
        labels: dict[str, Callable[[], str]] = {
            "disease_id": lambda: patients.disease_label(ws, stored, "", language)[0],
            "phenotype_id": lambda: patients.disease_label(ws, row["disease_id"], stored, language)[1],
            "conditioning_regimen_id": lambda: patients.regimen_short(ws, stored, language),
            "protocol_id": lambda: _label(ws.catalogue.protocols, stored, language),
            "indication": lambda: _label(ws.catalogue.therapies, stored, language),
            "trial_id": lambda: trial.name if (trial := ws.catalogue.trials.get(stored)) is not None else stored,
            "indication_id": lambda: _label(ws.catalogue.indications, stored, language),
            "mobilisation_regimen_id": lambda: _label(ws.catalogue.mobilisations, stored, language),
            "language": lambda: _label(ws.catalogue.languages, stored, language),
        }
        return labels[column]() if column in labels else None

    def fields(self, edit: Edit, but: Iterable[str] = ()) -> str:
        """The changed columns, each with what it read before and reads now; "" where only bookkeeping changed."""
        left_out = BOOKKEEPING | DERIVED.get(edit.table, set()) | set(but)
        changed = [column for column in edit.after if column not in left_out and edit.changed(column)]
        return "; ".join(self._field(edit, column) for column in changed)

    def _field(self, edit: Edit, column: str) -> str:
        before = edit.before or {}
        old, new = self.value(edit.table, column, before), self.value(edit.table, column, edit.after)
        return self.text("field", name=self.text(f"column.{column}"), old=old, new=new)

    # what a row is called ---------------------------------------------------------------------------------------

    def scheduled(self, row: Row | None) -> str:
        """The label of a scheduled visit; that of a visit outside the schedule for None."""
        if row is None:
            return self.words.text("visit.unscheduled")
        return str(row["label_it" if self.words.language == "it" else "label_en"])

    def visit(self, row: Row | None) -> str:
        """What a recorded visit is called."""
        return self.scheduled(None if row is None else self.log.row("scheduled_visit", row["scheduled_visit_id"]))

    def term(self, row: Row) -> str:
        """A toxicity's term, or what was specified."""
        found = self.ws.catalogue.terms(row["ctcae_version"]).term(row["term_id"])
        return row["specify"] or (found.label.text(self.words.language) if found is not None else row["label"])

    def term_of(self, row: Row) -> str:
        """The term that a row names by its id and version."""
        found = self.ws.catalogue.terms(row["ctcae_version"]).term(row["term_id"])
        return found.label.text(self.words.language) if found is not None else str(row["term_id"])

    def drug(self, row: Row) -> str:
        """A therapy's name in the reader's language."""
        known = self.ws.catalogue.drug_words.get(row["catalogue_id"])
        return known.label.text(self.words.language) if known is not None else str(row["name"])

    def dose(self, row: Row) -> str:
        """Dose, route and frequency as ordered."""
        amount = "" if row["dose"] is None else f"{self.words.number(Decimal(row['dose']))} {row['unit']}".strip()
        route = low(self.words.enum("route", row["route"]))
        known = self.ws.catalogue.drug_words.get(row["catalogue_id"])
        often = str(row["frequency"])
        if known is not None and often in (known.frequency.en, known.frequency.it):
            often = known.frequency.text(self.words.language)
        return ", ".join(part for part in (amount, route, often) if part)

    def late_effect(self, item_id: str) -> str:
        """A long-term item's label; its id where the catalogue no longer has it."""
        return _label(self.ws.catalogue.late_effects, item_id, self.words.language)

    def assessment(self, row: Row) -> str:
        """A line of a checklist; the catalogue's words where it knows the line."""
        label = self.ws.catalogue.assessments.get(row["assessment_id"])
        return label.text(self.words.language) if label is not None else str(row["label"])

    def protocol(self, snapshot_id: int) -> str:
        """A kept protocol's name and version."""
        kept = self.log.row("protocol_snapshot", snapshot_id)
        if kept is None:
            return self.text("none")
        name = _label(self.ws.catalogue.protocols, kept["protocol_id"], self.words.language)
        return f"{name} {kept['protocol_version']}"

    def closing(self, reason: str) -> str:
        """Why a visit was closed; a reason of the program in words."""
        return self.note(closing_words(self.words.language, reason))


def low(label: str) -> str:
    """A label as it stands inside a sentence: its first letter small, unless it is an abbreviation such as IV or GP."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _label(items: Mapping[str, Any], key: str, language: str) -> str:
    item = items.get(key)
    return key if item is None else str(item.label.text(language))
