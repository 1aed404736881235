"""What the import asks of each kind of record: who is the same, what differs, what is wrong, how it is written."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.import_row import Draft
from hsct_desktop.domain.problem import Problem
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.base import ReadSession, WriteSession

AnySession = ReadSession | WriteSession
Key = Hashable
"""What makes two records of a person the same one: an EDSS by its day, a result by analyte and sample."""


@dataclass(frozen=True, slots=True)
class Held:
    """A record of a person as the file holds it, or as an earlier row of the same import will make it (`id` None,
    `row` its number). `values` are typed as those of a draft, by the same names; empty ones are left out."""

    id: int | None
    version: int
    values: Mapping[str, object]
    row: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """A field whose recorded value is not empty and not that of the file."""

    name: str
    recorded: object
    in_file: object


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a draft says beside the record: `filled` fields were empty there, `conflicts` hold something else."""

    filled: tuple[str, ...] = ()
    conflicts: tuple[Difference, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether the record says it all already."""
        return not self.filled and not self.conflicts


@dataclass(frozen=True, slots=True)
class Adding:
    """A new record. `ready` is what `Importer.prepare` made of it before the write began; within the write
    `person.id` is set also for whoever is new."""

    person: Person
    draft: Draft
    ready: Any = None


@dataclass(frozen=True, slots=True)
class Changing:
    """A recorded one of which the fields `names` get the draft's values."""

    person: Person
    held: Held
    draft: Draft
    names: frozenset[str]
    ready: Any = None


class Importer(Protocol):
    """One kind of record. An importer is made for one run (`RECORDS[kind](ws, session)`), so it may keep settings and
    lists that it has read; the session in which it writes is handed over."""

    def held(self, patient_ids: Sequence[int]) -> dict[int, dict[Key, Held]]:
        """What is recorded of many patients by patient and key (few statements, whatever their number)."""
        ...

    def key(self, person: Person, draft: Draft) -> Key:
        """What makes two records of this person the same one."""
        ...

    def check(self, person: Person, draft: Draft, held: Mapping[Key, Held]) -> Iterator[Problem]:
        """Yield what is wrong with a draft by the domain's own checks; `Problem.field` is a name of the draft's values
        ("" for the whole). Hard ones refuse the row, soft ones are told. `held` are the person's records, those of
        earlier rows of the file among them."""
        ...

    def compare(self, held: Held, draft: Draft) -> Comparison:
        """What the draft says beside a record of the same key."""
        ...

    def words(self, name: str, value: object) -> str:
        """A value in the reader's words, for the merge view."""
        ...

    def prepare(self, items: Sequence[Adding | Changing]) -> list[Any]:
        """What can be worked out before the write begins (grades, columns), one for each item; it becomes `ready`."""
        ...

    def add(self, session: WriteSession, items: Sequence[Adding]) -> None:
        """Write new records in bulk (`store.bulk.insert_many`)."""
        ...

    def change(self, session: WriteSession, items: Sequence[Changing]) -> None:
        """Change recorded ones; KnownError `stale_row` when somebody changed one meanwhile."""
        ...

    def after(self, session: WriteSession, patient_ids: Sequence[int]) -> None:
        """What follows from the written records, once for each patient (alerts are asked by the import itself)."""
        ...


def compared(held: Held, draft: Draft, same: Callable[[str, object, object], bool] | None = None) -> Comparison:
    """Field by field: an empty recorded value is filled, one that `same` (by default `is_same`) does not find equal
    stands in conflict."""
    equal = same or is_same
    filled, conflicts = [], []
    for name, value in draft.values.items():
        recorded = held.values.get(name)
        if is_empty(recorded):
            filled.append(name)
        elif not equal(name, recorded, value):
            conflicts.append(Difference(name, recorded, value))
    return Comparison(tuple(filled), tuple(conflicts))


def is_empty(value: object) -> bool:
    """Whether a recorded value says nothing: None, no text, no item."""
    return value is None or value == "" or value == () or value == frozenset()


def is_same(_name: str, recorded: object, value: object) -> bool:
    """Whether two values say the same: texts but for case, accents and spaces; a partial date that holds the day."""
    from hsct_desktop.domain.names import fold
    from hsct_desktop.domain.partial_date import PartialDate

    if isinstance(recorded, PartialDate) and isinstance(value, PartialDate):
        return value.first <= recorded.first and recorded.last <= value.last
    if isinstance(recorded, str) and isinstance(value, str):
        return recorded == value or (fold(recorded) == fold(value) != "")
    return recorded == value


RECORDS: dict[RecordKind, Callable[[Workspace, AnySession], Importer]] = {}
"""The importer of each kind of record but the patient's own (those are `services.import_patients`)."""
