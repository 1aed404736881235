"""Reads the rows of an import and holds them against the record: each whole row comes in, or none of it.

Records are judged kind by kind, all rows at once, because rows of one file may name the same record. A row that is
refused takes its records out; where others hung on them, all is judged again without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from hsct_desktop.domain.import_field import ImportKind, RecordKind
from hsct_desktop.domain.import_numbering import CodePattern, pattern_in
from hsct_desktop.domain.import_reading import MAIN, read_rows
from hsct_desktop.domain.import_row import CellProblem, Draft, Place, ReadRow
from hsct_desktop.domain.import_run import Decisions, FieldConflict, RowKey, RowState, RowVerdict
from hsct_desktop.domain.import_settle import TAKEN_APART
from hsct_desktop.domain.import_table import ImportTable
from hsct_desktop.domain.problem import Problem
from hsct_desktop.services import import_person
from hsct_desktop.services.import_check import STEP, Progress, SheetPlan
from hsct_desktop.services.import_hints import causes, told
from hsct_desktop.services.import_kinds import importers, learned, with_discharge
from hsct_desktop.services.import_match import WHO_MISSING, Match, People, who_of
from hsct_desktop.services.import_parts import ORDER, Part, parts_of
from hsct_desktop.services.import_patients import drafted_person
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.import_record import Importer, Incoming, Judged
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import import_run
from hsct_desktop.store.base import ReadSession, WriteSession
from hsct_desktop.store.change_log import last_entry
from hsct_desktop.store.patient import code_key

AnySession = ReadSession | WriteSession
Pair = tuple[Person, Judged]


@dataclass(frozen=True)
class Rows:
    """The rows of an import as read, those of patients first, and the tables that they came from."""

    rows: tuple[ReadRow, ...]
    tables: Mapping[str, ImportTable]
    series: Mapping[str, CodePattern] = field(default_factory=dict)
    """By sheet, the codes that patients without one get."""


@dataclass(frozen=True)
class Judgement:
    """What becomes of every row by the record as it was at line `seq` of the change log. `work` holds by kind what is
    to be written, `people` everybody whom the file names, by id, new ones with a negative one."""

    rows: Rows
    decisions: Decisions
    verdicts: tuple[RowVerdict, ...]
    work: Mapping[str, Sequence[Pair]]
    importers: Mapping[str, Importer[Any]]
    people: Mapping[int, Person]
    seq: int

    @property
    def writes(self) -> bool:
        """Whether there is anything to write."""
        return any(self.work.values())

    @property
    def new_patients(self) -> int:
        """How many patients the file registers."""
        return sum(person.is_new for person, _ in self.work.get(RecordKind.PATIENT, ()))


def read(ws: Workspace, plans: Sequence[SheetPlan], decisions: Decisions, progress: Progress | None) -> Rows:
    """Read every row of the plans' tables, corrected cells as corrected."""
    from hsct_desktop.catalogue.import_fields import import_fields
    from hsct_desktop.services.import_codes import code_lists

    total = sum(len(plan.table.rows) for plan in plans)
    found: list[ReadRow] = []
    with ws.read() as session:
        days = _Day0s(session)
    codes = code_lists(ws.catalogue)
    for plan in plans:
        fields = {one.id: one for one in import_fields()[plan.kind]}
        rows = read_rows(
            plan.table, plan.mapping, fields, codes, ws.today(), decisions.cells,
            day0_of=days.of, step_note=lambda step: ws.wording.text("import_run.step", step=_step_words(ws, step)),
        )  # fmt: skip
        for row in rows:
            if progress is not None and len(found) % STEP == 0:
                progress(len(found), 2 * total)
            days.learn(row)
            found.append(row)
    series = {plan.sheet: one for plan in plans if (one := pattern_in(plan.mapping.defaults)) is not None}
    return Rows(tuple(found), {plan.sheet: plan.table for plan in plans}, series)


def _step_words(ws: Workspace, step: Any) -> str:
    return ws.wording.count(f"import_run.step_{step.unit.value}", step.count)


class _Day0s:
    """Day 0 by code, of the record and of the rows read so far."""

    def __init__(self, session: ReadSession) -> None:
        self._days = {one.code_key: one.day0 for one in import_run.identities(session) if one.day0 is not None}

    def of(self, code: str, _birth_date: date | None) -> date | None:
        """The Day 0 of whoever has the code, None where none is known."""
        return self._days.get(code_key(code)) if code else None

    def learn(self, row: ReadRow) -> None:
        """Take note of the transplant in a row."""
        if row.kind is not ImportKind.PATIENTS or not (code := who_of(row).code):
            return
        for draft in row.drafts:
            day0 = draft.values.get("day0")
            if draft.record is RecordKind.TRANSPLANT and isinstance(day0, date):
                self._days.setdefault(code_key(code), day0)


