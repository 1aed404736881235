"""Soft problems in the words of an import: a form asks to save once more, a table has nothing to save."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

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


def told(problem: Problem) -> Problem:
    """The problem as an import tells it."""
    if problem.soft and problem.key in SAVED_ONCE_MORE:
        return replace(problem, key=f"import_told_{problem.key}")
    return problem
