"""The frozen picture of a patient at a date that every rule looks at, and three-valued truth about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Final

INFINITY: Final = Decimal("Infinity")
RELATIVE: Final = ("x ULN", "x LLN", "x baseline")
"""Units of a threshold that is a multiple of the limits or the baseline kept with the value itself."""
RECORDS: Final = frozenset({
    "toxicity", "therapy", "infection", "engraftment", "course", "exposure", "statement", "transfusion", "vaccine",
    "schedule", "monitoring", "vaccine_plan", "contact", "fertility", "person",
})  # fmt: skip
"""What a rule may read beside measured values."""
EXPOSURES: Final = (
    "tbi", "atg", "busulfan", "cyclophosphamide", "purine_analogue", "alemtuzumab", "anti_cd20", "immunosuppression",
    "dmt", "immunoglobulin", "red_cells", "platelets", "plasma", "granulocytes",
)  # fmt: skip
"""What a patient may have had: parts of a regimen, kinds of drug for the disease, blood products."""


class Truth(Enum):
    """Kleene's three values: what is not known makes nothing false."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    def __invert__(self) -> Truth:
        return Truth(2 - self.value)

    @staticmethod
    def of(known: bool | None) -> Truth:
        """The truth of a comparison; None where it cannot be told."""
        return Truth.UNKNOWN if known is None else Truth.YES if known else Truth.NO


def all_of(truths: Iterable[Truth]) -> Truth:
    """Yes where all are; one no decides."""
    return min(truths, key=lambda t: t.value, default=Truth.YES)


def any_of(truths: Iterable[Truth]) -> Truth:
    """Yes where one is."""
    return max(truths, key=lambda t: t.value, default=Truth.NO)


@dataclass(frozen=True)
class Amount:
    """A number with its unit, such as 38.0 °C, 5 x ULN, 21 d; no value where the unit has still to give one.

    `factor` leads to the unit `base` in which values of the analyte are kept ("" where that is `unit` itself). `also`
    is the limit as it is printed in a second unit (34 umol/L, 2 mg/dL): it holds for values typed in that unit, so that
    no rounding between the two decides.
    """

    value: Decimal | None
    unit: str
    factor: Decimal = Decimal(1)
    base: str = ""
    also: Amount | None = None

    @property
    def number(self) -> Decimal | None:
        """The number in the unit of the kept values."""
        return None if self.value is None else self.value * self.factor

    @property
    def kept_unit(self) -> str:
        """The unit of the kept values."""
        return self.base or self.unit


@dataclass(frozen=True)
class Reading:
    """A measured value. `value` is in the canonical `unit`, or in its own where units are never converted.

    `typed`, `lln`, `uln` and `baseline` are in the unit as typed. `comparator` is "<" or ">", `qualitative` "neg" or
    "pos". `row` names where it is kept, such as "lab_result:12".
    """

    analyte: str
    on: date
    unit: str
    value: Decimal | None
    at: str = ""
    comparator: str = ""
    qualitative: str = ""
    text: str = ""
    typed_unit: str = ""
    typed: Decimal | None = None
    lln: Decimal | None = None
    uln: Decimal | None = None
    baseline: Decimal | None = None
    row: str = ""

    @property
    def moment(self) -> tuple[date, str]:
        """What readings are sorted by."""
        return self.on, self.at

    @property
    def exact(self) -> Decimal | None:
        """The number where it is exactly known; a negative viral test is 0."""
        if self.qualitative:
            return Decimal(0) if self.qualitative == "neg" else None
        return None if self.comparator else self.value

    def compared(self, op: str, limit: Decimal, *, relative: bool = False) -> Truth:
        """Whether the true value stands so to the limit, wherever it lies behind a `<`, `>`, "neg" or "pos"."""
        low, high, open_low, open_high = self._range(relative)
        if op in ("<", "<="):
            yes = high < limit or (high == limit and (open_high or op == "<="))
            no = low > limit or (low == limit and (open_low or op == "<"))
        else:
            yes = low > limit or (low == limit and (open_low or op == ">="))
            no = high < limit or (high == limit and (open_high or op == ">"))
        return Truth.YES if yes else Truth.NO if no else Truth.UNKNOWN

    def _range(self, relative: bool) -> tuple[Decimal, Decimal, bool, bool]:
        if self.qualitative == "neg":
            return Decimal(0), Decimal(0), False, False
        number = (self.typed if self.typed is not None else self.value) if relative else self.value
        if self.qualitative == "pos" or number is None:
            return Decimal(0), INFINITY, True, True
        if self.comparator == "<":
            return -INFINITY, number, True, True
        if self.comparator == ">":
            return number, INFINITY, True, True
        return number, number, False, False

    def limit_in(self, amount: Amount) -> Decimal | None:
        """The limit as a number to compare with, None where this reading lacks what the limit is a multiple of."""
        if amount.value is None or amount.unit not in RELATIVE:
            return amount.number
        own = {"x ULN": self.uln, "x LLN": self.lln, "x baseline": self.baseline}[amount.unit]
        return None if own is None else amount.value * own


