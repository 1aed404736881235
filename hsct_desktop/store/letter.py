"""Letters: drafts, what was signed with its bytes, how it left, the unit's phrases; registry forms typed elsewhere."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class LetterRow(Recorded, Base):
    """A letter; `texts` is JSON of the free sections. What was signed is in `signed_*` and in `letter_content`."""

    __tablename__ = "letter"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    professional_id: Mapped[int | None] = mapped_column(sa.ForeignKey("professional.id"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("letter.id"), index=True)
    kind: Mapped[str]
    language: Mapped[str]
    written_on: Mapped[date]
    reader: Mapped[str]
    since_on: Mapped[date | None]
    copies: Mapped[str]
    texts: Mapped[str]
    status: Mapped[str]
    number: Mapped[int]
    signed_by: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    signer_name: Mapped[str]
    signer_role: Mapped[str]
    signed_at: Mapped[datetime | None]
    fingerprint: Mapped[str]
    sha256: Mapped[str]


class LetterContent(Base):
    """The signed PDF and the facts it rested on (JSON), written once; the logged letter holds their hashes."""

    __tablename__ = "letter_content"

    letter_id: Mapped[int] = mapped_column(sa.ForeignKey("letter.id"), primary_key=True)
    content: Mapped[bytes]
    facts: Mapped[str]


class LetterDispatch(Recorded, Base):
    """How, to whom and when a signed letter left."""

    __tablename__ = "letter_dispatch"

    letter_id: Mapped[int] = mapped_column(sa.ForeignKey("letter.id"), index=True)
    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    way: Mapped[str]
    to_whom: Mapped[str]
    sent_on: Mapped[date]
    note: Mapped[str]


class RegistryEntry(Recorded, Base):
    """A registry form that was typed into the registry: which, when, by whom."""

    __tablename__ = "registry_entry"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    transplant_id: Mapped[int] = mapped_column(sa.ForeignKey("transplant.id"), index=True)
    form: Mapped[str]
    typed_on: Mapped[date]
    typed_by_name: Mapped[str]
    note: Mapped[str]


class Phrase(Recorded, Base):
    """A text block of the unit: `texts` is JSON by language, `kinds` the letters it is offered in, comma-separated."""

    __tablename__ = "phrase"

    label: Mapped[str]
    section: Mapped[str]
    kinds: Mapped[str]
    texts: Mapped[str]
    position: Mapped[int]


class LetterheadLogo(Recorded, Base):
    """The logo of the unit's letters, PNG or JPEG: one row that counts; `size` in bytes."""

    __tablename__ = "letterhead_logo"

    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]


class LetterheadLogoContent(Base):
    """The bytes of a logo, written once."""

    __tablename__ = "letterhead_logo_content"

    letterhead_logo_id: Mapped[int] = mapped_column(sa.ForeignKey("letterhead_logo.id"), primary_key=True)
    content: Mapped[bytes]
