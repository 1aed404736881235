"""Overlapping courses: two courses of one drug that are given, or planned, on the same days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from hsct_desktop.domain.supportive_therapy import Therapy


@dataclass(frozen=True)
class Span:
    """The days of a course: its first day, its last (None while it is open), the planned one."""

    start: date
    stop: date | None = None
    planned_stop: date | None = None

    def last(self, today: date) -> date:
        """The last day that counts: the stop; for an open course the planned stop while it lies ahead, else none."""
        if self.stop is not None:
            return self.stop
        if self.planned_stop is not None and self.planned_stop > today:
            return self.planned_stop
        return date.max


def overlapping(course: Span, others: Iterable[Therapy], today: date) -> Iterator[Therapy]:
    """The courses among `others` (all of the same drug) that share more than a day of change with `course`.

    On the day of a stop a drug is still given, and the next course often starts on that very day: this is no overlap.
    """
    for other in others:
        held = Span(other.start, other.stop, other.planned_stop)
        if course.start < held.last(today) and held.start < course.last(today):
            yield other
