"""Signatures under entries: whose, when, over which facts; and who opened a signed entry again, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch, void
from hsct_desktop.store.lab_result import LabResult
from hsct_desktop.store.visit import Visit

VISIT: Final = "visit"
SIGNED_ANEW: Final = "signed anew"
"""The void reason of a signature in whose place another one stands."""


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


@dataclass(frozen=True)
class Signed:
    """The standing signature under an entry; `unlocked_until` is when it shuts again by itself."""

    id: int
    record_id: int
    signed_by: int
    signed_at: datetime
    facts_sha256: str
    through_result_id: int
    unlocked_at: datetime | None
    unlocked_by: int | None
    unlocked_until: datetime | None
    unlock_reason: str

    def is_locked(self, now: datetime) -> bool:
        """Whether nothing of the entry may change; a clock before the unlocking was set back, and opens nothing."""
        if self.unlocked_at is None or self.unlocked_until is None:
            return True
        return not self.unlocked_at <= now < self.unlocked_until


_STANDING = sa.select(RecordSignature).where(RecordSignature.kind == VISIT, RecordSignature.voided_at.is_(None))
_ONE = _STANDING.where(RecordSignature.record_id == sa.bindparam("record_id"))
_OF_PATIENT = _STANDING.where(RecordSignature.patient_id == sa.bindparam("patient_id"))
_OVER_RESULT = _STANDING.join(Visit, Visit.id == RecordSignature.record_id).where(
    Visit.patient_id == sa.bindparam("patient_id"),
    Visit.visit_date == sa.bindparam("day"),
    Visit.voided_at.is_(None),
    RecordSignature.through_result_id >= sa.bindparam("result_id"),
)
_LAST_RESULT = sa.select(sa.func.max(LabResult.id)).where(
    LabResult.patient_id == sa.bindparam("patient_id"), LabResult.taken_on == sa.bindparam("day")
)


def _signed(row: RecordSignature) -> Signed:
    return Signed(
        row.id, row.record_id, row.signed_by, row.signed_at, row.facts_sha256, row.through_result_id, row.unlocked_at,
        row.unlocked_by, row.unlocked_until, row.unlock_reason or "",
    )  # fmt: skip


def standing(session: Session, visit_id: int) -> Signed | None:
    """The signature under a visit, None for one that nobody has signed."""
    row: RecordSignature | None = session.scalars(_ONE, {"record_id": visit_id}).one_or_none()
    return None if row is None else _signed(row)


def of_patient(session: Session, patient_id: int) -> dict[int, Signed]:
    """The signatures under a patient's visits, by visit."""
    return {row.record_id: _signed(row) for row in session.scalars(_OF_PATIENT, {"patient_id": patient_id})}


def over_result(session: Session, patient_id: int, day: date, result_id: int) -> Iterator[Signed]:
    """The signatures of the visits of a day that cover a result."""
    given: dict[str, Any] = {"patient_id": patient_id, "day": day, "result_id": result_id}
    return (_signed(row) for row in session.scalars(_OVER_RESULT, given).all())


def last_result(session: Session, patient_id: int, day: date) -> int:
    """The highest id of a patient's results of a day, 0 without any."""
    return session.scalar(_LAST_RESULT, {"patient_id": patient_id, "day": day}) or 0


def sign(session: WriteSession, visit: Visit, signed_by: int, facts_sha256: str) -> RecordSignature:
    """Put a signature under a visit in the place of the one that stands there, if any."""
    held = session.scalars(_ONE, {"record_id": visit.id}).one_or_none()
    if held is not None:
        void(session, held, SIGNED_ANEW)
    row = RecordSignature(
        kind=VISIT, record_id=visit.id, patient_id=visit.patient_id, signed_by=signed_by, signed_at=session.now,
        facts_sha256=facts_sha256, through_result_id=last_result(session, visit.patient_id, visit.visit_date),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def unlock(session: WriteSession, signature_id: int, at: datetime, until: datetime, reason: str) -> None:
    """Open a signed entry for a while."""
    row = fetch(session, RecordSignature, signature_id)
    row.unlocked_at, row.unlocked_until = at, until
    row.unlocked_by, row.unlock_reason = session.author_id, reason
    session.flush()
