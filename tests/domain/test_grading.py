"""CTCAE grades of results: below, on and above every limit, in every printed unit, with each kind of baseline.

The limits stand here a second time, typed off the grade texts, so that a slip in the data file is found.
"""

from decimal import Decimal
from functools import cache
from typing import NamedTuple

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.grading_json import grading_rules
from hsct_desktop.domain.analyte import Analyte
from hsct_desktop.domain.grading import (
    Direction,
    GradedTerm,
    GradingCase,
    asked_terms,
    check_case,
    corrected_calcium,
    grade_result,
)
from hsct_desktop.domain.grading_rule import Basis
from hsct_desktop.domain.problem import InputError

BOTH = ("5.0", "6.0")
V5 = ("5.0",)
V6 = ("6.0",)
LOW, HIGH = Direction.LOW, Direction.HIGH


@cache
def analytes() -> dict[str, Analyte]:
    return dict(Catalogue().analytes.analytes)


def graded(
    version: str,
    code: str,
    direction: Direction,
    value: str | Decimal,
    unit: str = "",
    *,
    lln: str | None = None,
    uln: str | None = None,
    baseline: str | None = None,
    comparator: str = "",
    fasting: bool | None = None,
    anticoagulated: bool | None = None,
) -> GradedTerm:
    analyte = analytes()[code]
    limits = [None if text is None else Decimal(text) for text in (lln, uln, baseline)]
    case = GradingCase(
        code, Decimal(value), unit or analyte.unit, *limits, comparator, fasting=fasting, anticoagulated=anticoagulated
    )
    (found,) = [g for g in grade_result(grading_rules(version), case, analyte) if g.direction is direction]
    return found


class Row(NamedTuple):
    """A term graded by fixed limits: `first` is LLN or ULN, from which grade 1 counts ("" where it needs none)."""

    versions: tuple[str, ...]
    code: str
    direction: Direction
    term: str
    unit: str
    first: str
    limits: dict[int, str]


def _counts(limits: dict[int, str]) -> dict[int, str]:
    return {grade: str(Decimal(number) * 1000) for grade, number in limits.items()}


