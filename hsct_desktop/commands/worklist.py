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
from hsct_desktop.domain.worklist import NO_NEXT_STATUS, STOP_STATUS, WorklistKind

if TYPE_CHECKING:
    from hsct_desktop.services.today import TodayRow

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


OTHER_STATUS = {
    WorklistKind.TO_STOP: STOP_STATUS,
    WorklistKind.NO_NEXT_VISIT: NO_NEXT_STATUS,
    WorklistKind.REPORTS_AWAITED: VisitStatus.REPORT_AWAITED.value,
    WorklistKind.NEXT_TRIES: "next_try",
    WorklistKind.TASKS: "task",
}
"""The word in the column `status` for rows that are no visits."""


def run(arguments: argparse.Namespace) -> None:
    """Print the rows of Today, of one day or of each of several days, of all lists or of one."""
    from hsct_desktop.services import today

    with workspace(arguments) as ws:
        first = arguments.on or ws.today()
        rows = [
            {"on": day, **row}
            for day in _days(first, arguments.days or 1)
            for row in _told_apart(_worklist_row(row) for row in today.lists(ws, day, "en").rows)
            if arguments.list in (None, row["list"])
        ]
    columns = WORKLIST_COLUMNS if arguments.days is None else ["on", *WORKLIST_COLUMNS]
    show(rows, columns, arguments.format)


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
