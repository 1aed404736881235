"""Collections, conditioning and cells: every wrong dose, day and session; sums and the poor mobiliser."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from hsct_desktop.domain.dose_sum import day_dose, read_dose, summed, times_a_day
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.treatment import (
    ApheresisEntry,
    ConditioningEntry,
    CourseDays,
    DoseLimits,
    HarvestVerdict,
    InfusionEntry,
    OrderState,
    check_apheresis,
    check_cell_dose,
    check_conditioning,
    check_infusion,
    check_sessions,
    harvest,
)

DAY0 = date(2026, 11, 14)
DAYS = CourseDays(date(1985, 7, 7), date(2026, 11, 20), date(2026, 10, 15), DAY0)
COLLECTED = ApheresisEntry(1, 1, 1, date(2026, 10, 25), Decimal("2.1"), Decimal(35), Decimal(180))
GIVEN = ConditioningEntry(1, 1, DAY0 - timedelta(days=5), "melphalan", "Melphalan")
CELLS = InfusionEntry(1, 1, Product.HSC, DAY0, dose=Decimal("3.9"))
CAR_T = InfusionEntry(
    1, 1, Product.CAR_T, DAY0, dose=Decimal(1), target="CD19", crs_grade=1, crs_on=DAY0 + timedelta(days=2),
    icans_grade=0, expansion_peak=Decimal(120), expansion_unit="cells/uL", expansion_on=DAY0 + timedelta(days=5),
)  # fmt: skip


def told(problems: object) -> list[tuple[str, str, bool]]:
    return [(p.field, p.key, p.soft) for p in problems if isinstance(p, Problem)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "key", "params"),
    [
        ("0", "cell_dose_zero", {}),
        ("-1", "cell_dose_zero", {}),
        ("2000000", "cell_dose_in_cells", {"typed": Decimal(2000000), "meant": "2"}),
        ("10000", "cell_dose_in_cells", {"typed": Decimal(10000), "meant": "0.01"}),
        ("2500000", "cell_dose_in_cells", {"typed": Decimal(2500000), "meant": "2.5"}),
        ("350", "cell_dose_too_high", {"typed": Decimal(350), "limit": Decimal(100)}),
        ("9999", "cell_dose_too_high", {"typed": Decimal(9999), "limit": Decimal(100)}),
    ],
)
def test_a_dose_of_the_wrong_magnitude_is_refused_with_its_likely_unit(
    typed: str, key: str, params: dict[str, object]
) -> None:
    (found,) = check_cell_dose("dose", Decimal(typed))
    assert (found.key, dict(found.params), found.soft) == (key, params, False)


@pytest.mark.parametrize("typed", ["0.05", "2.1", "100"])
def test_a_dose_in_millions_per_kg_is_taken(typed: str) -> None:
    assert list(check_cell_dose("dose", Decimal(typed))) == []
    assert list(check_cell_dose("dose", None)) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"session": None}, [("session", "session_missing", False)]),
        ({"session": 0}, [("session", "session_out_of_range", False)]),
        ({"session": 13}, [("session", "session_out_of_range", False)]),
        ({"collected_on": None}, [("collected_on", "treatment_day_missing", False)]),
        ({"collected_on": date(2026, 11, 21)},
         [("collected_on", "treatment_in_future", False), ("collected_on", "collected_after_day0", True)]),
        ({"collected_on": date(2026, 10, 14)}, [("collected_on", "collected_before_mobilisation", False)]),
        ({"collected_on": date(2026, 10, 15)}, []),
        ({"collected_on": date(2026, 11, 15)}, [("collected_on", "collected_after_day0", True)]),
        ({"cd34_dose": Decimal("0.04")}, [("cd34_dose", "cell_dose_tiny", True)]),
        ({"cd34_dose": Decimal(2000000)}, [("cd34_dose", "cell_dose_in_cells", False)]),
        ({"blood_cd34": Decimal(-1)}, [("blood_cd34", "blood_cd34_out_of_range", False)]),
        ({"blood_cd34": Decimal(0)}, []),
        ({"volume": Decimal(0)}, [("volume", "volume_out_of_range", False)]),
        ({"note": "x" * 4001}, [("note", "too_long", False)]),
    ],
)  # fmt: skip
def test_collections(change: dict[str, object], expected: list[tuple[str, str, bool]]) -> None:
    assert told(check_apheresis(replace(COLLECTED, **change), DAYS)) == expected  # type: ignore[arg-type]


def test_a_collection_long_after_mobilisation_is_asked_about() -> None:
    early = replace(DAYS, mobilisation_start=date(2026, 7, 1), day0=None)
    assert told(check_apheresis(COLLECTED, early)) == [("collected_on", "collected_long_after", True)]


@pytest.mark.parametrize(
    ("session", "day", "expected"),
    [
        (2, 26, []),
        (1, 26, [("session", "session_twice", False)]),
        (2, 24, [("collected_on", "session_out_of_order", False)]),
        (2, 25, [("collected_on", "session_same_day", True)]),
    ],
)
def test_sessions_follow_their_days(session: int, day: int, expected: list[tuple[str, str, bool]]) -> None:
    entry = replace(COLLECTED, session=session, collected_on=date(2026, 10, day))
    assert told(check_sessions(entry, [COLLECTED])) == expected
    # The other way round it is the same mistake.
    assert [key for _, key, _ in told(check_sessions(COLLECTED, [entry]))] == [key for _, key, _ in expected]


@pytest.mark.parametrize(
    ("doses", "blood", "verdict", "poor"),
    [
        (["1.9"], ["30"], HarvestVerdict.BELOW, True),
        (["1.0", "1.0"], ["30", "12"], HarvestVerdict.REACHED, False),
        (["2.5"], ["20"], HarvestVerdict.OPTIMAL, False),
        (["2.5"], ["19.9"], HarvestVerdict.OPTIMAL, True),
        (["2.5"], [None], HarvestVerdict.OPTIMAL, None),
        (["1.0", None], ["30", None], HarvestVerdict.UNKNOWN, None),
        (["2.0", None], [None, None], HarvestVerdict.REACHED, None),
        ([None], [None], HarvestVerdict.UNKNOWN, None),
        ([], [], HarvestVerdict.UNKNOWN, None),
    ],
)
def test_the_sum_is_held_against_the_figures(
    doses: list[str | None], blood: list[str | None], verdict: HarvestVerdict, poor: bool | None
) -> None:
    rows = [
        replace(COLLECTED, cd34_dose=None if d is None else Decimal(d), blood_cd34=None if b is None else Decimal(b))
        for d, b in zip(doses, blood, strict=True)
    ]
    found = harvest(rows, DoseLimits())
    assert (found.verdict, found.poor) == (verdict, poor)
    assert found.complete is all(dose is not None for dose in doses)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"drug": " "}, [("drug", "order_drug_missing", False)]),
        ({"given_on": DAY0 + timedelta(days=7)}, [("given_on", "treatment_in_future", False)]),
        ({"given_on": DAY0 - timedelta(days=31)}, [("given_on", "order_far_from_day0", True)]),
        ({"state": OrderState.OMITTED}, [("note", "order_omitted_reason", False)]),
        ({"state": OrderState.OMITTED, "note": "fever"}, []),
        ({"state": OrderState.OMITTED, "note": "fever", "dose": "1 mg"}, [("dose", "order_omitted_dose", False)]),
        ({"state": OrderState.CHANGED}, [("dose", "order_changed_how", False)]),
        ({"state": OrderState.CHANGED, "dose": "100 mg/m2"}, []),
    ],
)
def test_conditioning(change: dict[str, object], expected: list[tuple[str, str, bool]]) -> None:
    assert told(check_conditioning(replace(GIVEN, **change), DAYS)) == expected  # type: ignore[arg-type]


def test_conditioning_without_a_day_0_has_no_place_on_the_grid() -> None:
    assert told(check_conditioning(GIVEN, replace(DAYS, day0=None))) == [("given_on", "order_without_day0", False)]


@pytest.mark.parametrize(
    ("entry", "change", "expected"),
    [
        (CELLS, {}, []),
        (CELLS, {"infused_on": DAY0 + timedelta(days=1)}, [("infused_on", "infused_not_day0", True)]),
        (CELLS, {"dose": Decimal(0)}, [("dose", "cell_dose_zero", False)]),
        (CELLS, {"crs_grade": 9}, []),  # not of stem cells
        (CAR_T, {}, []),
        (CAR_T, {"crs_grade": 6}, [("crs_grade", "astct_grade_out_of_range", False)]),
        (CAR_T, {"crs_grade": None}, [("crs_on", "astct_day_without_grade", False)]),
        (CAR_T, {"crs_on": DAY0 - timedelta(days=1)}, [("crs_on", "before_infusion", False)]),
        (CAR_T, {"expansion_on": DAY0 + timedelta(days=7)}, [("expansion_on", "treatment_in_future", False)]),
        (CAR_T, {"expansion_peak": Decimal(0)}, [("expansion_peak", "expansion_not_positive", False)]),
        (CAR_T, {"expansion_unit": " "}, [("expansion_unit", "expansion_unit_missing", False)]),
    ],
)
def test_cells_infused(entry: InfusionEntry, change: dict[str, object], expected: list[object]) -> None:
    assert told(check_infusion(replace(entry, **change), DAYS)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50 mg/kg", (Decimal(50), "mg/kg")),
        ("50 mg/kg/d", (Decimal(50), "mg/kg")),
        ("1,5 g/m²", (Decimal(1500), "mg/m2")),
        ("140 mg / mq", (Decimal(140), "mg/m2")),
        ("5-10 mg/kg", None),
        ("3500 mg", None),
        ("", None),
        ("about 50 mg/kg", None),
    ],
)
def test_a_dose_is_read_only_where_it_says_so(text: str, expected: tuple[Decimal, str] | None) -> None:
    found = read_dose(text)
    assert (None if found is None else (found.amount, found.unit)) == expected


def test_a_day_of_several_doses_is_their_sum() -> None:
    found = day_dose("200", "mg", "m2", "12 h")
    assert found is not None
    assert found.amount == 400
    assert [times_a_day(every) for every in ("", "8 h", "7 h", "twice", "0 h")] == [1, 3, None, None, None]
    total = summed([found, day_dose("5", "mg", "kg", ""), None], "mg/m2")
    assert (total.amount, total.unread) == (Decimal(400), 2)
