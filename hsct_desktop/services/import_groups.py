"""The problems of a dry run put together: "47 rows: birth date missing", the gravest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain.book import CellKind
from hsct_desktop.domain.import_mapping import ImportMapping, head_key, places_of
from hsct_desktop.domain.import_rejects import is_reason
from hsct_desktop.domain.import_row import Place
from hsct_desktop.domain.import_run import ProblemGroup, RowKey, RowState, RowVerdict
from hsct_desktop.domain.import_table import ImportTable
from hsct_desktop.domain.problem import Problem

CONFLICT: Final = "import_conflict"
"""The key of the problem of a recorded value that differs."""
UNREAD: Final = "import_column_unread"
"""The key of what is told of a column that is not imported although it holds something."""
_RANK: Final = (RowState.REFUSED, RowState.CONFLICT, RowState.NEW, RowState.CHANGED, RowState.SAME)

_Key = tuple[RowState, str, str, str]


def groups_of(words: Wording, tables: Mapping[str, ImportTable], rows: tuple[RowVerdict, ...]) -> list[ProblemGroup]:
    """The problems by key and column; refused rows first, then conflicts, then what only asks for a second look."""
    found: dict[_Key, list[RowKey]] = {}
    samples: dict[_Key, Problem] = {}
    for verdict in rows:
        for state, place, problem in _told(verdict):
            head = _head(tables.get(verdict.key.sheet), place)
            key = (state, problem.key, head, str(problem.params.get("drug", "")))  # each drug is another question
            held = found.setdefault(key, [])
            if not held or held[-1] != verdict.key:
                held.append(verdict.key)
            samples.setdefault(key, problem)
    groups = [_group(words, key, held, samples[key]) for key, held in found.items()]
    return sorted(groups, key=lambda group: (_RANK.index(group.state), -len(group.rows)))


def unread_columns(words: Wording, table: ImportTable, mapping: ImportMapping) -> Iterator[ProblemGroup]:
    """A group for each column that nothing is read from although rows hold something there; `rows` are those rows.

    InputError where the table lacks a column of the mapping.
    """
    places = places_of(mapping, table)
    used = {index for index, _ in places.used()}
    used |= {index for index, column in places.columns.items() if _dates(mapping, column.head)}
    width = max((len(row.cells) for row in table.rows), default=0)
    for index in range(max(width, len(table.heads))):
        head = table.heads[index] if index < len(table.heads) else ""
        if index in used or is_reason(head):
            continue
        rows = tuple(RowKey(table.sheet, row.number) for row in table.rows if row.at(index).kind is not CellKind.EMPTY)
        if rows:
            sample = Problem("", UNREAD, {"head": head or str(index + 1)}, soft=True)
            text = words.count("import_run.group", len(rows), what=words.problem(sample))
            yield ProblemGroup(UNREAD, head, text, RowState.NEW, rows, sample)


def _dates(mapping: ImportMapping, head: str) -> bool:
    """Whether a column says the days of others."""
    return any(
        one.step is not None and one.field and head_key(one.step.date_head) == head_key(head) != ""
        for one in mapping.columns
    )


def _told(verdict: RowVerdict) -> Iterator[tuple[RowState, Place, Problem]]:
    for told in verdict.problems:
        state = RowState.NEW if told.problem.soft else RowState.REFUSED
        yield state, told.place, told.problem
    if verdict.state is RowState.REFUSED:
        return
    for conflict in verdict.conflicts:
        if not conflict.takes_file:
            params = {"recorded": conflict.recorded, "in_file": conflict.in_file}
            yield RowState.CONFLICT, conflict.place, Problem(conflict.field, CONFLICT, params, soft=True)


def _head(table: ImportTable | None, place: Place) -> str:
    if table is None or not 0 <= place.column < len(table.heads):
        return ""
    return table.heads[place.column]


def _group(words: Wording, key: _Key, rows: list[RowKey], sample: Problem) -> ProblemGroup:
    state, problem, head, _ = key
    said = words.problem(sample)
    what = words.text("import_run.in_column", column=head, what=said) if head else said
    return ProblemGroup(
        problem, head, words.count("import_run.group", len(rows), what=what), state, tuple(rows), sample
    )
