"""Transplant courses and the protocol texts they are pinned to."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain.transplant import GraftManipulation, TransplantEntry
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch, fill
from hsct_desktop.store.held import read_once
from hsct_desktop.store.many import ids_text, of_many_patients


class ProtocolSnapshot(Base):
    """A protocol's text as it was when a patient was put on it; kept once for each text, never changed."""

    __tablename__ = "protocol_snapshot"

    id: Mapped[int] = mapped_column(primary_key=True)
    protocol_id: Mapped[str]
    protocol_version: Mapped[str]
    content: Mapped[str]
    sha256: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))


class Transplant(Recorded, Base):
    """A course: number 1 is the first transplant. CD34+ dose in 10^6 cells per kg."""

    __tablename__ = "transplant"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"))
    number: Mapped[int]
    day0: Mapped[date | None]
    mobilisation_start: Mapped[date | None]
    mobilisation_regimen_id: Mapped[str]
    conditioning_regimen_id: Mapped[str]
    cd34_dose: Mapped[Decimal | None]
    graft_manipulation: Mapped[GraftManipulation]
    discharged_on: Mapped[date | None]
    protocol_id: Mapped[str]
    protocol_version: Mapped[str]
    protocol_snapshot_id: Mapped[int | None] = mapped_column(sa.ForeignKey("protocol_snapshot.id"), index=True)
    closed_on: Mapped[date | None]
    move_reason: Mapped[str | None] = mapped_column(sort_order=98)

    __table_args__ = (
        sa.CheckConstraint("number >= 1", name="number"),
        sa.Index(
            "uq_transplant_patient_number", "patient_id", "number", unique=True,
            sqlite_where=sa.text("voided_at IS NULL"),
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class Course:
    """A transplant course as pages and documents need it."""

    id: int
    version: int
    patient_id: int
    number: int
    entry: TransplantEntry
    discharged_on: date | None
    protocol_version: str
    protocol_snapshot_id: int | None
    closed_on: date | None


FOLLOWED_PATIENT = (
    "transplant.patient_id IN (SELECT id FROM patient WHERE follow_up = 'followed' AND voided_at IS NULL)"
)
_ALL_COURSES = (
    sa.select(
        Transplant.id, Transplant.version, Transplant.patient_id, Transplant.number, Transplant.day0,
        Transplant.mobilisation_start, Transplant.mobilisation_regimen_id, Transplant.conditioning_regimen_id,
        Transplant.cd34_dose, Transplant.graft_manipulation, Transplant.discharged_on, Transplant.protocol_id,
        Transplant.protocol_version, Transplant.protocol_snapshot_id, Transplant.closed_on,
    )
    .where(Transplant.voided_at.is_(None))
    .order_by(Transplant.patient_id, Transplant.number)
)  # fmt: skip
_COURSES = _ALL_COURSES.where(Transplant.patient_id == sa.bindparam("patient_id"))
_COURSES_OF_MANY = of_many_patients(_ALL_COURSES, Transplant.patient_id)
_OPEN_COURSES = _ALL_COURSES.where(Transplant.closed_on.is_(None), sa.text(FOLLOWED_PATIENT))
_CONTENT = sa.select(ProtocolSnapshot.content).where(ProtocolSnapshot.id == sa.bindparam("snapshot_id"))


def digest(content: str) -> str:
    """What tells one protocol text from another: its SHA-256."""
    return hashlib.sha256(content.encode()).hexdigest()


def pin_protocol(session: WriteSession, protocol_id: str, protocol_version: str, content: str) -> int:
    """Keep a protocol's text (JSON); the id of the snapshot, an older one when the text is the same."""
    sha256 = digest(content)
    held = session.execute(sa.select(ProtocolSnapshot.id).where(ProtocolSnapshot.sha256 == sha256)).scalar()
    if held is not None:
        return held
    row = ProtocolSnapshot(
        protocol_id=protocol_id, protocol_version=protocol_version, content=content, sha256=sha256,
        created_at=session.now, created_by=session.author_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def protocol_content(session: Session, snapshot_id: int) -> str | None:
    """The pinned text of a protocol (JSON)."""
    return session.execute(_CONTENT, {"snapshot_id": snapshot_id}).scalar()


def add(
    session: WriteSession, patient_id: int, entry: TransplantEntry, protocol_version: str, snapshot_id: int | None
) -> Transplant:
    """Open the patient's next course; the row has its id and number."""
    last = session.execute(
        sa.select(sa.func.max(Transplant.number)).where(
            Transplant.patient_id == patient_id, Transplant.voided_at.is_(None)
        )
    ).scalar()
    row = Transplant(
        patient_id=patient_id, number=(last or 0) + 1, protocol_version=protocol_version,
        protocol_snapshot_id=snapshot_id,
    )  # fmt: skip
    fill(row, entry)
    session.add(row)
    session.flush()
    return row


def revise(
    session: WriteSession, transplant_id: int, version: int, entry: TransplantEntry, reason: str = ""
) -> Transplant:
    """Change a course's dates and data, with the reason if one was given; its pinned protocol text stays."""
    row = fetch(session, Transplant, transplant_id, version)
    fill(row, entry)
    row.move_reason = reason or None
    session.flush()
    return row


def repin(session: WriteSession, transplant_id: int, protocol: str, version: str, snapshot_id: int) -> Transplant:
    """Pin a course to another text of its protocol, or to another protocol."""
    row = fetch(session, Transplant, transplant_id)
    row.protocol_id, row.protocol_version, row.protocol_snapshot_id = protocol, version, snapshot_id
    session.flush()
    return row


def close(session: WriteSession, transplant_id: int, on: date) -> Transplant:
    """Close a course: the next transplant has begun."""
    row = fetch(session, Transplant, transplant_id)
    row.closed_on = on
    session.flush()
    return row


def set_discharge(session: WriteSession, transplant_id: int, on: date | None) -> Transplant:
    """Set or clear the day of discharge."""
    row = fetch(session, Transplant, transplant_id)
    row.discharged_on = on
    session.flush()
    return row


@read_once
def of_patient(session: Session, patient_id: int) -> list[Course]:
    """A patient's courses, first transplant first."""
    return [_course(row) for row in session.execute(_COURSES, {"patient_id": patient_id})]


def of_many(session: Session, ids: Collection[int]) -> dict[int, list[Course]]:
    """The courses of some patients, first transplant first, for those who have one (one statement)."""
    found: dict[int, list[Course]] = {}
    for row in session.execute(_COURSES_OF_MANY, ids_text(ids)):
        found.setdefault(row.patient_id, []).append(_course(row))
    return found


def _course(row: Any) -> Course:
    entry = TransplantEntry(
        row.protocol_id, row.day0, row.mobilisation_start, row.mobilisation_regimen_id, row.conditioning_regimen_id,
        row.cd34_dose, row.graft_manipulation,
    )  # fmt: skip
    return Course(
        row.id, row.version, row.patient_id, row.number, entry, row.discharged_on, row.protocol_version,
        row.protocol_snapshot_id, row.closed_on,
    )  # fmt: skip


@dataclass(frozen=True)
class PinnedCourse:
    """An open course and the text of the protocol it is pinned to."""

    transplant_id: int
    version: int
    patient_id: int
    protocol_version: str
    sha256: str


def open_on_protocol(session: Session, protocol_id: str) -> list[PinnedCourse]:
    """The courses on a protocol that no later transplant has closed, by patient."""
    statement = (
        sa.select(
            Transplant.id, Transplant.version, Transplant.patient_id, Transplant.protocol_version,
            ProtocolSnapshot.sha256,
        )
        .join(ProtocolSnapshot, ProtocolSnapshot.id == Transplant.protocol_snapshot_id)
        .where(
            Transplant.protocol_id == protocol_id, Transplant.voided_at.is_(None), Transplant.closed_on.is_(None)
        )
        .order_by(Transplant.patient_id)
    )  # fmt: skip
    return [PinnedCourse(*row) for row in session.execute(statement)]


def open_courses(session: Session) -> list[Course]:
    """Every course that no later transplant has closed, of patients who are still followed."""
    return [_course(row) for row in session.execute(_OPEN_COURSES)]
