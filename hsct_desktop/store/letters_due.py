"""The recorded visits after which a letter may be due, and the last letter that each patient's colleagues got."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from hsct_desktop.domain.letter import LetterKind, LetterStatus
from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.protocol import Label, Place
from hsct_desktop.store.letter import LetterRow
from hsct_desktop.store.patient import Patient
from hsct_desktop.store.scheduled_visit import ScheduledVisit
from hsct_desktop.store.visit import Visit

ALONE: Final = 0
"""The number of a planned visit that does not come again and again."""


@dataclass(frozen=True)
class SeenVisit:
    """A recorded visit of a followed patient; `form` is the registry form that its scheduled visit feeds, `label` None
    for a visit outside the schedule. `here` says that it was planned in the unit, as no one of a row of blood tests.
    """

    patient_id: int
    code: str
    family_name: str
    given_name: str
    birth_date: date
    seen_on: date
    form: str
    here: bool
    label: Label | None


_SEEN = (
    sa.select(
        Visit.patient_id, Patient.code, Patient.family_name, Patient.given_name, Patient.birth_date, Visit.visit_date,
        sa.func.coalesce(ScheduledVisit.ebmt_form, ""),
        sa.and_(ScheduledVisit.place == Place.UNIT, ScheduledVisit.number == ALONE), ScheduledVisit.label_en,
        ScheduledVisit.label_it,
    )
    .select_from(Visit)
    .join(Patient, Patient.id == Visit.patient_id)
    .join(ScheduledVisit, ScheduledVisit.id == Visit.scheduled_visit_id, isouter=True)
    .where(
        Visit.voided_at.is_(None), Patient.voided_at.is_(None), Patient.follow_up == FollowUp.FOLLOWED,
        Visit.visit_date >= sa.bindparam("first"), Visit.visit_date <= sa.bindparam("last"),
    )
    .order_by(Visit.visit_date, Visit.id)
)  # fmt: skip
_LAST = (
    sa.select(LetterRow.patient_id, LetterRow.kind, sa.func.max(LetterRow.written_on))
    .where(
        LetterRow.voided_at.is_(None), LetterRow.status == LetterStatus.SIGNED.value,
        LetterRow.kind != LetterKind.PATIENT.value, LetterRow.written_on <= sa.bindparam("last"),
    )
    .group_by(LetterRow.patient_id, LetterRow.kind)
)  # fmt: skip


def seen(session: Session, first: date, last: date) -> list[SeenVisit]:
    """The recorded visits of followed patients from one day to another, both included, by day."""
    rows = session.execute(_SEEN, {"first": first, "last": last})
    return [SeenVisit(*row[:7], bool(row[7]), Label(row[8], row[9]) if row[8] is not None else None) for row in rows]


def last_letters(session: Session, until: date) -> dict[tuple[int, LetterKind], date]:
    """The day of the last signed letter to a colleague by patient and kind."""
    return {(row[0], LetterKind(row[1])): row[2] for row in session.execute(_LAST, {"last": until})}
