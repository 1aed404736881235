"""Laboratory results: put cells of the flowsheet, review, grade again; the versions of one value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from hsct_desktop.domain.analyte import Analyte, shown_unit
from hsct_desktop.domain.grading import GradedTerm
from hsct_desktop.domain.lab_result import CellEntry, LabResult, Sample, check_sample
from hsct_desktop.domain.lab_value import LabValue, check_value, read_value
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.services import alerts, signing
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.lab_grading import ALBUMIN, CALCIUM, Grader, Grading, differs, graded_then
from hsct_desktop.services.person import birth_date_of, changes, died_on, name_of, record_of, refuse_problems
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import history as store_history
from hsct_desktop.store import lab_result, staff
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.history import Change
from hsct_desktop.store.patient import REMOVED, PatientCard

TYPED, PASTED, FROM_FILE = "typed", "pasted", "file"
"""How a result came in: the column `entered_by`."""
MOST_CELLS = 20_000
"""Cells that one entry takes: more is no morning's blood but the wrong clipboard."""
_KINDS = frozenset({"result", "alert"})


@dataclass(frozen=True)
class ReadCell:
    """A cell that was read and checked: its value, the unit that counts, the canonical value where it converts."""

    analyte: Analyte
    sample: Sample
    text: str
    value: LabValue
    unit: str

    @cached_property
    def canonical(self) -> Decimal | None:
        """The exact or compared number in the analyte's unit."""
        return None if self.value.value is None else self.analyte.canonical(self.value.value, self.unit)

    @property
    def exact(self) -> Decimal | None:
        """The canonical value if it may be compared, None behind `<` and `>`."""
        return None if self.value.comparator else self.canonical

    def columns(self) -> dict[str, Any]:
        """The stored columns of the value itself."""
        return {
            "text": self.text,
            "comparator": self.value.comparator,
            "value": self.value.value,
            "qualitative": self.value.qualitative.value,
            "unit": self.unit,
            "canonical": self.canonical,
        }


def put_cells(
    ws: Workspace, patient_id: int, cells: Sequence[CellEntry], *, confirmed: bool = False, entered_by: str = TYPED
) -> Changes:
    """Write cells of a patient's flowsheet in one write: new values, changed ones, and "" for one taken back.

    All or nothing. InputError names each wrong cell (`CellEntry.key`); improbable values are soft and pass once
    `confirmed`. A value that reads the same as the stored one changes nothing.
    """
    with ws.write("lab_result.put") as session:
        card = record_of(session, patient_id)
        grader = Grader(ws, session, card)
        held = {(r.analyte, r.sample): r for r in lab_result.on_days(session, patient_id, _days(cells))}
        refuse_problems(_changed_meanwhile(cells, held))
        read = _read_all(ws, session, grader, card, cells, confirmed)
        written = _write(session, grader, held, read, entered_by)
        empty = [(cell.analyte, cell.sample) for cell in cells if not cell.text.strip()]
        cleared = [held[key] for key in dict.fromkeys(empty) if key in held]
        for result in cleared:
            lab_result.take_back(session, result.id, result.version, REMOVED)
        if written or cleared:
            touched = [*((r.analyte, r.sample) for r in cleared), *((c.analyte.code, c.sample) for c in written)]
            bearing = {sample for code, sample in touched if code in (CALCIUM, ALBUMIN)}
            if bearing:
                grade_calcium(ws, session, grader, patient_id, bearing)
            codes = {cell.analyte.code for cell in written} | {result.analyte for result in cleared}
            alerts.after_results(session, ws, patient_id, codes)
        count = len(written) + len(cleared)
        text = ws.wording.count("saved.results", count, name=name_of(card))
        return changes(session, _KINDS if count else (), text, patient_id)


def _changed_meanwhile(cells: Sequence[CellEntry], held: Mapping[tuple[str, Sample], LabResult]) -> Iterator[Problem]:
    """The cells whose stored value is no longer the one that was on the screen when somebody typed over it."""
    for cell in cells:
        stored = held.get((cell.analyte, cell.sample))
        if cell.seen is None or cell.seen == (stored.version if stored is not None else 0):
            continue
        if stored is None:
            yield Problem(cell.key, "result_taken_back_meanwhile")
        elif stored.text != cell.text.strip():
            yield Problem(cell.key, "result_changed_meanwhile", {"text": f"{stored.text} {shown_unit(stored.unit)}"})


