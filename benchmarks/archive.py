"""Everything of a large ward goes out as an archive and as the analysis set, and comes back: rows a second and memory.

python -m benchmarks.archive [patients]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import big_ward

PATIENTS = 200


def main(patients: int = PATIENTS) -> None:
    """Print what writing, verifying and reading in take, and the analysis set."""
    from hsct_desktop.catalogue.catalogue import Catalogue
    from hsct_desktop.domain.author import Role
    from hsct_desktop.services import analysis_set, archive, staff
    from hsct_desktop.services.workspace import Workspace, clock_on
    from hsct_desktop.store.engine import open_store

    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "ward.hsct", Path(folder) / "archive"
        big_ward.make(path, patients)
        ws = Workspace(open_store(path), Catalogue(), None, "en", clock_on(big_ward.ON))
        physician = next(row for row in staff.everybody(ws) if row.role is Role.PHYSICIAN)
        ws.author = staff.author(ws, physician.id)
        began = time.perf_counter()
        rows = archive.write(ws, out).rows
        _told("archive written", rows, began)
        began = time.perf_counter()
        archive.verify(out, Path(folder) / "new.hsct")
        _told("verified", rows, began)
        began = time.perf_counter()
        archive.read_in(out, Path(folder) / "new.hsct")
        _told("verified and read in", rows, began)
        began = time.perf_counter()
        found = analysis_set.write(ws, Path(folder) / "set")
        _told(f"analysis set of {found.patients} patients", found.rows, began)
        ws.store.close()


def _told(what: str, rows: int, began: float) -> None:
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what:32} {rows:8} rows in {took:6.1f} s: {rows / took:9,.0f} rows/s, at most {peak} MB")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
