"""Values of outcome measures: timed tests, scores and totals of the disease."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain import measure as domain
from hsct_desktop.domain.measure import MeasureEntry
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch


class MeasureValue(Recorded, Base):
    """A value of a measure of the catalogue on a day; `items` are its parts by id where it was added up from them.

    `edss_assessment_id` names the examination that it was taken with.
    """

    __tablename__ = "measure_value"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    edss_assessment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("edss_assessment.id"), index=True)
    measured_on: Mapped[date]
    measure_id: Mapped[str]
    value: Mapped[Decimal | None]
    items: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    note: Mapped[str]


_COLUMNS = (
    MeasureValue.id, MeasureValue.version, MeasureValue.patient_id, MeasureValue.measure_id, MeasureValue.measured_on,
    MeasureValue.value, MeasureValue.items, MeasureValue.edss_assessment_id, MeasureValue.note,
)  # fmt: skip
_ALL = sa.select(*_COLUMNS).where(MeasureValue.voided_at.is_(None)).order_by(MeasureValue.measured_on, MeasureValue.id)
_OF_PATIENT = _ALL.where(MeasureValue.patient_id == sa.bindparam("patient_id"))
_ONE = _ALL.where(MeasureValue.id == sa.bindparam("row_id"))
_OF_ASSESSMENT = _ALL.where(MeasureValue.edss_assessment_id == sa.bindparam("assessment_id"))


def add(session: WriteSession, entry: MeasureEntry) -> MeasureValue:
    """Record a checked value; the row has its id. ValueError for an entry without its day."""
    row = MeasureValue(patient_id=entry.patient_id)
    _fill(row, entry)
    session.add(row)
    session.flush()
    return row


def revise(session: WriteSession, row_id: int, version: int | None, entry: MeasureEntry) -> MeasureValue:
    """Change a value. KnownError `stale_row`."""
    row = fetch(session, MeasureValue, row_id, version)
    _fill(row, entry)
    session.flush()
    return row


def _fill(row: MeasureValue, entry: MeasureEntry) -> None:
    if entry.measured_on is None:
        raise ValueError("a value of a measure needs its day")
    row.measure_id, row.measured_on, row.value = entry.measure_id, entry.measured_on, entry.value
    row.items, row.edss_assessment_id, row.note = dict(entry.items), entry.edss_assessment_id, entry.note


def of_patient(session: Session, patient_id: int) -> list[domain.MeasureValue]:
    """A patient's values of all measures by day, the earliest first (one query)."""
    return [_plain(row) for row in session.execute(_OF_PATIENT, {"patient_id": patient_id})]


def of_assessment(session: Session, assessment_id: int) -> list[domain.MeasureValue]:
    """The values taken with a neurological examination."""
    return [_plain(row) for row in session.execute(_OF_ASSESSMENT, {"assessment_id": assessment_id})]


def of_patients(session: Session, measure_ids: Iterable[str]) -> list[domain.MeasureValue]:
    """The values of some measures of everybody, by day (one query)."""
    return [_plain(row) for row in session.execute(_ALL.where(MeasureValue.measure_id.in_(list(measure_ids))))]


def get(session: Session, row_id: int) -> domain.MeasureValue | None:
    """One value, None when it is gone."""
    row = session.execute(_ONE, {"row_id": row_id}).first()
    return _plain(row) if row is not None else None


def _plain(row: Any) -> domain.MeasureValue:
    entry = MeasureEntry(
        row.patient_id, row.measure_id, row.measured_on, row.value, row.items or {}, row.edss_assessment_id, row.note
    )
    return domain.MeasureValue(row.id, row.version, entry)
