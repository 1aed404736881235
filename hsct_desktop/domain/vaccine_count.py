"""Which doses of a series count, from the dates on which they were given, and when the next one may follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from hsct_desktop.domain.dates import Offset, add_offset
from hsct_desktop.domain.vaccine import (
    DoseRule,
    Follows,
    GivenDose,
    PlannedDose,
    VaccineKind,
    VaccineSeries,
    VaccineStatus,
)
from hsct_desktop.domain.worklist import Reason

LIVE_FROM: Final = Offset(24, "m")
"""No live vaccine sooner after Day 0, whatever a unit's file says (ECIL-7; EBMT Handbook 2024, chapter 29)."""
GIVEN, NOT_COUNTED = VaccineStatus.GIVEN, VaccineStatus.NOT_COUNTED


@dataclass(frozen=True)
class Bound:
    """From which day a dose counts, and what says so."""

    on: date
    reason: Reason


@dataclass
class Count:
    """The doses of a series in order of their days: all of them, and the days of those that count."""

    doses: list[PlannedDose] = field(default_factory=list)
    counted: list[date] = field(default_factory=list)
    void_on: date | None = None
    """The day of the last dose after Day 0 that does not count and stands after the last one that does."""

    @property
    def before_day0(self) -> int:
        """How many doses the transplant made void."""
        return sum(dose.why[0].key == "before_day0" for dose in self.doses)


def in_order(given: Iterable[GivenDose]) -> list[GivenDose]:
    """By day; of one day in an order of their own, so that the order of rows decides nothing."""
    return sorted(given, key=lambda d: (d.given_on, d.vaccine, d.dose_number or 0, d.lot, d.id))


def count_doses(
    series: VaccineSeries,
    rules: Sequence[DoseRule],
    given: Sequence[GivenDose],
    day0: date | None,
    other: Sequence[date] = (),
) -> Count:
    """Judge the doses given (in order): one counts from the day on which its place in the series begins.

    `other` are the counted days of the series that this one follows. The earliest dose that may count does: so each
    place in the series is reached as early as the dates given allow.
    """
    count = Count()
    base = len(series.doses) or 1
    for dose in given:
        number = len(count.counted) + 1
        why, earliest = _void(dose, day0, count), None
        if why is None and number > len(rules):
            number += sum(other.why[0].key == "extra" for other in count.doses)
            count.doses.append(_row(number, GIVEN, dose, Reason("extra", {"number": len(rules)})))
            continue
        if why is None and day0 is not None:
            _restart(series, count, dose.given_on)
            number = len(count.counted) + 1
            bound = counts_from(series, rules, count.counted, day0, _before(other, dose.given_on), base)
            earliest = bound.on
            if dose.given_on < bound.on:
                why = _too_early(bound, number, dose.given_on)
        if why is not None:
            count.doses.append(_row(number, NOT_COUNTED, dose, why, earliest))
            if why.key not in ("before_day0", "same_day"):
                count.void_on = dose.given_on
            continue
        count.doses.append(_row(number, GIVEN, dose, Reason("counts", {"number": number}), earliest))
        count.counted.append(dose.given_on)
        count.void_on = None
    return count


def counts_from(
    series: VaccineSeries,
    rules: Sequence[DoseRule],
    counted: Sequence[date],
    day0: date,
    other: date | None,
    base: int,
) -> Bound:
    """The first day on which the next dose counts, and which of its rules says so."""
    place = len(counted)
    rule = rules[place]
    bounds = []
    from_day0 = rule.earliest or series.earliest
    if from_day0 is not None and (place == 0 or rule.earliest is not None):
        bounds.append(Bound(add_offset(day0, from_day0), Reason("from_day0", {"time": from_day0})))
    if series.kind is VaccineKind.LIVE:
        bounds.append(Bound(add_offset(day0, LIVE_FROM), Reason("from_day0", {"time": LIVE_FROM})))
    if counted and rule.interval is not None:
        params = {"time": rule.interval, "number": place, "on": counted[-1]}
        bounds.append(Bound(add_offset(counted[-1], rule.interval), Reason("after_dose", params)))
    first = place // base * base
    if first < place and rule.since_first is not None:
        params = {"time": rule.since_first, "number": first + 1, "on": counted[first]}
        bounds.append(Bound(add_offset(counted[first], rule.since_first), Reason("after_dose", params)))
    if other is not None and series.follows is not None:
        bounds.append(_after_other(series.follows, other))
    return max(bounds, key=lambda bound: bound.on, default=Bound(day0, Reason("from_day0", {"time": Offset(0, "d")})))


def _after_other(follows: Follows, other: date) -> Bound:
    reason = Reason("after_series", {"time": follows.interval, "on": other})
    return Bound(add_offset(other, follows.interval), reason)


def _before(days: Sequence[date], on: date) -> date | None:
    return max((day for day in days if day <= on), default=None)


def _void(dose: GivenDose, day0: date | None, count: Count) -> Reason | None:
    """Why a dose never counts, whatever its place in the series."""
    if day0 is None:
        return Reason("no_day0")
    if dose.given_on < day0:
        return Reason("before_day0", {"day0": day0})
    if any(other.given is not None and other.given.given_on == dose.given_on for other in count.doses):
        return Reason("same_day", {"on": dose.given_on})
    return None


def _too_early(bound: Bound, number: int, on: date) -> Reason:
    """By which rule a dose came too early, and from which day it would have counted."""
    since = bound.reason.params.get("on")
    params = {**bound.reason.params, "from_on": bound.on, "place": number}
    if isinstance(since, date):
        return Reason(f"too_early_{bound.reason.key}", {**params, "days": (on - since).days})
    return Reason("too_early_from_day0", params)


def _restart(series: VaccineSeries, count: Count, on: date) -> None:
    """Where the data says that a long gap restarts the series: the doses before it count no more."""
    if series.restart_after is None or not count.counted:
        return
    if on <= add_offset(count.counted[-1], series.restart_after):
        return
    why = Reason("restarted", {"time": series.restart_after, "on": count.counted[-1]})
    count.doses = [
        _row(dose.number, NOT_COUNTED, dose.given, why) if dose.status is GIVEN and dose.given is not None else dose
        for dose in count.doses
    ]
    count.counted.clear()


def restart_by(series: VaccineSeries, count: Count, on: date) -> None:
    """The same on a day without a dose: whether the gap up to today restarts the series."""
    _restart(series, count, on)


def _row(number: int, status: VaccineStatus, dose: GivenDose, why: Reason, earliest: date | None = None) -> PlannedDose:
    return PlannedDose(number, status, (why,), earliest, given=dose)
