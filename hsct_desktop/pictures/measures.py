"""Outcome measures as one picture: each a small course over the years about Day 0, relapses and drugs under them.

Laid out here once; the window and the papers paint the same picture, on the board of the course of disability.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from itertools import pairwise
from math import floor, log10
from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.pictures import disability_lanes as lanes
from hsct_desktop.pictures.disability import axis_row, flags, uprights
from hsct_desktop.pictures.disability_axis import Axis, Range, axis_for
from hsct_desktop.pictures.disability_board import PAPER, SCREEN, Board, Style
from hsct_desktop.pictures.disability_labels import Box
from hsct_desktop.pictures.disability_words import day as day_words
from hsct_desktop.pictures.measure_facts import CourseValue, Level, MeasureCourse, MeasureFacts
from hsct_desktop.pictures.primitives import (
    Disc,
    Hit,
    Item,
    Line,
    Picture,
    Polyline,
    Rect,
    Text,
    TextMeasure,
    centred_text,
    elide,
)

__all__ = ["PAPER", "SCREEN", "MeasureFacts", "Range", "Style", "layout", "legend", "summary"]

LEAST_LANE: Final = 58.0
MOST_LANE: Final = 140.0
_LEAST_WIDTH: Final = 352.0
_TAG: Final = 15.0
_PAD: Final = 7.0
_LEGEND: Final = 18.0
_ROOM: Final = 0.12
"""Share of the spread of the values that stays free above and below them."""
_TICKS: Final = 3
_NEAR: Final = 1.6
_FOOT: Final = 18.0
_SCALE: Final = 24.0
"""Pixels for the numbers of the scales."""
_VALUES: Final = 38.0
"""Pixels at the right for the last values."""


def layout(
    facts: MeasureFacts,
    width: float,
    measure: TextMeasure,
    wording: Wording,
    range_: Range = Range.ALL,
    *,
    height: float | None = None,
    style: Style = SCREEN,
) -> Picture:
    """The picture, `width` pixels wide; its lanes share what a `height` leaves to them, `LEAST_LANE` at least."""
    width = max(width, _LEAST_WIDTH)
    frame = facts.frame
    board = Board(frame, _axis(facts, range_, style, width), style, measure, wording, width)
    lanes.relapses(board)
    lanes.drugs(board)
    top = _TAG + style.line - 4
    below = board.y + 4 + 2 * style.line
    lane = _lane_height(facts, height, top + below, style)
    board.move(top + lane * len(facts.courses))
    board.poles = tuple(board.x(day) for day in (frame.day0, frame.end) if day is not None and board.shows(day))
    foot = board.y
    for number, course in enumerate(facts.courses):
        board.y = top + number * lane
        _Lane(board, course, lane).draw()
    board.y = foot
    tags = flags(board)
    foot = board.y + 4
    axis_row(board, foot)
    board.y = _missing(board, facts)
    shade, behind, before = uprights(board, foot)
    items = (*shade, *board.back, *behind, *board.items, *before, *board.front, *tags)
    return Picture(width, board.y, items, tuple(_in_order(board.hits, facts)))


def _axis(facts: MeasureFacts, range_: Range, style: Style, width: float) -> Axis:
    """All years of the disease; or from the first value (or Day 0) on, older drugs and relapses cut off."""
    frame = facts.frame
    if range_ is Range.SINCE:
        frame = replace(frame, drugs=(), relapses=(), other_day0s=())
    return axis_for(frame, Range.ALL, style.gutter + _SCALE, width - style.right - _VALUES)


def _lane_height(facts: MeasureFacts, height: float | None, others: float, style: Style) -> float:
    number = max(len(facts.courses), 1)
    most = MOST_LANE if not style.paper else 0.8 * MOST_LANE
    if height is None:
        return LEAST_LANE + 14 if not style.paper else LEAST_LANE
    return min(max((height - others - (_FOOT if facts.missing else 0)) / number, LEAST_LANE), most)


def _missing(board: Board, facts: MeasureFacts) -> float:
    """What is not recorded at all, in a line of words."""
    if not facts.missing:
        return board.y
    words = board.wording.text("measure.not_recorded", names=", ".join(facts.missing))
    board.write(0, board.y + _FOOT / 2, elide(words, board.width - 4, board.measure, board.style.size))
    board.hit(0, board.width, board.y + _FOOT / 2, _FOOT, words, "said:missing")
    return board.y + _FOOT


class _Lane:
    """One measure: name and latest value in the gutter, scale, baseline, band, curve."""

    def __init__(self, board: Board, course: MeasureCourse, height: float) -> None:
        self._board, self._course = board, course
        self._top, self._bottom = board.y + _PAD, board.y + height - _PAD
        self._low, self._high = scale(course)

    def _level(self, value: float) -> float:
        share = (value - self._low) / ((self._high - self._low) or 1.0)
        return self._bottom - min(max(share, 0.0), 1.0) * (self._bottom - self._top)

    def draw(self) -> None:
        """Lay the lane out; nothing of it leaves its rows."""
        board = self._board
        board.separate()
        self._gutter()
        self._ticks()
        self._range()
        self._baseline()
        self._curve()

    def _gutter(self) -> None:
        board, course = self._board, self._course
        line = board.style.line - 2
        middle = self._top + line / 2 + 1
        board.title(course.name, middle)
        board.title(course.latest, middle + line, "text", bold=False)
        if self._bottom - self._top >= 2.6 * line:
            board.title(course.better, middle + 2 * line, "muted", bold=False)

    def _ticks(self) -> None:
        board = self._board
        step = nice_step((self._high - self._low) / _TICKS)
        value = -(-self._low // step) * step
        while value <= self._high + step * 1e-6:
            y = self._level(value)
            board.back.append(Line(board.left, y, board.right, y, "grid"))
            number = board.wording.number(round(value, 2) if step < 1 else round(value))
            board.write(board.left - 5, y, number, anchor="end", size=board.style.number)
            value += step

    def _range(self) -> None:
        """The laboratory's range as a band, the limits of definitions as dashes with their words."""
        board, (low, high) = self._board, self._course.reference
        if low is not None or high is not None:
            top = self._level(high) if high is not None else self._top
            foot = self._level(low) if low is not None else self._bottom
            board.back.insert(0, Rect(board.left, top, board.right - board.left, max(foot - top, 1), "band"))
        levels = [one for one in self._course.levels if self._low <= one.value <= self._high]
        for level in levels:
            y = self._level(level.value)
            board.back.append(Line(board.left, y, board.right, y, "warn", 1, (5, 3)))
        if levels:
            self._crowd()
        for level in sorted(levels, key=lambda one: one.value):
            self._word(level, {self._level(one.value) for one in levels if one.value != level.value})

    def _word(self, level: Level, others: Collection[float]) -> None:
        """A limit's words at its line where neither curve, value, pole nor other words stand, on a ground of their own,
        so that no dash of another limit (`others`) strikes them, and nearer to their own line than to any other.
        Without room for its words its number; without room for that the verdict beside the picture says it alone.
        """
        for words in filter(None, (level.words, level.short)):
            box = self._board.place(self._spots(words, self._level(level.value), others))
            if box is not None:
                middle = (box.top + box.bottom) / 2
                size = self._board.style.number
                self._board.write(box.left + 2, middle, words, "warn", size=size, ground="surface")
                return

    def _spots(self, words: str, y: float, others: Collection[float]) -> Iterator[Box]:
        """Where the words of a limit may stand, the best first."""
        board = self._board
        # The number's size is a little smaller than that of the boxes: the room found is never too small.
        room = board.right - board.left - board.text_width(words) - 8
        off = (board.style.line - 3) / 2 + 1.5
        for middle in (y - off, y + off):
            if room < 0 or any(abs(other - middle) <= off for other in others):
                continue
            for share in (0, 1, 0.3, 0.5, 0.7, 0.15, 0.85):
                box = board.box(board.left + 4 + room * share, middle, words)
                if self._top - 4 <= box.top and box.bottom <= self._bottom + 4:
                    yield box

    def _crowd(self) -> None:
        """Take the room of the curve and of its last value."""
        board = self._board
        shown = [value for value in self._course.values if board.shows(value.on)]
        points = [(board.x(value.on), self._level(value.value)) for value in shown]
        for (x1, y1), (x2, y2) in pairwise(points):
            steps = max(int((x2 - x1) / 8), int(abs(y2 - y1) / 8), 1)
            for step in range(steps + 1):
                x, y = x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps
                board.taken.add(Box(x - 5, y - 5, x + 5, y + 5))
        if points:
            x, y = points[-1]
            board.taken.add(Box(x - 5, y - 6, x + 22 + board.text_width(shown[-1].text, True), y + 6))

    def _baseline(self) -> None:
        """The baseline from Day 0 on, and about it the change that does not matter."""
        board, course = self._board, self._course
        day0 = board.facts.day0
        if course.baseline is None or day0 is None:
            return
        left, right = board.axis.clamped(day0), board.axis.clamped(board.facts.end)
        if right - left < 2:
            return
        if course.band is not None:
            top, foot = self._level(course.band[1]), self._level(course.band[0])
            board.back.append(Rect(left, top, right - left, max(foot - top, 1), "alt", "lineStrong", dash=(2, 2)))
        y = self._level(course.baseline)
        board.back.append(Line(left, y, right, y, "s5", 1.25, (6, 3)))

    def _curve(self) -> None:
        board, course = self._board, self._course
        shown = [value for value in course.values if board.shows(value.on)]
        points = [(board.x(value.on), self._level(value.value)) for value in shown]
        if len(points) > 1:
            board.items.append(Polyline(tuple(points), "s1", 1.75))
        radius = board.style.dot - 0.75
        for value, (x, y) in zip(shown, points, strict=True):
            board.items.append(Disc(x, y, radius, "surface" if value.is_open else "s1", "s1", 1.5))
            board.hit(x - 6, x + 6, y, 14, value.words, f"{course.id}:{value.id or value.on.isoformat()}")
        if shown:
            self._last(shown[-1], *points[-1])

    def _last(self, value: CourseValue, x: float, y: float) -> None:
        """The last value beside its mark, on the side that has room."""
        board = self._board
        wide = board.text_width(value.text, True)
        poles = [pole for pole in board.poles if x + 3 < pole < x + 9 + wide]
        # A pole that would run through it: the value goes beyond it, into the margin.
        left = min(max([x + 7, *(pole + 5 for pole in poles)]), board.width - wide)
        # On the ground, so that no line runs through the value.
        board.front.append(Rect(left - 1, y - 5, wide + 2, 10, "surface"))
        board.write(left, y, value.text, "s1", bold=True, front=True)


