"""Broken files of rules: one sentence with its line for each, in no time, whatever stands in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hsct_desktop.__main__ import main
from hsct_desktop.resource import resource
from tests.commands.running import Capture, refuse, run
from tests.commands.test_rules import case, own


def told(path: Path, capsys: Capture) -> str:
    """What `rules check` says of a file that it refuses."""
    assert main(["rules", "check", str(path)]) == 2
    output, beside = capsys.readouterr()
    assert output == ""
    assert "Traceback" not in beside
    return beside


CHAIN = "".join(f"  c{n}: {{use: {{rule: c{n + 1}}}}}\n" for n in range(3000))
BOMB = "".join(f"  b{n}: {{all: [{{use: {{rule: b{n + 1}}}}}, {{use: {{rule: b{n + 1}}}}}]}}\n" for n in range(24))
END = "{engrafted: {lineage: neutrophils}}\n"
CONDITIONS = "conditions:\n"
USE = "use: {rule: settled}"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((USE, "use: {rule: [a]}"), "line 13, in item “trial”: There is no shared condition"),
        ((USE, "count: {of: [{sex: {is: male}}], least: [1]}"), "line 13, in item “trial”: “[1]” does not fit"),
        (("{mouth: [mucositis_oral]}", "{mouth: 5}"), "line 5: “5” does not fit “mouth”"),
        (("{mouth: [mucositis_oral]}", "{mouth: [[mucositis_oral]]}"), "line 5: “[['mucositis_oral']]” does not fit"),
        (('"6 months"', '"1e999999 months"'), "line 8, in item “trial”: threshold “months” is “1e999999 months”"),
        (('"6 months"', '"1201 months"'), "which no rule can use"),
        (('"6 months"', '"6.5 months"'), "which no rule can use"),
        (('"200 /uL"', '"1e999999999 /uL"'), "which no rule can use"),
        (('"200 /uL"', '"2000000000 /uL"'), "which no rule can use"),
        (('"2 grade"', '"6 grade"'), "which no rule can use"),
        (('"190 d"', '"1e99999999 d"'), "line 2: “1e99999999 d” is no age"),
        (('"190 d"', '"0.5 d"'), "line 2: “0.5 d” is no age"),
        (('"190 d"', '"0 d"'), "line 2: “0 d” is no age"),
        (('{CD4: "190 d"}', "[CD4]"), "line 2: “ages” must hold keys with values"),
        (("id: trial", 'id: ""'), "A rule needs an id"),
        (('version: "1"', "source: {book: handbook}"), "line 1: “source” must be a text"),
        ((CONDITIONS, f"{CONDITIONS}{CHAIN}  c3000: {END}"), ""),
    ],
)
def test_a_broken_file_is_told_in_a_sentence(
    usual: Path, tmp_path: Path, capsys: Capture, change: tuple[str, str], said: str
) -> None:
    path = own(tmp_path, change)
    if not said:
        run("rules", "check", path, capsys=capsys)  # what nobody uses is not read
        path = own(tmp_path, change, (USE, "use: {rule: c0}"))
        said = "beyond 500 conditions or 30 levels"
    assert said in told(path, capsys)


def test_conditions_that_double_are_refused_at_once(usual: Path, tmp_path: Path, capsys: Capture) -> None:
    path = own(tmp_path, (CONDITIONS, f"{CONDITIONS}{BOMB}  b24: {END}"), (USE, "use: {rule: b0}"))
    said = told(path, capsys)
    assert said.count("beyond 500 conditions") == 1


def test_a_file_of_references_is_told_once(usual: Path, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("a: &a [x]\nb: &b [*a, *a, *a]\nrules: [*b, *b]\n", encoding="utf-8")
    assert told(path, capsys).count("\n") == 1


EDGES = ("0001-01-01", "9999-12-31")


@pytest.mark.parametrize("on", [*EDGES, "2026-11-20"])
@pytest.mark.parametrize("day", EDGES)
def test_any_day_of_the_calendar_can_be_judged(usual: Path, tmp_path: Path, capsys: Capture, on: str, day: str) -> None:
    facts: dict[str, Any] = {
        "day0": day, "results": [{"analyte": "CD4", "date": day, "value": "212", "unit": "/uL"}], "birth_date": day,
        "therapies": [{"drug": "cotrimoxazole", "class": "pjp", "start": day}], "infections": [day],
        "statements": {"immunosuppression": {"answer": "no", "on": day}}, "last_contact": day,
        "exposures": {"anti_cd20": {"had": "yes", "last": day}}, "anchors": {"harvest": day, "discharge": day},
        "vaccines": [{"vaccine": "mmr", "date": day}], "toxicities": [{"term": "colitis", "grade": 2, "since": day}],
        "transfusions": [{"product": "red_cells", "date": day, "irradiated": "no"}],
    }  # fmt: skip
    output, _ = run("calc", "rules", case(tmp_path, **facts), "--on", on, capsys=capsys)
    assert json.loads(output)["on"] == on


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"therapies": [{"class": "pjp", "start": "2026-03-01", "end": "2026-04-01"}]},
         "therapies[0].end is not known; use one of class, drug, name, start, stop"),
        ({"statements": {"relapse": {"answer": "no", "day": "2026-03-01"}}}, "statements.relapse.day is not known"),
        ({"exposures": {"anti_cd20": {"had": "yes", "last": "2026-01-01", "running": "yes"}}},
         "exposures.anti_cd20.running: “yes” is neither true nor false"),
        ({"vaccines": [{"vaccine": "mmr", "date": "2026-03-01", "live": "true"}]},
         "vaccines[0].live: “true” is neither true nor false"),
    ],
)  # fmt: skip
def test_a_mistyped_row_is_refused_with_its_place(
    usual: Path, tmp_path: Path, capsys: Capture, facts: dict[str, Any], said: str
) -> None:
    path = case(tmp_path, **{"subject": "left out", **facts})
    assert said in refuse("calc", "rules", path, "--on", "2026-11-20", capsys=capsys)


def test_a_key_that_stands_twice_is_refused(usual: Path, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "case.json"
    path.write_text('{"day0": "2026-01-01", "day0": "2026-02-01"}', encoding="utf-8")
    assert "“day0” stands twice" in refuse("calc", "rules", path, "--on", "2026-11-20", capsys=capsys)


def test_the_other_catalogues_are_checked_as_what_they_are(usual: Path, capsys: Capture) -> None:
    names = ("monitoring", "dmts", "allergy_classes", "reconstitution")
    output, _ = run("rules", "check", *(resource(f"catalogues/{name}.yaml") for name in names), capsys=capsys)
    assert [f"ok ({name}, " in line for name, line in zip(names, output.splitlines(), strict=True)] == [True] * 4
    assert "ok (allergy_classes, 0" not in output


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("irradiation", 'after: "3 months"', 'after: "0 d"', "“after” must lie between 3 and 120 months"),
        ("irradiation", 'after_tbi: "6 months"', 'after_tbi: "5 months"', "“after_tbi” must lie between 6 and"),
        ("irradiation", 'after: "3 months"', 'after: "121 months"', "“after” must lie between"),
        ("irradiation", "[purine_analogue, alemtuzumab]", "[]", "may not be empty"),
        ("vaccines", 'thresholds: {from: "24 months"}', 'thresholds: {from: "1 months"}', "write 24m or more"),
    ],
)
def test_a_file_below_its_bounds_is_refused(
    usual: Path, tmp_path: Path, capsys: Capture, name: str, old: str, new: str, said: str
) -> None:
    text = resource(f"catalogues/{name}.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / f"{name}.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert said in told(path, capsys)
