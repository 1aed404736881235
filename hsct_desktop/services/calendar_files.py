"""Calendar files of one patient or of the unit: what a calendar shows follows the schedule when the file is read again.

An event keeps its UID for ever; its SEQUENCE is counted from what was recorded and never falls; a visit that is off is
said to be cancelled and does not vanish. Events carry code and visit, names only for those who ask for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from pathlib import Path

from hsct_desktop.catalogue.wording import NBSP, Wording, wording
from hsct_desktop.domain.look import Look
from hsct_desktop.domain.visit import VisitFacts, VisitStatus, is_outside_window, visit_status
from hsct_desktop.domain.working_days import Proposal, WorkingDays
from hsct_desktop.exchange.calendar_file import PRODUCT, CalendarEvent, EventStatus, calendar_file
from hsct_desktop.services import access_log, settings
from hsct_desktop.services.output_file import CALENDAR, write_file
from hsct_desktop.services.person import display_name, record_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import calendar, setting
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.calendar import CalendarVisit

_OFF = (VisitStatus.NOT_APPLICABLE, VisitStatus.MISSED, VisitStatus.CANCELLED, VisitStatus.HISTORY)
_TOOK_PLACE = (VisitStatus.DONE, VisitStatus.REPORT_AWAITED)


def patient(ws: Workspace, patient_id: int, names: bool = False, language: str | None = None) -> bytes:
    """A patient's visits as a calendar file; `names` True writes the name into each event."""
    with ws.read() as session:
        record_of(session, patient_id)
        visits = calendar.of_patient(session, patient_id)
        made = _file(ws, session, visits, names, language)
    if names:
        access_log.viewed(ws, patient_id, Look.CALENDAR)
    return made


def unit(ws: Workspace, start: date, end: date, names: bool = False, language: str | None = None) -> bytes:
    """Everybody's visits from `start` to `end` as a calendar file.

    Visits that stood there once and were moved since are in it as well, with their new day: a calendar that was given
    an earlier file must learn of it.
    """
    with ws.read() as session:
        visits = list(calendar.in_span(session, start, end))
        made = _file(ws, session, visits, names, language)
    if names:
        access_log.named(ws, (visit.code for visit in visits), Look.CALENDAR)
    return made


def save(ws: Workspace, content: bytes, path: Path) -> Path:
    """Write a calendar file, whole or not at all; an earlier calendar file of that name is replaced. KnownError."""
    return write_file(content, path, ws.store.path, CALENDAR)


def _file(
    ws: Workspace, session: ReadSession, visits: Iterable[CalendarVisit], names: bool, language: str | None
) -> bytes:
    words = wording(language or ws.language)
    file_id, unit_name = setting.get(session, setting.FILE_ID), setting.get(session, setting.UNIT_NAME)
    # The proposed day of an unbooked visit goes by the settings: when they change, calendars must follow.
    changed = calendar.settings_changed(session)
    working = settings.working_days_in(session, ws, words.language)
    events = [_event(visit, file_id, changed, working, words, names) for visit in visits]
    return calendar_file(PRODUCT, words.text("calendar.name", unit=unit_name), events)


def _event(
    visit: CalendarVisit, file_id: str, settings_changed: int, working: WorkingDays, words: Wording, names: bool
) -> CalendarEvent:
    proposal = working.propose(visit.target, visit.earliest, visit.latest)
    status = _status(visit)
    day, at = _day(visit, proposal)
    return CalendarEvent(
        uid=f"visit-{visit.scheduled_id}@{file_id}",
        sequence=visit.changes + settings_changed,
        status=status,
        day=day,
        at=at,
        summary=_summary(visit, status, words, names),
        description=_description(visit, status, proposal, words),
        changed=visit.changed_at,
    )


def _status(visit: CalendarVisit) -> EventStatus:
    facts = VisitFacts(visit.target, visit.earliest, visit.latest, visit.booked, visit.closing, visit.follow_up)
    # Whether a visit is on, took place or is off does not depend on the day on which one asks.
    status = visit_status(facts, visit.target)
    if visit.voided or status in _OFF:
        return EventStatus.CANCELLED
    is_fixed = status in _TOOK_PLACE or visit.booked is not None
    return EventStatus.CONFIRMED if is_fixed else EventStatus.TENTATIVE


def _day(visit: CalendarVisit, proposal: Proposal | None) -> tuple[date, time | None]:
    """The day it took place, is booked for, or is proposed for, with the booked time."""
    at = time.fromisoformat(visit.booked_time) if visit.booked_time else None
    if visit.seen_on is not None:
        return visit.seen_on, at if visit.seen_on == visit.booked else None
    if visit.booked is not None:
        return visit.booked, at
    return (proposal.day if proposal is not None else visit.target), None


def _summary(visit: CalendarVisit, status: EventStatus, words: Wording, names: bool) -> str:
    name = display_name(visit.family_name, visit.given_name)
    who = words.text("calendar.named", name=name, code=visit.code) if names else visit.code
    event = words.text("calendar.summary", who=who, visit=visit.label)
    if status is EventStatus.TENTATIVE:
        return words.text("calendar.to_be_booked", event=event)
    # Some calendars show a cancelled event like any other.
    return words.text("calendar.cancelled", event=event) if status is EventStatus.CANCELLED else event


def _description(visit: CalendarVisit, status: EventStatus, proposal: Proposal | None, words: Wording) -> str:
    """The window and what is odd about the day; never a reason or note that somebody typed."""
    lines = [words.text("calendar.window", window=words.range(visit.earliest, visit.latest))]
    if visit.booked is not None and is_outside_window(visit.booked, visit.earliest, visit.latest):
        lines.append(words.text("calendar.outside"))
    if status is EventStatus.TENTATIVE and proposal is not None and proposal.closed is not None:
        lines.append(words.text("calendar.closed", target=visit.target))
    if visit.elsewhere:
        lines.append(words.text("calendar.elsewhere"))
    return "\n".join(lines).replace(NBSP, " ")
