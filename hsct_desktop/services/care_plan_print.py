"""Has a patient's care plan written as one page, in the window's language or another."""

from __future__ import annotations

from pathlib import Path

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.documents.care_plan import CarePlanData, PrintedActor, PrintedCareLine, write_care_plan
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.domain.care_plan import CareActor, CarePlan
from hsct_desktop.domain.patient import AllergyStatus
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import care_plan
from hsct_desktop.services.agenda_papers import UNIT_PHONE
from hsct_desktop.services.output_file import check_place, not_written
from hsct_desktop.services.person import birth_date_of, course_of, name_of, record_of
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import professional, setting
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.patient import PatientCard


def print_care_plan(ws: Workspace, patient_id: int, path: Path, language: str | None = None) -> Path:
    """Write the plan as PDF, the whole file or nothing; KnownError `plan_not_followed` when nobody follows any more."""
    data = plan_data(ws, patient_id, language)
    check_place(path, ws.store.path)
    try:
        write_care_plan(data, path)
    except OSError as error:
        raise not_written(error, path) from error
    return path


def plan_data(ws: Workspace, patient_id: int, language: str | None = None) -> CarePlanData:
    """What the page prints: the plan of the window on this day, in words of the reader's language."""
    spoken = language or ws.language
    words = paper_wording(spoken).in_tables
    found = care_plan.plan(ws, patient_id, None, words)
    with ws.read() as session:
        card = record_of(session, patient_id)
        if not card.follow_up.is_followed:
            raise KnownError("plan_not_followed", name=name_of(card))
        course = course_of(session, patient_id)
        context = print_context(ws, session, spoken, found.on)
        phone = setting.get(session, UNIT_PHONE, ws.catalogue.settings[UNIT_PHONE].default)
        names = {who: _who(session, card, who) for who in CareActor}
    entry = card.entry
    return CarePlanData(
        context=context,
        family_name=entry.family_name,
        given_name=entry.given_name,
        birth_date=birth_date_of(card),
        sex=entry.sex,
        code=entry.code,
        day0=course.entry.day0 if course is not None else None,
        allergies=_allergies(card, words),
        phone=phone,
        actors=tuple(_actor(found, who, names[who], words) for who in CareActor),
    )


def _allergies(card: PatientCard, words: Wording) -> str:
    entry = card.entry
    if entry.allergy_status is AllergyStatus.LISTED:
        return ", ".join((*entry.allergies, *entry.intolerances))
    return words.enum("allergy_status", entry.allergy_status)


def _who(session: ReadSession, card: PatientCard, who: CareActor) -> str:
    """The name of the family doctor or neurologist, where one is recorded."""
    ids = {CareActor.GP: card.entry.gp_id, CareActor.NEUROLOGIST: card.entry.neurologist_id}
    known = ids.get(who)
    held = professional.get(session, known) if known is not None else None
    return held.entry.name if held is not None else ""


def _actor(found: CarePlan, who: CareActor, name: str, words: Wording) -> PrintedActor:
    lines = tuple(
        PrintedCareLine(row.text, care_plan.until_words(words, row, found.on), row.is_late, row.by_person)
        for row in found.of(who)
    )
    return PrintedActor(words.enum("care_actor", who), name, lines)
