"""Worst grades by phase: the edges of the phases, versions apart, baseline toxicities only where they rose."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from hsct_desktop.domain.adverse_event import Episode, Grade, GradeStep
from hsct_desktop.domain.lab_result import CourseDays
from hsct_desktop.domain.toxicity_phase import Phases, counted, counts, phases, was_there_before, worst_by_phase

DAY0 = date(2026, 3, 31)
COURSE = CourseDays(date(2026, 2, 20), DAY0 - timedelta(days=6), DAY0)
UNTIL = date(2027, 10, 1)


def day(number: int) -> date:
    return DAY0 + timedelta(days=number)


def episode(*pairs: tuple[int, int], end: int | None, **more: object) -> Episode:
    steps = tuple(GradeStep(day(start), Grade(grade)) for start, grade in pairs)
    made = Episode(1, "nausea", "Nausea", steps[0].start, None if end is None else day(end), steps, soc="gi")
    return replace(made, **more)  # type: ignore[arg-type]


def found(engrafted: int | None = 11, **course: object) -> Phases:
    held = replace(COURSE, **course)  # type: ignore[arg-type]
    made = phases(held, None if engrafted is None else day(engrafted))
    assert made is not None
    return made


def worst(*episodes: Episode, engrafted: int | None = 11) -> list[list[int]]:
    rows = worst_by_phase(episodes, found(engrafted), UNTIL)
    return [[int(grade or 0) for grade in row.worst] for row in rows]


@pytest.mark.parametrize(
    ("on", "column"),
    [(-7, 0), (-6, 1), (0, 1), (11, 1), (12, 2), (100, 2), (101, 3), (365, 3), (366, 4)],
)
def test_each_day_belongs_to_one_phase(on: int, column: int) -> None:
    assert worst(episode((on, 2), end=on)) == [[2 if number == column else 0 for number in range(5)]]


def test_day_30_stands_in_for_an_unknown_engraftment() -> None:
    assert worst(episode((30, 2), end=31), engrafted=None) == [[0, 2, 2, 0, 0]]
    assert (found(None).engraftment_known, found().engraftment_known) == (False, True)


def test_conditioning_begins_on_day_minus_7_where_the_regimen_names_no_day() -> None:
    assert found(conditioning=None).conditioning == day(-7)
    assert phases(CourseDays(None, None, None), None) is None


def test_an_episode_counts_in_each_phase_with_the_grade_that_it_had_there() -> None:
    assert worst(episode((-8, 1), (3, 3), (12, 2), end=None)) == [[1, 3, 2, 2, 2]]


def test_what_comes_after_the_day_of_the_table_is_not_in_it() -> None:
    rows = worst_by_phase([episode((3, 3), end=None)], found(), day(20))
    assert rows[0].worst == (None, 3, 3, None, None)


def test_versions_stand_in_rows_of_their_own() -> None:
    rows = worst_by_phase(
        [episode((1, 2), end=2), episode((3, 4), end=4, ctcae_version="6.0"), episode((5, 1), end=6, term_id="x",
                                                                                      label="Vomiting")],
        found(), UNTIL,
    )  # fmt: skip
    assert [(row.soc, row.ctcae_version, row.worst[1]) for row in rows] == [("gi", "5.0", 2), ("gi", "6.0", 4)]
    assert [(term.label, term.worst[1]) for term in rows[0].terms] == [("Nausea", 2), ("Vomiting", 1)]


def test_a_baseline_toxicity_counts_only_where_it_rose_above_what_it_was() -> None:
    steady = episode((-90, 2), end=None, baseline=True)
    assert worst(steady) == []
    assert not counts(steady, found(), UNTIL)
    risen = episode((-90, 1), (-7, 2), (5, 3), (9, 2), end=None, baseline=True)
    assert worst(risen) == [[0, 3, 0, 0, 0]]
    assert counts(risen, found(), UNTIL)
    assert list(counted(risen, found().conditioning, UNTIL)) == [(day(5), day(8), Grade.SEVERE)]


def test_a_baseline_toxicity_that_had_ended_counts_nowhere() -> None:
    assert worst(episode((-90, 3), end=-40, baseline=True)) == []


@pytest.mark.parametrize(("on", "before"), [(-200, True), (-40, True), (-39, False), (-7, False), (-6, False)])
def test_baseline_is_what_was_there_before_mobilisation(on: int, before: bool) -> None:
    assert was_there_before(day(on), COURSE) is before


def test_without_mobilisation_baseline_is_what_was_there_before_conditioning() -> None:
    course = replace(COURSE, mobilisation=None)
    assert [was_there_before(day(on), course) for on in (-7, -6)] == [True, False]
    assert not was_there_before(day(-400), None)


def test_a_second_course_does_not_take_the_toxicities_of_the_first_for_mobilisation() -> None:
    second = phases(COURSE, day(11), earlier_course=True)
    assert second is not None
    rows = worst_by_phase([episode((-60, 4), end=-50), episode((-10, 1), end=-9)], second, UNTIL)
    assert [row.worst[0] for row in rows] == [Grade.MILD]
