"""Every shipped alert rule: a case that fires, one on the limit that does not, and one that cannot be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.catalogue.alert_rules import bound_rule
from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.alert import (
    POSSIBLE,
    SURE,
    AlertChange,
    AlertRule,
    Severity,
    Verdict,
    check_change,
    judge,
    offered,
    read_amount,
    with_change,
)
from hsct_desktop.domain.rule_facts import Amount, Given, Missing, Reading, RuleFacts, Toxic, Truth, missing_of

TODAY = date(2026, 11, 20)
CATALOGUE = Catalogue()
RULES = CATALOGUE.alerts
RED, AMBER, INFO = Severity.RED, Severity.AMBER, Severity.INFO
UNITS = {"CMV": "IU/mL", "EBV": "copies/mL", "MCV": "fL"}


def days(count: int) -> date:
    return TODAY - timedelta(days=count)


def value(code: str, text: str, ago: int = 0, **more: Any) -> Reading:
    """A reading as the store gives it: "0.4", "<0.1", ">500", "neg"; in the canonical unit."""
    analyte = CATALOGUE.analytes.analytes.get(code)
    unit = UNITS.get(code) or (analyte.unit if analyte else "")
    comparator = text[0] if text[0] in "<>" else ""
    qualitative = text if text in ("neg", "pos") else ""
    number = None if qualitative else Decimal(text.lstrip("<>"))
    limits = {name: Decimal(more.pop(name)) for name in ("lln", "uln", "baseline") if name in more}
    row = more.pop("row", f"lab_result:{code}{ago}")
    return Reading(
        code, days(ago), unit, number, "", comparator, qualitative, text, unit, number, row=row, **limits, **more
    )


def facts(*readings: Reading, day: int | None = 10, **more: Any) -> RuleFacts:
    """Facts of a patient on Day +`day`, neutrophils and platelets not yet engrafted unless told otherwise."""
    held: dict[str, tuple[Reading, ...]] = {}
    for reading in sorted(readings, key=lambda r: r.moment, reverse=True):
        held[reading.analyte] = (*held.get(reading.analyte, ()), reading)
    usual = {"engrafted": {"neutrophils": None, "platelets": None}, "ages": RULES.ages}
    return RuleFacts(TODAY, None if day is None else days(day), held, **{**usual, **more})


def tox(term: str, grade: int = 2, since: int = 2, is_open: bool = True) -> Toxic:
    return Toxic(1, term, term, grade, days(since), is_open)


def drug(therapy_class: str, name: str, running: bool = True, start: int = 20, stop: int | None = None) -> Given:
    return Given(1, therapy_class, name, name, days(start), None if stop is None else days(stop), running)


BOTH = {"neutrophils": days(20), "platelets": days(20)}
CMV_SET = AlertChange(True, None, {"copies": Amount(Decimal(1000), "IU/mL")})


def rule(rule_id: str) -> AlertRule:
    """A rule as shipped; the CMV rule with a unit's threshold of 1000 IU/mL."""
    found = RULES.rules[rule_id]
    return bound_rule(with_change(found, CMV_SET), CATALOGUE.analytes) if rule_id == "cmv" else found


