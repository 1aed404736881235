"""Engraftment of neutrophils and platelets, derived from counts and transfusions; a person confirms what is found.

Definitions: EBMT Handbook 2024, ch. 41 (ANC >= 0.5 on 3 days; PLT >= 20 on 7 days without transfusion; graft failure at
Day +30) and the CIBMTR forms manual (3 consecutive values on different days; values before the nadir do not count).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

COMPARATORS: Final = ("", "<", "<=", ">", ">=")


class Lineage(StrEnum):
    """What engrafts; wording `enum.lineage.*`."""

    NEUTROPHILS = "neutrophils"
    PLATELETS = "platelets"


class PlateletPreset(StrEnum):
    """How platelet engraftment is found; wording `enum.platelet_preset.*`."""

    THREE_VALUES = "three_values"
    SEVEN_DAYS = "seven_days"


class EngraftmentStatus(StrEnum):
    """What the counts say; wording `enum.engraftment_status.*`.

    PROVISIONAL is engrafted with days without a count that could move the date.
    """

    ENGRAFTED = "engrafted"
    PROVISIONAL = "provisional"
    NEVER_BELOW = "never_below"
    NOT_YET = "not_yet"
    GRAFT_FAILURE = "graft_failure"
    NOT_REACHED = "not_reached"
    NO_VALUES = "no_values"

    @property
    def has_date(self) -> bool:
        """Whether a day of engraftment belongs to it."""
        return self in (EngraftmentStatus.ENGRAFTED, EngraftmentStatus.PROVISIONAL)


@dataclass(frozen=True)
class EngraftmentRules:
    """The figures of the definitions; counts in 10^9/L, days relative to Day 0.

    `transfusion_free` days before the first value, and that day itself, hold no platelet transfusion; CIBMTR's worked
    example counts the day itself among the seven, which is `transfusion_free=6`. `fall_values` consecutive values
    below the limit after engraftment are flagged as a possible secondary failure (our figure, no source gives one).
    `settled_day` is when counts that have not fallen so far will not fall any more (our figure too).
    """

    neutrophils: Decimal = Decimal("0.5")
    platelets: Decimal = Decimal(20)
    values: int = 3
    span: int = 7
    transfusion_free: int = 7
    failure_day: int = 30
    settled_day: int = 21
    fall_values: int = 3

    def limit(self, lineage: Lineage) -> Decimal:
        """The count at and above which a lineage has recovered, in 10^9/L."""
        return self.neutrophils if lineage is Lineage.NEUTROPHILS else self.platelets


RULES: Final = EngraftmentRules()


@dataclass(frozen=True)
class Count:
    """A measured count in 10^9/L on a day relative to Day 0; "<0.1" is Count(7, Decimal("0.1"), "<")."""

    day: int
    value: Decimal
    comparator: str = ""

    def __str__(self) -> str:
        return f"{self.comparator}{self.value:f}"

    def below(self, limit: Decimal) -> bool | None:
        """Whether the count is below a limit for sure; None where the true value may lie on either side."""
        if not self.comparator:
            return self.value < limit
        if self.comparator[0] == "<":
            return True if self.value < limit or (self.value == limit and self.comparator == "<") else None
        return False if self.value >= limit else None


@dataclass(frozen=True)
class Derived:
    """What the counts give for a lineage. Days are relative to Day 0.

    `missing` are days without a usable count that could move the date, `evidence` the counts that give it (of
    NOT_YET: those that would begin it), `unusable` counts that a comparator leaves open, `fall` the first counts
    that are below the limit again, `transfused` platelet transfusions among the evidencing counts or, of
    NEVER_BELOW, since Day 0; `late` says that graft failure at Day +30 had been met before.
    """

    lineage: Lineage
    status: EngraftmentStatus
    preset: PlateletPreset | None = None
    day: int | None = None
    nadir: Count | None = None
    last_day: int | None = None
    evidence: tuple[Count, ...] = ()
    missing: tuple[int, ...] = ()
    unusable: tuple[Count, ...] = ()
    fall: tuple[Count, ...] = ()
    transfused: tuple[int, ...] = ()
    late: bool = False

    @property
    def provisional(self) -> bool:
        """Whether a count on a day without one could change the answer."""
        return bool(self.missing)


@dataclass(frozen=True)
class _Days:
    """The usable counts of a lineage, one a day, by day; `low[i]` says whether the i-th is below the limit."""

    counts: tuple[Count, ...] = ()
    low: tuple[bool, ...] = ()
    unusable: tuple[Count, ...] = ()
    measured: frozenset[int] = field(default_factory=frozenset)

    def unmeasured(self, start: int, end: int) -> tuple[int, ...]:
        """The days from `start` up to and including `end` without a usable count."""
        return tuple(day for day in range(start, end + 1) if day not in self.measured)


def neutrophils(counts: Iterable[Count], until: int | None = None, rules: EngraftmentRules = RULES) -> Derived:
    """The first of three days with ANC >= 0.5 after the nadir (the first ANC < 0.5).

    Measured days are taken as they come; `until` is the last day that counts (death, the day before another infusion).
    """
    days = _by_day(counts, rules.neutrophils, until)
    found = _derived(Lineage.NEUTROPHILS, days, None, (), rules)
    if found.status is EngraftmentStatus.NOT_YET and _has_failed(days, found, rules):
        return replace(found, status=EngraftmentStatus.GRAFT_FAILURE)
    late = found.day is not None and found.day > rules.failure_day
    return _closed(replace(found, late=late), until)


def platelets(
    counts: Iterable[Count],
    transfusions: Iterable[int],
    preset: PlateletPreset = PlateletPreset.THREE_VALUES,
    until: int | None = None,
    rules: EngraftmentRules = RULES,
) -> Derived:
    """The day of PLT >= 20 after the nadir (the first PLT < 20), by preset.

    THREE_VALUES: the first of three consecutive values on different days, no platelet transfusion on that day (it
    raises that day's count) or in the 7 days before. SEVEN_DAYS: the first of 7 days with PLT >= 20 throughout and
    no transfusion in them. `transfusions` are the days of platelet transfusions; those before Day 0 count too.
    """
    days = _by_day(counts, rules.platelets, until)
    given = sorted(set(transfusions))
    found = _derived(Lineage.PLATELETS, days, preset, given, rules)
    if found.status is EngraftmentStatus.NEVER_BELOW:
        found = replace(found, transfused=tuple(day for day in given if day >= 0))
    elif found.evidence:
        first, last = found.evidence[0].day, found.evidence[-1].day
        found = replace(found, transfused=tuple(day for day in given if first <= day <= last))
    return _closed(found, until)


def so_far(found: Derived, engrafted: int | None, rules: EngraftmentRules = RULES) -> Derived:
    """What counts give of a course that goes on: counts still falling on Day +6 were not "never below".

    NEVER_BELOW stands from the day of neutrophil engraftment on (`engrafted`, None while it is not known), else from
    Day +21; with counts that end before it is NOT_YET without a nadir. A finished series, such as a case of a table,
    is judged as it is.
    """
    settled = rules.settled_day if engrafted is None else engrafted
    if found.status is not EngraftmentStatus.NEVER_BELOW or (found.last_day or 0) >= settled:
        return found
    return replace(found, status=EngraftmentStatus.NOT_YET, missing=(), transfused=())


def _closed(found: Derived, until: int | None) -> Derived:
    """What has not happened by the end of the series will not happen."""
    if until is not None and found.status is EngraftmentStatus.NOT_YET:
        return replace(found, status=EngraftmentStatus.NOT_REACHED)
    return found


def _by_day(counts: Iterable[Count], limit: Decimal, until: int | None) -> _Days:
    """One count a day from Day 0 on: the lowest of several, so that one low count of a day is never hidden by another.

    A day is unusable while one of its counts is left open by its comparator and none is below the limit for sure.
    """
    held: dict[int, list[Count]] = {}
    for count in counts:
        if count.day >= 0 and (until is None or count.day <= until):
            held.setdefault(count.day, []).append(count)
    usable: list[tuple[Count, bool]] = []
    unusable: list[Count] = []
    for day in sorted(held):
        of_day = sorted(held[day], key=lambda count: count.value)
        low = [count for count in of_day if count.below(limit)]
        unclear = [count for count in of_day if count.below(limit) is None]
        if low:
            usable.append((low[0], True))
        elif unclear:
            unusable += unclear
        else:
            usable.append((of_day[0], False))
    taken = tuple(count for count, _ in usable)
    return _Days(taken, tuple(low for _, low in usable), tuple(unusable), frozenset(c.day for c in taken))


def _derived(
    lineage: Lineage, days: _Days, preset: PlateletPreset | None, given: Sequence[int], rules: EngraftmentRules
) -> Derived:
    blank = Derived(lineage, EngraftmentStatus.NO_VALUES, preset, unusable=days.unusable)
    if not days.counts:
        return blank
    last = days.counts[-1].day
    if True not in days.low:
        gaps = days.unmeasured(0, min(last, rules.failure_day))
        return replace(blank, status=EngraftmentStatus.NEVER_BELOW, last_day=last, missing=gaps)
    nadir = days.low.index(True)
    known = replace(blank, nadir=days.counts[nadir], last_day=last)
    search = _Search(days, nadir, preset, given, rules)
    for first in range(nadir + 1, len(days.counts)):
        end = search.end_of(first)
        if end is not None:
            return _found(known, search, first, end)
    return replace(known, status=EngraftmentStatus.NOT_YET, evidence=search.begun())


def _found(known: Derived, search: _Search, first: int, end: int) -> Derived:
    days = search.days
    missing = search.missing(first, end)
    return replace(
        known,
        status=EngraftmentStatus.PROVISIONAL if missing else EngraftmentStatus.ENGRAFTED,
        day=days.counts[first].day,
        evidence=days.counts[first : end + 1],
        missing=missing,
        fall=_fall(days, end + 1, search.rules.fall_values),
    )


@dataclass(frozen=True)
class _Search:
    """Looks for the run of recovered counts after the nadir; positions are those of `days.counts`."""

    days: _Days
    nadir: int
    preset: PlateletPreset | None
    given: Sequence[int]
    rules: EngraftmentRules

    def end_of(self, first: int) -> int | None:
        """The position of the last count that proves recovery from `first` on; None when nothing does."""
        counts, low = self.days.counts, self.days.low
        day = counts[first].day
        if self.preset is PlateletPreset.SEVEN_DAYS:
            end = next((i for i in range(first, len(counts)) if counts[i].day >= day + self.rules.span - 1), None)
            if end is None or self._is_given(day, counts[end].day):
                return None
        else:
            end = first + self.rules.values - 1
            if end >= len(counts) or not self.is_free(day):
                return None
        return None if any(low[first : end + 1]) else end

    def is_free(self, day: int) -> bool:
        """Whether recovery may begin on a day as far as transfusions go."""
        before, after = self._blocked()
        return not self._is_given(day - before, day + after)

    def _is_given(self, first: int, last: int) -> bool:
        """Whether platelets were given from the one day up to and including the other; `given` is in order."""
        position = bisect_left(self.given, first)
        return position < len(self.given) and self.given[position] <= last

    def _blocked(self) -> tuple[int, int]:
        """How many days before and after its first day recovery suffers no transfusion."""
        if self.preset is PlateletPreset.SEVEN_DAYS:
            return 0, self.rules.span - 1
        return self.rules.transfusion_free, 0

    def begun(self) -> tuple[Count, ...]:
        """The counts at the end of the series that would begin recovery: none below the limit after them."""
        counts, low = self.days.counts, self.days.low
        last_low = max(i for i, is_low in enumerate(low) if is_low)
        free = next((i for i in range(last_low + 1, len(counts)) if self.is_free(counts[i].day)), len(counts))
        return counts[free:]

    def missing(self, first: int, end: int) -> tuple[int, ...]:
        """The days without a count that could have moved the day of engraftment.

        Those between the last day that ruled it out and the last evidencing one; and those of an earlier rise that
        fell again before its run was full, where a count more would have filled it.
        """
        days, length = self.days, self._length()
        day = days.counts[first].day
        last = days.counts[end].day if self.preset is not PlateletPreset.SEVEN_DAYS else day + length - 1
        lows = [count.day for count, is_low in zip(days.counts, days.low, strict=True) if is_low and count.day < day]
        earliest = next(d for d in range(lows[-1] + 1, day + 1) if self.is_free(d) or d == day)
        gaps: list[int] = []
        for start, stop in zip(lows, lows[1:], strict=False):
            inside = range(start + 1, stop)
            starts = [d for d in inside if d + length <= stop and self.is_free(d)]
            if starts and any(d in days.measured for d in inside):
                gaps += days.unmeasured(starts[0], stop - 1)
        return (*gaps, *days.unmeasured(earliest, last))

    def _length(self) -> int:
        return self.rules.span if self.preset is PlateletPreset.SEVEN_DAYS else self.rules.values


def _fall(days: _Days, start: int, wanted: int) -> tuple[Count, ...]:
    """The first `wanted` consecutive counts below the limit from a position on; empty when there are none."""
    run = 0
    for position in range(start, len(days.counts)):
        run = run + 1 if days.low[position] else 0
        if run == wanted:
            return days.counts[position - wanted + 1 : position + 1]
    return ()


def _has_failed(days: _Days, found: Derived, rules: EngraftmentRules) -> bool:
    """Whether Day +30 has come without recovery.

    It takes a count on Day +30 or later: where counts end before, nothing is known of that day. A rise that may have
    begun by Day +30 and still lacks values is not a failure.
    """
    if days.counts[-1].day < rules.failure_day:
        return False
    if not found.evidence:
        return True
    before = bisect_right([count.day for count in days.counts], found.evidence[0].day - 1)
    earliest = days.counts[before - 1].day + 1 if before else 0
    return earliest > rules.failure_day


def day_ranges(days: Sequence[int]) -> list[tuple[int, int]]:
    """Days as ranges with both ends: 3, 4, 5, 8 are (3, 5) and (8, 8)."""
    ranges: list[tuple[int, int]] = []
    for day in sorted(set(days)):
        if ranges and ranges[-1][1] == day - 1:
            ranges[-1] = (ranges[-1][0], day)
        else:
            ranges.append((day, day))
    return ranges
