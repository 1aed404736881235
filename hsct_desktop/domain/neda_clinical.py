"""The clinical components of NEDA: relapses, and confirmed worsening of disability."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from hsct_desktop.domain.confirmed_disability import Assessed, Event, Kind, Unconfirmed
from hsct_desktop.domain.disease_course import CourseAssessment, CourseRelapse, DiseaseCourse
from hsct_desktop.domain.neda_horizon import Horizon
from hsct_desktop.domain.outcome_evidence import Component, Evidence, Reason, Role, Seen, State
from hsct_desktop.domain.outcome_settings import ReferenceDay


def relapse_component(course: DiseaseCourse, horizon: Horizon) -> Component:
    """No relapse from day 1 to the horizon; none recorded is none only as far as somebody looked.

    Where the disease counts onsets close to each other as one attack, those are named and not counted again.
    """
    onsets = [one.onset for one in course.joined_relapses if one.onset is not None]
    within = [on for on in onsets if course.day(on.last) > 0 and course.day(on.first) <= horizon.last]
    also = tuple(Reason("relapse_joined", {"on": on, "apart": course.attack_apart}) for on in within)
    return replace(_relapse(course, horizon), also=also)


def _relapse(course: DiseaseCourse, horizon: Horizon) -> Component:
    after, unsure = relapses_after(course, horizon.last)
    if after:
        return Component(State.BROKEN, _relapsed(course, after), tuple(seen_relapse(one, Role.ACTIVE) for one in after))
    if unsure:
        return Component(
            State.UNKNOWN, open_relapse(unsure[0]), tuple(seen_relapse(one, Role.UNREAD) for one in unsure)
        )
    stated = stated_only(course)
    if stated is not None:
        return Component(State.UNKNOWN, Reason("relapse_stated", {"on": stated}))
    return _none_recorded(course, horizon)


def _relapsed(course: DiseaseCourse, after: Sequence[CourseRelapse]) -> Reason:
    """How many relapses, and the first: its day, or the month or year where that is all that is known."""
    first, n = min(after, key=_earliest), len(after)
    if first.onset is not None and not first.onset.is_whole:
        return Reason("relapse_after_about", {"n": n, "on": first.onset})
    return Reason("relapse_after", {"n": n, "on": first.on, "day": course.day(first.on or course.date_of(0))})


def _earliest(relapse: CourseRelapse) -> tuple[date, bool]:
    """The first day that it may have had; of two alike, the one of which that is the day."""
    return (date.max, False) if relapse.onset is None else (relapse.onset.first, not relapse.onset.is_whole)


def open_relapse(relapse: CourseRelapse) -> Reason:
    """Why it cannot be told whether a relapse counts."""
    if relapse.onset is None:
        return Reason("relapse_without_day")
    return Reason("relapse_day_unsure", {"onset": relapse.onset})


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

    One known by its month counts before Day 0 if its last possible day is on or before it, after if its first is later
    and its last within the days asked for and this course.
    """
    sure: list[CourseRelapse] = []
    unsure: list[CourseRelapse] = []
    for relapse in course.relapses:
        if relapse in course.joined_relapses:
            continue
        if relapse.onset is None:
            unsure.append(relapse)
            continue
        first_day, last_day = course.day(relapse.onset.first), course.day(relapse.onset.last)
        is_later = first_day > last or (course.until is not None and relapse.onset.first > course.until)
        if last_day <= 0 or is_later:
            continue
        is_within = last_day <= last and (course.until is None or relapse.onset.last <= course.until)
        (sure if first_day > 0 and is_within else unsure).append(relapse)
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
    return Component(State.HELD, why, (seen_relapse(last, Role.LAST),))


def seen_relapse(relapse: CourseRelapse, role: Role) -> Evidence:
    """A relapse as evidence."""
    is_exact = relapse.onset is not None and relapse.onset.is_whole
    return Evidence(Seen.RELAPSE, relapse.id, relapse.on, role, None, is_exact, relapse.onset)


def disability_component(course: DiseaseCourse, horizon: Horizon) -> Component:
    """No confirmed worsening whose onset lies from Day 0 to the horizon; an onset that may still be is unknown.

    An EDSS of which the day is not known from Day 0 on is left out and named; where its day would alter the answer,
    nobody can tell.
    """
    found = _disability(course, horizon)
    left_out = [one for one in course.edss_left_out if course.day(one.assessed.first) <= horizon.look_to]
    if not left_out:
        return found
    evidence = (*found.evidence, *(_left_out(one) for one in left_out))
    also = () if found.why.key in _DAY_UNSURE else tuple(edss_reason("edss_left_out", one) for one in left_out)
    return replace(found, evidence=evidence, also=also)


_DAY_UNSURE: Final = frozenset({"edss_day_unsure", "edss_reference_unsure"})


def edss_reason(key: str, seen: CourseAssessment) -> Reason:
    """A reason that names an EDSS of which the day is not known."""
    return Reason(key, {"value": seen.edss, "on": seen.assessed})


