"""What counts as response, relapse or progression in a measure: definitions as data; `measure_verdict` judges them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hsct_desktop.domain.measure import Measure
from hsct_desktop.domain.protocol import Label

_SHARED: Final = 2
"""A measure of more diseases than these is none of their own."""
_LIMIT: Final = re.compile(r"(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)", re.ASCII)


class VerdictKind(StrEnum):
    """What a definition is about; wording `enum.verdict_kind.*`."""

    RESPONSE = "response"
    REMISSION = "remission"
    WORSENING = "worsening"

    @property
    def is_good(self) -> bool:
        """Whether one hopes that it is met."""
        return self is not VerdictKind.WORSENING


class Towards(StrEnum):
    """The way of a change."""

    BETTER = "better"
    WORSE = "worse"


class Since(StrEnum):
    """From which earlier value a change counts.

    BASELINE: the last on or before Day 0. PREVIOUS: the value before it.
    """

    BASELINE = "baseline"
    PREVIOUS = "previous"


class Becomes(StrEnum):
    """What a laboratory value becomes after Day 0."""

    NEGATIVE = "negative"
    NORMAL = "normal"


@dataclass(frozen=True)
class Limit:
    """A comparison with a number, as the data writes it: "> 5", ">= 25", "< 0.5", "<= 5"."""

    sign: str
    number: Decimal

    def holds(self, value: Decimal) -> bool:
        """Whether a value satisfies it."""
        if self.sign == "<":
            return value < self.number
        if self.sign == "<=":
            return value <= self.number
        return value > self.number if self.sign == ">" else value >= self.number

    def holds_of_share(self, part: Decimal, whole: Decimal) -> bool:
        """Whether `part` in percent of `whole` (not negative) satisfies it; multiplied out, so nothing is rounded."""
        return Limit(self.sign, self.number * whole).holds(part * 100)


def parse_limit(text: str) -> Limit | None:
    """Read ">= 25"; None for any other text."""
    match = _LIMIT.fullmatch(text.strip())
    return Limit(match[1], Decimal(match[2])) if match is not None else None


@dataclass(frozen=True)
class Ignored:
    """A change of one item between two neighbouring scores that does not count (the arm of the INCAT, 0 and 1)."""

    item_id: str
    scores: frozenset[int]


@dataclass(frozen=True)
class ChangeTest:
    """A measure changed by so much: in its own unit (`points`), in percent of the earlier value, or both."""

    measure_id: str
    towards: Towards
    points: Limit | None = None
    percent: Limit | None = None
    since: Since = Since.BASELINE
    ignored: Ignored | None = None


@dataclass(frozen=True)
class LevelTest:
    """The latest value lies on the right side of a limit. `without` leaves items out, `only` takes some alone."""

    measure_id: str
    limit: Limit
    without: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoNewItemTest:
    """No item is present that was absent at the value before; `without` leaves items out."""

    measure_id: str
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoAttackTest:
    """No relapse after Day 0, up to the last day on which somebody looked.

    An onset within `apart` days of the one before belongs to that attack.
    """

    apart: int = 30


@dataclass(frozen=True)
class LaboratoryTest:
    """A laboratory value that was abnormal on or before Day 0 is negative, or within its range, after it."""

    analyte: str
    becomes: Becomes


Test = ChangeTest | LevelTest | NoNewItemTest | NoAttackTest | LaboratoryTest


@dataclass(frozen=True)
class Condition:
    """A test with the words that name it when it fails."""

    test: Test
    label: Label


@dataclass(frozen=True)
class MeasureOutcome:
    """A definition: all conditions must hold.

    The values of other measures count when they lie within `within` days of the first condition's latest value.
    `note` says what the definition asks beyond what is judged here.
    """

    id: str
    label: Label
    kind: VerdictKind
    diseases: tuple[str, ...]
    conditions: tuple[Condition, ...]
    within: int = 31
    note: Label | None = None
    source: str = ""
    unchecked: bool = False


@dataclass(frozen=True)
class MeasureBook:
    """The measures and definitions of the catalogue, in the order of its file."""

    measures: Mapping[str, Measure] = field(default_factory=lambda: MappingProxyType({}))
    outcomes: Mapping[str, MeasureOutcome] = field(default_factory=lambda: MappingProxyType({}))
    courses: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Analytes that are drawn as courses, by disease."""
    version: str = ""

    def of_disease(self, disease_id: str) -> list[Measure]:
        """The measures offered for a disease: its own first, then those of many, then those of all diseases."""
        found = [measure for measure in self.measures.values() if measure.concerns(disease_id)]
        return sorted(found, key=lambda measure: (not measure.diseases, len(measure.diseases) > _SHARED))

    def outcomes_of(self, disease_id: str) -> list[MeasureOutcome]:
        """The definitions of a disease."""
        return [outcome for outcome in self.outcomes.values() if disease_id in outcome.diseases]
