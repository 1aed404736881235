"""Episodes of toxicity: grades in order, legal for the term, and spans to the day."""

from dataclasses import replace
from datetime import date

import pytest

from hsct_desktop.domain.adverse_event import (
    AdverseEventEntry,
    Episode,
    Grade,
    GradeStep,
    Outcome,
    TermRule,
    by_severity,
    check_adverse_event,
)

BIRTH, TODAY = date(1984, 3, 14), date(2026, 11, 20)
FN = TermRule((3, 4, 5), label="Febrile neutropenia")
ENTRY = AdverseEventEntry(
    1, "febrile_neutropenia", "5.0", date(2026, 11, 1), (GradeStep(date(2026, 11, 1), Grade.SEVERE),)
)


def found(entry: AdverseEventEntry, term: TermRule | None = FN) -> set[tuple[str, str]]:
    return {(p.field, p.key) for p in check_adverse_event(entry, term, BIRTH, TODAY)}


def steps(*pairs: tuple[int, int]) -> tuple[GradeStep, ...]:
    return tuple(GradeStep(date(2026, 11, day), Grade(grade)) for day, grade in pairs)


def test_a_sound_episode_passes() -> None:
    assert found(ENTRY) == set()
    ended = replace(ENTRY, grades=steps((1, 3), (4, 4), (6, 3)), end=date(2026, 11, 8), outcome=Outcome.RESOLVED)
    assert found(ended) == set()


@pytest.mark.parametrize("grade", [1, 2])
def test_a_grade_that_the_term_does_not_have_is_refused(grade: int) -> None:
    assert found(replace(ENTRY, grades=steps((1, grade)))) == {("grade", "grade_does_not_exist")}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"end": date(2026, 10, 31), "outcome": Outcome.RESOLVED}, ("end", "end_before_onset")),
        ({"end": date(2026, 11, 2)}, ("outcome", "outcome_missing")),
        ({"outcome": Outcome.RESOLVED}, ("end", "end_missing")),
        ({"onset": date(2026, 11, 21)}, ("onset", "date_in_future")),
        ({"onset": None}, ("onset", "date_missing")),
        ({"grades": ()}, ("grade", "grade_missing")),
        ({"grades": steps((1, 3), (1, 4))}, ("grade_date", "grades_not_in_order")),
        ({"grades": steps((2, 3))}, ("grade_date", "first_grade_not_on_onset")),
        ({"grades": steps((1, 5))}, ("outcome", "grade5_needs_fatal")),
        ({"grades": steps((1, 5), (2, 3))}, ("grade", "grade5_not_last")),
        ({"serious": True}, ("seriousness", "seriousness_missing")),
    ],
)
def test_contradictions_are_refused(change: dict[str, object], expected: tuple[str, str]) -> None:
    assert expected in found(replace(ENTRY, **change))


def test_terms() -> None:
    assert found(ENTRY, None) == {("term", "term_missing")}
    assert found(ENTRY, TermRule((3,), other=True)) == {("specify", "specify_missing")}


def test_spans_cover_each_day_once() -> None:
    episode = Episode(1, "t", "T", date(2026, 11, 1), date(2026, 11, 8), steps((1, 1), (3, 3), (6, 2)))
    spans = list(episode.spans(TODAY))
    assert [(a.day, b.day, int(g)) for a, b, g in spans] == [(1, 2, 1), (3, 5, 3), (6, 8, 2)]
    assert [episode.grade_on(date(2026, 11, d)) for d in (2, 3, 8)] == [Grade.MILD, Grade.SEVERE, Grade.MODERATE]
    assert episode.grade_on(date(2026, 11, 9)) is None
    assert (episode.worst, episode.is_open, episode.days(TODAY)) == (Grade.SEVERE, False, 8)


def test_worst_first_then_latest() -> None:
    early = Episode(1, "a", "A", date(2026, 1, 1), None, steps((1, 3)))
    late = Episode(2, "b", "B", date(2026, 2, 1), None, steps((1, 3)))
    mild = Episode(3, "c", "C", date(2026, 3, 1), None, steps((1, 1)))
    assert [e.id for e in by_severity([mild, early, late])] == [2, 1, 3]
