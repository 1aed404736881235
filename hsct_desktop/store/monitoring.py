"""What a person says about a test on a monitoring strip where no result does."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


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