def _days(cells: Sequence[CellEntry]) -> set[Any]:
    return {cell.sample.taken_on for cell in cells}


def _read_all(
    ws: Workspace, session: WriteSession, grader: Grader, card: PatientCard, cells: Sequence[CellEntry], confirmed: bool
) -> list[ReadCell]:
    """The cells that hold a value, by day; InputError with what is wrong in every cell."""
    if len(cells) > MOST_CELLS:
        raise InputError([Problem("", "too_many_cells", {"limit": MOST_CELLS, "count": len(cells)})])
    born, today, died = birth_date_of(card), ws.today(), died_on(session, card.id)
    problems: list[Problem] = []
    found: dict[tuple[str, Sample], ReadCell] = {}
    for cell in cells:
        problems += check_sample(cell.sample, cell.key, born, today, died)
        if not cell.text.strip():
            continue
        read = read_cell(ws, grader, cell, problems)
        if read is None:
            continue
        other = found.setdefault((cell.analyte, cell.sample), read)
        if other is not read and (other.value, other.unit) != (read.value, read.unit):
            problems.append(Problem(cell.key, "sample_twice", {"analyte": read.analyte.label, "other": other.text}))
    refuse_problems(problems, confirmed=confirmed)
    return sorted(found.values(), key=lambda cell: cell.sample.sort_key)


def read_cell(ws: Workspace, grader: Grader, cell: CellEntry, problems: list[Problem]) -> ReadCell | None:
    """Read one cell and add what is wrong with it to `problems`; None where nothing can be made of it."""
    analyte = ws.catalogue.analytes.analytes.get(cell.analyte)
    if analyte is None:
        problems.append(Problem(cell.key, "analyte_unknown", {"code": cell.analyte}))
        return None
    try:
        value = read_value(cell.text)
    except InputError as error:
        problems += [replace(problem, field=cell.key) for problem in error.problems]
        return None
    unit = value.unit or cell.unit or grader.unit_for(analyte, cell.sample)
    wrong = [replace(problem, field=cell.key) for problem in check_value(analyte, value, unit)]
    problems += wrong
    if any(not problem.soft for problem in wrong):
        return None
    return ReadCell(analyte, cell.sample, clean(cell.text), value, analyte.unit_named(unit) or unit)


def _write(
    session: WriteSession,
    grader: Grader,
    held: Mapping[tuple[str, Sample], LabResult],
    cells: Sequence[ReadCell],
    entered_by: str,
) -> list[ReadCell]:
    """Write the cells whose value is new or other than the stored one; return them."""
    wanted = [cell for cell in cells if not _same(held.get((cell.analyte.code, cell.sample)), cell)]
    for cell in wanted:
        grader.learn(cell.analyte.code, cell.sample, cell.exact)
    added = []
    for cell in wanted:
        row = {**cell.columns(), **graded(grader, cell).columns(), "entered_by": entered_by}
        stored = held.get((cell.analyte.code, cell.sample))
        if stored is None:
            added.append(new_row(grader.card.id, cell, row))
        else:
            lab_result.revise(session, stored.id, stored.version, row)
    lab_result.add_many(session, added)
    return wanted


def graded(grader: Grader, cell: ReadCell, albumin: Decimal | None = None) -> Grading:
    """What a read cell comes to."""
    return grader.grade(cell.analyte, cell.sample, cell.value, cell.unit, albumin)


def new_row(patient_id: int, cell: ReadCell, columns: Mapping[str, Any], note: str = "") -> dict[str, Any]:
    """A new result's columns for `store.lab_result.add_many`."""
    return {
        "patient_id": patient_id,
        "analyte": cell.analyte.code,
        "taken_on": cell.sample.taken_on,
        "taken_at": cell.sample.taken_at,
        "laboratory_id": cell.sample.laboratory_id,
        "note": note,
        **columns,
    }


def _same(stored: LabResult | None, cell: ReadCell) -> bool:
    return (
        stored is not None
        and (stored.comparator, stored.value, stored.unit) == (cell.value.comparator, cell.value.value, cell.unit)
        and stored.qualitative is cell.value.qualitative
    )


