"""One plot of a trend: reference and grade bands, scale, curve, marks, the last value, and its name in the gutter."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from hsct_desktop.domain.grading import Band
from hsct_desktop.pictures.glyphs import grade_box, grade_digit
from hsct_desktop.pictures.primitives import (
    BODY,
    Disc,
    Item,
    Line,
    Point,
    Polygon,
    Polyline,
    Rect,
    Text,
    centred_text,
    cross,
    diamond,
    elide,
)
from hsct_desktop.pictures.timeline_board import Board
from hsct_desktop.pictures.trend_facts import TrendPoint, TrendSeries
from hsct_desktop.pictures.trend_scale import FLOOR_ROW, Scale, scale_of, shown_slice, thinned, tick_label

STRIP = 12.0
"""Width of the strip with the grades' digits."""
STRIP_BOX = 10.0
"""A grade's box is at least so high that its digit fits."""
DOT_ROOM = 4.5
"""Pixels between two values below which the curve alone is drawn."""
DOT, RING = 2.0, 3.5
UNKNOWN_WAY = (3.0, 3.0)
_EDGE_MARK = 2.5
_WHOLE = 1000.0
"""From here on a number is written without decimals."""


@dataclass(frozen=True)
class PlotBox:
    """Where a plot lies and how its values are placed: for the cursor and for tests."""

    series: TrendSeries
    scale: Scale
    top: float
    bottom: float
    days: tuple[float, ...]
    """The days of its values after the course's origin."""

    def y(self, point: TrendPoint) -> float | None:
        """The height of a value; None where it has none."""
        return place(point, self.scale)

    def at(self, day: int) -> tuple[TrendPoint, ...]:
        """The values of one day after the origin."""
        points, first = self.series.points, bisect_left(self.days, day)
        return points[first : bisect_left(self.days, day + 1)]


def place(point: TrendPoint, scale: Scale) -> float | None:
    """The height at which a value is drawn: in the row "n.d." on a log scale; None for what has no number at all."""
    if scale.floor is not None:
        nothing = point.value is None or (scale.log and point.value <= 0)
        if (point.is_floor and (scale.log or point.value is None)) or (nothing and point.qualitative != "pos"):
            return scale.floor
    return None if point.value is None else scale.y(point.value)


@dataclass
class Layers:
    """What a trend is painted from, bottom to top."""

    bands: list[Item] = field(default_factory=list)
    lines: list[Item] = field(default_factory=list)
    curves: list[Item] = field(default_factory=list)


def plot(board: Board, layers: Layers, series: TrendSeries, height: float) -> PlotBox:
    """Lay a plot out from the board's height on."""
    top, bottom = board.y + 5, board.y + height - 6
    zero = board.facts.origin.toordinal()
    box = PlotBox(series, scale_of(series, top, bottom), top, bottom, tuple(d - zero for d in series.days))
    _reference(board, layers, box)
    _grades(board, layers, box)
    ticks_width = _ticks(board, layers, box)
    _threshold(board, layers, box)
    _names(board, box, height, ticks_width)
    before = len(layers.curves)
    _curve(board, layers, box)
    _name_reference(board, box, layers.curves[before:])
    _missed(board, layers, box)
    board.y += height
    return box


# --- gutter -------------------------------------------------------------------------------------------------------


def _names(board: Board, box: PlotBox, height: float, ticks_width: float) -> None:
    """Name, unit with the kind of axis, reference range: as many lines as the plot is high."""
    series, words, size = box.series, board.wording, board.style.size
    room = board.left - ticks_width - 10
    kind = words.text("trend.axis.log" if series.log else "trend.axis.linear")
    lines = [", ".join(part for part in (series.unit, kind) if part), range_words(board, series)]
    step = size * 1.9
    middle = board.y + step * 0.55 + 6
    fits = board.measure(series.label, size + 1, True) <= room
    name = elide(series.label if fits else series.short or series.label, room, board.measure, size + 1, bold=True)
    board.items.append(centred_text(0, middle, name, Text(0, 0, "", "text", size + 1, bold=True)))
    for number, text in enumerate(filter(None, lines), start=1):
        if (number + 1) * step + 4 <= height:
            short = elide(text, room, board.measure, size)
            board.write(0, middle + number * step, short, "muted")
    words_of = ", ".join(filter(None, (series.label, *lines)))
    board.hit(0, board.left - 8, board.y + height / 2, height, words_of, f"series:{series.code}")


