"""The day of last contact that tables of cohorts have: kept as a contact of which nothing else is known."""

from __future__ import annotations

from collections.abc import Hashable

from hsct_desktop.domain.contact import ContactEntry, ContactKind, ContactOutcome, ContactWith
from hsct_desktop.domain.import_row import Draft
from hsct_desktop.services.import_contacts import ContactImporter
from hsct_desktop.services.import_given import Given
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.import_record import Session
from hsct_desktop.services.workspace import Workspace


class LastContactImporter(ContactImporter):
    """Contacts with the patient of which a table has the day alone."""

    def entry(self, ws: Workspace, session: Session, person: Person, draft: Draft) -> ContactEntry:
        """The patient was reached on that day; how, nobody says."""
        on = Given(draft).get("on")
        note = ws.wording.text("import_run.last_contact")
        return ContactEntry(person.id, on, ContactKind.OTHER, ContactWith.PATIENT, ContactOutcome.REACHED, note)

    def key(self, entry: ContactEntry) -> Hashable:
        """Day and way, in whatever language the note was written."""
        return entry.on, entry.kind, entry.contact_with
