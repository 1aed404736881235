"""The dry run of a laboratory's file: each result new, the same, in conflict, unusual, left out or refused, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from hsct_desktop.domain.lab_file import LabMapping, Places
from hsct_desktop.domain.lab_file_row import FileResult, RowReader
from hsct_desktop.domain.lab_result import LabResult, Sample, check_sample
from hsct_desktop.domain.problem import Problem
from hsct_desktop.exchange.table_file import Stored, Table
from hsct_desktop.services import signing
from hsct_desktop.services.lab_results import ReadCell
from hsct_desktop.services.laboratories import RangeBook
from hsct_desktop.services.person import died_on
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import lab_file, lab_result
from hsct_desktop.store.base import ReadSession, WriteSession
from hsct_desktop.store.lab_file import PatientKey

MOST_DAYS = 30
"""With more days of one patient all results of that patient are read instead."""
STEP = 500
"""Rows between two reports of progress."""

Progress = Callable[[int, int], None]
"""Told how many of how many rows are done; what it raises (a person cancels) ends the work and undoes it whole."""


class LineState(StrEnum):
    """What becomes of a result of the file; wording `enum.lab_line.*`.

    CONFLICT: the record has another value for the sample. UNUSUAL: the value is improbable and asks. LEFT_OUT: the
    mapping takes no such results, or the row holds none.
    """

    NEW = "new"
    SAME = "same"
    CONFLICT = "conflict"
    UNUSUAL = "unusual"
    LEFT_OUT = "left_out"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """A result of the file with its state; `held` is the recorded result of the same sample."""

    result: FileResult
    state: LineState
    patient_id: int | None = None
    problem: Problem | None = None
    held: LabResult | None = None


@dataclass(frozen=True)
class ParsedFile:
    """A file read by a mapping: its results before anybody asks the record. `laboratory_id`: None is the own one."""

    name: str
    table: Table
    mapping: LabMapping
    places: Places
    laboratory_id: int | None
    results: tuple[FileResult, ...]


@dataclass(frozen=True)
class DryRun:
    """What taking the file would do; nothing is written. `read` is the sum of all counts."""

    file: ParsedFile
    lines: tuple[Line, ...]
    counts: Mapping[LineState, int] = field(default_factory=dict)

    @property
    def read(self) -> int:
        """The results read."""
        return len(self.lines)


def parse(
    ws: Workspace,
    name: str,
    table: Table,
    mapping: LabMapping,
    places: Places,
    laboratory_id: int | None,
    book: RangeBook,
    progress: Progress | None = None,
) -> ParsedFile:
    """Read all rows below the header."""
    analytes = ws.catalogue.analytes
    units = {code: unit for code in analytes.analytes if (unit := book.usual_unit(code, laboratory_id)) is not None}
    reader = RowReader(mapping, places, analytes, Stored, units)
    found: list[FileResult] = []
    total = len(table.rows)
    for number, row in enumerate(table.rows[mapping.header_row :], start=mapping.header_row + 1):
        if progress is not None and number % STEP == 0:
            progress(number, total)
        found.extend(reader.read(number, row))
    return ParsedFile(name, table, mapping, places, laboratory_id, tuple(found))


def judge(
    ws: Workspace, session: ReadSession | WriteSession, file: ParsedFile, progress: Progress | None = None
) -> DryRun:
    """Hold the results against the record: patients by code and birth date, samples that are there already."""
    judge_one = _Judge(ws, session, file)
    lines: list[Line] = []
    for number, result in enumerate(file.results, start=1):
        if progress is not None and number % STEP == 0:
            progress(number, len(file.results))
        lines.append(judge_one.line(result))
    lines = judge_one.without_doubles(lines)
    counts = Counter(line.state for line in lines)
    return DryRun(file, tuple(lines), {state: counts[state] for state in LineState})


Key = tuple[int, str, Sample]
"""A patient, an analyte and a sample."""


class _Judge:
    def __init__(self, ws: Workspace, session: ReadSession | WriteSession, file: ParsedFile) -> None:
        self._session = session
        self._today = ws.today()
        self._laboratory_id = file.laboratory_id
        self._patients = lab_file.patients(session)
        self._keys: dict[str, PatientKey | None] = {}
        self._died: dict[int, date | None] = {}
        self._held = self._recorded(file.results)
        self._locks = signing.Locks(ws, session)

    def _patient(self, code: str) -> PatientKey | None:
        if code not in self._keys:
            self._keys[code] = self._patients.get(lab_file.code_key(code))
        return self._keys[code]

    def _recorded(self, results: Iterable[FileResult]) -> dict[Key, LabResult]:
        """The recorded results of the file's patients and days."""
        days: dict[int, set[date]] = {}
        for result in results:
            known = self._patient(result.code) if result.code else None
            if known is not None and result.taken_on is not None:
                days.setdefault(known.id, set()).add(result.taken_on)
        held: dict[Key, LabResult] = {}
        for patient_id, of_patient in days.items():
            for row in self._rows(patient_id, of_patient):
                held[patient_id, row.analyte, row.sample] = row
        return held

    def _rows(self, patient_id: int, days: set[date]) -> list[LabResult]:
        if len(days) > MOST_DAYS:
            return lab_result.of_patient(self._session, patient_id)
        return lab_result.on_days(self._session, patient_id, days)

    def line(self, result: FileResult) -> Line:
        if result.left_out:
            return Line(result, LineState.LEFT_OUT)
        soft = result.problem if result.problem is not None and result.problem.soft else None
        if result.problem is not None and soft is None:
            return Line(result, LineState.REFUSED, problem=result.problem)
        known = self._patient(result.code)
        problem = self._misfit(result, known)
        if known is None or problem is not None:
            return Line(result, LineState.REFUSED, problem=problem)
        held = self._held.get(_key(known.id, result, self._laboratory_id))
        if held is not None and is_same(held, result):
            return Line(result, LineState.SAME, known.id, held=held)
        if held is not None:
            if (signed := self._locks.over(held)) is not None:
                return Line(result, LineState.REFUSED, known.id, signed, held)
            params = {"held": f"{held.text} {held.unit}".strip(), "text": result.text}
            return Line(result, LineState.CONFLICT, known.id, Problem("value", "lab_conflict", params), held)
        state = LineState.NEW if soft is None else LineState.UNUSUAL
        return Line(result, state, known.id, soft)

    def _misfit(self, result: FileResult, known: PatientKey | None) -> Problem | None:
        """Why the result is nobody's, or not of a day on which it can have been taken."""
        if known is None:
            return Problem("patient", "lab_patient_unknown", {"code": result.code[:40]})
        if known.birth_date != result.birth_date:
            params = {"code": result.code[:40], "born": result.birth_date}
            return Problem("birth_date", "lab_birth_date_other", params)
        sample = Sample(result.taken_on or self._today, result.taken_at, self._laboratory_id)
        died = self._died_on(known) if known.is_dead else None
        return next(iter(check_sample(sample, "date", known.birth_date, self._today, died)), None)

    def _died_on(self, known: PatientKey) -> date | None:
        if known.id not in self._died:
            self._died[known.id] = died_on(self._session, known.id)
        return self._died[known.id]

    def without_doubles(self, lines: list[Line]) -> list[Line]:
        """A sample that stands twice in the file: the same value counts once, two values are both refused."""
        first: dict[Key, list[int]] = {}
        for index, line in enumerate(lines):
            if line.patient_id is not None:
                first.setdefault(_key(line.patient_id, line.result, self._laboratory_id), []).append(index)
        for indexes in first.values():
            if len(indexes) > 1:
                _settle(lines, indexes)
        return lines


