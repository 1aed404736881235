"""Gathers what a ward must know before it gives something while the program is down: of whom the pack speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from hsct_desktop.catalogue.wording import Wording, in_sentence
from hsct_desktop.documents.downtime_inputs import GivenLine, MedicinesData, MedicinesLine
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.text import DOT
from hsct_desktop.domain.dates import day_number
from hsct_desktop.domain.disease_modifying_therapy import DiseaseModifyingTherapyEntry, DmtStatus
from hsct_desktop.domain.patient import AllergyStatus
from hsct_desktop.domain.supportive_therapy import Therapy, TherapyClass, TherapyStatus
from hsct_desktop.domain.times_of_day import read_times
from hsct_desktop.services import agenda, irradiation, supportive_therapies
from hsct_desktop.services.medicine_plan import dose_words
from hsct_desktop.services.patient_card import live_from
from hsct_desktop.services.person import course_of
from hsct_desktop.services.products import conditions
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import disease_modifying_therapy, downtime, patient_facts
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.downtime import Reachable
from hsct_desktop.store.transplant import Course

AHEAD: Final = timedelta(days=13)
"""With the day of the pack, the 14 days whose visits it holds."""


_STAY: Final = timedelta(days=100)
"""A discharge that nobody recorded so long after Day 0 was forgotten: nobody is in hospital by it."""


def medicines(ws: Workspace, day: date, language: str) -> MedicinesData:
    """Of in-patients, of who comes (or should) within 14 days, and of whoever is given a medicine; by name."""
    words = paper_wording(language, table=True)
    coming = _coming(ws, day, words)
    with ws.read() as session:
        reading = _Reading(ws, session, day, words)
        namesakes = patient_facts.with_namesakes(session)
        found = (reading.line(one, coming.get(one.patient_id, "")) for one in downtime.reachable(session))
        rows = tuple(line for line in found if line is not None)
        context = print_context(ws, session, language, day)
        codes = {one.code for one in downtime.reachable(session) if one.patient_id in namesakes}
    return MedicinesData(context, tuple(replace(row, same_name=row.code in codes) for row in rows))


def _coming(ws: Workspace, day: date, words: PaperWording) -> dict[int, str]:
    """Who comes in the pack's 14 days: the first booked day, or that a visit has still to be booked."""
    found = agenda.agenda(ws, day, day + AHEAD, words.language)
    due = {one.patient.id for one in found.windows if one.target <= day + AHEAD}
    coming = dict.fromkeys(due, words.text("downtime.medicines.to_book"))
    for visit in sorted(found.visits, key=lambda visit: visit.day, reverse=True):
        if visit.booked:
            coming[visit.patient.id] = words.text("downtime.medicines.visit", day=visit.day)
    return coming


class _Reading:
    """One reading of the record, in the words of tables."""

    def __init__(self, ws: Workspace, session: ReadSession, day: date, words: PaperWording) -> None:
        self.ws, self.session, self.day, self.words = ws, session, day, words

    def text(self, key: str, **params: object) -> str:
        """A text of the sheet."""
        return self.words.text(f"downtime.medicines.{key}", **params)

    def line(self, one: Reachable, visit: str) -> MedicinesLine | None:
        """A patient's row; None for who is not in hospital, does not come and is given nothing."""
        course = course_of(self.session, one.patient_id)
        given = tuple(self._given(one.patient_id))
        here = self.text("in_hospital") if self._is_in_hospital(course) else visit
        if not here and not given:
            return None
        number = None if one.day0 is None else day_number(one.day0, self.day)
        blood = irradiation.of_patient(self.ws, self.session, one.patient_id, self.day, self.words)
        return MedicinesLine(
            one.family_name, one.given_name, one.birth_date, one.code,
            "" if number is None else self.words.text("downtime.day", day=self.words.signed_day(number)),
            here or self.text("treated"), allergy_words(one, self.words), bool(one.allergies),
            (blood.chip or self.text("not_irradiated")) if blood is not None else "",
            blood is not None and blood.required,
            self._live(course), given,
        )  # fmt: skip

    def _is_in_hospital(self, course: Course | None) -> bool:
        """Whether the treatment has begun and no discharge is recorded."""
        if course is None:
            return False
        day0, begun = course.entry.day0, course.entry.mobilisation_start or course.entry.day0
        if begun is None or begun > self.day or self.day > (day0 or begun) + _STAY:
            return False
        return course.discharged_on is None or course.discharged_on > self.day

    def _live(self, course: Course | None) -> str:
        """The rule of live vaccines from the beginning of the treatment on."""
        begun = (course.entry.mobilisation_start or course.entry.day0) if course is not None else None
        if begun is None or begun > self.day or not conditions(self.ws, course):
            return ""
        first = live_from(self.ws, course, self.day)
        return self.text("live_ask") if first is None else self.text("live_before", day=first)

    def _given(self, patient_id: int) -> Iterator[GivenLine]:
        """What is given or ordered, by class and name; then the drugs for the disease. Transfusions stand in none."""
        held = supportive_therapies.therapies(self.ws, self.session, patient_id, self.words.language)
        listed = (
            one.as_of(self.day) for one in held
            if one.is_listed(self.day) and one.therapy_class is not TherapyClass.TRANSFUSION
        )  # fmt: skip
        for one in sorted(listed, key=lambda one: (list(TherapyClass).index(one.therapy_class), one.name)):
            yield GivenLine(one.name, self._how(one), self._stop(one))
        for drug in disease_modifying_therapy.of_patient(self.session, patient_id):
            if drug.entry.status is DmtStatus.RUNNING:
                yield self._for_disease(drug.entry)

    def _how(self, one: Therapy) -> str:
        times = " ".join(f"{at:%H:%M}" for at in read_times(one.times))
        route = self.words.enum("route", one.route)
        parts = [dose_words(one, self.words) or self.text("no_dose"), in_sentence(route), one.frequency, times]
        status = one.status(self.day)
        if status is TherapyStatus.PLANNED:
            parts.append(self.text("planned", day=one.start))
        elif status is TherapyStatus.INTERRUPTED:
            parts.append(self.text("paused"))
        return DOT.join(part for part in parts if part)

    def _stop(self, one: Therapy) -> str:
        if one.stop is not None:
            return self.text("until", day=one.stop)
        if one.planned_stop is not None:
            return self.text("passed" if one.planned_stop < self.day else "until", day=one.planned_stop)
        return self.text("until_rule", rule=in_sentence(one.rule_in_brief)) if one.stop_rule else self.text("no_stop")

    def _for_disease(self, entry: DiseaseModifyingTherapyEntry) -> GivenLine:
        drug = self.ws.catalogue.dmts.get(entry.drug_id)
        name = drug.label.text(self.words.language) if drug is not None else entry.name or entry.drug_id
        return GivenLine(name, self.text("for_disease"), "")


def allergy_words(one: Reachable, words: Wording) -> str:
    """A patient's allergies; where none are listed, whether anybody asked."""
    if one.allergies:
        return ", ".join(one.allergies)
    known = one.allergy_status is AllergyStatus.NONE_KNOWN
    return words.text(f"document.allergy.{'none_known' if known else 'not_recorded'}")
