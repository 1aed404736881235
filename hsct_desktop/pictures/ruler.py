"""The ruler of a visit's window or of a therapy's planned stop: one small picture of when, against today or the target.

A day is as wide as the scale makes it and is drawn around its middle, so that a window holds both its first and its
last day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.supportive_therapy import TherapyClass
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.domain.working_days import WEEKENDS_ONLY, WorkingDays
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
    chevron,
    cross,
    diamond,
)

TODAY_REACH = 35
"""Days on either side of today in the lists."""
TARGET_REACH = 49
"""Days on either side of the target in the preview of a schedule."""
BAR, TICK, DIAMOND, CLOSED = 8.0, 14.0, 11.0, 16.0
PADDING = 8.0
LABEL_LINE = 14.0


@dataclass(frozen=True)
class RulerFacts:
    """A scheduled visit as its ruler shows it; `nearest_open` is the open day that stands in for a closed target."""

    target: date
    earliest: date
    latest: date
    status: VisitStatus
    booked: date | None = None
    optional: bool = False
    nearest_open: date | None = None


@dataclass(frozen=True)
class StopFacts:
    """A running therapy as its ruler shows it: from its start to its planned stop."""

    start: date
    planned_stop: date | None
    therapy_class: TherapyClass


@dataclass(frozen=True)
class RulerScale:
    """Days along a ruler, `first` to `last` whole days, drawn from `left` over `width` pixels."""

    first: date
    last: date
    left: float
    width: float

    @property
    def per_day(self) -> float:
        """Pixels of one day."""
        return self.width / ((self.last - self.first).days + 1)

    @property
    def right(self) -> float:
        """The right end in pixels."""
        return self.left + self.width

    def x(self, day: date) -> float:
        """The middle of a day; outside the scale for days outside."""
        return self.left + ((day - self.first).days + 0.5) * self.per_day

    def shows(self, day: date) -> bool:
        """Whether the day lies on the scale."""
        return self.first <= day <= self.last

    def day(self, x: float) -> date:
        """The day under a point, the nearest end for points outside: for dragging."""
        days = int((x - self.left) // self.per_day)
        return self.first + timedelta(days=min(max(days, 0), (self.last - self.first).days))


def scale_around(centre: date, reach: int, width: float) -> RulerScale:
    """A scale of `reach` days on either side, with room at both ends for arrowheads."""
    return RulerScale(_step(centre, -reach), _step(centre, reach), PADDING, max(1.0, width - 2 * PADDING))


def _step(day: date, days: int) -> date:
    """A step that stays inside the calendar."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


@dataclass(frozen=True)
class _Ink:
    edge: str
    fill: str | None
    dash: tuple[float, ...] = ()


_INK = {
    VisitStatus.UPCOMING: _Ink("control", "surface"),
    VisitStatus.OPEN: _Ink("accent", "accentSoft"),
    VisitStatus.DUE: _Ink("accent", "accentSoft"),
    VisitStatus.BOOKED: _Ink("accent", "accentSoft"),
    VisitStatus.LATE: _Ink("danger", "dangerSoft"),
    VisitStatus.DONE: _Ink("success", "successSoft"),
    VisitStatus.MISSED: _Ink("danger", None, (3, 2)),
    VisitStatus.CANCELLED: _Ink("muted", None, (3, 2)),
    VisitStatus.NOT_APPLICABLE: _Ink("muted", None, (3, 2)),
    VisitStatus.HISTORY: _Ink("muted", None, (1, 3)),
    VisitStatus.REPORT_AWAITED: _Ink("wait", "waitSoft"),
}


def window_bar(
    facts: RulerFacts, left: float, right: float, middle: float, height: float = BAR, radius: float = 2.0
) -> Rect:
    """The bar of a window in the colours of its status; dashed and unfilled when the visit is optional."""
    ink = _INK[facts.status]
    plain = facts.optional and facts.status in (VisitStatus.UPCOMING, VisitStatus.NOT_APPLICABLE)
    dash: tuple[float, ...] = (2, 2) if plain else ink.dash
    edge = "control" if plain else ink.edge
    width = max(right - left, 4.0)
    return Rect(left, middle - height / 2, width, height, None if plain else ink.fill, edge, radius, dash=dash)


def tick_colour(facts: RulerFacts) -> str:
    """The colour of a visit's target tick."""
    return "control" if facts.optional and facts.status is VisitStatus.UPCOMING else _INK[facts.status].edge


