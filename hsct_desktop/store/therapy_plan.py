"""What became of the supportive therapies that the plan proposed."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain.therapy_plan import PlanAnswer, PlanDecision, TherapyPhase
from hsct_desktop.store.base import Base, Recorded, WriteSession
from hsct_desktop.store.supportive_therapy import SupportiveTherapy


class TherapyDecision(Recorded, Base):
    """A person's answer to a proposal: `item` of the therapy catalogue at a `phase` of a course.

    `decision` is "accepted", "changed" or "declined" (then with the reason); an accepted one names the therapy.
    """

    __tablename__ = "therapy_decision"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    transplant_id: Mapped[int | None] = mapped_column(sa.ForeignKey("transplant.id"), index=True)
    item: Mapped[str]
    phase: Mapped[str]
    decision: Mapped[str]
    reason: Mapped[str]
    supportive_therapy_id: Mapped[int | None] = mapped_column(sa.ForeignKey("supportive_therapy.id"), index=True)
    decided_on: Mapped[date]


_OF_COURSE = (
    sa.select(
        TherapyDecision.id, TherapyDecision.version, TherapyDecision.item, TherapyDecision.phase,
        TherapyDecision.decision, TherapyDecision.reason, TherapyDecision.supportive_therapy_id,
        TherapyDecision.decided_on, TherapyDecision.created_by,
    )
    .outerjoin(SupportiveTherapy, SupportiveTherapy.id == TherapyDecision.supportive_therapy_id)
    .where(
        TherapyDecision.voided_at.is_(None), SupportiveTherapy.voided_at.is_(None),
        TherapyDecision.patient_id == sa.bindparam("patient_id"),
        TherapyDecision.transplant_id.is_not_distinct_from(sa.bindparam("transplant_id")),
    )
    .order_by(TherapyDecision.id)
)  # fmt: skip


def of_course(session: Session, patient_id: int, transplant_id: int | None) -> list[PlanDecision]:
    """The answers given in a course (None: before any course), oldest first.

    One whose therapy was taken back counts no more: the plan asks again.
    """
    rows = session.execute(_OF_COURSE, {"patient_id": patient_id, "transplant_id": transplant_id})
    return [
        PlanDecision(
            row.id, row.version, row.item, TherapyPhase(row.phase), PlanAnswer(row.decision), row.reason,
            row.supportive_therapy_id, row.decided_on, row.created_by,
        )
        for row in rows
    ]  # fmt: skip


def add(
    session: WriteSession,
    patient_id: int,
    transplant_id: int | None,
    item: str,
    phase: TherapyPhase,
    answer: PlanAnswer,
    on: date,
    reason: str = "",
    therapy_id: int | None = None,
) -> TherapyDecision:
    """Record an answer; the row has its id."""
    row = TherapyDecision(
        patient_id=patient_id, transplant_id=transplant_id, item=item, phase=phase.value, decision=answer.value,
        reason=reason, supportive_therapy_id=therapy_id, decided_on=on,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row
