"""Results: one measured value of an analyte of one sample, as typed and converted, with what graded it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from hsct_desktop.domain.lab_result import BaselineValue, Sample, flag_of
from hsct_desktop.domain.lab_result import LabResult as Result
from hsct_desktop.domain.lab_value import Qualitative
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.store.base import Base, Recorded, WriteSession, fetch, utc_text, void
from hsct_desktop.store.held import held_by, read_once
from hsct_desktop.store.many import ids_text, of_many_patients
from hsct_desktop.store.plain import PlainRows

TO_REVIEW = "reviewed_at IS NULL AND voided_at IS NULL"
_QUALITATIVE = {kind.value: kind for kind in Qualitative}


class LabResult(Recorded, Base):
    """A value as typed (`text`, `unit`) and as read: `comparator` "", "<" or ">"; `value` in the unit as typed;
    `canonical` in the analyte's unit; `qualitative` "", "neg" or "pos".

    `lln`, `uln` and `baseline` are those that graded it, in the unit as typed; `baseline_flag` says where the baseline
    stood among its own limits ("low", "normal", "high", "" unknown); `corrected` is the albumin-corrected
    calcium in mmol/L. `grade` is that of the numbers alone, `proposed` the lower one where a person must answer first.
    `taken_at` is "HH:MM" or empty; no laboratory means the unit's own.
    """

    __tablename__ = "lab_result"

    patient_id: Mapped[int] = mapped_column(sa.ForeignKey("patient.id"))
    analyte: Mapped[str]
    taken_on: Mapped[date]
    taken_at: Mapped[str]
    laboratory_id: Mapped[int | None] = mapped_column(sa.ForeignKey("laboratory.id"), index=True)
    text: Mapped[str]
    comparator: Mapped[str]
    value: Mapped[Decimal | None]
    qualitative: Mapped[str]
    unit: Mapped[str]
    canonical: Mapped[Decimal | None]
    corrected: Mapped[Decimal | None]
    lln: Mapped[Decimal | None]
    uln: Mapped[Decimal | None]
    baseline: Mapped[Decimal | None]
    baseline_flag: Mapped[str]
    ctcae_version: Mapped[str]
    rules_version: Mapped[str]
    term_id: Mapped[str]
    direction: Mapped[str]
    grade: Mapped[int | None]
    proposed: Mapped[int | None]
    entered_by: Mapped[str]
    note: Mapped[str]
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))

    __table_args__ = (
        sa.Index("ix_lab_result_patient_day", "patient_id", "taken_on", "analyte"),
        sa.Index("ix_lab_result_to_review", "patient_id", "taken_on", sqlite_where=sa.text(TO_REVIEW)),
        # An empty laboratory (the unit's own) is no value to SQLite, so that it takes two indexes.
        sa.Index(
            "uq_lab_result_own_sample", "patient_id", "taken_on", "taken_at", "analyte", unique=True,
            sqlite_where=sa.text("laboratory_id IS NULL AND voided_at IS NULL"),
        ),
        sa.Index(
            "uq_lab_result_sample", "patient_id", "taken_on", "taken_at", "analyte", "laboratory_id", unique=True,
            sqlite_where=sa.text("laboratory_id IS NOT NULL AND voided_at IS NULL"),
        ),
    )  # fmt: skip


_COLUMNS = (
    LabResult.id, LabResult.version, LabResult.patient_id, LabResult.analyte, LabResult.taken_on, LabResult.taken_at,
    LabResult.laboratory_id, LabResult.text, LabResult.comparator, LabResult.value, LabResult.qualitative,
    LabResult.unit, LabResult.canonical, LabResult.corrected, LabResult.lln, LabResult.uln, LabResult.baseline,
    LabResult.ctcae_version, LabResult.rules_version, LabResult.term_id, LabResult.direction, LabResult.grade,
    LabResult.proposed, LabResult.entered_by, LabResult.note, LabResult.updated_at, LabResult.updated_by,
    LabResult.reviewed_at, LabResult.reviewed_by, LabResult.baseline_flag,
)  # fmt: skip
_LIVE = LabResult.voided_at.is_(None)
_RESULTS = sa.select(*_COLUMNS).where(_LIVE)
_ORDER = (LabResult.taken_on, LabResult.taken_at, LabResult.id)
_OF_PATIENT = _RESULTS.where(LabResult.patient_id == sa.bindparam("patient_id")).order_by(*_ORDER)
_ALL = PlainRows(_OF_PATIENT)
_OF_MANY = PlainRows(of_many_patients(_RESULTS, LabResult.patient_id))
_CODES = sa.func.json_each(sa.bindparam("analytes", type_=sa.String)).table_valued("value")
_SOME = PlainRows(_OF_PATIENT.where(LabResult.analyte.in_(sa.select(_CODES.c.value))))
_ON_DAYS = _OF_PATIENT.where(LabResult.taken_on.in_(sa.bindparam("days", expanding=True)))
_BY_ID = _RESULTS.where(LabResult.id.in_(sa.bindparam("ids", expanding=True))).order_by(*_ORDER)
_WAITING = _OF_PATIENT.where(LabResult.reviewed_at.is_(None))
_EXACT_BEFORE = (
    sa.select(
        LabResult.analyte,
        LabResult.taken_on,
        LabResult.taken_at,
        LabResult.canonical,
        LabResult.value,
        LabResult.lln,
        LabResult.uln,
    )
    .where(
        _LIVE,
        LabResult.patient_id == sa.bindparam("patient_id"),
        LabResult.comparator == "",
        LabResult.canonical.is_not(None),
        LabResult.taken_on < sa.bindparam("before"),
    )
    .order_by(LabResult.taken_on, LabResult.taken_at)
)


def of_patient(session: Session, patient_id: int, analytes: Sequence[str] | None = None) -> list[Result]:
    """A patient's results by day and time, of all analytes or of some (one statement)."""
    if analytes is None:
        return _all_of_patient(session, patient_id)
    if held_by(session) is not None:
        wanted = frozenset(analytes)
        return [one for one in _all_of_patient(session, patient_id) if one.analyte in wanted]
    given = {"patient_id": patient_id, "analytes": json.dumps(list(analytes))}
    return [_plain(row) for row in _SOME.fetch_with(session, given)]


