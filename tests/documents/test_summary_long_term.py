"""Long-term follow-up on the patient summary, read back from the PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hsct_desktop.documents.inputs import PrintedAbnormal, PrintedLongTerm
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.documents.summary import write_summary
from tests.documents import samples
from tests.documents.reading import Read, made

SINCE, BY = date(2026, 3, 4), date(2026, 12, 9)
HELD = PrintedLongTerm(
    (PrintedAbnormal("Thyroid <TSH>", "TSH 7.4 mIU/L", "Thyroid clinic", BY),),
    (("Dental check", SINCE), *((f"Item {n}", SINCE) for n in range(9))),
    "Pregnancy, going on",
    ("Neurological worsening beside fever: possible pseudo-relapse.",),
)


def summary(language: str, held: PrintedLongTerm | None) -> Read:
    data = replace(samples.rich(language), long_term=held)
    return made(lambda stream: write_summary(data, stream))


@pytest.mark.parametrize("language", ["en", "it"])
def test_each_part_stands_in_the_readers_words(language: str) -> None:
    paper, words = summary(language, HELD), paper_wording(language)
    for key in ("section.long_term", "long_term_overdue", "fertility"):
        assert paper.has(words.text(f"document.summary.{key}"))
    assert paper.has("Thyroid <TSH>")
    assert paper.has(words.in_tables.text("document.summary.referred_by", to="Thyroid clinic", day=BY))
    assert paper.has(words.in_tables.text("document.summary.overdue_since", what="Dental check", day=SINCE))
    assert paper.has(words.text("document.and_more_items", n=4))
    assert paper.has("possible pseudo-relapse.")


def test_without_anything_there_is_no_section() -> None:
    for held in (None, PrintedLongTerm()):
        assert not summary("en", held).has("Fertility and contraception")
