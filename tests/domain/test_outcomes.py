"""Times, rates, remission and gain: hand-worked, and never better than what was looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hsct_desktop.domain.confirmed_disability import Cause, Kind
from hsct_desktop.domain.disease_course import CourseAssessment, CourseScan, CourseTherapy, DiseaseCourse
from hsct_desktop.domain.disease_modifying_therapy import DmtStatus
from hsct_desktop.domain.literature import Nearness, Study, comparable
from hsct_desktop.domain.neda import verdict
from hsct_desktop.domain.neda_horizon import Horizon
from hsct_desktop.domain.outcome_evidence import State
from hsct_desktop.domain.outcomes import (
    Ending,
    progression_free,
    relapse_free,
    time_to_failure,
    time_to_improvement,
    time_to_progression,
    worsening_free,
)
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.relapse_rate import rate_after, rate_before
from hsct_desktop.domain.remission import drug_free_remission, edss_gain, without_therapy
from tests.domain.courses import DAY0, course, known, on, scan

E, D, C, U = Ending.EVENT, Ending.DEATH, Ending.CENSORED, Ending.UNKNOWN
STABLE = {-14: 4.0, 180: 4.0, 365: 4.0, 730: 4.0}
SCANS = (scan(183), scan(365), scan(720))
WORSE = {-14: 4.0, 180: 4.0, 400: 5.0, 580: 5.0, 730: 5.0}
BETTER = {-14: 4.0, 180: 3.0, 365: 3.0, 730: 2.0}


def held(**changes: Any) -> DiseaseCourse:
    return course(**{"edss": STABLE, "scans": SCANS, "seen": [750], **changes})


@pytest.mark.parametrize(
    ("of", "changes", "ending", "day"),
    [
        (relapse_free, {}, C, 750),
        (relapse_free, {"relapses": [-3, 200, 90]}, E, 90),
        (relapse_free, {"died_on": on(760)}, D, 760),
        (relapse_free, {"relapses": [PartialDate(2020, 1)]}, U, None),
        (relapse_free, {"edss": {}, "seen": []}, U, None),
        (relapse_free, {"relapse_stated_on": on(300)}, U, None),
        (worsening_free, {}, C, 730),
        (worsening_free, {"edss": WORSE}, E, 400),
        (worsening_free, {"edss": WORSE, "until": on(500)}, C, 180),
        (worsening_free, {"edss": {-14: 4.0, 365: 4.0, 730: 5.0}}, C, 365),
        (worsening_free, {"edss": {-14: 4.0, 730: 5.0}}, U, None),
        (worsening_free, {"edss": {30: 4.0, 730: 4.0}}, U, None),
        (worsening_free, {"edss": {-14: 4.0}, "died_on": on(760)}, U, None),
        (progression_free, {"edss": {-14: 4.0}, "died_on": on(760)}, D, 760),
        (progression_free, {"edss": WORSE, "died_on": on(760)}, E, 400),
        (progression_free, {"died_on": on(760)}, D, 760),
        (time_to_progression, {"edss": WORSE}, E, 400),
        (time_to_progression, {"edss": WORSE, "relapses": [390]}, C, 730),
        (time_to_improvement, {"edss": BETTER}, E, 180),
        (time_to_improvement, {}, C, 730),
        (time_to_failure, {}, C, 720),
        (time_to_failure, {"edss": WORSE, "relapses": [600]}, E, 400),
        (time_to_failure, {"scans": (*SCANS[:2], scan(500, 2), scan(720))}, E, 500),
        (time_to_failure, {"scans": (*SCANS[:2], scan(500, None), scan(720))}, C, 365),
        (time_to_failure, {"scans": ()}, U, None),
        (time_to_failure, {"scans": (), "relapses": [77]}, E, 77),
    ],
)
def test_times_after_day_0(of: Any, changes: dict[str, Any], ending: Ending, day: int | None) -> None:
    found = of(held(**changes))
    assert (found.ending, found.days) == (ending, day), found.why
    assert found.on == (None if day is None else on(day))


JUNE, YEAR = PartialDate(2020, 6), PartialDate(2020)
VAGUE_SCAN = CourseScan(99, 1, PartialDate(2020, 11), new_t2=3, gd=0)
ACTIVE = scan(500, 2)


@pytest.mark.parametrize(
    ("of", "changes", "day", "is_latest", "also"),
    [
        # an event that is sure stays the day of an end, whatever came later
        (relapse_free, {"relapses": [90, PartialDate(2021, 5)]}, 90, False, None),
        (relapse_free, {"relapses": [90, PartialDate(2021)], "until": on(600)}, 90, False, None),
        (relapse_free, {"relapses": [90, JUNE]}, 90, False, None),
        # 1 June 2020 is day 138, 30 June day 167
        (relapse_free, {"relapses": [150, JUNE]}, 150, True, "relapse_earlier"),
        (relapse_free, {"relapses": [200, JUNE]}, 167, True, None),
        (relapse_free, {"relapses": [PartialDate(2021)]}, 716, True, None),
        (relapse_free, {"relapses": [90, YEAR]}, 90, True, "relapse_earlier"),
        (relapse_free, {"relapses": [90, None]}, 90, True, "relapse_without_day"),
        (time_to_failure, {"relapses": [150, JUNE]}, 150, True, "relapse_earlier"),
        (time_to_failure, {"relapses": [90], "scans": (*SCANS, VAGUE_SCAN)}, 90, False, None),
        (time_to_failure, {"scans": (*SCANS[:2], VAGUE_SCAN, ACTIVE)}, 500, True, "scan_earlier"),
        (time_to_failure, {"relapses": [400], "scans": (*SCANS[:2], VAGUE_SCAN)}, 400, True, "scan_earlier"),
        (time_to_failure, {"relapses": [PartialDate(2020, 5)], "scans": (*SCANS[:2], ACTIVE)}, 137, True, None),
        (time_to_failure, {"relapses": [500, PartialDate(2021, 12)]}, 500, False, None),
    ],
)
def test_an_end_is_dated_only_where_nothing_may_have_come_before(
    of: Any, changes: dict[str, Any], day: int, *, is_latest: bool, also: str | None
) -> None:
    found = of(held(**changes))
    assert (found.ending, found.days, found.is_latest) == (E, day, is_latest)
    assert (None if found.also is None else found.also.key) == also


def test_an_edss_without_its_day_leaves_open_whether_worsening_came_first() -> None:
    month = CourseAssessment(99, 1, PartialDate(2020, 1), 5.0)
    worse = held(edss=WORSE, relapses=[300])
    worse = replace(worse, assessments=(*worse.assessments[:1], month, *worse.assessments[1:]))
    found = time_to_failure(worse)
    assert (found.days, found.is_latest, found.also and found.also.key) == (300, True, "edss_day_unsure")
    first = time_to_failure(replace(worse, relapses=held(relapses=[1]).relapses))
    assert (first.days, first.is_latest) == (1, False)


def test_death_competes_where_it_is_no_event() -> None:
    found = worsening_free(held(died_on=on(760)))
    assert (found.ending, found.why.key) == (D, "death_competes")


def test_an_event_held_at_many_visits_is_told_once() -> None:
    after = held(edss={**WORSE, 900: 5.0, 1100: 5.0, 1300: 5.0}).after
    assert after is not None
    assert [(event.kind, event.onset.on) for event in after.events] == [(Kind.CDW, on(400))]
    assert after.unconfirmed == ()


@pytest.mark.parametrize(
    ("years", "relapses", "number", "per_year"),
    [
        (1, [-30, -300, -366], 2, 2.0),
        (2, [-30, -300, -366, -731], 3, 1.5),
        (1, [0, -400], 1, 1.0),
        (1, [PartialDate(2019, 6), -400], 1, 1.0),
        (1, [-400], 0, 0.0),
        (1, [], 0, None),
        (1, [30], 0, None),
        (None, [-730, -100, 50], 2, 1.0),
    ],
)
def test_relapse_rates_before(
    years: int | None, relapses: list[int | PartialDate], number: int, per_year: float | None
) -> None:
    found = rate_before(held(relapses=relapses, onset=known(-730)), years)
    assert found is not None
    assert found.relapses == number
    assert found.per_year == (None if per_year is None else pytest.approx(per_year, abs=0.01))


@pytest.mark.parametrize(
    ("years", "relapses", "number", "unsure"),
    [
        (1, [PartialDate(2019, 2)], 1, 0),
        (1, [PartialDate(2019, 1)], 0, 1),  # the span begins on 16 January 2019
        (1, [PartialDate(2019)], 1, 1),
        (1, [PartialDate(2018), -30], 1, 0),
        (1, [PartialDate(2020, 1), -30], 2, 1),
        (None, [PartialDate(2018), PartialDate(2018, 3)], 2, 0),  # none lies before the onset
    ],
)
def test_a_relapse_that_may_lie_outside_the_span_leaves_the_rate_open(
    years: int | None, relapses: list[int | PartialDate], number: int, unsure: int
) -> None:
    found = rate_before(held(relapses=relapses, onset=PartialDate(2018)), years)
    assert found is not None
    assert (found.relapses, found.unsure, found.per_year is None) == (number, unsure, unsure > 0)


def test_a_rate_names_its_first_day() -> None:
    year = rate_before(held(relapses=[-30], onset=known(-730)), 1)
    since_onset = rate_before(held(relapses=[-730, -30], onset=known(-730)))
    after = rate_after(held())
    assert year is not None
    assert since_onset is not None
    assert after is not None
    assert [(rate.first, rate.until) for rate in (year, since_onset, after)] == [
        (on(-364), DAY0), (on(-730), DAY0), (on(1), on(750)),
    ]  # fmt: skip
    assert since_onset.relapses == 2
    told_in_part = rate_before(held(relapses=[PartialDate(2018, 3)], onset=PartialDate(2018)))
    assert told_in_part is not None
    assert told_in_part.first == date(2018, 3, 15)


def test_nothing_is_counted_up_to_a_day_0_that_lies_ahead() -> None:
    planned = held(relapses=[-30], onset=known(-730), today=on(-10))
    assert [rate_before(planned, years) for years in (1, 2, None)] == [None, None, None]


def test_times_that_rest_on_a_missing_day_are_not_told() -> None:
    month = CourseAssessment(99, 1, PartialDate(2020, 1), 5.0)
    worse = held(edss=WORSE)
    worse = replace(worse, assessments=(*worse.assessments[:1], month, *worse.assessments[1:]))
    for of in (worsening_free, progression_free, time_to_progression, time_to_failure):
        assert (of(worse).ending, of(worse).why.key) == (U, "edss_day_unsure")
    assert relapse_free(worse).ending is C
    without = replace(worse, assessments=worse.assessments[1:])
    assert (worsening_free(without).ending, worsening_free(without).why.key) == (U, "edss_reference_unsure")
    cause = held(edss=WORSE, relapses=[PartialDate(2020, 11)])  # the worsening is of 18 February 2021
    assert time_to_progression(cause).why.key == "cause_unsure"
    assert time_to_progression(held(edss=WORSE, relapses=[PartialDate(2020, 12)])).ending is C
    scan_ = CourseScan(99, 1, PartialDate(2020, 6), new_t2=0, gd=0)
    assert time_to_failure(held(scans=(scan_, *SCANS))).why.key == "scan_day_unsure"


def test_the_rate_before_needs_its_span() -> None:
    assert rate_before(held(relapses=[-30])) is None  # nobody told the onset
    short = rate_before(held(relapses=[-30], onset=known(-180)), 2)
    assert short is not None
    assert (short.since, short.days) == (on(-180), 180)


def test_the_rate_after_has_the_person_time_in_which_somebody_looked() -> None:
    found = rate_after(held(relapses=[-20, 100]))
    assert found is not None
    assert (found.relapses, found.days) == (1, 750)
    assert found.per_year == pytest.approx(365.25 / 750)
    assert rate_after(held(edss={-14: 4.0}, seen=[])) is None
    for changes in ({"relapses": [PartialDate(2020, 1)]}, {"relapse_stated_on": on(300)}):
        unsure = rate_after(held(**changes))
        assert unsure is not None
        assert unsure.per_year is None


def drug(
    started: PartialDate | None, stopped: PartialDate | None, status: DmtStatus = DmtStatus.STOPPED
) -> CourseTherapy:
    return CourseTherapy(1, 1, "ocr", "", started, stopped, status)


Y = PartialDate
RUNS, STOPPED, NOBODY_KNOWS = DmtStatus.RUNNING, DmtStatus.STOPPED, DmtStatus.UNKNOWN


@pytest.mark.parametrize(
    ("started", "stopped", "status", "state"),
    [
        (Y(2015), Y(2019), STOPPED, State.HELD),
        (Y(2015), Y(2019, 12), STOPPED, State.HELD),
        (Y(2015), Y(2020, 1), STOPPED, State.UNKNOWN),
        (Y(2015), Y(2020, 3), STOPPED, State.BROKEN),
        (Y(2021), None, RUNS, State.BROKEN),
        (Y(2021), Y(2021, 5), STOPPED, State.BROKEN),
        (Y(2015), None, RUNS, State.BROKEN),
        (Y(2015), None, NOBODY_KNOWS, State.UNKNOWN),
        (None, None, STOPPED, State.UNKNOWN),
        (None, Y(2018), STOPPED, State.HELD),
        (None, None, RUNS, State.BROKEN),
        (Y(2020, 1), Y(2020, 1), STOPPED, State.UNKNOWN),
        (Y(2020, 1), Y(2020, 2), STOPPED, State.BROKEN),  # on from 31 January to 1 February at least
    ],
)
def test_drugs_since_day_0(
    started: PartialDate | None, stopped: PartialDate | None, status: DmtStatus, state: State
) -> None:
    assert without_therapy(held(therapies=(drug(started, stopped, status),))).state is state


def test_nothing_recorded_is_none_only_as_far_as_somebody_looked() -> None:
    two_years = held()
    found = without_therapy(two_years)
    assert (found.state, found.why.params["until"]) == (State.HELD, on(750))
    assert without_therapy(held(edss={}, seen=[])).state is State.UNKNOWN
    assert without_therapy(two_years, Horizon.of(two_years, 60)).state is State.UNKNOWN
    assert without_therapy(replace(two_years, therapies_incomplete_on=on(300))).state is State.UNKNOWN
    steroid = replace(drug(Y(2021), Y(2021)), is_modifying=False)
    assert without_therapy(replace(two_years, therapies=(steroid,))).state is State.HELD


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, State.HELD),
        ({"relapses": [10]}, State.BROKEN),
        ({"scans": ()}, State.UNKNOWN),
        ({"therapies": (drug(Y(2021), Y(2021, 3)),)}, State.BROKEN),
        ({"therapies": (drug(Y(2015), None, NOBODY_KNOWS),)}, State.UNKNOWN),
        ({"therapies": (drug(Y(2023), None, RUNS),)}, State.HELD),
        ({"therapies": (drug(Y(2020, 1), None, RUNS),)}, State.BROKEN),  # begun in the month of Day 0, and running
        ({"therapies": (drug(Y(2022), None, RUNS),)}, State.UNKNOWN),
    ],
)
def test_drug_free_remission_at_two_years(changes: dict[str, Any], state: State) -> None:
    found = held(**changes)
    therapy = without_therapy(found, Horizon.of(found, 24))
    assert drug_free_remission(verdict(found, 24), therapy).state is state


def test_the_gain_of_edss() -> None:
    gain = edss_gain(held(edss={**BETTER, 760: 3.5}))
    assert gain is not None
    assert (gain.best.value, gain.best.on, gain.last.value, gain.step) == (2.0, on(730), 3.5, 1.0)
    assert not gain.is_lower_by_a_step
    lower = edss_gain(held(edss=BETTER))
    assert lower is not None
    assert lower.is_lower_by_a_step
    assert edss_gain(held(edss={-14: 4.0})) is None


def test_before_day_0_nothing_can_be_told() -> None:
    empty = DiseaseCourse(1, today=date(2026, 1, 1))
    for of in (relapse_free, worsening_free, progression_free, time_to_improvement, time_to_failure):
        assert of(empty).ending is Ending.UNKNOWN
    assert rate_before(empty, 1) is None
    assert without_therapy(empty).state is State.UNKNOWN
    with pytest.raises(ValueError, match="no Day 0"):
        verdict(empty, 12)


def test_changes_before_day_0_move_their_reference() -> None:
    years = {-3000: 2.0, -2500: 3.0, -2300: 3.0, -1500: 4.0, -1300: 4.0, -14: 4.0}
    before = held(edss=years).before
    assert [(event.baseline.value, event.onset.value) for event in before.events] == [(2.0, 3.0), (3.0, 4.0)]
    assert before.last is not None
    assert before.last.on < DAY0


def test_a_cause_before_day_0_needs_a_history_that_was_told() -> None:
    years = {-1500: 2.0, -1000: 4.0, -600: 4.0, -14: 4.0}
    causes = [[e.cause for e in held(edss=years, relapses=told).before.events] for told in ([], [-1400], [90])]
    assert causes == [[Cause.UNDEFINED], [Cause.PIRA], [Cause.UNDEFINED]]


@pytest.mark.parametrize(("month", "is_sure"), [(2, True), (3, False)])
def test_the_day_of_an_edss_may_decide_on_the_cause(month: int, *, is_sure: bool) -> None:
    # The visit of day 500 confirms close to a relapse; one of March 2021, days 411 to 441, does so far from it if it
    # lies 154 days or more after the onset, from day 414 on.
    edss = {-14: 4.0, 180: 4.0, 260: 5.0, 500: 5.0, 700: 4.0}
    row = CourseAssessment(99, 1, PartialDate(2021, month), 5.0)
    found = held(edss=edss, relapses=[520])
    found = replace(found, assessments=(*found.assessments[:3], row, *found.assessments[3:]))
    assert (time_to_progression(found).why.key == "edss_day_unsure") is not is_sure
    assert worsening_free(found).ending is E
    assert found.after is not None
    assert [found.is_cause_sure(event) for event in found.after.events] == [is_sure]


@pytest.mark.parametrize(
    ("relapses", "state", "free"),
    [
        ([-20, 5], State.HELD, 750),  # 25 days apart: one attack, from before Day 0
        ([-20, 11], State.BROKEN, 11),
        ([-20, 5, 30], State.BROKEN, 30),  # the attack began 50 days before
        ([5], State.BROKEN, 5),
    ],
)
def test_onsets_of_one_attack_are_counted_once(relapses: list[int], state: State, free: int) -> None:
    found = held(relapses=relapses, attack_apart=31)
    said = verdict(found, 24).relapse
    assert (said.state, relapse_free(found).days) == (state, free)
    assert [one.key for one in said.also] == (["relapse_joined"] if 5 in relapses[1:] else [])
    if relapses[:-1]:
        assert verdict(held(relapses=relapses), 24).relapse.state is State.BROKEN  # where each onset counts


def study(name: str, phenotypes: frozenset[str] = frozenset(), regimens: frozenset[str] = frozenset()) -> Study:
    text = Label(name, name)
    return Study(name, name, "paper", text, (text,), frozenset({"ms"}), phenotypes, regimens)


def test_studies_nearest_to_the_patient_come_first() -> None:
    studies = [
        study("mixed"),
        study("rr", frozenset({"rr"})),
        study("sp", frozenset({"sp"})),
        study("same", regimens=frozenset({"beam"})),
    ]
    found = [(one.id, near) for one, near in comparable(studies, "ms", "rr", "beam")]
    assert found == [("same", Nearness.REGIMEN), ("rr", Nearness.PHENOTYPE), ("mixed", Nearness.DISEASE)]
    assert [one.id for one, _ in comparable(studies, "ms")] == ["mixed", "rr", "sp", "same"]
    assert comparable(studies, "sle") == []