def range_words(board: Board, series: TrendSeries) -> str:
    """The reference range in words; that none is set, where grades need one."""
    words = board.wording
    low, high = (None if v is None else words.number(_plain(v)) for v in (series.lln, series.uln))
    if low is not None and high is not None:
        return words.text("trend.range.both", low=low, high=high)
    if high is not None:
        return words.text("trend.range.below", high=high)
    if low is not None:
        return words.text("trend.range.above", low=low)
    if not series.points:
        return ""
    limits = [p.value for p in series.points if p.comparator == "<" and p.value is not None]
    if limits and any(p.qualitative == "neg" for p in series.points):
        return words.text("trend.not_detected_below", limit=words.number(_plain(limits[-1])))
    return "" if series.log else words.text("trend.range.none")


def floor_label(board: Board, series: TrendSeries) -> str:
    """What the row below a scale says: "n.d." for what was not detected, else the limit below which values lie."""
    if any(p.qualitative == "neg" for p in series.points):
        return board.wording.text("trend.not_detected.short")
    limits = [p.value for p in series.points if p.comparator == "<" and p.value is not None]
    return f"<{board.wording.number(_plain(limits[-1]))}" if limits else board.wording.number(0)


def _plain(value: float) -> Decimal:
    """A number of four digits, larger ones whole: without the noise of conversions and without needless zeros."""
    number = Decimal(f"{value:.4g}" if abs(value) < _WHOLE else f"{value:.0f}").normalize()
    return number.quantize(Decimal(1)) if number == number.to_integral() else number


def _ticks(board: Board, layers: Layers, box: PlotBox) -> float:
    """Labels and lines of the scale; the width that the labels take."""
    scale, widest, right = box.scale, 0.0, board.left - 8
    for value in scale.ticks():
        y, label = scale.y(value), tick_label(value, board.wording)
        widest = max(widest, board.text_width(label))
        layers.lines.append(Line(board.left, y, board.right, y, "grid"))
        board.write(right, y, label, anchor="end")
    for value in scale.minor():
        y = scale.y(value)
        board.items.append(Line(board.left - 4, y, board.left, y, "lineStrong"))
    if scale.floor is not None:
        label = floor_label(board, box.series)
        widest = max(widest, board.text_width(label))
        height = FLOOR_ROW * 0.6
        layers.bands.append(Rect(board.left, scale.floor - height / 2, board.right - board.left, height, "sunken"))
        board.write(right, scale.floor, label, anchor="end")
    return widest


# --- bands --------------------------------------------------------------------------------------------------------


def _reference(board: Board, layers: Layers, box: PlotBox) -> None:
    series, scale = box.series, box.scale
    if series.lln is None and series.uln is None:
        return
    low = scale.low if series.lln is None else series.lln
    high = scale.high if series.uln is None else series.uln
    if high <= scale.low or low >= scale.high:
        return
    top, bottom = scale.y(high), scale.y(low)
    layers.bands.append(Rect(board.left, top, board.right - board.left, bottom - top, "band"))
    for limit in (series.lln, series.uln):
        if board.style.paper and limit is not None and scale.holds(limit):
            layers.lines.append(Line(board.left, scale.y(limit), board.right, scale.y(limit), "muted", 1, (1, 2)))


