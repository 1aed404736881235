"""The key that is held while the window is locked."""

import pytest

from hsct_desktop.vault.pin import HeldKey, KeyDestroyed, WrongPin

KEY = bytes(range(32))


def test_the_pin_gives_the_key_back() -> None:
    assert HeldKey.hold(KEY, "4711").release("4711") == KEY


def test_five_wrong_tries_destroy_it() -> None:
    held = HeldKey.hold(KEY, "4711")
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongPin) as caught:
            held.release("0000")
        assert caught.value.params["count"] == left == held.tries_left
    with pytest.raises(KeyDestroyed):
        held.release("0000")
    with pytest.raises(KeyDestroyed):
        held.release("4711")
    assert KEY not in vars(held).values()
    assert b"" in vars(held).values()


def test_a_right_one_gives_all_tries_back() -> None:
    held = HeldKey.hold(KEY, "4711")
    with pytest.raises(WrongPin):
        held.release("1")
    assert held.release("4711") == KEY
    assert held.tries_left == 5


def test_a_destroyed_one_holds_nothing() -> None:
    held = HeldKey.hold(KEY, "4711")
    held.destroy()
    with pytest.raises(KeyDestroyed):
        held.release("4711")
