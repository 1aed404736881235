"""Outcome measures: sums of items, caps, what is refused and what is asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.measure import MeasureEntry, check_measure, implied, total

TODAY = date(2026, 11, 20)
BORN = date(1985, 3, 7)
BOOK = Catalogue().measure_book
MEASURES = BOOK.measures


def full(measure_id: str, which: int = -1) -> dict[str, str]:
    """Every item at its highest (-1) or lowest (0) score."""
    return {item.id: str(item.scores[which]) for item in MEASURES[measure_id].items}


@pytest.mark.parametrize(
    ("measure_id", "items", "highest"),
    [
        ("mrss", 17, 51), ("sledai2k", 24, 105), ("incat", 2, 10), ("mrc", 12, 60), ("mgadl", 8, 24), ("sescd", 20, 56),
    ],
)  # fmt: skip
def test_sums_reach_from_end_to_end_of_their_range(measure_id: str, items: int, highest: int) -> None:
    measure = MEASURES[measure_id]
    assert len(measure.items) == items
    assert total(measure, full(measure_id)) == highest == measure.high
    assert total(measure, full(measure_id, 0)) == 0 == measure.low


def test_narrowing_counts_eleven_at_most() -> None:
    stenoses = full("sescd", 0) | {item.id: "3" for item in MEASURES["sescd"].items if item.cap == "stenosis"}
    assert total(MEASURES["sescd"], stenoses) == 11
    stenoses["ileum_stenosis"] = "0"
    assert total(MEASURES["sescd"], stenoses) == 11
    stenoses["rectum_stenosis"] = "0"
    assert total(MEASURES["sescd"], stenoses) == 9


def test_no_sum_while_an_item_is_open_or_impossible() -> None:
    arthritis = full("sledai2k", 0) | {"arthritis": "4"}
    assert total(MEASURES["sledai2k"], arthritis) == 4
    assert total(MEASURES["sledai2k"], {**arthritis, "arthritis": "3"}) is None
    del arthritis["fever"]
    assert total(MEASURES["sledai2k"], arthritis) is None


def test_items_that_make_up_the_total_leave_no_other_open() -> None:
    sledai = MEASURES["sledai2k"]
    assert implied(sledai, Decimal(4), {"arthritis": "4"})["rash"] == "0"
    assert implied(sledai, Decimal(6), {"arthritis": "4"}) == {"arthritis": "4"}
    assert implied(sledai, Decimal(0), {})["seizure"] == "0"
    assert implied(MEASURES["sescd"], Decimal(0), {}) == {}  # a cap: nothing is concluded


def problems(measure_id: str, value: str | None, **more: object) -> list[tuple[str, str, bool]]:
    number = Decimal(value) if value is not None else None
    entry = replace(MeasureEntry(1, measure_id, TODAY, number), **more)  # type: ignore[arg-type]
    return [(p.field, p.key, p.soft) for p in check_measure(MEASURES[measure_id], entry, BORN, TODAY)]


@pytest.mark.parametrize(
    ("measure_id", "value", "key"),
    [
        ("mrss", "51", ""), ("mrss", "52", "measure_out_of_range"), ("mrss", "-1", "measure_out_of_range"),
        ("mrss", "12.5", "measure_off_step"), ("kps", "85", "measure_off_step"), ("kps", "80", ""),
        ("cdai", "-1", "measure_out_of_range_low"), ("cdai", "600", ""), ("cdai", "601", "measure_improbable"),
        ("fvc", "24", "measure_improbable"), ("fvc", "4", "measure_out_of_range"), ("eq5d_index", "-0.594", ""),
        ("prednisolone", "100", "measure_improbable"), ("aqp4", "320.5", "measure_off_step"),
        ("sdmt", "110", "measure_improbable"), ("t25fw", "NaN", "number_unreadable"),
    ],
)  # fmt: skip
def test_impossible_values_are_refused_and_improbable_ones_asked(measure_id: str, value: str, key: str) -> None:
    expected = [(measure_id, key, key == "measure_improbable")] if key else []
    assert problems(measure_id, value) == expected


def test_a_day_must_be_there_and_lie_in_the_life_up_to_today() -> None:
    assert problems("mrss", "3", measured_on=None) == [("measured_on", "date_missing", False)]
    assert problems("mrss", "3", measured_on=date(2026, 11, 21)) == [("measured_on", "date_in_future", False)]
    assert problems("mrss", "3", measured_on=date(1985, 3, 6)) == [("measured_on", "before_birth", False)]


def test_items_are_checked_one_by_one() -> None:
    assert problems("incat", None) == [("incat", "measure_value_missing", False)]
    assert problems("incat", None, items={"arm": "2"}) == [("incat.leg", "measure_items_missing", False)]
    assert problems("incat", None, items={"arm": "6", "leg": "1"}) == [("incat.arm", "measure_item_impossible", False)]
    assert problems("incat", "4", items={"arm": "2", "leg": "1"}) == [("incat", "measure_total_differs", False)]
    assert problems("incat", "3", items={"arm": "2", "leg": "1"}) == []
    unknown = [("incat", "measure_item_unknown", False), ("incat.leg", "measure_items_missing", False)]
    assert problems("incat", None, items={"arm": "2", "hand": "1"}) == unknown


def test_measures_of_a_disease_stand_before_those_of_all() -> None:
    ssc = [measure.id for measure in BOOK.of_disease("ssc")]
    assert ssc == ["mrss", "fvc", "dlco", "prednisolone", "kps", "eq5d_vas", "eq5d_index"]
    assert [m.id for m in BOOK.of_disease("ms") if m.with_edss][:4] == ["t25fw", "hpt9_right", "hpt9_left", "sdmt"]
    bands = [MEASURES["sledai2k"].band_of(Decimal(value)) for value in (0, 1, 4, 5, 10, 11)]
    assert [band.label.en.split()[0] for band in bands if band is not None] == [
        "no", "low", "low", "moderate", "moderate", "high",
    ]  # fmt: skip