def _settle(lines: list[Line], indexes: Sequence[int]) -> None:
    leading = lines[indexes[0]]
    if all(_value(lines[index].result) == _value(leading.result) for index in indexes):
        for index in indexes[1:]:
            lines[index] = replace(lines[index], state=LineState.SAME)
        return
    for index in indexes:
        other = lines[indexes[1] if index == indexes[0] else indexes[0]].result
        problem = Problem("value", "lab_twice_in_file", {"row": other.row, "text": other.text})
        lines[index] = replace(lines[index], state=LineState.REFUSED, problem=problem)


def _key(patient_id: int, result: FileResult, laboratory_id: int | None) -> Key:
    code = result.analyte.code if result.analyte is not None else ""
    return patient_id, code, sample_of(result, laboratory_id)


def sample_of(result: FileResult, laboratory_id: int | None) -> Sample:
    """The sample of a result that was read."""
    return Sample(result.taken_on or date.min, result.taken_at, laboratory_id)


def _value(result: FileResult) -> tuple[object, ...]:
    value = result.value
    return () if value is None else (value.comparator, value.value, value.qualitative, result.unit)


def is_same(held: LabResult, result: FileResult) -> bool:
    """Whether the record holds that value already, be it in another unit of the analyte."""
    value = result.value
    if value is None or result.analyte is None:
        return False
    if (held.comparator, held.qualitative) != (value.comparator, value.qualitative):
        return False
    if held.unit == result.unit or value.value is None:
        return held.value == value.value
    return held.canonical is not None and held.canonical == result.analyte.canonical(value.value, result.unit)


def cell_of(result: FileResult, laboratory_id: int | None) -> ReadCell:
    """The result as typing hands it to the grading and the store."""
    if result.analyte is None or result.value is None:
        raise ValueError("a refused result is not written")
    return ReadCell(result.analyte, sample_of(result, laboratory_id), result.text, result.value, result.unit)
