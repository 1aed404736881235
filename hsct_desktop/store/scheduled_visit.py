"""Scheduled visits: the dated plan of a transplant course."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.protocol import Label, Place
from hsct_desktop.domain.schedule import PlannedVisit
from hsct_desktop.domain.visit import Closing, VisitFacts
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch, void
from hsct_desktop.store.held import read_once
from hsct_desktop.store.many import ids_text, of_many_patients

OPEN = "closing = 'none' AND voided_at IS NULL"
NO_LONGER_PLANNED = "no longer planned"
"""The void reason of a visit that the protocol plans no longer."""
CLOSED_BOOKED = "closing <> 'none' AND booked IS NOT NULL"


class ScheduledVisit(Recorded, Base):
    """A planned visit with its window, booking and closing. `key` names it within the course."""

    __tablename__ = "scheduled_visit"

    transplant_id: Mapped[int] = mapped_column(sa.ForeignKey("transplant.id"), index=True)
    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    key: Mapped[str]
    item_id: Mapped[str]
    number: Mapped[int]
    label_en: Mapped[str]
    label_it: Mapped[str]
    target: Mapped[date]
    earliest: Mapped[date]
    latest: Mapped[date]
    place: Mapped[Place]
    optional: Mapped[bool]
    ebmt_form: Mapped[str]
    booked: Mapped[date | None]
    booked_time: Mapped[str] = mapped_column(default="")
    moved: Mapped[int] = mapped_column(default=0)
    move_reason: Mapped[str] = mapped_column(default="")
    closing: Mapped[Closing] = mapped_column(default=Closing.NONE)
    closing_reason: Mapped[str] = mapped_column(default="")
    # Not a foreign key: visit.scheduled_visit_id is one, and two that point at each other cannot both come first.
    visit_id: Mapped[int | None]

    __table_args__ = (
        sa.CheckConstraint(
            "closing IN ('none', 'done', 'awaited', 'missed', 'cancelled', 'not_applicable', 'history')",
            name="closing",
        ),
        sa.CheckConstraint("earliest <= target AND target <= latest", name="window"),
        sa.Index(
            "uq_scheduled_visit_transplant_key", "transplant_id", "key", unique=True,
            sqlite_where=sa.text("voided_at IS NULL"),
        ),
        sa.Index("ix_scheduled_visit_closed_booked", "booked", "patient_id", sqlite_where=sa.text(CLOSED_BOOKED)),
        sa.Index("ix_scheduled_visit_open_target", "target", "patient_id", sqlite_where=sa.text(OPEN)),
        sa.Index("ix_scheduled_visit_open_booked", "booked", "patient_id", sqlite_where=sa.text(OPEN)),
        sa.Index("ix_scheduled_visit_open_patient", "patient_id", "earliest", sqlite_where=sa.text(OPEN)),
        sa.Index("ix_scheduled_visit_open_window", "earliest", "latest", sqlite_where=sa.text(OPEN)),
    )  # fmt: skip


@dataclass(frozen=True)
class Scheduled:
    """A scheduled visit as the patient's pages and documents need it."""

    id: int
    version: int
    transplant_id: int
    patient_id: int
    key: str
    item_id: str
    number: int
    label: Label
    target: date
    earliest: date
    latest: date
    place: Place
    optional: bool
    ebmt_form: str
    booked: date | None
    booked_time: str
    moved: int
    move_reason: str
    closing: Closing
    closing_reason: str
    visit_id: int | None

    def facts(self, follow_up: FollowUp) -> VisitFacts:
        """What decides the visit's status on a day."""
        return VisitFacts(self.target, self.earliest, self.latest, self.booked, self.closing, follow_up)


