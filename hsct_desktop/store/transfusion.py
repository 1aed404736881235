"""Transfusions: product, units, irradiated or not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain import transfusion as domain
from hsct_desktop.domain.transfusion import (
    BloodProduct,
    Irradiated,
    TransfusionEntry,
    TransfusionIndication,
    TransfusionReaction,
)
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch
from hsct_desktop.store.lab_result import LabResult


class Transfusion(Recorded, Base):
    """Units of a product ("red_cells", "platelets", "plasma", "granulocytes") given on a day.

    `irradiated` is yes, no or unknown.
    """

    __tablename__ = "transfusion"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    given_on: Mapped[date]
    product: Mapped[str]
    units: Mapped[int]
    irradiated: Mapped[str]
    note: Mapped[str]
    indication: Mapped[str | None] = mapped_column(sort_order=98)
    pre_count: Mapped[Decimal | None] = mapped_column(sort_order=98)
    """Platelets in 10^9/L or haemoglobin in g/L before it, by the product."""
    post_count: Mapped[Decimal | None] = mapped_column(sort_order=98)
    reaction: Mapped[str | None] = mapped_column(sort_order=98)

    __table_args__ = (sa.CheckConstraint("units >= 1", name="units"),)


_OF_PATIENT = (
    sa.select(
        Transfusion.id, Transfusion.given_on, Transfusion.product, Transfusion.units, Transfusion.irradiated,
        Transfusion.note, Transfusion.version, Transfusion.indication, Transfusion.pre_count, Transfusion.post_count,
        Transfusion.reaction,
    )
    .where(Transfusion.patient_id == sa.bindparam("patient_id"), Transfusion.voided_at.is_(None))
    .order_by(Transfusion.given_on, Transfusion.id)
)  # fmt: skip


def add(session: WriteSession, entry: TransfusionEntry) -> Transfusion:
    """Record a checked transfusion; the row has its id."""
    row = Transfusion(patient_id=entry.patient_id)
    _fill(row, entry)
    session.add(row)
    session.flush()
    return row


def revise(session: WriteSession, transfusion_id: int, version: int, entry: TransfusionEntry) -> Transfusion:
    """Change a transfusion. KnownError `stale_row`."""
    row = fetch(session, Transfusion, transfusion_id, version)
    _fill(row, entry)
    session.flush()
    return row


def _fill(row: Transfusion, entry: TransfusionEntry) -> None:
    if entry.given_on is None or entry.units is None:
        raise ValueError("an entry is checked before it is stored")
    row.given_on, row.product, row.units = entry.given_on, entry.product.value, entry.units
    row.irradiated, row.note = entry.irradiated.value, entry.note
    row.indication = entry.indication.value if entry.indication is not None else None
    row.pre_count, row.post_count = entry.pre_count, entry.post_count
    row.reaction = entry.reaction.value if entry.reaction is not None else None


def of_patient(session: Session, patient_id: int) -> list[domain.Transfusion]:
    """A patient's transfusions by day."""
    return [
        domain.Transfusion(
            row.id,
            row.given_on,
            BloodProduct(row.product),
            row.units,
            Irradiated(row.irradiated),
            row.note,
            row.version,
            TransfusionIndication(row.indication) if row.indication else None,
            row.pre_count,
            row.post_count,
            TransfusionReaction(row.reaction) if row.reaction else None,
        )
        for row in session.execute(_OF_PATIENT, {"patient_id": patient_id})
    ]


def get(session: Session, transfusion_id: int) -> Transfusion:
    """The row to take back or to fill a form from. KnownError `stale_row` when it is gone."""
    return fetch(session, Transfusion, transfusion_id)


_COUNTS_OF_DAY = (
    sa.select(LabResult.canonical)
    .where(
        LabResult.patient_id == sa.bindparam("patient_id"),
        LabResult.analyte == sa.bindparam("analyte"),
        LabResult.taken_on == sa.bindparam("on"),
        LabResult.comparator == "",
        LabResult.canonical.is_not(None),
        LabResult.voided_at.is_(None),
    )
    .order_by(LabResult.taken_at, LabResult.id)
)


def counts_of_day(session: Session, patient_id: int, analyte: str, on: date) -> list[Decimal]:
    """The exact values of an analyte on a day in its own unit, in the order of their times."""
    given = {"patient_id": patient_id, "analyte": analyte, "on": on}
    return [value for value in session.execute(_COUNTS_OF_DAY, given).scalars() if value is not None]
