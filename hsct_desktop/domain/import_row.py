"""What a row of a table says, before anybody asks the record: its records, typed, and what cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from hsct_desktop.domain.import_field import ImportKind, RecordKind
from hsct_desktop.domain.problem import Problem


class Place(NamedTuple):
    """A cell of the file: the row as the spreadsheet counts, the column from 0 (-1: the whole row)."""

    row: int
    column: int


@dataclass(frozen=True)
class CellProblem:
    """Why a cell or row cannot come in; the sentence of `problem` says the remedy. `text` is the cell as it stands."""

    place: Place
    problem: Problem
    text: str = ""


@dataclass(frozen=True)
class Draft:
    """One record that a row holds. `values` are typed as its entry wants them, by the names of `ImportField.name`; a
    field without a value is left out. `places` say where each came from."""

    record: RecordKind
    values: Mapping[str, object]
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadRow:
    """A row as read. Each cell with a field that holds something stands in a draft, in a problem, in `not_done` (a word
    for "not done") or in `not_taken`: a day, rater or laboratory without any value beside it, which a soft problem
    tells where no cell says why.

    A row with a hard problem is refused whole: no half of it comes in unnoticed. `unread` are the records that a
    hard problem leaves incomplete.
    """

    sheet: str
    kind: ImportKind
    number: int
    drafts: tuple[Draft, ...]
    problems: tuple[CellProblem, ...] = ()
    not_done: tuple[Place, ...] = ()
    not_taken: tuple[Place, ...] = ()
    unread: frozenset[RecordKind] = frozenset()
