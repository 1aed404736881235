"""Stored values that the shift handover never shows, in words: limits, what an alert saw, texts of letters."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from hsct_desktop.catalogue import alert_words
from hsct_desktop.catalogue.criteria_words import severity_in_words, verdict_in_words
from hsct_desktop.catalogue.rule_words import names_of
from hsct_desktop.domain.criteria import Answer
from hsct_desktop.services import audit_names
from hsct_desktop.services.alerts import RESOLVED
from hsct_desktop.services.handover_values import Values
from hsct_desktop.store.handover import Row

Teller = Callable[[Values, Row, Any], str]


def _loaded(stored: Any) -> Any:
    return json.loads(stored) if isinstance(stored, str) else stored


def _facts(v: Values, _row: Row, stored: Any) -> str:
    names = names_of(v.ws.catalogue, v.words.language)
    return "; ".join(alert_words.evidence_lines(v.words, v.ws.catalogue.analytes, _loaded(stored) or [], names))


def _why(v: Values, _row: Row, stored: Any) -> str:
    return v.words.text("alert.resolved") if stored == RESOLVED else v.note(str(stored))


def _severity(v: Values, _row: Row, stored: Any) -> str:
    return v.words.text(f"alert.severity.{stored}")


def _limits(v: Values, _row: Row, stored: Any) -> str:
    held: Mapping[str, Mapping[str, Any]] = _loaded(stored) or {}
    return ", ".join(" ".join(filter(None, (name.replace("_", " "), *_amount(v, one)))) for name, one in held.items())


def _amount(v: Values, one: Mapping[str, Any]) -> tuple[str, str]:
    try:
        number = v.words.number(Decimal(str(one["value"]))) if one.get("value") else v.text("none")
    except InvalidOperation:
        number = str(one["value"])
    return number, str(one.get("unit") or "")


def _own_words(v: Values, _row: Row, stored: Any) -> str:
    held: Mapping[str, str] = _loaded(stored) or {}
    return v.note("; ".join(f"{v.words.enum('free_section', name)}: {text}" for name, text in held.items() if text))


def _languages(v: Values, _row: Row, stored: Any) -> str:
    held = _loaded(stored)
    if not isinstance(held, Mapping):
        return v.note(str(stored))
    known = v.ws.catalogue.languages
    return v.note("; ".join(f"{audit_names.label_of(v, known, name)}: {text}" for name, text in held.items()))


def _language(v: Values, _row: Row, stored: Any) -> str:
    return audit_names.label_of(v, v.ws.catalogue.languages, stored)


def _content(v: Values, _row: Row, stored: Any) -> str:
    """What only the program reads: that it is there and how long it is, so that a change is seen."""
    return v.words.text("audit.content", count=len(str(stored)))


def _answers(v: Values, _row: Row, stored: Any) -> str:
    said = [str(one.get("answer")) for one in (_loaded(stored) or {}).values()]
    met, not_met, unknown = (said.count(answer.value) for answer in (Answer.YES, Answer.NO, Answer.UNKNOWN))
    return v.text("criteria_check.answers", met=met, not_met=not_met, unknown=unknown)


def _verdict(v: Values, row: Row, stored: Any) -> str:
    return verdict_in_words(v.words, row["checklist_id"], stored)


def _sos_severity(v: Values, _row: Row, stored: Any) -> str:
    return severity_in_words(v.words, stored)


def _yes_no(v: Values, _row: Row, stored: Any) -> str:
    return v.text("yes" if stored else "no")


def _setting(v: Values, row: Row, stored: Any) -> str:
    known = v.ws.catalogue.settings.get(str(row["key"]))
    return v.note(str(stored)) if known is not None or str(row["key"]) == "file.kind" else _content(v, row, stored)


def _partial(v: Values, _row: Row, stored: Any) -> str:
    return v.partial(str(stored))


def _day(v: Values, _row: Row, stored: Any) -> str:
    return v.words.date(date.fromisoformat(str(stored)[:10]))


def _of_drug(v: Values, row: Row, _stored: Any) -> str:
    return v.drug(row)


TOLD: Final[Mapping[str, Teller]] = {
    "alert.facts": _facts, "alert.acknowledged_why": _why, "alert.severity": _severity,
    "alert.certainty": lambda v, _row, stored: v.words.text(f"alert.certainty.{stored}"),
    "alert.fired_on": _day, "alert_setting.severity": _severity, "alert_setting.thresholds": _limits,
    "alert_setting.enabled": _yes_no, "rule_setting.thresholds": _limits,
    "letter.texts": _own_words, "letter.language": _language, "professional.letter_language": _language,
    "letter.status": lambda v, _row, stored: v.words.enum("letter_status", stored),
    "phrase.texts": _languages, "saved_filter.content": _content, "lab_mapping.content": _content,
    "official_wording.terms": _content, "official_wording.content": _content, "rule_approval.content": _content,
    "protocol_snapshot.content": _content, "import_run.mapping": _content,
    "criteria_check.answers": _answers, "criteria_check.verdict": _verdict,
    "criteria_check.severity": _sos_severity,
    "therapy_decision.item": lambda v, _row, stored: audit_names.label_of(v, v.ws.catalogue.therapies, stored),
    "therapy_decision.decided_on": _day, "vaccine_decision.decided_on": _day, "grade_decision.decided_on": _day,
    "disease_modifying_therapy.started": _partial, "disease_modifying_therapy.stopped": _partial,
    "supportive_therapy.catalogue_id": _of_drug,
    "lab_result.analyte": lambda v, _row, stored: audit_names.analyte(v, stored),
    "reference_range.analyte": lambda v, _row, stored: audit_names.analyte(v, stored),
    "setting.key": lambda v, _row, stored: audit_names.setting(v, str(stored)), "setting.value": _setting,
    "monitoring_mark.test": lambda v, _row, stored: audit_names.label_of(v, v.ws.catalogue.monitoring, stored),
}  # fmt: skip
"""How the account tells a column, by table and column, where the words of the shift handover do not reach."""


def told(v: Values, table: str, column: str, row: Row) -> str | None:
    """What such a column reads; None where the shift handover has words for it."""
    teller, stored = TOLD.get(f"{table}.{column}"), row.get(column)
    return None if teller is None or stored in (None, "") else teller(v, row, stored)
