"""The re-vaccination plan on an axis of months from Day 0: a row a series, laid out once for the window and for paper.

Given doses bear their number in a disc, due ones a filled disc in their window, planned ones an empty ring, doses that
do not count a cross in a dashed ring; a held live vaccine is hatched until its first possible day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import cos, pi, sin
from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.dates import add_months
from hsct_desktop.pictures.primitives import (
    BODY,
    CAPTION,
    NUMBER,
    Disc,
    Hit,
    Item,
    Line,
    Picture,
    Point,
    Polyline,
    Rect,
    Text,
    TextMeasure,
    centred_text,
    cross,
    elide,
    shifted,
)

ROW: Final = 29.0
GROUP: Final = 20.0
HEADER: Final = 27.0
RADIUS: Final = 8.0
"""Of a dose's disc, in pixels."""
LEAST_COURSE: Final = 230.0
_GAP: Final = 2.0
_PAD: Final = 12.0
_BAR: Final = 9.0
_TICK: Final = 11.0
_CELL: Final = 8.0
_LEAST_MONTHS: Final = 27
_STEPS: Final = (3, 6, 12, 24, 60)
_AFTER: Final = 3


class DoseSign(StrEnum):
    """What the sign of a dose says."""

    GIVEN = "given"
    NOT_COUNTED = "not_counted"
    DUE = "due"
    PLANNED = "planned"


@dataclass(frozen=True)
class DoseMark:
    """A dose on the axis. `on` is the day it was given, else its first day; `until` the last day of a window."""

    sign: DoseSign
    number: int
    on: date
    words: str
    until: date | None = None


@dataclass(frozen=True)
class SeriesFacts:
    """A row: what it is called, how it stands (`kind` is the look of its chip), its doses, and what is next or why.

    `earliest` is the first day on which the first dose counts; `held_until` that of a live vaccine that is held.
    """

    id: str
    name: str
    detail: str
    state: str
    kind: str
    doses: tuple[DoseMark, ...] = ()
    earliest: date | None = None
    held_until: date | None = None
    why: str = ""

    @property
    def words(self) -> str:
        """The row in words, for tooltips and screen readers."""
        parts = [f"{self.name} {self.detail}".strip(), self.state, *(dose.words for dose in self.doses), self.why]
        return "\n".join(part for part in parts if part)


@dataclass(frozen=True)
class GroupFacts:
    """Rows under one title; the title says how many they are."""

    title: str
    rows: tuple[SeriesFacts, ...]


