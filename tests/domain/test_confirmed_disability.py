"""Confirmed worsening and improvement on courses worked out by hand; days are counted from 1 January 2020."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from hsct_desktop.domain.confirmed_disability import (
    Assessed,
    Cause,
    DisabilityCourse,
    Event,
    Kind,
    StepConvention,
    Unheld,
    after_reference,
    course,
    step_for,
)
from hsct_desktop.domain.disability_arguments import read_settings
from hsct_desktop.domain.problem import InputError

START = date(2020, 1, 1)


def day(number: int) -> date:
    return START + timedelta(number)


def visits(values: dict[int, float]) -> list[Assessed]:
    return [Assessed(day(number), value) for number, value in values.items()]


def found(values: dict[int, float], *relapses: int, **kw: Any) -> DisabilityCourse:
    return course(visits(values), [day(number) for number in relapses], read_settings(kw))


def told(event: Event) -> tuple[str, int, int, tuple[int, ...], int]:
    """Kind, days of reference and onset, days of the confirming visits, days held."""
    days = [(on - START).days for on in (event.baseline.on, event.onset.on, *event.confirmed_on)]
    return event.kind.value, days[0], days[1], tuple(days[2:]), event.sustained_days


def events(values: dict[int, float], *relapses: int, **kw: Any) -> list[tuple[str, int, int, tuple[int, ...], int]]:
    return [told(event) for event in found(values, *relapses, **kw).events]


@pytest.mark.parametrize(
    ("reference", "by_5_5", "by_6_0"),
    [(0, 1.5, 1.5), (1, 1, 1), (4.5, 1, 1), (5, 1, 1), (5.5, 0.5, 1), (6, 0.5, 0.5), (9.5, 0.5, 0.5)],
)
def test_the_step_depends_on_the_reference(reference: float, by_5_5: float, by_6_0: float) -> None:
    assert step_for(reference) == by_5_5 == step_for(reference, Kind.CDI)
    assert step_for(reference, Kind.CDW, StepConvention.FROM_6_0) == by_6_0


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # 0 needs 1.5: 1.0 on day 100 is none, 1.5 on day 200 is, and 300 - 200 = 100 lies in [77, 814.5].
        ({0: 0, 100: 1.0, 200: 1.5, 300: 1.5}, [("CDW", 0, 200, (300,), 100)]),
        # 5.5 needs 0.5; day 60 (60 - 0 < 77 after the onset of day 30) cannot confirm, day 107 = 30 + 77 can.
        ({0: 5.5, 30: 6, 60: 6, 107: 6}, [("CDW", 0, 30, (107,), 77)]),
        ({0: 5.5, 30: 6, 60: 6, 106: 6}, []),
        # 814 = 84 + 730 is the last whole day of the window after an onset on day 1.
        ({0: 4, 1: 5, 815: 5}, [("CDW", 0, 1, (815,), 814)]),
        ({0: 4, 1: 5, 816: 5}, []),
        # Lost on day 150, between onset and confirmation: only the onset of day 200 holds.
        ({0: 4, 100: 5, 150: 4.5, 200: 5, 300: 5.5}, [("CDW", 0, 200, (300,), 100)]),
        # Held to day 300, lost on day 400: sustained 300 - 100 days, not to the end.
        ({0: 4, 100: 5, 200: 5, 300: 5, 400: 4.5}, [("CDW", 0, 100, (200,), 200)]),
        ({0: 4}, []),
        ({0: 4, 100: 5}, []),
    ],
)
def test_first_worsening_by_default(values: dict[int, float], expected: list[Any]) -> None:
    assert events(values) == expected


def test_no_visit_no_course() -> None:
    assert course([], [day(1)], read_settings({})) == DisabilityCourse()


def test_two_values_of_a_day_are_refused_in_any_order() -> None:
    for order in ([0, 50, 100, 50], [50, 50, 0]):
        with pytest.raises(InputError) as error:
            course([Assessed(day(number), 4.0) for number in order], [], read_settings({}))
        (problem,) = error.value.problems
        assert (problem.key, problem.params) == ("disability_two_on_a_day", {"on": day(50)})


def test_the_reference_is_the_first_visit_a_month_after_a_relapse() -> None:
    # Relapse on day -10: day 0 is 10 days after it, day 19 is 29, day 20 is 30. 5.0 is a step from 4.0, not from 4.5.
    values = {0: 4, 20: 4.5, 100: 5, 200: 5.5, 300: 5.5}
    assert events(values, -10) == [("CDW", 20, 200, (300,), 100)]
    assert found(values, -10).baseline == Assessed(day(20), 4.5)
    assert events({**values, 19: 4}, -10) == [("CDW", 20, 200, (300,), 100)]
    assert events(values, -10, relapse_to_bl=0) == [("CDW", 0, 100, (200,), 200)]
    # [30, 40]: day 0 is 35 days before the relapse of day 35 and 30 days before one is not asked for by default.
    assert events({0: 4, 100: 5, 200: 5}, 35) == [("CDW", 0, 100, (200,), 100)]
    assert events({0: 4, 100: 5, 200: 5}, 35, relapse_to_bl=[30, 40]) == []
    assert found({0: 4, 100: 5}, 0, 95).baseline is None


def test_a_visit_within_a_month_after_a_relapse_confirms_nothing() -> None:
    # Relapse on day 190: day 200 is 10 days after it, day 220 is 30.
    values = {0: 4, 100: 5, 200: 5, 220: 5}
    assert events(values, 190) == [("CDW", 0, 100, (220,), 120)]
    assert events(values, 191) == []
    assert events(values, 191, relapse_to_conf=0) == [("CDW", 0, 100, (200,), 120)]
    # The next relapse counts where it is asked for: day 200 is 30 days before that of day 230, 29 before that of 229.
    assert events(values, 230, relapse_to_conf=[30, 30]) == [("CDW", 0, 100, (200,), 120)]
    assert events(values, 229, relapse_to_conf=[30, 30]) == []


def test_an_onset_may_have_to_keep_its_distance_too() -> None:
    values = {0: 4, 100: 5, 140: 5, 250: 5}
    assert events(values, 90, relapse_to_event=30) == [("CDW", 0, 140, (250,), 110)]
    assert events(values, 110, relapse_to_event=[0, 11]) == [("CDW", 0, 140, (250,), 110)]
    assert events(values, 110, relapse_to_event=[0, 10]) == [("CDW", 0, 100, (250,), 150)]


def test_several_periods_are_each_confirmed_where_they_hold() -> None:
    # Onset 100: 84 (-7) from day 177, 168 (-7) from day 261, 336 from day 429. Lost on day 400.
    values = {0: 4, 100: 5, 190: 5, 270: 5, 400: 4, 450: 5}
    assert events(values, conf_days=[84, 168, 336]) == [("CDW", 0, 100, (190, 270), 170)]
    assert events(values, conf_days=[336, 168]) == [("CDW", 0, 100, (270,), 170)]
    assert events(values, conf_days=168, conf_tol_days=[14, "inf"]) == [("CDW", 0, 100, (270,), 170)]
    # Day 179 to 189: no visit. Then the onset of day 190 is confirmed 80 days later (79 to 89).
    assert events(values, conf_days=84, conf_tol_days=5) == [("CDW", 0, 190, (270,), 80)]
    assert events(values, conf_days=84, conf_tol_days=6) == [("CDW", 0, 100, (190,), 170)]  # day 178 to 190


def test_the_periods_order_says_where_the_reference_moves() -> None:
    # From day 100 (5.0) on: confirmed at 190 (84 days) and 270 (168 days), where the values differ.
    values = {0: 4, 100: 5, 190: 5, 270: 6, 400: 6.5, 500: 6.5}
    multiple = {"event": "multiple", "baseline": "roving"}
    # Reference 5.0 of day 190: 6.0 of day 270 is a step, confirmed on day 400 (130 days).
    assert events(values, conf_days=[84, 168], **multiple)[1:] == [("CDW", 190, 270, (400, 500), 230)]
    # Reference 6.0 of day 270: 6.5 of day 400 is a step of 0.5, confirmed on day 500 (100 days).
    assert events(values, conf_days=[168, 84], **multiple)[1:] == [("CDW", 270, 400, (500,), 100)]


def test_without_the_visits_between_only_the_confirming_one_counts() -> None:
    values = {0: 4, 100: 5, 150: 4, 200: 5, 300: 4.5}
    assert events(values) == []
    assert events(values, check_intermediate=False) == [("CDW", 0, 100, (200,), 100)]


def test_a_change_may_have_to_be_held_long_enough() -> None:
    # Onset day 100, held on day 200, lost on day 300: 300 - 100 = 200 days until it is seen to be lost.
    values = {0: 4, 100: 5, 200: 5, 300: 4}
    assert events(values, require_sust_days=200) == [("CDW", 0, 100, (200,), 100)]
    assert events(values, require_sust_days=201) == []
    assert events({**values, 400: 5, 500: 5}, require_sust_days="inf") == [("CDW", 0, 400, (500,), 100)]
    # Only the end of the period counts: the first visit 150 days after the onset is day 300 (4.0), after 90 day 200.
    loose = {"check_intermediate": False}
    assert events(values, require_sust_days=150, **loose) == []
    assert events(values, require_sust_days=90, **loose) == [("CDW", 0, 100, (200,), 100)]
    assert found(values, require_sust_days=201).unconfirmed[0].reason is Unheld.NOT_SUSTAINED


ROVING = {0: 4, 100: 5, 200: 5, 300: 6, 400: 6, 500: 5, 600: 5}


@pytest.mark.parametrize(
    ("baseline", "expected"),
    [
        # 5.0 on day 100, and again after its confirmation: against 4.0 each next visit is a worsening still.
        ("fixed", [("CDW", 0, 100, (200,), 500), ("CDW", 0, 300, (400,), 300), ("CDW", 0, 500, (600,), 100)]),
        # Reference 5.0 of day 200; 6.0 of day 300; reference 6.0 of day 400; 5.0 of day 500 is an improvement.
        ("roving", [("CDW", 0, 100, (200,), 500), ("CDW", 200, 300, (400,), 100), ("CDI", 400, 500, (600,), 100)]),
        ("roving_wors", [("CDW", 0, 100, (200,), 500), ("CDW", 200, 300, (400,), 100), ("CDI", 400, 500, (600,), 100)]),
        ("roving_impr", [("CDW", 0, 100, (200,), 500), ("CDW", 0, 300, (400,), 300), ("CDW", 0, 500, (600,), 100)]),
    ],
)
def test_the_reference_moves_to_the_confirming_visit(baseline: str, expected: list[Any]) -> None:
    assert events(ROVING, event="multiple", baseline=baseline) == expected


def test_each_first_event() -> None:
    values = {0: 4, 100: 3, 200: 3, 300: 5, 400: 5}  # better on day 100, worse than 4.0 (and than 3.0) on day 300
    better, worse = ("CDI", 0, 100, (200,), 100), ("CDW", 0, 300, (400,), 100)
    assert events(values, event="first") == [better]
    assert events(values, event="firstCDI") == [better]
    assert events(values, event="firstCDW") == [worse]
    assert events(values, event="firstCDW", baseline="roving_impr") == [("CDW", 200, 300, (400,), 100)]
    assert events(values, event="multiple") == [better, worse]


@pytest.mark.parametrize(
    ("relapses", "kw", "cause"),
    [
        ((), {}, Cause.PIRA),
        ((10,), {}, Cause.RAW),  # 90 days before the onset of day 100
        ((9,), {}, Cause.PIRA),  # 91 days before it; the intervals are 10 to 130 and 110 to 230
        ((100,), {}, Cause.RAW),  # on the very day: day 0 after it
        ((101,), {}, Cause.UNDEFINED),  # not before the onset, but within 30 days after it
        ((101,), {"relapse_assoc": [90, 1]}, Cause.RAW),
        ((135,), {}, Cause.UNDEFINED),  # within 90 days before the confirmation of day 200
        ((135,), {"relapse_indep": {"prec": [0, 0], "event": [90, 30], "conf": [0, 0]}}, Cause.PIRA),
        ((231,), {}, Cause.PIRA),  # 31 days after the confirmation
        ((230,), {}, Cause.UNDEFINED),
        # From the reference of day 0 to the onset nothing may lie: null joins the two intervals.
        ((5,), {"relapse_indep": {"prec": [0, None], "event": [None, 30], "conf": [0, 0]}}, Cause.UNDEFINED),
        ((5,), {"relapse_indep": {"prec": [0, 4], "event": [90, 30], "conf": [0, 0]}}, Cause.PIRA),
    ],
)
def test_raw_pira_or_neither(relapses: tuple[int, ...], kw: dict[str, Any], cause: Cause) -> None:
    kw = {"RAW_PIRA": True, "relapse_to_bl": 0, "relapse_to_conf": 0} | kw
    # Onset on day 100, confirmed on day 200 alone.
    (event,) = found({-50: 4, 0: 4, 100: 5, 200: 5}, *relapses, **kw).events
    assert event.cause is cause
    (plain,) = found({-50: 4, 0: 4, 100: 5, 200: 5}, *relapses, **{**kw, "RAW_PIRA": False}).events
    assert plain.cause is None


def test_one_confirming_visit_without_relapses_around_is_enough_for_pira() -> None:
    # Relapse on day 230: within 30 days after the confirmation of day 200, more than 90 before that of day 330.
    relapse, kw = 230, {"RAW_PIRA": True}
    assert found({0: 4, 100: 5, 200: 5}, relapse, **kw).events[0].cause is Cause.UNDEFINED
    assert found({0: 4, 100: 5, 200: 5, 330: 5}, relapse, **kw).events[0].cause is Cause.PIRA


@pytest.mark.parametrize(("preceding", "cause"), [("baseline", "PIRA"), ("last", "undefined"), ("last_delta", "PIRA")])
def test_the_visit_before_the_onset_is_chosen(preceding: str, cause: str) -> None:
    # Relapse on day 205: within 20 days of day 195 (4.5, half a step away), not of day 100 (4.0) nor of day 0.
    kept = {"prec": [20, 20], "event": [0, 0], "conf": [0, 0], "prec_type": preceding}
    values = {0: 4, 100: 4, 195: 4.5, 300: 5, 400: 5}
    (event,) = found(values, 205, RAW_PIRA=True, relapse_indep=kept).events
    assert event.cause == cause


def test_first_pira_passes_over_a_relapse_and_first_raw_over_none() -> None:
    values = {0: 4, 100: 5, 200: 5, 300: 5.5, 400: 5.5}
    # Relapse on day 95: the onset of day 100 is RAW, with a fixed reference that of day 200 is not (105 days).
    assert events(values, 95, event="firstPIRA") == [("CDW", 0, 200, (300,), 200)]
    assert events(values, 95, event="firstRAW") == [("CDW", 0, 100, (200,), 300)]
    assert events(values, 295, event="firstRAW", relapse_to_conf=0) == [("CDW", 0, 300, (400,), 100)]
    # A roving reference moves after the RAW (5.0 of day 200): 5.5 is no step from it.
    assert events(values, 95, event="firstPIRA", baseline="roving") == []


def test_a_relapse_gives_a_new_reference() -> None:
    # 4.5 after the relapse of day 150 is the new reference; 5.0 is a step from 4.0, not from 4.5.
    values = {0: 4, 100: 4, 190: 4.5, 300: 5, 400: 5.5, 500: 5.5}
    assert events(values, 150) == [("CDW", 0, 300, (400,), 200)]
    assert events(values, 150, relapse_rebl=True) == [("CDW", 190, 400, (500,), 100)]
    # Up to 90 days after it an onset may still be its consequence: day 240 is tried against 4.0.
    assert events({0: 4, 240: 5, 330: 5}, 150, relapse_rebl=True) == [("CDW", 0, 240, (330,), 90)]


def test_after_a_new_reference_the_wanted_event_with_the_earliest_onset_is_taken() -> None:
    """The course on which pymsprog reports the improvement of day 242 as the first worsening."""
    start = {0: 8, 77: 7, 82: 7, 84: 7, 109: 5.5, 129: 6, 142: 6, 163: 5.5, 193: 6.5, 227: 6.5, 242: 6.5, 319: 6.5}
    values = {**start, 325: 6.5, 332: 7, 351: 7}
    kw = {"conf_days": [84, 168, 336], "conf_tol_days": "inf", "relapse_to_conf": [90, 0], "relapse_assoc": 180}
    answer = events(values, -14, 44, 122, 350, 441, baseline="roving_wors", relapse_rebl=True, **kw)
    assert answer == [("CDW", 163, 193, (227, 227, 227), 158)]


def test_a_change_that_reaches_one_period_only_and_is_not_kept_ends_nothing() -> None:
    """The smallest course on which pymsprog ends with an error: lost on day 300, before 90 + 161 days are confirmed."""
    values = {0: 4, 90: 3, 180: 3, 300: 4, 400: 3, 500: 3}
    kw = {"event": "firstCDI", "conf_days": [84, 168], "require_sust_days": "inf"}
    assert events(values, **kw) == [("CDI", 0, 400, (500,), 100)]


def test_a_worsening_at_the_last_visit_can_be_counted() -> None:
    values = {0: 4, 100: 5}
    assert events(values, impute_last_visit=1) == [("CDW", 0, 100, (), 0)]
    assert events({0: 4, 100: 3}, event="firstCDI", impute_last_visit=1) == []
    assert events({0: 4, 100: 5, 150: 5}, impute_last_visit=1) == [("CDW", 0, 150, (), 0)]
    assert events(values, 95, event="firstPIRA", impute_last_visit=1) == []


def test_sdmt_falls_by_four_or_by_a_fifth() -> None:
    sdmt = {"outcome": "sdmt"}
    assert events({0: 54, 100: 51, 200: 50, 300: 50}, **sdmt) == [("CDW", 0, 200, (300,), 100)]
    assert events({0: 10, 100: 8, 200: 8}, **sdmt) == [("CDW", 0, 100, (200,), 100)]
    assert events({0: 10, 100: 12, 200: 12}, event="firstCDI", **sdmt) == [("CDI", 0, 100, (200,), 100)]
    assert events({0: 0, 100: 0, 200: 0}, event="first", **sdmt) == []  # no change, though the step from 0 is 0


@pytest.mark.parametrize(
    ("values", "relapses", "reason", "is_open"),
    [
        ({0: 4, 100: 5}, (), Unheld.NO_VISIT, True),
        ({0: 4, 100: 5, 150: 5}, (), Unheld.NO_VISIT, True),
        ({0: 4, 100: 5, 150: 4}, (), Unheld.LOST, False),
        ({0: 4, 100: 5, 200: 4.5}, (), Unheld.LOST, False),
        ({0: 4, 100: 5, 200: 5}, (190,), Unheld.RELAPSE, True),
        ({0: 4, 10: 5, 824: 5}, (), Unheld.NO_VISIT, False),  # 10 + 814.5 is over on the next day; then 824 is open
    ],
)
def test_what_nothing_confirms_is_told_with_its_reason(
    values: dict[int, float], relapses: tuple[int, ...], reason: Unheld, is_open: bool
) -> None:
    answer = found(values, *relapses, conf_tol_days=[7, 729])
    assert answer.events == ()
    assert (answer.unconfirmed[0].reason, answer.unconfirmed[0].is_open) == (reason, is_open)
    assert answer.unconfirmed[0].onset.on == day(sorted(values)[1])


def test_one_stretch_is_one_open_onset_and_the_other_direction_another() -> None:
    answer = found({0: 4, 100: 5, 120: 5.5, 140: 4, 160: 3, 170: 3, 200: 5, 210: 5})
    told = [(passed.kind, (passed.onset.on - START).days, passed.is_open) for passed in answer.unconfirmed]
    assert told == [(Kind.CDW, 100, False), (Kind.CDI, 160, False), (Kind.CDW, 200, True)]
    assert all(passed.baseline.on == day(0) for passed in answer.unconfirmed)


class TestAfterReference:
    """Onsets after a reference that somebody chose."""

    REFERENCE = Assessed(day(0), 5.0)

    def after(self, values: dict[int, float], *relapses: int, **kw: Any) -> DisabilityCourse:
        return after_reference(self.REFERENCE, visits(values), [day(number) for number in relapses], read_settings(kw))

    def test_only_later_visits_are_onsets(self) -> None:
        answer = self.after({-200: 6, -100: 6, 0: 5, 100: 6, 200: 6})
        assert [told(event) for event in answer.events] == [("CDW", 0, 100, (200,), 100)]
        assert (answer.first, answer.baseline, answer.last) == (self.REFERENCE, self.REFERENCE, Assessed(day(200), 6))

    def test_it_stands_close_to_a_relapse_and_a_relapse_before_it_still_counts(self) -> None:
        # Relapse 50 days before the reference and 85 before the onset of day 35: RAW, though `course` would drop it.
        (event,) = self.after({35: 6, 150: 6}, -50, RAW_PIRA=True).events
        assert (event.cause, event.baseline) == (Cause.RAW, self.REFERENCE)
        (event,) = self.after({95: 6, 200: 6}, -5, RAW_PIRA=True).events
        assert (event.cause, event.baseline) == (Cause.PIRA, self.REFERENCE)

    def test_a_roving_reference_moves_after_the_first_event(self) -> None:
        answer = self.after({100: 4, 200: 4, 300: 5, 400: 5}, event="multiple", baseline="roving")
        assert [told(event) for event in answer.events] == [
            ("CDI", 0, 100, (200,), 100),
            ("CDW", 200, 300, (400,), 100),
        ]

    def test_an_open_onset(self) -> None:
        (passed,) = self.after({100: 6}).unconfirmed
        assert (passed.is_open, passed.reason, passed.baseline) == (True, Unheld.NO_VISIT, self.REFERENCE)

    def test_nothing_after_it(self) -> None:
        answer = self.after({-10: 6})
        assert answer == DisabilityCourse((), (), self.REFERENCE, self.REFERENCE, self.REFERENCE)
