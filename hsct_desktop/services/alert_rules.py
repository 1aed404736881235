"""The alert rules as they act in this file: the approved text, with what the unit changed of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final
from weakref import WeakKeyDictionary

from hsct_desktop.catalogue import alert_words
from hsct_desktop.catalogue.alert_rules import alerts_from_json, bound_rule, listed_rules
from hsct_desktop.catalogue.rule_reader import threshold_units
from hsct_desktop.domain.alert import (
    AlertChange,
    AlertRule,
    AlertRules,
    Severity,
    check_change,
    offered,
    read_amount,
    with_change,
)
from hsct_desktop.domain.analyte import AnalyteTable
from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.domain.rule_facts import Amount
from hsct_desktop.services import rule_sets
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import changes
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import alert, rule_approval
from hsct_desktop.store.alert import AlertSetting, StoredChange
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.engine import Store


@dataclass(frozen=True)
class ThresholdRow:
    """A threshold of a rule as the page shows it: what it means, its text, its unit, the default and other units.

    `role` is what it does in its condition, such as "value <", "from" or "within".
    """

    name: str
    role: str
    label: str
    text: str
    unit: str
    default: str
    units: tuple[str, ...]


@dataclass(frozen=True)
class RuleRow:
    """A rule as the page shows it. `version` is that of the unit's change, None where there is none."""

    id: str
    group: str
    label: str
    action: str
    note: str
    source: str
    enabled: bool
    acts: bool
    severity: Severity
    default_enabled: bool
    default_severity: Severity
    severities: tuple[Severity, ...]
    thresholds: tuple[ThresholdRow, ...]
    version: int | None
    changed_by: str
    changed_at: datetime | None


@lru_cache(maxsize=4)
def _read(content: str, table: _Table) -> AlertRules:
    return alerts_from_json(content, table.table)


class _Table:
    """An analyte table as a key: two are the same when they are one object."""

    def __init__(self, table: AnalyteTable) -> None:
        self.table = table

    def __hash__(self) -> int:
        return id(self.table)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Table) and other.table is self.table


def acting(ws: Workspace, session: ReadSession | WriteSession) -> AlertRules | None:
    """The rules that act, None while the unit has approved none."""
    digest = rule_approval.digest_in_force(session, rule_sets.ALERTS)
    if not digest:
        return None
    key = (digest, alert.changes_stamp(session), id(ws.catalogue.alerts))
    held = _ACTING.get(ws.store)
    if held is None or held[0] != key:
        held = _ACTING[ws.store] = (key, _acting(ws, session, digest))
    return held[1]


_ACTING: Final[WeakKeyDictionary[Store, tuple[object, AlertRules]]] = WeakKeyDictionary()
"""The rules in force of each open file: they are asked for in each write of a result."""


def _acting(ws: Workspace, session: ReadSession | WriteSession, digest: str) -> AlertRules:
    shipped = ws.catalogue.alerts
    if digest != rule_sets.text_of(rule_sets.ALERTS).sha256:
        approval = rule_approval.in_force(session, rule_sets.ALERTS)
        if approval is not None:
            shipped = _read(rule_sets.approved_rules(approval), _Table(ws.catalogue.analytes))
    return _changed(ws, shipped, alert.unit_changes(session))


def present(ws: Workspace, session: ReadSession | WriteSession) -> AlertRules:
    """The rules as the program has them now, with the unit's changes: what the page shows and what is approved."""
    return _changed(ws, ws.catalogue.alerts, alert.unit_changes(session))


def _changed(ws: Workspace, rules: AlertRules, held: Mapping[str, StoredChange]) -> AlertRules:
    if not held:
        return rules
    own = {
        key: bound_rule(with_change(rule, _change(rule, held[key])), ws.catalogue.analytes) if key in held else rule
        for key, rule in rules.rules.items()
    }
    return replace(rules, rules=own)


def _change(rule: AlertRule, stored: StoredChange) -> AlertChange:
    limits = {
        name: Amount(None if value["value"] is None else Decimal(value["value"]), value["unit"])
        for name, value in stored.thresholds.items()
    }
    return AlertChange(stored.enabled, Severity(stored.severity) if stored.severity else None, limits)


def listing(ws: Workspace) -> list[RuleRow]:
    """Every rule with its thresholds, by group, for the page."""
    with ws.read() as session:
        held = alert.unit_changes(session)
    rules = _changed(ws, ws.catalogue.alerts, held)
    return [_row(ws, rule, held.get(rule.id)) for rule in listed_rules(rules)]


