"""Which passwords a PDF that leaves may have: typed on any keyboard, long enough, and opened by every reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from hsct_desktop.domain.problem import Problem

SHORTEST: Final = 8
LONGEST: Final = 127
"""Bytes that AES-256 in a PDF takes (ISO 32000-2, 7.6.4.3.3); what stands behind them would be left out in silence."""


def check_password(text: str, again: str | None = None) -> Iterator[Problem]:
    """Yield what is wrong with a password (field "password"), or with the second typing of it (field "again")."""
    if any(not " " <= sign <= "~" for sign in text):
        # Programs turn letters beyond ASCII into bytes in different ways: some could not open the file.
        yield Problem("password", "password_signs")
    elif text != text.strip():
        yield Problem("password", "password_spaces")
    elif len(text) < SHORTEST:
        yield Problem("password", "password_short", {"least": SHORTEST})
    elif len(text) > LONGEST:
        yield Problem("password", "too_long", {"limit": LONGEST})
    if again is not None and again != text:
        yield Problem("again", "password_differs")
