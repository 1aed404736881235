"""5,000 results of a laboratory's file: the store against a raw executemany into the same table, and the whole way.

python -m benchmarks.lab_file [pairs]
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.pairs import PAIRS, race, spread

AIM = 2.5
ROWS = 5_000
FIRST = date(2000, 1, 1)
PATIENTS = 20


def main(pairs: int = PAIRS) -> None:
    """Print the ratios."""
    from hsct_desktop.store.engine import create_store

    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        store = create_store(Path(folder) / "file.hsct", "practice", unit_name="Bench")
        patient_id = _patient(store)
        bare = _bare_copy(Path(folder) / "file.hsct", Path(folder) / "bare.db")
        batches = count()

        def ours() -> float:
            from hsct_desktop.store import lab_result

            rows = [_row(patient_id, next(batches), number) for number in range(ROWS)]
            start = time.perf_counter()
            with store.write(None, "bench") as session:
                lab_result.add_many(session, rows)
            return time.perf_counter() - start

        def raw_logged() -> float:
            rows = _tuples(patient_id, next(batches))
            start = time.perf_counter()
            with store.write(None, "bench") as session:
                driver: Any = session.connection().connection.driver_connection
                driver.executemany(_insert(), rows)
            return time.perf_counter() - start

        def raw_bare() -> float:
            rows = _tuples(patient_id, next(batches))
            start = time.perf_counter()
            bare.execute("BEGIN IMMEDIATE")
            bare.executemany(_insert(), rows)
            bare.execute("COMMIT")
            return time.perf_counter() - start

        race(f"{ROWS} results stored / raw executemany, same file and log", AIM, ours, raw_logged, pairs)
        race(f"{ROWS} results stored with log / raw executemany without any", AIM, ours, raw_bare, pairs)
        bare.close()
        store.close()
        _whole_way(Path(folder), pairs)


def _patient(store: Any) -> int:
    from hsct_desktop.domain.patient import PatientEntry
    from hsct_desktop.store import patient

    with store.write(None, "bench") as session:
        return int(patient.add(session, PatientEntry("B-1", "Bench", "Anna", date(1980, 1, 1), disease_id="ms")).id)


def _row(patient_id: int, batch: int, number: int) -> dict[str, Any]:
    """A row as the import hands it to the store; each batch has samples of its own."""
    minute = number % 1440
    return {
        "patient_id": patient_id, "analyte": "HGB", "taken_on": FIRST + timedelta(days=batch * 4 + number // 1440),
        "taken_at": f"{minute // 60:02d}:{minute % 60:02d}", "laboratory_id": None, "text": "9,1", "comparator": "",
        "value": Decimal("9.1"), "qualitative": "", "unit": "g/dL", "canonical": Decimal(91), "corrected": None,
        "lln": Decimal("12.0"), "uln": Decimal("16.0"), "baseline": None, "ctcae_version": "5.0",
        "rules_version": "1", "term_id": "anemia", "direction": "low", "grade": 2, "proposed": 2,
        "entered_by": "file", "note": "",
    }  # fmt: skip


def _insert() -> str:
    names = [*_row(1, 0, 0), "version", "created_at", "updated_at"]
    return f"INSERT INTO lab_result ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - own names


def _tuples(patient_id: int, batch: int) -> list[tuple[Any, ...]]:
    now = "2026-11-20T08:00:00.000000Z"
    made = []
    for number in range(ROWS):
        values = _row(patient_id, batch, number).values()
        plain = (str(v) if isinstance(v, Decimal) else v.isoformat() if isinstance(v, date) else v for v in values)
        made.append((*plain, 1, now, now))
    return made


def _bare_copy(file: Path, target: Path) -> sqlite3.Connection:
    """The same table with its indexes in a file of its own: no triggers, nothing logged, as durable as ours."""
    with sqlite3.connect(file) as source:
        wanted = "tbl_name = 'lab_result' AND sql IS NOT NULL AND type != 'trigger'"
        found = source.execute(f"SELECT sql FROM sqlite_master WHERE {wanted}").fetchall()  # noqa: S608 - own words
    source.close()
    bare = sqlite3.connect(target, isolation_level=None)
    bare.execute("PRAGMA journal_mode = WAL")
    bare.execute("PRAGMA synchronous = FULL")
    for (sql,) in found:
        bare.execute(sql)
    return bare


def _whole_way(folder: Path, runs: int) -> None:
    """Check and take a file of 5,000 results of 20 patients, graded; seconds."""
    from hsct_desktop.catalogue.catalogue import Catalogue
    from hsct_desktop.domain.author import Author, Role
    from hsct_desktop.domain.lab_file import LabMapping, MappedColumn, NamedAnalyte
    from hsct_desktop.domain.lab_file import Role as Column
    from hsct_desktop.domain.patient import PatientEntry
    from hsct_desktop.services import lab_files
    from hsct_desktop.services.workspace import Workspace
    from hsct_desktop.store import patient, staff
    from hsct_desktop.store.engine import create_store

    store = create_store(folder / "whole.hsct", "practice", unit_name="Bench")
    ws = Workspace(store, Catalogue(), clock=lambda: datetime(2026, 11, 20, 12).astimezone())
    with store.write(None, "bench") as session:
        nurse = staff.add(session, "Bench", Role.NURSE)
        for number in range(PATIENTS):
            born = date(1980, 1, 1 + number)
            patient.add(session, PatientEntry(f"B-{number:02d}", "Bench", "Anna", born, disease_id="ms"))
    ws.author = Author(nurse.id, nurse.name, nurse.role)
    headers = ("code", "born", "day", "time", "test", "value", "unit")
    roles = (Column.PATIENT, Column.BIRTH_DATE, Column.DATE, Column.TIME, Column.ANALYTE, Column.VALUE, Column.UNIT)
    names = {"hb": NamedAnalyte("HGB"), "plt": NamedAnalyte("PLT"), "alt": NamedAnalyte("ALT")}
    columns = tuple(MappedColumn(h, r) for h, r in zip(headers, roles, strict=True))
    mapping = LabMapping("bench", columns, analytes=names)
    checks, takes = [], []
    for run in range(runs):
        path = folder / f"{run}.csv"
        path.write_text("\n".join([";".join(headers), *_file_rows(run)]), encoding="utf-8")
        start = time.perf_counter()
        dry = lab_files.check(ws, path, mapping, None)
        checks.append(time.perf_counter() - start)
        start = time.perf_counter()
        taken = lab_files.take(ws, dry)
        takes.append(time.perf_counter() - start)
        assert taken.added == dry.read == ROWS, (taken, dry.counts)
    spread(f"dry run of a file of {ROWS} results", checks, "s", 2)
    spread("the same taken: judged again, graded, stored, logged", takes, "s", 2)
    store.close()


def _file_rows(run: int) -> list[str]:
    tests = (("hb", "9,1", "g/dL"), ("plt", "45", "10^9/L"), ("alt", "80", "U/L"))
    rows = []
    for number in range(ROWS):
        who, sample = number % PATIENTS, number // PATIENTS
        test, value, unit = tests[sample % 3]
        day = date(2020, 1, 1) + timedelta(days=run * 100 + sample // 3)
        rows.append(f"B-{who:02d};{1 + who:02d}/01/1980;{day:%d/%m/%Y};08:00;{test};{value};{unit}")
    return rows


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)
