"""The unit's own numbers for stop rules: the list for the page of settings, and their change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hsct_desktop.catalogue import alert_words
from hsct_desktop.catalogue.items import StopRule
from hsct_desktop.catalogue.rule_reader import threshold_units, units_for
from hsct_desktop.domain.alert import WHOLE, read_amount
from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.domain.rule import Rule, explain
from hsct_desktop.domain.rule_facts import Amount, RuleFacts
from hsct_desktop.services import rule_sets, stop_rules
from hsct_desktop.services.alert_rules import ThresholdRow
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import changes
from hsct_desktop.services.rule_wording import rule_words
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import rule_setting
from hsct_desktop.store.rule_setting import StoredNumbers

_LONGEST: Final = {"d": 4000, "months": 240, "years": 20}
"""More is a slip of the hand."""


@dataclass(frozen=True)
class StopRow:
    """A stop rule as the page shows it: its therapy, its text, what it asks, its numbers. `version` is that of the
    unit's change, None where there is none.
    """

    id: str
    therapy: str
    short: str
    text: str
    asks: tuple[str, ...]
    source: str
    thresholds: tuple[ThresholdRow, ...]
    version: int | None
    changed_by: str
    changed_at: datetime | None


def listing(ws: Workspace) -> list[StopRow]:
    """Every rule that the program can judge, by therapy."""
    with ws.read() as session:
        held = rule_setting.of_set(session, rule_sets.STOPS)
        rules = stop_rules.rules_in_force(ws, session)
    names = ws.catalogue.stop_rules.therapies
    return [
        _row(ws, names[key].text(ws.language), rule, held.get(key))
        for key, rule in rules.items()
        if rule.rule is not None
    ]


def _row(ws: Workspace, therapy: str, rule: StopRule, held: StoredNumbers | None) -> StopRow:
    judged, shipped = _rule(rule), _rule(ws.catalogue.stop_rules.rules[rule.id])
    units = threshold_units(shipped.conditions(), ws.catalogue.analytes)
    language = ws.language
    short = rule.short.text(language) if rule.short is not None else rule.text.text(language)
    return StopRow(
        rule.id, therapy, short, rule.text.text(language), _asks(ws, judged), judged.source,
        tuple(_limit(ws, shipped, judged, name, units.get(name, ())) for name in judged.thresholds),
        held.version if held is not None else None, held.changed_by if held is not None else "",
        held.changed_at if held is not None else None,
    )  # fmt: skip


def _rule(rule: StopRule) -> Rule:
    if rule.rule is None:
        raise ValueError("only rules that are judged have numbers")
    return rule.rule


def _asks(ws: Workspace, rule: Rule) -> tuple[str, ...]:
    words = rule_words(ws, ws.language)
    nothing = RuleFacts(ws.today())
    return tuple(words.asks(found.condition, rule.thresholds) for found in explain(rule.when, nothing, rule.thresholds))


def _limit(ws: Workspace, shipped: Rule, rule: Rule, name: str, units: tuple[str, ...]) -> ThresholdRow:
    amount, role = rule.thresholds[name], _role(rule, name)
    text = "" if amount.value is None else ws.wording.number(amount.value)
    default = alert_words.amount(ws.wording, shipped.thresholds[name])
    label = ws.wording.text(f"stop.number.{name}")
    return ThresholdRow(name, role, label, text, amount.unit, default, units or units_for(role, None))


def _role(rule: Rule, name: str) -> str:
    return next((role for c in rule.conditions() for own, role, _ in c.roles() if own == name), "")


def change(ws: Workspace, rule_id: str, version: int | None, texts: Mapping[str, str]) -> Changes:
    """Set the unit's numbers of a rule as typed. One that reads as shipped is no longer kept.

    InputError names the threshold (its name is the field); KnownError `stop_rule_unknown`, `stale_row`.
    """
    shipped = stop_rules.required(ws, rule_id)
    rule = _rule(shipped)
    wanted = _read(rule, texts)
    units = threshold_units(rule.conditions(), ws.catalogue.analytes)
    problems = [p for name, amount in wanted.items() for p in _problems(ws, shipped, name, amount, units)]
    if problems:
        raise InputError(problems)
    kept = {
        name: {"value": f"{a.value:f}", "unit": a.unit}
        for name, a in wanted.items()
        if a.value is not None and (a.value, a.unit) != (rule.thresholds[name].value, rule.thresholds[name].unit)
    }
    with ws.write("stop.setting") as session:
        row = rule_setting.put(session, rule_sets.STOPS, rule_id, version, kept)
        key = "saved.stop_setting" if kept else "saved.stop_setting_default"
        return changes(session, {"rules", "therapy"}, ws.wording.text(key, rule=shipped.text), None, row)


def _read(rule: Rule, texts: Mapping[str, str]) -> dict[str, Amount]:
    found, problems = {}, list[Problem]()
    for name, text in texts.items():
        amount = read_amount(text, rule.thresholds[name].unit)
        if amount is None or amount.value is None or amount.value < 0:
            problems.append(Problem(name, "alert_threshold_unreadable", {"text": text}))
        else:
            found[name] = amount
    if problems:
        raise InputError(problems)
    return found


def _problems(
    ws: Workspace, shipped: StopRule, name: str, amount: Amount, units: Mapping[str, tuple[str, ...]]
) -> Iterator[Problem]:
    if amount.unit not in units.get(name, ()):
        yield Problem(name, "alert_unit_foreign", {"unit": amount.unit, "known": ", ".join(units.get(name, ()))})
        return
    if amount.value is not None and amount.unit in WHOLE and amount.value != int(amount.value):
        yield Problem(name, "alert_threshold_not_whole", {"unit": amount.unit})
        return
    least = shipped.least.get(name)
    if least is not None and (amount.unit != least.unit or (amount.value or 0) < (least.value or 0)):
        yield Problem(name, "stop_number_too_low", {"least": alert_words.amount(ws.wording, least)})
    elif (amount.value or 0) > _LONGEST.get(amount.unit, float("inf")):
        yield Problem(name, "stop_number_too_high", {"limit": _LONGEST[amount.unit], "unit": amount.unit})
