"""The transplanted patients of the unit as a table by regimen: who they were, how they fared, and of how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hsct_desktop.catalogue.items import Intensity
from hsct_desktop.domain.cohort import CohortPatient, CohortRow, cohort_row, months_between
from hsct_desktop.domain.disease_course import DiseaseCourse
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.neda import verdict
from hsct_desktop.domain.neda_clinical import relapses_after
from hsct_desktop.domain.outcome_evidence import State
from hsct_desktop.domain.outcome_settings import DAYS_A_MONTH
from hsct_desktop.domain.partial_date import standing_day
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.protocol import Product
from hsct_desktop.services import disease_course
from hsct_desktop.services.products import product_of
from hsct_desktop.services.workspace import Workspace

TOTAL: Final = "Total"
NO_REGIMEN: Final = "not recorded"
_WORSENED: Final = {State.BROKEN: True, State.HELD: False, State.UNKNOWN: None}
_HALF_A_DAY: Final = 0.5
"""Days become months and days again: half a day keeps the last day of follow-up inside its own horizon."""


@dataclass(frozen=True)
class Cohort:
    """The lines of the table; `others` counts the patients of the disease who had other cells alone, by product."""

    rows: tuple[CohortRow, ...]
    others: Mapping[Product, int]


def by_regimen(ws: Workspace, disease_id: str = "ms", language: str = "en", product: Product = Product.HSC) -> Cohort:
    """A line a regimen, the most intense first, and a last one of all; patients with a Day 0 that has come.

    Outcomes are those after each patient's latest infusion of the product, at the end of the own follow-up, by the
    unit's settings. KnownError `cohort_disease_unknown`.
    """
    if disease_id not in ws.catalogue.diseases:
        raise KnownError("cohort_disease_unknown", name=clean(disease_id)[:60], known=", ".join(ws.catalogue.diseases))
    courses, others = _courses(ws, disease_id, product)
    told = [(_regimen(course), _told(ws, course, language)) for course in courses]
    groups: dict[str, list[CohortPatient]] = {regimen_id: [] for regimen_id in _order(ws)}
    for regimen_id, patient in told:
        groups.setdefault(regimen_id, []).append(patient)
    rows = [cohort_row(held[0].group, held) for held in groups.values() if held]
    return Cohort((*rows, cohort_row(TOTAL, [patient for _regimen_id, patient in told])), others)


def _courses(ws: Workspace, disease_id: str, product: Product) -> tuple[list[DiseaseCourse], Mapping[Product, int]]:
    """The course of each patient around the latest infusion of the product, and who had others alone."""
    found: list[DiseaseCourse] = []
    others: Counter[Product] = Counter()
    for course in disease_course.of_all(ws).values():
        done = [one for one in course.transplants if one.day0 is not None and one.day0 <= ws.today()]
        if course.disease_id != disease_id or not done:
            continue
        wanted = [one for one in done if product_of(ws, one.protocol_id) is product]
        if not wanted:
            others[product_of(ws, done[-1].protocol_id)] += 1
        elif wanted[-1] == course.transplant:
            found.append(course)
        else:  # few have had other cells since
            found.append(disease_course.of_patient(ws, course.patient_id, wanted[-1].id))
    return found, others


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
    ended = course.died_on or seen
    horizon = None if seen is None or seen <= day0 else ((seen - day0).days + _HALF_A_DAY) / DAYS_A_MONTH
    found = None if horizon is None else verdict(course, horizon)
    plain = None if horizon is None else verdict(_without_rebaseline(course), horizon)
    last = course.seen_after[-1] if course.seen_after else None
    return CohortPatient(
        (regimen.short or regimen.label).text(language) if regimen is not None else regimen_id or NO_REGIMEN,
        months_between(_diagnosed(course), day0),
        None if course.edss_reference is None else course.edss_reference.value,
        None if last is None else last.value,
        months_between(day0, ended if ended is not None and ended > day0 else None),
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
