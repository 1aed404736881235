"""`calc neda`: a list of cases in, the same list out with its verdicts; a bad case is told and the others go on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hsct_desktop.__main__ import main
from tests.commands.running import Capture, refuse

GOOD: dict[str, Any] = {
    "name": "good",
    "visits": [{"day": -14, "edss": 4.0}, {"day": 365, "edss": 4}, {"day": 730, "edss": 3.5}],
    "relapse_days": [-200],
    "mri": [
        {"day": -7, "new_t2": "baseline", "gd": 2},
        {"day": 183, "new_t2": 3, "gd": 0},
        {"day": 730, "new_t2": 0, "gd": 0},
    ],
    "pbvc": [],
    "horizon_months": 24,
    "mri_rebaseline_months": 6,
}
VERDICT = ("neda3", "relapse_free", "cdw_free", "mri_free", "neda4")


def answers(tmp_path: Path, cases: object, capsys: Capture, *more: str) -> tuple[Any, str, int]:
    """The answer, what was said beside it, and the exit code."""
    source, target = tmp_path / "cases.json", tmp_path / "answers.json"
    source.write_text(cases if isinstance(cases, str) else json.dumps(cases), encoding="utf-8")
    code = main(["calc", "neda", str(source), "--output", str(target), "--overwrite", *more])
    output, beside = capsys.readouterr()
    assert output.strip() == str(target)
    return json.loads(target.read_text(encoding="utf-8")), beside, code


def one(tmp_path: Path, capsys: Capture, *more: str, **changes: Any) -> dict[str, Any]:
    """The answer to the good case with changes."""
    found, beside, code = answers(tmp_path, [{**GOOD, **changes}], capsys, *more)
    assert (beside, code) == ("", 0)
    answer: dict[str, Any] = found[0]
    return answer


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, ["NEDA", True, True, True, "unknown"]),
        ({"mri_rebaseline_months": 0}, ["EDA", True, True, False, "EDA"]),
        ({"relapse_days": [100]}, ["EDA", False, True, True, "EDA"]),
        ({"relapse_days": [0, 731]}, ["NEDA", True, True, True, "unknown"]),
        ({"relapse_days": None}, ["unknown", None, True, True, "unknown"]),
        ({"mri": []}, ["unknown", True, True, None, "unknown"]),
        ({"visits": []}, ["unknown", True, None, True, "unknown"]),
        ({"visits": [{"day": 0, "edss": 4}, {"day": 700, "edss": None}]}, ["unknown", True, None, True, "unknown"]),
        ({"horizon_months": 60}, ["unknown", True, None, None, "unknown"]),
        ({"pbvc": [{"day": 730, "pbvc": -0.5}]}, ["NEDA", True, True, True, "NEDA"]),
        ({"pbvc": [{"day": 730, "value": -0.7}]}, ["NEDA", True, True, True, "EDA"]),
        ({"pbvc": [{"day": 730, "pbvc": -0.7, "since_day": 183}]}, ["NEDA", True, True, True, "EDA"]),
        ({"pbvc": [-0.4]}, ["NEDA", True, True, True, "NEDA"]),
        ({"pbvc": [-0.1, -0.41]}, ["NEDA", True, True, True, "EDA"]),
        ({"mri": [{"day": 300, "new_t2": 5, "gd": 0}, {"day": 730, "new_t2": 0, "gd": 0}], "mri_reference_day": 300},
         ["NEDA", True, True, True, "unknown"]),
    ],
)  # fmt: skip
def test_a_case_gets_its_verdict(
    tmp_path: Path, capsys: Capture, changes: dict[str, Any], verdict: list[object]
) -> None:
    found = one(tmp_path, capsys, **changes)
    assert [found[key] for key in VERDICT] == verdict
    given = {**GOOD, **changes}
    assert {key: found[key] for key in given} == given
    assert "Relapses: " in found["why"]
    assert "day 150" in found["settings"] or "days 150" in found["settings"] or not found["mri_rebaseline_months"]


def test_days_are_told_as_days(tmp_path: Path, capsys: Capture) -> None:
    visits = [{"day": -14, "edss": 4}, {"day": 300, "edss": 5}, {"day": 480, "edss": 5}]
    why = one(tmp_path, capsys, visits=visits)["why"]
    assert "EDSS 4.0 to 5.0 on day 300, confirmed on day 480" in why
    assert "2200" not in why


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"visits": [{"day": -14, "edss": 4.25}]}, "visits[0].edss is 4.25, which is no EDSS"),
        ({"visits": [{"day": -14, "edss": 0.5}]}, "which is no EDSS"),
        ({"visits": [{"day": -14, "edss": 11}]}, "which is no EDSS"),
        ({"visits": [{"day": -14, "edss": True}]}, "which is no EDSS"),
        ({"visits": [{"day": 5, "edss": 4}, {"day": 5, "edss": 3}]}, "visits[1]: day 5 has an EDSS already"),
        ({"visits": [{"edss": 4}]}, "visits[0].day is null: write a whole number of days"),
        ({"visits": [{"day": "2020-01-01", "edss": 4}]}, 'visits[0].day is "2020-01-01"'),
        ({"visits": {"day": 1}}, "visits must be a list"),
        ({"visits": [4]}, "visits[0] must be an object"),
        ({"relapse_days": [1.5]}, "relapse_days[0] is 1.5"),
        ({"mri": [{"day": 1, "new_t2": -1}]}, "mri[0].new_t2 is -1"),
        ({"mri": [{"day": 1, "gd": "many"}]}, 'mri[0].gd is "many"'),
        ({"horizon_months": None}, "“horizon_months” is null"),
        ({"horizon_months": 0}, "“horizon_months” is 0"),
        ({"mri_rebaseline_months": 12}, "“mri_rebaseline_months” is 12"),
        ({"pbvc": ["lost"]}, 'pbvc[0] is "lost"'),
        ({"mri_reference_day": 500}, "“mri_reference_day” is 500"),
    ],
)
def test_a_bad_case_is_told_and_the_good_ones_go_on(
    tmp_path: Path, capsys: Capture, changes: dict[str, Any], told: str
) -> None:
    found, beside, code = answers(tmp_path, [{**GOOD, "name": "bad", **changes}, GOOD], capsys)
    assert code == 1
    assert told in found[0]["why"]
    assert f"case bad: {found[0]['why']}" in beside
    assert [found[0][key] for key in VERDICT] == [None] * 5
    assert found[1]["neda3"] == "NEDA"


@pytest.mark.parametrize("key", ["name", "note", "\\ud83d"])
def test_half_a_character_is_the_fault_of_its_own_case(tmp_path: Path, capsys: Capture, key: str) -> None:
    bad = json.dumps(GOOD)[:-1].replace('"name": ', '"was": ') + f', "{key}": ["x \\ud800 y"]}}'
    found, beside, code = answers(tmp_path, f"[{bad}, {json.dumps(GOOD)}]", capsys)
    assert [case["neda3"] for case in found] == [None, "NEDA"]
    assert f"“{key}” holds half a character" in beside
    assert found[0][json.loads(f'"{key}"')] == ["x \ud800 y"]
    assert code == 1


def test_a_key_that_stands_twice_says_two_things(tmp_path: Path, capsys: Capture) -> None:
    good = json.dumps(GOOD)
    twice = good.replace('"relapse_days"', '"horizon_months": 12, "relapse_days"')
    inside = good.replace('{"day": 365', '{"day": 300, "day": 365')
    found, beside, code = answers(tmp_path, f"[{twice}, {inside}, {good}]", capsys)
    assert [case["neda3"] for case in found] == [None, None, "NEDA"]
    assert "case: “horizon_months” stands twice" in beside
    assert "visits[1]: “day” stands twice" in beside
    assert code == 1


def test_a_case_that_is_no_object_keeps_its_place(tmp_path: Path, capsys: Capture) -> None:
    found, beside, code = answers(tmp_path, [7, GOOD], capsys)
    assert (found[0]["case"], found[1]["neda3"], code) == (7, "NEDA", 1)
    assert "case #1: A case is an object" in beside


def test_the_settings_can_be_chosen(tmp_path: Path, capsys: Capture) -> None:
    visits = [{"day": -14, "edss": 5.5}, {"day": 300, "edss": 6}, {"day": 480, "edss": 6}]
    assert one(tmp_path, capsys, visits=visits)["cdw_free"] is False
    assert one(tmp_path, capsys, "--step", "6.0", visits=visits)["cdw_free"] is True
    assert one(tmp_path, capsys, "--preset", "mist", visits=visits)["cdw_free"] is True
    mri = [{"day": 183, "new_t2": 1, "gd": 0}, {"day": 730, "new_t2": 0}]
    assert one(tmp_path, capsys, mri=mri)["mri_free"] is None
    assert one(tmp_path, capsys, "--without-gadolinium", mri=mri)["mri_free"] is True
    mri = [{"day": 183, "new_t2": 1, "gd": 0}, {"day": 730, "new_t2": 3, "gd": 0}]
    assert one(tmp_path, capsys, "--meda", "3", mri=mri)["meda"] == "NEDA"
    assert one(tmp_path, capsys, mri=mri)["meda"] == "EDA"


def test_an_answer_can_be_asked_again(tmp_path: Path, capsys: Capture) -> None:
    found, _, _ = answers(tmp_path, [{**GOOD, "visits": [{"day": 1, "edss": 99}]}], capsys)
    again, beside, code = answers(tmp_path, [{**found[0], "visits": GOOD["visits"]}], capsys)
    assert (again[0]["neda3"], "error" in again[0], beside, code) == ("NEDA", False, "", 0)


@pytest.mark.parametrize(
    ("text", "told"),
    [("{}", "must hold a list of cases"), ("[", "is not JSON"), ("", "is not JSON")],
)
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, capsys: Capture, text: str, told: str) -> None:
    source = tmp_path / "cases.json"
    source.write_text(text, encoding="utf-8")
    assert told in refuse("calc", "neda", source, "--output", tmp_path / "out.json", capsys=capsys)
    assert "no file" in refuse("calc", "neda", tmp_path / "none.json", "--output", tmp_path / "o.json", capsys=capsys)
