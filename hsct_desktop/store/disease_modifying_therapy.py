"""Drugs for the disease itself: before the transplant and, restarted, after it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class DiseaseModifyingTherapy(Recorded, Base):
    """A drug of the catalogue of disease-modifying therapies (`drug_id`, or "" and `name` as typed).

    `started` and `stopped` are partial dates ("2019", "2019-04", "2019-04-30", "" for unknown); `status` is "running",
    "stopped" or "unknown".
    """

    __tablename__ = "disease_modifying_therapy"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    drug_id: Mapped[str]
    name: Mapped[str]
    started: Mapped[str]
    stopped: Mapped[str]
    status: Mapped[str]
    reason: Mapped[str]
    note: Mapped[str]
