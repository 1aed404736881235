"""Days of which only the year, or year and month, may be known, as histories have them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hsct_desktop.domain.entry import month_named, parse_date
from hsct_desktop.domain.problem import InputError, refuse

MIDDLE_OF_MONTH: Final = 15
MIDDLE_OF_YEAR: Final = (7, 1)
_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True)
class PartialDate:
    """A year, a month of a year, or a day. `text` is how it is stored: "2019", "2019-04" or "2019-04-30"."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def text(self) -> str:
        """As it is stored."""
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def first(self) -> date:
        """The earliest day that it may be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day that it may be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def is_whole(self) -> bool:
        """Whether the very day is known."""
        return self.day is not None


def standing_day(known: PartialDate) -> date:
    """The day that stands for a date known in part: the 15th of the month, 1 July of the year, as registries do."""
    if known.month is None:
        return date(known.year, *MIDDLE_OF_YEAR)
    return date(known.year, known.month, known.day or MIDDLE_OF_MONTH)


def all_days(known: PartialDate) -> list[date]:
    """Every day that it may be, in order."""
    return [known.first + timedelta(days=n) for n in range((known.last - known.first).days + 1)]


def parse_partial(text: str) -> PartialDate | None:
    """Read "2019", "2019-04" or "2019-04-30", None for an empty text; ValueError for all else."""
    if not text:
        return None
    match = _WRITTEN.fullmatch(text)
    if match is None:
        raise ValueError(text)
    found = PartialDate(int(match[1]), int(match[2]) if match[2] else None, int(match[3]) if match[3] else None)
    # A month 13 or a 30 February is none of the calendar's: asking for its days says so. A 0 stands for no part.
    if 0 in (found.month, found.day) or found.first > found.last:
        raise ValueError(text)
    return found


def shown(day: PartialDate) -> date | str:
    """What a sentence is given to show: the day, for the locale to write, or "04/2019", or "2019"."""
    if day.is_whole:
        return day.first
    return f"{day.month:02d}/{day.year}" if day.month is not None else str(day.year)


_MONTH_FIRST = re.compile(r"(\d{1,2})[./ -](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[./ -](\d{1,2})", re.ASCII)
_NAMED = re.compile(r"([^\W\d_]+)\.?[ .-]*(\d{4})")


def read_partial(text: str, today: date, day0: date | None = None, field: str = "date") -> PartialDate | None:
    """Read a typed date of which the day, or day and month, may be unknown: `2019`, `4/2019`, `apr 2019`, `30/4/2019`.

    None where nothing was typed; InputError on `field` for what is no date.
    """
    typed = " ".join(text.split())
    if not typed:
        return None
    try:
        return _year_and_month(typed) or whole(parse_date(typed, today, day0))
    except (ValueError, InputError):
        raise refuse(field, "partial_unreadable", text=typed) from None


def _year_and_month(typed: str) -> PartialDate | None:
    """The year, or month and year, that stand there; None for any other text, ValueError for a month 13."""
    if (match := _MONTH_FIRST.fullmatch(typed)) is not None:
        return parse_partial(f"{match[2]}-{int(match[1]):02d}")
    if (match := _YEAR_FIRST.fullmatch(typed)) is not None:
        return parse_partial(f"{match[1]}-{int(match[2]):02d}")
    if (match := _NAMED.fullmatch(typed)) is not None and (month := month_named(match[1])) is not None:
        return parse_partial(f"{match[2]}-{month:02d}")
    return parse_partial(typed) if _WRITTEN.fullmatch(typed) is not None else None


def whole(day: date) -> PartialDate:
    """A day that is known."""
    return PartialDate(day.year, day.month, day.day)
