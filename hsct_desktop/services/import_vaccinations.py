"""Imported doses of vaccines. They are history: what the plan would have said of them then is not asked again."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import ClassVar, Final

from hsct_desktop.catalogue.vaccine_words import product_name
from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.import_row import Draft
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.vaccination import VaccinationEntry, check_vaccination, dose_of, gap_before
from hsct_desktop.domain.vaccine import GivenDose
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.import_record import Given, Held, Importer, Others, Session, Work
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import vaccination
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.bulk import insert_many

_NAMES: Final = tuple(field.name for field in fields(VaccinationEntry) if field.name != "patient_id")


class VaccinationImporter(Importer[VaccinationEntry]):
    """Doses: one of a vaccine on a day."""

    kind: ClassVar = RecordKind.VACCINATION
    fields: ClassVar = ("dose_number", "lot", "site", "given_by", "note")
    topics = frozenset({"vaccine"})
    changed: ClassVar = frozenset({"vaccine", "alert"})

    def held(self, session: Session, ids: Collection[int]) -> Mapping[int, Sequence[Held[VaccinationEntry]]]:
        """All standing doses of some patients."""
        found = vaccination.of_many(session, ids)
        return {
            key: [Held(one.id, one.version, _entry(key, one)) for one in rows] for key, rows in found.items()
        }  # fmt: skip

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
        for one in work:
            vaccination.revise(session, one.row_id, one.version, one.entry)


def _entry(patient_id: int, dose: GivenDose) -> VaccinationEntry:
    return VaccinationEntry(patient_id, **{name: getattr(dose, name) for name in _NAMES})
