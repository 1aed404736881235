"""Keeps a course's scheduled visits in step with its pinned protocol and its dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hsct_desktop.catalogue.protocol_json import protocol_from_json, protocol_to_json
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.protocol import FollowUpProtocol
from hsct_desktop.domain.schedule import Anchors, Horizon, PlannedVisit, plan, waiting
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.domain.visit import Closing
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import scheduled_visit, transplant
from hsct_desktop.store.base import ReadSession, WriteSession

BEFORE_REGISTRATION = "@before_registration"
NOT_CHOSEN = "@not_chosen"
COURSE_CLOSED = "@course_closed"
PROGRAM_REASONS = (BEFORE_REGISTRATION, NOT_CHOSEN, COURSE_CLOSED)
"""Closing reasons set by the program, worded by `closing.<name>`."""
LEFT_OUT = (BEFORE_REGISTRATION, NOT_CHOSEN)
"""Visits closed with these were never wanted by anybody: they follow the course's dates like open ones."""


@dataclass(frozen=True)
class PreviewRow:
    """A visit of a schedule before it is saved. `closed`: its window closed before today, so it starts unticked."""

    key: str
    label: str
    group: str
    target: date
    earliest: date
    latest: date
    optional: bool
    chosen: bool
    closed: bool
    note: str


@dataclass(frozen=True)
class SchedulePreview:
    """The whole schedule before saving; `waiting` names the visits whose anchor is not known yet."""

    rows: tuple[PreviewRow, ...]
    waiting: tuple[str, ...]


def preview(ws: Workspace, entry: TransplantEntry, discharged_on: date | None = None) -> SchedulePreview:
    """Draw up the schedule that a course would get today."""
    protocol = ws.catalogue.protocol(entry.protocol_id)
    anchors = Anchors(entry.day0, entry.mobilisation_start, discharged_on)
    today = ws.today()
    rows = [_preview_row(ws, v, anchors, today) for v in plan(protocol, anchors, Horizon(today=today))]
    names = tuple(item.occurrence_label(1).text(ws.language) for item in waiting(protocol, anchors))
    return SchedulePreview(tuple(rows), names)


def _preview_row(ws: Workspace, planned: PlannedVisit, anchors: Anchors, today: date) -> PreviewRow:
    closed = planned.latest < today
    day = (planned.target - anchors.day0).days if anchors.day0 is not None else 0
    note = (
        ws.wording.text("preview.closed") if closed else ws.wording.text("preview.optional") if planned.optional else ""
    )
    return PreviewRow(
        planned.key,
        planned.label.text(ws.language),
        "before_day0" if day < 0 else "to_day_100" if day <= 100 else "long_term",
        planned.target,
        planned.earliest,
        planned.latest,
        planned.optional,
        not (planned.optional or closed),
        closed,
        note,
    )


def open_course(
    session: WriteSession, ws: Workspace, patient_id: int, entry: TransplantEntry, chosen: frozenset[str] | None
) -> int:
    """Write a course with its schedule, pinned to the protocol as it reads now; return the transplant's id.

    Visits that are not chosen (by default the optional ones and those whose window has closed) are written as
    closed with the reason, so that they can be reopened and nobody wonders where they went.
    """
    protocol = ws.catalogue.protocol(entry.protocol_id)
    snapshot = transplant.pin_protocol(session, protocol.id, protocol.version, protocol_to_json(protocol))
    course = transplant.add(session, patient_id, entry, protocol.version, snapshot)
    today = ws.today()
    visits = plan(protocol, Anchors(entry.day0, entry.mobilisation_start), Horizon(today=today))
    add_visits(session, course.id, patient_id, visits, today, chosen)
    return course.id


def add_visits(
    session: WriteSession,
    transplant_id: int,
    patient_id: int,
    visits: Iterable[PlannedVisit],
    today: date,
    chosen: frozenset[str] | None = None,
) -> None:
    """Write planned visits; `chosen` None means all but the optional ones and those whose window has closed."""
    drawn = list(visits)
    for planned, row in zip(drawn, scheduled_visit.add_plan(session, transplant_id, patient_id, drawn), strict=True):
        wanted = planned.key in chosen if chosen is not None else not planned.optional and planned.latest >= today
        if not wanted:
            over = planned.latest < today
            row.closing = Closing.HISTORY if over else Closing.CANCELLED
            row.closing_reason = BEFORE_REGISTRATION if over else NOT_CHOSEN
    session.flush()


def pinned_protocol(session: ReadSession | WriteSession, snapshot_id: int | None) -> FollowUpProtocol | None:
    """The protocol as it was when the course was opened."""
    content = transplant.protocol_content(session, snapshot_id) if snapshot_id is not None else None
    return protocol_from_json(content) if content is not None else None


def words(language: str, key: str) -> str:
    """A sentence in a language of the caller's choice (a document's, not the window's)."""
    return wording(language).text(key)
