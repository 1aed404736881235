"""A transfusion: which product, how many units, on which day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True)
class TransfusionEntry:
    """What the transfusion form hands over."""

    patient_id: int
    given_on: date | None
    product: BloodProduct = BloodProduct.PLATELETS
    units: int | None = 1
    irradiated: Irradiated = Irradiated.YES
    note: str = ""


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


def check_transfusion(entry: TransfusionEntry, birth_date: date, today: date) -> Iterator[Problem]:
    """Yield what is wrong with a transfusion."""
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
    if len(entry.note) > MAX_NOTE:
        yield Problem("note", "too_long", {"limit": MAX_NOTE})
