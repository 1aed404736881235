"""Time without a drug before mobilisation, held against the unit's table: a figure to look at, never a verdict.

The evidence for such times is weak, and the consensus ECTRIMS/EBMT 2025 advises to keep them short.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hsct_desktop.domain.dates import add_offset
from hsct_desktop.domain.disease_modifying_therapy import DiseaseModifyingTherapyEntry, DmtStatus
from hsct_desktop.domain.dmt import Washout
from hsct_desktop.domain.partial_date import PartialDate


class WashoutAnchor(StrEnum):
    """Up to which day the time is counted; wording `history.washout.until.*`."""

    MOBILISATION = "mobilisation"
    DAY0 = "day0"
    """The course has no day of mobilisation on record."""
    TODAY = "today"


class WashoutState(StrEnum):
    """Where the time without the drug stands; never shown itself, the page words it by its figures."""

    RUNNING = "running"
    UNKNOWN = "unknown"
    """No day of the last dose is known."""
    GIVEN_AFTER = "given_after"
    """Given on or after the day counted to."""
    SHORTER = "shorter"
    WITHIN = "within"
    """Between the table's least and most."""
    LONGER = "longer"
    OPEN = "open"
    """The date is known too roughly to tell."""


@dataclass(frozen=True)
class CountedTo:
    """The day up to which time without a drug is counted, and what it is."""

    on: date
    anchor: WashoutAnchor


@dataclass(frozen=True)
class FreeTime:
    """Time without a drug in days, from `least` to `most` as far as its last day is known, against the table."""

    state: WashoutState
    to: CountedTo
    washout: Washout
    least: int | None = None
    most: int | None = None

    @property
    def asks(self) -> bool:
        """Whether it is, or may be, shorter than the table says."""
        return self.state not in (WashoutState.LONGER, WashoutState.WITHIN)


def counted_to(courses: Iterable[tuple[date | None, date | None]], today: date) -> CountedTo:
    """The day counted to for the latest of the courses, each given by its mobilisation and its Day 0.

    A day to come counts as planned; where neither is recorded, or Day 0 lies ahead without a mobilisation, it is today.
    """
    mobilisation, day0 = next(reversed(list(courses)), (None, None))
    if mobilisation is not None:
        return CountedTo(mobilisation, WashoutAnchor.MOBILISATION)
    if day0 is not None and day0 <= today:
        return CountedTo(day0, WashoutAnchor.DAY0)
    return CountedTo(today, WashoutAnchor.TODAY)


def free_time(entry: DiseaseModifyingTherapyEntry, washout: Washout | None, to: CountedTo) -> FreeTime | None:
    """The time without a drug; None where the table has no time for it, or it was only begun after the day."""
    if washout is None or (washout.least.count == 0 and washout.most is None):
        return None
    if entry.started is not None and entry.started.first > to.on:
        return None
    if entry.stopped is None:
        running = entry.status is DmtStatus.RUNNING
        return FreeTime(WashoutState.RUNNING if running else WashoutState.UNKNOWN, to, washout)
    least, most = (to.on - entry.stopped.last).days, (to.on - entry.stopped.first).days
    return FreeTime(_state(entry.stopped, washout, to.on), to, washout, least, most)


def _state(stopped: PartialDate, washout: Washout, on: date) -> WashoutState:
    shortest, longest = _of_day(stopped.last, washout, on), _of_day(stopped.first, washout, on)
    return shortest if shortest is longest else WashoutState.OPEN


def _of_day(stopped: date, washout: Washout, on: date) -> WashoutState:
    if stopped >= on:
        return WashoutState.GIVEN_AFTER
    if add_offset(stopped, washout.least) > on:
        return WashoutState.SHORTER
    return WashoutState.LONGER if add_offset(stopped, washout.most or washout.least) <= on else WashoutState.WITHIN
