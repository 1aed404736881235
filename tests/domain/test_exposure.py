"""Exposures: regimens, drugs for the disease, statements; what may have been given is never said not to have been."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.items import Order, Regimen
from hsct_desktop.domain.exposure import Agent, Contents, Source, exposures, of_drug, of_regimen
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.rule_facts import Exposure, Said, Truth

DAY0 = date(2026, 3, 10)
BEAM = Contents({})
FLU = Contents({"fludarabine": -3, "atg": -1})
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
NONE_BEFORE = {
    "prior_purine_analogue": Said("no", date(2026, 1, 1), "statement:1"),
    "prior_alemtuzumab": Said("no", date(2026, 1, 1), "statement:2"),
    "prior_drugs_complete": Said("yes", date(2026, 1, 1), "statement:3"),
}


def course(contents: Contents | None) -> list[Source]:
    return of_regimen(contents, "transplant:1", {"": DAY0, "atg": date(2026, 3, 9)})


@pytest.mark.parametrize(
    ("contents", "statements", "expected"),
    [
        (BEAM, NONE_BEFORE, {"tbi": NO, "purine_analogue": NO, "alemtuzumab": NO, "anti_cd20": NO, "atg": NO}),
        (BEAM, {}, {"tbi": NO, "purine_analogue": UNKNOWN, "alemtuzumab": UNKNOWN, "anti_cd20": UNKNOWN}),
        (None, NONE_BEFORE, {"tbi": UNKNOWN, "purine_analogue": UNKNOWN, "alemtuzumab": UNKNOWN, "atg": UNKNOWN}),
        (FLU, NONE_BEFORE, {"fludarabine": YES, "purine_analogue": YES, "cladribine": NO, "tbi": NO, "atg": YES}),
        (Contents({"tbi": None}), {}, {"tbi": YES, "busulfan": NO}),
        (Contents({}, frozenset({"anti_cd20"})), NONE_BEFORE, {"anti_cd20": UNKNOWN, "tbi": NO}),
        (Contents({"atg": -1}, known=False), NONE_BEFORE, {"atg": YES, "tbi": UNKNOWN}),
    ],
    ids=["beam", "beam, nothing asked", "regimen unknown", "fludarabine", "tbi", "perhaps rituximab", "untagged drug"],
)  # fmt: skip
def test_a_regimen_says_what_it_holds(
    contents: Contents | None, statements: dict[str, Said], expected: dict[str, Truth]
) -> None:
    found = exposures(course(contents), statements)
    assert {agent: found[agent].truth for agent in expected} == expected


def test_the_last_day_of_an_agent_is_that_of_its_orders_else_the_regimens_end() -> None:
    found = exposures(course(FLU), {})
    assert found["atg"] == Exposure(YES, date(2026, 3, 9), ("transplant:1",))
    assert found["fludarabine"].last_on == DAY0


def test_a_later_source_that_may_hold_an_agent_leaves_its_last_day_open() -> None:
    rituximab = of_drug({"anti_cd20"}, "disease_modifying_therapy:1", date(2025, 6, 1), running=False)
    found = exposures([rituximab, *course(Contents({}, frozenset({"anti_cd20"})))], {})
    assert found["anti_cd20"] == Exposure(YES, None, ("disease_modifying_therapy:1",))


def test_a_prior_drug_outranks_what_was_said() -> None:
    cladribine = of_drug({"cladribine", "dmt"}, "disease_modifying_therapy:4", date(2023, 12, 31), running=False)
    found = exposures([cladribine], NONE_BEFORE)
    assert found["purine_analogue"] == Exposure(YES, date(2023, 12, 31), ("disease_modifying_therapy:4",))
    assert found["dmt"].truth is YES
    assert not found["dmt"].running


def test_a_drug_in_no_catalogue_may_be_anything_until_somebody_says_what_it_was_not() -> None:
    typed = of_drug({"dmt"}, "disease_modifying_therapy:5", None, running=False, since=date(2020, 1, 1), known=False)
    assert exposures([typed], {})["alemtuzumab"].truth is UNKNOWN
    assert exposures([typed], NONE_BEFORE)["alemtuzumab"].truth is NO
    later = replace(typed, since=date(2026, 6, 1))
    assert exposures([later], NONE_BEFORE)["alemtuzumab"].truth is UNKNOWN
    assert exposures([replace(typed, since=None)], NONE_BEFORE)["alemtuzumab"].truth is UNKNOWN


def test_a_word_undoes_no_regimen() -> None:
    low = Contents({}, frozenset({"fludarabine"}))
    assert exposures(course(low), NONE_BEFORE)["purine_analogue"].truth is UNKNOWN


def test_a_yes_names_the_class_only() -> None:
    said = {"prior_purine_analogue": Said("yes", DAY0, "statement:9"), "prior_alemtuzumab": Said("yes", DAY0)}
    found = exposures([], said)
    assert found["purine_analogue"] == Exposure(YES, None, ("statement:9",))
    assert found["cladribine"].truth is UNKNOWN
    assert found["fludarabine"].truth is UNKNOWN
    assert found["alemtuzumab"].truth is YES


def test_a_drug_of_which_nobody_knows_whether_it_runs_cannot_be_told_to_be_off() -> None:
    ocrelizumab = of_drug({"anti_cd20", "dmt"}, "disease_modifying_therapy:1", None, running=None)
    found = exposures([ocrelizumab], NONE_BEFORE)
    assert found["dmt"].truth is UNKNOWN
    assert found["anti_cd20"].truth is UNKNOWN
    cladribine = of_drug({"cladribine", "dmt"}, "disease_modifying_therapy:2", None, running=None)
    assert exposures([cladribine], NONE_BEFORE)["purine_analogue"].truth is YES


def test_what_runs_says_so() -> None:
    runs = of_drug({"dmt", "immunosuppression"}, "disease_modifying_therapy:1", DAY0, running=True)
    found = exposures([runs], {})
    assert found["dmt"].running
    assert found["immunosuppression"].running
    assert not found["s1p"].running


def test_records_that_could_not_be_read_leave_everything_open() -> None:
    assert all(exposure.truth is UNKNOWN for exposure in exposures([], NONE_BEFORE, unknown=Agent).values())


@given(st.sets(st.sampled_from(sorted(NONE_BEFORE))), st.sampled_from([None, BEAM, FLU, Contents({"tbi": None})]))
def test_leaving_something_out_never_makes_it_surely_not_given(dropped: set[str], contents: Contents | None) -> None:
    whole = exposures(course(contents), NONE_BEFORE)
    fewer = exposures(course(None), {kind: said for kind, said in NONE_BEFORE.items() if kind not in dropped})
    assert {agent for agent in fewer if fewer[agent].truth is NO} <= {a for a in whole if whole[a].truth is not YES}
    one = exposures(course(contents), {kind: said for kind, said in NONE_BEFORE.items() if kind not in dropped})
    assert {agent for agent in one if one[agent].truth is NO} <= {a for a in whole if whole[a].truth is NO}


def test_every_shipped_regimen_says_what_it_holds() -> None:
    catalogue = Catalogue()
    shipped = {**catalogue.regimens, **catalogue.mobilisations}
    assert [name for name, regimen in shipped.items() if not regimen.contents.known] == []
    assert [name for name, regimen in shipped.items() if "tbi" in regimen.contents.last_days] == ["ssc_scot"]
    fludarabine = [name for name, regimen in shipped.items() if "fludarabine" in regimen.contents.last_days]
    assert fludarabine == ["flu_based", "ssc_cardiac_safe", "ssc_assist2b", "crohn_flu_cy_atg", "ld_flu_cy"]
    assert shipped["low_intensity"].contents.may == {"cyclophosphamide", "fludarabine"}
    assert shipped["cy200_ratg6"].contents.last_days == {"cyclophosphamide": -2, "atg": -1}
    assert shipped["beam_atg_ms"].contents.last_days == {"atg": None}


def test_a_regimen_with_an_untagged_drug_or_without_orders_is_unknown() -> None:
    label = Label("x", "x")
    assert not Regimen("x", label, label).contents.known
    assert not Regimen("x", label, label, orders=(Order(label), Order(label, agent="atg"))).contents.known
    assert Regimen("x", label, label, orders=(Order(label, agent="other"),)).contents == Contents({})
