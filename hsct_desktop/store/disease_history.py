"""The course of the disease before the transplant: its beginning, diagnosis and phenotypes."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain import disease_history as domain
from hsct_desktop.domain.disease_history import HistoryEntry, PhenotypeEntry
from hsct_desktop.domain.partial_date import PartialDate, parse_partial
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch
from hsct_desktop.store.many import ids_text, of_many_patients


class DiseaseHistory(Recorded, Base):
    """When the disease began and was diagnosed, as partial dates ("2019", "2019-04", "2019-04-30", "" for unknown)."""

    __tablename__ = "disease_history"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    onset: Mapped[str]
    diagnosed: Mapped[str]
    note: Mapped[str]

    __table_args__ = (
        sa.Index("uq_disease_history_patient", "patient_id", unique=True, sqlite_where=sa.text("voided_at IS NULL")),
    )


class PhenotypeChange(Recorded, Base):
    """A phenotype of the disease list and since when (a partial date)."""

    __tablename__ = "phenotype_change"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    since: Mapped[str]
    phenotype_id: Mapped[str]
    note: Mapped[str]


_HISTORY = (
    DiseaseHistory.id, DiseaseHistory.version, DiseaseHistory.patient_id, DiseaseHistory.onset,
    DiseaseHistory.diagnosed, DiseaseHistory.note,
)  # fmt: skip
_PHENOTYPE = (
    PhenotypeChange.id, PhenotypeChange.version, PhenotypeChange.patient_id, PhenotypeChange.since,
    PhenotypeChange.phenotype_id, PhenotypeChange.note,
)  # fmt: skip
_ALL = sa.select(*_HISTORY).where(DiseaseHistory.voided_at.is_(None))
_OF_PATIENT = _ALL.where(DiseaseHistory.patient_id == sa.bindparam("patient_id"))
_OF_MANY = of_many_patients(_ALL, DiseaseHistory.patient_id)
_PHENOTYPES = sa.select(*_PHENOTYPE).where(PhenotypeChange.voided_at.is_(None))
_PHENOTYPES_OF = _PHENOTYPES.where(PhenotypeChange.patient_id == sa.bindparam("patient_id"))


def add(session: WriteSession, entry: HistoryEntry) -> DiseaseHistory:
    """Record the history of a patient who has none; the row has its id."""
    row = DiseaseHistory(patient_id=entry.patient_id)
    _fill(row, entry)
    session.add(row)
    session.flush()
    return row


def revise(session: WriteSession, row_id: int, version: int, entry: HistoryEntry) -> DiseaseHistory:
    """Change the history. KnownError `stale_row`."""
    row = fetch(session, DiseaseHistory, row_id, version)
    _fill(row, entry)
    session.flush()
    return row


def _fill(row: DiseaseHistory, entry: HistoryEntry) -> None:
    row.onset, row.diagnosed, row.note = _text(entry.onset), _text(entry.diagnosed), entry.note


def of_patient(session: Session, patient_id: int) -> domain.DiseaseHistory | None:
    """A patient's history, None where nobody recorded one (one query)."""
    row = session.execute(_OF_PATIENT, {"patient_id": patient_id}).first()
    return _plain(row) if row is not None else None


def onset_of(session: Session, patient_id: int) -> PartialDate | None:
    """When a patient's first symptoms came, as far as that is recorded (one query)."""
    held = of_patient(session, patient_id)
    return held.entry.onset if held is not None else None


def onsets_of(session: Session, ids: Collection[int]) -> dict[int, PartialDate]:
    """When the first symptoms of some patients came, for those of whom it is recorded (one statement)."""
    found = {row.patient_id: parse_partial(row.onset) for row in session.execute(_OF_MANY, ids_text(ids))}
    return {patient_id: onset for patient_id, onset in found.items() if onset is not None}


def of_all(session: Session) -> dict[int, domain.DiseaseHistory]:
    """Every patient's history, for those who have one (one query)."""
    return {row.patient_id: _plain(row) for row in session.execute(_ALL)}


def _plain(row: Any) -> domain.DiseaseHistory:
    entry = HistoryEntry(row.patient_id, parse_partial(row.onset), parse_partial(row.diagnosed), row.note)
    return domain.DiseaseHistory(row.id, row.version, entry)


# phenotypes -----------------------------------------------------------------------------------------------------


def add_phenotype(session: WriteSession, entry: PhenotypeEntry) -> PhenotypeChange:
    """Record a phenotype; the row has its id."""
    row = PhenotypeChange(patient_id=entry.patient_id)
    _fill_phenotype(row, entry)
    session.add(row)
    session.flush()
    return row


def revise_phenotype(session: WriteSession, row_id: int, version: int, entry: PhenotypeEntry) -> PhenotypeChange:
    """Change a phenotype. KnownError `stale_row`."""
    row = fetch(session, PhenotypeChange, row_id, version)
    _fill_phenotype(row, entry)
    session.flush()
    return row


def _fill_phenotype(row: PhenotypeChange, entry: PhenotypeEntry) -> None:
    row.since, row.phenotype_id, row.note = _text(entry.since), entry.phenotype_id, entry.note


def phenotypes_of(session: Session, patient_id: int) -> list[domain.PhenotypeChange]:
    """A patient's phenotypes, earliest first (one query)."""
    found = [_phenotype(row) for row in session.execute(_PHENOTYPES_OF, {"patient_id": patient_id})]
    return sorted(found, key=domain.order)


def _phenotype(row: Any) -> domain.PhenotypeChange:
    return domain.PhenotypeChange(
        row.id, row.version, row.patient_id, parse_partial(row.since), row.phenotype_id, row.note
    )


def _text(day: PartialDate | None) -> str:
    return day.text if day is not None else ""
