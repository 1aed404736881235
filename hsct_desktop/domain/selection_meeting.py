"""A selection meeting, prepared and then signed, and a trial that a patient takes part in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.selection import MAX_COMMENT, Mark, MeetingDecision, Tick

MAX_NAME: Final = 120
MAX_TEXT: Final = 400
MAX_NOTE: Final = 4000
MAX_MEMBERS: Final = 30


@dataclass(frozen=True)
class MeetingEntry:
    """What the sheet hands over; `members` one name a line. A meeting with `signed_by` is signed, and frozen."""

    patient_id: int
    held_on: date | None = None
    members: str = ""
    decision: MeetingDecision | None = None
    reason: str = ""
    signed_by: str = ""
    note: str = ""

    @property
    def is_signed(self) -> bool:
        """Whether somebody signed it."""
        return bool(self.signed_by.strip())


@dataclass(frozen=True)
class FrozenLine:
    """A criterion as it stood when the meeting was signed, in each language's words.

    `value` is the recorded value in its language-free form (`Found.text`): later changes are seen by it.
    """

    id: str
    label: Mapping[str, str]
    group: str
    value: str
    recorded: Mapping[str, str]
    limit: Mapping[str, str]
    hint: str
    mark: Mark = Mark()


@dataclass(frozen=True)
class SelectionMeeting:
    """A recorded meeting with its version: `marks` by criterion while it is prepared, `lines` once it is signed."""

    id: int
    version: int
    entry: MeetingEntry
    marks: Mapping[str, Mark] = field(default_factory=dict)
    lines: tuple[FrozenLine, ...] = ()

    @property
    def is_signed(self) -> bool:
        """Whether it is signed: nothing of it changes any more."""
        return self.entry.is_signed


@dataclass(frozen=True)
class TrialEntry:
    """What the sheet hands over: a trial of the list (`trial_id`) or one only named, arm, number and days."""

    patient_id: int
    trial_id: str = ""
    name: str = ""
    arm: str = ""
    screening_number: str = ""
    enrolled_on: date | None = None
    left_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class TrialEnrolment:
    """A recorded enrolment with its version."""

    id: int
    version: int
    entry: TrialEntry


def check_mark(mark: Mark) -> Iterator[Problem]:
    """Yield what is wrong with a tick and its words: an exception says why."""
    if len(mark.comment) > MAX_COMMENT:
        yield Problem("comment", "too_long", {"limit": MAX_COMMENT})
    elif mark.tick is Tick.EXCEPTION and not mark.comment.strip():
        yield Problem("comment", "selection_exception_why")


def check_meeting(
    entry: MeetingEntry, marks: Mapping[str, Mark], criteria: int, birth_date: date, today: date
) -> Iterator[Problem]:
    """Yield what is wrong with a meeting of so many criteria; who signs must have a day, members and a decision.

    Criteria without a tick are asked about once. A meeting to come can be prepared, not decided.
    """
    if entry.held_on is not None and entry.held_on < birth_date:
        yield Problem("held_on", "before_birth", {"birth_date": birth_date})
    elif entry.held_on is not None and entry.held_on > today and (entry.is_signed or entry.decision is not None):
        yield Problem("held_on", "date_in_future" if entry.is_signed else "meeting_in_future")
    if entry.is_signed:
        yield from _check_signed(entry, marks, criteria)
    for name, text, limit in (
        ("members", entry.members, MAX_NAME * MAX_MEMBERS),
        ("reason", entry.reason, MAX_TEXT),
        ("signed_by", entry.signed_by, MAX_NAME),
        ("note", entry.note, MAX_NOTE),
    ):
        if len(text) > limit:
            yield Problem(name, "too_long", {"limit": limit})


def _check_signed(entry: MeetingEntry, marks: Mapping[str, Mark], criteria: int) -> Iterator[Problem]:
    if entry.held_on is None:
        yield Problem("held_on", "date_missing")
    if not entry.members.strip():
        yield Problem("members", "selection_members_missing")
    said = [mark for mark in marks.values() if mark.tick is not None]
    against = entry.decision is MeetingDecision.ACCEPTED and any(mark.tick is Tick.NOT_MET for mark in said)
    if entry.decision is None:
        yield Problem("decision", "selection_decision_missing")
    elif not entry.reason.strip() and (against or entry.decision is not MeetingDecision.ACCEPTED):
        yield Problem("reason", "selection_against_why" if against else "selection_reason_missing")
    if any(mark.tick is Tick.EXCEPTION and not mark.comment.strip() for mark in said):
        yield Problem("decision", "selection_exceptions_why")
    if len(said) < criteria:
        yield Problem("signed_by", "selection_ticks_open", {"n": criteria - len(said)}, soft=True)


def check_trial(entry: TrialEntry, birth_date: date, today: date) -> Iterator[Problem]:
    """Yield what is wrong with an enrolment, as the sheet shows it beside its fields."""
    if not entry.trial_id and not entry.name.strip():
        yield Problem("trial", "trial_missing")
    for name, day in (("enrolled_on", entry.enrolled_on), ("left_on", entry.left_on)):
        if day is None:
            continue
        if day < birth_date:
            yield Problem(name, "before_birth", {"birth_date": birth_date})
        elif day > today:
            yield Problem(name, "date_in_future")
    if entry.left_on is not None and entry.enrolled_on is not None and entry.left_on < entry.enrolled_on:
        yield Problem("left_on", "trial_left_before", {"enrolled": entry.enrolled_on})
    for name, text, limit in (
        ("trial", entry.name, MAX_NAME),
        ("arm", entry.arm, MAX_NAME),
        ("screening_number", entry.screening_number, MAX_NAME),
        ("note", entry.note, MAX_NOTE),
    ):
        if len(text) > limit:
            yield Problem(name, "too_long", {"limit": limit})
