"""An old spreadsheet comes in: 5,000 patients with 75,000 dated rows; read and judged, taken, taken back, in seconds.

python -m benchmarks.import_file [kind: edss, visits or lab_results] [patients] [rows of each]
"""

from __future__ import annotations

import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
TODAY = date(2026, 11, 20)
PATIENTS, ROWS_OF_EACH = 5_000, 15
AIM = 2.5
HEADS = {
    "patients": {
        "Code": "patient.code", "Family": "patient.family_name", "Given": "patient.given_name",
        "Born": "patient.birth_date", "Sex": "patient.sex", "Disease": "patient.disease_id", "Day 0": "transplant.day0",
    },
    "edss": {"Code": "patient.code", "Date": "edss.assessed", "EDSS": "edss.edss"},
    "visits": {"Code": "patient.code", "Date": "visit.on", "kg": "visit.weight"},
    "lab_results": {
        "Code": "patient.code", "Date": "lab_result.taken_on", "Test": "lab_result.analyte",
        "Value": "lab_result.value", "Unit": "lab_result.unit",
    },
}  # fmt: skip


def main(kind: str = "edss", patients: int = PATIENTS, each: int = ROWS_OF_EACH) -> None:
    """Print what the parts take."""
    from hsct_desktop.services import import_runs
    from hsct_desktop.services.import_check import dry_run
    from hsct_desktop.services.import_take import take

    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        ws = _workspace(Path(folder) / "file.hsct")
        book, plans = _book(), [_patients(patients), _rows(kind, patients, each)]
        read = sum(len(plan.table.rows) for plan in plans)
        run, seconds = _timed(lambda: dry_run(ws, book, plans))
        print(f"{read} rows read and judged: {seconds:.1f} s, {read / seconds:.0f} rows/s; {_counts(run.counts)}")
        writes = _timed_writes(ws)
        taken, whole = _timed(lambda: take(ws, run))
        seconds = writes[0]
        tables = _stored(ws)
        total = sum(tables.values())
        print(f"taken: {whole:.1f} s, of that in the write {seconds:.1f} s: {total / seconds:.0f} rows/s of {total}")
        print(f"  {tables}")
        raw = _raw(Path(folder), ws)
        print(
            f"raw executemany of the same rows, same file and log: {raw:.1f} s; ratio {seconds / raw:.2f} (aim {AIM})"
        )
        _, seconds = _timed(lambda: dry_run(ws, book, plans))
        print(f"the same file again, judged: {seconds:.1f} s")
        _, seconds = _timed(lambda: import_runs.undo(ws, taken.run_id or 0))
        print(f"taken back: {seconds:.1f} s, ratio to raw {seconds / raw:.2f}")
        print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        ws.store.close()


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    found = work()
    return found, time.perf_counter() - start


def _timed_writes(ws: Any) -> list[float]:
    """Seconds of each write from now on: so long others wait."""
    found: list[float] = []
    write = ws.store.write

    @contextmanager
    def timed(*args: Any, **named: Any) -> Iterator[Any]:
        start = time.perf_counter()
        with write(*args, **named) as session:
            yield session
        found.append(time.perf_counter() - start)

    ws.store.write = timed
    return found


def _workspace(path: Path, key: bytes | None = None) -> Any:
    from hsct_desktop.catalogue.catalogue import Catalogue
    from hsct_desktop.domain.author import Author, Role
    from hsct_desktop.services.workspace import Workspace
    from hsct_desktop.store import staff
    from hsct_desktop.store.engine import create_store

    store = create_store(path, "practice", key=key, unit_name="Bench")
    with store.write(None, "bench") as session:
        nurse = staff.add(session, "Bench", Role.NURSE)
    ws = Workspace(store, Catalogue(), clock=lambda: datetime(2026, 11, 20, 12).astimezone())
    ws.author = Author(nurse.id, nurse.name, nurse.role)
    return ws