_COLUMNS = sa.select(
    ScheduledVisit.id, ScheduledVisit.version, ScheduledVisit.transplant_id, ScheduledVisit.patient_id,
    ScheduledVisit.key, ScheduledVisit.item_id, ScheduledVisit.number, ScheduledVisit.label_en,
    ScheduledVisit.label_it, ScheduledVisit.target, ScheduledVisit.earliest, ScheduledVisit.latest,
    ScheduledVisit.place, ScheduledVisit.optional, ScheduledVisit.ebmt_form, ScheduledVisit.booked,
    ScheduledVisit.booked_time, ScheduledVisit.moved, ScheduledVisit.move_reason, ScheduledVisit.closing,
    ScheduledVisit.closing_reason, ScheduledVisit.visit_id,
).where(ScheduledVisit.voided_at.is_(None))  # fmt: skip
_OF_PATIENT = _COLUMNS.where(ScheduledVisit.patient_id == sa.bindparam("patient_id")).order_by(
    ScheduledVisit.target, ScheduledVisit.id
)
_ONE = _COLUMNS.where(ScheduledVisit.id == sa.bindparam("scheduled_id"))


def add_plan(
    session: WriteSession, transplant_id: int, patient_id: int, visits: Iterable[PlannedVisit]
) -> list[ScheduledVisit]:
    """Write planned visits of a course; the rows have their ids."""
    rows = []
    for visit in visits:
        row = ScheduledVisit(
            transplant_id=transplant_id, patient_id=patient_id, key=visit.key,
            booked_time="", moved=0, move_reason="", closing=Closing.NONE, closing_reason="",
        )  # fmt: skip
        move_plan(row, visit)
        rows.append(row)
    session.add_all(rows)
    session.flush()
    return rows


def move_plan(row: ScheduledVisit, visit: PlannedVisit) -> None:
    """Give a scheduled visit all that a plan drawn up anew says of it."""
    row.item_id, row.optional = visit.item.id, visit.item.optional
    row.place, row.ebmt_form = visit.item.place, visit.item.ebmt_form
    row.number = visit.number
    row.label_en, row.label_it = visit.label.en, visit.label.it
    row.target, row.earliest, row.latest = visit.target, visit.earliest, visit.latest


def rows_of_course(session: Session, transplant_id: int) -> list[ScheduledVisit]:
    """The scheduled visits of a course as rows (to edit, in a write), by target."""
    statement = (
        sa.select(ScheduledVisit)
        .where(ScheduledVisit.transplant_id == transplant_id, ScheduledVisit.voided_at.is_(None))
        .order_by(ScheduledVisit.target, ScheduledVisit.id)
    )
    return list(session.execute(statement).scalars())


def series_ahead(session: Session, on: date) -> dict[tuple[int, str], int]:
    """How many visits of each series lie after a day, by course and item; what was voided does not count."""
    statement = (
        sa.select(ScheduledVisit.transplant_id, ScheduledVisit.item_id, sa.func.count())
        .where(ScheduledVisit.target > on, ScheduledVisit.number > 0, ScheduledVisit.voided_at.is_(None))
        .group_by(ScheduledVisit.transplant_id, ScheduledVisit.item_id)
    )
    return {(row[0], row[1]): row[2] for row in session.execute(statement)}


def dropped_of_course(session: Session, transplant_id: int) -> dict[str, ScheduledVisit]:
    """The visits that the protocol planned once and then no longer, by key: the latest of each."""
    statement = (
        sa.select(ScheduledVisit)
        .where(
            ScheduledVisit.transplant_id == transplant_id,
            ScheduledVisit.voided_at.is_not(None),
            ScheduledVisit.void_reason == NO_LONGER_PLANNED,
        )
        .order_by(ScheduledVisit.id)
    )
    return {row.key: row for row in session.execute(statement).scalars()}


def drop(session: WriteSession, row: ScheduledVisit) -> None:
    """Take a visit out that the protocol no longer plans; `take_up` brings it back."""
    row.booked, row.booked_time = None, ""
    void(session, row, NO_LONGER_PLANNED)