def _rows() -> list[Row]:
    rows = [
        Row(BOTH, "HGB", LOW, "Anemia", "g/L", "120", {2: "100", 3: "80"}),
        Row(BOTH, "HGB", LOW, "Anemia", "g/dL", "12.0", {2: "10.0", 3: "8.0"}),
        Row(BOTH, "HGB", LOW, "Anemia", "mmol/L", "7.4", {2: "6.2", 3: "4.9"}),
        Row(BOTH, "HGB", HIGH, "Hemoglobin increased", "g/L", "170", {2: "190", 3: "210"}),
        Row(BOTH, "HGB", HIGH, "Hemoglobin increased", "g/dL", "17", {2: "19", 3: "21"}),
        Row(BOTH, "EGFR", LOW, "Chronic kidney disease", "mL/min/1.73m2", "90", {2: "60", 3: "30", 4: "15"}),
        Row(V6, "CRCL", LOW, "Creatinine clearance decreased", "mL/min", "", {2: "50", 3: "26"}),
        Row(BOTH, "NA", LOW, "Hyponatremia", "mmol/L", "136", {2: "130", 3: "125", 4: "120"}),
        Row(BOTH, "NA", LOW, "Hyponatremia", "mEq/L", "136", {2: "130", 3: "125", 4: "120"}),
        Row(BOTH, "NA", HIGH, "Hypernatremia", "mmol/L", "145", {2: "150", 3: "155", 4: "160"}),
        Row(BOTH, "K", LOW, "Hypokalemia", "mmol/L", "3.5", {3: "3.0", 4: "2.5"}),
        Row(BOTH, "K", HIGH, "Hyperkalemia", "mmol/L", "5.1", {2: "5.5", 3: "6.0", 4: "7.0"}),
        Row(BOTH, "CA", LOW, "Hypocalcemia", "mmol/L", "2.15", {2: "2.0", 3: "1.75", 4: "1.5"}),
        Row(BOTH, "CA", LOW, "Hypocalcemia", "mg/dL", "8.6", {2: "8.0", 3: "7.0", 4: "6.0"}),
        Row(BOTH, "CA", LOW, "Hypocalcemia", "mEq/L", "4.3", {2: "4.0", 3: "3.5", 4: "3.0"}),
        Row(BOTH, "CA", HIGH, "Hypercalcemia", "mmol/L", "2.55", {2: "2.9", 3: "3.1", 4: "3.4"}),
        Row(BOTH, "CA", HIGH, "Hypercalcemia", "mg/dL", "10.2", {2: "11.5", 3: "12.5", 4: "13.5"}),
        Row(BOTH, "ICA", LOW, "Hypocalcemia", "mmol/L", "1.15", {2: "1.0", 3: "0.9", 4: "0.8"}),
        Row(BOTH, "ICA", HIGH, "Hypercalcemia", "mmol/L", "1.32", {2: "1.5", 3: "1.6", 4: "1.8"}),
        Row(BOTH, "MG", LOW, "Hypomagnesemia", "mmol/L", "0.7", {2: "0.5", 3: "0.4", 4: "0.3"}),
        Row(BOTH, "MG", LOW, "Hypomagnesemia", "mg/dL", "1.7", {2: "1.2", 3: "0.9", 4: "0.7"}),
        Row(BOTH, "MG", HIGH, "Hypermagnesemia", "mmol/L", "1.05", {3: "1.23", 4: "3.30"}),
        Row(BOTH, "MG", HIGH, "Hypermagnesemia", "mg/dL", "2.6", {3: "3.0", 4: "8.0"}),
        Row(BOTH, "GLU", LOW, "Hypoglycemia", "mmol/L", "3.9", {2: "3.0", 3: "2.2", 4: "1.7"}),
        Row(BOTH, "GLU", LOW, "Hypoglycemia", "mg/dL", "70", {2: "55", 3: "40", 4: "30"}),
        Row(V6, "GLU", HIGH, "Hyperglycemia", "mmol/L", "5.6", {2: "8.9", 3: "13.9", 4: "27.8"}),
        Row(V6, "GLU", HIGH, "Hyperglycemia", "mg/dL", "100", {2: "160", 3: "250", 4: "500"}),
        Row(BOTH, "ALB", LOW, "Hypoalbuminemia", "g/L", "35", {2: "30", 3: "20"}),
        Row(BOTH, "ALB", LOW, "Hypoalbuminemia", "g/dL", "3.5", {2: "3", 3: "2"}),
        Row(BOTH, "UA", HIGH, "Hyperuricemia", "umol/L", "420", {}),
        Row(BOTH, "UA", HIGH, "Hyperuricemia", "mg/dL", "7", {}),
        Row(BOTH, "CHOL", HIGH, "Cholesterol high", "mmol/L", "5.2", {2: "7.75", 3: "10.34", 4: "12.92"}),
        Row(BOTH, "CHOL", HIGH, "Cholesterol high", "mg/dL", "200", {2: "300", 3: "400", 4: "500"}),
        Row(BOTH, "TRIG", HIGH, "Hypertriglyceridemia", "mmol/L", "", {2: "3.42", 3: "5.7", 4: "11.4"}),
        Row(BOTH, "TRIG", HIGH, "Hypertriglyceridemia", "mg/dL", "", {2: "300", 3: "500", 4: "1000"}),
        Row(BOTH, "LDH", HIGH, "Blood lactate dehydrogenase increased", "U/L", "250", {}),
        Row(BOTH, "HAPT", LOW, "Haptoglobin decreased", "g/L", "0.3", {}),
        Row(V6, "HDL", LOW, "HDL decreased", "mmol/L", "1.0", {}),
        Row(V6, "LDL", HIGH, "LDL increased", "mmol/L", "3.0", {}),
        Row(V6, "VITD", LOW, "Vitamin D decreased", "nmol/L", "50", {}),
        Row(BOTH, "INR", HIGH, "INR increased", "1", "", {1: "1.2", 2: "1.5", 3: "2.5"}),
    ]
    multiples = [
        (BOTH, "APTT", "Activated partial thromboplastin time prolonged", {2: "1.5", 3: "2.5"}),
        (V5, "CK", "CPK increased", {2: "2.5", 3: "5", 4: "10"}),
        (BOTH, "LIP", "Lipase increased", {2: "1.5", 3: "5"}),
        (BOTH, "AMY", "Serum amylase increased", {2: "1.5", 3: "5"}),
        (BOTH, "ALT", "Alanine aminotransferase increased", {2: "3", 3: "5", 4: "20"}),
        (BOTH, "AST", "Aspartate aminotransferase increased", {2: "3", 3: "5", 4: "20"}),
        (V5, "ALP", "Alkaline phosphatase increased", {2: "2.5", 3: "5", 4: "20"}),
        (V6, "ALP", "Alkaline phosphatase increased", {}),
        (BOTH, "GGT", "GGT increased", {2: "2.5", 3: "5", 4: "20"}),
        (BOTH, "BILT", "Blood bilirubin increased", {2: "1.5", 3: "3", 4: "10"}),
        (BOTH, "CREA", "Creatinine increased", {2: "1.5", 3: "3", 4: "6"}),
    ]
    for versions, code, term, factors in multiples:
        for unit, uln in ((analytes()[code].unit, "40"), *((u, "0.7") for u in analytes()[code].units)):
            limits = {grade: str(Decimal(factor) * Decimal(uln)) for grade, factor in factors.items()}
            rows.append(Row(versions, code, HIGH, term, unit, uln, limits))
    counts = [
        (BOTH, "WBC", LOW, "White blood cell decreased", "4", {2: "3", 3: "2", 4: "1"}),
        (BOTH, "WBC", HIGH, "Leukocytosis", "", {3: "100"}),
        (V5, "ANC", LOW, "Neutrophil count decreased", "1.8", {2: "1.5", 3: "1", 4: "0.5"}),
        (V6, "ANC", LOW, "Neutrophil count decreased", "", {1: "1.5", 2: "1", 3: "0.5", 4: "0.1"}),
        (V5, "ALC", LOW, "Lymphocyte count decreased", "1.1", {2: "0.8", 3: "0.5", 4: "0.2"}),
        (V6, "ALC", LOW, "Lymphopenia", "1.1", {}),
        (BOTH, "ALC", HIGH, "Lymphocyte count increased", "", {2: "4", 3: "20"}),
        (V5, "PLT", LOW, "Platelet count decreased", "150", {2: "75", 3: "50", 4: "25"}),
        (V6, "PLT", LOW, "Thrombocytopenia", "150", {2: "75", 3: "50", 4: "10"}),
        (BOTH, "CD4", LOW, "CD4 lymphocytes decreased", "0.6", {2: "0.5", 3: "0.2", 4: "0.05"}),
    ]
    for versions, code, direction, term, first, limits in counts:
        small = first and str(Decimal(first) * 1000)
        rows.append(Row(versions, code, direction, term, "10^9/L", first, limits))
        rows += [Row(versions, code, direction, term, unit, small, _counts(limits)) for unit in ("/uL", "/mm3")]
    return rows


