"""Who approved which text of a protocol, and when; the texts kept in the file and who is on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.store.base import Base, Recorded, WriteSession
from hsct_desktop.store.patient import Patient
from hsct_desktop.store.transplant import ProtocolSnapshot, Transplant


class ProtocolApproval(Recorded, Base):
    """The approval of a protocol's text as it stands in a snapshot: another text is not approved."""

    __tablename__ = "protocol_approval"

    protocol_snapshot_id: Mapped[int] = mapped_column(sa.ForeignKey("protocol_snapshot.id"), index=True)
    approved_by: Mapped[str]
    approved_on: Mapped[date]
    note: Mapped[str]


@dataclass(frozen=True)
class Approval:
    """An approval in force, with what identifies the text that was approved."""

    id: int
    version: int
    snapshot_id: int
    sha256: str
    protocol_id: str
    approved_by: str
    approved_on: date
    note: str


@dataclass(frozen=True)
class KeptText:
    """A text of a protocol kept in the file: `patients` are followed on an open course, `courses` all ever on it."""

    id: int
    protocol_id: str
    protocol_version: str
    sha256: str
    created_at: datetime
    patients: int
    courses: int


_APPROVALS = (
    sa.select(
        ProtocolApproval.id, ProtocolApproval.version, ProtocolApproval.protocol_snapshot_id.label("snapshot_id"),
        ProtocolSnapshot.sha256, ProtocolSnapshot.protocol_id, ProtocolApproval.approved_by,
        ProtocolApproval.approved_on, ProtocolApproval.note,
    )
    .join(ProtocolSnapshot, ProtocolSnapshot.id == ProtocolApproval.protocol_snapshot_id)
    .where(ProtocolApproval.voided_at.is_(None))
    .order_by(ProtocolApproval.approved_on, ProtocolApproval.id)
)  # fmt: skip
_FOLLOWED = sa.text("patient.follow_up = 'followed' AND transplant.closed_on IS NULL")
_KEPT = (
    sa.select(
        ProtocolSnapshot.id, ProtocolSnapshot.protocol_id, ProtocolSnapshot.protocol_version, ProtocolSnapshot.sha256,
        ProtocolSnapshot.created_at,
        sa.func.count(sa.distinct(sa.case((_FOLLOWED, Patient.id)))).label("patients"),
        sa.func.count(sa.distinct(sa.case((Patient.id.is_not(None), Transplant.id)))).label("courses"),
    )
    .join(
        Transplant,
        sa.and_(Transplant.protocol_snapshot_id == ProtocolSnapshot.id, Transplant.voided_at.is_(None)),
        isouter=True,
    )
    .join(Patient, sa.and_(Patient.id == Transplant.patient_id, Patient.voided_at.is_(None)), isouter=True)
    .group_by(ProtocolSnapshot.id)
    .order_by(ProtocolSnapshot.id)
)  # fmt: skip


def add(session: WriteSession, snapshot_id: int, approved_by: str, approved_on: date, note: str) -> ProtocolApproval:
    """Record an approval; the row has its id."""
    row = ProtocolApproval(
        protocol_snapshot_id=snapshot_id, approved_by=approved_by, approved_on=approved_on, note=note
    )
    session.add(row)
    session.flush()
    return row


def in_force(session: Session) -> list[Approval]:
    """The approvals that were not withdrawn, oldest first."""
    return [Approval(**row._mapping) for row in session.execute(_APPROVALS)]


def kept_texts(session: Session) -> list[KeptText]:
    """Every text of a protocol that a patient was ever put on or somebody approved, oldest first."""
    return [KeptText(**row._mapping) for row in session.execute(_KEPT)]
