"""A death as adjudicated: by whom, with which result."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain import death_review as domain
from hsct_desktop.domain.death_review import DeathRelation, DeathReviewEntry
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch
from hsct_desktop.store.state_change import StateChangeRow


class DeathReview(Recorded, Base):
    """A death as adjudicated: `relation` is "treatment", "disease", "other" or "undetermined"; members one a line."""

    __tablename__ = "death_review"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    relation: Mapped[str]
    cause: Mapped[str]
    members: Mapped[str]
    reviewed_on: Mapped[date]
    reason: Mapped[str]


_COLUMNS: Final = (
    DeathReview.id, DeathReview.version, DeathReview.patient_id, DeathReview.relation, DeathReview.cause,
    DeathReview.members, DeathReview.reviewed_on, DeathReview.reason,
)  # fmt: skip
COUNTS: Final = (
    sa.exists()
    .where(StateChangeRow.patient_id == DeathReview.patient_id, StateChangeRow.voided_at.is_(None))
    .where(sa.cast(StateChangeRow.kind, sa.Text) == StateChangeKind.DIED.value)
    .where(StateChangeRow.changed_on <= DeathReview.reviewed_on)
    .correlate(DeathReview)
)
"""A review says nothing where no death is recorded, and nothing of a death that came after it."""
_ALL: Final = sa.select(*_COLUMNS).where(DeathReview.voided_at.is_(None), COUNTS).order_by(DeathReview.id)
_OF_PATIENT: Final = _ALL.where(DeathReview.patient_id == sa.bindparam("patient_id"))


def add(session: WriteSession, entry: DeathReviewEntry) -> DeathReview:
    """Record a checked review; the row has its id."""
    row = DeathReview(patient_id=entry.patient_id)
    _fill(row, entry)
    session.add(row)
    session.flush()
    return row


def revise(session: WriteSession, row_id: int, version: int, entry: DeathReviewEntry) -> DeathReview:
    """Change a review. KnownError `stale_row`."""
    row = fetch(session, DeathReview, row_id, version)
    _fill(row, entry)
    session.flush()
    return row


def _fill(row: DeathReview, entry: DeathReviewEntry) -> None:
    if entry.relation is None or entry.reviewed_on is None:
        raise ValueError("a review is checked before it is stored")
    row.relation, row.cause, row.members = entry.relation.value, entry.cause, entry.members
    row.reviewed_on, row.reason = entry.reviewed_on, entry.reason


def of_patient(session: Session, patient_id: int) -> domain.DeathReview | None:
    """The standing review of a patient's death, None without one (one statement)."""
    row = session.execute(_OF_PATIENT, {"patient_id": patient_id}).first()
    return _plain(row) if row is not None else None


def rows_of(session: WriteSession, patient_id: int) -> list[DeathReview]:
    """The reviews of a patient that are not taken back, whether a death is recorded or not, oldest first."""
    held = sa.select(DeathReview).where(DeathReview.patient_id == patient_id, DeathReview.voided_at.is_(None))
    return list(session.execute(held.order_by(DeathReview.id)).scalars())


def of_all(session: Session) -> dict[int, domain.DeathReview]:
    """The standing reviews by patient (one statement)."""
    return {row.patient_id: _plain(row) for row in session.execute(_ALL)}


def _plain(row: Any) -> domain.DeathReview:
    entry = DeathReviewEntry(
        row.patient_id, DeathRelation(row.relation), row.cause, row.members, row.reviewed_on, row.reason
    )
    return domain.DeathReview(row.id, row.version, entry)
