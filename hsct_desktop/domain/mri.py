"""Scans: what they showed, compared with which, and which of them is the re-baseline after a transplant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.edss_assessment import Life, check_day
from hsct_desktop.domain.partial_date import PartialDate, shown, standing_day
from hsct_desktop.domain.problem import Problem

FIELDS: Final = (Decimal("1.5"), Decimal(3), Decimal(7))
"""Field strengths of clinical scanners in tesla."""
MAX_SITE: Final = 120
MAX_NOTE: Final = 4000
MOST_LESIONS: Final = 999
MOST_VOLUME: Final = Decimal(1000)
"""mL; a whole brain has some 1,200."""
MOST_CHANGE: Final = Decimal(30)
"""% of the brain's volume, either way."""
_ASKED_LESIONS: Final = {"new_t2": 50, "gd": 30, "t2_lesions": 300, "cord_new": 15, "cord_gd": 10}
"""More than these counts is asked about: a total in the field for new ones, a digit too many."""
_ASKED_VOLUME: Final = Decimal(100)
_ASKED_CHANGE: Final = (Decimal(-5), Decimal(2))
_CORD: Final = ("cord_new", "cord_gd")
_BRAIN: Final = ("new_t2", "gd", "t2_lesions", "t2_volume", "pbvc")
COUNTS: Final = ("new_t2", "gd", "t2_lesions", "cord_new", "cord_gd")


class Region(StrEnum):
    """What was scanned; wording `enum.mri_region.*`."""

    BRAIN = "brain"
    BRAIN_CORD = "brain_cord"
    CORD = "cord"

    @property
    def has_brain(self) -> bool:
        """Whether the brain is on it."""
        return self is not Region.CORD

    @property
    def has_cord(self) -> bool:
        """Whether the spinal cord is on it."""
        return self is not Region.BRAIN


@dataclass(frozen=True)
class MriEntry:
    """What the form hands over; None where the report says nothing, which is not the same as 0.

    `new_t2` counts new or enlarging T2 lesions of the brain and `gd` those that enhance; `cord_new` and `cord_gd` the
    same of the cord. `t2_volume` in mL; `pbvc` is the change of brain volume in % since the scan `compared_with_id`.
    """

    patient_id: int
    scanned: PartialDate
    region: Region = Region.BRAIN
    site: str = ""
    field_tesla: Decimal | None = None
    new_t2: int | None = None
    gd: int | None = None
    t2_lesions: int | None = None
    t2_volume: Decimal | None = None
    pbvc: Decimal | None = None
    cord_new: int | None = None
    cord_gd: int | None = None
    compared_with_id: int | None = None
    note: str = ""

    @property
    def active(self) -> bool | None:
        """Whether it shows new, enlarging or enhancing lesions of brain or cord; None where it counts none of them."""
        counts = [count for count in (self.new_t2, self.gd, self.cord_new, self.cord_gd) if count is not None]
        return any(counts) if counts else None


@dataclass(frozen=True)
class Mri:
    """A recorded scan with its version."""

    id: int
    version: int
    entry: MriEntry

    @property
    def day(self) -> date:
        """The day that stands for it (see `standing_day`)."""
        return standing_day(self.entry.scanned)


@dataclass(frozen=True)
class MriReference:
    """The scan that a person chose as the reference of a course, and why."""

    id: int
    version: int
    patient_id: int
    transplant_id: int
    mri_id: int
    reason: str


class ScanRole(StrEnum):
    """What a scan is for the verdicts after a transplant; wording `mri.role.*`."""

    BEFORE = "before"
    REFERENCE = "reference"
    """The last scan before Day 0, where the unit counts without re-baseline."""
    BETWEEN = "between"
    """After Day 0 and before the re-baseline: not counted."""
    REBASELINE = "rebaseline"
    COUNTED = "counted"
    UNCLEAR = "unclear"
    """After the reference, but its new lesions were counted against a scan before it."""
    UNDATED = "undated"
    """From Day 0 on, as far as its date says, or on either side of it: it counts only once its day is known."""
    UNDECIDED = "undecided"
    """After the window in which no scan was made: nothing is counted until a person chooses a reference."""


@dataclass(frozen=True)
class ReBaseline:
    """The reference scan after a transplant. `by_person` carries the choice and its reason; without a scan it is None.

    `first` and `last` are the days of the window of the rule, `candidates` the scans after Day 0 that a person may
    choose, by day. `is_off`: the unit counts from the last scan before Day 0.
    """

    scan: Mri | None
    first: date
    last: date
    by_person: MriReference | None = None
    candidates: tuple[Mri, ...] = ()
    is_off: bool = False


