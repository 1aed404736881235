"""A block of a spreadsheet for one table of the history: read by its columns, written in one go, undone in one go."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Final

from hsct_desktop.catalogue.search import fold_in_place
from hsct_desktop.catalogue.wording import LANGUAGES, wording
from hsct_desktop.domain.problem import InputError
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.history_rows import HistoryTable

Result = Changes | InputError | None
"""What became of a pasted row: saved, refused, or (None) not written because the block does not belong here."""
_MOST: Final = 0.5
"""A block of which more than this share is refused was meant for another table."""


@dataclass(frozen=True)
class BlockRow:
    """A row of the block: what goes into which cell, and what the table has no column for."""

    cells: Mapping[int, str]
    beyond: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """What was copied; `headed` says that a row of headings stood above it and was left out."""

    rows: tuple[BlockRow, ...]
    headed: bool = False


@dataclass(frozen=True)
class Pasted:
    """What became of each row, and the one write that holds those that were saved (None: nothing was).

    `wrong` rows do not fit the table; `misfit` says that these are most of them, so that nothing was written.
    """

    results: tuple[Result, ...]
    changes: Changes | None
    wrong: int = 0
    misfit: bool = False


def read_block(table: HistoryTable, text: str, column: int) -> Block:
    """The rows of a copied text, from a column on; by their headings where these stand above them, in any language."""
    lines = [line for line in _cells(text) if any(cell.strip() for cell in line)]
    known = _heads(table)
    rows: list[BlockRow] = []
    places: Sequence[int | None] | None = None
    for line in lines:
        found = [known.get(fold_in_place(cell.strip())) for cell in line]
        if all(at is not None or not cell.strip() for at, cell in zip(found, line, strict=True)):
            places = found
            continue
        row = _row(table, line, _places(table, len(line), column) if places is None else places)
        if row.cells or row.beyond:
            rows.append(row)
    return Block(tuple(rows), headed=places is not None)


def _cells(text: str) -> list[list[str]]:
    """The cells as a spreadsheet copies them: one with a line break stands in quotes; other quotes were typed."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        return list(csv.reader(io.StringIO(plain, newline=""), delimiter="\t", strict=True))
    except csv.Error:
        return [line.split("\t") for line in plain.split("\n")]


def _heads(table: HistoryTable) -> dict[str, int]:
    """The column that each heading names, in every language."""
    return {
        fold_in_place(wording(language).text(f"history.head.{column}")): at
        for language in LANGUAGES
        for at, column in enumerate(table.columns)
    }


def _places(table: HistoryTable, wide: int, column: int) -> Sequence[int]:
    """Where the cells of a row go: into those that are typed; a row copied from here brings the others as well."""
    all_from = range(column, len(table.columns))
    typed = [at for at in all_from if table.columns[at] not in table.derived]
    return typed if wide <= len(typed) else all_from


def _row(table: HistoryTable, line: Sequence[str], places: Sequence[int | None]) -> BlockRow:
    cells: dict[int, str] = {}
    beyond: list[str] = []
    for number, cell in enumerate(line):
        at = places[number] if number < len(places) else None
        if not cell.strip():
            continue
        if at is None:
            beyond.append(cell.strip())
        elif table.columns[at] not in table.derived:  # what follows from the others is worked out anew
            cells[at] = cell
    return BlockRow(cells, tuple(beyond))


def write_block(table: HistoryTable, rows: Sequence[Sequence[str] | None]) -> Pasted:
    """Record new rows in one write; a refused one does not keep the others. None stands for a row that does not fit.

    Where most do not fit, nothing is written. KnownError as every write.
    """
    results: list[Result] = []
    saved: list[Changes] = []
    wrong = 0
    try:
        with table.ws.write("history.paste") as session:
            inside = copy(table)
            inside.ws = table.ws.within(session)
            for texts in rows:
                result = _write(inside, texts) if texts is not None else None
                results.append(result)
                saved += [result] if isinstance(result, Changes) else []
            wrong = sum(_is_wrong(result) for result in results)
            if wrong > 1 and wrong > _MOST * len(results):
                raise _MisfitError
    except _MisfitError:
        kept = tuple(result if isinstance(result, InputError) else None for result in results)
        return Pasted(kept, None, wrong, misfit=True)
    if not saved:
        return Pasted(tuple(results), None, wrong)
    kinds = frozenset(kind for changes in saved for kind in changes.kinds)
    text = table.words.count("history.pasted", len(saved))
    return Pasted(tuple(results), Changes(kinds, saved[0].txn, text, table.patient_id), wrong)


class _MisfitError(Exception):
    """Takes the whole write back."""


def _write(table: HistoryTable, texts: Sequence[str]) -> Result:
    try:
        return table.write(None, texts, confirmed=False)
    except InputError as error:
        return error


def _is_wrong(result: Result) -> bool:
    """Whether a row does not fit: refused, and not only asked about."""
    return result is None or (isinstance(result, InputError) and not all(p.soft for p in result.problems))