ROWS = [(version, row) for row in _rows() for version in row.versions]


def grade_at(version: str, row: Row, value: Decimal, *, known: bool = True) -> int | None:
    """The grade of a value; without `known` the laboratory gave no range."""
    first = row.first or None
    limits = {"lln": first} if row.direction is LOW else {"uln": first}
    found = graded(version, row.code, row.direction, value, row.unit, **(limits if known else {}))  # type: ignore[arg-type]
    assert found.term == row.term
    assert found.proposed == found.grade
    return found.grade


@pytest.mark.parametrize(("version", "row"), ROWS, ids=lambda part: "-".join(map(str, part[1:5])) if part else "")
def test_below_on_and_above_every_limit(version: str, row: Row) -> None:
    step = Decimal("0.000001") * (1 if row.direction is HIGH else -1)
    milder = 0
    limits = ({1: row.first} if row.first else {}) | row.limits
    if row.code == "TRIG":
        milder = 1
    for grade, limit in limits.items():
        assert grade_at(version, row, Decimal(limit) - step) == milder, f"milder than the limit of grade {grade}"
        assert grade_at(version, row, Decimal(limit)) == milder, f"on the limit of grade {grade}"
        assert grade_at(version, row, Decimal(limit) + step) == grade, f"beyond the limit of grade {grade}"
        milder = grade
    far = Decimal(limits[milder]) / 2 if row.direction is LOW else Decimal(limits[milder]) * 50
    assert grade_at(version, row, far) == milder, "the worst grade has no end"


