"""Small facts that lists show beside a patient: the next open visit, namesakes, counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from hsct_desktop.domain.protocol import Label
from hsct_desktop.domain.visit import Closing, VisitFacts
from hsct_desktop.store.adverse_event import AdverseEvent
from hsct_desktop.store.attachment import Attachment
from hsct_desktop.store.awaited_report import AwaitedReport
from hsct_desktop.store.letter import LetterRow
from hsct_desktop.store.patient import Patient
from hsct_desktop.store.plain import PlainRows
from hsct_desktop.store.scheduled_visit import ScheduledVisit
from hsct_desktop.store.supportive_therapy import SupportiveTherapy
from hsct_desktop.store.transplant import Transplant
from hsct_desktop.store.visit import Visit


@dataclass(frozen=True)
class OpenVisitFacts:
    """An open scheduled visit of one of several patients, by target."""

    patient_id: int
    label: Label
    facts: VisitFacts

    @property
    def day(self) -> date:
        """The day it is expected on: the booked one, else its target."""
        return self.facts.booked or self.facts.target


_OPEN = (
    sa.select(
        ScheduledVisit.patient_id, ScheduledVisit.label_en, ScheduledVisit.label_it, ScheduledVisit.target,
        ScheduledVisit.earliest, ScheduledVisit.latest, ScheduledVisit.booked,
    )
    .where(
        ScheduledVisit.patient_id.in_(sa.bindparam("ids", expanding=True)),
        ScheduledVisit.closing == Closing.NONE,
        ScheduledVisit.voided_at.is_(None),
    )
    .order_by(ScheduledVisit.target, ScheduledVisit.id)
)  # fmt: skip
_SHARED = (
    sa.select(Patient.folded_name)
    .where(Patient.voided_at.is_(None), Patient.folded_name != "")
    .group_by(Patient.folded_name)
    .having(sa.func.count() > 1)
)
_NAMESAKES = sa.select(Patient.id).where(Patient.folded_name.in_(_SHARED), Patient.voided_at.is_(None))
_WITH_NAMESAKES = PlainRows(_NAMESAKES)


_COURSES = (
    sa.select(Transplant.patient_id, sa.func.max(Visit.visit_date).label("last"))
    .join(Visit, sa.and_(Visit.patient_id == Transplant.patient_id, Visit.voided_at.is_(None)), isouter=True)
    .where(Transplant.patient_id.in_(sa.bindparam("ids", expanding=True)), Transplant.voided_at.is_(None))
    .group_by(Transplant.patient_id)
)


def _count(model: type[AdverseEvent] | type[SupportiveTherapy]) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .where(model.patient_id == sa.bindparam("patient_id"), model.voided_at.is_(None))
        .scalar_subquery()
    )


_SCHEDULED = (
    sa.select(sa.func.count())
    .where(ScheduledVisit.patient_id == sa.bindparam("patient_id"), ScheduledVisit.voided_at.is_(None))
    .scalar_subquery()
)
_UNSCHEDULED = (
    sa.select(sa.func.count())
    .where(
        Visit.patient_id == sa.bindparam("patient_id"), Visit.voided_at.is_(None), Visit.scheduled_visit_id.is_(None)
    )
    .scalar_subquery()
)
_PAPERS = (
    sa.select(sa.func.count())
    .where(Attachment.patient_id == sa.bindparam("patient_id"), Attachment.voided_at.is_(None))
    .scalar_subquery()
)
_WITHOUT_PAPER = (
    sa.select(sa.func.count())
    .where(
        AwaitedReport.patient_id == sa.bindparam("patient_id"),
        AwaitedReport.voided_at.is_(None),
        sa.or_(
            AwaitedReport.arrived_on.is_(None),
            ~sa.exists().where(Attachment.awaited_report_id == AwaitedReport.id, Attachment.voided_at.is_(None)),
        ),
    )
    .scalar_subquery()
)
_LETTERS = (
    sa.select(sa.func.count())
    .where(LetterRow.patient_id == sa.bindparam("patient_id"), LetterRow.voided_at.is_(None))
    .scalar_subquery()
)
_COUNTS = sa.select(
    (_SCHEDULED + _UNSCHEDULED).label("visits"),
    _count(AdverseEvent).label("adverse_events"),
    _count(SupportiveTherapy).label("all"),
    (_PAPERS + _WITHOUT_PAPER + _LETTERS).label("documents"),
)


def open_visits(session: Session, ids: Sequence[int]) -> list[OpenVisitFacts]:
    """The open scheduled visits of the patients `ids`, by target (facts as for a followed patient)."""
    return [_facts(row) for row in session.execute(_OPEN, {"ids": list(ids)})]


def _facts(row: Any) -> OpenVisitFacts:
    facts = VisitFacts(row.target, row.earliest, row.latest, row.booked)
    return OpenVisitFacts(row.patient_id, Label(row.label_en, row.label_it), facts)


def course_facts(session: Session, ids: Sequence[int]) -> dict[int, tuple[bool, date | None]]:
    """Of the patients `ids` who have a transplant: True and the day of the last visit that took place."""
    return {row.patient_id: (True, row.last) for row in session.execute(_COURSES, {"ids": list(ids)})}


def with_namesakes(session: Session) -> frozenset[int]:
    """The ids of all patients who share their folded name with another."""
    return frozenset(row[0] for row in _WITH_NAMESAKES.fetch(session))


def counts(session: Session, patient_id: int) -> dict[str, int]:
    """How many visits are planned or recorded, how many toxicities and therapies, and how many papers, letters
    and reports without a paper: the rows of their lists.
    """
    row = session.execute(_COUNTS, {"patient_id": patient_id}).one()
    return {
        "visits": row.visits,
        "adverse_events": row.adverse_events,
        "therapies": row.all,
        "documents": row.documents,
    }
