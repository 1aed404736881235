"""Immune reconstitution as small multiples over the months from Day 0; under them the prophylaxis that waits for it.

Laid out here once; the window and paper paint the same picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.reconstitution import Recovery
from hsct_desktop.domain.supportive_therapy import TherapyClass
from hsct_desktop.pictures.primitives import (
    BODY,
    CAPTION,
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
    cross,
    elide,
)
from hsct_desktop.pictures.ruler import therapy_bar

LEAST_PANEL: Final = 250.0
"""Width in pixels below which a panel would be no use: fewer stand beside each other."""
_MOST_COLUMNS: Final = 3
_GAP: Final = 14.0
_HEAD: Final = 40.0
_PLOT: Final = 66.0
_FOOT: Final = 18.0
_LEFT: Final = 34.0
_RIGHT: Final = 8.0
_ROOM: Final = 1.15
"""Share of the highest value that the scale has, so that no line touches its upper edge."""
_ROW: Final = 26.0
_BAR: Final = 12.0
_MANY: Final = 12
"""More values than these are drawn as smaller dots."""
_MONTH: Final = 30.4375
_STEPS: Final = (3, 6, 12, 24, 36, 60, 120)
_INK: Final = {
    Recovery.RECOVERED: "success",
    Recovery.EXPECTED: "text",
    Recovery.BEHIND: "danger",
    Recovery.UNKNOWN: "wait",
}


@dataclass(frozen=True)
class Value:
    """A value in the unit shown; `is_open` where only a limit is known ("<", ">")."""

    on: date
    value: float
    is_open: bool = False


@dataclass(frozen=True)
class RuleLimit:
    """A limit that a stop rule asks for, in the unit shown, with its words ("PJP prophylaxis: 200")."""

    value: float
    words: str


@dataclass(frozen=True)
class Part:
    """One part of the immune system: values, lower limit, expected days, how it stands and that in words."""

    code: str
    name: str
    unit: str
    values: tuple[Value, ...]
    limit: float | None
    first: date
    last: date
    recovery: Recovery
    state: str
    latest: str
    limits: tuple[RuleLimit, ...] = ()

    @property
    def words(self) -> str:
        """The panel in words, for tooltips and screen readers."""
        lines = (f"{self.name}: {self.state}", self.latest, *(limit.words for limit in self.limits))
        return "\n".join(line for line in lines if line)


@dataclass(frozen=True)
class Cover:
    """A drug that depends on it: from, to (None: goes on), planned stop, what its stop rule asks and says."""

    id: int
    name: str
    kind: TherapyClass
    start: date
    stop: date | None
    planned: date | None
    rule: str
    verdict: str

    @property
    def words(self) -> str:
        """The bar in words."""
        return "\n".join(line for line in (self.name, self.rule, self.verdict) if line)


@dataclass(frozen=True)
class ReconstitutionFacts:
    """A patient's recovery since the latest Day 0."""

    day0: date
    today: date
    parts: tuple[Part, ...]
    covers: tuple[Cover, ...]

    @property
    def months(self) -> int:
        """Months on the axis: what has passed, at least as far as anything is expected, at most ten years."""
        passed = (self.today - self.day0).days / _MONTH + 1
        return next((step for step in _STEPS if step >= max(passed, 24)), _STEPS[-1])


@dataclass(frozen=True)
class _Axis:
    """Months to pixels between `left` and `right`."""

    day0: date
    months: int
    left: float
    right: float

    def x(self, on: date) -> float:
        """Where a day lies; days outside lie at the ends."""
        share = (on - self.day0).days / (self.months * _MONTH)
        return self.left + (self.right - self.left) * min(1.0, max(0.0, share))


