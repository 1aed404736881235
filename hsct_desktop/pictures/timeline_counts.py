"""The lane of blood counts in a course: neutrophils and platelets on one log scale, transfusions as triangles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log10
from typing import Final

from hsct_desktop.pictures.primitives import Line, Point, Polygon, Polyline, centred_text
from hsct_desktop.pictures.primitives import Text as Words
from hsct_desktop.pictures.timeline_board import Board
from hsct_desktop.pictures.timeline_facts import Counts
from hsct_desktop.pictures.trend_scale import shown_slice

PLATELETS_PER_NEUTROPHIL: Final = 40.0
"""Platelets / 40 share the scale of neutrophils, so that 20 and 0.5 are one line: engraftment."""
ENGRAFTMENT: Final = 0.5
"""Neutrophils in ×10⁹/L at engraftment (EBMT: the first of three days in a row)."""
LOWEST, HIGHEST = 0.03, 12.0
"""The ends of the scale in ×10⁹/L of neutrophils; counts beyond lie on them."""
HEIGHT: Final = 56.0
PAPER_HEIGHT: Final = 44.0
PLATELET_DASH: Final = (5.0, 2.0)
_LONG_GAP: Final = 120.0
"""Days without a count after which the curve begins anew: what lies between is not known."""


def counts(board: Board, found: Counts) -> None:
    """The lane, on the board's height."""
    height = PAPER_HEIGHT if board.style.paper else HEIGHT
    top, bottom = board.y, board.y + height
    words, step = board.wording, board.style.size * 1.7
    board.name(words.text("picture.row.neutrophils"), top + step * 0.6, words.text("picture.lane.counts"), colour="s1")
    board.name(words.text("picture.row.platelets"), top + step * 1.6, colour="s2")
    if board.facts.is_graft:
        board.name(words.text("picture.row.engraftment"), top + step * 2.6, colour="success")
        limit = _y(ENGRAFTMENT, top, bottom)
        board.back.append(Line(board.left, limit, board.right, limit, "success", 1, (3, 3)))
    ends = []
    scaled = tuple((day, value / PLATELETS_PER_NEUTROPHIL) for day, value in found.platelets)
    for name, values, colour, width, dash in (
        ("platelets", scaled, "s2", 1.5, PLATELET_DASH), ("neutrophils", found.neutrophils, "s1", 2.0, ()),
    ):  # fmt: skip
        last = _curve(board, values, (top, bottom), (colour, width, dash))
        if last is not None:
            factor = PLATELETS_PER_NEUTROPHIL if name == "platelets" else 1.0
            ends.append((last[1], last[0], _number(board, values[-1][1] * factor), colour))
    _label(board, ends, (top, bottom))
    _transfusions(board, found, bottom)
    board.hit(0, board.right, (top + bottom) / 2, height, _words(board, found), "counts")
    board.y = bottom


def _y(value: float, top: float, bottom: float) -> float:
    low, high = log10(LOWEST), log10(HIGHEST)
    share = (log10(min(max(value, LOWEST), HIGHEST)) - low) / (high - low)
    return bottom - 3 - share * (bottom - top - 6)


def _curve(
    board: Board,
    values: Sequence[tuple[float, float]],
    ends: tuple[float, float],
    style: tuple[str, float, tuple[float, ...]],
) -> Point | None:
    """Draw the curve as far as the axis shows it; returns its last point where that is the last value of all."""
    zero = board.facts.origin.toordinal()
    days = [day - zero for day, _ in values]
    first, last = shown_slice(days, board.axis.first, board.axis.last)
    spots = [(board.axis.x(days[i]), _y(values[i][1], *ends)) for i in range(first, last)]
    run: list[Point] = []
    for index, (start, end) in enumerate(pairwise(spots), first):
        if days[index + 1] - days[index] > _LONG_GAP:
            _draw(board, run, style)
            run = []
            continue
        run = run or [start]
        run.append(end)
    _draw(board, run, style)
    if not spots or last < len(values) or not board.left <= spots[-1][0] <= board.right:
        return None
    return spots[-1]


def _draw(board: Board, run: Sequence[Point], style: tuple[str, float, tuple[float, ...]]) -> None:
    """A run cut at the ends of the plot."""
    path: list[Point] = []
    for (x1, y1), (x2, y2) in pairwise(run):
        if x2 < board.left or x1 > board.right or x2 <= x1:
            continue
        start, end = (x1, y1), (x2, y2)
        slope = (y2 - y1) / (x2 - x1)
        if x1 < board.left:
            start = (board.left, y1 + slope * (board.left - x1))
        if x2 > board.right:
            end = (board.right, y1 + slope * (board.right - x1))
        path += [start, end] if not path else [end]
    if len(path) > 1:
        board.items.append(Polyline(tuple(path), *style))


def _number(board: Board, value: float) -> str:
    """Two digits that count: 0.05, 0.42, 2.3, 12, 187."""
    if value >= 10:
        return board.wording.number(round(value))
    places = 1 if value >= 1 else 2 if value >= 0.1 else 3
    return board.wording.number(round(value, places))


def _label(board: Board, ends: Sequence[tuple[float, float, str, str]], edges: tuple[float, float]) -> None:
    """The last values beside the curves, one above the other where they would touch."""
    step = board.style.size * 1.5
    previous = float("-inf")
    for y, x, text, colour in sorted(ends):
        middle = min(max(y, previous + step, edges[0] + step / 2), edges[1] - step / 2)
        previous = middle
        start = max(x + 6, board.clamped_x(board.facts.today) + 6 if x + 40 > board.x(board.facts.today) else x + 6)
        if start + board.text_width(text, True) > board.width:
            continue
        board.front.append(centred_text(start, middle, text, Words(0, 0, "", colour, board.style.size, bold=True)))


def _transfusions(board: Board, found: Counts, bottom: float) -> None:
    for given in found.transfusions:
        if not board.shows(given.given_on):
            continue
        x, y = board.x(given.given_on), bottom - 3
        board.items.append(Polygon(((x, y - 7), (x + 4, y), (x - 4, y)), "therapy.transfusion.hue"))


def _words(board: Board, found: Counts) -> str:
    words = board.wording
    parts = [
        words.text(f"picture.hit.{name}", value=_number(board, values[-1][1]), day=_day(board, values[-1][0]))
        for name, values in (("neutrophils", found.neutrophils), ("platelets", found.platelets))
        if values
    ]
    if found.transfusions:
        parts.append(words.count("picture.hit.transfusions", len(found.transfusions)))
    return "; ".join(parts)


def _day(board: Board, ordinal: float) -> str:
    return board.day(board.facts.origin.fromordinal(int(ordinal)))
