"""Alerts that have fired, and the unit's own thresholds for the rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch
from hsct_desktop.store.patient import Patient
from hsct_desktop.store.plain import PlainRows
from hsct_desktop.store.staff import Staff

OPEN = "acknowledged_at IS NULL AND voided_at IS NULL AND (ended_on IS NULL OR severity = 'red')"
"""Alerts that somebody has still to see: a red one also when its facts no longer fire it."""


class Alert(Recorded, Base):
    """A rule that fired on a day: what it saw (`value`), its limit (`threshold`), both as data, and its rule version.

    `severity` is "red", "amber" or "info"; `certainty` "sure" or "possible". `facts` are the rows that fired it,
    `missing` what was not known. `ended_on` is the day from which the facts no longer fire it.
    """

    __tablename__ = "alert"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    rule_id: Mapped[str]
    rules_version: Mapped[str]
    severity: Mapped[str]
    certainty: Mapped[str]
    value: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    threshold: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    facts: Mapped[list[Any]] = mapped_column(sa.JSON)
    missing: Mapped[list[str]] = mapped_column(sa.JSON)
    fired_on: Mapped[date]
    ended_on: Mapped[date | None]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    acknowledged_why: Mapped[str]
    on_letter: Mapped[bool]

    __table_args__ = (sa.Index("ix_alert_open", "severity", "patient_id", sqlite_where=sa.text(OPEN)),)


class AlertSetting(Recorded, Base):
    """What the unit changed of a rule: whether it is on, how severe it is, its thresholds by name with their units."""

    __tablename__ = "alert_setting"

    rule_id: Mapped[str]
    enabled: Mapped[bool]
    severity: Mapped[str]
    thresholds: Mapped[dict[str, Any]] = mapped_column(sa.JSON)

    __table_args__ = (
        sa.Index("uq_alert_setting_rule", "rule_id", unique=True, sqlite_where=sa.text("voided_at IS NULL")),
    )


@dataclass(frozen=True)
class StoredAlert:
    """An alert as it is kept; `acknowledged_by` is a name."""

    id: int
    version: int
    patient_id: int
    rule_id: str
    rules_version: str
    severity: str
    certainty: str
    value: dict[str, Any]
    threshold: dict[str, Any]
    facts: tuple[dict[str, Any], ...]
    missing: tuple[str, ...]
    fired_on: date
    ended_on: date | None
    acknowledged_at: datetime | None
    acknowledged_by: str
    acknowledged_why: str

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to see it."""
        return self.acknowledged_at is None and (self.ended_on is None or self.severity == "red")


@dataclass(frozen=True)
class StoredChange:
    """What the unit changed of a rule, with who changed it last, and when."""

    id: int
    version: int
    rule_id: str
    enabled: bool
    severity: str
    thresholds: dict[str, Any]
    changed_by: str
    changed_at: datetime


_ALERTS = (
    sa.select(
        Alert.id, Alert.version, Alert.patient_id, Alert.rule_id, Alert.rules_version, Alert.severity,
        Alert.certainty, Alert.value, Alert.threshold, Alert.facts, Alert.missing, Alert.fired_on, Alert.ended_on,
        Alert.acknowledged_at, Staff.name.label("acknowledged_by"), Alert.acknowledged_why,
    )
    .join(Staff, Staff.id == Alert.acknowledged_by, isouter=True)
    .where(Alert.voided_at.is_(None))
    .order_by(Alert.id)
)  # fmt: skip
_OF_PATIENT = _ALERTS.where(Alert.patient_id == sa.bindparam("patient_id"))
_ONE = _ALERTS.where(Alert.id == sa.bindparam("alert_id"))
_UNSEEN_RED = sa.and_(Alert.acknowledged_at.is_(None), Alert.severity == "red")
_STANDING = _OF_PATIENT.where(sa.or_(Alert.ended_on.is_(None), _UNSEEN_RED))
_STANDING_OF_ALL = _ALERTS.where(sa.or_(Alert.ended_on.is_(None), _UNSEEN_RED))
_WAITING = _ALERTS.where(sa.text(f"({OPEN.replace('voided_at', 'alert.voided_at')})"))
_WAITING_OF_PATIENT = _WAITING.where(Alert.patient_id == sa.bindparam("patient_id"))
_WAITING_OF_FOLLOWED = (
    _WAITING.join(Patient, Patient.id == Alert.patient_id)
    .where(Patient.voided_at.is_(None), Patient.follow_up == "followed")
    .where(Alert.severity.in_(sa.bindparam("severities", expanding=True)))
)
_CHANGES = (
    sa.select(
        AlertSetting.id, AlertSetting.version, AlertSetting.rule_id, AlertSetting.enabled, AlertSetting.severity,
        AlertSetting.thresholds, Staff.name.label("changed_by"), AlertSetting.updated_at.label("changed_at"),
    )
    .join(Staff, Staff.id == AlertSetting.updated_by, isouter=True)
    .where(AlertSetting.voided_at.is_(None))
    .order_by(AlertSetting.rule_id)
)  # fmt: skip


