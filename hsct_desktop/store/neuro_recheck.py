"""Neurological worsening beside fever, infection or ATG: to be looked at again before it is called a relapse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain.neuro_recheck import Recheck, RecheckCause, RecheckDecision, RecheckOffer, RecheckOutcome
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch


class NeuroRecheck(Recorded, Base):
    """What was decided about a possible pseudo-relapse.

    `because` names fever, infection or ATG and its day; `decision` is "accepted" or "dismissed" (with the reason);
    `outcome` is "", "resolved" (a pseudo-relapse) or "persists".
    """

    __tablename__ = "neuro_recheck"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    adverse_event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("adverse_event.id"), index=True)
    found_on: Mapped[date]
    because: Mapped[str]
    because_on: Mapped[date | None]
    decision: Mapped[str]
    reason: Mapped[str]
    recheck_on: Mapped[date | None]
    task_id: Mapped[int | None] = mapped_column(sa.ForeignKey("task.id"), index=True)
    outcome: Mapped[str]
    outcome_on: Mapped[date | None]


@dataclass(frozen=True)
class Decided:
    """What a person decided about an offer: accepted with a day and a task, or dismissed with a reason."""

    patient_id: int
    decision: RecheckDecision
    reason: str = ""
    recheck_on: date | None = None
    task_id: int | None = None


_OF_PATIENT = (
    sa.select(NeuroRecheck)
    .where(NeuroRecheck.patient_id == sa.bindparam("patient_id"), NeuroRecheck.voided_at.is_(None))
    .order_by(NeuroRecheck.found_on, NeuroRecheck.id)
)


def add(session: WriteSession, offer: RecheckOffer, decided: Decided) -> NeuroRecheck:
    """Record what was decided about an offer; the row has its id."""
    row = NeuroRecheck(
        patient_id=decided.patient_id,
        adverse_event_id=offer.worsening.episode_id,
        found_on=offer.worsening.on,
        because=offer.because.value,
        because_on=offer.because_on,
        decision=decided.decision.value,
        reason=decided.reason,
        recheck_on=decided.recheck_on,
        task_id=decided.task_id,
        outcome="",
        outcome_on=None,
    )
    session.add(row)
    session.flush()
    return row


def set_outcome(
    session: WriteSession, recheck_id: int, version: int, outcome: RecheckOutcome, on: date
) -> NeuroRecheck:
    """Record what the second look found. KnownError `stale_row`."""
    row = fetch(session, NeuroRecheck, recheck_id, version)
    row.outcome, row.outcome_on = outcome.value, on
    session.flush()
    return row


def of_patient(session: Session, patient_id: int) -> list[Recheck]:
    """A patient's decisions about possible pseudo-relapses by day (one statement)."""
    return [_plain(row) for row in session.execute(_OF_PATIENT, {"patient_id": patient_id}).scalars()]


def get(session: Session, recheck_id: int) -> Recheck:
    """One decision. KnownError `stale_row` when it is gone."""
    return _plain(fetch(session, NeuroRecheck, recheck_id))


def _plain(row: NeuroRecheck) -> Recheck:
    return Recheck(
        row.id, row.version, row.patient_id, row.adverse_event_id, row.found_on, RecheckCause(row.because),
        row.because_on, RecheckDecision(row.decision), row.reason, row.recheck_on, row.task_id,
        RecheckOutcome(row.outcome) if row.outcome else None, row.outcome_on,
    )  # fmt: skip
