"""`agenda`: booked visits and open windows of a span of days, as rows or as a calendar file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.commands.opened import workspace
from hsct_desktop.commands.output import Row, show, write_bytes
from hsct_desktop.domain.problem import refuse
from hsct_desktop.domain.working_days import ClosedDay

if TYPE_CHECKING:
    from hsct_desktop.services.agenda import Agenda, AgendaVisit, AgendaWindow

AGENDA_COLUMNS = [
    "on",
    "time",
    "kind",
    "patient",
    "code",
    "birth_date",
    "day",
    "visit",
    "target",
    "earliest",
    "latest",
    "status",
    "closed",
]
"""`kind` is visit (on its day, `on`) or window (not booked: `on` is empty); `day` counts from Day 0; `closed` says why
the day `on` is closed, or the target of a window."""
USUAL_DAYS = 7
MOST_DAYS = 1000
NAMES_WARNING = "The calendar file holds names: put it only into calendars that nobody outside the unit can read."


def run(arguments: argparse.Namespace) -> None:
    """Print the agenda from one day to another, both included."""
    with workspace(arguments) as ws:
        first = arguments.from_ or ws.today()
        last = arguments.to or first + timedelta(days=USUAL_DAYS - 1)
        refuse_odd_span(first, last)
        if arguments.format == "ics":
            from hsct_desktop.services import calendar_files

            content = calendar_files.unit(ws, first, last, names=arguments.names, language="en")
        else:
            from hsct_desktop.services.agenda import agenda
            from hsct_desktop.services.settings import working_days

            working = working_days(ws, "en")
            found = agenda(ws, first, last, "en")
            rows = [*_visits(found), *(_window(window, working.closed(window.target)) for window in found.windows)]
    if arguments.format == "ics":
        if arguments.names:
            print(NAMES_WARNING, file=sys.stderr)
        write_bytes(content)
    else:
        show(rows, AGENDA_COLUMNS, arguments.format)


def refuse_odd_span(first: date, last: date) -> None:
    """Raise InputError for a span that ends before it begins, or that is longer than anybody can read."""
    if last < first:
        raise refuse("to", "span_reversed", first=first, last=last)
    if (last - first).days >= MOST_DAYS:
        raise refuse("to", "span_too_long", limit=MOST_DAYS)


def _visits(agenda: Agenda) -> Iterator[Row]:
    for day in agenda.days:
        for visit in day.visits:
            yield {**_common(visit), "on": visit.day, "time": visit.time, "kind": "visit", "closed": _why(day.closed)}


def _window(window: AgendaWindow, closed: ClosedDay | None) -> Row:
    dates = {"target": window.target, "earliest": window.earliest, "latest": window.latest}
    return {**_common(window), **dates, "kind": "window", "closed": _why(closed)}


def _common(shown: AgendaVisit | AgendaWindow) -> dict[str, str | int | date | None]:
    return {
        "on": None,
        "time": "",
        "patient": shown.name,
        "code": shown.patient.code,
        "birth_date": shown.patient.birth_date,
        "day": shown.day_number,
        "visit": shown.label,
        "target": None,
        "earliest": None,
        "latest": None,
        "status": shown.status.value,
    }


def _why(closed: ClosedDay | None) -> str:
    return "" if closed is None else closed.name or wording("en").weekday(closed.day, "long")
