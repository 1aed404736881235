"""How backups are said: their age, their proof, what a restore would take away. Facts in, sentences out; no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from hsct_desktop.catalogue.wording import NBSP, Wording
from hsct_desktop.domain.backup import CLOCK_TOLERANCE, Level

if TYPE_CHECKING:
    from hsct_desktop.services.restoring import Preview

THIN_GAP = "\u202f"
"""Between the thousands of a number."""


@dataclass(frozen=True)
class Said:
    """A fact with its sign: `level` is ok, warn or danger, `fact` the headline, `note` the words below."""

    level: Level
    fact: str
    note: str = ""

    @property
    def icon(self) -> str:
        """The sign before the words: a shield, or a triangle once somebody must act."""
        return "shield" if self.level is Level.OK else "alert"

    @property
    def token(self) -> str:
        """The colour of the sign."""
        return {Level.OK: "success", Level.WARN: "warn", Level.DANGER: "danger"}[self.level]


def age(words: Wording, then: datetime, now: datetime) -> str:
    """How long ago something was, in its largest unit: 2 hours ago."""
    passed = max(now - then, timedelta())
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return words.text("backup.age.now")
    if minutes < 60:
        return words.count("backup.age.minutes", minutes)
    if minutes < 24 * 60:
        return words.count("backup.age.hours", minutes // 60)
    return words.count("backup.age.days", minutes // (24 * 60))


def proven(words: Wording, at: datetime | None, level: Level, now: datetime) -> Said:
    """When a backup was last read back."""
    if at is None:
        return Said(Level.DANGER, words.text("backup.proven_never"), words.text("backup_page.proven.do"))
    if at - now > CLOCK_TOLERANCE:
        return Said(Level.WARN, words.text("backup_page.proven.future"), words.text("backup_page.proven.clock"))
    if level is Level.OK:
        fact = words.text("backup.proven_at", age=age(words, at, now))
        return Said(level, fact, words.text("backup.proven_what"))
    fact = words.text("backup_page.proven.late", age=age(words, at, now))
    return Said(level, fact, words.text("backup_page.proven.do"))


def restored(words: Wording, at: datetime | None, following: datetime | None, now: datetime) -> Said:
    """When a restore was last tried, and when it is tried again."""
    if at is None:
        return Said(Level.WARN, words.text("backup.drilled_never"), words.text("backup.next_drill_now"))
    day = words.day_month(following.astimezone().date()) if following is not None else ""
    note = words.text("backup.next_drill", day=day) if day else ""
    return Said(Level.OK, words.text("backup.drilled_at", age=age(words, at, now)), note)


def second(words: Wording, place: str, at: datetime | None, level: Level, now: datetime, *, there: bool) -> Said:
    """How old the newest backup in the second place is; `place` is "" while none is chosen."""
    if not place:
        return Said(Level.WARN, words.text("backup.second_none"), words.text("backup.second_choose"))
    where = words.text("backup.second_there" if there else "backup.second_gone", place=place)
    if at is None:
        return Said(Level.WARN, words.text("backup.second_never"), where)
    return Said(level, words.text("backup.second_at", age=age(words, at, now)), where)


def state(
    words: Wording, at: datetime | None, drilled: datetime | None, level: Level, now: datetime
) -> tuple[str, str]:
    """What the status bar says of backups: whole, and as it stands where there is little room."""
    short = proven(words, at, level, now).fact
    if at is None or level is not Level.OK:
        return short, short
    since = age(words, at, now)
    if drilled is None:
        return words.text("backup_page.state.unrestored", age=since), short
    return words.text("backup_page.state", age=since, restored=age(words, drilled, now)), short


def grouped(number: int) -> str:
    """A whole number with its thousands set apart: 48 166."""
    return f"{number:,}".replace(",", THIN_GAP)


def megabytes(words: Wording, size: int) -> str:
    """A size with one decimal, never 0.0 for something."""
    return words.number(max(size / 1e6, 0.1) if size else 0.0, 1)


def confirmation(words: Wording, day: date) -> str:
    """What somebody types before the file is replaced: RESTORE 19 NOV."""
    return words.text("backup_page.confirm", day=words.day_month(day).replace(NBSP, " ").upper())


def to_go(words: Wording, typed: str, wanted: str) -> str:
    """How many characters are missing, or where what was typed differs; "" at the exact text."""
    if typed == wanted:
        return ""
    if wanted.startswith(typed):
        return words.count("backup_page.to_go", len(wanted) - len(typed))
    same = next((n for n, (a, b) in enumerate(zip(typed, wanted, strict=False)) if a != b), len(wanted))
    return words.text("backup_page.to_go.wrong", at=same + 1)


def leaving(words: Wording, preview: Preview, kept_as: str) -> Said:
    """What a restore takes out of the file, whose passphrase changes with it, and where the file of today stays."""
    made = preview.row.made_at.astimezone()
    clock = f"{words.day_month(made.date())} {made:%H:%M}"
    more = [words.text("backup_page.kept_beside", file=kept_as)]
    if preview.patients:
        who = ", ".join(_named(words, name, born) for name, born in preview.patients)
        more.insert(0, words.count("backup_page.patients", len(preview.patients), who=who))
    if preview.identities:
        more.insert(0, words.count("backup.identities", preview.identities))
    if preview.users_stay:
        more.append(words.text("backup_page.users_stay"))
    if preview.users_out:
        more.append(words.text("backup_page.users_out", who=", ".join(preview.users_out)))
    if preview.users_back:
        more.append(words.text("backup_page.users_back", who=", ".join(preview.users_back)))
    note = " ".join(more)
    if preview.leaving is None:
        return Said(Level.WARN, words.text("backup_page.leaving.unknown"), note)
    if not preview.leaving:
        return Said(Level.OK, words.text("backup_page.leaving.none", at=clock), note)
    return Said(Level.DANGER, words.count("backup_page.leaving", preview.leaving, at=clock), note)


def _named(words: Wording, name: str, born: date | None) -> str:
    return f"{name} ({words.date(born)})" if born is not None else name
