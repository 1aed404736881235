"""The annualised relapse rate: relapses over the time in which they were looked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hsct_desktop.domain.disease_course import DiseaseCourse
from hsct_desktop.domain.neda_clinical import relapses_after, stated_only
from hsct_desktop.domain.outcome_settings import DAYS_A_YEAR
from hsct_desktop.domain.outcomes import FAR_AHEAD
from hsct_desktop.domain.partial_date import standing_day


@dataclass(frozen=True)
class RelapseRate:
    """Relapses from `since` (not included) to `until`. `per_year` is None where nothing can be told.

    `inexact` of them are placed by the middle of their month or year; `unsure` more may lie within or not.
    """

    relapses: int
    since: date
    until: date
    inexact: int = 0
    unsure: int = 0
    is_told: bool = True

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
    """The rate of the last years before Day 0, or since the onset as it is told; None without Day 0 (or onset).

    A history that begins later than the span shortens it. Without any relapse recorded before Day 0 nobody has told
    the history, and the rate is not known.
    """
    day0 = course.day0
    if day0 is None:
        return None
    onset = standing_day(course.onset) if course.onset is not None else None
    start = onset if years is None else day0 - timedelta(days=round(years * DAYS_A_YEAR))
    if start is None or start >= day0:
        return None
    if onset is not None and start < onset < day0:
        start = onset
    earlier = [one for one in course.relapses if one.on is not None and one.onset is not None]
    earlier = [one for one in earlier if one.onset is not None and one.onset.first <= day0]
    # The first attack is the onset itself, and counts.
    first = start if start == onset else start + timedelta(days=1)
    held = [one for one in earlier if one.on is not None and first <= min(one.on, day0)]
    inexact = sum(1 for one in held if one.onset is not None and not one.onset.is_whole)
    unsure = sum(1 for one in held if one.onset is not None and one.onset.last > day0)
    return RelapseRate(len(held), start, day0, inexact, unsure, is_told=bool(earlier))


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
