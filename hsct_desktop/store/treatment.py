"""The treatment itself: collections, conditioning as given, cells infused, and a death adjudicated."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class Apheresis(Recorded, Base):
    """A collection: CD34+ dose in 10^6/kg of body weight, CD34+ in blood before it in cells/uL, volume in mL."""

    __tablename__ = "apheresis"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    transplant_id: Mapped[int] = mapped_column(sa.ForeignKey("transplant.id"), index=True)
    session: Mapped[int]
    collected_on: Mapped[date]
    cd34_dose: Mapped[Decimal | None]
    blood_cd34: Mapped[Decimal | None]
    volume: Mapped[Decimal | None]
    note: Mapped[str]


class ConditioningGiven(Recorded, Base):
    """What was given on a day, against an order of the regimen (`order_key`, "" for a drug that it does not name).

    `state` is "given", "changed" or "omitted"; the dose is text as given, never computed.
    """

    __tablename__ = "conditioning_given"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    transplant_id: Mapped[int] = mapped_column(sa.ForeignKey("transplant.id"), index=True)
    given_on: Mapped[date]
    order_key: Mapped[str]
    drug: Mapped[str]
    state: Mapped[str]
    dose: Mapped[str]
    note: Mapped[str]


class CellInfusion(Recorded, Base):
    """Cells infused: `kind` "hsc", "msc" or "car_t"; dose in 10^6 per kg of body weight; grades by ASTCT, 0 to 5.

    `timing` is "early", "delayed" or ""; `target` the antigen of CAR T cells; expansion is its peak with unit and day.
    """

    __tablename__ = "cell_infusion"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    transplant_id: Mapped[int] = mapped_column(sa.ForeignKey("transplant.id"), index=True)
    kind: Mapped[str]
    infused_on: Mapped[date]
    product: Mapped[str]
    dose: Mapped[Decimal | None]
    timing: Mapped[str]
    target: Mapped[str]
    lymphodepletion: Mapped[str]
    crs_grade: Mapped[int | None]
    crs_on: Mapped[date | None]
    icans_grade: Mapped[int | None]
    icans_on: Mapped[date | None]
    expansion_peak: Mapped[Decimal | None]
    expansion_unit: Mapped[str]
    expansion_on: Mapped[date | None]
    note: Mapped[str]


class DeathReview(Recorded, Base):
    """A death as adjudicated: `relation` is "treatment", "disease", "other" or "undetermined"; members one a line."""

    __tablename__ = "death_review"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    relation: Mapped[str]
    cause: Mapped[str]
    members: Mapped[str]
    reviewed_on: Mapped[date]
    reason: Mapped[str]