def booking(x: float, middle: float, size: float = DIAMOND, colour: str = "text") -> Iterator[Item]:
    """The diamond of a booked day, with a rim of the ground so that no line runs into it."""
    yield diamond(x, middle, size + 3, "surface")
    yield diamond(x, middle, size, colour)


def _closed_days(scale: RulerScale, middle: float, working: WorkingDays) -> Iterator[Item]:
    """Runs of closed days as one hatched block each, so that no hairline shows between Saturday and Sunday."""
    run: date | None = None
    for ordinal in range(scale.first.toordinal(), scale.last.toordinal() + 2):
        shut = ordinal <= scale.last.toordinal() and not working.is_open(date.fromordinal(ordinal))
        if shut and run is None:
            run = date.fromordinal(ordinal)
        elif not shut and run is not None:
            start = scale.x(run) - scale.per_day / 2
            end = scale.left + (ordinal - scale.first.toordinal()) * scale.per_day
            yield Rect(start, middle - CLOSED / 2, end - start, CLOSED, "sunken", hatch="line")
            run = None


def _window(facts: RulerFacts, scale: RulerScale, middle: float) -> Iterator[Item]:
    ink, half = _INK[facts.status], scale.per_day / 2
    if facts.latest < scale.first or facts.earliest > scale.last:
        before = facts.latest < scale.first
        tip, step = (scale.left, 5) if before else (scale.right, -5)
        yield chevron(tip, middle, before, ink.edge, 10)
        yield chevron(tip + step, middle, before, ink.edge, 10)
        return
    leaves_left, leaves_right = facts.earliest < scale.first, facts.latest > scale.last
    if facts.earliest < facts.latest:
        left = scale.left if leaves_left else scale.x(facts.earliest) - half
        right = scale.right if leaves_right else scale.x(facts.latest) + half
        yield window_bar(facts, left, right, middle)
    if leaves_left:
        yield chevron(scale.left - 1, middle, True, ink.edge)
    if leaves_right:
        yield chevron(scale.right + 1, middle, False, ink.edge)
    if not scale.shows(facts.target):
        return
    x = scale.x(facts.target)
    if facts.status is VisitStatus.MISSED:
        yield from cross(x, middle, 8, "danger", 1.75)
    else:
        yield Line(x, middle - TICK / 2, x, middle + TICK / 2, tick_colour(facts), 2)


def _marks(facts: RulerFacts, scale: RulerScale, middle: float, *, warn: bool = False) -> Iterator[Item]:
    """Ring and diamond; with `warn` a booking outside the window bears the colour of a warning."""
    day = facts.nearest_open
    if day is not None and day != facts.target and scale.shows(day):
        yield Disc(scale.x(day), middle, 4.5, "surface", "text", 1.5)
    if facts.booked is not None and scale.shows(facts.booked):
        outside = warn and not facts.earliest <= facts.booked <= facts.latest
        yield from booking(scale.x(facts.booked), middle, colour="warn" if outside else "text")


