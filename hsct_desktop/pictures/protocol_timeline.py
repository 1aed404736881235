"""A protocol as a picture: a row a visit, its window as a bar, its target as a tick, series as dots, anchors as poles.

It is drawn for a usual course (the nominal days of `domain.protocol_check`), since a protocol has no dates of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from hsct_desktop.catalogue.protocol_words import label, visit_words
from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.dates import add_months, add_offset
from hsct_desktop.domain.protocol import AnchorKind, FollowUpProtocol, Place, ProtocolItem
from hsct_desktop.domain.protocol_check import NOMINAL_DAYS
from hsct_desktop.domain.schedule import Anchors, Horizon, PlannedVisit, plan
from hsct_desktop.pictures.day_axis import DayAxis, Tick, thin
from hsct_desktop.pictures.primitives import (
    CAPTION,
    Disc,
    Hit,
    Item,
    Line,
    Picture,
    Rect,
    Text,
    TextMeasure,
    centred_text,
    chevron,
    elide,
    shifted,
)

NOMINAL_DAY0 = date(2027, 1, 1)
"""Of a common year, so that month 12 is day 365."""
_BREAKS = (0, 100, 365, 730)
_SHARES = (7.0, 36.0, 27.0, 15.0, 15.0)
"""Shares of the width before Day 0, to +100, to 1 year, to 2 years and beyond: early visits stand close together."""
_DAY_TICKS = ((30, 2), (60, 2), (100, 1))
_MONTH_TICKS = ((6, 1), (12, 1), (18, 2), (24, 1), (9, 3), (3, 3))
_ROW, _BAR, _TICK, _DOT = 20.0, 9.0, 14.0, 3.0
_ANCHORS, _AXIS, _KEY = 18.0, 18.0, 22.0
_GUTTER_MOST, _GUTTER_GAP, _RIGHT = 0.36, 10.0, 14.0
_LIFELONG_SHOWN = 3
"""How many visits of a lifelong series are shown before an arrowhead says that it goes on."""
_NARROW = 7.0
"""A window of a series narrower than this in pixels is hidden by its dot and left out."""


@dataclass
class _Board:
    """What is drawn so far, and what every part must know."""

    protocol: FollowUpProtocol
    shown: Sequence[ProtocolItem]
    words: Wording
    measure: TextMeasure
    axis: DayAxis
    width: float
    height: float
    items: list[Item] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)

    def x(self, day: date) -> float:
        """Pixels of a nominal date, the nearer end for one that is not shown."""
        return self.axis.clamped(_number(day))


def layout(
    protocol: FollowUpProtocol,
    width: float,
    measure: TextMeasure,
    words: Wording,
    shown: Sequence[ProtocolItem] | None = None,
) -> Picture:
    """Lay the picture out, `width` pixels wide; its height follows from the visits. The protocol must be sound.

    `shown` are those of its items that are drawn (a long protocol takes several pages), by default all.
    """
    shown = protocol.items if shown is None else shown
    last = _last_day(protocol)
    visits = _visits(protocol, last)
    names = {item.id: label(item, words) for item in protocol.items}
    longest = max(measure(name, CAPTION, False) for name in names.values())
    left = min(longest, width * _GUTTER_MOST) + _GUTTER_GAP
    first = min(0.0, *(float(_number(visit.earliest)) for visit in visits)) if visits else 0.0
    axis = _axis(first - 4, float(last), left, width - left - _RIGHT, _anchors(protocol))
    height = _ANCHORS + _AXIS + _ROW * len(shown) + _KEY
    board = _Board(protocol, shown, words, measure, axis, width, height)
    _frame(board)
    for row, item in enumerate(shown):
        middle = _ANCHORS + _AXIS + _ROW * (row + 0.5)
        name = elide(names[item.id], left - _GUTTER_GAP, measure)
        board.items.append(centred_text(0, middle, name, colour="muted" if item.optional else "text"))
        _draw_visits(board, item, [visit for visit in visits if visit.item.id == item.id], middle)
        _hit(board, item, middle)
    board.items += _key(board, left)
    return Picture(width, height, tuple(board.items), tuple(board.hits))


def note(protocol: FollowUpProtocol, words: Wording) -> str:
    """What a reader must know of the picture: its axis, and on which days it assumes what a course decides."""
    assumed = (kind for kind in _anchors(protocol) if kind is not AnchorKind.DAY0)
    days = (
        words.text(f"protocol.picture.assumed.{kind.value}", day=words.signed_day(NOMINAL_DAYS[kind]))
        for kind in assumed
    )
    return " · ".join([words.text("protocol.picture.stretched"), *days])


def _number(day: date) -> int:
    return (day - NOMINAL_DAY0).days


def _nominal(anchor: str) -> date:
    return NOMINAL_DAY0 + timedelta(days=NOMINAL_DAYS[anchor])


def _last_day(protocol: FollowUpProtocol) -> int:
    """The last day shown: the end of the last window or series, or of a few visits of a series for life."""
    usual = Anchors(NOMINAL_DAY0, _nominal(AnchorKind.MOBILISATION), _nominal(AnchorKind.DISCHARGE))
    ends = [_number(visit.latest) for visit in plan(protocol, usual, Horizon(today=NOMINAL_DAY0))]
    for item in protocol.items:
        if item.repeat is not None and item.repeat.lifelong:
            begin = add_offset(_nominal(item.anchor), item.offset)
            few = add_offset(begin, item.repeat.every, _LIFELONG_SHOWN - 1)
            ends.append(_number(few) + item.window.after)
    return max([100, *ends])


def _visits(protocol: FollowUpProtocol, last: int) -> tuple[PlannedVisit, ...]:
    usual = Anchors(NOMINAL_DAY0, _nominal(AnchorKind.MOBILISATION), _nominal(AnchorKind.DISCHARGE))
    return plan(protocol, usual, Horizon(until=NOMINAL_DAY0 + timedelta(days=last)))


def _anchors(protocol: FollowUpProtocol) -> tuple[AnchorKind, ...]:
    """Day 0, and the other dates on which a visit hangs."""
    used = {item.anchor for item in protocol.items}
    used |= {item.repeat.until_anchor or "" for item in protocol.items if item.repeat is not None}
    return tuple(kind for kind in AnchorKind if kind is AnchorKind.DAY0 or kind.value in used)


def _axis(first: float, last: float, left: float, width: float, anchors: Sequence[AnchorKind]) -> DayAxis:
    first = min(first, *(NOMINAL_DAYS[kind] - 4.0 for kind in anchors))
    corners = [first, *(float(b) for b in _BREAKS if first + 1 <= b <= last - 1), last]
    shares = [_SHARES[sum(1 for b in _BREAKS if b <= start)] for start, _ in pairwise(corners)]
    shares[0] *= min(1.0, -first / 30)
    xs, sofar = [left], 0.0
    for share in shares:
        sofar += share
        xs.append(left + max(width, 50.0) * sofar / sum(shares))
    return DayAxis(tuple(corners), tuple(xs))


def _frame(board: _Board) -> None:
    """Stripes, grid, tick labels, and the poles of the anchors with their names."""
    axis, top = board.axis, _ANCHORS + _AXIS
    bottom = board.height - _KEY
    for row in range(0, len(board.shown), 2):
        board.items.append(Rect(0, top + _ROW * row, board.width, _ROW, "alt"))
    ticks = _ticks(board)
    board.items += [Line(axis.x(tick.day), top, axis.x(tick.day), bottom, "grid") for tick in ticks]
    middle = _ANCHORS + _AXIS / 2
    board.items += [
        centred_text(axis.x(tick.day), middle, tick.label, colour="muted", anchor="middle") for tick in ticks
    ]
    for kind in _anchors(board.protocol):
        _pole(board, kind, bottom)
    board.items.append(Line(0, bottom, board.width, bottom, "lineStrong"))


def _ticks(board: _Board) -> tuple[Tick, ...]:
    words = board.words
    ticks = [Tick(day, words.signed_day(day), rank) for day, rank in _DAY_TICKS]
    months = [*_MONTH_TICKS, *((12 * year, 1 if year in (3, 5, 10) else 2) for year in range(3, 100))]
    for number, rank in months:
        if number > 24:
            text = words.text("picture.years", n=number // 12)
        else:
            text = words.count("picture.months", number)
        ticks.append(Tick(_number(add_months(NOMINAL_DAY0, number)), text, rank))
    widths = {tick.label: board.measure(tick.label, CAPTION, False) for tick in ticks}
    zero = board.axis.x(0)
    return thin(board.axis, ticks, widths, [(0.0, board.axis.left), (zero - 8, zero + 8)])


def _pole(board: _Board, kind: AnchorKind, bottom: float) -> None:
    x, middle = board.axis.x(NOMINAL_DAYS[kind]), _ANCHORS / 2
    name = board.words.text(f"protocol.picture.{kind.value}")
    is_day0 = kind is AnchorKind.DAY0
    board.items.append(
        Line(x, _ANCHORS, x, bottom, "text", 2) if is_day0 else Line(x, _ANCHORS, x, bottom, "muted", 1, (4, 3))
    )
    if is_day0:
        half = board.measure(name, CAPTION, True) / 2 + 6
        board.items.append(Rect(x - half, 1, 2 * half, _ANCHORS - 2, "text", radius=3))
        tag = Text(0, 0, "", "surface", bold=True, anchor="middle")
        board.items.append(centred_text(x, middle, name, tag))
        return
    # Mobilisation stands to the left of Day 0 and is named to its left, discharge to the right of both.
    room = board.measure(board.words.text("protocol.picture.day0"), CAPTION, True) / 2 + 12
    if kind is AnchorKind.MOBILISATION:
        end = min(x, board.axis.x(0) - room)
        board.items.append(centred_text(end, middle, name, colour="muted", anchor="end"))
    else:
        board.items.append(centred_text(max(x, board.axis.x(0) + room), middle, name, colour="muted"))


def _draw_visits(board: _Board, item: ProtocolItem, visits: Sequence[PlannedVisit], middle: float) -> None:
    for visit in visits:
        left, right = board.x(visit.earliest), board.x(visit.latest)
        x = board.x(visit.target)
        if item.repeat is None:
            board.items += [_bar(item, left, right, middle), _target(item, x, middle)]
            continue
        if right - left >= _NARROW:
            board.items.append(_bar(item, left, right, middle))
        board.items.append(Disc(x, middle, _DOT, None if item.optional else "accent", "accent", 1.25))
    if item.repeat is not None and item.repeat.lifelong:
        board.items.append(chevron(board.width - 2, middle, False, "accent", 9))


def _bar(item: ProtocolItem, left: float, right: float, middle: float) -> Rect:
    """The window: filled, hatched when the visit is elsewhere, a dashed outline when it is optional."""
    box = (left, middle - _BAR / 2, max(right - left, 2.0), _BAR)
    if item.optional:
        return Rect(*box, None, "control", 2, dash=(3, 2))
    if item.place is Place.ELSEWHERE:
        return Rect(*box, "surface", "accent", 2, hatch="accent")
    return Rect(*box, "accentSoft", "accent", 2)


def _target(item: ProtocolItem, x: float, middle: float) -> Line:
    return Line(x, middle - _TICK / 2, x, middle + _TICK / 2, "muted" if item.optional else "text", 2)


def _hit(board: _Board, item: ProtocolItem, middle: float) -> None:
    visit = visit_words(board.protocol, item, board.words)
    parts = [visit.when, visit.window, visit.repeats, visit.place]
    if visit.optional:
        parts.append(board.words.text("protocol.optional"))
    text = f"{visit.label}: {', '.join(part for part in parts if part)}"
    board.hits.append(Hit(0, middle - _ROW / 2, board.width, _ROW, text, item.id))


def _key(board: _Board, left: float) -> Iterator[Item]:
    """The marks with their words, those only that the picture holds, from `left` on where there is room."""
    middle = board.height - _KEY / 2 + 2
    marks = _marks(board.protocol, middle)
    names = {name: board.words.text(f"protocol.picture.key.{name}") for name in marks}
    widths = {name: marks[name][0] + 5 + board.measure(words, 7.0, False) for name, words in names.items()}
    x = max(0.0, min(left, board.width - sum(widths.values()) - 14 * (len(marks) - 1)))
    for name, (size, items) in marks.items():
        if x + widths[name] > board.width:
            return
        yield from shifted(items, x, 0)
        yield centred_text(x + size + 5, middle, names[name], colour="muted", size=7.0)
        x += widths[name] + 14


def _marks(protocol: FollowUpProtocol, middle: float) -> Mapping[str, tuple[float, tuple[Item, ...]]]:
    def bar(hatch: bool = False, dashed: bool = False) -> Rect:
        box = (0.0, middle - 4, 20.0, 8.0)
        if dashed:
            return Rect(*box, None, "control", 2, dash=(3, 2))
        return Rect(*box, "surface" if hatch else "accentSoft", "accent", 2, hatch="accent" if hatch else None)

    tick = Line(10, middle - 6, 10, middle + 6, "text", 2)
    marks: dict[str, tuple[float, tuple[Item, ...]]] = {"window": (20.0, (bar(), tick))}
    if any(item.repeat is not None for item in protocol.items):
        marks["series"] = (6.0, (Disc(3, middle, _DOT, "accent"),))
    if any(item.place is Place.ELSEWHERE for item in protocol.items):
        marks["elsewhere"] = (20.0, (bar(hatch=True),))
    if any(item.optional for item in protocol.items):
        marks["optional"] = (20.0, (bar(dashed=True),))
    if any(item.repeat is not None and item.repeat.lifelong for item in protocol.items):
        marks["lifelong"] = (7.0, (chevron(7, middle, False, "accent", 9),))
    return marks
