"""Calendar steps that clamp, day numbers and ages."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.dates import Offset, add_months, add_offset, age_in_years, day_number, parse_offset
from hsct_desktop.domain.problem import InputError

ORDINARY = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 12, 31), 2, date(2025, 2, 28)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
    ],
)
def test_month_steps_clamp_at_month_ends(start: date, months: int, expected: date) -> None:
    assert add_months(start, months) == expected


@given(ORDINARY, st.integers(-240, 600))
def test_month_step_lands_in_the_right_month_on_the_nearest_day(start: date, months: int) -> None:
    found = add_months(start, months)
    assert (found.year * 12 + found.month) - (start.year * 12 + start.month) == months
    assert found.day == start.day or (found.day < start.day and (found + timedelta(days=1)).day == 1)


@given(st.integers(-100, 100), st.sampled_from("dwmy"))
def test_offset_reads_back_what_it_writes(count: int, unit: str) -> None:
    assert parse_offset(str(Offset(count, unit))) == Offset(count, unit)


@pytest.mark.parametrize("text", ["", "30", "d30", "1.5d", "6 months", "6M", "-", "++3d", "٣d"])
def test_unreadable_offsets_are_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_offset(text)
    assert caught.value.problems[0].key == "offset_unreadable"


def test_an_offset_of_more_than_a_century_is_a_typing_error() -> None:
    for text in ("101y", "1201m", "99999d"):
        with pytest.raises(InputError) as caught:
            parse_offset(text)
        assert caught.value.problems[0].key == "offset_too_large"
    assert parse_offset("36525d") == Offset(36525, "d")


def test_offset_beyond_the_calendar_is_refused_not_a_crash() -> None:
    for offset in (Offset(99999, "y"), Offset(99999, "w"), Offset(-99999, "m")):
        with pytest.raises(InputError):
            add_offset(date(2024, 1, 1), offset, 30)


def test_day_zero_is_day_zero() -> None:
    assert day_number(date(2026, 8, 13), date(2026, 8, 13)) == 0
    assert day_number(date(2026, 8, 13), date(2026, 11, 20)) == 99
    assert day_number(date(2026, 8, 13), date(2026, 8, 8)) == -5


def test_age_counts_completed_years() -> None:
    assert age_in_years(date(1984, 3, 14), date(2026, 3, 13)) == 41
    assert age_in_years(date(1984, 3, 14), date(2026, 3, 14)) == 42
    assert age_in_years(date(2000, 2, 29), date(2001, 2, 28)) == 0
    assert age_in_years(date(2000, 2, 29), date(2001, 3, 1)) == 1
