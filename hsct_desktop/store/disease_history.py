"""The course of the disease before the transplant: its beginning, diagnosis and phenotypes."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class DiseaseHistory(Recorded, Base):
    """When the disease began and was diagnosed, as partial dates ("2019", "2019-04", "2019-04-30", "" for unknown)."""

    __tablename__ = "disease_history"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    onset: Mapped[str]
    diagnosed: Mapped[str]
    note: Mapped[str]

    __table_args__ = (
        sa.Index("uq_disease_history_patient", "patient_id", unique=True, sqlite_where=sa.text("voided_at IS NULL")),
    )


class PhenotypeChange(Recorded, Base):
    """A phenotype of the disease list and since when (a partial date)."""

    __tablename__ = "phenotype_change"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    since: Mapped[str]
    phenotype_id: Mapped[str]
    note: Mapped[str]
