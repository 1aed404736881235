"""Phases of a course from its dates, and which items of the plan are seen to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hsct_desktop.domain.lab_result import CourseDays
from hsct_desktop.domain.therapy_plan import (
    PhaseSpan,
    PlanAnswer,
    PlanDecision,
    PlannedTherapy,
    TherapyPhase,
    decided_in,
    earlier_refusal,
    is_covered,
    phase_on,
    therapy_phases,
)

DAY0 = date(2026, 6, 15)
MOBILISATION = date(2026, 5, 4)
CONDITIONING = date(2026, 6, 9)
ENGRAFTED = DAY0 + timedelta(days=11)
DISCHARGED = DAY0 + timedelta(days=20)
COURSE = CourseDays(MOBILISATION, CONDITIONING, DAY0)


def on_day(day: int) -> date:
    return DAY0 + timedelta(days=day)


@pytest.mark.parametrize(
    ("on", "phase"),
    [
        (date(2026, 5, 3), "work_up"),
        (MOBILISATION, "mobilisation"),
        (on_day(-7), "mobilisation"),
        (CONDITIONING, "conditioning"),
        (on_day(-1), "conditioning"),
        (DAY0, "aplasia"),
        (ENGRAFTED, "aplasia"),
        (on_day(12), "engrafted"),
        (DISCHARGED, "engrafted"),
        (on_day(21), "early"),
        (on_day(100), "early"),
        (date(2026, 12, 14), "early"),
        (date(2026, 12, 15), "late"),
        (date(2036, 1, 1), "late"),
    ],
)
def test_each_day_has_its_phase(on: date, phase: str) -> None:
    assert phase_on(therapy_phases(COURSE, ENGRAFTED, DISCHARGED), on).phase == phase


def test_without_engraftment_aplasia_lasts_to_day_30_and_without_discharge_the_next_to_day_100() -> None:
    phases = therapy_phases(COURSE, None, None)
    assert phase_on(phases, on_day(30)).phase is TherapyPhase.APLASIA
    assert phase_on(phases, on_day(31)).phase is TherapyPhase.ENGRAFTED
    assert phase_on(phases, on_day(100)).phase is TherapyPhase.ENGRAFTED
    assert phase_on(phases, on_day(101)).phase is TherapyPhase.EARLY


def test_a_discharge_before_engraftment_leaves_no_phase_between() -> None:
    phases = therapy_phases(COURSE, ENGRAFTED, on_day(2))
    assert TherapyPhase.ENGRAFTED not in [span.phase for span in phases]
    assert phase_on(phases, on_day(12)).phase is TherapyPhase.EARLY


def test_a_date_that_nobody_entered_makes_no_phase() -> None:
    assert [span.phase for span in therapy_phases(CourseDays(None, None, None), None, None)] == ["work_up"]
    only = therapy_phases(CourseDays(MOBILISATION, None, None), None, None)
    assert [span.phase for span in only] == ["work_up", "mobilisation"]
    planned = therapy_phases(CourseDays(None, None, DAY0), None, None)
    assert phase_on(planned, on_day(-8)).phase is TherapyPhase.WORK_UP
    assert phase_on(planned, on_day(-7)).phase is TherapyPhase.CONDITIONING  # the usual first day


@pytest.mark.parametrize("discharged", [None, on_day(2), DISCHARGED, on_day(150)])
@pytest.mark.parametrize("engrafted", [None, ENGRAFTED, on_day(40)])
def test_phases_follow_each_other_without_gap(engrafted: date | None, discharged: date | None) -> None:
    phases = therapy_phases(COURSE, engrafted, discharged)
    assert phases[0].first == date.min
    assert phases[-1].last == date.max
    assert all(a.last + timedelta(days=1) == b.first for a, b in zip(phases, phases[1:], strict=False))


SPAN = PhaseSpan(TherapyPhase.ENGRAFTED, on_day(12), on_day(20))
WORK_UP = PhaseSpan(TherapyPhase.WORK_UP, date.min, on_day(-43))


@pytest.mark.parametrize(
    ("therapy", "span", "covered"),
    [
        (PlannedTherapy("pjp", on_day(12)), SPAN, True),
        (PlannedTherapy("pjp_alt", on_day(12)), SPAN, True),
        (PlannedTherapy("pjp", on_day(40)), SPAN, True),  # planned
        (PlannedTherapy("pjp", on_day(5), on_day(12)), SPAN, True),  # ended in this phase, by a person
        (PlannedTherapy("pjp", on_day(-6), on_day(11)), SPAN, False),
        (PlannedTherapy("vzv", on_day(12)), SPAN, False),
        (PlannedTherapy("pjp", on_day(-90), on_day(-60)), WORK_UP, False),
        (PlannedTherapy("pjp", on_day(-90)), WORK_UP, True),
    ],
)
def test_a_therapy_covers_its_indication(therapy: PlannedTherapy, span: PhaseSpan, covered: bool) -> None:
    on = on_day(15) if span is SPAN else on_day(-50)
    assert is_covered({"pjp", "pjp_alt"}, [therapy], span, on) is covered


def decision(number: int, phase: TherapyPhase, answer: PlanAnswer, item: str = "fungal") -> PlanDecision:
    return PlanDecision(number, 1, item, phase, answer, "", None, DAY0, 1)


def test_an_answer_holds_for_its_phase_and_a_refusal_is_told_in_the_next() -> None:
    refused = decision(1, TherapyPhase.CONDITIONING, PlanAnswer.DECLINED)
    assert decided_in([refused], TherapyPhase.CONDITIONING) == {"fungal": refused}
    assert decided_in([refused], TherapyPhase.APLASIA) == {}
    assert earlier_refusal([refused], "fungal", TherapyPhase.APLASIA) == refused
    assert earlier_refusal([refused], "fungal", TherapyPhase.CONDITIONING) is None
    accepted = decision(2, TherapyPhase.CONDITIONING, PlanAnswer.ACCEPTED)
    assert earlier_refusal([refused, accepted], "fungal", TherapyPhase.APLASIA) is None
