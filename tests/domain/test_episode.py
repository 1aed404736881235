"""Episodes merged and split: no day gets another grade, no evidence is made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hsct_desktop.domain.adverse_event import (
    Action,
    AdverseEventEntry,
    Attribution,
    Causality,
    Episode,
    Grade,
    GradeStep,
    Judgement,
    Outcome,
    SeriousnessCriterion,
    TermRule,
    check_adverse_event,
    settled,
)
from hsct_desktop.domain.episode import extended, gaps, kept, merged, split
from hsct_desktop.domain.problem import InputError

BIRTH, FIRST, TODAY = date(1984, 3, 14), date(2026, 9, 1), date(2026, 11, 20)
TERM = TermRule((1, 2, 3, 4, 5), label="Nausea")


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def entry(*pairs: tuple[int, int], end: int | None = None, **more: object) -> AdverseEventEntry:
    steps = tuple(GradeStep(day(start), Grade(grade), "5.0") for start, grade in pairs)
    outcome = Outcome.ONGOING if end is None else Outcome.RESOLVED
    made = AdverseEventEntry(
        1, "nausea", "5.0", day(pairs[0][0]), steps, None if end is None else day(end), outcome
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def by_day(found: AdverseEventEntry) -> dict[date, int]:
    """The grade on each day up to today."""
    grade_on = episode(found).grade_on
    days = [FIRST + timedelta(days=number) for number in range(-1, (TODAY - FIRST).days + 1)]
    return {on: int(grade) for on in days if (grade := grade_on(on)) is not None}


def episode(found: AdverseEventEntry) -> Episode:
    assert found.onset is not None
    return Episode(1, found.term_id, "Nausea", found.onset, found.end, found.grades, found.outcome)


@st.composite
def entries(draw: st.DrawFn, latest: int = 60) -> AdverseEventEntry:
    """A sound episode of distinct neighbouring grades, open or ended, some grades from a result."""
    starts = sorted(draw(st.sets(st.integers(0, latest), min_size=1, max_size=5)))
    grades = [draw(st.integers(1, 4))]
    while len(grades) < len(starts):
        grades.append(draw(st.sampled_from([grade for grade in (1, 2, 3, 4) if grade != grades[-1]])))
    steps = tuple(
        GradeStep(day(start), Grade(grade), "5.0", draw(st.sampled_from([None, 7])))
        for start, grade in zip(starts, grades, strict=True)
    )
    length = draw(st.none() | st.integers(0, 10))
    end = None if length is None else day(starts[-1] + length)
    outcome = Outcome.ONGOING if end is None else Outcome.RESOLVED
    level = draw(st.sampled_from(list(Causality)))
    return settled(
        AdverseEventEntry(
            1, "nausea", "5.0", steps[0].start, steps, end, outcome,
            causality=(Judgement(Attribution.ATG, level),), action=draw(st.sampled_from(list(Action))),
            note=draw(st.sampled_from(["", "seen at night"])), baseline=False,
        )
    )  # fmt: skip


@given(st.lists(entries(), min_size=2, max_size=4))
def test_each_day_of_a_merged_episode_has_the_highest_grade_that_any_had(parts: list[AdverseEventEntry]) -> None:
    whole = merged(parts)
    expected: dict[date, int] = {}
    for part in parts:
        for on, grade in by_day(part).items():
            expected[on] = max(grade, expected.get(on, 0))
    assert by_day(whole) == expected
    assert list(check_adverse_event(whole, TERM, BIRTH, TODAY)) == []
    assert max(s.grade for s in whole.grades) == max(s.grade for part in parts for s in part.grades)
    assert episode(whole).days_at_least(3, TODAY) == sum(grade >= 3 for grade in expected.values())


@given(st.lists(entries(), min_size=2, max_size=4), st.randoms())
def test_the_order_of_merging_does_not_matter(parts: list[AdverseEventEntry], chance: object) -> None:
    mixed = list(parts)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert by_day(merged(mixed)) == by_day(merged(parts))
    step_by_step = merged([merged(parts[:2]), *parts[2:]]) if len(parts) > 2 else merged(parts)
    assert by_day(step_by_step) == by_day(merged(parts))


@given(entries(), st.integers(1, 70))
def test_split_and_merged_again_is_the_same_episode(whole: AdverseEventEntry, number: int) -> None:
    on = day(number)
    assume(whole.onset is not None and whole.onset < on <= (whole.end or TODAY))
    first, second = split(whole, on)
    for part in (first, second):
        assert list(check_adverse_event(part, TERM, BIRTH, TODAY)) == []
    days = [by_day(part) for part in (first, second)]
    assert not set(days[0]) & set(days[1])
    assert days[0] | days[1] == by_day(whole)
    total = sum(episode(part).days_at_least(3, TODAY) for part in (first, second))
    assert total == episode(whole).days_at_least(3, TODAY)
    assert merged([second, first]) == whole


@given(st.lists(entries(), min_size=2, max_size=3), st.integers(1, 70))
def test_a_gap_survives_split_and_merge(parts: list[AdverseEventEntry], number: int) -> None:
    whole, on = merged(parts), day(number)
    assume(whole.onset is not None and whole.onset < on <= (whole.end or TODAY))
    assert merged(split(whole, on)) == whole


def test_a_gap_is_kept_and_said() -> None:
    whole = merged([entry((0, 2), (3, 3), end=5), entry((10, 1), end=12)])
    assert gaps(whole.grades) == ((day(6), day(9)),)
    assert episode(whole).grade_on(day(7)) is None
    assert [(a, b) for a, b, _ in episode(whole).spans(TODAY)] == [
        (day(0), day(2)), (day(3), day(5)), (day(10), day(12)),
    ]  # fmt: skip
    first, second = split(whole, day(8))
    assert (first.end, second.onset) == (day(5), day(10))


def test_neighbours_leave_no_gap_and_no_step_twice() -> None:
    whole = merged([entry((0, 2), end=4), entry((5, 2), end=9)])
    assert whole.grades == (GradeStep(day(0), Grade.MODERATE, "5.0"),)
    assert (whole.onset, whole.end, gaps(whole.grades)) == (day(0), day(9), ())


def test_what_was_known_adds_up() -> None:
    one = entry((0, 2), end=4, serious=True, seriousness=SeriousnessCriterion.HOSPITAL, note="first", visit_id=3,
                causality=(Judgement(Attribution.ATG, Causality.POSSIBLE),))  # fmt: skip
    two = entry((8, 3), note="second", action=Action.HOSPITAL, serious=True, infection_id=5,
                seriousness=SeriousnessCriterion.LIFE_THREATENING,
                causality=(Judgement(Attribution.ATG, Causality.UNLIKELY),
                           Judgement(Attribution.INFECTION, Causality.PROBABLE)))  # fmt: skip
    whole = merged([two, one])
    assert whole.causality == (
        Judgement(Attribution.ATG, Causality.POSSIBLE), Judgement(Attribution.INFECTION, Causality.PROBABLE),
    )  # fmt: skip
    assert whole.attributions == (Attribution.ATG, Attribution.INFECTION)
    assert whole.criteria == (SeriousnessCriterion.LIFE_THREATENING, SeriousnessCriterion.HOSPITAL)
    assert (whole.action, whole.note, whole.visit_id, whole.infection_id) == (Action.HOSPITAL, "first\nsecond", 3, 5)
    assert (whole.end, whole.outcome) == (None, Outcome.ONGOING)


@pytest.mark.parametrize(
    ("other", "key"),
    [
        ({"ctcae_version": "6.0"}, "merge_other_version"),
        ({"term_id": "vomiting"}, "merge_other_term"),
        ({"patient_id": 2}, "merge_other_term"),
        ({"specify": "of another kind"}, "merge_other_term"),
    ],
)
def test_strangers_are_not_merged(other: dict[str, object], key: str) -> None:
    with pytest.raises(InputError) as error:
        merged([entry((0, 2), end=4), replace(entry((6, 1)), **other)])  # type: ignore[arg-type]
    assert [p.key for p in error.value.problems] == [key]


def test_one_episode_is_not_merged() -> None:
    with pytest.raises(InputError, match="merge_needs_two"):
        merged([entry((0, 2))])


@pytest.mark.parametrize("number", [-1, 0, 6])
def test_a_split_leaves_no_part_without_a_day(number: int) -> None:
    with pytest.raises(InputError, match="split_outside"):
        split(entry((0, 2), (3, 1), end=5), day(number))


def result(number: int, grade: int, result_id: int = 9) -> GradeStep:
    return GradeStep(day(number), Grade(grade), "5.0", result_id, "ANC < 1.0")


def test_a_new_grade_extends_an_episode() -> None:
    held = entry((0, 1), (5, 3))
    assert extended(held, result(8, 2)).grades == (*held.grades, result(8, 2))
    assert extended(held, result(3, 2)).grades == (held.grades[0], result(3, 2), held.grades[1])
    assert extended(held, result(-2, 2)).onset == day(-2)
    assert extended(held, result(5, 4)).grades == (held.grades[0], result(5, 4))


@pytest.mark.parametrize("step", [result(5, 2), result(5, 3), result(7, 3), result(2, 1)])
def test_a_grade_that_holds_already_changes_nothing(step: GradeStep) -> None:
    held = entry((0, 1), (5, 3))
    assert extended(held, step) == held


def test_nothing_extends_an_episode_after_its_end() -> None:
    with pytest.raises(InputError, match="grade_after_end"):
        extended(entry((0, 1), end=4), result(5, 2))


def test_a_grade_within_a_gap_leaves_the_days_before_it_open() -> None:
    whole = merged([entry((0, 2), end=3), entry((10, 1), end=12)])
    found = extended(whole, result(6, 3))
    assert list(check_adverse_event(found, TERM, BIRTH, TODAY)) == []
    assert episode(found).grade_on(day(5)) is None
    assert episode(found).grade_on(day(6)) is Grade.SEVERE


def test_a_form_keeps_the_evidence_of_the_grades_it_left_alone() -> None:
    recorded = (result(0, 2, 4), result(5, 3, 5))
    plain = (GradeStep(day(0), Grade.MODERATE), GradeStep(day(5), Grade.LIFE_THREATENING))
    assert kept(plain, recorded) == (recorded[0], plain[1])
    gap = merged([entry((0, 2), end=3), entry((10, 1), end=12)])
    assert kept((GradeStep(day(0), Grade.MODERATE),), gap.grades)[0].until is None


def test_days_at_a_grade_end_on_the_day_asked_for() -> None:
    found = episode(entry((0, 2), (3, 3), (5, 4)))
    assert [found.days_at_least(3, day(number)) for number in (2, 3, 5, 9)] == [0, 1, 3, 7]
    assert found.days_at_least(4, day(9)) == 5
