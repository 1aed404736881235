"""A transfusion: which product, how many units, on which day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from hsct_desktop.domain.problem import Problem

MOST_UNITS: Final = 50
"""More units of one product on one day than this are a typing error."""
MAX_NOTE: Final = 4000


class BloodProduct(StrEnum):
    """What is given; wording `enum.blood_product.*`."""

    RED_CELLS = "red_cells"
    PLATELETS = "platelets"
    PLASMA = "plasma"
    GRANULOCYTES = "granulocytes"


class Irradiated(StrEnum):
    """Whether the product was irradiated; wording `enum.irradiated.*`."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class TransfusionIndication(StrEnum):
    """Why it is given; wording `enum.transfusion_indication.*`."""

    LOW_COUNT = "low_count"
    BLEEDING = "bleeding"
    PROCEDURE = "procedure"
    SYMPTOMS = "symptoms"
    OTHER = "other"


class TransfusionReaction(StrEnum):
    """What followed; wording `enum.transfusion_reaction.*`. TRALI: acute lung injury, TACO: circulatory overload."""

    NONE = "none"
    FEBRILE = "febrile"
    ALLERGIC = "allergic"
    HAEMOLYTIC = "haemolytic"
    TRALI = "trali"
    TACO = "taco"
    OTHER = "other"


@dataclass(frozen=True)
class CountOf:
    """What is counted before and after a product: the analyte, its unit, and what no living patient has outside."""

    analyte: str
    unit: str
    lowest: Decimal
    highest: Decimal


COUNTS: Final = {
    BloodProduct.PLATELETS: CountOf("PLT", "×10⁹/L", Decimal(0), Decimal(3000)),
    BloodProduct.RED_CELLS: CountOf("HGB", "g/L", Decimal(15), Decimal(250)),
}
"""Counts before and after; the other products have none. A haemoglobin below 15 is one in g/dL."""


@dataclass(frozen=True)
class TransfusionEntry:
    """What the transfusion form hands over."""

    patient_id: int
    given_on: date | None
    product: BloodProduct = BloodProduct.PLATELETS
    units: int | None = 1
    irradiated: Irradiated = Irradiated.YES
    note: str = ""
    indication: TransfusionIndication | None = None
    pre_count: Decimal | None = None
    post_count: Decimal | None = None
    reaction: TransfusionReaction | None = None


@dataclass(frozen=True)
class Transfusion:
    """A recorded transfusion as lists, trends and the rules of engraftment need it."""

    id: int
    given_on: date
    product: BloodProduct
    units: int
    irradiated: Irradiated
    note: str = ""
    version: int = 1
    indication: TransfusionIndication | None = None
    pre_count: Decimal | None = None
    post_count: Decimal | None = None
    reaction: TransfusionReaction | None = None


def check_transfusion(
    entry: TransfusionEntry, birth_date: date, today: date, *, must_be_irradiated: bool = False
) -> Iterator[Problem]:
    """Yield what is wrong with a transfusion. Counts are in 10^9/L (platelets) and g/L (haemoglobin).

    A product that was not irradiated while irradiated ones are required is recorded with its reason in the note.
    """
    if entry.units is None:
        yield Problem("units", "units_missing")
    elif not 1 <= entry.units <= MOST_UNITS:
        yield Problem("units", "units_out_of_range", {"limit": MOST_UNITS})
    if entry.given_on is None:
        yield Problem("given_on", "date_missing")
    elif entry.given_on < birth_date:
        yield Problem("given_on", "before_birth", {"birth_date": birth_date})
    elif entry.given_on > today:
        yield Problem("given_on", "date_in_future")
    yield from _check_counts(entry)
    if entry.reaction is TransfusionReaction.OTHER and not entry.note.strip():
        yield Problem("note", "reaction_note_missing")
    elif must_be_irradiated and entry.irradiated is Irradiated.NO and not entry.note.strip():
        yield Problem("note", "irradiation_note_missing")
    if len(entry.note) > MAX_NOTE:
        yield Problem("note", "too_long", {"limit": MAX_NOTE})


def _check_counts(entry: TransfusionEntry) -> Iterator[Problem]:
    counted = COUNTS.get(entry.product)
    for field, value in (("pre_count", entry.pre_count), ("post_count", entry.post_count)):
        if value is None:
            continue
        if counted is None:
            yield Problem(field, "count_of_no_product")
        elif not value.is_finite() or not counted.lowest <= value <= counted.highest:
            limits = {"lowest": counted.lowest, "highest": counted.highest, "unit": counted.unit}
            yield Problem(field, "blood_count_impossible", limits)
