"""The list of drugs for the disease and the irradiation rule, as shipped and as a unit changes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.dates import Offset
from hsct_desktop.domain.dmt import DmtLine, meant

ANTI_CD20 = {"ocr", "rtx", "ofa", "ubl", "ineb", "obin"}
S1P = {"fing", "sipo", "ozan", "pone"}


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return Catalogue()


def test_the_drugs_that_rules_ask_about_are_tagged(shipped: Catalogue) -> None:
    def tagged(agent: str) -> set[str]:
        return {drug.id for drug in shipped.dmts.values() if agent in drug.agents}

    assert tagged("anti_cd20") == ANTI_CD20
    assert tagged("s1p") == S1P
    assert tagged("cladribine") == {"clad"}
    assert tagged("fludarabine") == {"flu"}
    assert tagged("alemtuzumab") == {"alem"}
    assert tagged("immunoglobulin") == {"ivig"}
    assert "tbi" in shipped.dmts["hsct"].may


def test_lines_and_washouts_are_those_of_the_reference(shipped: Catalogue) -> None:
    lines = {drug.id: drug.line for drug in shipped.dmts.values()}
    assert [lines[name] for name in ("ifn", "fing", "nat", "clad", "tole", "rtx")] == [
        DmtLine.FIRST, DmtLine.FIRST, DmtLine.SECOND, DmtLine.SECOND, DmtLine.NEWER, DmtLine.OFF_LABEL,
    ]  # fmt: skip
    nat = shipped.dmts["nat"]
    assert nat.washout is not None
    assert (nat.washout.least, nat.washout.most) == (Offset(6, "w"), Offset(8, "w"))
    assert [(w.least, w.source, w.is_summary) for w in nat.published] == [
        (Offset(3, "m"), "hsct-russia", True), (Offset(12, "w"), "PMC6738722, table 2", False),
    ]  # fmt: skip


def test_what_was_not_checked_and_who_states_a_line_is_on_record(shipped: Catalogue) -> None:
    drugs = shipped.dmts
    assert {drug.id for drug in drugs.values() if drug.is_unchecked} == {"sipo", "ozan", "pone", "ofa", "ubl"}
    assert drugs["hsct"].line is DmtLine.SECOND_OR_THIRD
    stated = {drug.source for drug in drugs.values() if drug.line in (DmtLine.FIRST, DmtLine.SECOND)}
    assert stated == {"Trapianto di CSE nella SM (slides)"}
    for name in ("aza", "mtx", "mmf", "cyc"):
        assert [(w.least, w.most, w.source) for w in drugs[name].published] == [
            (Offset(3, "m"), Offset(6, "m"), "hsct-russia")
        ]
    for name in ("alem", "clad"):
        note = drugs[name].note
        assert note is not None
        assert ("below 0.8" in note.en, "sotto 0,8" in note.it) == (True, True)


@pytest.mark.parametrize("text", ["cladribine", "Cladribina", "MAVENCLAD", "clad"])
def test_a_drug_is_found_by_any_of_its_names(shipped: Catalogue, text: str) -> None:
    found = meant(shipped.dmts.values(), text)
    assert found is not None
    assert found.id == "clad"
    assert shipped.find_dmts(text[:6])[0].item.id == "clad"


def test_a_text_of_no_list_means_no_drug(shipped: Catalogue) -> None:
    assert meant(shipped.dmts.values(), "rubra") is None
    assert meant(shipped.dmts.values(), " ") is None


def test_a_unit_adds_a_drug_and_replaces_the_rule(tmp_path: Path) -> None:
    folder = tmp_path / "unit" / "catalogues"
    folder.mkdir(parents=True)
    (folder / "dmts.yaml").write_text(
        "items:\n  - {id: own, label: {en: Own, it: Proprio}, line: other, agents: [anti_cd20]}\n", encoding="utf-8"
    )
    (folder / "irradiation.yaml").write_text(
        'version: "2"\nthresholds: {before: "28 d", after: "6 months", after_tbi: "12 months"}\n'
        "until_the_blood_bank_says: [purine_analogue, alemtuzumab, atg]\n",
        encoding="utf-8",
    )
    own = Catalogue(tmp_path / "unit")
    assert own.dmts["own"].agents == ("anti_cd20",)
    assert own.dmts["clad"].agents
    assert own.irradiation.lasting == ("purine_analogue", "alemtuzumab", "atg")
    assert str(own.irradiation.after.value) == "6"
    assert own.problems == ()


@pytest.mark.parametrize(("number", "key"), [('"3"', "alert_number_bare"), ('"3 kg"', "alert_unit_foreign")])
def test_a_number_without_its_unit_is_refused_and_the_shipped_rule_stays(tmp_path: Path, number: str, key: str) -> None:
    folder = tmp_path / "unit" / "catalogues"
    folder.mkdir(parents=True)
    (folder / "irradiation.yaml").write_text(
        f'version: "2"\nthresholds: {{before: "28 d", after: {number}, after_tbi: "6 months"}}\n'
        "until_the_blood_bank_says: [alemtuzumab]\n",
        encoding="utf-8",
    )
    own = Catalogue(tmp_path / "unit")
    assert str(own.irradiation.after.value) == "3"
    assert [problem.problem.key for problem in own.problems] == [key]
