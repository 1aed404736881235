"""The checklist by which a meeting selects for transplant: criteria, what the record says of each, a person's tick.

The program reads and compares; it never decides. A `Hint` says how the recorded value stands to the unit's own limit,
the `Tick` is a person's, and the decision is the meeting's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.protocol import Label

MAX_COMMENT: Final = 400


class Reading(StrEnum):
    """What of the record stands beside a criterion; `person`: nothing, only a person can say."""

    PERSON = "person"
    AGE = "age"
    DURATION = "duration"
    PHENOTYPE = "phenotype"
    EDSS = "edss"
    ACTIVITY = "activity"
    THERAPIES = "therapies"
    VALUES = "values"
    CHANGE = "change"
    INFECTIONS = "infections"
    PREGNANCY = "pregnancy"


class SelectionGroup(StrEnum):
    """Under which heading a criterion stands, in this order; wording `enum.selection_group.*`."""

    DISEASE = "disease"
    EARLY = "early"
    ORGAN = "organ"
    LUNG = "lung"
    HEART = "heart"
    TREATMENT = "treatment"
    FITNESS = "fitness"
    OTHER = "other"


class Checked(StrEnum):
    """How far a source's limit was checked; wording `enum.selection_checked.*`."""

    TEXT = "text"
    SUMMARY = "summary"
    PRACTICE = "practice"


class Hint(StrEnum):
    """How the recorded value stands to the unit's limit; wording `enum.selection_hint.*`."""

    WITHIN = "within"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"
    PERSON = "person"


class Tick(StrEnum):
    """What a person said of a criterion; wording `enum.selection_tick.*`."""

    MET = "met"
    NOT_MET = "not_met"
    EXCEPTION = "exception"


class MeetingDecision(StrEnum):
    """What a meeting decided; wording `enum.meeting_decision.*`."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    DEFERRED = "deferred"


@dataclass(frozen=True)
class SourceLimit:
    """What one source states of a criterion, in words, and how far that was checked."""

    source: str
    text: Label
    checked: Checked


@dataclass(frozen=True)
class Limit:
    """The unit's bounds of a value: `least` <= value, `below` > value, and so on; None where there is no such bound."""

    below: Decimal | None = None
    most: Decimal | None = None
    least: Decimal | None = None
    above: Decimal | None = None

    @property
    def number(self) -> Decimal:
        """The first bound that is set: the one that a unit's setting replaces."""
        bounds = (self.below, self.most, self.least, self.above)
        return next(bound for bound in bounds if bound is not None)

    def holds(self, value: Decimal) -> bool:
        """Whether a value lies within all bounds."""
        return (
            (self.below is None or value < self.below)
            and (self.most is None or value <= self.most)
            and (self.least is None or value >= self.least)
            and (self.above is None or value > self.above)
        )


@dataclass(frozen=True)
class Criterion:
    """One line of the checklist. `limit_text` are the unit's words of its limit; "{n}" in it is the number of `limit`.

    `setting` is the unit's setting that replaces that number, `of` the measures, analytes or drugs that are read,
    `months` the time before the meeting that counts.
    """

    id: str
    group: SelectionGroup
    diseases: tuple[str, ...]
    label: Label
    reading: Reading = Reading.PERSON
    limit: Limit | None = None
    limit_text: Label | None = None
    setting: str = ""
    of: tuple[str, ...] = ()
    months: int = 12
    sources: tuple[SourceLimit, ...] = ()
    note: Label | None = None
    is_unit: bool = False


@dataclass(frozen=True)
class Trial:
    """A trial of the list; `registry` is its registration number, "" where nobody has checked it."""

    id: str
    name: str
    registry: str
    label: Label
    diseases: tuple[str, ...]
    arms: tuple[Label, ...]
    is_closed: bool
    checked: Checked
    source: str


@dataclass(frozen=True)
class Dated:
    """A value and its day."""

    value: Decimal
    on: date
    label: Label
    unit: Label | None = None


@dataclass(frozen=True)
class EdssGiven:
    """The clinician's EDSS of an examination, its day as far as it is known."""

    value: Decimal
    on: PartialDate


@dataclass(frozen=True)
class Scan:
    """What counts of a scan; None where nobody recorded it."""

    on: PartialDate
    new_t2: int | None = None
    gd: int | None = None


@dataclass(frozen=True)
class DrugGiven:
    """A drug for the disease: its id in the list ("" for one only named), name and dates."""

    drug_id: str
    name: Label
    started: PartialDate | None = None
    stopped: PartialDate | None = None


@dataclass(frozen=True)
class SelectionFacts:
    """What the record says of a patient on the day of a meeting. Nothing recorded is never "none".

    `values` are by id of measure or analyte, oldest first, as are `edss`. `looked_on` is the last day on which the unit
    saw the patient, `drugs_complete_on` that on which somebody said that the list of drugs is whole; `pregnancy` the
    last answer ("yes", "no", "unknown", "" for none).
    """

    on: date
    birth_date: date
    phenotype: Label | None = None
    phenotype_since: PartialDate | None = None
    onset: PartialDate | None = None
    diagnosed: PartialDate | None = None
    edss: tuple[EdssGiven, ...] = ()
    relapses: tuple[PartialDate, ...] = ()
    scans: tuple[Scan, ...] = ()
    drugs: tuple[DrugGiven, ...] = ()
    drugs_complete_on: date | None = None
    values: Mapping[str, tuple[Dated, ...]] = field(default_factory=dict)
    infections: tuple[Label, ...] = ()
    looked_on: date | None = None
    pregnancy: str = ""
    pregnancy_on: date | None = None


@dataclass(frozen=True)
class Mark:
    """What a person said of a criterion: the tick (None while there is none) and words."""

    tick: Tick | None = None
    comment: str = ""


Part = tuple[str, Mapping[str, object]]
"""A piece of what is recorded: the key of its words (`selection.value.*`) and what stands in them."""


@dataclass(frozen=True)
class Found:
    """What the record says of a criterion: its words, and between which numbers the value lies (None: unknown)."""

    parts: tuple[Part, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    hint: Hint | None = None
    """Set where the value is no single number; otherwise the numbers decide."""

    @property
    def text(self) -> str:
        """The same in one form that does not depend on a language: by it a later change of the record is seen."""
        return "; ".join(" ".join([key, *_plain(params)]) for key, params in self.parts)


@dataclass(frozen=True)
class Line:
    """A criterion as it stands for a patient: recorded value, the unit's limit, hint, and what a person said."""

    criterion: Criterion
    found: Found
    limit: Limit | None
    hint: Hint
    mark: Mark = Mark()


def _plain(params: Mapping[str, object]) -> Iterator[str]:
    for name, value in params.items():
        said = value.en if isinstance(value, Label) else value.text if isinstance(value, PartialDate) else value
        yield f"{name}={said}"
