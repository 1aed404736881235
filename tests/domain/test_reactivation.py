"""When a virus is reactivated, how high and how fast, and what is never compared."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from hsct_desktop.domain.reactivation import ViralLoad, reaches, reactivations, rise

DAY0 = date(2026, 10, 1)


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


def neg(day: int) -> ViralLoad:
    return ViralLoad(on(day), False, unit="IU/mL")


def pos(day: int, amount: str | None, unit: str = "IU/mL", sign: str = "") -> ViralLoad:
    return ViralLoad(on(day), True, None if amount is None else Decimal(amount), unit, sign)


def test_it_begins_with_the_first_value_above_the_limit_after_a_negative() -> None:
    (found,) = reactivations([pos(24, "900"), neg(10), pos(17, "250")])
    assert (found.first.on, found.after_negative, found.is_open) == (on(17), True, True)
    assert [(peak.on, peak.amount) for peak in found.peaks] == [(on(24), Decimal(900))]


def test_a_first_value_above_the_limit_has_no_known_begin() -> None:
    (found,) = reactivations([pos(10, "250")])
    assert not found.after_negative


def test_one_negative_does_not_end_it_two_in_a_row_do() -> None:
    (open_,) = reactivations([neg(1), pos(10, "250"), neg(17)])
    assert (open_.is_open, open_.negatives) == (True, 1)
    (still,) = reactivations([neg(1), pos(10, "250"), neg(17), pos(24, "90"), neg(31)])
    assert (still.is_open, still.last.on, still.negatives) == (True, on(24), 1)
    (ended,) = reactivations([neg(1), pos(10, "250"), neg(17), neg(24)])
    assert (ended.is_open, ended.ended_on) == (False, on(17))


def test_the_next_one_is_another() -> None:
    first, second = reactivations([pos(1, "70"), neg(8), neg(15), neg(22), pos(40, "300")])
    assert (first.after_negative, first.ended_on) == (False, on(8))
    assert (second.first.on, second.after_negative, second.is_open) == (on(40), True, True)


def test_only_negatives_are_no_reactivation() -> None:
    assert reactivations([neg(1), neg(8)]) == []
    assert reactivations([]) == []


def test_each_unit_has_its_own_peak() -> None:
    (found,) = reactivations([neg(1), pos(8, "9000", "copies/mL"), pos(15, "400"), pos(22, "500"), pos(29, None, "")])
    assert [(peak.unit, peak.amount) for peak in found.peaks] == [
        ("copies/mL", Decimal(9000)),
        ("IU/mL", Decimal(500)),
    ]


def test_a_rise_is_told_in_times_log_and_days() -> None:
    found = rise([neg(1), pos(10, "100"), pos(17, "1000")])
    assert found is not None
    assert (found.factor, found.log10, found.days) == (Decimal(10), Decimal("1.00"), 7)
    assert found.doubling_days == Decimal("2.1")
    falling = rise([pos(10, "1000"), pos(17, "500")])
    assert falling is not None
    assert falling.log10 == Decimal("-0.30")
    assert falling.doubling_days is None


@pytest.mark.parametrize(
    ("before", "now", "days"), [("1000", "1100", "50.9"), ("1000", "1500", "12.0"), ("1000", "1001", None)]
)
def test_the_doubling_time_is_that_of_the_amounts(before: str, now: str, days: str | None) -> None:
    """7 d x log 2 / log 1.1 = 50.9 d; a rise of a thousandth is none."""
    found = rise([pos(10, before), pos(17, now)])
    assert found is not None
    assert found.doubling_days == (None if days is None else Decimal(days))


@pytest.mark.parametrize(
    "results",
    [
        [pos(10, "100")],
        [pos(10, "100", "copies/mL"), pos(17, "1000", "IU/mL")],
        [neg(10), pos(17, "1000")],
        [pos(10, "1000"), neg(17)],
        [pos(10, None), pos(17, "1000")],
        [pos(10, "1000", sign=">"), pos(17, "5000")],
    ],
)
def test_what_cannot_be_compared_is_not(results: list[ViralLoad]) -> None:
    assert rise(results) is None


def test_the_latest_behind_a_sign_rose_at_least_so_much() -> None:
    found = rise([pos(10, "100"), pos(17, "10000", sign=">")])
    assert found is not None
    assert found.is_at_least


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (pos(1, "1000"), True),
        (pos(1, "999"), False),
        (neg(1), False),
        (pos(1, "1000", "copies/mL"), None),
        (pos(1, None), None),
        (pos(1, "500", sign=">"), None),
        (pos(1, "2000", sign=">"), True),
    ],
)
def test_the_threshold_is_compared_in_its_own_unit_only(one: ViralLoad, expected: bool | None) -> None:
    assert reaches(one, Decimal(1000), "IU/mL") is expected
