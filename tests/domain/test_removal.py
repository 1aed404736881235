"""What names a patient is found however it is written, and nothing else is."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.removal import REMOVED, Identity, Remover, year_only

MONTHS = (
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    ["gennaio", "febbraio", "marzo", *["x"] * 9],
)
REMOVER = Remover(Identity(
    ("Müller", "Anna-Maria", "Müller Anna-Maria", "Anna-Maria Müller", "O'Brien", "De Luca"), ("MS-001",),
    ("+39 0555 010 1234", "112"), ("24 Example Street", "Rome"), date(1985, 3, 7), MONTHS,
))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Müller came", "[removed] came"),
        ("MULLER, Mu\u0308ller; mueller", "[removed], [removed]; mueller"),
        ("Anna Maria Müller", "[removed]"),
        ("Maria rang", "[removed] rang"),
        ("O’Brien and OBRIEN", "[removed] and [removed]"),
        ("de luca", "[removed]"),
        ("ms-001 and MS-0011", "[removed] and MS-0011"),
        ("+3905550101234 or 39 0555/010-1234", "[removed] or [removed]"),
        ("born 7.3.1985, 07/03/85, 1985-03-07", "born [removed], [removed], [removed]"),
        ("7 Mar 1985, 7 marzo 1985, March", "[removed], [removed], March"),
        ("lives 24  EXAMPLE street", "lives [removed]"),
    ],
)
def test_found_in_every_form(text: str, left: str) -> None:
    assert REMOVER.without(text) == left
    assert REMOVER.count(text) == left.count(REMOVED)


@pytest.mark.parametrize(
    "text",
    ["", "Mullerian", "dial 112", "Rome", "de novo", "1985-03-08", "17.3.1985", "10555 010 12345", "{not json", "[]"],
)
def test_nothing_else_is_touched(text: str) -> None:
    assert REMOVER.without(text) == text
    assert REMOVER.count(text) == 0


def test_structures_keep_their_shape() -> None:
    held = {"a": ["Müller", 3, None], "b": {"c": "says Anna"}}
    assert REMOVER.without(held) == {"a": [REMOVED, 3, None], "b": {"c": f"says {REMOVED}"}}
    text = json.dumps(held)
    assert json.loads(REMOVER.without(text)) == REMOVER.without(held)
    assert REMOVER.count(text) == 2


@given(st.text(max_size=80) | st.sampled_from(["Müller 0555 010 1234", "Anna\u0301 Müller", '{"x": "Müller"}']))
def test_once_is_enough(text: str) -> None:
    left = REMOVER.without(text)
    assert REMOVER.count(left) == 0
    assert REMOVER.without(left) == left


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_name_is_found_among_any_words(before: str, after: str) -> None:
    assert "Müller" not in REMOVER.without(f"{before} Müller {after}")


def test_a_name_of_nobody_finds_nothing() -> None:
    nobody = Remover(Identity(("", " "), ("",), ("",), ("",), date(1900, 1, 1)))
    assert nobody.without("any text of 1985") == "any text of 1985"


def test_the_year_stays() -> None:
    assert year_only(date(1985, 12, 31)) == date(1985, 7, 1)
