"""What a person decided on a proposed grade: accepted into an episode, or dismissed until the grade rises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.store.base import Base, Recorded, WriteSession


class GradeDecision(Recorded, Base):
    """A decision on the proposal of a term from a result; `decision` is "accepted" or "dismissed".

    `decided_on` is the day of the latest result that it took into account; who decided and when, the row says as every
    row does.
    """

    __tablename__ = "grade_decision"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    term_id: Mapped[str]
    ctcae_version: Mapped[str]
    grade: Mapped[int]
    decision: Mapped[str]
    decided_on: Mapped[date]
    lab_result_id: Mapped[int | None] = mapped_column(sa.ForeignKey("lab_result.id"), index=True)
    adverse_event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("adverse_event.id"), index=True)
    reason: Mapped[str]


@dataclass(frozen=True)
class Decided:
    """A decision in force; `result_day` is the day of the result that it was about."""

    id: int
    version: int
    term_id: str
    ctcae_version: str
    grade: int
    decision: str
    result_day: date
    lab_result_id: int | None
    adverse_event_id: int | None
    reason: str
    decided_by: int | None
    decided_at: datetime


_OF_PATIENT = (
    sa.select(
        GradeDecision.id, GradeDecision.version, GradeDecision.term_id, GradeDecision.ctcae_version,
        GradeDecision.grade, GradeDecision.decision, GradeDecision.decided_on.label("result_day"),
        GradeDecision.lab_result_id, GradeDecision.adverse_event_id, GradeDecision.reason,
        GradeDecision.created_by.label("decided_by"), GradeDecision.created_at.label("decided_at"),
    )
    .where(GradeDecision.voided_at.is_(None), GradeDecision.patient_id == sa.bindparam("patient_id"))
    .order_by(GradeDecision.id)
)  # fmt: skip


def of_patient(session: Session, patient_id: int) -> list[Decided]:
    """A patient's decisions, oldest first."""
    return [Decided(**row._mapping) for row in session.execute(_OF_PATIENT, {"patient_id": patient_id})]


def add(
    session: WriteSession,
    patient_id: int,
    term_id: str,
    ctcae_version: str,
    grade: int,
    decision: str,
    result_day: date,
    lab_result_id: int,
    adverse_event_id: int | None,
    reason: str,
) -> GradeDecision:
    """Record a decision; the row has its id."""
    row = GradeDecision(
        patient_id=patient_id, term_id=term_id, ctcae_version=ctcae_version, grade=grade, decision=decision,
        decided_on=result_day, lab_result_id=lab_result_id, adverse_event_id=adverse_event_id, reason=reason,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row
