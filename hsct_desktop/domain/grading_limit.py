"""The limits of a rule as numbers for one case, and whether a value passes them.

Values and limits are compared at 12 significant digits, so that what a unit conversion leaves in the last places never
moves a grade (admiral's `signif` serves the same end).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any

from hsct_desktop.domain.grading_rule import Basis, Bound, Condition, Criterion, Direction, GradingRule, Reference, Step

SIGNIFICANT_DIGITS = 12
_ROUNDED = Context(prec=SIGNIFICANT_DIGITS)
_WIDE = Context(prec=40)
_PASSES: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
Point = tuple[Decimal, int]
"""A value with its side: -1 just below it, 0 on it, 1 just above it (for results such as <0.1)."""


@dataclass(frozen=True)
class Scale:
    """The unit whose limits are used, and the factor to it from the unit of the result (1 where they are the same)."""

    unit: str
    factor: Decimal

    def to(self, value: Decimal) -> Decimal:
        """A number of the result's unit in the unit of the limits."""
        return value if self.factor == 1 else _WIDE.multiply(value, self.factor)

    def back(self, value: Decimal) -> Decimal:
        """A limit in the unit of the result, at 12 significant digits."""
        return value if self.factor == 1 else rounded(_WIDE.divide(value, self.factor))


@dataclass(frozen=True)
class Known:
    """What a case knows, in the unit of the limits."""

    unit: str
    references: Mapping[Reference, Decimal | None]

    def limit(self, bound: Bound) -> Decimal | None:
        """The bound as a number, None where its reference is not known."""
        number = bound.printed.get(self.unit, Decimal(0))
        if bound.reference is None:
            return number
        reference = self.references[bound.reference]
        return None if reference is None else bound.factor * reference + number


@dataclass(frozen=True)
class Found:
    """How far a value goes: the step that it passes (None: none), by which bound; `missing` = what leaves it open."""

    step: Step | None = None
    bound: Bound | None = None
    missing: Reference | None = None

    @property
    def grade(self) -> int | None:
        """The grade; 0 where no step is passed, None where it is open."""
        return None if self.missing is not None else 0 if self.step is None else self.step.grade


def rounded(value: Decimal) -> Decimal:
    """The number at 12 significant digits."""
    return _ROUNDED.plus(value)


def scale_of(printed: Sequence[str], unit: str, canonical: str, factor_of: Callable[[str], Decimal | None]) -> Scale:
    """The unit to grade in: the result's own if limits are printed for it, else the canonical, else the first printed.

    `unit` must be one of the analyte's. Units with the same factor (/uL and /mm3) have the same numbers.
    """
    factor = _factor(factor_of, unit)
    if not printed:
        return Scale(unit, Decimal(1))
    factors = {name: _factor(factor_of, name) for name in printed}
    for wanted in (factor, _factor(factor_of, canonical)):
        for name, printed_factor in factors.items():
            if printed_factor == wanted:
                return Scale(name, Decimal(1) if wanted == factor else _WIDE.divide(factor, wanted))
    first = printed[0]
    return Scale(first, _WIDE.divide(factor, factors[first]))


def _factor(factor_of: Callable[[str], Decimal | None], unit: str) -> Decimal:
    factor = factor_of(unit)
    if factor is None:
        raise LookupError(f"{unit} is no unit of the analyte")
    return factor


def steps_for(
    rule: GradingRule,
    known: Known,
    *,
    anticoagulated: bool | None = None,
    fasting: bool | None = None,
    baseline_flag: str = "",
) -> tuple[tuple[Step, ...], Basis]:
    """The steps that hold for a case, and why these.

    A baseline is abnormal beyond the limit of the laboratory that measured it (`baseline_flag`), for want of that
    beyond the limit of this result; on the limit it is normal. Where there is a baseline but no limit to judge it by,
    the usual steps hold, whose multiples then have no limit either.
    """
    if anticoagulated and rule.steps_anticoagulated:
        return rule.steps_anticoagulated, Basis.ANTICOAGULATED
    steps = rule.steps if fasting is not False else tuple(step for step in rule.steps if not step.fasting)
    if rule.abnormal is None:
        return steps, Basis.PLAIN
    baseline = known.references[Reference.BASELINE]
    if baseline is None:
        return steps, Basis.BASELINE_MISSING
    if baseline_flag:
        is_abnormal = baseline_flag == rule.abnormal.value
        return (rule.steps_abnormal, Basis.BASELINE_ABNORMAL) if is_abnormal else (steps, Basis.BASELINE_NORMAL)
    is_low = rule.abnormal is Direction.LOW
    limit = known.references[Reference.LLN if is_low else Reference.ULN]
    if limit is not None and _PASSES["<" if is_low else ">"](rounded(baseline), rounded(limit)):
        return rule.steps_abnormal, Basis.BASELINE_ABNORMAL
    return steps, Basis.BASELINE_NORMAL


