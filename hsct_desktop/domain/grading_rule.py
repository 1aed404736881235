"""What a laboratory grading rule is made of: limits per grade, as CTCAE prints them.

The rules themselves are data (`resources/catalogues/grading.yaml`); `domain/grading.py` applies them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property


class Direction(StrEnum):
    """The side on which a value is abnormal; wording `enum.direction.*`."""

    LOW = "low"
    HIGH = "high"


class Reference(StrEnum):
    """What a limit is a multiple of: the laboratory's own limits or the baseline; wording `enum.reference.*`."""

    LLN = "lln"
    ULN = "uln"
    BASELINE = "baseline"


class Basis(StrEnum):
    """By which of a term's criteria a value is graded; wording `enum.basis.*`."""

    PLAIN = "plain"
    BASELINE_NORMAL = "baseline_normal"
    BASELINE_ABNORMAL = "baseline_abnormal"
    BASELINE_MISSING = "baseline_missing"
    ANTICOAGULATED = "anticoagulated"


@dataclass(frozen=True)
class Bound:
    """One limit with its comparison: `factor` x `reference` + the number printed for the unit.

    A fixed limit has no reference; a multiple has no numbers. `printed` holds the number for each unit CTCAE prints.
    """

    op: str
    reference: Reference | None = None
    factor: Decimal = Decimal(1)
    printed: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Condition:
    """When a criterion holds at all: `left` `op` `factor` x `right`, as in baseline < LLN."""

    left: Reference
    op: str
    right: Reference
    factor: Decimal = Decimal(1)


@dataclass(frozen=True)
class Criterion:
    """Bounds that must all be passed, under a condition (None: always)."""

    bounds: tuple[Bound, ...]
    condition: Condition | None = None


@dataclass(frozen=True)
class Step:
    """A grade and its criteria, one of which is enough. `ask` = the question behind this range ("" none).

    `fasting`: the criterion speaks of fasting values only. Two steps may have the same grade and other questions.
    """

    grade: int
    criteria: tuple[Criterion, ...]
    ask: str = ""
    fasting: bool = False


@dataclass(frozen=True)
class GradingRule:
    """How one analyte gives one term in one direction; steps from mild to severe.

    `abnormal` says on which side of the laboratory's limit a baseline is abnormal; then `steps_abnormal` hold instead.
    `steps_anticoagulated` hold for a patient on an anticoagulant. `asked` rules are never graded by numbers.
    """

    id: str
    analyte: str
    direction: Direction
    term: str
    term_id: str
    steps: tuple[Step, ...]
    abnormal: Direction | None = None
    steps_abnormal: tuple[Step, ...] = ()
    steps_anticoagulated: tuple[Step, ...] = ()
    asked: str = ""

    @cached_property
    def printed_units(self) -> tuple[str, ...]:
        """The units for which CTCAE prints numbers of this rule; none for multiples, which hold in every unit."""
        steps = (*self.steps, *self.steps_abnormal, *self.steps_anticoagulated)
        bounds = (bound for step in steps for criterion in step.criteria for bound in criterion.bounds)
        return tuple(dict.fromkeys(unit for bound in bounds for unit in bound.printed))

    @cached_property
    def needs_baseline(self) -> bool:
        """Whether the usual criteria ask for a baseline; those of an anticoagulated patient do not count."""
        criteria = [criterion for step in self.steps for criterion in step.criteria]
        uses = any(bound.reference is Reference.BASELINE for c in criteria for bound in c.bounds)
        return uses or self.abnormal is not None

    @property
    def grades(self) -> frozenset[int]:
        """Every grade that the rule can give by numbers, without 0."""
        return frozenset(s.grade for s in (*self.steps, *self.steps_abnormal, *self.steps_anticoagulated))


@dataclass(frozen=True)
class GradingRules:
    """The rules of one CTCAE version; `rules_version` names this edition of our data."""

    ctcae: str
    rules_version: str
    source: str
    rules: tuple[GradingRule, ...]

    @cached_property
    def _by_analyte(self) -> dict[str, list[GradingRule]]:
        found: dict[str, list[GradingRule]] = {}
        for rule in sorted(self.rules, key=lambda rule: rule.direction is Direction.HIGH):
            found.setdefault(rule.analyte, []).append(rule)
        return found

    def of(self, analyte: str) -> tuple[GradingRule, ...]:
        """The rules that grade an analyte by its numbers: low before high; none for an analyte without a term."""
        return tuple(rule for rule in self._by_analyte.get(analyte, ()) if not rule.asked)

    def asked_of(self, analyte: str) -> tuple[GradingRule, ...]:
        """The terms of an analyte that only a person can grade: low before high."""
        return tuple(rule for rule in self._by_analyte.get(analyte, ()) if rule.asked)
