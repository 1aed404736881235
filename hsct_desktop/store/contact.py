"""Contacts with the patient and those around them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain.contact import ContactEntry, ContactKind, ContactOutcome, ContactWith
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch, fill
from hsct_desktop.store.many import ids_text, of_many_patients
from hsct_desktop.store.staff import Staff

TRY = "next_try IS NOT NULL AND voided_at IS NULL"


class Contact(Recorded, Base):
    """A call, letter or message."""

    __tablename__ = "contact"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"))
    contact_date: Mapped[date]
    kind: Mapped[ContactKind]
    contact_with: Mapped[ContactWith]
    outcome: Mapped[ContactOutcome]
    note: Mapped[str]
    next_try: Mapped[date | None]

    __table_args__ = (
        sa.Index("ix_contact_patient_date", "patient_id", "contact_date"),
        sa.Index("ix_contact_next_try", "next_try", sqlite_where=sa.text(TRY)),
    )


@dataclass(frozen=True)
class RecordedContact:
    """A contact and who made it ("" for the program itself)."""

    id: int
    version: int
    entry: ContactEntry
    made_by: str


_CONTACTS = (
    sa.select(
        Contact.id, Contact.version, Contact.patient_id, Contact.contact_date, Contact.kind, Contact.contact_with,
        Contact.outcome, Contact.note, Contact.next_try, Staff.name.label("made_by"),
    )
    .join(Staff, Staff.id == Contact.created_by, isouter=True)
    .where(Contact.voided_at.is_(None))
    .order_by(Contact.contact_date.desc(), Contact.id.desc())
)  # fmt: skip
_OF_PATIENT = _CONTACTS.where(Contact.patient_id == sa.bindparam("patient_id"))
_OF_MANY = of_many_patients(_CONTACTS, Contact.patient_id)


def add(session: WriteSession, entry: ContactEntry) -> Contact:
    """Log a contact; the row has its id."""
    row = Contact()
    fill(row, entry, on="contact_date")
    session.add(row)
    session.flush()
    return row


def revise(session: WriteSession, contact_id: int, version: int, entry: ContactEntry) -> Contact:
    """Change a logged contact."""
    row = fetch(session, Contact, contact_id, version)
    fill(row, entry, on="contact_date")
    session.flush()
    return row


def of_patient(session: Session, patient_id: int) -> list[RecordedContact]:
    """A patient's contacts, latest first."""
    return [_recorded(row) for row in session.execute(_OF_PATIENT, {"patient_id": patient_id})]


def of_many(session: Session, ids: Collection[int]) -> dict[int, list[RecordedContact]]:
    """The contacts of some patients, latest first, for those who have one (one statement)."""
    found: dict[int, list[RecordedContact]] = {}
    for row in session.execute(_OF_MANY, ids_text(ids)):
        found.setdefault(row.patient_id, []).append(_recorded(row))
    return found


def _recorded(row: Any) -> RecordedContact:
    entry = ContactEntry(
        row.patient_id, row.contact_date, row.kind, row.contact_with, row.outcome, row.note, row.next_try
    )
    return RecordedContact(row.id, row.version, entry, row.made_by or "")


def columns(entry: ContactEntry) -> dict[str, Any]:
    """A contact as its columns."""
    values = {field.name: getattr(entry, field.name) for field in fields(entry)}
    values["contact_date"] = values.pop("on")
    return values
