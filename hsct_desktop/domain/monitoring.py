"""Monitoring strips: each occasion on which the protocol requires a serial test is one square with one state.

Columns: a square stands in the week nearest to its target (week n = days 7n - 3 to 7n + 3 after Day 0, the first week
from Day 0), up to week 14, which holds Day +100; then in the nearest month (4 to 12, and 18), then in the nearest year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from typing import Final, NamedTuple

from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.visit import AssessmentState, NotDoneReason, VisitFacts, VisitStatus, visit_status

LAST_WEEK: Final = 14
_LAST_WEEK_DAY: Final = 7 * LAST_WEEK + 3
_MONTH_DAYS: Final = 365.25 / 12
FRESH_HOLE: Final = 28
"""Days for which a hole at the end of its series is still a hole: nothing planned will fill it."""
MAX_REASON: Final = 400


@dataclass(frozen=True)
class Above:
    """The alert rule and its threshold above which a value of the analyte is shown as such."""

    rule: str
    threshold: str
    analyte: str


class InPatient(NamedTuple):
    """How often a test is asked for in hospital: every so many days, counted from so many days after Day 0."""

    every: int
    start: int = 0


@dataclass(frozen=True)
class MonitoringTest:
    """A serial test. `id` is that of the protocols' checklist line; any of `analytes` counts as done; `lead` is shown.

    `result_within`: days after the visit within which a result is awaited. `by_visit`: a recorded visit whose checklist
    says nothing else counts as done, because the answer is a text or no single number. `inpatient`: asked for in
    hospital too, where no visit is scheduled.
    """

    id: str
    label: Label
    short: Label
    analytes: tuple[str, ...]
    lead: tuple[str, ...]
    result_within: int
    above: Above | None = None
    by_visit: bool = False
    inpatient: InPatient | None = None


class SquareState(StrEnum):
    """What a square says; wording `enum.square_state.*`."""

    DONE = "done"
    ABOVE = "above"
    MISSED = "missed"
    DUE = "due"
    AWAITED = "awaited"
    PLANNED = "planned"
    NOT_REQUIRED = "not_required"

    @property
    def is_done(self) -> bool:
        """Whether the test was done, whatever it showed."""
        return self in (SquareState.DONE, SquareState.ABOVE)


class SquareWhy(StrEnum):
    """What a square's state rests on; wording `enum.square_why.*`."""

    RESULT = "result"
    MARK = "mark"
    REPORT = "report"
    REPORT_AWAITED = "report_awaited"
    RESULT_AWAITED = "result_awaited"
    NO_RESULT = "no_result"
    NOT_DONE = "not_done"
    NOT_NEEDED = "not_needed"
    VISIT = "visit"
    IN_HOSPITAL = "in_hospital"
    PROTOCOL = "protocol"


class MarkKind(StrEnum):
    """What a person says of a square; wording `enum.monitoring_mark.*`."""

    DONE = "done"
    ASKED = "asked"
    NOT_REQUIRED = "not_required"


class Unit(IntEnum):
    """The kind of a column."""

    WEEK = 0
    MONTH = 1
    YEAR = 2


class Column(NamedTuple):
    """A week, month or year after Day 0; columns sort by time."""

    unit: Unit
    number: int


USUAL_COLUMNS: Final = (
    *(Column(Unit.WEEK, n) for n in range(1, LAST_WEEK + 1)),
    *(Column(Unit.MONTH, n) for n in (*range(4, 13), 18)),
    *(Column(Unit.YEAR, n) for n in range(2, 6)),
)
"""The columns of a page; LATER is added where anything stands in it."""
LATER: Final = Column(Unit.YEAR, 6)
"""All years from the sixth on: a page does not grow with the years of its oldest patient."""


def shown_in(column: Column) -> Column:
    """The column of a page in which a square of that week, month or year is shown."""
    return min(column, LATER)


