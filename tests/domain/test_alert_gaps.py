"""Alerts on gaps: vaccines, blood products, pregnancy, visits, loss; and that a fact that is gone silences nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.alert import Severity, judge
from hsct_desktop.domain.rule_facts import RECORDS, Dose, Exposure, Given, RuleFacts, Said, Transfused, Truth
from tests.domain.test_alert import FIRES, RULES, TODAY, days, facts, rule

RED, AMBER, INFO = Severity.RED, Severity.AMBER, Severity.INFO
NEVER, EVER = Exposure(Truth.NO), Exposure(Truth.YES, days(500))
LATELY = Exposure(Truth.YES, days(10))
NONE_RUNNING = {"immunosuppression": Said("no", days(20))}
LIVE = {"doses": (Dose("mmr", days(10), True),)}
FLU = {"doses": (Dose("flu", days(10), False),)}
NONE = {"immunoglobulin": NEVER, "immunosuppression": NEVER, "dmt": NEVER}
FREE = {"statements": NONE_RUNNING, "exposures": NONE}
LONG_STEROID = (Given(9, "immunosuppression", "prednisone", "Prednisone", days(100), None, True),)
BLOOD = {"purine_analogue": NEVER, "alemtuzumab": NEVER, "tbi": NEVER}


def given_blood(irradiated: str, ago: int = 5) -> dict[str, Any]:
    return {"transfusions": (Transfused("platelets", days(ago), irradiated),)}


CASES: list[tuple[str, RuleFacts, Severity | None]] = [
    ("live", facts(day=200, **LIVE, **FREE), RED),
    ("live", facts(day=800, **LIVE, **FREE), None),
    ("live", facts(day=800, **LIVE, **FREE, therapies=LONG_STEROID), RED),
    ("live", facts(day=740, doses=(Dose("mmr", days(20), True),), **FREE), RED),
    ("live", facts(day=800, doses=(Dose("mmr", days(30), True),), exposures=NONE, statements=NONE_RUNNING,
                   earlier={"immunosuppression": (Said("no", days(60)),)}), None),
    ("live", facts(day=800, **LIVE, statements={"immunosuppression": Said("yes", days(12))}), RED),
    ("live", facts(day=800, **LIVE, statements=NONE_RUNNING,
                   exposures={**NONE, "immunoglobulin": Exposure(Truth.YES, days(60))}), RED),
    ("live", facts(day=800, statements=NONE_RUNNING, doses=(Dose("mmr", days(50), True),)), None),
    ("live", facts(day=200, **FLU), None),
    ("vacc_rtx", facts(day=200, **FLU, exposures={"anti_cd20": Exposure(Truth.YES, days(90))}), INFO),
    ("vacc_rtx", facts(day=200, **FLU, exposures={"anti_cd20": Exposure(Truth.YES, days(200))}), None),
    ("vacc_rtx", facts(day=200, **FLU, exposures={"anti_cd20": Exposure(Truth.YES, days(190))}), INFO),
    ("vacc_rtx", facts(day=200, **FLU, exposures={"anti_cd20": NEVER}), None),
    ("irr", facts(day=40, **given_blood("no"), anchors={"mobilisation": days(80)}, exposures=BLOOD), RED),
    ("irr", facts(day=100, **given_blood("no"), anchors={"mobilisation": days(140)}, exposures=BLOOD), None),
    ("irr", facts(day=150, **given_blood("no"), anchors={"mobilisation": days(190)},
                  exposures={**BLOOD, "tbi": EVER}), RED),
    ("irr", facts(day=900, **given_blood("no"), anchors={"mobilisation": days(940)},
                  exposures={**BLOOD, "purine_analogue": EVER}), RED),
    ("irr", facts(day=40, **given_blood("yes"), anchors={"mobilisation": days(80)}, exposures=BLOOD), None),
    ("irr", facts(day=-20, **given_blood("no", 4), anchors={"mobilisation": days(-10)}, exposures=BLOOD), RED),
    ("irr", facts(day=-20, **given_blood("no", 5), anchors={"mobilisation": days(-10)}, exposures=BLOOD), None),
    ("irr", facts(day=95, **given_blood("no", 10), anchors={"mobilisation": days(140)}, exposures=BLOOD), RED),
    ("irr", facts(day=20, **given_blood("no", 2), exposures=BLOOD), RED),
    ("irr", facts(day=900, **given_blood("no", 20), exposures={**BLOOD, "purine_analogue": LATELY}), None),
    ("irr", facts(day=900, **given_blood("no", 5), exposures={**BLOOD, "purine_analogue": LATELY}), RED),
    ("irr", facts(day=-60, **given_blood("no"), anchors={"mobilisation": days(-20)}, exposures=BLOOD), None),
    ("preg", facts(day=100, pregnant=True), AMBER),
    ("preg", facts(day=300, pregnant=True), None),
    ("preg", facts(day=100, pregnant=False), None),
    ("preg", facts(day=100), None),
    ("preg", facts(day=100, pregnant=False, contraception=Said("no", days(20))), AMBER),
    ("preg", facts(day=100, pregnant=False, contraception=Said("yes", days(20))), None),
    ("preg", facts(day=100, pregnant=False, contraception=Said("no", days(120))), None),
    ("preg", facts(day=300, pregnant=False, contraception=Said("no", days(20))), None),
    ("pcr_gap", facts(day=60, overdue={"cmv_pcr": (days(3),)}), AMBER),
    ("pcr_gap", facts(day=60, overdue={"ebv_pcr": (days(3),)}), AMBER),
    ("pcr_gap", facts(day=60, overdue={"fbc": (days(3),)}), None),
    ("pcr_gap", facts(day=140, overdue={"cmv_pcr": (days(50),)}), None),
    ("vaccine_gap", facts(day=400, overdue={"vaccine": (days(61),)}), INFO),
    ("vaccine_gap", facts(day=400, overdue={"vaccine": (days(60),)}), None),
    ("overdue", facts(day=60, overdue={"visit": (days(1),)}), INFO),
    ("overdue", facts(day=60, overdue={"visit": (TODAY,)}), None),
    ("lost", facts(day=900, last_contact=days(400)), INFO),
    ("lost", facts(day=900, last_contact=days(390)), None),
    ("missing_ann", facts(day=400, overdue={"annual": (days(1),)}), INFO),
    ("missing_ann", facts(day=400), None),
]  # fmt: skip


@pytest.mark.parametrize(("rule_id", "seen", "severity"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)])
def test_a_gap_fires_as_it_should(rule_id: str, seen: RuleFacts, severity: Severity | None) -> None:
    found = judge(replace(RULES.rules[rule_id], enabled=True), seen)
    assert (found.severity if found.truth is Truth.YES else None) is severity


def test_each_rule_on_gaps_fires_and_is_silent() -> None:
    of_care = {r.id for r in RULES.rules.values() if r.group == "care"}
    assert {c[0] for c in CASES if c[2] is not None} == of_care
    assert {c[0] for c in CASES if c[2] is None} == of_care


def test_a_product_of_which_nobody_knows_is_possible() -> None:
    found = judge(RULES.rules["irr"], facts(day=40, **given_blood("unknown"), anchors={"mobilisation": days(80)}))
    assert (found.severity, found.certainty) == (RED, "possible")


RED_CASES = [(r, f) for r, f, s in [*FIRES, *CASES] if s is RED]


def without(seen: RuleFacts, fact: str) -> RuleFacts:
    """The facts without one: all values of an analyte, or one kind of record."""
    if fact in RECORDS:
        gone: dict[str, Any] = {"day0": None} if fact == "course" else {}
        return replace(seen, unknown=seen.unknown | {fact}, **gone)
    return replace(seen, readings={code: held for code, held in seen.readings.items() if code != fact})


@given(st.sampled_from(RED_CASES), st.data())
def test_a_fact_that_is_gone_never_silences_a_red_alert(case: tuple[str, RuleFacts], data: st.DataObject) -> None:
    rule_id, seen = case
    known = rule(rule_id)
    assert judge(known, seen).severity is RED
    needs = sorted(known.needs() | {"course"})
    less = without(seen, data.draw(st.sampled_from(needs)))
    found = judge(known, less, stands=True)
    assert found.severity is RED
    assert found.truth is Truth.YES or found.certainty == "possible"


def test_a_value_that_is_gone_leaves_a_standing_alert_possible() -> None:
    known = RULES.rules["k"]
    assert judge(known, facts(), stands=True).certainty == "possible"
    assert not judge(known, facts()).fires


@given(st.integers(0, 1400))
def test_a_live_vaccine_before_month_24_is_always_red(day: int) -> None:
    seen = facts(day=day, doses=(Dose("mmr", TODAY, True),), **FREE)
    before = seen.day0 is not None and seen.day0 + timedelta(days=729) > TODAY
    assert (judge(RULES.rules["live"], seen).severity is RED) >= before
