"""Grades a laboratory result by the CTCAE criteria of one version: pure, with exact decimal numbers.

How the printed texts are read (each number stands in `resources/catalogues/grading.yaml`):

* A value on a limit takes the milder grade; only where the text includes the limit (triglycerides 1.71 mmol/L, 1.5 x an
  abnormal baseline of ALT) it does not. The worst limit that is passed decides, also where the laboratory's own range
  reaches beyond a fixed limit (haemoglobin 95 g/L is grade 2 even where LLN is 90).
* A result is graded against the limits printed for its own unit, which are no exact conversions of each other; it is
  converted only where none are printed.
* Grade 1 needs LLN or ULN. Without it a value beyond a fixed limit has its grade, any other has none, and not 0.
* Abnormal baseline: beyond ULN (fibrinogen: below LLN). Without a baseline the rule for a normal one holds and says so;
  with a baseline but without the limit to judge it by, nothing can be said. v5.0 leaves a gap between an abnormal
  baseline of ALT and 1.5 times it: no grade, which is 0.
* Creatinine: the worse of both rules; in v6.0 that of the baseline only where it was below LLN. The baseline alone,
  without ULN, gives no grade, since it cannot tell 3 from 4.
* Fibrinogen below 0.5 g/L (50 mg/dL) is grade 4 whatever the limits; a fall of exactly 25 % is grade 2 already.
* v6.0 prints grade 3 of ALT and AST for an abnormal baseline up to 5 x ULN only, and grade 4 for any: above that, 2 to
  4 x baseline is grade 3 by the numbers, with the question whether it is less.
* v6.0 glucose up to 13.9 mmol/L is printed for fasting values: by the numbers as if fasting, with the question; a
  value known not to be fasting has no grade there.
* INR: by the fixed numbers unless the patient is known to take an anticoagulant; where that is not known it is asked.
* "Present" of v6.0 lymphopenia is read as a count below LLN. Grade 5 is never given; death is not a number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from hsct_desktop.domain.grading_limit import Found, Known, Point, Scale, found, limit_of, scale_of, steps_for, tightest
from hsct_desktop.domain.grading_rule import (
    Basis,
    Direction,
    GradingRule,
    GradingRules,
    Reference,
    Step,
)
from hsct_desktop.domain.problem import InputError, Problem

__all__ = [
    "Band",
    "Basis",
    "Direction",
    "GradedTerm",
    "GradingCase",
    "GradingRules",
    "Measured",
    "Reference",
    "RuleText",
    "asked_terms",
    "bands",
    "check_case",
    "corrected_calcium",
    "grade_result",
]
LARGEST_EXPONENT = 15
"""A number of 10^15 or more, or with more than 15 places, is no laboratory result."""
_AGAINST = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_NORMAL_ALBUMIN = Decimal(40)
_CALCIUM_PER_ALBUMIN = Decimal("0.02")
_ANTICOAGULANT_QUESTIONS = {"anticoagulant": "", "anticoagulant_or_bleeding": "bleeding_3"}
"""What is still to be asked once it is known whether the patient takes an anticoagulant."""


class Measured(Protocol):
    """What grading needs to know of an analyte (`domain.analyte.Analyte`): code, units, what can be true of a value."""

    @property
    def code(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def units(self) -> Mapping[str, Decimal]: ...
    @property
    def possible(self) -> tuple[Decimal, Decimal]: ...
    def factor_of(self, text: str, /) -> Decimal | None: ...


@dataclass(frozen=True)
class GradingCase:
    """A result to grade. Limits and baseline are in the unit of the value; None where unknown.

    `comparator` is "<" or ">" where the laboratory only said that the true value lies below or above. `fasting` and
    `anticoagulated` are facts that some criteria ask for; None = not known. `baseline_flag` says whether the baseline
    was "low", "normal" or "high" by its own laboratory and day; where it is empty the limits of this value judge it.
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
    baseline_flag: str = ""