def take_up(row: ScheduledVisit) -> None:
    """Bring back a visit that the protocol plans again."""
    row.voided_at, row.voided_by, row.void_reason = None, None, None


def book(
    session: WriteSession, scheduled_id: int, version: int | None, booked: date | None, time: str, reason: str
) -> ScheduledVisit:
    """Book a visit (time "HH:MM" or ""); a day that replaces an earlier booking counts as moved, with its reason."""
    row = fetch(session, ScheduledVisit, scheduled_id, version)
    if row.booked is not None and row.booked != booked:
        row.moved += 1
    row.booked, row.booked_time, row.move_reason = booked, time, reason
    session.flush()
    return row


def close(
    session: WriteSession, scheduled_id: int, version: int | None, closing: Closing, reason: str = "",
    visit_id: int | None = None,
) -> ScheduledVisit:  # fmt: skip
    """Close a visit as done (with the visit's id), missed or cancelled; NONE opens it again."""
    row = fetch(session, ScheduledVisit, scheduled_id, version)
    row.closing, row.closing_reason, row.visit_id = closing, reason, visit_id
    session.flush()
    return row


@read_once
def of_patient(session: Session, patient_id: int) -> list[Scheduled]:
    """All scheduled visits of a patient, by target."""
    return [_scheduled(row) for row in session.execute(_OF_PATIENT, {"patient_id": patient_id})]


def get(session: Session, scheduled_id: int) -> Scheduled | None:
    """One scheduled visit, None when there is none (any more)."""
    row = session.execute(_ONE, {"scheduled_id": scheduled_id}).one_or_none()
    return None if row is None else _scheduled(row)


class OpenVisit(NamedTuple):
    """A scheduled visit that a visit may keep: it is open, or closed as history that nobody had recorded."""

    id: int
    version: int
    target: date
    earliest: date
    latest: date


_TO_KEEP = of_many_patients(
    sa.select(
        ScheduledVisit.patient_id, ScheduledVisit.id, ScheduledVisit.version, ScheduledVisit.target,
        ScheduledVisit.earliest, ScheduledVisit.latest,
    ).where(ScheduledVisit.closing.in_((Closing.NONE, Closing.HISTORY)), ScheduledVisit.voided_at.is_(None)),
    ScheduledVisit.patient_id,
).order_by(ScheduledVisit.target, ScheduledVisit.id)  # fmt: skip


def open_of_many(session: Session, ids: Collection[int]) -> dict[int, list[OpenVisit]]:
    """The scheduled visits of some patients that a visit may keep, by target (one statement)."""
    found: dict[int, list[OpenVisit]] = {}
    for row in session.execute(_TO_KEEP, ids_text(ids)):
        found.setdefault(row.patient_id, []).append(OpenVisit(*row[1:]))
    return found


def close_done(session: WriteSession, kept: Sequence[tuple[OpenVisit, int]]) -> None:
    """Close scheduled visits as done, each with the id of its visit, in one statement. KnownError `stale_row`."""
    if not kept:
        return
    table = ScheduledVisit.__table__
    values = {
        "version": table.c.version + 1, "updated_at": session.now, "updated_by": session.author_id,
        "closing": Closing.DONE, "closing_reason": "", "visit_id": sa.bindparam("its_visit"),
    }  # fmt: skip
    statement = (
        sa.update(ScheduledVisit)
        .where(ScheduledVisit.id == sa.bindparam("held_id"), ScheduledVisit.version == sa.bindparam("held_version"))
        .values(values)
    )
    rows = [{"held_id": held.id, "held_version": held.version, "its_visit": visit_id} for held, visit_id in kept]
    if session.connection().execute(statement, rows).rowcount != len(rows):
        raise KnownError("stale_row")


def _scheduled(row: Any) -> Scheduled:
    values = dict(row._mapping)
    label = Label(values.pop("label_en"), values.pop("label_it"))
    return Scheduled(label=label, **values)