@read_once
def _all_of_patient(session: Session, patient_id: int) -> list[Result]:
    return [_plain(row) for row in _ALL.fetch_with(session, {"patient_id": patient_id})]


def of_many(session: Session, ids: Collection[int]) -> dict[int, list[Result]]:
    """The results of some patients, for those who have one (one statement)."""
    found: dict[int, list[Result]] = {}
    for row in _OF_MANY.fetch_with(session, ids_text(ids)):
        found.setdefault(row[2], []).append(_plain(row))
    return found


def on_days(session: Session, patient_id: int, days: Iterable[date]) -> list[Result]:
    """A patient's results of some days."""
    given = {"patient_id": patient_id, "days": list(days)}
    return [_result(row) for row in session.execute(_ON_DAYS, given)]


def by_id(session: Session, ids: Iterable[int]) -> list[Result]:
    """Results by their ids; those that are voided or gone are left out."""
    return [_result(row) for row in session.execute(_BY_ID, {"ids": list(ids)})]


def ids_of_cell(session: Session, patient_id: int, analyte: str, sample: Sample) -> list[int]:
    """The rows that have ever stood for one value, those taken back included, oldest first."""
    statement = sa.select(LabResult.id).where(
        LabResult.patient_id == patient_id,
        LabResult.analyte == analyte,
        LabResult.taken_on == sample.taken_on,
        LabResult.taken_at == sample.taken_at,
        LabResult.laboratory_id.is_not_distinct_from(sample.laboratory_id),
    )
    return list(session.scalars(statement.order_by(LabResult.id)))


def waiting(session: Session, patient_id: int) -> list[Result]:
    """A patient's results that nobody has reviewed."""
    return [_result(row) for row in session.execute(_WAITING, {"patient_id": patient_id})]


def exact_before(session: Session, patient_id: int, before: date) -> dict[str, list[BaselineValue]]:
    """Each analyte's exact values before a day, from which a baseline is taken."""
    found: dict[str, list[BaselineValue]] = {}
    for row in session.execute(_EXACT_BEFORE, {"patient_id": patient_id, "before": before}):
        found.setdefault(row.analyte, []).append(_baseline_value(row))
    return found


def _baseline_value(row: Any) -> BaselineValue:
    return BaselineValue(row.taken_on, row.taken_at, row.canonical, flag_of(row.value, row.lln, row.uln))


