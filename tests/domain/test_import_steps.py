"""A day of its own beside the step of its column: one that cannot be, one that asks for a second look."""

from __future__ import annotations

from datetime import date

import pytest

from hsct_desktop.domain.import_mapping import Step, StepUnit
from hsct_desktop.domain.import_steps import day_problem
from hsct_desktop.domain.partial_date import PartialDate, whole

DAY0 = date(2025, 5, 14)
YEAR, MONTH, BASELINE = Step(12), Step(1), Step(0, StepUnit.DAYS)


@pytest.mark.parametrize(
    ("step", "day", "key"),
    [
        (YEAR, whole(date(2026, 5, 20)), ""),
        (YEAR, whole(date(2025, 12, 1)), ""),
        (YEAR, whole(date(2024, 5, 20)), "import_step_day_before"),
        (YEAR, whole(date(2025, 5, 20)), "import_step_day_far"),
        (YEAR, whole(date(2027, 5, 20)), "import_step_day_far"),
        (YEAR, PartialDate(2025), ""),
        (YEAR, PartialDate(2025, 5), "import_step_day_far"),
        (YEAR, PartialDate(2024), "import_step_day_before"),
        (MONTH, whole(date(2025, 6, 25)), ""),
        (MONTH, whole(date(2025, 7, 25)), "import_step_day_far"),
        (Step(-6), whole(date(2024, 12, 1)), ""),
        (Step(-6), whole(date(2025, 12, 1)), "import_step_day_far"),
        (BASELINE, whole(date(2025, 4, 30)), ""),
        (BASELINE, whole(DAY0), ""),
        (BASELINE, whole(date(2025, 5, 20)), "import_step_day_far"),
        (BASELINE, whole(date(2024, 5, 1)), "import_step_day_far"),
        (Step(0, StepUnit.MONTHS, "Date"), whole(date(2020, 5, 1)), ""),
    ],
)
def test_a_day_far_from_its_step_is_told_and_one_before_day_0_refused(step: Step, day: PartialDate, key: str) -> None:
    found = day_problem(day, DAY0, step)
    assert (found[0] if found is not None else "") == key