@dataclass(frozen=True)
class RuleText:
    """The limit that decided, as numbers; worded by `catalogue.grading_words.rule_text`.

    `key` is `beyond` (the limit of the grade is passed), `within` (not even the mildest limit is), `open` (a limit is
    unknown: `reference`), `comparator` (a "<" or ">" result that could have several grades) or `asked`. In `unit`:
    `number`, the fixed part; `reference_value`, the laboratory's limit or the baseline; `converted`, the value where
    that is not the unit of the result.
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
    """Every term that the analyte can give by its numbers, low before high. InputError for a case that cannot be."""
    if problems := check_case(case, analyte):
        raise InputError(problems)
    return tuple(_graded(rule, case, analyte) for rule in rules.of(case.analyte))


def asked_terms(rules: GradingRules, case: GradingCase, analyte: Measured) -> tuple[GradedTerm, ...]:
    """The terms without numbers that a value beyond the laboratory's range raises; a clinician grades them.

    Phosphate, TSH, v5.0 glucose above the range, v6.0 neutrophils above it: `grade` and `proposed` are None.
    """
    if problems := check_case(case, analyte):
        raise InputError(problems)
    return tuple(_asked(rule) for rule in rules.asked_of(case.analyte) if _graded(rule, case, analyte).grade)


def check_case(case: GradingCase, analyte: Measured) -> list[Problem]:
    """What cannot be: numbers that are none, a foreign unit, LLN above ULN, a negative value, 0 where nobody has 0."""
    numbers = {"value": case.value, "lln": case.lln, "uln": case.uln, "baseline": case.baseline}
    problems = []
    if analyte.factor_of(case.unit) is None:
        units = ", ".join(analyte.units)
        said = {"unit": case.unit, "analyte": analyte.code, "units": units}
        problems.append(Problem("unit", "grading_unit_foreign", said))
    for name, number in numbers.items():
        if number is not None and (problem := _number_problem(name, number, analyte)) is not None:
            problems.append(problem)
    if not problems and case.lln is not None and case.uln is not None and case.lln > case.uln:
        problems.append(Problem("lln", "grading_range_reversed", {"lln": case.lln, "uln": case.uln}))
    return problems


def _number_problem(name: str, number: Decimal, analyte: Measured) -> Problem | None:
    """ULN is never 0; a value or baseline only where the least possible value is (a count, not sodium)."""
    if not number.is_finite():
        return Problem(name, "grading_not_finite", {"name": name})
    if number < 0:
        return Problem(name, "grading_negative", {"name": name})
    if number == 0:
        may_be_zero = name == "lln" or (name != "uln" and analyte.possible[0] == 0)
        return None if may_be_zero else Problem(name, "grading_zero", {"name": name, "analyte": analyte.code})
    if abs(number.adjusted()) >= LARGEST_EXPONENT:
        return Problem(name, "grading_too_long", {"name": name})
    return None


def corrected_calcium(total: Decimal, albumin: Decimal) -> Decimal:
    """Total calcium (mmol/L) corrected for albumin (g/L): + 0.02 for each g/L below 40 (Payne). Raise InputError."""
    for name, number in (("value", total), ("albumin", albumin)):
        if not number.is_finite() or number <= 0:
            raise InputError([Problem(name, "grading_not_finite", {"name": name})])
    return total + _CALCIUM_PER_ALBUMIN * (_NORMAL_ALBUMIN - albumin)


def bands(
    rules: GradingRules,
    analyte: Measured,
    unit: str,
    lln: Decimal | None,
    uln: Decimal | None,
    baseline: Decimal | None,
) -> tuple[Band, ...]:
    """The ranges of the grades in a unit of the analyte, as far as the limits are known; for the trend picture.

    The same limits by which `grade_result` grades; glucose as if fasting, INR without anticoagulant.
    """
    case = GradingCase(analyte.code, Decimal(1), unit, lln, uln, baseline)
    return tuple(band for rule in rules.of(analyte.code) for band in _bands_of(rule, case, analyte))


def _bands_of(rule: GradingRule, case: GradingCase, analyte: Measured) -> list[Band]:
    """From the worst inwards: each grade ends where a worse one begins."""
    scale, known = _known(rule, case, analyte)
    steps, _ = steps_for(rule, known)
    is_low = rule.direction is Direction.LOW
    outer: Decimal | None = None
    made: list[Band] = []
    for step in reversed(steps):
        limit = limit_of(step, known)
        if limit is None:
            continue
        limit = scale.back(limit)
        if outer is not None and (limit <= outer if is_low else limit >= outer):
            continue  # a worse grade holds already from here
        if made and made[-1].grade == step.grade:  # two ranges of one grade, with other questions
            widened = replace(made[-1], upper=limit) if is_low else replace(made[-1], lower=limit)
            made[-1] = widened
        else:
            made.append(Band(rule.direction, step.grade, *((outer, limit) if is_low else (limit, outer))))
        outer = limit
    return made[::-1]


def _known(rule: GradingRule, case: GradingCase, analyte: Measured) -> tuple[Scale, Known]:
    scale = scale_of(rule.printed_units, case.unit, analyte.unit, analyte.factor_of)
    given = {Reference.LLN: case.lln, Reference.ULN: case.uln, Reference.BASELINE: case.baseline}
    return scale, Known(scale.unit, {name: None if n is None else scale.to(n) for name, n in given.items()})


def _graded(rule: GradingRule, case: GradingCase, analyte: Measured) -> GradedTerm:
    scale, known = _known(rule, case, analyte)
    steps, basis = steps_for(
        rule, known, anticoagulated=case.anticoagulated, fasting=case.fasting, baseline_flag=case.baseline_flag
    )
    ends = _ends(rule, case, scale.to(case.value))
    mild = found(steps, ends[0], known)
    severe = found(steps, ends[-1], known) if len(ends) > 1 else mild
    lacks_baseline = rule.needs_baseline and case.baseline is None and basis is not Basis.ANTICOAGULATED
    if mild.grade != severe.grade and mild.missing is None and severe.missing is None:
        return _term(rule, None, RuleText("comparator", basis=basis), "", (), lacks_baseline)
    result = mild if mild.missing is not None or severe.missing is None else severe
    converted = None if scale.factor == 1 else scale.to(case.value)
    text = _text(result, steps, known, basis, converted)
    question = "" if result.step is None else _question(result.step, case)
    missing = () if result.missing is None else (result.missing.value,)
    return _term(rule, result.grade, text, question, missing, lacks_baseline)


def _ends(rule: GradingRule, case: GradingCase, value: Decimal) -> tuple[Point, ...]:
    """The mildest and the worst value that the result can mean; only one where it is exact."""
    if not case.comparator:
        return ((value, 0),)
    ends: tuple[Point, ...] = ((Decimal(0), 0), (value, -1))
    if case.comparator == ">":
        ends = ((value, 1), (Decimal("Infinity"), 0))
    return ends[::-1] if rule.direction is Direction.LOW else ends


def _term(
    rule: GradingRule, grade: int | None, text: RuleText, question: str, missing: tuple[str, ...], lacks_baseline: bool
) -> GradedTerm:
    if lacks_baseline and Reference.BASELINE.value not in missing:
        missing = (*missing, Reference.BASELINE.value)
    return GradedTerm(
        rule.term, rule.term_id, rule.direction, grade, grade, text, question, rule.id, lacks_baseline, missing
    )


def _asked(rule: GradingRule) -> GradedTerm:
    return GradedTerm(rule.term, rule.term_id, rule.direction, None, None, RuleText("asked"), rule.asked, rule.id)


def _question(step: Step, case: GradingCase) -> str:
    """What remains to be asked, given the facts of the case."""
    if step.ask == "fasting" and case.fasting is not None:
        return ""
    if case.anticoagulated is not None:
        return _ANTICOAGULANT_QUESTIONS.get(step.ask, step.ask)
    return step.ask


def _text(result: Found, steps: tuple[Step, ...], known: Known, basis: Basis, converted: Decimal | None) -> RuleText:
    if result.missing is not None:
        return RuleText("open", reference=result.missing, unit=known.unit, basis=basis, converted=converted)
    bound = result.bound
    if bound is None and not steps:  # no criterion is left, as for glucose that is known not to be fasting
        return RuleText("within", unit=known.unit, basis=basis, converted=converted)
    key, against = ("within", _AGAINST) if bound is None else ("beyond", {})
    bound = bound or tightest(steps[0].criteria[0], known)
    return RuleText(
        key,
        against.get(bound.op, bound.op),
        bound.factor,
        bound.reference,
        None if bound.reference is None else known.references[bound.reference],
        bound.printed.get(known.unit),
        known.unit,
        basis,
        converted,
    )
