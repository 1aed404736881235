"""The days of a trend: the periods offered, and the strip of months above the axis."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from hsct_desktop.pictures.day_axis import DayAxis, linear_axis
from hsct_desktop.pictures.primitives import Rect
from hsct_desktop.pictures.timeline_board import Board
from hsct_desktop.pictures.trend_facts import TrendFacts

AHEAD_SHARE = 0.11
"""Share of a period that lies ahead of today, so that planned stops are seen."""
FIVE_MONTHS, TWO_YEARS = 154, 731
_LEAST_STRIP = 14.0
LEAST_VALUES = 2


class Period(StrEnum):
    """What part of the course is shown; wording `trend.period.*`."""

    IN_PATIENT = "in_patient"
    TO_DAY_100 = "to_day_100"
    MONTHS_5 = "months_5"
    YEARS_2 = "years_2"
    ALL = "all"


def span_of(facts: TrendFacts, period: Period) -> tuple[float, float]:
    """First and last day of a period, counted from the course's origin; at least a week apart."""
    course, today = facts.course, facts.course.day(facts.course.drawn_to)
    if period is Period.IN_PATIENT and course.day0 is not None:
        start = course.day(course.conditioning) if course.conditioning else -8
        stay = course.day(course.discharge) + 2 if course.discharge else 30
        return start - 1.0, float(max(stay, start + 14))
    if period is Period.TO_DAY_100 and course.day0 is not None:
        start = course.day(course.conditioning) if course.conditioning else -8
        return start - 3.0, 102.0
    if period is Period.ALL:
        return _whole(facts, today)
    length = TWO_YEARS if period is Period.YEARS_2 else FIVE_MONTHS
    end = today + length * AHEAD_SHARE if course.follow_up_end is None else today + 3.0
    return end - length, end


def _whole(facts: TrendFacts, today: int) -> tuple[float, float]:
    """From the first value to today, and a little ahead; 5 months where there is none."""
    zero = facts.course.origin.toordinal()
    days = [p.day - zero for s in facts.series for p in (s.points[:1] + s.points[-1:])]
    if not days:
        return span_of(facts, Period.MONTHS_5)
    first, last = min([*days, 0.0] if facts.course.day0 else days), max([*days, float(today)])
    margin = max(3.0, (last - first) * 0.03)
    # At the right the last values are written.
    return first - margin, max(last + 2 * margin, first + 7)


def first_period(facts: TrendFacts) -> Period:
    """The shortest period up to today with two values or more, so that a trend does not open empty."""
    zero = facts.course.origin.toordinal()
    for period in (Period.MONTHS_5, Period.YEARS_2):
        first, last = span_of(facts, period)
        if sum(first <= p.day - zero <= last for s in facts.series for p in s.points) >= LEAST_VALUES:
            return period
    return Period.ALL if any(s.points for s in facts.series) else Period.MONTHS_5


def axis_of(facts: TrendFacts, period: Period, left: float, width: float) -> DayAxis:
    """One even scale over a period."""
    first, last = span_of(facts, period)
    return linear_axis(first, last, left, width)


def months(board: Board) -> None:
    """The strip of months, of years where months have no room for a word."""
    height, middle = board.style.phase, board.y + board.style.phase / 2
    for index, (first, last, words, short) in enumerate(_stretches(board)):
        left, right = board.axis.clamped(first), board.axis.clamped(last)
        if right - left < 1:
            continue
        board.back.append(Rect(left, board.y, right - left, height, "sunken" if index % 2 == 0 else "alt"))
        for text in (words, short):
            if board.text_width(text) <= right - left - 6:
                board.write((left + right) / 2, middle, text, anchor="middle")
                break
    board.y += height


def _stretches(board: Board) -> Iterator[tuple[float, float, str, str]]:
    """First and last day, long and short name of each month (or year) on the axis."""
    zero, axis = board.facts.origin.toordinal(), board.axis
    scale = (axis.right - axis.left) / (axis.last - axis.first)
    by_year = 30 * scale < _LEAST_STRIP + board.text_width("Mmm")
    start = _date_of(zero + int(axis.first) - 1)
    last = _date_of(zero + int(axis.last) + 1)
    year, month = start.year, 1 if by_year else start.month
    named = False
    while (year, month) <= (last.year, last.month) and year < date.max.year:
        following = (year + 1, 1) if by_year or month == 12 else (year, month + 1)
        begin, end = date(year, month, 1), date(following[0], following[1], 1)
        name = "" if by_year else board.wording.text("date.month.short").split()[month - 1]
        whole = f"{name} {year}".strip()
        first_of_year = month == 1 or not named
        named = True
        yield (
            begin.toordinal() - zero - 0.5, end.toordinal() - zero - 0.5, whole if first_of_year else name,
            name or f"\u2019{year % 100:02d}",
        )  # fmt: skip
        year, month = following


def _date_of(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))