def layout(facts: ReconstitutionFacts, width: float, wording: Wording, measure: TextMeasure) -> Picture:
    """The picture, `width` pixels wide and as high as its rows need."""
    columns = max(1, min(_MOST_COLUMNS, int((width + _GAP) // (LEAST_PANEL + _GAP))))
    room = (width - (columns - 1) * _GAP) / columns
    height = _HEAD + _PLOT + _FOOT + _GAP
    items, hits = list[Item](), list[Hit]()
    for number, part in enumerate(facts.parts):
        x, y = (number % columns) * (room + _GAP), (number // columns) * height
        items += _panel(part, facts, (x, y, room), wording, measure)
        hits.append(Hit(x, y, room, height - _GAP, part.words, part.code))
    y = -(-len(facts.parts) // columns) * height
    lower, lower_hits, y = _covers(facts, width, y, wording, measure)
    return Picture(width, y, (*items, *lower), (*hits, *lower_hits))


# a panel --------------------------------------------------------------------------------------------------------


def _panel(
    part: Part,
    facts: ReconstitutionFacts,
    place: tuple[float, float, float],
    wording: Wording,
    measure: TextMeasure,
) -> Iterator[Item]:
    x, y, width = place
    yield from _head(part, x, y, width, measure)
    axis = _Axis(facts.day0, facts.months, x + _LEFT, x + width - _RIGHT)
    top, bottom = y + _HEAD, y + _HEAD + _PLOT
    highest = _highest(part)
    yield Rect(axis.left, top, axis.right - axis.left, _PLOT, "surface", "line")
    left, right = axis.x(part.first), max(axis.x(part.last), axis.x(part.first) + 3)
    yield Rect(left, top, right - left, _PLOT, "accentSoft", None, hatch="lineStrong")
    yield from _months(axis, facts, bottom, wording, measure)
    if facts.today >= facts.day0:
        yield Line(axis.x(facts.today), top, axis.x(facts.today), bottom, "today", 1.5)

    def level(value: float) -> float:
        return bottom - _PLOT * min(1.0, value / highest)

    if part.limit is not None:
        yield Line(axis.left, level(part.limit), axis.right, level(part.limit), "text", 1, (5, 3))
        yield Text(axis.left - 4, level(part.limit) + 3, _short(part.limit, wording), "text", CAPTION, anchor="end")
    for value in sorted({limit.value for limit in part.limits} - {part.limit}):
        yield Line(axis.left, level(value), axis.right, level(value), "danger", 1, (1.5, 2.5))
        yield Text(axis.left - 4, level(value) + 3, _short(value, wording), "danger", CAPTION, anchor="end")
    yield from _curve(part.values, axis, level)


def _head(part: Part, x: float, y: float, width: float, measure: TextMeasure) -> Iterator[Item]:
    """Name and unit; below, its sign, how it stands and the latest value."""
    yield centred_text(x, y + 8, part.name, Text(0, 0, "", size=BODY, bold=True))
    after = x + measure(part.name, BODY, True) + 5
    yield centred_text(after, y + 8, part.unit, colour="muted")
    yield from _sign(part.recovery, x + 6, y + 26)
    ink = _INK[part.recovery]
    state = elide(part.state, width - 16, measure, CAPTION, True)
    yield centred_text(x + 16, y + 26, state, Text(0, 0, "", ink, bold=True))
    at = x + 16 + measure(state, CAPTION, True) + 6
    latest = elide(part.latest, max(0.0, x + width - at), measure)
    yield centred_text(at, y + 26, latest, colour="muted")


def _sign(recovery: Recovery, x: float, y: float) -> Iterator[Item]:
    """A check mark, a ring, a cross, a dash: told by form, not by colour alone."""
    ink = _INK[recovery]
    if recovery is Recovery.RECOVERED:
        yield Polyline(((x - 4, y), (x - 1, y + 3.5), (x + 5, y - 4)), ink, 2)
    elif recovery is Recovery.BEHIND:
        yield from cross(x, y, 4, ink, 2)
    elif recovery is Recovery.EXPECTED:
        yield Disc(x, y, 4, None, ink, 1.5)
    else:
        yield Line(x - 4, y, x + 4, y, ink, 2)


def _highest(part: Part) -> float:
    shown = [value.value for value in part.values] + [limit.value for limit in part.limits]
    return max([*shown, part.limit or 0.0], default=0.0) * _ROOM or 1.0


def _short(value: float, wording: Wording) -> str:
    return wording.number(round(value, 2) if value < 10 else round(value))


def _months(
    axis: _Axis, facts: ReconstitutionFacts, bottom: float, wording: Wording, measure: TextMeasure
) -> Iterator[Item]:
    """A tick and a number every so many months, as they have room."""
    step = next((s for s in (3, 6, 12, 24) if _fits(axis, s, measure)), 24)
    for month in range(0, facts.months + 1, step):
        x = axis.x(add_months(facts.day0, month))
        yield Line(x, bottom, x, bottom + 3, "muted")
        yield centred_text(x, bottom + 10, str(month), Text(0, 0, "", "muted", anchor="middle"))


def _fits(axis: _Axis, step: int, measure: TextMeasure) -> bool:
    return (axis.right - axis.left) / axis.months * step >= measure(str(axis.months), CAPTION, False) + 12


def _curve(values: Sequence[Value], axis: _Axis, level: Callable[[float], float]) -> Iterator[Item]:
    points = [(axis.x(value.on), level(value.value)) for value in values]
    if len(points) > 1:
        yield Polyline(tuple(points), "accent", 1.75)
    radius = 2.75 if len(points) <= _MANY else 1.75
    for value, (x, y) in zip(values, points, strict=True):
        yield Disc(x, y, radius, "surface" if value.is_open else "accent", "accent", 1.25)


# what depends on it ---------------------------------------------------------------------------------------------


def _covers(
    facts: ReconstitutionFacts, width: float, y: float, wording: Wording, measure: TextMeasure
) -> tuple[list[Item], list[Hit], float]:
    """One row a drug, under one axis: name, bar, planned stop, what its rule says today."""
    items, hits = list[Item](), list[Hit]()
    items.append(centred_text(0, y + 8, wording.text("reconstitution.covers"), Text(0, 0, "", size=BODY, bold=True)))
    y += 20
    if not facts.covers:
        items.append(centred_text(0, y + 8, wording.text("reconstitution.no_cover"), colour="muted"))
        return items, hits, y + 20
    names = max(measure(cover.name, BODY, False) for cover in facts.covers) + 12
    names = min(names, width * 0.25)
    said = min(max(measure(cover.verdict, CAPTION, False) for cover in facts.covers) + 12, width * 0.36)
    axis = _Axis(facts.day0, facts.months, names, width - said)
    top = y
    for cover in facts.covers:
        middle = y + _ROW / 2
        items.append(centred_text(0, middle, elide(cover.name, names - 8, measure, BODY), Text(0, 0, "", size=BODY)))
        items += _bar(cover, facts, axis, middle)
        verdict = elide(cover.verdict, said - 10, measure)
        items.append(centred_text(axis.right + 10, middle, verdict, colour="muted"))
        hits.append(Hit(0, y, width, _ROW, cover.words, f"therapy:{cover.id}"))
        y += _ROW
    if facts.today >= facts.day0:
        items.append(Line(axis.x(facts.today), top, axis.x(facts.today), y, "today", 1.5))
    items.append(Line(axis.left, y, axis.right, y, "lineStrong"))
    items += _months(axis, facts, y, wording, measure)
    return items, hits, y + _FOOT + 4


def _bar(cover: Cover, facts: ReconstitutionFacts, axis: _Axis, middle: float) -> Iterator[Item]:
    end = cover.stop or facts.today
    left, right = axis.x(cover.start), axis.x(end)
    yield from therapy_bar(cover.kind, left, max(right, left + 2), middle, _BAR, cover.start >= facts.day0)
    hue = f"therapy.{cover.kind}.hue"
    if cover.stop is not None:
        yield Line(right, middle - _BAR / 2 - 1, right, middle + _BAR / 2 + 1, hue, 2)
    elif cover.planned is not None:
        x = axis.x(cover.planned)
        yield Line(right, middle, max(x, right), middle, hue, 1, (3, 3))
        yield Line(x, middle - 7, x, middle + 7, "text", 1.5)


def summary(facts: ReconstitutionFacts, wording: Wording) -> str:
    """The picture in a sentence, for screen readers."""
    behind = [part.name for part in facts.parts if part.recovery is Recovery.BEHIND]
    back = sum(part.recovery is Recovery.RECOVERED for part in facts.parts)
    said = wording.text("reconstitution.summary", back=back, all=len(facts.parts))
    return f"{said} {wording.text('reconstitution.behind', names=', '.join(behind))}" if behind else said
