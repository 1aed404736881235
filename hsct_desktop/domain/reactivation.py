"""Reactivation of a virus as its DNA in blood shows it: begin, peak, end, and how fast it rises.

Amounts are compared only where the laboratory gave them in one unit: copies are never turned into IU. A value that is
not above the laboratory's limit (`neg`, 0, `<34`) is negative.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

NEGATIVES_TO_END: Final = 2
"""So many negative results in a row end a reactivation."""


@dataclass(frozen=True)
class ViralLoad:
    """One result: `amount` in `unit` as the laboratory reports it, None for a positive one without a number.

    `is_above` says that the virus was found above the laboratory's limit; `comparator` is ">" or "".
    """

    on: date
    is_above: bool
    amount: Decimal | None = None
    unit: str = ""
    comparator: str = ""
    at: str = ""
    words: str = ""


@dataclass(frozen=True)
class Reactivation:
    """From the first result above the limit; `peaks` the highest in each unit; `ended_on` the first of two negatives.

    `after_negative` is False where the first recorded result was above already, so that the true begin is not known.
    `negatives` are those in a row since the last one above.
    """

    first: ViralLoad
    peaks: tuple[ViralLoad, ...]
    last: ViralLoad
    after_negative: bool
    ended_on: date | None = None
    negatives: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.ended_on is None


@dataclass(frozen=True)
class Rise:
    """The latest amount against the one before in the same unit: how many times, how many log10, in how many days.

    `is_at_least`: the latest one stands behind `>`, so that it may be more.
    """

    before: ViralLoad
    now: ViralLoad
    factor: Decimal
    log10: Decimal
    days: int
    is_at_least: bool = False

    @property
    def doubling_days(self) -> Decimal | None:
        """Days in which it doubles at this pace; None where it does not rise or both are of one day.

        From the amounts, not from the rounded log10; a rise that rounds to 0.00 log10 is none.
        """
        if self.factor <= 1 or self.days <= 0 or not self.log10:
            return None
        return (Decimal(self.days) * Decimal(str(math.log(2) / math.log(self.factor)))).quantize(Decimal("0.1"))


def reactivations(results: Iterable[ViralLoad]) -> list[Reactivation]:
    """The reactivations in the order of time."""
    found: list[Reactivation] = []
    held: list[ViralLoad] = []
    negatives: list[ViralLoad] = []
    seen_negative = False
    for one in in_order(results):
        if one.is_above:
            held.append(one)
            negatives = []
            continue
        if held:
            negatives.append(one)
            if len(negatives) == NEGATIVES_TO_END:
                found.append(_closed(held, negatives, seen_negative))
                held, negatives = [], []
                seen_negative = True
        else:
            seen_negative = True
    if held:
        found.append(_open(held, negatives, seen_negative))
    return found


def in_order(results: Iterable[ViralLoad]) -> list[ViralLoad]:
    """By day and time."""
    return sorted(results, key=lambda one: (one.on, one.at))


def _closed(held: Sequence[ViralLoad], negatives: Sequence[ViralLoad], after_negative: bool) -> Reactivation:
    return Reactivation(held[0], _peaks(held), held[-1], after_negative, negatives[0].on, len(negatives))


def _open(held: Sequence[ViralLoad], negatives: Sequence[ViralLoad], after_negative: bool) -> Reactivation:
    return Reactivation(held[0], _peaks(held), held[-1], after_negative, None, len(negatives))


def _peaks(held: Sequence[ViralLoad]) -> tuple[ViralLoad, ...]:
    """The highest amount in each unit, the first of equal ones; a unit that came later stands behind."""
    highest: dict[str, ViralLoad] = {}
    for one in held:
        best = highest.get(one.unit)
        if one.amount is not None and (best is None or best.amount is None or one.amount > best.amount):
            highest[one.unit] = one
    return tuple(highest.values())


def rise(results: Iterable[ViralLoad]) -> Rise | None:
    """The latest result against the last one above the limit before it, in the same unit.

    None where either has no number, the units differ, or the latest is not above the limit.
    """
    ordered = in_order(results)
    if len(ordered) < 2:
        return None
    before, now = ordered[-2], ordered[-1]
    if not (now.is_above and before.is_above) or now.unit != before.unit:
        return None
    if not now.amount or not before.amount or before.comparator:
        return None
    factor = now.amount / before.amount
    log10 = Decimal(str(math.log10(factor))).quantize(Decimal("0.01"))
    return Rise(before, now, factor, log10, (now.on - before.on).days, bool(now.comparator))


def reaches(one: ViralLoad, threshold: Decimal, unit: str) -> bool | None:
    """Whether a result reaches the unit's threshold; None where it is given in another unit or has no number."""
    if not one.is_above:
        return False
    if one.amount is None or one.unit != unit:
        return None
    if one.comparator and one.amount < threshold:
        return None
    return one.amount >= threshold
