"""Has the card written that a patient carries: irradiated blood, live vaccines, allergies, fever, telephone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from hsct_desktop.catalogue.items import PlanSection
from hsct_desktop.catalogue.wording import LANGUAGES, written_in
from hsct_desktop.documents.patient_card import PatientCardData, write_patient_card
from hsct_desktop.domain.dates import add_months
from hsct_desktop.domain.fertility import FertilityKind
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.protocol import Product
from hsct_desktop.services import irradiation
from hsct_desktop.services.agenda_papers import UNIT_PHONE
from hsct_desktop.services.letter_call import NEUROLOGICAL
from hsct_desktop.services.output_file import check_place, not_written
from hsct_desktop.services.person import birth_date_of, course_of, name_of, record_of
from hsct_desktop.services.products import conditions, product_of
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import late_effect, setting
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.transplant import Course

LIVE_MONTHS: Final = 24
"""No live vaccine before that month after Day 0 (ECIL 7, EBMT Handbook 2024, chapter 29); later only by its rule."""


def print_card(ws: Workspace, patient_id: int, path: Path, language: str | None = None) -> Path:
    """Write a patient's card as PDF; the whole file or nothing. KnownError `plan_not_followed` for who is not followed.

    Its first language is the given one, else the patient's own where the program speaks it, else the window's.
    """
    data = card_data(ws, patient_id, language)
    check_place(path, ws.store.path)
    try:
        write_patient_card(data, path)
    except OSError as error:
        raise not_written(error, path) from error
    return path


def card_data(ws: Workspace, patient_id: int, language: str | None = None) -> PatientCardData:
    """What the card of a patient says today."""
    on = ws.today()
    with ws.read() as session:
        record = record_of(session, patient_id)
        if not record.follow_up.is_followed:
            raise KnownError("plan_not_followed", name=name_of(record))
        own = written_in(record.entry.language, ws.language)
        context = print_context(ws, session, language or own, on)
        phone = setting.get(session, UNIT_PHONE, ws.catalogue.settings[UNIT_PHONE].default)
        course = course_of(session, patient_id)
        verdict = irradiation.verdict(ws, session, patient_id, on)
        pregnant = pregnant_since(session, patient_id, on)
    entry = record.entry
    day0 = course.entry.day0 if course is not None else None
    disease = ws.catalogue.diseases.get(entry.disease_id)
    return PatientCardData(
        context, entry.family_name, entry.given_name, birth_date_of(record), entry.sex, entry.code, day0,
        {name: disease.label.text(name) for name in LANGUAGES} if disease is not None else {},
        _regimen(ws, course), verdict, live_from(ws, course, on), tuple(entry.allergies), tuple(entry.intolerances),
        entry.allergy_status, phone, tuple(_rules(ws, entry.disease_id)), _is_graft(ws, course), course is not None,
        pregnant, product_of(ws, course.entry.protocol_id) if course is not None else Product.HSC,
    )  # fmt: skip


def pregnant_since(session: ReadSession, patient_id: int, on: date) -> date | None:
    """The day on which a pregnancy was recorded that goes on; None without one."""
    days = [
        one.recorded_on for one in late_effect.fertility_of(session, patient_id)
        if one.entry.kind is FertilityKind.PREGNANCY and one.recorded_on <= on
        and (one.entry.ended_on is None or one.entry.ended_on > on)
    ]  # fmt: skip
    return max(days, default=None)


def _rules(ws: Workspace, disease_id: str) -> Iterator[dict[str, str]]:
    """The unit's sentences for an emergency in each language; those on new signs only of diseases of the nerves."""
    for line in ws.catalogue.patient_plan.values():
        is_neurology = line.section is PlanSection.EMERGENCY_NEUROLOGY and disease_id in NEUROLOGICAL
        if line.shown and (line.section is PlanSection.EMERGENCY or is_neurology):
            yield {name: line.label.text(name) for name in LANGUAGES}


def _is_graft(ws: Workspace, course: Course | None) -> bool:
    """Whether the cells are a transplant; also while nothing is planned."""
    return course is None or product_of(ws, course.entry.protocol_id) is Product.HSC


def live_from(ws: Workspace, course: Course | None, on: date) -> date | None:
    """The day before which no live vaccine is given, while it lies ahead; cells without chemotherapy set none."""
    day0 = course.entry.day0 if course is not None and conditions(ws, course) else None
    found = add_months(day0, LIVE_MONTHS) if day0 is not None else None
    return found if found is not None and found > on else None


def _regimen(ws: Workspace, course: Course | None) -> dict[str, str]:
    regimen = ws.catalogue.regimens.get(course.entry.conditioning_regimen_id) if course is not None else None
    return {name: regimen.short.text(name) for name in LANGUAGES} if regimen is not None else {}
