"""A checklist of criteria (engraftment syndrome, SOS/VOD, febrile neutropenia) as a person filled and judged it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch
from hsct_desktop.store.staff import Staff


class CriteriaCheck(Recorded, Base):
    """`answers` says of each criterion "yes", "no" or "unknown" and where that comes from.

    `verdict` is what the rules make of them, `decision` what the person decided: "confirmed", "excluded" or "watch".
    """

    __tablename__ = "criteria_check"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    checklist_id: Mapped[str]
    rules_version: Mapped[str]
    assessed_on: Mapped[date]
    answers: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    verdict: Mapped[str]
    severity: Mapped[str]
    decision: Mapped[str]
    adverse_event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("adverse_event.id"), index=True)
    note: Mapped[str]


@dataclass(frozen=True)
class CheckRow:
    """A checklist that was judged, with who judged it last ("" for the program itself), and when."""

    id: int
    version: int
    checklist_id: str
    rules_version: str
    assessed_on: date
    answers: dict[str, Any]
    verdict: str
    severity: str
    decision: str
    adverse_event_id: int | None
    note: str
    judged_by: str
    judged_at: datetime


_OF_PATIENT = (
    sa.select(
        CriteriaCheck.id, CriteriaCheck.version, CriteriaCheck.checklist_id, CriteriaCheck.rules_version,
        CriteriaCheck.assessed_on, CriteriaCheck.answers, CriteriaCheck.verdict, CriteriaCheck.severity,
        CriteriaCheck.decision, CriteriaCheck.adverse_event_id, CriteriaCheck.note, Staff.name,
        CriteriaCheck.created_at,
    )
    .join(Staff, Staff.id == CriteriaCheck.created_by, isouter=True)
    .where(CriteriaCheck.patient_id == sa.bindparam("patient_id"), CriteriaCheck.voided_at.is_(None))
    .order_by(CriteriaCheck.assessed_on.desc(), CriteriaCheck.id.desc())
)  # fmt: skip


def add(session: WriteSession, values: Mapping[str, Any]) -> CriteriaCheck:
    """Keep a checklist that was judged; the row has its id."""
    row = CriteriaCheck(**values)
    session.add(row)
    session.flush()
    return row


def of_patient(session: Session, patient_id: int) -> list[CheckRow]:
    """A patient's checklists, the latest day first."""
    found = session.execute(_OF_PATIENT, {"patient_id": patient_id})
    rows: list[tuple[Any, ...]] = [(*row[:11], row[11] or "", row[12]) for row in found]
    return [CheckRow(*row) for row in rows]


def link(session: WriteSession, check_id: int, event_id: int) -> CriteriaCheck:
    """Say which toxicity came of a checklist. KnownError `stale_row`."""
    row = fetch(session, CriteriaCheck, check_id)
    row.adverse_event_id = event_id
    session.flush()
    return row
