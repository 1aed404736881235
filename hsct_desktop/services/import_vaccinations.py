"""Imported doses of vaccines. They are history: what the plan says of them is told, and nobody is asked why."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import ClassVar, Final

from hsct_desktop.catalogue.vaccine_words import product_name
from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.import_row import Draft
from hsct_desktop.domain.import_run import RowState
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.rule_facts import RECORDS, RuleFacts
from hsct_desktop.domain.vaccination import VaccinationEntry, check_vaccination, dose_of, gap_before
from hsct_desktop.domain.vaccine import GivenDose, VaccinePlan, VaccineStatus
from hsct_desktop.domain.vaccine_plan import plan
from hsct_desktop.services.import_given import Given
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.import_record import Held, Importer, Incoming, Judged, Others, Progress, Session, Work
from hsct_desktop.services.vaccines import catalogue_of, variant_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import vaccination
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.bulk import insert_many, update_many

_NAMES: Final = tuple(field.name for field in fields(VaccinationEntry) if field.name != "patient_id")


class VaccinationImporter(Importer[VaccinationEntry]):
    """Doses: one of a vaccine on a day."""

    kind: ClassVar = RecordKind.VACCINATION
    fields: ClassVar = ("dose_number", "lot", "site", "given_by", "note")
    changed: ClassVar = frozenset({"vaccine", "alert"})

    def begin(self, ws: Workspace, session: Session, incoming: Sequence[Incoming]) -> None:
        """Nothing is held of patients who are new."""
        self._doses: Mapping[int, Sequence[Held[VaccinationEntry]]] = {}

    def held(self, session: Session, ids: Collection[int]) -> Mapping[int, Sequence[Held[VaccinationEntry]]]:
        """All standing doses of some patients."""
        found = vaccination.of_many(session, ids)
        held = {key: [Held(one.id, one.version, _entry(key, one)) for one in rows] for key, rows in found.items()}
        self._doses = held
        return held

    def judge(
        self, ws: Workspace, session: Session, incoming: Sequence[Incoming], progress: Progress | None = None
    ) -> list[Judged]:
        """As every kind; once all doses of a patient are known, those that do not count in their series are told."""
        found = super().judge(ws, session, incoming, progress)
        catalogue, variant = catalogue_of(ws, session), variant_of(ws, session)
        of_person: dict[int, list[int]] = {}
        for index, (one, judged) in enumerate(zip(incoming, found, strict=True)):
            if judged.state is RowState.NEW and one.person.first_day0 is not None:
                of_person.setdefault(one.person.id, []).append(index)
        for person_id, indexes in of_person.items():
            new = {-index - 1: found[index].work.entry for index in indexes}
            doses = [dose for held in self._doses.get(person_id, ()) if (dose := dose_of(held.entry, held.id))]
            doses += [dose for key, entry in new.items() if (dose := dose_of(entry, key))]
            facts = _facts(incoming[indexes[0]].person, ws.today())
            told = dict(_not_counted(plan(catalogue, variant, facts, doses, (), ws.today())))
            for index in indexes:
                if -index - 1 in told:
                    from_on = told[-index - 1]
                    hint = Problem("given_on", "import_dose_not_counted", {"from_on": from_on}, soft=True)
                    found[index] = replace(found[index], hints=(*found[index].hints, hint))
        return found

    def entry(self, ws: Workspace, session: Session, person: Person, draft: Draft) -> VaccinationEntry:
        """The dose."""
        given = Given(draft)
        return VaccinationEntry(
            person.id,
            given.text("vaccine"),
            given.get("given_on"),
            given.get("dose_number"),
            given.text("lot"),
            given.text("site"),
            given.text("given_by"),
            note=given.lines("note"),
        )

    def key(self, entry: VaccinationEntry) -> Hashable:
        """Vaccine and day."""
        return entry.vaccine, entry.given_on

    def problems(
        self, ws: Workspace, session: Session, person: Person, entry: VaccinationEntry, others: Others[VaccinationEntry]
    ) -> Iterator[Problem]:
        """What the form finds wrong; a number without the one before it is told."""
        catalogue = ws.catalogue.vaccines
        given = [dose for one in others if (dose := dose_of(one.entry, one.id)) is not None]
        found = list(check_vaccination(entry, catalogue, person.birth_date, ws.today(), given))
        found += person.after_death("given_on", entry.given_on)
        yield from found
        dose = dose_of(entry)
        if not found and dose is not None and gap_before(catalogue, dose, given):
            told = {"vaccine": product_name(catalogue, dose.vaccine, ws.language), "dose": dose.dose_number}
            yield Problem("dose_number", "import_dose_order", told, soft=True)

    def add(self, session: WriteSession, ws: Workspace, entries: Sequence[VaccinationEntry]) -> None:
        """Write new doses."""
        insert_many(session, vaccination.Vaccination, [vaccination.columns(entry) for entry in entries])

    def change(self, session: WriteSession, ws: Workspace, work: Sequence[Work[VaccinationEntry]]) -> None:
        """Change recorded doses."""
        rows = [(one.row_id, one.version, vaccination.columns(one.entry)) for one in work]
        update_many(session, vaccination.Vaccination, rows)


def _entry(patient_id: int, dose: GivenDose) -> VaccinationEntry:
    return VaccinationEntry(patient_id, **{name: getattr(dose, name) for name in _NAMES})


def _facts(person: Person, today: date) -> RuleFacts:
    """What decides whether a dose counts; all else is left open."""
    entry = person.entry
    return RuleFacts(
        today,
        person.first_day0,
        unread=RECORDS,
        sex=entry.sex.value,
        birth_date=entry.birth_date,
        disease=entry.disease_id,
    )


def _not_counted(found: VaccinePlan) -> Iterator[tuple[int, date]]:
    """The doses after Day 0 that came before the day from which they count, with that day."""
    for line in found.lines:
        for row in line.given:
            early = row.given is not None and row.earliest is not None and row.given.given_on < row.earliest
            after = row.given is not None and found.day0 is not None and row.given.given_on >= found.day0
            if row.status is VaccineStatus.NOT_COUNTED and early and after and row.given and row.earliest:
                yield row.given.id, row.earliest
