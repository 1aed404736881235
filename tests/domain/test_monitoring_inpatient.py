"""In hospital a serial test has an occasion a week from Day 0 to discharge, without a visit."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.domain.monitoring import (
    InPatient,
    MonitoringTest,
    Occasion,
    Sample,
    SquareState,
    SquareWhy,
    column_of,
    open_hole,
    strip,
)
from hsct_desktop.domain.monitoring_inpatient import inpatient_occasions
from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.visit import VisitFacts

DAY0 = date(2026, 8, 13)
WEEKLY = InPatient(7)
TEST = MonitoringTest("cmv_pcr", Label("CMV", "CMV"), Label("CMV", "CMV"), ("CMV",), ("CMV",), 3, inpatient=WEEKLY)


def day(number: int) -> date:
    return DAY0 + timedelta(days=number)


def visit(target: int, either_side: int = 2) -> Occasion:
    dates = (day(target), day(target - either_side), day(target + either_side))
    return Occasion(f"weekly-{target}", target, *dates, VisitFacts(*dates))


def planned(discharge: int | None) -> list[Occasion]:
    """The visits of the reference protocol: weekly from a week after discharge, those near Day +30 absorbed by it."""
    weekly = range(discharge + 7, 101, 7) if discharge is not None else ()
    return [visit(30, 7), *(visit(n) for n in weekly if not 23 <= n <= 37)]


def weeks(
    discharge: int | None, on: int, registered: int = 0, asked: InPatient = WEEKLY, visits: list[Occasion] | None = None
) -> list[Occasion]:
    left = day(discharge) if discharge is not None else None
    beside = planned(discharge) if visits is None else visits
    return inpatient_occasions(asked, beside, DAY0, left, day(registered), FollowUp.FOLLOWED, day(on))


def targets(found: list[Occasion]) -> list[int]:
    return [(one.target - DAY0).days for one in found]


@pytest.mark.parametrize(
    ("discharge", "on", "expected"),
    [
        (None, 0, [7]), (None, 10, [7]), (None, 11, [7, 14]), (None, 24, [7, 14, 21]),
        (6, 90, [7]), (10, 90, [7]), (11, 90, [7, 14]), (17, 90, [7, 14]), (18, 90, [7, 14, 21]), (24, 90, [7, 14, 21]),
        (None, 40, [7, 14, 21, 35, 42]), (44, 90, [7, 14, 21, 35, 42]),
    ],
)  # fmt: skip
def test_a_week_counts_when_its_first_day_was_in_hospital(discharge: int | None, on: int, expected: list[int]) -> None:
    """Discharged on Day +18 the next visit is that of Day +30, which is the one of week 4 too."""
    assert targets(weeks(discharge, on)) == expected


def test_the_weeks_follow_each_other_without_a_gap() -> None:
    found = weeks(21, 90)
    assert [((one.earliest - DAY0).days, (one.latest - DAY0).days) for one in found] == [(0, 10), (11, 17), (18, 24)]
    assert [one.key for one in found] == ["inpatient-1", "inpatient-2", "inpatient-3"]
    assert {one.scheduled_id for one in found} == {None}


def test_without_a_discharge_they_end_before_the_first_weekly_visit() -> None:
    found = weeks(None, 90, visits=[visit(20), visit(27)])
    assert targets(found) == [7, 14]
    assert found[-1].latest == day(17)
    assert weeks(None, 90, visits=[visit(15)])[-1].target == day(7)


def test_they_may_begin_later() -> None:
    assert targets(weeks(None, 60, asked=InPatient(7, 21), visits=[])) == [28, 35, 42, 49, 56, 63]


def test_a_stay_without_an_end_ends_with_the_weeks_of_the_strip() -> None:
    assert targets(weeks(None, 900, visits=[]))[-1] == 98


@given(st.one_of(st.none(), st.integers(0, 60)), st.integers(0, 120), st.integers(1, 9))
@settings(max_examples=max(20, settings.default.max_examples // 10))
def test_they_stand_beside_the_visits_and_never_in_their_place(discharge: int | None, on: int, every: int) -> None:
    visits = planned(discharge)
    found = weeks(discharge, on, asked=InPatient(every))
    assert {column_of(DAY0, one.target) for one in found}.isdisjoint(column_of(DAY0, one.target) for one in visits)
    assert all(one.earliest <= one.target <= one.latest for one in found)
    assert all(one.latest < two.earliest for one, two in zip(found, found[1:], strict=False))
    narrow = [one.earliest for one in visits[1:]]
    assert all(one.latest < first for one in found for first in narrow)


def states(discharge: int | None, on: int, *samples: int, registered: int = 0) -> list[tuple[SquareState, SquareWhy]]:
    held = [Sample(day(n), n) for n in samples]
    found = strip(TEST, weeks(discharge, on, registered, visits=[]), held, {}, DAY0, day(on))
    assert {one.status for one in found.squares} <= {None}, "no visit waits to be recorded"
    return [(one.state, one.why) for one in found.squares]


def test_a_week_in_hospital_is_done_due_or_missed_by_its_results() -> None:
    result, week = SquareWhy.RESULT, SquareWhy.IN_HOSPITAL
    assert states(None, 16, 6) == [(SquareState.DONE, result), (SquareState.DUE, week)]
    assert states(None, 12, 6) == [(SquareState.DONE, result), (SquareState.PLANNED, week)]
    assert states(None, 18, 6)[1] == (SquareState.MISSED, week)
    assert states(21, 40, 6, 13, 20) == [(SquareState.DONE, result)] * 3


def test_what_passed_before_the_patient_was_registered_is_required_of_nobody() -> None:
    assert targets(weeks(21, 40, registered=17)) == [14, 21]
    assert targets(weeks(21, 40, registered=18)) == [21]
    assert weeks(21, 40, registered=25) == []


def test_a_hole_in_hospital_grows_old_like_that_of_a_series() -> None:
    left, since = day(21), day(0)
    occasions = inpatient_occasions(WEEKLY, (), DAY0, left, since, FollowUp.FOLLOWED, day(60))
    squares = strip(TEST, occasions, [], {}, DAY0, day(60)).squares
    assert open_hole(squares, day(24 + 28))
    assert not open_hole(squares, day(24 + 29))