@dataclass(frozen=True)
class PlannerFacts:
    """All groups of a plan, as they stand on a day."""

    day0: date
    today: date
    groups: tuple[GroupFacts, ...]

    @property
    def rows(self) -> tuple[SeriesFacts, ...]:
        """Every row in the order shown."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def months(self) -> int:
        """How many months the axis has: all that is known and what is planned, three months to spare."""
        last = max([self.today, *(day for row in self.rows for day in _days(row))])
        needed = (last.year - self.day0.year) * 12 + last.month - self.day0.month + _AFTER
        return max(_LEAST_MONTHS, -(-needed // 3) * 3)


def _days(row: SeriesFacts) -> Iterator[date]:
    for day in (row.earliest, row.held_until):
        if day is not None:
            yield day
    for dose in row.doses:
        yield dose.until or dose.on


@dataclass(frozen=True)
class MonthScale:
    """Days to pixels; the plot lies between `left` and `right`."""

    day0: date
    months: int
    left: float
    width: float

    @property
    def right(self) -> float:
        """The end of the axis."""
        return self.left + self.width

    def x(self, on: date) -> float:
        """Where a day lies; days outside the axis lie at its ends."""
        whole = (add_months(self.day0, self.months) - self.day0).days
        return self.left + self.width * min(1.0, max(0.0, (on - self.day0).days / whole))

    def month(self, number: int) -> float:
        """Where a month from Day 0 begins."""
        return self.x(add_months(self.day0, number))


def scale_for(facts: PlannerFacts, width: float) -> MonthScale:
    """The axis of a plan in a column of that width."""
    return MonthScale(facts.day0, facts.months, _PAD, max(1.0, width - 2 * _PAD))


# the axis -------------------------------------------------------------------------------------------------------


def axis(facts: PlannerFacts, width: float, height: float, wording: Wording, measure: TextMeasure) -> Picture:
    """The column's head: Day 0, months, today's mark; a number that would touch another one is left out."""
    scale, middle = scale_for(facts, width), height / 2
    today = wording.text("picture.today")
    half = measure(today, CAPTION, True) / 2 + 6
    at = min(max(scale.x(facts.today), half), width - half)
    taken = [(at - half, at + half)] if facts.today >= facts.day0 else []
    items: list[Item] = []
    for x, label in _labels(facts, scale, wording, measure):
        room = measure(label, CAPTION, False) / 2 + 3
        # The first label begins at its line: there is no room left of it.
        middle_x = max(x, room - 3)
        if middle_x + room <= width and all(middle_x + room <= a or middle_x - room >= b for a, b in taken):
            taken.append((middle_x - room, middle_x + room))
            items.append(centred_text(middle_x, middle, label, colour="muted", anchor="middle"))
    if facts.today >= facts.day0:
        items.append(Rect(at - half, middle - 8, 2 * half, 16, "today", radius=2))
        items.append(centred_text(at, middle, today, colour="surface", bold=True, anchor="middle"))
    return Picture(width, height, tuple(items))


def _labels(
    facts: PlannerFacts, scale: MonthScale, wording: Wording, measure: TextMeasure
) -> Iterator[tuple[float, str]]:
    yield scale.left, wording.text("vaccine_picture.day0")
    step = _step(scale, measure)
    for number in range(step, facts.months + 1, step):
        yield scale.month(number), str(number)


def _step(scale: MonthScale, measure: TextMeasure) -> int:
    """Every how many months a number has room."""
    need = measure(str(scale.months), CAPTION, False) + 14
    return next((step for step in _STEPS if scale.width / scale.months * step >= need), _STEPS[-1])


# a row ----------------------------------------------------------------------------------------------------------


def course(
    row: SeriesFacts, facts: PlannerFacts, width: float, height: float, measure: TextMeasure, *, ground: bool = True
) -> Picture:
    """The doses of a series along the months; `ground` tints what lies ahead, which a chosen row does without."""
    scale, middle = scale_for(facts, width), height / 2
    today = scale.x(facts.today)
    items: list[Item] = []
    if ground and facts.today >= facts.day0:
        items.append(Rect(today, 0, width - today, height, "alt"))
    step = _step(scale, measure)
    items += [Line(x, 0, x, height, "grid") for x in map(scale.month, range(0, facts.months + 1, step))]
    if facts.today >= facts.day0:
        items.append(Line(today, 0, today, height, "today", 1.5))
    places = _places(row, facts, scale)
    items += _track(row, places, scale, middle)
    hits = []
    for dose, x in zip(row.doses, places, strict=True):
        items += _dose(dose, x, middle)
        hits.append(Hit(x - RADIUS, middle - RADIUS, 2 * RADIUS, 2 * RADIUS, dose.words, row.id))
    return Picture(width, height, tuple(items), (Hit(0, 0, width, height, row.words, row.id), *hits))


def _places(row: SeriesFacts, facts: PlannerFacts, scale: MonthScale) -> list[float]:
    """Where each dose stands: over its day, moved aside where two would touch."""
    wanted = [_wanted(dose, facts, scale) for dose in row.doses]
    if row.held_until is not None:
        # The pole of the first possible day stays in sight.
        wanted = [max(x, scale.x(row.held_until) + RADIUS + 3) for x in wanted]
    step = 2 * RADIUS + _GAP
    placed: list[float] = []
    for x in wanted:
        placed.append(max(x, placed[-1] + step) if placed else max(x, RADIUS))
    limit = scale.right + _PAD - RADIUS - 1
    for number in reversed(range(len(placed))):
        placed[number] = min(placed[number], limit)
        limit = placed[number] - step
    return placed


def _wanted(dose: DoseMark, facts: PlannerFacts, scale: MonthScale) -> float:
    if dose.sign is not DoseSign.DUE:
        return scale.x(dose.on)
    return (scale.x(dose.on) + scale.x(_window_end(dose, facts.today))) / 2


def _window_end(dose: DoseMark, today: date) -> date:
    """A window without a last day is open: it reaches to today."""
    return dose.until or max(dose.on, today)


def _track(row: SeriesFacts, places: Sequence[float], scale: MonthScale, middle: float) -> Iterator[Item]:
    """What lies behind the discs: the line of the series, its first possible day, the hatched bar of a held one."""
    if row.held_until is not None:
        end = scale.x(row.held_until)
        yield Rect(scale.left, middle - _BAR / 2, end - scale.left, _BAR, "waitSoft", "wait", hatch="wait")
        yield Line(end, middle - 9, end, middle + 9, "text", 2)
        return
    starts = [*(places[:1]), *([scale.x(row.earliest)] if row.earliest is not None else [])]
    ends = [*(places[-1:]), *([scale.right] if not row.doses and row.earliest is not None else [])]
    if starts and ends and min(starts) < max(ends):
        yield Line(min(starts), middle, max(ends), middle, "muted", 1, (2, 2))
    if row.earliest is not None:
        x = scale.x(row.earliest)
        yield Line(x, middle - _TICK / 2, x, middle + _TICK / 2, "muted", 1.5)
    for dose, at in zip(row.doses, places, strict=True):
        if dose.sign is DoseSign.DUE:
            left = min(scale.x(dose.on), at - RADIUS)
            right = max(scale.x(dose.until) if dose.until is not None else at, at + RADIUS)
            yield Rect(left, middle - _BAR / 2, right - left, _BAR, "accentSoft", "accent", 2)


_INK: Final = {
    DoseSign.GIVEN: ("successSoft", "success", "success", 1.5),
    DoseSign.DUE: ("accent", "accent", "onAccent", 1.5),
    DoseSign.PLANNED: ("surface", "control", "muted", 1.0),
}
"""Ground, edge and number of a disc, and the width of its edge."""


def _dose(dose: DoseMark, x: float, middle: float) -> Iterator[Item]:
    if dose.sign is DoseSign.NOT_COUNTED:
        yield Disc(x, middle, RADIUS, "surface")
        yield Polyline(_ring(x, middle, RADIUS - 0.5), "danger", 1.0, (3, 2))
        yield from cross(x, middle, 5, "danger", 1.75)
        return
    ground, edge, ink, width = _INK[dose.sign]
    yield Disc(x, middle, RADIUS, ground, edge, width)
    bold = dose.sign is not DoseSign.PLANNED
    yield centred_text(x, middle, str(dose.number), Text(0, 0, "", ink, NUMBER, bold), anchor="middle")


def _ring(x: float, y: float, radius: float, points: int = 36) -> tuple[Point, ...]:
    """A circle as a run of points: only a line can be dashed."""
    turns = [2 * pi * n / points for n in range(points + 1)]
    return tuple((x + radius * cos(turn), y + radius * sin(turn)) for turn in turns)


# the legend and the whole board ---------------------------------------------------------------------------------

LEGEND: Final = (DoseSign.GIVEN, DoseSign.DUE, DoseSign.PLANNED, DoseSign.NOT_COUNTED)


def legend(wording: Wording, measure: TextMeasure, height: float = 20.0) -> Picture:
    """The signs with their words in one line, as wide as they need."""
    x, middle, items = 0.0, height / 2, list[Item]()
    for number, sign in enumerate(LEGEND, start=1):
        mark = DoseMark(sign, number, date.min, "")
        words = wording.text(f"vaccine_picture.sign.{sign}")
        items += [*_dose(mark, x + RADIUS, middle), centred_text(x + 2 * RADIUS + 5, middle, words, colour="muted")]
        x += 2 * RADIUS + 5 + measure(words, CAPTION, False) + 14
    words = wording.text("vaccine_picture.sign.earliest")
    items += [
        Line(x + 2, middle - _TICK / 2, x + 2, middle + _TICK / 2, "muted", 1.5),
        centred_text(x + 10, middle, words, colour="muted"),
    ]
    return Picture(x + 10 + measure(words, CAPTION, False), height, tuple(items))


@dataclass(frozen=True)
class Columns:
    """Left edges and widths of the board's columns; `why` has none where there is no room for it."""

    series: float
    state: float
    course: float
    why: float


