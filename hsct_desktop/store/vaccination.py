"""Vaccine doses given, and what was decided about a series."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class Vaccination(Recorded, Base):
    """A dose of a vaccine of the catalogue; `dose_number` as documented, None where nobody wrote one.

    `reason` says why it was recorded against a warning.
    """

    __tablename__ = "vaccination"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    vaccine: Mapped[str]
    given_on: Mapped[date]
    dose_number: Mapped[int | None]
    lot: Mapped[str]
    site: Mapped[str]
    given_by: Mapped[str]
    reason: Mapped[str]
    note: Mapped[str]


class VaccineDecision(Recorded, Base):
    """Whether an optional series is planned or left out ("plan", "leave_out"), why, and with which product."""

    __tablename__ = "vaccine_decision"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    vaccine: Mapped[str]
    decision: Mapped[str]
    product: Mapped[str]
    reason: Mapped[str]
    decided_on: Mapped[date]
