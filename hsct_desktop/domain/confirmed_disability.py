"""Confirmed disability worsening (CDW) and improvement (CDI), with RAW and PIRA, as msprog 1.0 defines them.

`course` answers as msprog does for a list of visits; `after_reference` takes the reference that somebody chose (the
last EDSS before an infusion). Values are EDSS or SDMT, days plain dates; the rules stand in `disability_settings`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hsct_desktop.domain.disability_scan import Cause, Found, Kind, Scan, Unheld, is_of
from hsct_desktop.domain.disability_settings import DisabilitySettings, EventRule, StepConvention
from hsct_desktop.domain.problem import refuse

__all__ = [
    "Assessed", "Cause", "DisabilityCourse", "DisabilitySettings", "Event", "Kind", "StepConvention", "Unconfirmed",
    "Unheld", "after_reference", "course", "step_for",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Assessed:
    """A value of the scale on a day."""

    on: date
    value: float


@dataclass(frozen=True, slots=True)
class Event:
    """A confirmed change. Its date is its onset.

    `confirmed_on` has one day for each confirmation period that holds, in the order of the settings; it is empty for
    a worsening at the very last visit that the settings count nevertheless (`impute_last_visit`).
    `sustained_days` run from the onset to the last visit before the step is lost.
    """

    kind: Kind
    cause: Cause | None
    onset: Assessed
    baseline: Assessed
    confirmed_on: tuple[date, ...]
    sustained_days: int
    is_sustained_to_end: bool


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """An onset that nothing confirms; `is_open` says that a later visit could still confirm it."""

    kind: Kind
    onset: Assessed
    baseline: Assessed
    reason: Unheld
    is_open: bool


@dataclass(frozen=True, slots=True)
class DisabilityCourse:
    """What the visits of a patient show; `baseline` is the first reference used, None where no visit could be one.

    `first` and `last` are the first and last visit, None without visits.
    """

    events: tuple[Event, ...] = ()
    unconfirmed: tuple[Unconfirmed, ...] = ()
    first: Assessed | None = None
    last: Assessed | None = None
    baseline: Assessed | None = None


def step_for(
    reference: float, direction: Kind = Kind.CDW, convention: StepConvention = StepConvention.FROM_5_5
) -> float:
    """The smallest change of EDSS from `reference` that counts, always positive and the same in either direction."""
    del direction  # msprog's rule: the step downwards is that upwards, taken from the same reference
    return DisabilitySettings(step_convention=convention).step(reference)


def course(visits: Iterable[Assessed], relapses: Iterable[date], settings: DisabilitySettings) -> DisabilityCourse:
    """The confirmed changes of a patient; order does not matter. InputError for two visits on a day.

    Relapses long before the first visit (more than `relapse_to_bl`) are left out, as msprog does.
    """
    seen = _in_order(visits)
    if not seen:
        return DisabilityCourse()
    first = seen[0].on.toordinal() - settings.relapse_to_bl[0]
    onsets = sorted(day for day in (relapse.toordinal() for relapse in relapses) if day >= first)
    return _searched(seen, onsets, settings, has_reference=False)


def after_reference(
    reference: Assessed, visits: Iterable[Assessed], relapses: Iterable[date], settings: DisabilitySettings
) -> DisabilityCourse:
    """The confirmed changes from a reference that somebody chose, with onsets after its day only.

    The reference stands whatever relapse lies near it; with a roving baseline it moves after the first event as
    usual. All relapses count, also those before the reference. Visits on its day or earlier are left out.
    """
    later = _in_order(visit for visit in visits if visit.on > reference.on)
    onsets = sorted(relapse.toordinal() for relapse in relapses)
    return _searched([reference, *later], onsets, settings, has_reference=True)


def _in_order(visits: Iterable[Assessed]) -> list[Assessed]:
    seen = sorted(visits, key=lambda visit: visit.on)
    for one, other in zip(seen, seen[1:], strict=False):
        if one.on == other.on:
            raise refuse("date", "disability_two_on_a_day", on=one.on)
    return seen


def _searched(
    seen: Sequence[Assessed], relapses: Sequence[int], settings: DisabilitySettings, *, has_reference: bool
) -> DisabilityCourse:
    days = [visit.on.toordinal() for visit in seen]
    scan = Scan(days, [visit.value for visit in seen], relapses, settings, has_reference)
    scan.run()
    return DisabilityCourse(
        tuple(_event(seen, found) for found in _wanted(scan, settings)),
        tuple(
            Unconfirmed(passed.kind, seen[passed.onset], seen[passed.reference], passed.reason, passed.is_open)
            for passed in scan.passed
        ),
        seen[0],
        seen[-1],
        None if scan.first_reference is None else seen[scan.first_reference],
    )


def _wanted(scan: Scan, settings: DisabilitySettings) -> list[Found]:
    """The events in order of their onsets; only the first of the wanted kind unless all are asked for."""
    found = [scan.found[onset] for onset in sorted(scan.found)]
    if settings.event is EventRule.MULTIPLE:
        return found
    return [event for event in found if is_of(settings.event, event.kind, event.cause)][:1]


def _event(seen: Sequence[Assessed], found: Found) -> Event:
    onset = seen[found.onset]
    return Event(
        found.kind,
        found.cause,
        onset,
        seen[found.reference],
        tuple(seen[index].on for index in found.confirmed),
        (seen[found.last].on - onset.on).days,
        found.last == len(seen) - 1,
    )
