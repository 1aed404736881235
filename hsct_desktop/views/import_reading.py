"""What the import session asks of the services: a file read, its sheets guessed, its columns understood; its draft."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hsct_desktop.domain.import_run import Decisions, RowKey
from hsct_desktop.domain.problem import InputError, KnownError

if TYPE_CHECKING:
    from hsct_desktop.domain.book import Book
    from hsct_desktop.domain.import_codes import CodeLists
    from hsct_desktop.domain.import_column import Recognised
    from hsct_desktop.domain.import_field import ImportField, ImportKind
    from hsct_desktop.domain.import_mapping import ImportMapping
    from hsct_desktop.domain.import_table import ImportTable
    from hsct_desktop.exchange.table_file import Alive
    from hsct_desktop.services.import_check import DryRun, Progress, SheetPlan
    from hsct_desktop.services.import_take import Taken
    from hsct_desktop.services.workspace import Workspace

_LINES: Final = 200
_WORDS: Final = 14
_LONGEST: Final = 24
_PARTED = re.compile(r"[\s;,|\"]+")


@dataclass(frozen=True)
class SheetGuess:
    """A sheet with the kind that its heads speak of, None where they speak of none."""

    name: str
    rows: int
    kind: ImportKind | None
    hidden: bool = False
    header_row: int = 0


@dataclass(frozen=True)
class Encoded:
    """An encoding and what the file's words beyond ASCII read like in it."""

    name: str
    sample: str


@dataclass(frozen=True)
class SheetChoice:
    """A sheet that is taken: its kind, and the row of its header (0: as found)."""

    name: str
    kind: ImportKind
    header_row: int = 0


@dataclass(frozen=True)
class Planned:
    """How the chosen sheets are understood; `draft` is what was kept of this very file, `as_last` are the sheets that
    are read as the last ones with the same heads."""

    plans: tuple[SheetPlan, ...]
    recognised: Mapping[str, tuple[Recognised, ...]]
    draft: Mapping[str, Any]
    as_last: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Checked:
    """What a check came to: the columns as they are understood now, and the dry run or why there is none."""

    recognised: Mapping[str, tuple[Recognised, ...]]
    run: DryRun | None = None
    error: InputError | None = None


def read_file(ws: Workspace, path: Path, encoding: str, alive: Alive) -> tuple[Book, tuple[SheetGuess, ...]]:
    """Read a file, and say of each sheet with rows what it seems to hold."""
    from hsct_desktop.catalogue.import_fields import import_fields
    from hsct_desktop.domain.import_column import guess_kind
    from hsct_desktop.domain.import_table import find_table
    from hsct_desktop.exchange.book_file import read_book

    book = read_book(path, encoding or None, alive=alive)
    codes, found = code_lists(ws), []
    for sheet in book.sheets:
        table = find_table(sheet)
        if not any(not cell.is_empty for row in sheet.rows for cell in row):
            continue
        kind = guess_kind(table, import_fields(), codes) if table.rows else None
        found.append(SheetGuess(sheet.name, len(table.rows), kind, sheet.hidden, table.header_row))
    return book, tuple(found)


def code_lists(ws: Workspace) -> CodeLists:
    """The codes that cells may hold, in every language."""
    from hsct_desktop.services import import_codes

    return import_codes.code_lists(ws.catalogue)


def plan_sheets(
    ws: Workspace, book: Book, chosen: Sequence[SheetChoice], draft: Mapping[str, Any], *, anew: bool = False
) -> Planned:
    """Understand the columns of sheets: as the draft of this file has them, else as the last sheet with the same heads
    was read, else by the saved mapping that fits, else (with `anew`: at once) as recognised."""
    from hsct_desktop.catalogue.import_fields import import_fields
    from hsct_desktop.domain.import_column import mapping_of, recognise
    from hsct_desktop.domain.import_mapping import ImportMapping
    from hsct_desktop.services import import_mappings
    from hsct_desktop.services.import_check import prepare

    codes, held = code_lists(ws), _kept_mappings(draft)
    own = {} if anew else import_mappings.remembered_codes(ws)
    plans, recognised, as_last = [], {}, set()
    for one in chosen:
        bare = ImportMapping("", one.kind, (), sheet=one.name, header_row=one.header_row)
        table = prepare(ws, book, [bare])[0].table
        fields = import_fields()[one.kind]
        found = recognise(table, one.kind, fields, codes, ws.today(), remembered=own)
        mapping = mapping_of(found, one.kind, bare)
        kept = held.get((one.name, one.kind))
        if kept is None and not anew:
            kept, is_last = _known(ws, table, one.kind)
            as_last |= {one.name} if is_last else set()
        if kept is not None:
            kept = replace(kept, sheet=one.name, header_row=one.header_row)
            found = reviewed(found, _review(table, kept, fields, codes, ws), {(c.head, c.nth) for c in kept.columns})
            mapping = mapping_of(found, one.kind, kept)
        recognised[one.name] = found
        plans.append(mapping)
    is_kept = {(one.name, one.kind) for one in chosen} <= set(held)
    return Planned(prepare(ws, book, plans), recognised, draft if is_kept else {}, frozenset(as_last))


