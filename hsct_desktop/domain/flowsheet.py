"""The flowsheet's rows, columns and cells: which days stand there, and what one cell says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from hsct_desktop.domain import proposal
from hsct_desktop.domain.analyte import Analyte, shown_unit
from hsct_desktop.domain.lab_result import CourseDays, LabResult, Sample, conditioning_start
from hsct_desktop.domain.lab_value import plain
from hsct_desktop.domain.proposal import Aplasia

DAILY: str = "daily"
"""The panel that shows every calendar day of the in-patient weeks."""
ALL: str = "all"
"""The panel of all analytes."""
DAYS_AFTER = timedelta(days=30)
"""The daily sheet runs to Day +30, or to discharge if that comes later."""
LAST_DAYS = 13
"""Days before today that stand in the daily sheet, so that a missed day is typed without asking for a column."""
LONGEST_STAY = timedelta(days=120)
"""A stay without an end (no discharge recorded) shows so many days after Day 0 at most."""
FEVER = Decimal(38)
"""Degrees Celsius from which CTCAE grades a fever."""


class RowKind(StrEnum):
    """What a row of the sheet is."""

    GROUP = "group"
    ANALYTE = "analyte"
    UNITS = "units"


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A row: the head of a group, an analyte (`unit` and `range` as the unit's laboratory has them today), or the
    units of a blood product given (read-only)."""

    kind: RowKind
    code: str
    label: str
    unit: str = ""
    shown_unit: str = ""
    range: str = ""
    analyte: Analyte | None = None
    short: str = ""

    @property
    def is_typed(self) -> bool:
        """Whether values may be typed into it."""
        return self.kind is RowKind.ANALYTE


@dataclass(frozen=True, slots=True)
class FlowColumn:
    """A sample's column, or an empty one to type into. `values` are its results by analyte; `vitals` what a visit of
    that day recorded, `units` what was transfused (both stand in the first column of the day). `after_gap`: the
    daily sheet leaves days out before it."""

    sample: Sample
    number: int | None = None
    laboratory: str = ""
    visit: str = ""
    marks: tuple[str, ...] = ()
    today: bool = False
    weekend: bool = False
    several: bool = False
    after_gap: bool = False
    values: Mapping[str, LabResult] = field(default_factory=dict)
    vitals: Mapping[str, Decimal] = field(default_factory=dict)
    units: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether no result stands in it: its time and laboratory are still to be said."""
        return not self.values


@dataclass(frozen=True, slots=True)
class FlowCell:
    """What one cell shows. `flag` is "low" or "high"; `grade` 0 without one; `expected`: a cytopenia in aplasia;
    `open`: it could not be graded; `from_visit`: a vital sign that is changed in its visit."""

    text: str = ""
    flag: str = ""
    grade: int = 0
    expected: bool = False
    open: bool = False
    waiting: bool = False
    from_visit: bool = False
    result: LabResult | None = None


EMPTY = FlowCell()


def days_shown(courses: Sequence[CourseDays], discharges: Sequence[date | None], until: date) -> set[date]:
    """Every calendar day of the daily sheet: from conditioning to Day +30 or discharge of each course, and the last
    two weeks; never beyond `until` (today, or the day of death)."""
    days = {until - timedelta(days=back) for back in range(LAST_DAYS + 1)}
    for course, discharge in zip(courses, discharges, strict=True):
        first = conditioning_start(course)
        if first is None or course.day0 is None:
            continue
        last = min(max(course.day0 + DAYS_AFTER, discharge or date.min), course.day0 + LONGEST_STAY, until)
        days.update(first + timedelta(days=step) for step in range((last - first).days + 1))
    return days


def range_words(lln: Decimal | None, uln: Decimal | None) -> tuple[str, Decimal | None, Decimal | None]:
    """How a range is written: `between`, `below`, `above` or "" with its numbers."""
    if lln is not None and uln is not None:
        return "between", lln, uln
    if uln is not None:
        return "below", None, uln
    return ("above", lln, None) if lln is not None else ("", None, None)


def in_unit(value: Decimal | None, analyte: Analyte, unit: str, wanted: str) -> Decimal | None:
    """A number of a result in another unit of its analyte; None where that cannot be."""
    if value is None or unit == wanted:
        return value
    here, there = analyte.factor_of(unit), analyte.factor_of(wanted)
    return None if here is None or there is None else Decimal(plain(value * here / there))


def shown_value(result: LabResult, analyte: Analyte | None, unit: str) -> tuple[str, str]:
    """The number of a result in the row's unit, with `<` or `>`, and the unit it needs beside it where none converts.

    A value in the row's own unit keeps its decimals as typed, a converted one has three digits that count: 0.7 mg/dL
    of creatinine are 61.9 µmol/L, not 61.894.
    """
    if result.value is None:
        return "", ""
    number = result.value if analyte is None else in_unit(result.value, analyte, result.unit, unit)
    if number is None:
        return f"{result.comparator}{result.value:f}", shown_unit(result.unit)
    if result.unit != unit:
        number = _three_digits(number)
    return f"{result.comparator}{number:f}", ""


def _three_digits(number: Decimal) -> Decimal:
    """A converted number with three digits that count; all digits before the sign stay."""
    rounded = round(number) if abs(number) >= 100 else Decimal(f"{number:.3g}")
    return Decimal(plain(Decimal(rounded)))


def is_expected(result: LabResult, aplasia: Iterable[Aplasia]) -> bool:
    """Whether a grade is a low count of the weeks in which low counts are expected."""
    return bool(result.grade) and proposal.is_expected(result.term_id, result.taken_on, aplasia)


def fever_days(temperatures: Iterable[tuple[date, Decimal]]) -> set[date]:
    """The days on which a fever began: the first at or above 38 °C after one below, or after none."""
    worst: dict[date, Decimal] = {}
    for day, value in temperatures:
        worst[day] = max(value, worst.get(day, value))
    found, before = set(), Decimal(0)
    for day in sorted(worst):
        if worst[day] >= FEVER > before:
            found.add(day)
        before = worst[day]
    return found
