"""What alert rules read of a patient, in small statements that a write can afford."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from hsct_desktop.domain.rule_facts import Reading
from hsct_desktop.store.infection import Infection
from hsct_desktop.store.lab_result import LabResult
from hsct_desktop.store.patient import Patient
from hsct_desktop.store.plain import PlainRows
from hsct_desktop.store.transplant import Transplant
from hsct_desktop.store.visit import Visit

VITALS = {"TEMP": "°C", "SBP": "mmHg", "DBP": "mmHg", "SPO2": "%", "WEIGHT": "kg"}
"""The analytes that visits record as well, in the order of `_VISITS`, with their units."""


@dataclass(frozen=True)
class Standing:
    """Whether a patient is followed, and Day 0 of the latest course."""

    followed: bool
    day0: date | None


_STANDING = PlainRows(
    sa.select(Patient.follow_up, Transplant.day0)
    .join(
        Transplant,
        sa.and_(Transplant.patient_id == Patient.id, Transplant.voided_at.is_(None)),
        isouter=True,
    )
    .where(Patient.id == sa.bindparam("patient_id"), Patient.voided_at.is_(None))
    .order_by(Transplant.number.desc())
    .limit(1)
)
_WANTED = sa.func.json_each(sa.bindparam("wanted")).table_valued("key", "value", name="wanted")
_VALUES = PlainRows(
    sa.select(
        LabResult.id, LabResult.analyte, LabResult.taken_on, LabResult.taken_at, LabResult.text, LabResult.comparator,
        LabResult.value, LabResult.qualitative, LabResult.unit, LabResult.canonical, LabResult.lln, LabResult.uln,
        LabResult.baseline,
    )
    .select_from(_WANTED)
    .join(
        LabResult,
        sa.and_(
            LabResult.patient_id == sa.bindparam("patient_id"),
            LabResult.analyte == sa.cast(_WANTED.c.key, sa.Text()),
            LabResult.taken_on >= sa.cast(_WANTED.c.value, sa.Text()),
            LabResult.voided_at.is_(None),
        ),
    )
    .order_by(LabResult.taken_on.desc(), LabResult.taken_at.desc(), LabResult.id.desc())
)  # fmt: skip
_VISITS = PlainRows(
    sa.select(
        Visit.id, Visit.visit_date, Visit.temperature, Visit.systolic, Visit.diastolic, Visit.saturation, Visit.weight
    )
    .where(
        Visit.voided_at.is_(None), Visit.patient_id == sa.bindparam("patient_id"),
        Visit.visit_date >= sa.bindparam("since", type_=sa.Text()),
    )
    .order_by(Visit.visit_date.desc(), Visit.id.desc())
)  # fmt: skip
_INFECTIONS = PlainRows(
    sa.select(Infection.found_on).where(
        Infection.voided_at.is_(None),
        Infection.patient_id == sa.bindparam("patient_id"),
        Infection.found_on >= sa.bindparam("since", type_=sa.Text()),
    )
)
_FOLLOWED = PlainRows(
    sa.select(Patient.id).where(Patient.voided_at.is_(None), Patient.follow_up == "followed").order_by(Patient.id)
)


def standing(session: Session, patient_id: int) -> Standing:
    """Whether the patient is followed, and the latest Day 0."""
    found = _STANDING.fetch_with(session, {"patient_id": patient_id})
    if not found:
        return Standing(False, None)
    follow_up, day0 = found[0]
    return Standing(follow_up == "followed", None if day0 is None else date.fromisoformat(day0))


def followed(session: Session) -> list[int]:
    """The ids of all followed patients."""
    return [row[0] for row in _FOLLOWED.fetch_with(session, {})]


def values(
    session: Session, patient_id: int, since: Mapping[str, date], units: Mapping[str, str]
) -> dict[str, tuple[Reading, ...]]:
    """A patient's results of some analytes, each from a day on, newest first; `units` are their canonical ones."""
    wanted = json.dumps({code: day.isoformat() for code, day in since.items()})
    found: dict[str, list[Reading]] = {}
    for row in _VALUES.fetch_with(session, {"patient_id": patient_id, "wanted": wanted}):
        found.setdefault(row[1], []).append(reading_of(row, units[row[1]]))
    return {code: tuple(readings) for code, readings in found.items()}


def reading_of(row: tuple[Any, ...], unit: str) -> Reading:
    """The reading of a row as `_VALUES` selects it; `unit` is the canonical one of its analyte."""
    typed, canonical, lln, uln, baseline = (None if text is None else Decimal(text) for text in (row[6], *row[9:]))
    converted = canonical is not None
    return Reading(
        row[1], date.fromisoformat(row[2]), unit if converted or typed is None else row[8],
        canonical if converted else typed, row[3], row[5], row[7], row[4], row[8], typed, lln, uln, baseline,
        f"lab_result:{row[0]}",
    )  # fmt: skip


def vitals_of(row: tuple[Any, ...], wanted: Collection[str]) -> Iterator[Reading]:
    """The readings of a visit's row: id, day, then a column for each of `VITALS`."""
    for (analyte, unit), stored in zip(VITALS.items(), row[2:], strict=True):
        if stored is not None and analyte in wanted:
            value, on = Decimal(str(stored)), date.fromisoformat(row[1])
            yield Reading(
                analyte, on, unit, value, text=f"{value:f}", typed_unit=unit, typed=value, row=f"visit:{row[0]}"
            )


def infections(session: Session, patient_id: int, since: date) -> tuple[date, ...]:
    """The days on which infections were found, from a day on."""
    given = {"patient_id": patient_id, "since": since.isoformat()}
    return tuple(date.fromisoformat(row[0]) for row in _INFECTIONS.fetch_with(session, given))