def _name_reference(board: Board, box: PlotBox, curves: Sequence[Item]) -> None:
    """The word in the reference band, at its left or right end, where no curve runs through it; else none."""
    series, scale, size = box.series, box.scale, board.style.size
    if series.lln is None and series.uln is None:
        return
    low = scale.low if series.lln is None else series.lln
    high = scale.high if series.uln is None else series.uln
    if scale.y(low) - scale.y(high) < size * 1.9:
        return
    words = board.wording.text("trend.reference")
    width, middle = board.text_width(words), scale.y(low) - size * 1.1
    uprights = (board.axis.x(0), board.x(board.facts.today))
    for left in (board.left + 6, board.right - 6 - width):
        crossed = any(left - 4 < x < left + width + 4 for x in uprights)
        if not crossed and _is_free(curves, (left - 3, middle - size, left + width + 3, middle + size)):
            board.write(left, middle, words, "text")
            return


def _is_free(curves: Sequence[Item], area: tuple[float, float, float, float]) -> bool:
    """Whether no curve runs through a rectangle (left, top, right, bottom)."""
    left, top, right, bottom = area
    for curve in curves:
        if not isinstance(curve, Polyline):
            continue
        points = curve.points
        first = max(0, bisect_left(points, (left, 0.0)) - 1)
        for (x1, y1), (x2, y2) in zip(points[first:], points[first + 1 :], strict=False):
            if x1 > right:
                break
            start, end = max(x1, left), min(x2, right)
            if x2 > x1 and start <= end:
                slope = (y2 - y1) / (x2 - x1)
                ys = (y1 + slope * (start - x1), y1 + slope * (end - x1))
                if min(ys) <= bottom and max(ys) >= top:
                    return False
    return True


def _grades(board: Board, layers: Layers, box: PlotBox) -> None:
    """The ground of each grade, and its digit in the strip at the right."""
    spans: list[tuple[float, float, int]] = []
    for band in box.series.bands:
        span = _span(band, box.scale)
        if span is not None:
            layers.bands.append(
                Rect(board.left, span[0], board.right - board.left, span[1] - span[0], f"grade{band.grade}.wash")
            )
            spans.append((*span, band.grade))
    for top, bottom, grade in spread(spans, box.top, box.bottom):
        board.items.append(replace(grade_box(grade, board.right + 1, top, STRIP, bottom - top), radius=2.0))
        if bottom - top >= STRIP_BOX - 1:
            size = min(board.style.number, 7.5)
            board.items.append(grade_digit(grade, board.right + 1 + STRIP / 2, (top + bottom) / 2, size))


def _span(band: Band, scale: Scale) -> tuple[float, float] | None:
    """Top and bottom of a band as far as the scale shows it."""
    low = scale.low if band.lower is None else float(band.lower)
    high = scale.high if band.upper is None else float(band.upper)
    if high <= scale.low or low >= scale.high:
        return None
    top, bottom = scale.y(high), scale.y(low)
    return (top, bottom) if bottom - top >= 0.5 else None


def spread(spans: Sequence[tuple[float, float, int]], top: float, bottom: float) -> list[tuple[float, float, int]]:
    """The strip's boxes, each high enough for its digit: thin ones push their neighbours aside inside the plot.

    Where there is not room for all, they stay as they are.
    """
    ordered = sorted(spans)
    if len(ordered) * STRIP_BOX > bottom - top:
        return ordered
    boxes: list[list[float]] = []
    for first, last, grade in ordered:
        grow = max(0.0, STRIP_BOX - (last - first)) / 2
        boxes.append([first - grow, last + grow, grade])
    limit = top
    for box in boxes:  # downwards: nobody begins above the one before
        shift = max(0.0, limit - box[0])
        box[0] += shift
        box[1] = max(box[1], box[0] + STRIP_BOX)
        limit = box[1]
    limit = bottom
    for box in reversed(boxes):  # and back up from the plot's foot
        box[1] = min(box[1], limit)
        box[0] = min(box[0], box[1] - STRIP_BOX)
        limit = box[0]
    return [(first, last, int(grade)) for first, last, grade in boxes]


def _threshold(board: Board, layers: Layers, box: PlotBox) -> None:
    value = box.series.threshold
    if value is None or not box.scale.holds(value):
        return
    y = box.scale.y(value)
    layers.lines.append(Line(board.left, y, board.right, y, "warn", 2, (6, 3)))
    words = board.wording.text("trend.threshold", value=tick_label(value, board.wording))
    board.write(board.left + 6, y - board.style.size, words, "warn")


