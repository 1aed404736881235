"""The axis of a course: days after infusion to pixels and back, stretched where most happens.

Pieces of the axis, each linear: start to -8, -8 to +30, +30 to +100, to 1 year, to 2 years and on. Their shares of the
width are the look's (11, 46, 19, 16, 8 %); what lies beyond the second year takes a share that grows with the years.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

BREAKS = (-8, 30, 100, 365, 730)
SHARES = (11.0, 46.0, 19.0, 16.0, 8.0)
"""Shares of the pieces before -8, to +30, to +100, to 1 year and to 2 years, in percent."""
BEYOND_SHARE_PER_YEAR, BEYOND_MOST = 3.5, 26.0
"""Share of the years after the second, in percent of the rest."""
FUTURE_FACTOR = 0.45
"""What is left of the share of a piece that lies wholly ahead of a patient who has not reached Day +30 yet."""
SHORT_PIECE = 0.35
"""A piece cut short by the end of the axis keeps at least this part of its share, so that its labels have room."""


class Preset(StrEnum):
    """What part of the course is shown; wording `picture.preset.*`."""

    WHOLE = "whole"
    IN_PATIENT = "in_patient"
    TO_DAY_100 = "to_day_100"
    TO_2_YEARS = "to_2_years"


@dataclass(frozen=True)
class DayAxis:
    """A piecewise linear, strictly rising map from days (fractions allowed) to pixels.

    `days` and `xs` are the corners; outside them the first and the last piece go on.
    """

    days: tuple[float, ...]
    xs: tuple[float, ...]

    def __post_init__(self) -> None:
        rising = all(a < b for a, b in pairwise(self.days)) and all(a < b for a, b in pairwise(self.xs))
        if len(self.days) != len(self.xs) or len(self.days) < 2 or not rising:
            raise ValueError("an axis needs two or more corners, days and pixels rising")

    @property
    def first(self) -> float:
        """The first day shown."""
        return self.days[0]

    @property
    def last(self) -> float:
        """The last day shown."""
        return self.days[-1]

    @property
    def left(self) -> float:
        """The left end in pixels."""
        return self.xs[0]

    @property
    def right(self) -> float:
        """The right end in pixels."""
        return self.xs[-1]

    @property
    def is_linear(self) -> bool:
        """Whether one scale holds all along."""
        return len(self.days) == 2

    @property
    def breaks(self) -> tuple[float, ...]:
        """The days at which the scale changes."""
        return self.days[1:-1]

    def x(self, day: float) -> float:
        """Pixels of a day."""
        return _map(day, self.days, self.xs)

    def day(self, x: float) -> float:
        """Day at a pixel."""
        return _map(x, self.xs, self.days)

    def clamped(self, day: float) -> float:
        """Pixels of a day, the nearer end for a day that is not shown."""
        return min(max(self.x(day), self.left), self.right)

    def shows(self, day: float) -> bool:
        """Whether the day lies on the axis."""
        return self.first <= day <= self.last


def _map(value: float, source: tuple[float, ...], goal: tuple[float, ...]) -> float:
    piece = min(max(bisect_right(source, value) - 1, 0), len(source) - 2)
    start, end = source[piece], source[piece + 1]
    share = (value - start) / (end - start)
    # Written so that a corner maps onto its corner exactly.
    return goal[piece] * (1 - share) + goal[piece + 1] * share


def linear_axis(first: float, last: float, left: float, width: float) -> DayAxis:
    """One scale from `first` to `last` (at least a day apart), `width` pixels wide."""
    return DayAxis((first, max(last, first + 1)), (left, left + max(width, 1.0)))


def course_axis(first: float, last: float, left: float, width: float, today: float | None = None) -> DayAxis:
    """The stretched axis from `first` to `last`; `today` shrinks what lies ahead of a patient early in the course."""
    last = max(last, first + 1)
    corners = [first, *(b for b in BREAKS if first + 1 <= b <= last - 1), last]
    if len(corners) == 2:
        return linear_axis(first, last, left, width)
    weights = [_weight(a, b, today) for a, b in pairwise(corners)]
    xs, total, sofar = [left], sum(weights), 0.0
    for weight in weights:
        sofar += weight
        xs.append(left + max(width, 1.0) * sofar / total)
    return DayAxis(tuple(map(float, corners)), tuple(xs))


def _weight(start: float, end: float, today: float | None) -> float:
    index = bisect_right(BREAKS, start)
    if index < len(SHARES):
        whole_start = BREAKS[index - 1] if index else min(start, BREAKS[0] - 35)
        length = BREAKS[index] - whole_start
        weight = SHARES[index] * max(SHORT_PIECE, min(1.0, (end - start) / length))
    else:
        weight = min(BEYOND_MOST, max(4.0, (end - start) / 365 * BEYOND_SHARE_PER_YEAR))
    if today is not None and today < BREAKS[1] and start > max(today, BREAKS[0]):
        weight *= FUTURE_FACTOR
    return weight


@dataclass(frozen=True)
class Tick:
    """A labelled day of the axis. Lower `rank` is placed first."""

    day: float
    label: str
    rank: int = 0


def thin(
    axis: DayAxis,
    ticks: Iterable[Tick],
    widths: dict[str, float],
    taken: Iterable[tuple[float, float]] = (),
    gap: float = 8.0,
) -> tuple[Tick, ...]:
    """The ticks whose labels fit beside one another and beside what is `taken` (pixel spans), most important first."""
    spans = list(taken)
    kept: list[Tick] = []
    for tick in sorted(ticks, key=lambda t: (t.rank, t.day)):
        if not axis.shows(tick.day):
            continue
        x, half = axis.x(tick.day), widths[tick.label] / 2
        # The labels of the ends may stand over the ends, not beyond the picture.
        if all(x + half + gap <= start or x - half - gap >= end for start, end in spans):
            spans.append((x - half, x + half))
            kept.append(tick)
    return tuple(sorted(kept, key=lambda t: t.day))