def judge(ws: Workspace, rows: Rows, decisions: Decisions, progress: Progress | None = None) -> Judgement:
    """Hold the rows against the record; nothing is written."""
    with ws.read() as session:
        return judge_in(ws, session, rows, decisions, progress)


def judge_in(
    ws: Workspace, session: AnySession, rows: Rows, decisions: Decisions, progress: Progress | None = None
) -> Judgement:
    """As `judge`, within a session: also within the write itself."""
    seq = last_entry(session).seq
    return _Judge(ws, session, rows, decisions, progress).judgement(seq)


@dataclass
class _Row:
    """A row on its way: who it is, its records and what was found about them."""

    read: ReadRow
    match: Match
    parts: tuple[Part, ...] = ()
    problems: list[CellProblem] = field(default_factory=list)
    found: list[tuple[Part, Judged]] = field(default_factory=list)

    @property
    def key(self) -> RowKey:
        """Which row of the file it is."""
        return RowKey(self.read.sheet, self.read.number)

    @property
    def is_refused(self) -> bool:
        """Whether something keeps it out."""
        return any(not told.problem.soft for told in self.problems)

    def refuse(self, problem: Problem, place: Place | None = None, text: str = "") -> None:
        """Keep it out for one reason more."""
        self.problems.append(CellProblem(place or Place(self.read.number, -1), problem, text))


