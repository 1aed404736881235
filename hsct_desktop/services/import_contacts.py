"""Imported contacts: calls, letters and messages of the years before the program."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from typing import ClassVar

from hsct_desktop.domain.contact import ContactEntry, ContactKind, ContactOutcome, ContactWith, check_contact
from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.import_row import Draft
from hsct_desktop.domain.import_same import plain_text
from hsct_desktop.domain.problem import Problem, refuse
from hsct_desktop.services.import_given import Given
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.import_record import Held, Importer, Others, Session, Work
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import contact
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.bulk import insert_many, update_many


class ContactImporter(Importer[ContactEntry]):
    """Contacts: the same are those of one day, kind, person and note."""

    kind: ClassVar = RecordKind.CONTACT
    fields: ClassVar = ("outcome", "next_try")
    changed: ClassVar = frozenset({"contact"})
    enums: ClassVar = {"outcome": "contact_outcome"}

    def held(self, session: Session, ids: Collection[int]) -> Mapping[int, Sequence[Held[ContactEntry]]]:
        """All standing contacts of some patients."""
        found = contact.of_many(session, ids)
        return {key: [Held(one.id, one.version, one.entry) for one in rows] for key, rows in found.items()}

    def entry(self, ws: Workspace, session: Session, person: Person, draft: Draft) -> ContactEntry:
        """The contact; InputError where the file does not say what came of it: whom the unit reached decides whom it
        calls next. How it was made may be unknown."""
        given = Given(draft)
        if not given.get("outcome"):
            raise refuse("outcome", "import_contact_outcome")
        return ContactEntry(
            person.id,
            given.get("on"),
            given.choice("kind", ContactKind, ContactKind.OTHER),
            given.choice("contact_with", ContactWith, ContactWith.PATIENT),
            given.choice("outcome", ContactOutcome, ContactOutcome.REACHED),
            given.lines("note"),
            given.get("next_try"),
        )

    def key(self, entry: ContactEntry) -> Hashable:
        """Day, kind, person and note."""
        return entry.on, entry.kind, entry.contact_with, plain_text(entry.note)

    def problems(
        self, ws: Workspace, session: Session, person: Person, entry: ContactEntry, others: Others[ContactEntry]
    ) -> Iterator[Problem]:
        """What the form finds wrong, and a day before birth, which nobody can choose there."""
        yield from check_contact(entry, ws.today())
        if entry.on is not None and entry.on < person.birth_date:
            yield Problem("on", "before_birth", {"birth_date": person.birth_date})

    def add(self, session: WriteSession, ws: Workspace, entries: Sequence[ContactEntry]) -> None:
        """Write new contacts."""
        insert_many(session, contact.Contact, [contact.columns(entry) for entry in entries])

    def change(self, session: WriteSession, ws: Workspace, work: Sequence[Work[ContactEntry]]) -> None:
        """Change recorded contacts."""
        rows = [(one.row_id, one.version, contact.columns(one.entry)) for one in work]
        update_many(session, contact.Contact, rows)
