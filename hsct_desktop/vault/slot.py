"""A slot: the data key, wrapped by Argon2id and AES-256-GCM under what one person knows."""

from __future__ import annotations

import json
import secrets
import threading
import unicodedata
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.vault.keys import KEY_BYTES

Kind = Literal["user", "recovery"]

VERSION: Final = 1
"""How slots are wrapped; it is bound into each of them."""
SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12
SEALED_BYTES: Final = KEY_BYTES + 16
LONGEST_PASSPHRASE: Final = 1000


_ONE_AT_A_TIME: Final = threading.Lock()
"""Two derivations at once wait for each other's lanes for ever: the library has one pool of threads for all of them."""


@dataclass(frozen=True)
class Cost:
    """What one try costs: passes, memory in KiB, lanes (Argon2id)."""

    t: int = 3
    m: int = 64 * 1024
    p: int = 4


COST: Final = Cost()
"""RFC 9106, second recommended choice: a fifth of a second here, and 64 MiB for each guess."""
LEAST: Final = Cost(2, 19 * 1024, 1)
"""The least that OWASP recommends: a slot below was weakened by somebody."""
MOST: Final = Cost(10, 256 * 1024, 16)
"""More was set by nobody but to exhaust the computer's memory or time."""


class WrongPassphrase(KnownError):
    """The slot does not open with it; or what the slot was bound to is no longer the same."""

    def __init__(self) -> None:
        super().__init__("wrong_passphrase")


@dataclass(frozen=True)
class Slot:
    """One person's way to the data key, or the recovery key's. Name, role and `administers` are for the unlock page:
    what a person may do stands in the data file."""

    uid: str
    label: str
    role: str
    administers: bool
    kind: Kind
    must_change: bool
    cost: Cost
    salt: bytes = field(repr=False)
    nonce: bytes = field(repr=False)
    ciphertext: bytes = field(repr=False)


def wrap(
    data_key: bytes,
    db_id: str,
    uid: str,
    passphrase: str,
    *,
    label: str = "",
    role: str = "",
    administers: bool = False,
    kind: Kind = "user",
    must_change: bool = False,
    cost: Cost = COST,
) -> Slot:
    """A slot that opens with the passphrase."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    slot = Slot(uid, label, role, administers, kind, must_change, cost, salt, nonce, b"")
    sealed = AESGCM(stretched(passphrase, salt, cost)).encrypt(nonce, data_key, _bound(slot, db_id))
    return replace(slot, ciphertext=sealed)


def unwrap(slot: Slot, db_id: str, passphrase: str) -> bytes:
    """The data key. Raises WrongPassphrase."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(passphrase) > LONGEST_PASSPHRASE:
        raise WrongPassphrase
    key = stretched(passphrase, slot.salt, slot.cost)
    try:
        return AESGCM(key).decrypt(slot.nonce, slot.ciphertext, _bound(slot, db_id))
    except InvalidTag:
        raise WrongPassphrase from None


def stretched(secret: str, salt: bytes, cost: Cost) -> bytes:
    """A key of 32 bytes made of what a person types: slow on purpose."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=cost.t, lanes=cost.p, memory_cost=cost.m)
    with _ONE_AT_A_TIME:
        return kdf.derive(as_typed(secret).encode("utf-8", "replace"))


def as_typed(secret: str) -> str:
    """One form of a text for all keyboards: an accent is the same whether it is one sign or two (RFC 8265)."""
    return unicodedata.normalize("NFC", "".join(" " if unicodedata.category(c) == "Zs" else c for c in secret))


def _bound(slot: Slot, db_id: str) -> bytes:
    """What the slot is bound to: it opens for no other file, person or cost, and not without the duty to change."""
    facts = {
        "v": VERSION,
        "db": db_id,
        "uid": slot.uid,
        "kind": slot.kind,
        "must_change": slot.must_change,
        "t": slot.cost.t,
        "m": slot.cost.m,
        "p": slot.cost.p,
    }
    return json.dumps(facts, sort_keys=True).encode()
