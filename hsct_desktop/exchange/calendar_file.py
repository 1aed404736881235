"""Calendar files as RFC 5545 has them: events in, the bytes of one file out.

Days are dates and times are floating (RFC 5545 3.3.5, form 1: local time without a zone): an appointment at 09:30 is at
09:30 on the ward's wall, wherever and in whatever zone the calendar is opened. The same events give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the library is loaded when a file is written, not with the window
    from icalendar import Event

APPOINTMENT = timedelta(minutes=30)
"""How long a timed event is drawn: a booking has a beginning and no end, and calendars hide an event of no length."""
PRODUCT = "-//HSCT Desktop//Follow-up//EN"
"""Which program wrote a file."""
START = b"BEGIN:VCALENDAR"
"""How every calendar file begins."""


class EventStatus(StrEnum):
    """What a calendar is told of an event (RFC 5545 3.8.1.11)."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True)
class CalendarEvent:
    """One event: all day without `at`, otherwise at that local time.

    `uid` names it for ever; `sequence` rises with each change that a calendar must follow; `changed` is the moment of
    the last change in UTC.
    """

    uid: str
    sequence: int
    status: EventStatus
    day: date
    at: time | None
    summary: str
    description: str
    changed: datetime


def calendar_file(product: str, name: str, events: Iterable[CalendarEvent]) -> bytes:
    """The file of these events in their order. `product` says which program wrote it, `name` is the calendar's."""
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("prodid", product)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(name))  # an extension, whose type the library cannot know
    for event in events:
        calendar.add_component(_component(event))
    content: bytes = calendar.to_ical(sorted=False)
    return content


def _component(event: CalendarEvent) -> Event:
    from icalendar import Event

    found = Event()
    found.add("uid", event.uid)
    found.add("dtstamp", event.changed)
    found.add("last-modified", event.changed)
    found.add("sequence", event.sequence)
    found.add("status", event.status.value)
    found.add("class", "PRIVATE")
    start, end = _span(event)
    found.add("dtstart", start)
    if end is not None:
        found.add("dtend", end)
    # A unit's calendar must not make everybody look busy all day, nor a visit that is off.
    busy = event.at is not None and event.status is EventStatus.CONFIRMED
    found.add("transp", "OPAQUE" if busy else "TRANSPARENT")
    found.add("summary", event.summary)
    if event.description:
        found.add("description", event.description)
    return found


def _span(event: CalendarEvent) -> tuple[date, date | None]:
    """Beginning and end; the last day of the calendar has no day after it, and an all-day event needs no end."""
    if event.at is not None:
        start = datetime.combine(event.day, event.at)
        return start, start + APPOINTMENT if event.day < date.max else None
    return event.day, event.day + timedelta(days=1) if event.day < date.max else None
