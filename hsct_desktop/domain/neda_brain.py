"""The fourth component: brain volume lost since the reference scan, in % a year."""

from __future__ import annotations

from collections.abc import Iterator

from hsct_desktop.domain.disease_course import CourseScan, DiseaseCourse, VolumeChange
from hsct_desktop.domain.neda_horizon import Horizon
from hsct_desktop.domain.neda_mri import reference_scan
from hsct_desktop.domain.outcome_evidence import Component, Evidence, Reason, Role, Seen, State
from hsct_desktop.domain.outcome_settings import BRAIN_VOLUME_LOSS, DAYS_A_YEAR

_ROUNDING = 9
"""Decimals to which a rate is held against the limit, so that binary fractions never decide."""


def brain_volume_component(course: DiseaseCourse, horizon: Horizon) -> Component:
    """Annualised loss of at most 0.4 % since the reference scan, by the last measurement that speaks for the horizon.

    Changes between scans are chained back to the reference; a chain that does not reach it is unknown.
    """
    reference = reference_scan(course)
    if reference.scan is None:
        return Component(State.UNKNOWN, reference.why)
    changes = [c for c in changes_since(course, reference.scan) if horizon.is_looked_at(course.day(c.on))]
    if not changes:
        return Component(State.UNKNOWN, Reason("volume_missing", {"reference": reference.scan.on}))
    last = changes[-1]
    rate = yearly_rate(last)
    evidence = (
        Evidence(Seen.SCAN, reference.scan.id, reference.scan.on, Role.REFERENCE),
        Evidence(Seen.SCAN, last.scan_id, last.on, Role.LAST, last.percent),
    )
    is_held = round(rate, _ROUNDING) >= -BRAIN_VOLUME_LOSS
    # With as many decimals as it takes to stand on its side of the limit.
    rounded = (round(rate, places) for places in range(2, _ROUNDING + 1))
    shown = next(near for near in rounded if (near >= -BRAIN_VOLUME_LOSS) is is_held)
    said = {"rate": shown, "since": last.since, "on": last.on, "limit": BRAIN_VOLUME_LOSS}
    why = Reason("volume_held" if is_held else "volume_lost", said)
    return Component(State.HELD if is_held else State.BROKEN, why, evidence)


def yearly_rate(change: VolumeChange) -> float:
    """The change in % a year; a loss is negative."""
    return change.percent * DAYS_A_YEAR / (change.on - change.since).days


def changes_since(course: DiseaseCourse, reference: CourseScan) -> list[VolumeChange]:
    """The changes of brain volume since the reference scan, by day, as far as they chain back to it."""
    given = [c for c in course.volume_changes if c.since == reference.on < c.on]
    return sorted([*given, *_chained(course, reference)], key=lambda change: change.on)


def _chained(course: DiseaseCourse, reference: CourseScan) -> Iterator[VolumeChange]:
    """Each scan's volume relative to the reference; scans are in order of their days, so one pass suffices."""
    volumes = {reference.id: 1.0}
    for scan in course.scans_in_course:
        before = volumes.get(scan.compared_with_id or 0)
        if before is not None and scan.pbvc is not None and scan.on > reference.on:
            volumes[scan.id] = before * (1 + scan.pbvc / 100)
            yield VolumeChange(reference.on, scan.on, (volumes[scan.id] - 1) * 100, scan.id)
