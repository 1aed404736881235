"""The trend of analytes as one picture: plots over one day axis, therapies and transfusions below, and its cursor.

Laid out here once; the window and the documents paint the same picture.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hsct_desktop.catalogue.wording import Wording, in_sentence
from hsct_desktop.domain.grading import Band
from hsct_desktop.domain.transfusion import BloodProduct, Irradiated, Transfusion
from hsct_desktop.pictures import timeline_frame as frame
from hsct_desktop.pictures import timeline_lanes as lanes
from hsct_desktop.pictures import trend_axis
from hsct_desktop.pictures.day_axis import DayAxis, linear_axis
from hsct_desktop.pictures.primitives import Disc, Item, Line, Picture, Polygon, Rect, TextMeasure, diamond
from hsct_desktop.pictures.timeline_board import PAPER as TIMELINE_PAPER
from hsct_desktop.pictures.timeline_board import SCREEN as TIMELINE_SCREEN
from hsct_desktop.pictures.timeline_board import Board, Style
from hsct_desktop.pictures.trend_axis import Period
from hsct_desktop.pictures.trend_facts import TrendFacts, TrendPoint, TrendSeries, TrendShown
from hsct_desktop.pictures.trend_plot import Layers, PlotBox, plot

__all__ = [
    "PAPER",
    "SCREEN",
    "Cell",
    "Period",
    "TrendFacts",
    "TrendPicture",
    "TrendPoint",
    "TrendSeries",
    "TrendShown",
    "axis_for",
    "cursor",
    "layout",
    "said",
    "stops",
    "summary",
]

SCREEN = replace(TIMELINE_SCREEN, right=78.0, row=17.0)
PAPER = replace(TIMELINE_PAPER, gutter=116.0, right=58.0)
LEAST_PLOT, MOST_PLOT = 72.0, 156.0
"""Heights of a plot in pixels; one or two alone may be higher."""
MOST_ALONE = 300.0
LEAST_WIDTH = 160.0
DRUG_ROWS = 6
"""Drugs shown before a line says how many more there are."""
_MARK = 11.0


@dataclass(frozen=True)
class TrendPicture:
    """A finished trend: the picture, its axis, and where the plots lie; `top` and `bottom` are the cursor's ends."""

    picture: Picture
    axis: DayAxis
    plots: tuple[PlotBox, ...]
    top: float
    bottom: float


def axis_for(
    facts: TrendFacts,
    width: float,
    period: Period = Period.MONTHS_5,
    span: tuple[float, float] | None = None,
    style: Style = SCREEN,
) -> DayAxis:
    """The axis on which `layout` draws: for zooming at a point. `span` (first and last day) wins over the period."""
    room = max(LEAST_WIDTH, width - style.gutter - style.right)
    if span is not None:
        return linear_axis(span[0], span[1], style.gutter, room)
    return trend_axis.axis_of(facts, period, style.gutter, room)


def layout(
    facts: TrendFacts,
    width: float,
    measure: TextMeasure,
    wording: Wording,
    period: Period = Period.MONTHS_5,
    *,
    height: float | None = None,
    span: tuple[float, float] | None = None,
    style: Style = SCREEN,
    all_drugs: bool = False,
    drugs: bool = True,
) -> TrendPicture:
    """The picture, `width` pixels wide; its plots share `height`, but none is lower than it can be read.

    `drugs` False leaves out therapies and transfusions.
    """
    width = max(width, style.gutter + style.right + LEAST_WIDTH)
    board = Board(facts.course, axis_for(facts, width, period, span, style), style, measure, wording, width)
    trend_axis.months(board)
    middle = frame.axis_row(board)
    board.write(board.right + 16, middle, wording.text("trend.grade"))
    top = board.y
    poles = _milestones(board)
    layers = Layers()
    each = _plot_height(facts, board, height, _drug_rows(board, all_drugs) if drugs else 0)
    plots: list[PlotBox] = []
    for series in facts.series:
        board.back.append(Line(0, board.y, board.width, board.y, "line"))
        plots.append(plot(board, layers, series, each))
    if drugs:
        _below(board, facts, all_drugs)
    board.y += style.gap
    picture = _put_together(board, layers, (top, middle), poles)
    return TrendPicture(picture, board.axis, tuple(plots), top, board.y)


def _milestones(board: Board) -> list[tuple[float, str]]:
    """The row of milestones, where there is one in the days shown; returns their poles."""
    course = board.facts
    dates = [m.on for m in course.milestones] + [d for d in (course.discharge, course.follow_up_end) if d is not None]
    return frame.milestones(board) if any(board.shows(on) for on in dates) else []


