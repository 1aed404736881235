"""Confirmed worsening and improvement before Day 0 and after it, from a patient's examinations and relapses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from hsct_desktop.domain.confirmed_disability import Assessed, Cause, DisabilityCourse, Event, Kind, after_reference
from hsct_desktop.domain.confirmed_disability import course as confirmed
from hsct_desktop.domain.disability_settings import Baseline
from hsct_desktop.domain.disease_types import CourseAssessment, CourseRelapse
from hsct_desktop.domain.outcome_settings import OutcomeSettings
from hsct_desktop.domain.partial_date import PartialDate, all_days

RELAPSE_REACH: Final = timedelta(days=120)
"""No relapse further from an onset or its confirmation decides on them (windows: 90 days before, 30 after)."""
_TRIED_EVERY: Final = 30
"""Days between the days tried for an onset: so long before a confirmation a relapse spoils it, the narrowest window."""


@dataclass(frozen=True)
class Series:
    """Examinations with an EDSS, each on a day of its own, in order; `twice` is a day of which two are recorded.

    `left_out` are those of which it is not sure that they lie on or before Day 0, and whose day after it is not known:
    a verdict counts days, so they are neither the reference nor evidence until somebody gives the day.
    """

    visits: tuple[Assessed, ...] = ()
    rows: tuple[CourseAssessment, ...] = ()
    twice: date | None = None
    by_day: dict[date, CourseAssessment] = field(default_factory=dict)
    left_out: tuple[CourseAssessment, ...] = ()

    @classmethod
    def of(cls, assessments: Iterable[CourseAssessment], day0: date | None) -> Series:
        """The series. Where only month or year are known the day that stands is moved on until nobody else holds it:
        no order is known that it could change.
        """
        found: dict[date, CourseAssessment] = {}
        twice: date | None = None
        given = [one for one in assessments if one.edss is not None]
        for one in (one for one in given if one.assessed.is_whole):
            twice = twice or (one.on if one.on in found else None)
            found[one.on] = one
        left_out = []
        for one in (one for one in given if not one.assessed.is_whole):
            if day0 is not None and one.assessed.last > day0:
                left_out.append(one)
            else:
                _put(found, one, day0)
        days = sorted(found)
        visits = tuple(Assessed(day, float(found[day].edss or 0.0)) for day in days)
        by_day = {day: found[day] for day in days}
        return cls(visits, tuple(by_day.values()), twice, by_day, tuple(left_out))

    def up_to(self, last: date) -> tuple[Assessed, ...]:
        """The examinations on or before a day."""
        return tuple(visit for visit in self.visits if visit.on <= last)

    def later(self, than: date, until: date | None) -> tuple[Assessed, ...]:
        """The examinations after a day, up to another."""
        return tuple(v for v in self.visits if v.on > than and (until is None or v.on <= until))


def _put(found: dict[date, CourseAssessment], one: CourseAssessment, day0: date | None) -> None:
    """Put a row of which the day is not known on a free day; before Day 0 it is not moved past it."""
    day = one.on
    while day in found:
        day += timedelta(days=1)
    if day0 is not None and day > day0:
        day = one.on
        while day in found:
            day -= timedelta(days=1)
    found[day] = one


def onsets(relapses: Iterable[CourseRelapse]) -> list[date]:
    """The days of the relapses, or those that stand for them; relapses without any date are left out."""
    return [relapse.on for relapse in relapses if relapse.on is not None]


def before_transplant(
    series: Series, relapses: Sequence[CourseRelapse], until: date | None, settings: OutcomeSettings
) -> DisabilityCourse:
    """The confirmed changes of the years before Day 0, the reference moving with each."""
    visits = series.visits if until is None else series.up_to(until)
    wanted = settings.disability(Baseline.ROVING)

    def run(days: Iterable[date]) -> DisabilityCourse:
        return confirmed(visits, [day for day in days if until is None or day <= until], wanted)

    found = _with_sure_causes(run, relapses)
    if any(one.onset is None or until is None or one.onset.first <= until for one in relapses):
        return found
    # Without any relapse recorded nobody has told the history: that none came before a worsening is not known.
    events = tuple(e._replace(cause=Cause.UNDEFINED) if e.kind is Kind.CDW else e for e in found.events)
    return replace(found, events=events)


def after_transplant(
    series: Series,
    relapses: Sequence[CourseRelapse],
    day0: date,
    reference: Assessed,
    until: date | None,
    settings: OutcomeSettings,
) -> DisabilityCourse:
    """The confirmed changes after Day 0 against the one reference, each told once.

    What is held at later visits as well is one event, not several.
    """
    first = day0 + timedelta(days=settings.first_onset_day)
    visits = [visit for visit in series.later(day0, until) if visit.on >= first]
    wanted = settings.disability()

    def run(days: Iterable[date]) -> DisabilityCourse:
        return _told_once(after_reference(reference, visits, days, wanted))

    return _with_sure_causes(run, relapses)


def _told_once(found: DisabilityCourse) -> DisabilityCourse:
    events: list[Event] = []
    for event in found.events:
        if not any(_is_part_of(event.onset, held) and held.kind is event.kind for held in events):
            events.append(event)
    unconfirmed = tuple(
        one
        for one in found.unconfirmed
        if not any(_is_part_of(one.onset, held) and held.kind is one.kind for held in events)
    )
    return replace(found, events=tuple(events), unconfirmed=unconfirmed)


def _with_sure_causes(
    run: Callable[[Iterable[date]], DisabilityCourse], relapses: Sequence[CourseRelapse]
) -> DisabilityCourse:
    """The changes that `run` finds for onsets of relapses; PIRA or RAW only where no onset known in part alters it."""
    found = run(onsets(relapses))
    worse = [event for event in found.events if event.kind is Kind.CDW]
    open_: dict[date, PartialDate] = {}
    for one in relapses:
        if one.onset is None or one.onset.is_whole or not any(_is_near(one.onset, event) for event in worse):
            continue
        others = onsets(other for other in relapses if other is not one)
        for day in tried_days(one.onset):
            causes = {event.onset.on: event.cause for event in run([*others, day]).events}
            open_ |= {e.onset.on: one.onset for e in worse if causes.get(e.onset.on, e.cause) is not e.cause}
    if not open_:
        return found
    events = [
        e._replace(cause=Cause.UNDEFINED) if e.kind is Kind.CDW and e.onset.on in open_ else e for e in found.events
    ]
    return replace(found, events=tuple(events), open_causes=tuple(sorted(open_.items(), key=lambda pair: pair[0])))


def _is_near(onset: PartialDate, event: Event) -> bool:
    """Whether a relapse may lie where it would decide on the cause of a worsening."""
    last = event.onset.on + timedelta(days=event.sustained_days) + RELAPSE_REACH
    return onset.first <= last and event.onset.on - RELAPSE_REACH <= onset.last


def tried_days(onset: PartialDate) -> list[date]:
    """The days to try for the onset of a relapse of which only month or year is known: no window is narrower."""
    days = all_days(onset)
    return sorted({*days[::_TRIED_EVERY], days[-1]})


def _is_part_of(onset: Assessed, event: Event) -> bool:
    return event.onset.on <= onset.on <= event.onset.on + timedelta(days=event.sustained_days)
