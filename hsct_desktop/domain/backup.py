"""Backups as facts: why one was made, which ones are kept, how old the last proof is, and when the next one is due."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

DAILY, WEEKLY, MONTHLY = 12, 10, 9
"""How many days, then weeks, then months back one backup each is kept: about a year."""
WARN_AFTER, DANGER_AFTER = timedelta(days=1), timedelta(days=3)
"""How old the last proven backup may be before it is said, and before it is said in red."""
INTERVAL = timedelta(minutes=30)
"""How often a file that changes is copied while it is open."""
PROOF_LASTS = timedelta(hours=20)
"""A backup that still holds everything is read back again when its last proof is older: once on each working day."""
DRILL_EVERY = timedelta(days=30)
"""How often a backup is restored into a temporary file, to see that it can be."""
CLOCK_TOLERANCE = timedelta(minutes=5)
ROOM_FACTOR = 1.2
"""How many times its own size a copy needs free before it is begun."""
LITTLE_ROOM_FACTOR = 3
"""Below this many times its own size of free space the start of the program says so."""


class Why(StrEnum):
    """What made the program copy the file; wording `backup.why.*`."""

    START = "start"
    LOCK = "lock"
    EXIT = "exit"
    UPGRADE = "upgrade"
    INTERVAL = "interval"
    KEY = "key"
    COMMAND = "command"


class Proof(StrEnum):
    """What is known of a backup; wording `backup.proof.*`."""

    PROVEN = "proven"
    DRILLED = "drilled"
    UNREAD = "unread"
    DAMAGED = "damaged"
    OTHER_KEY = "other_key"


class Keep(StrEnum):
    """Why a backup is kept; wording `backup.kept.*`."""

    DAILY = "daily"
    TODAY = "today"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    LAST_PROVEN = "last_proven"
    AHEAD = "ahead"
    ASIDE = "aside"


class Counted(StrEnum):
    """What the preview of a restore counts; wording `backup.count.*`."""

    PATIENTS = "patients"
    VISITS = "visits"
    RESULTS = "results"
    EPISODES = "episodes"
    THERAPIES = "therapies"
    LETTERS = "letters"


class Level(StrEnum):
    """How urgent the age of the last proof is."""

    OK = "ok"
    WARN = "warn"
    DANGER = "danger"


class Due(StrEnum):
    """What an occasion asks for."""

    NOTHING = "nothing"
    PROVE = "prove"
    COPY = "copy"


@dataclass(frozen=True)
class Head:
    """Where a change log ends; `mac` is the seal of its last entry as hex, "" in a log without seals."""

    seq: int = 0
    mac: str = ""


@dataclass(frozen=True)
class Held:
    """A backup as far as keeping it is concerned."""

    name: str
    made_at: datetime
    proof: Proof

    @property
    def is_sound(self) -> bool:
        """Whether it was read back and held."""
        return self.proof in (Proof.PROVEN, Proof.DRILLED)


@dataclass(frozen=True)
class Last:
    """The latest backup of a place, as far as the next one is concerned."""

    head: Head
    keys_sha256: str
    made_at: datetime
    proven_at: datetime | None


def kept(backups: Iterable[Held], now: datetime) -> dict[str, Keep]:
    """Why each backup stays, by name; whichever is not named may go.

    All of this day stay until it is over; before it one a day, then one a week, then one a month, a proven one where
    there is one. What is damaged or cannot be read with this key is never thrown away, nor the last proven one, nor
    what the clock says comes from another day to come.
    """
    found: dict[str, Keep] = {}
    usable: list[Held] = []
    for one in sorted(backups, key=lambda held: (held.made_at, held.name), reverse=True):
        if one.proof in (Proof.DAMAGED, Proof.OTHER_KEY):
            found[one.name] = Keep.ASIDE
        elif one.made_at > now + WARN_AFTER:
            found[one.name] = Keep.AHEAD
        else:
            usable.append(one)
    days = _grouped(usable, lambda held: _day(held, now))
    daily = [_best(day) for day in days[:DAILY]]
    found |= {one.name: Keep.DAILY for one in daily}
    found |= {one.name: Keep.TODAY for one in usable if _day(one, now) >= now.date() and one.name not in found}
    older = [one for day in days[DAILY:] for one in day]
    last = _week(daily[-1], now) if daily else None
    weeks = [week for week in _grouped(older, lambda held: _week(held, now)) if _week(week[0], now) != last]
    weekly = [_best(week) for week in weeks[:WEEKLY]]
    found |= {one.name: Keep.WEEKLY for one in weekly}
    ended = _month((weekly or daily)[-1], now) if daily else None
    rest = [one for week in weeks[WEEKLY:] for one in week]
    months = [month for month in _grouped(rest, lambda held: _month(held, now)) if _month(month[0], now) != ended]
    found |= {_best(month).name: Keep.MONTHLY for month in months[:MONTHLY]}
    proven = next((one for one in usable if one.is_sound), None)
    if proven is not None:
        found.setdefault(proven.name, Keep.LAST_PROVEN)
    return found


def _day(held: Held, now: datetime) -> date:
    return held.made_at.astimezone(now.tzinfo).date()


def _week(held: Held, now: datetime) -> tuple[int, int]:
    return _day(held, now).isocalendar()[:2]


def _month(held: Held, now: datetime) -> tuple[int, int]:
    day = _day(held, now)
    return day.year, day.month


def _grouped(backups: Iterable[Held], key: Callable[[Held], Hashable]) -> list[list[Held]]:
    """Backups, newest first, by their day, week or month."""
    groups: dict[Hashable, list[Held]] = {}
    for one in backups:
        groups.setdefault(key(one), []).append(one)
    return list(groups.values())


def _best(group: Sequence[Held]) -> Held:
    return next((one for one in group if one.is_sound), group[0])


def level(proven_at: datetime | None, now: datetime) -> Level:
    """How urgent the age of the last proven backup is; one from a time to come means that a clock is wrong."""
    if proven_at is None or now - proven_at > DANGER_AFTER:
        return Level.DANGER
    if now - proven_at > WARN_AFTER or proven_at - now > CLOCK_TOLERANCE:
        return Level.WARN
    return Level.OK


def due(why: Why, now: datetime, head: Head, keys_sha256: str, last: Last | None, tried_at: datetime | None) -> Due:
    """What an occasion asks for: a copy where anything changed since the last one, else a new proof now and then.

    `last` is the latest backup of that place that was proven. `tried_at`: when a copy was last begun, so that one that
    fails (a full disk) is not begun again each minute.
    """
    if why is Why.UPGRADE or last is None:
        waits = why is Why.INTERVAL and tried_at is not None and timedelta() <= now - tried_at < INTERVAL
        return Due.NOTHING if waits else Due.COPY
    if (last.head, last.keys_sha256) != (head, keys_sha256):
        latest = max((at for at in (last.made_at, tried_at) if at is not None and at <= now), default=None)
        waits = why is Why.INTERVAL and latest is not None and now - latest < INTERVAL
        return Due.NOTHING if waits else Due.COPY
    proven = last.proven_at
    if why in (Why.KEY, Why.COMMAND) or proven is None or not timedelta() <= now - proven <= PROOF_LASTS:
        return Due.PROVE
    return Due.NOTHING


def drill_due(drills: Iterable[datetime | None], now: datetime) -> bool:
    """Whether a month has passed since any backup was last restored for trial."""
    last = max((at for at in drills if at is not None), default=None)
    return last is None or not timedelta() <= now - last < DRILL_EVERY


def next_drill(drills: Iterable[datetime | None]) -> datetime | None:
    """When the next trial comes by itself; None where there was none yet."""
    last = max((at for at in drills if at is not None), default=None)
    return None if last is None else last + DRILL_EVERY