def _put_together(
    board: Board, layers: Layers, heights: tuple[float, float], poles: list[tuple[float, str]]
) -> Picture:
    """All layers in their order: future, bands, grid, poles, names, curves, today."""
    top, middle = heights
    behind = frame.backdrop(board, top, middle)
    today = board.axis.clamped(board.facts.day(board.facts.drawn_to))
    future: list[Item] = []
    if any(isinstance(i, Rect) for i in behind) and today < board.right:
        future.append(Rect(today, top, board.right - today, board.y - top, "alt"))
    grid = [i for i in behind if not isinstance(i, Rect)]
    lines = frame.pole_lines(board, poles, top + board.style.milestone / 2)
    before = frame.foreground(board, top, middle)
    items = (
        *future, *layers.bands, *grid, *layers.lines, *board.back, *lines, *board.items, *layers.curves, *before,
        *board.front,
    )  # fmt: skip
    return Picture(board.width, board.y, items, tuple(board.hits))


def _plot_height(facts: TrendFacts, board: Board, height: float | None, rows: int) -> float:
    """The height of each plot: its share of what the head and the lanes below leave, within what can be read."""
    if height is None or not facts.series:
        return LEAST_PLOT + 38 if height is None else LEAST_PLOT
    below = rows * board.style.row + 5 * board.style.gap + (board.style.row if facts.transfusions and rows else 0)
    most = MOST_PLOT if len(facts.series) > 2 else MOST_ALONE
    return min(most, max(LEAST_PLOT, (height - board.y - below) / len(facts.series)))


# --- what was given -----------------------------------------------------------------------------------------------


def _drug_rows(board: Board, all_drugs: bool) -> int:
    rows = len(lanes.therapy_rows(board))
    return max(1, rows if all_drugs or rows <= DRUG_ROWS else DRUG_ROWS)


def _below(board: Board, facts: TrendFacts, all_drugs: bool) -> None:
    board.separate()
    rows = lanes.therapy_rows(board)
    shown = len(rows) if all_drugs or len(rows) <= DRUG_ROWS else DRUG_ROWS - 1
    lanes.therapy(board, rows, shown)
    if facts.transfusions:
        board.separate()
        _transfusions(board, facts.transfusions)


def _transfusions(board: Board, given: Sequence[Transfusion]) -> None:
    """A sign for each product and day, and in words what the days shown held."""
    middle = board.y + board.style.row / 2
    board.name("", middle, board.wording.text("trend.lane.transfusions"))
    shown = sorted((t for t in given if board.shows(t.given_on)), key=lambda t: (t.given_on, t.product))
    end = board.left
    for transfusion in shown:
        x = board.x(transfusion.given_on)
        board.items += transfusion_sign(transfusion.product, x, middle)
        units = units_words(board.wording, transfusion.product, transfusion.units)
        irradiated = in_sentence(board.wording.enum("irradiated", transfusion.irradiated))
        words = f"{units}, {board.day(transfusion.given_on)}, {irradiated}"
        board.hit(x - 5, x + 5, middle, board.style.row, words, "transfusions")
        end = x
    total = transfusion_words(board.wording, shown) or board.wording.text("picture.none.here")
    width = board.text_width(total)
    if end + 10 + width <= board.width - 4:
        board.write(end + 10, middle, total, ground="surface")
    elif shown and board.x(shown[0].given_on) - 10 - width >= board.left:
        board.write(board.x(shown[0].given_on) - 10, middle, total, anchor="end", ground="surface")
    board.y += board.style.row


def transfusion_sign(product: BloodProduct, x: float, y: float) -> tuple[Item, ...]:
    """Platelets a triangle, red cells a hollow diamond, plasma a hollow disc, granulocytes a square."""
    hue, r = "therapy.transfusion.hue", _MARK / 2
    if product is BloodProduct.PLATELETS:
        return (Polygon(((x, y - r + 1), (x + r - 1, y + r - 1), (x - r + 1, y + r - 1)), hue),)
    if product is BloodProduct.RED_CELLS:
        return (diamond(x, y, _MARK - 1, "surface", hue),)
    if product is BloodProduct.PLASMA:
        return (Disc(x, y, r - 1, "surface", hue),)
    return (Rect(x - r + 2, y - r + 2, _MARK - 4, _MARK - 4, hue),)


def units_words(wording: Wording, product: BloodProduct, units: int) -> str:
    """How many units of a product: 2 platelets."""
    return wording.count(f"trend.units.{product}", units)


def transfusion_words(wording: Wording, given: Sequence[Transfusion]) -> str:
    """What was given, by product, and whether all was irradiated; empty for nothing."""
    units = {p: sum(t.units for t in given if t.product is p) for p in BloodProduct}
    parts = [units_words(wording, product, n) for product, n in units.items() if n]
    if not parts:
        return ""
    states = {t.irradiated for t in given}
    key = "all" if states == {Irradiated.YES} else "not_all" if Irradiated.NO in states else "not_known"
    return wording.text(f"trend.irradiated.{key}", units=", ".join(parts))


# --- the cursor ---------------------------------------------------------------------------------------------------


