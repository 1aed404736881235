"""The recovery key: 160 random bits, printed once and sealed away, with a check against slips of the pen."""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import Final

from hsct_desktop.domain.problem import KnownError

UID: Final = "recovery"
"""Who the recovery key's slot belongs to."""
GROUPS, GROUP = 9, 4
_KEY_BYTES: Final = 20
_SIGNS: Final = (GROUPS - 1) * GROUP
_READ_AS: Final = str.maketrans({"0": "O", "1": "I", "8": "B"})
"""Digits that the key never has, and the letter that was meant."""


def new_recovery_key() -> str:
    """A key of nine groups of four letters and digits; the last group checks the others."""
    signs = base64.b32encode(secrets.token_bytes(_KEY_BYTES)).decode("ascii")
    return _grouped(signs + _check(signs))


def normalised(text: str) -> str:
    """The key as it was printed, however it was typed. Raises KnownError recovery_key_mistyped."""
    signs = "".join(c for c in text.upper() if c.isascii() and c.isalnum()).translate(_READ_AS)
    if len(signs) != GROUPS * GROUP or _check(signs[:_SIGNS]) != signs[_SIGNS:]:
        raise KnownError("recovery_key_mistyped")
    return _grouped(signs)


def looks_like_one(text: str) -> bool:
    """Whether somebody typed a recovery key, without a mistake."""
    try:
        normalised(text)
    except KnownError:
        return False
    return True


def _check(signs: str) -> str:
    return base64.b32encode(hashlib.sha256(signs.encode("ascii")).digest())[:GROUP].decode("ascii")


def _grouped(signs: str) -> str:
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))
