"""Scans: impossible values, comparison with later scans, and which scan is the re-baseline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from hsct_desktop.domain.edss_assessment import Life
from hsct_desktop.domain.mri import Mri, MriEntry, MriReference, Region, ScanRole, check_mri, rebaseline_of, role_of
from hsct_desktop.domain.partial_date import parse_partial

DAY0 = date(2022, 1, 13)
LIFE = Life(date(1984, 3, 14), date(2026, 11, 20), DAY0)


def entry(day: str = "2023-01-10", **more: object) -> MriEntry:
    scanned = parse_partial(day)
    assert scanned is not None
    return replace(MriEntry(1, scanned), **more)  # type: ignore[arg-type]


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


@pytest.mark.parametrize(("day", "is_taken"), [(149, False), (150, True), (274, True), (275, False)])
def test_the_window_of_the_rule(day: int, is_taken: bool) -> None:
    found = rebaseline_of([after(day)], DAY0)
    assert (found.scan is not None) is is_taken
    assert ((found.first - DAY0).days, (found.last - DAY0).days) == (150, 274)


def test_the_first_brain_scan_of_the_window_is_the_rebaseline_whatever_the_order() -> None:
    scans = [after(260, 1), after(40, 2), after(190, 3), after(170, 4, region=Region.CORD), after(400, 5), after(-9, 6)]
    found = rebaseline_of(scans, DAY0)
    assert found.scan is not None
    assert found.scan.id == 3
    assert [one.id for one in found.candidates] == [2, 3, 1, 5]
    roles = {one.id: role_of(one, DAY0, found) for one in scans}
    assert roles == {
        6: ScanRole.BEFORE, 2: ScanRole.BETWEEN, 4: ScanRole.BETWEEN, 3: ScanRole.REBASELINE, 1: ScanRole.COUNTED,
        5: ScanRole.COUNTED,
    }  # fmt: skip


def test_a_person_may_choose_another_scan() -> None:
    scans = [after(190, 1), after(400, 2)]
    found = rebaseline_of(scans, DAY0, MriReference(7, 1, 1, 1, 2, "scan of month 6 was of another machine"))
    assert found.scan is scans[1]
    assert found.by_person is not None
    assert role_of(scans[0], DAY0, found) is ScanRole.BETWEEN


def test_a_choice_whose_scan_no_longer_qualifies_gives_back_the_rule() -> None:
    scans = [after(190, 1), after(-30, 2)]
    found = rebaseline_of(scans, DAY0, MriReference(7, 1, 1, 1, 2, "mistake"))
    assert (found.scan, found.by_person) == (scans[0], None)


def test_without_a_reference_late_scans_stay_undecided() -> None:
    early, late = after(90, 1), after(400, 2)
    found = rebaseline_of([early, late], DAY0)
    assert [role_of(one, DAY0, found) for one in (early, late)] == [ScanRole.BETWEEN, ScanRole.UNDECIDED]


@pytest.mark.parametrize(
    ("counts", "active"),
    [({}, None), ({"new_t2": 0}, False), ({"new_t2": 0, "gd": 1}, True), ({"cord_new": 2}, True)],
)
def test_activity_is_unknown_where_nothing_is_counted(counts: dict[str, int], active: bool | None) -> None:
    assert entry(**counts).active is active
