"""Reads calendar files back, with two libraries that know nothing of each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import ics
from icalendar import Calendar

from hsct_desktop.services import calendar_files
from hsct_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Read:
    """An event as a calendar understands it."""

    uid: str
    sequence: int
    status: str
    start: date | datetime
    summary: str
    description: str

    @property
    def day(self) -> date:
        return self.start.date() if isinstance(self.start, datetime) else self.start

    @property
    def on(self) -> tuple[str, date | datetime]:
        """What a calendar shows: whether it takes place, and when."""
        return (self.status, self.start)


def read(content: bytes) -> dict[str, Read]:
    """The events by UID; both readers agree on them, and no UID stands twice."""
    events = Calendar.from_ical(content).events
    found = [
        Read(str(e["UID"]), int(e["SEQUENCE"]), str(e["STATUS"]), e.start, str(e["SUMMARY"]), str(e.get("DESCRIPTION")))
        for e in events
    ]
    by_uid = {event.uid: event for event in found}
    assert len(by_uid) == len(found)
    others = {other.uid: other for other in ics.Calendar(content.decode()).events}
    assert others.keys() == by_uid.keys()
    for uid, event in by_uid.items():
        assert (others[uid].name, others[uid].status) == (event.summary, event.status)
        assert others[uid].begin.date() == event.day
        assert others[uid].classification == "PRIVATE"
    return by_uid


def of_patient(ws: Workspace, patient_id: int, **how: bool) -> dict[str, Read]:
    return read(calendar_files.patient(ws, patient_id, **how))


def of_unit(ws: Workspace, first: date, last: date) -> dict[str, Read]:
    return read(calendar_files.unit(ws, first, last))
