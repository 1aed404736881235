"""The treatment as it was given: collections, conditioning by day, cells infused, and the checks on what is entered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.protocol import Product

MAX_CELL_DOSE = Decimal(100)
"""Dose in 10^6/kg above which a typing error is certain (stem cells about 2 to 20, stromal cells 1 to 2, CAR T 1)."""
LEAST_AS_CELLS = Decimal(10_000)
"""A number from here on is a count of cells per kg, not of millions."""
LEAST_SESSION_DOSE = Decimal("0.05")
"""A collection below this in 10^6/kg was likely typed in 10^8/kg: asked, since a failed session does happen."""
MAX_SESSION = 12
MAX_BLOOD_CD34 = Decimal(5000)
MAX_VOLUME = Decimal(3000)
MAX_TEXT = 200
MAX_NOTE = 4000
CONDITIONING_DAYS = (-30, 30)
"""Days from Day 0 outside which conditioning is asked about."""
COLLECTION_AFTER_MOBILISATION = timedelta(days=60)
"""A collection later than this after the start of mobilisation is asked about."""
GRADES = range(6)
"""Of CRS and ICANS as ASTCT grades them (Lee et al. 2019): 0 none, 1 to 4, 5 death."""


class OrderState(StrEnum):
    """What became of a drug of the regimen on a day; wording `enum.order_state.*`."""

    GIVEN = "given"
    CHANGED = "changed"
    OMITTED = "omitted"


class Mark(StrEnum):
    """What a square of the grid shows; wording `enum.conditioning_mark.*`."""

    NONE = "none"
    PLANNED = "planned"
    OPEN = "open"
    GIVEN = "given"
    CHANGED = "changed"
    OMITTED = "omitted"
    EXTRA = "extra"


class InfusionTiming(StrEnum):
    """When stromal cells were given in a trial with early and delayed infusion; wording `enum.infusion_timing.*`."""

    EARLY = "early"
    DELAYED = "delayed"
    NOT_STATED = "not_stated"


@dataclass(frozen=True)
class ApheresisEntry:
    """A collection; CD34+ dose in 10^6/kg of body weight, CD34+ in blood before it in cells/uL, volume in mL."""

    patient_id: int
    transplant_id: int
    session: int | None = None
    collected_on: date | None = None
    cd34_dose: Decimal | None = None
    blood_cd34: Decimal | None = None
    volume: Decimal | None = None
    note: str = ""


@dataclass(frozen=True)
class Apheresis:
    """A recorded collection with its version."""

    id: int
    version: int
    entry: ApheresisEntry


@dataclass(frozen=True)
class ConditioningEntry:
    """What was given on a day; `order_key` names the drug of the regimen ("" for one that it does not have).

    `dose` is text as given, never computed; empty with state "given" it says "as the regimen has it".
    """

    patient_id: int
    transplant_id: int
    given_on: date | None = None
    order_key: str = ""
    drug: str = ""
    state: OrderState = OrderState.GIVEN
    dose: str = ""
    note: str = ""


@dataclass(frozen=True)
class ConditioningGiven:
    """A recorded day of a drug with its version."""

    id: int
    version: int
    entry: ConditioningEntry


@dataclass(frozen=True)
class InfusionEntry:
    """Cells infused; dose in 10^6 per kg of body weight (CD34+ of stem cells), grades of CRS and ICANS by ASTCT.

    `timing` is of stromal cells; `target`, `lymphodepletion`, grades and expansion are of CAR T cells. Expansion is its
    peak with unit and day.
    """

    patient_id: int
    transplant_id: int
    kind: Product = Product.HSC
    infused_on: date | None = None
    product: str = ""
    dose: Decimal | None = None
    timing: InfusionTiming = InfusionTiming.NOT_STATED
    target: str = ""
    lymphodepletion: str = ""
    crs_grade: int | None = None
    crs_on: date | None = None
    icans_grade: int | None = None
    icans_on: date | None = None
    expansion_peak: Decimal | None = None
    expansion_unit: str = ""
    expansion_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class CellInfusion:
    """Recorded cells with their version."""

    id: int
    version: int
    entry: InfusionEntry


@dataclass(frozen=True)
class CourseDays:
    """The days of a course against which the treatment is checked."""

    birth_date: date
    today: date
    mobilisation_start: date | None = None
    day0: date | None = None


def check_cell_dose(field: str, dose: Decimal | None) -> Iterator[Problem]:
    """Refuse a dose of 0 or of the wrong magnitude; the sentence names the unit in which it was likely typed."""
    if dose is None:
        return
    if dose <= 0:
        yield Problem(field, "cell_dose_zero")
    elif dose >= LEAST_AS_CELLS:
        meant = (dose / 1_000_000).normalize()
        yield Problem(field, "cell_dose_in_cells", {"typed": dose, "meant": format(meant, "f")})
    elif dose > MAX_CELL_DOSE:
        yield Problem(field, "cell_dose_too_high", {"typed": dose, "limit": MAX_CELL_DOSE})


def check_apheresis(entry: ApheresisEntry, days: CourseDays) -> Iterator[Problem]:
    """Yield what is wrong with a collection by itself."""
    if entry.session is None:
        yield Problem("session", "session_missing", {"limit": MAX_SESSION})
    elif not 1 <= entry.session <= MAX_SESSION:
        yield Problem("session", "session_out_of_range", {"limit": MAX_SESSION})
    yield from _check_day("collected_on", entry.collected_on, days)
    yield from check_cell_dose("cd34_dose", entry.cd34_dose)
    if entry.cd34_dose is not None and 0 < entry.cd34_dose < LEAST_SESSION_DOSE:
        yield Problem("cd34_dose", "cell_dose_tiny", {"typed": entry.cd34_dose}, soft=True)
    if entry.blood_cd34 is not None and not 0 <= entry.blood_cd34 <= MAX_BLOOD_CD34:
        yield Problem("blood_cd34", "blood_cd34_out_of_range", {"limit": MAX_BLOOD_CD34})
    if entry.volume is not None and not 0 < entry.volume <= MAX_VOLUME:
        yield Problem("volume", "volume_out_of_range", {"limit": MAX_VOLUME})
    yield from _check_texts(("note", entry.note, MAX_NOTE))
    on = entry.collected_on
    if on is None:
        return
    if days.mobilisation_start is not None and on < days.mobilisation_start:
        yield Problem("collected_on", "collected_before_mobilisation", {"start": days.mobilisation_start})
    elif days.mobilisation_start is not None and on > days.mobilisation_start + COLLECTION_AFTER_MOBILISATION:
        yield Problem("collected_on", "collected_long_after", {"start": days.mobilisation_start}, soft=True)
    if days.day0 is not None and on > days.day0:
        yield Problem("collected_on", "collected_after_day0", {"day0": days.day0}, soft=True)


def check_sessions(entry: ApheresisEntry, others: Iterable[ApheresisEntry]) -> Iterator[Problem]:
    """Session numbers are given once and follow the days; two sessions on a day are asked about."""
    for other in others:
        if entry.session is None or entry.collected_on is None or other.session is None or other.collected_on is None:
            continue
        params = {"session": other.session, "on": other.collected_on}
        if other.session == entry.session:
            yield Problem("session", "session_twice", params)
        elif (other.session < entry.session and other.collected_on > entry.collected_on) or (
            other.session > entry.session and other.collected_on < entry.collected_on
        ):
            yield Problem("collected_on", "session_out_of_order", params)
        elif other.collected_on == entry.collected_on:
            yield Problem("collected_on", "session_same_day", params, soft=True)


def check_conditioning(entry: ConditioningEntry, days: CourseDays) -> Iterator[Problem]:
    """Yield what is wrong with what was given on a day."""
    if not entry.drug.strip():
        yield Problem("drug", "order_drug_missing")
    yield from _check_day("given_on", entry.given_on, days)
    if entry.state is OrderState.OMITTED and not entry.note.strip():
        yield Problem("note", "order_omitted_reason")
    if entry.state is OrderState.OMITTED and entry.dose.strip():
        yield Problem("dose", "order_omitted_dose")
    if entry.state is OrderState.CHANGED and not (entry.dose.strip() or entry.note.strip()):
        yield Problem("dose", "order_changed_how")
    yield from _check_texts(
        ("drug", entry.drug, MAX_TEXT), ("dose", entry.dose, MAX_TEXT), ("note", entry.note, MAX_NOTE)
    )
    if days.day0 is None:
        yield Problem("given_on", "order_without_day0")
    elif entry.given_on is not None:
        first, last = CONDITIONING_DAYS
        if not first <= (entry.given_on - days.day0).days <= last:
            yield Problem("given_on", "order_far_from_day0", {"day0": days.day0}, soft=True)


def check_infusion(entry: InfusionEntry, days: CourseDays) -> Iterator[Problem]:
    """Yield what is wrong with cells infused; a stem cell infusion on another day than Day 0 is asked about."""
    yield from _check_day("infused_on", entry.infused_on, days)
    yield from check_cell_dose("dose", entry.dose)
    yield from _check_texts(
        ("product", entry.product, MAX_TEXT), ("target", entry.target, MAX_TEXT),
        ("lymphodepletion", entry.lymphodepletion, MAX_TEXT), ("expansion_unit", entry.expansion_unit, MAX_TEXT),
        ("note", entry.note, MAX_NOTE),
    )  # fmt: skip
    if entry.infused_on is not None and days.day0 is not None and entry.infused_on != days.day0:
        yield Problem("infused_on", "infused_not_day0", {"day0": days.day0}, soft=True)
    if entry.kind is Product.CAR_T:
        yield from _check_car_t(entry, days)


def check_infused_twice(entry: InfusionEntry, others: Iterable[InfusionEntry]) -> Iterator[Problem]:
    """Ask about a second infusion of the same kind of cells on a day of a course: the dose would stand twice."""
    if any((other.kind, other.infused_on) == (entry.kind, entry.infused_on) for other in others):
        yield Problem("infused_on", "infused_twice", {"on": entry.infused_on}, soft=True)


def _check_car_t(entry: InfusionEntry, days: CourseDays) -> Iterator[Problem]:
    for name, grade, on in (
        ("crs", entry.crs_grade, entry.crs_on), ("icans", entry.icans_grade, entry.icans_on),
    ):  # fmt: skip
        if grade is not None and grade not in GRADES:
            yield Problem(f"{name}_grade", "astct_grade_out_of_range")
        if on is not None and not grade:
            yield Problem(f"{name}_on", "astct_day_without_grade")
        yield from _after_infusion(f"{name}_on", on, entry, days)
    if entry.expansion_peak is not None and entry.expansion_peak <= 0:
        yield Problem("expansion_peak", "expansion_not_positive")
    if entry.expansion_peak is not None and not entry.expansion_unit.strip():
        yield Problem("expansion_unit", "expansion_unit_missing")
    yield from _after_infusion("expansion_on", entry.expansion_on, entry, days)


def _after_infusion(field: str, on: date | None, entry: InfusionEntry, days: CourseDays) -> Iterator[Problem]:
    if on is None:
        return
    if on > days.today:
        yield Problem(field, "treatment_in_future")
    elif entry.infused_on is not None and on < entry.infused_on:
        yield Problem(field, "before_infusion", {"on": entry.infused_on})


def _check_day(field: str, on: date | None, days: CourseDays) -> Iterator[Problem]:
    if on is None:
        yield Problem(field, "treatment_day_missing")
    elif on > days.today:
        yield Problem(field, "treatment_in_future")
    elif on < days.birth_date:
        yield Problem(field, "before_birth", {"birth_date": days.birth_date})


def _check_texts(*texts: tuple[str, str, int]) -> Iterator[Problem]:
    for field, text, limit in texts:
        if len(text) > limit:
            yield Problem(field, "too_long", {"limit": limit})


@dataclass(frozen=True)
class DoseLimits:
    """The unit's figures for a collection, CD34+ in 10^6/kg, in blood cells/uL (EBMT Handbook 2024, chapter 16)."""

    minimum: Decimal = Decimal(2)
    optimum_low: Decimal = Decimal("2.5")
    optimum_high: Decimal = Decimal(5)
    poor_blood: Decimal = Decimal(20)


