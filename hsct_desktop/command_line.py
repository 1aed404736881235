"""The subcommands: what they print is in English with ISO dates, whatever the language of the window."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.author import Author, Role
from hsct_desktop.domain.dates import Offset, add_months
from hsct_desktop.domain.problem import KnownError, refuse
from hsct_desktop.domain.schedule import Anchors, Horizon, PlannedVisit, waiting
from hsct_desktop.domain.schedule import plan as draw_up
from hsct_desktop.domain.transplant import EARLIEST_DAY0
from hsct_desktop.domain.worklist import NO_NEXT_STATUS, STOP_STATUS, WorklistKind

if TYPE_CHECKING:
    from hsct_desktop.services.today import TodayRow
    from hsct_desktop.services.workspace import Workspace

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
PLAN_YEARS = 5
Cell = str | int | dt.date | None
Row = Mapping[str, Cell]


def practice(arguments: argparse.Namespace) -> None:
    """Make a file of synthetic patients; an existing file is never touched."""
    from hsct_desktop.services import files
    from hsct_desktop.services import practice as practice_ward

    path = arguments.database or files.practice_path()
    practice_ward.create(path, arguments.patients, arguments.seed, arguments.on).close()
    print(path)


def worklist(arguments: argparse.Namespace) -> None:
    """Print the rows of Today."""
    from hsct_desktop.services import today

    with _workspace(arguments) as ws:
        rows = [_worklist_row(row) for row in today.lists(ws, arguments.on or ws.today(), "en").rows]
    _show(list(_told_apart(rows)), WORKLIST_COLUMNS, arguments.format)


def _told_apart(rows: Iterable[Row]) -> Iterator[Row]:
    """Number what would read the same (one drug written twice): list, code, visit and target together are unique."""
    seen: Counter[tuple[Cell, ...]] = Counter()
    for row in rows:
        key = tuple(row[c] for c in ("list", "code", "visit", "target"))
        seen[key] += 1
        yield row if seen[key] == 1 else {**row, "visit": f"{row['visit']} ({seen[key]})"}


WORKLIST_COLUMNS = [
    "list",
    "patient",
    "code",
    "birth_date",
    "day",
    "visit",
    "target",
    "earliest",
    "latest",
    "booked",
    "status",
    "why",
]
PLAN_COLUMNS = ["visit", "label", "anchor", "offset", "target", "earliest", "latest"]


def _worklist_row(row: TodayRow) -> Row:
    other = STOP_STATUS if row.kind is WorklistKind.TO_STOP else NO_NEXT_STATUS
    return {
        "list": row.kind.value,
        "patient": row.name,
        "code": row.code,
        "birth_date": row.birth_date,
        "day": row.day,
        "visit": row.task,
        "target": row.target,
        "earliest": row.earliest,
        "latest": row.latest,
        "booked": row.booked,
        "status": row.status.value if row.status is not None else other,
        "why": row.why.replace("\u00a0", " "),
    }


def plan(arguments: argparse.Namespace) -> None:
    """Print the dates that a protocol gives for a course; no data file is read."""
    from hsct_desktop.services import files

    if arguments.day0 < EARLIEST_DAY0:
        raise refuse("day0", "day0_too_early", limit=EARLIEST_DAY0)
    if arguments.mobilisation is not None and arguments.mobilisation >= arguments.day0:
        raise refuse("mobilisation", "mobilisation_after_day0", day0=arguments.day0)
    if arguments.discharge is not None and arguments.discharge < arguments.day0:
        raise refuse("discharge", "discharge_before_day0", day0=arguments.day0)
    if arguments.until is not None and arguments.until < arguments.day0:
        raise refuse("until", "until_before_day0", day0=arguments.day0)
    folder = files.unit_folder()
    catalogue = Catalogue(folder if os.path.isdir(folder) else None)
    if broken := [problem for problem in catalogue.problems if "/protocols/" in problem.file]:
        raise CatalogueError(broken)  # the shipped dates must not pass for the unit's own
    protocol = catalogue.protocol(arguments.protocol)
    anchors = Anchors(arguments.day0, arguments.mobilisation, arguments.discharge)
    until = arguments.until or add_months(arguments.day0, 12 * PLAN_YEARS)
    rows = [_plan_row(visit) for visit in draw_up(protocol, anchors, Horizon(until=until))]
    for item in waiting(protocol, anchors):
        print(f"{item.id}: not listed, since the date of {item.anchor} was not given", file=sys.stderr)
    _show(rows, PLAN_COLUMNS, arguments.format)


def _plan_row(visit: PlannedVisit) -> Row:
    return {
        "visit": visit.key,
        "label": visit.label.en,
        "anchor": visit.item.anchor,
        "offset": str(_occurrence_offset(visit)),
        "target": visit.target,
        "earliest": visit.earliest,
        "latest": visit.latest,
    }


def _occurrence_offset(visit: PlannedVisit) -> Offset | str:
    """The offset of this occurrence: 21d for the third week. Steps of another unit are written as a sum."""
    offset, repeat = visit.item.offset, visit.item.repeat
    steps = visit.number - repeat.first_number if repeat is not None else 0
    if repeat is None or steps == 0:
        return offset
    if repeat.every.unit == offset.unit:
        return Offset(offset.count + repeat.every.count * steps, offset.unit)
    return f"{offset} + {Offset(repeat.every.count * steps, repeat.every.unit)}"


def summary(arguments: argparse.Namespace) -> None:
    """Write a patient's summary as PDF."""
    from hsct_desktop.services import printing

    _check_output(arguments)
    with _workspace(arguments) as ws:
        _sign_as_command_line(ws, arguments.language)
        path = printing.summary(ws, printing.patient_id_of(ws, arguments.code), arguments.output, arguments.language)
    print(path)


