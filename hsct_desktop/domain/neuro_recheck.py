"""Fever next to neurology: a worsening beside fever, infection or ATG may be a pseudo-relapse, to be looked at again.

Old symptoms return with fever, ATG, infection or heat, without a new lesion, and are better within 24 to 48 hours of a
normal temperature (clinical reference, section 7). The program offers to look again; a person decides what it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.late_effect import check_day
from hsct_desktop.domain.problem import Problem

FEVER: Final = Decimal("38.0")
"""°C, from which on a temperature is fever (EBMT Handbook, CTCAE v5.0)."""
AFTER: Final = timedelta(days=1)
"""Fever that is first measured the day after the worsening belongs to it: it was taken the next morning."""
MAX_REASON: Final = 400


class RecheckCause(StrEnum):
    """What stands beside the worsening; wording `enum.recheck_cause.*`."""

    FEVER = "fever"
    INFECTION = "infection"
    ATG = "atg"


class RecheckDecision(StrEnum):
    """What was decided about an offer; wording `enum.recheck_decision.*`."""

    ACCEPTED = "accepted"
    DISMISSED = "dismissed"


class RecheckOutcome(StrEnum):
    """What the second look found; wording `enum.recheck_outcome.*`."""

    RESOLVED = "resolved"
    PERSISTS = "persists"


@dataclass(frozen=True)
class Worsening:
    """A neurological toxicity that began or rose on a day; `episode_id` is None for what was stated without one."""

    episode_id: int | None
    label: str
    on: date


@dataclass(frozen=True)
class Near:
    """Numbers of the unit, in days: how near a cause must be, and how long after fever the patient is seen again."""

    within: int = 7
    afebrile: int = 2


@dataclass(frozen=True)
class Causes:
    """Days of fever, first days of infections, days on which ATG was given."""

    fever: frozenset[date] = field(default_factory=frozenset)
    infection: frozenset[date] = field(default_factory=frozenset)
    atg: frozenset[date] = field(default_factory=frozenset)

    def by_kind(self) -> Iterator[tuple[RecheckCause, frozenset[date]]]:
        """The days by cause, fever first."""
        yield RecheckCause.FEVER, self.fever
        yield RecheckCause.INFECTION, self.infection
        yield RecheckCause.ATG, self.atg


@dataclass(frozen=True)
class RecheckOffer:
    """A possible pseudo-relapse: what worsened, beside what, and when to look again."""

    worsening: Worsening
    because: RecheckCause
    because_on: date
    recheck_on: date


@dataclass(frozen=True)
class Recheck:
    """What was decided about an offer, and what came of it; `task_id` is the task to examine again."""

    id: int
    version: int
    patient_id: int
    adverse_event_id: int | None
    found_on: date
    because: RecheckCause
    because_on: date | None
    decision: RecheckDecision
    reason: str
    recheck_on: date | None
    task_id: int | None
    outcome: RecheckOutcome | None
    outcome_on: date | None

    @property
    def is_open(self) -> bool:
        """Whether the second look is still to come."""
        return self.decision is RecheckDecision.ACCEPTED and self.outcome is None


def offers(
    worsenings: Iterable[Worsening], causes: Causes, held: Sequence[Recheck], near: Near, today: date
) -> list[RecheckOffer]:
    """The worsenings beside a cause about which nobody has decided, the latest first.

    The first cause in the order fever, infection, ATG counts, of it the day nearest to the worsening.
    """
    found = (_offer(worsening, causes, near, today) for worsening in worsenings if not _is_decided(worsening, held))
    return sorted((offer for offer in found if offer is not None), key=lambda o: o.worsening.on, reverse=True)


def _is_decided(worsening: Worsening, held: Sequence[Recheck]) -> bool:
    return any(r.adverse_event_id == worsening.episode_id and r.found_on >= worsening.on for r in held)


def _offer(worsening: Worsening, causes: Causes, near: Near, today: date) -> RecheckOffer | None:
    if worsening.on > today:
        return None
    first, last = worsening.on - timedelta(days=near.within), min(today, worsening.on + AFTER)
    for kind, days in causes.by_kind():
        beside = [day for day in days if first <= day <= last]
        if beside:
            nearest = min(beside, key=lambda day: (abs(day - worsening.on), day))
            return RecheckOffer(worsening, kind, nearest, recheck_day(worsening.on, causes.fever, near, today))
    return None


def recheck_day(worsened_on: date, fever: frozenset[date], near: Near, today: date) -> date:
    """When to look again: some days after the last day of the fever (or the worsening itself), never before today.

    Days of fever that lie no further apart than the unit's number of days belong to one fever.
    """
    last = worsened_on
    for day in sorted(day for day in fever if worsened_on - timedelta(days=near.within) <= day <= today):
        if day <= last + timedelta(days=near.within):
            last = max(last, day)
    return max(today, last + timedelta(days=near.afebrile))


def check_decision(recheck_on: date | None, found_on: date, today: date) -> Iterator[Problem]:
    """Yield what is wrong with the day of a second look: it is missing, before the worsening or long past."""
    if recheck_on is None:
        yield Problem("recheck_on", "date_missing")
    elif recheck_on < found_on:
        yield Problem("recheck_on", "recheck_before_worsening", {"on": found_on})
    elif recheck_on > today + timedelta(days=92):
        yield Problem("recheck_on", "recheck_too_far", {"on": recheck_on})


def check_outcome(
    outcome: RecheckOutcome | None, on: date | None, found_on: date, birth_date: date, today: date, died: date | None
) -> Iterator[Problem]:
    """Yield what is wrong with what the second look found."""
    if outcome is None:
        yield Problem("outcome", "recheck_outcome_missing")
    yield from check_day("outcome_on", on, birth_date, today, died, required=True)
    if on is not None and on < found_on:
        yield Problem("outcome_on", "recheck_before_worsening", {"on": found_on})