Case = tuple[str, RuleFacts, Severity]
FIRES: list[Case] = [
    ("fn", facts(value("TEMP", "38.0"), value("ANC", "0.49")), RED),
    ("fn", facts(value("TEMP", "38.0"), value("ANC", "0.9"), value("ANC", "1.2", 1)), RED),
    ("fn", facts(value("TEMP", "36.8"), value("TEMP", "38.2", row="a"), value("ANC", "<0.1")), RED),
    ("fever_post", facts(value("TEMP", "38.0"), day=100), RED),
    ("sepsis", facts(value("SBP", "89")), RED),
    ("sepsis", facts(value("RR", "22")), RED),
    ("sepsis", facts(toxicities=(tox("confusion", 1),)), RED),
    ("anc_not", facts(value("ANC", "0.49"), day=21), AMBER),
    ("anc_fall", facts(value("ANC", "0.49"), day=40, engrafted=BOTH), AMBER),
    ("late_neut", facts(value("ANC", "0.99"), day=30, therapies=(drug("other", "rituximab", False, 60, 59),)), AMBER),
    ("plt_low", facts(value("PLT", "10")), RED),
    ("plt_low", facts(value("PLT", "20"), value("TEMP", "38.0")), RED),
    ("plt_low", facts(value("PLT", "20"), toxicities=(tox("epistaxis", 1),)), RED),
    ("plt_new", facts(value("PLT", "49"), day=60, engrafted=BOTH), AMBER),
    ("plt_new", facts(value("PLT", "80"), value("PLT", "160", 14), day=60, engrafted=BOTH), AMBER),
    ("plt_new", facts(value("PLT", "19"), day=60, engrafted=BOTH), RED),
    ("plt_new", facts(value("PLT", "40"), day=60, engrafted=BOTH, toxicities=(tox("epistaxis", 1),)), RED),
    ("hb", facts(value("HGB", "79")), AMBER),
    ("hemol", facts(value("HGB", "90"), value("HGB", "110", 14), value("LDH", "251", uln="250")), AMBER),
    ("hemol", facts(value("HGB", "90"), value("HGB", "110", 3), value("HAPT", "0.2", lln="0.3")), AMBER),
    ("tma", facts(
        value("HGB", "80"), value("HGB", "100", 5), value("PLT", "50"), value("PLT", "100", 5),
        value("LDH", "260", uln="250"), value("CREA", "151", baseline="100"),
    ), RED),
    ("cmv", facts(value("CMV", "1000")), AMBER),
    ("cmv", facts(value("CMV", "1000"), value("CMV", "1500", 7)), RED),
    ("cmv", facts(value("CMV", "1200"), value("CMV", "600", 7)), RED),
    ("ebv_watch", facts(value("EBV", "1")), INFO),
    ("ebv_watch", facts(value("EBV", "pos")), INFO),
    ("ebv", facts(value("EBV", "10001"), value("EBV", "20000", 7)), AMBER),
    ("ebv_high", facts(value("EBV", "500001")), RED),
    ("ebv_high", facts(toxicities=(tox("epstein_barr_virus_infection_reactivation", 3),)), RED),
    ("ebv_double", facts(value("EBV", "1000"), value("EBV", "100", 7)), AMBER),
    ("ebv_double", facts(value("EBV", "400"), value("EBV", "200", 10), value("EBV", "100", 20)), AMBER),
    ("pjp_gap", facts(day=60, engrafted=BOTH), RED),
    ("pjp_gap", facts(day=30), RED),
    ("pjp_gap", facts(value("CD4", "0.199"), day=300, engrafted=BOTH), RED),
    ("vzv_gap", facts(day=100, therapies=(drug("antiviral", "aciclovir", False, 90, 10),)), AMBER),
    ("cd4_low", facts(value("CD4", "0.199"), day=184), AMBER),
    ("igg", facts(value("IGG", "3.99")), AMBER),
    ("igg", facts(value("IGG", "3.99"), infections=(days(30),)), RED),
    ("wt_sos", facts(value("WEIGHT", "73.6", baseline="70")), AMBER),
    ("wt_sos", facts(value("BILT", "34"), day=40), AMBER),
    ("wt_sos", facts(value("WEIGHT", "73.6", baseline="70"), value("BILT", "34")), RED),
    ("es", facts(
        value("TEMP", "38.3"), engrafted={"neutrophils": days(4)}, toxicities=(tox("rash_maculo_papular", 1),)
    ), AMBER),
    ("cls", facts(value("WEIGHT", "72.2"), value("WEIGHT", "70", 1)), RED),
    ("hc", facts(toxicities=(tox("hematuria", 2),)), AMBER),
    ("hc", facts(toxicities=(tox("cystitis_noninfective", 3),)), RED),
    ("alt", facts(value("ALT", "201", uln="40")), AMBER),
    ("alt", facts(value("AST", "801", uln="40")), RED),
    ("creat", facts(value("CREA", "150.1", baseline="100")), AMBER),
    ("k", facts(value("K", "2.9")), RED),
    ("k", facts(value("K", "6.1")), RED),
    ("na", facts(value("NA", "124")), RED),
    ("mg", facts(value("MG", "0.49")), AMBER),
    ("resp", facts(value("SPO2", "91")), RED),
    ("bp", facts(value("SBP", "160")), AMBER),
    ("bp", facts(value("DBP", "100")), AMBER),
    ("neuro", facts(value("TEMP", "36.8"), toxicities=(tox("ataxia", 2, 1),)), RED),
    ("pseudo", facts(value("TEMP", "38.1"), toxicities=(tox("ataxia", 1, 0),)), AMBER),
    ("seiz", facts(toxicities=(tox("seizure", 1, 7, False),)), RED),
    ("tsh", facts(value("TSH", "10.1")), AMBER),
    ("tsh", facts(value("TSH", "0.09")), AMBER),
    ("tsh", facts(value("TSH", "4.3", uln="4.2", lln="0.4")), AMBER),
    ("tmn", facts(value("MCV", "101.1"), value("MCV", "96", 300), day=400), AMBER),
    ("tmn", facts(value("PLT", "99"), value("PLT", "95", 20), value("PLT", "98", 42), day=400), AMBER),
    ("tmn", facts(value("MONO", "1.1"), value("MONO", "1.2", 40), day=400), AMBER),
    ("gluc", facts(value("HBA1C", "6.5")), AMBER),
]  # fmt: skip
SILENT: list[tuple[str, RuleFacts]] = [
    ("fn", facts(value("TEMP", "37.9"), value("ANC", "0.1"))),
    ("fn", facts(value("TEMP", "39"), value("ANC", "1.0"))),
    ("fn", facts(value("TEMP", "39"), value("ANC", "0.9"), value("ANC", "0.9", 1))),
    ("fever_post", facts(value("TEMP", "37.9"))),
    ("fever_post", facts(value("TEMP", "39"), day=101)),
    ("sepsis", facts(value("SBP", "90"), value("RR", "21"))),
    ("anc_not", facts(value("ANC", "0.5"), day=21)),
    ("anc_not", facts(value("ANC", "0.1"), day=20)),
    ("anc_fall", facts(value("ANC", "0.5"), day=40, engrafted=BOTH)),
    ("anc_fall", facts(value("ANC", "0.1"))),
    ("late_neut", facts(value("ANC", "1.0"), day=30, therapies=(drug("other", "rituximab"),))),
    ("late_neut", facts(value("ANC", "0.5"), day=181, therapies=(drug("other", "rituximab"),))),
    ("plt_low", facts(value("PLT", "11"), value("TEMP", "37.9"))),
    ("plt_low", facts(value("PLT", "21"), value("TEMP", "39"))),
    ("plt_new", facts(value("PLT", "81"), value("PLT", "160", 14), day=60, engrafted=BOTH)),
    ("plt_new", facts(value("PLT", "30"), day=27, engrafted=BOTH)),
    ("hb", facts(value("HGB", "80"))),
    ("hemol", facts(value("HGB", "91"), value("HGB", "110", 14), value("LDH", "900", uln="250"))),
    ("hemol", facts(value("HGB", "80"), value("HGB", "110", 14), value("LDH", "250", uln="250"),
                    value("HAPT", "0.3", lln="0.3"))),
    ("tma", facts(value("HGB", "80"), value("HGB", "100", 5), value("PLT", "51"), value("PLT", "100", 5),
                  value("LDH", "260", uln="250"), value("CREA", "151", baseline="100"))),
    ("cmv", facts(value("CMV", "999"))),
    ("cmv", facts(value("CMV", "neg"))),
    ("ebv_watch", facts(value("EBV", "neg"))),
    ("ebv_watch", facts(value("EBV", "<100"))),
    ("ebv", facts(value("EBV", "10000"), value("EBV", "20000", 7))),
    ("ebv_high", facts(value("EBV", "500000"))),
    ("ebv_double", facts(value("EBV", "199"), value("EBV", "100", 7), value("EBV", "90", 14))),
    ("pjp_gap", facts(day=60, engrafted=BOTH, therapies=(drug("pjp", "cotrimoxazole"),))),
    ("pjp_gap", facts(day=10)),
    ("pjp_gap", facts(value("CD4", "0.2"), day=300, engrafted=BOTH)),
    ("vzv_gap", facts(day=100, therapies=(drug("antiviral", "aciclovir"),))),
    ("vzv_gap", facts(day=400, therapies=(drug("antiviral", "aciclovir", False, 90, 10),))),
    ("cd4_low", facts(value("CD4", "0.2"), day=184)),
    ("cd4_low", facts(value("CD4", "0.1"), day=100)),
    ("igg", facts(value("IGG", "4"))),
    ("wt_sos", facts(value("WEIGHT", "73.5", baseline="70"), value("BILT", "33.9"))),
    ("es", facts(value("TEMP", "38.3"), engrafted={"neutrophils": days(5)},
                 toxicities=(tox("rash_maculo_papular", 1),))),
    ("es", facts(value("TEMP", "38.2"), engrafted={"neutrophils": days(1)}, toxicities=(tox("diarrhea", 1),))),
    ("cls", facts(value("WEIGHT", "72.1"), value("WEIGHT", "70", 1))),
    ("hc", facts(toxicities=(tox("hematuria", 1),))),
    ("alt", facts(value("ALT", "200", uln="40"), value("AST", "40", uln="40"))),
    ("creat", facts(value("CREA", "150", baseline="100"))),
    ("k", facts(value("K", "3.0"))),
    ("k", facts(value("K", "6.0"))),
    ("na", facts(value("NA", "125"))),
    ("mg", facts(value("MG", "0.5"))),
    ("resp", facts(value("SPO2", "92"))),
    ("bp", facts(value("SBP", "159"), value("DBP", "99"))),
    ("neuro", facts(value("TEMP", "38.0"), toxicities=(tox("ataxia", 2, 1),))),
    ("neuro", facts(value("TEMP", "36.8"), toxicities=(tox("ataxia", 2, 0),))),
    ("pseudo", facts(value("TEMP", "38.0"), toxicities=(tox("ataxia", 1),))),
    ("seiz", facts(toxicities=(tox("seizure", 1, 8, False),))),
    ("tsh", facts(value("TSH", "4.2", uln="4.2", lln="0.4"))),
    ("tmn", facts(value("MCV", "101"), value("MCV", "96", 300), value("ANC", "1.0"), value("PLT", "100"),
                  value("HGB", "100"), value("MONO", "1.0"), day=400)),
    ("tmn", facts(value("MONO", "1.1"), value("MONO", "1.2", 40), day=100)),
    ("gluc", facts(value("HBA1C", "6.4"), value("GLU", "6.9"))),
]  # fmt: skip
OPEN: list[tuple[str, RuleFacts, str, bool]] = [
    ("fn", facts(value("TEMP", "38.4"), value("ANC", "0.3", 9)), "value:ANC:2026-11-11", True),
    ("fn", facts(value("TEMP", "38.4"), value("ANC", "0.8")), "earlier:ANC:2026-11-20", True),
    ("fever_post", facts(value("TEMP", "38.4", 5)), "value:TEMP:2026-11-15", False),
    ("sepsis", facts(value("SBP", "<100"), value("RR", "20")), "value:SBP:2026-11-20", False),
    ("anc_not", facts(day=21), "value:ANC:", False),
    ("anc_fall", facts(value("ANC", "0.3"), day=60, engrafted={}), "engraftment:neutrophils:", False),
    ("late_neut", facts(value("ANC", "0.9"), day=40), "therapy:rituximab:", False),
    ("plt_low", facts(value("PLT", "15")), "value:TEMP:", True),
    ("plt_new", facts(value("PLT", "15"), day=900, engrafted={}), "engraftment:platelets:", True),
    ("plt_new", facts(value("PLT", "40"), day=900, engrafted={}), "engraftment:platelets:", False),
    ("hb", facts(), "value:HGB:", False),
    ("hemol", facts(value("HGB", "60"), value("LDH", "900", uln="250")), "earlier:HGB:2026-11-20", False),
    ("tma", facts(value("CREA", "200", baseline="100")), "value:HGB:", True),
    ("cmv", facts(replace(value("CMV", "5000"), unit="copies/mL")), "unit:CMV IU/mL:2026-11-20", False),
    ("ebv_watch", facts(), "value:EBV:", False),
    ("ebv", facts(value("EBV", "10001")), "earlier:EBV:2026-11-20", False),
    ("ebv_high", facts(replace(value("EBV", "600000"), unit="IU/mL")), "unit:EBV copies/mL:2026-11-20", True),
    ("ebv_high", facts(replace(value("EBV", "400000"), unit="IU/mL")), "unit:EBV copies/mL:2026-11-20", False),
    ("ebv_double", facts(value("EBV", "1000"), value("EBV", "neg", 7)), "earlier:EBV:2026-11-20", False),
    ("pjp_gap", facts(day=300, engrafted=BOTH), "value:CD4:", True),
    ("pjp_gap", facts(value("CD4", "0.1", 200), day=500, engrafted=BOTH), "value:CD4:2026-05-04", True),
    ("pjp_gap", facts(value("CD4", "0.2", 200), day=500, engrafted=BOTH), "value:CD4:2026-05-04", False),
    ("pjp_gap", facts(value("CD4", "0.5", 320), day=300, engrafted=BOTH), "value:CD4:2026-01-04", True),
    ("pjp_gap", facts(day=740, engrafted=BOTH), "value:CD4:", False),
    ("vzv_gap", facts(day=100), "therapy:aciclovir:", False),
    ("cd4_low", facts(value("CD4", "0.1", 200), day=300), "value:CD4:2026-05-04", False),
    ("igg", facts(value("IGG", "<5")), "value:IGG:2026-11-20", False),
    ("wt_sos", facts(value("WEIGHT", "80")), "baseline:WEIGHT:2026-11-20", False),
    ("es", facts(engrafted={"neutrophils": days(1)}, toxicities=(tox("diarrhea", 1),)), "value:TEMP:", False),
    ("cls", facts(value("WEIGHT", "80")), "earlier:WEIGHT:2026-11-20", False),
    ("alt", facts(value("ALT", "900")), "limit:ALT:2026-11-20", False),
    ("creat", facts(value("CREA", "300")), "baseline:CREA:2026-11-20", False),
    ("k", facts(value("K", "2.0", 4)), "value:K:2026-11-16", False),
    ("na", facts(), "value:NA:", False),
    ("mg", facts(), "value:MG:", False),
    ("resp", facts(), "value:SPO2:", False),
    ("bp", facts(value("SBP", "150")), "value:DBP:", False),
    ("neuro", facts(toxicities=(tox("ataxia", 2, 1),)), "value:TEMP:", True),
    ("pseudo", facts(toxicities=(tox("ataxia", 2, 1),)), "value:TEMP:", False),
    ("tsh", facts(value("TSH", "5")), "limit:TSH:2026-11-20", False),
    ("tmn", facts(value("PLT", "90"), day=400), "earlier:PLT:2026-11-20", False),
    ("gluc", facts(value("GLU", "7.0"), value("HBA1C", "6.0")), "asked:fasting:", False),
]
NEVER_OPEN = {"hc", "seiz"}
"""Rules on toxicities alone: what nobody recorded counts as not there."""