@pytest.mark.parametrize(
    ("version", "row"), [(v, r) for v, r in ROWS if r.first], ids=lambda part: "-".join(map(str, part[1:5]))
)
def test_without_range_only_fixed_limits_grade(version: str, row: Row) -> None:
    is_multiple = row.code in {"APTT", "CK", "LIP", "AMY", "ALT", "AST", "ALP", "GGT", "BILT", "CREA"}
    step = Decimal("0.000001") * (1 if row.direction is HIGH else -1)
    assert grade_at(version, row, Decimal(row.first), known=False) is None
    assert grade_at(version, row, Decimal(row.first) + step, known=False) is None
    for grade, limit in row.limits.items():
        needs_range = is_multiple or row.term == "Hemoglobin increased"
        assert grade_at(version, row, Decimal(limit) + step, known=False) == (None if needs_range else grade)


def test_no_term_is_left_out_of_the_tables() -> None:
    tabled = {(version, row.code, row.term) for version, row in ROWS}
    for version in BOTH:
        rules = {(version, rule.analyte, rule.term) for rule in grading_rules(version).rules if not rule.asked}
        assert rules - tabled == {(version, "FIB", "Fibrinogen decreased")}, "has tests of its own below"
        assert {entry for entry in tabled if entry[0] == version} <= rules


class Abnormal(NamedTuple):
    """Multiples of an abnormal baseline; the first is reached on the limit already where `inclusive`."""

    versions: tuple[str, ...]
    codes: tuple[str, ...]
    factors: tuple[str, str, str, str]
    inclusive: bool


ABNORMAL = [
    Abnormal(V5, ("ALT", "AST"), ("1.5", "3", "5", "20"), True),
    Abnormal(V6, ("ALT", "AST"), ("1", "1.5", "2", "4"), True),
    Abnormal(V5, ("ALP", "GGT"), ("2", "2.5", "5", "20"), True),
    Abnormal(V6, ("GGT",), ("1", "1.5", "3", "10"), True),
    Abnormal(V5, ("BILT",), ("1", "1.5", "3", "10"), False),
    Abnormal(V6, ("BILT",), ("1", "1.5", "2.5", "10"), True),
]


@pytest.mark.parametrize(
    ("version", "code", "row"), [(v, code, row) for row in ABNORMAL for v in row.versions for code in row.codes]
)
def test_an_abnormal_baseline_is_its_own_measure(version: str, code: str, row: Abnormal) -> None:
    def grade(value: Decimal) -> int | None:
        found = graded(version, code, HIGH, value, uln="40", baseline="60")
        assert found.rule.basis is Basis.BASELINE_ABNORMAL
        return found.grade

    step = Decimal("0.000001")
    milder = 0
    for number, factor in enumerate(row.factors, 1):
        limit = Decimal(factor) * 60
        assert grade(limit - step) == milder
        assert grade(limit) == (1 if number == 1 and row.inclusive else milder)
        assert grade(limit + step) == number
        milder = number


