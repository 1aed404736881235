"""The selection for transplant: the meeting with its checklist, trials a patient takes part in."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from hsct_desktop.store.base import Base, Recorded


class SelectionMeeting(Recorded, Base):
    """A meeting that decided: `lines` are the criteria as they stood (id, value, limit, source, met, comment).

    `decision` is "accepted", "declined", "deferred" or "" while it is being prepared; `members` one name a line.
    """

    __tablename__ = "selection_meeting"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    held_on: Mapped[date | None]
    members: Mapped[str]
    decision: Mapped[str]
    reason: Mapped[str]
    signed_by: Mapped[str]
    lines: Mapped[list[dict[str, str]]] = mapped_column(sa.JSON)
    note: Mapped[str]


class TrialEnrolment(Recorded, Base):
    """A trial of the list (`trial_id`, or "" and `name` as typed) with its arm and screening number."""

    __tablename__ = "trial_enrolment"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    trial_id: Mapped[str]
    name: Mapped[str]
    arm: Mapped[str]
    screening_number: Mapped[str]
    enrolled_on: Mapped[date | None]
    left_on: Mapped[date | None]
    note: Mapped[str]
