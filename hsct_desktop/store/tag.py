"""The ward's own tags on patients."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class PatientTag(Recorded, Base):
    """A tag that a patient bears; the tags to choose from are a setting of the unit."""

    __tablename__ = "patient_tag"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"))
    tag: Mapped[str]

    __table_args__ = (
        sa.Index(
            "uq_patient_tag", "patient_id", "tag", unique=True, sqlite_where=sa.text("voided_at IS NULL"),
        ),
    )  # fmt: skip