@pytest.mark.parametrize("code", ["ALT", "AST", "ALP", "GGT", "BILT"])
def test_a_baseline_on_the_limit_is_normal_and_a_missing_one_is_said(code: str) -> None:
    for version in V5 if code == "ALP" else BOTH:
        on_limit = graded(version, code, HIGH, "41", uln="40", baseline="40")
        assert (on_limit.grade, on_limit.rule.basis, on_limit.missing) == (1, Basis.BASELINE_NORMAL, ())
        missing = graded(version, code, HIGH, "41", uln="40")
        assert (missing.grade, missing.baseline_missing, missing.missing) == (1, True, ("baseline",))
        unknown = graded(version, code, HIGH, "4000", baseline="60")
        assert (unknown.grade, unknown.proposed, unknown.missing) == (None, None, ("uln",))


@pytest.mark.parametrize("code", ["ALT", "AST"])
def test_v6_grade_3_of_alt_asks_above_a_baseline_of_5_uln(code: str) -> None:
    def found(value: str, baseline: str) -> tuple[int | None, str]:
        term = graded("6.0", code, HIGH, value, uln="40", baseline=baseline)
        return term.grade, term.question

    assert [found(value, "200") for value in ("400", "400.1", "800", "800.1")] == [(2, ""), (3, ""), (3, ""), (4, "")]
    asked = (3, "baseline_3")
    assert [found(value, "201") for value in ("402", "402.1", "804", "804.1")] == [(2, ""), asked, asked, (4, "")]


@pytest.mark.parametrize(
    ("value", "baseline", "grade"),
    [("100", "90", 1), ("100", "100", 0), ("100", "110", 0), ("40", "30", 0), ("41", None, 1), ("41", "40", 1)],
)
def test_v6_alkaline_phosphatase_must_be_above_both(value: str, baseline: str | None, grade: int) -> None:
    found = graded("6.0", "ALP", HIGH, value, uln="40", baseline=baseline)
    assert (found.grade, found.baseline_missing) == (grade, baseline is None)
    assert graded("6.0", "ALP", HIGH, value, baseline="10").grade is None


@pytest.mark.parametrize(
    ("value", "baseline", "five", "six"),
    [
        ("90", "60", 0, 0),  # on 1.5 x baseline
        ("90.1", "60", 2, 0),
        ("88.5", "59", 0, 0),  # on 1.5 x baseline
        ("177", "59", 2, 2),  # on 3 x baseline
        ("177.1", "59", 3, 3),
        ("88.6", "59", 2, 2),  # v6.0: the baseline was below LLN
        ("180", "60", 2, 2),  # on 3 x baseline, and above 1.5 x ULN
        ("181", "60", 3, 2),
        ("178", "59", 3, 3),
        ("601", "60", 4, 4),
        ("600", "20", 3, 3),  # no multiple of the baseline is grade 4
        ("101", "100", 1, 1),
    ],
)
def test_creatinine_takes_the_worse_rule(value: str, baseline: str, five: int, six: int) -> None:
    for version, grade in (("5.0", five), ("6.0", six)):
        assert graded(version, "CREA", HIGH, value, lln="60", uln="100", baseline=baseline).grade == grade


def test_creatinine_without_its_limits() -> None:
    missing = graded("5.0", "CREA", HIGH, "160", lln="60", uln="100")
    assert (missing.grade, missing.baseline_missing) == (2, True)
    for version in BOTH:
        assert graded(version, "CREA", HIGH, "300", lln="60", baseline="59").grade is None
        assert graded(version, "CREA", HIGH, "601", uln="100", baseline="59").grade == 4
    # v6.0 needs LLN to know whether the baseline counts, but only where that would change the grade.
    assert graded("6.0", "CREA", HIGH, "95", uln="100", baseline="60").missing == ("lln",)
    assert graded("6.0", "CREA", HIGH, "70", uln="100", baseline="60").grade == 0
    assert graded("5.0", "CREA", HIGH, "95", uln="100", baseline="60").grade == 2


