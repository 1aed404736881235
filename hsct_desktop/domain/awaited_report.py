"""What was done elsewhere and the report of it: what may be entered, and how long one has waited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hsct_desktop.domain.problem import Problem

MAX_PLACE = 120
MAX_NOTE = 4000


@dataclass(frozen=True)
class ElsewhereEntry:
    """A visit of the schedule that took place elsewhere; its report is to come."""

    scheduled_id: int
    on: date | None
    place: str = ""
    note: str = ""


@dataclass(frozen=True)
class ArrivalEntry:
    """A report that came."""

    on: date | None
    note: str = ""


def check_elsewhere(entry: ElsewhereEntry, birth_date: date, today: date) -> Iterator[Problem]:
    """Yield what is wrong with a visit done elsewhere."""
    if entry.on is None:
        yield Problem("on", "date_missing")
    elif entry.on > today:
        yield Problem("on", "elsewhere_in_future")
    elif entry.on < birth_date:
        yield Problem("on", "before_birth", {"birth_date": birth_date})
    if not entry.place.strip():
        yield Problem("place", "place_missing")
    elif len(entry.place) > MAX_PLACE:
        yield Problem("place", "too_long", {"limit": MAX_PLACE})
    if len(entry.note) > MAX_NOTE:
        yield Problem("note", "too_long", {"limit": MAX_NOTE})


def check_arrival(entry: ArrivalEntry, done_on: date, today: date) -> Iterator[Problem]:
    """Yield what is wrong with a report's arrival; a report of something cannot come before that was done."""
    if entry.on is None:
        yield Problem("on", "date_missing")
    elif entry.on > today:
        yield Problem("on", "date_in_future")
    elif entry.on < done_on:
        yield Problem("on", "arrival_before_done", {"done_on": done_on})
    if len(entry.note) > MAX_NOTE:
        yield Problem("note", "too_long", {"limit": MAX_NOTE})


def age(done_on: date, on: date) -> int:
    """For how many days a report has been awaited; never below zero."""
    return max(0, (on - done_on).days)
