"""Alert rules: severity levels over conditions on what is recorded, judged in three values.

A red rule that cannot tell although a finding of it is surely there fires as possible; an amber or info rule that
cannot tell does not fire, but names what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.record_conditions import SinceDay0
from hsct_desktop.domain.rule_condition import Condition, walk
from hsct_desktop.domain.rule_facts import Amount, Judged, Missing, RuleFacts, Truth


class Severity(StrEnum):
    """Red: call the doctor now; amber: today or the next working day; info: a list; wording `enum.alert_severity.*`."""

    RED = "red"
    AMBER = "amber"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 is the worst."""
        return list(Severity).index(self)


SURE: Final = "sure"
POSSIBLE: Final = "possible"


@dataclass(frozen=True)
class Level:
    """A severity and the condition under which the rule has it."""

    severity: Severity
    when: Condition


@dataclass(frozen=True)
class AlertRule:
    """A rule: what to look at, when, and what to do; `levels` worst first. Out of `scope` it does not apply."""

    id: str
    label: Label
    action: Label
    source: str
    group: str
    levels: tuple[Level, ...]
    thresholds: Mapping[str, Amount]
    scope: SinceDay0 | None = None
    enabled: bool = True
    note: Label | None = None

    def conditions(self) -> Iterable[Condition]:
        """Every condition of the rule, outermost first."""
        if self.scope is not None:
            yield self.scope
        for level in self.levels:
            yield from walk(level.when)

    def needs(self) -> frozenset[str]:
        """What it reads: codes of analytes, or some of `rule_facts.RECORDS`."""
        return self._needs

    @cached_property
    def _needs(self) -> frozenset[str]:
        return frozenset(need for condition in self.conditions() for need in condition.needs())

    def windows(self, ages: Mapping[str, int]) -> dict[str, int]:
        """How many days back the values of each analyte are needed: their age and the longest time it names."""
        found: dict[str, int] = {}
        for condition in self.conditions():
            spans = [
                _days(self.thresholds[name]) for name, role, code in condition.roles() if code and role in _LOOK_BACK
            ]
            for code in condition.needs():
                found[code] = max(found.get(code, 0), ages.get(code, 0) + max(spans, default=_REPEATS))
        return found

    @property
    def severity(self) -> Severity:
        """The worst severity that it can have."""
        return self.levels[0].severity

    @cached_property
    def unset(self) -> tuple[str, ...]:
        """The thresholds that the unit has still to give; without them the rule is off."""
        return tuple(name for name, amount in self.thresholds.items() if amount.value is None)

    @property
    def acts(self) -> bool:
        """Whether the rule is on and has all its thresholds."""
        return self.enabled and not self.unset


_LOOK_BACK: Final = ("within", "span")
_REPEATS: Final = 60
"""Days before a value that counts in which the values before it are looked for."""


def _days(amount: Amount) -> int:
    number = int(amount.value or 0)
    return number * 31 if amount.unit == "months" else number


