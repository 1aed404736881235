"""Passwords of PDFs that leave."""

from __future__ import annotations

import pytest

from hsct_desktop.domain.pdf_password import LONGEST, check_password


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("rain over Turin", None),
        ("x" * LONGEST, None),
        ("x" * (LONGEST + 1), "too_long"),
        ("seven77", "password_short"),
        ("", "password_short"),
        (" eight888 ", "password_spaces"),
        ("perché no?", "password_signs"),
        ("tab\tinside", "password_signs"),
    ],
)
def test_password_is_checked(text: str, problem: str | None) -> None:
    found = list(check_password(text))
    assert [one.key for one in found] == ([problem] if problem else [])


def test_second_typing_must_be_the_same() -> None:
    assert not list(check_password("rain over Turin", "rain over Turin"))
    found = list(check_password("rain over Turin", "rain over turin"))
    assert [(one.field, one.key) for one in found] == [("again", "password_differs")]
