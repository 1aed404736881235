"""Long-term checks, and fertility, contraception and pregnancy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain import fertility as domain
from hsct_desktop.domain.fertility import FertilityEntry, FertilityKind, PregnancyOutcome
from hsct_desktop.domain.late_effect import Check, CheckEntry, CheckResult
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch, fill


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


_CHECKS = (
    sa.select(LateEffectCheck)
    .where(LateEffectCheck.patient_id == sa.bindparam("patient_id"), LateEffectCheck.voided_at.is_(None))
    .order_by(LateEffectCheck.done_on, LateEffectCheck.id)
)
_FERTILITY = (
    sa.select(FertilityRecord)
    .where(FertilityRecord.patient_id == sa.bindparam("patient_id"), FertilityRecord.voided_at.is_(None))
    .order_by(FertilityRecord.recorded_on, FertilityRecord.id)
)


def add_check(session: WriteSession, entry: CheckEntry) -> LateEffectCheck:
    """Record a checked long-term check; the row has its id."""
    row = LateEffectCheck()
    _fill_check(row, entry)
    session.add(row)
    session.flush()
    return row


def revise_check(session: WriteSession, check_id: int, version: int, entry: CheckEntry) -> LateEffectCheck:
    """Change a check. KnownError `stale_row`."""
    row = fetch(session, LateEffectCheck, check_id, version)
    _fill_check(row, entry)
    session.flush()
    return row


def _fill_check(row: LateEffectCheck, entry: CheckEntry) -> None:
    if entry.result is None:
        raise ValueError("an entry is checked before it is stored")
    fill(row, entry, result="")
    row.result = entry.result.value


def checks_of(session: Session, patient_id: int) -> list[Check]:
    """A patient's long-term checks by day (one statement)."""
    return [_check(row) for row in session.execute(_CHECKS, {"patient_id": patient_id}).scalars()]


def get_check(session: Session, check_id: int) -> Check:
    """One check. KnownError `stale_row` when it is gone."""
    return _check(fetch(session, LateEffectCheck, check_id))


def _check(row: LateEffectCheck) -> Check:
    entry = CheckEntry(
        row.patient_id, row.item, row.done_on, CheckResult(row.result), row.value, row.unit, row.finding,
        row.refer_to, row.referred_on, row.note,
    )  # fmt: skip
    return Check(row.id, row.version, entry, row.done_on)


def add_fertility(session: WriteSession, entry: FertilityEntry) -> FertilityRecord:
    """Record a checked fertility record; the row has its id."""
    row = FertilityRecord()
    _fill_fertility(row, entry)
    session.add(row)
    session.flush()
    return row


def revise_fertility(session: WriteSession, record_id: int, version: int, entry: FertilityEntry) -> FertilityRecord:
    """Change a fertility record. KnownError `stale_row`."""
    row = fetch(session, FertilityRecord, record_id, version)
    _fill_fertility(row, entry)
    session.flush()
    return row


def _fill_fertility(row: FertilityRecord, entry: FertilityEntry) -> None:
    fill(row, entry, kind="", outcome="")
    row.kind, row.outcome = entry.kind.value, entry.outcome.value if entry.outcome is not None else ""


def fertility_of(session: Session, patient_id: int) -> list[domain.FertilityRecord]:
    """A patient's fertility records by day (one statement)."""
    return [_record(row) for row in session.execute(_FERTILITY, {"patient_id": patient_id}).scalars()]


def get_fertility(session: Session, record_id: int) -> domain.FertilityRecord:
    """One fertility record. KnownError `stale_row` when it is gone."""
    return _record(fetch(session, FertilityRecord, record_id))


def _record(row: FertilityRecord) -> domain.FertilityRecord:
    entry = FertilityEntry(
        row.patient_id, FertilityKind(row.kind), row.recorded_on, row.answer, row.ended_on,
        PregnancyOutcome(row.outcome) if row.outcome else None, row.note,
    )  # fmt: skip
    return domain.FertilityRecord(row.id, row.version, entry, row.recorded_on)
