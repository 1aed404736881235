"""Times of day: typed fast, kept in one form, put into the parts of the day."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.times_of_day import PartOfDay, check_times, part_of_day, read_times, tidy_times


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("8 20", "08:00 20:00"),
        ("20, 8", "08:00 20:00"),
        ("8:30 14.15 22h", "08:30 14:15 22:00"),
        ("0830;2000", "08:30 20:00"),
        ("8h30", "08:30"),
        ("0", "00:00"),
        ("", ""),
    ],
)
def test_typed_times(typed: str, kept: str) -> None:
    assert tidy_times(typed) == kept
    assert tidy_times(kept) == kept


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("morning", "times_unreadable"),
        ("24", "times_unreadable"),
        ("8:60", "times_unreadable"),
        ("8 08:00", "times_twice"),
        ("-8", "times_unreadable"),
        (" ".join(map(str, range(13))), "times_too_many"),
    ],
)
def test_refused(typed: str, key: str) -> None:
    assert [problem.key for problem in check_times(typed)] == [key]


@given(st.text(max_size=20))
def test_any_text_is_read_in_order_or_refused(typed: str) -> None:
    refused = check_times(typed)
    assert {problem.field for problem in refused} <= {"times"}
    times = () if refused else read_times(typed)
    assert list(times) == sorted(set(times))


@pytest.mark.parametrize(
    ("at", "part"),
    [(4, "morning"), (10, "morning"), (11, "noon"), (15, "noon"), (16, "evening"), (20, "evening"), (21, "night"),
     (0, "night"), (3, "night")],
)  # fmt: skip
def test_parts_of_the_day(at: int, part: str) -> None:
    assert part_of_day(time(at, 59)) is PartOfDay(part)