def take_in(ws: Workspace, run: DryRun, tell: Progress) -> tuple[Taken, KnownError | None]:
    """Take it in, and remember how its tables were read; also why that could not be remembered."""
    from hsct_desktop.services import import_mappings
    from hsct_desktop.services.import_take import take

    taken = take(ws, run, tell)
    try:
        for plan in run.plans:
            import_mappings.remember(ws, plan.table, plan.mapping)
    except KnownError as error:
        return taken, error
    return taken, None


def _kept_mappings(draft: Mapping[str, Any]) -> dict[tuple[str, ImportKind], ImportMapping]:
    if not draft:
        return {}
    from hsct_desktop.catalogue.error import CatalogueError
    from hsct_desktop.catalogue.import_mapping_file import mapping_from

    try:
        found = [(str(sheet), mapping_from(str(text), str(sheet))) for sheet, text in draft.get("sheets", [])]
    except CatalogueError:
        return {}  # kept by another version: the file is understood anew
    return {(sheet, mapping.kind): mapping for sheet, mapping in found}


def _known(ws: Workspace, table: ImportTable, kind: ImportKind) -> tuple[ImportMapping | None, bool]:
    """How a table is read, and whether that is how the last one was."""
    from hsct_desktop.services import import_mappings

    last = import_mappings.last_used(ws, table, kind)
    return (last, True) if last is not None else (import_mappings.fitting(ws, table, kind), False)


def _review(
    table: ImportTable, mapping: ImportMapping, fields: Sequence[ImportField], codes: CodeLists, ws: Workspace
) -> tuple[Recognised, ...]:
    from hsct_desktop.domain.import_column import review

    return review(table, mapping, fields, codes, ws.today())


def reviewed(
    before: Sequence[Recognised], now: Sequence[Recognised], decided: Collection[tuple[str, int]]
) -> tuple[Recognised, ...]:
    """Columns after a change: what somebody decided counts as they said, the rest as sure as it was recognised."""
    from hsct_desktop.domain.import_mapping import Confidence, Question

    found = []
    for one, other in zip(before, now, strict=True):
        if (other.column.head, other.column.nth) in decided:
            found.append(other)
        elif Question.FIELD in one.asks:
            found.append(one)
        else:
            was_likely = one.confidence is Confidence.LIKELY and other.confidence is Confidence.SURE
            found.append(replace(other, confidence=Confidence.LIKELY) if was_likely else other)
    return tuple(found)


def check_sheets(
    ws: Workspace,
    book: Book,
    plans: Sequence[SheetPlan],
    recognised: Mapping[str, Sequence[Recognised]],
    decided: Collection[tuple[str, str, int]],
    decisions: Decisions,
    tell: Progress,
) -> Checked:
    """See anew what the columns ask, then what becomes of every row."""
    from hsct_desktop.catalogue.import_fields import import_fields
    from hsct_desktop.services.import_check import dry_run

    codes, found = code_lists(ws), {}
    for plan in plans:
        mine = {(head, nth) for sheet, head, nth in decided if sheet == plan.sheet}
        now = _review(plan.table, plan.mapping, import_fields()[plan.kind], codes, ws)
        found[plan.sheet] = reviewed(recognised[plan.sheet], now, mine)
    try:
        return Checked(found, dry_run(ws, book, plans, decisions, tell))
    except InputError as error:
        return Checked(found, None, error)


def draft_of(
    sha256: str, plans: Sequence[SheetPlan], decisions: Decisions, decided: Iterable[tuple[str, str, int]]
) -> dict[str, Any]:
    """What is kept of a half-done import of the file of that sum: as JSON can hold it."""
    from hsct_desktop.catalogue.import_mapping_file import mapping_text

    return {
        "sha256": sha256,
        "sheets": [[plan.sheet, mapping_text(plan.mapping)] for plan in plans],
        "decided": sorted(decided),
        "decisions": {
            "cells": [[*key, column, text] for (key, column), text in decisions.cells.items()],
            "skipped": sorted(decisions.skipped),
            "take_file": sorted([*key, field] for key, field in decisions.take_file),
            "keep_record": sorted([*key, field] for key, field in decisions.keep_record),
            "persons": [[*key, person] for key, person in decisions.persons.items()],
        },
    }


def decisions_from(kept: Mapping[str, Any]) -> Decisions:
    """The decisions of a draft."""
    return Decisions(
        cells={(RowKey(s, n), c): text for s, n, c, text in kept.get("cells", [])},
        skipped=frozenset(RowKey(s, n) for s, n in kept.get("skipped", [])),
        take_file=frozenset((RowKey(s, n), field) for s, n, field in kept.get("take_file", [])),
        keep_record=frozenset((RowKey(s, n), field) for s, n, field in kept.get("keep_record", [])),
        persons={RowKey(s, n): person for s, n, person in kept.get("persons", [])},
    )


def encodings(path: Path) -> list[Encoded]:
    """What a text file that is not UTF-8 reads like in each likely encoding; only its lines with such letters."""
    from hsct_desktop.exchange.table_file import ENCODINGS

    with path.open("rb") as file:
        content = file.read(4_000_000)
    lines = [line for line in content.splitlines() if any(byte > 127 for byte in line)][:_LINES]
    found = []
    for name in ENCODINGS:
        try:
            words = [word for line in lines for word in _PARTED.split(line.decode(name)) if not word.isascii()]
        except (UnicodeDecodeError, LookupError):
            continue
        told = " · ".join(list(dict.fromkeys(word[:_LONGEST] for word in words))[:_WORDS])
        if told and told.isprintable():
            found.append(Encoded(name, told))
    return found
