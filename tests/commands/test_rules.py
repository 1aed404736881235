"""`rules check` and `calc rules`, as a person calls them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from hsct_desktop.__main__ import main
from hsct_desktop.resource import resource
from tests.commands.running import Capture, refuse, run

OWN = """\
version: "1"
ages: {CD4: "190 d"}
conditions:
  settled: {not: {toxicity: {terms: mouth, grade: grade}}}
terms: {mouth: [mucositis_oral]}
rules:
  - id: trial
    thresholds: {months: "6 months", cd4: "200 /uL", grade: "2 grade"}
    when:
      all:
        - since_day0: {from: months}
        - value: {analyte: CD4, op: ">=", limit: cd4}
        - use: {rule: settled}
"""
CASE: dict[str, Any] = {
    "day0": "2026-02-14",
    "results": [{"analyte": "CD4", "date": "2026-11-10", "value": "212", "unit": "/uL"}],
    "therapies": [{"drug": "cotrimoxazole", "class": "pjp", "start": "2026-03-01"}],
    "statements": {"immunosuppression": {"answer": "no", "on": "2026-11-12"}},
    "exposures": {"immunosuppression": {"had": "no"}, "dmt": {"had": "no"}},
    "engrafted": {"neutrophils": "2026-02-25"},
    "toxicities": [],
    "subject": 1,
}


def own(folder: Path, *changes: tuple[str, str]) -> Path:
    text = OWN
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def case(folder: Path, **changes: Any) -> Path:
    path = folder / "case.json"
    held = {name: value for name, value in {**CASE, **changes}.items() if value != "left out"}
    path.write_text(json.dumps(held), encoding="utf-8")
    return path


def verdicts(capsys: Capture, *arguments: object) -> dict[str, dict[str, Any]]:
    output, beside = run("calc", "rules", *arguments, capsys=capsys)
    assert beside == ""
    return {f"{rule['set']}/{rule['id']}": rule for rule in json.loads(output)["rules"]}


def test_the_shipped_files_are_sound(usual: Path, capsys: Capture) -> None:
    names = ("alerts", "therapies", "vaccines", "late_effects", "irradiation")
    output, beside = run("rules", "check", *(resource(f"catalogues/{name}.yaml") for name in names), capsys=capsys)
    assert len(output.splitlines()) == len(names)
    assert all(": ok (" in line for line in output.splitlines())
    assert beside == ""


def test_a_units_own_list_is_sound(usual: Path, tmp_path: Path, capsys: Capture) -> None:
    output, _ = run("rules", "check", own(tmp_path), capsys=capsys)
    assert output.endswith("own.yaml: ok (rules, 1 rule)\n")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("since_day0: {from: months}", "moon_phase: {is: full}"), "moon_phase"),
        (('"200 /uL"', "200"), "200"),
        (('"200 /uL"', '"200 g/L"'), "g/L"),
        (('"6 months"', '"6"'), "6"),
        (('op: ">="', "op: 7"), "does not fit “op”"),
        (("analyte: CD4", "analyte: CD5"), "CD5"),
        (("limit: cd4", "limit: cd8"), "cd8"),
        (("{rule: settled}", "{rule: unsettled}"), "unsettled"),
        (("{not: {toxicity: {terms: mouth, grade: grade}}}", "{all: [{use: {rule: settled}}]}"), "contains itself"),
        (("all:", "both:"), "both"),
        (("rules:", "regole:"), "no list “rules”"),
        (("id: trial", "name: trial"), "needs an id"),
    ],
    ids=lambda change: str(change[1])[:20] if isinstance(change, tuple) else "",
)
def test_each_mistake_has_its_line(
    usual: Path, tmp_path: Path, capsys: Capture, change: tuple[str, str], said: str
) -> None:
    path = own(tmp_path, change)
    assert main(["rules", "check", str(path)]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert f"{path}, line " in told


def test_a_verdict_is_told_with_its_rows(usual: Path, tmp_path: Path, capsys: Capture) -> None:
    found = verdicts(capsys, case(tmp_path), "--on", "2026-11-20")
    pjp = found["stops/pjp_6m_cd4"]
    assert pjp["verdict"] == "met"
    assert [part["verdict"] for part in pjp["parts"]] == ["met"] * len(pjp["parts"])
    assert "results[0]" in [row for part in pjp["parts"] for row in part["rows"]]
    live = found["live_vaccines/mmr.months"]
    assert (live["verdict"], live["parts"][0]["from"]) == ("not_met", "2028-02-14")
    assert found["alerts/pjp_gap"]["verdict"] in ("not_met", "cannot_tell")


def test_what_is_left_out_is_not_known(usual: Path, tmp_path: Path, capsys: Capture) -> None:
    for key in ("results", "statements", "therapies", "day0"):
        found = verdicts(capsys, case(tmp_path, **{key: "left out", "subject": "left out"}), "--on", "2026-11-20")
        assert found["stops/pjp_6m_cd4"]["verdict"] == "cannot_tell", key
        assert any(part["missing"] for part in found["stops/pjp_6m_cd4"]["parts"])


def test_one_exposure_that_is_left_out_or_open_is_not_known(usual: Path, tmp_path: Path, capsys: Capture) -> None:
    known = CASE["exposures"]
    for kind in known:
        for given in (None, {"had": "unknown"}, {"had": "yes", "last": "2026-10-01"}, {"had": "yes"}):
            less = {name: held for name, held in {**known, kind: given}.items() if held is not None}
            found = verdicts(capsys, case(tmp_path, exposures=less), "--on", "2026-11-20")
            assert found["stops/pjp_6m_cd4"]["verdict"] == "cannot_tell", (kind, given)
    over = {**known, "dmt": {"had": "yes", "last": "2025-10-01", "running": False}}
    found = verdicts(capsys, case(tmp_path, exposures=over), "--on", "2026-11-20")
    assert found["stops/pjp_6m_cd4"]["verdict"] == "met"


def test_a_subject_without_therapies_is_not_known(usual: Path, tmp_path: Path, capsys: Capture) -> None:
    found = verdicts(capsys, case(tmp_path, therapies="left out"), "--on", "2026-11-20")
    assert found["stops/fn_72h"]["verdict"] == "cannot_tell"


def test_rules_of_ones_own_are_judged_in_italian(usual: Path, tmp_path: Path, capsys: Capture) -> None:
    arguments = (case(tmp_path), "--on", "2026-11-20", "--rules", own(tmp_path), "--language", "it")
    found = verdicts(capsys, *arguments)
    assert list(found) == ["own/trial"]
    assert found["own/trial"]["verdict"] == "met"
    assert "dal giorno 0" in found["own/trial"]["parts"][0]["asks"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"day0": "14/02/2026"}, "day0"),
        ({"colour": "red"}, "colour"),
        ({"results": [{"analyte": "CD4", "date": "2026-11-10", "value": "many"}]}, "many"),
        ({"results": [{"analyte": "CD4", "date": "2026-11-10", "value": "1", "unit": "g/L"}]}, "g/L"),
        ({"results": {}}, "results"),
        ({"therapies": [{"class": "pjp", "start": "2026-03-01", "stop": "2026-02-01"}]}, "stops before"),
        ({"therapies": [{"class": "tea", "start": "2026-03-01"}]}, "tea"),
        ({"statements": {"immunosuppression": {"answer": "perhaps", "on": "2026-11-12"}}}, "perhaps"),
        ({"subject": 7}, "subject"),
        ({"toxicities": [{"term": "nausea", "grade": 6, "since": "2026-11-12"}]}, "grade"),
    ],
)
def test_a_case_that_cannot_be_read_is_named(
    usual: Path, tmp_path: Path, capsys: Capture, change: dict[str, Any], said: str
) -> None:
    told = refuse("calc", "rules", case(tmp_path, **change), "--on", "2026-11-20", capsys=capsys)
    assert said in told


def test_the_examples_of_the_readme_hold(usual: Path, tmp_path: Path, capsys: Capture) -> None:
    text = (resource("catalogues").parent.parent / "README.md").read_text(encoding="utf-8")
    facts, rules = tmp_path / "patient.json", tmp_path / "my-rules.yaml"
    (case,) = (found for found in re.findall(r"```json\n(.*?)```", text, re.DOTALL) if '"day0"' in found)
    facts.write_text(case, encoding="utf-8")
    (written,) = (found for found in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if "stop_pjp" in found)
    rules.write_text(written, encoding="utf-8")
    found = verdicts(capsys, facts, "--on", "2026-11-20", "--rules", rules)
    assert found["own/stop_pjp"]["verdict"] == "met"
    assert verdicts(capsys, facts, "--on", "2026-11-20")["stops/pjp_6m_cd4"]["verdict"] == "met"


def test_what_is_no_json_is_refused(usual: Path, tmp_path: Path, capsys: Capture) -> None:
    for content in ("{", "[]", '"x"', "[" * 100_000):
        path = tmp_path / "broken.json"
        path.write_text(content, encoding="utf-8")
        assert "broken.json" in refuse("calc", "rules", path, "--on", "2026-11-20", capsys=capsys)
    assert refuse("calc", "rules", tmp_path / "none.json", "--on", "2026-11-20", capsys=capsys)
