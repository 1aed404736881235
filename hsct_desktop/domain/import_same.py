"""Whether a recorded value and one of a file say the same."""

from __future__ import annotations

import unicodedata

from hsct_desktop.domain.partial_date import PartialDate


def is_same(here: object, there: object) -> bool:
    """Whether a recorded value and the file's say the same: text but for case, accents and blanks, numbers by value,
    lists in any order, a date known in part that holds the recorded one."""
    if isinstance(here, str) and isinstance(there, str) and type(here) is type(there) is str:
        return here == there or plain_text(here) == plain_text(there)
    if isinstance(here, PartialDate) and isinstance(there, PartialDate):
        return holds(there, here)
    if isinstance(here, tuple) and isinstance(there, tuple):
        return len(here) == len(there) and set(map(_plain, here)) == set(map(_plain, there))
    return here == there


def refines(there: object, here: object) -> bool:
    """Whether the file knows a date more exactly than the record, and does not contradict it."""
    return isinstance(here, PartialDate) and isinstance(there, PartialDate) and holds(here, there)


def holds(outer: PartialDate, inner: PartialDate) -> bool:
    """Whether every day that one date may be lies within those of another."""
    return outer.first <= inner.first and inner.last <= outer.last


def _plain(value: object) -> object:
    return plain_text(value) if type(value) is str else value


def plain_text(value: str) -> str:
    """A text without what makes no difference: case, accents, blanks."""
    parts = unicodedata.normalize("NFKD", value.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign) and not sign.isspace())
