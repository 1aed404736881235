"""Handover sentences of alerts, of the unit's changes to their rules, and of the approval of sets of rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hsct_desktop.catalogue import alert_words
from hsct_desktop.services.alerts import RESOLVED
from hsct_desktop.services.handover_values import Values
from hsct_desktop.services.handover_write import Told, Write, common, detailed
from hsct_desktop.services.regimen_approvals import PREFIX
from hsct_desktop.store.handover import Edit, Row


def alerts(v: Values, w: Write) -> Iterator[Told]:
    """Alerts that fired, grew worse or newer, ended, were acknowledged."""
    for edit in w.take("alert"):
        row = edit.after
        what = _named(v, row)
        if edit.is_new:
            yield "alert", v.text("alert.new", severity=_severity(v, row["severity"]), what=what)
            continue
        if edit.changed("acknowledged_at") or edit.changed("acknowledged_why"):
            yield "alert", _acknowledged(v, row, what)
        elif edit.changed("ended_on"):
            key = "alert.ended" if row["ended_on"] is not None else "alert.again"
            yield "alert", v.text(key, what=what)
        elif edit.changed("severity") or edit.changed("certainty") or edit.changed("facts"):
            yield "alert", v.text("alert.now", severity=_severity(v, row["severity"]), what=what)
        told = ["severity", "certainty", "facts", "acknowledged_at", "acknowledged_why", "ended_on"]
        yield from common(v, edit, v.text("what.alert", what=what), told)


def _acknowledged(v: Values, row: Row, what: str) -> str:
    if row["acknowledged_at"] is None:
        return v.text("alert.not_seen", what=what)
    why = str(row["acknowledged_why"] or "")
    shown = v.words.text("alert.resolved") if why == RESOLVED else v.note(why)
    return detailed(v.text("alert.seen", what=what), [v.text("quoted", text=shown)] if shown else [])


def _severity(v: Values, severity: Any) -> str:
    key = f"alert.severity.{severity}"
    return v.words.text(key) if v.words.has(key) else str(severity)


def _named(v: Values, row: Row) -> str:
    """What fired it and which rule it is of."""
    catalogue = v.ws.catalogue
    rule = catalogue.alerts.rules.get(row["rule_id"])
    label = rule.label.text(v.words.language) if rule is not None else str(row["rule_id"])
    value = _loaded(row["value"])
    if not isinstance(value, dict) or value.get("kind") not in ("value", "toxicity"):
        return label
    return f"{alert_words.headline(v.words, catalogue.analytes, value, rule)} ({label})"


def _loaded(stored: Any) -> Any:
    return json.loads(stored) if isinstance(stored, str) else stored


def rules(v: Values, w: Write) -> Iterator[Told]:
    """Alert rules changed by the unit; sets of rules approved or withdrawn."""
    for edit in w.take("alert_setting"):
        row = edit.after
        rule = v.ws.catalogue.alerts.rules.get(row["rule_id"])
        name = rule.label.text(v.words.language) if rule is not None else str(row["rule_id"])
        if edit.is_new or not (edit.is_voided or edit.is_back):
            yield "alert_setting", detailed(v.text("alert_setting", rule=name), _setting(v, edit))
        else:
            yield from common(v, edit, v.text("what.alert_setting", rule=name))
    for edit in w.take("rule_approval"):
        row = edit.after
        name = _approved(v, str(row["rule_set"]))
        what = v.text("what.rule_approval", name=name, version=row["rules_version"])
        if edit.is_new:
            yield "rule_approval", detailed(v.text("added", what=what), [str(row["approved_by"])])
        else:
            yield from common(v, edit, what)


def _approved(v: Values, rule_set: str) -> str:
    """What an approval is about: a set of rules, or a regimen by its name."""
    if rule_set.startswith(PREFIX):
        catalogue, regimen_id = v.ws.catalogue, rule_set.removeprefix(PREFIX)
        regimen = catalogue.regimens.get(regimen_id) or catalogue.mobilisations.get(regimen_id)
        return regimen.short.text(v.words.language) if regimen is not None else regimen_id
    key = f"rules.set.{rule_set}"
    return v.words.text(key) if v.words.has(key) else rule_set


def _setting(v: Values, edit: Edit) -> Iterator[str]:
    row = edit.after
    if edit.is_new or edit.changed("enabled"):
        yield v.text("alert_setting.on" if row["enabled"] else "alert_setting.off")
    if edit.changed("severity") or edit.is_new:
        yield _severity(v, row["severity"])
    limits = _loaded(row["thresholds"])
    for name, amount in (limits if isinstance(limits, dict) else {}).items():
        yield f"{name} {amount['value'] or v.text('none')} {amount['unit']}"