def _book() -> Any:
    from hsct_desktop.domain.book import Book

    return Book("bench.xlsx", (), "0" * 64)


def _plan(kind: str, rows: Sequence[Sequence[str]]) -> Any:
    from hsct_desktop.domain.book import Cell, CellKind
    from hsct_desktop.domain.import_field import ImportKind
    from hsct_desktop.domain.import_mapping import DateOrder, ImportMapping, MappedColumn
    from hsct_desktop.domain.import_table import ImportTable, TableRow
    from hsct_desktop.services.import_check import SheetPlan

    heads = HEADS[kind]
    columns = tuple(MappedColumn(head, name, date_order=DateOrder.YEAR_FIRST) for head, name in heads.items())
    lines = tuple(TableRow(n, tuple(Cell(text, CellKind.TEXT) for text in row)) for n, row in enumerate(rows, start=2))
    table = ImportTable(kind, tuple(heads), lines, (), 1)
    return SheetPlan(kind, table, ImportMapping("bench", ImportKind(kind), columns, kind, 1))


def _patients(count: int) -> Any:
    rows = []
    for n in range(count):
        born, day0 = date(1960, 1, 1) + timedelta(days=3 * n), _day0(n)
        rows.append((f"B-{n:05d}", f"Bench{n}", "Anna", str(born), "female", "ms", str(day0)))
    return _plan("patients", rows)


def _day0(n: int) -> date:
    return TODAY - timedelta(days=200 + n % 2000)


def _rows(kind: str, count: int, each: int) -> Any:
    rows = []
    for n in range(count):
        for step in range(each):
            day = str(_day0(n) + timedelta(days=13 * step - 60))
            more = {
                "edss": (f"{1 + step % 8}.5",), "visits": (f"{60 + step}",),
                "lab_results": ("HGB", f"{80 + step}", "g/L"),
            }[kind]  # fmt: skip
            rows.append((f"B-{n:05d}", day, *more))
    return _plan(kind, rows)


def _counts(counts: Any) -> str:
    return ", ".join(f"{state.value} {count}" for state, count in counts.items() if count)


def _tables(ws: Any) -> list[str]:
    import sqlalchemy as sa

    wanted = (
        "patient transplant scheduled_visit visit edss_assessment lab_result import_run alert adverse_event "
        "professional allergy"
    )
    with ws.read() as session:
        there = set(session.scalars(sa.text("SELECT DISTINCT table_name FROM change_log WHERE action = 'import.take'")))
    return [name for name in wanted.split() if name in there]


def _stored(ws: Any) -> dict[str, int]:
    """The rows that the import wrote, by table."""
    import sqlalchemy as sa

    counted = sa.text(
        "SELECT table_name, count(*) FROM change_log WHERE action = 'import.take' GROUP BY table_name ORDER BY 2 DESC"
    )
    with ws.read() as session:
        return {str(row[0]): int(row[1]) for row in session.execute(counted)}


def _raw(folder: Path, ws: Any) -> float:
    """Seconds in which one executemany for each table writes the very rows into another file of the program."""
    target = _workspace(folder / "raw.hsct")
    source = sqlite3.connect(ws.store.path)
    rows = {}
    for table in _tables(ws):
        found = source.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our models
        rows[table] = ([one[0] for one in found.description], found.fetchall())
    source.close()
    start = time.perf_counter()
    with target.store.write(None, "raw") as session:
        driver = session.connection().connection.driver_connection
        driver.execute("PRAGMA defer_foreign_keys = ON")
        for table, (names, values) in rows.items():
            marks = ", ".join("?" * len(names))
            driver.executemany(f'INSERT INTO "{table}" ({", ".join(names)}) VALUES ({marks})', values)  # noqa: S608
        driver.execute("PRAGMA defer_foreign_keys = OFF")
    seconds = time.perf_counter() - start
    target.store.close()
    return seconds


if __name__ == "__main__":
    given = sys.argv[1:]
    main(given[0] if given else "edss", *map(int, given[1:3]))