@dataclass(frozen=True)
class Toxic:
    """A recorded toxicity: its term, its latest grade, since when; `open` while it has not ended."""

    id: int
    term: str
    label: str
    grade: int
    since: date
    open: bool


@dataclass(frozen=True)
class Given:
    """A recorded therapy: class, drug of the catalogue, name, and whether it is given today.

    `indication` is what it is given for; an alternative names what it covers. "" where nobody knows.
    """

    id: int
    therapy_class: str
    drug: str
    name: str
    start: date
    stop: date | None
    running: bool
    indication: str = ""

    def lasts(self, on: date) -> bool:
        """Whether it has begun and nobody has ended it: a pause is no end, and on the last day it was still given."""
        return self.start <= on and (self.stop is None or self.stop >= on)


@dataclass(frozen=True)
class Exposure:
    """Whether a patient has had something (TBI, an anti-CD20 drug, immunoglobulin), when last, and where that is kept.

    `last_on` is None where the day is not known; `running` says whether it is given today, None where nobody knows.
    `spans` are the first and last day of each source of it (None: not known), by which an earlier day is judged.
    """

    truth: Truth
    last_on: date | None = None
    rows: tuple[str, ...] = ()
    running: bool | None = False
    spans: tuple[tuple[date | None, date | None], ...] = field(default=(), compare=False)

    def as_of(self, day: date) -> Exposure:
        """What was known of it on an earlier day: what was first given later had not been given yet."""
        if self.truth is not Truth.YES:
            return self
        spans = self.spans or ((self.last_on, self.last_on),)
        begun = [(first, last) for first, last in spans if (first or last) is None or (first or last or day) <= day]
        if not begun:
            return Exposure(Truth.NO)
        ends = [None if last is None else min(last, day) for _, last in begun]
        known = [end for end in ends if end is not None]
        last_on = max(known) if self.last_on is not None and len(known) == len(ends) else None
        running = self.running if last_on is None else any(last is not None and last > day for _, last in begun)
        return Exposure(Truth.YES, last_on, self.rows, running, tuple(begun))


@dataclass(frozen=True)
class Said:
    """What somebody confirmed last of one kind of question: "yes", "no" or "unknown", on a day."""

    answer: str
    on: date
    row: str = ""


@dataclass(frozen=True)
class Dose:
    """A vaccine dose given; `live` ones are told apart."""

    vaccine: str
    on: date
    live: bool = False
    row: str = ""


@dataclass(frozen=True)
class Transfused:
    """Units of a blood product given on a day; `irradiated` is yes, no or unknown."""

    product: str
    on: date
    irradiated: str
    row: str = ""


@dataclass(frozen=True)
class Missing:
    """What is not known: kind `value`, `value_day0` (none since Day 0), `value_on` (none on a day), `limit`,
    `baseline`, `earlier`, `unit`, `engraftment`, `therapy`, `asked`, `statement`, `exposure`, `anchor` or `record`; of
    what; and since when there is nothing that counts.
    """

    kind: str
    what: str
    since: date | None = None

    @property
    def key(self) -> str:
        """As it is stored."""
        return f"{self.kind}:{self.what}:{self.since.isoformat() if self.since else ''}"


def missing_of(key: str) -> Missing:
    """What `Missing.key` stored."""
    kind, what, since = key.split(":", 2)
    return Missing(kind, what, date.fromisoformat(since) if since else None)


