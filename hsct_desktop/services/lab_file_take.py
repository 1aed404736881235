"""Taking a laboratory's file: everything is judged and graded before the write begins, which then only stores.

A long file takes half a minute to judge and grade, and while a write lasts no other workstation can save. What others
saved in that half minute is found in the change log, and the patients whom it touches are done again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from hsct_desktop.domain.lab_result import Sample
from hsct_desktop.domain.patient import Sex
from hsct_desktop.domain.reference_range import ReferenceRange
from hsct_desktop.services import alerts
from hsct_desktop.services.grading_settings import ctcae_version
from hsct_desktop.services.lab_file_check import STEP, DryRun, Line, LineState, ParsedFile, Progress, cell_of, judge
from hsct_desktop.services.lab_grading import ALBUMIN, CALCIUM, Grader
from hsct_desktop.services.lab_results import FROM_FILE, ReadCell, grade_calcium, graded, new_row
from hsct_desktop.services.laboratories import RangeBook, range_book
from hsct_desktop.services.person import record_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import lab_file, lab_result
from hsct_desktop.store.base import ReadSession, WriteSession
from hsct_desktop.store.change_log import last_entry
from hsct_desktop.store.lab_result import PreparedRow

States = frozenset[LineState]


@dataclass
class PatientRows:
    """What is to be stored of one patient. `changed` holds id, version and columns of results that have other values;
    `albumin_alone` the samples whose albumin comes without calcium."""

    grader: Grader
    codes: frozenset[str]
    added: list[PreparedRow] = field(default_factory=list)
    changed: list[tuple[int, int, dict[str, Any]]] = field(default_factory=list)
    albumin_alone: frozenset[Sample] = frozenset()


@dataclass(frozen=True)
class Ready:
    """A file that waits to be stored: judged and graded by the record as it was at line `seq` of the change log."""

    run: DryRun
    seq: int
    patients: Mapping[int, PatientRows]

    def wanted(self, states: States) -> list[Line]:
        """The lines that are to be stored."""
        return [line for line in self.run.lines if line.state in states]


@dataclass(frozen=True, slots=True)
class ToGrade:
    """A value that is to be stored, with the limits printed beside it; `held` is id and version of the recorded result
    that it changes, `note` what stands beside it."""

    cell: ReadCell
    printed: ReferenceRange | None = None
    held: tuple[int, int] | None = None
    note: str = ""


class PrintedLimits(RangeBook):
    """The book in which the limits printed beside a result go before the recorded ones."""

    def __init__(self, book: RangeBook) -> None:
        self._book = book
        self.printed: ReferenceRange | None = None

    def find(
        self, analyte: str, laboratory_id: int | None, sex: Sex, birth_date: date, on: date
    ) -> ReferenceRange | None:
        """The printed limits of the result at hand, else those of the book."""
        return self.printed or self._book.find(analyte, laboratory_id, sex, birth_date, on)

    def usual_unit(self, analyte: str, laboratory_id: int | None) -> str | None:
        """That of the book."""
        return self._book.usual_unit(analyte, laboratory_id)


def prepare(ws: Workspace, file: ParsedFile, states: States, progress: Progress | None) -> Ready:
    """Judge the file anew and grade what is wanted of it; nothing is written."""
    with ws.read() as session:
        seq = last_entry(session).seq
        run = judge(ws, session, file, progress)
        return Ready(run, seq, _graded(ws, session, run, states, progress))


def bring_up_to_date(
    ws: Workspace, session: WriteSession, ready: Ready, states: States, progress: Progress | None
) -> Ready:
    """Do again, within the write, what others have changed since it was prepared."""
    touched = lab_file.touched_since(session, ready.seq)
    if touched is None:
        run = judge(ws, session, ready.run.file, progress)
        return Ready(run, ready.seq, _graded(ws, session, run, states, progress))
    stale = [line for line in ready.run.lines if line.patient_id in touched]
    if not stale:
        return ready
    file = replace(ready.run.file, results=tuple(line.result for line in stale))
    again = judge(ws, session, file, progress)
    kept = [line for line in ready.run.lines if line.patient_id not in touched]
    counts = Counter(line.state for line in (*kept, *again.lines))
    run = DryRun(ready.run.file, (*kept, *again.lines), {state: counts[state] for state in LineState})
    rows = {patient_id: rows for patient_id, rows in ready.patients.items() if patient_id not in touched}
    return Ready(run, ready.seq, {**rows, **_graded(ws, session, again, states, progress)})


def _graded(
    ws: Workspace, session: ReadSession | WriteSession, run: DryRun, states: States, progress: Progress | None
) -> dict[int, PatientRows]:
    by_patient: dict[int, list[Line]] = {}
    for line in run.lines:
        if line.patient_id is not None and line.state in states:
            by_patient.setdefault(line.patient_id, []).append(line)
    book, version = PrintedLimits(range_book(session)), ctcae_version(ws, session)
    total, done = sum(map(len, by_patient.values())), 0
    found = {}
    for patient_id, lines in by_patient.items():
        if progress is not None:
            progress(done, total)
        grader = Grader(ws, session, record_of(session, patient_id), version, book)
        items = [_to_grade(one, run.file.laboratory_id) for one in lines]
        found[patient_id] = rows_of(session, grader, book, items, progress)
        done += len(lines)
    return found


def rows_of(
    session: ReadSession | WriteSession,
    grader: Grader,
    book: PrintedLimits,
    items: Sequence[ToGrade],
    progress: Progress | None = None,
) -> PatientRows:
    """Grade one patient's results: earlier ones of the file may be the baseline of later ones."""
    for item in items:
        book.printed = item.printed
        grader.learn(item.cell.analyte.code, item.cell.sample, item.cell.exact)
    samples = {c: {i.cell.sample for i in items if i.cell.analyte.code == c} for c in (CALCIUM, ALBUMIN)}
    albumins = _recorded_albumin(session, grader.card.id, samples[CALCIUM] - samples[ALBUMIN])
    albumins |= {item.cell.sample: item.cell.exact for item in items if item.cell.analyte.code == ALBUMIN}
    alone = frozenset(samples[ALBUMIN] - samples[CALCIUM])
    found = PatientRows(grader, frozenset(item.cell.analyte.code for item in items), albumin_alone=alone)
    for number, item in enumerate(items, start=1):
        if progress is not None and number % STEP == 0:
            progress(0, 0)
        book.printed = item.printed
        row = _columns(grader, item.cell, albumins.get(item.cell.sample))
        if item.held is None:
            found.added.append(lab_result.prepared(new_row(grader.card.id, item.cell, row, item.note)))
        else:
            found.changed.append((*item.held, {**row, "note": item.note}))
    book.printed = None
    return found


