"""Dated changes of a patient's state; the latest one that counts decides whether the unit still follows the patient."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain.patient import FollowUp, StateChange, StateChangeKind, follow_up_of
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch, void
from hsct_desktop.store.held import read_once
from hsct_desktop.store.many import ids_text, of_many_patients
from hsct_desktop.store.patient import Patient


class StateChangeRow(Recorded, Base):
    """Discharged, died, transferred, withdrew, lost or followed again, on a date."""

    __tablename__ = "state_change"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    kind: Mapped[StateChangeKind]
    changed_on: Mapped[date]
    detail: Mapped[str]


@dataclass(frozen=True)
class RecordedChange:
    """A recorded change of state."""

    id: int
    version: int
    change: StateChange


_OF_PATIENT = (
    sa.select(
        StateChangeRow.id, StateChangeRow.version, StateChangeRow.kind, StateChangeRow.changed_on, StateChangeRow.detail
    )
    .where(StateChangeRow.patient_id == sa.bindparam("patient_id"), StateChangeRow.voided_at.is_(None))
    .order_by(StateChangeRow.changed_on, StateChangeRow.id)
)


_OF_MANY = of_many_patients(
    sa.select(
        StateChangeRow.patient_id, StateChangeRow.id, StateChangeRow.version, StateChangeRow.kind,
        StateChangeRow.changed_on, StateChangeRow.detail,
    ).where(StateChangeRow.voided_at.is_(None)),
    StateChangeRow.patient_id,
).order_by(StateChangeRow.changed_on, StateChangeRow.id)  # fmt: skip


def add(session: WriteSession, patient_id: int, change: StateChange) -> StateChangeRow:
    """Record a change and bring the patient's follow-up state in step in the same transaction."""
    fetch(session, Patient, patient_id)
    row = StateChangeRow(patient_id=patient_id, kind=change.kind, changed_on=change.on, detail=change.detail)
    session.add(row)
    session.flush()
    bring_in_step(session, patient_id)
    return row


def take_back(session: WriteSession, change_id: int, version: int | None, reason: str) -> StateChangeRow:
    """Void a change (the patient is found, the date was wrong) and bring the follow-up state in step."""
    row = fetch(session, StateChangeRow, change_id, version)
    void(session, row, reason)
    session.flush()
    bring_in_step(session, row.patient_id)
    return row


def bring_in_step(session: WriteSession, patient_id: int) -> FollowUp:
    """Set the patient's follow-up from the latest change that counts (a discharge changes none); return it."""
    patient = session.get_one(Patient, patient_id)
    patient.follow_up = follow_up_of(recorded.change for recorded in of_patient(session, patient_id))
    session.flush()
    return patient.follow_up


@read_once
def of_patient(session: Session, patient_id: int) -> list[RecordedChange]:
    """A patient's changes of state, oldest first."""
    rows = session.execute(_OF_PATIENT, {"patient_id": patient_id})
    return [RecordedChange(r.id, r.version, StateChange(r.kind, r.changed_on, r.detail)) for r in rows]


def of_many(session: Session, ids: Collection[int]) -> dict[int, list[RecordedChange]]:
    """The changes of state of some patients, oldest first, for those who have one (one statement)."""
    found: dict[int, list[RecordedChange]] = {}
    for row in session.execute(_OF_MANY, ids_text(ids)):
        change = RecordedChange(row.id, row.version, StateChange(row.kind, row.changed_on, row.detail))
        found.setdefault(row.patient_id, []).append(change)
    return found