def said(verdict: Verdict) -> tuple[Truth, Severity | None]:
    return verdict.truth, verdict.severity


@pytest.mark.parametrize(("rule_id", "known", "severity"), FIRES)
def test_it_fires(rule_id: str, known: RuleFacts, severity: Severity) -> None:
    found = judge(rule(rule_id), known)
    assert said(found) == (Truth.YES, severity)
    assert found.certainty == SURE
    assert found.evidence or rule_id in ("pjp_gap",)


@pytest.mark.parametrize(("rule_id", "known"), SILENT)
def test_it_does_not_fire(rule_id: str, known: RuleFacts) -> None:
    assert said(judge(rule(rule_id), known)) == (Truth.NO, None)


@pytest.mark.parametrize(("rule_id", "known", "missing", "possible"), OPEN)
def test_it_cannot_be_told(rule_id: str, known: RuleFacts, missing: str, possible: bool) -> None:
    """Only a red rule with a finding that is surely there fires all the same, as possible; what is missing is named."""
    found = judge(rule(rule_id), known)
    assert found.truth is Truth.UNKNOWN
    assert missing in {m.key for m in found.missing}
    assert found.severity is (RED if possible else None)
    if possible:
        assert found.certainty == POSSIBLE


def test_every_rule_has_its_cases() -> None:
    everything = {r.id for r in RULES.rules.values() if r.group != "care"}  # those stand in test_alert_gaps
    assert everything == {case[0] for case in FIRES}
    assert everything - {case[0] for case in SILENT} == set()
    assert everything - {case[0] for case in OPEN} == NEVER_OPEN


