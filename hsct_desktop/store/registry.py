"""Which registry forms were typed in, by whom and when."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from hsct_desktop.domain.registry import RegistryEntry, RegistryForm, RegistryTyped, TypedFacts
from hsct_desktop.store.base import WriteSession, fetch
from hsct_desktop.store.letter import RegistryEntry as RegistryRow

_OF_PATIENT = (
    sa.select(
        RegistryRow.id, RegistryRow.version, RegistryRow.patient_id, RegistryRow.transplant_id, RegistryRow.form,
        RegistryRow.year, RegistryRow.typed_on, RegistryRow.typed_by_name, RegistryRow.reference, RegistryRow.note,
        RegistryRow.facts,
    )
    .where(RegistryRow.patient_id == sa.bindparam("key"), RegistryRow.voided_at.is_(None))
    .order_by(RegistryRow.typed_on, RegistryRow.id)
)  # fmt: skip


def add(session: WriteSession, entry: RegistryEntry, facts: TypedFacts) -> RegistryRow:
    """Record that a form was typed in, with what it said; the row has its id."""
    row = RegistryRow(patient_id=entry.patient_id, transplant_id=entry.transplant_id, facts=_written(facts))
    _fill(row, entry)
    session.add(row)
    session.flush()
    return row


def revise(session: WriteSession, row_id: int, version: int, entry: RegistryEntry) -> RegistryRow:
    """Change such a record. KnownError `stale_row`."""
    row = fetch(session, RegistryRow, row_id, version)
    _fill(row, entry)
    session.flush()
    return row


def _fill(row: RegistryRow, entry: RegistryEntry) -> None:
    if entry.typed_on is None:
        raise ValueError("no day")
    row.form, row.year, row.typed_on = entry.form.value, entry.year, entry.typed_on
    row.typed_by_name, row.reference, row.note = entry.typed_by_name, entry.reference, entry.note


def of_patient(session: Session, patient_id: int) -> list[RegistryTyped]:
    """A patient's typed forms, the first first (one query)."""
    return [_typed(row) for row in session.execute(_OF_PATIENT, {"key": patient_id})]


def _typed(row: Any) -> RegistryTyped:
    entry = RegistryEntry(
        row.patient_id, row.transplant_id, RegistryForm(row.form), row.typed_on, row.typed_by_name, row.note,
        row.year, row.reference,
    )  # fmt: skip
    held = json.loads(row.facts) if row.facts else {}
    return RegistryTyped(row.id, row.version, entry, TypedFacts(held.get("language", ""), held.get("values", {})))


def _written(facts: TypedFacts) -> str:
    return json.dumps({"language": facts.language, "values": dict(facts.values)}, ensure_ascii=False)
