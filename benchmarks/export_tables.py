"""Everything leaves the program: all records of a large ward as workbook, CSV and JSON lines; rows a second and memory.

python -m benchmarks.export_tables [patients]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks import big_ward

PATIENTS = 200
_TICK_S = 0.005


def main(patients: int = PATIENTS) -> None:
    """Print what each kind of file takes, and the longest time for which another thread had to wait."""
    from hsct_desktop.catalogue.catalogue import Catalogue
    from hsct_desktop.services import exports, staff
    from hsct_desktop.services.workspace import Workspace, clock_on
    from hsct_desktop.store.engine import open_store

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ward.hsct"
        big_ward.make(path, patients)
        ws = Workspace(open_store(path), Catalogue(), None, "en", clock_on(big_ward.ON))
        ws.author = staff.author(ws, staff.everybody(ws)[0].id)
        began = time.perf_counter()
        found = exports.extent(ws)
        print(f"counted beforehand in {1000 * (time.perf_counter() - began):.0f} ms: {found.patients} patients")
        for form in exports.TableFormat:
            waits, ended = _listen()
            began = time.perf_counter()
            ending = ".xlsx" if form is exports.TableFormat.XLSX else ""
            done = exports.export(ws, exports.ExportRequest(format=form), Path(folder) / f"{form}{ending}")
            took = time.perf_counter() - began
            ended.set()
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"{form:6} {done.rows} rows in {took:.1f} s: {done.rows / took:,.0f} rows/s, at most {peak} MB; "
                  f"another thread waited {1000 * max(waits):.0f} ms at most")  # fmt: skip
        ws.store.close()


def _listen() -> tuple[list[float], threading.Event]:
    """A thread that wakes every few milliseconds, as a window does, and notes by how much it was late."""
    waits, ended = [0.0], threading.Event()

    def listen() -> None:
        while not ended.is_set():
            began = time.perf_counter()
            time.sleep(_TICK_S)
            waits.append(time.perf_counter() - began - _TICK_S)

    threading.Thread(target=listen, daemon=True).start()
    return waits, ended


if __name__ == "__main__":
    main(*(int(text) for text in sys.argv[1:]))
