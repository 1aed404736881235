"""The MRI component: the reference scan, by rule or as chosen, and lesions on the scans after it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from typing import Final

from hsct_desktop.domain.disease_course import CourseScan, DiseaseCourse
from hsct_desktop.domain.neda_horizon import Horizon
from hsct_desktop.domain.outcome_evidence import Component, Evidence, Reason, Role, Seen, State
from hsct_desktop.domain.outcome_settings import REBASELINE_FIRST, REBASELINE_LAST, OutcomeSettings


@dataclass(frozen=True)
class ReferenceScan:
    """The scan after which lesions count, None where there is none; `why` says by which rule, or why there is none."""

    scan: CourseScan | None
    why: Reason
    by_person: bool = False


class _Reading(Enum):
    CLEAR = auto()
    ACTIVE = auto()
    UNREAD = auto()
    OLDER = auto()
    """New lesions counted against a scan from before the reference: nobody can tell on which side of it they arose."""


def reference_scan(course: DiseaseCourse) -> ReferenceScan:
    """The reference scan of a course with a Day 0.

    With re-baseline: the scan that a person chose, else the first of the brain from day 150 to day 274. Without: the
    last of the brain before Day 0.
    """
    brain = [(day, scan) for day, scan in course.scan_days if scan.shows_brain]
    if not course.settings.rebaseline_months:
        before = [scan for day, scan in brain if day < 0]
        if before:
            return ReferenceScan(before[-1], Reason("reference_before", {"on": before[-1].scanned}))
        return ReferenceScan(None, _unsure(course, course.day0) or Reason("reference_before_missing"))
    if course.reference is not None:
        left_out = next((scan for scan in course.scans_left_out if scan.id == course.reference.scan_id), None)
        if left_out is not None:
            return ReferenceScan(None, scan_reason("reference_day_unsure", left_out))
        chosen = next((scan for day, scan in brain if day > 0 and scan.id == course.reference.scan_id), None)
        if chosen is not None:
            why = Reason("reference_chosen", {"on": chosen.on, "reason": course.reference.reason})
            return ReferenceScan(chosen, why, by_person=True)
    by_rule = next((scan for day, scan in brain if REBASELINE_FIRST <= day <= REBASELINE_LAST), None)
    if by_rule is not None:
        return ReferenceScan(by_rule, Reason("reference_by_rule", {"on": by_rule.on}))
    if course.died_on is not None and course.day(course.died_on) <= REBASELINE_LAST:
        return ReferenceScan(None, Reason("reference_died", {"died": course.died_on}))
    window = {"first": course.date_of(REBASELINE_FIRST), "last": course.date_of(REBASELINE_LAST)}
    is_open = course.today is not None and course.today <= window["last"]
    missing = Reason("reference_awaited" if is_open else "reference_missing", window)
    return ReferenceScan(None, _unsure(course, window["last"], window["first"]) or missing)


def _unsure(course: DiseaseCourse, last: date | None, first: date = date.min) -> Reason | None:
    """That a scan left out may be the reference, which lies in the days from `first` to `last`."""
    for scan in course.scans_left_out:
        if scan.shows_brain and last is not None and scan.scanned.first <= last and scan.scanned.last >= first:
            return scan_reason("scan_day_unsure", scan)
    return None


def scan_reason(key: str, scan: CourseScan) -> Reason:
    """A reason that names a scan of which the day is not known."""
    return Reason(key, {"on": scan.scanned})


def open_scans(course: DiseaseCourse, reference: CourseScan, last: int | None = None) -> list[CourseScan]:
    """The scans left out that may be the reference instead, or may lie after it, up to a day relative to Day 0."""
    day0 = course.day0 or reference.on
    is_chosen = course.reference is not None and course.reference.scan_id == reference.id
    earliest = min(course.date_of(REBASELINE_FIRST), reference.on) if course.settings.rebaseline_months else day0
    first = reference.on if is_chosen and course.settings.rebaseline_months else earliest
    return [
        scan for scan in course.scans_left_out
        if scan.scanned.last >= first and (last is None or course.day(scan.scanned.first) <= last)
    ]  # fmt: skip


def _left_out(course: DiseaseCourse, horizon: Horizon, found: Component) -> Component:
    """A component with the scans that were left out of it, named."""
    left_out = [scan for scan in course.scans_left_out if course.day(scan.scanned.first) <= horizon.look_to]
    if not left_out:
        return found
    also = () if found.why.key in _DAY_UNSURE else tuple(scan_reason("scan_left_out", scan) for scan in left_out)
    return replace(
        found,
        evidence=(*found.evidence, *(seen_scan(scan, Role.LEFT_OUT) for scan in left_out)),
        also=(*found.also, *also),
    )


_DAY_UNSURE: Final = frozenset({"scan_day_unsure", "reference_day_unsure"})


def mri_component(course: DiseaseCourse, horizon: Horizon) -> Component:
    """No new or enlarging T2 and no Gd+ lesion on any scan after the reference up to the horizon."""
    return _left_out(course, horizon, _mri(course, horizon))


def _mri(course: DiseaseCourse, horizon: Horizon) -> Component:
    reference = reference_scan(course)
    if reference.scan is None:
        return Component(State.UNKNOWN, reference.why)
    seen = _Seen(course, reference.scan, horizon)
    also = _before_choice(course, reference)
    active = seen.those(_Reading.ACTIVE)
    if active:
        first = active[0]
        why = Reason("mri_active", {"on": first.on, "t2": _new_t2(first), "gd": _gd(first)})
        return Component(State.BROKEN, why, seen.evidence, also)
    not_told = seen.not_told()
    if not_told is not None:
        return replace(not_told, also=also)
    return Component(State.HELD, _clear(seen, reference.scan), seen.evidence, also)


def _before_choice(course: DiseaseCourse, reference: ReferenceScan) -> tuple[Reason, ...]:
    """How many scans with new lesions a person's choice leaves uncounted: those that the rule's window does not."""
    if not reference.by_person or reference.scan is None:
        return ()
    n = sum(
        bool(_new_t2(scan) or _gd(scan)) for day, scan in course.scan_days if day > 0 and scan.on < reference.scan.on
    )
    return (Reason("scans_before_choice", {"n": n, "reference": reference.scan.on}),) if n else ()


def tolerated_component(course: DiseaseCourse, horizon: Horizon) -> Component:
    """The MRI component of MEDA: up to a set number of new T2 lesions in all, and no Gd+ lesion."""
    reference = reference_scan(course)
    if reference.scan is None:
        return Component(State.UNKNOWN, reference.why)
    seen = _Seen(course, reference.scan, horizon)
    active, limit = seen.those(_Reading.ACTIVE), course.settings.meda_new_t2
    total = sum(_new_t2(scan) for scan in active)
    if total > limit or any(_gd(scan) for scan in active):
        why = Reason("meda_exceeded", {"t2": total, "limit": limit, "gd": sum(map(_gd, active))})
        return Component(State.BROKEN, why, seen.evidence)
    return seen.not_told() or Component(State.HELD, Reason("meda_held", {"t2": total, "limit": limit}), seen.evidence)


def first_active_scan(course: DiseaseCourse) -> CourseScan | None:
    """The first scan after the reference that shows activity; None where there is none, or no reference."""
    return next((scan for scan, read in _readings(course) if read is _Reading.ACTIVE), None)


def last_clear_scan(course: DiseaseCourse) -> CourseScan | None:
    """The last scan of the brain up to which every scan after the reference was clear; None where there is none."""
    last: CourseScan | None = None
    for scan, read in _readings(course):
        if read is not _Reading.CLEAR:
            break
        last = scan if scan.shows_brain else last
    return last


def _readings(course: DiseaseCourse, last: int | None = None) -> list[tuple[CourseScan, _Reading]]:
    """What each scan after the reference says, up to a day relative to Day 0."""
    reference = reference_scan(course).scan
    if reference is None:
        return []
    older = {scan.id for scan in course.scans if scan.on < reference.on}
    return [
        (scan, _read(scan, course.settings, is_older=scan.compared_with_id in older))
        for day, scan in course.scan_days
        if day > 0 and scan.on > reference.on and (last is None or day <= last)
    ]


class _Seen:
    """What the scans between the reference and the horizon show."""

    def __init__(self, course: DiseaseCourse, reference: CourseScan, horizon: Horizon) -> None:
        self.course, self.reference, self.horizon = course, reference, horizon
        self.readings = _readings(course, horizon.look_to)

    def those(self, reading: _Reading) -> list[CourseScan]:
        return [scan for scan, read in self.readings if read is reading]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        found = [seen_scan(self.reference, Role.REFERENCE)]
        return (*found, *(seen_scan(scan, _ROLES[read]) for scan, read in self.readings))

    def not_told(self) -> Component | None:
        """Why it cannot be told although nothing was found; None where it can."""
        unsure = open_scans(self.course, self.reference, self.horizon.look_to)
        if unsure:
            return Component(State.UNKNOWN, scan_reason("scan_day_unsure", unsure[0]), self.evidence)
        for reading, key in ((_Reading.OLDER, "scan_compared_older"), (_Reading.UNREAD, "scan_unread")):
            for scan in self.those(reading):
                why = Reason(key, {"on": scan.on, "reference": self.reference.on})
                return Component(State.UNKNOWN, why, self.evidence)
        brain = [scan for scan, _ in self.readings if scan.shows_brain]
        if any(self.horizon.is_looked_at(self.course.day(scan.on)) for scan in brain):
            return None
        span = {"first": self.course.date_of(self.horizon.look_from), "last": self.course.date_of(self.horizon.look_to)}
        is_open = self.course.today is not None and self.course.today < span["last"]
        none = "scan_none_yet" if is_open else "scan_none"
        key, on = ("scan_missing", brain[-1].on) if brain else (none, self.reference.on)
        return Component(State.UNKNOWN, self.horizon.not_seen(Reason(key, {"on": on, **span})), self.evidence)


_ROLES = {
    _Reading.CLEAR: Role.CLEAR,
    _Reading.ACTIVE: Role.ACTIVE,
    _Reading.UNREAD: Role.UNREAD,
    _Reading.OLDER: Role.UNREAD,
}


def _read(scan: CourseScan, settings: OutcomeSettings, *, is_older: bool) -> _Reading:
    """What a scan says; Gd+ lesions are active whatever it was compared with."""
    if _gd(scan):
        return _Reading.ACTIVE
    if _new_t2(scan):
        return _Reading.OLDER if is_older else _Reading.ACTIVE
    if scan.shows_brain and (scan.new_t2 is None or (scan.gd is None and settings.needs_gadolinium)):
        return _Reading.UNREAD
    return _Reading.CLEAR


def _clear(seen: _Seen, reference: CourseScan) -> Reason:
    scans = [scan for scan, _ in seen.readings]
    return Reason("mri_clear", {"n": len(scans), "last": scans[-1].on, "reference": reference.on})


def seen_scan(scan: CourseScan, role: Role) -> Evidence:
    """A scan as evidence, with its lesions as far as they were counted."""
    counted = (scan.new_t2, scan.cord_new) != (None, None), (scan.gd, scan.cord_gd) != (None, None)
    return Evidence(
        Seen.SCAN, scan.id, scan.on, role, None, scan.scanned.is_whole, scan.scanned,
        _new_t2(scan) if counted[0] else None, _gd(scan) if counted[1] else None,
    )  # fmt: skip


def _new_t2(scan: CourseScan) -> int:
    """New or enlarging T2 lesions of brain and cord, as far as they were counted."""
    return (scan.new_t2 or 0) + (scan.cord_new or 0)


def _gd(scan: CourseScan) -> int:
    """Gd+ lesions of brain and cord, as far as they were counted."""
    return (scan.gd or 0) + (scan.cord_gd or 0)
