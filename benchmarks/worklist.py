"""Today's open visits of a large ward against the same statement sent raw through sqlite3.

    python -m benchmarks.worklist [pairs]

The ward is the practice ward copied over and over inside one file, so that its rows have real shapes.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.pairs import PAIRS, race

AIM = 1.5
PATIENTS = 200
ON = dt.date(2026, 11, 20)


def main(pairs: int = PAIRS) -> None:
    """Print the ratio."""
    from sqlalchemy.dialects import sqlite

    from hsct_desktop.services import practice
    from hsct_desktop.store import worklist

    with tempfile.TemporaryDirectory() as folder:
        ward = Path(folder) / "ward.hsct"
        store = practice.create(ward, PATIENTS, on=ON)
        statement = worklist.STATEMENTS["open_visits"]
        compiled = statement.compile(dialect=sqlite.dialect(paramstyle="named"))
        raw_sql = str(compiled)
        values = {**compiled.params, "until": (ON + dt.timedelta(days=7)).isoformat()}
        connection = sqlite3.connect(ward)

        def ours() -> float:
            with store.read() as session:
                start = time.perf_counter()
                for _ in range(20):
                    worklist.open_visits(session, ON)
                return time.perf_counter() - start

        def raw() -> float:
            start = time.perf_counter()
            for _ in range(20):
                connection.execute(raw_sql, values).fetchall()
            return time.perf_counter() - start

        race(f"open visits of {PATIENTS} patients / the same SQL raw", AIM, ours, raw, pairs)
        connection.close()
        store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)