def role_of(scan: Mri, day0: date, reference: ReBaseline, compared: Mri | None = None) -> ScanRole:
    """What a scan is for the verdicts after Day 0; `compared` is the scan that it was compared with."""
    if not scan.entry.scanned.is_whole and scan.entry.scanned.last >= day0:
        return ScanRole.UNDATED
    is_reference = reference.scan is not None and scan.id == reference.scan.id
    if scan.day <= day0:
        return ScanRole.REFERENCE if is_reference else ScanRole.BEFORE
    if is_reference:
        return ScanRole.REBASELINE
    if reference.scan is None:
        return ScanRole.BETWEEN if scan.day < reference.first and not reference.is_off else ScanRole.UNDECIDED
    if scan.day <= reference.scan.day:
        return ScanRole.BETWEEN
    entry = scan.entry
    is_older = compared is not None and compared.day < reference.scan.day
    if is_older and not (entry.gd or entry.cord_gd) and (entry.new_t2 or entry.cord_new):
        return ScanRole.UNCLEAR
    return ScanRole.COUNTED


def is_earlier(other: PartialDate, than: PartialDate) -> bool:
    """Whether a scan may have been made before another; of months and years the benefit of the doubt."""
    return other.first < than.last


def check_mri(entry: MriEntry, life: Life, others: Sequence[Mri] = (), row_id: int | None = None) -> Iterator[Problem]:
    """Yield what is wrong with a scan: impossible values block, improbable ones ask. `others` are the patient's other
    scans, `row_id` is the scan that is being revised.
    """
    yield from check_day("scanned", entry.scanned, life)
    yield from _check_numbers(entry)
    yield from _check_region(entry)
    yield from _check_comparison(entry, others, row_id)
    same = (o for o in others if o.entry.scanned == entry.scanned and o.entry.region is entry.region)
    if entry.scanned.is_whole and any(same):
        yield Problem("scanned", "mri_twice", soft=True)
    for name, text, limit in (("site", entry.site, MAX_SITE), ("note", entry.note, MAX_NOTE)):
        if len(text) > limit:
            yield Problem(name, "too_long", {"limit": limit})


def _check_numbers(entry: MriEntry) -> Iterator[Problem]:
    if entry.field_tesla is not None and entry.field_tesla not in FIELDS:
        yield Problem("field_tesla", "mri_field")
    for name in COUNTS:
        count = getattr(entry, name)
        if count is None:
            continue
        if not 0 <= count <= MOST_LESIONS:
            yield Problem(name, "mri_count", {"limit": MOST_LESIONS})
        elif count > _ASKED_LESIONS[name]:
            yield Problem(name, "mri_count_high", {"count": count}, soft=True)
    yield from _check_amounts(entry)
    if entry.t2_lesions is not None:
        for name in ("new_t2", "gd"):
            count = getattr(entry, name)
            if count is not None and count > entry.t2_lesions >= 0:
                yield Problem(name, "mri_more_than_all", {"count": count, "all": entry.t2_lesions}, soft=True)


def _check_amounts(entry: MriEntry) -> Iterator[Problem]:
    volume, change = entry.t2_volume, entry.pbvc
    if volume is not None and not 0 <= volume <= MOST_VOLUME:
        yield Problem("t2_volume", "mri_volume", {"limit": MOST_VOLUME})
    elif volume is not None and volume > _ASKED_VOLUME:
        yield Problem("t2_volume", "mri_volume_high", {"volume": volume}, soft=True)
    if change is None:
        return
    if abs(change) > MOST_CHANGE:
        yield Problem("pbvc", "mri_change", {"limit": MOST_CHANGE})
    elif not _ASKED_CHANGE[0] <= change <= _ASKED_CHANGE[1]:
        yield Problem("pbvc", "mri_change_high", {"change": change}, soft=True)
    if entry.compared_with_id is None:
        yield Problem("compared_with_id", "mri_change_since", soft=True)


def _check_region(entry: MriEntry) -> Iterator[Problem]:
    if not entry.region.has_cord:
        for name in _CORD:
            if getattr(entry, name) is not None:
                yield Problem(name, "mri_cord_not_scanned")
    if not entry.region.has_brain:
        for name in _BRAIN:
            if getattr(entry, name) is not None:
                yield Problem(name, "mri_brain_not_scanned")


def _check_comparison(entry: MriEntry, others: Sequence[Mri], row_id: int | None) -> Iterator[Problem]:
    if entry.compared_with_id is not None:
        other = next((scan for scan in others if scan.id == entry.compared_with_id), None)
        if other is None:
            yield Problem("compared_with_id", "mri_compared_gone")
        elif not is_earlier(other.entry.scanned, entry.scanned):
            yield Problem("compared_with_id", "mri_compared_later", {"on": shown(other.entry.scanned)})
    for scan in others:
        compares = row_id is not None and scan.entry.compared_with_id == row_id
        if compares and not is_earlier(entry.scanned, scan.entry.scanned):
            yield Problem("scanned", "mri_comparer_earlier", {"on": shown(scan.entry.scanned)})
            return
