"""The rows of any table, read whole for tables that leave the program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from hsct_desktop.domain.data_class import TableClass
from hsct_desktop.domain.patient import Consent, Purpose
from hsct_desktop.store.base import Base
from hsct_desktop.store.patient import Patient
from hsct_desktop.store.transplant import Transplant

Row = Mapping[str, Any]
CONSENT_COLUMNS: Final = {Purpose.RESEARCH: "consent_research", Purpose.REGISTRY: "consent_registry"}
"""Where the answer stands to a purpose that asks for consent."""
_AT_A_TIME: Final = 1000
_FIRST_DAY0 = (
    sa.select(Transplant.patient_id, sa.func.min(Transplant.day0))
    .join(Patient, sa.and_(Patient.id == Transplant.patient_id, Patient.voided_at.is_(None)))
    .where(Transplant.voided_at.is_(None), Transplant.day0.is_not(None))
    .group_by(Transplant.patient_id)
)


def rows(session: Session, table: str, columns: Iterable[str], *, with_voided: bool = False) -> Iterator[Row]:
    """Columns of every row of a table by id, typed, read a thousand at a time; rows that were taken back only where
    they are wanted."""
    model = Base.metadata.tables[table]
    wanted = sa.select(*(model.c[name] for name in columns)).order_by(*model.primary_key)
    if "voided_at" in model.c and not with_voided:
        wanted = wanted.where(model.c.voided_at.is_(None))
    for row in session.execute(wanted, execution_options={"yield_per": _AT_A_TIME}):
        yield cast("Row", row._mapping)


def count(session: Session, of: TableClass, purpose: Purpose = Purpose.UNIT) -> int:
    """How many rows of a table count: neither they nor what they hang on were taken back, and their patient has
    consented to the purpose."""
    model = Base.metadata.tables[of.name]
    wanted = sa.select(sa.func.count()).select_from(model)
    if "voided_at" in model.c:
        wanted = wanted.where(model.c.voided_at.is_(None))
    for column in (of.parent, "transplant_id"):
        if column in model.c and column != "id":
            counting = _counting(of.columns[column].table, purpose)
            wanted = wanted.where(model.c[column].is_(None) | model.c[column].in_(counting))
    if of.parent == "id":
        wanted = wanted.where(model.c.id.in_(_counting(of.name, purpose)))
    return int(session.scalar(wanted) or 0)


def refused_research(session: Session) -> int:
    """How many patients who count have said no to research, or taken their consent to it back."""
    said_no = Patient.consent_research.in_((Consent.NO, Consent.WITHDRAWN))
    return int(session.scalar(sa.select(sa.func.count(Patient.id)).where(Patient.voided_at.is_(None), said_no)) or 0)


def _counting(table: str, purpose: Purpose) -> sa.Select[tuple[int]]:
    """The ids of the rows of patients that count, in one of the tables that others hang on."""
    model = Base.metadata.tables[table]
    wanted = sa.select(model.c.id).where(model.c.voided_at.is_(None))
    if "patient_id" in model.c:
        return wanted.where(model.c.patient_id.in_(_counting("patient", purpose)))
    asked = CONSENT_COLUMNS.get(purpose)
    return wanted if asked is None else wanted.where(model.c[asked] == Consent.YES)


def first_day0(session: Session, purpose: Purpose = Purpose.UNIT) -> dict[int, date]:
    """The first Day 0 of each patient who counts, has one and has consented to the purpose."""
    wanted = _FIRST_DAY0.where(Patient.id.in_(_counting("patient", purpose)))
    return {patient_id: day0 for patient_id, day0 in session.execute(wanted) if day0 is not None}
