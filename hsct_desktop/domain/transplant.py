"""A transplant course: its dates, regimen and cells, and the checks on what is entered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.treatment import LEAST_AS_CELLS, check_cell_dose

EARLIEST_DAY0 = date(1995, 1, 1)
"""The first autologous transplants for autoimmune disease were done in 1995: an older Day 0 is a typing error."""
FURTHEST_DAY0_MONTHS = 24
"""A Day 0 planned further ahead than this is taken for a typing error."""
LONGEST_MOBILISATION = timedelta(days=730)
MAX_CD34 = Decimal(100)
"""CD34+ dose in 10^6/kg above which a typing error is certain (grafts hold about 2 to 20)."""


class GraftManipulation(StrEnum):
    """What was done to the graft; wording `enum.graft_manipulation.*`."""

    UNKNOWN = "unknown"
    NONE = "none"
    CD34_SELECTED = "cd34_selected"
    OTHER = "other"


@dataclass(frozen=True)
class TransplantEntry:
    """What the registration form hands over for the transplant; CD34+ dose in 10^6 cells per kg of body weight."""

    protocol_id: str
    day0: date | None = None
    mobilisation_start: date | None = None
    mobilisation_regimen_id: str = ""
    conditioning_regimen_id: str = ""
    cd34_dose: Decimal | None = None
    graft_manipulation: GraftManipulation = GraftManipulation.UNKNOWN


def check_transplant(entry: TransplantEntry, birth_date: date | None, today: date) -> Iterator[Problem]:
    """Yield what is wrong with a transplant entry."""
    if not entry.protocol_id:
        yield Problem("protocol_id", "protocol_missing")
    if entry.day0 is not None:
        yield from _check_day0(entry.day0, birth_date, today)
    start = entry.mobilisation_start
    if start is not None:
        if birth_date is not None and start < birth_date:
            yield Problem("mobilisation_start", "before_birth", {"birth_date": birth_date})
        if entry.day0 is not None and start >= entry.day0:
            yield Problem("mobilisation_start", "mobilisation_after_day0", {"day0": entry.day0})
        if entry.day0 is not None and entry.day0 - start > LONGEST_MOBILISATION:
            yield Problem("mobilisation_start", "mobilisation_too_early", {"day0": entry.day0})
    if entry.cd34_dose is not None and entry.cd34_dose >= LEAST_AS_CELLS:
        yield from check_cell_dose("cd34_dose", entry.cd34_dose)
    elif entry.cd34_dose is not None and not 0 < entry.cd34_dose <= MAX_CD34:
        yield Problem("cd34_dose", "cd34_out_of_range", {"limit": MAX_CD34})


def _check_day0(day0: date, birth_date: date | None, today: date) -> Iterator[Problem]:
    if birth_date is not None and day0 < birth_date:
        yield Problem("day0", "day0_before_birth", {"birth_date": birth_date})
    elif day0 < EARLIEST_DAY0:
        yield Problem("day0", "day0_too_early", {"limit": EARLIEST_DAY0})
    if day0 > add_months(today, FURTHEST_DAY0_MONTHS):
        yield Problem("day0", "day0_too_late", {"months": FURTHEST_DAY0_MONTHS})
