"""A backup of a file of 100 MB beside a running window: how long it takes, and the longest frame meanwhile.

python -m benchmarks.backup [megabytes]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

AIM_MS = 50.0
TICK_MS = 5


def main(megabytes: int = 100) -> None:
    """Print the time of a copy with all its proofs, and the longest time for which the event loop did not turn."""
    from hsct_desktop.domain.backup import Why
    from hsct_desktop.services import backups
    from hsct_desktop.store import backup

    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        path, key = Path(folder) / "file.hsct", os.urandom(32)
        _fill(path, key, megabytes)
        size = backup.size_of(path) / 1e6
        quiet = _longest_frame(lambda: time.sleep(2))[1]
        for place in ("first", "second"):
            took, longest = _longest_frame(lambda: backups.make(path, key, Why.INTERVAL))
            held = "held" if longest <= AIM_MS else "missed"
            print(
                f"backup of {size:.0f} MB, encrypted, copied and proven ({place} run): {took:.2f} s;"
                f" longest frame {longest:.0f} ms (aim {AIM_MS:.0f}: {held}; {quiet:.0f} ms while nothing is done)"
            )
        start = time.perf_counter()
        backups.prove(backups.all_in(path, key)[0].path, key)
        print(f"proof of an existing backup: {time.perf_counter() - start:.2f} s")


def _fill(path: Path, key: bytes, megabytes: int) -> None:
    from hsct_desktop.domain.patient import PatientEntry
    from hsct_desktop.store import patient
    from hsct_desktop.store.engine import create_store

    store = create_store(path, "practice", key=key, unit_name="Bench")
    number = 0
    while path.stat().st_size < megabytes * 1_000_000:
        with store.write(None, "bench") as session:
            for _ in range(500):
                number += 1
                notes = f"{number} " + "free text of a patient " * 180
                patient.add(session, PatientEntry(f"B-{number}", "Bench", "Ann", date(1980, 3, 4), notes=notes))
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")
    store.close()


def _longest_frame(work: Callable[[], object]) -> tuple[float, float]:
    """Run work in a thread while a timer of the window's thread ticks: seconds it took, longest pause in ms."""
    from PySide6.QtCore import QThread, QTimer
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication([])

    class Worker(QThread):
        def run(self) -> None:
            work()

    worker, timer = Worker(), QTimer()
    last, longest = time.perf_counter(), 0.0

    def tick() -> None:
        nonlocal last, longest
        now = time.perf_counter()
        longest = max(longest, now - last)
        last = now

    timer.timeout.connect(tick)
    worker.finished.connect(app.quit)
    timer.start(TICK_MS)
    start = last = time.perf_counter()
    worker.start()
    app.exec()
    took = time.perf_counter() - start
    timer.stop()
    worker.wait()
    return took, longest * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