# --- the curve ----------------------------------------------------------------------------------------------------


def _curve(board: Board, layers: Layers, box: PlotBox) -> None:
    """The curve and its marks; where values lie closer than their dots, the curve alone."""
    first, last = shown_slice(box.days, board.axis.first, board.axis.last)
    chosen: Sequence[int] = range(first, last)
    room = board.right - board.left
    if last - first > 2 * room and box.series.numbers:
        # A column for each pixel and a half: what is finer runs together under the width of the line.
        thin = thinned(box.days[first:last], box.series.numbers[first:last], int(room / 1.5))
        chosen = [first + index for index in thin]
    spots = _spots(board, box, chosen)
    for run, known in _runs(box, chosen, spots):
        path = _clipped(run, board.left, board.right)
        if len(path) > 1:
            layers.curves.append(Polyline(tuple(path), box.series.colour, 1.75, () if known else UNKNOWN_WAY))
    left, right = board.left - 0.5, board.right + 0.5
    inside = [(spot, index) for spot, index in zip(spots, chosen, strict=True) if left <= spot[0] <= right]
    points = box.series.points
    if inside and room / len(inside) >= DOT_ROOM:
        for (x, y), index in inside:
            layers.curves += _mark(x, y, points[index], box)
            _say(board, box, x, y, points[index])
    if not inside:
        _say_nothing(board, box)
    elif inside[-1][1] == len(points) - 1:
        _last_value(board, layers, inside[-1][0], points[-1], box)


def _spots(board: Board, box: PlotBox, chosen: Sequence[int]) -> list[Point]:
    """Where the chosen values lie; the height of one without a place is not a number."""
    axis = board.axis
    # The axis of a trend is one even scale: two numbers place a day, thousands of times a frame.
    scale = (axis.right - axis.left) / (axis.last - axis.first)
    start, days = axis.left - axis.first * scale, box.days
    if box.series.numbers:
        heights, numbers = box.scale.y, box.series.numbers
        if box.scale.floor is None:
            return [(start + days[i] * scale, heights(numbers[i])) for i in chosen]
    points = box.series.points
    found = ((i, place(points[i], box.scale)) for i in chosen)
    return [(start + days[i] * scale, float("nan") if y is None else y) for i, y in found]


def _runs(box: PlotBox, chosen: Sequence[int], spots: Sequence[Point]) -> Iterator[tuple[list[Point], bool]]:
    """Stretches of the curve, each with whether the way along it is known; nothing joins two "not detected"."""
    scale, gaps = box.scale, box.series.long_gaps
    simple = scale.floor is None and bool(box.series.numbers)
    run: list[Point] = []
    known = True
    for at in range(len(spots) - 1):
        start, end = spots[at], spots[at + 1]
        if simple:
            joined, is_known = True, not gaps or chosen[at] not in gaps
        else:
            floors = (start[1] == scale.floor, end[1] == scale.floor)
            joined = start[1] == start[1] and end[1] == end[1] and not all(floors)  # NaN: a value without a place
            is_known = not any(floors) and chosen[at] not in gaps
        if run and (not joined or is_known is not known):
            yield run, known
            run = []
        if joined:
            if not run:
                run.append(start)
            run.append(end)
            known = is_known
    if run:
        yield run, known


def _on_floor(point: TrendPoint, scale: Scale) -> bool:
    return scale.floor is not None and place(point, scale) == scale.floor


def _clipped(run: Sequence[Point], left: float, right: float) -> list[Point]:
    """The part of a run between two uprights, cut where it crosses them."""
    path: list[Point] = []
    for (x1, y1), (x2, y2) in zip(run, run[1:], strict=False):
        if x2 < left or x1 > right:
            continue
        start, end = (x1, y1), (x2, y2)
        if x1 < left:
            start = (left, y1 + (y2 - y1) * (left - x1) / (x2 - x1))
        if x2 > right:
            end = (right, y1 + (y2 - y1) * (right - x1) / (x2 - x1))
        if not path or path[-1] != start:
            path.append(start)
        path.append(end)
    return path


