"""Figures of a group: medians with ranges, shares with who cannot be told, months to the nearest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hsct_desktop.domain.cohort import CohortPatient, Share, cohort_row, median_and_range, months_between
from hsct_desktop.domain.neda import Neda

ONE = CohortPatient("A", 4, 5.0, 3.5, 30, Neda.NEDA, Neda.EDA, False, 0, False)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([7], "7 (7-7)"),
        ([5, 12, 9, 5], "7 (5-12)"),  # of an even number: (5 + 9) / 2
        ([2, 6.5, 3.5, 2.5], "3 (2-6.5)"),
        ([48, 103, 78, 118], "90.5 (48-118)"),
        ([None, 3, None], "3 (3-3), 2 unknown"),
        ([None], ""),
        ([], ""),
    ],
)
def test_median_and_range(values: list[float | None], text: str) -> None:
    assert median_and_range(values) == text


def test_months_are_to_the_nearest() -> None:
    assert months_between(date(2014, 7, 25), date(2016, 7, 24)) == 24
    assert months_between(date(2024, 1, 1), date(2024, 1, 15)) == 0
    assert months_between(date(2024, 1, 1), date(2024, 1, 17)) == 1
    assert months_between(None, date(2024, 1, 1)) is None


def test_who_cannot_be_told_is_counted_beside_not_among() -> None:
    unknown = replace(ONE, neda=Neda.UNKNOWN, neda_without_rebaseline=None, worsened=None, relapses=2, died=True)
    row = cohort_row("A", [ONE, unknown])
    assert (row.n, row.neda, row.neda_without_rebaseline) == (2, Share(1, 1, 1), Share(0, 1, 1))
    assert (row.worsened, row.relapses, row.deaths) == (Share(0, 1, 1), 2, 1)
    assert row.neda.text == "1/1, 1 unknown"


def test_nobody_is_no_figure() -> None:
    row = cohort_row("A", [])
    assert (row.n, row.edss_last, row.neda.text) == (0, "", "0/0")
