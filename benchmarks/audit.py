"""What the account of every change costs: a saved record with audit and encryption, an import with and without it, and
how fast a log is verified.

python -m benchmarks.audit [pairs] [entries to verify]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.pairs import PAIRS, race

SAVED_AIM, IMPORT_AIM = 3.0, 2.1
WRITES = 40
ENTRIES = 1_000_000
PATIENTS, ROWS_OF_EACH = 300, 20
KEY = bytes(range(32))


def main(pairs: int = PAIRS, entries: int = ENTRIES) -> None:
    """Print the ratios, and entries verified in a second."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        saved(Path(folder), pairs)
        imported(Path(folder), max(3, pairs // 3))
        verified(Path(folder), entries)


def saved(folder: Path, pairs: int) -> None:
    """One contact through the whole service, committed, against writing 4 KiB and fdatasync on the same disk."""
    from hsct_desktop.domain.contact import ContactEntry
    from hsct_desktop.services import contacts

    plain = os.open(folder / "plain", os.O_CREAT | os.O_WRONLY)

    def fdatasync() -> float:
        start = time.perf_counter()
        for index in range(WRITES):
            os.pwrite(plain, bytes([index]) * 4096, 0)
            os.fdatasync(plain)
        return time.perf_counter() - start

    for name, key in (("encrypted", KEY), ("plain", None)):
        ws, patient_id = _workspace(folder / f"{name}.hsct", key)

        def ours(ws: Any = ws, patient_id: int = patient_id) -> float:
            start = time.perf_counter()
            for index in range(WRITES):
                contacts.record(ws, ContactEntry(patient_id, date(2026, 11, 1), note=f"{index}"))
            return time.perf_counter() - start

        race(f"one saved record, {name}, with audit / 4 KiB and fdatasync", SAVED_AIM, ours, fdatasync, pairs)
        ws.store.close()
    os.close(plain)


def _workspace(path: Path, key: bytes | None) -> tuple[Any, int]:
    from benchmarks import import_file
    from hsct_desktop.domain.patient import PatientEntry
    from hsct_desktop.store import patient

    ws = import_file._workspace(path, key)
    with ws.store.write(ws.author.staff_id, "bench") as session:
        patient_id = patient.add(session, PatientEntry("B-1", "Bench", "Anna", date(1984, 3, 14))).id
    return ws, patient_id


def imported(folder: Path, pairs: int) -> None:
    """The same file of results taken in, judged and written, with the log's triggers and without them."""
    from benchmarks import import_file
    from hsct_desktop.services.import_check import dry_run
    from hsct_desktop.services.import_take import take

    plans = [import_file._patients(PATIENTS), import_file._rows("lab_results", PATIENTS, ROWS_OF_EACH)]
    count = [0]

    def taken(with_audit: bool) -> float:
        count[0] += 1
        ws = import_file._workspace(folder / f"import-{count[0]}.hsct", KEY)
        if not with_audit:
            _drop_log(ws)
        start = time.perf_counter()
        take(ws, dry_run(ws, import_file._book(), plans))
        seconds = time.perf_counter() - start
        ws.store.close()
        return seconds

    title = f"import of {PATIENTS * ROWS_OF_EACH} results with audit / without, encrypted"
    race(title, IMPORT_AIM, lambda: taken(True), lambda: taken(False), pairs)


def _drop_log(ws: Any) -> None:
    """No trigger that writes lines; the connection's cache of the schema is read again by itself."""
    from hsct_desktop.store import change_log

    with ws.store.engine.execution_options(hsct_write=True).begin() as connection:
        for name in change_log.installed_triggers(connection):
            if name.startswith("log_"):
                connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def verified(folder: Path, entries: int) -> None:
    """Every line of a long log, verified from the first to the last."""
    from hsct_desktop.services import audit
    from hsct_desktop.store import chain, change_log

    ws, _ = _workspace(folder / "long.hsct", KEY)
    with ws.store.engine.execution_options(hsct_write=True).begin() as connection:
        change_log.drop_triggers(connection)
        connection.exec_driver_sql(
            "INSERT INTO change_log (at, staff_id, txn, action, table_name, op, row_id, old, new, workstation) "
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
            "SELECT '2026-11-23T10:00:00.000000Z', 1, hex(i / 8), 'lab_result.put', 'lab_result', 'U', i % 9999 + 1, "
            """'{"value":"' || i || '","version":1}', '{"value":"' || (i + 1) || '","version":2}', 'ward-3' FROM n""",
            (entries,),
        )
        start = time.perf_counter()
        chain.chain_all(connection, chain.key_of(KEY))
        chained = time.perf_counter() - start
    start = time.perf_counter()
    line = audit.verify(ws)
    seconds = time.perf_counter() - start
    assert line.holds, line.text
    print(
        f"verify {line.seq} entries: {seconds:.1f} s, {line.seq / seconds:.0f} entries/s; "
        f"chained anew (older file, other key): {chained:.1f} s, {line.seq / chained:.0f} entries/s"
    )
    ws.store.close()


if __name__ == "__main__":
    main(*(int(text) for text in sys.argv[1:]))