def _mark(x: float, y: float, point: TrendPoint, box: PlotBox) -> Iterator[Item]:
    """The sign of a value: a disc; hollow where the true value lies below or above, with an arrow to that side."""
    colour = box.series.colour
    if y != y:
        yield diamond(x, box.bottom - 7, 8, None, colour)
        return
    if not point.is_open and not _on_floor(point, box.scale):
        yield Disc(x, y, DOT + (0.75 if box.series.log else 0.0), colour)
        return
    yield Disc(x, y, RING, "surface", colour, 1.5)
    if point.comparator and not _on_floor(point, box.scale):
        up = -1 if point.comparator == ">" else 1
        base = y + up * (RING + 1)
        arrow = ((x - _EDGE_MARK, base), (x + _EDGE_MARK, base), (x, base + up * 4))
        yield Polygon(arrow, colour)


def _say(board: Board, box: PlotBox, x: float, y: float, point: TrendPoint) -> None:
    words = board.wording
    day = board.day(point.on)
    text = words.text("trend.hit", label=box.series.label, value=point.text, day=day)
    if point.grade:
        text += words.text("trend.hit.grade", grade=point.grade)
    if point.rule:
        text += f", {point.rule}"
    if not point.reviewed:
        text += words.text("trend.hit.not_reviewed")
    board.hit(x - 4, x + 4, y if y == y else box.bottom - 7, 9, text, f"result:{point.id}")


def _say_nothing(board: Board, box: PlotBox) -> None:
    """That there is no value, at all or in these days."""
    words = board.wording.text("picture.none.here")
    if not box.series.points:
        words = board.wording.text("trend.none", label=box.series.label)
    board.write(board.left + 6, (box.top + box.bottom) / 2, words, ground="surface")


def _last_value(board: Board, layers: Layers, spot: Point, point: TrendPoint, box: PlotBox) -> None:
    """The last value of all, written beside its dot, clear of today's line and of the plot's edges."""
    x, y = spot
    if y != y:
        return
    size = board.style.size + 1
    text = _short_value(board, point)
    width = board.measure(text, size, True)
    today = board.x(board.facts.today)
    start = x + 8
    if start - 4 < today < start + width + 4:
        start = today + 8
    middle = min(max(y, box.top + size * 0.6), box.bottom - size * 0.6)
    if start + width > board.right - 2:
        start, middle = min(x, board.right) - width - 4, max(middle - size * 1.6, box.top + size * 0.6)
    label = Text(0, 0, "", box.series.colour, min(size, BODY + 0.5), bold=True)
    layers.curves.append(centred_text(start, middle, text, label))


def _short_value(board: Board, point: TrendPoint) -> str:
    """A value without its unit, in the locale's writing; "n.d." where nothing was detected."""
    if point.value is None or point.qualitative == "neg":
        return board.wording.text("trend.not_detected.short")
    return point.comparator + board.wording.number(_plain(point.value))


def _missed(board: Board, layers: Layers, box: PlotBox) -> None:
    """Samples that were planned and not taken: a cross with its word in the foot of the plot."""
    middle = box.scale.floor if box.scale.floor is not None else box.bottom - 7
    end = float("-inf")
    for on, label in box.series.missed:
        if not board.shows(on):
            continue
        x = board.x(on)
        layers.curves += cross(x, middle, 8, "danger", 1.75)
        board.hit(x - 5, x + 5, middle, 12, f"{box.series.label}: {label}, {board.day(on)}")
        last = x + 12 + board.text_width(label)
        # Beside other values its cross stands alone, and says its word to the pointer.
        first, beyond = (bisect_left(box.days, board.axis.day(edge)) for edge in (x, last))
        beside = any(place(point, box.scale) == box.scale.floor for point in box.series.points[first:beyond])
        if x > end and last <= board.right and not beside:
            board.write(x + 8, middle, label, "danger")
            end = last
