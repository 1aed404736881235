"""Done elsewhere and the report's arrival: what may be entered."""

from datetime import date

import pytest

from hsct_desktop.domain.awaited_report import (
    ArrivalEntry,
    ElsewhereEntry,
    age,
    check_arrival,
    check_elsewhere,
)

BORN, DONE, TODAY = date(1985, 3, 7), date(2026, 11, 10), date(2026, 11, 20)


def test_a_day_and_a_place_are_enough() -> None:
    assert list(check_elsewhere(ElsewhereEntry(1, TODAY, "Northfield Hospital"), BORN, TODAY)) == []


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        (ElsewhereEntry(1, None, "x"), {("on", "date_missing")}),
        (ElsewhereEntry(1, date(2026, 11, 21), "x"), {("on", "elsewhere_in_future")}),
        (ElsewhereEntry(1, date(1985, 3, 6), "x"), {("on", "before_birth")}),
        (ElsewhereEntry(1, TODAY, "  "), {("place", "place_missing")}),
        (ElsewhereEntry(1, TODAY, "x" * 121, "y" * 4001), {("place", "too_long"), ("note", "too_long")}),
    ],
)
def test_what_is_refused(entry: ElsewhereEntry, wrong: set[tuple[str, str]]) -> None:
    assert {(p.field, p.key) for p in check_elsewhere(entry, BORN, TODAY)} == wrong


@pytest.mark.parametrize(
    ("on", "wrong"),
    [
        (DONE, set()),
        (TODAY, set()),
        (None, {("on", "date_missing")}),
        (date(2026, 11, 9), {("on", "arrival_before_done")}),
        (date(2026, 11, 21), {("on", "date_in_future")}),
    ],
)
def test_a_report_comes_between_the_day_it_is_about_and_today(on: date | None, wrong: set[tuple[str, str]]) -> None:
    assert {(p.field, p.key) for p in check_arrival(ArrivalEntry(on), DONE, TODAY)} == wrong


def test_a_long_note_is_refused() -> None:
    assert [p.field for p in check_arrival(ArrivalEntry(TODAY, "y" * 4001), DONE, TODAY)] == ["note"]


def test_the_age_counts_days_and_never_below_zero() -> None:
    assert age(DONE, TODAY) == 10
    assert age(date(2024, 2, 28), date(2024, 3, 1)) == 2
    assert age(TODAY, DONE) == 0
