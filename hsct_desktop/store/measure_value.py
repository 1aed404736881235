"""Values of outcome measures: timed tests, scores and totals of the disease."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class MeasureValue(Recorded, Base):
    """A value of a measure of the catalogue on a day; `items` are its parts by id where it was added up from them.

    `edss_assessment_id` names the examination that it was taken with.
    """

    __tablename__ = "measure_value"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    edss_assessment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("edss_assessment.id"), index=True)
    measured_on: Mapped[date]
    measure_id: Mapped[str]
    value: Mapped[Decimal | None]
    items: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    note: Mapped[str]
