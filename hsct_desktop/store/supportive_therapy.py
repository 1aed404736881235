"""Supportive therapies with their pauses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain.supportive_therapy import (
    Interruption,
    Route,
    StopReason,
    SupportiveTherapyEntry,
    Therapy,
    TherapyClass,
)
from hsct_desktop.domain.therapy_dose import DoseStep
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch, fill, touch, void
from hsct_desktop.store.held import read_once
from hsct_desktop.store.many import ids_text, of_many_patients
from hsct_desktop.store.patient import REMOVED
from hsct_desktop.store.therapy_dose import DOSE_COLUMNS, TherapyDose, dose_step, dose_text

RUNNING = "stop IS NULL AND planned_stop IS NOT NULL AND voided_at IS NULL"
OPEN_ENDED = "stop IS NULL AND planned_stop IS NULL AND stop_rule_id <> '' AND voided_at IS NULL"
"""Therapies for which nobody set a day, but that have a rule."""


class SupportiveTherapy(Recorded, Base):
    """A therapy: what, how much, how, from when, planned and actual end."""

    __tablename__ = "supportive_therapy"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"), index=True)
    name: Mapped[str]
    therapy_class: Mapped[TherapyClass]
    catalogue_id: Mapped[str]
    dose: Mapped[Decimal | None]
    unit: Mapped[str]
    route: Mapped[Route]
    frequency: Mapped[str]
    start: Mapped[date]
    planned_stop: Mapped[date | None]
    stop_rule_id: Mapped[str]
    stop_rule: Mapped[str]
    stop: Mapped[date | None]
    stop_reason: Mapped[StopReason | None]
    stop_detail: Mapped[str]
    note: Mapped[str]
    indication: Mapped[str | None] = mapped_column(sort_order=98)
    """The item of the therapy catalogue that it is given for; None in files from before 0004: the drug tells."""
    times: Mapped[str | None] = mapped_column(sort_order=98)
    """Times of day, "08:00 20:00"."""
    extended_why: Mapped[str | None] = mapped_column(sort_order=98)
    allergy_why: Mapped[str | None] = mapped_column(sort_order=98)
    """Why it is given in spite of a recorded allergy."""
    overlap_why: Mapped[str | None] = mapped_column(sort_order=98)
    """Why it overlaps another course of the same drug."""

    __table_args__ = (
        sa.Index("ix_supportive_therapy_to_stop", "planned_stop", "patient_id", sqlite_where=sa.text(RUNNING)),
        sa.Index("ix_supportive_therapy_open_ended", "stop_rule_id", "patient_id", sqlite_where=sa.text(OPEN_ENDED)),
    )


class TherapyInterruption(Recorded, Base):
    """A pause of a therapy, `ended_on` included; None while it lasts."""

    __tablename__ = "therapy_interruption"

    supportive_therapy_id: Mapped[int] = mapped_column(sa.ForeignKey("supportive_therapy.id"), index=True)
    start: Mapped[date]
    ended_on: Mapped[date | None]
    reason: Mapped[str]


THERAPY_COLUMNS = (
    SupportiveTherapy.id, SupportiveTherapy.version, SupportiveTherapy.patient_id, SupportiveTherapy.name,
    SupportiveTherapy.therapy_class, SupportiveTherapy.catalogue_id, SupportiveTherapy.dose, SupportiveTherapy.unit,
    SupportiveTherapy.route, SupportiveTherapy.frequency, SupportiveTherapy.start, SupportiveTherapy.planned_stop,
    SupportiveTherapy.stop_rule_id, SupportiveTherapy.stop_rule, SupportiveTherapy.stop,
    SupportiveTherapy.stop_reason, SupportiveTherapy.stop_detail, SupportiveTherapy.note,
    SupportiveTherapy.indication, SupportiveTherapy.times, SupportiveTherapy.allergy_why,
    SupportiveTherapy.overlap_why,
)  # fmt: skip
_THERAPIES = sa.select(*THERAPY_COLUMNS).where(SupportiveTherapy.voided_at.is_(None))
_OF_PATIENT = _THERAPIES.where(SupportiveTherapy.patient_id == sa.bindparam("key")).order_by(
    SupportiveTherapy.start, SupportiveTherapy.id
)
_ONE = _THERAPIES.where(SupportiveTherapy.id == sa.bindparam("key"))
_PAUSES = (
    sa.select(
        TherapyInterruption.supportive_therapy_id, TherapyInterruption.start, TherapyInterruption.ended_on,
        TherapyInterruption.reason,
    )
    .join(SupportiveTherapy, SupportiveTherapy.id == TherapyInterruption.supportive_therapy_id)
    .where(TherapyInterruption.voided_at.is_(None), SupportiveTherapy.voided_at.is_(None))
    .order_by(TherapyInterruption.supportive_therapy_id, TherapyInterruption.start, TherapyInterruption.id)
)  # fmt: skip
_PAUSES_OF_PATIENT = _PAUSES.where(SupportiveTherapy.patient_id == sa.bindparam("key"))
_PAUSES_OF_SEVERAL = _PAUSES.where(TherapyInterruption.supportive_therapy_id.in_(sa.bindparam("ids", expanding=True)))
_DOSES = (
    sa.select(*DOSE_COLUMNS)
    .join(SupportiveTherapy, SupportiveTherapy.id == TherapyDose.supportive_therapy_id)
    .where(TherapyDose.voided_at.is_(None), SupportiveTherapy.voided_at.is_(None))
    .order_by(TherapyDose.supportive_therapy_id, TherapyDose.from_on, TherapyDose.id)
)
_DOSES_OF_PATIENT = _DOSES.where(SupportiveTherapy.patient_id == sa.bindparam("key"))
_DOSES_OF_SEVERAL = _DOSES.where(TherapyDose.supportive_therapy_id.in_(sa.bindparam("ids", expanding=True)))
_OF_MANY = of_many_patients(_THERAPIES, SupportiveTherapy.patient_id).order_by(
    SupportiveTherapy.start, SupportiveTherapy.id
)
_PAUSES_OF_MANY = of_many_patients(_PAUSES, SupportiveTherapy.patient_id)
_PAUSES_OF_ONE = _PAUSES.where(TherapyInterruption.supportive_therapy_id == sa.bindparam("key"))


def add(session: WriteSession, entry: SupportiveTherapyEntry) -> SupportiveTherapy:
    """Record a therapy with its pauses; the row has its id."""
    row = SupportiveTherapy()
    fill(row, entry, interruptions="")
    session.add(row)
    session.flush()
    set_interruptions(session, row.id, entry.interruptions)
    return row


def revise(session: WriteSession, therapy_id: int, version: int, entry: SupportiveTherapyEntry) -> SupportiveTherapy:
    """Change a therapy (a stop is such a change) and its pauses."""
    row = fetch(session, SupportiveTherapy, therapy_id, version)
    touch(session, row)
    fill(row, entry, interruptions="")
    set_interruptions(session, therapy_id, entry.interruptions)
    return row


def set_interruptions(session: WriteSession, therapy_id: int, pauses: Sequence[Interruption]) -> None:
    """Make the pauses read `pauses`: by start day, changed, voided or added."""
    statement = sa.select(TherapyInterruption).where(
        TherapyInterruption.supportive_therapy_id == therapy_id, TherapyInterruption.voided_at.is_(None)
    )
    held = {row.start: row for row in session.execute(statement).scalars()}
    for start in held.keys() - {pause.start for pause in pauses}:
        void(session, held[start], REMOVED)
    for pause in pauses:
        row = held.get(pause.start) or TherapyInterruption(supportive_therapy_id=therapy_id)
        fill(row, pause, end="ended_on")
        session.add(row)
    session.flush()


@read_once
def of_patient(session: Session, patient_id: int) -> list[Therapy]:
    """A patient's therapies with their pauses and changes of dose, by start (three statements)."""
    changes = _steps(session.execute(_DOSES_OF_PATIENT, {"key": patient_id}))
    return [
        therapy(row, pauses, changes.get(row.id, ()))
        for row, pauses in _rows(session, _OF_PATIENT, _PAUSES_OF_PATIENT, patient_id)
    ]


