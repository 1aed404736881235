"""Laboratory files: checked by a saved mapping, taken in one write, what is refused handed back as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hsct_desktop.domain.lab_file import LabMapping, check_mapping, from_json, places_of, to_json
from hsct_desktop.domain.lab_file_suggestion import Suggestion, suggest
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.exchange.lab_file import rejected_csv
from hsct_desktop.exchange.table_file import Stored, Table, read_table
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.lab_file_check import DryRun, Line, LineState, Progress, judge, parse
from hsct_desktop.services.lab_file_take import bring_up_to_date, prepare, store
from hsct_desktop.services.laboratories import range_book, result_laboratory
from hsct_desktop.services.output_file import TABLE, check_place, write_file
from hsct_desktop.services.person import changes, refuse_problems
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import laboratory
from hsct_desktop.store.laboratory import LaboratoryCard, MappingRow
from hsct_desktop.store.patient import REMOVED

__all__ = ["DryRun", "Line", "LineState", "check", "check_table", "read", "take", "write_rejected"]


@dataclass(frozen=True)
class SavedMapping:
    """A remembered mapping; `laboratory_id` None is the hospital's own laboratory."""

    id: int
    version: int
    laboratory_id: int | None
    mapping: LabMapping


@dataclass(frozen=True)
class Choices:
    """What a person decided: whether a file's other value replaces the recorded one, whether unusual values come in."""

    take_conflicts: bool = False
    take_unusual: bool = False

    @property
    def states(self) -> frozenset[LineState]:
        """The states whose results are written."""
        also = {LineState.CONFLICT: self.take_conflicts, LineState.UNUSUAL: self.take_unusual}
        return frozenset({LineState.NEW, *(state for state, chosen in also.items() if chosen)})


CAUTIOUS = Choices()
"""Only what is new and usual."""


@dataclass(frozen=True)
class Taken:
    """What a file came to: results read = `added` + `changed` + `same` + `left_out` + `not_taken`."""

    added: int
    changed: int
    same: int
    left_out: int
    not_taken: int
    patients: int
    changes: Changes


def mappings(ws: Workspace) -> list[SavedMapping]:
    """Every remembered mapping by name; one that can no longer be read is left out."""
    with ws.read() as session:
        rows = laboratory.mappings(session)
    return [saved for row in rows if (saved := _saved(row)) is not None]


def _saved(row: MappingRow) -> SavedMapping | None:
    try:
        return SavedMapping(row.id, row.version, row.laboratory_id, from_json(row.name, row.content))
    except InputError:
        return None


def mapping_named(ws: Workspace, name: str) -> SavedMapping:
    """The mapping of that name; KnownError `lab_mapping_unknown` with those there are."""
    known = mappings(ws)
    found = next((saved for saved in known if saved.mapping.name.casefold() == name.strip().casefold()), None)
    if found is None:
        names = ", ".join(saved.mapping.name for saved in known) or "–"
        raise KnownError("lab_mapping_unknown", name=name, names=names)
    return found


def fitting(ws: Workspace, table: Table) -> SavedMapping | None:
    """The one remembered mapping whose columns a file has all, None where none or several fit."""
    found = [saved for saved in mappings(ws) if _fits(saved.mapping, table)]
    return found[0] if len(found) == 1 else None


def _fits(mapping: LabMapping, table: Table) -> bool:
    if mapping.header_row > len(table.rows) or (mapping.sheet and table.sheets and mapping.sheet != table.sheet):
        return False
    try:
        places_of(mapping, table.rows[mapping.header_row - 1])
    except InputError:
        return False
    return True


def suggestion(ws: Workspace, table: Table) -> Suggestion:
    """A first mapping for a file that nobody has mapped yet."""
    return suggest(table.rows, ws.catalogue.analytes, Stored)


def save_mapping(ws: Workspace, mapping: LabMapping, laboratory_id: int | None) -> Changes:
    """Remember a mapping under its name; that of the same name is replaced. InputError for what can be none."""
    refuse_problems(check_mapping(mapping, ws.catalogue.analytes))
    name = clean(mapping.name)
    with ws.write("lab_mapping.put") as session:
        same = (row for row in laboratory.mappings(session) if row.name.casefold() == name.casefold())
        row = next(same, None)
        row_id = laboratory.put_mapping(session, laboratory_id, name, to_json(mapping), row.id if row else None)
        return changes(session, {"laboratory"}, ws.wording.text("saved.lab_mapping", name=name), None, row_id)


def remove_mapping(ws: Workspace, mapping_id: int, version: int) -> Changes:
    """Forget a mapping. KnownError `stale_row`."""
    with ws.write("lab_mapping.remove") as session:
        laboratory.remove_mapping(session, mapping_id, version, REMOVED)
        return changes(session, {"laboratory"}, ws.wording.text("saved.lab_mapping_removed"), None, mapping_id)


