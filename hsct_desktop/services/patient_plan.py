"""Gathers a patient's own plan in whole: dates, medicines by time of day, vaccines, how to live well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from hsct_desktop.catalogue.items import PlanSection
from hsct_desktop.catalogue.wording import in_sentence, written_in
from hsct_desktop.documents.agenda_inputs import PatientPlanData
from hsct_desktop.documents.text import Text, bold, joined
from hsct_desktop.domain.letter import LetterEntry, LetterKind
from hsct_desktop.domain.supportive_therapy import Route, TherapyClass
from hsct_desktop.services import agenda_papers, letter_vaccines, medicine_plan, supportive_therapies
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_call import NEUROLOGICAL
from hsct_desktop.services.letter_gather import make_ask
from hsct_desktop.services.patient_card import live_from, pregnant_since
from hsct_desktop.services.workspace import Workspace

STOPPED_LATELY: Final = timedelta(days=92)
"""How long a medicine that was stopped is named, so that nobody goes on with it."""
MOST_STOPPED: Final = 6
_WISH: Final = "living_pregnancy"
"""The sentence on the wish for a child."""


def patient_plan_data(ws: Workspace, patient_id: int, language: str | None = None) -> PatientPlanData:
    """A patient's own plan; KnownError `plan_not_followed` when nobody follows the patient any more."""
    data = agenda_papers.patient_plan_data(ws, patient_id, language)
    spoken, on = data.context.language, data.context.on
    taken = medicine_plan.medicine_plan_data(ws, patient_id, spoken)
    with ws.read() as session:
        known = written_in(spoken, ws.language)
        ask = make_ask(ws, session, LetterEntry(patient_id, LetterKind.PATIENT, known, on))
        vaccines, stopped, living = tuple(_vaccines(ask)), tuple(_stopped(ask)), tuple(_living(ask))
    return replace(data, medicines=(*taken.current, *taken.planned), stopped=stopped, vaccines=vaccines, living=living)


def _living(ask: LetterAsk) -> Iterator[str]:
    """The unit's sentences on daily life; a pregnancy stands first, and its wish is not asked for then."""
    is_pregnant = pregnant_since(ask.session, ask.patient_id, ask.on) is not None
    if is_pregnant:
        yield ask.words.text("patient_plan.pregnant")
    sections = [PlanSection.LIVING, *([PlanSection.LIVING_NEUROLOGY] if _is_neurological(ask) else [])]
    for section in sections:
        for name, line in ask.ws.catalogue.patient_plan.items():
            if line.section is section and line.shown and not (is_pregnant and name == _WISH):
                yield line.label.text(ask.language)


def _is_neurological(ask: LetterAsk) -> bool:
    return ask.card.entry.disease_id in NEUROLOGICAL


def _stopped(ask: LetterAsk) -> Iterator[str]:
    """What was swallowed at home and is not to be taken any more, the last stopped first."""
    found = supportive_therapies.therapies(ask.ws, ask.session, ask.patient_id, ask.language)
    own = [one for one in found if one.route is Route.ORAL and one.therapy_class is not TherapyClass.TRANSFUSION]
    held = {one.name for one in own if one.is_listed(ask.on)}
    ended = {
        one.name: one.stop for one in own
        if one.stop is not None and ask.on - STOPPED_LATELY <= one.stop <= ask.on and one.name not in held
    }  # fmt: skip
    for name, day in sorted(ended.items(), key=lambda pair: pair[1], reverse=True)[:MOST_STOPPED]:
        yield ask.words.text("patient_plan.stopped_one", name=in_sentence(name), date=day)


def _vaccines(ask: LetterAsk) -> Iterator[Text]:
    """The next doses, what the unit says of vaccines, and which must wait; nothing before the transplant."""
    course = ask.course
    day0 = course.entry.day0 if course is not None else None
    if day0 is None or day0 > ask.on:
        return
    groups = letter_vaccines.doses_ahead(ask)
    text = ask.words.text
    for group in [one for one in groups if one.is_due] or [one for one in groups if one.first == groups[0].first]:
        name, key = group.name, "put_off" if group.is_put_off else "due" if group.is_due else "from"
        if group.number:
            name = text("letter_care.vaccines.dose_of", name=name, number=group.number)
        head = bold(text(f"patient_plan.vaccine_{key}.head"))
        yield joined((head, text(f"patient_plan.vaccine_{key}", name=name, date=group.first)), " ")
    for line in agenda_papers.lines(ask.ws, PlanSection.VACCINES, ask.language):
        before, colon, rest = line.partition(":")
        yield joined((bold(f"{before}{colon}"), rest.strip()), " ") if colon else line
    until = live_from(ask.ws, course, ask.on)
    key = "live_before" if until is not None else "live_ask"
    yield joined((bold(text("patient_plan.live")), text(f"patient_plan.{key}", date=until or "")), " ")
