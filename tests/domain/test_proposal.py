"""What results propose beyond the record: new, worse, milder, over; dismissed until the grade rises; aplasia."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.adverse_event import Episode, Grade, GradeStep, Outcome
from hsct_desktop.domain.proposal import (
    Aplasia,
    Decision,
    DecisionKind,
    GradedResult,
    Proposal,
    ProposalKind,
    is_expected,
    proposals,
)

DAY0 = date(2026, 8, 13)
ALT = "alanine_aminotransferase_increased"


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


def results(*pairs: tuple[int, int], term: str = ALT, analyte: str = "ALT", version: str = "5.0") -> list[GradedResult]:
    return [GradedResult(100 + day, on(day), "", analyte, term, version, grade, grade) for day, grade in pairs]


def episode(*steps: tuple[int, int], end: int | None = None, term: str = ALT, version: str = "5.0") -> Episode:
    grades = tuple(GradeStep(on(day), Grade(grade)) for day, grade in steps)
    outcome = Outcome.ONGOING if end is None else Outcome.RESOLVED
    return Episode(7, term, "ALT", grades[0].start, None if end is None else on(end), grades, outcome, version)


def said(found: list[Proposal]) -> list[tuple[str, int, int, int]]:
    return [(p.kind.value, p.grade, (p.onset - DAY0).days, (p.on - DAY0).days) for p in found]


def dismissed(grade: int, day: int, version: str = "5.0") -> Decision:
    return Decision(ALT, version, grade, DecisionKind.DISMISSED, on(day))


@pytest.mark.parametrize(
    ("rows", "record", "decisions", "expected"),
    [
        ([], [], [], []),
        ([(10, 0)], [], [], []),
        ([(10, 1)], [], [], [("new", 1, 10, 10)]),
        ([(10, 1), (12, 3), (14, 2)], [], [], [("new", 3, 10, 12)]),
        ([(10, 2), (12, 0), (20, 1)], [], [], [("new", 1, 20, 20), ("new", 2, 10, 10)]),
        ([(10, 2)], [episode((10, 2))], [], []),
        ([(10, 2), (12, 3)], [episode((10, 2))], [], [("worse", 3, 12, 12)]),
        ([(10, 3), (12, 1)], [episode((10, 3))], [], [("better", 1, 12, 12)]),
        ([(10, 3), (12, 1), (14, 0)], [episode((10, 3))], [], [("over", 0, 14, 14)]),
        ([(10, 3), (12, 0)], [episode((10, 3), end=12)], [], []),
        ([(10, 2), (20, 2)], [episode((10, 2), end=12)], [], [("worse", 2, 20, 20)]),
        ([(10, 2)], [], [dismissed(2, 10)], []),
        ([(10, 2), (12, 2)], [], [dismissed(2, 10)], []),
        ([(10, 2), (12, 3)], [], [dismissed(2, 10)], [("new", 3, 12, 12)]),
        ([(10, 2), (12, 0), (20, 2)], [], [dismissed(2, 10)], [("new", 2, 20, 20)]),
        ([(10, 2)], [], [dismissed(2, 10, "6.0")], [("new", 2, 10, 10)]),
        ([(10, 2)], [episode((10, 2), version="6.0")], [], [("new", 2, 10, 10)]),
        ([(10, 3), (12, 1)], [episode((10, 3))], [dismissed(1, 12)], []),
    ],
)
def test_what_is_proposed(
    rows: list[tuple[int, int]],
    record: list[Episode],
    decisions: list[Decision],
    expected: list[tuple[str, int, int, int]],
) -> None:
    assert said(proposals(results(*rows), record, decisions, [])) == expected


def test_the_course_of_a_new_episode_comes_with_it() -> None:
    (found,) = proposals(results((10, 1), (11, 1), (12, 3), (14, 2), (20, 0)), [], [], [])
    assert found.steps == ((on(10), 1, 110), (on(12), 3, 112), (on(14), 2, 114))
    assert found.ended_on == on(20)


def test_a_question_keeps_the_lower_grade() -> None:
    asked = GradedResult(1, on(5), "", "LIP", "lipase_increased", "5.0", 3, 2)
    (found,) = proposals([asked], [], [], [])
    assert (found.grade, found.by_numbers) == (2, 3)


def test_an_ungraded_result_neither_proposes_nor_ends() -> None:
    unknown = GradedResult(1, on(11), "", "ALT", ALT, "5.0", None, None)
    (found,) = proposals([*results((10, 2), (12, 2)), unknown], [], [], [])
    assert found.ended_on is None


def test_after_an_ungraded_result_a_dismissed_grade_is_news_again() -> None:
    unknown = GradedResult(1, on(40), "", "ALT", ALT, "5.0", None, None)
    rows = [*results((10, 3), (12, 3)), unknown, *results((60, 3))]
    assert said(proposals(rows, [], [dismissed(3, 10)], [])) == [("new", 3, 60, 60)]
    assert proposals(rows[:2], [], [dismissed(3, 10)], []) == []


def test_a_dismissed_grade_that_fell_to_1_and_rises_again_is_news() -> None:
    rows = results((5, 2), (8, 3), (12, 2), (20, 1), (40, 1), (99, 3))
    assert said(proposals(rows, [episode((5, 2), (12, 2))], [dismissed(3, 8)], [])) == [("worse", 3, 99, 99)]
    fluctuating = results((8, 3), (9, 2), (10, 3))
    assert proposals(fluctuating, [], [dismissed(3, 8)], []) == []


def test_the_other_direction_ends_a_run() -> None:
    low = results((10, 2), term="hypokalemia", analyte="K")
    high = results((12, 1), term="hyperkalemia", analyte="K")
    again = results((14, 1), term="hypokalemia", analyte="K")
    assert len(proposals([*low, *high, *again], [], [], [])) == 3


@pytest.mark.parametrize(("day", "expected"), [(-8, False), (-7, True), (5, True), (11, True), (12, False)])
def test_cytopenias_are_expected_in_aplasia(day: int, expected: bool) -> None:
    rows = results((day, 4), term="neutrophil_count_decreased", analyte="ANC")
    (found,) = proposals(rows, [], [], [Aplasia(on(-7), on(11))])
    assert found.expected is expected


def test_what_is_expected_is_no_part_of_what_is_new() -> None:
    """An anaemia before conditioning and after engraftment is new with its own grade, not with that of aplasia."""
    weeks = [Aplasia(on(-7), on(11))]
    rows = results((-9, 1), (2, 3), (8, 3), (14, 2), (20, 1), term="anemia", analyte="HGB")
    (found,) = proposals(rows, [], [], weeks)
    assert (found.grade, found.by_numbers, found.onset, found.expected) == (2, 2, on(-9), False)
    assert [(day, grade) for day, grade, _ in found.steps] == [(on(-9), 1), (on(14), 2), (on(20), 1)]
    assert [is_expected("anemia", row.taken_on, weeks) for row in rows] == [False, True, True, False, False]


def test_liver_tests_are_not_expected_in_aplasia() -> None:
    (found,) = proposals(results((5, 3)), [], [], [Aplasia(on(-7), None)])
    assert not found.expected


ROWS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 4)), max_size=12, unique_by=lambda row: row[0])


@given(ROWS)
def test_what_is_accepted_whole_is_proposed_no_more(rows: list[tuple[int, int]]) -> None:
    for found in proposals(results(*rows), [], [], []):
        record = Episode(
            1, ALT, "ALT", found.onset, found.ended_on,
            tuple(GradeStep(day, Grade(grade)) for day, grade, _ in found.steps),
            Outcome.RESOLVED if found.ended_on else Outcome.ONGOING,
        )  # fmt: skip
        left = proposals(results(*rows), [record], [], [])
        assert all(other.onset != found.onset for other in left if other.kind is ProposalKind.NEW)
        assert not [other for other in left if other.episode_id == record.id]


@given(ROWS)
def test_what_is_dismissed_is_proposed_no_more(rows: list[tuple[int, int]]) -> None:
    found = proposals(results(*rows), [], [], [])
    decided = [Decision(p.term_id, p.ctcae_version, p.grade, DecisionKind.DISMISSED, p.last) for p in found]
    assert proposals(results(*rows), [], decided, []) == []
