"""The tables of the history page without their window: rows as texts, reading what is typed, writing row by row."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar, Final, TypeVar

from hsct_desktop.catalogue.search import fold_in_place
from hsct_desktop.catalogue.wording import LANGUAGES, Wording, wording
from hsct_desktop.domain.partial_date import PartialDate, read_partial, shown
from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.workspace import Workspace

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
UNKNOWN: Final = "?"
"""Typed for "not known" in any cell that offers it."""


@dataclass(frozen=True)
class TableRow:
    """A recorded row: what its cells say, in the order of the columns.

    `tones` colours cells that are not typed, `locked` are cells that cannot be typed in, `detail` is the sentence that
    stands below the table while the row is chosen.
    """

    key: str
    version: int
    texts: tuple[str, ...]
    tones: Mapping[int, str] = field(default_factory=dict)
    locked: frozenset[int] = frozenset()
    detail: str = ""


@dataclass(frozen=True)
class Choice:
    """A proposal for a cell: what is taken, and what is shown beside it (a trade name, a line)."""

    value: str
    beside: str = ""


class HistoryTable(ABC):
    """One table of one patient. `columns` name its cells and the fields of its problems; those in `derived` follow from
    the others. A subclass reads, words and writes.
    """

    name: ClassVar[str]
    columns: tuple[str, ...]
    derived: ClassVar[frozenset[str]] = frozenset()
    dates: ClassVar[frozenset[str]] = frozenset()
    adds: bool = True
    """Whether a row can be added."""

    def __init__(self, ws: Workspace, patient_id: int, day0: date | None = None) -> None:
        self.ws, self.patient_id, self.day0 = ws, patient_id, day0

    @property
    def words(self) -> Wording:
        """Words in the language of the window."""
        return self.ws.wording

    @abstractmethod
    def rows(self) -> list[TableRow]:
        """The recorded rows, the earliest first."""

    @abstractmethod
    def write(self, row: TableRow | None, texts: Sequence[str], *, confirmed: bool) -> Changes:
        """Record a new row (`row` None) or change one. InputError names the columns; KnownError `stale_row`."""

    @abstractmethod
    def void(self, row: TableRow, reason: str) -> Changes:
        """Take a row back, with the reason."""

    def choices(self, _column: str, _typed: str) -> list[Choice]:
        """What is proposed for a cell while it is typed; nothing for free text."""
        return []

    def key_of(self, changes: Changes) -> str:
        """The key of the row that was just written."""
        return str(changes.record_id)

    def completed(self, texts: Sequence[str], _column: str) -> tuple[str, ...]:
        """The row after a cell was typed: what follows from it is filled in."""
        return tuple(texts)

    def read_cell(self, column: str, typed: str) -> str:
        """What a cell says once it is typed: dates and choices in full; what cannot be read stays as it is."""
        tidy = " ".join(typed.split())
        if column in self.dates:
            try:
                return self.day_text(self.day(column, tidy))
            except InputError:
                return tidy
        found = self.choices(column, tidy) if tidy else []
        return found[0].value if found else tidy

    # for subclasses ---------------------------------------------------------------------------------------------

    def day(self, column: str, text: str) -> PartialDate | None:
        """The date that a cell says; InputError names the column."""
        return read_partial(text, self.ws.today(), self.day0, column)

    def day_text(self, day: PartialDate | None) -> str:
        """A date as its cell shows it, so that it can be read again."""
        return self.words.value(shown(day)).replace("\u00a0", " ") if day is not None else ""

    def cells(self, texts: Sequence[str]) -> dict[str, str]:
        """The cells of a row by column."""
        return {column: text.strip() for column, text in zip(self.columns, texts, strict=True)}


def member(words: Wording, kind: str, members: Iterable[E], text: str, default: E, column: str) -> E:
    """The member of an enum that a cell names by its label; `default` for an empty cell, InputError for other words.

    Labels of every language are read: a draft may come from a window that spoke another one.
    """
    wanted = fold_in_place(text.strip())
    if not wanted:
        return default
    known = list(members)
    for one in known:
        if wanted in (one.value, *(fold_in_place(wording(name).enum(kind, one.value)) for name in LANGUAGES)):
            return one
    labels = ", ".join(words.enum(kind, one.value) for one in known)
    raise InputError([Problem(column, "choice_unreadable", {"text": text.strip(), "choices": labels})])


def enum_choices(words: Wording, kind: str, members: Iterable[StrEnum], typed: str) -> list[Choice]:
    """The members whose label begins with what is typed, all for an empty text; "?" is the unknown one."""
    wanted = fold_in_place(typed.strip())
    labels = [(one, words.enum(kind, one.value)) for one in members]
    if wanted == UNKNOWN:
        return [Choice(label) for one, label in labels if one.value == "unknown"]
    return [Choice(label) for _, label in labels if fold_in_place(label).startswith(wanted)]


class Reading:
    """Reads the cells of a row and keeps every problem, so that all are told at once."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def of(self, read: Callable[[], T], otherwise: T) -> T:
        """What `read` gives; `otherwise` where the cell cannot be read, which is remembered."""
        try:
            return read()
        except InputError as error:
            self._problems += error.problems
            return otherwise

    def done(self) -> None:
        """Raise InputError with everything that could not be read."""
        if self._problems:
            raise InputError(self._problems)


def renamed(error: InputError, fields: Mapping[str, str], columns: Sequence[str]) -> InputError:
    """The same problems with the names of the columns, for fields that the entry calls otherwise."""
    named = [(problem, fields.get(problem.field, problem.field)) for problem in error.problems]
    return InputError(
        Problem(name if name in columns else columns[0], problem.key, problem.params, problem.soft)
        for problem, name in named
    )