def add_many(session: WriteSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Record results in one statement; each row names every column but those of who and when, which it may name."""
    if not rows:
        return
    now, author = session.now, session.author_id
    stamp = {
        "version": 1, "created_at": now, "created_by": author, "updated_at": now, "updated_by": author,
        "voided_at": None, "voided_by": None, "void_reason": None, "reviewed_at": None, "reviewed_by": None,
    }  # fmt: skip
    session.connection().execute(sa.insert(LabResult), [{**stamp, **row} for row in rows])


_STAMPS = ("version", "created_at", "created_by", "updated_at", "updated_by")
_LATER = ("id", "voided_at", "voided_by", "void_reason", "reviewed_at", "reviewed_by")
_NEW = tuple(name for name in LabResult.__table__.columns.keys() if name not in (*_STAMPS, *_LATER))  # noqa: SIM118
PREPARED = _NEW
"""The columns of a prepared row, in their order."""
_SEEN = ("reviewed_at", "reviewed_by")


def _insert(*names: str) -> str:
    return f"INSERT INTO lab_result ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - our own


_INSERT, _INSERT_SEEN = _insert(*_NEW, *_STAMPS), _insert(*_NEW, *_STAMPS, *_SEEN)

PreparedRow = tuple[str | int | None, ...]
"""A result's columns as the driver takes them: made before a write begins, so that the write is short."""


def prepared(row: Mapping[str, Any]) -> PreparedRow:
    """A row of `add_many` that names every column but those of who and when, as the driver takes it."""
    return tuple(_driver_value(row[name]) for name in _NEW)


def _driver_value(value: Any) -> str | int | None:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    found: str | int | None = value
    return found


def add_prepared(session: WriteSession, rows: Sequence[PreparedRow], *, seen: bool = False) -> None:
    """Record results that were prepared before the write, in one statement; `seen` by the author as they stand."""
    now, author = utc_text(session.now), session.author_id
    stamps = (1, now, author, now, author, *((now, author) if seen else ()))
    if rows:
        statement = _INSERT_SEEN if seen else _INSERT
        session.connection().exec_driver_sql(statement, [(*row, *stamps) for row in rows])


def revise(session: WriteSession, result_id: int, version: int, values: Mapping[str, Any]) -> None:
    """Change columns of a result; it waits for review again. KnownError `stale_row`."""
    row = fetch(session, LabResult, result_id, version)
    for name, value in values.items():
        setattr(row, name, value)
    row.reviewed_at, row.reviewed_by = None, None
    session.flush()


def revise_many(session: WriteSession, changes: Sequence[tuple[int, int, Mapping[str, Any]]]) -> None:
    """Like `revise` for many results, by id and version, in one statement; all change the same columns."""
    if not changes:
        return
    table = LabResult.__table__
    fixed = {
        "version": table.c.version + 1, "updated_at": session.now, "updated_by": session.author_id,
        "reviewed_at": None, "reviewed_by": None,
    }  # fmt: skip
    statement = (
        sa.update(LabResult)
        .where(LabResult.id == sa.bindparam("held_id"), LabResult.version == sa.bindparam("held_version"))
        .values({**fixed, **{name: sa.bindparam(f"new_{name}") for name in changes[0][2]}})
    )
    rows = [
        {"held_id": row_id, "held_version": version, **{f"new_{name}": value for name, value in values.items()}}
        for row_id, version, values in changes
    ]
    if session.connection().execute(statement, rows).rowcount != len(rows):
        raise KnownError("stale_row")


def take_back(session: WriteSession, result_id: int, version: int, reason: str) -> None:
    """Void a result. KnownError `stale_row`."""
    void(session, fetch(session, LabResult, result_id, version), reason)
    session.flush()


def review(session: WriteSession, result_id: int, version: int) -> None:
    """Note that the author has seen a result as it stands. KnownError `stale_row` when it was changed meanwhile."""
    row = fetch(session, LabResult, result_id, version)
    row.reviewed_at, row.reviewed_by = session.now, session.author_id


def _result(row: Any) -> Result:
    values: Any = (*row[:10], Qualitative(row.qualitative), *row[11:])
    return Result(*values)


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _plain(row: tuple[Any, ...]) -> Result:
    """A result of a row as the driver hands it over: a flowsheet of ten years holds ten thousand."""
    return Result(
        row[0], row[1], row[2], row[3], date.fromisoformat(row[4]), row[5], row[6], row[7], row[8], _amount(row[9]),
        _QUALITATIVE[row[10]], row[11], _amount(row[12]), _amount(row[13]), _amount(row[14]), _amount(row[15]),
        _amount(row[16]), row[17], row[18], row[19], row[20], row[21], row[22], row[23], row[24],
        datetime.fromisoformat(row[25]), row[26], datetime.fromisoformat(row[27]) if row[27] else None, row[28],
        row[29],
    )  # fmt: skip