def test_without_day0_nothing_lies_after_it() -> None:
    for rule_id in ("fever_post", "anc_not", "pjp_gap", "wt_sos"):
        assert judge(rule(rule_id), facts(value("TEMP", "39"), value("ANC", "0.1"), day=None)).truth is Truth.NO


def test_a_rule_without_its_threshold_is_off_until_the_unit_gives_it() -> None:
    shipped = RULES.rules["cmv"]
    assert (shipped.unset, shipped.acts) == (("copies",), False)
    assert said(judge(shipped, facts(value("CMV", "1000000")))) == (Truth.NO, None)
    assert [r.id for r in RULES.rules.values() if r.enabled and not r.acts] == ["cmv"]


def test_what_a_worse_level_lacks_is_named_beside_the_milder_alert() -> None:
    found = judge(rule("wt_sos"), facts(value("WEIGHT", "80", baseline="70")))
    assert said(found) == (Truth.YES, AMBER)
    assert [m.key for m in found.missing] == ["value:BILT:"]


@pytest.mark.parametrize(("typed", "severity"), [("2", AMBER), ("2.0", AMBER), ("1.99", None), ("1.9", None)])
def test_a_limit_printed_in_two_units_holds_for_each_as_typed(typed: str, severity: Severity | None) -> None:
    number = Decimal(typed)
    reading = replace(value("BILT", "0"), value=number * Decimal("17.104"), typed=number, typed_unit="mg/dL")
    found = judge(rule("wt_sos"), facts(reading, day=40))
    assert found.severity is severity
    if severity is not None:
        assert (found.evidence[0]["limit"], found.evidence[0]["limit_unit"]) == ("2", "mg/dL")
    own = with_change(rule("wt_sos"), AlertChange(True, None, {"bilirubin": Amount(Decimal(30), "umol/L")}))
    assert judge(bound_rule(own, CATALOGUE.analytes), facts(reading, day=40)).severity is AMBER