def day_list(arguments: argparse.Namespace) -> None:
    """Write the day list as PDF."""
    from hsct_desktop.services import printing

    _check_output(arguments)
    with _workspace(arguments) as ws:
        _sign_as_command_line(ws, arguments.language)
        path = printing.day_list(ws, arguments.on or ws.today(), arguments.output, arguments.language)
    print(path)


def _check_output(arguments: argparse.Namespace) -> None:
    """A file that is there already is replaced only by who says so; what else may be wrong the service says."""
    is_file = os.path.isfile(arguments.output) and not os.path.islink(arguments.output)
    if not arguments.overwrite and is_file:
        raise KnownError("print_exists", path=arguments.output)


def _sign_as_command_line(ws: Workspace, language: str) -> None:
    """No member of staff stands behind a print from the command line: the foot of the page says so."""
    ws.author = Author(0, wording(language).text("summary.command_line"), Role.OTHER)


@contextmanager
def _workspace(arguments: argparse.Namespace) -> Iterator[Workspace]:
    """The file that the options name, closed in the end. KnownError when they name none."""
    from hsct_desktop.views.opening import Place, default_file, open_place

    path: Path | None = arguments.database
    if path is None and not arguments.practice:
        raise KnownError("database_missing")
    practice = bool(arguments.practice)
    ws = open_place(Place(path or default_file(practice=True), practice, "en", getattr(arguments, "on", None)))
    try:
        yield ws
    finally:
        ws.store.close()


def _show(rows: Sequence[Row], columns: Sequence[str], form: str) -> None:
    if form == "json":
        print(json.dumps([{c: _plain(row[c]) for c in columns} for row in rows], ensure_ascii=False, indent=1))
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(
            [_plain(row[c]) if c == "offset" else _harmless(_plain(row[c])) for c in columns] for row in rows
        )
    else:
        _print_table([[str(_plain(row[c]) if row[c] is not None else "") for c in columns] for row in rows], columns)


def _plain(cell: Cell) -> str | int | None:
    return cell.isoformat() if isinstance(cell, dt.date) else cell


def _harmless(cell: str | int | None) -> str | int | None:
    """A text that a spreadsheet would take for a formula gets an apostrophe; numbers and dates stay."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def _print_table(rows: Iterable[Sequence[str]], columns: Sequence[str]) -> None:
    lines = [list(columns), *map(list, rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    for line in lines:
        print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())
