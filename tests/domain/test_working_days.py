"""Closed days and the day proposed in their place."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.working_days import (
    WEEKENDS_ONLY,
    ClosedBecause,
    ClosedDay,
    Proposal,
    WorkingDays,
    no_holidays,
)

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def may_day(year: int) -> Mapping[date, str]:
    return {date(year, 5, 1): "Festa del Lavoro", date(year, 12, 25): "Natale"}


@st.composite
def working_days(draw: st.DrawFn) -> WorkingDays:
    around = draw(DAYS)
    near = st.integers(-20, 20).map(lambda n: around + timedelta(days=n))
    return WorkingDays(
        closed_weekdays=draw(st.frozensets(st.integers(0, 6), max_size=6)),
        holidays=draw(st.sampled_from([no_holidays, may_day])),
        unit_days=draw(st.dictionaries(near, st.just("ward moves"), max_size=20)),
        open_days=draw(st.frozensets(near, max_size=5)),
    )


def test_weekends_are_closed_before_a_unit_has_said_anything() -> None:
    assert WEEKENDS_ONLY.closed(date(2027, 2, 7)) == ClosedDay(date(2027, 2, 7), ClosedBecause.WEEKDAY)
    assert not WEEKENDS_ONLY.is_open(date(2027, 2, 6))
    assert [WEEKENDS_ONLY.is_open(date(2027, 2, day)) for day in range(1, 6)] == [True] * 5


def test_the_unit_comes_before_the_holiday_and_the_holiday_before_the_weekday() -> None:
    christmas = date(2022, 12, 25)  # a Sunday
    days = WorkingDays(holidays=may_day)
    assert days.closed(christmas) == ClosedDay(christmas, ClosedBecause.HOLIDAY, "Natale")
    own = WorkingDays(holidays=may_day, unit_days={christmas: "party"}, open_days=frozenset({christmas}))
    assert own.closed(christmas) == ClosedDay(christmas, ClosedBecause.UNIT, "party")
    assert WorkingDays(holidays=may_day, open_days=frozenset({christmas})).is_open(christmas)


def test_a_sunday_target_proposes_the_monday_after() -> None:
    sunday = date(2027, 2, 7)
    found = WEEKENDS_ONLY.propose(sunday, sunday - timedelta(days=14), sunday + timedelta(days=14))
    assert found == Proposal(date(2027, 2, 8), ClosedDay(sunday, ClosedBecause.WEEKDAY))


def test_a_saturday_target_proposes_the_friday_before() -> None:
    saturday = date(2027, 2, 6)
    found = WEEKENDS_ONLY.propose(saturday, saturday - timedelta(days=14), saturday + timedelta(days=14))
    assert found is not None
    assert found.day == date(2027, 2, 5)


def test_of_two_days_equally_near_the_later_is_proposed() -> None:
    wednesday = date(2027, 2, 10)
    days = WorkingDays(unit_days={wednesday: ""})
    found = days.propose(wednesday, wednesday - timedelta(days=7), wednesday + timedelta(days=7))
    assert found is not None
    assert found.day == date(2027, 2, 11)
    at_the_end = days.propose(wednesday, wednesday - timedelta(days=7), wednesday)
    assert at_the_end is not None
    assert at_the_end.day == date(2027, 2, 9)


def test_no_day_that_has_passed_is_proposed() -> None:
    target, today = date(2027, 2, 8), date(2027, 2, 13)
    found = WEEKENDS_ONLY.propose(target, date(2027, 2, 1), date(2027, 2, 28), today)
    assert found == Proposal(date(2027, 2, 15)), "the target is open, so nothing is said of it"
    assert WEEKENDS_ONLY.propose(target, date(2027, 2, 1), date(2027, 2, 12), today) is None


def test_clinic_days_are_open_days_of_the_named_weekdays() -> None:
    days = WorkingDays(clinic_weekdays=frozenset({1, 3}), holidays=may_day)
    assert days.is_clinic_day(date(2027, 2, 9))
    assert not days.is_clinic_day(date(2027, 2, 10))
    assert not days.is_clinic_day(date(2029, 5, 1)), "a Tuesday, but a holiday"
    assert WEEKENDS_ONLY.is_clinic_day(date(2027, 2, 10))
    assert not WEEKENDS_ONLY.is_clinic_day(date(2027, 2, 7))


@pytest.mark.parametrize("year", [1996, 2000, 2024, 2096])
def test_leap_days_are_days_like_others(year: int) -> None:
    leap = date(year, 2, 29)
    days = WorkingDays(frozenset(), unit_days={leap: "stocktaking"})
    found = days.propose(leap, leap - timedelta(days=3), leap + timedelta(days=3))
    assert found is not None
    assert found.day == date(year, 3, 1)
    assert [c.day for c in days.closed_between(date(year, 2, 1), date(year, 3, 31))] == [leap]


def test_a_target_at_the_end_of_the_calendar_is_no_crash() -> None:
    assert WEEKENDS_ONLY.propose(date.max, date.max - timedelta(days=9), date.max) == Proposal(date.max)
    assert WEEKENDS_ONLY.propose(date.min, date.min, date.min) == Proposal(date.min)


@given(working_days(), DAYS, st.integers(0, 40), st.integers(0, 40), st.none() | st.integers(-50, 50))
def test_the_proposal_is_the_nearest_open_day_of_the_window(
    days: WorkingDays, target: date, before: int, after: int, passed: int | None
) -> None:
    earliest, latest = target - timedelta(days=before), target + timedelta(days=after)
    not_before = None if passed is None else target + timedelta(days=passed)
    found = days.propose(target, earliest, latest, not_before)
    first = earliest if not_before is None else max(earliest, not_before)
    open_days = [day for n in range((latest - first).days + 1) if days.closed(day := first + timedelta(days=n)) is None]
    if not open_days:
        assert found is None
        return
    assert found is not None
    assert found.day in open_days
    nearest = min(abs((day - target).days) for day in open_days)
    assert found.day == max(day for day in open_days if abs((day - target).days) == nearest)
    assert found.closed == (None if found.day == target else days.closed(target))


@given(working_days(), DAYS, st.integers(0, 400))
def test_closed_days_of_a_span_are_those_closed_one_by_one(days: WorkingDays, first: date, length: int) -> None:
    span = [first + timedelta(days=n) for n in range(length + 1)]
    assert [c.day for c in days.closed_between(first, span[-1])] == [day for day in span if not days.is_open(day)]