def column_of(day0: date, day: date) -> Column | None:
    """The column of a day, None before Day 0."""
    days = (day - day0).days
    if days < 0:
        return None
    if days <= _LAST_WEEK_DAY:
        return Column(Unit.WEEK, max((days + 3) // 7, 1))
    months = days / _MONTH_DAYS
    if months < 15:
        return Column(Unit.MONTH, min(max(round(months), 4), 12))
    return Column(Unit.MONTH, 18) if months < 21 else Column(Unit.YEAR, max(round(months / 12), 2))


class Occasion(NamedTuple):
    """One scheduled visit at which the protocol requires the test, or a week in hospital (`scheduled_id` None: no visit
    belongs to it), and what is recorded of it.

    `line` and `reason` are those of the visit's checklist where it says anything but done; `awaited` and `arrived`
    say that a report of the visit or of this test is waited for or has come, `place` from where.
    """

    key: str
    scheduled_id: int | None
    target: date
    earliest: date
    latest: date
    facts: VisitFacts
    seen_on: date | None = None
    line: AssessmentState | None = None
    reason: NotDoneReason | None = None
    awaited: date | None = None
    arrived: date | None = None
    place: str = ""


class Sample(NamedTuple):
    """A result of the test: its day, its row, and whether it is above the threshold (None: cannot be compared)."""

    on: date
    result_id: int
    above: bool | None = None


class Mark(NamedTuple):
    """What a person said of an occasion."""

    id: int
    version: int
    key: str
    kind: MarkKind
    on: date
    reason: str


class Square(NamedTuple):
    """One square. `on` is the day it was done, drawn or seen; `occasion` is None for a result nobody had required."""

    column: Column
    state: SquareState
    why: SquareWhy
    key: str = ""
    on: date | None = None
    occasion: Occasion | None = None
    status: VisitStatus | None = None
    result_id: int | None = None
    mark: Mark | None = None

    @property
    def scheduled_id(self) -> int | None:
        """The scheduled visit of the occasion; None in hospital."""
        return None if self.occasion is None else self.occasion.scheduled_id


_BY_STATUS: Final = {
    VisitStatus.UPCOMING: SquareState.PLANNED,
    VisitStatus.OPEN: SquareState.PLANNED,
    VisitStatus.BOOKED: SquareState.PLANNED,
    VisitStatus.DUE: SquareState.DUE,
    VisitStatus.LATE: SquareState.MISSED,
    VisitStatus.MISSED: SquareState.MISSED,
    VisitStatus.CANCELLED: SquareState.NOT_REQUIRED,
    VisitStatus.NOT_APPLICABLE: SquareState.NOT_REQUIRED,
    VisitStatus.HISTORY: SquareState.NOT_REQUIRED,
    VisitStatus.REPORT_AWAITED: SquareState.AWAITED,
}


def state_of_status(status: VisitStatus) -> SquareState:
    """What a square says as long as nothing but its visit's status is known. A visit that is done asks for a result."""
    return _BY_STATUS.get(status, SquareState.AWAITED)


def days_of(occasion: Occasion, day0: date) -> tuple[date, date]:
    """First and last day on which a sample counts for an occasion: its window and, of a week, the square's own week."""
    first, last = occasion.earliest, occasion.latest
    days = (occasion.target - day0).days
    if 0 <= days <= _LAST_WEEK_DAY:
        week = max((days + 3) // 7, 1)
        first = min(first, day0 + timedelta(days=7 * week - 3))
        last = max(last, day0 + timedelta(days=7 * week + 3))
    return first, last


def span_of(occasion: Occasion, day0: date) -> tuple[date, date]:
    """First and last day of all on which a sample may count for an occasion: also the day its visit took place."""
    first, last = days_of(occasion, day0)
    seen = occasion.seen_on or first
    return min(first, seen), max(last, seen)


def assigned(occasions: Sequence[Occasion], samples: Iterable[Sample], day0: date) -> dict[int, list[Sample]]:
    """By place in `occasions` the samples that belong to it; a day's samples belong to one occasion at most.

    Of all pairs of a day and an occasion for which it counts, the nearest are joined first, the day on which the visit
    took place before all others (ties: the earlier occasion, then the earlier day), each occasion with one day. So a
    sample fills one square and a further one the next; a further one never empties a square, because days and
    occasions rank their pairs alike. A day that is left joins the nearest occasion, which another day has filled.
    """
    by_day: dict[date, list[Sample]] = {}
    for sample in samples:
        by_day.setdefault(sample.on, []).append(sample)
    pairs = []
    for place, one in enumerate(occasions):
        first, last = days_of(one, day0)
        for day in by_day:
            if first <= day <= last or day == one.seen_on:
                pairs.append((day != one.seen_on, abs((day - one.target).days), one.target, place, day))
    pairs.sort()
    of_day: dict[date, int] = {}
    filled: set[int] = set()
    for _seen, _distance, _target, place, day in pairs:
        if day not in of_day and place not in filled:
            of_day[day] = place
            filled.add(place)
    for _seen, _distance, _target, place, day in pairs:
        of_day.setdefault(day, place)
    found: dict[int, list[Sample]] = {}
    for day, place in of_day.items():
        found.setdefault(place, []).extend(by_day[day])
    return found


def shown_sample(occasion: Occasion, samples: Iterable[Sample]) -> Sample | None:
    """Of an occasion's samples the one that its square shows: above the threshold first, then the nearest."""
    return min(
        samples,
        key=lambda s: (not s.above, s.on != occasion.seen_on, abs((s.on - occasion.target).days), s.on, s.result_id),
        default=None,
    )


def from_on(ordered: Sequence[Occasion], chosen: Occasion, day0: date) -> tuple[date, list[Occasion]]:
    """The part of a series on which `chosen` and what follows it depend, with the first day whose samples count for it.

    Occasions share days with their neighbours: of weekly visits the part may reach back to the first.
    """
    spans = [span_of(one, day0) for one in ordered]
    start = span_of(chosen, day0)[0]
    while (earlier := min((first for first, last in spans if last >= start), default=start)) < start:
        start = earlier
    return start, [one for one, (_first, last) in zip(ordered, spans, strict=True) if last >= start]


def square(
    test: MonitoringTest, occasion: Occasion, sample: Sample | None, mark: Mark | None, day0: date, on: date
) -> Square:
    """The square of an occasion on a day, `sample` being the one that fills it. The first line that fits wins:

    a result > said to be done > a report that came > said or recorded as not required > a report awaited > the visit
    took place (result awaited for `result_within` days, then a hole) > the visit's status. In hospital no visit waits
    to be recorded: the square has no status, only a state by its week.
    """
    column = column_of(day0, occasion.target) or Column(Unit.WEEK, 1)
    in_hospital = occasion.scheduled_id is None
    standing = visit_status(occasion.facts, on)
    status = None if in_hospital else standing

    def made(state: SquareState, why: SquareWhy, day: date | None, result_id: int | None = None) -> Square:
        return Square(column, state, why, occasion.key, day, occasion, status, result_id, mark)

    if sample is not None:
        state = SquareState.ABOVE if sample.above else SquareState.DONE
        return made(state, SquareWhy.RESULT, sample.on, sample.result_id)
    if mark is not None and mark.kind is MarkKind.DONE:
        return made(SquareState.DONE, SquareWhy.MARK, mark.on)
    if occasion.arrived is not None:
        return made(SquareState.DONE, SquareWhy.REPORT, occasion.seen_on or occasion.arrived)
    if mark is not None and mark.kind is MarkKind.NOT_REQUIRED:
        return made(SquareState.NOT_REQUIRED, SquareWhy.MARK, None)
    if occasion.awaited is not None:
        return made(SquareState.AWAITED, SquareWhy.REPORT_AWAITED, occasion.awaited)
    if status is VisitStatus.DONE:
        return made(*_seen(test, occasion, on), occasion.seen_on)
    return made(
        state_of_status(standing), SquareWhy.IN_HOSPITAL if in_hospital else SquareWhy.VISIT, occasion.seen_on
    )  # fmt: skip


def _seen(test: MonitoringTest, occasion: Occasion, on: date) -> tuple[SquareState, SquareWhy]:
    """The visit took place and no result is there."""
    if occasion.line is AssessmentState.NOT_DONE:
        if occasion.reason is NotDoneReason.NOT_NEEDED:
            return SquareState.NOT_REQUIRED, SquareWhy.NOT_NEEDED
        return SquareState.MISSED, SquareWhy.NOT_DONE
    if test.by_visit and occasion.line is None:
        return SquareState.DONE, SquareWhy.VISIT
    seen = occasion.seen_on
    if seen is None or (on - seen).days > test.result_within:
        return SquareState.MISSED, SquareWhy.NO_RESULT
    return SquareState.AWAITED, SquareWhy.RESULT_AWAITED


@dataclass(frozen=True)
class Strip:
    """The squares of a test of one patient, by target; `extra` are weeks, months and years with a result that no
    occasion had required.
    """

    test: MonitoringTest
    squares: tuple[Square, ...]
    extra: tuple[Square, ...] = ()

    def cells(self) -> dict[Column, Square]:
        """By column the square that is shown; of several the most urgent, of later years the last whose day came."""
        found: dict[Column, Square] = {shown_in(square.column): square for square in self.extra}
        for one in self.squares:
            column = shown_in(one.column)
            held = found.get(column)
            if held is None or held.occasion is None or _comes_before(one, held, column):
                found[column] = one
        return found

    def in_column(self, column: Column) -> tuple[Square, ...]:
        """All squares of a column."""
        found = tuple(square for square in self.squares if shown_in(square.column) == column)
        return found or tuple(square for square in self.extra if shown_in(square.column) == column)

    @property
    def decided(self) -> tuple[Square, ...]:
        """The required squares whose time has come, with what is due left out."""
        out = (SquareState.PLANNED, SquareState.DUE, SquareState.NOT_REQUIRED)
        return tuple(square for square in self.squares if square.state not in out)

    def of_state(self, state: SquareState) -> tuple[Square, ...]:
        """The required squares of a state."""
        return tuple(square for square in self.squares if square.state is state)


_URGENCY: Final = {
    SquareState.MISSED: 0,
    SquareState.DUE: 1,
    SquareState.AWAITED: 2,
    SquareState.ABOVE: 3,
    SquareState.PLANNED: 4,
    SquareState.DONE: 5,
    SquareState.NOT_REQUIRED: 6,
}


def _comes_before(one: Square, held: Square, column: Column) -> bool:
    """Whether a later square of a column is shown in place of the one held."""
    if column == LATER:
        return one.state is not SquareState.PLANNED
    return _URGENCY[one.state] < _URGENCY[held.state]


def in_order(occasions: Iterable[Occasion]) -> list[Occasion]:
    """The occasions by target."""
    return sorted(occasions, key=lambda o: (o.target, o.scheduled_id or 0, o.key))


def squares_of(
    test: MonitoringTest,
    ordered: Sequence[Occasion],
    samples: Iterable[Sample],
    marks: Mapping[str, Mark],
    day0: date,
    on: date,
) -> tuple[Square, ...]:
    """The squares of occasions that are in order, on a day, from the samples known by then."""
    fills = assigned(ordered, (sample for sample in samples if day0 <= sample.on <= on), day0)
    return tuple(
        square(test, one, shown_sample(one, fills.get(place, ())), marks.get(one.key), day0, on)
        for place, one in enumerate(ordered)
    )


def strip(
    test: MonitoringTest,
    occasions: Iterable[Occasion],
    samples: Sequence[Sample],
    marks: Mapping[str, Mark],
    day0: date,
    on: date,
) -> Strip:
    """The strip of a test on a day. Samples before Day 0 and after `on` are none of it."""
    known = [sample for sample in samples if day0 <= sample.on <= on]
    ordered = in_order(occasions)
    squares = squares_of(test, ordered, known, marks, day0, on)
    spans = [(*days_of(one, day0), one.seen_on) for one in ordered]
    taken = {one.column for one in squares}
    extra: dict[Column, Square] = {}
    for sample in sorted(known, key=lambda s: (s.on, s.result_id)):
        column = column_of(day0, sample.on)
        if column is None or column in taken or any(a <= sample.on <= b or sample.on == c for a, b, c in spans):
            continue
        if column not in extra or sample.above:
            state = SquareState.ABOVE if sample.above else SquareState.DONE
            extra[column] = Square(column, state, SquareWhy.RESULT, on=sample.on, result_id=sample.result_id)
    return Strip(test, squares, tuple(extra[column] for column in sorted(extra)))


def open_hole(squares: Sequence[Square], on: date) -> bool:
    """Whether the last required square whose time has come is missed, and can still be filled.

    It can while its visit waits to be recorded (late), while the series goes on, or for FRESH_HOLE days after its end.
    """
    out = (SquareState.PLANNED, SquareState.DUE, SquareState.NOT_REQUIRED)
    last = next((one for one in reversed(squares) if one.state not in out), None)
    if last is None or last.state is not SquareState.MISSED or last.occasion is None:
        return False
    if last.status is not None and last.status.awaits:
        return True
    goes_on = any(one.state in (SquareState.PLANNED, SquareState.DUE) for one in squares)
    return goes_on or (on - last.occasion.latest).days <= FRESH_HOLE


def holes(strip: Strip, on: date) -> tuple[Square, ...]:
    """The missed squares of an open hole, with those of the four weeks before it; empty without one."""
    if not open_hole(strip.squares, on):
        return ()
    missed = strip.of_state(SquareState.MISSED)
    last = missed[-1].occasion
    start = last.target - timedelta(days=FRESH_HOLE) if last is not None else on
    return tuple(one for one in missed if one.occasion is not None and one.occasion.target >= start)


def above_since(strip: Strip) -> date | None:
    """Since when every square that was done is above the threshold; None when the latest is not."""
    since = None
    for one in sorted((*strip.squares, *strip.extra), key=lambda s: (s.on or date.max, s.key)):
        if one.state is SquareState.ABOVE:
            since = since or one.on
        elif one.state is SquareState.DONE and one.why is SquareWhy.RESULT:
            since = None
    return since


@dataclass(frozen=True)
class MarkEntry:
    """What a person says of a square: done elsewhere on a day, asked for on a day, or not required, why."""

    patient_id: int
    test: str
    key: str
    kind: MarkKind | None
    on: date | None
    reason: str = ""


def check_mark(entry: MarkEntry, day0: date | None, today: date) -> Iterable[Problem]:
    """Yield what is wrong with a mark."""
    if entry.kind is None:
        yield Problem("kind", "mark_kind_missing")
    if entry.on is None:
        yield Problem("on", "date_missing")
    elif entry.on > today:
        yield Problem("on", "mark_in_future")
    elif day0 is not None and entry.on < day0:
        yield Problem("on", "mark_before_day0", {"day0": day0})
    if entry.kind is MarkKind.NOT_REQUIRED and not clean(entry.reason):
        yield Problem("reason", "reason_missing")
    if len(entry.reason) > MAX_REASON:
        yield Problem("reason", "too_long", {"limit": MAX_REASON})
