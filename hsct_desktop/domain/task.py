"""Free tasks of the ward: what to do by which day, for a patient or for nobody in particular."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.problem import Problem

MAX_WORDS: Final = 400
"""A task is a sentence; whoever needs more writes it into the record it concerns."""
FURTHEST_AHEAD: Final = timedelta(days=731)
FURTHEST_BACK: Final = timedelta(days=366)
"""A day beyond these is a mistyped year; yesterday's tasks are entered late, those of years ago are not."""


@dataclass(frozen=True)
class TaskEntry:
    """What the task form hands over; an owner of None is the unit, a patient of None is nobody in particular."""

    words: str
    due: date | None
    patient_id: int | None = None
    owner_id: int | None = None


@dataclass(frozen=True)
class TaskPatient:
    """Whom a task is about, as lists name them."""

    id: int
    code: str
    family_name: str
    given_name: str
    birth_date: date
    follow_up: FollowUp
    day0: date | None
    same_name: bool
    phone: str = ""


@dataclass(frozen=True)
class TaskRow:
    """A task as lists show it; `owner` is "" for the unit, `done_by` "" while it is open."""

    id: int
    version: int
    words: str
    due: date
    owner_id: int | None
    owner: str
    done_on: date | None
    done_by: str
    patient: TaskPatient | None

    @property
    def is_open(self) -> bool:
        """Whether it waits to be done."""
        return self.done_on is None

    def is_overdue(self, on: date) -> bool:
        """Whether it is open and its day has passed."""
        return self.is_open and self.due < on


def check_task(entry: TaskEntry, today: date) -> Iterator[Problem]:
    """Yield what is wrong with a task."""
    if not entry.words.strip():
        yield Problem("words", "task_words_missing")
    elif len(entry.words) > MAX_WORDS:
        yield Problem("words", "too_long", {"limit": MAX_WORDS})
    if entry.due is None:
        yield Problem("due", "date_missing")
    elif not -FURTHEST_BACK <= entry.due - today <= FURTHEST_AHEAD:
        yield Problem("due", "task_due_too_far", {"due": entry.due})
