"""Scans: impossible values, comparison with later scans, and which scan is the re-baseline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hsct_desktop.domain.edss_assessment import Life
from hsct_desktop.domain.mri import Mri, MriEntry, ReBaseline, Region, ScanRole, check_mri, role_of
from hsct_desktop.domain.partial_date import PartialDate, parse_partial

DAY0 = date(2022, 1, 13)
LIFE = Life(date(1984, 3, 14), date(2026, 11, 20), DAY0)


def entry(day: str = "2023-01-10", **more: Any) -> MriEntry:
    scanned = parse_partial(day)
    assert scanned is not None
    return replace(MriEntry(1, scanned), **more)


def scan(number: int, day: str, **more: object) -> Mri:
    return Mri(number, 1, entry(day, **more))


def after(days: int, number: int = 1, **more: object) -> Mri:
    return scan(number, (DAY0 + timedelta(days)).isoformat(), **more)


def keys(made: MriEntry, *others: Mri, row_id: int | None = None) -> list[tuple[str, str, bool]]:
    return [(p.field, p.key, p.soft) for p in check_mri(made, LIFE, others, row_id)]


def test_a_plain_scan_is_taken() -> None:
    made = entry(
        region=Region.BRAIN_CORD, site="City hospital, 2nd scanner", field_tesla=Decimal(3), new_t2=0, gd=0,
        t2_lesions=24, t2_volume=Decimal("8.4"), pbvc=Decimal("-0.3"), cord_new=0, cord_gd=0, compared_with_id=4,
    )  # fmt: skip
    assert keys(made, scan(4, "2022-07-20")) == []
    assert keys(entry()) == []


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("field_tesla", Decimal(2), "mri_field"),
        ("new_t2", -1, "mri_count"),
        ("gd", 1000, "mri_count"),
        ("t2_volume", Decimal("-0.1"), "mri_volume"),
        ("t2_volume", Decimal(1001), "mri_volume"),
        ("cord_new", 1, "mri_cord_not_scanned"),
        ("cord_gd", 0, "mri_cord_not_scanned"),
    ],
)
def test_what_cannot_be_is_refused(field: str, value: object, key: str) -> None:
    assert keys(entry(**{field: value})) == [(field, key, False)]


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("new_t2", 51, "mri_count_high"),
        ("gd", 31, "mri_count_high"),
        ("t2_volume", Decimal(101), "mri_volume_high"),
    ],
)
def test_what_is_unlikely_is_asked_about(field: str, value: object, key: str) -> None:
    assert keys(entry(**{field: value})) == [(field, key, True)]


def test_a_change_of_volume_needs_its_scan_and_a_likely_size() -> None:
    other = scan(4, "2022-07-20")
    assert keys(entry(pbvc=Decimal("-0.4"))) == [("compared_with_id", "mri_change_since", True)]
    assert keys(entry(pbvc=Decimal(-6), compared_with_id=4), other) == [("pbvc", "mri_change_high", True)]
    assert keys(entry(pbvc=Decimal(-31), compared_with_id=4), other) == [("pbvc", "mri_change", False)]


def test_more_new_lesions_than_lesions_are_asked_about() -> None:
    assert keys(entry(new_t2=5, gd=2, t2_lesions=4)) == [("new_t2", "mri_more_than_all", True)]


def test_a_scan_of_the_cord_alone_says_nothing_of_the_brain() -> None:
    made = entry(region=Region.CORD, new_t2=0, cord_new=0)
    assert keys(made) == [("new_t2", "mri_brain_not_scanned", False)]


@pytest.mark.parametrize(
    ("day", "other", "refused"),
    [
        ("2023-01-10", "2023-01-11", True),
        ("2023-01-10", "2023-01-10", True),
        ("2023-01-10", "2023-01-09", False),
        ("2019-04", "2019", False),
        ("2019-04", "2019-05", True),
        ("2019-04", "2018", False),
    ],
)
def test_a_scan_is_compared_with_an_earlier_one(day: str, other: str, refused: bool) -> None:
    found = [key for key in keys(entry(day, compared_with_id=4), scan(4, other)) if not key[2]]
    assert found == ([("compared_with_id", "mri_compared_later", False)] if refused else [])


def test_a_scan_that_is_gone_cannot_be_compared_with() -> None:
    assert keys(entry(compared_with_id=9)) == [("compared_with_id", "mri_compared_gone", False)]


def test_a_scan_does_not_move_behind_one_that_was_compared_with_it() -> None:
    later = scan(5, "2024-01-10", compared_with_id=4)
    assert keys(entry("2024-02-01"), later, row_id=4) == [("scanned", "mri_comparer_earlier", False)]
    assert keys(entry("2024-01-09"), later, row_id=4) == []


def test_the_same_region_twice_on_a_day_is_asked_about() -> None:
    assert keys(entry(), scan(4, "2023-01-10")) == [("scanned", "mri_twice", True)]
    assert keys(entry(region=Region.CORD), scan(4, "2023-01-10")) == []


@pytest.mark.parametrize("day", ["2022", "2022-01", "2025-03"])
def test_from_day_0_on_a_scan_has_its_day(day: str) -> None:
    assert keys(entry(day)) == [("scanned", "whole_day_needed", False)]


FIRST, LAST = DAY0 + timedelta(150), DAY0 + timedelta(274)


def roles(taken: Mri | None, *scans: Mri, is_off: bool = False, compared: Mri | None = None) -> list[ScanRole]:
    found = ReBaseline(taken, FIRST, LAST, is_off=is_off)
    return [role_of(one, DAY0, found, compared) for one in scans]


def test_what_each_scan_is_around_the_rebaseline() -> None:
    taken = after(190, 3)
    scans = [after(-9, 1), after(0, 2), after(40, 4), taken, after(191, 5), after(400, 6)]
    assert roles(taken, *scans) == [
        ScanRole.BEFORE, ScanRole.BEFORE, ScanRole.BETWEEN, ScanRole.REBASELINE, ScanRole.COUNTED, ScanRole.COUNTED,
    ]  # fmt: skip


def test_without_a_reference_late_scans_stay_undecided() -> None:
    assert roles(None, after(149), after(275)) == [ScanRole.BETWEEN, ScanRole.UNDECIDED]


@pytest.mark.parametrize("is_off", [False, True])
def test_a_scan_without_its_day_from_day_0_on_is_left_out(is_off: bool) -> None:
    months = (PartialDate(DAY0.year, DAY0.month), PartialDate(DAY0.year + 1), PartialDate(DAY0.year - 1))
    scans = [replace(after(0, n), entry=replace(after(0, n).entry, scanned=known)) for n, known in enumerate(months)]
    left_out = [ScanRole.UNDATED, ScanRole.UNDATED, ScanRole.BEFORE]
    assert roles(after(190, 9), *scans, is_off=is_off) == left_out


def test_without_rebaseline_the_last_scan_before_day_0_is_the_reference() -> None:
    last = after(-20, 2)
    scans = [after(-300, 1), last, after(40, 3)]
    assert roles(last, *scans, is_off=True) == [ScanRole.BEFORE, ScanRole.REFERENCE, ScanRole.COUNTED]
    assert roles(None, after(40), is_off=True) == [ScanRole.UNDECIDED]


@pytest.mark.parametrize(
    ("counts", "role"),
    [
        ({"new_t2": 2}, ScanRole.UNCLEAR),
        ({"new_t2": 2, "gd": 1}, ScanRole.COUNTED),
        ({"new_t2": 0}, ScanRole.COUNTED),
        ({}, ScanRole.COUNTED),
    ],
)
def test_new_lesions_against_an_older_scan_cannot_be_placed(counts: dict[str, int], role: ScanRole) -> None:
    assert roles(after(190, 1), after(400, 2, **counts), compared=after(40, 3)) == [role]


@pytest.mark.parametrize(
    ("counts", "active"),
    [({}, None), ({"new_t2": 0}, False), ({"new_t2": 0, "gd": 1}, True), ({"cord_new": 2}, True)],
)
def test_activity_is_unknown_where_nothing_is_counted(counts: dict[str, int], active: bool | None) -> None:
    assert entry(**counts).active is active