@pytest.mark.parametrize("version", BOTH)
@pytest.mark.parametrize(("unit", "k"), [("g/L", 1), ("mg/dL", 100)])
def test_fibrinogen(version: str, unit: str, k: int) -> None:
    def grade(value: str, lln: str | None = "4", baseline: str | None = None) -> int | None:
        scaled = [None if text is None else str(Decimal(text) * k) for text in (lln, baseline)]
        return graded(version, "FIB", LOW, Decimal(value) * k, unit, lln=scaled[0], baseline=scaled[1]).grade

    of_lln = {"4": 0, "3.999": 1, "3": 1, "2.999": 2, "2": 2, "1.999": 3, "1": 3, "0.999": 4}
    assert {value: grade(value) for value in of_lln} == of_lln
    assert {value: grade(value, baseline="4") for value in of_lln} == of_lln, "a baseline on LLN is normal"
    fall = {"3.6": 0, "3.201": 0, "3.2": 1, "2.401": 1, "2.4": 2, "1.601": 2, "1.6": 3, "0.801": 3, "0.8": 4}
    assert {value: grade(value, baseline="3.2") for value in fall} == fall
    assert grade("0.5", lln="1") == 2
    assert [grade(value, "2", "1") for value in ("0.5", "0.499")] == [3, 4]
    assert [grade("0.499", lln, baseline) for lln, baseline in (("1", None), (None, None), ("1", "0.6"))] == [4, 4, 4]
    assert [grade("0.5", None), grade("0.5", None, "3")] == [None, None]


def test_a_worse_limit_counts_also_inside_the_laboratory_s_range() -> None:
    assert graded("5.0", "HGB", LOW, "95", lln="90").grade == 2
    assert graded("5.0", "HGB", LOW, "100", lln="90").grade == 0
    assert graded("5.0", "K", HIGH, "5.6", uln="5.8").grade == 2


def test_triglycerides_begin_on_their_limit() -> None:
    for unit, limit, below in (("mmol/L", "1.71", "1.709"), ("mg/dL", "150", "149.9")):
        assert [graded("5.0", "TRIG", HIGH, value, unit).grade for value in (below, limit)] == [0, 1]


@pytest.mark.parametrize(
    ("version", "code", "direction", "value", "range_", "grade", "question"),
    [
        ("5.0", "K", LOW, "3.2", ("3.5", None), 1, "symptoms_2"),
        ("5.0", "K", LOW, "2.9", ("3.5", None), 3, ""),
        ("5.0", "NA", LOW, "129.5", (None, None), 2, "symptoms_3"),
        ("5.0", "NA", LOW, "124.9", (None, None), 3, ""),
        ("5.0", "LIP", HIGH, "70", (None, "40"), 2, ""),
        ("5.0", "LIP", HIGH, "80", (None, "40"), 2, ""),
        ("5.0", "LIP", HIGH, "80.1", (None, "40"), 2, "symptoms_3"),
        ("6.0", "LIP", HIGH, "120", (None, "40"), 2, ""),
        ("6.0", "LIP", HIGH, "120.1", (None, "40"), 2, "symptoms_3"),
        ("5.0", "LIP", HIGH, "201", (None, "40"), 3, "symptoms_4"),
        ("5.0", "AMY", HIGH, "80", (None, "40"), 2, ""),
        ("5.0", "AMY", HIGH, "80.1", (None, "40"), 2, "symptoms_3"),
        ("6.0", "AMY", HIGH, "80", (None, "40"), 2, ""),
        ("6.0", "AMY", HIGH, "80.1", (None, "40"), 2, "moderate_symptoms_3"),
        ("5.0", "UA", HIGH, "500", (None, "420"), 1, "effect_3"),
        ("5.0", "HGB", LOW, "79", (None, None), 3, "urgent_4"),
        ("5.0", "HGB", LOW, "85", (None, None), 2, "transfusion_3"),
        ("5.0", "PLT", LOW, "60", (None, None), 2, ""),
        ("6.0", "PLT", LOW, "60", (None, None), 2, "transfusion_3"),
        ("6.0", "CRCL", LOW, "9", (None, None), 3, "kidney_4"),
        ("6.0", "CRCL", LOW, "10", (None, None), 3, ""),
        ("5.0", "K", LOW, "3.6", ("3.5", None), 0, ""),
    ],
)
def test_what_only_a_person_knows_is_asked(
    version: str,
    code: str,
    direction: Direction,
    value: str,
    range_: tuple[str | None, str | None],
    grade: int,
    question: str,
) -> None:
    found = graded(version, code, direction, value, lln=range_[0], uln=range_[1])
    assert (found.grade, found.proposed, found.question) == (grade, grade, question)


