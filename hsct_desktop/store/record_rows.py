"""The rows of any table, read whole for tables that leave the program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from hsct_desktop.store.base import Base
from hsct_desktop.store.transplant import Transplant

Row = Mapping[str, Any]
_FIRST_DAY0 = (
    sa.select(Transplant.patient_id, sa.func.min(Transplant.day0))
    .where(Transplant.voided_at.is_(None), Transplant.day0.is_not(None))
    .group_by(Transplant.patient_id)
)


def rows(session: Session, table: str, columns: Iterable[str], *, with_voided: bool = False) -> list[Row]:
    """Columns of every row of a table by id, typed; rows that were taken back only where they are wanted."""
    model = Base.metadata.tables[table]
    wanted = sa.select(*(model.c[name] for name in columns)).order_by(*model.primary_key)
    if "voided_at" in model.c and not with_voided:
        wanted = wanted.where(model.c.voided_at.is_(None))
    return [row._mapping for row in session.execute(wanted)]


def count(session: Session, table: str) -> int:
    """How many rows of a table count, whosever they are."""
    model = Base.metadata.tables[table]
    wanted = sa.select(sa.func.count()).select_from(model)
    if "voided_at" in model.c:
        wanted = wanted.where(model.c.voided_at.is_(None))
    return int(session.scalar(wanted) or 0)


def first_day0(session: Session) -> dict[int, date]:
    """The first Day 0 of each patient who has one."""
    return {row[0]: row[1] for row in session.execute(_FIRST_DAY0)}