class HarvestVerdict(StrEnum):
    """How the collected dose stands against the unit's figures; wording `enum.harvest.*`."""

    UNKNOWN = "unknown"
    BELOW = "below"
    REACHED = "reached"
    OPTIMAL = "optimal"


@dataclass(frozen=True)
class Harvest:
    """The sum of all sessions. `total` is None while no session states a dose; `complete`: each does.

    `poor` is the poor mobiliser of EBMT Handbook 2024, chapter 16: below the minimum after all sessions, or a peak of
    CD34+ in blood below the limit; None where neither is known.
    """

    total: Decimal | None
    complete: bool
    peak_blood: Decimal | None
    verdict: HarvestVerdict
    poor: bool | None


def harvest(sessions: Iterable[ApheresisEntry], limits: DoseLimits) -> Harvest:
    """Sum the sessions and hold them against the figures; a session without a dose leaves "below" unsaid."""
    rows = list(sessions)
    doses = [row.cd34_dose for row in rows if row.cd34_dose is not None]
    complete, total = len(doses) == len(rows), sum(doses, Decimal(0)) if doses else None
    peak = max((row.blood_cd34 for row in rows if row.blood_cd34 is not None), default=None)
    if total is None or (total < limits.minimum and not complete):
        verdict = HarvestVerdict.UNKNOWN
    elif total < limits.minimum:
        verdict = HarvestVerdict.BELOW
    else:
        verdict = HarvestVerdict.OPTIMAL if total >= limits.optimum_low else HarvestVerdict.REACHED
    by_blood = peak < limits.poor_blood if peak is not None else None
    if verdict is HarvestVerdict.BELOW or by_blood:
        poor: bool | None = True
    else:
        poor = None if verdict is HarvestVerdict.UNKNOWN or peak is None else False
    return Harvest(total, complete, peak, verdict, poor)
