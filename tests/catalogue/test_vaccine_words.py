"""What the plan of vaccines says: every reason and every missing fact has its words in both languages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import hsct_desktop.domain
from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.vaccine_words import condition_text, named, product_name, why_text
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.dates import Offset
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.rule_facts import RECORDS, Exposure, RuleFacts, Said, Truth
from hsct_desktop.domain.vaccine_plan import verdict
from hsct_desktop.domain.worklist import Reason

PACKAGE = Path(hsct_desktop.domain.__path__[0]).parent
CATALOGUE = Catalogue().vaccines
DAY0, ON = date(2026, 1, 14), date(2027, 2, 20)
LIVE = CATALOGUE.of("ecil7")["mmr"].conditions


def reasons_in_code() -> set[str]:
    found: set[str] = set()
    for name in ("vaccine_line", "vaccine_count", "vaccine_season"):
        code = (PACKAGE / "domain" / f"{name}.py").read_text(encoding="utf-8")
        found |= set(re.findall(r'Reason\(\s*"(\w+)"', code))
    return found


def test_every_reason_of_the_plan_is_worded_alike_in_both_languages() -> None:
    english, italian = wording("en"), wording("it")
    for key in reasons_in_code():
        stem = f"vaccine.why.{key}"
        assert english.has(stem) or english.has(f"{stem}.one"), key
    own = {key for key in english.keys if key.startswith(("vaccine.", "saved.vaccin"))}
    assert own == {key for key in italian.keys if key.startswith(("vaccine.", "saved.vaccin"))}


def test_reasons_read_as_one_line() -> None:
    early = Reason("too_early_after_dose", {
        "time": Offset(1, "m"), "number": 2, "on": ON, "from_on": ON, "place": 3, "days": 16,
    })  # fmt: skip
    said = why_text(wording("en"), [early, Reason("season", {"first": date(2026, 10, 1), "last": date(2027, 3, 31)})])
    assert said.replace("\u00a0", " ") == (
        "Too early, not counted: 16 days after dose 2, dose 3 counts from 20 Feb 2027 (1 month) · season 2026/27"
    )
    again = why_text(wording("it"), [Reason("starts_again", {"number": 1})])
    assert again == "Il ciclo ricomincia: 1 dose prima del giorno 0 non vale"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("IgG below", "IgG below"), ("MenACWY", "MenACWY"), ("DTaP-IPV", "DTaP-IPV"), ("Influenza", "influenza")],
)
def test_names_keep_their_capitals_within_a_sentence(text: str, expected: str) -> None:
    assert named(Label(text, text), "en") == expected


def test_conditions_say_what_was_found_what_is_missing_and_from_when() -> None:
    nothing = RuleFacts(ON, DAY0, unknown=RECORDS - {"course", "vaccine"})
    known = RuleFacts(
        ON, DAY0, statements={"immunosuppression": Said("no", ON), "relapse": Said("yes", ON)},
        exposures={"immunoglobulin": Exposure(Truth.YES, ON), "immunosuppression": Exposure(Truth.NO)},
    )  # fmt: skip
    for language in ("en", "it"):
        words = wording(language)
        for facts in (nothing, known):
            said = {c.id: condition_text(words, verdict(c, facts), DAY0, ON) for c in (*LIVE, *CATALOGUE.delays)}
            assert all(said.values())
    told = {c.id: condition_text(wording("en"), verdict(c, known), DAY0, ON).replace("\u00a0", " ") for c in LIVE}
    assert told["months"] == "from 14 Jan 2028"
    assert told["immunoglobulin"] == "immunoglobulin last on 20 Feb 2027 · from 20 Oct 2027"
    assert "20 Feb 2027" in told["relapse"]
    assert "measles" in told["seronegative"]


def test_products_are_named_and_unknown_ones_keep_their_id() -> None:
    assert product_name(CATALOGUE, "hexavalent", "it") == "Esavalente DTPa-IPV-Hib-HBV"
    assert product_name(CATALOGUE, "gone", "en") == "gone"
    assert product_name(CATALOGUE, "all", "en") == "all vaccines"
