"""Confirmed disability worsening (CDW) and improvement (CDI), with RAW and PIRA, as msprog 1.0 defines them.

`course` answers as msprog does for a list of visits; `after_reference` takes the reference that somebody chose (the
last EDSS before an infusion). Values are EDSS or SDMT, days plain dates; the rules stand in `disability_settings`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from operator import lt

from hsct_desktop.domain.disability_event import (
    Assessed,
    Cause,
    DisabilityCourse,
    Event,
    Kind,
    Unconfirmed,
    Unheld,
)
from hsct_desktop.domain.disability_scan import Scan
from hsct_desktop.domain.disability_settings import DisabilitySettings, StepConvention
from hsct_desktop.domain.problem import refuse

__all__ = [
    "Assessed", "Cause", "DisabilityCourse", "DisabilitySettings", "Event", "Kind", "StepConvention", "Unconfirmed",
    "Unheld", "after_reference", "course", "step_for",
]  # fmt: skip


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
    seen, days = _in_order(visits)
    if not seen:
        return DisabilityCourse()
    onsets = sorted(map(date.toordinal, relapses))
    if onsets:
        onsets = onsets[bisect_left(onsets, days[0] - settings.relapse_to_bl[0]) :]
    return _searched(seen, days, onsets, settings, has_reference=False)


def after_reference(
    reference: Assessed, visits: Iterable[Assessed], relapses: Iterable[date], settings: DisabilitySettings
) -> DisabilityCourse:
    """The confirmed changes from a reference that somebody chose, with onsets after its day only.

    The reference stands whatever relapse lies near it; with a roving baseline it moves after the first event as
    usual. All relapses count, also those before the reference. Visits on its day or earlier are left out.
    """
    seen, days = _in_order([reference, *(visit for visit in visits if visit.on > reference.on)])
    return _searched(seen, days, sorted(map(date.toordinal, relapses)), settings, has_reference=True)


def _in_order(visits: Iterable[Assessed]) -> tuple[list[Assessed], list[int]]:
    """The visits by date, with the ordinals of their days."""
    seen = list(visits)
    days = [visit.on.toordinal() for visit in seen]
    if not all(map(lt, days, days[1:])):
        seen.sort(key=lambda visit: visit.on)
        days.sort()
        twice = next((on for on, other in pairwise(days) if on == other), None)
        if twice is not None:
            raise refuse("date", "disability_two_on_a_day", on=date.fromordinal(twice))
    return seen, days


def _searched(
    seen: Sequence[Assessed],
    days: Sequence[int],
    relapses: Sequence[int],
    settings: DisabilitySettings,
    *,
    has_reference: bool,
) -> DisabilityCourse:
    scan = Scan(seen, days, relapses, settings, fixed_first=has_reference)
    scan.run()
    baseline = None if scan.first_reference is None else seen[scan.first_reference]
    return DisabilityCourse(_wanted(scan.found, settings), tuple(scan.passed), seen[0], seen[-1], baseline)


def _wanted(found: Mapping[int, Event], settings: DisabilitySettings) -> tuple[Event, ...]:
    """The wanted events in order of their onsets; only the first where the first of all is asked for."""
    if len(found) > 1:
        events = tuple([found[onset] for onset in sorted(found)])
        return events[:1] if settings.is_first_of_all else events
    return tuple(found.values())
