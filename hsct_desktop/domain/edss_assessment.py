"""A neurological examination: the clinician's EDSS, which is the value of record, and the grades beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.edss import FunctionalSystems, check_edss_value, check_grades, computed_edss
from hsct_desktop.domain.partial_date import PartialDate, shown, standing_day
from hsct_desktop.domain.problem import Problem

MAX_RATER: Final = 120
MAX_NOTE: Final = 4000
DEATH_FROM_MS: Final = Decimal(10)


class EdssSource(StrEnum):
    """Who examined: the unit itself or somebody outside; wording `enum.edss_source.*`."""

    OWN = "own"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class EdssEntry:
    """What the form hands over. `edss` is the clinician's; None where only grades or timed tests were recorded."""

    patient_id: int
    assessed: PartialDate
    edss: Decimal | None = None
    systems: FunctionalSystems = field(default_factory=FunctionalSystems)
    rater: str = ""
    source: EdssSource = EdssSource.OWN
    note: str = ""


@dataclass(frozen=True)
class EdssAssessment:
    """A recorded examination with its version."""

    id: int
    version: int
    entry: EdssEntry

    @property
    def day(self) -> date:
        """The day that stands for it: the very day, or the middle of a month or year of which no more is known."""
        return standing_day(self.entry.assessed)


@dataclass(frozen=True)
class Life:
    """The days of a patient between which an examination or a scan can lie; None for what has not happened."""

    born: date
    today: date
    day0: date | None = None
    """The first Day 0."""
    died: date | None = None


def check_day(name: str, day: PartialDate, life: Life) -> Iterator[Problem]:
    """Yield what is wrong with a day: before birth, in the future, after death, or not exact from Day 0 on."""
    if day.last < life.born:
        yield Problem(name, "before_birth", {"birth_date": life.born})
    elif life.died is not None and day.first > life.died:
        yield Problem(name, "after_death", {"died": life.died})
    elif day.first > life.today:
        yield Problem(name, "date_in_future")
    elif not day.is_whole and life.day0 is not None and day.last >= life.day0:
        # Every verdict after the transplant counts days: a month would not do.
        yield Problem(name, "whole_day_needed", {"day0": life.day0})


def check_edss(
    entry: EdssEntry, life: Life, others: Iterable[EdssAssessment] = (), *, has_values: bool = False
) -> Iterator[Problem]:
    """Yield what is wrong with an examination; `others` are the patient's other ones, `has_values` says that timed
    tests or totals go with it.
    """
    yield from check_day("assessed", entry.assessed, life)
    yield from check_edss_value(entry.edss)
    yield from check_grades(entry.systems)
    if entry.edss is None and entry.systems.is_empty and not has_values:
        yield Problem("edss", "neurology_empty")
    elif entry.edss is None and not list(check_grades(entry.systems)) and computed_edss(entry.systems).edss is not None:
        # Nobody may believe that the computed value was recorded: it never is.
        yield Problem("edss", "edss_only_computed", soft=True)
    if entry.edss == DEATH_FROM_MS and life.died is None:
        yield Problem("edss", "edss_ten", soft=True)
    yield from _check_twice(entry, others)
    for name, text, limit in (("rater", entry.rater, MAX_RATER), ("note", entry.note, MAX_NOTE)):
        if len(text) > limit:
            yield Problem(name, "too_long", {"limit": limit})


def _check_twice(entry: EdssEntry, others: Iterable[EdssAssessment]) -> Iterator[Problem]:
    """Two EDSS on one day would change every verdict with their order, so the second is refused."""
    if entry.edss is None:
        return
    for other in others:
        if other.entry.edss is not None and other.day == standing_day(entry.assessed):
            yield Problem("assessed", "edss_twice", {"edss": other.entry.edss, "on": shown(other.entry.assessed)})
            return