def test_v6_glucose_asks_whether_the_sample_was_fasting() -> None:
    def found(value: str, fasting: bool | None) -> tuple[int | None, str]:
        term = graded("6.0", "GLU", HIGH, value, uln="5.6", fasting=fasting)
        return term.grade, term.question

    assert [found(value, None) for value in ("5.6", "7", "10", "14")] == [
        (0, ""),
        (1, "fasting"),
        (2, "fasting"),
        (3, ""),
    ]
    assert [found(value, True) for value in ("7", "10")] == [(1, ""), (2, "")]
    assert [found(value, False) for value in ("7", "13.9", "14", "28")] == [(0, ""), (0, ""), (3, ""), (4, "")]


def test_inr_on_an_anticoagulant_is_measured_by_the_baseline() -> None:
    unknown = graded("5.0", "INR", HIGH, "2.6", baseline="2.5")
    assert (unknown.grade, unknown.question, unknown.baseline_missing) == (3, "anticoagulant", False)
    values = {"2": 0, "2.01": 1, "3": 1, "3.01": 2, "5": 2, "5.01": 3}
    on = {v: graded("5.0", "INR", HIGH, v, baseline="2.0", anticoagulated=True).grade for v in values}
    assert on == values
    assert graded("5.0", "INR", HIGH, "2.6", anticoagulated=True).missing == ("baseline",)
    assert graded("5.0", "INR", HIGH, "1.4", anticoagulated=False).question == "bleeding_3"


@pytest.mark.parametrize(
    ("code", "direction", "comparator", "value", "limits", "grade"),
    [
        ("ANC", LOW, "<", "0.1", {}, 4),
        ("ANC", LOW, "<", "0.5", {}, 4),  # whatever is below 0.5 is below the limit
        ("ANC", LOW, "<", "0.6", {}, None),
        ("ANC", LOW, ">", "2", {"lln": "1.8"}, 0),
        ("ANC", LOW, ">", "1.8", {"lln": "1.8"}, 0),
        ("ANC", LOW, ">", "1.7", {"lln": "1.8"}, None),
        ("K", HIGH, ">", "7", {}, 4),
        ("K", HIGH, ">", "6.9", {}, None),
        ("BILT", HIGH, "<", "5", {"uln": "21"}, 0),
        ("BILT", HIGH, "<", "21.1", {"uln": "21"}, None),
        ("TRIG", HIGH, "<", "1.71", {}, 0),
        ("TRIG", HIGH, ">", "11.4", {}, 4),
    ],
)
def test_a_result_below_or_above_a_number_is_graded_where_the_grade_is_sure(
    code: str, direction: Direction, comparator: str, value: str, limits: dict[str, str], grade: int | None
) -> None:
    found = graded("5.0", code, direction, value, comparator=comparator, **limits)  # type: ignore[arg-type]
    assert found.grade == grade
    assert (found.rule.key == "comparator") == (grade is None)


def test_low_comes_before_high_and_ids_are_those_of_the_term_lists() -> None:
    for version in BOTH:
        listed = {entry.id: entry.label.en for entry in Catalogue().terms(version).all}
        for code, analyte in analytes().items():
            value = analyte.probable[0] or analyte.probable[1]
            found = grade_result(grading_rules(version), GradingCase(code, value, analyte.unit), analyte)
            assert [term.direction for term in found] == sorted((term.direction for term in found), reverse=True)
            for term in found:
                assert listed[term.term_id] == term.term


