"""Slots: what opens them, and what no longer does."""

import subprocess
import sys
from dataclasses import replace

import pytest

from hsct_desktop.vault.keys import audit_key, draft_key, key_file_key, manifest_key, new_data_key
from hsct_desktop.vault.slot import COST, Cost, Slot, WrongPassphrase, unwrap, wrap

CHEAP = Cost(2, 19 * 1024, 1)
KEY = bytes(range(32))


@pytest.fixture(scope="module")
def slot() -> Slot:
    return wrap(KEY, "file-1", "u1", "correct horse battery", label="Anna", role="nurse", cost=CHEAP)


def test_opens_with_its_passphrase_alone(slot: Slot) -> None:
    assert unwrap(slot, "file-1", "correct horse battery") == KEY
    for wrong in ("correct horse batter", "Correct horse battery", "", "x" * 5000, "a\0b", "\ud800"):
        with pytest.raises(WrongPassphrase):
            unwrap(slot, "file-1", wrong)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"uid": "u2"}, id="person"),
        pytest.param({"kind": "recovery"}, id="kind"),
        pytest.param({"must_change": True}, id="duty"),
        pytest.param({"cost": Cost(3, 19 * 1024, 1)}, id="passes"),
        pytest.param({"cost": Cost(2, 20 * 1024, 1)}, id="memory"),
        pytest.param({"cost": Cost(2, 19 * 1024, 2)}, id="lanes"),
        pytest.param({"salt": bytes(16)}, id="salt"),
        pytest.param({"nonce": bytes(12)}, id="nonce"),
        pytest.param({"ciphertext": bytes(48)}, id="ciphertext"),
    ],
)
def test_opens_for_nothing_else(slot: Slot, other: dict[str, object]) -> None:
    with pytest.raises(WrongPassphrase):
        unwrap(replace(slot, **other), "file-1", "correct horse battery")  # type: ignore[arg-type]


def test_opens_for_no_other_file(slot: Slot) -> None:
    with pytest.raises(WrongPassphrase):
        unwrap(slot, "file-2", "correct horse battery")


def test_accents_are_the_same_on_every_keyboard() -> None:
    composed, decomposed = "perché no\u00a0davvero", "perche\u0301 no davvero"
    slot = wrap(KEY, "f", "u", composed, cost=CHEAP)
    assert unwrap(slot, "f", decomposed) == KEY


def test_names_stand_in_the_slot_and_are_not_needed_to_open_it(slot: Slot) -> None:
    assert unwrap(replace(slot, label="Anna B."), "file-1", "correct horse battery") == KEY


def test_the_same_twice_is_never_the_same_slot() -> None:
    first, second = (wrap(KEY, "f", "u", "one and the same", cost=CHEAP) for _ in range(2))
    assert first.salt != second.salt
    assert first.nonce != second.nonce
    assert first.ciphertext != second.ciphertext


def test_the_usual_cost_is_the_one_that_was_measured() -> None:
    assert (COST.t, COST.m, COST.p) == (3, 65_536, 4)


def test_nothing_secret_is_shown_by_a_slot(slot: Slot) -> None:
    assert "ciphertext" not in repr(slot)


def test_derived_keys_differ_from_each_other_and_from_the_data_key() -> None:
    key = new_data_key()
    found = {key, audit_key(key), manifest_key(key), key_file_key(key), draft_key(key)}
    assert {len(one) for one in found} == {32}
    assert len(found) == 5


def test_derived_keys_are_those_of_the_library() -> None:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    assert audit_key(KEY) == HKDF(SHA256(), 32, None, b"hsct-desktop audit chain").derive(KEY)


def test_several_at_once_all_come_to_an_end() -> None:
    """In a process of its own, since what hangs in the library cannot be ended."""
    program = (
        "import threading\n"
        "from hsct_desktop.vault.slot import COST, stretched\n"
        "work = [threading.Thread(target=stretched, args=('x', bytes(16), COST)) for _ in range(3)]\n"
        "for one in work: one.start()\n"
        "for one in work: one.join()\n"
        "print('done')\n"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=True)
    assert found.stdout == "done\n"
