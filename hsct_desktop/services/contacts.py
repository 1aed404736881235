"""Contacts with the patient and those around them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from hsct_desktop.domain.contact import (
    ContactEntry,
    ContactFacts,
    ContactKind,
    ContactOutcome,
    ContactWith,
    Ladder,
    check_contact,
    ladder,
)
from hsct_desktop.domain.names import clean_lines
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.person import changes, name_of, record_of, refuse_problems, required_reason
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import awaited_report, contact
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void
from hsct_desktop.store.contact import Contact


@dataclass(frozen=True)
class ContactRow:
    """A contact as lists show it; `by` is who made it."""

    id: int
    version: int
    on: date
    kind: ContactKind
    contact_with: ContactWith
    outcome: ContactOutcome
    note: str
    next_try: date | None
    by: str


def for_patient(ws: Workspace, patient_id: int, limit: int | None = None) -> list[ContactRow]:
    """A patient's contacts, latest first."""
    with ws.read() as session:
        return rows(session, patient_id)[:limit]


def rows(session: ReadSession, patient_id: int) -> list[ContactRow]:
    """The contacts of `for_patient` within a session."""
    found = []
    for held in contact.of_patient(session, patient_id):
        e = held.entry
        if e.on is not None:
            row = ContactRow(
                held.id, held.version, e.on, e.kind, e.contact_with, e.outcome, e.note, e.next_try, held.made_by
            )
            found.append(row)
    return found


def ladder_of(ws: Workspace, patient_id: int) -> Ladder:
    """The steps taken since the patient was last reached or seen, and the one that comes next."""
    return ladder(*facts_of(ws, patient_id))


def facts_of(ws: Workspace, patient_id: int) -> tuple[list[ContactFacts], date | None]:
    """A patient's contacts as the ladder reads them, and the day of the last visit at the unit."""
    with ws.read() as session:
        last_seen = awaited_report.last_at_unit(session, patient_id)
        facts = [
            ContactFacts(row.on, row.id, row.kind, row.contact_with, row.outcome, row.next_try, row.by)
            for row in rows(session, patient_id)
        ]
    return facts, last_seen


def record(ws: Workspace, entry: ContactEntry) -> Changes:
    """Log a contact."""
    with ws.write("contact.record") as session:
        card = record_of(session, entry.patient_id)
        row_id = put(session, ws, entry)
        return changes(session, {"contact"}, ws.wording.text("saved.contact", name=name_of(card)), card.id, row_id)


def put(session: WriteSession, ws: Workspace, entry: ContactEntry) -> int:
    """Check and write a contact within a write; return its id."""
    refuse_problems(check_contact(entry, ws.today()))
    return contact.add(session, replace(entry, note=clean_lines(entry.note))).id


def void_contact(ws: Workspace, contact_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a contact logged by mistake, with the reason; `version` is the one that was shown."""
    why = required_reason(reason)
    with ws.write("contact.void") as session:
        row = fetch(session, Contact, contact_id, version)
        void(session, row, why)
        name = name_of(record_of(session, row.patient_id))
        return changes(session, {"contact"}, ws.wording.text("saved.contact_voided", name=name), row.patient_id, row.id)