def scale(course: MeasureCourse) -> tuple[float, float]:
    """The ends of a lane's scale: it holds every number, begins at the floor where values come near it."""
    numbers = course.numbers or [0.0, 1.0]
    low, high = min(numbers), max(numbers)
    spread = (high - low) or max(abs(high) * 0.2, 1.0)
    top = high + spread * _ROOM
    if course.ceiling is not None:
        top = min(top, max(course.ceiling, high))
    bottom = low - spread * _ROOM
    if course.floor is not None and low - course.floor <= _NEAR * spread:
        bottom = course.floor
    elif course.floor is not None:
        bottom = max(bottom, course.floor)
    return (bottom, top) if top > bottom else (bottom, bottom + 1.0)


def nice_step(raw: float) -> float:
    """The next of 1, 2, 5, 10, ... that is not smaller."""
    if raw <= 0:
        return 1.0
    power: float = 10.0 ** floor(log10(raw))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= raw * 0.999)


def _in_order(hits: list[Hit], facts: MeasureFacts) -> list[Hit]:
    """Row by row from the top, in a row by time, so that keys walk as one reads."""
    rows = {course.id: number for number, course in enumerate(facts.courses)}
    after = {"relapse": 1, "therapy": 2, "said": 3}

    def place(hit: Hit) -> tuple[int, int, float]:
        kind = hit.id.partition(":")[0]
        return (-1, 0, hit.x) if kind == "pole" else (rows.get(kind, len(rows)), after.get(kind, 0), hit.x)

    return sorted(hits, key=place)


