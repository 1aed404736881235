"""Disease courses for tests, written in days from Day 0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from hsct_desktop.domain.disease_course import (
    CourseAssessment,
    CourseRelapse,
    CourseScan,
    CourseTransplant,
    DiseaseCourse,
)
from hsct_desktop.domain.outcome_settings import OutcomeSettings
from hsct_desktop.domain.partial_date import PartialDate

DAY0 = date(2020, 1, 15)


def on(day: int) -> date:
    return DAY0 + timedelta(days=day)


def known(day: int) -> PartialDate:
    found = on(day)
    return PartialDate(found.year, found.month, found.day)


def scan(day: int, new_t2: int | None = 0, gd: int | None = 0, row: int = 0, **more: Any) -> CourseScan:
    return CourseScan(row or day + 5000, 1, known(day), new_t2=new_t2, gd=gd, **more)


def relapse(onset: int | PartialDate | None) -> CourseRelapse:
    return CourseRelapse(1, 1, known(onset) if isinstance(onset, int) else onset)


def course(
    edss: Mapping[int, float] | None = None,
    relapses: Iterable[int | PartialDate | None] = (),
    scans: Iterable[CourseScan] = (),
    *,
    seen: Iterable[int] = (),
    settings: OutcomeSettings | None = None,
    **more: Any,
) -> DiseaseCourse:
    """A course with Day 0 on 15 January 2020; `seen` are the days on which somebody looked beside the examinations."""
    held = edss or {}
    transplant = CourseTransplant(1, 1, 1, DAY0, on(-40))
    return DiseaseCourse(
        1,
        "ms",
        transplant,
        (transplant,),
        assessments=tuple(CourseAssessment(n, 1, known(day), held[day]) for n, day in enumerate(sorted(held), 1)),
        relapses=tuple(relapse(one) for one in relapses),
        scans=tuple(sorted(scans, key=lambda one: one.on)),
        looked=tuple(on(day) for day in sorted({*held, *seen})),
        settings=settings or OutcomeSettings(),
        **more,
    )