def entry_of(session: Session, therapy_id: int) -> tuple[int, SupportiveTherapyEntry] | None:
    """Version and entry of one therapy, for the form that edits it; None when there is none (any more)."""
    for row, pauses in _rows(session, _ONE, _PAUSES_OF_ONE, therapy_id):
        return row.version, _entry(row, pauses)
    return None


def of_many(session: Session, ids: Collection[int]) -> dict[int, list[tuple[int, int, SupportiveTherapyEntry]]]:
    """Id, version and entry of the therapies of some patients, for those who have one (two statements)."""
    given = ids_text(ids)
    pauses = _by_therapy(session.execute(_PAUSES_OF_MANY, given))
    found: dict[int, list[tuple[int, int, SupportiveTherapyEntry]]] = {}
    for row in session.execute(_OF_MANY, given):
        entry = _entry(row, pauses.get(row.id, ()))
        found.setdefault(row.patient_id, []).append((row.id, row.version, entry))
    return found


def _entry(row: Any, pauses: tuple[Interruption, ...]) -> SupportiveTherapyEntry:
    return SupportiveTherapyEntry(
        row.patient_id, row.name, row.therapy_class, row.start, row.catalogue_id, row.dose, row.unit, row.route,
        row.frequency, row.planned_stop, row.stop_rule_id, row.stop_rule, row.stop, row.stop_reason,
        row.stop_detail, pauses, row.note, row.indication or "", row.times or "", row.allergy_why or "",
        row.overlap_why or "",
    )  # fmt: skip


