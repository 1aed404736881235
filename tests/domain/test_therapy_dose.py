"""Doses along a course: which holds on a day, what is refused; overlapping courses."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.supportive_therapy import Therapy, TherapyClass
from hsct_desktop.domain.therapy_dose import DoseChangeEntry, DoseFrame, DoseStep, check_dose_change, step_on
from hsct_desktop.domain.therapy_overlap import Span, overlapping

START, TODAY = date(2026, 9, 1), date(2026, 11, 20)
FRAME = DoseFrame(START, date(2026, 11, 1), frozenset({date(2026, 10, 1)}), (Decimal(800), "mg", "twice a day", ""))
ENTRY = DoseChangeEntry(1, date(2026, 9, 15), Decimal(400), "mg", "twice a day")


def keys(entry: DoseChangeEntry) -> list[tuple[str, str]]:
    return [(problem.field, problem.key) for problem in check_dose_change(entry, FRAME)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"from_on": None}, [("from_on", "date_missing")]),
        ({"from_on": date(2026, 8, 31)}, [("from_on", "dose_change_before_start")]),
        ({"from_on": START}, [("from_on", "dose_change_before_start")]),
        ({"from_on": date(2026, 11, 1)}, []),
        ({"from_on": date(2026, 11, 2)}, [("from_on", "dose_change_after_stop")]),
        ({"from_on": date(2026, 10, 1)}, [("from_on", "dose_change_twice")]),
        ({"dose": Decimal(0)}, [("dose", "dose_not_positive")]),
        ({"unit": ""}, [("unit", "dose_without_unit")]),
        ({"dose": None}, [("dose", "unit_without_dose")]),
        ({"dose": Decimal(800)}, [("dose", "dose_change_same")]),
        ({"dose": Decimal(800), "times": "08:00"}, []),
        ({"dose": None, "unit": "", "frequency": ""}, [("dose", "dose_change_empty")]),
        ({"times": "noon"}, [("times", "times_unreadable")]),
        ({"reason": "x" * 201}, [("reason", "too_long")]),
    ],
)
def test_what_is_refused(changes: dict[str, object], expected: list[tuple[str, str]]) -> None:
    assert keys(replace(ENTRY, **changes)) == expected  # type: ignore[arg-type]


def test_what_holds_on_a_day() -> None:
    steps = (DoseStep(START, "800 mg", "twice a day"), DoseStep(date(2026, 10, 1), "400 mg", "once a day", "08:00"))
    therapy = Therapy(1, "Aciclovir", TherapyClass.ANTIVIRAL, START, "800 mg", frequency="twice a day", doses=steps)
    assert [therapy.as_of(day).dose for day in (START, date(2026, 9, 30), date(2026, 10, 1), TODAY)] == [
        "800 mg", "800 mg", "400 mg", "400 mg",
    ]  # fmt: skip
    held = therapy.as_of(TODAY)
    assert (held.frequency, held.times, held.doses) == ("once a day", "08:00", steps)
    assert held.as_of(START) == replace(therapy, times="")


@given(st.lists(st.integers(0, 60), unique=True, max_size=6), st.integers(-5, 70))
def test_the_latest_step_not_after_the_day_holds(days: list[int], at: int) -> None:
    steps = [DoseStep(START + timedelta(days=day), str(day)) for day in days]
    held = step_on(steps, START + timedelta(days=at))
    begun = [day for day in days if day <= at]
    expected = max(begun) if begun else min(days, default=None)
    assert (held.dose if held is not None else None) == (None if expected is None else str(expected))


def course(start: int, stop: int | None = None, planned: int | None = None) -> Therapy:
    day = [None if at is None else TODAY + timedelta(days=at) for at in (stop, planned)]
    return Therapy(
        1, "Aciclovir", TherapyClass.ANTIVIRAL, TODAY + timedelta(days=start), stop=day[0], planned_stop=day[1]
    )


@pytest.mark.parametrize(
    ("start", "stop", "other", "overlaps"),
    [
        (0, None, course(-30), True),
        (0, None, course(-30, -1), False),
        (0, None, course(-30, 0), False),
        (0, None, course(-30, None, 10), True),
        (10, None, course(-30, None, 10), False),
        (0, None, course(-30, None, -5), True),
        (0, None, course(5), True),
        (0, 5, course(5), False),
        (-20, -10, course(-15, -12), True),
        (-20, -10, course(-30, -20), False),
    ],
)
def test_overlapping_courses(start: int, stop: int | None, other: Therapy, overlaps: bool) -> None:
    span = Span(TODAY + timedelta(days=start), None if stop is None else TODAY + timedelta(days=stop))
    assert bool(list(overlapping(span, [other], TODAY))) is overlaps


@given(st.integers(-40, 40), st.integers(0, 30), st.integers(-40, 40), st.integers(0, 30))
def test_closed_courses_overlap_both_ways_or_not_at_all(a: int, a_days: int, b: int, b_days: int) -> None:
    one, other = course(a, a + a_days), course(b, b + b_days)

    def found(first: Therapy, second: Therapy) -> bool:
        return bool(list(overlapping(Span(first.start, first.stop), [second], TODAY)))

    assert found(one, other) is found(other, one)
