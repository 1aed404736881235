"""Gathers the emergency summary: what was done, what to do and not to do, what is wrong now, what is old."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from hsct_desktop.catalogue.items import PlanSection
from hsct_desktop.catalogue.wording import in_sentence, written_in
from hsct_desktop.documents.emergency_summary import Duty, EmergencyData, write_emergency_summary
from hsct_desktop.documents.letter_inputs import LetterSection, Listed, Rows, Words
from hsct_desktop.documents.text import Text, bold, joined
from hsct_desktop.domain.letter import LetterEntry, LetterKind
from hsct_desktop.domain.patient import AllergyStatus
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.supportive_therapy import Therapy, TherapyClass
from hsct_desktop.services import (
    irradiation,
    letter_diagnosis,
    letter_facts,
    letter_measures,
    letter_medicines,
    letter_results,
    letter_today,
    letter_transplant,
)
from hsct_desktop.services.agenda_papers import UNIT_PHONE
from hsct_desktop.services.emergency_problems import EmergencyProblems
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.letter_call import NEUROLOGICAL
from hsct_desktop.services.letter_gather import make_ask
from hsct_desktop.services.letter_words import day_of, listed
from hsct_desktop.services.output_file import check_place, not_written
from hsct_desktop.services.patient_card import live_from
from hsct_desktop.services.person import birth_date_of, name_of
from hsct_desktop.services.products import conditions, product_of
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import professional, setting

TESTS: Final = ("HGB", "ANC", "ALC", "PLT", "CREA", "ALT", "CRP", "IGG", "CD4", "CMV")
"""The results that an emergency department asks for first."""
MOST_DUTIES: Final = 6
_KEPT: Final = (TherapyClass.ANTIVIRAL, TherapyClass.PJP, TherapyClass.ANTIFUNGAL, TherapyClass.IMMUNOSUPPRESSION)
"""Medicines whose stop nobody decides in an emergency without the unit."""
_CD4: Final = "CD4"
_MEDICINES: Final = (36.0, 50.0, 24.0, 0.0)
"""Widths in mm of the columns of medicines; 0 takes what is left."""


def print_emergency_summary(ws: Workspace, patient_id: int, path: Path, language: str | None = None) -> Path:
    """Write the page as PDF, the whole file or nothing; KnownError `plan_not_followed` when nobody follows any more."""
    data = emergency_data(ws, patient_id, language)
    check_place(path, ws.store.path)
    try:
        write_emergency_summary(data, path)
    except OSError as error:
        raise not_written(error, path) from error
    return path


def emergency_data(ws: Workspace, patient_id: int, language: str | None = None) -> EmergencyData:
    """What the page says today, in the given language or the window's."""
    spoken = written_in(language, ws.language)
    entry = LetterEntry(patient_id, LetterKind.NEUROLOGIST, spoken, ws.today())
    with ws.read() as session:
        ask = make_ask(ws, session, entry)
        if not ask.card.follow_up.is_followed:
            raise KnownError("plan_not_followed", name=name_of(ask.card))
        return _Gathered(ask).data()


