"""The small signs of a letter: apostrophes in Italian, numbers bound to what they count, spans of days kept whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hsct_desktop.documents.letter_inputs import LetterSection, Words
from hsct_desktop.documents.letter_typeset import typeset
from hsct_desktop.documents.text import bold
from tests.documents import letter_samples


def _set(text: str, language: str) -> str:
    data = letter_samples.typical(language)
    section = LetterSection("today", "Oggi", (Words(bold(text)),))
    (block,) = typeset(replace(data, sections=(section,))).sections[0].blocks
    assert isinstance(block, Words)
    assert not isinstance(block.text, str)
    return block.text.runs[0][0]


@pytest.mark.parametrize(
    ("typed", "language", "printed"),
    [
        ("l'attività dell'8 maggio", "it", "l’attività dell’8 maggio"),
        ("Crohn's disease", "en", "Crohn's disease"),
        ("5' di apnea", "it", "5' di apnea"),
        ("oltre 24 ore", "it", "oltre 24\u00a0ore"),
        ("PA 121/69 mmHg", "it", "PA 121/69\u00a0mmHg"),
        ("24 oreficerie", "it", "24 oreficerie"),
        ("(g −5 … −2, +1)", "it", "(g −5\u00a0…\u00a0−2, +1)"),
        ("no visit since 2019 … then", "en", "no visit since 2019 … then"),
    ],
)
def test_signs(typed: str, language: str, printed: str) -> None:
    assert _set(typed, language) == printed


def test_names_stay_as_typed() -> None:
    data = replace(letter_samples.typical("it"), who=("D'ANGELO Marta", "MS-0107"))
    assert typeset(data).who == ("D'ANGELO Marta", "MS-0107")
