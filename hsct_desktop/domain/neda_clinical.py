"""The clinical components of NEDA: relapses, and confirmed worsening of disability."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hsct_desktop.domain.confirmed_disability import Assessed, Event, Kind, Unconfirmed
from hsct_desktop.domain.disease_course import CourseRelapse, DiseaseCourse
from hsct_desktop.domain.neda_horizon import Horizon
from hsct_desktop.domain.outcome_evidence import Component, Evidence, Reason, Role, Seen, State
from hsct_desktop.domain.outcome_settings import ReferenceDay


def relapse_component(course: DiseaseCourse, horizon: Horizon) -> Component:
    """No relapse from day 1 to the horizon; none recorded is none only as far as somebody looked."""
    after, unsure = relapses_after(course, horizon.last)
    if after:
        first = after[0]
        why = Reason("relapse_after", {"n": len(after), "on": first.on, "day": course.day(first.on or horizon.ends_on)})
        return Component(State.BROKEN, why, tuple(_relapse(one, Role.ACTIVE) for one in after))
    if unsure:
        key = "relapse_day_unsure" if unsure[0].onset is not None else "relapse_without_day"
        why = Reason(key, {"onset": unsure[0].onset.text if unsure[0].onset is not None else ""})
        return Component(State.UNKNOWN, why, tuple(_relapse(one, Role.UNREAD) for one in unsure))
    stated = stated_only(course)
    if stated is not None:
        return Component(State.UNKNOWN, Reason("relapse_stated", {"on": stated}))
    return _none_recorded(course, horizon)


def stated_only(course: DiseaseCourse) -> date | None:
    """The day on which somebody stated activity since the transplant of which no relapse is recorded, None without.

    When it happened nobody has said: it may lie before any horizon.
    """
    stated = course.relapse_stated_on
    if stated is None or course.day(stated) <= 0 or (course.until is not None and stated > course.until):
        return None
    return None if relapses_after(course, course.day(stated))[0] else stated


def relapses_after(course: DiseaseCourse, last: int) -> tuple[list[CourseRelapse], list[CourseRelapse]]:
    """The relapses surely from day 1 to day `last`, and those of which that cannot be told.

    One known by its month counts before Day 0 if its last possible day is on or before it, after if its first is later.
    """
    sure: list[CourseRelapse] = []
    unsure: list[CourseRelapse] = []
    for relapse in course.relapses:
        if relapse.onset is None:
            unsure.append(relapse)
            continue
        first_day, last_day = course.day(relapse.onset.first), course.day(relapse.onset.last)
        is_later = first_day > last or (course.until is not None and relapse.onset.first > course.until)
        if last_day <= 0 or is_later:
            continue
        (sure if first_day > 0 and last_day <= last else unsure).append(relapse)
    return sure, unsure


def _none_recorded(course: DiseaseCourse, horizon: Horizon) -> Component:
    seen = course.last_seen
    if seen is None or course.day(seen) <= 0:
        return Component(State.UNKNOWN, Reason("relapse_nobody_looked"))
    until = min(seen, horizon.ends_on)
    # While the horizon lies ahead, what was seen of the time up to now is told as it stands.
    if horizon.is_reached and course.day(seen) < horizon.look_from:
        return Component(State.UNKNOWN, Reason("relapse_not_looked", {"until": until}))
    before = [one for one in course.relapses if one.onset is not None and course.day(one.onset.last) <= 0]
    if not before:
        return Component(State.HELD, Reason("relapse_none", {"until": until}))
    last = before[-1]
    why = Reason("relapse_none_since", {"until": until, "last": last.onset})
    return Component(State.HELD, why, (_relapse(last, Role.LAST),))


def _relapse(relapse: CourseRelapse, role: Role) -> Evidence:
    return Evidence(
        Seen.RELAPSE, relapse.id, relapse.on, role, None, relapse.onset is not None and relapse.onset.is_whole
    )


def disability_component(course: DiseaseCourse, horizon: Horizon) -> Component:
    """No confirmed worsening whose onset lies from Day 0 to the horizon; an onset that may still be is unknown."""
    if course.series.twice is not None:
        return Component(State.UNKNOWN, Reason("edss_twice", {"on": course.series.twice}))
    reference, after = course.edss_reference, course.after
    if reference is None or after is None:
        return Component(State.UNKNOWN, _no_reference(course))
    events = [e for e in after.events if e.kind is Kind.CDW and course.day(e.onset.on) <= horizon.last]
    if events:
        return _worsened(course, events[0])
    waiting = [
        one for one in after.unconfirmed
        if one.kind is Kind.CDW and one.is_open and course.day(one.onset.on) <= horizon.last
    ]  # fmt: skip
    if waiting:
        return _unconfirmed(course, waiting[0])
    return _held(course, reference, horizon)


def _no_reference(course: DiseaseCourse) -> Reason:
    if course.reference_until is None and course.settings.reference is ReferenceDay.MOBILISATION:
        return Reason("mobilisation_missing")
    return Reason("edss_reference_missing")


def _worsened(course: DiseaseCourse, event: Event) -> Component:
    confirmed = event.confirmed_on[0] if event.confirmed_on else event.onset.on
    why = Reason("edss_worse", {
        "from_": event.baseline.value, "to": event.onset.value, "on": event.onset.on, "confirmed": confirmed,
    })  # fmt: skip
    said = [(event.baseline, Role.REFERENCE), (event.onset, Role.ONSET)]
    said += [(visit, Role.CONFIRMATION) for visit in course.series.visits if visit.on == confirmed]
    return Component(State.BROKEN, why, _examined(course, said))


def _unconfirmed(course: DiseaseCourse, waiting: Unconfirmed) -> Component:
    why = Reason("edss_unconfirmed", {
        "from_": waiting.baseline.value, "to": waiting.onset.value, "on": waiting.onset.on,
    })  # fmt: skip
    return Component(
        State.UNKNOWN, why, _examined(course, [(waiting.baseline, Role.REFERENCE), (waiting.onset, Role.ONSET)])
    )


def _held(course: DiseaseCourse, reference: Assessed, horizon: Horizon) -> Component:
    seen = [visit for visit in course.seen_after if course.day(visit.on) <= horizon.look_to]
    evidence = _examined(course, [(reference, Role.REFERENCE), *((visit, Role.CLEAR) for visit in seen)])
    span = {"first": course.date_of(horizon.look_from), "last": course.date_of(horizon.look_to)}
    if not any(horizon.is_looked_at(course.day(visit.on)) for visit in seen):
        key = "edss_missing" if seen else "edss_none"
        why = Reason(key, {"on": seen[-1].on if seen else reference.on, **span})
        return Component(State.UNKNOWN, horizon.not_seen(why), evidence)
    last = seen[-1]
    why = Reason("edss_held", {"from_": reference.value, "to": last.value, "reference": reference.on, "last": last.on})
    return Component(State.HELD, why, evidence)


def _examined(course: DiseaseCourse, visits: Iterable[tuple[Assessed, Role]]) -> tuple[Evidence, ...]:
    rows = course.series.by_day
    return tuple(
        Evidence(Seen.EDSS, rows[visit.on].id, visit.on, role, visit.value, rows[visit.on].assessed.is_whole)
        for visit, role in visits
    )