def columns(facts: PlannerFacts, width: float, measure: TextMeasure, *, why: bool = True) -> Columns:
    """The widths of series and state by their words, the rest for the course and, where asked, the reasons."""
    rows = facts.rows
    series = max((_series_width(row, measure) for row in rows), default=0.0) + 2 * _CELL
    state = max((measure(row.state, CAPTION, False) for row in rows), default=0.0) + 16 + 2 * _CELL
    reasons = max((measure(row.why, CAPTION, False) for row in rows), default=0.0) + 2 * _CELL if why else 0.0
    series = min(series, width * 0.34)
    rest = width - series - state
    reasons = min(reasons, max(0.0, rest - LEAST_COURSE), width * 0.3)
    return Columns(series, state, rest - reasons, reasons)


def _series_width(row: SeriesFacts, measure: TextMeasure) -> float:
    return measure(row.name, BODY, True) + 5 + measure(row.detail, BODY, False)


def board(
    facts: PlannerFacts,
    width: float,
    wording: Wording,
    measure: TextMeasure,
    *,
    why: bool = True,
    row: float = ROW,
) -> Picture:
    """The whole plan as one picture with rows `row` pixels high: head, groups, rows, legend."""
    cols = columns(facts, width, measure, why=why)
    items: list[Item] = [*_head(facts, cols, wording, measure)]
    hits: list[Hit] = []
    y = HEADER
    for group in facts.groups:
        items.append(Rect(0, y, width, GROUP, "alt"))
        items.append(centred_text(_CELL, y + GROUP / 2, group.title, Text(0, 0, "", bold=True)))
        items.append(Line(0, y + GROUP, width, y + GROUP, "lineStrong"))
        y += GROUP
        for one in group.rows:
            drawn = course(one, facts, cols.course, row, measure)
            left = cols.series + cols.state
            items += shifted(drawn.items, left, y)
            items += _words(one, cols, y + row / 2, measure)
            items.append(Line(0, y + row, width, y + row, "line"))
            hits.append(Hit(0, y, width, row, one.words, one.id))
            y += row
    key = legend(wording, measure)
    items += shifted(key.items, max(0.0, width - key.width), y + 6)
    return Picture(width, y + 6 + key.height, tuple(items), tuple(hits))


