"""Vaccines after transplantation: the series as data, the doses given, and the plan that follows from both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from hsct_desktop.domain.dates import Offset
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.rule import Rule
from hsct_desktop.domain.rule_facts import Amount, Missing, Reading, Truth
from hsct_desktop.domain.worklist import Reason


class VaccineKind(StrEnum):
    """What a vaccine is made of, as far as the plan asks; wording `enum.vaccine_kind.*`."""

    INACTIVATED = "inactivated"
    LIVE = "live"
    NEVER = "never"


class VaccineStatus(StrEnum):
    """How a series or one of its doses stands on a day; wording `enum.vaccine_status.*`.

    Doses given are `given` or `not_counted`. A dose still to give is `planned` before its window, `due` in it,
    `overdue` after it, `asks` while a person has to choose the series, `held` while a condition of a live vaccine is
    not met or cannot be told, `left_out` by a person's choice. A series takes the status of its next dose, or of the
    serology that ends it; it is `done` when nothing is left, and `never` is no vaccine for these patients.
    """

    GIVEN = "given"
    NOT_COUNTED = "not_counted"
    DUE = "due"
    OVERDUE = "overdue"
    PLANNED = "planned"
    ASKS = "asks"
    HELD = "held"
    LEFT_OUT = "left_out"
    NEVER = "never"
    DONE = "done"

    @property
    def is_due(self) -> bool:
        """Whether the dose should be given now."""
        return self in (VaccineStatus.DUE, VaccineStatus.OVERDUE)


class VaccineDecision(StrEnum):
    """What a person decided about a series; wording `enum.vaccine_decision.*`."""

    PLAN = "plan"
    LEAVE_OUT = "leave_out"


@dataclass(frozen=True)
class DoseRule:
    """When a dose of a series counts and when it is due.

    It counts from `interval` after the dose before on, from `since_first` after the first dose of the series on, and
    from `earliest` after Day 0 on. It is due from `recommended` after the dose before (`recommended_first`: after the
    first dose) on, never before it counts, for `within`, or until `until` after Day 0. `asks` is the question of a
    dose that only a person's choice adds; `child_age` years: the dose is for patients below that age only; `replacing`:
    it is planned only where a product was chosen that makes another series unnecessary.
    """

    interval: Offset | None = None
    since_first: Offset | None = None
    earliest: Offset | None = None
    recommended: Offset | None = None
    recommended_first: Offset | None = None
    within: Offset = field(default_factory=lambda: Offset(2, "m"))
    until: Offset | None = None
    asks: Label | None = None
    child_age: int | None = None
    replacing: bool = False


@dataclass(frozen=True)
class Season:
    """The months in which a yearly vaccine is given, as (month, day) of its first and last day; may pass a new year."""

    first: tuple[int, int]
    last: tuple[int, int]


@dataclass(frozen=True)
class Yearly:
    """A vaccine of every season: `early` is the time after Day 0 from which an early dose counts, to be followed by a
    second one after `early_interval`.
    """

    season: Season
    early: Offset | None = None
    early_interval: Offset | None = None


@dataclass(frozen=True)
class SerologyRule:
    """The result that ends a series: an analyte, the limit from which it protects, when it is asked for after the last
    dose, and how many doses a second series has.
    """

    analyte: str
    limit: Amount
    earliest: Offset
    latest: Offset
    more: int


@dataclass(frozen=True)
class Follows:
    """A series that comes after another: `interval` after the last of its doses.

    Not needed once the other has its dose number `replaced_by` of a product that `replaces` names.
    """

    series: str
    interval: Offset
    replaced_by: int | None = None


@dataclass(frozen=True)
class VaccineCondition:
    """A condition in the unit's rule language with its numbers (each with its unit), and what it is called.

    `template` is the label before its numbers were filled in.
    """

    id: str
    label: Label
    rule: Rule
    template: Label
    note: Label | None = None


@dataclass(frozen=True)
class VaccineSeries:
    """One vaccine of the plan, as a variant of the guideline has it.

    `asks` is the question of a series that a person has to choose. `restart_after` None: a long gap restarts nothing.
    `conditions` are what holds a live vaccine, all of them. `booster` after the last dose is told, not planned.
    """

    id: str
    label: Label
    kind: VaccineKind
    earliest: Offset | None = None
    doses: tuple[DoseRule, ...] = ()
    yearly: Yearly | None = None
    follows: Follows | None = None
    serology: SerologyRule | None = None
    booster: Offset | None = None
    restart_after: Offset | None = None
    asks: Label | None = None
    note: Label | None = None
    short: Label | None = None
    """The name in lists of vaccines, such as "DTaP"."""
    detail: Label | None = None
    """A few words after the name, such as "inactivated, yearly"."""
    source: str = ""
    conditions: tuple[VaccineCondition, ...] = ()


@dataclass(frozen=True)
class VaccineProduct:
    """What is given: a single vaccine or a combination, counted for each series of `components`.

    `replaces` names a series that a further dose of it makes unnecessary (PPSV23 after a fourth PCV20).
    """

    id: str
    label: Label
    components: tuple[str, ...]
    replaces: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class VaccineVariant:
    """A guideline whose intervals the plan may follow."""

    id: str
    label: Label
    source: str = ""


@dataclass(frozen=True)
class VaccineCatalogue:
    """All series by variant, the products by id (each series is also a product of its own), and what delays."""

    variants: Mapping[str, VaccineVariant]
    series: Mapping[str, Mapping[str, VaccineSeries]]
    products: Mapping[str, VaccineProduct]
    delays: tuple[VaccineCondition, ...] = ()

    ages: Mapping[str, int] = field(default_factory=dict)
    """How many days a value of an analyte counts."""

    @property
    def needs(self) -> frozenset[str]:
        """What the conditions and serologies read: records of the rule language and codes of analytes."""
        conditions = {c.id: c for of in self.series.values() for s in of.values() for c in s.conditions}
        found = {need for c in (*conditions.values(), *self.delays) for need in c.rule.needs()}
        return frozenset(found | self.analytes)

    @property
    def analytes(self) -> frozenset[str]:
        """The analytes whose results end a series."""
        every = (s.serology for of in self.series.values() for s in of.values())
        return frozenset(rule.analyte for rule in every if rule is not None)

    def of(self, variant: str) -> Mapping[str, VaccineSeries]:
        """The series of a variant by id, in the order of lists."""
        return self.series[variant]


EVERY = "all"
"""Stands for every series in a decision, such as of a patient who is vaccinated elsewhere; one's own goes before it."""
DEFAULT_VARIANT = "ecil7"
"""ECIL-7 2017 (Cordonnier 2019), the recommendations of the EBMT Handbook 2024, chapter 29."""


