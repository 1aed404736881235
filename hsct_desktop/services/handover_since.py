"""From when a handover tells: how a time is typed, and which times a page offers."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from hsct_desktop.domain.problem import refuse

SHIFT: Final = timedelta(hours=12)
"""The longest usual shift: who asks for no other time is told what happened in it."""
_CLOCK: Final = r"([01]?\d|2[0-3]):([0-5]\d)"
_TIME: Final = re.compile(_CLOCK, re.ASCII)
_DAY: Final = re.compile(rf"(\d{{4}})-(\d{{2}})-(\d{{2}})(?:[T ]{_CLOCK})?", re.ASCII)


def parse_since(text: str, now: datetime) -> datetime:
    """Read `07:00` (the last time it was so), `2026-11-22` (from midnight) or `2026-11-22T07:00`; local time, aware.

    Raises InputError (field `since`) for anything else, and for a time to come.
    """
    typed = text.strip()
    try:
        moment = _clock_time(typed, now) or _day_and_time(typed, now)
    except ValueError:  # a 30 February
        moment = None
    if moment is None:
        raise refuse("since", "since_unreadable", text=text)
    if moment > now:
        raise refuse("since", "since_in_future", since=moment)
    return moment


def _clock_time(typed: str, now: datetime) -> datetime | None:
    match = _TIME.fullmatch(typed)
    if match is None:
        return None
    wanted = time(int(match[1]), int(match[2]))
    today = local(datetime.combine(now.date(), wanted), now)
    return today if today <= now else local(datetime.combine(now.date() - timedelta(days=1), wanted), now)


def _day_and_time(typed: str, now: datetime) -> datetime | None:
    match = _DAY.fullmatch(typed)
    if match is None:
        return None
    hour, minute = int(match[4] or 0), int(match[5] or 0)
    return local(datetime(int(match[1]), int(match[2]), int(match[3]), hour, minute), now)


def shift_start(now: datetime) -> datetime:
    """The start of a usual shift that ends now."""
    return now - SHIFT


def this_morning(now: datetime) -> datetime:
    """The last 7:00."""
    return parse_since("07:00", now)


def yesterday(now: datetime) -> datetime:
    """Midnight at which yesterday began."""
    return midnight(now.date() - timedelta(days=1), now)


def midnight(day: date, now: datetime) -> datetime:
    """The local moment at which a day begins."""
    return local(datetime.combine(day, time()), now)


def local(moment: datetime, now: datetime) -> datetime:
    """A wall-clock time where `now` is: summer and winter time are those of its own day."""
    if now.utcoffset() == now.astimezone().utcoffset():
        return moment.astimezone()
    return moment.replace(tzinfo=now.tzinfo)


def shown(moment: datetime, now: datetime) -> datetime:
    """An aware moment as the wall clock showed it where `now` is."""
    if now.utcoffset() == now.astimezone().utcoffset():
        return moment.astimezone()
    return moment.astimezone(now.tzinfo)
