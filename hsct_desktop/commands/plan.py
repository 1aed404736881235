"""`plan`: the dates that a protocol gives for a course."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.wording import NBSP, wording
from hsct_desktop.commands.output import Row, show, write_bytes
from hsct_desktop.domain.dates import Offset, add_months
from hsct_desktop.domain.problem import refuse
from hsct_desktop.domain.protocol import FollowUpProtocol
from hsct_desktop.domain.schedule import Anchors, Horizon, PlannedVisit, waiting
from hsct_desktop.domain.schedule import plan as draw_up
from hsct_desktop.domain.transplant import EARLIEST_DAY0
from hsct_desktop.domain.working_days import ClosedDay, WorkingDays

PLAN_YEARS = 5
PLAN_COLUMNS = ["visit", "label", "anchor", "offset", "target", "earliest", "latest"]
CLOSED_COLUMNS = ["closed", "proposed"]
"""Why the target is a closed day (empty: it is open), and the nearest open day of the window (empty: there is none)."""


def run(arguments: argparse.Namespace) -> int | None:
    """Print the dates that a protocol gives for a course; no data file is read."""
    if arguments.bulk is not None:
        from hsct_desktop.commands import bulk_plan

        return bulk_plan.run(arguments)
    _refuse_odd_dates(arguments)
    working = working_days(arguments.holidays)
    protocol = catalogue().protocol(arguments.protocol)
    anchors = Anchors(arguments.day0, arguments.mobilisation, arguments.discharge)
    visits = draw_up(protocol, anchors, horizon(arguments.day0, arguments.until))
    for item in waiting(protocol, anchors):
        print(f"{item.id}: not listed, since the date of {item.anchor} was not given", file=sys.stderr)
    if arguments.format == "ics":
        write_bytes(_calendar(protocol, arguments.day0, visits, working))
    else:
        rows = [plan_row(visit, working) for visit in visits]
        show(rows, PLAN_COLUMNS + (CLOSED_COLUMNS if working is not None else []), arguments.format)
    return None


def _refuse_odd_dates(arguments: argparse.Namespace) -> None:
    refuse_early(arguments.day0)
    if arguments.mobilisation is not None and arguments.mobilisation >= arguments.day0:
        raise refuse("mobilisation", "mobilisation_after_day0", day0=arguments.day0)
    if arguments.discharge is not None and arguments.discharge < arguments.day0:
        raise refuse("discharge", "discharge_before_day0", day0=arguments.day0)
    if arguments.until is not None and arguments.until < arguments.day0:
        raise refuse("until", "until_before_day0", day0=arguments.day0)


def refuse_early(day0: date) -> None:
    """Raise InputError for a Day 0 before there were such transplants."""
    if day0 < EARLIEST_DAY0:
        raise refuse("day0", "day0_too_early", limit=EARLIEST_DAY0)


def catalogue() -> Catalogue:
    """The protocols that are in force; CatalogueError when one of the unit's own is broken."""
    from hsct_desktop.services import files

    folder = files.unit_folder()
    found = Catalogue(folder if os.path.isdir(folder) else None)
    if broken := [problem for problem in found.problems if "/protocols/" in problem.file]:
        raise CatalogueError(broken)  # the shipped dates must not pass for the unit's own
    return found


def working_days(place: str | None) -> WorkingDays | None:
    """Weekends and the holidays of `IT` or `IT:MI`, None when no place was named; InputError for an unknown one."""
    if place is None:
        return None
    from hsct_desktop.catalogue.holidays import country_holidays, read_place

    return WorkingDays(holidays=country_holidays(*read_place(place.replace(":", "-", 1)), "en"))


def horizon(day0: date, until: date | None) -> Horizon:
    """How far a plan is drawn out: to the given day, else five years."""
    return Horizon(until=until or add_months(day0, 12 * PLAN_YEARS))


def plan_row(visit: PlannedVisit, working: WorkingDays | None) -> Row:
    """A visit as a row of PLAN_COLUMNS, with CLOSED_COLUMNS where working days are known."""
    row: Row = {
        "visit": visit.key,
        "label": visit.label.en,
        "anchor": visit.item.anchor,
        "offset": str(_occurrence_offset(visit)),
        "target": visit.target,
        "earliest": visit.earliest,
        "latest": visit.latest,
    }
    if working is None:
        return row
    closed = working.closed(visit.target)
    proposal = working.propose(visit.target, visit.earliest, visit.latest) if closed is not None else None
    return {**row, "closed": _why_closed(closed), "proposed": None if proposal is None else proposal.day}


def _why_closed(closed: ClosedDay | None) -> str:
    if closed is None:
        return ""
    return closed.name or wording("en").weekday(closed.day, "long")


def _occurrence_offset(visit: PlannedVisit) -> Offset | str:
    """The offset of this occurrence: 21d for the third week. Steps of another unit are written as a sum."""
    offset, repeat = visit.item.offset, visit.item.repeat
    steps = visit.number - repeat.first_number if repeat is not None else 0
    if repeat is None or steps == 0:
        return offset
    if repeat.every.unit == offset.unit:
        return Offset(offset.count + repeat.every.count * steps, offset.unit)
    return f"{offset} + {Offset(repeat.every.count * steps, repeat.every.unit)}"


def _calendar(
    protocol: FollowUpProtocol, day0: date, visits: Iterable[PlannedVisit], working: WorkingDays | None
) -> bytes:
    """The plan as a calendar file: nothing in it is booked, and the same plan gives the same file."""
    from hsct_desktop.exchange.calendar_file import PRODUCT, CalendarEvent, EventStatus, calendar_file

    words, made = wording("en"), datetime.combine(day0, time(), UTC)
    events = []
    for visit in visits:
        proposal = None if working is None else working.propose(visit.target, visit.earliest, visit.latest)
        window = words.text("calendar.window", window=words.range(visit.earliest, visit.latest)).replace(NBSP, " ")
        events.append(
            CalendarEvent(
                uid=f"plan-{protocol.id}-{day0.isoformat()}-{visit.key}@hsct-desktop",
                sequence=0,
                status=EventStatus.TENTATIVE,
                day=visit.target if proposal is None else proposal.day,
                at=None,
                summary=words.text("calendar.to_be_booked", event=visit.label.en),
                description=window,
                changed=made,
            )
        )
    return calendar_file(
        PRODUCT, words.text("calendar.plan", protocol=protocol.id, day0=day0).replace(NBSP, " "), events
    )
