"""A vaccine of every season: which doses count for which season, and when the next one is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from hsct_desktop.domain.dates import Offset, add_offset
from hsct_desktop.domain.vaccine import GivenDose, PlannedDose, Season, VaccineSeries, VaccineStatus, Yearly
from hsct_desktop.domain.worklist import Reason

BEFORE_SEASON: Final = Offset(3, "m")
"""A dose given so shortly before a season is the dose of that season: seasonal vaccines arrive some weeks early."""


@dataclass
class Seasons:
    """The doses of a yearly vaccine, and the next one."""

    doses: list[PlannedDose] = field(default_factory=list)
    counted: list[date] = field(default_factory=list)
    second_after: date | None = None
    """The day of an early dose that waits for its second one."""


def season_from(season: Season, on: date) -> tuple[date, date]:
    """First and last day of the season that holds a day, else of the next one."""
    for year in (on.year - 1, on.year, on.year + 1):
        first = date(year, *season.first)
        last = date(year + (season.last < season.first), *season.last)
        if on <= last:
            return first, last
    raise ValueError(on)  # three years hold every season


def count_yearly(series: VaccineSeries, yearly: Yearly, given: Sequence[GivenDose], day0: date) -> Seasons:
    """Judge the doses given (in order): one a season, a second one after an early dose."""
    found = Seasons()
    regular = add_offset(day0, series.earliest or Offset(0, "d"))
    first = add_offset(day0, yearly.early) if yearly.early is not None else regular
    for dose in given:
        number = len(found.counted) + 1
        why, earliest = _void(dose, day0, found), None
        if why is None:
            earliest, early = _counts_from(dose.given_on, first, yearly, found)
            is_first = dose.given_on < regular and not found.counted
            counts = Reason("counts_early", {"time": yearly.early_interval or Offset(0, "d")})
            why = early or (counts if is_first else Reason("counts", {"number": number}))
        status = VaccineStatus.GIVEN if why.key in ("counts", "counts_early") else VaccineStatus.NOT_COUNTED
        found.doses.append(PlannedDose(number, status, (why,), earliest, given=dose))
        if status is VaccineStatus.NOT_COUNTED:
            continue
        is_early = dose.given_on < regular and found.second_after is None and not found.counted
        found.second_after = dose.given_on if is_early and yearly.early_interval is not None else None
        found.counted.append(dose.given_on)
    return found


def _void(dose: GivenDose, day0: date, found: Seasons) -> Reason | None:
    """Why a dose never counts, whatever its season."""
    if dose.given_on < day0:
        return Reason("before_day0", {"day0": day0})
    if any(other.given is not None and other.given.given_on == dose.given_on for other in found.doses):
        return Reason("same_day", {"on": dose.given_on})
    return None


def _counts_from(on: date, first: date, yearly: Yearly, found: Seasons) -> tuple[date, Reason | None]:
    """From which day a dose counts, and why one given on a day does not."""
    if on < first:
        time = yearly.early or Offset(0, "d")
        return first, Reason("too_early_from_day0", {"time": time, "from_on": first, "place": 1})
    if found.second_after is not None and yearly.early_interval is not None:
        second = add_offset(found.second_after, yearly.early_interval)
        params = {"time": yearly.early_interval, "number": 1, "on": found.second_after, "from_on": second}
        params |= {"place": len(found.counted) + 1, "days": (on - found.second_after).days}
        return second, Reason("too_early_after_dose", params) if on < second else None
    if not found.counted:
        return first, None
    season = next_season(yearly, found.counted[-1])[0]
    return season, Reason("season_covered", {"on": found.counted[-1]}) if on < season else None


def next_season(yearly: Yearly, given_on: date) -> tuple[date, date]:
    """The season after the one that a dose covers; a dose shortly before a season is the dose of that season."""
    covered = season_from(yearly.season, given_on)
    if covered[0] > add_offset(given_on, BEFORE_SEASON):
        return covered
    return season_from(yearly.season, covered[1] + timedelta(days=1))


def next_dose(series: VaccineSeries, yearly: Yearly, found: Seasons, day0: date, on: date) -> PlannedDose:
    """The dose of this season or of the next; an early dose's second one comes first."""
    number = len(found.counted) + 1
    if found.second_after is not None and yearly.early_interval is not None:
        earliest = add_offset(found.second_after, yearly.early_interval)
        if on <= season_from(yearly.season, earliest)[1]:
            why = Reason("second_after_early", {"time": yearly.early_interval, "on": found.second_after})
            return _next(number, (why,), earliest, earliest, earliest + timedelta(days=_SECOND_WITHIN), on)
    from_day0 = series.earliest or Offset(0, "d")
    earliest = add_offset(day0, from_day0)
    why = Reason("from_day0", {"time": from_day0})
    if found.counted:
        earliest = max(earliest, next_season(yearly, found.counted[-1])[0])
        why = Reason("season_after", {"on": found.counted[-1]})
    first, last = season_from(yearly.season, max(earliest, on))
    due_from = max(first, earliest)
    return _next(number, (why, Reason("season", {"first": first, "last": last})), earliest, due_from, last, on)


_SECOND_WITHIN: Final = 14
"""Days after which the second dose that follows an early one is overdue: the reference says 3 to 4 weeks after it."""


def _next(number: int, why: tuple[Reason, ...], earliest: date, due_from: date, due_to: date, on: date) -> PlannedDose:
    late = VaccineStatus.OVERDUE if on > due_to else VaccineStatus.DUE
    status = VaccineStatus.PLANNED if on < due_from else late
    return PlannedDose(number, status, why, earliest, due_from, due_to)
