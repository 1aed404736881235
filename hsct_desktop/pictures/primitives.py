"""What a picture is made of. Lengths in logical pixels at 96 dpi, y downwards; colours are names of tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

Anchor = Literal["start", "middle", "end"]
Dash = tuple[float, ...]
Point = tuple[float, float]
TextMeasure = Callable[[str, float, bool], float]
"""Width in pixels of (text, size in points, bold): the one thing a layout must ask its painter."""

PIXELS_PER_POINT = 96 / 72
CAPTION, BODY, NUMBER = 8.0, 9.0, 7.5
ELLIPSIS = "\u2026"
HATCH_STEP = 5.0
_HALF_CAPITAL = 0.365
"""Half the height of a DejaVu capital as a share of the type size: lifts a baseline to centre a line of text."""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; horizontal and vertical ones are snapped to device pixels by the painter."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    width: float = 1.0
    dash: Dash = ()


@dataclass(frozen=True, slots=True)
class Polyline:
    """An open run of points with round corners: arrowheads, ticks of a check mark, curves."""

    points: tuple[Point, ...]
    colour: str
    width: float = 1.5
    dash: Dash = ()


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle. The edge lies inside it; `hatch` draws diagonal lines over the fill."""

    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    edge: str | None = None
    radius: float = 0.0
    edge_width: float = 1.0
    dash: Dash = ()
    hatch: str | None = None

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed shape: diamonds, triangles, arrows."""

    points: tuple[Point, ...]
    fill: str | None = None
    edge: str | None = None
    edge_width: float = 1.0


@dataclass(frozen=True, slots=True)
class Disc:
    """A disc, or a ring when `fill` is None; the edge lies inside `radius`."""

    x: float
    y: float
    radius: float
    fill: str | None = None
    edge: str | None = None
    edge_width: float = 1.5


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `x` is its start, middle or end by `anchor`, `y` its baseline, `size` in points."""

    x: float
    y: float
    text: str
    colour: str = "text"
    size: float = CAPTION
    bold: bool = False
    anchor: Anchor = "start"


Item = Line | Polyline | Rect | Polygon | Disc | Text


@dataclass(frozen=True, slots=True)
class Hit:
    """A place of the picture that has something to say: tooltip and accessible text; `id` names what it shows."""

    x: float
    y: float
    width: float
    height: float
    text: str
    id: str = ""

    def contains(self, x: float, y: float) -> bool:
        """Whether the point lies in the rectangle, its edges included."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished layout, to be painted in the order of its items."""

    width: float
    height: float
    items: tuple[Item, ...]
    hits: tuple[Hit, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text drawn, in the order of drawing."""
        return tuple(item.text for item in self.items if isinstance(item, Text))

    def hit(self, x: float, y: float) -> Hit | None:
        """The topmost hit at a point: what was laid out later lies above."""
        return next((hit for hit in reversed(self.hits) if hit.contains(x, y)), None)


def centred_text(x: float, middle: float, text: str, style: Text | None = None, **changes: object) -> Text:
    """A text whose capitals are centred on the height `middle`."""
    base = replace(style or Text(0, 0, ""), x=x, text=text, **changes)  # type: ignore[arg-type]
    return replace(base, y=middle + _HALF_CAPITAL * base.size * PIXELS_PER_POINT)


def elide(text: str, width: float, measure: TextMeasure, size: float = CAPTION, bold: bool = False) -> str:
    """The text cut at its end to fit `width` pixels, with an ellipsis; empty when not even one letter fits."""
    if measure(text, size, bold) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        half = (low + high + 1) // 2
        if measure(text[:half].rstrip() + ELLIPSIS, size, bold) <= width:
            low = half
        else:
            high = half - 1
    return text[:low].rstrip() + ELLIPSIS if low else ""


def diamond(x: float, y: float, size: float, fill: str | None, edge: str | None = None) -> Polygon:
    """A diamond `size` high and wide, centred on the point."""
    r = size / 2
    return Polygon(((x, y - r), (x + r, y), (x, y + r), (x - r, y)), fill, edge)


def cross(x: float, y: float, size: float, colour: str, width: float = 2.0) -> tuple[Polyline, Polyline]:
    """A cross `size` high and wide, centred on the point."""
    r = size / 2
    return (
        Polyline(((x - r, y - r), (x + r, y + r)), colour, width),
        Polyline(((x - r, y + r), (x + r, y - r)), colour, width),
    )


def chevron(tip: float, y: float, to_left: bool, colour: str, size: float = 12.0) -> Polyline:
    """An open arrowhead with its tip at (tip, y): what it belongs to goes on beyond the scale."""
    back = tip + size / 2 if to_left else tip - size / 2
    return Polyline(((back, y - size / 2), (tip, y), (back, y + size / 2)), colour, 1.5)


def hatch_lines(rect: Rect) -> Iterator[tuple[float, float, float, float]]:
    """The diagonals of a hatched rectangle, clipped to it, as (x1, y1, x2, y2): both painters draw the same ones."""
    offset = HATCH_STEP
    while offset < rect.width + rect.height:
        x1, y1 = rect.x + min(offset, rect.width), rect.y + max(0.0, offset - rect.width)
        x2, y2 = rect.x + max(0.0, offset - rect.height), rect.y + min(offset, rect.height)
        yield x1, y1, x2, y2
        offset += HATCH_STEP


def shifted(items: Iterable[Item], dx: float, dy: float) -> tuple[Item, ...]:
    """The same items moved by (dx, dy)."""
    return tuple(_shift(item, dx, dy) for item in items)


def _shift(item: Item, dx: float, dy: float) -> Item:
    if isinstance(item, Line):
        return replace(item, x1=item.x1 + dx, y1=item.y1 + dy, x2=item.x2 + dx, y2=item.y2 + dy)
    if isinstance(item, Polyline | Polygon):
        return replace(item, points=tuple((x + dx, y + dy) for x, y in item.points))
    return replace(item, x=item.x + dx, y=item.y + dy)
