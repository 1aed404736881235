"""What is told of rows without a day against every day that they may have, tried one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from random import Random
from typing import Any

import pytest

from hsct_desktop.domain.confirmed_disability import Kind
from hsct_desktop.domain.disease_course import CourseAssessment, CourseRelapse, CourseScan, DiseaseCourse
from hsct_desktop.domain.disease_types import CourseTransplant
from hsct_desktop.domain.neda import Neda, State, verdict
from hsct_desktop.domain.partial_date import PartialDate, all_days, parse_partial, whole
from tests.domain.courses import DAY0, known


def seen(*rows: tuple[str, float]) -> tuple[CourseAssessment, ...]:
    """Examinations as they are typed."""
    found = [
        CourseAssessment(n, 1, day, edss)
        for n, (text, edss) in enumerate(rows, 1)
        if (day := parse_partial(text)) is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.id)))


def attacks(*onsets: str) -> tuple[CourseRelapse, ...]:
    """Relapses as they are typed."""
    return tuple(CourseRelapse(n, 1, parse_partial(text)) for n, text in enumerate(onsets, 1))


def transplanted(
    day0: date, rows: tuple[CourseAssessment, ...], relapses: tuple[CourseRelapse, ...] = (), **more: Any
) -> DiseaseCourse:
    transplant = CourseTransplant(1, 1, 1, day0)
    held = DiseaseCourse(1, "ms", transplant, (transplant,), assessments=rows, relapses=relapses)
    return replace(held, looked=tuple(row.on for row in rows), **more)


WORSE = ("2023-07-19", 4.0), ("2024-09-01", 4.0), ("2025-08-01", 4.0)


def clear_scans(*days: date) -> tuple[CourseScan, ...]:
    return tuple(CourseScan(n, 1, whole(day), new_t2=0, gd=0) for n, day in enumerate(days, 1))


@pytest.mark.parametrize(
    ("first", "second", "neda"),
    [
        ("2024-01", "2024-06", Neda.UNKNOWN),  # 1 January and 30 June lie far enough apart to confirm
        ("2024-01-01", "2024-06-30", Neda.EDA),
        ("2024-01-15", "2024-06-15", Neda.NEDA),
        ("2024-02", "2024-06", Neda.NEDA),  # at most 150 days
        ("2024", "2024", Neda.UNKNOWN),
    ],
)
def test_two_rows_without_a_day_are_read_together(first: str, second: str, neda: Neda) -> None:
    scans = clear_scans(date(2024, 2, 4), date(2025, 8, 2))
    held = transplanted(date(2023, 8, 8), seen(*WORSE, (first, 6.0), (second, 6.0)), scans=scans)
    assert verdict(held, 24).neda3 is neda


def test_more_readings_than_anybody_tries_tell_nothing() -> None:
    rows = [*WORSE, *((str(year), 4.0 + year % 2) for year in (2023, 2024, 2024, 2025, 2025, 2026))]
    held = transplanted(date(2023, 8, 8), seen(*rows), scans=clear_scans(date(2024, 2, 4), date(2025, 8, 2)))
    assert verdict(held, 24).disability.state is State.UNKNOWN
    stable = transplanted(date(2023, 8, 8), seen(*((text, 4.0) for text, _ in rows)), scans=held.scans)
    assert verdict(stable, 24).disability.state is State.HELD  # no day makes a step of none


HISTORY = ("2020-01", 4.0), ("2020-07", 4.0), ("2020-08", 2.0)


@pytest.mark.parametrize(
    ("rows", "is_sure"),
    [
        ((("2019-01", 2.0), *HISTORY), False),  # 31 January to 1 July are 152 days
        ((("2019-01", 2.0), ("2020-01", 4.0), ("2020-08", 4.0), ("2020-09", 2.0)), True),
        ((("2019-01-31", 2.0), ("2020-01-15", 4.0), ("2020-07-15", 4.0), ("2020-08", 2.0)), True),
        ((("2019", 2.0), ("2019", 4.0), ("2020-08", 4.0)), False),  # which of the two came first
    ],
)
def test_a_change_before_day_0_is_sure_whatever_the_days(rows: tuple[tuple[str, float], ...], *, is_sure: bool) -> None:
    held = transplanted(date(2022, 3, 15), seen(*rows))
    assert [held.doubt_before(event) is None for event in held.before.events if event.kind is Kind.CDW] == [is_sure]


EDSS = (3.0, 4.0, 5.0, 5.5)
MONTHS = ("2019-11", "2019-12", "2020-01", "2020-02", "2020-03", "2020-06", "2020-07", "2020-08")


def random_course(random: Random) -> DiseaseCourse:
    """A course with two rows of which only the month is known, near enough to each other to matter."""
    days = random.sample(range(-300, 420), 4)
    rows = [CourseAssessment(n, 1, known(day), random.choice(EDSS)) for n, day in enumerate(days, 10)]
    vague = [parse_partial(text) or PartialDate(2020) for text in random.sample(MONTHS, 2)]
    n = random.choice((1, 1, 2))
    rows += [CourseAssessment(n, 1, day, random.choice(EDSS)) for n, day in enumerate(vague[:n], 1)]
    onsets = [*vague[n:], *(known(day) for day in random.sample(range(-60, 300), random.choice((0, 1))))]
    relapses = tuple(CourseRelapse(n, 1, onset) for n, onset in enumerate(onsets, 1))
    return transplanted(DAY0, tuple(sorted(rows, key=lambda one: (one.on, one.id))), relapses)


def every_day(held: DiseaseCourse) -> Iterator[DiseaseCourse]:
    """The course on each of all days that its rows may have, two examinations never on one."""
    rows: list[CourseAssessment | CourseRelapse] = [*held.assessments, *held.relapses]
    spans = [row.onset if isinstance(row, CourseRelapse) else row.assessed for row in rows]
    for days in product(*(all_days(span) for span in spans if span is not None)):
        placed = list(zip(rows, days, strict=True))
        examined = {day: row for row, day in placed if isinstance(row, CourseAssessment)}
        if len(examined) == len(held.assessments):
            given = [(row, day) for row, day in placed if isinstance(row, CourseRelapse)]
            yield replace(
                held,
                assessments=tuple(replace(examined[day], assessed=whole(day)) for day in sorted(examined)),
                relapses=tuple(replace(row, onset=whole(day)) for row, day in given),
            )


def after(held: DiseaseCourse) -> list[tuple[date, bool]]:
    """The onsets of worsening after Day 0, each with whether it is confirmed."""
    found = held.after
    assert found is not None
    open_ = [(one.onset.on, False) for one in found.unconfirmed if one.kind is Kind.CDW and one.is_open]
    return [*((e.onset.on, True) for e in found.events if e.kind is Kind.CDW), *open_]


def before(held: DiseaseCourse) -> set[tuple[Kind, int, float]]:
    rows = held.series.by_day
    return {(e.kind, rows[e.onset.on].id, e.baseline.value) for e in held.before.events}


def compare(held: DiseaseCourse) -> None:
    """What is told without doubt is true on every day, and what is in doubt is false on one."""
    possible = list(every_day(held))
    if held.edss_reference is not None:
        told = after(held)
        sure = all(after(one) == told for one in possible)
        assert (held.edss_doubt(Kind.CDW) is None) is sure, held
    rows = held.series.by_day
    for event in held.before.events:
        name = event.kind, rows[event.onset.on].id, event.baseline.value
        assert (held.doubt_before(event) is None) is all(name in before(one) for one in possible), (event, held)


@pytest.mark.parametrize("seed", range(6))
def test_readings_against_every_possible_day(seed: int) -> None:
    compare(random_course(Random(seed)))


def test_a_long_history_of_months_is_read_piece_by_piece() -> None:
    years = [("2012-01", 1.0), ("2012-07", 1.5), ("2013-01", 2.0), ("2013-08", 2.0), ("2014-01", 3.0), ("2014-08", 3.0)]
    years += [("2015-01", 3.0), ("2016-01", 4.0), ("2016-07", 4.0), ("2017-01", 4.0), ("2018-01", 5.0)]
    years += [("2018-07", 5.0), ("2019-01", 6.0)]
    held = transplanted(date(2022, 3, 15), seen(*years))
    assert held._readings_before.found.too_many
    told = [(event.onset.value, held.doubt_before(event)) for event in held.before.events]
    assert told == [(2.0, None), (3.0, None), (4.0, None), (5.0, None)]
    # from the last day of January to the first of July are 152 days: only the January after confirms whatever the days
    assert held.before.events[2].confirmed_on == (date(2016, 7, 15),)
    assert held.surely_confirmed_on(held.before.events[2]) == date(2017, 1, 15)
