"""The care plan: what a person changed of the derived lines, and lines of their own."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain.care_plan import CareActor, CareEdit
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch


class CarePlanItem(Recorded, Base):
    """A line: who ("unit", "gp", "neurologist", "patient") does what until when.

    `source_key` names the derived line that it replaces or hides, "" for a line of one's own.
    """

    __tablename__ = "care_plan_item"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    source_key: Mapped[str]
    who: Mapped[str]
    text: Mapped[str]
    until: Mapped[date | None]
    hidden: Mapped[bool]
    position: Mapped[int]


_OF_PATIENT = (
    sa.select(CarePlanItem)
    .where(CarePlanItem.patient_id == sa.bindparam("patient_id"), CarePlanItem.voided_at.is_(None))
    .order_by(CarePlanItem.id)
)


def of_patient(session: Session, patient_id: int) -> list[CareEdit]:
    """What a person recorded of a patient's lines (one statement)."""
    return [_edit(row) for row in session.execute(_OF_PATIENT, {"patient_id": patient_id}).scalars()]


def add(session: WriteSession, patient_id: int, edit: CareEdit) -> CarePlanItem:
    """Record a line; `edit` has no id yet."""
    row = CarePlanItem(patient_id=patient_id, source_key=edit.source_key)
    _fill(row, edit)
    session.add(row)
    session.flush()
    return row


def revise(session: WriteSession, edit: CareEdit) -> CarePlanItem:
    """Change a recorded line. KnownError `stale_row`."""
    row = fetch(session, CarePlanItem, edit.id, edit.version)
    _fill(row, edit)
    session.flush()
    return row


def _fill(row: CarePlanItem, edit: CareEdit) -> None:
    row.who, row.text, row.until = edit.who.value, edit.text, edit.until
    row.hidden, row.position = edit.hidden, edit.position


def _edit(row: CarePlanItem) -> CareEdit:
    return CareEdit(
        row.id, row.version, row.source_key, CareActor(row.who), row.text, row.until, row.hidden, row.position
    )
