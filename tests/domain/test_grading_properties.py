"""What holds of every grading rule: worse values never have milder grades, units never move a grade, bands agree."""

from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.grading_json import grading_rules
from hsct_desktop.domain.analyte import Analyte
from hsct_desktop.domain.grading import Direction, GradingCase, bands, grade_result
from hsct_desktop.domain.grading_rule import GradingRule

VERSIONS = ("5.0", "6.0")
NUMBERS = st.decimals(min_value="0.001", max_value="999999", places=3, allow_nan=False, allow_infinity=False)


@cache
def analytes() -> dict[str, Analyte]:
    return dict(Catalogue().analytes.analytes)


def graded_codes() -> list[tuple[str, str]]:
    return [(v, code) for v in VERSIONS for code in dict.fromkeys(rule.analyte for rule in grading_rules(v).rules)]


def near(rule: GradingRule, draw: st.DataObject, limits: list[Decimal]) -> Decimal:
    """A value anywhere, or beside a limit of the rule."""
    printed = [n for s in rule.steps for c in s.criteria for b in c.bounds for n in b.printed.values()]
    places = [n for n in (*printed, *limits, *(limit * k for limit in limits for k in (2, 3, 5))) if n > 0]
    if not places or draw.draw(st.booleans()):
        return draw.draw(NUMBERS)
    return draw.draw(st.sampled_from(places)) + draw.draw(st.sampled_from([Decimal("-0.0001"), Decimal(0), Decimal(1)]))


@pytest.mark.parametrize(("version", "code"), graded_codes())
@given(data=st.data())
@settings(max_examples=max(10, settings.default.max_examples // 10))
def test_a_worse_value_never_has_a_milder_grade(version: str, code: str, data: st.DataObject) -> None:
    rules = grading_rules(version)
    analyte = analytes()[code]
    lln, uln = sorted((data.draw(NUMBERS), data.draw(NUMBERS)))
    limits = [data.draw(st.none() | st.just(n)) for n in (lln, uln)]
    baseline = data.draw(st.none() | NUMBERS)
    unit = data.draw(st.sampled_from(sorted(analyte.units)))
    for rule in rules.of(code):
        known = [n for n in (*limits, baseline) if n is not None]
        pair = sorted(near(rule, data, known) for _ in range(2))
        ordered = pair if rule.direction is Direction.HIGH else pair[::-1]
        if min(pair) <= 0:
            continue
        grades = []
        for value in ordered:
            found = grade_result(rules, GradingCase(code, value, unit, *limits, baseline), analyte)
            grades.append(next(term.grade for term in found if term.term == rule.term))
        milder, worse = grades
        if milder is not None and worse is not None:
            assert milder <= worse, (rule.id, ordered)
        if worse == 0:
            assert milder == 0, "what is open cannot be milder than normal"


def without_own_limits() -> list[tuple[str, str, str]]:
    """Version, analyte and each unit for which no limit of the analyte is printed."""
    found = []
    for version, code in graded_codes():
        analyte = analytes()[code]
        printed = {analyte.units[u] for rule in grading_rules(version).of(code) for u in rule.printed_units}
        has_fixed = bool(printed)
        found += [
            (version, code, unit)
            for unit, factor in analyte.units.items()
            if factor not in printed and (has_fixed or unit != analyte.unit)
        ]
    return found


@pytest.mark.parametrize(("version", "code", "unit"), without_own_limits())
@given(data=st.data())
@settings(max_examples=max(10, settings.default.max_examples // 10))
def test_a_conversion_never_moves_a_grade(version: str, code: str, unit: str, data: st.DataObject) -> None:
    """Where no limits are printed for a unit its values are converted: the same grade as in the canonical unit."""
    rules = grading_rules(version)
    analyte = analytes()[code]
    if any(u not in (analyte.unit, unit) for rule in rules.of(code) for u in rule.printed_units):
        printed = {u for rule in rules.of(code) for u in rule.printed_units}
        assert analyte.unit in printed, "converted to the canonical unit, or nothing could be compared"
    lln, uln = sorted((data.draw(NUMBERS), data.draw(NUMBERS)))
    baseline = data.draw(st.none() | NUMBERS)
    for rule in rules.of(code):
        value = near(rule, data, [lln, uln])
        if value <= 0:
            continue
        numbers = (value, lln, uln, baseline)
        converted = [None if n is None else n / analyte.units[unit] for n in numbers]
        here = grade_result(rules, GradingCase(code, value, analyte.unit, lln, uln, baseline), analyte)
        there = grade_result(rules, GradingCase(code, converted[0] or value, unit, *converted[1:]), analyte)
        assert [term.grade for term in here] == [term.grade for term in there]


def test_there_are_units_without_printed_limits() -> None:
    found = without_own_limits()
    assert ("5.0", "CA", "mEq/L") in found
    assert ("6.0", "ICA", "mg/dL") in found
    assert ("5.0", "CREA", "mg/dL") in found
    assert ("5.0", "HGB", "mmol/L") not in found


@pytest.mark.parametrize(("version", "code"), graded_codes())
@given(data=st.data())
@settings(max_examples=max(10, settings.default.max_examples // 10))
def test_the_bands_of_the_picture_are_the_grades(version: str, code: str, data: st.DataObject) -> None:
    rules = grading_rules(version)
    analyte = analytes()[code]
    lln, uln = sorted((data.draw(NUMBERS), data.draw(NUMBERS)))
    baseline = data.draw(st.none() | NUMBERS)
    unit = data.draw(st.sampled_from(sorted(analyte.units)))
    drawn = bands(rules, analyte, unit, lln, uln, baseline)
    for rule in rules.of(code):
        of_rule = [band for band in drawn if band.direction is rule.direction]
        value = data.draw(NUMBERS)
        edges = [edge for band in of_rule for edge in (band.lower, band.upper) if edge is not None]
        if any(abs(edge - value) < Decimal("0.000001") for edge in edges):
            continue  # on an edge the comparison decides, which a band does not show
        inside = [b.grade for b in of_rule if (b.lower or 0) < value and (b.upper is None or value < b.upper)]
        found = grade_result(rules, GradingCase(code, value, unit, lln, uln, baseline), analyte)
        (term,) = [term for term in found if term.direction is rule.direction]
        assert inside == ([term.grade] if term.grade else []), (rule.id, value)


def test_bands_leave_out_what_is_not_known() -> None:
    hgb = analytes()["HGB"]
    rules = grading_rules("5.0")
    known = bands(rules, hgb, "g/dL", Decimal(12), Decimal(16), None)
    shown = [(b.direction.value, b.grade, b.lower, b.upper) for b in known]
    assert shown == [
        ("low", 1, 10, 12),
        ("low", 2, 8, 10),
        ("low", 3, None, 8),
        ("high", 1, 16, 18),
        ("high", 2, 18, 20),
        ("high", 3, 20, None),
    ]
    assert [(b.grade, b.lower, b.upper) for b in bands(rules, hgb, "g/L", None, None, None)] == [
        (2, 80, 100),
        (3, None, 80),
    ]
    assert bands(rules, analytes()["ALT"], "U/L", None, None, Decimal(60)) == ()
