"""All rows of one patient, in every table that has any: the tables are found through the models' foreign keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from hsct_desktop.store import records
from hsct_desktop.store.base import ExactDecimal, UtcDateTime
from hsct_desktop.store.change_log import ChangeLog
from hsct_desktop.store.models import METADATA

PATIENT: Final = "patient"
OWNER: Final = "patient_id"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Owned:
    """A table with rows of patients: its `column` holds the patient's id, or where there is a `parent` that of a row
    of the parent's."""

    table: str
    column: str
    parent: str = ""


@cache
def owned() -> Mapping[str, Owned]:
    """Every table whose rows belong to a patient, the patients' own first, parents before what hangs on them."""
    found = {PATIENT: Owned(PATIENT, "id")}
    for table in METADATA.sorted_tables:
        if table.name == PATIENT:
            continue
        if OWNER in table.columns:
            found[table.name] = Owned(table.name, OWNER)
        elif keys := dict(_keys(table, found)):
            known = records.tables().get(table.name)
            column = known.parent if known is not None and known.parent in keys else next(iter(keys))
            found[table.name] = Owned(table.name, column, keys[column])
    return found


def _keys(table: sa.Table, known: Mapping[str, Owned]) -> Iterator[tuple[str, str]]:
    """The columns of a table that point at rows of patients, each with the table that it points at."""
    for key in sorted(table.foreign_keys, key=lambda one: one.parent.name):
        target = key.column.table.name
        if target in known and target != PATIENT:
            yield key.parent.name, target


def of_patient(session: Session, patient_id: int) -> dict[str, list[Row]]:
    """Every row of a patient with all its columns, typed, by table; tables without any are left out."""
    found: dict[str, list[Row]] = {}
    for one in owned().values():
        table = METADATA.tables[one.table]
        rows = session.execute(sa.select(table).where(_belongs(one, patient_id)).order_by(*table.primary_key))
        held = [cast("Row", row._mapping) for row in rows]
        if held:
            found[one.table] = held
    return found


def of_row(session: Session, table: str, row_id: int) -> Row:
    """One row of a table with all its columns, typed; it must be there."""
    model = METADATA.tables[table]
    (key,) = model.primary_key
    return cast("Row", session.execute(sa.select(model).where(key == row_id)).one()._mapping)


def ids_of(table: str, patient_id: int) -> sa.Select[tuple[int]]:
    """The keys of a patient's rows in a table, as a part of a statement."""
    model = METADATA.tables[table]
    (key,) = model.primary_key
    return sa.select(key).where(_belongs(owned()[table], patient_id))


def _belongs(one: Owned, patient_id: int) -> sa.ColumnElement[bool]:
    column = METADATA.tables[one.table].c[one.column]
    return column == patient_id if not one.parent else column.in_(ids_of(one.parent, patient_id))


def log_lines(session: Session, patient_id: int) -> list[Row]:
    """The lines of the change log that tell of a patient's rows, oldest first."""
    log = METADATA.tables[ChangeLog.__tablename__]
    told = [
        sa.and_(log.c.table_name == name, log.c.row_id.in_(ids_of(name, patient_id)))
        for name, table in METADATA.tables.items()
        if name in owned() and "id" in table.columns
    ]
    rows = session.execute(sa.select(log).where(sa.or_(*told)).order_by(log.c.seq))
    return [cast("Row", row._mapping) for row in rows]


_TYPES: Final = (
    (UtcDateTime, "moment"), (ExactDecimal, "decimal"), (sa.Date, "date"), (sa.Boolean, "yes_no"),
    (sa.Integer, "whole"), (sa.Float, "number"), (sa.JSON, "json"), (sa.LargeBinary, "file"),
)  # fmt: skip


def columns_of(table: str) -> dict[str, str]:
    """The columns of a table in their order, each with the kind of its values."""
    return {
        column.name: next((name for kind, name in _TYPES if isinstance(column.type, kind)), "text")
        for column in METADATA.tables[table].columns
    }
