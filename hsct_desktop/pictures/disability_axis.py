"""The axis of years of the course of disability: linear, its ticks counted from Day 0 with the calendar below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.problem import InputError
from hsct_desktop.pictures.disability_facts import DisabilityFacts
from hsct_desktop.pictures.disability_words import month_words

_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120)
"""Months between two ticks, the least that leaves room."""
_YEAR: Final = 365.25
_IN_MONTHS: Final = 1300
"""Days up to which the axis may count months."""
_SHORTEST: Final = 270
"""Days that the axis holds at least."""


class Range(StrEnum):
    """How much of the course is shown; wording `disability.range.*`."""

    ALL = "all"
    SINCE = "since"


@dataclass(frozen=True)
class Axis:
    """Days to pixels: `first` at `left`, `last` at `right`."""

    first: date
    last: date
    left: float
    right: float

    @property
    def scale(self) -> float:
        """Pixels a day."""
        return (self.right - self.left) / max((self.last - self.first).days, 1)

    def x(self, on: date) -> float:
        """The place of a day, also beyond the plot."""
        return self.left + (on - self.first).days * self.scale

    def clamped(self, on: date) -> float:
        """The place of a day, the nearer end for one that is not shown."""
        return min(max(self.x(on), self.left), self.right)

    def shows(self, on: date) -> bool:
        """Whether a day lies on the axis."""
        return self.first <= on <= self.last


@dataclass(frozen=True)
class YearTick:
    """A tick: its day, the time from Day 0 ("" without one) and the calendar's words."""

    on: date
    label: str
    calendar: str
    in_months: bool = False


def axis_for(facts: DisabilityFacts, range_: Range, left: float, right: float) -> Axis:
    """All years of the course, or Day 0 to now; a margin keeps the first mark off the edge."""
    days = list(facts.days())
    first, last = min(days, default=facts.end), max(days, default=facts.end)
    if range_ is Range.SINCE and facts.day0 is not None:
        first, last = facts.day0, max(last, facts.day0)
    if (last - first).days < _SHORTEST:
        last = _moved(first, _SHORTEST)
    margin = max(int((last - first).days * 0.02), 10)
    return Axis(_moved(first, -margin), _moved(last, margin), left, right)


def _moved(on: date, days: int) -> date:
    ordinal = min(max(on.toordinal() + days, 1), date.max.toordinal())
    return date.fromordinal(ordinal)


def ticks(axis: Axis, day0: date | None, words: Wording, room: float, month_room: float) -> Iterator[YearTick]:
    """The ticks that lie on the axis, counted from Day 0, else from 1 January: years at least `room` pixels apart,
    months, where the axis is short, `month_room`.
    """
    origin = day0 or date(axis.first.year, 1, 1)
    month = axis.scale * _YEAR / 12
    steps = _STEPS if (axis.last - axis.first).days < _IN_MONTHS else [s for s in _STEPS if s % 12 == 0]
    step = next((s for s in steps if s * month >= (month_room if s % 12 else room)), _STEPS[-1])
    begin = int((axis.first - origin).days / _YEAR * 12 // step) * step
    end = int((axis.last - origin).days / _YEAR * 12) + step
    for months in range(begin, end + 1, step):
        on = _after(origin, months)
        if on is not None and axis.shows(on):
            label = _label(months, step, words) if day0 is not None else ""
            yield YearTick(on, label, _calendar(on, step, words), bool(step % 12))


def _after(origin: date, months: int) -> date | None:
    try:
        return add_months(origin, months)
    except InputError:
        return None


def _label(months: int, step: int, words: Wording) -> str:
    if months == 0:
        return ""
    return words.signed_day(months if step % 12 else months // 12)


def _calendar(on: date, step: int, words: Wording) -> str:
    return str(on.year) if step % 12 == 0 else month_words(on, words)
