"""`plan --bulk`: the due dates of many courses in one process; every row or none."""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.commands.csv_table import is_same, shown, table
from hsct_desktop.commands.opened import check_output
from hsct_desktop.commands.output import harmless, plain, tell
from hsct_desktop.commands.parsers import EXIT_REFUSED
from hsct_desktop.commands.plan import (
    CLOSED_COLUMNS,
    PLAN_COLUMNS,
    catalogue,
    horizon,
    plan_row,
    refuse_early,
    working_days,
)
from hsct_desktop.domain.dates import parse_day
from hsct_desktop.domain.names import has_marks
from hsct_desktop.domain.problem import InputError, KnownError, refuse
from hsct_desktop.domain.protocol import FollowUpProtocol
from hsct_desktop.domain.schedule import Anchors, PlannedVisit, waiting
from hsct_desktop.domain.schedule import plan as draw_up
from hsct_desktop.domain.working_days import WorkingDays

COLUMNS = ("id", "protocol", "day0")
_WORDS = PLAN_COLUMNS[:-3]
"""The columns before the three dates: the same for everybody of a protocol."""


@dataclass(frozen=True)
class _Course:
    """A row of the table that was read."""

    id: str
    protocol: FollowUpProtocol
    day0: date


class _Refused(Exception):
    """Rows were refused: what is written of the table is thrown away."""


def run(arguments: argparse.Namespace) -> int | None:
    """Write the dates of every course of a table as another table. Each bad row is told; then nothing is written."""
    from hsct_desktop.documents.output import write_atomically
    from hsct_desktop.services.output_file import TABLE, check_place, not_written

    if is_same(arguments.output, arguments.bulk):
        raise KnownError("table_output_is_input", path=arguments.output)
    check_output(arguments)
    check_place(arguments.output, None, TABLE)
    work = _Bulk(arguments.bulk, catalogue(), working_days(arguments.holidays), arguments.until)
    try:
        write_atomically(arguments.output, work.write)
    except _Refused:
        tell(f"hsct-desktop: {work.refused} of {work.rows} rows were refused; nothing was written")
        return EXIT_REFUSED
    except OSError as error:
        raise not_written(error, arguments.output, TABLE) from error
    for anchor in sorted(work.waiting):
        names = ", ".join(sorted(work.waiting[anchor]))
        tell(f"{names}: not listed, since the date of {anchor} is not in the table")
    print(arguments.output)
    return None


class _Bulk:
    """Reads courses row by row and writes their visits row by row: a long table takes no more memory than a short."""

    def __init__(self, source: Path, known: Catalogue, working: WorkingDays | None, until: date | None) -> None:
        self._source = source
        self._catalogue = known
        self._working = working
        self._until = until
        self._ids: dict[str, int] = {}
        self._words: dict[tuple[str, str], list[str | int | None]] = {}
        self._looked_at: set[str] = set()
        self.rows = 0
        self.refused = 0
        self.waiting: dict[str, set[str]] = {}

    def write(self, target: BinaryIO) -> None:
        """Write the whole table; raise _Refused when a row is bad, after all of them were looked at."""
        columns = PLAN_COLUMNS + (CLOSED_COLUMNS if self._working is not None else [])
        text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=False)
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["id", *columns])
        for line, cells in table(self._source, partial(_check_head, self._source)):
            self.rows += 1
            try:
                course, visits = self._planned(line, cells)
            except (InputError, KnownError) as error:
                self.refused += 1
                tell(f"{self._source}:{line}: {_sentence(error)}")
                continue
            if self.refused:
                continue
            start = harmless(course.id)
            for visit in visits:
                writer.writerow([start, *self._cells(course.protocol.id, visit)])
        text.flush()
        text.detach()
        if self.refused:
            raise _Refused

    def _cells(self, protocol_id: str, visit: PlannedVisit) -> Iterator[str | int | None]:
        """A visit's cells in the order of the columns; its words are made once for each protocol."""
        words = self._words.get((protocol_id, visit.key))
        if words is None:
            row = plan_row(visit, None)
            words = [plain(row[c]) if c == "offset" else harmless(plain(row[c])) for c in _WORDS]
            self._words[protocol_id, visit.key] = words
        yield from words
        yield visit.target.isoformat()
        yield visit.earliest.isoformat()
        yield visit.latest.isoformat()
        if self._working is not None:
            row = plan_row(visit, self._working)
            yield from (harmless(plain(row[c])) for c in CLOSED_COLUMNS)

    def _planned(self, line: int, cells: dict[str, str]) -> tuple[_Course, tuple[PlannedVisit, ...]]:
        course = self._course(line, cells)
        anchors = Anchors(course.day0)
        if course.protocol.id not in self._looked_at:  # only Day 0 is ever known: it is the same for every course
            self._looked_at.add(course.protocol.id)
            for item in waiting(course.protocol, anchors):
                self.waiting.setdefault(item.anchor, set()).add(item.id)
        return course, draw_up(course.protocol, anchors, horizon(course.day0, self._until))

    def _course(self, line: int, cells: dict[str, str]) -> _Course:
        if None in cells.values() or None in cells:
            raise refuse("row", "table_row_length", columns=", ".join(COLUMNS))
        row_id, protocol_id, text = (cells[name].strip() for name in COLUMNS)
        if not row_id:
            raise refuse("id", "table_id_missing")
        if has_marks(row_id):
            raise refuse("id", "table_id_marks", id=shown(row_id))
        first = self._ids.setdefault(row_id, line)
        if first != line:
            raise refuse("id", "table_id_twice", id=shown(row_id), line=first)
        try:
            day0 = parse_day(text)
        except ValueError:
            raise refuse("day0", "table_day0_unreadable", text=shown(text)) from None
        refuse_early(day0)
        if self._until is not None and self._until < day0:
            raise refuse("until", "until_before_day0", day0=day0)
        return _Course(row_id, self._protocol(protocol_id), day0)

    def _protocol(self, protocol_id: str) -> FollowUpProtocol:
        try:
            return self._catalogue.protocol(protocol_id)
        except KnownError as error:  # the sentence of a single plan, with the ids that can be used
            raise KnownError(error.key, **{**error.params, "id": shown(protocol_id)}) from None


def _sentence(error: InputError | KnownError) -> str:
    words = wording("en")
    return words.problems(error) if isinstance(error, InputError) else words.known_error(error)


def _check_head(source: Path, names: list[str]) -> None:
    if sorted(names) != sorted(COLUMNS):
        raise KnownError("table_columns", path=source, columns=", ".join(COLUMNS))
