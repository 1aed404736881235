"""Whether a recorded value and one of a file say the same."""

from __future__ import annotations

import unicodedata
from enum import Enum

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


class Nearness(Enum):
    """Whether two dates may be one day; never shown. DAY: the same known day; DATE: the same month or year; MONTH: one
    lies within the other, both known to the month at least; YEAR: within a year of which no more is known."""

    DAY = "day"
    DATE = "date"
    MONTH = "month"
    YEAR = "year"
    APART = "apart"


def nearness(here: PartialDate, there: PartialDate) -> Nearness:
    """How near two dates lie as far as they are known."""
    if here == there:
        return Nearness.DAY if here.is_whole else Nearness.DATE
    if not (holds(here, there) or holds(there, here)):
        return Nearness.APART
    return Nearness.YEAR if here.month is None or there.month is None else Nearness.MONTH


def _plain(value: object) -> object:
    return plain_text(value) if type(value) is str else value


def plain_text(value: str) -> str:
    """A text without what makes no difference: case, accents, blanks."""
    parts = unicodedata.normalize("NFKD", value.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign) and not sign.isspace())
