"""The file of alert rules: what it holds, how mistakes in it are told, and the compiled copy."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from hsct_desktop.catalogue import alert_words
from hsct_desktop.catalogue.alert_rules import alerts_from_json
from hsct_desktop.catalogue.alerts import alerts_to_json, load_alerts
from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.rule_reader import analyte_of, threshold_units
from hsct_desktop.catalogue.source import read_source, source_of
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.alert import Severity
from hsct_desktop.domain.record_conditions import GivenBefore, Infected, Running, Toxicity
from hsct_desktop.domain.rule_facts import Amount, Missing
from hsct_desktop.resource import resource

CATALOGUE = Catalogue()
TABLE = CATALOGUE.analytes
SHIPPED = resource("catalogues/alerts.yaml")
WANTED = {
    "fn", "fever_post", "sepsis", "anc_not", "anc_fall", "late_neut", "plt_low", "plt_new", "hb", "hemol", "cmv",
    "ebv_watch", "ebv", "ebv_high", "ebv_double", "pjp_gap", "vzv_gap", "cd4_low", "igg", "tsh", "wt_sos", "es", "cls",
    "hc", "alt", "creat", "k", "na", "mg", "tma", "neuro", "pseudo", "seiz", "resp", "tmn", "bp", "gluc",
    "live", "vacc_rtx", "irr", "preg", "pcr_gap", "vaccine_gap", "overdue", "lost", "missing_ann",
}  # fmt: skip
SMALL = """
version: "1"
source: "test"
ages: {ANC: "3 d"}
terms: {bleeding: [epistaxis]}
groups: [{id: blood, label: {en: "Blood", it: "Sangue"}}]
items:
  - id: low
    group: blood
    label: {en: "Low", it: "Basso"}
    action: {en: "Act", it: "Agire"}
    thresholds: {neutrophils: "0.5 10^9/L"}
    levels: [{severity: red, when: {value: {analyte: ANC, op: "<", limit: neutrophils}}}]
