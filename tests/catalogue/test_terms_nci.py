"""Our CTCAE term lists against NCI's own, of which only digests are kept here.

Made from the tables that NCI published as CTCAE v5.0 on 27 November 2017 and v6.0 on 22 July 2025: `LISTS` holds the
SHA-256 of one line `class|term|grades that exist` for each term, in the table's order; the reference files hold, for
each of their grade texts and definitions of more than six words, the first ten digits of the SHA-256 of that text in
small letters.
"""

import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from hsct_desktop.resource import resource

LISTS = {
    "ctcae_v5": "d03de0dabe8b9992ca55e04b19b2c6ea7be719548dc70fce629be583af208569",
    "ctcae_v6": "c651525b3713005bc7a05feb7bfeebea04c55c2d9de89755b06398df29a50903",
}
COUNTS = {"ctcae_v5": 1543, "ctcae_v6": 1576}
REFERENCE = Path(__file__).parent.parent / "_reference"
# The one text of NCI's that stands here: without it, digests made wrongly would find nothing and look like success.
ALOPECIA = (
    "A disorder characterized by a decrease in density of hair compared to normal for a given individual at a given "
    "age and body location."
)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def classes(name: str) -> list[dict[str, Any]]:
    content = resource(f"catalogues/{name}.yaml").read_bytes()
    found: list[dict[str, Any]] = yaml.load(content, Loader=yaml.CSafeLoader)["soc"]
    return found


@pytest.mark.parametrize("name", LISTS)
def test_every_term_stands_in_its_class_with_exactly_the_grades_that_exist(name: str) -> None:
    lines = [
        f"{soc['label']['en']}|{term['label']['en']}|{','.join(map(str, term['grades']))}"
        for soc in classes(name)
        for term in soc["terms"]
    ]
    assert digest("\n".join(lines)) == LISTS[name]


@pytest.mark.parametrize("name", LISTS)
def test_no_definition_is_taken_over(name: str) -> None:
    """Grade texts of any length are our own words; a short phrase ("Mild pain") may well be the same."""
    theirs = set((REFERENCE / f"{name.replace('_', '-')}-texts.sha256").read_text("ascii").split())
    assert len(theirs) == COUNTS[name]
    ours = classes(name)
    wording = [text["en"] for soc in ours for term in soc["terms"] for text in term.get("wording", {}).values()]
    assert [text for text in (ALOPECIA, *wording) if digest(text.casefold())[:10] in theirs] == [ALOPECIA]
