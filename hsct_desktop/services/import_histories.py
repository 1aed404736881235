"""Imported history of the disease: first symptoms, diagnosis, and the drugs that were given for it before."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from typing import ClassVar

from hsct_desktop.domain.disease_history import HistoryEntry, check_history
from hsct_desktop.domain.disease_modifying_therapy import DiseaseModifyingTherapyEntry, check_dmt
from hsct_desktop.domain.dmt import meant
from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.import_row import Draft
from hsct_desktop.domain.problem import Problem
from hsct_desktop.services.import_given import Given
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.import_record import Held, Importer, Others, Session, Work
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import disease_history, disease_modifying_therapy
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.bulk import insert_many


class HistoryImporter(Importer[HistoryEntry]):
    """The beginning and diagnosis of the disease; a patient has one."""

    kind: ClassVar = RecordKind.HISTORY
    fields: ClassVar = ("onset", "diagnosed")
    changed: ClassVar = frozenset({"disease"})

    def held(self, session: Session, ids: Collection[int]) -> Mapping[int, Sequence[Held[HistoryEntry]]]:
        """The recorded histories."""
        return {
            patient_id: [Held(one.id, one.version, one.entry)]
            for patient_id, one in disease_history.of_all(session).items()
            if patient_id in ids
        }

    def entry(self, ws: Workspace, session: Session, person: Person, draft: Draft) -> HistoryEntry:
        """The history of a draft."""
        given = Given(draft)
        return HistoryEntry(person.id, given.get("onset"), given.get("diagnosed"))

    def key(self, entry: HistoryEntry) -> Hashable:
        """A patient has one history."""
        return ""

    def problems(
        self, ws: Workspace, session: Session, person: Person, entry: HistoryEntry, others: Others[HistoryEntry]
    ) -> Iterator[Problem]:
        """What the table of history finds wrong."""
        yield from check_history(entry, person.birth_date, ws.today())

    def add(self, session: WriteSession, ws: Workspace, entries: Sequence[HistoryEntry]) -> None:
        """Write new histories."""
        rows = [
            {
                "patient_id": one.patient_id,
                "onset": one.onset.text if one.onset is not None else "",
                "diagnosed": one.diagnosed.text if one.diagnosed is not None else "",
                "note": one.note,
            }
            for one in entries
        ]
        insert_many(session, disease_history.DiseaseHistory, rows)

    def change(self, session: WriteSession, ws: Workspace, work: Sequence[Work[HistoryEntry]]) -> None:
        """Change recorded histories."""
        for one in work:
            disease_history.revise(session, one.row_id, one.version, one.entry)


class DmtImporter(Importer[DiseaseModifyingTherapyEntry]):
    """Earlier drugs for the disease, by name alone: a drug that is recorded already is the same one."""

    kind: ClassVar = RecordKind.HISTORY
    fields: ClassVar = ()
    changed: ClassVar = frozenset({"dmt"})

    def held(
        self, session: Session, ids: Collection[int]
    ) -> Mapping[int, Sequence[Held[DiseaseModifyingTherapyEntry]]]:
        """The recorded drugs for the disease."""
        return {
            patient_id: [Held(one.id, one.version, one.entry) for one in rows]
            for patient_id, rows in disease_modifying_therapy.of_many(session, ids).items()
        }

    def entry(self, ws: Workspace, session: Session, person: Person, draft: Draft) -> DiseaseModifyingTherapyEntry:
        """The drug, by its id of the list or as it is named."""
        text = Given(draft).text("drug")
        drug = ws.catalogue.dmts.get(text) or meant(ws.catalogue.dmts.values(), text)
        return DiseaseModifyingTherapyEntry(person.id, drug.id if drug is not None else "", "" if drug else text)

    def key(self, entry: DiseaseModifyingTherapyEntry) -> Hashable:
        """The drug."""
        return entry.key

    def problems(
        self,
        ws: Workspace,
        session: Session,
        person: Person,
        entry: DiseaseModifyingTherapyEntry,
        others: Others[DiseaseModifyingTherapyEntry],
    ) -> Iterator[Problem]:
        """What the form finds wrong."""
        yield from check_dmt(entry, person.birth_date, ws.today())
        if not entry.drug_id:
            yield Problem("drug", "import_dmt_unknown", {"drug": entry.name}, soft=True)

    def add(self, session: WriteSession, ws: Workspace, entries: Sequence[DiseaseModifyingTherapyEntry]) -> None:
        """Write new drugs, stopped at an unknown time."""
        rows = [
            {
                "patient_id": one.patient_id, "drug_id": one.drug_id, "name": one.name, "started": "", "stopped": "",
                "status": one.status.value, "reason": "", "note": "",
            }
            for one in entries
        ]  # fmt: skip
        insert_many(session, disease_modifying_therapy.DiseaseModifyingTherapy, rows)

    def change(self, session: WriteSession, ws: Workspace, work: Sequence[Work[DiseaseModifyingTherapyEntry]]) -> None:
        """A name alone changes nothing. ValueError."""
        raise ValueError("a drug named in a history changes no recorded one")
