"""Runs two sides in turn and prints the ratio of each pair."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence

PAIRS = 9


def race(title: str, aim: float, ours: Callable[[], float], yardstick: Callable[[], float], pairs: int = PAIRS) -> None:
    """Print least, median and greatest of ours / yardstick over `pairs` pairs (seconds in, ratios out)."""
    ours()  # one round unmeasured on each side: caches of the disk and of Python
    yardstick()
    ratios, own, other = [], [], []
    for index in range(pairs):
        sides = (ours, yardstick) if index % 2 == 0 else (yardstick, ours)
        seconds = {side: side() for side in sides}
        own.append(seconds[ours])
        other.append(seconds[yardstick])
        ratios.append(seconds[ours] / seconds[yardstick])
    print(
        f"{title}: ratio min {min(ratios):.2f}  median {statistics.median(ratios):.2f}  max {max(ratios):.2f}"
        f"  (aim <= {aim}; medians {statistics.median(own) * 1000:.0f} ms / {statistics.median(other) * 1000:.0f} ms;"
        f" {pairs} pairs)"
    )


def spread(title: str, values: Sequence[float], unit: str, places: int = 0) -> None:
    """Print least, median and greatest of one side measured alone."""
    found = {"min": min(values), "median": statistics.median(values), "max": max(values)}
    print(f"{title}: " + "  ".join(f"{n} {v:.{places}f}" for n, v in found.items()) + f" {unit} ({len(values)} runs)")
