"""Calendar arithmetic on plain dates: offsets, month steps that clamp, day numbers after infusion, ages."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from hsct_desktop.domain.problem import refuse

_OFFSET = re.compile(r"([+-]?)(\d{1,5})([dwmy])", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAYS_PER_UNIT = {"d": 1, "w": 7}
_EVERY_MONTH = 28
"""Days that every month has: up to there nothing is clamped, and the length of the month need not be looked up."""
_MONTHS_PER_UNIT = {"m": 1, "y": 12}
LARGEST_OFFSET = {"d": 36525, "w": 5218, "m": 1200, "y": 100}
"""A hundred years in each unit: what lies further off is a typing error."""


@dataclass(frozen=True)
class Offset:
    """A step along the calendar: a whole number of days (d), weeks (w), months (m) or years (y), signed."""

    count: int
    unit: str

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"


def parse_day(text: str) -> date:
    """Read a day written as 2026-11-20; ValueError for all else, also for the other ways ISO 8601 knows."""
    if _DAY.fullmatch(text) is None:
        raise ValueError(text)
    return date.fromisoformat(text)


def parse_offset(text: str) -> Offset:
    """Read `30d`, `-2w`, `6m` or `1y`; raise InputError (field `offset`) for all else, also beyond a century."""
    match = _OFFSET.fullmatch(text.strip())
    if match is None:
        raise refuse("offset", "offset_unreadable", text=text)
    sign, digits, unit = match.groups()
    if int(digits) > LARGEST_OFFSET[unit]:
        raise refuse("offset", "offset_too_large", text=text)
    return Offset(-int(digits) if sign == "-" else int(digits), unit)


def add_months(start: date, months: int) -> date:
    """Step by calendar months; a day that the month lacks becomes its last (31 Jan + 1 month = 28 or 29 Feb)."""
    year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise refuse("date", "date_out_of_range")
    if start.day <= _EVERY_MONTH:
        return date(year, month0 + 1, start.day)
    return date(year, month0 + 1, min(start.day, calendar.monthrange(year, month0 + 1)[1]))


def whole_months(start: date, end: date) -> int:
    """How many whole months have passed, in the steps of `add_months`; negative before `start`."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def add_offset(start: date, offset: Offset, times: int = 1) -> date:
    """Step `times` offsets from `start`; months and years are taken in one step, so that clamping never accumulates."""
    if offset.unit in _MONTHS_PER_UNIT:
        return add_months(start, _MONTHS_PER_UNIT[offset.unit] * offset.count * times)
    try:
        return start + timedelta(days=_DAYS_PER_UNIT[offset.unit] * offset.count * times)
    except OverflowError:
        raise refuse("date", "date_out_of_range") from None


def day_number(day0: date, on: date) -> int:
    """Days after the infusion: 0 on Day 0, negative before."""
    return (on - day0).days


def age_in_years(birth_date: date, on: date) -> int:
    """Completed years; a birthday on 29 February is reached on 1 March of common years."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))
