"""The course of disability as one picture: EDSS over the years about Day 0, and below it what explains it.

Laid out here once; the window and the papers paint the same picture. No colour carries a meaning alone: shapes, fills,
dashes and words do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.relapse import Steroid
from hsct_desktop.pictures import disability_lanes as lanes
from hsct_desktop.pictures.disability_axis import Range, YearTick, axis_for, ticks
from hsct_desktop.pictures.disability_board import PAPER, SCREEN, Board, Style
from hsct_desktop.pictures.disability_course import CoursePlot
from hsct_desktop.pictures.disability_facts import DisabilityFacts
from hsct_desktop.pictures.disability_labels import Box
from hsct_desktop.pictures.disability_words import day as day_words
from hsct_desktop.pictures.disability_words import summary
from hsct_desktop.pictures.primitives import (
    Disc,
    Hit,
    Item,
    Line,
    Picture,
    Rect,
    Text,
    TextMeasure,
    centred_text,
)

__all__ = ["PAPER", "SCREEN", "DisabilityFacts", "Range", "Style", "layout", "legend", "summary"]

LEAST_PLOT: Final = 120.0
USUAL_STEP: Final = 26.0
"""Pixels of one EDSS point where no height is given."""
_LEAST_WIDTH: Final = 352.0
_TAG: Final = 15.0
_GAP: Final = 9.0
_ROOMY: Final = 520.0
"""The height of a picture below which its rows are drawn closer."""
_LEGEND: Final = 18.0
_BETWEEN: Final = 6.0
"""Pixels between the words of two ticks."""
_Draw = Callable[[float], tuple[Item, ...]]


def layout(
    facts: DisabilityFacts,
    width: float,
    measure: TextMeasure,
    wording: Wording,
    range_: Range = Range.ALL,
    *,
    height: float | None = None,
    style: Style = SCREEN,
    least: float = LEAST_PLOT,
) -> Picture:
    """The picture, `width` pixels wide; the EDSS takes what a `height` leaves to it, `least` pixels at least."""
    width = max(width, _LEAST_WIDTH)
    axis = axis_for(facts, range_, style.gutter, width - style.right)
    if height is not None and not style.paper and height < _ROOMY:
        # In a low window the rows give way before the curve does.
        style = replace(style, row=24, line=14, bar=15)
    board = Board(facts, axis, style, measure, wording, width)
    # The rows come first: what they leave of a height is the plot's.
    _rows(board)
    top, below = _TAG + style.line + 12, _beside(board)
    steps = facts.top * USUAL_STEP * (0.72 if style.paper else 1.0)
    plot = steps if height is None else max(height - below, least)
    board.move(top + plot + _GAP)
    poles = (facts.day0, facts.rebaseline, facts.end)
    board.poles = tuple(board.x(day) for day in poles if day is not None and board.shows(day))
    board.dashed = board.x(facts.rebaseline) if facts.rebaseline is not None else None
    tags = flags(board)
    _pole_words(board)
    CoursePlot(board, top, top + plot).draw()
    foot = board.y + 4
    axis_row(board, foot)
    shade, behind, before = uprights(board, foot)
    items = (*shade, *board.back, *behind, *board.items, *before, *board.front, *tags)
    return Picture(width, board.y, items, tuple(_in_order(board.hits)))


def _beside(board: Board) -> float:
    """The height of everything but the plot, once its rows stand."""
    return _TAG + board.style.line + 12 + _GAP + board.y + 4 + 2 * board.style.line


def _rows(board: Board) -> None:
    lanes.relapses(board)
    lanes.scans(board)
    lanes.tests(board)
    lanes.drugs(board)
    lanes.phases(board)


# --- axis and poles -----------------------------------------------------------------------------------------------


def axis_row(board: Board, foot: float) -> None:
    """The ticks of the years below everything, their lines behind it; pictures on the same board share it."""
    style, facts, words = board.style, board.facts, board.wording
    first = foot + style.line / 2 + 1
    found = _ticks(board)
    title = ""
    if facts.day0 is not None:
        key = "months" if any(tick.in_months for tick in found) else "years"
        title = words.text(f"disability.axis.{key}")
        # Whole, beyond the gutter where it must: the tick that it would touch goes instead.
        board.write(0, first, title)
    taken = board.text_width(title) + 4
    for tick in found:
        x = board.x(tick.on)
        board.back.append(Line(x, _TAG + style.line + 4, x, foot, "grid"))
        if x - board.text_width(max(tick.label, tick.calendar, key=len)) / 2 < taken:
            continue
        board.write(x, first, tick.label, anchor="middle")
        board.write(x, first + style.line - 3, tick.calendar, anchor="middle")
    board.y = foot + 2 * style.line


def _ticks(board: Board) -> list[YearTick]:
    """The ticks, as many as stand apart in the size and language in which they are written."""
    room, month_room = (40.0, 52.0) if board.style.paper else (46.0, 62.0)
    while True:
        found = list(ticks(board.axis, board.facts.day0, board.wording, room, month_room))
        widths = [max(board.text_width(tick.label), board.text_width(tick.calendar)) for tick in found]
        places = [board.x(tick.on) for tick in found]
        if all(
            there - here >= (one + other) / 2 + _BETWEEN
            for here, there, one, other in zip(places, places[1:], widths, widths[1:], strict=False)
        ):
            return found
        room, month_room = room * 1.4, month_room * 1.4


def uprights(board: Board, foot: float) -> tuple[list[Item], list[Item], list[Item]]:
    """The shade from Day 0 to the re-baseline; their poles behind what is drawn; today above it."""
    facts = board.facts
    shade: list[Item] = []
    behind: list[Item] = []
    top = _TAG
    day0, rebaseline = facts.day0, facts.rebaseline
    if day0 is not None and rebaseline is not None:
        left, right = board.axis.clamped(day0), board.axis.clamped(rebaseline)
        shade.append(Rect(left, top, right - left, foot - top, "alt"))
    for other in facts.other_day0s:
        if board.shows(other):
            behind.append(Line(board.x(other), top, board.x(other), foot, "muted", 1.5, (1, 2)))
            said = board.wording.text("disability.other_day0", day=board.wording.date(other))
            board.hit(board.x(other) - 4, board.x(other) + 4, top + 8, 16, said, f"pole:{other.isoformat()}")
    if day0 is not None and board.shows(day0):
        behind.append(Line(board.x(day0), top, board.x(day0), foot, "text", 2))
    if rebaseline is not None and board.shows(rebaseline):
        x = board.x(rebaseline)
        behind.append(Line(x, top + 2, x, foot, "wait", 1.5, (5, 4)))
    before: list[Item] = []
    if board.shows(facts.end):
        colour = "today" if facts.until is None else "muted"
        before.append(Line(board.x(facts.end), top, board.x(facts.end), foot, colour, 1.5))
    return shade, behind, before


def flags(board: Board) -> list[Item]:
    """The filled labels of Day 0 and of today; where they would cover one another they move apart."""
    facts, words = board.facts, board.wording
    tags: list[tuple[float, str, str, str]] = []
    if facts.day0 is not None and board.shows(facts.day0):
        key = "picture.day0" if facts.day0 <= facts.today else "picture.day0_planned"
        said = f"{words.text(key)} · {words.date(facts.day0)}"
        tags.append((board.x(facts.day0), words.text(key), "text", f"{said}\n{facts.regimen}".strip()))
    if board.shows(facts.end):
        word = facts.until_word or words.text("picture.today")
        colour = "today" if facts.until is None else "text"
        tags.append((board.x(facts.end), word, colour, f"{word} · {day_words(facts.end, facts, words)}"))
    tags.sort()
    widths = [board.text_width(word, True) + 12 for _, word, _, _ in tags]
    lefts = _apart([x for x, *_ in tags], widths, board.left - 20, board.width)
    items: list[Item] = []
    for (_, word, colour, said), left, width in zip(tags, lefts, widths, strict=True):
        items.append(Rect(left, 0, width, _TAG, colour, radius=2))
        base = Text(0, 0, "", "surface", board.style.size, bold=True, anchor="middle")
        items.append(centred_text(left + width / 2, _TAG / 2, word, base))
        board.hit(left, left + width, _TAG / 2, _TAG, said, f"pole:{word}")
    return items


def _apart(middles: list[float], widths: list[float], first: float, last: float) -> list[float]:
    """The left edges of labels, by place, over their middles, within the sides and apart from one another."""
    lefts = [min(max(x - wide / 2, first), last - wide) for x, wide in zip(middles, widths, strict=True)]
    if len(lefts) == 2:
        overlap = lefts[0] + widths[0] + 3 - lefts[1]
        if overlap > 0:
            lefts[1] = min(lefts[1] + overlap / 2, last - widths[1])
            lefts[0] = lefts[1] - 3 - widths[0]
    return lefts


def _pole_words(board: Board) -> None:
    """What the re-baseline's pole is, beside its head, on the side that has room."""
    facts = board.facts
    if facts.rebaseline is None or not board.shows(facts.rebaseline):
        return
    words = board.wording.text("disability.rebaseline", month=_months(facts.day0, facts.rebaseline))
    middle = _TAG + board.style.line / 2 + 2
    x = board.x(facts.rebaseline)
    limit = board.x(facts.end) - 4 if board.shows(facts.end) else board.width
    wide = board.text_width(words, True)
    if x + 5 + wide <= limit or x + 5 + wide <= board.width and limit - x < 40:
        left = x + 5
    else:
        left = board.x(facts.day0) - 6 - wide if facts.day0 is not None else x - 6 - wide
    board.taken.add(Box(left, middle - 7, left + wide, middle + 7))
    board.write(left, middle, words, "wait", bold=True)
    said = f"{words}\n{day_words(facts.rebaseline, facts, board.wording)}"
    board.hit(left, left + wide, middle, 14, said, "pole:rebaseline")


