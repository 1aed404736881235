"""What a person says about a test on a monitoring strip where no result does."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain.monitoring import Mark, MarkEntry, MarkKind
from hsct_desktop.store.base import Base, Recorded, WriteSession


class MonitoringMark(Recorded, Base):
    """A test of the strips was done elsewhere ("done"), asked for ("asked") or is not required ("not_required").

    `key` names the square: the test's due occasion as the strip counts it.
    """

    __tablename__ = "monitoring_mark"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    test: Mapped[str]
    key: Mapped[str]
    mark: Mapped[str]
    on_day: Mapped[date]
    reason: Mapped[str]


_OF_SQUARE = (
    sa.select(
        MonitoringMark.id, MonitoringMark.version, MonitoringMark.key, MonitoringMark.mark, MonitoringMark.on_day,
        MonitoringMark.reason,
    )
    .where(
        MonitoringMark.patient_id == sa.bindparam("patient_id"),
        MonitoringMark.test == sa.bindparam("test"),
        MonitoringMark.key == sa.bindparam("square"),
        MonitoringMark.voided_at.is_(None),
    )
    .order_by(MonitoringMark.id.desc())
    .limit(1)
)  # fmt: skip


def add(session: WriteSession, entry: MarkEntry) -> MonitoringMark:
    """Record a checked mark; the row has its id."""
    if entry.kind is None or entry.on is None:
        raise ValueError("a mark is checked before it is stored")
    row = MonitoringMark(
        patient_id=entry.patient_id,
        test=entry.test,
        key=entry.key,
        mark=entry.kind.value,
        on_day=entry.on,
        reason=entry.reason,
    )
    session.add(row)
    session.flush()
    return row


def of_square(session: Session, patient_id: int, test: str, key: str) -> Mark | None:
    """The mark that counts for a square, the latest; None where nobody said anything."""
    row = session.execute(_OF_SQUARE, {"patient_id": patient_id, "test": test, "square": key}).one_or_none()
    return None if row is None else Mark(row.id, row.version, row.key, MarkKind(row.mark), row.on_day, row.reason)
