"""The scale of one plot: values to pixels, linear or logarithmic, its ticks, and the thinning of dense curves."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

from hsct_desktop.catalogue.wording import NBSP, Wording
from hsct_desktop.pictures.trend_facts import TrendSeries

HEADROOM = 1.2
"""A scale reaches this factor beyond its highest value."""
ZERO_BELOW = 0.5
"""A scale begins at 0 where its lowest value is less than this share of its highest."""
FARTHEST_LLN, FARTHEST_ULN = 2.0, 1.25
"""A limit is on the scale where it is at most so many times the highest value."""
TICK_ROOM = 30.0
"""Pixels between two ticks at least."""
DECADES = 2


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high` on pixels from `bottom` up to `top`; values beyond lie on its ends.

    `floor` is the height of the row for what has no place on the scale ("n.d."), None without one.
    """

    low: float
    high: float
    top: float
    bottom: float
    log: bool = False
    floor: float | None = None

    def y(self, value: float) -> float:
        """The height of a value in pixels, downwards."""
        if self.log:
            value = log10(max(value, self.low))
            low, high = log10(self.low), log10(self.high)
        else:
            low, high = self.low, self.high
        share = min(max((value - low) / (high - low), 0.0), 1.0)
        return self.bottom - share * (self.bottom - self.top)

    def holds(self, value: float) -> bool:
        """Whether a value has a place of its own between the ends."""
        return self.low <= value <= self.high

    def ticks(self) -> tuple[float, ...]:
        """The values that get a label and a line."""
        return tuple(self._decades() if self.log else self._even())

    def minor(self) -> tuple[float, ...]:
        """The values of a logarithmic scale between its powers of ten: 2, 3, ... 9 of each."""
        if not self.log:
            return ()
        lowest, highest = floor(log10(self.low)), ceil(log10(self.high))
        found = (times * 10.0**power for power in range(lowest, highest) for times in range(2, 10))
        return tuple(value for value in found if self.low <= value <= self.high)

    def _decades(self) -> Iterator[float]:
        powers = range(ceil(log10(self.low) - 1e-9), floor(log10(self.high) + 1e-9) + 1)
        room = (self.bottom - self.top) / max(1, len(powers) - 1)
        step = next((s for s in (1, 2, 3, 5, 10) if s * room >= TICK_ROOM * 0.7), 20)
        yield from (10.0**power for power in powers[::step])

    def _even(self) -> Iterator[float]:
        most = max(1, int((self.bottom - self.top) / TICK_ROOM))
        step = nice_step((self.high - self.low) / most)
        first = ceil(self.low / step - 1e-9)
        while first * step <= self.high * (1 + 1e-9) + 1e-12:
            yield round(first * step, 10)
            first += 1


def nice_step(least: float) -> float:
    """The least of 1, 2, 2.5, 5, 10, ... times a power of ten that is not below `least`."""
    if least <= 0 or not isfinite(least):
        return 1.0
    power = 10.0 ** floor(log10(least))
    return next(n * power for n in (1.0, 2.0, 2.5, 5.0, 10.0) if n * power >= least * (1 - 1e-9))


FLOOR_ROW = 14.0
"""Height of the row for what was not detected."""


def scale_of(series: TrendSeries, top: float, bottom: float) -> Scale:
    """The scale that shows every value of a series; its limits too, where they are not far away.

    It does not depend on the days shown, so that a value keeps its height when the picture moves.
    """
    floor_y = bottom - FLOOR_ROW / 2 if series.has_floor else None
    make = _log_scale if series.log else _linear_scale
    return make(series, top, bottom - (FLOOR_ROW + 3 if series.has_floor else 0), floor_y)


def _log_scale(series: TrendSeries, top: float, bottom: float, floor_y: float | None) -> Scale:
    marks = [*(series.extremes or ()), *(v for v in (series.threshold,) if v)] or [10.0, 1000.0]
    low, high = floor(log10(min(marks))), ceil(log10(max(marks) * 1.05))
    if 10.0**low > min(marks):  # a hair under a power of ten: its logarithm is rounded up
        low -= 1
    return Scale(10.0**low, 10.0 ** max(high, low + DECADES), top, bottom, True, floor_y)


def _linear_scale(series: TrendSeries, top: float, bottom: float, floor_y: float | None) -> Scale:
    lowest, highest = series.extremes or (0.0, series.uln or series.lln or 1.0)
    reach = ((series.lln, FARTHEST_LLN), (series.uln, FARTHEST_ULN))
    near = [limit for limit, factor in reach if limit is not None and limit <= factor * highest]
    low, high = min([lowest, *near]), max([highest, *near])
    if series.zero_floor or (0 <= low < ZERO_BELOW * high):
        low, high = 0.0, high * HEADROOM
    else:
        pad = max((high - low) * (HEADROOM - 1), abs(high) * 0.03, 1e-6)
        low, high = low - pad, high + pad
    half = nice_step(max(high - low, 1e-9) / max(1, int((bottom - top) / TICK_ROOM))) / 2
    low = floor(low / half + 1e-9) * half
    return Scale(low, max(ceil(high / half - 1e-9) * half, low + half), top, bottom, False, floor_y)


def tick_label(value: float, wording: Wording) -> str:
    """A tick's number: no needless decimals, groups of three from 10 000 on."""
    if value >= 10000:
        return f"{value:,.0f}".replace(",", NBSP)
    return wording.number(float(f"{value:.10g}"), None if value != int(value) else 0)


# --- the curve ----------------------------------------------------------------------------------------------------


def thinned(days: Sequence[float], numbers: Sequence[float], pieces: int) -> list[int]:
    """The indices of the values that a curve needs in `pieces` pixel columns: in each the lowest and the highest.

    What lies between them would be painted over the same pixels; the first and the last value are kept too.
    """
    first, last = days[0], days[-1]
    kept: set[int] = {0, len(days) - 1}
    start, step = 0, (last - first) / pieces
    for piece in range(1, pieces + 1):
        end = bisect_left(days, first + piece * step, start) if piece < pieces else len(days)
        if end > start:
            column = numbers[start:end]
            kept.add(start + column.index(min(column)))
            kept.add(start + column.index(max(column)))
        start = end
    return sorted(kept)


def shown_slice(days: Sequence[float], first: float, last: float) -> tuple[int, int]:
    """The indices of what a curve from `first` to `last` needs: one more value on either side for the way there."""
    return max(0, bisect_left(days, first) - 1), min(len(days), bisect_left(days, last) + 1)