def _months(day0: date | None, on: date) -> int:
    return 0 if day0 is None else round((on - day0).days / 30.4375)


def _in_order(hits: list[Hit]) -> Iterator[Hit]:
    """Row by row from the top, in a row by time, so that keys walk as one reads."""
    yield from sorted(hits, key=lambda h: (_ROWS.get(h.id.partition(":")[0], 5), h.x))


_ROWS: Final = {"pole": 0, "change": 1, "edss": 2, "relapse": 3, "scan": 4, "therapy": 6, "phase": 7}
"""The rows of the picture by the kind of their marks, from the top; timed tests stand at 5."""


# --- key ----------------------------------------------------------------------------------------------------------


def legend(
    facts: DisabilityFacts, measure: TextMeasure, wording: Wording, style: Style = SCREEN, room: float | None = None
) -> Picture:
    """The key to the marks that this course has; what finds no `room` is left out, each mark says what it is."""
    middle, x = _LEGEND / 2, 0.0
    items: list[Item] = []
    for key, draw in _marks(facts, middle):
        words = wording.text(f"disability.key.{key}")
        wide = 17 + measure(words, style.size, False)
        if room is not None and x + wide > room:
            break
        items += draw(x + 7)
        items.append(centred_text(x + 17, middle, words, Text(0, 0, "", "muted", style.size)))
        x += wide + 14
    return Picture(max(x - 14, 1.0), _LEGEND, tuple(items))


