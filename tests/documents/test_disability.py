"""The page of the disease and the part of the summary, read back from the PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hsct_desktop.documents.disability import DisabilityData, write_disability
from hsct_desktop.documents.disability_inputs import PrintedComponent, PrintedDisease
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.documents.summary import write_summary
from hsct_desktop.domain.patient import Sex
from hsct_desktop.pictures.disability_facts import DisabilityFacts
from tests.documents import samples
from tests.documents.reading import Read, made
from tests.pictures.disability_samples import dense, typical

EVIDENCE = tuple(f"Scan {n} Jan 20{n}" for n in range(10, 30))
HELD = PrintedDisease(
    typical(),
    "NEDA-3",
    "evidence of activity",
    "13 Jan 2022 – 20 Nov 2026",
    "",
    (
        PrintedComponent("Relapses", "none", "None recorded up to 20 Nov 2026", ("Relapse 28 Sep 2020",)),
        PrintedComponent("MRI", "new <lesions>", "Scan of 13 Jan 2024: 2 new", EVIDENCE),
    ),
    (("NEDA-3 at 1 year", "yes"), ("Best EDSS", "3.5, from 5.0"), ("Without therapy", "4.9 years")),
    "EDSS +1.0 up to 5.0; confirmed at 24 weeks",
    ("Boffa 2021: 85.5 % at 5 years",),
)


def page(language: str, held: PrintedDisease) -> Read:
    context = samples.rich(language).context
    data = DisabilityData(context, "Rossi <b>", "Elena", date(1984, 3, 14), Sex.FEMALE, "MS-0101", "MS", held)
    return made(lambda stream: write_disability(data, stream))


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("facts", [typical(), dense(20)], ids=["typical", "dense"])
def test_it_is_one_page_with_picture_verdict_evidence_and_settings(language: str, facts: DisabilityFacts) -> None:
    paper, words = page(language, replace(HELD, facts=facts)), paper_wording(language)
    assert len(paper.pages) == 1
    assert paper.has("ROSSI <B> Elena")
    assert paper.has("NEDA-3: evidence of activity")
    assert paper.has("new <lesions>")
    for text in (EVIDENCE[0], EVIDENCE[-1], "None recorded up to 20 Nov 2026.", "3.5, from 5.0"):
        assert paper.has(text)
    assert paper.has(words.text("disability.settings", settings=HELD.settings))
    for key in ("edss", "relapses", "mri", "therapies", "turn.worsening"):
        assert paper.has(words.text(f"disability.{key}")), key


def test_evidence_left_out_is_counted_in_the_gender_of_its_rows() -> None:
    paper = page("it", HELD)
    assert paper.has("e altre")
    assert not paper.has("e altri")


def test_before_day_0_it_says_why_there_is_no_verdict() -> None:
    paper = page("en", PrintedDisease(replace(typical(), day0=None, rebaseline=None), why="Day 0 is not known yet"))
    assert paper.has("Day 0 is not known yet")
    assert not paper.has("NEDA-3:")


def test_the_summary_has_a_page_of_the_disease_only_where_there_is_one() -> None:
    rich = samples.rich("en")
    without = made(lambda stream: write_summary(rich, stream))
    held = made(lambda stream: write_summary(replace(rich, disability=HELD), stream))
    assert len(held.pages) == len(without.pages) + 1
    assert held.has("NEDA-3: evidence of activity")
    assert held.has("28 Sep 2020")
    assert not without.has("NEDA-3")