def _grid(scale: RulerScale, centre: date, step: int, reach: int, height: float) -> Iterator[Item]:
    for days in range(-(reach // step) * step, reach + 1, step):
        x = scale.x(centre) + days * scale.per_day
        yield Line(x, 0, x, height, "grid")


def visit_ruler(facts: RulerFacts, today: date, width: float, height: float = 28.0) -> Picture:
    """The ruler of a row on Today's lists: 35 days on either side of today, today's line through the row."""
    scale = scale_around(today, TODAY_REACH, width)
    middle = height / 2
    items = (
        *_grid(scale, today, 7, TODAY_REACH, height),
        Line(scale.x(today), 0, scale.x(today), height, "today", 1.5),
        *_window(facts, scale, middle),
        *_marks(facts, scale, middle),
    )
    return Picture(width, height, items)


def stop_ruler(facts: StopFacts, today: date, width: float, height: float = 28.0) -> Picture:
    """The ruler of a therapy that is due to stop: its bar in the colours of its class up to the planned stop."""
    scale = scale_around(today, TODAY_REACH, width)
    middle, hue = height / 2, f"therapy.{facts.therapy_class}.hue"
    items: list[Item] = [*_grid(scale, today, 7, TODAY_REACH, height)]
    items.append(Line(scale.x(today), 0, scale.x(today), height, "today", 1.5))
    stop = facts.planned_stop or today
    if stop < scale.first:
        items += [chevron(scale.left, middle, True, hue, 10), chevron(scale.left + 5, middle, True, hue, 10)]
        return Picture(width, height, tuple(items))
    left = max(scale.left, scale.x(facts.start) - scale.per_day / 2)
    right = min(scale.right, scale.x(stop))
    if right > left:
        items += therapy_bar(facts.therapy_class, left, right, middle, 10, facts.start >= scale.first)
    if facts.start < scale.first:
        items.append(chevron(scale.left - 1, middle, True, hue))
    if facts.planned_stop is not None and scale.shows(facts.planned_stop):
        items.append(Line(right, middle - 8, right, middle + 8, "text", 2))
    return Picture(width, height, tuple(items))


def wait_ruler(since: date, today: date, width: float, height: float = 28.0) -> Picture:
    """The ruler of an awaited report: a dashed line from the day something was done elsewhere until today."""
    scale = scale_around(today, TODAY_REACH, width)
    middle, end = height / 2, scale.x(today)
    items: list[Item] = [*_grid(scale, today, 7, TODAY_REACH, height)]
    items.append(Line(end, 0, end, height, "today", 1.5))
    start = scale.x(since) if scale.shows(since) else scale.left
    items.append(Line(start, middle, end, middle, "wait", 1.5, (3, 2)))
    here = Disc(start, middle, 3, "wait") if scale.shows(since) else chevron(scale.left - 1, middle, True, "wait")
    return Picture(width, height, (*items, here))


def day_ruler(day: date, today: date, width: float, height: float = 28.0) -> Picture:
    """The ruler of something to do on a day (a try, a task): a tick on it, an arrowhead when it lies further away."""
    scale = scale_around(today, TODAY_REACH, width)
    middle, colour = height / 2, "danger" if day < today else "accent"
    items: list[Item] = [*_grid(scale, today, 7, TODAY_REACH, height)]
    items.append(Line(scale.x(today), 0, scale.x(today), height, "today", 1.5))
    if scale.shows(day):
        x = scale.x(day)
        items.append(Line(x, middle - TICK / 2, x, middle + TICK / 2, colour, 2))
    else:
        before = day < scale.first
        tip = scale.left if before else scale.right
        items.append(chevron(tip, middle, before, colour, 10))
    return Picture(width, height, tuple(items))


def therapy_bar(
    kind: TherapyClass, left: float, right: float, middle: float, height: float, starts_here: bool = True
) -> Iterator[Item]:
    """The bar of a therapy: tint, a foot line, and a start edge where the drug was begun."""
    top = middle - height / 2
    yield Rect(left, top, right - left, height, f"therapy.{kind}.tint")
    yield Rect(left, top + height - 2, right - left, 2, f"therapy.{kind}.hue")
    if starts_here:
        yield Rect(left, top, min(3.0, right - left), height, f"therapy.{kind}.hue")


def schedule_ruler(
    facts: RulerFacts, width: float, height: float = 28.0, working: WorkingDays = WEEKENDS_ONLY
) -> Picture:
    """The ruler of a planned visit before it is saved: 49 days on either side of its target, closed days sunken."""
    scale = scale_around(facts.target, TARGET_REACH, width)
    items = (
        *_closed_days(scale, height / 2, working),
        *_grid(scale, facts.target, 14, TARGET_REACH, height),
        *_window(facts, scale, height / 2),
        *_marks(facts, scale, height / 2),
    )
    return Picture(width, height, items)


def ruler_header(width: float, height: float, wording: Wording, measure: TextMeasure) -> Picture:
    """The axis in the column header of Today: -28, -14, today, +14, +28."""
    word = Text(0, 0, wording.text("picture.today"), "today", bold=True)
    return _header(width, height, TODAY_REACH, word, wording.signed_day, measure)


def schedule_header(width: float, height: float, wording: Wording, measure: TextMeasure) -> Picture:
    """The axis in the column header of a schedule: -42 d to +42 d around the target."""
    word = Text(0, 0, wording.text("picture.target"), "muted")

    def label(days: int) -> str:
        return wording.text("picture.days_short", day=wording.signed_day(days))

    return _header(width, height, TARGET_REACH, word, label, measure)


def _header(
    width: float, height: float, reach: int, word: Text, label: Callable[[int], str], measure: TextMeasure
) -> Picture:
    """The middle word and every 14th day, or every 28th where they would touch."""
    centre = date(2000, 1, 1)
    scale = scale_around(centre, reach, width)
    middle = centred_text(scale.x(centre), height / 2, word.text, word, anchor="middle")
    for step in (14, 28, 42):
        days = [d for d in range(-(reach // step) * step, reach + 1, step) if d and abs(d) < reach - 2]
        base = Text(0, 0, "", "muted", anchor="middle")
        labels = [centred_text(scale.x(centre) + d * scale.per_day, height / 2, label(d), base) for d in days]
        row = sorted([middle, *labels], key=lambda t: t.x)
        if not _touch(row, measure):
            return Picture(width, height, tuple(row))
    return Picture(width, height, (middle,))


def wide_ruler(
    facts: RulerFacts,
    today: date,
    width: float,
    wording: Wording,
    measure: TextMeasure,
    working: WorkingDays = WEEKENDS_ONLY,
) -> Picture:
    """The single ruler of a visit form or card, as wide as its window, its three dates written below.

    Today and the booked day widen the scale when they lie near the window; further away an arrowhead points to today.
    """
    scale = wide_scale(facts, today, width)
    middle = 14.0
    items: list[Item] = [*_closed_days(scale, middle, working), *_window(facts, scale, middle)]
    if scale.shows(today):
        items.append(Line(scale.x(today), 0, scale.x(today), 2 * middle, "today", 1.5, (4, 2)))
    else:
        before = today < scale.first
        items.append(chevron(1 if before else width - 1, middle, before, "today", 10))
    items += _marks(facts, scale, middle, warn=True)
    labels, height = _date_labels(facts, scale, width, wording, measure)
    hit = Hit(0, 0, width, height, describe(facts, wording))
    return Picture(width, height, (*items, *labels), (hit,))


def wide_scale(facts: RulerFacts, today: date, width: float) -> RulerScale:
    """The scale of `wide_ruler`, by which a point on it is a day."""
    length = (facts.latest - facts.earliest).days + 1
    near = max(7, length)
    days = [facts.earliest, facts.latest]
    for day in (facts.booked, today, facts.nearest_open):
        if day is not None and _step(facts.earliest, -near) <= day <= _step(facts.latest, near):
            days.append(day)
    # One open day at each end keeps the bar's own ends visible.
    return RulerScale(_step(min(days), -1), _step(max(days), 1), PADDING / 2, max(1.0, width - PADDING))


def _date_labels(
    facts: RulerFacts, scale: RulerScale, width: float, wording: Wording, measure: TextMeasure
) -> tuple[list[Text], float]:
    """Earliest and latest below the ends of the bar, the target below its tick, a line lower if they would touch."""
    top = 36.0
    target = wording.text("picture.target_on", target=wording.day_month(facts.target))
    labels = [_label(target, scale.x(facts.target), "text", width, top, measure)]
    height = top + LABEL_LINE / 2
    if facts.earliest < facts.latest:
        half = scale.per_day / 2
        first, last = wording.day_month(facts.earliest), wording.day_month(facts.latest)
        start = scale.x(facts.earliest) - half + measure(first, 8.0, False) / 2
        end = scale.x(facts.latest) + half - measure(last, 8.0, False) / 2
        ends = [_label(first, start, "muted", width, top, measure), _label(last, end, "muted", width, top, measure)]
        if _touch([ends[0], labels[0], ends[1]], measure):
            labels = [_label(target, scale.x(facts.target), "text", width, top + LABEL_LINE, measure)]
            height += LABEL_LINE
            if _touch(ends, measure):
                both = wording.range(facts.earliest, facts.latest)
                ends = [_label(both, (start + end) / 2, "muted", width, top, measure)]
        labels = ends + labels
    return labels, height


def _label(text: str, x: float, colour: str, width: float, middle: float, measure: TextMeasure) -> Text:
    half = measure(text, 8.0, False) / 2
    inside = max(half, min(x, width - half))
    return centred_text(inside, middle, text, colour=colour, anchor="middle")


def _touch(labels: Iterable[Text], measure: TextMeasure, gap: float = 6.0) -> bool:
    end = float("-inf")
    for label in labels:
        half = measure(label.text, label.size, label.bold) / 2
        if label.x - half < end + gap:
            return True
        end = label.x + half
    return False


def describe(facts: RulerFacts, wording: Wording) -> str:
    """The ruler in words, for tooltips and screen readers."""
    if facts.earliest == facts.latest:
        text = wording.text("picture.ruler.fixed", target=facts.target)
    else:
        span = wording.range(facts.earliest, facts.latest)
        text = wording.text("picture.ruler.window", target=facts.target, window=span)
    if facts.booked is not None:
        text += wording.text("picture.ruler.booked", booked=facts.booked)
    if facts.nearest_open is not None and facts.nearest_open != facts.target:
        text += wording.text("picture.ruler.proposed", day=facts.nearest_open)
    return text
