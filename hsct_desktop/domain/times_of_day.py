"""Times of day at which a drug is taken, typed fast (`8 20`) and kept as text ("08:00 20:00")."""

from __future__ import annotations

import re
from datetime import time
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.problem import InputError, Problem, refuse

MOST: Final = 12
"""More times than these are no order for a day: every two hours is the most that is taken."""
_TIME: Final = re.compile(r"([0-9]{1,2})(?:[:.h]([0-9]{2})|h)?$")
_CLOSED: Final = re.compile(r"([0-9]{2})([0-9]{2})$")


class PartOfDay(StrEnum):
    """A column of the patient's medicine plan; wording `enum.part_of_day.*`."""

    MORNING = "morning"
    NOON = "noon"
    EVENING = "evening"
    NIGHT = "night"


_BEGINS: Final = ((PartOfDay.NIGHT, 21), (PartOfDay.EVENING, 16), (PartOfDay.NOON, 11), (PartOfDay.MORNING, 4))
"""The first hour of each part; before four in the morning it is night still."""


def read_times(text: str) -> tuple[time, ...]:
    """The times of a typed text, in their order; InputError `times_unreadable`, `times_twice`, `times_too_many`."""
    words = text.casefold().replace(",", " ").replace(";", " ").split()
    found = [_time(word, text) for word in words]
    if len(set(found)) < len(found):
        raise refuse("times", "times_twice", text=text)
    if len(found) > MOST:
        raise refuse("times", "times_too_many", limit=MOST)
    return tuple(sorted(found))


def _time(word: str, text: str) -> time:
    match = _TIME.fullmatch(word) or _CLOSED.fullmatch(word)
    if match is None or int(match.group(1)) > 23 or int(match.group(2) or 0) > 59:
        raise refuse("times", "times_unreadable", text=text)
    return time(int(match.group(1)), int(match.group(2) or 0))


def written_times(times: tuple[time, ...]) -> str:
    """The stored form: "08:00 20:00"."""
    return " ".join(f"{at:%H:%M}" for at in times)


def tidy_times(text: str) -> str:
    """Typed times in their stored form; InputError as `read_times`."""
    return written_times(read_times(text))


def part_of_day(at: time) -> PartOfDay:
    """The part of the day in which a time lies."""
    return next((part for part, hour in _BEGINS if at.hour >= hour), PartOfDay.NIGHT)


def check_times(text: str) -> tuple[Problem, ...]:
    """What is wrong with typed times; nothing for none."""
    try:
        read_times(text)
    except InputError as error:
        return tuple(error.problems)
    return ()
