"""The axis of a course: rising, there and back, for any range of days."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.pictures.day_axis import DayAxis, Tick, course_axis, linear_axis, thin

first_days = st.integers(-3000, 4000)
lengths = st.integers(0, 9000)
widths = st.floats(50, 4000)


@given(first_days, lengths, widths, st.one_of(st.none(), st.integers(-3000, 6000)), st.lists(st.integers(-4000, 9000)))
def test_later_days_lie_further_right(
    first: int, length: int, width: float, today: int | None, days: list[int]
) -> None:
    axis = course_axis(first, first + length, 158, width, today)
    ordered = sorted(set(days))
    assert all(axis.x(a) < axis.x(b) for a, b in pairwise(ordered))
    assert axis.left == 158
    assert axis.right == pytest.approx(158 + width)
    assert axis.x(first) == axis.left


@given(first_days, lengths, widths, st.floats(0, 1))
def test_a_day_and_back(first: int, length: int, width: float, share: float) -> None:
    axis = course_axis(first, first + length, 158, width)
    day = axis.first + share * (axis.last - axis.first)
    assert axis.day(axis.x(day)) == pytest.approx(day, abs=1e-6)


def test_shares_of_the_look() -> None:
    axis = course_axis(-43, 730, 0, 1000)
    ends = [axis.x(day) for day in (-8, 30, 100, 365, 730)]
    assert ends == pytest.approx([110, 570, 760, 920, 1000])
    assert axis.breaks == (-8, 30, 100, 365)


def test_years_after_the_second_take_room_from_the_others_not_all_of_it() -> None:
    axis = course_axis(-43, 3650, 0, 1000)
    beyond = 1000 - axis.x(730)
    assert 180 < beyond < 280
    assert axis.x(30) - axis.x(-8) > 300


def test_before_day_0_the_weeks_to_come_do_not_crowd_out_the_present() -> None:
    early, late = course_axis(-40, 730, 0, 1000, today=-20), course_axis(-40, 730, 0, 1000, today=200)
    assert early.x(-8) > late.x(-8)
    assert early.right == late.right


def test_corners_must_rise() -> None:
    with pytest.raises(ValueError, match="rising"):
        DayAxis((0, 0), (0, 10))
    with pytest.raises(ValueError, match="corners"):
        DayAxis((0,), (0,))


def test_linear_axis_has_one_scale_and_at_least_a_day() -> None:
    axis = linear_axis(5, 5, 10, 100)
    assert axis.is_linear
    assert axis.x(6) == pytest.approx(110)


@given(st.lists(st.tuples(st.integers(-50, 900), st.integers(0, 3)), max_size=40))
def test_kept_labels_never_touch(days: list[tuple[int, int]]) -> None:
    axis = course_axis(-40, 800, 158, 900)
    ticks = [Tick(day, f"{day:+d}", rank) for day, rank in days]
    room = {tick.label: 8.0 * len(tick.label) for tick in ticks}
    taken = [(axis.x(0) - 25, axis.x(0) + 25)]
    kept = thin(axis, ticks, room, taken, gap=6)
    spans = sorted([*taken, *((axis.x(t.day) - room[t.label] / 2, axis.x(t.day) + room[t.label] / 2) for t in kept)])
    assert all(b[0] - a[1] >= 6 - 1e-9 for a, b in pairwise(spans))