def test_findings_that_nearly_everybody_has_make_nothing_possible() -> None:
    assert said(judge(rule("plt_low"), facts(value("TEMP", "40")))) == (Truth.UNKNOWN, None)
    known = facts(value("HGB", "80"), value("HGB", "110", 5), value("PLT", "20"), value("PLT", "100", 5))
    assert said(judge(rule("tma"), known)) == (Truth.UNKNOWN, None)


@pytest.mark.parametrize("rule_id", ["fn", "igg", "hb"])
def test_a_unit_lowers_a_severity_by_one_step_at_most(rule_id: str) -> None:
    shipped = RULES.rules[rule_id]
    assert list(offered(shipped)) == [RED, AMBER] if shipped.severity is RED else [AMBER, INFO]
    milder = with_change(shipped, AlertChange(True, AMBER))
    assert all(level.severity is not RED for level in milder.levels)
    wrong = list(check_change(shipped, AlertChange(True, INFO), {}))
    assert [p.key for p in wrong] == (["alert_severity_too_mild"] if shipped.severity is RED else [])


def test_thresholds_of_a_unit_count_in_their_own_unit() -> None:
    own = with_change(RULES.rules["hb"], AlertChange(True, None, {"haemoglobin": Amount(Decimal("7"), "g/dL")}))
    changed = bound_rule(own, CATALOGUE.analytes)
    assert judge(changed, facts(value("HGB", "69.9"))).severity is AMBER
    assert judge(changed, facts(value("HGB", "70"))).severity is None
    assert judge(with_change(RULES.rules["hb"], AlertChange(False)), facts(value("HGB", "10"))).severity is None


