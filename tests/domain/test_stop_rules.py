"""Every shipped stop rule: a case that is met, one that is not, one that cannot be told; no data, no stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.items import StopRule
from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.rule import RuleVerdict, evaluate
from hsct_desktop.domain.rule_facts import EXPOSURES, RECORDS, Exposure, Given, Reading, RuleFacts, Said, Toxic, Truth
from hsct_desktop.domain.statement import StatementKind

TODAY = date(2027, 11, 20)
CATALOGUE = Catalogue()
RULES = CATALOGUE.stop_rules.rules
MET, NOT_MET, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
NEVER = Exposure(Truth.NO)
OPEN = Exposure(Truth.UNKNOWN)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def value(code: str, text: str, days: int = 3, unit: str = "") -> Reading:
    """A reading in the unit in which values are kept, or in one that is never converted."""
    analyte = CATALOGUE.analytes.analytes[code]
    number = None if text in ("neg", "pos") else Decimal(text.lstrip("<>"))
    sign = text[0] if text[0] in "<>" else ""
    kept = unit or analyte.unit
    return Reading(code, ago(days), kept, number, "", sign, "" if number is not None else text, text, kept, number)


def last(days: int, running: bool = False) -> Exposure:
    return Exposure(Truth.YES, ago(days), ("row:1",), running)


def drug(kind: str, name: str = "x", running: bool = True, stop: int | None = None) -> Given:
    return Given(7, kind, name, name, ago(300), None if stop is None else ago(stop), running)


def facts(*readings: Reading, months: int | None = 14, days: int | None = None, **more: Any) -> RuleFacts:
    """A patient so many months (or days) after Day 0, free of everything, asked ten days ago."""
    held: dict[str, tuple[Reading, ...]] = {}
    for reading in sorted(readings, key=lambda r: r.moment, reverse=True):
        held[reading.analyte] = (*held.get(reading.analyte, ()), reading)
    day0 = ago(days) if days is not None else None if months is None else add_months(TODAY, -months)
    said = {kind.value: Said("no", ago(0 if kind is StatementKind.UNSTABLE else 10)) for kind in StatementKind}
    usual: dict[str, Any] = {
        "engrafted": {"neutrophils": None if day0 is None else day0 + timedelta(days=12)},
        "exposures": dict.fromkeys(EXPOSURES, NEVER),
        "statements": said,
        "subject": Given(1, "other", "drug", "Drug", ago(60), None, True),
    }
    return RuleFacts(TODAY, day0, held, **{**usual, **more})


def said(kind: str, answer: str, days: int = 10) -> dict[str, Said]:
    return {**{k.value: Said("no", ago(10)) for k in StatementKind}, kind: Said(answer, ago(days))}


def judged(rule_id: str, seen: RuleFacts) -> RuleVerdict:
    rule = RULES[rule_id]
    assert rule.rule is not None
    return evaluate(rule.rule, replace(seen, ages=rule.ages))


CD4, LOW, OLD = value("CD4", "0.25"), value("CD4", "0.19"), value("CD4", "0.25", 250)
TOX = (Toxic(1, "mucositis_oral", "Mucositis", 2, ago(5), True),)
SICK = (Toxic(1, "serum_sickness", "Serum sickness", 2, ago(5), True),)
YOUNG: dict[str, Any] = {"engrafted": {"neutrophils": None}}
IMMUNE: dict[str, Any] = {"therapies": (drug("immunosuppression", "prednisone"),)}
PAUSED: dict[str, Any] = {"therapies": (drug("immunosuppression", "prednisone", running=False),)}
DMT: dict[str, Any] = {"exposures": dict.fromkeys(EXPOSURES, NEVER) | {"dmt": last(30, running=True)}}
SUBJECT_NEW: dict[str, Any] = {"subject": Given(1, "antiviral", "drug", "Drug", ago(2), None, True)}
EXPOSED = dict.fromkeys(EXPOSURES, NEVER)


def prophylaxis(rule_id: str, months: int, cd4: bool) -> Iterator[tuple[str, RuleFacts, Truth]]:
    """The cases that every prophylaxis by months shares."""
    counts = (CD4,) if cd4 else ()
    yield rule_id, facts(*counts, months=months), MET
    yield rule_id, facts(*counts, days=(TODAY - add_months(TODAY, -months)).days - 1), NOT_MET
    yield rule_id, facts(*counts, months=None), NOT_MET
    yield rule_id, facts(*counts, months=months, **IMMUNE), NOT_MET
    yield rule_id, facts(*counts, months=months, **PAUSED), NOT_MET
    yield rule_id, facts(*counts, months=months, **DMT), NOT_MET
    yield rule_id, facts(*counts, months=months, statements=said("immunosuppression", "yes")), NOT_MET
    yield rule_id, facts(*counts, months=months, statements=said("immunosuppression", "no", 101)), UNKNOWN
    yield rule_id, facts(*counts, months=months, statements={}), UNKNOWN
    if cd4:
        yield rule_id, facts(value("CD4", "0.2"), months=months), MET
        yield rule_id, facts(LOW, months=months), NOT_MET
        yield rule_id, facts(OLD, months=months), UNKNOWN
        yield rule_id, facts(months=months), UNKNOWN


CASES = [
    *prophylaxis("vzv_12m", 12, True),
    *prophylaxis("vzv_6m", 6, True),
    *prophylaxis("vzv_3m", 6, True),
    *prophylaxis("pjp_6m_cd4", 6, True),
    *prophylaxis("pjp_6m", 6, False),
    *prophylaxis("pjp_alt_6m", 6, True),
    ("hsv_engrafted", facts(days=20), MET),
    ("hsv_engrafted", facts(days=20, **YOUNG), NOT_MET),
    ("hsv_engrafted", facts(days=20, toxicities=TOX), NOT_MET),
    ("hsv_engrafted", facts(days=20, engrafted={}), UNKNOWN),
    ("fungal_engrafted", facts(days=20), MET),
    ("fungal_engrafted", facts(days=5), NOT_MET),
    ("fungal_engrafted", facts(days=20, engrafted={}), UNKNOWN),
    ("bact_anc", facts(value("ANC", "0.6", 0), days=12), MET),
    ("bact_anc", facts(value("ANC", "0.1", 0), days=8, therapies=(drug("antibacterial", "meropenem"),)), MET),
    ("bact_anc", facts(value("ANC", "0.5", 0), days=12), NOT_MET),
    ("bact_anc", facts(value("ANC", "3.0", 0), days=1), NOT_MET),
    ("bact_anc", facts(value("ANC", "0.6", 5), days=12), UNKNOWN),
    ("fn_72h", facts(value("TEMP", "36.8", 0), value("TEMP", "37.0", 1), days=12), MET),
    ("fn_72h", facts(value("TEMP", "36.8", 0), days=12, **SUBJECT_NEW), NOT_MET),
    ("fn_72h", facts(value("TEMP", "36.8", 0), value("TEMP", "38.0", 1), days=12), NOT_MET),
    ("fn_72h", facts(value("TEMP", "36.8", 0), days=12, statements=said("unstable", "yes", 0)), NOT_MET),
    ("fn_72h", facts(days=12), UNKNOWN),
    ("fn_72h", facts(value("TEMP", "36.8", 0), value("TEMP", "39.0", 2), days=12), UNKNOWN),
    ("pjp_6m_cd4", facts(value("CD4", "0.9", 184), days=184), MET),
    ("pjp_6m_cd4", facts(value("CD4", "0.9", 185), days=184), UNKNOWN),
    ("vzv_6m", facts(value("CD4", "0.9", 185), days=184), UNKNOWN),
    ("pjp_6m", facts(exposures={k: v for k, v in EXPOSED.items() if k != "dmt"}), UNKNOWN),
    ("pjp_6m", facts(exposures=EXPOSED | {"dmt": Exposure(Truth.YES, ago(30), (), None)}), UNKNOWN),
    ("pjp_6m", facts(exposures=EXPOSED | {"dmt": last(30)}), MET),
    ("ivig_igg", facts(value("IGG", "9.0", 50), days=40), UNKNOWN),
    ("cmv_2w", facts(value("CMV", "neg", 1), value("CMV", "neg", 8)), MET),
    ("cmv_2w", facts(value("CMV", "400", 1), value("CMV", "900", 8), value("CMV", "2000", 15)), MET),
    ("cmv_2w", facts(value("CMV", "400", 1), value("CMV", "900", 8)), UNKNOWN),
    ("cmv_2w", facts(value("CMV", "4900", 1), value("CMV", "5000", 8), value("CMV", "300", 15)), NOT_MET),
    (
        "cmv_2w",
        facts(value("CMV", "400", 1), value("CMV", "900", 8), value("CMV", "2000", 15, unit="copies/mL")),
        UNKNOWN,
    ),
    ("cmv_2w", facts(value("CMV", "400", 1), value("CMV", "900", 8), value("CMV", "2000", 30)), UNKNOWN),
    ("cmv_2w", facts(value("CMV", "900", 1), value("CMV", "400", 8)), NOT_MET),
    ("cmv_2w", facts(value("CMV", "neg", 1), value("CMV", "neg", 8), **SUBJECT_NEW), NOT_MET),
    ("cmv_2w", facts(value("CMV", "neg", 1)), UNKNOWN),
    ("cmv_2w", facts(value("CMV", "neg", 30)), UNKNOWN),
    ("ebv_response", facts(value("EBV", "900", 1), value("EBV", "9000", 8)), MET),
    ("ebv_response", facts(value("EBV", "2000", 1), value("EBV", "9000", 8)), NOT_MET),
    ("ebv_response", facts(value("EBV", "900", 1)), UNKNOWN),
    ("gcsf_engrafted", facts(days=14), MET),
    ("gcsf_engrafted", facts(value("ANC", "1.1", 0), days=10, **YOUNG), MET),
    ("gcsf_engrafted", facts(value("ANC", "1.0", 0), days=10, **YOUNG), NOT_MET),
    ("gcsf_engrafted", facts(days=10, **YOUNG), UNKNOWN),
    ("blood_3m", facts(months=3), MET),
    ("blood_3m", facts(months=2), NOT_MET),
    ("blood_3m", facts(months=4, exposures=EXPOSED | {"tbi": last(120)}), NOT_MET),
    ("blood_3m", facts(months=4, exposures=EXPOSED | {"purine_analogue": last(900)}), NOT_MET),
    ("blood_3m", facts(months=4, exposures=EXPOSED | {"alemtuzumab": OPEN}), UNKNOWN),
    ("blood_6m_tbi", facts(months=6, exposures=EXPOSED | {"tbi": last(190)}), MET),
    ("blood_6m_tbi", facts(months=5), NOT_MET),
    ("blood_6m_tbi", facts(months=6, exposures=EXPOSED | {"purine_analogue": OPEN}), UNKNOWN),
    ("blood_bank", facts(), UNKNOWN),
    ("atg_pre_taper", facts(days=3, exposures=EXPOSED | {"atg": last(1)}), MET),
    ("atg_pre_taper", facts(days=3, exposures=EXPOSED | {"atg": last(0)}), NOT_MET),
    ("atg_pre_taper", facts(days=3, exposures=EXPOSED | {"atg": OPEN}), UNKNOWN),
    ("serumsick_gone", facts(days=20), MET),
    ("serumsick_gone", facts(days=20, toxicities=SICK), NOT_MET),
    ("serumsick_gone", facts(days=20, statements={}), UNKNOWN),
    ("hc_24h", facts(days=1, exposures=EXPOSED | {"cyclophosphamide": last(2)}), MET),
    ("hc_24h", facts(days=1, exposures=EXPOSED | {"cyclophosphamide": last(0)}), NOT_MET),
    ("hc_24h", facts(days=1, exposures=EXPOSED | {"cyclophosphamide": last(-2)}), NOT_MET),
    ("hc_24h", facts(days=1, exposures=EXPOSED | {"cyclophosphamide": OPEN}), UNKNOWN),
    ("sos_d90", facts(days=90), MET),
    ("sos_d90", facts(days=89), NOT_MET),
    ("sos_d90", facts(months=None, unknown=frozenset({"course"})), UNKNOWN),
    ("vte_plt", facts(value("PLT", "49", 1), days=9), MET),
    ("vte_plt", facts(value("PLT", "50", 1), days=9), NOT_MET),
    ("vte_plt", facts(value("PLT", "20", 9), days=19), UNKNOWN),
    ("ivig_igg", facts(value("IGG", "5.1", 5), exposures=EXPOSED | {"immunoglobulin": last(120)}), MET),
    ("ivig_igg", facts(value("IGG", "5.1", 5), exposures=EXPOSED | {"immunoglobulin": last(20)}), NOT_MET),
    ("ivig_igg", facts(value("IGG", "4.0", 5), exposures=EXPOSED | {"immunoglobulin": last(120)}), NOT_MET),
    ("ivig_igg", facts(value("IGG", "9.0", 5), exposures=EXPOSED | {"immunoglobulin": last(0, True)}), NOT_MET),
    ("ivig_igg", facts(exposures=EXPOSED | {"immunoglobulin": last(120)}), UNKNOWN),
    ("hepb_12m", facts(months=13), MET),
    ("hepb_12m", facts(months=11), NOT_MET),
    ("hepb_12m", facts(months=24, **IMMUNE), NOT_MET),
    ("hepb_12m", facts(months=24, exposures=EXPOSED | {"anti_cd20": last(400)}), NOT_MET),
    ("hepb_12m", facts(months=24, exposures=EXPOSED | {"anti_cd20": OPEN}), UNKNOWN),
    ("hepb_18m", facts(months=24, exposures=EXPOSED | {"anti_cd20": last(600)}), MET),
    ("hepb_18m", facts(months=24, exposures=EXPOSED | {"anti_cd20": last(500)}), NOT_MET),
    ("hepb_18m", facts(months=24, statements={}), UNKNOWN),
    ("steroid_taper", facts(days=30), UNKNOWN),
]
FOR_A_PERSON = {"blood_bank", "steroid_taper"}
"""Rules that no record can meet or rule out: only a person can say it."""


@pytest.mark.parametrize(("rule_id", "seen", "truth"), CASES)
def test_a_case_of_a_rule(rule_id: str, seen: RuleFacts, truth: Truth) -> None:
    assert judged(rule_id, seen).truth is truth


def test_every_shipped_rule_has_its_three_cases() -> None:
    found = {(rule_id, truth) for rule_id, _, truth in CASES}
    for rule_id in RULES:
        wanted = {UNKNOWN} if rule_id in FOR_A_PERSON else {MET, NOT_MET, UNKNOWN}
        assert {truth for one, truth in found if one == rule_id} == wanted, rule_id


def test_every_shipped_rule_is_judged_by_the_program() -> None:
    assert all(rule.rule is not None for rule in RULES.values())
    assert {rule.id for item in CATALOGUE.therapies.values() for rule in item.stop_rules} == set(RULES)


def test_what_holds_a_drug_is_said_first_with_its_day_where_time_is_wanting() -> None:
    verdict = judged("vzv_12m", facts(LOW, months=8))
    assert [f.truth for f in verdict.held_by] == [NOT_MET, NOT_MET]
    assert verdict.earliest == add_months(add_months(TODAY, -8), 12)
    assert verdict.from_on is None
    assert judged("vzv_12m", facts(CD4, months=8)).from_on == add_months(add_months(TODAY, -8), 12)


def test_the_planned_day_comes_from_the_rules_matters_of_time() -> None:
    days = {key: str(rule.earliest.offset) for key, rule in RULES.items() if rule.earliest is not None}
    assert days == {
        "vzv_12m": "12m", "vzv_6m": "6m", "vzv_3m": "6m", "pjp_6m_cd4": "6m", "pjp_6m": "6m", "pjp_alt_6m": "6m",
        "fn_72h": "3d", "cmv_2w": "14d", "blood_3m": "3m", "blood_6m_tbi": "6m", "sos_d90": "90d",
    }  # fmt: skip


# nothing may stop for want of data ------------------------------------------------------------------------------


def without(seen: RuleFacts, what: tuple[str, str]) -> RuleFacts:
    """The picture with one thing unknown: all values of a test, a statement, an exposure, a record, an anchor."""
    kind, name = what
    match kind:
        case "value":
            return replace(seen, readings={k: v for k, v in seen.readings.items() if k != name})
        case "statement":
            return replace(seen, statements={k: v for k, v in seen.statements.items() if k != name})
        case "exposure":
            return replace(seen, exposures={**seen.exposures, name: OPEN})
        case "engrafted":
            return replace(seen, engrafted={k: v for k, v in seen.engrafted.items() if k != name})
        case "record":
            gone = replace(seen, unknown=seen.unknown | {name})
            return replace(gone, day0=None) if name == "course" else gone
    return replace(seen, subject=None)


def removable(rule: StopRule) -> list[tuple[str, str]]:
    needs = rule.rule.needs() if rule.rule is not None else frozenset()
    found = [("record", name) for name in sorted((needs & RECORDS) | {"course"})]
    found += [("value", code) for code in sorted(needs - RECORDS)]
    found += [("statement", kind.value) for kind in StatementKind] if "statement" in needs else []
    found += [("exposure", name) for name in EXPOSURES] if "exposure" in needs else []
    found += [("engrafted", "neutrophils")] if "engraftment" in needs else []
    return [*found, ("subject", "")]


PICTURES = [seen for _, seen, _ in CASES]


ANYTHING = sorted({what for rule in RULES.values() for what in removable(rule)})


@given(seen=st.sampled_from(PICTURES), gone=st.lists(st.sampled_from(ANYTHING), min_size=1, max_size=5))
def test_removing_facts_never_lets_a_drug_stop(seen: RuleFacts, gone: list[tuple[str, str]]) -> None:
    less = seen
    for what in gone:
        less = without(less, what)
    for rule_id in RULES:
        assert judged(rule_id, seen).truth is MET or judged(rule_id, less).truth is not MET, rule_id


def test_each_single_fact_removed_from_each_case_of_a_rule() -> None:
    for rule_id, seen, truth in CASES:
        for what in removable(RULES[rule_id]):
            after = judged(rule_id, without(seen, what)).truth
            assert truth is MET or after is not MET, (rule_id, what)


PJP = [key for key in RULES if key.startswith("pjp")]
PICTURE = st.fixed_dictionaries({
    "days": st.integers(0, 900),
    "cd4": st.sampled_from([None, "0.05", "0.19", "0.2", "0.9"]),
    "old": st.integers(0, 400),
    "immune": st.sampled_from([(), IMMUNE["therapies"], PAUSED["therapies"]]),
    "dmt": st.sampled_from([NEVER, OPEN, last(9), last(9, running=True)]),
    "answer": st.sampled_from([None, "yes", "no", "unknown"]),
    "asked": st.integers(0, 300),
})  # fmt: skip


@given(given_facts=PICTURE)
@pytest.mark.parametrize("rule_id", PJP)
def test_pneumocystis_prophylaxis_never_stops_before_month_6_nor_under_immunosuppression(
    rule_id: str, given_facts: dict[str, Any]
) -> None:
    counts = () if given_facts["cd4"] is None else (value("CD4", given_facts["cd4"], given_facts["old"]),)
    answer = given_facts["answer"]
    seen = facts(
        *counts, days=given_facts["days"], therapies=given_facts["immune"],
        exposures=EXPOSED | {"dmt": given_facts["dmt"]},
        statements={} if answer is None else said("immunosuppression", answer, given_facts["asked"]),
    )  # fmt: skip
    verdict = judged(rule_id, seen)
    assert seen.day0 is not None
    if verdict.is_met:
        assert add_months(seen.day0, 6) <= TODAY
        assert given_facts["immune"] == ()
        assert not given_facts["dmt"].running
        assert answer == "no"
