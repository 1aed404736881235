"""How one kind of imported record is held against the record: what is new, the same, added, in conflict or refused.

All records of a kind are judged together: rows of one file may name the same record twice. Nothing is written before
`write`, and nothing of a patient whom the file itself registers need be recorded when it is judged.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Final, Generic, TypeVar, cast

from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.import_row import Draft
from hsct_desktop.domain.import_run import RowState
from hsct_desktop.domain.import_same import Nearness, is_same, nearness, refines
from hsct_desktop.domain.partial_date import PartialDate, shown
from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.base import ReadSession, WriteSession

E = TypeVar("E")
Session = ReadSession | WriteSession
Progress = Callable[[int, int], None]
"""Told how many of how many records are done; what it raises (a person cancels) ends the work."""
STEP: Final = 500
"""Records between two reports of progress."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record of a row of the file. `row` is told where two rows contradict each other; `take_file` names the fields
    whose value in the file goes before the recorded one."""

    person: Person
    draft: Draft
    row: int = 0
    take_file: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of the draft whose recorded value differs; both in the reader's words."""

    field: str
    recorded: str
    in_file: str
    takes_file: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of a record. Hard `problems` refuse it, `hints` only ask for a second look; their fields, like
    those of `changes` (which add to or change the record), are those of the draft where it has them.

    `joins` is the index of the earlier incoming record with which it makes one: when that one's row stays out, this
    one is to be judged again. `work` is for `write` alone.
    """

    state: RowState
    problems: tuple[Problem, ...] = ()
    hints: tuple[Problem, ...] = ()
    conflicts: tuple[Difference, ...] = ()
    changes: tuple[str, ...] = ()
    joins: int | None = None
    work: Any = None


@dataclass(frozen=True, slots=True)
class Held(Generic[E]):
    """A record that is there: `id` and `version` of the row, or a negative id for one of the same file."""

    id: int
    version: int
    entry: E


@dataclass(frozen=True, slots=True)
class Work(Generic[E]):
    """What is to be written: a new record, or another state of a recorded one."""

    entry: E
    id: int | None = None
    version: int = 0

    @property
    def row_id(self) -> int:
        """The id of the recorded row. ValueError for a new one."""
        if self.id is None:
            raise ValueError("a new record has no row yet")
        return self.id


@dataclass(slots=True)
class Known(Generic[E]):
    """A record in the making: as recorded or new, with what rows of the file brought to it."""

    held: Held[E]
    leading: int | None = None
    """The first incoming record that brought something."""
    brought: dict[str, int] = field(default_factory=dict)
    """Which incoming record brought a field."""
    joined: list[int] = field(default_factory=list)
    """The incoming records that are this one."""
    torn: Problem | None = None
    """Two rows of the file contradict each other about it: none of them is taken."""


@dataclass(slots=True)
class _Other:
    """What a draft says otherwise than a record: `values` come in, `kept` are those that stay as recorded."""

    values: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    differing: list[str] = field(default_factory=list)
    conflicts: tuple[Difference, ...] = ()


class InDoubt(Exception):
    """A record of which nobody can tell whether it is one of those `near` it, or another."""

    def __init__(self, near: Sequence[Known[Any]]) -> None:
        super().__init__()
        self.near = near


class Book(Generic[E]):
    """A patient's records of one kind by their key, those of the file's earlier rows among them. `said` are the days
    that the rows of the file name."""

    def __init__(self) -> None:
        self.by_key: dict[Hashable, Known[E]] = {}
        self.said: set[object] = set()

    def put(self, key: Hashable, known: Known[E]) -> None:
        """Add one; of two with the same key the first is found by it, the other only takes part in the checks."""
        self.by_key[key if key not in self.by_key else ("beside", known.held.id)] = known

    def __iter__(self) -> Iterator[Known[E]]:
        return iter(self.by_key.values())

    def others(self, but: Known[E] | None = None) -> Others[E]:
        """All records but one."""
        return Others(self, but)


class Others(Generic[E]):
    """The other records of a patient, for the checks that compare with them; read only where one does."""

    def __init__(self, book: Book[E], but: Known[E] | None) -> None:
        self._book, self._but = book, but

    @property
    def replaced(self) -> Held[E] | None:
        """The record of which the entry is another state; None beside a new one."""
        return self._but.held if self._but is not None else None

    def __iter__(self) -> Iterator[Held[E]]:
        return (one.held for one in self._book if one is not self._but and one.torn is None)


class Importer(ABC, Generic[E]):
    """One kind of record; see the module. `fields` are those that are compared, in the order in which they are told."""

    kind: ClassVar[RecordKind]
    fields: ClassVar[tuple[str, ...]]
    changed: ClassVar[frozenset[str]] = frozenset()
    """The kinds that the pages are told of (services.changes)."""
    enums: ClassVar[Mapping[str, str]] = {}
    """The wording area of a field's enum, for the words of a difference."""
    blanks: ClassVar[Mapping[str, object]] = {}
    """The value of a field that says nothing, beside None and empty ones."""
    near: ClassVar[Mapping[str, str]] = {}
    """At which field a problem stands where the file has none of its own."""
    telling: ClassVar[tuple[str, ...]] = ()
    """The fields by which records of a date that is known in part are told apart."""
    passing: ClassVar[Mapping[str, object]] = {}
    """The recorded value of a field that a later one takes up: what was ongoing has ended since."""
    people: Mapping[int, Person] = {}
    """The patients of a write, by id."""

    # what each kind says ----------------------------------------------------------------------------------------------

    @abstractmethod
    def held(self, session: Session, ids: Collection[int]) -> Mapping[int, Sequence[Held[E]]]:
        """What is recorded of some patients, in one statement for each table."""

    @abstractmethod
    def entry(self, ws: Workspace, session: Session, person: Person, draft: Draft) -> E:
        """The entry of a draft, tidied as a form's is. InputError for what cannot be one."""

    @abstractmethod
    def key(self, entry: E) -> Hashable:
        """What makes two entries of a patient the same record."""

    @abstractmethod
    def problems(
        self, ws: Workspace, session: Session, person: Person, entry: E, others: Others[E]
    ) -> Iterator[Problem]:
        """What is wrong with an entry beside the patient's others, by the checks of the forms."""

    @abstractmethod
    def add(self, session: WriteSession, ws: Workspace, entries: Sequence[E]) -> None:
        """Write new records."""

    @abstractmethod
    def change(self, session: WriteSession, ws: Workspace, work: Sequence[Work[E]]) -> None:
        """Write other states of recorded ones. KnownError `stale_row`."""

    def ready(self, ws: Workspace, session: Session, judged: Sequence[tuple[Person, Judged]]) -> None:
        """Work out, before the write begins, what takes long; `write` does without where nobody asked for it."""

    def store(self, session: WriteSession, ws: Workspace, new: Sequence[E], other: Sequence[Work[E]]) -> None:
        """Write new records and other states of recorded ones."""
        if new:
            self.add(session, ws, new)
        if other:
            self.change(session, ws, other)

    def begin(self, ws: Workspace, session: Session, incoming: Sequence[Incoming]) -> None:
        """Read once what all judgements of a run ask for."""

    def find(self, book: Book[E], entry: E, draft: Draft) -> Known[E] | None:
        """The record that an entry means: the one of the same key."""
        return book.by_key.get(self.key(entry))

    def of_day(
        self, book: Book[E], entry: E, draft: Draft, day_of: Callable[[E], PartialDate | None]
    ) -> Known[E] | None:
        """The record of a day. A date known in part means the recorded one of that month whose fields do not speak
        against it, or one of the same month or year that says the same; InDoubt where others may be meant.

        Rows of one file are records of their own, and each recorded one is meant by one of them.
        """
        day = day_of(entry)
        if day is None:
            return None
        near: list[tuple[Nearness, Known[E]]] = []
        for one in book:
            held = day_of(one.held.entry)
            how = nearness(held, day) if held is not None else Nearness.APART
            if how is Nearness.DAY:
                return one
            is_free = one.held.id > 0 and not one.joined and (held == day or held not in book.said)
            if how is not Nearness.APART and is_free:
                near.append((how, one))
        same = [one for how, one in near if how is Nearness.DATE and self._says_all(one.held.entry, entry, draft)]
        if same:
            return same[0]
        fits = [
            one
            for how, one in near
            if how is not Nearness.YEAR and day.month is not None and self._goes_with(one.held.entry, entry, draft)
        ]
        if near and len(fits) != 1:
            raise InDoubt([one for _, one in near])
        return fits[0] if fits else None

    def _says_all(self, here: E, there: E, draft: Draft) -> bool:
        """Whether a record says all that a draft says, and nothing that would tell them apart."""
        names = {*self._given(draft, there), *self.telling}
        return all(is_same(self.value(here, name), self.value(there, name)) for name in names)

    def _goes_with(self, here: E, there: E, draft: Draft) -> bool:
        """Whether nothing that a draft says but its day speaks against a record."""
        for name in {*self._given(draft, there), *self.telling} - {self.fields[0]}:
            a, b = self.value(here, name), self.value(there, name)
            is_open = self._blank(name, a) or self._blank(name, b) or self.passing.get(name) == a
            if not (is_open or is_same(a, b) or self.says_less(name, here, there)):
                return False
        return True

    def says_less(self, name: str, here: E, there: E) -> bool:
        """Whether a file's field only says a part of the recorded one, and does not contradict it."""
        return False

    def placed(self, book: Book[E], entry: E, draft: Draft) -> E:
        """A new record as it stands among the patient's others."""
        return entry

    def value(self, entry: E, name: str) -> Any:
        """A field of an entry."""
        return getattr(entry, name)

    def with_values(self, entry: E, values: Mapping[str, Any]) -> E:
        """The entry with other values of some fields."""
        made: Any = entry
        return cast(E, replace(made, **values))

    def merged(self, here: E, there: E, values: Mapping[str, Any]) -> E:
        """The record `here` with what the file's `there` brings to it."""
        return self.with_values(here, values)

    def owned(self, entry: E, patient_id: int) -> E:
        """The entry of a patient who is recorded by now."""
        return self.with_values(entry, {"patient_id": patient_id})

    def words(self, ws: Workspace, name: str, value: object) -> str:
        """A field's value in the reader's words."""
        words = ws.wording
        if isinstance(value, PartialDate):
            return words.value(shown(value))
        if isinstance(value, tuple):
            return "; ".join(self.words(ws, name, one) for one in value)
        if isinstance(value, bool):
            return words.enum("answer", "yes" if value else "no")
        if name in self.enums and value:
            return words.enum(self.enums[name], str(value))
        return "" if value is None else words.value(value)

    # what they share --------------------------------------------------------------------------------------------------

    def judge(
        self, ws: Workspace, session: Session, incoming: Sequence[Incoming], progress: Progress | None = None
    ) -> list[Judged]:
        """What becomes of each record, in their order; nothing is written."""
        self.begin(ws, session, incoming)
        books = self._books(session, {one.person.id for one in incoming})
        for one in incoming if self.fields else ():
            books[one.person.id].said.add(one.draft.values.get(self.fields[0]))
        found: list[Judged] = []
        for index, one in enumerate(incoming):
            if progress is not None and index % STEP == 0:
                progress(index, len(incoming))
            found.append(self._judged(ws, session, incoming, index, books[one.person.id]))
        for book in books.values():
            for known in book:
                _settle(found, known)
        return found

    def write(
        self,
        session: WriteSession,
        ws: Workspace,
        judged: Sequence[tuple[Person, Judged]],
        progress: Progress | None = None,
    ) -> frozenset[int]:
        """Write what was judged of patients who are all recorded by now; the ids of those who got something."""
        self.people = {person.id: person for person, _ in judged}
        new: list[E] = []
        other: list[Work[E]] = []
        touched: set[int] = set()
        for person, one in judged:
            if one.work is None:
                continue
            if person.is_new:
                raise ValueError("records are written for patients who are recorded")
            work: Work[E] = one.work
            entry = self.owned(work.entry, person.id)
            touched.add(person.id)
            if work.id is None:
                new.append(entry)
            else:
                other.append(Work(entry, work.id, work.version))
        if progress is not None:
            progress(0, len(judged))
        self.store(session, ws, new, other)
        return frozenset(touched)

    def _books(self, session: Session, ids: Collection[int]) -> dict[int, Book[E]]:
        books: dict[int, Book[E]] = {person_id: Book() for person_id in ids}
        known = {person_id for person_id in ids if person_id > 0}
        for person_id, rows in (self.held(session, known) if known else {}).items():
            for held in rows:
                books[person_id].put(self.key(held.entry), Known(held))
        return books

    def _judged(
        self, ws: Workspace, session: Session, incoming: Sequence[Incoming], index: int, book: Book[E]
    ) -> Judged:
        one = incoming[index]
        told: tuple[Difference, ...] = ()
        try:
            entry = self.entry(ws, session, one.person, one.draft)
            known = self.find(book, entry, one.draft)
        except InputError as error:
            return Judged(RowState.REFUSED, tuple(self._at(problem, one.draft) for problem in error.problems))
        except InDoubt as doubt:
            known, told = None, (self._doubt(ws, one, entry, doubt.near),)
        if known is not None:
            return self._beside(ws, session, incoming, index, book, known, entry)
        entry = self.placed(book, entry, one.draft)
        hard, hints = self._problems(ws, session, one, entry, book.others())
        if hard:
            return Judged(RowState.REFUSED, hard, hints)
        if told and not told[0].takes_file:
            params = {"recorded": told[0].recorded, "in_file": told[0].in_file}
            asked = Problem(self.fields[0], "import_same_or_another", params, soft=True)
            return Judged(RowState.CONFLICT, (), (*hints, asked), told)
        hints = (*hints, *self._like_rows(incoming, index, book, entry))
        held = Held(-index - 1, 0, entry)
        brought = dict.fromkeys(self._given(one.draft, entry), index)
        book.put(self.key(entry), Known(held, index, brought, [index]))
        return Judged(RowState.NEW, hints=hints, conflicts=told)

    def _doubt(self, ws: Workspace, one: Incoming, entry: E, near: Sequence[Known[E]]) -> Difference:
        """The recorded ones that may be meant, as a difference: who takes the file's day says that it is another."""
        said = [self._in_short(ws, known.held.entry) for known in near]
        name = self.fields[0]
        return Difference(name, "; ".join(said), self._in_short(ws, entry), name in one.take_file)

    def _in_short(self, ws: Workspace, entry: E) -> str:
        names = (self.fields[0], *self.telling)
        return ", ".join(filter(None, (self.words(ws, name, self.value(entry, name)) for name in names)))

    def _like_rows(self, incoming: Sequence[Incoming], index: int, book: Book[E], entry: E) -> Iterator[Problem]:
        """Another row of the file, of a date known in part, that may say the same as a new record."""
        one, name = incoming[index], self.fields[0] if self.fields else ""
        day: Any = self.value(entry, name) if name else None
        for known in book if isinstance(day, PartialDate) else ():
            there = self.value(known.held.entry, name)
            if not isinstance(there, PartialDate) or nearness(there, day) is Nearness.APART:
                continue
            rows = [incoming[at].row for at in known.joined] or [
                other.row
                for other in incoming
                if other is not one and other.person.id == one.person.id and other.draft.values.get(name) == there
            ]
            if rows and self._goes_with(known.held.entry, entry, one.draft):
                yield Problem(name, "import_row_alike", {"row": rows[0]}, soft=True)
                return

    def _given(self, draft: Draft, entry: E) -> list[str]:
        """The fields that the draft says something of."""
        return [name for name in self.fields if name in draft.values and not self._blank(name, self.value(entry, name))]

    def _blank(self, name: str, value: object) -> bool:
        return value is None or value == "" or value == () or (name in self.blanks and value == self.blanks[name])

    def _beside(
        self,
        ws: Workspace,
        session: Session,
        incoming: Sequence[Incoming],
        index: int,
        book: Book[E],
        known: Known[E],
        entry: E,
    ) -> Judged:
        """A record that is there already, or that an earlier row of the file has named."""
        one, joins = incoming[index], known.leading
        other = self._compared(ws, one, known, entry)
        refused = self._sound(ws, session, one, book, known, entry, {**other.kept, **other.values})
        if other.kept and refused.problems:  # what cannot be is no contradiction
            return refused
        torn = next((name for name in other.differing if name in known.brought), None)
        if torn is not None:
            known.torn = known.torn or self._twice(ws, torn, incoming, known, entry)
        known.joined.append(index)
        if known.torn is not None:
            return Judged(RowState.REFUSED, (known.torn,))
        if not other.values:
            state = RowState.CONFLICT if other.kept else RowState.SAME
            return Judged(state, conflicts=other.conflicts, joins=joins)
        found = self._sound(ws, session, one, book, known, entry, other.values) if other.kept else refused
        if found.problems:
            return replace(found, conflicts=other.conflicts)
        known.held = Held(known.held.id, known.held.version, self.merged(known.held.entry, entry, other.values))
        known.leading = index if known.leading is None else known.leading
        known.brought |= dict.fromkeys(other.values, index)
        state = RowState.CONFLICT if other.kept else RowState.CHANGED
        return Judged(state, (), found.hints, other.conflicts, tuple(other.values), joins)

    def _compared(self, ws: Workspace, one: Incoming, known: Known[E], entry: E) -> _Other:
        """What a draft says otherwise than a record, field by field."""
        found = _Other()
        for name in self._given(one.draft, entry):
            here, there = self.value(known.held.entry, name), self.value(entry, name)
            if is_same(here, there) or self.says_less(name, known.held.entry, entry):
                continue
            if self._blank(name, here) or self.passing.get(name) == here or refines(there, here):
                found.values[name] = there
                continue
            takes = name in one.take_file
            (found.values if takes else found.kept)[name] = there
            found.differing.append(name)
            told = Difference(name, self.words(ws, name, here), self.words(ws, name, there), takes)
            found.conflicts = (*found.conflicts, told)
        return found

    def _sound(
        self,
        ws: Workspace,
        session: Session,
        one: Incoming,
        book: Book[E],
        known: Known[E],
        entry: E,
        values: Mapping[str, Any],
    ) -> Judged:
        """What is wrong with a record that takes some values of the file; refused where something is."""
        if not values:
            return Judged(RowState.SAME)
        merged = self.merged(known.held.entry, entry, values)
        hard, hints = self._problems(ws, session, one, merged, book.others(known))
        return Judged(RowState.REFUSED if hard else RowState.CHANGED, hard, hints)

    def _problems(
        self, ws: Workspace, session: Session, one: Incoming, entry: E, others: Others[E]
    ) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
        """The hard problems and the soft ones, at fields of the draft where it has one that can be meant."""
        found = [self._at(problem, one.draft) for problem in self.problems(ws, session, one.person, entry, others)]
        return tuple(p for p in found if not p.soft), tuple(p for p in found if p.soft)

    def _at(self, problem: Problem, draft: Draft) -> Problem:
        name = problem.field
        while name not in draft.values and name in self.near:
            name = self.near[name]
        return replace(problem, field=name) if name in draft.values and name != problem.field else problem

    def _twice(self, ws: Workspace, name: str, incoming: Sequence[Incoming], known: Known[E], entry: E) -> Problem:
        """What is told of both rows that contradict each other."""
        said = [self.words(ws, name, self.value(which, name)) for which in (known.held.entry, entry)]
        row = incoming[known.brought[name]].row
        return Problem(name, "import_twice", {"row": row, "first": said[0], "second": said[1]})


def _settle(found: list[Judged], known: Known[Any]) -> None:
    """Hand the work on a record to the row that leads, or refuse all rows that name a torn one."""
    if known.torn is not None:
        for index in known.joined:
            found[index] = Judged(RowState.REFUSED, (known.torn,))
    elif known.leading is not None:
        held = known.held
        work = Work(held.entry) if held.id < 0 else Work(held.entry, held.id, held.version)
        found[known.leading] = replace(found[known.leading], work=work)
