"""The annualised relapse rate: relapses over the time in which they were looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hsct_desktop.domain.disease_course import CourseRelapse, DiseaseCourse
from hsct_desktop.domain.neda_clinical import relapses_after, stated_only
from hsct_desktop.domain.outcome_settings import DAYS_A_YEAR
from hsct_desktop.domain.outcomes import FAR_AHEAD
from hsct_desktop.domain.partial_date import PartialDate, standing_day


@dataclass(frozen=True)
class RelapseRate:
    """Relapses from the day after `since` to `until`, both counted. `per_year` is None where nothing can be told.

    Day 0 itself is no day after the transplant; where a history begins with the onset (`from_onset`), that first attack
    counts, and `since` with it.
    `inexact` of them are placed by the middle of their month or year; `unsure` more may lie within or not.
    """

    relapses: int
    since: date
    until: date
    inexact: int = 0
    unsure: int = 0
    is_told: bool = True
    from_onset: bool = False

    @property
    def first(self) -> date:
        """The first day that is counted."""
        return self.since if self.from_onset else self.since + timedelta(days=1)

    @property
    def days(self) -> int:
        """Person-time in days."""
        return (self.until - self.since).days

    @property
    def per_year(self) -> float | None:
        """Relapses a year."""
        if not self.is_told or self.unsure or self.days <= 0:
            return None
        return self.relapses * DAYS_A_YEAR / self.days


def rate_before(course: DiseaseCourse, years: int | None = None) -> RelapseRate | None:
    """The rate of the last years before Day 0, or since the onset as it is told; None without Day 0 (or onset), and
    while Day 0 lies ahead.

    A history that begins later than the span shortens it. Without any relapse recorded before Day 0 nobody has told
    the history, and the rate is not known. Nor is it where a date known in part may lie on either side of the span.
    """
    day0 = course.day0
    if day0 is None or (course.today is not None and course.today < day0):
        return None
    told = [one for one in course.relapses if one.onset is not None and one.onset.first <= day0]
    onset = _onset(course, told)
    start = onset if years is None else day0 - timedelta(days=round(years * DAYS_A_YEAR))
    if start is None or start >= day0:
        return None
    from_onset = onset is not None and start <= onset < day0
    if from_onset and onset is not None:
        start = onset
    first = start if from_onset else start + timedelta(days=1)
    held = [one for one in told if one.on is not None and first <= min(one.on, day0)]
    inexact = sum(1 for one in held if one.onset is not None and not one.onset.is_whole)
    unsure = sum(1 for one in told if one.onset is not None and _is_open(one.onset, first, day0, from_onset=from_onset))
    return RelapseRate(len(held), start, day0, inexact, unsure, is_told=bool(told), from_onset=from_onset)


def _onset(course: DiseaseCourse, told: Sequence[CourseRelapse]) -> date | None:
    """The day that stands for the onset; where only month or year are known, the first attack told of that time."""
    known = course.onset
    if known is None:
        return None
    attacks = [one.on for one in told if one.on is not None and known.first <= one.on]
    return standing_day(known) if known.is_whole else min([standing_day(known), *attacks])


def _is_open(onset: PartialDate, first: date, last: date, *, from_onset: bool) -> bool:
    """Whether a relapse may lie within the days counted or not; none lies before the onset of the disease."""
    return onset.last > last or (not from_onset and onset.first < first <= onset.last)


def rate_after(course: DiseaseCourse) -> RelapseRate | None:
    """The rate from Day 0 to the last day on which somebody looked; None before anybody did."""
    day0, until = course.day0, course.last_seen
    if day0 is None or until is None or until <= day0:
        return None
    sure, unsure = relapses_after(course, FAR_AHEAD)
    until = max([until, *(one.on for one in sure if one.on is not None)])
    inexact = sum(1 for one in sure if one.onset is not None and not one.onset.is_whole)
    open_ones = len(unsure) + (stated_only(course) is not None)
    return RelapseRate(len(sure), day0, until, inexact, open_ones)