def read(path: Path, mapping: LabMapping | None = None, progress: Progress | None = None) -> Table:
    """The table of a file, by the sheet, encoding and separator of a mapping. KnownError `tablefile_*`."""
    alive = (lambda: progress(0, 0)) if progress is not None else None
    if mapping is None:
        return read_table(path, alive=alive)
    return read_table(
        path,
        sheet=mapping.sheet or None,
        encoding=mapping.encoding or None,
        delimiter=mapping.delimiter or None,
        alive=alive,
    )


def check(
    ws: Workspace, path: Path, mapping: LabMapping, laboratory_id: int | None, progress: Progress | None = None
) -> DryRun:
    """Read a file and say of each result what would become of it; nothing is written.

    `laboratory_id` None is the hospital's own laboratory. KnownError for a file that is no table, InputError for a
    mapping that does not fit it.
    """
    return check_table(ws, path.name, read(path, mapping, progress), mapping, laboratory_id, progress)


def check_table(
    ws: Workspace,
    name: str,
    table: Table,
    mapping: LabMapping,
    laboratory_id: int | None,
    progress: Progress | None = None,
) -> DryRun:
    """The dry run of a table that was read already."""
    refuse_problems(check_mapping(mapping, ws.catalogue.analytes))
    if mapping.header_row > len(table.rows):
        raise InputError([Problem("header_row", "lab_mapping_header_row", {"row": mapping.header_row})])
    places = places_of(mapping, table.rows[mapping.header_row - 1])
    with ws.read() as session:
        kept = _kept_laboratory(laboratory.laboratories(session), laboratory_id)
        book = range_book(session)
        parsed = parse(ws, name, table, mapping, places, kept, book, progress)
        return judge(ws, session, parsed, progress)


def _kept_laboratory(cards: Sequence[LaboratoryCard], laboratory_id: int | None) -> int | None:
    """What results keep as their laboratory. KnownError `stale_row` for one that is gone."""
    if laboratory_id is None:
        return None
    card = next((card for card in cards if card.id == laboratory_id), None)
    if card is None:
        raise KnownError("stale_row")
    return result_laboratory(card)


def take(ws: Workspace, run: DryRun, choices: Choices = CAUTIOUS, progress: Progress | None = None) -> Taken:
    """Write what the dry run allows, in one transaction that one undo takes back; judged anew, by what holds now.

    Results of a file are graded as typed ones are; the limits printed beside them go before the laboratory's recorded
    ones. Judging and grading are done before the write, so that others wait as shortly as can be. With nothing to
    write, nothing is written.
    """
    ws.require_author()
    ready = prepare(ws, run.file, choices.states, progress)
    with ws.write("lab_file.take") as session:
        ready = bring_up_to_date(ws, session, ready, choices.states, progress)
        wanted, counts = ready.wanted(choices.states), ready.run.counts
        store(ws, session, ready, progress)
        added = sum(line.held is None for line in wanted)
        not_taken = ready.run.read - len(wanted) - counts[LineState.SAME] - counts[LineState.LEFT_OUT]
        text = ws.wording.count("saved.lab_file", len(wanted), file=run.file.name)
        told = changes(session, {"result", "alert"} if wanted else (), text, None)
        if not wanted:
            told = Changes(told.kinds, "", text)
        return Taken(
            added, len(wanted) - added, counts[LineState.SAME], counts[LineState.LEFT_OUT], not_taken,
            len(ready.patients), told,
        )  # fmt: skip


def not_taken(run: DryRun, choices: Choices = CAUTIOUS) -> list[Line]:
    """The results that stay behind and ask for a correction: refused, and what the choices do not let in."""
    stays = {LineState.REFUSED, LineState.CONFLICT, LineState.UNUSUAL} - choices.states
    return [line for line in run.lines if line.state in stays]


def write_rejected(
    ws: Workspace,
    run: DryRun,
    path: Path,
    choices: Choices = CAUTIOUS,
) -> int:
    """Write what is not taken as CSV in the file's own layout, the reason in a column more; the number of its rows.

    Corrected there, it can be taken by the same mapping. KnownError where it cannot be written.
    """
    reasons: dict[int, list[tuple[int, str]]] = {}
    for line in not_taken(run, choices):
        words = ws.wording.problem(line.problem) if line.problem is not None else ""
        reasons.setdefault(line.result.row, []).append((line.result.column, words))
    column = ws.wording.text("lab_file.reason_column")
    content = rejected_csv(run.file.table, run.file.mapping, run.file.places, reasons, column)
    check_place(path, ws.store.path, TABLE)
    write_file(content, path, ws.store.path, TABLE)
    return len(reasons)


def counts_of(run: DryRun) -> Mapping[LineState, int]:
    """How many results are in each state; their sum is what was read."""
    return run.counts
