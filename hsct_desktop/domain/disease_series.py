"""Confirmed worsening and improvement before Day 0 and after it, from a patient's examinations and relapses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hsct_desktop.domain.confirmed_disability import Assessed, DisabilityCourse, Event, after_reference
from hsct_desktop.domain.confirmed_disability import course as confirmed
from hsct_desktop.domain.disability_settings import Baseline
from hsct_desktop.domain.disease_types import CourseAssessment, CourseRelapse
from hsct_desktop.domain.outcome_settings import OutcomeSettings


@dataclass(frozen=True)
class Series:
    """Examinations with an EDSS, each on a day of its own, in order; `twice` is a day of which two are recorded."""

    visits: tuple[Assessed, ...] = ()
    rows: tuple[CourseAssessment, ...] = ()
    twice: date | None = None
    by_day: dict[date, CourseAssessment] = field(default_factory=dict)

    @classmethod
    def of(cls, assessments: Iterable[CourseAssessment], day0: date | None) -> Series:
        """The series. Where only month or year are known the day that stands is moved on until nobody else holds it:
        no order is known that it could change. One that may lie on either side of Day 0 lies before it, since what
        comes after has its whole day.
        """
        found: dict[date, CourseAssessment] = {}
        twice: date | None = None
        given = [one for one in assessments if one.edss is not None]
        for one in (one for one in given if one.assessed.is_whole):
            twice = twice or (one.on if one.on in found else None)
            found[one.on] = one
        for one in (one for one in given if not one.assessed.is_whole):
            on = one.on
            if day0 is not None and one.assessed.first <= day0 < on:
                on = one.assessed.first
            while on in found:
                on += timedelta(days=1)
            found[on] = one
        days = sorted(found)
        visits = tuple(Assessed(day, float(found[day].edss or 0.0)) for day in days)
        return cls(visits, tuple(found[day] for day in days), twice, {day: found[day] for day in days})

    def up_to(self, last: date) -> tuple[Assessed, ...]:
        """The examinations on or before a day."""
        return tuple(visit for visit in self.visits if visit.on <= last)

    def later(self, than: date, until: date | None) -> tuple[Assessed, ...]:
        """The examinations after a day, up to another."""
        return tuple(v for v in self.visits if v.on > than and (until is None or v.on <= until))


def onsets(relapses: Iterable[CourseRelapse]) -> list[date]:
    """The days of the relapses, or those that stand for them; relapses without any date are left out."""
    return [relapse.on for relapse in relapses if relapse.on is not None]


def before_transplant(
    series: Series, relapses: Iterable[date], until: date | None, settings: OutcomeSettings
) -> DisabilityCourse:
    """The confirmed changes of the years before Day 0, the reference moving with each."""
    visits = series.visits if until is None else series.up_to(until)
    held = [day for day in relapses if until is None or day <= until]
    return confirmed(visits, held, replace(settings.disability(Baseline.ROVING)))


def after_transplant(
    series: Series,
    relapses: Iterable[date],
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
    found = after_reference(reference, visits, list(relapses), settings.disability())
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


def _is_part_of(onset: Assessed, event: Event) -> bool:
    return event.onset.on <= onset.on <= event.onset.on + timedelta(days=event.sustained_days)
