"""Stop rules of a file: what is wrong with one is said with its place; the compiled file reads as the YAML does."""

from __future__ import annotations

from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.source import read_source
from hsct_desktop.catalogue.stop_rules import StopRules, stop_rules_of
from hsct_desktop.catalogue.therapies import load_therapies

CATALOGUE = Catalogue()
OWN = """
source: "our ward"
ages: {CD4: "190 d"}
items:
  - id: own
    label: {en: "Own", it: "Nostra"}
    therapy_class: pjp
    covers: pjp
    drugs: [{id: own_drug, label: {en: "Drug", it: "Farmaco"}}]
    stop_rules:
      - id: own_rule
        text: {en: "Month 6", it: "Mese 6"}
        thresholds: {months: "6 months", cd4: "200 /uL"}
        least: {months: "6 months"}
        when:
          all:
            - since_day0: {from: months}
            - value: {analyte: CD4, op: ">=", limit: cd4}
"""


def load(folder: Path, *changes: tuple[str, str]) -> object:
    text = OWN
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "therapies.yaml"
    path.write_text(text, encoding="utf-8")
    return load_therapies(read_source(path, "therapies.yaml"), CATALOGUE.analytes)


def test_a_units_own_rule_is_read_and_counts_for_what_it_covers(tmp_path: Path) -> None:
    items = load(tmp_path)
    found = stop_rules_of(items.values())  # type: ignore[attr-defined]
    assert found.rules["own_rule"].rule is not None
    assert found.indication("own_drug") == "pjp"
    assert found.indication("", "own") == "pjp"
    assert str(found.rules["own_rule"].earliest.offset) == "6m"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (('months: "6 months", cd4', "months: 6, cd4"), "alert_number_bare"),
        (("since_day0: {from: months}", "moon_phase: {from: months}"), "alert_condition_unknown"),
        (("limit: cd4", "limit: cd8"), "alert_threshold_unknown"),
        (('op: ">="', "op: 7"), "rule_value_wrong"),
        (('"200 /uL"', '"200 g/L"'), "alert_unit_foreign"),
        (("analyte: CD4", "analyte: CD5"), "analyte_unknown"),
        (('ages: {CD4: "190 d"}', "ages: {}"), "alert_age_missing"),
        (('CD4: "190 d"', "CD4: 190"), "alert_age_unreadable"),
        (('least: {months: "6 months"}', 'least: {months: "7 months"}'), "stop_least_wrong"),
        (('least: {months: "6 months"}', 'least: {years: "6 months"}'), "alert_threshold_unknown"),
    ],
)
def test_each_mistake_is_said_with_its_line(tmp_path: Path, change: tuple[str, str], key: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        load(tmp_path, change)
    found = {one.problem.key: one.line for one in caught.value.problems}
    assert key in found
    assert found[key] > 1


def test_the_compiled_rules_are_those_of_the_catalogue() -> None:
    read = stop_rules_of(CATALOGUE.therapies.values(), StopRules(CATALOGUE.stop_rules.version))
    assert read == CATALOGUE.stop_rules


def test_an_alternative_counts_for_the_indication_that_it_covers() -> None:
    rules = CATALOGUE.stop_rules
    assert {rules.indication(drug) for drug in ("cotrimoxazole", "atovaquone", "dapsone", "pentamidine")} == {"pjp"}
    assert rules.indication("aciclovir") == "vzv"
    assert rules.indication("something of our own") == ""
