"""Our CTCAE term list against NCI's own, of which only digests are kept here.

Both were made from the table that NCI published as CTCAE v5.0 on 27 November 2017: `LIST` is the SHA-256 of one line
`class|term|grades that exist` for each term, in the table's order; the reference file holds, for each of its grade
texts and definitions of more than six words, the first ten digits of the SHA-256 of that text in small letters.
"""

import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from hsct_desktop.resource import resource

LIST = "d03de0dabe8b9992ca55e04b19b2c6ea7be719548dc70fce629be583af208569"
TEXTS = Path(__file__).parent.parent / "_reference" / "ctcae-v5-texts.sha256"
# The one text of NCI's that stands here: without it, digests made wrongly would find nothing and look like success.
ALOPECIA = (
    "A disorder characterized by a decrease in density of hair compared to normal for a given individual at a given "
    "age and body location."
)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@pytest.fixture(scope="module")
def ours() -> list[dict[str, Any]]:
    content = resource("catalogues/ctcae_v5.yaml").read_bytes()
    classes: list[dict[str, Any]] = yaml.load(content, Loader=yaml.CSafeLoader)["soc"]
    return classes


def test_every_term_stands_in_its_class_with_exactly_the_grades_that_exist(ours: list[dict[str, Any]]) -> None:
    lines = [
        f"{soc['label']['en']}|{term['label']['en']}|{','.join(map(str, term['grades']))}"
        for soc in ours
        for term in soc["terms"]
    ]
    assert digest("\n".join(lines)) == LIST


def test_no_definition_is_taken_over(ours: list[dict[str, Any]]) -> None:
    """Grade texts of any length are our own words; a short phrase ("Mild pain") may well be the same."""
    theirs = set(TEXTS.read_text("ascii").split())
    assert len(theirs) == 1543
    wording = [text["en"] for soc in ours for term in soc["terms"] for text in term.get("wording", {}).values()]
    assert [text for text in (ALOPECIA, *wording) if digest(text.casefold())[:10] in theirs] == [ALOPECIA]