@pytest.mark.parametrize(
    ("name", "amount", "key"),
    [
        ("haemoglobin", Amount(Decimal(7), "mmHg"), "alert_unit_foreign"),
        ("haemoglobin", Amount(Decimal(-7), "g/L"), "alert_threshold_unreadable"),
        ("haemoglobin", Amount(Decimal("NaN"), "g/L"), "alert_threshold_unreadable"),
        ("haemoglobin", Amount(None, "g/L"), "alert_threshold_missing"),
    ],
)
def test_a_wrong_threshold_is_refused(name: str, amount: Amount, key: str) -> None:
    found = list(check_change(RULES.rules["hb"], AlertChange(True, None, {name: amount}), {name: ("g/L", "g/dL")}))
    assert [(p.field, p.key) for p in found] == [(name, key)]


def test_days_are_whole() -> None:
    wrong = AlertChange(True, None, {"within": Amount(Decimal("2.5"), "d")})
    assert [p.key for p in check_change(RULES.rules["fn"], wrong, {"within": ("d",)})] == ["alert_threshold_not_whole"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1000", Amount(Decimal(1000), "IU/mL")),
        ("7,5 g/dL", Amount(Decimal("7.5"), "g/dL")),
        ("", Amount(None, "IU/mL")),
        ("many", None),
        ("inf", None),
    ],
)
def test_typed_thresholds(text: str, read: Amount | None) -> None:
    assert read_amount(text, "IU/mL") == read


