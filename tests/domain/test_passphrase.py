"""Which passphrases and PINs are good enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.passphrase import check_passphrase, check_pin
from hsct_desktop.services.passphrases import PRACTICE_PASSPHRASE, common_words, problems

NAMES = ("Dr Anna Rossi", "HSCT unit Genova")


def _keys(text: str, names: tuple[str, ...] = NAMES) -> list[str]:
    return [problem.key for problem in problems(text, names)]


@pytest.mark.parametrize(
    "text",
    [
        "otto gufi leggono piano",
        "quattro lupi neri cantano",
        "tulip-harbour-93",
        "perché no davvero",
        "x7$Kq!9zP#mL",
        "Zürich im Regen",
        "Anna Rossi legge un gufo",
        "早上好我们明天去看海吧好吗",
    ],
)
def test_good_ones(text: str) -> None:
    assert _keys(text) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "passphrase_short"),
        ("otto gufi", "passphrase_short"),
        ("elevenchars", "passphrase_short"),
        ("e\u0301" * 11, "passphrase_short"),
        (" otto gufi leggono", "passphrase_spaces"),
        ("otto gufi leggono ", "passphrase_spaces"),
        ("otto\tgufi leggono", "passphrase_signs"),
        ("otto gufi leggono\0", "passphrase_signs"),
        ("otto gufi\u202eleggono", "passphrase_signs"),
        ("otto gufi \ud800 leggono", "passphrase_signs"),
        ("otto gufi leggono " * 60 + "x", "too_long"),
        ("password1234", "passphrase_common"),
        ("P@ssw0rd1234", "passphrase_common"),
        ("passwordpassword", "passphrase_common"),
        ("Transplant2026!", "passphrase_common"),
        ("Ospedale2026!!", "passphrase_common"),
        ("trapianto-2025-2026", "passphrase_common"),
        ("123456789012", "passphrase_common"),
        ("qwertyuiopas", "passphrase_common"),
        ("1q2w3e4r5t6y", "passphrase_common"),
        ("zxcvbnmasdfg", "passphrase_common"),
        ("aaaaaaaaaaaa", "passphrase_common"),
        ("abababababab", "passphrase_common"),
        ("!!!!!!!!!!!!", "passphrase_common"),
        ("forzajuve1990!", "passphrase_common"),
        ("Anna Rossi ward 7", "passphrase_has_name"),
        ("RossiGenova12", "passphrase_has_name"),
        (PRACTICE_PASSPHRASE, "passphrase_practice"),
        (PRACTICE_PASSPHRASE.upper(), "passphrase_practice"),
    ],
)
def test_bad_ones(text: str, key: str) -> None:
    assert _keys(text) == [key]


def test_the_second_typing_must_be_the_same() -> None:
    found = list(check_passphrase("otto gufi leggono", again="otto gufi leggon"))
    assert [(problem.field, problem.key) for problem in found] == [("again", "passphrase_differs")]
    assert list(check_passphrase("otto gufi leggono", again="otto gufi leggono")) == []


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    found = list(check_passphrase(text, (text,), common_words()))
    assert all(problem.field == "passphrase" for problem in found)
    if len(text) < 12:
        assert found


def test_the_list_of_common_words_is_folded_as_they_are_looked_up() -> None:
    words = common_words()
    assert len(words) > 400
    assert {word for word in words if not (word.isascii() and word.isalnum() and word == word.lower())} == set()
    assert min(map(len, words)) >= 3


@pytest.mark.parametrize("pin", ["4711", "0815", "90125", "27182818"])
def test_good_pins(pin: str) -> None:
    assert list(check_pin(pin, pin)) == []


@pytest.mark.parametrize(
    ("pin", "key"),
    [
        ("", "pin_digits"),
        ("471", "pin_digits"),
        ("271828182", "pin_digits"),
        ("47a1", "pin_digits"),
        ("٣٤٥٦", "pin_digits"),
        ("4711\n", "pin_digits"),
        ("0000", "pin_simple"),
        ("1234", "pin_simple"),
        ("87654321", "pin_simple"),
    ],
)
def test_bad_pins(pin: str, key: str) -> None:
    assert [problem.key for problem in check_pin(pin)] == [key]
