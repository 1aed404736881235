"""The flowsheet of ten years: 250 samples of 40 analytes open, scroll and take a value.

python -m benchmarks.flowsheet [pairs]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from benchmarks.pairs import PAIRS, race, spread

COLUMNS, ANALYTES = 250, 40
AIM_TYPED = 3.0
RUNS, FRAMES, WRITES = 7, 120, 20
ON = date(2026, 11, 20)


def main(pairs: int = PAIRS) -> None:
    """Print the time to open, the time of a frame, and the ratio of a typed value to a bare commit."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from hsct_desktop.views.theme.apply import apply

    app = QApplication.instance() or QApplication([])
    if isinstance(app, QApplication):
        apply(app, "light")
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        ws, patient_id = _ten_years(Path(folder) / "file.hsct")
        _open(ws, patient_id)
        _scroll(ws, patient_id)
        _type(ws, patient_id, pairs)
        ws.store.close()  # type: ignore[attr-defined]


def _ten_years(path: Path) -> tuple[object, int]:
    """A file with one patient and 10,000 results, every fortnight from Day 0 on."""
    from hsct_desktop.catalogue.catalogue import Catalogue
    from hsct_desktop.domain.author import Role
    from hsct_desktop.domain.lab_result import CellEntry, Sample
    from hsct_desktop.domain.patient import PatientEntry, Sex
    from hsct_desktop.domain.transplant import TransplantEntry
    from hsct_desktop.services import lab_results, patients, staff
    from hsct_desktop.services.workspace import Workspace, clock_on
    from hsct_desktop.store.engine import create_store

    clock = clock_on(ON)
    store = create_store(path, unit_name="Bench")
    ws = Workspace(store, Catalogue(), None, "en", clock)
    ws.author = staff.author(ws, staff.add(ws, "Ann", Role.NURSE).record_id or 0)
    day0 = ON - timedelta(days=3650)
    entry = PatientEntry("B-1", "Bench", "Ann", date(1984, 3, 14), Sex.FEMALE, disease_id="ms")
    patient_id = patients.register(ws, entry, TransplantEntry("ahsct-ms", day0)).patient_id or 0
    table = list(ws.catalogue.analytes.analytes.values())[:ANALYTES]
    for start in range(0, COLUMNS, 50):
        cells = [
            CellEntry(analyte.code, Sample(day0 + timedelta(days=14 * n), "07:00"), _value(analyte, n), analyte.unit)
            for n in range(start, start + 50)
            for analyte in table
        ]
        lab_results.put_cells(ws, patient_id, cells, confirmed=True)
    return ws, patient_id


def _value(analyte: object, number: int) -> str:
    """A value that can be, another from sample to sample."""
    low, high = analyte.probable  # type: ignore[attr-defined]
    return f"{float(low) + (float(high) - float(low)) * (0.2 + number % 13 / 20):.3g}"


def _tab(ws: object) -> object:
    from hsct_desktop.views.context import Context
    from hsct_desktop.views.flowsheet_tab import FlowsheetTab

    tab = FlowsheetTab(Context(ws))  # type: ignore[arg-type]
    tab.resize(1282, 640)
    return tab


def _open(ws: object, patient_id: int) -> None:
    """From the click on the tab to the picture, with all analytes."""
    from hsct_desktop.services import flowsheet

    seconds, read = [], []
    for _ in range(RUNS):
        tab = _tab(ws)
        start = time.perf_counter()
        tab.show_patient(patient_id, None)  # type: ignore[attr-defined]
        tab.bar().panels.set_values(["all"])  # type: ignore[attr-defined]
        tab.grab()  # type: ignore[attr-defined]
        seconds.append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        found = flowsheet.sheet(ws, patient_id, "all")  # type: ignore[arg-type]
        read.append((time.perf_counter() - start) * 1000)
    size = f"{len(found.columns)} columns, {found.results} results"
    spread(f"flowsheet of ten years ({size}) read", read, "ms")
    spread("flowsheet of ten years opened twice (panel of the phase, all analytes) and painted", seconds, "ms")


def _scroll(ws: object, patient_id: int) -> None:
    """Each frame moves one column on and paints the whole table."""
    tab = _tab(ws)
    tab.show_patient(patient_id, None)  # type: ignore[attr-defined]
    tab.bar().panels.set_values(["all"])  # type: ignore[attr-defined]
    tab.grab()  # type: ignore[attr-defined]
    table = tab.table  # type: ignore[attr-defined]
    frames = []
    for number in range(FRAMES):
        table.show_from(number)
        start = time.perf_counter()
        table.grab()
        frames.append((time.perf_counter() - start) * 1000)
    spread(f"flowsheet frame, one column on, {table.page()} columns in sight, all repainted", frames, "ms", 1)


def _type(ws: object, patient_id: int, pairs: int) -> None:
    """A value typed, graded, committed and shown, against the commit of one changed setting."""
    from hsct_desktop.store import setting

    tab = _tab(ws)
    tab.show_patient(patient_id, None)  # type: ignore[attr-defined]
    row, column = tab.table.place()  # type: ignore[attr-defined]
    texts = iter(range(10**9))

    def ours() -> float:
        start = time.perf_counter()
        for _ in range(WRITES):
            tab._write(row, column, f"{90 + next(texts) % 50}")  # type: ignore[attr-defined]
        return time.perf_counter() - start

    def bare() -> float:
        start = time.perf_counter()
        for _ in range(WRITES):
            with ws.store.write(None, "bench") as session:  # type: ignore[attr-defined]
                setting.put(session, setting.UNIT_NAME, f"Bench {next(texts)}")
        return time.perf_counter() - start

    race("a value typed to committed, graded and shown / bare commit", AIM_TYPED, ours, bare, pairs)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)
