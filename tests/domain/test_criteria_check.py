"""A person may decide otherwise than the rules, with a note; severity needs a category."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from hsct_desktop.domain.criteria import Answer, ChecklistId, CriteriaDecision, SosFindings, SosSeverity
from hsct_desktop.domain.criteria_check import CriteriaCheckEntry, Said, check_criteria

TODAY = date(2026, 11, 20)
BORN = date(1985, 3, 7)
MET = {"temperature_38_3": Said(Answer.YES), "anc_below_0_5": Said(Answer.YES)}
SOUND = CriteriaCheckEntry(1, ChecklistId.FEBRILE_NEUTROPENIA, TODAY, MET, CriteriaDecision.CONFIRMED)
NOT_MET = {"anc_below_1": Said(Answer.NO), "anc_below_0_5": Said(Answer.NO), "anc_expected_below_0_5": Said(Answer.NO)}


def found(entry: CriteriaCheckEntry, died: date | None = None) -> list[tuple[str, str]]:
    return [(problem.field, problem.key) for problem in check_criteria(entry, BORN, TODAY, died)]


@pytest.mark.parametrize(
    ("said", "decision", "asks"),
    [
        (MET, CriteriaDecision.CONFIRMED, False),
        (MET, CriteriaDecision.EXCLUDED, True),
        (MET, CriteriaDecision.WATCH, False),
        (NOT_MET, CriteriaDecision.CONFIRMED, True),
        (NOT_MET, CriteriaDecision.EXCLUDED, False),
        ({}, CriteriaDecision.CONFIRMED, True),
        ({}, CriteriaDecision.EXCLUDED, False),
        ({}, CriteriaDecision.WATCH, False),
    ],
)
def test_a_decision_against_the_rules_asks_why(said: dict[str, Said], decision: CriteriaDecision, asks: bool) -> None:
    entry = replace(SOUND, said=said, decision=decision)
    assert found(entry) == ([("note", "criteria_note_missing")] if asks else [])
    assert found(replace(entry, note="seen on the ward")) == []


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"decision": None}, ("decision", "criteria_decision_missing")),
        ({"assessed_on": None}, ("assessed_on", "date_missing")),
        ({"assessed_on": TODAY + timedelta(days=1)}, ("assessed_on", "date_in_future")),
        ({"assessed_on": BORN - timedelta(days=1)}, ("assessed_on", "before_birth")),
        ({"note": "x" * 4001}, ("note", "too_long")),
    ],
)
def test_each_mistake_is_named(changed: dict[str, object], problem: tuple[str, str]) -> None:
    assert found(replace(SOUND, **changed)) == [problem]  # type: ignore[arg-type]


def test_nothing_is_judged_after_the_death_and_no_foreign_criterion() -> None:
    assert found(SOUND, died=TODAY - timedelta(days=1)) == [("assessed_on", "after_death")]
    with pytest.raises(ValueError, match="ascites"):
        found(replace(SOUND, said={"ascites": Said(Answer.YES)}))


def test_severity_stands_only_where_a_category_of_sos_is_met() -> None:
    findings = SosFindings(bilirubin=Decimal(6), weight_gain=Decimal(6))
    entry = CriteriaCheckEntry(1, ChecklistId.SOS_EBMT2023, TODAY, {}, None, findings)
    assert entry.severity is None
    proven = replace(entry, said={"histology": Said(Answer.YES)})
    assert (proven.verdict.category, proven.severity) == ("proven", SosSeverity.SEVERE)
    assert replace(SOUND).severity is None
