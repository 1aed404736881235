"""A trend of ten years x six plots: a frame while the cursor moves (from the cache), and one while the picture moves.

python -m benchmarks.trend [runs]

A frame may take 16 ms. Two courses: 250 samples, as a patient has them, and one on every day, as nobody has them.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable
from math import sin
from typing import TYPE_CHECKING

from benchmarks.pairs import PAIRS, spread

if TYPE_CHECKING:
    from hsct_desktop.pictures.trend import TrendFacts

DAY0 = dt.date(2016, 11, 20)
TODAY = dt.date(2026, 11, 20)
PLOTS, SIZE = 6, (1282, 620)
FRAMES = 40


def main(runs: int = PAIRS) -> None:
    """Print milliseconds for each frame."""
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from hsct_desktop import app

    application = app.make_application()
    from hsct_desktop.views.theme.apply import apply

    apply(application, "light")
    for name, days in (("250 samples", sample_days()), ("a sample every day", list(range(3650)))):
        measure(name, days, runs)


def sample_days() -> list[int]:
    """Daily to +30, weekly to +100, monthly to two years, then quarterly; two stretches of closer looks between."""
    days = [*range(-10, 31), *range(37, 101, 7), *range(130, 731, 30), *range(821, 3650, 91)]
    days += range(1500, 1700, 3)
    days += range(2300, 2700, 4)
    return sorted(set(days))


def measure(name: str, days: list[int], runs: int) -> None:
    """The frames of one course."""
    from PySide6.QtWidgets import QApplication

    from hsct_desktop.catalogue.wording import wording
    from hsct_desktop.pictures.trend import Period
    from hsct_desktop.views.trend import TrendCanvas

    canvas = TrendCanvas()
    canvas.resize(*SIZE)
    canvas.set_room(SIZE[1] - 10)
    canvas.show()
    canvas.set_facts(facts(days), wording("en"), Period.ALL)
    QApplication.processEvents()

    def frames(act: Callable[[int], None]) -> float:
        start = time.perf_counter()
        for number in range(FRAMES):
            act(number)
            canvas.repaint()
        return (time.perf_counter() - start) * 1000 / FRAMES

    label = f"trend, 10 years x {PLOTS} plots, {name}"
    spread(f"{label}: cursor", [frames(lambda _n: canvas.step(-1)) for _ in range(runs)], "ms", places=2)
    moved = [frames(lambda n: canvas.pan(0.01 if n % 2 else -0.01)) for _ in range(runs)]
    spread(f"{label}: whole course moves", moved, "ms", places=1)
    canvas.set_period(Period.YEARS_2)
    spread(f"{label}: two years move", [frames(lambda n: canvas.pan(-0.01)) for _ in range(runs)], "ms", places=1)
    canvas.close()


def facts(days: list[int]) -> TrendFacts:
    """Six analytes on those days, with bands and drugs."""
    from decimal import Decimal

    from hsct_desktop.domain.grading import Band
    from hsct_desktop.domain.grading_rule import Direction
    from hsct_desktop.domain.supportive_therapy import Therapy, TherapyClass
    from hsct_desktop.pictures.timeline import TimelineFacts
    from hsct_desktop.pictures.trend import TrendFacts, TrendPoint, TrendSeries

    zero = DAY0.toordinal()
    steps = ((1, "75", "150"), (2, "50", "75"), (3, "25", "50"), (4, None, "25"))
    bands = tuple(Band(Direction.LOW, g, a if a is None else Decimal(a), Decimal(b)) for g, a, b in steps)
    series = tuple(
        TrendSeries(
            f"A{number}", f"Analyte {number}", "×10⁹/L",
            tuple(TrendPoint(zero + d, 150 + 80 * sin(d / (30 + number)) + 20 * sin(d * 1.7), "150") for d in days),
            log=number == 0, colour=f"s{number % 4 + 1}", lln=150.0, uln=400.0, bands=bands,
        )
        for number in range(PLOTS)
    )  # fmt: skip
    drugs = tuple(
        Therapy(n, f"Drug {n}", TherapyClass.ANTIVIRAL, DAY0 + dt.timedelta(days=100 * n), stop=TODAY) for n in range(4)
    )
    return TrendFacts(TimelineFacts(TODAY, DAY0, therapies=drugs), series)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)
