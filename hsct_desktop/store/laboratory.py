"""Laboratories, the reference ranges they print, and how their files are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain.reference_range import LaboratoryEntry
from hsct_desktop.domain.reference_range import ReferenceRange as Range
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch, fill, void


class Laboratory(Recorded, Base):
    """A laboratory that measures for the unit; `own` is the hospital's, all others are outside."""

    __tablename__ = "laboratory"

    name: Mapped[str]
    own: Mapped[bool]
    note: Mapped[str]


class ReferenceRange(Recorded, Base):
    """The limits of an analyte at a laboratory, in `unit`, for a sex ("" both, "female", "male"), an age in whole years
    (`age_from` <= age < `age_to`, None unbounded) and a time (`valid_from` to `valid_to`, both days included)."""

    __tablename__ = "reference_range"

    laboratory_id: Mapped[int] = mapped_column(sa.ForeignKey("laboratory.id"), index=True)
    analyte: Mapped[str]
    unit: Mapped[str]
    sex: Mapped[str]
    age_from: Mapped[int | None]
    age_to: Mapped[int | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    lln: Mapped[Decimal | None]
    uln: Mapped[Decimal | None]


class LabMapping(Recorded, Base):
    """How a laboratory's file is read: which column is what, which format dates have, which name is which analyte."""

    __tablename__ = "lab_mapping"

    laboratory_id: Mapped[int | None] = mapped_column(sa.ForeignKey("laboratory.id"), index=True)
    name: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


@dataclass(frozen=True)
class LaboratoryCard:
    """A laboratory as lists and forms need it; `ranges` counts its reference ranges."""

    id: int
    version: int
    entry: LaboratoryEntry
    ranges: int = 0


@dataclass(frozen=True)
class RangeRow:
    """A stored reference range."""

    id: int
    version: int
    laboratory_id: int
    range: Range


@dataclass(frozen=True)
class MappingRow:
    """A stored mapping of a laboratory's file, `content` as JSON has it."""

    id: int
    version: int
    laboratory_id: int | None
    name: str
    content: Mapping[str, Any]


_COUNT = (
    sa.select(sa.func.count())
    .where(ReferenceRange.laboratory_id == Laboratory.id, ReferenceRange.voided_at.is_(None))
    .correlate(Laboratory)
    .scalar_subquery()
)
_LABORATORIES = (
    sa.select(Laboratory.id, Laboratory.version, Laboratory.name, Laboratory.own, Laboratory.note, _COUNT)
    .where(Laboratory.voided_at.is_(None))
    .order_by(Laboratory.own.desc(), Laboratory.name, Laboratory.id)
)
_RANGES = (
    sa.select(
        ReferenceRange.id, ReferenceRange.version, ReferenceRange.laboratory_id, ReferenceRange.analyte,
        ReferenceRange.unit, ReferenceRange.lln, ReferenceRange.uln, ReferenceRange.sex, ReferenceRange.age_from,
        ReferenceRange.age_to, ReferenceRange.valid_from, ReferenceRange.valid_to,
    )
    .where(ReferenceRange.voided_at.is_(None))
    .order_by(
        ReferenceRange.analyte, ReferenceRange.sex, ReferenceRange.age_from, ReferenceRange.valid_from,
        ReferenceRange.id,
    )
)  # fmt: skip
_OF_LABORATORY = _RANGES.where(ReferenceRange.laboratory_id == sa.bindparam("laboratory_id"))
_IN_USE = (
    _RANGES.add_columns(Laboratory.own)
    .join(Laboratory, Laboratory.id == ReferenceRange.laboratory_id)
    .where(Laboratory.voided_at.is_(None))
)
_MAPPINGS = (
    sa.select(LabMapping.id, LabMapping.version, LabMapping.laboratory_id, LabMapping.name, LabMapping.content)
    .where(LabMapping.voided_at.is_(None))
    .order_by(LabMapping.name, LabMapping.id)
)


def laboratories(session: Session) -> list[LaboratoryCard]:
    """Every laboratory, the own one first."""
    return [
        LaboratoryCard(row[0], row[1], LaboratoryEntry(row[2], row[3], row[4]), row[5])
        for row in session.execute(_LABORATORIES)
    ]


def put_laboratory(
    session: WriteSession, entry: LaboratoryEntry, laboratory_id: int | None = None, version: int | None = None
) -> int:
    """Add a laboratory, or change the one of that id; its id. KnownError `stale_row`."""
    row = Laboratory() if laboratory_id is None else fetch(session, Laboratory, laboratory_id, version)
    fill(row, entry)
    session.add(row)
    session.flush()
    return row.id


def remove_laboratory(session: WriteSession, laboratory_id: int, version: int, reason: str) -> None:
    """Void a laboratory; its results keep its name. KnownError `stale_row`."""
    void(session, fetch(session, Laboratory, laboratory_id, version), reason)
    session.flush()


def ranges(session: Session, laboratory_id: int) -> list[RangeRow]:
    """A laboratory's ranges by analyte, sex, age and validity."""
    return [_range(row) for row in session.execute(_OF_LABORATORY, {"laboratory_id": laboratory_id})]


def ranges_in_use(session: Session) -> list[tuple[RangeRow, bool]]:
    """The ranges of all laboratories in one statement, each with whether its laboratory is the own one."""
    return [(_range(row), bool(row[12])) for row in session.execute(_IN_USE)]


def put_range(
    session: WriteSession, laboratory_id: int, entry: Range, range_id: int | None = None, version: int | None = None
) -> int:
    """Add a range, or change the one of that id; its id. KnownError `stale_row`."""
    row = ReferenceRange(laboratory_id=laboratory_id) if range_id is None else fetch(
        session, ReferenceRange, range_id, version
    )  # fmt: skip
    fill(row, entry)
    session.add(row)
    session.flush()
    return row.id


def remove_range(session: WriteSession, range_id: int, version: int, reason: str) -> None:
    """Void a range. KnownError `stale_row`."""
    void(session, fetch(session, ReferenceRange, range_id, version), reason)
    session.flush()


def mappings(session: Session) -> list[MappingRow]:
    """Every mapping by name."""
    return [MappingRow(*row) for row in session.execute(_MAPPINGS)]


def put_mapping(
    session: WriteSession, laboratory_id: int | None, name: str, content: Mapping[str, Any], mapping_id: int | None
) -> int:
    """Add a mapping, or change the one of that id; its id. KnownError `stale_row`."""
    row = LabMapping() if mapping_id is None else fetch(session, LabMapping, mapping_id)
    row.laboratory_id, row.name, row.content = laboratory_id, name, dict(content)
    session.add(row)
    session.flush()
    return row.id


def remove_mapping(session: WriteSession, mapping_id: int, version: int, reason: str) -> None:
    """Void a mapping. KnownError `stale_row`."""
    void(session, fetch(session, LabMapping, mapping_id, version), reason)
    session.flush()


def _range(row: Any) -> RangeRow:
    return RangeRow(row[0], row[1], row[2], Range(*row[3:12]))
