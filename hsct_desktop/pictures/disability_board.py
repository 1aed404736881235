"""The board of the course of disability: one axis of years, rows below one another, what is drawn and what it says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.partial_date import PartialDate, standing_day
from hsct_desktop.pictures.disability_axis import Axis
from hsct_desktop.pictures.disability_facts import DisabilityFacts
from hsct_desktop.pictures.disability_labels import Box, Taken
from hsct_desktop.pictures.primitives import (
    CAPTION,
    NUMBER,
    Anchor,
    Disc,
    Hit,
    Item,
    Line,
    Rect,
    Text,
    TextMeasure,
    centred_text,
    elide,
    shifted,
)

LEAST_WHISKER = 7.0
"""Half the least length of the line that shows over which days a date known in part may lie."""


@dataclass(frozen=True)
class Style:
    """Measures in pixels, type in points."""

    gutter: float = 104.0
    right: float = 22.0
    size: float = CAPTION
    number: float = NUMBER
    row: float = 30.0
    line: float = 16.0
    bar: float = 17.0
    dot: float = 4.0
    paper: bool = False


SCREEN = Style()
PAPER = Style(gutter=88, right=20, size=7.0, number=6.8, row=26, line=13, bar=14, dot=3.4, paper=True)


@dataclass
class Board:
    """Collects items in three layers and hits; `y` is the foot of what has been laid out."""

    facts: DisabilityFacts
    axis: Axis
    style: Style
    measure: TextMeasure
    wording: Wording
    width: float
    y: float = 0.0
    back: list[Item] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    front: list[Item] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    taken: Taken = field(default_factory=Taken)
    poles: tuple[float, ...] = ()
    """The uprights through which no word of the plot runs."""
    levels: tuple[float, ...] = ()
    """Heights of dashed lines across the plot; what is written on one stands on a ground of its own."""
    dashed: float | None = None
    """The one among them that is dashed: words on a ground of their own may stand on it where nothing else is free."""

    @property
    def left(self) -> float:
        """Left end of the plot."""
        return self.axis.left

    @property
    def right(self) -> float:
        """Right end of the plot."""
        return self.axis.right

    def x(self, on: PartialDate | date) -> float:
        """The place of a day, or of the day that stands for one known in part."""
        return self.axis.x(standing_day(on) if isinstance(on, PartialDate) else on)

    def shows(self, on: PartialDate | date) -> bool:
        """Whether it lies on the axis."""
        return self.axis.shows(standing_day(on) if isinstance(on, PartialDate) else on)

    def text_width(self, text: str, bold: bool = False) -> float:
        """Width of a text in the size of the picture."""
        return self.measure(text, self.style.size, bold)

    def write(
        self,
        x: float,
        middle: float,
        text: str,
        colour: str = "muted",
        *,
        bold: bool = False,
        anchor: Anchor = "start",
        size: float | None = None,
        front: bool = False,
        ground: str = "",
    ) -> None:
        """One line of text, its capitals centred on `middle`; a `ground` behind it keeps lines from striking it."""
        if ground:
            wide, high = self.measure(text, size or self.style.size, bold) + 4, self.style.line - 3
            left = {"start": x - 2, "middle": x - wide / 2, "end": x - wide + 2}[anchor]
            (self.front if front else self.items).append(Rect(left, middle - high / 2, wide, high, ground))
        item = centred_text(x, middle, text, Text(0, 0, "", colour, size or self.style.size, bold, anchor))
        (self.front if front else self.items).append(item)

    def title(self, text: str, middle: float, colour: str = "text", *, bold: bool = True, inset: float = 0.0) -> None:
        """The name of a row at the left of the gutter, `inset` pixels from its edge."""
        room = self.style.gutter - 8 - inset
        size = self.style.size
        self.write(inset, middle, elide(text, room, self.measure, size, bold), colour, bold=bold)

    def separate(self) -> None:
        """A line between two rows, across gutter and plot."""
        self.back.append(Line(0, self.y, self.width, self.y, "line"))

    def whisker(self, on: PartialDate, y: float, colour: str) -> None:
        """The days over which a date known in part may lie, as a line with ends behind the mark."""
        if on.is_whole:
            return
        middle = self.x(on)
        left = max(min(self.axis.x(on.first), middle - LEAST_WHISKER), self.left)
        right = min(max(self.axis.x(on.last), middle + LEAST_WHISKER), self.right)
        self.back.append(Line(left, y, right, y, colour))
        for end in (left, right):
            self.back.append(Line(end, y - 3, end, y + 3, colour))

    def hit(self, left: float, right: float, middle: float, height: float, text: str, id: str) -> None:
        """Something to say about a place, at least 10 pixels wide to be found by a pointer."""
        grow = max(0.0, 10 - (right - left)) / 2
        self.hits.append(Hit(left - grow, middle - height / 2, right - left + 2 * grow, height, text, id))

    def move(self, down: float) -> None:
        """Move everything down, to make room above it."""
        self.back = [_lower(item, down) for item in self.back]
        self.items = [_lower(item, down) for item in self.items]
        self.front = [_lower(item, down) for item in self.front]
        self.hits = [Hit(h.x, h.y + down, h.width, h.height, h.text, h.id) for h in self.hits]
        self.y += down

    def box(self, x: float, middle: float, text: str, anchor: Anchor = "start", *, bold: bool = False) -> Box:
        """The room that a line of text takes."""
        width = self.text_width(text, bold)
        left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
        half = self.style.size * 0.7
        return Box(left - 2, middle - half, left + width + 2, middle + half)

    def is_free(self, box: Box, *, on_dashes: bool = False) -> bool:
        """Whether words may stand there: within the sides, on no mark, line, label or pole."""
        poles = [x for x in self.poles if not (on_dashes and x == self.dashed)]
        on_pole = any(box.left < x + 2 and x - 2 < box.right for x in poles)
        return self.inside(box) and not on_pole and self.taken.is_free(box)

    def crosses(self, box: Box) -> bool:
        """Whether a dashed line runs through a box: the pole of the re-baseline, or EDSS 6."""
        pole = self.dashed is not None and box.left < self.dashed < box.right
        return pole or any(box.top < level < box.bottom for level in self.levels)

    def label(self, box: Box, text: str, colour: str = "muted", *, bold: bool = False) -> None:
        """Words in the box that was found for them; no dashed line strikes them."""
        ground = "surface" if self.crosses(box) else ""
        self.write(box.left + 2, (box.top + box.bottom) / 2, text, colour, bold=bold, ground=ground)

    def place(self, boxes: Iterable[Box]) -> Box | None:
        """The first of these places that is free, now taken."""
        return self.taken.place(box for box in boxes if self.is_free(box))

    def inside(self, box: Box) -> bool:
        """Whether a box lies within the plot's sides."""
        return box.left >= self.left - 1 and box.right <= self.width + 1


def _lower(item: Item, down: float) -> Item:
    """An item moved down; the commonest ones are made anew, which takes half the time of a general copy."""
    if isinstance(item, Line):
        return Line(item.x1, item.y1 + down, item.x2, item.y2 + down, item.colour, item.width, item.dash)
    if isinstance(item, Disc):
        return Disc(item.x, item.y + down, item.radius, item.fill, item.edge, item.edge_width)
    if isinstance(item, Text):
        return Text(item.x, item.y + down, item.text, item.colour, item.size, item.bold, item.anchor)
    return shifted((item,), 0, down)[0]
