"""The small signs that mean the same everywhere: status of a visit, grade of a toxicity."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, radians, sin

from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.pictures.primitives import (
    NUMBER,
    Disc,
    Item,
    Line,
    Polygon,
    Polyline,
    Rect,
    Text,
    centred_text,
    cross,
    diamond,
)

GLYPH = 16.0
"""Full size of a status glyph in pixels; the sign itself leaves a margin of 2 or more."""


AWAITED = str(VisitStatus.REPORT_AWAITED)
TO_STOP, NO_NEXT_VISIT, NEXT_TRY, TASK = "to_stop", "no_next_visit", "next_try", "task"
DO_NOT_STOP = "do_not_stop"
RESULTS = "results_to_review"
VACCINES = "vaccines"
"""Signs beside those of the visit statuses: a therapy due to stop, nobody's next visit, a call to make, a task."""


def sign_of(status: VisitStatus, *, booked: bool) -> VisitStatus:
    """The status whose sign a scheduled visit shows: what is booked and still to come shows its diamond."""
    waits = status in (VisitStatus.UPCOMING, VisitStatus.OPEN, VisitStatus.DUE)
    return VisitStatus.BOOKED if booked and waits else status


def status_glyph(status: str, x: float, y: float, size: float = GLYPH) -> tuple[Item, ...]:
    """The sign of a visit's status, or of what else a list holds, centred on (x, y). KeyError for an unknown one."""
    return _GLYPHS[status](x, y, size / GLYPH)


def _ring(colour: str) -> Callable[[float, float, float], tuple[Item, ...]]:
    return lambda x, y, k: (Disc(x, y, 6 * k, None, colour, max(1.25, 1.75 * k)),)


def _disc(colour: str) -> Callable[[float, float, float], tuple[Item, ...]]:
    return lambda x, y, k: (Disc(x, y, 6 * k, colour),)


def _clock(x: float, y: float, k: float) -> tuple[Item, ...]:
    hands = ((x, y - 4.2 * k), (x, y), (x + 3.2 * k, y + 1.8 * k))
    width = max(1.25, 1.75 * k)
    return Disc(x, y, 7 * k, None, "danger", width), Polyline(hands, "danger", width)


_HANDSET = (
    (-7, 3.2), (-7, -0.6), (-5, -3.2), (5, -3.2), (7, -0.6), (7, 3.2),
    (3.4, 3.2), (3.4, 0.6), (2.4, -0.4), (-2.4, -0.4), (-3.4, 0.6), (-3.4, 3.2),
)  # fmt: skip
"""A telephone's handset lying on its back, turned when it is drawn."""


def _telephone(x: float, y: float, k: float) -> tuple[Item, ...]:
    turn = radians(-135)
    points = ((u * cos(turn) - v * sin(turn), u * sin(turn) + v * cos(turn)) for u, v in _HANDSET)
    return (Polygon(tuple((x + (dx + 0.6) * k, y + (dy - 0.6) * k) for dx, dy in points), "danger"),)


def _barred_ring(x: float, y: float, k: float) -> tuple[Item, ...]:
    dx, dy = 6 * k * cos(radians(45)), 6 * k * sin(radians(45))
    width = max(1.25, 1.75 * k)
    return Disc(x, y, 6 * k, None, "muted", width), Polyline(((x - dx, y + dy), (x + dx, y - dy)), "muted", width)


def _dots(x: float, y: float, k: float) -> tuple[Item, ...]:
    """Three dots: nothing is known of it."""
    return tuple(Disc(x + dx * k, y, 1.5 * k, "muted") for dx in (-5, 0, 5))


def _hourglass(x: float, y: float, k: float) -> tuple[Item, ...]:
    width = max(1.25, 1.5 * k)
    glass = ((-4, -5.5), (-4, -3.5), (0, 0), (-4, 3.5), (-4, 5.5), (4, 5.5), (4, 3.5), (0, 0), (4, -3.5), (4, -5.5))
    outline = tuple((x + dx * k, y + dy * k) for dx, dy in (*glass, glass[0]))
    caps = tuple(Polyline(((x - 5.5 * k, y + dy * k), (x + 5.5 * k, y + dy * k)), "wait", width) for dy in (-6, 6))
    return Polyline(outline, "wait", width), *caps


def _square_in_square(x: float, y: float, k: float) -> tuple[Item, ...]:
    hue, outer, inner = "therapy.pjp.hue", 6 * k, 2 * k
    edge = Rect(x - outer, y - outer, 2 * outer, 2 * outer, None, hue, 2 * k, max(1.25, 1.5 * k))
    return edge, Rect(x - inner, y - inner, 2 * inner, 2 * inner, hue)


