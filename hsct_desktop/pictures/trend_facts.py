"""What a trend is made from: the values of analytes of one patient, what grades them, and what was given meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from hsct_desktop.domain.grading import Band
from hsct_desktop.domain.transfusion import Transfusion
from hsct_desktop.pictures.timeline_facts import TimelineFacts

LONG_GAP = 3.0
"""How many times the gaps around it a gap is, so that the way between its values is unknown."""
LONG_GAP_DAYS = 10.0
"""No gap of fewer days is long: a week without a value is usual after discharge."""
_NEIGHBOURS = 4


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One value. `day` is the date's ordinal and the share of the day at which the sample was taken.

    `value` is in the unit shown; None where there is no number: "neg", or a unit that is not converted. `comparator`
    is "<" or ">" where the true value lies below or above. `text` is what was typed, with its unit.
    """

    day: float
    value: float | None
    text: str = ""
    comparator: str = ""
    qualitative: str = ""
    grade: int | None = None
    rule: str = ""
    reviewed: bool = True
    id: int = 0

    @property
    def on(self) -> date:
        """The date of the sample."""
        return date.fromordinal(int(self.day))

    @property
    def is_floor(self) -> bool:
        """Whether it says "not detected": negative, or below a limit."""
        return self.qualitative == "neg" or self.comparator == "<"

    @property
    def is_open(self) -> bool:
        """Whether the true value is not known, only the side on which it lies."""
        return self.is_floor or bool(self.comparator)


@dataclass(frozen=True)
class TrendSeries:
    """The values of one analyte in the order of their samples, in the unit in which people read it.

    `lln` and `uln` are the limits of the reference range in force, None where the unit has set none. `threshold` is the
    unit's own limit (CMV, EBV). `missed` are days of samples that were planned and not taken, with their words.
    """

    code: str
    label: str
    unit: str
    points: tuple[TrendPoint, ...]
    log: bool = False
    colour: str = "s1"
    lln: float | None = None
    uln: float | None = None
    bands: tuple[Band, ...] = ()
    threshold: float | None = None
    missed: tuple[tuple[date, str], ...] = ()
    zero_floor: bool = False
    """Whether the scale begins at 0 whatever the values are: counts."""
    short: str = ""
    """A name for where the whole one has no room."""

    @cached_property
    def days(self) -> tuple[float, ...]:
        """The days of the values, as ordinals."""
        return tuple(p.day for p in self.points)

    @cached_property
    def numbers(self) -> tuple[float, ...]:
        """The values as numbers; empty where one of them has no number or says "not detected"."""
        found = tuple(p.value for p in self.points if p.value is not None and not p.is_floor)
        return found if len(found) == len(self.points) else ()

    @cached_property
    def long_gaps(self) -> frozenset[int]:
        """The values, by index, after which the way to the next one is unknown."""
        return frozenset(index for index in range(len(self.points) - 1) if long_gap(self.days, index))

    @cached_property
    def extremes(self) -> tuple[float, float] | None:
        """The lowest and the highest number that is drawn on the scale; None without one. Of a log scale above 0."""
        drawn = [
            p.value for p in self.points if p.value is not None and not (self.log and (p.is_floor or p.value <= 0))
        ]
        return (min(drawn), max(drawn)) if drawn else None

    @cached_property
    def has_floor(self) -> bool:
        """Whether a value belongs into the row "not detected"."""
        if self.log:
            return any(p.is_floor or (p.value is not None and p.value <= 0) for p in self.points)
        return any(p.is_floor and p.value is None for p in self.points)


def long_gap(days: Sequence[float], index: int) -> bool:
    """Whether the way from the value `index` to the next is unknown: the gap is longer than those around it."""
    gap = days[index + 1] - days[index]
    if gap < LONG_GAP_DAYS:
        return False
    around = [
        days[i + 1] - days[i]
        for i in range(max(0, index - _NEIGHBOURS), min(len(days) - 1, index + _NEIGHBOURS + 1))
        if i != index
    ]
    if not around:
        return False
    usual = sorted(around)[len(around) // 2]
    return gap > LONG_GAP * usual


@dataclass(frozen=True)
class TrendFacts:
    """A patient's trends: the series in the order of their plots, and the course they stand in.

    Of `course` a trend draws Day 0, today, milestones and therapies; visits and toxicities have pictures of their own.
    """

    course: TimelineFacts
    series: tuple[TrendSeries, ...]
    transfusions: tuple[Transfusion, ...] = ()
    ctcae: str = ""
    """The CTCAE version of its grades, such as "v5.0"; several where grades of several stand in it."""


@dataclass(frozen=True)
class TrendShown:
    """What of a patient's trends is shown, to be printed as it is: analytes by code, first and last day after Day 0."""

    analytes: tuple[str, ...]
    span: tuple[float, float]
