"""Grades a laboratory result by the CTCAE criteria of one version: pure, with exact decimal numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from hsct_desktop.domain.grading_rule import Basis, Direction, GradingRules, Reference


class Measured(Protocol):
    """What grading needs to know of an analyte: its code, its canonical unit and the factors from other units."""

    @property
    def code(self) -> str: ...
    @property
    def unit(self) -> str: ...
    def factor_of(self, unit: str) -> Decimal | None: ...


@dataclass(frozen=True)
class GradingCase:
    """A result to grade. Limits and baseline are in the unit of the value; None where unknown.

    `comparator` is "<" or ">" where the laboratory only said that the true value lies below or above. `fasting` and
    `anticoagulated` are facts that some criteria ask for; None = not known.
    """

    analyte: str
    value: Decimal
    unit: str
    lln: Decimal | None = None
    uln: Decimal | None = None
    baseline: Decimal | None = None
    comparator: str = ""
    fasting: bool | None = None
    anticoagulated: bool | None = None


@dataclass(frozen=True)
class RuleText:
    """The limit that decided, as numbers; worded by `catalogue.grading_words.rule_text`.

    `key` is `beyond` (the limit of the grade is passed), `within` (not even the mildest limit is), `open` (a limit is
    unknown) or `asked`. `number` is the fixed part in `unit`, `reference_value` the laboratory's limit or the baseline.
    `converted` is the value in `unit` where that is not the unit of the result.
    """

    key: str
    op: str = ""
    factor: Decimal = Decimal(1)
    reference: Reference | None = None
    reference_value: Decimal | None = None
    number: Decimal | None = None
    unit: str = ""
    basis: Basis = Basis.PLAIN
    converted: Decimal | None = None


@dataclass(frozen=True)
class GradedTerm:
    """A term that the analyte can give and its grade.

    `grade`: by the numbers alone; 0 = graded and normal, None = a needed limit is unknown. `proposed`: the lower grade
    where the next depends on what only a person knows; then `question` is the wording key `grading.ask.<question>`.
    `missing`: the limits (lln, uln, baseline) for want of which the grade is open or taken by a stand-in rule.
    """

    term: str
    term_id: str
    direction: Direction
    grade: int | None
    proposed: int | None
    rule: RuleText
    question: str = ""
    rule_id: str = ""
    baseline_missing: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Band:
    """The values of one grade in the unit asked for; None = open on that side. Bands of a direction do not overlap."""

    direction: Direction
    grade: int
    lower: Decimal | None
    upper: Decimal | None


def grade_result(rules: GradingRules, case: GradingCase, analyte: Measured) -> tuple[GradedTerm, ...]:
    """Every term that the analyte can give, low before high. Raise InputError for a case that cannot be."""
    raise NotImplementedError


def bands(
    rules: GradingRules,
    analyte: Measured,
    unit: str,
    lln: Decimal | None,
    uln: Decimal | None,
    baseline: Decimal | None,
) -> tuple[Band, ...]:
    """The ranges of the grades 1-4 in a unit, as far as the limits are known; for the trend picture."""
    raise NotImplementedError