class _Judge:
    def __init__(
        self, ws: Workspace, session: AnySession, rows: Rows, decisions: Decisions, progress: Progress | None
    ) -> None:
        self._ws, self._session, self._all, self._decisions, self._progress = ws, session, rows, decisions, progress
        self._importers = importers()
        matcher = People(session, decisions, rows.series)
        matcher.learn(rows.rows)
        # Rows that say a code come first: what they say of a name and birth date holds for rows without one.
        first = sorted(rows.rows, key=lambda row: (row.kind is not ImportKind.PATIENTS, not who_of(row).code))
        begun = {id(row): self._begin(matcher, row) for row in first}
        self._rows = [begun[id(row)] for row in rows.rows]
        for row in self._rows:
            if (row.match.patient_id or 0) < 0 and not row.is_refused and matcher.is_torn(row.read):
                row.refuse(Problem("code", "import_patient_refused", {"code": row.match.code}))
        self._parts, self._done = sum(len(row.parts) for row in self._rows), 0
        known = {row.match.patient_id for row in self._rows if (row.match.patient_id or 0) > 0}
        self._recorded = import_person.recorded(session, {one for one in known if one is not None})
        self._people: dict[int, Person] = {}

    def _begin(self, matcher: People, read: ReadRow) -> _Row:
        """A row as read; what was left out by choice or cannot be read asks nobody anything more."""
        if RowKey(read.sheet, read.number) in self._decisions.skipped:
            row = _Row(read, Match(None, who_of(read).code))
            row.refuse(Problem("", "import_skipped"))
            return row
        match = matcher.match(read)
        told = [one for one in match.problems if one.problem.key != WHO_MISSING or not _names_nobody(read)]
        return _Row(
            read, match, tuple(_coded(part, match.given_code) for part in parts_of(read)), [*read.problems, *told]
        )

    def judgement(self, seq: int) -> Judgement:
        """Judge until no row is newly refused on whose records others hang."""
        while self._pass():
            pass
        self._look_again()
        kept = [row for row in self._rows if not row.is_refused]
        work: dict[str, list[Pair]] = {}
        for row in kept:
            for part, found in row.found:
                if found.work is not None:
                    person = self._person(row)
                    work.setdefault(part.kind, []).append((person, with_discharge(part.kind, person, found)))
        verdicts = tuple(self._verdict(row) for row in self._rows)
        return Judgement(self._all, self._decisions, verdicts, work, self._importers, self._people, seq)

    def _person(self, row: _Row) -> Person:
        return self._people[row.match.patient_id or 0]

    def _pass(self) -> bool:
        """Judge all rows that stand; True when they are to be judged again."""
        active = [row for row in self._rows if not row.is_refused]
        self._people = {row.match.patient_id: who for row in active if (who := self._known(row)) is not None}  # type: ignore[misc]
        for row in active:
            row.found = []
        dependent = False
        for kind in ORDER:
            dependent |= self._judge_kind(kind, active)
        self._refuse_without_person(active)
        refused = {id(row) for row in active if row.is_refused}
        return bool(refused) and (dependent or self._shared(active, refused))

    def _known(self, row: _Row) -> Person | None:
        return self._recorded.get(row.match.patient_id or 0)

    def _judge_kind(self, kind: str, active: Sequence[_Row]) -> bool:
        """Judge the records of one kind; True where a row that is refused was to carry what others join."""
        found = [(row, part) for row in active for part in row.parts if part.kind == kind]
        found.sort(key=lambda pair: not pair[0].match.code)  # who has a code is registered by that row
        if kind == RecordKind.TRANSPLANT:  # the first transplant goes first, whatever the order of its rows
            found.sort(key=lambda pair: str(pair[1].draft.values.get("day0") or "9999"))
        if kind == RecordKind.PATIENT:
            self._draft_people(row for row, _ in found)
        found = [(row, part) for row, part in found if row.match.patient_id in self._people]
        if not found:
            return False
        incoming = [
            Incoming(self._person(row), part.draft, row.read.number, self._taken(row, part)) for row, part in found
        ]
        results = self._importers[kind].judge(self._ws, self._session, incoming, self._within(len(found)))
        for (row, part), one in zip(found, results, strict=True):
            row.found.append((part, one))
            for problem in (*one.problems, *one.hints):
                self._tell(row, part, problem)
        self._learn(kind, found, results)
        return any(
            one.joins is not None and found[one.joins][0].is_refused and not row.is_refused
            for (row, _), one in zip(found, results, strict=True)
        )

    def _within(self, count: int) -> Progress | None:
        """The progress of one kind as a part of the whole, of which reading was the first half."""
        progress, total, done = self._progress, len(self._rows), self._done
        self._done = min(self._done + count, self._parts)
        if progress is None:
            return None
        return lambda part, _of: progress(
            total + total * min(done + part, self._parts) // max(self._parts, 1), 2 * total
        )

    def _draft_people(self, rows: Iterable[_Row]) -> None:
        """Whom the file registers, by the first row that names each."""
        for row in rows:
            new = row.match.patient_id or 0
            if new < 0 and new not in self._people and row.read.kind is ImportKind.PATIENTS:
                self._people[new] = drafted_person(new, _patient_draft(row))

    def _learn(self, kind: str, found: Sequence[tuple[_Row, Part]], results: Sequence[Judged]) -> None:
        """What the file says of somebody's transplants and state counts for the records that are judged after it."""
        for (row, _), one in zip(found, results, strict=True):
            person = self._person(row) if row.match.patient_id in self._people else None
            if person is None or row.is_refused:
                continue
            if kind == RecordKind.PATIENT and person.is_new and one.state is RowState.REFUSED:
                continue
            self._people[person.id] = learned(person, kind, one)
        if kind == RecordKind.PATIENT:
            accepted = {row.match.patient_id for row, _ in found if not row.is_refused}
            for new in [who for who in self._people if who < 0 and who not in accepted]:
                del self._people[new]

    def _taken(self, row: _Row, part: Part) -> frozenset[str]:
        """The values of the file that were chosen to go before the recorded ones."""
        if not self._decisions.take_file:
            return frozenset()
        names = part.draft.values
        return frozenset(name for name in names if (row.key, part.field_id(name)) in self._decisions.take_file)

    def _tell(self, row: _Row, part: Part, problem: Problem) -> None:
        place = part.place(problem.field, row.read.number)
        row.refuse(told(problem), place, self._text(row, place))

    def _text(self, row: _Row, place: Place) -> str:
        """The cell as it stands, or as it was corrected."""
        typed = self._decisions.cells.get((row.key, place.column))
        if typed is not None or place.column < 0:
            return typed or ""
        cells = self._cells.get(row.key)
        return cells.at(place.column).text if cells is not None else ""

    @property
    def _cells(self) -> Mapping[RowKey, Any]:
        """The rows of the tables, looked up only where there is something to tell."""
        if not hasattr(self, "_by_key"):
            tables = self._all.tables.values()
            self._by_key = {RowKey(table.sheet, one.number): one for table in tables for one in table.rows}
        return self._by_key

    def _refuse_without_person(self, active: Sequence[_Row]) -> None:
        """Rows of somebody who was to be registered by a row that is refused itself."""
        for row in active:
            if row.match.patient_id not in self._people and not row.is_refused:
                row.refuse(Problem("code", "import_patient_refused", {"code": row.match.code}))

    def _look_again(self) -> None:
        """What else is wrong with rows that cannot be read whole: told at once, so that nobody corrects a row twice."""
        rows = [row for row in self._rows if row.match.patient_id is not None and row.read.unread]
        people = self._recorded | self._people
        for row in rows:
            if row.match.patient_id not in people and row.read.kind is ImportKind.PATIENTS:
                people[row.match.patient_id or 0] = drafted_person(row.match.patient_id or 0, _patient_draft(row))
        again = importers()
        for kind in ORDER:
            found = [(row, part) for row in rows for part in row.parts if part.kind == kind]
            found = [(row, part) for row, part in found if row.match.patient_id in people and _is_whole(row, part)]
            if not found:
                continue
            incoming = [
                Incoming(people[row.match.patient_id or 0], part.draft, row.read.number, self._taken(row, part))
                for row, part in found
            ]
            results = again[kind].judge(self._ws, self._session, incoming, None)
            for (row, part), one in zip(found, results, strict=True):
                self._tell_more(row, part, one)
                if one.problems and kind == RecordKind.PATIENT:
                    people.pop(row.match.patient_id or 0, None)
                elif row.match.patient_id in people:
                    people[row.match.patient_id] = learned(people[row.match.patient_id], kind, one)

    def _tell_more(self, row: _Row, part: Part, found: Judged) -> None:
        """The problems of a record that do not only follow from what could not be read."""
        unread = {told.problem.field for told in row.read.problems if not told.problem.soft}
        unread |= {name for field in unread for name in TAKEN_APART.get(field, ())}
        for problem in found.problems:
            if problem.field not in unread:
                self._tell(row, part, problem)

    def _shared(self, active: Sequence[_Row], refused: set[int]) -> bool:
        """Whether a refused row said something of a person of whom other rows have records."""
        told = {row.match.patient_id for row in active if id(row) in refused and row.read.kind is ImportKind.PATIENTS}
        return any(row.match.patient_id in told and id(row) not in refused for row in active)

    # verdicts -------------------------------------------------------------------------------------------------------

    def _verdict(self, row: _Row) -> RowVerdict:
        refused = row.is_refused
        conflicts = () if refused else tuple(self._conflicts(row))
        who = row.match.patient_id
        return RowVerdict(
            row.key,
            RowState.REFUSED if refused else self._state(row, conflicts),
            row.match.code or (self._people[who].code if who in self._people else ""),
            self._causes(row),
            conflicts,
            row.match.same,
            () if refused else tuple(self._changes(row)),
            tuple(row.read.not_done),
            who if who is not None and who > 0 else None,
        )

    def _causes(self, row: _Row) -> tuple[CellProblem, ...]:
        """The problems of a row: of one wrong Day 0 the cause alone."""
        course = next((part for part in row.parts if part.kind == RecordKind.TRANSPLANT), None)
        if course is None:
            return tuple(row.problems)
        day0, place = course.draft.values.get("day0"), course.place("day0", row.read.number)
        found = causes(row.problems, day0 if isinstance(day0, date) else None, place, self._ws.today())
        return tuple(one if one.text else replace(one, text=self._text(row, one.place)) for one in found)

    def _conflicts(self, row: _Row) -> Iterator[FieldConflict]:
        for part, found in row.found:
            for one in found.conflicts:
                place = part.place(one.field, row.read.number)
                yield FieldConflict(part.field_id(one.field), place, one.recorded, one.in_file, one.takes_file)

    def _state(self, row: _Row, conflicts: Sequence[FieldConflict]) -> RowState:
        kept = self._decisions.keep_record
        if any(not one.takes_file and (row.key, one.field) not in kept for one in conflicts):
            return RowState.CONFLICT
        main = MAIN[row.read.kind]
        if any(part.kind == main and found.state is RowState.NEW for part, found in row.found):
            return RowState.NEW
        adds = any(found.state is RowState.NEW or found.changes for _, found in row.found)
        return RowState.CHANGED if adds else RowState.SAME

    def _changes(self, row: _Row) -> Iterator[Place]:
        for part, found in row.found:
            names = part.draft.places if found.state is RowState.NEW else found.changes
            for name in names:
                place = part.place(name, row.read.number)
                if place.column >= 0:
                    yield place


def _names_nobody(read: ReadRow) -> bool:
    """Whether the reading has said already that the row does not say whose it is."""
    return any(told.problem.key == "import_whose_row" for told in read.problems)


def _is_whole(row: _Row, part: Part) -> bool:
    """Whether nothing is missing of a record of an unreadable row, nor of the transplant that others hang on; of the
    patient those fields count that could be read."""
    hangs_on = {part.draft.record, RecordKind.PATIENT, RecordKind.TRANSPLANT}
    return part.kind == RecordKind.PATIENT or not hangs_on & row.read.unread


def _coded(part: Part, code: str) -> Part:
    """The card of somebody whom the file registers without a code, with the one that they get."""
    if not code or part.kind != RecordKind.PATIENT:
        return part
    return replace(part, draft=replace(part.draft, values={"code": code, **part.draft.values}))


def _patient_draft(row: _Row) -> Draft:
    return next(part.draft for part in row.parts if part.kind == RecordKind.PATIENT)
