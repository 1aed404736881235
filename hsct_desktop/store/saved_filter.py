"""Named filters of Today and Patients, the unit's or one person's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain.patient_filter import FilterFacts, FilterRule
from hsct_desktop.store import tag
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch
from hsct_desktop.store.patient import LATEST_DAY0, Patient
from hsct_desktop.store.plain import PlainRows
from hsct_desktop.store.task import OPEN_TASK, Task
from hsct_desktop.store.transplant import Transplant


class SavedFilter(Recorded, Base):
    """A filter by name; `content` is its definition as JSON, an owner of None is the whole unit."""

    __tablename__ = "saved_filter"

    name: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    content: Mapped[str]
    position: Mapped[int]


@dataclass(frozen=True)
class Saved:
    """A saved filter; an owner of None is the whole unit, a rule of None one that cannot be read."""

    id: int
    version: int
    name: str
    owner_id: int | None
    rule: FilterRule | None


_FOR_READER = (
    sa.select(SavedFilter.id, SavedFilter.version, SavedFilter.name, SavedFilter.owner_id, SavedFilter.content)
    .where(
        SavedFilter.voided_at.is_(None),
        sa.or_(SavedFilter.owner_id.is_(None), SavedFilter.owner_id == sa.bindparam("reader_id")),
    )
    .order_by(SavedFilter.owner_id.is_not(None), SavedFilter.position, SavedFilter.id)
)
_LATEST_PROTOCOL = (
    sa.select(Transplant.protocol_id)
    .where(Transplant.patient_id == Patient.id, Transplant.voided_at.is_(None))
    .order_by(Transplant.number.desc())
    .limit(1)
    .correlate(Patient)
    .scalar_subquery()
)
# Whoever may stand on a list: the followed, and those of whom a task is still open.
_ON_LISTS: sa.CompoundSelect[int | None] = sa.union_all(
    sa.select(Patient.id).where(sa.text("patient.follow_up = 'followed' AND patient.voided_at IS NULL")),
    sa.select(Task.patient_id).where(sa.text(OPEN_TASK)),
)
_FACTS = PlainRows(
    sa.select(
        Patient.id, Patient.disease_id, _LATEST_PROTOCOL.label("protocol_id"), Patient.nurse_id,
        LATEST_DAY0.label("day0"),
    ).where(Patient.id.in_(_ON_LISTS))
)  # fmt: skip
STATEMENTS: dict[str, sa.Select[*tuple[Any, ...]]] = {"filter_facts": _FACTS.statement}
"""The statements over all patients by name, for the test that reads their query plans."""


def add(session: WriteSession, name: str, owner_id: int | None, rule: FilterRule) -> SavedFilter:
    """Save a filter below those of the same owner; the row has its id."""
    last = session.execute(sa.select(sa.func.max(SavedFilter.position))).scalar()
    row = SavedFilter(name=name, owner_id=owner_id, content=rule.to_json(), position=(last or 0) + 1)
    session.add(row)
    session.flush()
    return row


def revise(
    session: WriteSession, filter_id: int, version: int | None, name: str, owner_id: int | None, rule: FilterRule
) -> SavedFilter:
    """Rename a filter, change what it asks for or whose it is."""
    row = fetch(session, SavedFilter, filter_id, version)
    row.name, row.owner_id, row.content = name, owner_id, rule.to_json()
    session.flush()
    return row


def for_reader(session: Session, reader_id: int | None) -> list[Saved]:
    """The unit's filters, then those of one member of staff."""
    rows: Iterable[Any] = session.execute(_FOR_READER, {"reader_id": reader_id})
    return [Saved(r.id, r.version, r.name, r.owner_id, _rule(r.content)) for r in rows]


def _rule(content: str) -> FilterRule | None:
    """One damaged definition must not hide the lists: it is told as damaged, and the others hold."""
    try:
        return FilterRule.from_json(content)
    except ValueError:
        return None


def facts(session: Session) -> dict[int, FilterFacts]:
    """What filters ask, of every patient who may stand on a list (two statements)."""
    tags, nothing = tag.by_patient(session), frozenset[str]()
    return {
        key: FilterFacts(
            disease, protocol or "", nurse, None if day0 is None else date.fromisoformat(day0), tags.get(key, nothing)
        )
        for key, disease, protocol, nurse, day0 in _FACTS.fetch(session)
    }
