"""What an examination may hold: days, values, two of one day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hsct_desktop.domain.edss import FunctionalSystems
from hsct_desktop.domain.edss_assessment import (
    MAX_NOTE,
    EdssAssessment,
    EdssEntry,
    Life,
    check_edss,
)
from hsct_desktop.domain.partial_date import PartialDate, parse_partial, standing_day

LIFE = Life(date(1984, 3, 14), date(2026, 11, 20), date(2022, 1, 13))


def on(text: str) -> PartialDate:
    found = parse_partial(text)
    assert found is not None
    return found


def entry(day: str = "2025-06-02", edss: str | None = "3.5", **more: object) -> EdssEntry:
    value = Decimal(edss) if edss is not None else None
    return replace(EdssEntry(1, on(day), value), **more)  # type: ignore[arg-type]


def keys(made: EdssEntry, life: Life = LIFE, *others: EdssEntry, has_values: bool = False) -> list[tuple[str, str]]:
    held = [EdssAssessment(number, 1, other) for number, other in enumerate(others, start=1)]
    return [(problem.field, problem.key) for problem in check_edss(made, life, held, has_values=has_values)]


@pytest.mark.parametrize("day", ["1984-03-14", "2015", "2015-07", "2021-12", "2022-01-13", "2026-11-20"])
def test_days_that_may_be(day: str) -> None:
    assert keys(entry(day)) == []


@pytest.mark.parametrize(
    ("day", "key"),
    [
        ("1983", "before_birth"),
        ("1984-03-13", "before_birth"),
        ("2026-11-21", "date_in_future"),
        ("2026-12", "date_in_future"),
        ("2027", "date_in_future"),
        ("2022-01", "whole_day_needed"),
        ("2022", "whole_day_needed"),
        ("2024-05", "whole_day_needed"),
    ],
)
def test_days_that_may_not_be(day: str, key: str) -> None:
    assert keys(entry(day)) == [("assessed", key)]


def test_before_any_transplant_a_month_will_do_up_to_now() -> None:
    assert keys(entry("2026-11"), replace(LIFE, day0=None)) == []


def test_nobody_is_examined_after_death() -> None:
    dead = replace(LIFE, died=date(2025, 1, 1))
    assert keys(entry("2025-01-02"), dead) == [("assessed", "after_death")]
    assert keys(entry("2025-01-01"), dead) == []


@pytest.mark.parametrize("edss", ["0.5", "4.25", "11", "-1"])
def test_what_is_no_edss_is_refused(edss: str) -> None:
    assert keys(entry(edss=edss)) == [("edss", "edss_value")]


def test_grades_that_do_not_exist_are_refused() -> None:
    systems = FunctionalSystems(visual=7, cerebral=5, ambulation=17)
    assert keys(entry(systems=systems)) == [("visual", "edss_grade"), ("ambulation", "edss_grade_neurostatus")]


def test_an_examination_holds_something() -> None:
    assert keys(entry(edss=None)) == [("edss", "neurology_empty")]
    assert keys(entry(edss=None, systems=FunctionalSystems(visual=0))) == []
    assert keys(entry(edss=None), has_values=True) == []


def test_grades_alone_are_asked_about_since_the_computed_edss_is_never_recorded() -> None:
    graded = FunctionalSystems(1, 0, 3, 2, 2, 1, 1, 1)
    assert keys(entry(edss=None, systems=graded)) == [("edss", "edss_only_computed")]
    assert keys(entry(edss=None, systems=FunctionalSystems(ambulation=5))) == [("edss", "edss_only_computed")]
    assert keys(entry(systems=graded)) == []


def test_edss_ten_is_asked_about_while_no_death_is_recorded() -> None:
    assert [p.soft for p in check_edss(entry(edss="10"), LIFE)] == [True]
    assert keys(entry("2024-01-01", "10"), replace(LIFE, died=date(2024, 1, 1))) == []


@pytest.mark.parametrize(
    ("day", "held", "refused"),
    [
        ("2025-06-02", "2025-06-02", True),
        ("2025-06-02", "2025-06-03", False),
        ("2015-07", "2015-07", True),
        ("2015-07-15", "2015-07", True),
        ("2015-07-14", "2015-07", False),
        ("2015", "2015-07-01", True),
    ],
)
def test_two_edss_on_one_day_are_refused(day: str, held: str, refused: bool) -> None:
    assert keys(entry(day), LIFE, entry(held, "4.0")) == ([("assessed", "edss_twice")] if refused else [])


def test_without_an_edss_a_second_examination_of_a_day_changes_no_verdict() -> None:
    graded = FunctionalSystems(visual=1)
    assert keys(entry(edss=None, systems=graded), LIFE, entry()) == []
    assert keys(entry(), LIFE, entry(edss=None, systems=graded)) == []


def test_long_texts_are_refused() -> None:
    assert keys(entry(note="x" * (MAX_NOTE + 1), rater="y" * 121)) == [("rater", "too_long"), ("note", "too_long")]


def test_a_partial_date_standing_day_its_middle() -> None:
    days = [standing_day(on(text)) for text in ("2019", "2019-04", "2019-04-30")]
    assert days == [date(2019, 7, 1), date(2019, 4, 15), date(2019, 4, 30)]
    assert EdssAssessment(1, 1, entry("2019-04")).day == date(2019, 4, 15)


def test_the_other_edss_of_the_day_is_named_by_its_date_as_far_as_it_is_known() -> None:
    held = [EdssAssessment(1, 1, entry("2021-03", "4.0"))]
    (problem,) = check_edss(entry("2021-03-15"), LIFE, held)
    assert (problem.key, problem.params["on"]) == ("edss_twice", "03/2021")
