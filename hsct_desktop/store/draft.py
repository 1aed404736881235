"""Half-filled forms, kept so that a crash or Esc loses nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.store.base import Base, WriteSession


class Draft(Base):
    """One half-filled form of one person. `patient_id` is 0 where a form belongs to no patient yet.

    Drafts are scratch paper, no record: nobody has vouched for them yet. So they are not in the change log, and they
    are the one thing that is really deleted once their form is saved or dropped.
    """

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    form: Mapped[str]
    patient_id: Mapped[int]  # no foreign key: 0 stands for "no patient", since NULLs would never be doubles
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
    content: Mapped[str]
    saved_at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("staff_id", "form", "patient_id"),)


@dataclass(frozen=True)
class SavedDraft:
    """A draft's content (JSON text) and when it was last kept."""

    form: str
    patient_id: int | None
    content: str
    saved_at: datetime


_ONE = sa.select(Draft.form, Draft.patient_id, Draft.content, Draft.saved_at).where(
    Draft.staff_id == sa.bindparam("staff_id"),
    Draft.form == sa.bindparam("form"),
    Draft.patient_id == sa.bindparam("patient_id"),
)


def get(session: Session, form: str, patient_id: int | None, staff_id: int) -> SavedDraft | None:
    """The draft of a form, None when there is none."""
    row = session.execute(_ONE, {"form": form, "patient_id": patient_id or 0, "staff_id": staff_id}).one_or_none()
    return None if row is None else _saved(row)


def put(session: WriteSession, form: str, patient_id: int | None, staff_id: int, content: str) -> None:
    """Keep a draft in place of an earlier one of the same form, patient and person."""
    delete(session, form, patient_id, staff_id)
    session.add(Draft(form=form, patient_id=patient_id or 0, staff_id=staff_id, content=content, saved_at=session.now))
    session.flush()


def delete(session: WriteSession, form: str, patient_id: int | None, staff_id: int) -> None:
    """Drop a draft; no draft is no error."""
    session.execute(
        sa.delete(Draft).where(Draft.form == form, Draft.patient_id == (patient_id or 0), Draft.staff_id == staff_id)
    )


def _saved(row: Any) -> SavedDraft:
    return SavedDraft(row.form, row.patient_id or None, row.content, row.saved_at)
