"""The square of a monitoring strip and a whole strip, for window and paper: state by shape as much as by colour."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from hsct_desktop.domain.monitoring import LATER, Column, SquareState, Unit
from hsct_desktop.pictures.primitives import NUMBER, Disc, Item, Picture, Polygon, Polyline, Rect, Text, centred_text

SIDE: Final = 18.0
PITCH: Final = 21.0
GROUP_GAP: Final = 12.0
"""Between weeks, months and years."""
_RADIUS: Final = 2.0


def square(state: SquareState, x: float, y: float, side: float = SIDE) -> tuple[Item, ...]:
    """The square of a state with its upper left corner at (x, y); what is not required is a dot."""
    return _SHAPES[state](x, y, side)


def _box(x: float, y: float, side: float, fill: str | None, edge: str, width: float = 1.0) -> Rect:
    return Rect(x, y, side, side, fill, edge, _RADIUS, width)


def _done(x: float, y: float, side: float) -> tuple[Item, ...]:
    unit = side / 18
    tick = ((x + 4.4 * unit, y + 9.4 * unit), (x + 7.7 * unit, y + 12.7 * unit), (x + 13.7 * unit, y + 5.6 * unit))
    return _box(x, y, side, "successSoft", "success"), Polyline(tick, "success", 1.75)


def _above(x: float, y: float, side: float) -> tuple[Item, ...]:
    unit, middle = side / 18, x + side / 2
    head = ((middle - 4 * unit, y + 8.4 * unit), (middle, y + 4.4 * unit), (middle + 4 * unit, y + 8.4 * unit))
    shaft = ((middle, y + 5 * unit), (middle, y + 13.8 * unit))
    return _box(x, y, side, "warn", "warn"), Polyline(shaft, "surface", 1.75), Polyline(head, "surface", 1.75)


def _missed(x: float, y: float, side: float) -> tuple[Item, ...]:
    low, high = side * 0.31, side * 0.69
    return (
        _box(x, y, side, "surface", "danger", 1.75),
        Polyline(((x + low, y + low), (x + high, y + high)), "danger", 1.75),
        Polyline(((x + low, y + high), (x + high, y + low)), "danger", 1.75),
    )


def _due(x: float, y: float, side: float) -> tuple[Item, ...]:
    return (_box(x, y, side, "accent", "accent"),)


def _awaited(x: float, y: float, side: float) -> tuple[Item, ...]:
    unit, middle, centre = side / 18, x + side / 2, y + side / 2
    wide, tall = 3.3 * unit, 4.6 * unit
    glass = (
        (middle - wide, centre - tall), (middle + wide, centre - tall), (middle, centre),
        (middle + wide, centre + tall), (middle - wide, centre + tall), (middle, centre),
    )  # fmt: skip
    sand = ((middle - wide, centre + tall), (middle + wide, centre + tall), (middle, centre + tall * 0.3))
    return _box(x, y, side, "waitSoft", "wait"), Polygon(glass, None, "wait", 1.4), Polygon(sand, "wait")


def _planned(x: float, y: float, side: float) -> tuple[Item, ...]:
    return (_box(x, y, side, "surface", "control"),)


def _dot(x: float, y: float, side: float) -> tuple[Item, ...]:
    return (Disc(x + side / 2, y + side / 2, 1.25, "muted"),)


_SHAPES: Final[Mapping[SquareState, Callable[[float, float, float], tuple[Item, ...]]]] = {
    SquareState.DONE: _done,
    SquareState.ABOVE: _above,
    SquareState.MISSED: _missed,
    SquareState.DUE: _due,
    SquareState.AWAITED: _awaited,
    SquareState.PLANNED: _planned,
    SquareState.NOT_REQUIRED: _dot,
}


def paper_square(state: SquareState, x: float, y: float, side: float = SIDE) -> tuple[Item, ...]:
    """The square of a state in black and white, at arm's length: only what was missed is black."""
    return _ON_PAPER.get(state, _SHAPES[state])(x, y, side)


def _paper_done(x: float, y: float, side: float) -> tuple[Item, ...]:
    unit = side / 18
    tick = ((x + 4.4 * unit, y + 9.4 * unit), (x + 7.7 * unit, y + 12.7 * unit), (x + 13.7 * unit, y + 5.6 * unit))
    return _box(x, y, side, "surface", "control", 0.75), Polyline(tick, "text", 1.0)


def _paper_above(x: float, y: float, side: float) -> tuple[Item, ...]:
    unit, middle = side / 18, x + side / 2
    head = ((middle - 4 * unit, y + 8.4 * unit), (middle, y + 4.4 * unit), (middle + 4 * unit, y + 8.4 * unit))
    shaft = ((middle, y + 5 * unit), (middle, y + 13.8 * unit))
    return _box(x, y, side, "line", "text"), Polyline(shaft, "text", 1.75), Polyline(head, "text", 1.75)


def _paper_missed(x: float, y: float, side: float) -> tuple[Item, ...]:
    low, high = side * 0.28, side * 0.72
    return (
        _box(x, y, side, "text", "text"),
        Polyline(((x + low, y + low), (x + high, y + high)), "surface", 2.0),
        Polyline(((x + low, y + high), (x + high, y + low)), "surface", 2.0),
    )


def _paper_due(x: float, y: float, side: float) -> tuple[Item, ...]:
    return (_box(x + 1, y + 1, side - 2, "surface", "text", 2.5),)


_ON_PAPER: Final[Mapping[SquareState, Callable[[float, float, float], tuple[Item, ...]]]] = {
    SquareState.DONE: _paper_done,
    SquareState.ABOVE: _paper_above,
    SquareState.MISSED: _paper_missed,
    SquareState.DUE: _paper_due,
}


def picture(state: SquareState, side: float = SIDE) -> Picture:
    """One square alone."""
    return Picture(side, side, square(state, 0, 0, side))


def label(column: Column) -> str:
    """What stands over a column: its number, of the later years "6+"."""
    return f"{column.number}+" if column == LATER else str(column.number)


def places(columns: Sequence[Column], pitch: float = PITCH, gap: float = GROUP_GAP) -> tuple[float, ...]:
    """The left edge of each column; a gap before the first month and the first year."""
    found, x = [], 0.0
    for number, column in enumerate(columns):
        if number and columns[number - 1].unit is not column.unit:
            x += gap
        found.append(x)
        x += pitch
    return tuple(found)


def strip(
    cells: Mapping[Column, SquareState], columns: Sequence[Column], side: float, pitch: float, gap: float
) -> Picture:
    """One patient's or one test's strip, as it is printed."""
    items: list[Item] = []
    left = places(columns, pitch, gap)
    for column, x in zip(columns, left, strict=True):
        items.extend(paper_square(cells.get(column, SquareState.NOT_REQUIRED), x, 0, side))
    return Picture(left[-1] + side if left else side, side, tuple(items))


def head(
    columns: Sequence[Column], names: Mapping[Unit, str], side: float, pitch: float, gap: float, size: float = NUMBER
) -> Picture:
    """The numbers over a strip, the name of each group above its first one."""
    items: list[Item] = []
    left = places(columns, pitch, gap)
    line = size * 1.75
    for number, (column, x) in enumerate(zip(columns, left, strict=True)):
        if number == 0 or columns[number - 1].unit is not column.unit:
            items.append(Text(x, line * 0.75, names[column.unit], "muted", size))
        items.append(
            centred_text(x + side / 2, line * 1.5, label(column), Text(0, 0, "", "muted", size, anchor="middle"))
        )
    return Picture(left[-1] + side if left else side, line * 2, tuple(items))