def test_what_is_missing_is_stored_and_read_back() -> None:
    for found in (Missing("value", "ANC", TODAY), Missing("unit", "CMV IU/mL"), Missing("asked", "fasting")):
        assert missing_of(found.key) == found


def test_kleene() -> None:
    assert (~Truth.YES, ~Truth.NO, ~Truth.UNKNOWN) == (Truth.NO, Truth.YES, Truth.UNKNOWN)


KNOWN: dict[str, Callable[[], Reading]] = {
    "TEMP": lambda: value("TEMP", "38.6"), "ANC": lambda: value("ANC", "0.3"), "PLT": lambda: value("PLT", "15"),
    "HGB": lambda: value("HGB", "79"), "LDH": lambda: value("LDH", "900", uln="250"),
    "CREA": lambda: value("CREA", "200", baseline="100"), "BILT": lambda: value("BILT", "40"),
    "WEIGHT": lambda: value("WEIGHT", "80", baseline="70"), "SBP": lambda: value("SBP", "80"),
    "ALT": lambda: value("ALT", "900", uln="40"), "K": lambda: value("K", "2.2"), "IGG": lambda: value("IGG", "3"),
    "CD4": lambda: value("CD4", "0.1"), "TSH": lambda: value("TSH", "20"), "EBV": lambda: value("EBV", "900000"),
}  # fmt: skip


@given(st.sets(st.sampled_from(sorted(KNOWN))), st.sampled_from(sorted(KNOWN)), st.sampled_from([5, 40, 300]))
def test_more_knowledge_never_turns_fires_into_cannot_tell(held: set[str], more: str, day: int) -> None:
    """A value of an analyte of which nothing was known leaves every sure alert sure."""
    before = facts(*(KNOWN[code]() for code in held - {more}), day=day, engrafted={})
    after = facts(*(KNOWN[code]() for code in held | {more}), day=day, engrafted={})
    for known in RULES.rules.values():
        if judge(known, before).truth is Truth.YES:
            assert judge(known, after).truth is Truth.YES, known.id
        if judge(known, before).truth is Truth.NO:
            assert judge(known, after).truth is Truth.NO, known.id


@given(
    st.decimals(0, 100, places=1), st.decimals(0, 100, places=1), st.sampled_from(["<", "<=", ">", ">="]),
    st.sampled_from(["<", ">"]), st.decimals(0, 100, places=1),
)  # fmt: skip
def test_what_is_sure_behind_a_comparator_is_so_for_every_true_value(
    limit: Decimal, number: Decimal, op: str, comparator: str, truth: Decimal
) -> None:
    if (comparator == "<") != (truth < number) or truth == number:
        return
    censored = replace(value("ANC", "1"), value=number, comparator=comparator).compared(op, limit)
    exact = replace(value("ANC", "1"), value=truth).compared(op, limit)
    assert censored in (Truth.UNKNOWN, exact)
