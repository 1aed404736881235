"""What an import would do, row by row: every row read is new, changed, the same, in conflict or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from hsct_desktop.domain.import_row import CellProblem, Place
from hsct_desktop.domain.problem import Problem


class RowState(StrEnum):
    """What becomes of a row; wording `enum.import_row.*`. CONFLICT: the record holds another value, which stays unless
    somebody chooses; everything else of the row comes in."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICT = "conflict"
    REFUSED = "refused"


class RowKey(NamedTuple):
    """A row of the file."""

    sheet: str
    number: int


@dataclass(frozen=True)
class FieldConflict:
    """A field whose recorded value differs: both in the reader's words. `takes_file`: the file's was chosen."""

    field: str
    place: Place
    recorded: str
    in_file: str
    takes_file: bool = False


@dataclass(frozen=True)
class SamePerson:
    """Somebody of the same folded name and birth date under another code (or none in the file): is it the same?"""

    patient_id: int
    code: str
    name: str


@dataclass(frozen=True)
class RowVerdict:
    """A row with its state. `code` says whose it is, as the file has it. `changes` are the places of cells that add to
    or change the record."""

    key: RowKey
    state: RowState
    code: str = ""
    problems: tuple[CellProblem, ...] = ()
    conflicts: tuple[FieldConflict, ...] = ()
    same_person: tuple[SamePerson, ...] = ()
    changes: tuple[Place, ...] = ()
    not_done: tuple[Place, ...] = ()
    patient_id: int | None = None


@dataclass(frozen=True)
class ProblemGroup:
    """Problems of one kind: "47 rows: birth date missing". `key` is the problem's, `head` the column's."""

    key: str
    head: str
    text: str
    state: RowState
    rows: tuple[RowKey, ...]
    sample: Problem | None = None


@dataclass(frozen=True)
class Decisions:
    """What a person decided about rows. `cells`: corrected texts by sheet, row and column; `skipped`: rows left out by
    choice (they count as refused and go to the file of refused rows); `take_file`: fields of rows whose value in the
    file goes before the recorded one; `persons`: who a row is, an id, or None for a person of their own."""

    cells: Mapping[tuple[RowKey, int], str] = field(default_factory=dict)
    skipped: frozenset[RowKey] = frozenset()
    take_file: frozenset[tuple[RowKey, str]] = frozenset()
    keep_record: frozenset[tuple[RowKey, str]] = frozenset()
    persons: Mapping[RowKey, int | None] = field(default_factory=dict)
