"""Grades results as they are stored: range, baseline and rules of their day, in the unit as typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from hsct_desktop.catalogue.grading_json import grading_rules
from hsct_desktop.domain.analyte import Analyte
from hsct_desktop.domain.grading import GradedTerm, GradingCase, asked_terms, corrected_calcium, grade_result
from hsct_desktop.domain.grading_rule import GradingRules
from hsct_desktop.domain.lab_result import (
    BaselineValue,
    CourseDays,
    LabResult,
    Sample,
    baseline_before,
    baseline_of,
    flag_of,
)
from hsct_desktop.domain.lab_value import LabValue
from hsct_desktop.domain.problem import InputError
from hsct_desktop.services.course_days import course_days
from hsct_desktop.services.grading_settings import ctcae_version
from hsct_desktop.services.laboratories import RangeBook, range_book
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import lab_result
from hsct_desktop.store.base import ReadSession, WriteSession
from hsct_desktop.store.patient import PatientCard

ASKED = "asked"
"""The rule of a term that no number grades: a clinician is asked (phosphate, TSH, v5.0 glucose above the range)."""
CALCIUM, ALBUMIN = "CA", "ALB"


@dataclass(frozen=True)
class Grading:
    """What a value comes to: limits and baseline in its unit, every term it can give, the one that is stored."""

    lln: Decimal | None
    uln: Decimal | None
    baseline: Decimal | None
    baseline_flag: str
    corrected: Decimal | None
    terms: tuple[GradedTerm, ...]
    version: str
    rules_version: str

    @property
    def leading(self) -> GradedTerm | None:
        """The term with the highest grade; where none is above 0, a normal one before one that could not be graded.

        A haemoglobin that is surely no anaemia ends one, also where the laboratory has no upper limit.
        """
        graded = [term for term in self.terms if term.grade is not None]
        if any(term.grade for term in graded):
            return max(graded, key=lambda term: term.grade or 0)
        asked = [term for term in self.terms if term.rule.key == ASKED]
        return next(iter((*asked, *graded, *self.terms)), None)

    def columns(self) -> dict[str, Any]:
        """The stored columns of the grade."""
        term = self.leading
        return {
            "lln": self.lln,
            "uln": self.uln,
            "baseline": self.baseline,
            "baseline_flag": self.baseline_flag,
            "corrected": self.corrected,
            "ctcae_version": self.version if term is not None else "",
            "rules_version": self.rules_version if term is not None else "",
            "term_id": term.term_id if term is not None else "",
            "direction": term.direction.value if term is not None else "",
            "grade": term.grade if term is not None else None,
            "proposed": term.proposed if term is not None else None,
        }


@dataclass
class Grader:
    """Grades the values of one patient; reads ranges, courses and earlier values once.

    `version` is that of the CTCAE by which new results are graded; `courses` are asked of the file where nobody hands
    them over. Values of the same entry may become baselines:
    `learn` each before grading later ones.
    """

    ws: Workspace
    session: ReadSession | WriteSession
    card: PatientCard
    version: str = ""
    ranges: RangeBook | None = None
    courses: list[CourseDays] | None = None
    _courses: list[CourseDays] = field(default_factory=list)
    _earlier: dict[str, dict[tuple[date, str], BaselineValue]] = field(default_factory=dict)
    _found: dict[tuple[str, date | None], BaselineValue | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.version = self.version or ctcae_version(self.ws, self.session)
        self.ranges = self.ranges or range_book(self.session)
        own = self.courses
        self._courses = course_days(self.ws, self.session, self.card.id) if own is None else own
        latest = baseline_before(self._courses, date.max)
        if latest is not None:
            for analyte, values in lab_result.exact_before(self.session, self.card.id, latest).items():
                held = self._earlier.setdefault(analyte, {})
                for value in values:
                    held[value.taken_on, value.taken_at] = max(value, held.get((value.taken_on, value.taken_at), value))

    @property
    def rules(self) -> GradingRules:
        """The rules of the version."""
        return grading_rules(self.version)

    def unit_for(self, analyte: Analyte, sample: Sample) -> str:
        """The unit in which a bare number of that laboratory is read."""
        known = self.ranges.usual_unit(analyte.code, sample.laboratory_id) if self.ranges is not None else None
        return known or analyte.usual

    def learn(self, analyte: str, sample: Sample, canonical: Decimal | None) -> None:
        """Take an exact value of the same entry as one that may be a baseline; it replaces that of the same sample."""
        held = self._earlier.setdefault(analyte, {})
        held.pop((sample.taken_on, sample.taken_at), None)
        if canonical is not None:
            own = self.ws.catalogue.analytes.analytes[analyte]
            flag = flag_of(canonical, *self.limits(own, sample, own.unit))
            held[sample.taken_on, sample.taken_at] = BaselineValue(sample.taken_on, sample.taken_at, canonical, flag)
        if self._found:
            self._found = {key: value for key, value in self._found.items() if key[0] != analyte}

    def limits(self, analyte: Analyte, sample: Sample, unit: str) -> tuple[Decimal | None, Decimal | None]:
        """The laboratory's limits on the day of the sample, in a unit; None where it has none or none converts."""
        entry = self.card.entry
        if self.ranges is None or entry.birth_date is None:
            return None, None
        found = self.ranges.find(analyte.code, sample.laboratory_id, entry.sex, entry.birth_date, sample.taken_on)
        if found is None:
            return None, None
        return (
            _converted(found.lln, analyte, found.unit, unit),
            _converted(found.uln, analyte, found.unit, unit),
        )

    def baseline(self, analyte: Analyte, sample: Sample, unit: str) -> tuple[Decimal | None, str]:
        """The baseline of a sample's day in a unit, None without one, and whether it was normal where measured."""
        before = baseline_before(self._courses, sample.taken_on)
        key = analyte.code, before
        if key not in self._found:
            self._found[key] = baseline_of(self._earlier.get(analyte.code, {}).values(), before)
        found = self._found[key]
        if found is None:
            return None, ""
        return _converted(found.canonical, analyte, analyte.unit, unit), found.flag

    def grade(
        self, analyte: Analyte, sample: Sample, value: LabValue, unit: str, albumin: Decimal | None = None
    ) -> Grading:
        """Grade one value; `albumin` is that of the same sample in g/L, for the correction of calcium."""
        lln, uln = self.limits(analyte, sample, unit)
        baseline, flag = self.baseline(analyte, sample, unit)
        corrected: Decimal | None = None
        terms: tuple[GradedTerm, ...] = ()
        number = value.value
        if number is not None and (analyte.factor_of(unit) is not None):
            if analyte.code == CALCIUM:
                number, corrected = self._corrected(analyte, number, unit, albumin, value.comparator)
            if number is not None:
                case = GradingCase(analyte.code, number, unit, lln, uln, baseline, value.comparator, baseline_flag=flag)
                terms = (*grade_result(self.rules, case, analyte), *asked_terms(self.rules, case, analyte))
        return Grading(lln, uln, baseline, flag, corrected, terms, self.version, self.rules.rules_version)

    def _corrected(
        self, analyte: Analyte, total: Decimal, unit: str, albumin: Decimal | None, comparator: str
    ) -> tuple[Decimal | None, Decimal | None]:
        """Total calcium corrected by albumin, in the unit as typed and in mmol/L; nothing without albumin."""
        factor = analyte.factor_of(unit)
        if albumin is None or comparator or factor is None:
            return None, None
        corrected = corrected_calcium(total * factor, albumin)
        return total + (corrected - total * factor) / factor, corrected

    def as_then(self, analyte: Analyte, held: LabResult, albumin: Decimal | None) -> Grading:
        """Grade a stored calcium with an albumin that came or changed later, by the version and limits of then.

        One that was not graded at all, for want of albumin, is graded as a new one.
        """
        if not held.ctcae_version or held.value is None:
            return self.again(analyte, held, albumin)
        number, corrected = self._corrected(analyte, held.value, held.unit, albumin, held.comparator)
        rules = grading_rules(held.ctcae_version)
        terms: tuple[GradedTerm, ...] = ()
        if number is not None:
            case = GradingCase(analyte.code, number, held.unit, held.lln, held.uln, held.baseline, held.comparator)
            terms = grade_result(rules, case, analyte)
        return Grading(
            held.lln,
            held.uln,
            held.baseline,
            held.baseline_flag,
            corrected,
            terms,
            held.ctcae_version,
            rules.rules_version,
        )

    def again(self, analyte: Analyte, held: LabResult, albumin: Decimal | None = None) -> Grading:
        """Grade a stored result by what holds now."""
        value = LabValue(held.value, held.comparator, held.qualitative)
        return self.grade(analyte, held.sample, value, held.unit, albumin)


