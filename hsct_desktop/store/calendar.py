"""What calendar files are made of: every scheduled visit that stands, or ever stood, in a span of days.

Voided visits and those of people whom nobody follows any more are read too: a calendar that once showed them must be
told that they are off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.domain.protocol import Label, Place
from hsct_desktop.domain.visit import Closing
from hsct_desktop.store import setting
from hsct_desktop.store.change_log import ChangeLog
from hsct_desktop.store.patient import Patient
from hsct_desktop.store.scheduled_visit import ScheduledVisit
from hsct_desktop.store.setting import Setting
from hsct_desktop.store.state_change import StateChangeRow
from hsct_desktop.store.visit import Visit


@dataclass(frozen=True)
class CalendarVisit:
    """A scheduled visit as a calendar file needs it; `seen_on` is the day on which it took place.

    `changes` never falls: it counts what was done to the visit, its record, the patient's card and state.
    """

    scheduled_id: int
    code: str
    family_name: str
    given_name: str
    label: Label
    target: date
    earliest: date
    latest: date
    booked: date | None
    booked_time: str
    seen_on: date | None
    closing: Closing
    follow_up: FollowUp
    voided: bool
    elsewhere: bool
    changes: int
    changed_at: datetime


_OF_STATES = StateChangeRow.patient_id == ScheduledVisit.patient_id
_OF_RECORDS = Visit.scheduled_visit_id == ScheduledVisit.id


def _alone(column: Any, condition: Any) -> Any:
    return sa.select(column).where(condition).correlate(ScheduledVisit).scalar_subquery()


_SEEN = aliased(Visit)
_FIRST_WRITE, _LATER = aliased(ChangeLog), aliased(ChangeLog)
_BIRTH = (
    sa.select(_FIRST_WRITE.txn)
    .where(
        _FIRST_WRITE.table_name == "scheduled_visit",
        _FIRST_WRITE.row_id == ScheduledVisit.id,
        _FIRST_WRITE.op == "I",
    )
    .correlate(ScheduledVisit)
    .scalar_subquery()
)
# The program writes what nobody chose as cancelled from the start ("@..." reasons). As long as no later write touched
# the closing, no calendar can ever have shown it.
_NEVER_OPEN = sa.and_(
    ScheduledVisit.closing_reason.like("@%"),
    ~sa.exists(
        sa.select(sa.literal(1))
        .where(
            _LATER.table_name == "scheduled_visit",
            _LATER.row_id == ScheduledVisit.id,
            _LATER.txn != _BIRTH,
            sa.func.json_extract(_LATER.old, "$.closing").is_not(None),
        )
        .correlate(ScheduledVisit)
    ),
)
_EVENTS = (
    sa.select(
        ScheduledVisit.id, Patient.code, Patient.family_name, Patient.given_name, ScheduledVisit.label_en,
        ScheduledVisit.label_it, ScheduledVisit.target, ScheduledVisit.earliest, ScheduledVisit.latest,
        ScheduledVisit.booked, ScheduledVisit.booked_time, _SEEN.visit_date, ScheduledVisit.closing,
        Patient.follow_up, ScheduledVisit.voided_at, ScheduledVisit.place, ScheduledVisit.version,
        ScheduledVisit.updated_at, Patient.updated_at.label("patient_updated"),
        Patient.voided_at.label("patient_voided"), Patient.version.label("patient_version"),
        _alone(sa.func.total(StateChangeRow.version), _OF_STATES).label("states"),
        _alone(sa.func.max(StateChangeRow.updated_at), _OF_STATES).label("state_updated"),
        _alone(sa.func.total(Visit.version), _OF_RECORDS).label("records"),
        _alone(sa.func.max(Visit.updated_at), _OF_RECORDS).label("record_updated"),
    )
    .join(Patient, Patient.id == ScheduledVisit.patient_id)
    .join(_SEEN, sa.and_(_SEEN.id == ScheduledVisit.visit_id, _SEEN.voided_at.is_(None)), isouter=True)
    .where(~_NEVER_OPEN)
    .order_by(ScheduledVisit.id)
)  # fmt: skip
_OF_PATIENT = _EVENTS.where(ScheduledVisit.patient_id == sa.bindparam("patient_id"))

_FIRST: sa.BindParameter[date] = sa.bindparam("first", type_=sa.Date())
_LAST: sa.BindParameter[date] = sa.bindparam("last", type_=sa.Date())


def _was(column: str, missing: str) -> Any:
    return sa.func.coalesce(sa.func.json_extract(ChangeLog.old, f"$.{column}"), missing)


# A visit that was moved out of the span, or whose record was taken back, still stands there in a calendar.
_ONCE_PLANNED = sa.select(ChangeLog.row_id).where(
    ChangeLog.table_name == "scheduled_visit",
    ChangeLog.op == "U",
    sa.or_(
        _was("booked", "").between(_FIRST, _LAST),
        sa.and_(_was("target", "") != "", _was("earliest", "") <= _LAST, _was("latest", "9999-12-31") >= _FIRST),
    ),
)
_ONCE_SEEN = (
    sa.select(Visit.scheduled_visit_id)
    .join(ChangeLog, sa.and_(ChangeLog.table_name == "visit", ChangeLog.row_id == Visit.id))
    .where(_was("visit_date", "").between(_FIRST, _LAST), Visit.scheduled_visit_id.is_not(None))
)
_SEEN_THERE = sa.select(Visit.scheduled_visit_id).where(
    Visit.visit_date.between(_FIRST, _LAST), Visit.scheduled_visit_id.is_not(None)
)
_IN_SPAN = _EVENTS.where(
    sa.or_(
        sa.and_(ScheduledVisit.earliest <= _LAST, ScheduledVisit.latest >= _FIRST),
        ScheduledVisit.booked.between(_FIRST, _LAST),
        ScheduledVisit.id.in_(sa.union(_SEEN_THERE, _ONCE_PLANNED, _ONCE_SEEN)),
    )
)
_SETTINGS_CHANGED = (
    sa.select(sa.func.count())
    .select_from(ChangeLog)
    .join(Setting, Setting.id == ChangeLog.row_id)
    .where(
        ChangeLog.table_name == "setting",
        Setting.key.not_in(
            (setting.UNIT_NAME, setting.FILE_KIND, setting.FILE_ID, setting.FILE_CREATED, setting.KEYS_KNOWN)
        ),
    )
)


def of_patient(session: Session, patient_id: int) -> list[CalendarVisit]:
    """A patient's scheduled visits, those taken back and those that are off included."""
    return [_visit(row) for row in session.execute(_OF_PATIENT, {"patient_id": patient_id})]


def in_span(session: Session, first: date, last: date) -> list[CalendarVisit]:
    """Everybody's visits whose day or window lies from `first` to `last`, or did so before they were changed."""
    return [_visit(row) for row in session.execute(_IN_SPAN, {"first": first, "last": last})]


def settings_changed(session: Session) -> int:
    """How often the unit's settings were changed: the day that is proposed for a visit goes by them."""
    return session.execute(_SETTINGS_CHANGED).scalar_one()


def _visit(row: Any) -> CalendarVisit:
    moments: Iterable[datetime] = (
        m for m in (row.updated_at, row.patient_updated, row.state_updated, row.record_updated) if m is not None
    )
    return CalendarVisit(
        row.id, row.code, row.family_name, row.given_name, Label(row.label_en, row.label_it), row.target, row.earliest,
        row.latest, row.booked, row.booked_time, row.visit_date, row.closing, row.follow_up,
        row.voided_at is not None or row.patient_voided is not None, row.place is Place.ELSEWHERE,
        row.version - 1 + int(row.states) + int(row.records) + row.patient_version - 1, max(moments),
    )  # fmt: skip
