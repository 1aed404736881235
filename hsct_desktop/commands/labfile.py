"""`labfile`: what a laboratory's file would bring, and taking it, by a saved or written mapping."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.commands.csv_table import shown
from hsct_desktop.commands.opened import act_as, workspace
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import KnownError

if TYPE_CHECKING:
    from hsct_desktop.domain.lab_file import LabMapping
    from hsct_desktop.services.lab_files import DryRun, Line
    from hsct_desktop.services.workspace import Workspace

EXIT_SOME_REFUSED: Final = 1
"""Exit code when results were refused; the others are taken all the same."""
_MOST_TOLD: Final = 50
"""Refused results told one by one; the file of refused rows has them all."""
_FILES = (".yaml", ".yml")


def run(arguments: argparse.Namespace) -> int | None:
    """Print the counts, take the file if that was asked, write the refused rows where a place was given."""
    from hsct_desktop.services import lab_files
    from hsct_desktop.services.lab_files import Choices

    choices = Choices(arguments.take_conflicts, arguments.take_unusual)
    with workspace(arguments) as ws:
        mapping, laboratory_id = _mapping(ws, arguments)
        if arguments.labfile_command == "take":
            act_as(ws, arguments.by)
        found = lab_files.check(ws, arguments.file, mapping, laboratory_id)
        _print_counts(found)
        _print_hints(found)
        if arguments.rejected is not None:
            rows = lab_files.write_rejected(ws, found, arguments.rejected, choices)
            print(f"{arguments.rejected}: {rows}")
        if arguments.labfile_command == "take":
            taken = lab_files.take(ws, found, choices)
            print(f"taken: {taken.added} new, {taken.changed} changed; not taken: {taken.not_taken}")
        behind = lab_files.not_taken(found, choices)
        _tell(found, behind)
        return EXIT_SOME_REFUSED if behind else None


def _mapping(ws: Workspace, arguments: argparse.Namespace) -> tuple[LabMapping, int | None]:
    """The mapping and its laboratory, None for the hospital's own."""
    from hsct_desktop.services import lab_files

    given = str(arguments.mapping)
    if given.casefold().endswith(_FILES):
        mapping, laboratory_id = _from_file(Path(given)), None
    else:
        saved = lab_files.mapping_named(ws, given)
        mapping, laboratory_id = saved.mapping, saved.laboratory_id
    return mapping, _laboratory(ws, arguments.laboratory) if arguments.laboratory else laboratory_id


def _from_file(path: Path) -> LabMapping:
    from hsct_desktop.catalogue.source import read_source
    from hsct_desktop.domain.lab_file import from_json

    data = read_source(path).data
    return from_json(str(data.get("name", path.stem)), data)


def _laboratory(ws: Workspace, name: str) -> int:
    from hsct_desktop.services import laboratories

    cards = laboratories.everything(ws)
    found = next((card for card in cards if card.entry.name.casefold() == name.strip().casefold()), None)
    if found is None:
        raise KnownError("laboratory_unknown", name=name, names=", ".join(c.entry.name for c in cards) or "–")
    return found.id


def _print_counts(found: DryRun) -> None:
    words = wording("en")
    parts = (f"{n} {words.text(f'lab_file.state.{state.value}')}" for state, n in found.counts.items())
    print(f"{found.read} read = {' + '.join(parts)}")


def _print_hints(found: DryRun) -> None:
    """What a spreadsheet holds that is easily misread: formulas, of which the last value counts, and joined cells."""
    words, table = wording("en"), found.file.table
    for key, count in (("lab_file.formulas", table.formulas), ("lab_file.merged", len(table.merged))):
        if count:
            print(words.count(key, count))


def _tell(found: DryRun, behind: Sequence[Line]) -> None:
    """Each result that stays behind with its row, column and reason, on standard error."""
    words = wording("en")
    header = found.file.table.rows[found.file.mapping.header_row - 1]
    for line in behind[:_MOST_TOLD]:
        at = line.result.column
        column = shown(header[at]) if 0 <= at < len(header) else ""
        reason = words.problem(line.problem) if line.problem is not None else ""
        print(f"row {line.result.row}, {column}: {clean(reason)}".replace("\u00a0", " "), file=sys.stderr)
    if len(behind) > _MOST_TOLD:
        print(f"... and {len(behind) - _MOST_TOLD} more: --rejected OUT.csv writes them all", file=sys.stderr)
