"""Neurological examinations: the EDSS of record and the grades that it was read from."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain import edss_assessment as domain
from hsct_desktop.domain.edss import GRADES, Coding, FunctionalSystems, grades_of
from hsct_desktop.domain.edss_assessment import EdssEntry, EdssSource
from hsct_desktop.domain.partial_date import parse_partial
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch
from hsct_desktop.store.many import ids_text, of_many_patients
from hsct_desktop.store.plain import PlainRows


class EdssAssessment(Recorded, Base):
    """An examination on a day (a partial date before the transplant). `edss` is the clinician's, None where not given.

    Functional systems as graded, unconverted; `coding` says how ambulation was graded: "neurostatus" (0-16) or "short"
    (the 12 grades of registries). `source` is "own" or "outside".
    """

    __tablename__ = "edss_assessment"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    assessed: Mapped[str]
    edss: Mapped[Decimal | None]
    coding: Mapped[str]
    visual: Mapped[int | None]
    brainstem: Mapped[int | None]
    pyramidal: Mapped[int | None]
    cerebellar: Mapped[int | None]
    sensory: Mapped[int | None]
    bowel_bladder: Mapped[int | None]
    cerebral: Mapped[int | None]
    ambulation: Mapped[int | None]
    rater: Mapped[str]
    source: Mapped[str]
    note: Mapped[str]


_STANDING = sa.select(EdssAssessment).where(EdssAssessment.voided_at.is_(None))
_OF_PATIENT = _STANDING.where(EdssAssessment.patient_id == sa.bindparam("patient_id"))
_OF_MANY = of_many_patients(
    sa.select(EdssAssessment.__table__).where(EdssAssessment.voided_at.is_(None)), EdssAssessment.patient_id
)
_RATERS = PlainRows(
    sa.select(EdssAssessment.id, EdssAssessment.rater).where(
        EdssAssessment.voided_at.is_(None), EdssAssessment.patient_id == sa.bindparam("patient_id", type_=sa.Integer)
    )
)


def add(session: WriteSession, entry: EdssEntry) -> EdssAssessment:
    """Record a checked examination; the row has its id."""
    row = EdssAssessment()
    _fill(row, entry)
    session.add(row)
    session.flush()
    return row


def revise(session: WriteSession, row_id: int, version: int, entry: EdssEntry) -> EdssAssessment:
    """Change an examination. KnownError `stale_row`."""
    row = fetch(session, EdssAssessment, row_id, version)
    _fill(row, entry)
    session.flush()
    return row


def _fill(row: EdssAssessment, entry: EdssEntry) -> None:
    for name, value in columns(entry).items():
        setattr(row, name, value)


def columns(entry: EdssEntry) -> dict[str, Any]:
    """An examination as its columns."""
    return {
        "patient_id": entry.patient_id, "assessed": entry.assessed.text, "edss": entry.edss,
        "coding": entry.systems.coding.value, **grades_of(entry.systems), "rater": entry.rater,
        "source": entry.source.value, "note": entry.note,
    }  # fmt: skip


def of_patient(session: Session, patient_id: int) -> list[domain.EdssAssessment]:
    """A patient's examinations by day (one statement)."""
    found = [_plain(row) for row in session.execute(_OF_PATIENT, {"patient_id": patient_id}).scalars()]
    return sorted(found, key=lambda held: (held.day, held.id))


def all_standing(session: Session) -> dict[int, list[domain.EdssAssessment]]:
    """Every patient's examinations by day (one statement)."""
    found: dict[int, list[domain.EdssAssessment]] = {}
    for row in session.execute(_STANDING).scalars():
        found.setdefault(row.patient_id, []).append(_plain(row))
    return {patient_id: sorted(held, key=lambda one: (one.day, one.id)) for patient_id, held in found.items()}


def of_many(session: Session, ids: Collection[int]) -> dict[int, list[domain.EdssAssessment]]:
    """The examinations of some patients, for those who have one (one statement)."""
    found: dict[int, list[domain.EdssAssessment]] = {}
    for row in session.execute(_OF_MANY, ids_text(ids)):
        found.setdefault(row.patient_id, []).append(_plain(row))
    return found


def raters(session: Session, patient_id: int) -> dict[int, str]:
    """Who examined a patient, by examination, without reading the examinations."""
    return dict(_RATERS.fetch_with(session, {"patient_id": patient_id}))


def get(session: Session, row_id: int) -> domain.EdssAssessment:
    """One examination. KnownError `stale_row` when it is gone."""
    return _plain(fetch(session, EdssAssessment, row_id))


def _plain(row: Any) -> domain.EdssAssessment:
    assessed = parse_partial(row.assessed)
    if assessed is None:
        raise ValueError(f"edss_assessment {row.id} has no day")
    systems = FunctionalSystems(**{name: getattr(row, name) for name in GRADES}, coding=Coding(row.coding))
    entry = EdssEntry(
        row.patient_id, assessed, row.edss, systems, row.rater, EdssSource(row.source), row.note,
    )  # fmt: skip
    return domain.EdssAssessment(row.id, row.version, entry)
