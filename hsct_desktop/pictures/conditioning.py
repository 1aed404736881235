"""The mark of a drug on a day of conditioning: planned, given, changed, left out; told apart by shape, then colour."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from hsct_desktop.pictures.primitives import Disc, Item, Picture, Polyline, Rect

SIDE: Final = 18.0
_RADIUS: Final = 2.0
_STROKE: Final = 1.75


def _box(fill: str, edge: str, width: float = 1.0, dash: tuple[float, ...] = ()) -> Rect:
    return Rect(0, 0, SIDE, SIDE, fill, edge, _RADIUS, width, dash)


def _none() -> tuple[Item, ...]:
    return ()


def _planned() -> tuple[Item, ...]:
    return (_box("surface", "control"),)


def _open() -> tuple[Item, ...]:
    return _box("warnSoft", "warn", 1.5), Disc(SIDE / 2, SIDE / 2, 2.5, "warn")


def _given() -> tuple[Item, ...]:
    return _box("successSoft", "success"), Polyline(((4.4, 9.4), (7.7, 12.7), (13.7, 5.6)), "success", _STROKE)


def _changed() -> tuple[Item, ...]:
    wave = ((3.6, 7.6), (7.2, 6.0), (10.8, 9.0), (14.4, 7.2))
    lower = tuple((x, y + 4) for x, y in wave)
    return _box("accentSoft", "accent"), Polyline(wave, "accent", _STROKE), Polyline(lower, "accent", _STROKE)


def _omitted() -> tuple[Item, ...]:
    return (
        _box("surface", "danger", 1.5),
        Polyline(((5.2, 5.2), (12.8, 12.8)), "danger", _STROKE),
        Polyline(((5.2, 12.8), (12.8, 5.2)), "danger", _STROKE),
    )


def _extra() -> tuple[Item, ...]:
    return (
        _box("successSoft", "success"),
        Polyline(((9, 4.6), (9, 13.4)), "success", _STROKE),
        Polyline(((4.6, 9), (13.4, 9)), "success", _STROKE),
    )


_SHAPES: Final[Mapping[str, Callable[[], tuple[Item, ...]]]] = {
    "none": _none, "planned": _planned, "open": _open, "given": _given, "changed": _changed, "omitted": _omitted,
    "extra": _extra,
}  # fmt: skip


def picture(mark: str) -> Picture:
    """The mark of that name (`domain.treatment.Mark`) alone; an unknown one is empty."""
    return Picture(SIDE, SIDE, _SHAPES.get(mark, _none)())