@dataclass(frozen=True)
class RuleFacts:
    """All that is recorded of a patient and that rules ask for.

    `readings` are newest first. `engrafted` holds the day of engraftment of a lineage; None there means surely not
    yet; a lineage that is not in it is unknown. `ages` says how many days a value of an analyte counts.
    """

    today: date
    day0: date | None = None
    readings: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    engrafted: Mapping[str, date | None] = field(default_factory=dict)
    toxicities: tuple[Toxic, ...] = ()
    therapies: tuple[Given, ...] = ()
    infections: tuple[date, ...] = ()
    ages: Mapping[str, int] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    """Which of RECORDS were not read from the file: what rests on them is open, and nothing is said to be missing."""
    unknown: frozenset[str] = frozenset()
    """Which of RECORDS nobody has: what rests on them cannot be told, and they are named as missing."""
    anchors: Mapping[str, date] = field(default_factory=dict)
    """Days of the course that are known: mobilisation, harvest, conditioning, discharge."""
    regimens: Mapping[str, Mapping[str, Truth]] = field(default_factory=dict)
    """By part of the course ("mobilisation", "conditioning"): which agents the chosen regimen holds."""
    exposures: Mapping[str, Exposure] = field(default_factory=dict)
    statements: Mapping[str, Said] = field(default_factory=dict)
    """The last answer to each kind of question."""
    doses: tuple[Dose, ...] = ()
    transfusions: tuple[Transfused, ...] = ()
    overdue: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    """By "visit", "annual", "vaccine" or the id of a test: the last days of the windows that passed without it."""
    last_contact: date | None = None
    pregnant: bool | None = None
    sex: str = ""
    birth_date: date | None = None
    disease: str = ""
    subject: Given | None = None
    """The therapy that is judged, for rules that count from its start."""
    earlier: Mapping[str, tuple[Said, ...]] = field(default_factory=dict)
    """The statements before the last one of a kind, by which an earlier day is judged."""
    contraception: Said | None = None
    """What was recorded last of contraception: yes, no or not_needed."""
    _known: dict[str, tuple[Reading, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What `of` has looked up: each of dozens of rules asks for the same few analytes."""

    @property
    def day(self) -> int | None:
        """Today's day after infusion."""
        return None if self.day0 is None else (self.today - self.day0).days

    def closed(self, record: str) -> Judged | None:
        """None where a record was read; else the judgement of everything that rests on it."""
        if record in self.unread:
            return Judged(Truth.UNKNOWN)
        return Judged(Truth.UNKNOWN, (), (Missing("record", record),)) if record in self.unknown else None

    def on(self, day: date) -> RuleFacts:
        """The same patient as of an earlier day: what was given or said later does not count."""
        therapies = tuple(replace(t, running=t.running if day == self.today else t.lasts(day)) for t in self.therapies)
        said = {
            kind: max((one for one in (*self.earlier.get(kind, ()), last) if one.on <= day), key=lambda one: one.on)
            for kind, last in self.statements.items()
            if any(one.on <= day for one in (*self.earlier.get(kind, ()), last))
        }
        exposures = {kind: held.as_of(day) for kind, held in self.exposures.items()}
        return replace(self, today=day, therapies=therapies, statements=said, exposures=exposures)

    def after_day0(self, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
        """Of some readings those since Day 0, where Day 0 has come: earlier ones say nothing of the recovery."""
        if self.day0 is None or self.day0 > self.today:
            return readings
        return tuple(r for r in readings if r.on >= self.day0)

    def anchor(self, name: str) -> date | None:
        """A day of the course, Day 0 among them."""
        return self.day0 if name == "day0" else self.anchors.get(name)

    def of(self, analyte: str) -> tuple[Reading, ...]:
        """All readings of an analyte up to today, newest first."""
        found = self._known.get(analyte)
        if found is None:
            found = self._known[analyte] = tuple(r for r in self.readings.get(analyte, ()) if r.on <= self.today)
        return found

    def current(self, analyte: str) -> tuple[Reading, ...]:
        """The readings that are not too old to count, newest first."""
        age = self.ages.get(analyte)
        return tuple(r for r in self.of(analyte) if age is None or (self.today - r.on).days <= age)


@dataclass(frozen=True)
class Judged:
    """What became of a condition: its truth, what made it true, and what is missing where it cannot be told.

    `signs` are the findings (a value, a toxicity) that are surely so; they make a red rule that cannot tell possible.
    """

    truth: Truth
    evidence: tuple[Mapping[str, Any], ...] = ()
    missing: tuple[Missing, ...] = ()
    signs: int = 0