def found(steps: Sequence[Step], point: Point, known: Known) -> Found:
    """The worst step that the point passes; open as soon as a worse one cannot be judged."""
    for step in reversed(steps):
        result = _step(step, point, known)
        if result.missing is not None or result.step is not None:
            return result
    return Found()


def _step(step: Step, point: Point, known: Known) -> Found:
    """One criterion is enough."""
    usable = _usable(step, known)
    if not usable:
        return Found(missing=Reference.BASELINE)
    missing: Reference | None = None
    for criterion in usable:
        result = _criterion(step, criterion, point, known)
        if result.step is not None:
            return result
        missing = missing or result.missing
    return Found(missing=missing)


def _usable(step: Step, known: Known) -> Sequence[Criterion]:
    """The criteria of a step; where nobody knows the baseline, without those parts of them that speak of it."""
    if known.references[Reference.BASELINE] is not None:
        return step.criteria
    reduced = []
    for criterion in step.criteria:
        if criterion.condition is not None and criterion.condition.left is Reference.BASELINE:
            continue
        if bounds := tuple(bound for bound in criterion.bounds if bound.reference is not Reference.BASELINE):
            reduced.append(Criterion(bounds, criterion.condition))
    return reduced


def _criterion(step: Step, criterion: Criterion, point: Point, known: Known) -> Found:
    """All bounds must be passed. Where the condition cannot be judged, only a value that passes them is open."""
    condition = criterion.condition
    holds = True if condition is None else judged(condition, known)
    if holds is False:
        return Found()
    exact = (rounded(point[0]), point[1])
    passed = True
    for bound in criterion.bounds:
        limit = known.limit(bound)
        if limit is None:
            return Found(missing=bound.reference)
        passed = passed and _PASSES[bound.op](exact, (rounded(limit), 0))
    if not passed:
        return Found()
    if condition is not None and holds is None:
        return Found(missing=condition.right)
    return Found(step, criterion.bounds[0] if len(criterion.bounds) == 1 else tightest(criterion, known))


def judged(condition: Condition, known: Known) -> bool | None:
    """Whether a condition holds; None where one of its sides is not known."""
    left, right = known.references[condition.left], known.references[condition.right]
    if left is None or right is None:
        return None
    return _PASSES[condition.op](rounded(left), rounded(condition.factor * right))


def tightest(criterion: Criterion, known: Known) -> Bound:
    """Of bounds that must all be passed the one that is passed last; the limits must be known."""
    limits = [(known.limit(bound), bound) for bound in criterion.bounds]
    known_limits = [(limit, bound) for limit, bound in limits if limit is not None]
    if not known_limits:
        return criterion.bounds[0]
    pick = min if known_limits[0][1].op.startswith("<") else max
    return pick(known_limits, key=lambda pair: pair[0])[1]


def limit_of(step: Step, known: Known) -> Decimal | None:
    """The value from which a step holds, in the unit of the limits; None where it is not known or never holds."""
    usable = _usable(step, known)
    limits: list[Decimal] = []
    for criterion in usable:
        holds = True if criterion.condition is None else judged(criterion.condition, known)
        if holds is False:
            continue
        limit = known.limit(tightest(criterion, known))
        if holds is None or limit is None or any(known.limit(bound) is None for bound in criterion.bounds):
            return None
        limits.append(limit)
    return _mildest(limits, usable)


def _mildest(limits: Sequence[Decimal], criteria: Iterable[Criterion]) -> Decimal | None:
    if not limits:
        return None
    is_low = next(iter(criteria)).bounds[0].op.startswith("<")
    return max(limits) if is_low else min(limits)
