"""Every part of every rule has words in both languages: what it asks, what was found, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.rule_words import RuleWords
from hsct_desktop.catalogue.wording import NBSP, wording
from hsct_desktop.domain import care_conditions, plan_conditions, record_conditions, rule_condition, value_conditions
from hsct_desktop.domain.care_conditions import FreeOf, Reached, SinceLast, Stated
from hsct_desktop.domain.exposure import Agent
from hsct_desktop.domain.record_conditions import SinceDay0
from hsct_desktop.domain.rule import Rule, evaluate, explain
from hsct_desktop.domain.rule_condition import All, Condition
from hsct_desktop.domain.rule_facts import RECORDS, Amount, Exposure, Missing, Reading, RuleFacts, Said, Truth
from hsct_desktop.domain.statement import StatementKind
from hsct_desktop.domain.value_conditions import Value

TODAY = date(2026, 11, 20)
DAY0 = date(2026, 2, 14)
CATALOGUE = Catalogue()
MODULES = (rule_condition, value_conditions, record_conditions, care_conditions, plan_conditions)


def kinds() -> Iterator[type[Condition]]:
    for module in MODULES:
        for held in vars(module).values():
            is_kind = isinstance(held, type) and issubclass(held, Condition) and held.__module__ == module.__name__
            if is_kind and held is not Condition and not held.__name__.startswith("_"):
                yield held


@pytest.mark.parametrize("kind", list(kinds()), ids=lambda kind: kind.__name__)
def test_each_condition_has_words(kind: type[Condition]) -> None:
    worded = vars(RuleWords)["asks"].dispatcher
    assert worded.dispatch(kind) is not worded.dispatch(Condition)


def rule() -> Rule:
    limits = {
        "months": Amount(Decimal(6), "months"), "cd4": Amount(Decimal(200), "/uL"),
        "confirmed": Amount(Decimal(100), "d"), "ivig": Amount(Decimal(3), "months"),
    }  # fmt: skip
    parts = (
        SinceDay0("months"),
        Value("CD4", ">=", "cd4"),
        FreeOf(("immunosuppression",), "confirmed"),
        Stated("relapse", "no", "confirmed"),
        SinceLast("immunoglobulin", "ivig"),
        Reached("discharge", "ivig"),
    )
    return Rule("trial", All(parts), limits)


EMPTY = RuleFacts(TODAY, DAY0, unknown=RECORDS - {"course"})
FULL = RuleFacts(
    TODAY, DAY0, {"CD4": (Reading("CD4", TODAY - timedelta(days=3), "/uL", Decimal(212), text="212"),)},
    ages={"CD4": 190}, anchors={"discharge": date(2026, 3, 1)},
    statements={"immunosuppression": Said("no", TODAY), "relapse": Said("no", TODAY)},
    exposures={
        "immunoglobulin": Exposure(Truth.YES, date(2026, 10, 1)),
        "immunosuppression": Exposure(Truth.NO), "dmt": Exposure(Truth.NO),
    },
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("facts", [EMPTY, FULL], ids=["nothing known", "all known"])
def test_a_verdict_is_told_part_by_part(language: str, facts: RuleFacts) -> None:
    words = RuleWords(wording(language), CATALOGUE.analytes)
    verdict = evaluate(rule(), facts)
    lines = [words.line(finding, facts) for finding in verdict.findings]
    assert len(lines) == len(set(lines)) == 6
    assert all(line and "{" not in line and "None" not in line for line in lines)


def said(facts: RuleFacts, part: int) -> str:
    words = RuleWords(wording("en"), CATALOGUE.analytes)
    return words.line(explain(rule().when, facts, rule().thresholds)[part], facts).replace(NBSP, " ")


def test_the_sentences_say_what_a_nurse_would() -> None:
    assert said(FULL, 0) == "6 months since Day 0: since 14 Aug 2026"
    assert "CD4 ≥ 200" in said(FULL, 1)
    assert "none running on 20 Nov 2026" in said(FULL, 2)
    assert said(RuleFacts(date(2026, 5, 20), DAY0), 0) == "6 months since Day 0: month 3 of 6, from 14 Aug 2026"
    old = RuleFacts(TODAY, DAY0, {"CD4": (Reading("CD4", date(2026, 5, 20), "/uL", Decimal(212)),)}, ages={"CD4": 100})
    assert "no CD4 since 20 May 2026 (month 3)" in said(old, 1)


@pytest.mark.parametrize("language", ["en", "it"])
def test_all_that_can_be_missing_has_words(language: str) -> None:
    words = RuleWords(wording(language), CATALOGUE.analytes)
    gaps = [Missing("record", record) for record in RECORDS]
    gaps += [Missing("exposure", agent) for agent in Agent]
    gaps += [Missing("statement", kind, since) for kind in StatementKind for since in (None, TODAY)]
    gaps += [Missing("anchor", anchor) for anchor in (*care_conditions.ANCHORS, "start")]
    said = [words.missing(gap, FULL) for gap in gaps]
    assert len(set(said)) > len(RECORDS)
    assert all(text and "{" not in text for text in said)