def _row(ws: Workspace, rule: AlertRule, held: StoredChange | None) -> RuleRow:
    words, shipped, table = ws.wording, ws.catalogue.alerts.rules[rule.id], ws.catalogue.analytes
    units = threshold_units(shipped.conditions(), table)
    limits = tuple(
        ThresholdRow(
            name, alert_words.role_of(rule, name)[0], alert_words.threshold_name(words, table, rule, name),
            "" if amount.value is None else words.number(amount.value), amount.unit,
            alert_words.amount(words, shipped.thresholds[name]), units.get(name, (amount.unit,)),
        )
        for name, amount in rule.thresholds.items()
    )  # fmt: skip
    language = words.language
    return RuleRow(
        rule.id, ws.catalogue.alerts.groups[rule.group].text(language), rule.label.text(language),
        rule.action.text(language), rule.note.text(language) if rule.note is not None else "", rule.source,
        rule.enabled, rule.acts, rule.severity, shipped.enabled, shipped.severity, offered(shipped), limits,
        held.version if held is not None else None, held.changed_by if held is not None else "",
        held.changed_at if held is not None else None,
    )  # fmt: skip


def change(
    ws: Workspace, rule_id: str, version: int | None, enabled: bool, severity: Severity, texts: Mapping[str, str]
) -> Changes:
    """Set what the unit wants of a rule: on or off, its worst severity, its thresholds as typed ("" for none).

    A rule that reads as shipped is no longer listed as changed. InputError names the threshold (its name is the field).
    """
    shipped = ws.catalogue.alerts.rules.get(rule_id)
    if shipped is None:
        raise KnownError("alert_rule_unknown", name=rule_id)
    wanted = AlertChange(enabled, severity, _read_limits(shipped, texts))
    problems = list(check_change(shipped, wanted, threshold_units(shipped.conditions(), ws.catalogue.analytes)))
    if problems:
        raise InputError(problems)
    own = {name: a for name, a in wanted.thresholds.items() if not _same(a, shipped.thresholds[name])}
    as_shipped = not own and enabled == shipped.enabled and severity is shipped.severity
    with ws.write("alert.setting") as session:
        row = _put(session, rule_id, version, as_shipped, enabled, severity, own)
        key = "saved.alert_setting_default" if as_shipped else "saved.alert_setting"
        return changes(session, {"rules", "alert"}, ws.wording.text(key, rule=shipped.label), None, row)


def _put(
    session: WriteSession, rule_id: str, version: int | None, as_shipped: bool, enabled: bool, severity: Severity,
    own: Mapping[str, Amount],
) -> int | None:  # fmt: skip
    if as_shipped:
        held = alert.unit_changes(session).get(rule_id)
        if held is not None:
            void(session, fetch(session, AlertSetting, held.id, version), "as shipped")
            session.flush()
        return None if held is None else held.id
    values: dict[str, Any] = {
        "enabled": enabled,
        "severity": severity.value,
        "thresholds": {
            n: {"value": None if a.value is None else f"{a.value:f}", "unit": a.unit} for n, a in own.items()
        },
    }
    return alert.put_change(session, rule_id, version, values).id


def _same(one: Amount, other: Amount) -> bool:
    return one.value == other.value and one.unit == other.unit


def _read_limits(rule: AlertRule, texts: Mapping[str, str]) -> dict[str, Amount]:
    found, problems = {}, list[Problem]()
    for name, text in texts.items():
        amount = read_amount(text, rule.thresholds[name].unit)
        if amount is None:
            problems.append(Problem(name, "alert_threshold_unreadable", {"text": text}))
        else:
            found[name] = amount
    if problems:
        raise InputError(problems)
    return found


def limit_words(ws: Workspace, limit: ThresholdRow) -> str:
    """A threshold in one phrase: "ANC below 0.5 ×10⁹/L", "within 3 days"."""
    value = read_amount(limit.text, limit.unit) if limit.text else None
    span = f"alert.{limit.role}.{limit.unit}"
    if value is not None and ws.wording.has(span):
        days = limit.unit == "d" and value.value is not None
        return ws.wording.text(span, n=ws.wording.signed_day(int(value.value or 0)) if days else limit.text)
    return f"{limit.label} {alert_words.amount(ws.wording, value or Amount(None, limit.unit))}"