def columns(entry: SupportiveTherapyEntry) -> dict[str, Any]:
    """A therapy as its columns, without its pauses."""
    return {field.name: getattr(entry, field.name) for field in fields(entry) if field.name != "interruptions"}


def pauses_of(session: Session, ids: Sequence[int]) -> dict[int, tuple[Interruption, ...]]:
    """The pauses of the therapies `ids` that have any (one statement)."""
    return _by_therapy(session.execute(_PAUSES_OF_SEVERAL, {"ids": list(ids)}))


def changes_of(session: Session, ids: Sequence[int]) -> dict[int, tuple[DoseStep, ...]]:
    """The changes of dose of the therapies `ids` that have any (one statement)."""
    return _steps(session.execute(_DOSES_OF_SEVERAL, {"ids": list(ids)}))


def _steps(rows: Iterable[Any]) -> dict[int, tuple[DoseStep, ...]]:
    found: dict[int, tuple[DoseStep, ...]] = {}
    for row in rows:
        found[row.supportive_therapy_id] = (*found.get(row.supportive_therapy_id, ()), dose_step(row))
    return found


def _rows(session: Session, therapies: Any, pauses: Any, key: int) -> list[tuple[Any, tuple[Interruption, ...]]]:
    by_therapy = _by_therapy(session.execute(pauses, {"key": key}))
    return [(row, by_therapy.get(row.id, ())) for row in session.execute(therapies, {"key": key})]


def _by_therapy(pauses: Iterable[Any]) -> dict[int, tuple[Interruption, ...]]:
    found: dict[int, tuple[Interruption, ...]] = {}
    for pause in pauses:
        entry = Interruption(pause.start, pause.ended_on, pause.reason)
        found[pause.supportive_therapy_id] = (*found.get(pause.supportive_therapy_id, ()), entry)
    return found


def therapy(row: Any, pauses: tuple[Interruption, ...] = (), changes: tuple[DoseStep, ...] = ()) -> Therapy:
    """A row of THERAPY_COLUMNS as the domain's Therapy; the dose becomes text such as "960 mg"."""
    return Therapy(
        row.id, row.name, row.therapy_class, row.start, dose_text(row), row.route, row.frequency, row.planned_stop,
        row.stop_rule, row.stop, row.stop_reason, row.stop_detail, pauses, row.catalogue_id, row.note, row.version,
        indication=row.indication or "", times=row.times or "", allergy_why=row.allergy_why or "",
        overlap_why=row.overlap_why or "", stop_rule_id=row.stop_rule_id,
    ).with_changes(changes)  # fmt: skip
