"""New passphrases are held against the rules and the list of common ones. Light: for the page that is painted first."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from hsct_desktop.domain.passphrase import check_passphrase
from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.resource import resource

PRACTICE_PASSPHRASE = "ward practice only"
"""What opens every practice file; published, so it is refused for any other."""


@cache
def common_words() -> frozenset[str]:
    """What anybody tries first."""
    lines = resource("common_passphrases.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def problems(text: str, names: Iterable[str] = (), again: str | None = None) -> tuple[Problem, ...]:
    """What is wrong with a new passphrase of somebody with that name in a unit of that name."""
    if text.strip().casefold() == PRACTICE_PASSPHRASE:
        return (Problem("passphrase", "passphrase_practice"),)
    return tuple(check_passphrase(text, names, common_words(), again))


def checked(text: str, names: Iterable[str] = (), again: str | None = None) -> str:
    """The passphrase as it is. Raises InputError when it is not good enough."""
    found = problems(text, names, again)
    if found:
        raise InputError(found)
    return text
