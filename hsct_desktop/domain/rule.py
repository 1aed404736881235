"""A rule: a condition with its thresholds, judged over the frozen picture of a patient, and what each part found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hsct_desktop.domain.rule_condition import All, Condition, Limits, walk
from hsct_desktop.domain.rule_facts import Amount, Missing, RuleFacts, Truth


@dataclass(frozen=True)
class Rule:
    """Under which condition something may be done; `thresholds` by name, each with its unit."""

    id: str
    when: Condition
    thresholds: Limits = field(default_factory=dict)
    source: str = ""

    def conditions(self) -> Iterator[Condition]:
        """The condition and everything inside it, outermost first."""
        return walk(self.when)

    def needs(self) -> frozenset[str]:
        """What it reads: codes of analytes, or some of `rule_facts.RECORDS`."""
        return frozenset(need for condition in self.conditions() for need in condition.needs())

    def changed(self, thresholds: Mapping[str, Amount]) -> Rule:
        """The rule with the unit's own numbers; a threshold that it does not have is passed over."""
        own = {name: amount for name, amount in thresholds.items() if name in self.thresholds}
        return Rule(self.id, self.when, {**self.thresholds, **own}, self.source)


@dataclass(frozen=True)
class Finding:
    """One part of a rule: what it asks (`condition` with its `limits`), its truth and what that rests on.

    `from_on` is the first day on which it is met where only time is wanting; `is_floor`: the program asks it itself.
    """

    condition: Condition
    limits: Limits
    truth: Truth
    evidence: tuple[Mapping[str, Any], ...] = ()
    missing: tuple[Missing, ...] = ()
    from_on: date | None = None
    is_floor: bool = False


@dataclass(frozen=True)
class RuleVerdict:
    """What a rule says of a patient on a day, part by part."""

    rule: Rule
    truth: Truth
    findings: tuple[Finding, ...]

    @property
    def is_met(self) -> bool:
        """Whether every part surely holds."""
        return self.truth is Truth.YES

    @property
    def held_by(self) -> tuple[Finding, ...]:
        """The parts that do not hold, those that surely do not first."""
        return tuple(sorted((f for f in self.findings if f.truth is not Truth.YES), key=lambda f: f.truth.value))

    @property
    def from_on(self) -> date | None:
        """The first day on which it can be met, where only time is wanting; None where something else is."""
        days = [f.from_on for f in self.held_by]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None

    @property
    def earliest(self) -> date | None:
        """The last of the days that its matters of time name, whatever else may hold it."""
        return max((f.from_on for f in self.findings if f.from_on is not None), default=None)


def evaluate(rule: Rule, facts: RuleFacts) -> RuleVerdict:
    """Judge a rule and explain it."""
    return RuleVerdict(rule, rule.when.judge(facts, rule.thresholds).truth, explain(rule.when, facts, rule.thresholds))


def explain(when: Condition, facts: RuleFacts, limits: Limits) -> tuple[Finding, ...]:
    """A finding for each part of the outermost `all`; an `any` and a `not` stay one."""
    parts = tuple(_flat(when))
    return tuple(_finding(part, facts, limits) for part in parts)


def _flat(when: Condition) -> Iterator[Condition]:
    if isinstance(when, All):
        for part in when.conditions:
            yield from _flat(part)
    else:
        yield when


def _finding(part: Condition, facts: RuleFacts, limits: Limits) -> Finding:
    judged = part.judge(facts, limits)
    return Finding(part, limits, judged.truth, judged.evidence, judged.missing, part.from_on(facts, limits))
