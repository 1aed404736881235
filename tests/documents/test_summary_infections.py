"""Infections on the patient summary, read back from the PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hsct_desktop.documents.inputs import PrintedInfection
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.documents.summary import write_summary
from tests.documents import samples
from tests.documents.reading import Read, made

OPEN = PrintedInfection(
    "Citomegalovirus <b>, sangue", date(2026, 3, 4), "Certa", False, "Valganciclovir", "In corso", None
)
OVER = PrintedInfection("Escherichia coli, lung", date(2026, 2, 1), "Proven", True, "", "Resolved", date(2026, 2, 9))


def summary(language: str, *infections: PrintedInfection) -> Read:
    data = replace(samples.rich(language), infections=infections)
    return made(lambda stream: write_summary(data, stream))


@pytest.mark.parametrize("language", ["en", "it"])
def test_each_infection_stands_in_the_readers_words(language: str) -> None:
    paper, words = summary(language, OVER, OPEN), paper_wording(language).in_tables
    for key in ("section.infections", "head.infection", "head.treatment", "line_related"):
        assert paper.has(words.text(f"document.summary.{key}"))
    assert paper.has("Citomegalovirus <b>, sangue")
    assert paper.has(words.date(date(2026, 2, 9)))
    assert paper.text.index("Citomegalovirus") < paper.text.index("Escherichia")


def test_without_an_infection_there_is_no_section_and_what_is_left_out_is_said() -> None:
    assert not summary("en").has("Organism, site")
    assert summary("en", *[OVER] * 30).has("more infections.")