@dataclass(frozen=True)
class AlertRules:
    """All rules in the order of the table, how old a value may be to count (days by analyte), and their version."""

    version: str
    rules: Mapping[str, AlertRule]
    ages: Mapping[str, int]
    groups: Mapping[str, Label] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What a rule says of a patient.

    `fires` with severity and certainty ("sure", "possible"), or does not, or (`truth` UNKNOWN) cannot tell for want of
    `missing`. `evidence` is what it saw, as JSON can hold it; the first is what the alert is named by. `signs` counts
    the findings that are surely there.
    """

    rule: AlertRule
    truth: Truth
    severity: Severity | None = None
    certainty: str = SURE
    evidence: tuple[Mapping[str, Any], ...] = ()
    missing: tuple[Missing, ...] = ()
    signs: int = 0

    @property
    def fires(self) -> bool:
        """Whether an alert is due."""
        return self.severity is not None


def judge(rule: AlertRule, facts: RuleFacts, *, stands: bool = False) -> Verdict:
    """What a rule says: the worst severity that is sure; else red as possible; else whether it can be told at all.

    `stands`: a red alert of it stands. It stays possible while it cannot be told: a fact that is gone silences nothing.
    Where nobody knows whether the rule applies at all, what it finds is possible at most.
    """
    if not rule.acts:
        return Verdict(rule, Truth.NO)
    scope = Judged(Truth.YES) if rule.scope is None else rule.scope.judge(facts, rule.thresholds)
    if scope.truth is Truth.NO:
        return Verdict(rule, Truth.NO)
    judged = [(level, _within(scope, level.when.judge(facts, rule.thresholds))) for level in rule.levels]
    missing = tuple(dict.fromkeys(m for _, j in judged if j.truth is Truth.UNKNOWN for m in j.missing))
    for level, found in judged:
        if found.truth is Truth.YES:
            # What a worse level could not tell is named beside the milder alert.
            worse = _missing_above(level, judged)
            return Verdict(rule, Truth.YES, level.severity, SURE, _ordered(found), worse)
        if stands and level.severity is Severity.RED and found.truth is Truth.UNKNOWN:
            return _possible(rule, found)
    for level, found in judged:
        if level.severity is Severity.RED and found.truth is Truth.UNKNOWN and found.signs:
            return _possible(rule, found)
    truth = Truth.UNKNOWN if any(j.truth is Truth.UNKNOWN for _, j in judged) else Truth.NO
    signs = max(j.signs for _, j in judged)
    return Verdict(rule, truth, missing=missing if truth is Truth.UNKNOWN else (), signs=signs)


def _within(scope: Judged, found: Judged) -> Judged:
    """What a level found, in a scope of which nobody knows whether it holds."""
    if scope.truth is Truth.YES or found.truth is Truth.NO:
        return found
    missing = tuple(dict.fromkeys((*scope.missing, *found.missing)))
    return Judged(Truth.UNKNOWN, found.evidence, missing, found.signs)


def _possible(rule: AlertRule, found: Judged) -> Verdict:
    return Verdict(rule, Truth.UNKNOWN, Severity.RED, POSSIBLE, _ordered(found), found.missing, found.signs)


def _missing_above(level: Level, judged: list[tuple[Level, Judged]]) -> tuple[Missing, ...]:
    above = [j for other, j in judged if other.severity.rank < level.severity.rank and j.truth is Truth.UNKNOWN]
    return tuple(dict.fromkeys(m for j in above if j.signs for m in j.missing))


def _ordered(found: Judged) -> tuple[Mapping[str, Any], ...]:
    """Each row once, findings with a limit first: the alert is named by its first."""
    unique = {(e.get("row"), e.get("kind"), e.get("what"), e.get("op"), e.get("limit")): e for e in found.evidence}
    return tuple(sorted(unique.values(), key=lambda e: (e["kind"] == "no_therapy", "limit" not in e)))


def judge_all(rules: Iterable[AlertRule], facts: RuleFacts) -> list[Verdict]:
    """What each rule says."""
    return [judge(rule, facts) for rule in rules]


@dataclass(frozen=True)
class AlertChange:
    """What the unit changed of a rule; a severity of None and thresholds not named stay as the rule has them."""

    enabled: bool
    severity: Severity | None = None
    thresholds: Mapping[str, Amount] = field(default_factory=dict)


def with_change(rule: AlertRule, change: AlertChange | None) -> AlertRule:
    """The rule as the unit has it; a threshold that the rule no longer has is passed over."""
    if change is None:
        return rule
    known = {name: amount for name, amount in change.thresholds.items() if name in rule.thresholds}
    levels = rule.levels
    if change.severity is not None and change.severity is not rule.severity:
        levels = tuple(replace(level, severity=capped(level.severity, change.severity)) for level in rule.levels)
    return replace(rule, enabled=change.enabled, thresholds={**rule.thresholds, **known}, levels=levels)


def capped(severity: Severity, worst: Severity) -> Severity:
    """A severity that is no worse than the unit wants it."""
    return max(severity, worst, key=lambda s: s.rank)


def offered(rule: AlertRule) -> tuple[Severity, ...]:
    """The severities that a unit may choose as the worst: its own or the next milder; red never becomes info."""
    return tuple(s for s in Severity if rule.severity.rank <= s.rank <= rule.severity.rank + 1)


def check_change(rule: AlertRule, change: AlertChange, units: Mapping[str, tuple[str, ...]]) -> Iterable[Problem]:
    """Yield what is wrong with a unit's change; `units` are those that each threshold may have."""
    if change.severity is not None and change.severity not in offered(rule):
        yield Problem("severity", "alert_severity_too_mild", {"rule": rule.label})
    for name, amount in change.thresholds.items():
        if amount.unit not in units.get(name, ()):
            yield Problem(name, "alert_unit_foreign", {"unit": amount.unit, "known": ", ".join(units.get(name, ()))})
        elif amount.value is not None and (not amount.value.is_finite() or amount.value < 0):
            yield Problem(name, "alert_threshold_unreadable", {"text": str(amount.value)})
        elif amount.value is not None and amount.unit in WHOLE and amount.value != int(amount.value):
            yield Problem(name, "alert_threshold_not_whole", {"unit": amount.unit})
        elif amount.value is None and rule.thresholds[name].value is not None:
            yield Problem(name, "alert_threshold_missing")


WHOLE: Final = ("d", "months", "values", "signs", "grade", "times")
"""Units of which there are only whole ones."""


def read_amount(text: str, unit: str) -> Amount | None:
    """A typed threshold: a number with comma or point, with its unit or without (then `unit`); "" for none.

    None for what is no number.
    """
    number, _, given = text.strip().replace("\u00a0", " ").partition(" ")
    if not number:
        return Amount(None, unit)
    try:
        value = Decimal(number.replace(",", "."))
    except InvalidOperation:
        return None
    return Amount(value, given.strip() or unit) if value.is_finite() else None
