"""The before/after preview of a Day 0 moved by 6 days, for one patient of the practice ward; to be not noticeable.

python -m benchmarks.preview [runs]
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.pairs import PAIRS, spread

ON = dt.date(2026, 11, 20)
CODE = "MS-0106"
DAYS = dt.timedelta(days=6)


def main(runs: int = PAIRS) -> None:
    """Print milliseconds."""
    from hsct_desktop.catalogue.catalogue import Catalogue
    from hsct_desktop.services import patients, practice, transplants
    from hsct_desktop.services.workspace import Workspace, clock_on

    with tempfile.TemporaryDirectory() as folder:
        store = practice.create(Path(folder) / "ward.hsct", on=ON)
        ws = Workspace(store, Catalogue(), None, "en", clock_on(ON))
        who = patients.find(ws, CODE)[0].id
        held = transplants.entry_of(ws, who)
        assert held is not None
        assert held[0].day0 is not None
        moved = replace(held[0], day0=held[0].day0 + DAYS)
        transplants.preview_change(ws, who, moved)  # unmeasured: the protocols are read once in a session
        taken = []
        for _ in range(max(runs, PAIRS)):
            start = time.perf_counter()
            transplants.preview_change(ws, who, moved)
            taken.append((time.perf_counter() - start) * 1000)
        spread("preview of a moved Day 0 (under 100 ms is not noticeable)", taken, "ms", places=1)
        store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)