def _held_square(x: float, y: float, k: float) -> tuple[Item, ...]:
    """A square with a bar across: what is due to stop, held."""
    hue, outer = "warn", 6 * k
    edge = Rect(x - outer, y - outer, 2 * outer, 2 * outer, None, hue, 2 * k, max(1.25, 1.5 * k))
    return edge, Line(x - 3 * k, y, x + 3 * k, y, hue, max(1.5, 2 * k))


def _box(x: float, y: float, k: float) -> tuple[Item, ...]:
    return (Rect(x - 5.5 * k, y - 5.5 * k, 11 * k, 11 * k, None, "control", 2 * k, max(1.25, 1.75 * k)),)


def _syringe(x: float, y: float, k: float) -> tuple[Item, ...]:
    """A syringe on its slant: needle, barrel, plunger."""
    width = max(1.25, 1.5 * k)
    barrel = tuple((x + dx * k, y + dy * k) for dx, dy in ((-3.4, 0.6), (0.6, -3.4), (3.4, -0.6), (-0.6, 3.4)))
    return (
        Line(x - 6.2 * k, y + 6.2 * k, x - 2 * k, y + 2 * k, "accent", width),
        Polygon(barrel, None, "accent", width),
        Line(x + 2 * k, y - 2 * k, x + 5 * k, y - 5 * k, "accent", width),
        Line(x + 3.4 * k, y - 6.6 * k, x + 6.6 * k, y - 3.4 * k, "accent", width),
    )


def _tube(x: float, y: float, k: float) -> tuple[Item, ...]:
    """A test tube, half full."""
    width = max(1.25, 1.5 * k)
    glass = Rect(x - 3 * k, y - 6 * k, 6 * k, 12 * k, None, "accent", 3 * k, width)
    return (
        Rect(x - 2.2 * k, y - 0.5 * k, 4.4 * k, 5.6 * k, "accent"),
        glass,
        Line(x - 5 * k, y - 6 * k, x + 5 * k, y - 6 * k, "accent", width),
    )


def _triangle(x: float, y: float, k: float) -> tuple[Item, ...]:
    width = max(1.25, 1.5 * k)
    corners = tuple((x + dx * k, y + dy * k) for dx, dy in ((0, -6), (6.5, 5.5), (-6.5, 5.5)))
    mark = Polyline(((x, y - 2.2 * k), (x, y + 1.2 * k)), "warn", width)
    return Polygon(corners, None, "warn", width), mark, Disc(x, y + 3.4 * k, 0.9 * k, "warn")


_GLYPHS: dict[str, Callable[[float, float, float], tuple[Item, ...]]] = {
    VisitStatus.UPCOMING: _ring("control"),
    VisitStatus.OPEN: _ring("accent"),
    VisitStatus.DUE: _disc("accent"),
    VisitStatus.LATE: _clock,
    VisitStatus.BOOKED: lambda x, y, k: (diamond(x, y, 14 * k, "text"),),
    VisitStatus.DONE: _disc("success"),
    VisitStatus.MISSED: lambda x, y, k: cross(x, y, 10 * k, "danger", max(1.5, 2 * k)),
    VisitStatus.CANCELLED: _barred_ring,
    VisitStatus.NOT_APPLICABLE: lambda x, y, k: (Line(x - 4 * k, y, x + 4 * k, y, "muted", max(1.25, 1.75 * k)),),
    VisitStatus.HISTORY: _dots,
    AWAITED: _hourglass,
    TO_STOP: _square_in_square,
    DO_NOT_STOP: _held_square,
    NO_NEXT_VISIT: _triangle,
    NEXT_TRY: _telephone,
    TASK: _box,
    RESULTS: _tube,
    VACCINES: _syringe,
}

STATUSES = tuple(str(status) for status in _GLYPHS)
"""The names of all signs."""


def grade_box(grade: int, x: float, y: float, width: float, height: float) -> Rect:
    """A bar or badge in the colours of a grade, without its digit."""
    return Rect(x, y, width, height, f"grade{grade}.fill", f"grade{grade}.edge", min(3.0, width / 2))


def grade_digit(grade: int, x: float, middle: float, size: float = NUMBER) -> Text:
    """The digit of a grade, centred on the point."""
    return centred_text(x, middle, str(grade), colour=f"grade{grade}.text", size=size, bold=True, anchor="middle")


def grade_badge(grade: int, x: float, y: float, size: float = 18.0) -> tuple[Item, ...]:
    """The square badge of a grade with its digit, its top left corner at (x, y); 18 in lists, 15 in courses."""
    digit = grade_digit(grade, x + size / 2, y + size / 2, 9.0 if size >= 18 else NUMBER)
    return grade_box(grade, x, y, size, size), digit
