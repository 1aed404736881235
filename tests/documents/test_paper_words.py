"""Dates and signs of the printed page in Italian: elided articles before words and figures, one apostrophe."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Final

import pytest

from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.resource import resource

DOCUMENTS: Final = (
    "care_plan", "document", "downtime", "emergency", "flowsheet", "handover", "letter", "letter_care", "letter_paper",
    "letter_today", "letter_transplant", "letterhead", "medicine_plan", "patient_card", "patient_plan", "registry",
    "summary_record", "therapy_plan", "vaccine_paper",
)  # fmt: skip
"""The areas whose words are of documents above all."""
STRAIGHT: Final = re.compile(r"[^\W\d_]'")


@pytest.mark.parametrize("area", DOCUMENTS)
def test_the_italian_words_of_documents_have_one_apostrophe(area: str) -> None:
    held = json.loads(resource(f"i18n/wording/{area}.it.json").read_text(encoding="utf-8"))
    assert [key for key, text in held.items() if STRAIGHT.search(text)] == []


def test_on_paper_every_shared_sentence_has_it_too() -> None:
    words = paper_wording("it")
    assert [key for key in words.keys if STRAIGHT.search(words.template(key))] == []


@pytest.mark.parametrize(
    ("day", "running", "figures"),
    [
        (dt.date(2026, 11, 8), "fino all’8 novembre 2026", "fino all’8/11/2026"),
        (dt.date(2026, 11, 11), "fino all’11 novembre 2026", "fino all’11/11/2026"),
        (dt.date(2027, 2, 1), "fino al 1° febbraio 2027", "fino al 01/02/2027"),
        (dt.date(2027, 2, 18), "fino al 18 febbraio 2027", "fino al 18/02/2027"),
    ],
)
def test_an_article_fits_its_date_in_words_and_in_figures(day: dt.date, running: str, figures: str) -> None:
    words = paper_wording("it")
    for found, said in ((words, running), (words.in_tables, figures)):
        for value in (day, found.date(day)):  # a date that was made words before is elided too
            text = found.text("irradiation.sentence.until", on=value).replace("\u00a0", " ")
            assert text == f"Emocomponenti irradiati {said}."


def test_what_is_no_date_keeps_its_article_and_its_braces() -> None:
    words = paper_wording("it")
    assert words.text("irradiation.sentence.until", on="8 {x}").endswith("fino al 8 {x}.")
    assert words.text("irradiation.sentence.until", on="8 novembre {x}").endswith("fino all’8 novembre {x}.")