def grade_calcium(ws: Workspace, session: WriteSession, grader: Grader, patient_id: int, samples: set[Sample]) -> None:
    """Total calcium is graded with the albumin of its sample, whichever of the two came first."""
    analyte = ws.catalogue.analytes.analytes[CALCIUM]
    rows = lab_result.on_days(session, patient_id, {sample.taken_on for sample in samples})
    by_key = {(row.analyte, row.sample): row for row in rows}
    for sample in samples:
        calcium, albumin = by_key.get((CALCIUM, sample)), by_key.get((ALBUMIN, sample))
        if calcium is None:
            continue
        exact = albumin.canonical if albumin is not None and albumin.is_exact else None
        columns = grader.as_then(analyte, calcium, exact).columns()
        if calcium.corrected != columns["corrected"] or differs(calcium, columns):
            lab_result.revise(session, calcium.id, calcium.version, columns)


def review(ws: Workspace, patient_id: int, shown: Mapping[int, int]) -> Changes:
    """Note that the author has seen results, by id and the version that was shown; a changed one is refused."""
    with ws.write("lab_result.review") as session:
        card = record_of(session, patient_id)
        if any(result.patient_id != patient_id for result in lab_result.by_id(session, shown)):
            raise KnownError("stale_row")
        for result_id, version in shown.items():
            lab_result.review(session, result_id, version)
        text = ws.wording.count("saved.results_reviewed", len(shown), name=name_of(card))
        return changes(session, {"result"}, text, patient_id)


def regrade(ws: Workspace, patient_id: int, ids: Sequence[int]) -> Changes:
    """Grade stored results again by today's rules, ranges and baseline: on demand only, and logged."""
    with ws.write("lab_result.regrade") as session:
        card = record_of(session, patient_id)
        signing.refuse_locked(session, lab_result.by_id(session, ids))
        count = 0
        for result, now in _graded_now(ws, session, card, ids):
            columns = now.columns()
            judged_by = (result.lln, result.uln, result.baseline)
            if differs(result, columns) or judged_by != (now.lln, now.uln, now.baseline):
                lab_result.revise(session, result.id, result.version, columns)
                count += 1
        if count:
            alerts.after_results(session, ws, patient_id)
        text = ws.wording.count("saved.results_regraded", count, name=name_of(card))
        return changes(session, _KINDS if count else (), text, patient_id)


def graded_now(ws: Workspace, patient_id: int, ids: Sequence[int]) -> dict[int, Grading]:
    """What today's rules, ranges and baseline would make of stored results; nothing is changed."""
    with ws.read() as session:
        card = record_of(session, patient_id)
        return {result.id: now for result, now in _graded_now(ws, session, card, ids)}


def _graded_now(
    ws: Workspace, session: Any, card: PatientCard, ids: Sequence[int]
) -> Iterator[tuple[LabResult, Grading]]:
    """Each result with its grade by what holds now, in the CTCAE version that it was graded by."""
    graders: dict[str, Grader] = {}
    table = ws.catalogue.analytes.analytes
    results = [result for result in lab_result.by_id(session, ids) if result.patient_id == card.id]
    albumins = {
        row.sample: row.canonical
        for row in lab_result.on_days(session, card.id, {result.taken_on for result in results})
        if row.analyte == ALBUMIN and row.is_exact
    }
    for result in results:
        if result.analyte not in table:
            continue
        grader = graders.get(result.ctcae_version)
        if grader is None:
            grader = graders[result.ctcae_version] = Grader(ws, session, card, result.ctcae_version)
        yield result, grader.again(table[result.analyte], result, albumins.get(result.sample))


def graded_in(ws: Workspace, found: LabResult) -> tuple[GradedTerm, ...]:
    """Every term of a stored result by what graded it then, with rule and question; nothing for an unknown analyte."""
    analyte = ws.catalogue.analytes.analytes.get(found.analyte)
    return () if analyte is None else graded_then(found, analyte)


def versions(ws: Workspace, result_id: int) -> list[Change]:
    """Every version of one result, oldest first: who, when, from what to what."""
    with ws.read() as session:
        return store_history.history(session, "lab_result", result_id)


def result(ws: Workspace, result_id: int) -> LabResult:
    """One result. KnownError `stale_row` when it was taken back."""
    with ws.read() as session:
        found = lab_result.by_id(session, [result_id])
    if not found:
        raise KnownError("stale_row")
    return found[0]


def seen_by(ws: Workspace, found: LabResult) -> str:
    """Who has seen a result as it stands; "" while it waits."""
    if found.reviewed_by is None:
        return ""
    with ws.read() as session:
        return staff.names(session).get(found.reviewed_by, "")
