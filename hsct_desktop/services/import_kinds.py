"""Every kind of record that an import knows, each with its importer, and what its records say of the person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.patient import StateChange
from hsct_desktop.services.import_engraftments import EngraftmentImporter, course_of
from hsct_desktop.services.import_histories import DmtImporter, HistoryImporter
from hsct_desktop.services.import_last_contacts import LastContactImporter
from hsct_desktop.services.import_parts import DMT, LAST_CONTACT
from hsct_desktop.services.import_patients import PatientImporter
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.import_record import Importer, Judged
from hsct_desktop.services.import_records import RECORDS
from hsct_desktop.services.import_states import StateDraft, StateImporter
from hsct_desktop.services.import_transplants import TransplantImporter, discharged


def importers() -> dict[str, Importer[Any]]:
    """A fresh importer for each kind of part, by its name."""
    own: dict[str, Importer[Any]] = {
        RecordKind.PATIENT: PatientImporter(),
        RecordKind.TRANSPLANT: TransplantImporter(),
        RecordKind.STATE: StateImporter(),
        RecordKind.HISTORY: HistoryImporter(),
        DMT: DmtImporter(),
        RecordKind.ENGRAFTMENT: EngraftmentImporter(),
        LAST_CONTACT: LastContactImporter(),
    }
    return own | {kind.value: make() for kind, make in RECORDS.items()}


def learned(person: Person, kind: str, judged: Judged) -> Person:
    """The person with what a judged record will make of their transplants and state, for the checks that follow."""
    if judged.work is None:
        return person
    entry = judged.work.entry
    if kind == RecordKind.PATIENT:
        return replace(person, entry=entry.entry)
    if kind == RecordKind.TRANSPLANT:
        courses = list(person.courses)
        courses[entry.number - 1 : entry.number] = [entry.entry]
        return replace(person, courses=tuple(courses))
    if kind == RecordKind.STATE:
        others = [change for change in person.changes if not _is_replaced(change, entry, person)]
        return replace(person, changes=tuple(sorted([*others, entry.change], key=lambda change: change.on)))
    if kind == RecordKind.HISTORY:
        return replace(person, onset=entry.onset)
    return person


def _is_replaced(change: StateChange, by: StateDraft, person: Person) -> bool:
    """Whether a change of state makes way for another: each happens once, a discharge once after each transplant."""
    if change.kind is not by.kind:
        return False
    return not by.course or course_of(person.courses, None, change.on) == by.course


def with_discharge(kind: str, person: Person, judged: Judged) -> Judged:
    """A new course of the row with the day of discharge that the row has, so that all is planned at once."""
    if kind != RecordKind.TRANSPLANT or judged.work is None or judged.work.id is not None:
        return judged
    return replace(judged, work=replace(judged.work, entry=discharged(judged.work.entry, person)))
