"""Signatures under entries: whose, when, over which facts; and who opened a signed entry again, and why."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class RecordSignature(Recorded, Base):
    """A signature under an entry (`kind` is that of the record, "visit"); `facts_sha256` is that of what was signed.

    Results of the visit's day that came after `through_result_id` are no part of it.
    """

    __tablename__ = "record_signature"

    kind: Mapped[str]
    record_id: Mapped[int]
    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    signed_by: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
    signed_at: Mapped[datetime]
    facts_sha256: Mapped[str]
    through_result_id: Mapped[int]
    unlocked_at: Mapped[datetime | None]
    unlocked_by: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    unlocked_until: Mapped[datetime | None]
    unlock_reason: Mapped[str | None]

    __table_args__ = (sa.Index("ix_record_signature_record", "kind", "record_id"),)
