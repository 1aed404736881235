"""Grades of two CTCAE versions never stand in one count."""

from datetime import date

from hsct_desktop.domain.adverse_event import Episode, Grade, GradeStep
from hsct_desktop.domain.ctcae import (
    by_version,
    is_mixed,
    told_apart,
    version_order,
    versions,
    worst_by_version,
    worst_words,
)

DAY = date(2026, 11, 2)


def episode(number: int, grade: int, version: str) -> Episode:
    return Episode(number, "t", "T", DAY, None, (GradeStep(DAY, Grade(grade)),), ctcae_version=version)


OLD, WORSE, NEW = episode(1, 2, "5.0"), episode(2, 4, "5.0"), episode(3, 3, "6.0")


def test_each_version_has_its_own_episodes_in_their_order() -> None:
    assert by_version([NEW, WORSE, OLD]) == {"5.0": [WORSE, OLD], "6.0": [NEW]}
    assert list(by_version([NEW, OLD])) == ["5.0", "6.0"]
    assert by_version([]) == {}


def test_the_worst_of_one_version_says_nothing_of_the_other() -> None:
    assert dict(worst_by_version([OLD, WORSE, NEW])) == {"5.0": Grade(4), "6.0": Grade(3)}


def test_only_two_versions_are_mixed() -> None:
    assert (is_mixed([]), is_mixed([OLD, WORSE]), is_mixed([OLD, NEW])) == (False, False, True)
    assert versions([NEW, OLD, WORSE]) == ("5.0", "6.0")


def test_versions_follow_their_numbers() -> None:
    assert sorted(["10.0", "6.0", "5.0", "odd"], key=version_order) == ["odd", "5.0", "6.0", "10.0"]


def test_the_worst_grade_in_words_names_versions_only_where_there_are_two() -> None:
    assert worst_words([OLD, WORSE]) == "4"
    assert worst_words([NEW, OLD, WORSE]) == "4 (CTCAE v5.0), 3 (CTCAE v6.0)"
    assert worst_words([]) == ""


def test_terms_of_two_versions_are_told_apart_by_name() -> None:
    assert told_apart([OLD, WORSE]) == (OLD, WORSE)
    assert [e.label for e in told_apart([OLD, NEW])] == ["T (v5.0)", "T (v6.0)"]
