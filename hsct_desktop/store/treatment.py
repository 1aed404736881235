"""The treatment itself: collections, conditioning as given, cells infused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain import treatment as domain
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.treatment import (
    ApheresisEntry,
    ConditioningEntry,
    InfusionEntry,
    InfusionTiming,
    OrderState,
)
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch, fill
from hsct_desktop.store.held import read_once


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


_APHERESIS = (
    Apheresis.id, Apheresis.version, Apheresis.patient_id, Apheresis.transplant_id, Apheresis.session,
    Apheresis.collected_on, Apheresis.cd34_dose, Apheresis.blood_cd34, Apheresis.volume, Apheresis.note,
)  # fmt: skip
_CONDITIONING = (
    ConditioningGiven.id, ConditioningGiven.version, ConditioningGiven.patient_id, ConditioningGiven.transplant_id,
    ConditioningGiven.given_on, ConditioningGiven.order_key, ConditioningGiven.drug, ConditioningGiven.state,
    ConditioningGiven.dose, ConditioningGiven.note,
)  # fmt: skip
_INFUSION = (
    CellInfusion.id, CellInfusion.version, CellInfusion.patient_id, CellInfusion.transplant_id, CellInfusion.kind,
    CellInfusion.infused_on, CellInfusion.product, CellInfusion.dose, CellInfusion.timing, CellInfusion.target,
    CellInfusion.lymphodepletion, CellInfusion.crs_grade, CellInfusion.crs_on, CellInfusion.icans_grade,
    CellInfusion.icans_on, CellInfusion.expansion_peak, CellInfusion.expansion_unit, CellInfusion.expansion_on,
    CellInfusion.note,
)  # fmt: skip
_COLLECTED = (
    sa.select(*_APHERESIS)
    .where(Apheresis.voided_at.is_(None), Apheresis.patient_id == sa.bindparam("patient_id"))
    .order_by(Apheresis.collected_on, Apheresis.session, Apheresis.id)
)
_GIVEN = (
    sa.select(*_CONDITIONING)
    .where(ConditioningGiven.voided_at.is_(None), ConditioningGiven.patient_id == sa.bindparam("patient_id"))
    .order_by(ConditioningGiven.given_on, ConditioningGiven.id)
)
_INFUSED = (
    sa.select(*_INFUSION)
    .where(CellInfusion.voided_at.is_(None), CellInfusion.patient_id == sa.bindparam("patient_id"))
    .order_by(CellInfusion.infused_on, CellInfusion.id)
)
Row = TypeVar("Row", Apheresis, ConditioningGiven, CellInfusion)
Entry = ApheresisEntry | ConditioningEntry | InfusionEntry


def _kept(row: Row, entry: Entry) -> Row:
    """The row filled from an entry; enums as their text."""
    fill(row, entry)
    if isinstance(row, ConditioningGiven) and isinstance(entry, ConditioningEntry):
        row.state = entry.state.value
    if isinstance(row, CellInfusion) and isinstance(entry, InfusionEntry):
        row.kind = entry.kind.value
        row.timing = "" if entry.timing is InfusionTiming.NOT_STATED else entry.timing.value
    return row


def _added(session: WriteSession, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row


def _revised(session: WriteSession, model: type[Row], row_id: int, version: int, entry: Entry) -> Row:
    row = fetch(session, model, row_id, version)
    if (row.patient_id, row.transplant_id) != (entry.patient_id, entry.transplant_id):
        raise KnownError("stale_row")
    _kept(row, entry)
    session.flush()
    return row


def add_apheresis(session: WriteSession, entry: ApheresisEntry) -> Apheresis:
    """Record a checked collection; the row has its id."""
    return _added(session, _kept(Apheresis(), entry))


def revise_apheresis(session: WriteSession, row_id: int, version: int, entry: ApheresisEntry) -> Apheresis:
    """Change a collection. KnownError `stale_row`."""
    return _revised(session, Apheresis, row_id, version, entry)


def add_conditioning(session: WriteSession, entry: ConditioningEntry) -> ConditioningGiven:
    """Record a checked day of a drug; the row has its id."""
    return _added(session, _kept(ConditioningGiven(), entry))


def revise_conditioning(
    session: WriteSession, row_id: int, version: int, entry: ConditioningEntry
) -> ConditioningGiven:
    """Change a day of a drug. KnownError `stale_row`."""
    return _revised(session, ConditioningGiven, row_id, version, entry)


def add_infusion(session: WriteSession, entry: InfusionEntry) -> CellInfusion:
    """Record checked cells; the row has its id."""
    return _added(session, _kept(CellInfusion(), entry))


def revise_infusion(session: WriteSession, row_id: int, version: int, entry: InfusionEntry) -> CellInfusion:
    """Change cells infused. KnownError `stale_row`."""
    return _revised(session, CellInfusion, row_id, version, entry)


def collections_of(session: Session, patient_id: int) -> list[domain.Apheresis]:
    """A patient's collections of all courses, by day (one query)."""
    return [_apheresis(row) for row in session.execute(_COLLECTED, {"patient_id": patient_id})]


def conditioning_of(session: Session, patient_id: int) -> list[domain.ConditioningGiven]:
    """What was given of a patient's conditioning in all courses, by day (one query)."""
    return [_conditioning(row) for row in session.execute(_GIVEN, {"patient_id": patient_id})]


@read_once
def infusions_of(session: Session, patient_id: int) -> list[domain.CellInfusion]:
    """The cells a patient was given in all courses, by day (one query)."""
    return [_infusion(row) for row in session.execute(_INFUSED, {"patient_id": patient_id})]


def _apheresis(row: Any) -> domain.Apheresis:
    return domain.Apheresis(row.id, row.version, ApheresisEntry(*row[2:]))


def _conditioning(row: Any) -> domain.ConditioningGiven:
    patient_id, transplant_id, given_on, order_key, drug, state, dose, note = row[2:]
    entry = ConditioningEntry(
        patient_id, transplant_id, given_on, order_key, drug, OrderState(state), dose, note
    )  # fmt: skip
    return domain.ConditioningGiven(row.id, row.version, entry)


def _infusion(row: Any) -> domain.CellInfusion:
    values = list(row[2:])
    values[2] = Product(row.kind)
    values[6] = InfusionTiming(row.timing or InfusionTiming.NOT_STATED)
    return domain.CellInfusion(row.id, row.version, InfusionEntry(*values))
