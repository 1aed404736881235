"""Engraftment as a person confirmed it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch
from hsct_desktop.store.many import ids_text, of_many_patients
from hsct_desktop.store.staff import Staff


class Engraftment(Recorded, Base):
    """The confirmed engraftment of a lineage ("neutrophils", "platelets") after a transplant.

    `evidence` are the rows, as dates and values, by which it was confirmed. No date where the count was never below or
    the graft failed.
    """

    __tablename__ = "engraftment"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    transplant_id: Mapped[int] = mapped_column(sa.ForeignKey("transplant.id"))
    lineage: Mapped[str]
    status: Mapped[str]
    engrafted_on: Mapped[date | None]
    preset: Mapped[str]
    provisional: Mapped[bool]
    evidence: Mapped[list[Any]] = mapped_column(sa.JSON)
    note: Mapped[str]

    __table_args__ = (
        sa.Index(
            "uq_engraftment_lineage", "transplant_id", "lineage", unique=True,
            sqlite_where=sa.text("voided_at IS NULL"),
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class ConfirmedRow:
    """A confirmed engraftment with who confirmed it last ("" for the program itself), and when."""

    id: int
    version: int
    lineage: str
    status: str
    engrafted_on: date | None
    preset: str
    provisional: bool
    evidence: tuple[tuple[date, str], ...]
    note: str
    confirmed_by: str
    confirmed_at: datetime


_OF_COURSE = (
    sa.select(
        Engraftment.id, Engraftment.version, Engraftment.lineage, Engraftment.status, Engraftment.engrafted_on,
        Engraftment.preset, Engraftment.provisional, Engraftment.evidence, Engraftment.note,
        Staff.name.label("confirmed_by"), Engraftment.updated_at,
    )
    .join(Staff, Staff.id == Engraftment.updated_by, isouter=True)
    .where(Engraftment.transplant_id == sa.bindparam("transplant_id"), Engraftment.voided_at.is_(None))
    .order_by(Engraftment.lineage)
)  # fmt: skip


def of_course(session: Session, transplant_id: int) -> list[ConfirmedRow]:
    """What was confirmed of a course, by lineage."""
    return [
        ConfirmedRow(
            row.id, row.version, row.lineage, row.status, row.engrafted_on, row.preset, row.provisional,
            tuple((date.fromisoformat(on), value) for on, value in row.evidence), row.note, row.confirmed_by or "",
            row.updated_at,
        )
        for row in session.execute(_OF_COURSE, {"transplant_id": transplant_id})
    ]  # fmt: skip


@dataclass(frozen=True)
class EngraftedRow:
    """A confirmation beside those of other patients."""

    id: int
    version: int
    patient_id: int
    transplant_id: int
    lineage: str
    status: str
    engrafted_on: date | None
    note: str


_OF_MANY = of_many_patients(
    sa.select(
        Engraftment.id, Engraftment.version, Engraftment.patient_id, Engraftment.transplant_id, Engraftment.lineage,
        Engraftment.status, Engraftment.engrafted_on, Engraftment.note,
    ).where(Engraftment.voided_at.is_(None)),
    Engraftment.patient_id,
)  # fmt: skip


def of_many(session: Session, ids: Collection[int]) -> list[EngraftedRow]:
    """What was confirmed of some patients (one statement)."""
    return [EngraftedRow(*row) for row in session.execute(_OF_MANY, ids_text(ids))]


def put(
    session: WriteSession, key: tuple[int, int, str], values: Mapping[str, Any], held: tuple[int, int] | None
) -> Engraftment:
    """Confirm a lineage (`key`: patient, course, lineage), anew or, with `held` (id, version), in place of what stood.

    KnownError `stale_row` when somebody changed it meanwhile.
    """
    if held is None:
        row = Engraftment(patient_id=key[0], transplant_id=key[1], lineage=key[2])
        session.add(row)
    else:
        row = fetch(session, Engraftment, *held)
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()
    return row