class _Gathered:
    def __init__(self, ask: LetterAsk) -> None:
        self.ask, self.words = ask, letter_facts.words_of(ask)
        self.course = letter_facts.course(ask)
        default = ask.ws.catalogue.settings[UNIT_PHONE].default
        self.phone = str(setting.get(ask.session, UNIT_PHONE, default) or "").strip()

    def text(self, key: str, **params: object) -> str:
        return self.words.text(f"emergency.{key}", **params)

    def data(self) -> EmergencyData:
        """All of the page."""
        ask, own = self.ask, self.ask.card.entry
        sections = (self._problems(), self._neurology(), self._medicines(), self._results())
        return EmergencyData(
            context=print_context(ask.ws, ask.session, ask.language, ask.on),
            family_name=own.family_name,
            given_name=own.given_name,
            birth_date=birth_date_of(ask.card),
            sex=own.sex,
            code=own.code,
            standing=self._standing(),
            phone=self.phone,
            allergies=tuple(self._allergies()),
            facts=tuple(self._facts()),
            duties=tuple(self._duties())[:MOST_DUTIES],
            sections=tuple(one for one in sections if one is not None),
            telephones=tuple(self._telephones()),
        )

    def _allergies(self) -> Iterator[str]:
        own = self.ask.card.entry
        if own.allergy_status is not AllergyStatus.LISTED:
            yield self.words.enum("allergy_status", own.allergy_status)
        yield from own.allergies
        yield from (self.text("intolerance", what=what) for what in own.intolerances)

    # what was done ----------------------------------------------------------------------------------------------

    def _facts(self) -> Iterator[tuple[str, Text]]:
        ask = self.ask
        yield self.text("label.disease"), f"{letter_diagnosis.disease_name(ask)}."
        yield self._treatment()
        waiting = list(EmergencyProblems(ask).waiting())
        if waiting:
            yield self.text("label.engraftment"), bold(" ".join(waiting))
        yield self.text("label.immune"), letter_facts.sentences(self._immune())
        line = irradiation.of_patient(ask.ws, ask.session, ask.patient_id, ask.on, self.words)
        if line is not None and not (line.required and ask.course is not None) and not line.verdict.is_never:
            yield self.text("label.blood"), line.sentence

    def _treatment(self) -> tuple[str, Text]:
        """The transplant in two lines with today's day after it; a planned one is called so."""
        ask, day0 = self.ask, self.course.day0
        if ask.course is None:
            return self.text("label.done"), self.words.text("letter_transplant.none")
        said = letter_transplant.in_brief(ask)
        if day0 is None or day0 > ask.on:
            return self.text("label.planned"), joined((bold(self.text("not_yet")), said), " ")
        today = bold(self.text("today", day=day_of(self.words, day0, ask.on)))
        what = self.text(f"done.{self._standing()}", cells=in_sentence(self._cells()))
        return self.text("label.done"), joined((what, said, today), " ")

    def _cells(self) -> str:
        """The name of the cells that were given."""
        held = self.ask.course
        return self.words.enum("product", product_of(self.ask.ws, held.entry.protocol_id)) if held is not None else ""

    def _standing(self) -> str:
        if not letter_facts.is_transplanted(self.course):
            return "before"
        return "graft" if letter_facts.is_graft(self.ask) else "cells"

    def _immune(self) -> Iterator[str]:
        ask = self.ask
        drugs = _names(one for one in letter_medicines.now(ask) if one.therapy_class is TherapyClass.IMMUNOSUPPRESSION)
        yield self.text("suppressed", names=listed(self.words, drugs)) if drugs else self.text("not_suppressed")
        found = next((one for one in letter_results.all_found(ask) if one.analyte.code == _CD4), None)
        if found is None:
            yield self.text("cd4_missing")
        elif _CD4 not in self._tests():
            yield self.text("cd4_missing_since", after=letter_facts.after_words(ask))
        else:
            value = letter_results.value_of(ask, found.last)
            unit = letter_results.unit_of(ask, found.last, in_table=False)
            amount = f"{value}{unit}" if unit.startswith("/") else f"{value} {unit}"
            yield self.text("cd4", amount=amount, on=found.last.taken_on)
        weight = letter_today.weight(ask)
        yield self.text("weight_missing") if weight is None else self.text("weight", value=weight[1], on=weight[0])

    def _tests(self) -> tuple[str, ...]:
        """The tests shown; CD4 cells counted before the treatment that removed them say nothing of today."""
        begun = self.course.mobilisation or self.course.day0
        if begun is None or begun > self.ask.on or not conditions(self.ask.ws, self.ask.course):
            return TESTS
        before = {one.analyte.code for one in letter_results.all_found(self.ask) if one.last.taken_on < begun}
        return tuple(code for code in TESTS if code != _CD4 or code not in before)

    # what to do -------------------------------------------------------------------------------------------------

    def _duties(self) -> Iterator[Duty]:
        ask, begun = self.ask, self.course.mobilisation or self.course.day0
        if begun is not None and begun <= ask.on:
            yield from self._of_unit(PlanSection.EMERGENCY)
        line = irradiation.of_patient(ask.ws, ask.session, ask.patient_id, ask.on, self.words)
        if line is not None and line.required and ask.course is not None:
            yield Duty(True, line.sentence)
        if ask.card.entry.disease_id in NEUROLOGICAL:
            yield from self._of_unit(PlanSection.EMERGENCY_NEUROLOGY)
        day0 = self.course.day0
        if day0 is not None and (begun or day0) <= ask.on:
            until = live_from(ask.ws, ask.course, ask.on)
            rest = self.text("live.before", day=until) if until is not None else self.text("live.ask")
            yield Duty(False, self.text("live"), rest)
        kept = _names(one for one in letter_medicines.now(ask) if one.therapy_class in _KEPT)
        if kept:
            yield Duty(False, self.text("keep"), self.text("keep.rest", names=listed(self.words, kept)))

    def _of_unit(self, section: PlanSection) -> Iterator[Duty]:
        """The unit's own sentences, the beginning up to the colon in bold."""
        for line in self.ask.ws.catalogue.patient_plan.values():
            if line.section is section and line.shown:
                head, colon, rest = line.label.text(self.ask.language).partition(":")
                yield Duty(True, f"{head}{colon}", rest.strip())

    # how the patient is -----------------------------------------------------------------------------------------

    def _section(self, name: str, *blocks: Words | Listed, note: str = "") -> LetterSection:
        return LetterSection(name, self.text(f"section.{name}"), blocks, note)

    def _problems(self) -> LetterSection:
        items = EmergencyProblems(self.ask).all()
        if not items:
            return self._section("problems", Words(self.text("no_problems")))
        return self._section("problems", Listed(tuple(items)))

    def _neurology(self) -> LetterSection | None:
        """What was there before: examination, last scan, last relapse; of other diseases their measures."""
        if not letter_facts.has_edss(self.ask):
            return letter_measures.section(self.ask)
        said = [*letter_today.nervous(self.ask), *self._last_known()]
        return self._section("neurology", Words(letter_facts.sentences(said)), note=self.text("what_is_old"))

    def _last_known(self) -> Iterator[str]:
        scans = self.course.scans
        if scans:
            yield self.text("last_mri", on=letter_facts.partial(self.words, scans[-1].scanned))
        else:
            yield self.text("no_mri")
        days = [one.onset for one in self.course.relapses if one.onset is not None]
        if days:
            last = max(days, key=lambda day: day.first)
            yield self.text("last_relapse", on=letter_facts.partial(self.words, last))
        elif not self.course.relapses:
            yield self.text("no_relapse")

    def _medicines(self) -> LetterSection:
        table = letter_medicines.running(self.ask)
        if isinstance(table, Rows):
            table = replace(table, widths=_MEDICINES)
        return LetterSection("medicines", self.text("section.medicines"), (table,))

    def _results(self) -> LetterSection:
        tests = self._tests()
        blocks, day = letter_results.latest(self.ask, tests), letter_results.latest_day(self.ask, tests)
        if not blocks or day is None:
            return self._section("results", Words(self.words.text("letter.today.results.none")))
        old = self.ask.on - day > timedelta(days=30)
        note = self.text("results_old" if old else "results_of", on=day)
        return LetterSection("results", self.text("section.results"), blocks, note)

    # telephones -------------------------------------------------------------------------------------------------

    def _telephones(self) -> Iterator[tuple[str, Text]]:
        own, missing = self.ask.card.entry, self.words.text("letter.not_recorded")
        yield self.text("unit"), bold(self.phone) if self.phone else missing
        carer = joined((own.carer_name, bold(own.carer_phone) if own.carer_phone else ""), ", ")
        yield self.text("carer"), carer if own.carer_name or own.carer_phone else missing
        for key, who in (("neurologist", own.neurologist_id), ("gp", own.gp_id)):
            card = professional.get(self.ask.session, who) if who is not None else None
            phone = card.entry.phone if card is not None else ""
            name = card.entry.name if card is not None else ""
            number = bold(phone) if phone else self.text("no_number")
            yield self.text(key), joined((name, number), ", ") if card is not None else missing


def _names(listed_: Iterable[Therapy]) -> list[str]:
    """Each medicine once, however many courses of it run."""
    return list(dict.fromkeys(in_sentence(one.name) for one in listed_))
