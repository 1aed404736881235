"""Sums of doses as they were typed or as a regimen describes them: held against a figure, never a dose to give."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_DOSE = re.compile(r"^\s*(\d+(?:[.,]\d+)?)\s*(mg|g)\s*/\s*(kg|m2|m²|mq)\s*(?:/\s*(?:d|day|die|g|giorno))?\s*$", re.I)
_HOURS = re.compile(r"^\s*(\d+)\s*h\s*$")
_HOURS_A_DAY = 24


@dataclass(frozen=True)
class ReadDose:
    """A dose of a day in mg per kg ("mg/kg") or per m2 ("mg/m2")."""

    amount: Decimal
    unit: str


@dataclass(frozen=True)
class DoseSum:
    """What the doses that could be read come to; `unread` doses were given but state no such amount."""

    amount: Decimal
    unread: int


def read_dose(text: str) -> ReadDose | None:
    """The dose a text states per kg or m2; None for a range, an absolute dose, or anything else."""
    found = _DOSE.match(text)
    if found is None:
        return None
    amount = Decimal(found[1].replace(",", "."))
    thousand = Decimal(1000) if found[2].lower() == "g" else Decimal(1)
    return ReadDose(amount * thousand, "mg/kg" if found[3].lower() == "kg" else "mg/m2")


def times_a_day(every: str) -> int | None:
    """How often a day "12 h" is; 1 where nothing is said, None where it cannot be told."""
    if not every.strip():
        return 1
    found = _HOURS.match(every)
    hours = int(found[1]) if found is not None else 0
    return _HOURS_A_DAY // hours if hours and _HOURS_A_DAY % hours == 0 else None


def day_dose(dose: str, unit: str, per: str, every: str) -> ReadDose | None:
    """The dose of one day as a regimen describes it; None where it does not say."""
    once, times = read_dose(f"{dose} {unit}/{per}"), times_a_day(every)
    return None if once is None or times is None else ReadDose(once.amount * times, once.unit)


def summed(doses: Iterable[ReadDose | None], unit: str) -> DoseSum:
    """The doses in `unit` added up; a dose in another unit, or None, is counted as not read."""
    amount, unread = Decimal(0), 0
    for dose in doses:
        if dose is None or dose.unit != unit:
            unread += 1
        else:
            amount += dose.amount
    return DoseSum(amount, unread)