@pytest.mark.parametrize(
    ("version", "code", "value", "range_", "asked"),
    [
        ("5.0", "PHOS", "0.5", ("0.8", "1.5"), ["Hypophosphatemia"]),
        ("5.0", "PHOS", "0.8", ("0.8", "1.5"), []),
        ("5.0", "PHOS", "1.5", ("0.8", "1.5"), []),
        ("5.0", "GLU", "5.6", ("3.9", "5.6"), []),
        ("5.0", "TSH", "4", ("0.4", "4"), []),
        ("6.0", "ANC", "7", ("1.8", "7"), []),
        ("6.0", "PHOS", "1.6", ("0.8", "1.5"), ["Hyperphosphatemia"]),
        ("5.0", "PHOS", "1.6", (None, None), []),
        ("5.0", "GLU", "9", ("3.9", "5.6"), ["Hyperglycemia"]),
        ("6.0", "GLU", "9", ("3.9", "5.6"), []),
        ("5.0", "TSH", "9", ("0.4", "4"), ["Thyroid stimulating hormone increased"]),
        ("6.0", "ANC", "9", ("1.8", "7"), ["Neutrophil count increased"]),
        ("5.0", "ANC", "9", ("1.8", "7"), []),
    ],
)
def test_terms_without_numbers_are_asked_and_never_graded(
    version: str, code: str, value: str, range_: tuple[str | None, str | None], asked: list[str]
) -> None:
    analyte = analytes()[code]
    lln, uln = (None if text is None else Decimal(text) for text in range_)
    case = GradingCase(code, Decimal(value), analyte.unit, lln, uln)
    found = asked_terms(grading_rules(version), case, analyte)
    assert [term.term for term in found] == asked
    assert all(term.grade is None and term.proposed is None and term.question for term in found)
    assert not {term.term for term in grade_result(grading_rules(version), case, analyte)} & set(asked)


@pytest.mark.parametrize(
    ("case", "key"),
    [
        (GradingCase("HGB", Decimal(95), "10^9/L"), "grading_unit_foreign"),
        (GradingCase("HGB", Decimal(95), ""), "grading_unit_foreign"),
        (GradingCase("HGB", Decimal(-1), "g/L"), "grading_negative"),
        (GradingCase("HGB", Decimal(0), "g/L"), "grading_zero"),
        (GradingCase("HGB", Decimal("NaN"), "g/L"), "grading_not_finite"),
        (GradingCase("HGB", Decimal("Infinity"), "g/L"), "grading_not_finite"),
        (GradingCase("HGB", Decimal("1E+20"), "g/L"), "grading_too_long"),
        (GradingCase("HGB", Decimal(95), "g/L", Decimal(170), Decimal(120)), "grading_range_reversed"),
        (GradingCase("HGB", Decimal(95), "g/L", None, Decimal(0)), "grading_zero"),
        (GradingCase("HGB", Decimal(95), "g/L", Decimal(-3)), "grading_negative"),
        (GradingCase("HGB", Decimal(95), "g/L", baseline=Decimal(0)), "grading_zero"),
    ],
)
def test_what_cannot_be_is_refused(case: GradingCase, key: str) -> None:
    analyte = analytes()["HGB"]
    assert [problem.key for problem in check_case(case, analyte)] == [key]
    with pytest.raises(InputError):
        grade_result(grading_rules("5.0"), case, analyte)


def test_a_count_may_be_zero() -> None:
    assert graded("5.0", "ANC", LOW, "0", lln="0").grade == 4


def test_corrected_calcium() -> None:
    assert corrected_calcium(Decimal("2.0"), Decimal(25)) == Decimal("2.30")
    assert corrected_calcium(Decimal("2.0"), Decimal(40)) == 2
    with pytest.raises(InputError):
        corrected_calcium(Decimal(2), Decimal(0))
    with pytest.raises(InputError):
        corrected_calcium(Decimal("NaN"), Decimal(40))