"""


def refused(text: str) -> str:
    """The sentences with which a file is refused."""
    with pytest.raises(CatalogueError) as caught:
        load_alerts(source_of(text, "alerts.yaml"), TABLE)
    assert "{" not in caught.value.text("it")
    return caught.value.text("en")


def test_the_shipped_rules_are_those_of_the_reference() -> None:
    rules = load_alerts(read_source(SHIPPED, "alerts.yaml"), TABLE)
    assert set(rules.rules) == WANTED
    assert rules.version
    red = {rule.id for rule in rules.rules.values() if rule.severity is Severity.RED}
    assert red == {
        "fn", "fever_post", "sepsis", "plt_low", "plt_new", "cmv", "ebv_high", "pjp_gap", "igg", "wt_sos", "cls", "hc",
        "live", "irr",
        "alt", "k", "na", "tma", "neuro", "seiz", "resp",
    }  # fmt: skip
    assert [rule.id for rule in rules.rules.values() if not rule.enabled] == ["vaccine_gap", "overdue"]
    assert [rule.id for rule in rules.rules.values() if rule.unset] == ["cmv"]


def test_the_compiled_rules_are_those_of_the_file() -> None:
    source = read_source(SHIPPED, "alerts.yaml")
    compiled = resource("catalogues/alerts.json").read_text(encoding="utf-8")
    assert compiled == alerts_to_json(source, TABLE)
    assert alerts_from_json(compiled, TABLE) == load_alerts(source, TABLE) == CATALOGUE.alerts


def test_every_term_drug_and_class_exists() -> None:
    terms = {term.id for version in ("5.0", "6.0") for term in CATALOGUE.terms(version).all}
    drugs = set(CATALOGUE.drugs)
    elsewhere = {"ocrelizumab", "ofatumumab", "ublituximab", "obinutuzumab"}
    for rule in CATALOGUE.alerts.rules.values():
        for condition in rule.conditions():
            if isinstance(condition, Toxicity):
                assert set(condition.terms) <= terms, rule.id
            if isinstance(condition, Running | GivenBefore):
                assert set(condition.drugs) - elsewhere <= drugs, rule.id
            assert not isinstance(condition, Infected) or condition.within


def test_every_threshold_may_have_the_unit_it_has() -> None:
    for rule in CATALOGUE.alerts.rules.values():
        units = threshold_units(rule.conditions(), TABLE)
        assert {name: amount.unit in units[name] for name, amount in rule.thresholds.items()} == dict.fromkeys(
            rule.thresholds, True
        )


def test_a_small_file_is_taken() -> None:
    rules = load_alerts(source_of(SMALL, "alerts.yaml"), TABLE)
    assert rules.rules["low"].thresholds["neutrophils"].number == Decimal("0.5")
    assert rules.ages == {"ANC": 3}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"0.5 10^9/L"', "0.5", "threshold “neutrophils” is “0.5”: write a number with its unit"),
        ('"0.5 10^9/L"', '"0.5"', "threshold “neutrophils” is “0.5”: write a number with its unit"),
        ('"0.5 10^9/L"', '"0.5 mmHg"', "The unit mmHg does not belong here"),
        ("limit: neutrophils", "limit: platelets", "which is not in thresholds"),
        ('"0.5 10^9/L"}', '"0.5 10^9/L", other: "3 d"}', "no condition uses the threshold “other”"),
        ("analyte: ANC", "analyte: XYZ", "No test has the code “XYZ”"),
        ("analyte: ANC", "analyte: PLT", "ages says not how long a value of PLT counts"),
        ('op: "<"', 'op: "="', "“=” does not fit “op”"),
        ('op: "<", ', "", "value lacks “op”"),
        ("limit: neutrophils}", "limit: neutrophils, near: 3}", "value has no “near”"),
        ("value: {analyte", "valu: {analyte", "“valu” is no condition"),
        ('"3 d"}', '"3 weeks"}', "“3 weeks” is no age"),
        ("group: blood", "group: bone", "there is no group “bone”"),
        ("{value: {analyte: ANC, op: \"<\", limit: neutrophils}}", "{any: []}", "list at least one condition"),
        ("{value: {analyte: ANC, op: \"<\", limit: neutrophils}}", "{toxicity: {terms: blood, grade: g}}",
         "the list of terms “blood” is not in terms"),
        ("severity: red,", "severity: black,", "severity"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_line(old: str, new: str, sentence: str) -> None:
    assert old in SMALL
    told = refused(SMALL.replace(old, new, 1))
    assert sentence in told
    assert "alerts.yaml, line" in told


def test_levels_go_from_worst_to_mildest() -> None:
    level = '{severity: red, when: {value: {analyte: ANC, op: "<", limit: neutrophils}}}'
    text = SMALL.replace(f"[{level}]", f"[{level.replace('red', 'amber')}, {level}]")
    assert "from worst to mildest" in refused(text)


def test_a_folder_of_the_unit_does_not_hold_rules(tmp_path: Path) -> None:
    """A unit changes rules in Settings, where it is logged who did; a file of that name is told to be unused."""
    (tmp_path / "catalogues").mkdir()
    (tmp_path / "catalogues" / "alerts.yaml").write_text(SMALL, encoding="utf-8")
    assert [p.problem.key for p in Catalogue(tmp_path).problems] == ["unit_file_unknown"]


@pytest.mark.parametrize("language", ["en", "it"])
def test_every_rule_is_worded(language: str) -> None:
    words = wording(language)
    for rule in CATALOGUE.alerts.rules.values():
        for name, amount in rule.thresholds.items():
            assert alert_words.threshold_name(words, TABLE, rule, name)
            assert alert_words.amount(words, amount)
        needed = {need for need in rule.needs() if need.isupper()}
        assert all(analyte_of(TABLE, code) for code in needed)


def test_alerts_in_words() -> None:
    words, italian = wording("en"), wording("it")
    seen = {"kind": "value", "analyte": "CMV", "text": "2300", "unit": "IU/mL", "on": "2026-11-20",
            "op": ">=", "limit": "1000", "limit_unit": "IU/mL"}  # fmt: skip
    rule = CATALOGUE.alerts.rules["cmv"]
    assert alert_words.headline(words, TABLE, seen, rule).replace("\u00a0", " ") == "CMV DNA 2300 IU/mL"
    told = alert_words.evidence(italian, TABLE, seen).replace("\u00a0", " ")
    assert told == "CMV-DNA 2300 IU/mL il 20 nov 2026 · soglia: 1000 IU/mL o più"
    assert alert_words.amount(words, Amount(Decimal(5), "x ULN")).replace("\u00a0", " ") == "5 × ULN"
    assert alert_words.amount(words, Amount(None, "IU/mL")) == "not set"
    assert alert_words.missing(words, TABLE, [Missing("unit", "CMV IU/mL").key]) == [
        "CMV DNA measured in another unit than IU/mL"
    ]


def test_the_compiled_file_is_plain_data() -> None:
    content = json.loads(resource("catalogues/alerts.json").read_text(encoding="utf-8"))
    assert {"version", "ages", "terms", "groups", "items"} <= content.keys()
