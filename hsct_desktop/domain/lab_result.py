"""A laboratory result: what was measured in which sample, and the baseline by which later values are judged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from hsct_desktop.domain.lab_value import Qualitative
from hsct_desktop.domain.problem import Problem

USUAL_CONDITIONING_START = timedelta(days=-7)
"""Where the regimen names no days: conditioning begins on Day -7 (clinical reference, section 6.2 rule 1)."""
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


@dataclass(frozen=True, order=True)
class Sample:
    """A sample of a patient: its day, its time ("HH:MM" or empty) and the laboratory (None: the unit's own)."""

    taken_on: date
    taken_at: str = ""
    laboratory_id: int | None = None

    @property
    def sort_key(self) -> tuple[date, str, int]:
        """By day and time, the unit's own laboratory first."""
        return self.taken_on, self.taken_at, self.laboratory_id or 0


@dataclass(frozen=True)
class CellEntry:
    """What one cell of the flowsheet hands over: the text as typed ("" takes the value back) and its unit.

    An empty unit is the one in which the laboratory reports, else the usual one; a unit typed into the text wins.
    `seen` is the version of the result that stood in the cell, 0 for an empty one; None where nobody looked before.
    """

    analyte: str
    sample: Sample
    text: str
    unit: str = ""
    seen: int | None = None

    @property
    def key(self) -> str:
        """Names the cell in problems."""
        return cell_key(self.analyte, self.sample)


def cell_key(analyte: str, sample: Sample) -> str:
    """The name of a cell in problems: analyte, day, time and laboratory."""
    return f"{analyte}|{sample.taken_on.isoformat()}|{sample.taken_at}|{sample.laboratory_id or ''}"


@dataclass(frozen=True, slots=True)
class LabResult:
    """A recorded result. `value` (with `comparator`) is in `unit` as typed, `canonical` in the analyte's unit.

    `lln`, `uln` and `baseline` graded it, in the unit as typed. `grade` is that of the numbers (0 normal, None unknown
    or not graded), `proposed` the lower one where a person must answer first; `term_id` is empty where nothing grades.
    """

    id: int
    version: int
    patient_id: int
    analyte: str
    taken_on: date
    taken_at: str
    laboratory_id: int | None
    text: str
    comparator: str
    value: Decimal | None
    qualitative: Qualitative
    unit: str
    canonical: Decimal | None
    corrected: Decimal | None
    lln: Decimal | None
    uln: Decimal | None
    baseline: Decimal | None
    ctcae_version: str
    rules_version: str
    term_id: str
    direction: str
    grade: int | None
    proposed: int | None
    entered_by: str
    note: str
    updated_at: datetime
    updated_by: int | None
    reviewed_at: datetime | None
    reviewed_by: int | None
    baseline_flag: str = ""

    @property
    def sample(self) -> Sample:
        """The sample it was measured in."""
        return Sample(self.taken_on, self.taken_at, self.laboratory_id)

    @property
    def is_exact(self) -> bool:
        """Whether it is a number that can be compared and drawn as a dot."""
        return self.canonical is not None and not self.comparator

    @property
    def flag(self) -> str:
        """ "low" or "high" by the laboratory's limits, "" inside them or unknown."""
        if self.value is None:
            return ""
        below = self.lln is not None and (self.value < self.lln or (self.comparator == "<" and self.value <= self.lln))
        above = self.uln is not None and (self.value > self.uln or (self.comparator == ">" and self.value >= self.uln))
        if self.comparator == ">":
            below = False
        if self.comparator == "<":
            above = False
        return "low" if below else "high" if above else ""


def check_sample(sample: Sample, key: str, birth_date: date, today: date, died: date | None) -> Iterator[Problem]:
    """Yield what is wrong with a sample's day and time; `key` names the cell."""
    if sample.taken_on > today:
        yield Problem(key, "sample_in_future", {"day": sample.taken_on})
    elif sample.taken_on < birth_date:
        yield Problem(key, "sample_before_birth", {"day": sample.taken_on, "birth_date": birth_date})
    elif died is not None and sample.taken_on > died:
        yield Problem(key, "after_death", {"died": died})
    if sample.taken_at and not _TIME.fullmatch(sample.taken_at):
        yield Problem(key, "time_unreadable", {"text": sample.taken_at})


@dataclass(frozen=True)
class CourseDays:
    """The days of one transplant course that decide which value is a baseline."""

    mobilisation: date | None
    conditioning: date | None
    day0: date | None


def baseline_before(courses: Iterable[CourseDays], on: date) -> date | None:
    """The day before which the baseline of a sample of `on` must lie; None while no treatment has begun by then.

    From the beginning of conditioning on: that of the latest course that has begun. Between mobilisation and
    conditioning: mobilisation. A value never is its own baseline.
    """
    begun = None
    for course in courses:
        start = conditioning_start(course)
        if start is not None and start <= on:
            begun = start
        elif course.mobilisation is not None and course.mobilisation <= on:
            begun = course.mobilisation
    return begun


def conditioning_start(course: CourseDays) -> date | None:
    """The first day of conditioning; Day -7 where the regimen names no days; None without Day 0."""
    if course.conditioning is not None:
        return course.conditioning
    return course.day0 + USUAL_CONDITIONING_START if course.day0 is not None else None


@dataclass(frozen=True, order=True)
class BaselineValue:
    """An exact canonical value that may be a baseline, by day and time; `flag` as `flag_of` says by its own limits."""

    taken_on: date
    taken_at: str
    canonical: Decimal
    flag: str = ""


def flag_of(value: Decimal | None, lln: Decimal | None, uln: Decimal | None) -> str:
    """Where a value stands among the limits of its own laboratory and day: "low", "high", "normal", "" unknown.

    What CTCAE asks of a baseline is whether it was normal where it was measured.
    """
    if value is None or (lln is None and uln is None):
        return ""
    if uln is not None and value > uln:
        return "high"
    return "low" if lln is not None and value < lln else "normal"


def baseline_of(values: Iterable[BaselineValue], before: date | None) -> BaselineValue | None:
    """The last exact value before a day (clinical reference, section 6.2 rule 1); None without one."""
    if before is None:
        return None
    return max((value for value in values if value.taken_on < before), default=None)