def edss_doubt(course: DiseaseCourse, kind: Kind, last: int | None = None) -> Reason | None:
    """Why it cannot be told which changes are confirmed up to a day relative to Day 0: a day that is missing."""
    return _doubt(course.edss_doubt(kind, last))


def event_doubt(course: DiseaseCourse, event: Event) -> Reason | None:
    """Why it cannot be told whether a change after Day 0 is confirmed: a day that is missing."""
    return _doubt(course.doubt_of(event))


def progression_doubt(course: DiseaseCourse) -> Reason | None:
    """Why it cannot be told which worsening came without a relapse: a day that is missing."""
    return _doubt(course.progression_doubt())


def doubt_before(course: DiseaseCourse, change: Event | Unconfirmed) -> Reason | None:
    """Why it cannot be told whether a change before Day 0 is confirmed: a day that is missing."""
    row = course.doubt_before(change)
    return edss_reason("edss_confirmation_unsure", row) if isinstance(row, CourseAssessment) else _doubt(row)


def _doubt(row: CourseAssessment | CourseRelapse | None) -> Reason | None:
    if isinstance(row, CourseAssessment):
        return edss_reason("edss_day_unsure", row)
    return None if row is None else Reason("edss_relapse_unsure", {"onset": row.onset})


def _left_out(one: CourseAssessment) -> Evidence:
    return Evidence(Seen.EDSS, one.id, one.on, Role.LEFT_OUT, one.edss, is_exact=False, known=one.assessed)


def _disability(course: DiseaseCourse, horizon: Horizon) -> Component:
    if course.series.twice is not None:
        return Component(State.UNKNOWN, Reason("edss_twice", {"on": course.series.twice}))
    reference, after = course.edss_reference, course.after
    if reference is None or after is None:
        return Component(State.UNKNOWN, no_reference(course))
    doubt = edss_doubt(course, Kind.CDW, horizon.last)
    if doubt is not None:
        return Component(State.UNKNOWN, doubt, examined(course, [(reference, Role.REFERENCE)]))
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


def no_reference(course: DiseaseCourse) -> Reason:
    """Why there is no EDSS reference."""
    if course.reference_until is None and course.settings.reference is ReferenceDay.MOBILISATION:
        return Reason("mobilisation_missing")
    last = course.reference_until
    may_be = [one for one in course.edss_left_out if last is not None and one.assessed.first <= last]
    if may_be:
        return edss_reason("edss_reference_unsure", may_be[-1])
    return Reason("edss_reference_missing")


def _worsened(course: DiseaseCourse, event: Event) -> Component:
    confirmed = event.confirmed_on[0] if event.confirmed_on else event.onset.on
    why = Reason("edss_worse", {
        "from_": event.baseline.value, "to": event.onset.value, "on": event.onset.on, "confirmed": confirmed,
    })  # fmt: skip
    said = [(event.baseline, Role.REFERENCE), (event.onset, Role.ONSET)]
    said += [(visit, Role.CONFIRMATION) for visit in course.series.visits if visit.on == confirmed]
    return Component(State.BROKEN, why, examined(course, said))


def _unconfirmed(course: DiseaseCourse, waiting: Unconfirmed) -> Component:
    why = Reason("edss_unconfirmed", {
        "from_": waiting.baseline.value, "to": waiting.onset.value, "on": waiting.onset.on,
    })  # fmt: skip
    return Component(
        State.UNKNOWN, why, examined(course, [(waiting.baseline, Role.REFERENCE), (waiting.onset, Role.ONSET)])
    )


def _held(course: DiseaseCourse, reference: Assessed, horizon: Horizon) -> Component:
    seen = [visit for visit in course.seen_after if course.day(visit.on) <= horizon.look_to]
    evidence = examined(course, [(reference, Role.REFERENCE), *((visit, Role.CLEAR) for visit in seen)])
    span = {"first": course.date_of(horizon.look_from), "last": course.date_of(horizon.look_to)}
    if not any(horizon.is_looked_at(course.day(visit.on)) for visit in seen):
        is_open = course.today is not None and course.today < span["last"]
        key = "edss_missing" if seen else "edss_none_yet" if is_open else "edss_none"
        why = Reason(key, {"on": seen[-1].on if seen else reference.on, **span})
        return Component(State.UNKNOWN, horizon.not_seen(why), evidence)
    last = seen[-1]
    why = Reason(
        "edss_held",
        {"from_": reference.value, "to": last.value, "reference": course.known_day(reference), "last": last.on},
    )
    return Component(State.HELD, why, evidence)


def examined(course: DiseaseCourse, visits: Iterable[tuple[Assessed, Role]]) -> tuple[Evidence, ...]:
    """Examinations as evidence, each for what it stands."""
    rows = course.series.by_day
    return tuple(
        Evidence(
            Seen.EDSS, rows[visit.on].id, visit.on, role, visit.value, rows[visit.on].assessed.is_whole,
            rows[visit.on].assessed,
        )
        for visit, role in visits
    )  # fmt: skip
