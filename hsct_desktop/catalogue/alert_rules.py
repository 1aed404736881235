"""Alert rules from plain data (a YAML file as read, or the compiled JSON), with every mistake found on the way.

Needs neither YAML nor pydantic: a write that fires an alert must not wait for them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from hsct_desktop.catalogue.rule_reader import Loc, RuleReader, analyte_of, bound, read_age
from hsct_desktop.domain.alert import AlertRule, AlertRules, Level, Severity
from hsct_desktop.domain.analyte import AnalyteTable
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.record_conditions import SinceDay0
from hsct_desktop.domain.rule_facts import Amount


def bound_rule(rule: AlertRule, table: AnalyteTable) -> AlertRule:
    """The rule with each threshold knowing the way to the unit in which values of its analyte are kept."""
    return replace(rule, thresholds=bound(rule.conditions(), rule.thresholds, table))


class Reader(RuleReader):
    """Makes alert rules of data and collects what is wrong with it in `mistakes`."""

    def __init__(self, data: Mapping[str, Any], table: AnalyteTable) -> None:
        super().__init__(table, data.get("terms") or {})
        self.data = data

    def rules(self) -> AlertRules:
        """All rules that could be read."""
        self.ages = ages = self._read_ages()
        groups = {group["id"]: Label(**group["label"]) for group in self.data["groups"]}
        rules = [self._rule(("items", index), item) for index, item in enumerate(self.data["items"])]
        found = AlertRules(str(self.data["version"]), {r.id: r for r in rules if r is not None}, ages, groups)
        for index, item in enumerate(self.data["items"]):
            rule = found.rules.get(item["id"])
            if rule is not None:
                self._check_rule(("items", index), rule, found)
        return found

    def _read_ages(self) -> dict[str, int]:
        ages = {}
        for code, text in self.data["ages"].items():
            age = read_age(text)
            if age is None:
                self.report(("ages", code), "alert_age_unreadable", text=str(text))
            elif analyte_of(self.table, code) is None:
                self.report(("ages", code), "analyte_unknown", code=code)
            else:
                ages[code] = age
        return ages

    def _rule(self, loc: Loc, item: Mapping[str, Any]) -> AlertRule | None:
        thresholds: dict[str, Amount] = self.amounts((*loc, "thresholds"), item["thresholds"])
        scope = item.get("scope")
        levels = []
        for number, level in enumerate(item["levels"]):
            when = self.condition((*loc, "levels", number, "when"), level["when"])
            if when is not None:
                levels.append(Level(Severity(level["severity"]), when))
        if not levels or len(levels) < len(item["levels"]):
            return None
        note = item.get("note")
        rule = AlertRule(
            item["id"], Label(**item["label"]), Label(**item["action"]), item.get("source") or self.data["source"],
            item["group"], tuple(levels), thresholds,
            None if scope is None else SinceDay0(scope["from"], scope.get("to") or "", scope.get("until") or ""),
            item.get("enabled", True), None if note is None else Label(**note),
        )  # fmt: skip
        return bound_rule(rule, self.table)

    def _check_rule(self, loc: Loc, rule: AlertRule, found: AlertRules) -> None:
        if rule.group not in found.groups:
            self.report((*loc, "group"), "alert_group_unknown", name=rule.group, known=", ".join(found.groups))
        ranks = [level.severity.rank for level in rule.levels]
        if ranks != sorted(set(ranks)):
            self.report((*loc, "levels"), "alert_levels_order")
        self.check(loc, rule.conditions(), rule.thresholds, self.data["items"][loc[1]]["thresholds"])


def alerts_from_json(text: str, table: AnalyteTable) -> AlertRules:
    """The rules as compiled; the file was checked when it was made."""
    return Reader(json.loads(text), table).rules()


def listed_rules(rules: AlertRules) -> Iterator[AlertRule]:
    """The rules by group, in the order of the file."""
    for group in rules.groups:
        yield from (rule for rule in rules.rules.values() if rule.group == group)
