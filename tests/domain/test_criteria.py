"""Checklists of complications: three-valued, with the missing items named; severity of SOS/VOD."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.criteria import (
    CHECKLISTS,
    Answer,
    ChecklistId,
    SosFindings,
    SosSeverity,
    at_least,
    judge,
    sos_severity,
)

ENGRAFTED = "within_96h_of_engraftment"
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def answers(checklist: ChecklistId, *met: str, rest: Answer = NO) -> dict[str, Answer]:
    names = [criterion.id for criterion in CHECKLISTS[checklist]]
    assert set(met) <= set(names)
    return {name: YES if name in met else rest for name in names}


@pytest.mark.parametrize(
    ("checklist", "met", "category"),
    [
        (ChecklistId.ES_MAIOLINO, ("fever_noninfectious", "fever_from_24h_before", "rash"), "met"),
        (ChecklistId.ES_MAIOLINO, ("fever_noninfectious", "fever_from_24h_before"), ""),
        (ChecklistId.ES_MAIOLINO, ("fever_noninfectious", "rash"), ""),
        (ChecklistId.ES_SPITZER, (ENGRAFTED, "temperature_38_3", "rash_over_25", "lung_oedema_hypoxia"), "met"),
        (ChecklistId.ES_SPITZER, ("within_96h_of_engraftment", "temperature_38_3", "rash_over_25"), ""),
        (ChecklistId.ES_SPITZER, (ENGRAFTED, "temperature_38_3", "rash_over_25", "weight_2_5"), "met"),
        (ChecklistId.ES_SPITZER, ("temperature_38_3", "rash_over_25", "lung_oedema_hypoxia"), ""),
        (ChecklistId.SOS_EBMT2023, ("other_causes_excluded", "bilirubin_2", "ascites"), "probable"),
        (ChecklistId.SOS_EBMT2023, ("other_causes_excluded", "imaging", "ascites"), "probable"),
        (ChecklistId.SOS_EBMT2023, ("other_causes_excluded", "bilirubin_2", "ascites", "weight_5"), "clinical"),
        (ChecklistId.SOS_EBMT2023, ("other_causes_excluded", "bilirubin_2", "imaging", "weight_5"), "probable"),
        (ChecklistId.SOS_EBMT2023, ("bilirubin_2", "ascites", "weight_5"), ""),
        (ChecklistId.SOS_EBMT2023, ("histology",), "proven"),
        (ChecklistId.SOS_EBMT2023, ("hvpg_10", "other_causes_excluded", "bilirubin_2", "ascites"), "proven"),
        (ChecklistId.FEBRILE_NEUTROPENIA, ("anc_below_1", "temperature_over_38_3"), "ctcae"),
        (ChecklistId.FEBRILE_NEUTROPENIA, ("anc_below_1", "temperature_38_3"), ""),
        (ChecklistId.FEBRILE_NEUTROPENIA, ("anc_below_1", "anc_below_0_5", "temperature_38_3"), "clinical"),
        (ChecklistId.FEBRILE_NEUTROPENIA, ("anc_expected_below_0_5", "temperature_38_1h"), "clinical"),
    ],
)  # fmt: skip
def test_categories(checklist: ChecklistId, met: tuple[str, ...], category: str) -> None:
    verdict = judge(checklist, answers(checklist, *met))
    assert verdict.category == category
    assert verdict.status is (YES if category else NO)
    assert verdict.missing == ()


def test_an_unknown_count_is_never_a_no() -> None:
    verdict = judge(ChecklistId.FEBRILE_NEUTROPENIA, {"temperature_over_38_3": YES, "temperature_38_3": YES})
    assert (verdict.status, verdict.possible) == (UNKNOWN, ("clinical", "ctcae"))
    assert set(verdict.missing) == {"anc_below_1", "anc_below_0_5", "anc_expected_below_0_5"}


def test_what_cannot_matter_any_more_is_not_asked_for() -> None:
    held = {"fever_noninfectious": NO}
    assert judge(ChecklistId.ES_MAIOLINO, held).status is NO
    assert judge(ChecklistId.ES_MAIOLINO, held).missing == ()


def test_a_met_category_may_still_be_surpassed() -> None:
    held = answers(ChecklistId.SOS_EBMT2023, "other_causes_excluded", "bilirubin_2", "ascites")
    held["weight_5"] = UNKNOWN
    verdict = judge(ChecklistId.SOS_EBMT2023, held)
    assert (verdict.category, verdict.possible, verdict.missing) == ("probable", ("clinical",), ("weight_5",))


@pytest.mark.parametrize("checklist", ChecklistId)
def test_nothing_known_is_undecided_and_everything_that_counts_is_missing(checklist: ChecklistId) -> None:
    verdict = judge(checklist, {})
    assert verdict.status is UNKNOWN
    assert set(verdict.missing) == {criterion.id for criterion in CHECKLISTS[checklist]}


@pytest.mark.parametrize(
    ("number", "given_answers", "expected"),
    [
        (0, [], YES),
        (1, [], NO),
        (2, [YES, YES], YES),
        (2, [YES, UNKNOWN], UNKNOWN),
        (2, [YES, NO], NO),
        (1, [UNKNOWN], UNKNOWN),
    ],
)
def test_counting_in_three_values(number: int, given_answers: list[Answer], expected: Answer) -> None:
    assert at_least(number, given_answers) is expected


FILLED = st.sampled_from(ChecklistId).flatmap(
    lambda checklist: st.tuples(
        st.just(checklist),
        st.fixed_dictionaries({c.id: st.sampled_from(Answer) for c in CHECKLISTS[checklist]}),
    )
)


@given(FILLED, st.data())
def test_knowing_more_never_takes_a_verdict_back(
    filled: tuple[ChecklistId, dict[str, Answer]], data: st.DataObject
) -> None:
    checklist, held = filled
    before = judge(checklist, held)
    more = {n: data.draw(st.sampled_from((YES, NO))) if a is UNKNOWN else a for n, a in held.items()}
    after = judge(checklist, more)
    assert after.missing == ()
    if before.status is NO:
        assert after.status is NO
    if before.category:
        assert after.category in (before.category, *before.possible)


def test_severity_needs_two_criteria_of_a_class() -> None:
    assert sos_severity(SosFindings(bilirubin=Decimal(4)))[0] is None
    assert sos_severity(SosFindings(bilirubin=Decimal(4), transaminases=Decimal(3)))[0] is SosSeverity.MODERATE


@pytest.mark.parametrize(
    ("bilirubin", "severity"), [("2", 1), ("2.9", 1), ("3", 2), ("4.9", 2), ("5", 3), ("7.9", 3), ("8", 4)]
)
def test_limits_of_bilirubin(bilirubin: str, severity: int) -> None:
    assert sos_severity(SosFindings(bilirubin=Decimal(bilirubin)))[1] == {"bilirubin": severity}


@pytest.mark.parametrize(("ratio", "severity"), [("2", 1), ("2.1", 2), ("5", 2), ("5.1", 3), ("8", 3), ("8.1", 4)])
def test_limits_of_transaminases(ratio: str, severity: int) -> None:
    assert sos_severity(SosFindings(transaminases=Decimal(ratio)))[1] == {"transaminases": severity}


@pytest.mark.parametrize(("ratio", "severity"), [("1", 1), ("1.2", 2), ("1.5", 3), ("1.9", 3), ("2", 4)])
def test_limits_of_creatinine(ratio: str, severity: int) -> None:
    assert sos_severity(SosFindings(creatinine=Decimal(ratio)))[1] == {"renal": severity}


@pytest.mark.parametrize(("days", "severity"), [(8, 1), (7, 2), (5, 2), (4, 3), (0, 3)])
def test_time_since_the_first_sign(days: int, severity: int) -> None:
    assert sos_severity(SosFindings(days_since_first_sign=days))[1] == {"kinetics": severity}


def test_doubled_bilirubin_speaks_for_severe() -> None:
    assert sos_severity(SosFindings(days_since_first_sign=9, bilirubin_doubled=True))[1] == {"kinetics": 3}


def test_of_two_classes_the_worse() -> None:
    found = SosFindings(Decimal("2.5"), Decimal(1), Decimal(12), Decimal(2), 6)
    assert sos_severity(found)[0] is SosSeverity.VERY_SEVERE


@pytest.mark.parametrize(
    ("found", "severity"),
    [
        (SosFindings(Decimal(4), Decimal(3), Decimal(6)), SosSeverity.MODERATE),
        (SosFindings(Decimal(6), Decimal(3), Decimal(6)), SosSeverity.SEVERE),
        (SosFindings(Decimal(6), Decimal(3)), SosSeverity.MODERATE),
        (SosFindings(Decimal(9), Decimal(6)), SosSeverity.SEVERE),
        (SosFindings(Decimal(9), Decimal("1.5"), None, Decimal(1)), SosSeverity.MILD),
    ],
)  # fmt: skip
def test_a_criterion_that_speaks_for_a_worse_class_speaks_for_this_one_too(
    found: SosFindings, severity: SosSeverity
) -> None:
    assert sos_severity(found)[0] is severity


NUMBERS = st.none() | st.decimals(0, 12, places=1)
FINDINGS = st.builds(
    SosFindings,
    NUMBERS, NUMBERS, NUMBERS, NUMBERS,
    st.none() | st.integers(0, 12), st.none() | st.booleans(), st.none() | st.booleans(), st.integers(0, 3),
)  # fmt: skip


def worse(name: str, before: Any, now: Any) -> bool:
    """Whether a finding is raised: None counts lowest, and fewer days since the first sign are worse."""
    if name == "days_since_first_sign":
        return before is None or (now is not None and now <= before)
    return before is None or (now is not None and now >= before)


@given(FINDINGS, FINDINGS)
def test_a_worse_finding_never_lowers_the_severity(found: SosFindings, other: SosFindings) -> None:
    for name in (field.name for field in fields(SosFindings)):
        before, now = getattr(found, name), getattr(other, name)
        if worse(name, before, now):
            raised = sos_severity(replace(found, **{name: now}))[0]
            assert (raised or 0) >= (sos_severity(found)[0] or 0), (name, now)


def test_risk_factors_move_mild_and_moderate_up() -> None:
    mild = SosFindings(Decimal("2.5"), Decimal(1))
    severe = SosFindings(Decimal(6), Decimal(6))
    risky = [SosFindings(f.bilirubin, f.transaminases, risk_factors=2) for f in (mild, severe)]
    assert [sos_severity(found)[0] for found in risky] == [SosSeverity.MODERATE, SosSeverity.SEVERE]


def test_every_pair_of_signs_is_probable() -> None:
    signs = ("bilirubin_2", "painful_hepatomegaly", "weight_5", "ascites", "imaging")
    for pair in combinations(signs, 2):
        assert judge(
            ChecklistId.SOS_EBMT2023, answers(ChecklistId.SOS_EBMT2023, "other_causes_excluded", *pair)
        ).category
