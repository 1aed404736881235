"""What makes one record known among others of its kind: which test, which toxicity, which drug, and which day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from hsct_desktop.catalogue.vaccine_words import product_name
from hsct_desktop.services.handover_values import Values
from hsct_desktop.services.regimen_approvals import PREFIX
from hsct_desktop.store.handover import Row

Name = Callable[[Values, Row], str]


def label_of(v: Values, items: Mapping[str, Any], key: Any) -> str:
    """The catalogue's word for an id; the id with blanks where the catalogue no longer has it."""
    item = items.get(str(key))
    return str(key).replace("_", " ") if item is None else str(item.label.text(v.words.language))


def analyte(v: Values, code: Any) -> str:
    """What a laboratory test is called."""
    return label_of(v, v.ws.catalogue.analytes.analytes, code)


def rule(v: Values, rule_id: Any) -> str:
    """What an alert's rule is called."""
    return label_of(v, v.ws.catalogue.alerts.rules, rule_id)


def rule_set(v: Values, name: str) -> str:
    """What a set of rules is called, or the regimen that was approved."""
    if name.startswith(PREFIX):
        catalogue, regimen_id = v.ws.catalogue, name.removeprefix(PREFIX)
        regimen = catalogue.regimens.get(regimen_id) or catalogue.mobilisations.get(regimen_id)
        return regimen.short.text(v.words.language) if regimen is not None else regimen_id.replace("_", " ")
    key = f"rules.set.{name}"
    return v.words.text(key) if v.words.has(key) else name.replace("_", " ")


def setting(v: Values, key: str) -> str:
    """What a setting of the unit is called; what the file keeps for itself goes by one name."""
    known = v.ws.catalogue.settings.get(key)
    return known.label.text(v.words.language) if known is not None else v.words.text("audit.own_setting", name=key)


def _parent(v: Values, table: str, row_id: Any, name: Name) -> str:
    row = v.log.row(table, row_id)
    return "" if row is None else name(v, row)


def _toxicity(v: Values, row: Row) -> str:
    return _parent(v, "adverse_event", row["adverse_event_id"], Values.term)


def _therapy(v: Values, row: Row) -> str:
    return _parent(v, "supportive_therapy", row["supportive_therapy_id"], Values.drug)


def _visit(v: Values, row: Row) -> str:
    held = v.log.row("visit", row["visit_id"])
    return "" if held is None else v.day(held["visit_date"])


def _letter(v: Values, row: Row) -> str:
    return v.value("letter", "kind", row)


def _signed(v: Values, row: Row) -> str:
    held = v.log.row("visit", row["record_id"])
    return "" if held is None else v.day(held["visit_date"])


def _enum(table: str, column: str) -> Name:
    return lambda v, row: v.value(table, column, row) if row.get(column) else ""


def _care_line(v: Values, row: Row) -> str:
    """A line of one's own by its words; a line of the program by what it is about."""
    if row["text"]:
        return v.note(row["text"])
    kind, _, key = str(row["source_key"] or "other").partition(":")
    if kind == "late":
        return v.late_effect(key)
    if kind == "duty" and v.words.has(f"care_plan.duty.{key}"):
        return v.note(v.words.text(f"care_plan.duty.{key}"))
    names = (f"audit.care_line.{kind}", f"audit.care_line.{kind.partition('_')[0]}", "audit.care_line.other")
    return v.words.text(next(name for name in names if v.words.has(name)))


def _vaccine(v: Values, row: Row) -> str:
    return product_name(v.ws.catalogue.vaccines, str(row["vaccine"]), v.words.language)


