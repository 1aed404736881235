"""A scheduled visit's status, decided in one place, and the record of a visit that took place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.problem import Problem

MAX_NOTES = 20000


class VisitStatus(StrEnum):
    """Where a scheduled visit stands on a day; wording `enum.visit_status.*`.

    The table of edges is in ARCHITECTURE.md.
    """

    UPCOMING = "upcoming"
    OPEN = "open"
    DUE = "due"
    LATE = "late"
    BOOKED = "booked"
    DONE = "done"
    MISSED = "missed"
    CANCELLED = "cancelled"
    NOT_APPLICABLE = "not_applicable"
    REPORT_AWAITED = "report_awaited"
    HISTORY = "history"

    @property
    def lies_ahead(self) -> bool:
        """Whether the visit can still take place in time: such a visit counts as a next visit."""
        return self in (VisitStatus.UPCOMING, VisitStatus.OPEN, VisitStatus.DUE, VisitStatus.BOOKED)

    @property
    def awaits(self) -> bool:
        """Whether the visit still waits to be recorded, in time or late."""
        return self.lies_ahead or self is VisitStatus.LATE


class Closing(StrEnum):
    """How a scheduled visit was closed, stored with it; NONE while it is open.

    AWAITED: it took place elsewhere and its report has not come yet. NOT_APPLICABLE: it does not concern this patient.
    HISTORY: its window had closed before anybody planned it here; nothing says whether it took place.
    """

    NONE = "none"
    DONE = "done"
    AWAITED = "awaited"
    MISSED = "missed"
    CANCELLED = "cancelled"
    NOT_APPLICABLE = "not_applicable"
    HISTORY = "history"

    @property
    def took_place(self) -> bool:
        """Whether the patient was seen, here or elsewhere."""
        return self in (Closing.DONE, Closing.AWAITED)


@dataclass(frozen=True)
class VisitFacts:
    """All that decides a visit's status beside the day: its window, booking, closing and the patient's follow-up."""

    target: date
    earliest: date
    latest: date
    booked: date | None = None
    closing: Closing = Closing.NONE
    follow_up: FollowUp = FollowUp.FOLLOWED


_CLOSED = {
    Closing.DONE: VisitStatus.DONE,
    Closing.MISSED: VisitStatus.MISSED,
    Closing.CANCELLED: VisitStatus.CANCELLED,
    Closing.NOT_APPLICABLE: VisitStatus.NOT_APPLICABLE,
    Closing.AWAITED: VisitStatus.REPORT_AWAITED,
    Closing.HISTORY: VisitStatus.HISTORY,
}


def visit_status(facts: VisitFacts, on: date) -> VisitStatus:
    """Decide the status on a day. The order of the questions is the rule:

    closed (done, report awaited, missed, cancelled, not applicable, history) >
    not applicable (nobody follows the patient) > due (booked for this day) >
    late (its booked day passed, or past latest, whatever is booked) > booked (for a day to come) >
    upcoming (before earliest) > open (before target) > due (target to latest).
    """
    if facts.closing is not Closing.NONE:
        return _CLOSED[facts.closing]
    if not facts.follow_up.is_followed:
        return VisitStatus.NOT_APPLICABLE
    return open_status(facts.target, facts.earliest, facts.latest, facts.booked, on)


def open_status(target: date, earliest: date, latest: date, booked: date | None, on: date) -> VisitStatus:
    """The part of `visit_status` that is left for an open visit of a followed patient: lists ask it by the thousand."""
    if booked == on:
        return VisitStatus.DUE
    if on > latest or (booked is not None and booked < on):
        return VisitStatus.LATE
    if booked is not None:
        return VisitStatus.BOOKED
    if on < earliest:
        return VisitStatus.UPCOMING
    return VisitStatus.OPEN if on < target else VisitStatus.DUE


def is_outside_window(on: date, earliest: date, latest: date) -> bool:
    """Whether a visit on that day lies outside its window."""
    return not earliest <= on <= latest


@dataclass(frozen=True)
class NewDate:
    """A missed visit is booked anew, so it stays open; the time is "HH:MM" or empty."""

    on: date | None
    time: str = ""


@dataclass(frozen=True)
class NextTry:
    """A missed visit is closed, and somebody tries on that day to reach the patient."""

    day: date | None


@dataclass(frozen=True)
class NothingMore:
    """A missed visit is closed, and somebody has decided that nothing follows."""


AfterMissed = NewDate | NextTry | NothingMore
"""What follows a missed visit: somebody says it, so that nobody leaves every list unnoticed."""


def check_missed(
    earliest: date, booked: date | None, reason: str, follow_up: AfterMissed | None, today: date
) -> Iterator[Problem]:
    """Yield what is wrong with marking a visit as missed on a day.

    Before its window nobody can have missed it, unless it was booked for a day that has come.
    """
    if today < earliest and (booked is None or booked > today):
        yield Problem("reason", "missed_before_window", {"earliest": earliest})
        return
    if not reason.strip():
        yield Problem("reason", "reason_missing")
    if follow_up is None:
        yield Problem("follow_up", "missed_follow_up_missing")
    elif isinstance(follow_up, NewDate) and follow_up.on is None:
        yield Problem("on", "date_missing")
    elif isinstance(follow_up, NextTry) and follow_up.day is None:
        yield Problem("next_try", "date_missing")


class AssessmentState(StrEnum):
    """What became of one line of the checklist; wording `enum.assessment_state.*`."""

    DONE = "done"
    NOT_DONE = "not_done"
    ELSEWHERE = "elsewhere"


class NotDoneReason(StrEnum):
    """Why an assessment was not done; wording `enum.not_done_reason.*`."""

    NOT_NEEDED = "not_needed"
    DECLINED = "declined"
    NOT_AVAILABLE = "not_available"
    NO_TIME = "no_time"
    UNFIT = "unfit"
    OTHER = "other"


@dataclass(frozen=True)
class AssessmentEntry:
    """One line of the checklist as recorded; `detail` holds the place (elsewhere) or a remark."""

    assessment_id: str
    label: str
    state: AssessmentState
    reason: NotDoneReason | None = None
    detail: str = ""


@dataclass(frozen=True)
class Vitals:
    """Vital signs: temperature in degrees C, pressures in mmHg, pulse per minute, saturation and Karnofsky index in %,
    weight in kg.
    """

    temperature: Decimal | None = None
    systolic: int | None = None
    diastolic: int | None = None
    pulse: int | None = None
    saturation: int | None = None
    weight: Decimal | None = None
    karnofsky: int | None = None


VITAL_LIMITS: dict[str, tuple[Decimal, Decimal]] = {
    "temperature": (Decimal(25), Decimal(45)),
    "systolic": (Decimal(30), Decimal(300)),
    "diastolic": (Decimal(10), Decimal(200)),
    "pulse": (Decimal(15), Decimal(300)),
    "saturation": (Decimal(20), Decimal(100)),
    "weight": (Decimal(2), Decimal(350)),
    "karnofsky": (Decimal(0), Decimal(100)),
}
"""Impossible beyond these (typing errors), not limits of health."""


@dataclass(frozen=True)
class VisitEntry:
    """What the visit form hands over. `scheduled_id` is None for a visit outside the schedule."""

    patient_id: int
    on: date | None
    scheduled_id: int | None = None
    seen_by: str = ""
    vitals: Vitals = field(default_factory=Vitals)
    assessments: tuple[AssessmentEntry, ...] = ()
    notes: str = ""


def check_visit(entry: VisitEntry, birth_date: date, today: date) -> Iterator[Problem]:
    """Yield what is wrong with a visit's record."""
    if entry.on is None:
        yield Problem("on", "date_missing")
    elif entry.on > today:
        yield Problem("on", "visit_in_future")
    elif entry.on < birth_date:
        yield Problem("on", "before_birth", {"birth_date": birth_date})
    if not entry.seen_by.strip():
        yield Problem("seen_by", "seen_by_missing")
    yield from check_vitals(entry.vitals)
    for line in entry.assessments:
        if line.state is AssessmentState.NOT_DONE and line.reason is None:
            yield Problem(f"assessment.{line.assessment_id}", "not_done_reason_missing", {"assessment": line.label})
        if line.reason is NotDoneReason.OTHER and not line.detail.strip():
            yield Problem(f"assessment.{line.assessment_id}", "not_done_detail_missing", {"assessment": line.label})
    if len(entry.notes) > MAX_NOTES:
        yield Problem("notes", "too_long", {"limit": MAX_NOTES})


def check_vitals(vitals: Vitals) -> Iterator[Problem]:
    """Yield the vital signs that no living patient can have, and half a blood pressure."""
    for name, (low, high) in VITAL_LIMITS.items():
        value = getattr(vitals, name)
        if value is not None and not low <= value <= high:
            where = "blood_pressure" if name in ("systolic", "diastolic") else name
            yield Problem(where, "value_impossible", {"low": low, "high": high})
    if (vitals.systolic is None) != (vitals.diastolic is None):
        yield Problem("blood_pressure", "blood_pressure_half")
    elif vitals.systolic is not None and vitals.diastolic is not None and vitals.systolic <= vitals.diastolic:
        yield Problem("blood_pressure", "blood_pressure_reversed")
    if vitals.karnofsky is not None and vitals.karnofsky % 10 != 0:
        yield Problem("karnofsky", "karnofsky_steps")