def _triangle(middle: float, steroid: Steroid, x: float) -> tuple[Item, ...]:
    return lanes.triangle(x, middle, steroid, 5)


def _marks(facts: DisabilityFacts, middle: float) -> Iterator[tuple[str, _Draw]]:
    yield "edss", lambda x: (Disc(x, middle, 4, "s1"),)
    if any(visit.hollow for visit in facts.visits):
        yield "unconfirmed", lambda x: (Disc(x, middle, 4.5, "surface", "s1", 1.75),)
    steroids = {attack.steroid for attack in facts.relapses}
    for steroid in (Steroid.YES, Steroid.NO, Steroid.UNKNOWN):
        if steroid in steroids:
            yield f"relapse.{steroid}", partial(_triangle, middle, steroid)
    if any(scan.is_reference for scan in facts.scans):
        yield "rebaseline", lambda x: (Disc(x, middle, 3, "text"), Disc(x, middle, 6.5, None, "wait", 1.75))
    if any(scan.awaited for scan in facts.scans):
        yield "awaited", lambda x: (Disc(x, middle, 4, "surface", "wait", 1.75),)
    dates = [v.on for v in facts.visits] + [s.on for s in facts.scans] + [a.onset for a in facts.relapses]
    if not all(on.is_whole for on in dates):
        yield "partial", lambda x: (
            Line(x - 6, middle, x + 6, middle, "muted"), Line(x - 6, middle - 3, x - 6, middle + 3, "muted"),
            Line(x + 6, middle - 3, x + 6, middle + 3, "muted"),
        )  # fmt: skip
