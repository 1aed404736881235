"""Days of which only the year, or year and month, may be known, as histories have them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

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


def parse_partial(text: str) -> PartialDate | None:
    """Read "2019", "2019-04" or "2019-04-30", None for an empty text; ValueError for all else."""
    if not text:
        return None
    match = _WRITTEN.fullmatch(text)
    if match is None:
        raise ValueError(text)
    found = PartialDate(int(match[1]), int(match[2]) if match[2] else None, int(match[3]) if match[3] else None)
    # A month 13 or a 30 February is none of the calendar's: asking for its days says so.
    if found.first > found.last:
        raise ValueError(text)
    return found