# --- key ----------------------------------------------------------------------------------------------------------


def legend(facts: MeasureFacts, measure: TextMeasure, wording: Wording, style: Style = SCREEN) -> Picture:
    """The key to what is drawn beside the values, as far as this patient's picture has it."""
    middle, x = _LEGEND / 2, 0.0
    items: list[Item] = []
    for key, draw in _marks(facts, middle):
        words = wording.text(f"measure.key.{key}")
        items += draw(x)
        items.append(centred_text(x + 24, middle, words, Text(0, 0, "", "muted", style.size)))
        x += 24 + measure(words, style.size, False) + 14
    return Picture(max(x - 14, 1.0), _LEGEND, tuple(items))


def _marks(facts: MeasureFacts, middle: float) -> list[tuple[str, Callable[[float], tuple[Item, ...]]]]:
    found: list[tuple[str, Callable[[float], tuple[Item, ...]]]] = []
    if any(course.baseline is not None for course in facts.courses):
        found.append(("baseline", lambda x: (Line(x, middle, x + 18, middle, "s5", 1.25, (6, 3)),)))
    if any(course.band is not None for course in facts.courses):
        found.append(("band", lambda x: (Rect(x, middle - 5, 18, 10, "alt", "lineStrong", dash=(2, 2)),)))
    if any(bound is not None for course in facts.courses for bound in course.reference):
        found.append(("range", lambda x: (Rect(x, middle - 5, 18, 10, "band", "line"),)))
    if any(course.levels for course in facts.courses):
        found.append(("level", lambda x: (Line(x, middle, x + 18, middle, "warn", 1, (5, 3)),)))
    return found


def summary(facts: MeasureFacts, words: Wording) -> str:
    """The picture in a sentence, for screen readers."""
    if facts.is_empty:
        return words.text("measure.none")
    counts = [f"{course.name}: {words.count('measure.count', len(course.values))}" for course in facts.courses]
    last = [f"{course.name} {course.values[-1].text}, {day_words(course.values[-1].on, facts.frame, words)}"
            for course in facts.courses if course.values]  # fmt: skip
    return f"{', '.join(counts)}. {'; '.join(last)}"
