"""Which rows stand on Today's lists on a day, and why: one decision for screen, print, export and badge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from hsct_desktop.domain.visit import VisitStatus, open_status

DAYS_AHEAD = 7
"""This week means the next seven days after today; tasks of the same days stand on their list."""
SEVERE = 3
"""From this proposed grade on results to review stand above older ones: CTCAE's severe or medically significant."""
_WEEK = timedelta(days=DAYS_AHEAD)
NEAR_TRY = 14
"""Days ahead within which a next try takes a late visit out of Late: two weeks, the usual window of a visit. Who waits
longer for a call is late all the same.
"""


class WorklistKind(StrEnum):
    """The lists of Today in their order; wording `enum.worklist.*`."""

    LATE = "late"
    DUE = "due"
    THIS_WEEK = "this_week"
    TO_STOP = "to_stop"
    DO_NOT_STOP = "do_not_stop"
    VACCINES = "vaccines"
    RESULTS_TO_REVIEW = "results_to_review"
    REPORTS_AWAITED = "reports_awaited"
    NEXT_TRIES = "next_tries"
    NO_NEXT_VISIT = "no_next_visit"
    TASKS = "tasks"


@dataclass(frozen=True)
class Reason:
    """One reason as a key of the wording files (`why.<key>`) with its placeholders."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)


EBMT_FORMS = ("day100", "6months", "annual")
"""The registry forms that the wording files name; a unit's own protocol may feed others."""
STOP_STATUS = "to_stop"
HELD_STATUS = "do_not_stop"
NO_NEXT_STATUS = "no_next_visit"
"""The status words, beside the visit statuses, of rows that are no visits."""


class VisitOnList(NamedTuple):
    """What the lists need to know of one scheduled visit that is not closed, of a followed patient.

    A tuple, as are the other rows that lists are made from: they come by the thousand.
    """

    scheduled_id: int
    patient_id: int
    label: str
    target: date
    earliest: date
    latest: date
    booked: date | None = None
    booked_time: str = ""
    moved: int = 0
    move_reason: str = ""
    elsewhere: bool = False
    ebmt_form: str = ""

    def status(self, on: date) -> VisitStatus:
        """The visit's status on a day."""
        return open_status(self.target, self.earliest, self.latest, self.booked, on)


class ReportOnList(NamedTuple):
    """What the lists need to know of a report that is awaited: what it is on, where and when that was done."""

    id: int
    label: str
    place: str
    done_on: date


class ResultsOnList(NamedTuple):
    """A patient's results that nobody has seen yet: how many, of which days, and the worst grade proposed (0 none)."""

    number: int
    first: date
    last: date
    worst: int


class Listed(NamedTuple):
    """A visit's place: its list, its status, and the day it is sorted by."""

    kind: WorklistKind
    status: VisitStatus
    sort_day: date


def list_visit(visit: VisitOnList, on: date) -> Listed | None:
    """The list on which a followed patient's open visit stands, None when it stands on none of them today.

    A late one of a patient who is soon to be tried again goes to Next tries: see `list_late`.
    """
    status = open_status(visit.target, visit.earliest, visit.latest, visit.booked, on)
    if status is VisitStatus.LATE:
        return Listed(WorklistKind.LATE, status, visit.latest)
    if status is VisitStatus.DUE:
        return Listed(WorklistKind.DUE, status, visit.booked or visit.target)
    day = visit.booked if status is VisitStatus.BOOKED else visit.target
    if day is not None and on < day <= on + _WEEK and status.lies_ahead:
        return Listed(WorklistKind.THIS_WEEK, status, day)
    return None


def list_late(listed: Listed, next_try: date, on: date) -> Listed:
    """Where a visit stands while its patient is to be tried again on a day.

    A late one leaves Late for Next tries while that day has come or lies at most NEAR_TRY days ahead.
    """
    if listed.kind is not WorklistKind.LATE or (next_try - on).days > NEAR_TRY:
        return listed
    return Listed(WorklistKind.NEXT_TRIES, listed.status, next_try)


def visit_reasons(visit: VisitOnList, status: VisitStatus, on: date) -> tuple[Reason, ...]:
    """Why a visit stands on its list."""
    return tuple(_reasons(visit, status, on))


def try_reason(next_try: date, on: date) -> Reason:
    """When somebody is to be tried again."""
    if next_try == on:
        return Reason("try_today")
    return Reason("try_passed" if next_try < on else "try_ahead", {"day": next_try})


