"""The transplanted patients of the unit as a table by regimen: who they were, how they fared, and of how many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from hsct_desktop.catalogue.items import Intensity
from hsct_desktop.domain.cohort import CohortPatient, CohortRow, cohort_row, months_between
from hsct_desktop.domain.disease_course import DiseaseCourse
from hsct_desktop.domain.neda import verdict
from hsct_desktop.domain.neda_clinical import relapses_after
from hsct_desktop.domain.outcome_evidence import State
from hsct_desktop.domain.outcome_settings import DAYS_A_MONTH
from hsct_desktop.domain.partial_date import standing_day
from hsct_desktop.services import disease_course
from hsct_desktop.services.workspace import Workspace

TOTAL: Final = "Total"
NO_REGIMEN: Final = "not recorded"
_WORSENED: Final = {State.BROKEN: True, State.HELD: False, State.UNKNOWN: None}
_HALF_A_DAY: Final = 0.5
"""Days become months and days again: half a day keeps the last day of follow-up inside its own horizon."""


def by_regimen(ws: Workspace, disease_id: str = "ms", language: str = "en") -> list[CohortRow]:
    """A line a regimen, the most intense first, and a last one of all; patients with a Day 0 that has come.

    Outcomes are those at the end of each patient's own follow-up, by the unit's settings.
    """
    today = ws.today()
    courses = [c for c in disease_course.of_all(ws).values() if c.day0 is not None and c.day0 <= today]
    told = [(_regimen(c), _told(ws, c, language)) for c in courses if c.disease_id == disease_id]
    groups: dict[str, list[CohortPatient]] = {regimen_id: [] for regimen_id in _order(ws)}
    for regimen_id, patient in told:
        groups.setdefault(regimen_id, []).append(patient)
    rows = [cohort_row(held[0].group, held) for held in groups.values() if held]
    return [*rows, cohort_row(TOTAL, [patient for _regimen_id, patient in told])]


def _regimen(course: DiseaseCourse) -> str:
    return course.transplant.regimen_id if course.transplant is not None else ""


def _order(ws: Workspace) -> Sequence[str]:
    """The regimens by intensity, those of one class in the order of the list; last who has none recorded."""
    classes = {Intensity.HIGH: 0, Intensity.INTERMEDIATE: 1, Intensity.LOW: 2}
    regimens = ws.catalogue.regimens
    return [*sorted(regimens, key=lambda name: classes.get(regimens[name].intensity, len(classes))), ""]


def _told(ws: Workspace, course: DiseaseCourse, language: str) -> CohortPatient:
    regimen_id, day0 = _regimen(course), course.day0
    assert day0 is not None, "only courses with a Day 0 are told"
    regimen = ws.catalogue.regimens.get(regimen_id)
    seen = course.last_seen
    horizon = None if seen is None or seen <= day0 else ((seen - day0).days + _HALF_A_DAY) / DAYS_A_MONTH
    found = None if horizon is None else verdict(course, horizon)
    plain = None if horizon is None else verdict(_without_rebaseline(course), horizon)
    last = course.seen_after[-1] if course.seen_after else None
    return CohortPatient(
        (regimen.short or regimen.label).text(language) if regimen is not None else regimen_id or NO_REGIMEN,
        months_between(_diagnosed(course), day0),
        None if course.edss_reference is None else course.edss_reference.value,
        None if last is None else last.value,
        months_between(day0, seen if seen is not None and seen > day0 else None),
        None if found is None else found.neda3,
        None if plain is None else plain.neda3,
        None if found is None else _WORSENED[found.disability.state],
        len(_relapses(course, today=ws.today())),
        course.died_on is not None,
    )


def _without_rebaseline(course: DiseaseCourse) -> DiseaseCourse:
    return replace(course, settings=replace(course.settings, rebaseline_months=0))


def _diagnosed(course: DiseaseCourse) -> date | None:
    return None if course.diagnosed is None else standing_day(course.diagnosed)


def _relapses(course: DiseaseCourse, today: date) -> Sequence[object]:
    """The relapses that surely lie after Day 0."""
    return relapses_after(course, course.day(today))[0]


def columns(rows: Sequence[CohortRow]) -> list[Mapping[str, str | int]]:
    """The rows as a table has them."""
    return [
        {
            "regimen": row.group,
            "n": row.n,
            "diagnosis_to_hsct_months": row.months_to_transplant,
            "edss_pre": row.edss_before,
            "edss_last": row.edss_last,
            "followup_months": row.months_followed,
            "neda3": row.neda.text,
            "neda3_without_rebaseline": row.neda_without_rebaseline.text,
            "confirmed_worsening": row.worsened.text,
            "relapses": row.relapses,
            "deaths": row.deaths,
        }
        for row in rows
    ]
