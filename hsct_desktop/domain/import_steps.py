"""Days of repeated columns (`EDSS_0`, `EDSS_6m`): the row's own day column, else Day 0 and the step."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.import_mapping import Step, StepUnit
from hsct_desktop.domain.partial_date import PartialDate

MOST_DAYS: Final = 36525
"""A hundred years: a step beyond is a typing error."""
BASELINE_DAYS: Final = 183
"""How long before Day 0 a baseline usually was at most: the mobilisation stands between."""
_DAYS: Final = {StepUnit.DAYS: 1, StepUnit.WEEKS: 7}
_MONTHS: Final = {StepUnit.MONTHS: 1, StepUnit.YEARS: 12}


def step_day(day0: date, step: Step) -> date | None:
    """Day 0 and the step, months by the calendar as everywhere in the program; None outside the calendar's reach.

    A baseline (step 0) lies on Day 0 itself: nothing tells how long before the infusion it was taken.
    """
    if abs(step.count) * _DAYS.get(step.unit, 366) > MOST_DAYS:
        return None
    if step.unit in _DAYS:
        return day0 + timedelta(days=_DAYS[step.unit] * step.count)
    return add_months(day0, _MONTHS[step.unit] * step.count)


def day_problem(day: PartialDate, day0: date, step: Step) -> tuple[str, date] | None:
    """What a day of its own has against the step of its column: the key of the problem and the day of the step.

    `import_step_day_before`: before Day 0 though the step lies after it, which cannot be. `import_step_day_far`:
    further from it than half the step, or on the other side of Day 0; a baseline lies within the half year before.
    A step of 0 months counts nothing: the row says its day alone.
    """
    if step.count == 0 and step.unit is not StepUnit.DAYS:
        return None
    wanted = step_day(day0, step)
    if wanted is None:
        return None
    if step.count > 0 and day.last < day0:
        return "import_step_day_before", wanted
    half = abs((wanted - day0).days) // 2
    early, late = (half, half) if step.count else (BASELINE_DAYS, 0)
    is_far = day.last < wanted - timedelta(days=early) or day.first > wanted + timedelta(days=late)
    return ("import_step_day_far", wanted) if is_far else None


def step_note(step: Step) -> str:
    """What the record's note says of a day that was counted, in English."""
    if step.count == 0:
        return "day from Day 0, from the import"
    unit = step.unit.value.removesuffix("s") if abs(step.count) == 1 else step.unit.value
    return f"day from Day 0 {'+' if step.count > 0 else '−'} {abs(step.count)} {unit}, from the import"
