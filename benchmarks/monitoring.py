"""The ward's monitoring strips of one test with the holes of all tests, in a ward of 5,000 patients.

    python -m benchmarks.monitoring [pairs]

What the program sends is recorded once; the yardstick sends those statements with those values through sqlite3 and
fetches every row. The number of statements is printed: it is the same for a ward of any size.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import big_ward
from benchmarks.pairs import PAIRS, race

AIM = 3.0
PATIENTS = 5000


def main(pairs: int = PAIRS) -> None:
    """Print the ratio."""
    from sqlalchemy import event

    from hsct_desktop.catalogue.catalogue import Catalogue
    from hsct_desktop.services import monitoring
    from hsct_desktop.services.workspace import Workspace, clock_on
    from hsct_desktop.store.engine import open_store

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ward.hsct"
        people, visits = big_ward.make(path, PATIENTS)
        store = open_store(path)
        ws = Workspace(store, Catalogue(), None, "en", clock_on(big_ward.ON))
        sent: list[tuple[str, Any]] = []

        def record(_c: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
            sent.append((statement, values))

        event.listen(store.engine, "before_cursor_execute", record)
        found = monitoring.ward(ws, "fbc")
        event.remove(store.engine, "before_cursor_execute", record)
        statements = [(text, values) for text, values in sent if text.lstrip().upper().startswith("SELECT")]
        connection = sqlite3.connect(path)

        def ours() -> float:
            start = time.perf_counter()
            rows = monitoring.ward(ws, "fbc").rows
            taken = time.perf_counter() - start
            assert len(rows) == len(found.rows)
            return taken

        def raw() -> float:
            start = time.perf_counter()
            for text, values in statements:
                connection.execute(text, values).fetchall()
            return time.perf_counter() - start

        print(f"{people} patients, {visits} visits, {len(found.rows)} strips, {len(statements)} statements")
        race("Monitoring strips / the same SQL raw", AIM, ours, raw, pairs)
        connection.close()
        store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)