def _recorded_albumin(
    session: ReadSession | WriteSession, patient_id: int, samples: set[Sample]
) -> dict[Sample, Decimal | None]:
    """The exact albumin that is recorded for samples of which the file has the calcium alone."""
    if not samples:
        return {}
    rows = lab_result.on_days(session, patient_id, {sample.taken_on for sample in samples})
    return {row.sample: row.canonical for row in rows if row.analyte == ALBUMIN and row.is_exact}


def _columns(grader: Grader, cell: ReadCell, albumin: Decimal | None) -> dict[str, Any]:
    return {**cell.columns(), **graded(grader, cell, albumin).columns(), "entered_by": FROM_FILE}


def _printed(line: Line) -> ReferenceRange | None:
    found = line.result
    if found.analyte is None or (found.lln is None and found.uln is None):
        return None
    return ReferenceRange(found.analyte.code, found.unit, found.lln, found.uln)


def _to_grade(line: Line, laboratory_id: int | None) -> ToGrade:
    cell, held = cell_of(line.result, laboratory_id), line.held
    known = (None, "") if held is None else ((held.id, held.version), held.note)
    return ToGrade(cell, _printed(line), *known)


def store(ws: Workspace, session: WriteSession, ready: Ready, progress: Progress | None) -> None:
    """Store what was made ready, and ask the alert rules of its patients."""
    lab_result.add_prepared(session, [row for rows in ready.patients.values() for row in rows.added])
    for done, (patient_id, rows) in enumerate(ready.patients.items()):
        if progress is not None:
            progress(done, len(ready.patients))
        store_changes(ws, session, patient_id, rows)
        alerts.after_results(session, ws, patient_id, rows.codes)


def store_changes(ws: Workspace, session: WriteSession, patient_id: int, rows: PatientRows) -> None:
    """Store the recorded results that a file changes; the new ones of `rows` are there by then."""
    lab_result.revise_many(session, rows.changed)
    if rows.albumin_alone:  # a calcium that was recorded before its albumin
        grade_calcium(ws, session, rows.grader, patient_id, set(rows.albumin_alone))
