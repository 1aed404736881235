"""Opening a patient with twenty years of visits, scans and tests against one with a single year, on the same page.

    python -m benchmarks.disease_course [pairs]

A real window without a screen shows both patients in turn, on the Overview and on the disability course, which reads
the course, judges it and paints it. The two readings alone are printed as well.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from benchmarks.pairs import PAIRS, race, spread

AIM: Final = 1.2
ON: Final = dt.date(2026, 11, 20)
YEARS: Final = 20
EVERY: Final = dt.timedelta(days=91)
TESTS: Final = ("sdmt", "t25fw", "nhpt_right", "nhpt_left")
GRADES: Final = ("3.0", "3.5", "4.0", "4.5", "4.0")


def main(pairs: int = PAIRS) -> None:
    """Print both ratios."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from hsct_desktop import app
    from hsct_desktop.services import disease_course, outcomes
    from hsct_desktop.views.preferences import Preferences

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ward.hsct"
        short, long = _ward(path)
        options = app.Options(path, language="en", scheme="light", on=ON, plain_accepted=True)
        shell = app.Shell(app.make_application(), options, Preferences(Path(folder) / "p.ini"))
        shell.window.resize(1366, 768)
        shell.window.show()
        while shell.ctx.workspace is None:
            shell.app.processEvents()

        def opened(patient_id: int, tab: str) -> Callable[[], float]:
            def run() -> float:
                start = time.perf_counter()
                shell.ctx.show_patient(patient_id, tab)
                shell.app.processEvents()
                return time.perf_counter() - start

            return run

        for tab in ("overview", "disease"):
            race(
                f"open a patient of {YEARS} years / of 1 year, {tab}", AIM, opened(long, tab), opened(short, tab), pairs
            )
        ws = shell.ctx.ready()
        for name, patient_id in (("1 year", short), (f"{YEARS} years", long)):
            spread(f"read the course, {name}", _times(lambda p: disease_course.of_patient(ws, p), patient_id), "ms", 1)
            spread(f"outcomes panel, {name}", _times(lambda p: outcomes.panel(ws, p), patient_id), "ms", 1)
        shell.window.close()


def _times(of: Callable[[int], Any], patient_id: int) -> list[float]:
    found = []
    for _ in range(PAIRS):
        start = time.perf_counter()
        of(patient_id)
        found.append((time.perf_counter() - start) * 1000)
    return found


def _ward(path: Path) -> tuple[int, int]:
    """A small practice file; the ids of a patient followed for a year, and of one with four visits a year for 20."""
    from hsct_desktop.catalogue.catalogue import Catalogue
    from hsct_desktop.services import disease_course, practice_cohort
    from hsct_desktop.services.workspace import Workspace, clock_on
    from hsct_desktop.store.engine import open_store

    practice_cohort.create(path, "das2021").close()
    store = open_store(path)
    courses = disease_course.of_all(Workspace(store, Catalogue(), None, "en", clock_on(ON)))
    short, long = (pid for pid, c in courses.items() if c.last_seen and c.day0 and (c.last_seen - c.day0).days == 365)
    with store.write(1, action="benchmark") as session:
        _fill(session, long, {one.on for one in courses[long].assessments})
    store.close()
    return short, long


def _fill(session: Any, patient_id: int, held: set[dt.date]) -> None:
    from hsct_desktop.domain.edss_assessment import EdssEntry
    from hsct_desktop.domain.measure import MeasureEntry
    from hsct_desktop.domain.mri import MriEntry
    from hsct_desktop.domain.partial_date import PartialDate
    from hsct_desktop.domain.relapse import RelapseEntry
    from hsct_desktop.domain.visit import VisitEntry
    from hsct_desktop.store import edss_assessment, measure_value, mri, relapse, visit

    for number in range(YEARS * 4):
        day = ON - (number + 1) * EVERY
        known = PartialDate(day.year, day.month, day.day)
        visit.add(session, VisitEntry(patient_id, day, None, "Nurse"), outside_window=False)
        if day not in held:
            edss_assessment.add(session, EdssEntry(patient_id, known, Decimal(GRADES[number % len(GRADES)])))
        for test in TESTS:
            measure_value.add(session, MeasureEntry(patient_id, test, day, Decimal(5 + number % 3)))
        if number % 2 == 0:
            mri.add(session, MriEntry(patient_id, known, new_t2=0, gd=0))
        if number % 5 == 0:
            relapse.add(session, RelapseEntry(patient_id, known))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
