"""When the pack is written by itself."""

from datetime import date, datetime, time

import pytest

from hsct_desktop.domain.downtime import day_of_pack, is_due, last_evening

EVENING = time(18)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute)


@pytest.mark.parametrize(
    ("written", "now", "due"),
    [
        (None, at(20, 9), True),  # the folder was just chosen, or another one
        (at(19, 18, 1), at(20, 17, 59), False),
        (at(19, 18, 1), at(20, 18), True),  # its time has come
        (at(19, 18, 1), at(20, 22), True),  # started later the same evening
        (at(20, 18), at(20, 22), False),
        (at(19, 17), at(20, 8), True),  # by key before the evening, when the program was closed then
        (at(16, 18), at(20, 8), True),  # older than a day
        (at(20, 19), at(21, 0, 5), False),  # over midnight
        (at(25, 18), at(20, 9), True),  # a wrong clock wrote it
    ],
)
def test_due_when_none_was_written_since_the_last_evening(written: datetime | None, now: datetime, due: bool) -> None:
    assert is_due(written, EVENING, now) is due


def test_the_evening_that_counts() -> None:
    assert last_evening(time(0), at(20, 0)) == at(20, 0)
    assert last_evening(time(23, 30), at(20, 0)) == at(19, 23, 30)


@pytest.mark.parametrize(
    ("evening", "now", "day"),
    [
        (time(18), at(20, 17, 59), 20),
        (time(18), at(20, 18), 21),  # the next morning is when it is needed
        (time(18), at(21, 7), 21),
        (time(6), at(20, 6), 20),  # a time before noon is no evening
        (time(12), at(30, 23), 31),
    ],
)
def test_a_pack_of_the_evening_is_for_the_next_day(evening: time, now: datetime, day: int) -> None:
    wanted = date(2026, 11, day) if day <= 30 else date(2026, 12, 1)
    assert day_of_pack(evening, now) == wanted
