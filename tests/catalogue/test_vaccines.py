"""The vaccine catalogue: the shipped file, its compiled form, a unit's own file, mistakes told in its lines."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.source import read_source
from hsct_desktop.catalogue.vaccine_reader import with_numbers
from hsct_desktop.catalogue.vaccines import load_vaccines, vaccines_to_json
from hsct_desktop.domain.vaccine import VaccineKind
from hsct_desktop.resource import resource

SHIPPED = Catalogue().vaccines
NEVER = {"opv", "bcg", "typhoid_oral", "zoster_live", "flu_nasal", "rotavirus"}
LIVE = {"mmr", "vzv_live", "yf", "dengue_live", "chik_live"}


def own(folder: Path, text: str) -> Catalogue:
    (folder / "catalogues").mkdir(parents=True, exist_ok=True)
    (folder / "catalogues" / "vaccines.yaml").write_text(text, encoding="utf-8")
    return Catalogue(folder)


def test_the_compiled_file_is_what_the_yaml_says() -> None:
    source = read_source(resource("catalogues/vaccines.yaml"), "vaccines.yaml")
    table = Catalogue().analytes
    assert load_vaccines(source, table) == SHIPPED
    assert vaccines_to_json(source, table) == resource("catalogues/vaccines.json").read_text(encoding="utf-8")


def test_every_series_of_the_reference_is_there_with_its_source_in_each_guideline() -> None:
    for variant in ("ecil7", "idsa", "agiho"):
        series = SHIPPED.of(variant)
        assert {s.id for s in series.values() if s.kind is VaccineKind.NEVER} == NEVER
        assert {s.id for s in series.values() if s.kind is VaccineKind.LIVE} == LIVE
        assert all(s.source and s.label.en and s.label.it for s in series.values())
        assert all(bool(s.conditions) == (s.kind is VaccineKind.LIVE) for s in series.values())
    assert all(SHIPPED.products[name].components == (name,) for name in SHIPPED.of("ecil7"))
    assert SHIPPED.products["hexavalent"].components == ("dtap", "ipv", "hib", "hbv")


def test_a_unit_adds_a_series_and_changes_a_condition(tmp_path: Path) -> None:
    catalogue = own(
        tmp_path,
        """
items:
  - {id: rabies, label: {en: "Rabies", it: "Rabbia"}, kind: inactivated, earliest: 6m, doses: [{}, {interval: 7d}]}
live_rule:
  - id: months
    label: {en: "{from} since Day 0", it: "{from} dal giorno 0"}
    thresholds: {from: "36 months"}
    when: {since_day0: {from: from}}
""",
    )
    assert catalogue.problems == ()
    assert "rabies" in catalogue.vaccines.of("agiho")
    assert catalogue.vaccines.of("ecil7")["mmr"].conditions[0].label.it == "36 mesi dal giorno 0"
    assert len(catalogue.vaccines.of("ecil7")) == len(SHIPPED.of("ecil7")) + 1


SERIES = 'label: {en: "M", it: "M"}, kind: '


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (f"items:\n  - {{id: mmr, {SERIES}live, earliest: 12m, doses: [{{}}]}}\n", 2, "24 months after Day 0"),
        (f"items:\n  - {{id: x, {SERIES}inactivated, doses: [{{interval: 4}}]}}\n", 2, "is not an offset"),
        (f"items:\n  - {{id: x, {SERIES}inactivated, earliest: 6m}}\n", 2, "has no doses"),
        (f"items:\n  - {{id: x, {SERIES}mild, earliest: 6m, doses: [{{}}]}}\n", 2, "mild"),
        ('products:\n  - {id: q, label: {en: "M", it: "M"}, components: [nope]}\n', 2, "“nope” is no series"),
        ('ages: {IGG: "3"}\n', 1, "unit"),
        (
            'delays:\n  - id: igg\n    label: {en: "L", it: "L"}\n    thresholds: {limit: "3"}\n'
            "    when: {value: {analyte: IGG, op: '<', limit: limit}}\n",
            4,
            "bare",
        ),
    ],
)
def test_a_mistake_has_its_line_and_leaves_the_shipped_series_in_force(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    catalogue = own(tmp_path, text)
    (problem,) = catalogue.problems
    assert problem.line == line
    assert said in problem.text() or problem.problem.key == "alert_number_bare"
    assert catalogue.vaccines.of("ecil7").keys() == SHIPPED.of("ecil7").keys()


def test_a_units_number_changes_rule_and_label_together() -> None:
    changed = with_numbers(SHIPPED, {("suppression_free", "free"): Decimal(6)})
    condition = next(c for c in changed.of("idsa")["yf"].conditions if c.id == "suppression_free")
    assert condition.label.en == "Free of immunosuppression for 6 months"
    assert condition.rule.thresholds["free"].value == 6
    assert with_numbers(SHIPPED, {("suppression_free", "free"): Decimal(12)}) == SHIPPED
