"""The recovery key: what is printed can be typed back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.vault.recovery import looks_like_one, new_recovery_key, normalised

KEY = "OXDK-WDPA-R3U7-VIF6-63VS-AEFZ-OARM-KRQ5-QW7D"
"""A fixed one: the two processes of a run must collect the same tests."""


def test_has_nine_groups_of_four() -> None:
    assert [len(group) for group in KEY.split("-")] == [4] * 9
    assert new_recovery_key() != KEY


def test_is_read_however_it_is_typed() -> None:
    for typed in (KEY, KEY.lower(), KEY.replace("-", ""), KEY.replace("-", " "), f"  {KEY}\n", KEY.replace("O", "0")):
        assert normalised(typed) == KEY
        assert looks_like_one(typed)


@given(at=st.integers(0, 34), sign=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_one_wrong_sign_is_seen(at: int, sign: str) -> None:
    if KEY[at] in ("-", sign):
        return
    with pytest.raises(KnownError, match="recovery_key_mistyped"):
        normalised(KEY[:at] + sign + KEY[at + 1 :])


@pytest.mark.parametrize("text", ["", "x", KEY[:-1], KEY + "A", "\0", "é" * 36, "A" * 100_000])
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(KnownError, match="recovery_key_mistyped"):
        normalised(text)
    assert not looks_like_one(text)
