"""The board on which the lanes of a timeline are laid out: style, axis, layers and the few pieces all lanes share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.pictures.day_axis import DayAxis
from hsct_desktop.pictures.primitives import (
    CAPTION,
    NUMBER,
    Hit,
    Item,
    Line,
    Rect,
    Text,
    TextMeasure,
    centred_text,
    elide,
)
from hsct_desktop.pictures.timeline_facts import TimelineFacts


@dataclass(frozen=True)
class Style:
    """Measures of a timeline in pixels, type in points."""

    gutter: float = 158.0
    name_gap: float = 10.0
    right: float = 20.0
    size: float = CAPTION
    number: float = NUMBER
    phase: float = 16.0
    axis: float = 16.0
    milestone: float = 16.0
    visit: float = 19.0
    row: float = 15.0
    grade: float = 13.0
    therapy: float = 12.0
    window: float = 9.0
    gap: float = 4.0
    paper: bool = False


SCREEN = Style()
PAPER = Style(
    gutter=124, name_gap=8, right=14, size=6.8, number=6.5, phase=13, axis=13, milestone=13, visit=14, row=12.5,
    grade=11, therapy=9, window=7.5, gap=3, paper=True,
)  # fmt: skip


@dataclass
class Board:
    """Collects items in three layers (`back` below the poles, `items`, `front` above today's line) and hits."""

    facts: TimelineFacts
    axis: DayAxis
    style: Style
    measure: TextMeasure
    wording: Wording
    width: float
    y: float = 0.0
    back: list[Item] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    front: list[Item] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)

    @property
    def left(self) -> float:
        """Left end of the plot."""
        return self.axis.left

    @property
    def right(self) -> float:
        """Right end of the plot."""
        return self.axis.right

    def x(self, on: date) -> float:
        """The middle of a day, also beyond the plot."""
        return self.axis.x(self.facts.day(on))

    def clamped_x(self, on: date) -> float:
        """The middle of a day, the plot's nearer end for a day that is not shown."""
        return self.axis.clamped(self.facts.day(on))

    def span(self, first: date, last: date, least: float = 4.0) -> tuple[float, float] | None:
        """Left and right of the days from `first` to `last`, cut at the plot's ends; None when none is shown.

        A span keeps a width of `least`, growing to the right, at the right end to the left.
        """
        start, end = self.axis.x(self.facts.day(first) - 0.5), self.axis.x(self.facts.day(last) + 0.5)
        if end <= self.left or start >= self.right:
            return None
        left, right = max(start, self.left), min(end, self.right)
        if right - left < least:
            right = min(left + least, self.right)
            left = right - least
        return left, right

    def shows(self, on: date) -> bool:
        """Whether a day lies on the axis."""
        return self.axis.shows(self.facts.day(on))

    def day(self, on: date) -> str:
        """A day in words: Day +23 with the date; the date alone while Day 0 is not known."""
        date_words = self.wording.date(on)
        if self.facts.day0 is None:
            return date_words
        return f"{self.wording.day(self.facts.day0, on)} ({date_words})"

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
        anchor: str = "start",
        ground: str = "",
    ) -> None:
        """Write one line in the size of the picture; a `ground` behind it keeps lines from running through it."""
        if ground:
            width, height = self.text_width(text, bold) + 4, self.style.row - 3
            left = {"start": x - 2, "middle": x - width / 2, "end": x - width + 2}[anchor]
            self.items.append(Rect(left, middle - height / 2, width, height, ground))
        base = Text(0, 0, "", colour, self.style.size, bold, anchor)  # type: ignore[arg-type]
        self.items.append(centred_text(x, middle, text, base))

    def name(self, text: str, middle: float, title: str = "", colour: str = "text") -> None:
        """The name of a row, right-aligned in the gutter; on a lane's first row its title stands bold at the left."""
        room = self.style.gutter - self.style.name_gap
        if title:
            self.write(0, middle, title, "text", bold=True)
            room -= self.text_width(title, True) + 6
        self.write(
            self.style.gutter - self.style.name_gap, middle, elide(text, room, self.measure, self.style.size), colour,
            anchor="end",
        )  # fmt: skip

    def separate(self) -> None:
        """A line between two lanes, across gutter and plot."""
        self.y += self.style.gap
        self.back.append(Line(0, self.y, self.width, self.y, "line"))
        self.y += self.style.gap

    def hit(self, left: float, right: float, middle: float, height: float, text: str, id: str = "") -> None:
        """Something to say about a stretch of a row, at least 8 pixels wide to be found by a pointer."""
        grow = max(0.0, 8 - (right - left)) / 2
        self.hits.append(Hit(left - grow, middle - height / 2, right - left + 2 * grow, height, text, id))
