"""Our CTCAE term list against NCI's own, as kept in the shared specification folder beside the project."""

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml

from hsct_desktop.resource import resource

SOURCE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "ctcae" / "ctcae_v5_terms.csv"

pytestmark = pytest.mark.skipif(
    not SOURCE.is_file(), reason="the specification folder with NCI's CTCAE v5.0 list is not beside the project"
)


@pytest.fixture(scope="module")
def theirs() -> list[dict[str, str]]:
    with SOURCE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def ours() -> list[dict[str, Any]]:
    content = resource("catalogues/ctcae_v5.yaml").read_bytes()
    classes: list[dict[str, Any]] = yaml.load(content, Loader=yaml.CSafeLoader)["soc"]
    return classes


def test_every_term_stands_in_its_class(theirs: list[dict[str, str]], ours: list[dict[str, Any]]) -> None:
    expected = [(row["soc"], row["term"]) for row in theirs]
    assert [(soc["label"]["en"], term["label"]["en"]) for soc in ours for term in soc["terms"]] == expected


def test_every_term_has_exactly_the_grades_that_exist(theirs: list[dict[str, str]], ours: list[dict[str, Any]]) -> None:
    expected = {row["term"]: [grade for grade in range(1, 6) if row[f"grade{grade}"].strip()] for row in theirs}
    found = {term["label"]["en"]: term["grades"] for soc in ours for term in soc["terms"]}
    assert {name: grades for name, grades in found.items() if grades != expected.get(name)} == {}


def test_no_definition_is_taken_over(theirs: list[dict[str, str]], ours: list[dict[str, Any]]) -> None:
    """Grade texts of any length are our own words; a short phrase ("Mild pain") may well be the same."""
    long_texts = {row[f"grade{grade}"].casefold() for row in theirs for grade in range(1, 6)} | {
        row["definition"].casefold() for row in theirs
    }
    long_texts = {text for text in long_texts if len(text.split()) > 6}
    wording = [text["en"] for soc in ours for term in soc["terms"] for text in term.get("wording", {}).values()]
    assert [text for text in wording if text.casefold() in long_texts] == []
