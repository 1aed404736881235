"""Working days: closed weekdays, public holidays, the unit's own closed days; the day proposed for a closed target."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

SATURDAY, SUNDAY = 5, 6
WEEKEND: Final = frozenset({SATURDAY, SUNDAY})
"""Closed weekdays as long as the unit states no others; Monday is 0, as in `date.weekday()`."""
_YEAR: Final = timedelta(days=365)
PLACES: Final = 6
"""Places for visits on one day, as long as the unit states no other number."""

HolidaysOf = Callable[[int], Mapping[date, str]]
"""The public holidays of one year with their names; asked often, so whoever provides it keeps the answers."""


class ClosedBecause(StrEnum):
    """Why a day is closed; wording `enum.closed_because.*`."""

    WEEKDAY = "weekday"
    HOLIDAY = "holiday"
    UNIT = "unit"


@dataclass(frozen=True)
class ClosedDay:
    """A day without visits. `name` is the holiday's name or the unit's own words, empty for a closed weekday."""

    day: date
    because: ClosedBecause
    name: str = ""


@dataclass(frozen=True)
class Proposal:
    """The day proposed for a visit; `closed` says why it is not the target itself (None: the target is open)."""

    day: date
    closed: ClosedDay | None = None


def no_holidays(year: int) -> Mapping[date, str]:
    """The holidays of a unit that has not said in which country it stands."""
    return {}


@dataclass(frozen=True)
class WorkingDays:
    """On which days the unit sees patients; `places` is how many a day.

    `unit_days` are the unit's own closed days with its words for them, `open_days` those on which it works although
    they are a holiday or a closed weekday. An empty `clinic_weekdays` makes every open day a clinic day.
    """

    closed_weekdays: frozenset[int] = WEEKEND
    holidays: HolidaysOf = no_holidays
    unit_days: Mapping[date, str] = field(default_factory=dict)
    clinic_weekdays: frozenset[int] = frozenset()
    places: int = PLACES
    open_days: frozenset[date] = frozenset()

    def closed(self, day: date) -> ClosedDay | None:
        """Why a day is closed, None for an open one.

        The unit's own word counts more than a holiday, and a holiday's name says more than that it is a Sunday.
        """
        if day in self.unit_days:
            return ClosedDay(day, ClosedBecause.UNIT, self.unit_days[day])
        if day in self.open_days:
            return None
        name = self.holidays(day.year).get(day)
        if name is not None:
            return ClosedDay(day, ClosedBecause.HOLIDAY, name)
        return ClosedDay(day, ClosedBecause.WEEKDAY) if day.weekday() in self.closed_weekdays else None

    def is_open(self, day: date) -> bool:
        """Whether the unit sees patients on that day."""
        return self.closed(day) is None

    def is_clinic_day(self, day: date) -> bool:
        """Whether that day is open and one of the clinic's weekdays (any, where the unit has named none)."""
        return (not self.clinic_weekdays or day.weekday() in self.clinic_weekdays) and self.is_open(day)

    def closed_between(self, first: date, last: date) -> tuple[ClosedDay, ...]:
        """The closed days from `first` to `last`, both included, in order."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return tuple(closed for day in days if (closed := self.closed(day)) is not None)

    def later(self, day: date, count: int) -> date:
        """The `count`-th open day after a day; where none is open for a year, the next day counts as one."""
        for _ in range(count):
            following = day + timedelta(days=1)
            found = self.propose(following, following, following + _YEAR)
            day = found.day if found is not None else following
        return day

    def propose(self, target: date, earliest: date, latest: date, not_before: date | None = None) -> Proposal | None:
        """The open day nearest to the target between `earliest` and `latest`, the later of two; None if all are closed.

        No day before `not_before` (today, as a rule) is proposed.
        """
        first = earliest if not_before is None else max(earliest, not_before)
        if first > latest:
            return None
        start = min(max(target, first), latest)
        for distance in range(max((latest - start).days, (start - first).days) + 1):
            for days in (distance, -distance):
                if -(start - first).days <= days <= (latest - start).days:
                    day = start + timedelta(days=days)
                    if self.is_open(day):
                        return Proposal(day, None if day == target else self.closed(target))
        return None


WEEKENDS_ONLY: Final = WorkingDays()
"""What holds before a unit has said anything: open from Monday to Friday."""
