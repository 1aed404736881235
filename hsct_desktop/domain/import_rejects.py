"""The column that the program adds to a file of refused rows, by which it knows that file when it comes back."""

from __future__ import annotations

from typing import Final

MARK: Final = "HSCT Desktop: "
"""How the head of the added column begins in every language; no column of anybody's own is called so."""


def is_reason(head: str) -> bool:
    """Whether a column is the one that says why rows were refused: nothing in it is ever imported."""
    return head.strip().casefold().startswith(MARK.strip().casefold())
