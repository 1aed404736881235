"""The NCI's own wording of CTCAE grades, as the unit loaded it from the NCI's file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session

from hsct_desktop.store.base import Base, Recorded, WriteSession


class OfficialWording(Recorded, Base):
    """One CTCAE version's texts as JSON (term id -> grade -> text), with the name and SHA-256 of their file.

    Beside the grades a term may have "definition" and "note".
    """

    __tablename__ = "official_wording"

    ctcae_version: Mapped[str]
    source_name: Mapped[str]
    sha256: Mapped[str]
    terms: Mapped[int]
    content: Mapped[str]

    __table_args__ = (
        sa.Index(
            "uq_official_wording_version", "ctcae_version", unique=True, sqlite_where=sa.text("voided_at IS NULL")
        ),
    )


@dataclass(frozen=True)
class Loaded:
    """A version's wording as it stands in the file, without its texts; `created_by` None is the program."""

    id: int
    version: int
    ctcae_version: str
    source_name: str
    sha256: str
    terms: int
    created_at: datetime
    created_by: int | None


_LOADED = (
    sa.select(
        OfficialWording.id, OfficialWording.version, OfficialWording.ctcae_version, OfficialWording.source_name,
        OfficialWording.sha256, OfficialWording.terms, OfficialWording.created_at, OfficialWording.created_by,
    )
    .where(OfficialWording.voided_at.is_(None))
    .order_by(OfficialWording.ctcae_version)
)  # fmt: skip
_OF_TERM = sa.select(sa.func.json_extract(OfficialWording.content, sa.bindparam("path"))).where(
    OfficialWording.voided_at.is_(None), OfficialWording.ctcae_version == sa.bindparam("version")
)


def loaded(session: Session) -> list[Loaded]:
    """What is loaded, by version."""
    return [Loaded(**row._mapping) for row in session.execute(_LOADED)]


def of_term(session: Session, ctcae_version: str, term_id: str) -> dict[str, str]:
    """A term's texts by grade, "definition" and "note"; empty where nothing is loaded for it.

    The file picks them out of the content, so that a term costs no reading of all the others.
    """
    path = f'$."{term_id}"'
    found = session.execute(_OF_TERM, {"path": path, "version": ctcae_version}).scalar()
    texts: dict[str, str] = json.loads(found) if found else {}
    return texts


def in_force(session: WriteSession, ctcae_version: str) -> OfficialWording | None:
    """The row of a version, to be voided."""
    wanted = sa.select(OfficialWording).where(
        OfficialWording.voided_at.is_(None), OfficialWording.ctcae_version == ctcae_version
    )
    return session.execute(wanted).scalar()


def add(
    session: WriteSession, ctcae_version: str, source_name: str, sha256: str, texts: dict[str, dict[str, str]]
) -> OfficialWording:
    """Keep a version's texts; the former row must be voided before."""
    content = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
    row = OfficialWording(
        ctcae_version=ctcae_version, source_name=source_name, sha256=sha256, terms=len(texts), content=content
    )
    session.add(row)
    session.flush()
    return row
