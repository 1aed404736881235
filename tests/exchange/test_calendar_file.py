"""Calendar files: the bytes of a file, read back by two libraries that know nothing of each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import ics
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from hsct_desktop.exchange.calendar_file import START, CalendarEvent, EventStatus, calendar_file

CHANGED = datetime(2026, 11, 20, 9, 15, 30, 123456, tzinfo=UTC)
EVENT = CalendarEvent(
    "visit-7@file", 3, EventStatus.CONFIRMED, date(2026, 12, 18), None, "MS-001 · Month 6", "Window", CHANGED
)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200).filter(lambda text: "\\N" not in text)
"""The library takes `\\N` for a line break when it writes, as calendar files do when they are read."""


def made(*events: CalendarEvent, name: str = "Follow-up") -> bytes:
    return calendar_file("-//Test//EN", name, events)


def test_the_head_of_the_file() -> None:
    content = made()
    assert content.startswith(START + b"\r\n")
    assert content.decode() == (
        "BEGIN:VCALENDAR\r\nPRODID:-//Test//EN\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
        "X-WR-CALNAME:Follow-up\r\nEND:VCALENDAR\r\n"
    )


def test_an_all_day_event() -> None:
    assert made(EVENT).decode().splitlines()[6:-1] == [
        "BEGIN:VEVENT",
        "UID:visit-7@file",
        "DTSTAMP:20261120T091530Z",
        "LAST-MODIFIED:20261120T091530Z",
        "SEQUENCE:3",
        "STATUS:CONFIRMED",
        "CLASS:PRIVATE",
        "DTSTART;VALUE=DATE:20261218",
        "DTEND;VALUE=DATE:20261219",
        "TRANSP:TRANSPARENT",
        "SUMMARY:MS-001 · Month 6",
        "DESCRIPTION:Window",
        "END:VEVENT",
    ]


def test_a_timed_event_floats() -> None:
    """No zone anywhere: 09:30 is 09:30 wherever the file is opened."""
    text = made(replace(EVENT, at=time(9, 30))).decode()
    assert "DTSTART:20261218T093000\r\nDTEND:20261218T100000\r\nTRANSP:OPAQUE\r\n" in text
    assert "TZID" not in text
    assert "VTIMEZONE" not in text
    late = made(replace(EVENT, at=time(23, 45))).decode()
    assert "DTSTART:20261218T234500\r\nDTEND:20261219T001500\r\n" in late


@pytest.mark.parametrize("status", [EventStatus.TENTATIVE, EventStatus.CANCELLED])
def test_what_is_not_fixed_keeps_nobody_busy(status: EventStatus) -> None:
    assert "TRANSP:TRANSPARENT" in made(replace(EVENT, status=status, at=time(9))).decode()


def test_the_last_day_there_is() -> None:
    for at in (None, time(23, 45)):
        (event,) = Calendar.from_ical(made(replace(EVENT, day=date.max, at=at))).events
        assert str(event.start)[:10] == "9999-12-31"


@given(TEXTS, TEXTS)
def test_any_text_comes_back(summary: str, description: str) -> None:
    """Commas, semicolons, backslashes, other scripts: escaped and folded at 75 octets, read back as written."""
    content = made(replace(EVENT, summary=summary, description=description))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    (event,) = Calendar.from_ical(content).events
    assert str(event["SUMMARY"]) == summary
    assert str(event.get("DESCRIPTION", "")) == description


def test_a_text_cannot_break_out_of_its_line() -> None:
    wild = "A\r\nSTATUS:CANCELLED\nEND:VEVENT; B, C\\n"
    (event,) = Calendar.from_ical(made(replace(EVENT, summary=wild))).events
    assert event["STATUS"] == "CONFIRMED"
    assert str(event["SUMMARY"]).replace("\r\n", "\n") == wild.replace("\r\n", "\n")
    assert len(ics.Calendar(made(replace(EVENT, summary=wild)).decode()).events) == 1


@given(
    st.dates(date(1990, 1, 1), date(2100, 12, 31)),
    st.one_of(st.none(), st.times(timezones=st.none())),
    st.sampled_from(EventStatus),
    st.integers(0, 10_000),
)
def test_two_readers_agree(day: date, at: time | None, status: EventStatus, sequence: int) -> None:
    at = at.replace(second=0, microsecond=0) if at is not None else None
    content = made(replace(EVENT, day=day, at=at, status=status, sequence=sequence))
    (one,) = Calendar.from_ical(content).events
    (other,) = ics.Calendar(content.decode()).events
    assert one["UID"] == other.uid == "visit-7@file"
    assert one["STATUS"] == other.status == status.value
    assert other.classification == "PRIVATE"
    assert int(one["SEQUENCE"]) == sequence
    assert other.all_day is (at is None)
    assert (other.begin.date(), other.begin.time()) == (day, at or time())  # no zone: the second reader calls it UTC
    if at is None:
        assert (one.start, one.end) == (day, day + timedelta(days=1))
    else:
        assert one.start == datetime.combine(day, at)


def test_the_same_events_give_the_same_bytes() -> None:
    events = [replace(EVENT, uid=f"visit-{n}@file", day=EVENT.day + timedelta(days=n)) for n in range(30)]
    assert made(*events) == made(*events)
    uids = [event["UID"] for event in Calendar.from_ical(made(*reversed(events))).events]
    assert uids == [event.uid for event in reversed(events)]