def _converted(value: Decimal | None, analyte: Analyte, unit: str, wanted: str) -> Decimal | None:
    """A limit or baseline in another unit of the analyte; exact where the unit is the same."""
    if value is None or unit == wanted:
        return value
    here, there = analyte.factor_of(unit), analyte.factor_of(wanted)
    return None if here is None or there is None else value * here / there


def differs(held: LabResult, now: Mapping[str, Any]) -> bool:
    """Whether today's rules, range and baseline would grade a stored result otherwise than it was graded."""
    return (held.grade, held.term_id) != (now["grade"], now["term_id"])


def graded_then(result: LabResult, analyte: Analyte) -> tuple[GradedTerm, ...]:
    """Every term of a stored result by the limits, the baseline and the version that graded it, with rule and question.

    Nothing for what was not graded, and for a version whose rules are no longer shipped: the stored grade stands.
    """
    value, factor = result.value, analyte.factor_of(result.unit)
    if value is None or factor is None or not result.ctcae_version:
        return ()
    if result.corrected is not None:
        value = result.corrected / factor
    case = GradingCase(
        result.analyte, value, result.unit, result.lln, result.uln, result.baseline, result.comparator,
        baseline_flag=result.baseline_flag,
    )  # fmt: skip
    try:
        rules = grading_rules(result.ctcae_version)
        return *grade_result(rules, case, analyte), *asked_terms(rules, case, analyte)
    except (LookupError, InputError):
        return ()
