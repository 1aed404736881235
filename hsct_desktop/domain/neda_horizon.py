"""A horizon after Day 0: its last day, the days in which something must have been looked at, and what cuts it short."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil, floor
from typing import Final

from hsct_desktop.domain.disease_course import DiseaseCourse
from hsct_desktop.domain.outcome_evidence import Reason
from hsct_desktop.domain.outcome_settings import DAYS_A_MONTH, LOOK_BACK_DAYS, TOLERANCE_DAYS

AHEAD: Final = "horizon_ahead"


@dataclass(frozen=True)
class Horizon:
    """`last` is the last day that counts, relative to Day 0; EDSS and scan must lie in `look_from` to `look_to`.

    `cut_by` says why the horizon was not reached: it lies ahead, the patient died, or the next transplant came.
    """

    months: float
    last: int
    look_from: int
    look_to: int
    ends_on: date
    cut_by: Reason | None = None

    @property
    def is_reached(self) -> bool:
        """Whether the patient's course has come to the horizon."""
        return self.cut_by is None

    @classmethod
    def of(cls, course: DiseaseCourse, months: float) -> Horizon:
        """The horizon of a course in months of 30.4375 days. ValueError without a Day 0, or for no time at all."""
        if months <= 0:
            raise ValueError("a horizon lies after Day 0")
        days = months * DAYS_A_MONTH
        last = floor(days)
        ends_on = course.date_of(last)
        first = max(ceil(days - LOOK_BACK_DAYS), 1)
        return cls(months, last, first, last + TOLERANCE_DAYS, ends_on, _cut_by(course, ends_on))

    def not_seen(self, reason: Reason) -> Reason:
        """Why something was not seen in its time: the reason, or that the course ended before it."""
        return reason if self.cut_by is None or self.cut_by.key == AHEAD else self.cut_by

    def is_looked_at(self, day: int) -> bool:
        """Whether what was seen on a day speaks for the horizon: in its last 12 months, or up to 60 days after it."""
        return self.look_from <= day <= self.look_to


def _cut_by(course: DiseaseCourse, ends_on: date) -> Reason | None:
    if course.died_on is not None and course.died_on < ends_on:
        return Reason("horizon_after_death", {"died": course.died_on})
    if course.until is not None and course.until < ends_on:
        return Reason("horizon_after_next_transplant", {"until": course.until})
    if course.today is not None and course.today < ends_on:
        return Reason(AHEAD, {"until": ends_on})
    return None
