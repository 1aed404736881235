"""Before and after of a visit whose dates move: the old window above, the new one below, both on one scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.pictures.primitives import (
    Disc,
    Item,
    Line,
    Picture,
    Polyline,
    Rect,
    Text,
    TextMeasure,
    centred_text,
    chevron,
    cross,
)
from hsct_desktop.pictures.ruler import BAR, TICK, RulerScale, booking, scale_around

REACHES: Final = (35, 70, 140, 420)
"""Days on either side of the old target, from the usual scale to the widest."""
_STEPS: Final = {35: 14, 70: 28, 140: 56, 420: 140}
_EDGE_ROOM: Final = 7
"""Days that a moved target keeps from the end of the scale."""
_MIDDLE: Final = 9.0


@dataclass(frozen=True)
class MoveSpan:
    """Target and window of a visit, before or after."""

    target: date
    earliest: date
    latest: date


@dataclass(frozen=True)
class MoveFacts:
    """A visit as its before/after ruler shows it.

    `before` is None for an added visit, `after` for one that goes or stays as it is; `kept` marks one that is closed.
    """

    before: MoveSpan | None
    after: MoveSpan | None
    booked: date | None = None
    nearest_open: date | None = None
    kept: bool = False

    @property
    def centre(self) -> date | None:
        """The day in the middle of the scale: the old target, else the new one."""
        span = self.before or self.after
        return span.target if span is not None else None


def reach_for(facts: Iterable[MoveFacts]) -> int:
    """The smallest scale (days on either side) on which every moved target is seen, or the widest."""
    shifts = [abs((f.after.target - f.before.target).days) for f in facts if f.before is not None and f.after]
    furthest = max(shifts, default=0)
    return next((reach for reach in REACHES if furthest + _EDGE_ROOM <= reach), REACHES[-1])


def move_ruler(facts: MoveFacts, width: float, height: float = 30.0, reach: int = REACHES[0]) -> Picture:
    """The ruler of one visit: old above dashed and unfilled, new below filled, ring on the nearest open day."""
    centre = facts.centre
    if centre is None:
        return Picture(width, height, ())
    scale = scale_around(centre, reach, width)
    upper, lower = height / 2 - _MIDDLE + 2, height / 2 + _MIDDLE - 2
    items: list[Item] = [*_grid(scale, centre, reach, height)]
    if facts.kept:
        items.append(Disc(scale.x(centre), height / 2, 4, "success"))
        return Picture(width, height, tuple(items))
    if facts.before is not None:
        items += _old(facts.before, scale, upper, goes=facts.after is None)
    if facts.after is not None:
        items += _new(facts.after, scale, lower)
        if facts.before is not None and _is_fixed(facts.before) and _is_fixed(facts.after):
            items += _arrow(facts.before.target, facts.after.target, scale, upper, lower)
    items += _marks(facts, scale, upper, lower)
    return Picture(width, height, tuple(items))


def _is_fixed(span: MoveSpan) -> bool:
    return span.earliest == span.latest


def _grid(scale: RulerScale, centre: date, reach: int, height: float) -> Iterator[Item]:
    step = _STEPS[reach] // 2
    for days in range(-(reach // step) * step, reach + 1, step):
        x = scale.x(centre) + days * scale.per_day
        yield Line(x, 0, x, height, "line_strong" if days == 0 else "grid")


def _bar(span: MoveSpan, scale: RulerScale, middle: float, fill: str | None, edge: str) -> Iterator[Item]:
    """The window, with an arrowhead at each end that leaves the scale; nothing for a fixed day."""
    if span.latest < scale.first or span.earliest > scale.last:
        before = span.latest < scale.first
        tip, step = (scale.left, 5) if before else (scale.right, -5)
        yield chevron(tip, middle, before, edge, 10)
        yield chevron(tip + step, middle, before, edge, 10)
        return
    half = scale.per_day / 2
    leaves_left, leaves_right = span.earliest < scale.first, span.latest > scale.last
    if not _is_fixed(span):
        left = scale.left if leaves_left else scale.x(span.earliest) - half
        right = scale.right if leaves_right else scale.x(span.latest) + half
        dash = (2.0, 2.0) if fill is None else ()
        yield Rect(left, middle - BAR / 2, max(right - left, 4.0), BAR, fill, edge, 2.0, dash=dash)
    if leaves_left:
        yield chevron(scale.left - 1, middle, True, edge)
    if leaves_right:
        yield chevron(scale.right + 1, middle, False, edge)


def _old(span: MoveSpan, scale: RulerScale, middle: float, *, goes: bool) -> Iterator[Item]:
    yield from _bar(span, scale, middle, None, "control")
    if not scale.shows(span.target):
        return
    x = scale.x(span.target)
    if goes:
        yield from cross(x, middle, 9, "danger", 1.75)
    else:
        yield Line(x, middle - TICK / 2 + 1, x, middle + TICK / 2 - 1, "muted", 2)


def _new(span: MoveSpan, scale: RulerScale, middle: float) -> Iterator[Item]:
    yield from _bar(span, scale, middle, "accent_soft", "accent")
    if scale.shows(span.target):
        x = scale.x(span.target)
        yield Line(x, middle - TICK / 2 + 1, x, middle + TICK / 2 - 1, "accent", 2)


def _arrow(old: date, new: date, scale: RulerScale, upper: float, lower: float) -> Iterator[Item]:
    """From the old day to the new one, where no bar shows which way it went."""
    if not scale.shows(new) or abs(scale.x(new) - scale.x(old)) < 6:
        return
    start, end = scale.x(old) + 3, scale.x(new)
    back = -3 if end > start else 3
    yield Polyline(((start, upper), (end + back / 3, upper), (end + back / 3, lower - 8)), "muted", 1.0)
    yield Polyline(((end - 4, lower - 11), (end + back / 3, lower - 7), (end + 4, lower - 11)), "muted", 1.0)


def _marks(facts: MoveFacts, scale: RulerScale, upper: float, lower: float) -> Iterator[Item]:
    span, day = facts.after, facts.nearest_open
    if day is not None and span is not None and day != span.target and scale.shows(day):
        yield Disc(scale.x(day), lower, 4.5, "surface", "text", 1.5)
    if facts.booked is not None and scale.shows(facts.booked):
        x = scale.x(facts.booked)
        middle = lower if facts.after is not None else upper
        yield Line(x, upper - BAR, x, middle, "text", 1, (1, 2))
        yield from booking(x, middle)


def move_header(width: float, height: float, reach: int, wording: Wording, measure: TextMeasure) -> Picture:
    """The axis in the column header: days before and after the old target."""
    centre = date(2000, 1, 1)
    scale = scale_around(centre, reach, width)
    base = Text(0, 0, "", "muted", anchor="middle")
    middle = centred_text(scale.x(centre), height / 2, wording.text("picture.old_target"), base)
    for step in (_STEPS[reach], 2 * _STEPS[reach]):
        labels = [middle]
        for days in range(-(reach // step) * step, reach + 1, step):
            if days and abs(days) < reach - 2:
                word = wording.text("picture.days_short", day=wording.signed_day(days))
                labels.append(centred_text(scale.x(centre) + days * scale.per_day, height / 2, word, base))
        if not _touch(sorted(labels, key=lambda label: label.x), measure):
            return Picture(width, height, tuple(labels))
    return Picture(width, height, (middle,))


def _touch(row: list[Text], measure: TextMeasure, gap: float = 6.0) -> bool:
    end = float("-inf")
    for label in row:
        half = measure(label.text, label.size, label.bold) / 2
        if label.x - half < end + gap:
            return True
        end = label.x + half
    return False


def describe_move(facts: MoveFacts, wording: Wording) -> str:
    """The ruler in words, for tooltips and screen readers."""
    parts = []
    for key, span in (("before", facts.before), ("after", facts.after)):
        if span is not None:
            window = wording.date(span.target) if _is_fixed(span) else wording.range(span.earliest, span.latest)
            parts.append(wording.text(f"picture.move.{key}", target=span.target, window=window))
    if facts.booked is not None:
        parts.append(wording.text("picture.move.booked", booked=facts.booked))
    return "; ".join(parts)


def legend(width: float = 46.0, height: float = 14.0) -> dict[str, Picture]:
    """Small samples for the legend: `before`, `after`, `booked`, `open_day`."""
    middle, half = height / 2, width / 2
    small = height
    return {
        "before": Picture(
            width,
            height,
            (
                Rect(1, middle - BAR / 2, width - 2, BAR, None, "control", 2.0, dash=(2, 2)),
                Line(half, middle - 6, half, middle + 6, "muted", 2),
            ),
        ),
        "after": Picture(
            width,
            height,
            (
                Rect(1, middle - BAR / 2, width - 2, BAR, "accent_soft", "accent", 2.0),
                Line(half, middle - 6, half, middle + 6, "accent", 2),
            ),
        ),
        "booked": Picture(small, height, tuple(booking(small / 2, middle))),
        "open_day": Picture(small, height, (Disc(small / 2, middle, 4.5, "surface", "text", 1.5),)),
    }
