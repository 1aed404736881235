"""Long-term checks, and fertility, contraception and pregnancy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class LateEffectCheck(Recorded, Base):
    """A long-term item of the catalogue, done on a day: "normal", "abnormal" or "not_done", with value and referral."""

    __tablename__ = "late_effect_check"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    item: Mapped[str]
    done_on: Mapped[date]
    result: Mapped[str]
    value: Mapped[Decimal | None]
    unit: Mapped[str]
    finding: Mapped[str]
    refer_to: Mapped[str]
    referred_on: Mapped[date | None]
    note: Mapped[str]


class FertilityRecord(Recorded, Base):
    """Preservation, cycles, wish for a child, contraception or a pregnancy with its outcome."""

    __tablename__ = "fertility_record"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    kind: Mapped[str]
    answer: Mapped[str]
    recorded_on: Mapped[date]
    ended_on: Mapped[date | None]
    outcome: Mapped[str]
    note: Mapped[str]
