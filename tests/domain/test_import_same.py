"""What counts as the same between the record and a file, and what says more without contradicting."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hsct_desktop.domain.import_same import Nearness, is_same, nearness, plain_text, refines
from hsct_desktop.domain.partial_date import PartialDate, whole
from hsct_desktop.domain.relapse import Steroid

DAY, MONTH, YEAR = whole(date(2019, 4, 12)), PartialDate(2019, 4), PartialDate(2019)


@pytest.mark.parametrize(
    ("recorded", "in_file", "same"),
    [
        ("Dr. Rossì", "dr.  ROSSI", True),
        ("<0.1", ">0.1", False),
        ("10-5", "105", False),
        (Decimal("3.0"), Decimal(3), True),
        (DAY, MONTH, True),
        (MONTH, DAY, False),
        (DAY, PartialDate(2019, 5), False),
        (("visual", "sensory"), ("sensory", "visual"), True),
        (("visual",), ("visual", "sensory"), False),
        (Steroid.YES, Steroid.NO, False),
        (0, None, False),
    ],
)
def test_same_is_what_differs_in_writing_alone(recorded: object, in_file: object, same: bool) -> None:
    assert is_same(recorded, in_file) is same


def test_a_day_refines_its_month_and_a_month_its_year() -> None:
    assert [refines(DAY, MONTH), refines(MONTH, YEAR), refines(MONTH, DAY), refines(DAY, "2019")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_the_plain_form_keeps_every_sign() -> None:
    assert plain_text(" Più  di 5 mg/die ") == "piudi5mg/die"


@pytest.mark.parametrize(
    ("here", "there", "near"),
    [
        (DAY, DAY, Nearness.DAY),
        (MONTH, MONTH, Nearness.DATE),
        (YEAR, YEAR, Nearness.DATE),
        (DAY, MONTH, Nearness.MONTH),
        (MONTH, DAY, Nearness.MONTH),
        (YEAR, DAY, Nearness.YEAR),
        (MONTH, YEAR, Nearness.YEAR),
        (DAY, PartialDate(2019, 5), Nearness.APART),
        (YEAR, PartialDate(2020), Nearness.APART),
        (DAY, whole(date(2019, 4, 13)), Nearness.APART),
    ],
)
def test_how_near_two_dates_are_as_far_as_they_are_known(here: PartialDate, there: PartialDate, near: Nearness) -> None:
    assert nearness(here, there) is near
