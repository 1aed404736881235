"""What somebody confirmed about a patient on a day, where no other record says it."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain import statement as domain
from hsct_desktop.domain.statement import StatementAnswer, StatementEntry, StatementKind
from hsct_desktop.store.base import Base, Recorded, WriteSession
from hsct_desktop.store.staff import Staff


class Statement(Recorded, Base):
    """An answer ("yes", "no" or "unknown") to one kind of question (`StatementKind`) as of a day; the latest counts."""

    __tablename__ = "statement"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    kind: Mapped[str]
    answer: Mapped[str]
    stated_on: Mapped[date]
    note: Mapped[str]


_OF_PATIENT = (
    sa.select(
        Statement.id, Statement.version, Statement.patient_id, Statement.kind, Statement.answer, Statement.stated_on,
        Statement.note, Staff.name.label("by"),
    )
    .join(Staff, Staff.id == Statement.created_by, isouter=True)
    .where(Statement.voided_at.is_(None), Statement.patient_id == sa.bindparam("patient_id"))
    .order_by(Statement.stated_on.desc(), Statement.id.desc())
)  # fmt: skip


def add(session: WriteSession, entry: StatementEntry) -> Statement:
    """Record a checked statement; the row has its id."""
    if entry.answer is None or entry.stated_on is None:
        raise ValueError("a statement is checked before it is stored")
    row = Statement(
        patient_id=entry.patient_id,
        kind=entry.kind.value,
        answer=entry.answer.value,
        stated_on=entry.stated_on,
        note=entry.note,
    )
    session.add(row)
    session.flush()
    return row


def of_patient(session: Session, patient_id: int) -> list[domain.Statement]:
    """A patient's statements, the one that counts first: by day, of one day by when they were typed (one query)."""
    return [_plain(row) for row in session.execute(_OF_PATIENT, {"patient_id": patient_id})]


def _plain(row: Any) -> domain.Statement:
    entry = StatementEntry(
        row.patient_id, StatementKind(row.kind), StatementAnswer(row.answer), row.stated_on, row.note
    )
    return domain.Statement(row.id, row.version, entry, row.by or "")
