"""A protocol applied to any dates of a course: what the visits would be, without a patient."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hsct_desktop.catalogue.error import CatalogueError
from hsct_desktop.catalogue.protocol_text import check_text
from hsct_desktop.catalogue.protocol_words import label as label_of
from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.protocol import FollowUpProtocol
from hsct_desktop.domain.schedule import Anchors, Horizon, PlannedVisit, plan, waiting
from hsct_desktop.domain.transplant import EARLIEST_DAY0
from hsct_desktop.domain.working_days import ClosedDay, Proposal, WorkingDays
from hsct_desktop.services import settings
from hsct_desktop.services.person import refuse_problems
from hsct_desktop.services.workspace import Workspace

YEARS = 5


@dataclass(frozen=True)
class WhatIfRow:
    """A visit as it would be: `day` after infusion, `closed` why its target is closed, `proposal` the open day for it.

    `proposal` is None only when every day of the window is closed.
    """

    key: str
    item_id: str
    label: str
    target: date
    earliest: date
    latest: date
    day: int
    optional: bool
    place: str
    closed: ClosedDay | None
    proposal: Proposal | None


@dataclass(frozen=True)
class WhatIf:
    """The visits by date, and the names of those that wait for a date that was not given."""

    rows: tuple[WhatIfRow, ...]
    waiting: tuple[str, ...]


def what_if(
    ws: Workspace,
    protocol: FollowUpProtocol | str,
    day0: date,
    mobilisation: date | None = None,
    discharge: date | None = None,
    working_days: WorkingDays | None = None,
    years: int = YEARS,
) -> WhatIf:
    """The visits that a protocol, or the text of one, gives for these dates, `years` from Day 0, on working days.

    InputError for dates that no course can have (fields `day0`, `mobilisation`, `discharge`); CatalogueError for a text
    with mistakes.
    """
    if isinstance(protocol, str):
        protocol = _sound(ws, protocol)
    _refuse(day0, mobilisation, discharge)
    days = working_days if working_days is not None else settings.working_days(ws)
    anchors = Anchors(day0, mobilisation, discharge)
    visits = plan(protocol, anchors, Horizon(until=add_months(day0, 12 * years)))
    names = tuple(label_of(item, ws.wording) for item in waiting(protocol, anchors))
    return WhatIf(tuple(_row(ws, visit, day0, days) for visit in visits), names)


def _sound(ws: Workspace, text: str) -> FollowUpProtocol:
    reading = check_text(text, ws.wording.text("protocol.doc.title"), ws.catalogue.assessments)
    if reading.protocol is None:
        raise CatalogueError(reading.problems)
    return reading.protocol


def _refuse(day0: date, mobilisation: date | None, discharge: date | None) -> None:
    problems = []
    if day0 < EARLIEST_DAY0:
        problems.append(Problem("day0", "day0_too_early", {"limit": EARLIEST_DAY0}))
    if mobilisation is not None and mobilisation >= day0:
        problems.append(Problem("mobilisation", "mobilisation_after_day0", {"day0": day0}))
    if discharge is not None and discharge < day0:
        problems.append(Problem("discharge", "discharge_before_day0", {"day0": day0}))
    refuse_problems(problems)


def _row(ws: Workspace, visit: PlannedVisit, day0: date, days: WorkingDays) -> WhatIfRow:
    return WhatIfRow(
        visit.key,
        visit.item.id,
        visit.label.text(ws.language),
        visit.target,
        visit.earliest,
        visit.latest,
        (visit.target - day0).days,
        visit.optional,
        ws.wording.enum("place", visit.item.place),
        days.closed(visit.target),
        days.propose(visit.target, visit.earliest, visit.latest),
    )
