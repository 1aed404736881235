"""Times after Day 0, free of relapse, worsening or any activity, or to improvement: what ended each, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from hsct_desktop.domain.confirmed_disability import Cause, Event, Kind
from hsct_desktop.domain.disease_course import CourseRelapse, DiseaseCourse
from hsct_desktop.domain.neda_clinical import (
    edss_doubt,
    examined,
    no_reference,
    open_relapse,
    progression_doubt,
    relapses_after,
    seen_relapse,
    stated_only,
)
from hsct_desktop.domain.neda_mri import (
    first_active_scan,
    last_clear_scan,
    open_scans,
    reference_scan,
    scan_reason,
    seen_scan,
)
from hsct_desktop.domain.outcome_evidence import Evidence, Reason, Role
from hsct_desktop.domain.outcome_settings import DAYS_A_YEAR

FAR_AHEAD = 36_525
"""A horizon of a hundred years: everything that is recorded."""


class Ending(StrEnum):
    """What ended a time; wording `enum.ending.*`.

    Death is an event of survival (relapse-free, progression-free); in a cumulative incidence it competes.
    """

    EVENT = "event"
    DEATH = "death"
    CENSORED = "censored"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class TimeTo:
    """A time from Day 0. `on` and `days` are None where it cannot be told.

    `is_latest`: an event of which the day is not known ended it, on `on` at the latest; `also` names another row that
    may have been earlier.
    """

    ending: Ending
    why: Reason
    on: date | None = None
    days: int | None = None
    evidence: tuple[Evidence, ...] = ()
    is_latest: bool = False
    also: Reason | None = None

    @property
    def years(self) -> float | None:
        """The time in years of 365.25 days."""
        return None if self.days is None else self.days / DAYS_A_YEAR


def relapse_free(course: DiseaseCourse) -> TimeTo:
    """Time to the first relapse or death; censored at the last day on which somebody looked."""
    first, doubt = _first_relapse(course)
    if doubt is not None:
        return doubt
    return _time(course, first, _last_looked(course))


def worsening_free(course: DiseaseCourse) -> TimeTo:
    """Time to the onset of the first confirmed worsening of disability; censored at the last EDSS, death competes."""
    return _to_change(course, Kind.CDW, death=COMPETES)


def progression_free(course: DiseaseCourse) -> TimeTo:
    """Progression-free survival: time to the first confirmed worsening or death; censored at the last EDSS."""
    return _to_change(course, Kind.CDW)


def time_to_progression(course: DiseaseCourse) -> TimeTo:
    """Time to the first confirmed worsening that no relapse explains (PIRA); death competes."""
    first = first_event(course, Kind.CDW, Cause.PIRA)
    open_ = _open_cause(course, first.onset.on if first is not None else date.max)
    return (
        open_
        or _doubt(course, Kind.CDW)
        or _unsure_cause(course)
        or _to_change(course, Kind.CDW, Cause.PIRA, death=COMPETES)
    )


def _unsure_cause(course: DiseaseCourse) -> TimeTo | None:
    if course.series.twice is not None or course.after is None:
        return None
    why = progression_doubt(course)
    return None if why is None else TimeTo(Ending.UNKNOWN, why)


def time_to_improvement(course: DiseaseCourse) -> TimeTo:
    """Time to the onset of the first confirmed improvement; censored at the last EDSS, death competes."""
    return _to_change(course, Kind.CDI, death=COMPETES)


def time_to_failure(course: DiseaseCourse) -> TimeTo:
    """Time to the first relapse, confirmed worsening or active scan; censored where all three were last assessed.

    A row without a day that may have come before the first event makes that the latest day, not the day.
    """
    relapse, doubt = _first_relapse(course)
    unsure = _doubt(course, Kind.CDW)
    found = [relapse, _first_event(course, Kind.CDW) if unsure is None else None, _first_active(course)]
    events = [one for one in found if one is not None]
    if events:
        first = min(events, key=lambda one: one.on or date.max)
        rest = () if first is relapse else _possible_relapses(course)
        return _unless_earlier(first, (*rest, *_possible(course, unsure)))
    if doubt is not None or unsure is not None:
        return doubt or unsure or _untold("no_day0")
    ends = [_last_looked(course), _last_examined(course), _last_scanned(course)]
    untold = next((one for one in ends if one.ending is Ending.UNKNOWN), None)
    return untold or _time(course, None, min(ends, key=lambda one: one.on or date.max), death=COMPETES)


COMPETES = "death_competes"


def _to_change(course: DiseaseCourse, kind: Kind, cause: Cause | None = None, death: str = "death") -> TimeTo:
    """The time to the first confirmed change; not told where it depends on a day that nobody knows."""
    doubt = _doubt(course, kind)
    return doubt or _time(course, _first_event(course, kind, cause), _last_examined(course, kind), death=death)


def _doubt(course: DiseaseCourse, kind: Kind) -> TimeTo | None:
    if course.series.twice is not None or course.after is None:
        return None  # there is no reference, and the censoring says so
    why = edss_doubt(course, kind)
    return None if why is None else TimeTo(Ending.UNKNOWN, why)


def _open_cause(course: DiseaseCourse, before: date) -> TimeTo | None:
    """That a worsening before a day may be one without relapse, which the missing day of a relapse leaves open."""
    if course.series.twice is not None or course.after is None:
        return None
    for on, relapse in course.after.open_causes:
        if on < before:
            return _untold("cause_unsure", on=on, onset=relapse)
    return None


def _time(course: DiseaseCourse, event: TimeTo | None, end: TimeTo, death: str = "death") -> TimeTo:
    """The event, else death if it came within the course, else the censoring.

    Where death only competes, it ends nothing that nobody had looked at: the event may have come before it.
    """
    if event is not None:
        return event
    died = course.died_on
    if died is None or course.day0 is None or died <= course.day0 or (course.until is not None and died > course.until):
        return end
    if death == COMPETES and end.ending is Ending.UNKNOWN:
        return end
    return TimeTo(Ending.DEATH, Reason(death, {"died": died}), died, course.day(died))


def _first_relapse(course: DiseaseCourse) -> tuple[TimeTo | None, TimeTo | None]:
    """The first relapse after Day 0, and why that cannot be told."""
    if course.day0 is None:
        return None, _untold("no_day0")
    sure, unsure = relapses_after(course, FAR_AHEAD)
    if not sure:
        if unsure:
            return None, TimeTo(Ending.UNKNOWN, open_relapse(unsure[0]))
        stated = stated_only(course)
        return None, None if stated is None else _untold("relapse_stated", on=stated)
    first = min(sure, key=lambda one: one.onset.last if one.onset is not None else date.max)
    known = first.onset
    why = Reason("ended_by_relapse", {"on": known or first.on})
    found = _event(course, known.last if known is not None else None, why, (seen_relapse(first, Role.ACTIVE),))
    found = replace(found, is_latest=known is not None and not known.is_whole)
    return _unless_earlier(found, _possible_relapses(course, but=first)), None


_Possible = tuple[date, Reason]
"""The first day that an event may have had of which the day is not known, and the row."""


def _unless_earlier(found: TimeTo, possible: Iterable[_Possible]) -> TimeTo:
    """The event, as the latest one where another may have come before it."""
    earlier = [one for one in possible if found.on is not None and one[0] < found.on]
    if not earlier or found.also is not None:
        return found
    return replace(found, is_latest=True, also=min(earlier, key=lambda one: one[0])[1])


def _possible(course: DiseaseCourse, worsening: TimeTo | None) -> Iterator[_Possible]:
    """The worsening or scan that may have come earlier; `worsening` says why none can be told."""
    if worsening is not None:
        after = (one.assessed for one in course.assessments if one.edss is not None)
        days = [_after_day0(course, known.first) for known in after if course.day(known.last) > 0]
        yield min(days, default=course.date_of(1)), worsening.why
    reference = reference_scan(course).scan
    for scan in open_scans(course, reference) if reference is not None else course.scans_left_out:
        yield _after_day0(course, scan.scanned.first), scan_reason("scan_earlier", scan)


def _possible_relapses(course: DiseaseCourse, but: CourseRelapse | None = None) -> Iterator[_Possible]:
    sure, unsure = relapses_after(course, FAR_AHEAD)
    for one in (*sure, *unsure):
        if one is not but and one.onset is None:
            yield course.date_of(1), open_relapse(one)
        elif one is not but and one.onset is not None and not one.onset.is_whole:
            yield _after_day0(course, one.onset.first), Reason("relapse_earlier", {"onset": one.onset})
    stated = stated_only(course)
    if stated is not None:
        yield course.date_of(1), Reason("relapse_stated", {"on": stated})


def _after_day0(course: DiseaseCourse, on: date) -> date:
    return max(on, course.date_of(1))


def _event(course: DiseaseCourse, on: date | None, why: Reason, evidence: tuple[Evidence, ...]) -> TimeTo:
    return TimeTo(Ending.EVENT, why, on, course.day(on) if on is not None else None, evidence)


def first_event(course: DiseaseCourse, kind: Kind, cause: Cause | None = None) -> Event | None:
    """The first confirmed change of a kind after Day 0, of a cause if one is named."""
    if course.series.twice is not None or course.after is None:
        return None
    found = (e for e in course.after.events if e.kind is kind and cause in (None, e.cause))
    return next(found, None)


def _first_event(course: DiseaseCourse, kind: Kind, cause: Cause | None = None) -> TimeTo | None:
    found = first_event(course, kind, cause)
    if found is None:
        return None
    days = [(found.baseline, Role.REFERENCE), (found.onset, Role.ONSET)]
    days += [(visit, Role.CONFIRMATION) for visit in course.seen_after if visit.on in found.confirmed_on[:1]]
    said = {"from_": found.baseline.value, "to": found.onset.value, "on": found.onset.on}
    key = "ended_by_worsening" if kind is Kind.CDW else "improved"
    return _event(course, found.onset.on, Reason(key, said), examined(course, days))


def _first_active(course: DiseaseCourse) -> TimeTo | None:
    scan = first_active_scan(course) if course.day0 is not None else None
    if scan is None:
        return None
    evidence = (seen_scan(scan, Role.ACTIVE),)
    return _event(course, scan.on, Reason("ended_by_scan", {"on": scan.on}), evidence)


def _last_looked(course: DiseaseCourse) -> TimeTo:
    last = course.last_seen
    if last is None or course.day0 is None or last <= course.day0:
        return _untold("relapse_nobody_looked")
    return TimeTo(Ending.CENSORED, Reason("censored_seen", {"on": last}), last, course.day(last))


def _last_examined(course: DiseaseCourse, kind: Kind = Kind.CDW) -> TimeTo:
    """The last EDSS; while an onset waits for its confirmation, the last one before it."""
    if course.series.twice is not None:
        return _untold("edss_twice", on=course.series.twice)
    if course.after is None:
        return TimeTo(Ending.UNKNOWN, no_reference(course) if course.day0 is not None else Reason("no_day0"))
    waiting = [one.onset.on for one in course.after.unconfirmed if one.kind is kind and one.is_open]
    seen = [visit.on for visit in course.seen_after if not waiting or visit.on < min(waiting)]
    if not seen:
        return _untold("edss_unconfirmed_only" if waiting else "edss_none_after")
    key = "censored_waiting" if waiting else "censored_edss"
    why = Reason(key, {"on": seen[-1], "onset": min(waiting)} if waiting else {"on": seen[-1]})
    return TimeTo(Ending.CENSORED, why, seen[-1], course.day(seen[-1]))


def _last_scanned(course: DiseaseCourse) -> TimeTo:
    if course.day0 is None:
        return _untold("no_day0")
    reference = reference_scan(course)
    if reference.scan is None:
        return TimeTo(Ending.UNKNOWN, reference.why)
    unsure = open_scans(course, reference.scan)
    if unsure:
        return TimeTo(Ending.UNKNOWN, scan_reason("scan_day_unsure", unsure[0]))
    last = last_clear_scan(course)
    if last is None:
        return _untold("scan_none_after", reference=reference.scan.on)
    return TimeTo(Ending.CENSORED, Reason("censored_scan", {"on": last.on}), last.on, course.day(last.on))


def _untold(key: str, **params: object) -> TimeTo:
    return TimeTo(Ending.UNKNOWN, Reason(key, params))