def stops(facts: TrendFacts) -> tuple[int, ...]:
    """The days after the origin on which anything shown was measured: where the cursor halts."""
    zero = facts.course.origin.toordinal()
    return tuple(sorted({int(p.day) - zero for s in facts.series for p in s.points}))


def nearest_stop(days: Sequence[int], day: float) -> int | None:
    """The stop nearest to a day, None where there is none."""
    if not days:
        return None
    place = bisect_left(days, day)
    around = days[max(0, place - 1) : place + 1]
    return min(around, key=lambda stop: abs(stop - day))


def cursor(shown: TrendPicture, day: int) -> tuple[Item, ...]:
    """The cursor on a day: a line through all plots, a ring on each value of that day; none beyond the days shown."""
    if not shown.axis.shows(day):
        return ()
    rings = tuple(_rings(shown, day))
    # Samples have their time of day: the line runs through them.
    x = sum(ring.x for ring in rings) / len(rings) if rings else shown.axis.x(day)
    return (Line(x, shown.top, x, shown.bottom, "accent", 1.5), *rings)


def _rings(shown: TrendPicture, day: int) -> Iterator[Disc]:
    for box in shown.plots:
        first = bisect_left(box.days, day)
        for offset, point in enumerate(box.at(day)):
            y = box.y(point)
            if y is not None:
                yield Disc(shown.axis.x(box.days[first + offset]), y, 5.5, None, "accent", 2)


@dataclass(frozen=True)
class Cell:
    """A part of the line under the picture: a value with its name, grade and rule, or words alone."""

    label: str = ""
    value: str = ""
    grade: int = 0
    note: str = ""


def said(facts: TrendFacts, day: int, wording: Wording) -> tuple[Cell, ...]:
    """A day in words: the date, what was measured with grade and rule, what was given."""
    course = facts.course
    zero = course.origin.toordinal()
    on = course.origin.fromordinal(zero + day)
    date_words = wording.date_weekday(on)
    if course.day0 is not None:
        date_words += f" · {wording.day(course.day0, on)}"
    cells = [Cell(value=date_words)]
    for series in facts.series:
        for point in of_day(series, zero + day):
            cells.append(Cell(series.label, point.text, point.grade or 0, _note(series, point, wording)))
    waiting = sum(not point.reviewed for series in facts.series for point in of_day(series, zero + day))
    if waiting:
        cells.append(Cell(note=wording.count("trend.not_reviewed", waiting)))
    given = [t for t in facts.transfusions if t.given_on == on]
    if given:
        cells.append(Cell(note=transfusion_words(wording, given)))
    drugs = [t.name for t in course.therapies if t.start <= on and (t.stop is None or on <= t.stop)]
    if drugs:
        cells.append(Cell(note=", ".join(dict.fromkeys(drugs))))
    return tuple(cells)


def of_day(series: TrendSeries, ordinal: int) -> tuple[TrendPoint, ...]:
    """The values of a series on the day of that ordinal."""
    first = bisect_left(series.days, ordinal)
    return series.points[first : bisect_left(series.days, ordinal + 1)]


def _note(series: TrendSeries, point: TrendPoint, wording: Wording) -> str:
    notes = [point.rule] if point.rule else []
    if differs_from_bands(series, point):
        notes.append(wording.text("trend.own_limits"))
    above = series.threshold is not None and point.value is not None and point.value >= series.threshold
    if above and point.comparator != "<":
        notes.append(wording.text("trend.above_threshold"))
    return ", ".join(notes)


def differs_from_bands(series: TrendSeries, point: TrendPoint) -> bool:
    """Whether a value lies in the band of another grade than its own.

    The bands are the limits of the latest value, as printed in its unit; an earlier one keeps the grade that its own
    unit, range or baseline gave it (CTCAE prints limits in g/L and in mmol/L that are not quite the same). The dot
    stays where it is; the line of words shows its own grade as a badge and says so. On a limit nothing is said.
    """
    if point.grade is None or point.value is None or point.is_open or not series.bands:
        return False
    at = [b for b in series.bands if _holds(b, point.value)]
    inside = [b for b in at if _holds(b, point.value, strictly=True)]
    if inside:
        return all(b.grade != point.grade for b in inside)
    return not at and point.grade > 0


def _holds(band: Band, value: float, *, strictly: bool = False) -> bool:
    low = band.lower is None or value > band.lower or (not strictly and value == band.lower)
    return low and (band.upper is None or value < band.upper or (not strictly and value == band.upper))


def summary(facts: TrendFacts, wording: Wording) -> str:
    """The trend in a sentence, for screen readers."""
    parts = []
    for series in facts.series:
        if not series.points:
            parts.append(wording.text("trend.none", label=series.label))
            continue
        last = series.points[-1]
        count = len(series.points)
        parts.append(wording.count("trend.summary.values", count, label=series.label, last=last.text, on=last.on))
    return wording.text("trend.summary", parts="; ".join(parts))