def _head(facts: PlannerFacts, cols: Columns, wording: Wording, measure: TextMeasure) -> Iterator[Item]:
    heads = [(_CELL, cols.series, "series"), (cols.series + _CELL, cols.state, "state")]
    if cols.why:
        heads.append((cols.series + cols.state + cols.course + _CELL, cols.why, "why"))
    for x, room, key in heads:
        words = elide(wording.text(f"vaccine_picture.head.{key}"), room - _CELL, measure)
        yield centred_text(x, HEADER / 2, words, colour="muted")
    drawn = axis(facts, cols.course, HEADER, wording, measure)
    yield from shifted(drawn.items, cols.series + cols.state, 0)
    yield Line(0, HEADER, cols.series + cols.state + cols.course + cols.why, HEADER, "lineStrong")


def _words(row: SeriesFacts, cols: Columns, middle: float, measure: TextMeasure) -> Iterator[Item]:
    room = cols.series - 2 * _CELL
    name = elide(row.name, room, measure, BODY, True)
    yield centred_text(_CELL, middle, name, Text(0, 0, "", size=BODY, bold=True))
    used = measure(name, BODY, True) + 5
    detail = elide(row.detail, max(0.0, room - used), measure, BODY)
    if detail:
        yield centred_text(_CELL + used, middle, detail, Text(0, 0, "", "muted", BODY))
    look = CHIPS[row.kind]
    yield Rect(cols.series + _CELL, middle - 9, cols.state - 2 * _CELL, 18, look[0], look[1], 4)
    at = cols.series + cols.state / 2
    yield centred_text(at, middle, row.state, colour=look[2], anchor="middle")
    if cols.why:
        left = cols.series + cols.state + cols.course + _CELL
        yield centred_text(left, middle, elide(row.why, cols.why - 2 * _CELL, measure), colour="text")


CHIPS: Final = {
    "accent": ("accentSoft", "accent", "accent"),
    "plain": ("surface", "lineStrong", "text"),
    "warn": ("warnSoft", "warn", "warn"),
    "wait": ("waitSoft", "wait", "wait"),
    "success": ("successSoft", "success", "success"),
    "danger": ("dangerSoft", "danger", "danger"),
    "quiet": ("surface", "line", "muted"),
}
"""Ground, edge and words of a state, by the kind of its chip."""
