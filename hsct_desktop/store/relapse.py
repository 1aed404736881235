"""Relapses, before the transplant and after it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain import relapse as domain
from hsct_desktop.domain.partial_date import parse_partial
from hsct_desktop.domain.relapse import Recovery, RelapseEntry, Steroid, System
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch
from hsct_desktop.store.many import ids_text, of_many_patients


class Relapse(Recorded, Base):
    """A relapse: `onset` is a partial date, `systems` ids of functional systems.

    `steroid` is "yes", "no" or "unknown"; `recovery` "complete", "partial", "none", "ongoing" or "unknown".
    """

    __tablename__ = "relapse"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    onset: Mapped[str]
    systems: Mapped[list[str]] = mapped_column(sa.JSON)
    steroid: Mapped[str]
    recovery: Mapped[str]
    treatment: Mapped[str]
    note: Mapped[str]


_COLUMNS = (
    Relapse.id, Relapse.version, Relapse.patient_id, Relapse.onset, Relapse.systems, Relapse.steroid, Relapse.recovery,
    Relapse.treatment, Relapse.note,
)  # fmt: skip
_ALL = sa.select(*_COLUMNS).where(Relapse.voided_at.is_(None))
_OF_PATIENT = _ALL.where(Relapse.patient_id == sa.bindparam("patient_id"))
_OF_MANY = of_many_patients(_ALL, Relapse.patient_id)
_ONE = _ALL.where(Relapse.id == sa.bindparam("row_id"))


def add(session: WriteSession, entry: RelapseEntry) -> Relapse:
    """Record a checked relapse; the row has its id."""
    row = Relapse(patient_id=entry.patient_id)
    _fill(row, entry)
    session.add(row)
    session.flush()
    return row


def revise(session: WriteSession, row_id: int, version: int, entry: RelapseEntry) -> Relapse:
    """Change a relapse. KnownError `stale_row`."""
    row = fetch(session, Relapse, row_id, version)
    _fill(row, entry)
    session.flush()
    return row


def _fill(row: Relapse, entry: RelapseEntry) -> None:
    for name, value in columns(entry).items():
        setattr(row, name, value)


def columns(entry: RelapseEntry) -> dict[str, Any]:
    """A relapse as its columns."""
    return {
        "patient_id": entry.patient_id, "onset": entry.onset.text if entry.onset is not None else "",
        "systems": [system.value for system in entry.systems], "steroid": entry.steroid.value,
        "recovery": entry.recovery.value, "treatment": entry.treatment, "note": entry.note,
    }  # fmt: skip


def of_patient(session: Session, patient_id: int) -> list[domain.Relapse]:
    """A patient's relapses by onset, earliest first (one query)."""
    found = [_plain(row) for row in session.execute(_OF_PATIENT, {"patient_id": patient_id})]
    return sorted(found, key=domain.order)


def of_all(session: Session) -> dict[int, list[domain.Relapse]]:
    """Every patient's relapses by onset, for those who have one (one query)."""
    found: dict[int, list[domain.Relapse]] = {}
    for row in session.execute(_ALL):
        found.setdefault(row.patient_id, []).append(_plain(row))
    return {patient_id: sorted(held, key=domain.order) for patient_id, held in found.items()}


def of_many(session: Session, ids: Collection[int]) -> dict[int, list[domain.Relapse]]:
    """The relapses of some patients, for those who have one (one query)."""
    found: dict[int, list[domain.Relapse]] = {}
    for row in session.execute(_OF_MANY, ids_text(ids)):
        found.setdefault(row.patient_id, []).append(_plain(row))
    return found


def get(session: Session, row_id: int) -> domain.Relapse | None:
    """One relapse, None when it is gone."""
    row = session.execute(_ONE, {"row_id": row_id}).first()
    return _plain(row) if row is not None else None


def _plain(row: Any) -> domain.Relapse:
    entry = RelapseEntry(
        row.patient_id, parse_partial(row.onset), tuple(System(name) for name in row.systems), Steroid(row.steroid),
        Recovery(row.recovery), row.treatment, row.note,
    )  # fmt: skip
    return domain.Relapse(row.id, row.version, entry)
