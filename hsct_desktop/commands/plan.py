"""`plan`: the dates that a protocol gives for a course."""

from __future__ import annotations

import argparse
import os
import sys

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.commands.output import Row, show
from hsct_desktop.domain.dates import Offset, add_months
from hsct_desktop.domain.problem import refuse
from hsct_desktop.domain.schedule import Anchors, Horizon, PlannedVisit, waiting
from hsct_desktop.domain.schedule import plan as draw_up
from hsct_desktop.domain.transplant import EARLIEST_DAY0

PLAN_YEARS = 5
PLAN_COLUMNS = ["visit", "label", "anchor", "offset", "target", "earliest", "latest"]


def run(arguments: argparse.Namespace) -> None:
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
    show(rows, PLAN_COLUMNS, arguments.format)


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
