"""The EDSS of grades: a table of cases worked out by hand from the rules, and what must hold for all of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.domain.edss import (
    GRADES,
    HIGHEST,
    SYSTEMS,
    Coding,
    FunctionalSystems,
    check_edss_value,
    check_grades,
    computed_edss,
    converted,
    is_edss,
)


def of(grades: str, ambulation: int = 0, coding: Coding = Coding.NEUROSTATUS) -> FunctionalSystems:
    """The grades written as seven digits in the order of the form: visual first, cerebral last."""
    return FunctionalSystems(**dict(zip(SYSTEMS, map(int, grades), strict=True)), ambulation=ambulation, coding=coding)


BY_SYSTEMS = [
    # visual brainstem pyramidal cerebellar sensory bowel_bladder cerebral, EDSS, rule
    ("0000000", "0", "none"),
    ("0010000", "1.0", "ones"),
    ("1000000", "1.0", "ones"),
    ("0011000", "1.5", "ones"),
    ("1111111", "1.5", "ones"),
    ("0020000", "2.0", "twos"),
    ("0121111", "2.0", "twos"),
    ("0022000", "2.5", "twos"),
    ("0022200", "3.0", "twos"),
    ("0222200", "3.0", "twos"),
    ("0222220", "3.5", "twos"),
    ("0222222", "4.0", "twos"),
    ("2222222", "4.0", "twos"),
    ("0030000", "3.0", "threes"),
    ("1131111", "3.0", "threes"),
    ("0032000", "3.5", "threes"),
    ("0032200", "3.5", "threes"),
    ("0032202", "4.0", "threes"),
    ("0033000", "3.5", "threes"),
    ("0133111", "3.5", "threes"),
    ("0033200", "4.0", "threes"),
    ("0033300", "4.0", "threes"),
    ("0333300", "4.0", "threes"),
    ("0333303", "4.5", "threes"),
    ("4333303", "5.0", "threes"),
    ("0040000", "4.0", "fours"),
    ("0141111", "4.0", "fours"),
    ("0042000", "4.5", "fours"),
    ("0043000", "4.5", "fours"),
    ("0043300", "4.5", "fours"),
    ("0043303", "5.0", "fours"),
    ("0044000", "5.0", "fours"),
    ("0050000", "5.0", "five"),
    ("0060000", "5.0", "five"),
    ("0000060", "5.0", "five"),
    # Conversions: visual 3 counts as 2, 5 as 3, 6 as 4; bowel and bladder 4 as 3, 5 as 4.
    ("3000000", "2.0", "twos"),
    ("5000000", "3.0", "threes"),
    ("6000000", "4.0", "fours"),
    ("0000030", "3.0", "threes"),
    ("0000040", "3.0", "threes"),
    ("0000050", "4.0", "fours"),
]


@pytest.mark.parametrize(("grades", "edss", "rule"), BY_SYSTEMS)
def test_functional_systems_decide_while_walking_is_free(grades: str, edss: str, rule: str) -> None:
    found = computed_edss(of(grades))
    assert (found.edss, found.rule, found.missing) == (Decimal(edss), rule, ())


NEUROSTATUS = ["5.0", "5.5", "6.0", "6.0", "6.0", "6.5", "6.5", "7.0", "7.5", "8.0", "8.5", "9.0", "9.5", "10.0"]
SHORT = ["5.0", "5.5", "6.0", "6.5", "7.0", "7.5", "8.0", "8.5", "9.0", "9.5"]


@pytest.mark.parametrize(
    ("coding", "grade", "edss"),
    [(Coding.NEUROSTATUS, at, edss) for at, edss in enumerate(NEUROSTATUS, start=3)]
    + [(Coding.SHORT, at, edss) for at, edss in enumerate(SHORT, start=3)],
)
def test_ambulation_from_three_on_decides_alone(coding: Coding, grade: int, edss: str) -> None:
    for systems in (FunctionalSystems(ambulation=grade, coding=coding), of("0060000", grade, coding)):
        found = computed_edss(systems)
        assert (found.edss, found.rule) == (Decimal(edss), "ambulation")


@pytest.mark.parametrize(
    ("grades", "ambulation", "coding", "edss", "rule"),
    [
        ("0000000", 1, Coding.NEUROSTATUS, "2.0", "at_least"),
        ("0020000", 1, Coding.NEUROSTATUS, "2.0", "twos"),
        ("0030000", 1, Coding.NEUROSTATUS, "3.0", "threes"),
        ("0022000", 2, Coding.NEUROSTATUS, "4.5", "at_least"),
        ("0044000", 2, Coding.NEUROSTATUS, "5.0", "fours"),
        ("0022000", 1, Coding.SHORT, "4.0", "at_least"),
        ("0042000", 1, Coding.SHORT, "4.5", "fours"),
        ("0022000", 2, Coding.SHORT, "4.5", "at_least"),
    ],
)
def test_lower_grades_of_ambulation_are_a_floor(
    grades: str, ambulation: int, coding: Coding, edss: str, rule: str
) -> None:
    found = computed_edss(of(grades, ambulation, coding))
    assert (found.edss, found.rule) == (Decimal(edss), rule)


def test_a_cerebral_grade_one_counts_unless_the_unit_leaves_it_out() -> None:
    only, with_another, two = of("0000001"), of("0010001"), of("0000002")
    assert [computed_edss(s).edss for s in (only, with_another, two)] == [Decimal(1), Decimal("1.5"), Decimal(2)]
    left_out = [computed_edss(s, cerebral_one_counts=False).edss for s in (only, with_another, two)]
    assert left_out == [Decimal(0), Decimal(1), Decimal(2)]


@pytest.mark.parametrize("name", GRADES)
def test_a_missing_grade_leaves_it_empty_and_is_named(name: str) -> None:
    found = computed_edss(replace(of("0032200", 2), **{name: None}))
    assert (found.edss, found.rule, found.missing) == (None, "missing", (name,))


def test_all_missing_grades_are_named_in_the_order_of_the_form() -> None:
    assert computed_edss(FunctionalSystems()).missing == GRADES
    assert FunctionalSystems().is_empty
    assert not FunctionalSystems(cerebral=0).is_empty


@pytest.mark.parametrize("name", GRADES)
@pytest.mark.parametrize("coding", Coding)
def test_grades_out_of_range_are_refused(name: str, coding: Coding) -> None:
    highest = coding.highest if name == "ambulation" else HIGHEST[name]
    systems = of("0000000", 0, coding)
    assert list(check_grades(replace(systems, **{name: highest}))) == []
    for grade in (-1, highest + 1):
        wrong = replace(systems, **{name: grade})
        assert [problem.field for problem in check_grades(wrong)] == [name]
        with pytest.raises(ValueError, match=name):
            computed_edss(wrong)


@pytest.mark.parametrize("text", ["0", "0.0", "1", "1.0", "1.5", "4.50", "9.5", "10"])
def test_values_of_the_scale_are_taken(text: str) -> None:
    assert is_edss(Decimal(text))
    assert list(check_edss_value(Decimal(text))) == []


@pytest.mark.parametrize("text", ["0.5", "4.25", "3." + "0" * 40 + "1", "11", "10.5", "-0", "-1", "NaN", "Infinity"])
def test_there_is_no_such_edss(text: str) -> None:
    assert not is_edss(Decimal(text))
    assert [problem.key for problem in check_edss_value(Decimal(text))] == ["edss_value"]


def test_no_edss_is_no_problem() -> None:
    assert list(check_edss_value(None)) == []


systems_of = st.builds(
    FunctionalSystems, **{name: st.integers(0, HIGHEST[name]) for name in SYSTEMS}, ambulation=st.integers(0, 11),
    coding=st.sampled_from(Coding),
)  # fmt: skip


@settings(max_examples=max(20, settings.default.max_examples // 10))
@given(systems_of, st.sampled_from(GRADES), st.booleans())
def test_a_higher_grade_never_lowers_it(systems: FunctionalSystems, name: str, counts: bool) -> None:
    before = computed_edss(systems, cerebral_one_counts=counts).edss
    higher = replace(systems, **{name: getattr(systems, name) + 1})
    if not list(check_grades(higher)):
        after = computed_edss(higher, cerebral_one_counts=counts).edss
        assert before is not None
        assert after is not None
        assert after >= before


@settings(max_examples=max(20, settings.default.max_examples // 10))
@given(systems_of)
def test_it_is_always_a_value_of_the_scale_and_at_most_five_without_walking(systems: FunctionalSystems) -> None:
    found = computed_edss(systems)
    assert found.edss is not None
    assert is_edss(found.edss)
    assert (found.edss <= 5) == ((systems.ambulation or 0) <= 3)


@settings(max_examples=max(13, settings.default.max_examples // 10))
@given(st.permutations(("brainstem", "pyramidal", "cerebellar", "sensory", "cerebral")), systems_of)
def test_systems_that_are_not_converted_count_alike(order: list[str], systems: FunctionalSystems) -> None:
    capped = replace(systems, pyramidal=min(systems.pyramidal or 0, 5), sensory=min(systems.sensory or 0, 5))
    names = ("brainstem", "pyramidal", "cerebellar", "sensory", "cerebral")
    moved = replace(capped, **{new: getattr(capped, old) for old, new in zip(names, order, strict=True)})
    assert sorted(converted(moved)) == sorted(converted(capped))
    assert computed_edss(moved).edss == computed_edss(capped).edss
