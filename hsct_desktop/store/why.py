"""What says why scheduled visits stand where they stand: the anchors of their course, its protocol, their history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from hsct_desktop.domain.schedule import Anchors
from hsct_desktop.store.scheduled_visit import ScheduledVisit
from hsct_desktop.store.transplant import Transplant
from hsct_desktop.store.visit import Visit


@dataclass(frozen=True)
class VisitOrigin:
    """A scheduled visit with the course it was planned for; `number` counts the occurrences of a series."""

    id: int
    item_id: str
    number: int
    target: date
    earliest: date
    latest: date
    transplant_id: int
    snapshot_id: int | None
    anchors: Anchors


_ORIGINS = (
    sa.select(
        ScheduledVisit.id, ScheduledVisit.item_id, ScheduledVisit.number, ScheduledVisit.target,
        ScheduledVisit.earliest, ScheduledVisit.latest, ScheduledVisit.transplant_id,
        Transplant.protocol_snapshot_id, Transplant.day0, Transplant.mobilisation_start, Transplant.discharged_on,
    )
    .join_from(ScheduledVisit, Transplant, Transplant.id == ScheduledVisit.transplant_id)
    .where(ScheduledVisit.id.in_(sa.bindparam("ids", expanding=True)))
)  # fmt: skip
_PREVIOUS = (
    sa.select(ScheduledVisit.transplant_id, ScheduledVisit.item_id, ScheduledVisit.target, Visit.visit_date)
    .join_from(ScheduledVisit, Visit, Visit.id == ScheduledVisit.visit_id, isouter=True)
    .where(
        ScheduledVisit.transplant_id.in_(sa.bindparam("ids", expanding=True)),
        ScheduledVisit.item_id.in_(sa.bindparam("items", expanding=True)),
        ScheduledVisit.voided_at.is_(None),
    )
)


def origins(session: Session, ids: Sequence[int]) -> dict[int, VisitOrigin]:
    """The scheduled visits `ids` with the dates of their courses (one statement)."""
    rows: Any = session.execute(_ORIGINS, {"ids": list(ids)})
    return {
        r.id: VisitOrigin(
            r.id, r.item_id, r.number, r.target, r.earliest, r.latest, r.transplant_id, r.protocol_snapshot_id,
            Anchors(r.day0, r.mobilisation_start, r.discharged_on),
        )
        for r in rows
    }  # fmt: skip


def days_of_visits(session: Session, courses: Sequence[int], items: Sequence[str]) -> dict[tuple[int, str], date]:
    """When the visits of some items took place, or their targets while they have not, by course and item."""
    rows: Any = session.execute(_PREVIOUS, {"ids": list(courses), "items": list(items)})
    return {(r.transplant_id, r.item_id): r.visit_date or r.target for r in rows}
