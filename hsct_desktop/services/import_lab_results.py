"""Imported laboratory results: read, checked and graded as those of a laboratory's file."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar, Final

from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.import_row import Draft
from hsct_desktop.domain.import_run import RowState
from hsct_desktop.domain.import_same import plain_text
from hsct_desktop.domain.lab_result import LabResult, Sample, check_sample
from hsct_desktop.domain.lab_value import LabValue, check_value, read_value
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import Problem, refuse
from hsct_desktop.domain.reference_range import LaboratoryEntry, ReferenceRange, check_range
from hsct_desktop.services import signing
from hsct_desktop.services.course_days import days_of
from hsct_desktop.services.grading_settings import ctcae_version
from hsct_desktop.services.import_given import Given
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.import_record import (
    Book,
    Held,
    Importer,
    Incoming,
    Judged,
    Known,
    Others,
    Progress,
    Session,
    Work,
)
from hsct_desktop.services.lab_file_take import PatientRows, PrintedLimits, ToGrade, rows_of, store_changes
from hsct_desktop.services.lab_grading import Grader
from hsct_desktop.services.lab_results import ReadCell
from hsct_desktop.services.laboratories import range_book, result_laboratory
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import lab_result, laboratory
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.lab_result import PreparedRow
from hsct_desktop.store.patient import PatientCard

HISTORY_AFTER: Final = timedelta(days=30)
"""Results that are older come in as seen by whoever imports them: nobody reviews the blood counts of past years."""


@dataclass(frozen=True)
class Measured:
    """What makes two values the same, be they in different units; `text` is how it was written."""

    comparator: str
    qualitative: str
    number: Decimal | None
    unit: str
    text: str = field(compare=False)


@dataclass(frozen=True)
class LabEntry:
    """A result as the file has it; `lln` and `uln` are the limits printed beside it, in its unit."""

    patient_id: int
    cell: ReadCell
    lln: Decimal | None = None
    uln: Decimal | None = None
    note: str = ""

    @cached_property
    def measured(self) -> Measured:
        """The value as it is compared."""
        value, canonical = self.cell.value, self.cell.canonical
        number, unit = (canonical, "") if canonical is not None else (value.value, self.cell.unit)
        text = f"{self.cell.text} {self.cell.unit}".strip() if value.value is not None else self.cell.text
        return Measured(value.comparator, value.qualitative.value, number, unit, text)

    @property
    def printed(self) -> ReferenceRange | None:
        """The printed limits."""
        if self.lln is None and self.uln is None:
            return None
        return ReferenceRange(self.cell.analyte.code, self.cell.unit, self.lln, self.uln)


class LabImporter(Importer[LabEntry]):
    """Results: one of an analyte in a sample."""

    kind: ClassVar = RecordKind.LAB_RESULT
    fields: ClassVar = ("value", "note")
    changed: ClassVar = frozenset({"result", "alert", "laboratory"})

    def begin(self, ws: Workspace, session: Session, incoming: Sequence[Incoming]) -> None:
        """Read laboratories and ranges once; a laboratory that nobody knows gets a negative id until it is made."""
        self._ws = ws
        self._analytes = ws.catalogue.analytes.analytes
        self._book = range_book(session)
        self._laboratories = {
            plain_text(card.entry.name): result_laboratory(card) for card in laboratory.laboratories(session)
        }
        self._new: dict[int, str] = {}
        self._rows: dict[int, PatientRows] | None = None
        self._recorded: dict[int, Measured] = {}
        self._timed: dict[tuple[int, str, Sample], list[Sample]] = {}
        self._locked: dict[tuple[int, str, Sample], Problem] = {}

    def held(self, session: Session, ids: Collection[int]) -> Mapping[int, Sequence[Held[LabEntry]]]:
        """All standing results of some patients."""
        found: dict[int, list[Held[LabEntry]]] = {}
        locks = signing.Locks(self._ws, session)
        for person_id, rows in lab_result.of_many(session, ids).items():
            held = [self._held(row) for row in rows if row.analyte in self._analytes]
            self._recorded |= {one.id: one.entry.measured for one in held}
            for row in rows:
                if (signed := locks.over(row)) is not None:
                    self._locked[person_id, row.analyte, row.sample] = signed
                if row.taken_at:
                    key = person_id, row.analyte, replace(row.sample, taken_at="")
                    self._timed.setdefault(key, []).append(row.sample)
            found[person_id] = held
        return found

    def _held(self, row: LabResult) -> Held[LabEntry]:
        value = LabValue(row.value, row.comparator, row.qualitative)
        cell = ReadCell(self._analytes[row.analyte], row.sample, row.text, value, row.unit)
        return Held(row.id, row.version, LabEntry(row.patient_id, cell, note=row.note))

    def entry(self, ws: Workspace, session: Session, person: Person, draft: Draft) -> LabEntry:
        """The result; InputError without analyte, day or readable value."""
        given = Given(draft)
        analyte = self._analytes.get(given.text("analyte"))
        if analyte is None:
            raise refuse("analyte", "analyte_unknown", code=given.text("analyte"))
        if given.get("taken_on") is None:
            raise refuse("taken_on", "date_missing")
        text = clean(str(given.get("value") or ""))
        value = read_value(text)
        sample = Sample(given.get("taken_on"), given.text("taken_at"), self._laboratory(given.text("laboratory")))
        usual = self._book.usual_unit(analyte.code, sample.laboratory_id) or analyte.usual
        unit = value.unit or given.text("unit") or usual
        cell = ReadCell(analyte, sample, text, value, analyte.unit_named(unit) or unit)
        return LabEntry(person.id, cell, given.get("lln"), given.get("uln"), given.lines("note"))

    def _laboratory(self, name: str) -> int | None:
        """The laboratory of a name: None for the own one and where the file names none."""
        if not name:
            return None
        key = plain_text(name)
        if key not in self._laboratories:
            number = -1 - len(self._new)
            self._new[number] = name
            self._laboratories[key] = number
        return self._laboratories[key]

    def key(self, entry: LabEntry) -> Hashable:
        """Analyte and sample."""
        return entry.cell.analyte.code, entry.cell.sample

    def find(self, book: Book[LabEntry], entry: LabEntry, draft: Draft) -> Known[LabEntry] | None:
        """The result of the sample; without a time also one of that day that has the same value."""
        found = book.by_key.get(self.key(entry))
        code, sample = entry.cell.analyte.code, entry.cell.sample
        if found is not None or sample.taken_at:
            return found
        timed = (book.by_key.get((code, one)) for one in self._timed.get((entry.patient_id, code, sample), ()))
        return next((one for one in timed if one and one.held.entry.measured == entry.measured), None)

    def value(self, entry: LabEntry, name: str) -> Any:
        """A field; a value with its unit."""
        return entry.measured if name == "value" else entry.note

    def words(self, ws: Workspace, name: str, value: object) -> str:
        """A value as it was written, with its unit."""
        return value.text if isinstance(value, Measured) else super().words(ws, name, value)

    def merged(self, here: LabEntry, there: LabEntry, values: Mapping[str, Any]) -> LabEntry:
        """The recorded result with the file's value, or note."""
        found = replace(here, note=there.note) if "note" in values else here
        return replace(found, cell=there.cell, lln=there.lln, uln=there.uln) if "value" in values else found

    def problems(
        self, ws: Workspace, session: Session, person: Person, entry: LabEntry, others: Others[LabEntry]
    ) -> Iterator[Problem]:
        """What typing finds wrong; an improbable value is told, and that a laboratory is new."""
        cell = entry.cell
        if (signed := self._locked.get((person.id, cell.analyte.code, cell.sample))) is not None:
            yield signed
        for problem in check_sample(cell.sample, "taken_on", person.birth_date, ws.today(), person.died):
            yield replace(problem, field="taken_at") if problem.key == "time_unreadable" else problem
        yield from check_value(cell.analyte, cell.value, cell.unit)
        if entry.printed is not None:
            yield from check_range(entry.printed, cell.analyte, ())
        if (name := self._new.get(cell.sample.laboratory_id or 0)) is not None:
            yield Problem("laboratory", "import_laboratory_new", {"name": name}, soft=True)

    def ready(self, ws: Workspace, session: Session, judged: Sequence[tuple[Person, Judged]]) -> None:
        """Grade what is to be written: for a long file that takes longer than the writing."""
        self._rows = self._graded(ws, session, judged)

    def write(
        self,
        session: WriteSession,
        ws: Workspace,
        judged: Sequence[tuple[Person, Judged]],
        progress: Progress | None = None,
    ) -> frozenset[int]:
        """Write all results of a patient together; those of past years count as seen.

        A note alone leaves the grade as it stands.
        """
        if progress is not None:
            progress(0, len(judged))
        self.people = {person.id: person for person, _ in judged}
        graded = self._rows if self._rows is not None else self._graded(ws, session, judged)
        self._rows = None
        ids = {one.work.entry.patient_id: person.id for person, one in judged if one.work is not None}
        if any(patient_id < 0 for patient_id in ids.values()):
            raise ValueError("records are written for patients who are recorded")
        noted = [one.work for _, one in judged if self._is_noted(one.work)]
        lab_result.revise_many(session, [(one.row_id, one.version, {"note": one.entry.note}) for one in noted])
        self._store(session, ws, graded, ids)
        return frozenset(ids.values())

    def _store(
        self, session: WriteSession, ws: Workspace, graded: Mapping[int, PatientRows], ids: Mapping[int, int]
    ) -> None:
        """Write graded rows; `ids` are those that the record has for patients by those that the file had."""
        owner, where, day = (lab_result.PREPARED.index(name) for name in ("patient_id", "laboratory_id", "taken_on"))
        made = self._made(session, {row[where] for rows in graded.values() for row in rows.added})
        since = (ws.today() - HISTORY_AFTER).isoformat()
        seen: list[PreparedRow] = []
        waiting: list[PreparedRow] = []
        for person_id, rows in graded.items():
            for row in rows.added:
                changed = list(row)
                changed[owner], changed[where] = ids[person_id], made.get(row[where], row[where])
                (seen if str(row[day]) < since else waiting).append(tuple(changed))
        lab_result.add_prepared(session, seen, seen=True)
        lab_result.add_prepared(session, waiting)
        for person_id, rows in graded.items():
            store_changes(ws, session, ids[person_id], rows)

    def _is_noted(self, work: Work[LabEntry] | None) -> bool:
        """Whether only the note of a recorded result changes."""
        return work is not None and work.id is not None and self._recorded.get(work.id) == work.entry.measured

    def _graded(
        self, ws: Workspace, session: Session, judged: Sequence[tuple[Person, Judged]]
    ) -> dict[int, PatientRows]:
        """The rows of each patient, by the id in the file: albumin corrects calcium, earlier values are baselines."""
        people: dict[int, Person] = {}
        items: dict[int, list[ToGrade]] = {}
        for person, one in judged:
            work: Work[LabEntry] | None = one.work
            if work is None or self._is_noted(work):
                continue
            entry, held = work.entry, None if work.id is None else (work.id, work.version)
            people[entry.patient_id] = person
            items.setdefault(entry.patient_id, []).append(ToGrade(entry.cell, entry.printed, held, entry.note))
        book, version = PrintedLimits(range_book(session)), ctcae_version(ws, session)
        return {
            patient_id: rows_of(session, _grader(ws, session, people[patient_id], version, book), book, of_patient)
            for patient_id, of_patient in items.items()
        }

    def _made(self, session: WriteSession, used: Collection[object]) -> dict[object, int]:
        """The laboratories that are new, made now: their ids by those that stood for them."""
        made: dict[object, int] = {}
        for number, name in self._new.items():
            if number in used:
                made[number] = laboratory.put_laboratory(session, LaboratoryEntry(name))
        self._new = {}
        return made

    def add(self, session: WriteSession, ws: Workspace, entries: Sequence[LabEntry]) -> None:
        """Grade and write new results of the patients of the last write."""
        self.change(session, ws, [Work(entry) for entry in entries])

    def change(self, session: WriteSession, ws: Workspace, work: Sequence[Work[LabEntry]]) -> None:
        """Grade and write other values of the patients of the last write."""
        judged = [(self.people[one.entry.patient_id], Judged(RowState.CHANGED, work=one)) for one in work]
        self.write(session, ws, judged)


def _grader(ws: Workspace, session: Session, person: Person, version: str, book: PrintedLimits) -> Grader:
    card = PatientCard(person.id, 0, person.entry, person.follow_up)
    return Grader(ws, session, card, version, book, [days_of(ws, course) for course in person.courses])