NAMES: Final[Mapping[str, Name]] = {
    "lab_result": lambda v, row: analyte(v, row["analyte"]),
    "reference_range": lambda v, row: analyte(v, row["analyte"]),
    "adverse_event": Values.term,
    "adverse_event_grade": _toxicity,
    "neuro_recheck": _toxicity,
    "grade_decision": Values.term_of,
    "supportive_therapy": Values.drug,
    "therapy_interruption": _therapy,
    "therapy_dose": _therapy,
    "therapy_decision": lambda v, row: label_of(v, v.ws.catalogue.therapies, row["item"]),
    "scheduled_visit": Values.scheduled,
    "visit_assessment": lambda v, row: " · ".join(part for part in (Values.assessment(v, row), _visit(v, row)) if part),
    "awaited_report": Values.assessment,
    "alert": lambda v, row: rule(v, row["rule_id"]),
    "alert_setting": lambda v, row: rule(v, row["rule_id"]),
    "rule_setting": lambda v, row: f"{rule_set(v, row['rule_set'])}, {rule(v, row['rule_id'])}",
    "rule_approval": lambda v, row: rule_set(v, str(row["rule_set"])),
    "engraftment": _enum("engraftment", "lineage"),
    "late_effect_check": lambda v, row: v.late_effect(row["item"]),
    "monitoring_mark": lambda v, row: label_of(v, v.ws.catalogue.monitoring, row["test"]),
    "measure_value": _enum("measure_value", "measure_id"),
    "vaccination": _vaccine,
    "vaccine_decision": _vaccine,
    "disease_modifying_therapy": lambda v, row: v.value("disease_modifying_therapy", "drug_id", row)
    if row.get("drug_id") else v.note(row["name"]),
    "conditioning_given": lambda v, row: v.note(row["drug"]),
    "cell_infusion": _enum("cell_infusion", "kind"),
    "transfusion": _enum("transfusion", "product"),
    "infection": _enum("infection", "kind"),
    "statement": _enum("statement", "kind"),
    "fertility_record": _enum("fertility_record", "kind"),
    "contact": _enum("contact", "kind"),
    "state_change": _enum("state_change", "kind"),
    "letter": _letter,
    "letter_dispatch": lambda v, row: _parent(v, "letter", row["letter_id"], _letter),
    "registry_entry": _enum("registry_entry", "form"),
    "criteria_check": lambda v, row: v.words.enum("checklist", row["checklist_id"]),
    "record_signature": _signed,
    "care_plan_item": _care_line,
    "setting": lambda v, row: setting(v, str(row["key"])),
    "protocol_snapshot": _enum("protocol_snapshot", "protocol_id"),
    "protocol_approval": lambda v, row: v.protocol(row["protocol_snapshot_id"]),
    "trial_enrolment": lambda v, row: v.value("trial_enrolment", "trial_id", row)
    if row.get("trial_id") else v.note(row["name"]),
    "staff": lambda v, row: v.note(row["name"]),
    "professional": lambda v, row: v.note(row["name"]),
    "laboratory": lambda v, row: v.note(row["name"]),
    "lab_mapping": lambda v, row: v.note(row["name"]),
    "saved_filter": lambda v, row: v.note(row["name"]),
    "attachment": lambda v, row: v.note(row["title"]),
    "task": lambda v, row: v.note(row["words"]),
    "phrase": lambda v, row: v.note(row["label"]),
    "patient_tag": lambda v, row: v.note(row["tag"]),
    "allergy": lambda v, row: v.note(row["substance"]),
    "import_run": lambda v, row: v.note(row["file_name"]),
}  # fmt: skip
"""By table, what a record is called; a table that is not here is known by its day alone."""
DAYS: Final[Mapping[str, str]] = {
    "lab_result": "taken_on", "adverse_event_grade": "start", "therapy_interruption": "start",
    "therapy_dose": "from_on", "supportive_therapy": "start", "adverse_event": "onset", "visit": "visit_date",
    "contact": "contact_date", "vaccination": "given_on", "vaccine_decision": "decided_on",
    "transfusion": "given_on", "conditioning_given": "given_on", "late_effect_check": "done_on",
    "infection": "found_on", "letter": "written_on", "letter_dispatch": "sent_on", "state_change": "changed_on",
    "statement": "stated_on", "measure_value": "measured_on", "mri": "scanned", "edss_assessment": "assessed",
    "cell_infusion": "infused_on", "apheresis": "collected_on", "selection_meeting": "held_on",
    "registry_entry": "typed_on", "fertility_record": "recorded_on", "therapy_decision": "decided_on",
    "grade_decision": "decided_on", "transplant": "day0", "relapse": "onset", "phenotype_change": "since",
    "disease_modifying_therapy": "started", "alert": "fired_on", "monitoring_mark": "on_day",
    "criteria_check": "assessed_on", "death_review": "reviewed_on", "neuro_recheck": "found_on",
    "awaited_report": "done_on", "disease_history": "onset", "trial_enrolment": "enrolled_on",
    "engraftment": "engrafted_on",
}  # fmt: skip
"""By table, the column by whose day a record is known."""
