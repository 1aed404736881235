"""The course of disability as a letter shows it: every EDSS with its figure, what the levels mean, lanes below.

The key stands at the right, outside the plot. Shapes and words carry the meaning: the page may be printed in grey.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.partial_date import PartialDate, standing_day
from hsct_desktop.pictures.disability_axis import Axis, Range, axis_for, ticks
from hsct_desktop.pictures.disability_facts import DisabilityFacts, Drug, Scan, Visit
from hsct_desktop.pictures.disability_labels import Box, Taken
from hsct_desktop.pictures.disability_words import edss
from hsct_desktop.pictures.primitives import (
    PIXELS_PER_POINT,
    Anchor,
    Disc,
    Item,
    Line,
    Picture,
    Polygon,
    Polyline,
    Rect,
    Text,
    TextMeasure,
    centred_text,
    diamond,
    elide,
)

LEVELS: Final = ((6, "aid"), (4, "alone"))
"""EDSS that change how far a person walks, and how (Kurtzke 1983); wording `letter.curve.level.*`."""
_GUTTER, _KEY, _TOP, _AXIS = 66.0, 122.0, 7.0, 14.0
_LANE, _BAR, _LINE = 14.0, 11.0, 10.5
_FOOT: Final = 3.0
_SIZE, _LARGE = 6.8, 9.2
_DOT: Final = 3.0
_DASH: Final = 5.0
"""Pixels beside a figure within which a dash reads as its sign."""
_STUB: Final = 16.0
_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120)
_TICK: Final = 38.0
_EVERY: Final = 10.5
"""Pixels of one EDSS below which only every second one is named."""


def letter_curve(
    facts: DisabilityFacts, width: float, measure: TextMeasure, words: Wording, height: float, least: float
) -> Picture:
    """The picture `width` by `height` pixels; higher only where the EDSS would have less than `least`."""
    return _Plot(facts, width, measure, words).drawn(height, least)


@dataclass
class _Plot:
    facts: DisabilityFacts
    width: float
    measure: TextMeasure
    words: Wording
    back: list[Item] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    taken: Taken = field(default_factory=Taken)
    segments: list[tuple[float, float, float, float]] = field(default_factory=list)
    dashes: tuple[float, float, float, float] | None = None
    """The line of the reference."""

    def drawn(self, height: float, least: float) -> Picture:
        """Lay out from the top: plot, months, lanes; the key beside the lanes."""
        facts = self.facts
        self.axis: Axis = axis_for(facts, Range.ALL, _GUTTER, self.width - _KEY)
        lanes = self._lanes()
        below = _AXIS + _LANE * (max(len(lanes), 1) + 2)
        key = list(self._key())
        below = max(below, 4 + _LINE * len(key)) + _FOOT
        self.bottom = _TOP + max(height - _TOP - below, least)
        self.step = (self.bottom - _TOP) / facts.top
        self._scale()
        self._day0()
        self._course()
        self._months()
        y = self.bottom + _AXIS
        self._drugs(lanes, y)
        y += _LANE * max(len(lanes), 1)
        self._relapses(y + _LANE / 2)
        self._scans(y + _LANE * 1.5)
        foot = self.bottom + below
        self._key_drawn(key, foot - _FOOT)
        return Picture(self.width, foot, (*self.back, *self.items))

    def y(self, value: float) -> float:
        return self.bottom - value * self.step

    def x(self, on: PartialDate | date) -> float:
        return self.axis.clamped(standing_day(on) if isinstance(on, PartialDate) else on)

    def write(
        self, x: float, middle: float, text: str, colour: str = "muted", *, size: float = _SIZE, bold: bool = False,
        anchor: Anchor = "start",
    ) -> None:  # fmt: skip
        """One line, its capitals centred on `middle`."""
        self.items.append(centred_text(x, middle, text, Text(0, 0, "", colour, size, bold, anchor)))

    def say(self, name: str, **params: object) -> str:
        return self.words.text(f"letter.curve.{name}", **params)

    # plot -------------------------------------------------------------------------------------------------------

    def _scale(self) -> None:
        left, right = self.axis.left, self.axis.right
        self.write(0, _TOP, self.words.text("disability.edss"), "text", bold=True)
        every = 1 if self.step >= _EVERY else 2
        levels = {level for level, _ in LEVELS}
        for value in range(self.facts.top + 1):
            y = self.y(value)
            if value % every == 0:
                self.write(left - 7, y, str(value), anchor="end")
            if value in levels:
                self.back.append(Line(left, y, right, y, "control", 1.2, (1.2, 2)))
            else:
                self.back.append(Line(left, y, right, y, "text" if value == 0 else "grid", 1.3 if value == 0 else 1))
        said = [(self.y(level), f"{level}", self.say(f"level.{name}")) for level, name in LEVELS]
        reference = self._reference()
        if reference is not None and reference.edss is not None:
            y = self.y(reference.edss)
            self.back.append(Line(self.x(self.facts.day0 or reference.on), y, right, y, "text", 1.2, (4, 3)))
            said.append((y, edss(reference.edss, self.words), self.say("reference")))
        said.sort()
        for y, (_, figure, text) in zip(_apart([y for y, *_ in said]), said, strict=True):
            self.write(right + 6, y, figure, "text")
            self.write(right + 24, y, text)

    def _reference(self) -> Visit | None:
        """The last EDSS up to Day 0, once Day 0 has come."""
        day0 = self.facts.day0
        if day0 is None or day0 > self.facts.end:
            return None
        return next((v for v in reversed(self.facts.graded) if standing_day(v.on) <= day0), None)

    def _day0(self) -> None:
        day0 = self.facts.day0
        if day0 is None or not self.axis.shows(day0):
            return
        x = self.x(day0)
        foot = self.bottom + _AXIS + _LANE
        self.back.append(Line(x, _TOP - 5, x, foot, "text", 1.8))
        name, on = (
            self.words.text("picture.day0" if day0 <= self.facts.end else "picture.day0_planned"),
            self.words.date(day0),
        )
        wide = self.measure(name, _SIZE, True)
        whole = wide + 5 + self.measure(on, _SIZE, False)
        left = x + 5 if x + 5 + whole <= self.axis.right else x - 5 - whole
        self._ground(Box(left - 1, _TOP - 5, left + whole + 1, _TOP + 5))
        self.write(left, _TOP, name, "text", bold=True)
        self.write(left + wide + 5, _TOP, on)
        self.taken.add(Box(left - 2, _TOP - 6, left + whole + 2, _TOP + 6), Box(x - 2, _TOP, x + 2, self.bottom))

    def _ground(self, box: Box) -> None:
        self.items.append(Rect(box.left, box.top, box.right - box.left, box.bottom - box.top, "surface"))

    def _course(self) -> None:
        visits = [visit for visit in self.facts.graded if self.axis.shows(standing_day(visit.on))]
        points = [(self.x(visit.on), self.y(visit.edss or 0.0)) for visit in visits]
        if len(points) > 1:
            self.back.append(Polyline(tuple(points), "accent", 2))
        self.segments = [(*a, *b) for a, b in zip(points, points[1:], strict=False)]
        for x, y in points:
            self.taken.add(Box(x - _DOT - 1, y - _DOT - 1, x + _DOT + 1, y + _DOT + 1))
        reference = self._reference()
        if reference is not None and reference.edss is not None:
            y = self.y(reference.edss)
            self.dashes = (self.x(self.facts.day0 or reference.on), y, self.axis.right, y)
        marks: list[Item] = []
        order = sorted(zip(visits, points, strict=True), key=lambda p: (p[0] is not visits[-1], p[0] is not reference))
        for visit, (x, y) in order:
            self._whisker(visit.on, y)
            self._value(visit, x, y, is_last=visit is visits[-1], strong=visit is reference)
            edge = "accent"
            marks.append(Disc(x, y, _DOT + 0.6, "surface", edge, 1.7) if visit.hollow else Disc(x, y, _DOT, edge))
        self.items += marks

    def _value(self, visit: Visit, x: float, y: float, *, is_last: bool, strong: bool) -> None:
        """The figure of an examination, where nothing stands; where all is full still beside its mark."""
        text, size, bold = edss(visit.edss or 0.0, self.words), _LARGE if is_last else _SIZE, is_last or strong
        half, high = self.measure(text, size, bold) / 2, size * PIXELS_PER_POINT * 0.37
        away = _DOT + high + 2.5
        spots = [(0.0, -away), (0.0, away), (half + 6, -away * 0.7), (-half - 6, -away * 0.7), (half + 6, away * 0.7)]
        spots += [(-half - 6, away * 0.7), (0.0, -away - _LINE), (0.0, away + _LINE), (half + 7, 0.0)]
        boxes = [Box(x + dx - half - 1, y + dy - high, x + dx + half + 1, y + dy + high) for dx, dy in spots]
        inside = [
            box for box in boxes if box.bottom <= self.bottom - 1 and box.top >= 0 and box.left >= self.axis.left - 2
        ]
        free = [box for box in inside if self.taken.is_free(box)]
        box = next((box for box in free if not self._struck(box)), free[0] if free else boxes[0])
        self.taken.add(box)
        self._ground(self._wider(box) if self._meets(box, self.dashes, _DASH) else box)
        self.write(
            (box.left + box.right) / 2, (box.top + box.bottom) / 2, text, "text", size=size, bold=bold, anchor="middle"
        )

    def _wider(self, box: Box) -> Box:
        return Box(box.left - _DASH, box.top, box.right + _DASH, box.bottom)

    def _struck(self, box: Box) -> bool:
        """Whether the curve runs through a box, or the line of the reference so near that a dash reads as a minus."""
        return any(self._meets(box, line) for line in self.segments) or self._meets(box, self.dashes, _DASH)

    def _meets(self, box: Box, line: tuple[float, float, float, float] | None, near: float = 0.0) -> bool:
        """Whether a line runs through a box, made wider by `near` on both sides."""
        if line is None:
            return False
        x1, y1, x2, y2 = line
        first, last = max(box.left - near, x1), min(box.right + near, x2)
        if first > last:
            return False
        at = [y1 + (y2 - y1) * (x - x1) / ((x2 - x1) or 1.0) for x in (first, last)]
        return min(at) < box.bottom and max(at) > box.top

    def _whisker(self, on: PartialDate, y: float) -> None:
        """The days over which a date known in part may lie."""
        if on.is_whole:
            return
        middle = self.x(on)
        left, right = min(self.x(on.first), middle - 7), max(self.x(on.last), middle + 7)
        self.back.append(Line(left, y, right, y, "muted"))
        self.back += [Line(end, y - 3, end, y + 3, "muted") for end in (left, right)]

    def _months(self) -> None:
        y = self.bottom + _AXIS / 2 + 1
        taken = 0.0
        if self.facts.day0 is not None:
            title = self.say("months")
            self.write(0, y, title)
            taken = self.measure(title, _SIZE, False) + 4
        for on, label in self._ticks():
            x, half = self.x(on), self.measure(label, _SIZE, False) / 2
            self.back.append(Line(x, self.bottom, x, self.bottom + 3, "text"))
            if x - half > taken:
                self.write(x, y, label, anchor="middle")
                taken = x + half + 4

    def _ticks(self) -> Iterator[tuple[date, str]]:
        day0, axis = self.facts.day0, self.axis
        if day0 is None:
            yield from ((tick.on, tick.calendar) for tick in ticks(axis, None, self.words, _TICK, _TICK * 1.4))
            return
        month = axis.scale * 365.25 / 12
        step = next((s for s in _STEPS if s * month >= _TICK), _STEPS[-1])
        first, last = ((end - day0).days / 30.4375 // step * step for end in (axis.first, axis.last))
        for months in range(int(first), int(last) + step + 1, step):
            on = add_months(day0, months)
            if axis.shows(on) and months:
                yield on, self.words.signed_day(months)

    # lanes ------------------------------------------------------------------------------------------------------

    def _lanes(self) -> list[list[tuple[Drug | None, float, float]]]:
        """The bars of the drugs in as many rows as do not overlap; the time without any after Day 0 as one more."""
        bars: list[tuple[Drug | None, float, float]] = []
        for drug in self.facts.drugs:
            if drug.start is None and drug.stop is None:
                continue
            end = self.x(drug.stop) if drug.stop is not None else None
            start = self.x(drug.start) if drug.start is not None else (end or 0.0) - _STUB
            if end is None:
                end = self.x(self.facts.end) if drug.runs else start + _STUB
            bars.append((drug, max(start, self.axis.left), max(end, start + 2)))
        day0 = self.facts.day0
        if self.facts.without_drug and day0 is not None and day0 < self.facts.end:
            bars.append((None, self.x(day0), self.x(self.facts.end)))
        lanes: list[list[tuple[Drug | None, float, float]]] = []
        for bar in sorted(bars, key=lambda bar: bar[1]):
            lane = next((lane for lane in lanes if self._reach(lane[-1]) <= bar[1]), None)
            if lane is None:
                lanes.append([bar])
            else:
                lane.append(bar)
        return lanes

    def _reach(self, bar: tuple[Drug | None, float, float]) -> float:
        """Where a bar ends, its name beside it where it does not fit inside."""
        drug, start, end = bar
        wide = self.measure(self._named(drug, end - start), _SIZE, False)
        return end if wide + 8 <= end - start else end + wide + 7

    def _named(self, drug: Drug | None, room: float) -> str:
        """What stands at a bar; without what a name says in brackets where only the rest fits inside."""
        if drug is None:
            return self.facts.without_drug
        short = _short(drug)
        fits = self.measure(drug.name, _SIZE, False) + 8 <= room
        return drug.name if fits or self.measure(short, _SIZE, False) + 8 > room else short

    def _drugs(self, lanes: Sequence[Sequence[tuple[Drug | None, float, float]]], top: float) -> None:
        self.write(0, top + _LANE / 2, self.say("therapy"))
        for number, lane in enumerate(lanes):
            middle = top + _LANE * (number + 0.5)
            for drug, start, end in lane:
                fill = "surface" if drug is None else "accentSoft"
                self.items.append(Rect(start, middle - _BAR / 2, end - start, _BAR, fill, "control", edge_width=0.8))
                said = self._named(drug, end - start)
                wide = self.measure(said, _SIZE, False)
                if wide + 8 <= end - start:
                    inset = (end - start - wide) / 2 if drug is None else 4
                    self.write(start + inset, middle, said, "text")
                elif self._crosses_day0(end, wide) and self._is_free(lane, start, wide):
                    self.write(start - 4, middle, said, "text", anchor="end")
                else:
                    if drug is not None and self._crosses_day0(end, wide):
                        said = _short(drug)
                    name = elide(said, self.width - end - 5, self.measure, _SIZE)
                    self._ground(Box(end + 3, middle - 5, end + 5 + self.measure(name, _SIZE, False), middle + 5))
                    self.write(end + 4, middle, name, "text")

    def _crosses_day0(self, end: float, wide: float) -> bool:
        """Whether a name of that width right of a bar would lie across Day 0."""
        day0 = self.facts.day0
        return day0 is not None and self.axis.shows(day0) and end <= self.x(day0) <= end + 5 + wide

    def _is_free(self, lane: Sequence[tuple[Drug | None, float, float]], start: float, wide: float) -> bool:
        """Whether a name of that width has room left of a bar."""
        before = max((self._reach(bar) for bar in lane if bar[1] < start), default=self.axis.left)
        return start - 4 - wide >= before

    def _relapses(self, middle: float) -> None:
        facts = self.facts
        self.write(0, middle, self.words.text("disability.relapses"))
        self.back.append(Line(self.axis.left, middle, self.axis.right, middle, "grid"))
        shown = [attack for attack in facts.relapses if self.axis.shows(standing_day(attack.onset))]
        for attack in shown:
            self._whisker(attack.onset, middle)
            self.items.append(_triangle(self.x(attack.onset), middle))
        if facts.without_relapse and facts.day0 is not None:
            left = max([self.x(facts.day0), *(self.x(attack.onset) for attack in shown)]) + 8
            room = self.axis.right - left
            texts = (facts.without_relapse, facts.without_relapse.partition(",")[0])
            said = next((text for text in texts if self.measure(text, _SIZE, False) <= room), "")
            if said:
                self._ground(Box(left - 2, middle - 5, left + self.measure(said, _SIZE, False) + 2, middle + 5))
                self.write(left, middle, said)

    def _scans(self, middle: float) -> None:
        self.write(0, middle, self.words.text("disability.mri"))
        self.back.append(Line(self.axis.left, middle, self.axis.right, middle, "grid"))
        for scan in self._done():
            x = self.x(scan.on)
            self._whisker(scan.on, middle)
            if scan.is_reference:
                word = self.say("reference.short")
                wide = self.measure(word, _SIZE, False)
                self._ground(Box(x - 8 - wide, middle - 5, x - 5, middle + 5))
                self.write(x - 7, middle, word, anchor="end")
            self.items.append(self._scan(scan, x, middle))

    def _done(self) -> list[Scan]:
        return [scan for scan in self.facts.scans if self.axis.shows(standing_day(scan.on)) and _is_done(scan)]

    def _scan(self, scan: Scan, x: float, y: float) -> Item:
        active = _activity(scan)
        if active is None:
            self._ground(Box(x - 4, y - 5, x + 4, y + 5))
            return centred_text(x, y, "?", Text(0, 0, "", "text", _SIZE + 1, True, "middle"))
        return diamond(x, y, 9, "text" if active else "surface", "text")

    # key --------------------------------------------------------------------------------------------------------

    def _key(self) -> Iterator[tuple[str, str]]:
        if self.facts.relapses:
            yield "relapse", self.say("key.relapse")
        states = {_activity(scan) for scan in self._done()}
        for state, name in ((True, "active"), (False, "quiet"), (None, "unknown")):
            if state in states:
                yield name, self.say(f"key.{name}")
        visits = (visit.on for visit in self.facts.graded)
        days = [*visits, *(scan.on for scan in self._done()), *(attack.onset for attack in self.facts.relapses)]
        if not all(day.is_whole for day in days):
            yield "partial", self.say("key.partial")

    def _key_drawn(self, key: Sequence[tuple[str, str]], foot: float) -> None:
        y, x = foot - _LINE * (len(key) - 0.5) - 1, self.axis.right + 11
        for name, text in key:
            if name == "relapse":
                self.items.append(_triangle(x, y))
            elif name == "unknown":
                self.write(x, y, "?", "text", size=_SIZE + 1, bold=True, anchor="middle")
            elif name == "partial":
                self.items.append(Line(x - 5, y, x + 5, y, "muted"))
                self.items += [Line(end, y - 3, end, y + 3, "muted") for end in (x - 5, x + 5)]
            else:
                self.items.append(diamond(x, y, 9, "text" if name == "active" else "surface", "text"))
            self.write(x + 9, y, elide(text, self.width - x - 9, self.measure, _SIZE))
            y += _LINE


def _triangle(x: float, middle: float) -> Polygon:
    return Polygon(((x, middle - 4.5), (x + 4.5, middle + 4), (x - 4.5, middle + 4)), "text")


def _short(drug: Drug) -> str:
    """A drug without what its name says in brackets; that it was begun before the first day is kept."""
    short = drug.name.partition(" (")[0]
    return f"\u2190 {short}" if "\u2190" in drug.name else short


def _is_done(scan: Scan) -> bool:
    return scan.is_done or not scan.awaited


def _activity(scan: Scan) -> bool | None:
    """Whether a scan shows new lesions; None where its report does not say of both kinds."""
    counts = (scan.new_t2, scan.gd)
    if scan.awaited:
        return None
    return True if any(counts) else None if None in counts else False


def _apart(wanted: Sequence[float]) -> list[float]:
    """Heights of words beside their lines, from the top, none upon another and none far from its line."""
    placed: list[float] = []
    for y in wanted:
        if placed and placed[-1] + _LINE > y:
            # Both give way by half, so that each stays beside its own line.
            over = placed[-1] + _LINE - y
            room = placed[-1] - (placed[-2] + _LINE) if len(placed) > 1 else over
            up = max(0.0, min(over / 2, room))
            placed[-1] -= up
            y += over - up
        placed.append(y)
    return placed