_STAMP = PlainRows(sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(AlertSetting.version), 0)))


def _stored(row: Any) -> StoredAlert:
    values = dict(row._mapping)
    values["facts"], values["missing"] = tuple(row.facts), tuple(row.missing)
    return StoredAlert(**{**values, "acknowledged_by": row.acknowledged_by or ""})


def standing_of_all(session: Session, ids: Collection[int] | None = None) -> dict[int, list[StoredAlert]]:
    """By patient the alerts whose facts still fire them, and red ones that nobody has seen (one statement).

    `ids`: only of these patients.
    """
    found: dict[int, list[StoredAlert]] = {}
    asked = _STANDING_OF_ALL if ids is None else _STANDING_OF_ALL.where(Alert.patient_id.in_(ids))
    for row in session.execute(asked):
        found.setdefault(row.patient_id, []).append(_stored(row))
    return found


def standing(session: Session, patient_id: int) -> list[StoredAlert]:
    """A patient's alerts that still fire, and red ones that nobody has seen, oldest first."""
    return [_stored(row) for row in session.execute(_STANDING, {"patient_id": patient_id})]


def of_patient(session: Session, patient_id: int) -> list[StoredAlert]:
    """All alerts of a patient, oldest first."""
    return [_stored(row) for row in session.execute(_OF_PATIENT, {"patient_id": patient_id})]


def one(session: Session, alert_id: int) -> StoredAlert | None:
    """One alert; None when it is gone."""
    return next((_stored(row) for row in session.execute(_ONE, {"alert_id": alert_id})), None)


def waiting(session: Session, patient_id: int) -> list[StoredAlert]:
    """A patient's alerts that somebody has still to see, oldest first."""
    return [_stored(row) for row in session.execute(_WAITING_OF_PATIENT, {"patient_id": patient_id})]


def waiting_of_followed(session: Session, severities: Sequence[str]) -> list[StoredAlert]:
    """The alerts of these severities that somebody has still to see, of all followed patients."""
    return [_stored(row) for row in session.execute(_WAITING_OF_FOLLOWED, {"severities": list(severities)})]


def fire(session: WriteSession, patient_id: int, values: Mapping[str, Any]) -> Alert:
    """Keep an alert that has fired; the row has its id."""
    row = Alert(patient_id=patient_id, acknowledged_why="", on_letter=False, **values)
    session.add(row)
    session.flush()
    return row


def change(session: WriteSession, alert_id: int, values: Mapping[str, Any]) -> None:
    """Change columns of an alert: what it sees now, or that it has ended."""
    row = fetch(session, Alert, alert_id)
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()


def acknowledge(session: WriteSession, alert_id: int, version: int, why: str) -> Alert:
    """Note that the author has seen an alert, and why nothing more or what is done. KnownError `stale_row`."""
    row = fetch(session, Alert, alert_id, version)
    row.acknowledged_at, row.acknowledged_by, row.acknowledged_why = session.now, session.author_id, why
    session.flush()
    return row


def unit_changes(session: Session) -> dict[str, StoredChange]:
    """What the unit changed, by rule."""
    found = (StoredChange(**{**row._mapping, "changed_by": row.changed_by or ""}) for row in session.execute(_CHANGES))
    return {row.rule_id: row for row in found}


def changes_stamp(session: Session) -> tuple[int, int]:
    """Tells one state of the unit's changes from another: versions only rise."""
    count, versions = _STAMP.fetch_with(session, {})[0]
    return int(count), int(versions)


def put_change(session: WriteSession, rule_id: str, version: int | None, values: Mapping[str, Any]) -> AlertSetting:
    """Set what the unit changed of a rule; `version` is that of the row as shown, None where there was none."""
    row = session.execute(
        sa.select(AlertSetting).where(AlertSetting.rule_id == rule_id, AlertSetting.voided_at.is_(None))
    ).scalar()
    if row is None and version is None:
        row = AlertSetting(rule_id=rule_id)
        session.add(row)
    else:
        row = fetch(session, AlertSetting, row.id if row is not None else 0, version or 0)
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()
    return row
