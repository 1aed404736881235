"""Drugs for the disease itself: before the transplant and, restarted, after it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain import disease_modifying_therapy as domain
from hsct_desktop.domain.disease_modifying_therapy import DiseaseModifyingTherapyEntry, DmtStatus
from hsct_desktop.domain.partial_date import parse_partial
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch
from hsct_desktop.store.many import ids_text, of_many_patients


class DiseaseModifyingTherapy(Recorded, Base):
    """A drug of the catalogue of disease-modifying therapies (`drug_id`, or "" and `name` as typed).

    `started` and `stopped` are partial dates ("2019", "2019-04", "2019-04-30", "" for unknown); `status` is "running",
    "stopped" or "unknown".
    """

    __tablename__ = "disease_modifying_therapy"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    drug_id: Mapped[str]
    name: Mapped[str]
    started: Mapped[str]
    stopped: Mapped[str]
    status: Mapped[str]
    reason: Mapped[str]
    note: Mapped[str]


_COLUMNS = (
    DiseaseModifyingTherapy.id, DiseaseModifyingTherapy.version, DiseaseModifyingTherapy.patient_id,
    DiseaseModifyingTherapy.drug_id, DiseaseModifyingTherapy.name, DiseaseModifyingTherapy.started,
    DiseaseModifyingTherapy.stopped, DiseaseModifyingTherapy.status, DiseaseModifyingTherapy.reason,
    DiseaseModifyingTherapy.note,
)  # fmt: skip
_OF_PATIENT = sa.select(*_COLUMNS).where(
    DiseaseModifyingTherapy.voided_at.is_(None), DiseaseModifyingTherapy.patient_id == sa.bindparam("patient_id")
)
_OF_MANY = of_many_patients(
    sa.select(*_COLUMNS).where(DiseaseModifyingTherapy.voided_at.is_(None)), DiseaseModifyingTherapy.patient_id
)
_ONE = sa.select(*_COLUMNS).where(
    DiseaseModifyingTherapy.voided_at.is_(None), DiseaseModifyingTherapy.id == sa.bindparam("row_id")
)


def add(session: WriteSession, entry: DiseaseModifyingTherapyEntry) -> DiseaseModifyingTherapy:
    """Record a checked entry; the row has its id."""
    row = DiseaseModifyingTherapy(patient_id=entry.patient_id)
    _fill(row, entry)
    session.add(row)
    session.flush()
    return row


def revise(
    session: WriteSession, row_id: int, version: int, entry: DiseaseModifyingTherapyEntry
) -> DiseaseModifyingTherapy:
    """Change an entry. KnownError `stale_row`."""
    row = fetch(session, DiseaseModifyingTherapy, row_id, version)
    _fill(row, entry)
    session.flush()
    return row


def _fill(row: DiseaseModifyingTherapy, entry: DiseaseModifyingTherapyEntry) -> None:
    row.drug_id, row.name, row.status = entry.drug_id, entry.name, entry.status.value
    row.started = entry.started.text if entry.started is not None else ""
    row.stopped = entry.stopped.text if entry.stopped is not None else ""
    row.reason, row.note = entry.reason, entry.note


def of_patient(session: Session, patient_id: int) -> list[domain.DiseaseModifyingTherapy]:
    """A patient's drugs for the disease: the latest begun first, those without a date last (one query)."""
    found = [_plain(row) for row in session.execute(_OF_PATIENT, {"patient_id": patient_id})]
    return sorted(
        found, key=lambda held: (held.entry.started.text if held.entry.started else "", held.id), reverse=True
    )


def of_many(session: Session, ids: Collection[int]) -> dict[int, list[domain.DiseaseModifyingTherapy]]:
    """The drugs for the disease of some patients, for those who have one (one statement)."""
    found: dict[int, list[domain.DiseaseModifyingTherapy]] = {}
    for row in session.execute(_OF_MANY, ids_text(ids)):
        found.setdefault(row.patient_id, []).append(_plain(row))
    return found


def get(session: Session, row_id: int) -> domain.DiseaseModifyingTherapy | None:
    """One entry, None when it is gone."""
    row = session.execute(_ONE, {"row_id": row_id}).first()
    return _plain(row) if row is not None else None


def _plain(row: Any) -> domain.DiseaseModifyingTherapy:
    entry = DiseaseModifyingTherapyEntry(
        row.patient_id, row.drug_id, row.name, parse_partial(row.started), parse_partial(row.stopped),
        DmtStatus(row.status), row.reason, row.note,
    )  # fmt: skip
    return domain.DiseaseModifyingTherapy(row.id, row.version, entry)
