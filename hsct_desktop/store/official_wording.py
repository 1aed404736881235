"""The NCI's own wording of CTCAE grades, as the unit loaded it from the NCI's file."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from hsct_desktop.store.base import Base, Recorded


class OfficialWording(Recorded, Base):
    """One CTCAE version's texts as JSON (term id -> grade -> text), with the name and SHA-256 of their file."""

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
