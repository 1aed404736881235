"""Changes of dose along a therapy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain.therapy_dose import DoseChangeEntry, DoseStep
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch, fill, touch


class TherapyDose(Recorded, Base):
    """From a day on, the therapy is given in another dose, how often, at which times of day, and why."""

    __tablename__ = "therapy_dose"

    supportive_therapy_id: Mapped[int] = mapped_column(sa.ForeignKey("supportive_therapy.id"), index=True)
    from_on: Mapped[date]
    dose: Mapped[Decimal | None]
    unit: Mapped[str]
    frequency: Mapped[str]
    times: Mapped[str]
    reason: Mapped[str]


DOSE_COLUMNS = (
    TherapyDose.id, TherapyDose.version, TherapyDose.supportive_therapy_id, TherapyDose.from_on, TherapyDose.dose,
    TherapyDose.unit, TherapyDose.frequency, TherapyDose.times, TherapyDose.reason,
)  # fmt: skip
_OF_THERAPY = (
    sa.select(*DOSE_COLUMNS)
    .where(TherapyDose.supportive_therapy_id == sa.bindparam("key"), TherapyDose.voided_at.is_(None))
    .order_by(TherapyDose.from_on, TherapyDose.id)
)


def add(session: WriteSession, entry: DoseChangeEntry) -> TherapyDose:
    """Record a change of dose; the row has its id."""
    row = TherapyDose()
    fill(row, entry, therapy_id="supportive_therapy_id")
    session.add(row)
    session.flush()
    return row


def revise(session: WriteSession, change_id: int, version: int, entry: DoseChangeEntry) -> TherapyDose:
    """Correct a change of dose; raises KnownError `stale_row` when it changed since `version`."""
    row = fetch(session, TherapyDose, change_id, version)
    touch(session, row)
    fill(row, entry, therapy_id="supportive_therapy_id")
    return row


def of_therapy(session: Session, therapy_id: int) -> list[tuple[int, int, DoseChangeEntry]]:
    """Id, version and entry of each change of a therapy, by day."""
    return [
        (row.id, row.version, DoseChangeEntry(
            row.supportive_therapy_id, row.from_on, row.dose, row.unit, row.frequency, row.times, row.reason,
        ))
        for row in session.execute(_OF_THERAPY, {"key": therapy_id})
    ]  # fmt: skip


def steps_of(session: Session, therapy_id: int) -> list[DoseStep]:
    """The changes of a therapy, by day."""
    return [dose_step(row) for row in session.execute(_OF_THERAPY, {"key": therapy_id})]


def dose_text(row: Any) -> str:
    """The dose of a row with its unit as text such as "960 mg"; empty for none."""
    return "" if row.dose is None else f"{row.dose:f} {row.unit}".strip()


def dose_step(row: Any) -> DoseStep:
    """A row of DOSE_COLUMNS as a step of the therapy."""
    return DoseStep(row.from_on, dose_text(row), row.frequency, row.times, row.reason, row.id, row.version)