@dataclass(frozen=True)
class GivenDose:
    """A dose that was given: `vaccine` is a product of the catalogue, `dose_number` as documented (None: not)."""

    vaccine: str
    given_on: date
    dose_number: int | None = None
    lot: str = ""
    site: str = ""
    given_by: str = ""
    reason: str = ""
    note: str = ""
    id: int = 0
    version: int = 1


@dataclass(frozen=True)
class VaccineChoice:
    """A person's decision on a series; `product` is the one planned, "" where it is open."""

    vaccine: str
    decision: VaccineDecision
    product: str = ""
    reason: str = ""
    decided_on: date | None = None
    id: int = 0
    version: int = 1


@dataclass(frozen=True)
class ConditionVerdict:
    """A condition as it stands on a day: met, not met or not told, what shows it and what is missing.

    `from_on` is the first day on which a matter of time alone is met.
    """

    condition: VaccineCondition
    truth: Truth
    evidence: tuple[Mapping[str, Any], ...] = ()
    missing: tuple[Missing, ...] = ()
    from_on: date | None = None
    readings: tuple[Reading, ...] = ()
    """The latest value that counts of each analyte that it asks for."""


@dataclass(frozen=True)
class PlannedDose:
    """A dose given, or one still to give.

    `number` is its place in the series; of a dose that does not count, the place it would have had. `earliest` is the
    first day on which it counts; it is due from `due_from` to `due_to`. `given` is None for one still to give. `why`
    is never empty.
    """

    number: int
    status: VaccineStatus
    why: tuple[Reason, ...]
    earliest: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    given: GivenDose | None = None

    @property
    def is_given(self) -> bool:
        """Whether somebody gave it, counted or not."""
        return self.given is not None


@dataclass(frozen=True)
class SerologyCheck:
    """The serology that ends a series: its analyte, when it is due, and the result once there is one.

    `status` is planned, due or overdue before the result, done after it.
    """

    analyte: str
    status: VaccineStatus
    due_from: date
    due_to: date
    protected: Truth = Truth.UNKNOWN
    result_on: date | None = None
    result: Decimal | None = None


@dataclass(frozen=True)
class VaccineLine:
    """A series on a day: its doses in order, those still to give last; `why` is never empty.

    `conditions` are those of a live vaccine, met or not.
    """

    series: VaccineSeries
    status: VaccineStatus
    why: tuple[Reason, ...]
    doses: tuple[PlannedDose, ...] = ()
    conditions: tuple[ConditionVerdict, ...] = ()
    check: SerologyCheck | None = None
    choice: VaccineChoice | None = None

    @property
    def given(self) -> tuple[PlannedDose, ...]:
        """The doses given, those that do not count too."""
        return tuple(dose for dose in self.doses if dose.is_given)

    @property
    def counted(self) -> int:
        """How many doses count."""
        return sum(dose.status is VaccineStatus.GIVEN for dose in self.doses)

    @property
    def to_give(self) -> tuple[PlannedDose, ...]:
        """The doses still to give."""
        return tuple(dose for dose in self.doses if not dose.is_given)

    @property
    def next(self) -> PlannedDose | None:
        """The next dose still to give."""
        return next(iter(self.to_give), None)

    @property
    def open_conditions(self) -> tuple[ConditionVerdict, ...]:
        """What holds a live vaccine: the conditions that are not met or cannot be told."""
        return tuple(found for found in self.conditions if found.truth is not Truth.YES)


@dataclass(frozen=True)
class VaccinePlan:
    """All series of a patient on a day; `delays` are the delay rules of non-live vaccines with their truth.

    A delay that is true puts a due dose off by a person's judgement; it hides nothing.
    """

    variant: str
    on: date
    day0: date | None
    lines: tuple[VaccineLine, ...]
    delays: tuple[ConditionVerdict, ...] = ()
    unknown: tuple[GivenDose, ...] = ()
    """Doses of products that the catalogue does not know (any more)."""

    def line(self, series_id: str) -> VaccineLine:
        """The line of a series; KeyError for one that the catalogue does not have."""
        return {line.series.id: line for line in self.lines}[series_id]

    @property
    def due(self) -> tuple[VaccineLine, ...]:
        """The series with a dose to give now."""
        return tuple(line for line in self.lines if line.status.is_due)

    def delays_line(self, line: VaccineLine) -> bool:
        """Whether a dose of that line is due now while a delay rule is surely true."""
        return line.status.is_due and line.next is not None and bool(self.delaying)

    @property
    def delaying(self) -> tuple[ConditionVerdict, ...]:
        """The delay rules that are surely true."""
        return tuple(found for found in self.delays if found.truth is Truth.YES)
