"""Soft problems in the words of an import: a form asks to save once more, a table has nothing to save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from hsct_desktop.domain.import_row import CellProblem, Place
from hsct_desktop.domain.problem import Problem

SAVED_ONCE_MORE: Final = frozenset({
    "before_onset",
    "cell_dose_tiny",
    "diagnosed_before_onset",
    "dmt_overlaps",
    "dmt_together",
    "dmt_twice_running",
    "edss_only_computed",
    "edss_ten",
    "lab_value_improbable",
    "lab_value_thousands",
    "mri_change_high",
    "mri_change_since",
    "mri_count_high",
    "mri_more_than_all",
    "mri_reference_early",
    "mri_reference_late",
    "mri_twice",
    "mri_volume_high",
})  # fmt: skip
"""Keys whose sentence speaks of saving; `import_told_<key>` says the same of a row that comes in."""


_OF_DAY0: Final = frozenset({
    "engraftment_without_day0", "engraftment_before_day0", "discharge_before_day0", "discharge_needs_day0",
    "import_died_before_day0", "import_step_in_future", "import_step_without_day0",
})  # fmt: skip
"""What cannot be right beside a wrong Day 0 and says nothing more than that."""


def causes(problems: Sequence[CellProblem], day0: date | None, place: Place, today: date) -> tuple[CellProblem, ...]:
    """The problems of a row without those that only follow from its Day 0 (which stands at `place`).

    A Day 0 to come is no error in itself: beside what follows a transplant it is, and that is told in their place.
    """
    follow = [one for one in problems if one.problem.key in _OF_DAY0]
    others = [one for one in problems if one.problem.key not in _OF_DAY0]
    if not follow or any(one.problem.field == "day0" and not one.problem.soft for one in others):
        return tuple(others) if follow else tuple(problems)
    if day0 is None or day0 <= today:
        return tuple(problems)
    cause = Problem("day0", "import_day0_ahead", {"day0": day0, "count": len({one.place for one in follow})})
    return tuple(sorted([*others, CellProblem(place, cause)], key=lambda one: one.place))


def told(problem: Problem) -> Problem:
    """The problem as an import tells it."""
    if problem.soft and problem.key in SAVED_ONCE_MORE:
        return replace(problem, key=f"import_told_{problem.key}")
    return problem
