"""`worklist`: the rows of Today."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hsct_desktop.commands.opened import workspace
from hsct_desktop.commands.output import Cell, Row, show
from hsct_desktop.domain.problem import refuse
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.domain.worklist import HELD_STATUS, NO_NEXT_STATUS, STOP_STATUS, WorklistKind

if TYPE_CHECKING:
    from hsct_desktop.services.today import TodayRow
    from hsct_desktop.services.workspace import Workspace

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


_AT_ONCE = 500
"""Visits looked up in one statement: SQLite takes only so many values in one."""
OTHER_STATUS = {
    WorklistKind.TO_STOP: STOP_STATUS,
    WorklistKind.DO_NOT_STOP: HELD_STATUS,
    WorklistKind.VACCINES: "vaccines_due",
    WorklistKind.NO_NEXT_VISIT: NO_NEXT_STATUS,
    WorklistKind.REPORTS_AWAITED: VisitStatus.REPORT_AWAITED.value,
    WorklistKind.RESULTS_TO_REVIEW: "results_to_review",
    WorklistKind.NEXT_TRIES: "next_try",
    WorklistKind.TASKS: "task",
}
"""The word in the column `status` for rows that are no visits."""


def run(arguments: argparse.Namespace) -> None:
    """Print the rows of Today, of one day or of each of several days, of all lists or of one.

    JSON has the whole rule behind each visit as well (`rule`), which is too long for a table.
    """
    from hsct_desktop.services import today

    with workspace(arguments) as ws:
        first, rows = arguments.on or ws.today(), []
        rules = _Rules(ws) if arguments.format == "json" else None
        for day in _days(first, arguments.days or 1):
            shown = today.lists(ws, day, "en").rows
            texts = rules.of(shown) if rules is not None else [""] * len(shown)
            found = [{"on": day, **_worklist_row(row), "rule": text} for row, text in zip(shown, texts, strict=True)]
            rows += [row for row in _told_apart(found) if arguments.list in (None, row["list"])]
    columns = WORKLIST_COLUMNS if arguments.days is None else ["on", *WORKLIST_COLUMNS]
    show(rows, [*columns, "rule"] if rules is not None else columns, arguments.format)


class _Rules:
    """The rule, anchor, window and protocol behind each visit, and who moved it; each visit is looked up once."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._known: dict[int, str] = {}

    def of(self, rows: Iterable[TodayRow]) -> list[str]:
        """One text a row, "" for what is no visit."""
        from hsct_desktop.services.why import explain_many

        ids = [row.scheduled_id for row in rows]
        fresh = [visit for visit in ids if visit is not None and visit not in self._known]
        with self._ws.read() as session:
            for start in range(0, len(fresh), _AT_ONCE):
                for visit, found in explain_many(session, fresh[start : start + _AT_ONCE], "en").items():
                    self._known[visit] = " · ".join(found.lines).replace("\u00a0", " ")
        return ["" if visit is None else self._known[visit] for visit in ids]


def _days(first: date, count: int) -> Iterator[date]:
    if first.year + count // 365 >= date.max.year:  # the lists look a week ahead
        raise refuse("days", "date_out_of_range")
    return (first + timedelta(days=index) for index in range(count))


def _told_apart(rows: Iterable[Row]) -> Iterator[Row]:
    """Number what would read the same (one drug written twice): list, code, visit and target together are unique."""
    seen: Counter[tuple[Cell, ...]] = Counter()
    for row in rows:
        key = tuple(row[c] for c in ("list", "code", "visit", "target"))
        seen[key] += 1
        yield row if seen[key] == 1 else {**row, "visit": f"{row['visit']} ({seen[key]})"}


def _worklist_row(row: TodayRow) -> Row:
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
        "status": row.status.value if row.status is not None else OTHER_STATUS[row.kind],
        "why": row.why.replace("\u00a0", " "),
    }