def report_reasons(done_on: date, place: str, on: date) -> tuple[Reason, ...]:
    """For how long a report is awaited, and when and where that was done which it is on."""
    age = (on - done_on).days
    awaited = Reason("awaited_today" if age <= 0 else "awaited_one_day" if age == 1 else "awaited_days", {"days": age})
    done = Reason("done_at", {"place": place, "done": done_on}) if place else Reason("done_on", {"done": done_on})
    return awaited, done


def results_reasons(results: ResultsOnList, on: date) -> tuple[Reason, ...]:
    """The worst grade among the results to review, and of which days they are."""
    worst = (Reason("results_worst", {"grade": results.worst}),) if results.worst else ()
    if results.first == results.last:
        return *worst, Reason("results_today" if results.last == on else "results_of", {"day": results.last})
    return *worst, Reason("results_from", {"first": results.first, "last": results.last})


def results_rank(results: ResultsOnList | None) -> int:
    """Where results stand before their day counts: a proposed grade of 3 or higher first, the worst above all."""
    return -results.worst if results is not None and results.worst >= SEVERE else 0


def task_reason(due: date, on: date) -> Reason:
    """When a task is due."""
    if due == on:
        return Reason("task_today")
    return Reason("task_overdue" if due < on else "task_due", {"due": due})


def _reasons(visit: VisitOnList, status: VisitStatus, on: date) -> Iterator[Reason]:
    if on > visit.latest:
        yield Reason("window_closed", {"latest": visit.latest})
    if visit.booked is not None:
        if visit.booked == on:
            yield (
                Reason("booked_today_at", {"time": visit.booked_time}) if visit.booked_time else Reason("booked_today")
            )
        elif visit.booked < on:
            yield Reason("booked_day_passed", {"booked": visit.booked})
        else:
            yield Reason("booked_for", {"booked": visit.booked})
        if not visit.earliest <= visit.booked <= visit.latest:
            yield Reason("booked_outside_window")
    elif status is VisitStatus.DUE:
        yield Reason("target_today" if visit.target == on else "target_passed", {"target": visit.target})
        yield Reason("window_until", {"latest": visit.latest})
    elif status in (VisitStatus.OPEN, VisitStatus.UPCOMING):
        yield Reason("target_on", {"target": visit.target})
    if visit.booked is None:
        yield Reason("not_booked")
    if visit.moved > 1:
        yield Reason("moved_times", {"count": visit.moved})
    if visit.elsewhere:
        yield Reason("elsewhere")
    if visit.ebmt_form in EBMT_FORMS:
        yield Reason(f"ebmt_{visit.ebmt_form}")
    elif visit.ebmt_form:
        yield Reason("ebmt_form", {"form": visit.ebmt_form})


def has_next_visit(visits: Iterable[VisitOnList], on: date) -> bool:
    """Whether any open visit of a followed patient can still take place in time, or is booked for a day to come.

    One that is booked beyond its window is late, and yet a next visit.
    """
    return any((visit.booked is not None and visit.booked > on) or visit.status(on).lies_ahead for visit in visits)


def stop_reasons(
    planned_stop: date | None, rule: str, interrupted: bool, on: date, judged: Sequence[Reason] = ()
) -> tuple[Reason, ...]:
    """Why a therapy stands under To stop or Do not stop yet.

    `rule` is the written rule in the reader's language, empty for none; what was `judged` of it takes its
    place, and stands first: what is cut in a narrow column is the planned day, which the ruler shows.
    """
    found: list[Reason] = list(judged)
    if planned_stop is not None:
        other = Reason(
            "planned_stop_passed" if planned_stop < on else "planned_stop_ahead", {"planned_stop": planned_stop}
        )
        found.append(Reason("planned_stop_today") if planned_stop == on else other)
    if rule and not judged:
        found.append(Reason("stop_rule", {"rule": rule}))
    if interrupted:
        found.append(Reason("interrupted"))
    return tuple(found)


def no_next_reasons(
    visits: tuple[VisitOnList, ...], transplanted: bool, day0: date | None, last: date | None
) -> Reason:
    """Why a followed patient has no next visit; `last` is the day of the last visit that took place."""
    if visits:
        return Reason("only_late")
    if not transplanted:
        return Reason("no_transplant")
    if day0 is None:
        return Reason("no_day0")
    return Reason("all_closed", {"last": last}) if last is not None else Reason("nothing_planned")
