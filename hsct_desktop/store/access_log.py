"""The access log: who looked at whose record when. Lines are added and never changed; looking is no entry."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.store.base import Base, WriteSession, utc_text


class AccessLog(Base):
    """One look: `what` is a kind of page or paper, never its content."""

    __tablename__ = "access_log"

    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(index=True)
    staff_id: Mapped[int]
    workstation: Mapped[str]
    patient_id: Mapped[int]
    what: Mapped[str]

    __table_args__ = (sa.Index("ix_access_log_patient", "patient_id", "seq"),)


@dataclass(frozen=True)
class Access:
    """Somebody has looked at a patient's record."""

    seq: int
    at: datetime
    staff_id: int
    workstation: str
    patient_id: int
    what: str


_ADD = sa.text(
    "INSERT INTO access_log (at, staff_id, workstation, patient_id, what) "
    "VALUES (hsct_now(), :staff_id, coalesce(hsct_workstation(), ''), :patient_id, :what)"
)
_ALL = sa.select(
    AccessLog.seq, AccessLog.at, AccessLog.staff_id, AccessLog.workstation, AccessLog.patient_id, AccessLog.what
).order_by(AccessLog.seq.desc())


def add(session: WriteSession, staff_id: int, patient_id: int, what: str) -> None:
    """Put on record that somebody looks at a patient's record now, by the clock of the change log."""
    session.connection().execute(_ADD, {"staff_id": staff_id, "patient_id": patient_id, "what": what})


def add_each(session: WriteSession, staff_id: int, patient_ids: Collection[int], what: str) -> None:
    """The same of several patients, whose names stand on one paper: a line for each, in one statement."""
    rows = [{"staff_id": staff_id, "patient_id": patient_id, "what": what} for patient_id in sorted(patient_ids)]
    if rows:
        session.connection().execute(_ADD, rows)


def looks(
    session: Session,
    *,
    patient_id: int | None = None,
    staff_id: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int | None = None,
) -> list[Access]:
    """Who looked, the last one first."""
    wanted = _ALL
    if patient_id is not None:
        wanted = wanted.where(AccessLog.patient_id == patient_id)
    if staff_id is not None:
        wanted = wanted.where(AccessLog.staff_id == staff_id)
    if since is not None:
        wanted = wanted.where(AccessLog.at >= utc_text(since))
    if until is not None:
        wanted = wanted.where(AccessLog.at < utc_text(until))
    rows = session.execute(wanted.limit(limit) if limit is not None else wanted)
    return [Access(row.seq, datetime.fromisoformat(row.at), *row[2:]) for row in rows]
