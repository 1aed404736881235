"""What a case of `calc rules` leaves out lets no drug stop, opens no live vaccine and silences no red alert."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.alert import Severity, judge
from hsct_desktop.domain.rule import evaluate
from hsct_desktop.domain.rule_facts import RuleFacts, Truth
from hsct_desktop.domain.vaccine import DEFAULT_VARIANT
from hsct_desktop.exchange.rule_case import facts_of

ON = date(2026, 11, 20)
CATALOGUE = Catalogue()
Case = dict[str, Any]


def ago(days: int) -> str:
    return (ON - timedelta(days=days)).isoformat()


def facts(case: Case, on: date = ON) -> RuleFacts:
    return facts_of(case, on, CATALOGUE.analytes, dict(CATALOGUE.alerts.ages))


def stops(case: Case) -> dict[str, Truth]:
    """The verdict of each stop rule and of each condition of a live vaccine."""
    seen = facts(case)
    rules = {key: stop.rule for key, stop in CATALOGUE.stop_rules.rules.items() if stop.rule is not None}
    found = {key: evaluate(rule, seen).truth for key, rule in rules.items()}
    for series in CATALOGUE.vaccines.of(DEFAULT_VARIANT).values():
        found |= {f"{series.id}.{c.id}": evaluate(c.rule, seen).truth for c in series.conditions}
    return found


def alert(case: Case, rule_id: str, on: date = ON) -> tuple[Truth, Severity | None]:
    verdict = judge(CATALOGUE.alerts.rules[rule_id], facts(case, on))
    return verdict.truth, verdict.severity


KINDS = ("tbi", "purine_analogue", "alemtuzumab", "anti_cd20", "immunoglobulin", "immunosuppression", "dmt", "atg")
EXPOSURE = st.one_of(
    st.just({"had": "no"}), st.just({"had": "unknown"}),
    st.builds(lambda days: {"had": "yes", "last": ago(days)}, st.sampled_from([1, 91, 184, 400, 900])),
    st.builds(lambda runs: {"had": "yes", "last": ago(200), "running": runs}, st.booleans()),
)  # fmt: skip
RESULTS = {
    "CD4": [("150", "/uL"), ("250", "/uL")], "ANC": [("0.4", ""), ("1.5", "")], "PLT": [("8", ""), ("60", "")],
    "TEMP": [("36.8", ""), ("38.5", "")], "CMV": [("neg", ""), ("400", "IU/mL"), ("5000", "copies/mL")],
    "EBV": [("neg", ""), ("700000", "IU/mL")], "IGG": [("2.5", ""), ("6", "")], "K": [("2.9", ""), ("4", "")],
}  # fmt: skip
RESULT = st.sampled_from(sorted(RESULTS)).flatmap(
    lambda code: st.builds(
        lambda value, days: {
            "analyte": code, "date": ago(days), "value": value[0], **({"unit": value[1]} if value[1] else {})
        },
        st.sampled_from(RESULTS[code]), st.sampled_from([0, 1, 3, 9, 60, 180, 200]),
    )
)  # fmt: skip
THERAPY = st.builds(
    lambda drug, start, stop: {"drug": drug[0], "class": drug[1], "start": ago(start), "stop": stop and ago(stop)},
    st.sampled_from([("cotrimoxazole", "pjp"), ("aciclovir", "antiviral"), ("prednisone", "immunosuppression")]),
    st.sampled_from([20, 90]), st.sampled_from([None, 1, 10]),
)  # fmt: skip
SAID = st.builds(lambda answer, days: {"answer": answer, "on": ago(days)},
                 st.sampled_from(["yes", "no", "no", "unknown"]), st.sampled_from([1, 40, 101]))  # fmt: skip
CASES = st.fixed_dictionaries({
    "day0": st.sampled_from([8, 40, 100, 181, 184, 365, 731, 800]).map(ago),
    "anchors": st.just({"mobilisation": ago(840), "discharge": ago(5)}),
    "engrafted": st.sampled_from([{"neutrophils": None}, {"neutrophils": ago(2), "platelets": ago(2)}]),
    "results": st.lists(RESULT, max_size=8),
    "therapies": st.lists(THERAPY, min_size=1, max_size=3),
    "subject": st.just(1),
    "statements": st.fixed_dictionaries({"immunosuppression": SAID, "relapse": SAID, "unstable": SAID}),
    "exposures": st.fixed_dictionaries(dict.fromkeys(KINDS, EXPOSURE)),
    "toxicities": st.sampled_from([[], [{"term": "seizure", "grade": 2, "since": ago(1)}]]),
    "infections": st.sampled_from([[], [ago(20)]]),
    "vaccines": st.sampled_from([[], [{"vaccine": "mmr", "date": ago(10), "live": True}]]),
    "transfusions": st.sampled_from([[], [{"product": "platelets", "date": ago(10), "irradiated": "no"}]]),
})  # fmt: skip


def less(case: Case) -> Iterator[tuple[str, Case]]:
    """The case without one key, one exposure, one statement, all results of one analyte."""
    for key in case:
        yield key, {name: held for name, held in case.items() if name != key}
    for part in ("exposures", "statements"):
        for name in case[part]:
            yield f"{part}.{name}", {**case, part: {k: v for k, v in case[part].items() if k != name}}
    for code in {row["analyte"] for row in case["results"]}:
        yield code, {**case, "results": [row for row in case["results"] if row["analyte"] != code]}


@given(case=CASES, data=st.data())
def test_what_is_left_out_frees_nothing_and_silences_nothing(case: Case, data: st.DataObject) -> None:
    before, gone = stops(case), data.draw(st.sampled_from(list(less(case))))
    after = stops(gone[1])
    assert not [key for key, truth in after.items() if truth is Truth.YES and before[key] is not Truth.YES], gone[0]
    full, part = facts(case), facts(gone[1])
    for rule in CATALOGUE.alerts.rules.values():
        if judge(rule, full).severity is Severity.RED:
            found = judge(rule, part)
            assert found.fires or found.truth is Truth.UNKNOWN, (rule.id, gone[0])


FEVER: Case = {
    "day0": ago(50), "anchors": {"discharge": ago(30)}, "engrafted": {"neutrophils": ago(39)},
    "results": [{"analyte": "TEMP", "date": ago(0), "value": "38.5"}],
}  # fmt: skip


def test_a_red_finding_without_a_known_day_0_is_possible() -> None:
    assert alert(FEVER, "fever_post") == (Truth.YES, Severity.RED)
    gone = {key: held for key, held in FEVER.items() if key != "day0"}
    assert alert(gone, "fever_post") == (Truth.UNKNOWN, Severity.RED)
    assert alert({**FEVER, "day0": None}, "fever_post") == (Truth.NO, None)
    cool = {**gone, "results": [{"analyte": "TEMP", "date": ago(0), "value": "36.8"}]}
    assert alert(cool, "fever_post") == (Truth.NO, None)


def counts(day0: str, *values: tuple[str, str]) -> Case:
    return {
        "day0": day0, "engrafted": {"neutrophils": day0}, "therapies": [],
        "results": [{"analyte": "CD4", "date": on, "value": value, "unit": "/uL"} for on, value in values],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("case", "found"),
    [
        (counts("2025-11-01", ("2026-02-01", "300"), ("2026-04-01", "100")), (Truth.UNKNOWN, Severity.RED)),
        (counts("2025-11-01", ("2026-02-01", "100"), ("2026-04-01", "300")), (Truth.UNKNOWN, None)),
        (counts("2025-11-01", ("2025-10-01", "100"), ("2026-04-01", "300")), (Truth.UNKNOWN, None)),
        (counts("2026-05-20", ("2026-11-10", "300")), (Truth.NO, None)),
        (counts("2026-05-21", ("2026-11-10", "300")), (Truth.YES, Severity.RED)),
    ],
    ids=["300 then 100", "100 then 300", "100 before Day 0", "day of month 6", "day before month 6"],
)
def test_no_prophylaxis_against_pneumocystis(case: Case, found: tuple[Truth, Severity | None]) -> None:
    assert alert(case, "pjp_gap") == found


def test_stopped_aciclovir_is_a_gap_until_the_day_before_month_12() -> None:
    case = {"day0": "2025-11-20", "therapies": [
        {"drug": "aciclovir", "class": "antiviral", "start": "2025-12-12", "stop": "2026-10-01"}]}  # fmt: skip
    assert alert(case, "vzv_gap", date(2026, 11, 19)) == (Truth.YES, Severity.AMBER)
    assert alert(case, "vzv_gap", date(2026, 11, 20)) == (Truth.NO, None)


def test_no_contraception_within_six_months_is_amber() -> None:
    case = {"day0": ago(100), "pregnant": False, "contraception": {"answer": "no", "on": ago(20)}}
    assert alert(case, "preg") == (Truth.YES, Severity.AMBER)
    assert alert({**case, "contraception": {"answer": "not_needed", "on": ago(20)}}, "preg") == (Truth.NO, None)
    assert alert({**case, "contraception": {"answer": "no", "on": ago(120)}}, "preg")[1] is None


def test_the_regimens_that_may_hold_a_drug_leave_it_open() -> None:
    held = {key: regimen.contents for key, regimen in CATALOGUE.regimens.items()}
    may = {key: set(contents.may) for key, contents in held.items() if contents is not None}
    assert may["cy200_ratg6"] == may["sle_cidp_mg"] == {"anti_cd20"}
    assert may["feam"] == {"atg"}
