"""Each shipped start trigger with its cases: met, not met, cannot tell (clinical reference, section 4, "Start")."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.rule import evaluate
from hsct_desktop.domain.rule_facts import Given, Reading, RuleFacts, Said, Toxic, Truth
from hsct_desktop.domain.therapy_plan import TherapyPhase

TODAY = date(2026, 11, 20)
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
CATALOGUE = Catalogue()
PLANNED = {
    "hsv", "vzv", "pjp", "pjp_alt", "fungal", "bact", "gcsf", "blood", "atg_pre", "hc", "sos", "vte", "ovary", "ivig",
    "uti", "neuro", "hepb", "steroid",
}  # fmt: skip


def at(day: int, **facts: Any) -> RuleFacts:
    """A patient on Day `day`: mobilised on Day -40, conditioned from Day -6; engrafted as `facts` say."""
    day0 = TODAY - timedelta(days=day)
    anchors = {"mobilisation": day0 - timedelta(days=40), "conditioning": day0 - timedelta(days=6)}
    return RuleFacts(TODAY, day0, anchors=anchors, sex="female", birth_date=date(1990, 1, 1), disease="ms", **facts)


def engrafted(day: int, **facts: Any) -> RuleFacts:
    """The same, with neutrophils engrafted ten days ago."""
    return at(day, engrafted={"neutrophils": TODAY - timedelta(days=10)}, **facts)


def value(analyte: str, number: str, unit: str) -> dict[str, tuple[Reading, ...]]:
    return {analyte: (Reading(analyte, TODAY, unit, Decimal(number)),)}


def given(drug: str, kind: str, *, stopped: bool) -> tuple[Given, ...]:
    stop = TODAY - timedelta(days=2) if stopped else None
    return (Given(1, kind, drug, drug, TODAY - timedelta(days=20), stop, not stopped),)


def regimen(part: str, **agents: Truth) -> dict[str, dict[str, Truth]]:
    return {part: agents}


NOT_YET = {"engrafted": {"neutrophils": None}}
SAID = TODAY - timedelta(days=5)
UTI = Toxic(1, "urinary_tract_infection", "Urinary tract infection", 2, SAID, True)
CASES: list[tuple[str, RuleFacts, Truth]] = [
    ("hsv", at(-6, **NOT_YET), YES),
    ("hsv", at(-7, **NOT_YET), NO),
    ("hsv", engrafted(20), NO),
    ("hsv", at(-6, therapies=given("aciclovir", "antiviral", stopped=False), **NOT_YET), NO),
    ("hsv", at(20), UNKNOWN),  # no counts: engrafted or not
    ("hsv", RuleFacts(TODAY), UNKNOWN),
    ("vzv", engrafted(20), YES),
    ("vzv", engrafted(20, therapies=given("aciclovir_hsv", "antiviral", stopped=True)), YES),
    ("vzv", engrafted(20, therapies=given("aciclovir_hsv", "antiviral", stopped=False)), NO),
    ("vzv", at(20, **NOT_YET), NO),
    ("vzv", at(20), UNKNOWN),
    ("pjp", engrafted(20), YES),
    ("pjp", at(20, **NOT_YET), NO),
    ("pjp", at(20), UNKNOWN),
    ("pjp_alt", engrafted(30, therapies=given("cotrimoxazole", "pjp", stopped=True)), YES),
    ("pjp_alt", engrafted(30, therapies=given("cotrimoxazole", "pjp", stopped=False)), NO),
    ("pjp_alt", engrafted(30), UNKNOWN),
    ("fungal", at(-6, **NOT_YET), YES),
    ("fungal", at(0, **NOT_YET), YES),
    ("fungal", at(-7, **NOT_YET), NO),
    ("fungal", engrafted(20), NO),
    ("fungal", at(3), UNKNOWN),
    ("bact", at(0, **NOT_YET), YES),
    ("bact", at(-3, readings=value("ANC", "0.4", "10^9/L"), **NOT_YET), YES),
    ("bact", at(-3, readings=value("ANC", "0.5", "10^9/L"), **NOT_YET), NO),
    ("bact", engrafted(20), NO),
    ("bact", at(-3, **NOT_YET), UNKNOWN),
    ("gcsf", at(5, **NOT_YET), YES),
    ("gcsf", at(4, **NOT_YET), NO),
    ("gcsf", engrafted(20), NO),
    ("gcsf", at(6), UNKNOWN),
    ("blood", at(-54), YES),
    ("blood", at(-55), NO),
    ("blood", RuleFacts(TODAY), UNKNOWN),
    ("atg_pre", at(-6, regimens=regimen("conditioning", atg=YES)), YES),
    ("atg_pre", at(2, regimens=regimen("conditioning", atg=YES)), YES),
    ("atg_pre", at(4, regimens=regimen("conditioning", atg=YES)), NO),
    ("atg_pre", at(-6, regimens=regimen("conditioning", atg=NO)), NO),
    ("atg_pre", at(-6), UNKNOWN),
    ("hc", at(-40, regimens=regimen("mobilisation", cyclophosphamide=YES)), YES),
    ("hc", at(-38, regimens=regimen("mobilisation", cyclophosphamide=YES)), YES),
    ("hc", at(-37, regimens=regimen("mobilisation", cyclophosphamide=YES)), NO),
    ("hc", at(-41, regimens=regimen("mobilisation", cyclophosphamide=YES)), NO),
    ("hc", at(-6, regimens=regimen("conditioning", cyclophosphamide=YES)), YES),
    ("hc", at(-6, regimens=regimen("conditioning", cyclophosphamide=NO)), NO),
    ("hc", at(-6), UNKNOWN),
    ("sos", at(-6, regimens=regimen("conditioning", busulfan=YES, tbi=NO)), YES),
    ("sos", at(-6, regimens=regimen("conditioning", busulfan=NO, tbi=YES)), YES),
    ("sos", at(-6, regimens=regimen("conditioning", busulfan=NO, tbi=NO)), NO),
    ("sos", at(-7, regimens=regimen("conditioning", busulfan=YES, tbi=NO)), NO),
    ("sos", at(-6, regimens=regimen("conditioning", busulfan=NO, tbi=UNKNOWN)), UNKNOWN),
    ("vte", at(-3, readings=value("PLT", "50", "10^9/L"), statements={"reduced_mobility": Said("yes", SAID)}), YES),
    ("vte", at(-3, readings=value("PLT", "49", "10^9/L"), statements={"reduced_mobility": Said("yes", SAID)}), NO),
    ("vte", at(-3, readings=value("PLT", "50", "10^9/L"), statements={"reduced_mobility": Said("no", SAID)}), NO),
    ("vte", at(-3, readings=value("PLT", "50", "10^9/L")), UNKNOWN),
    ("ovary", at(-90), YES),
    ("ovary", replace(at(-90), sex="male"), NO),
    ("ovary", replace(at(-90), birth_date=date(1976, 11, 20)), NO),  # 50 today
    ("ovary", replace(at(-90), sex="unknown"), UNKNOWN),
    ("ivig", at(150, readings=value("IGG", "3.9", "g/L"), infections=(SAID,)), YES),
    ("ivig", at(150, readings=value("IGG", "4.0", "g/L"), infections=(SAID,)), NO),
    ("ivig", at(150, readings=value("IGG", "3.9", "g/L")), NO),
    ("ivig", at(150, infections=(SAID,)), UNKNOWN),
    ("uti", at(40, toxicities=(UTI,)), YES),
    ("uti", at(40, toxicities=(replace(UTI, open=False),)), NO),
    ("uti", at(40, unread=frozenset({"toxicity"})), UNKNOWN),
    ("neuro", at(-90), YES),
    ("neuro", replace(at(-90), disease="ssc"), NO),
    ("neuro", replace(at(-90), disease=""), UNKNOWN),
    ("hepb", at(-90, statements={"anti_hbc": Said("yes", SAID)}), YES),
    ("hepb", at(-90, statements={"anti_hbc": Said("no", SAID)}), NO),
    ("hepb", at(-90, statements={"anti_hbc": Said("yes", TODAY - timedelta(days=400))}), UNKNOWN),
    ("hepb", at(-90), UNKNOWN),
    ("steroid", at(-2, regimens=regimen("conditioning", atg=YES)), YES),
    ("steroid", at(14, regimens=regimen("conditioning", atg=YES)), NO),
    ("steroid", at(-2, regimens=regimen("conditioning", atg=NO)), NO),
    ("steroid", at(-2, regimens=regimen("conditioning", atg=UNKNOWN)), UNKNOWN),
]


@pytest.mark.parametrize(("item", "facts", "truth"), CASES, ids=[f"{c[0]}-{c[2].name}" for c in CASES])
def test_a_trigger_is_met_or_not_or_cannot_be_told(item: str, facts: RuleFacts, truth: Truth) -> None:
    trigger = CATALOGUE.therapies[item].trigger
    assert trigger is not None
    assert evaluate(trigger, facts).truth is truth


def test_every_planned_item_has_all_three_cases() -> None:
    told = {(item, truth) for item, _, truth in CASES}
    assert {item.id for item in CATALOGUE.therapies.values() if item.trigger} == PLANNED
    assert told == {(item, truth) for item in PLANNED for truth in Truth}


def test_a_planned_item_has_phases_a_drug_and_a_source_and_the_others_are_never_proposed() -> None:
    for item in CATALOGUE.therapies.values():
        assert bool(item.phases) == (item.trigger is not None) == (item.id in PLANNED), item.id
        assert not item.phases or (item.drugs and item.origin.source and item.start or item.id == "neuro"), item.id
    met = {phase for item in CATALOGUE.therapies.values() for phase in item.phases}
    assert met == set(TherapyPhase)


def test_the_terms_of_the_triggers_are_terms_of_the_ctcae() -> None:
    named = {"urinary_tract_infection", "urinary_retention"}
    assert all(CATALOGUE.terms("5.0").term(term) is not None for term in named)
