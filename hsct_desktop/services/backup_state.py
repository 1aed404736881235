"""How safe a file is, in words: the age of the last proven backup, of the last trial, of the second place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.domain import backup as rules
from hsct_desktop.domain.backup import CLOCK_TOLERANCE, LITTLE_ROOM_FACTOR, Level
from hsct_desktop.services.backup_place import is_there, second_seen
from hsct_desktop.services.backups import BackupRow, all_in, last_proven, local_now
from hsct_desktop.store import backup
from hsct_desktop.store.known_error import translated

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
DAYS_FROM = timedelta(hours=48)
"""Until then an age is told in hours."""


@dataclass(frozen=True)
class BackupState:
    """What is known of the backups of a file; `level` goes by the last proven one of the usual place alone."""

    level: Level
    row: BackupRow | None
    proven_at: datetime | None
    drilled_at: datetime | None
    next_drill: datetime | None
    damaged: int
    second: Path | None = None
    second_there: bool = False
    second_at: datetime | None = None


@dataclass(frozen=True)
class StateWords:
    """The same for the window: three times a headline and a line below it."""

    head: str
    detail: str
    drill: str
    drill_detail: str
    second: str
    second_detail: str


def state(path: Path, key: bytes | None, second: Path | None = None, now: datetime | None = None) -> BackupState:
    """What is known of the backups of a file, by their manifests."""
    at = now or local_now()
    rows = all_in(path, key, None, at)
    last = last_proven(rows)
    there = second is not None and is_there(second)
    second_at = second_seen(path, second) if second is not None else None
    if second is not None and there:
        found = last_proven(all_in(path, key, second, at))
        second_at = found.proven_at if found is not None else None
        rows = [*rows, *all_in(path, key, second, at)]
    drills = [row.drilled_at for row in rows if row.is_sound]
    proven_at = last.proven_at if last is not None else None
    return BackupState(
        rules.level(proven_at, at), last, proven_at, max((d for d in drills if d is not None), default=None),
        rules.next_drill(drills), sum(1 for row in rows if row.damage), second, there, second_at,
    )  # fmt: skip


def words(found: BackupState, wording: Wording, now: datetime | None = None) -> StateWords:
    """The state in words."""
    at = now or local_now()
    head, detail = wording.text("backup.proven_never"), ""
    if found.proven_at is not None:
        head = wording.text("backup.proven_at", age=age(found.proven_at, at, wording))
        detail = wording.text("backup.proven_what")
    drill = wording.text("backup.drilled_never")
    if found.drilled_at is not None:
        drill = wording.text("backup.drilled_at", age=age(found.drilled_at, at, wording))
    coming = wording.text("backup.next_drill_now")
    if found.next_drill is not None:
        coming = wording.text("backup.next_drill", day=wording.day_month(found.next_drill.astimezone(at.tzinfo)))
    return StateWords(head, detail, drill, coming, *_second(found, wording, at))


def _second(found: BackupState, wording: Wording, at: datetime) -> tuple[str, str]:
    if found.second is None:
        return wording.text("backup.second_none"), wording.text("backup.second_choose")
    seen = wording.text("backup.second_never")
    if found.second_at is not None:
        seen = wording.text("backup.second_at", age=age(found.second_at, at, wording))
    key = "backup.second_there" if found.second_there else "backup.second_gone"
    return seen, wording.text(key, place=found.second.name or str(found.second))


def age(moment: datetime, now: datetime, wording: Wording) -> str:
    """How long ago something was: "2 hours ago"."""
    passed = now - moment
    if -passed > CLOCK_TOLERANCE:
        return wording.text("backup.age.ahead")
    if passed < timedelta(minutes=1):
        return wording.text("backup.age.now")
    if passed < _HOUR:
        return wording.count("backup.age.minutes", passed // timedelta(minutes=1))
    if passed < DAYS_FROM:
        return wording.count("backup.age.hours", passed // _HOUR)
    return wording.count("backup.age.days", passed // _DAY)


def proof_words(row: BackupRow, wording: Wording, now: datetime | None = None) -> str:
    """What is known of one backup, as the list says it."""
    if row.damage:
        return wording.text("backup.damaged", what=wording.text(f"backup.damaged.{row.damage}"))
    if row.drilled_at is not None:
        return wording.text("backup.drill_ago", age=age(row.drilled_at, now or local_now(), wording))
    return wording.text(f"backup.proof.{row.proof.value}")


def little_room(path: Path) -> float | None:
    """How many MB are free on the disk of a file where that is less than three times the file; else None."""
    with translated(path):
        free = backup.free_in(path.parent)
        return backup.megabytes(free) if free < LITTLE_ROOM_FACTOR * backup.size_of(path) else None
