"""Correspondents: referring neurologists and GPs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session

from hsct_desktop.domain.professional import ProfessionalEntry, ProfessionalKind
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch, fill


class Professional(Recorded, Base):
    """A correspondent's card."""

    __tablename__ = "professional"

    name: Mapped[str]
    kind: Mapped[ProfessionalKind]
    institution: Mapped[str]
    address: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]
    letter_language: Mapped[str]


@dataclass(frozen=True)
class ProfessionalCard:
    """A correspondent as lists, letters and forms need it."""

    id: int
    version: int
    entry: ProfessionalEntry


_CARDS = sa.select(
    Professional.id, Professional.version, Professional.name, Professional.kind, Professional.institution,
    Professional.address, Professional.phone, Professional.email, Professional.letter_language,
)  # fmt: skip
_LIST = _CARDS.where(Professional.voided_at.is_(None)).order_by(Professional.name, Professional.id)
_ONE = _CARDS.where(Professional.id == sa.bindparam("professional_id"))


def add(session: WriteSession, entry: ProfessionalEntry) -> Professional:
    """Add a correspondent; the row has its id."""
    row = Professional()
    fill(row, entry)
    session.add(row)
    session.flush()
    return row


def revise(session: WriteSession, professional_id: int, version: int, entry: ProfessionalEntry) -> Professional:
    """Change a correspondent's card."""
    row = fetch(session, Professional, professional_id, version)
    fill(row, entry)
    return row


def _card(row: Any) -> ProfessionalCard:
    entry = ProfessionalEntry(
        row.name, row.kind, row.institution, row.address, row.phone, row.email, row.letter_language
    )
    return ProfessionalCard(row.id, row.version, entry)


def all_of(session: Session) -> list[ProfessionalCard]:
    """Every correspondent, by name."""
    return [_card(row) for row in session.execute(_LIST)]


def get(session: Session, professional_id: int) -> ProfessionalCard | None:
    """One correspondent, also a voided one (old letters name them)."""
    row = session.execute(_ONE, {"professional_id": professional_id}).one_or_none()
    return None if row is None else _card(row)
