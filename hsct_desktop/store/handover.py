"""What changed in the file since a time, row by row with the values before and after; a fixed number of statements.

A line of the change log holds only the columns that changed. The rest of a row, which its sentence needs (a visit's
label, a toxicity's term), is read from the row as it stands and rewound line by line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from hsct_desktop.domain.patient import FollowUp
from hsct_desktop.store.base import Base, utc_text
from hsct_desktop.store.change_log import UNLOGGED, ChangeLog
from hsct_desktop.store.patient import LATEST_DAY0, Patient

Row = Mapping[str, Any]
_NOT_READ = frozenset({"protocol_snapshot.content"})
"""A column that no sentence needs: the whole text of a protocol."""
_AUTHORS = frozenset({"created_by", "updated_by", "voided_by"})


@dataclass(frozen=True)
class Edit:
    """What one write did to one row, in stored values; `before` is None for a new row."""

    seq: int
    at: datetime
    staff_id: int | None
    txn: str
    action: str
    table: str
    row_id: int
    before: Row | None
    after: Row

    def changed(self, column: str) -> bool:
        """Whether the column has another value now; False for a new row."""
        return self.before is not None and self.before.get(column) != self.after.get(column)

    @property
    def is_new(self) -> bool:
        """Whether the write made the row."""
        return self.before is None

    @property
    def is_voided(self) -> bool:
        """Whether the write took the row back."""
        return self.changed("voided_at") and self.after["voided_at"] is not None

    @property
    def is_back(self) -> bool:
        """Whether the write let a row that had been taken back stand again."""
        return self.changed("voided_at") and self.after["voided_at"] is None


@dataclass(frozen=True)
class Log:
    """The edits in the order of the log, and every row they touch or name as it stood at the end."""

    edits: tuple[Edit, ...]
    rows: Mapping[tuple[str, int], Row]

    def row(self, table: str, row_id: int | None) -> Row | None:
        """A row as it stood at the end, None where there is none."""
        return None if row_id is None else self.rows.get((table, row_id))

    def grades_before(self, event_id: int, seq: int) -> list[Row]:
        """The grades of a toxicity as they stood before a line of the log, those taken back left out."""
        held = [self._before(row, seq) for row in self._grades.get(event_id, ())]
        return [row for row in held if row is not None and row["voided_at"] is None]

    def _before(self, row: Row, seq: int) -> Row | None:
        later = (edit for edit in self._grade_edits.get(row["id"], ()) if edit.seq >= seq)
        first = next(later, None)
        return row if first is None else first.before

    @cached_property
    def _grades(self) -> Mapping[int, list[Row]]:
        found: dict[int, list[Row]] = {}
        for (table, _), row in self.rows.items():
            if table == "adverse_event_grade":
                found.setdefault(row["adverse_event_id"], []).append(row)
        return found

    @cached_property
    def _grade_edits(self) -> Mapping[int, list[Edit]]:
        found: dict[int, list[Edit]] = {}
        for edit in self.edits:
            if edit.table == "adverse_event_grade":
                found.setdefault(edit.row_id, []).append(edit)
        return found


@dataclass(frozen=True)
class PatientInHandover:
    """Who the changes are about; `day0` is that of the latest course that has one."""

    id: int
    code: str
    family_name: str
    given_name: str
    folded_name: str
    birth_date: date
    follow_up: FollowUp
    day0: date | None


IMPORT: Final[Any] = sa.literal_column("'import_run'")
_RUNS = aliased(ChangeLog)
_OF_IMPORT = sa.select(_RUNS.txn).where(_RUNS.table_name == IMPORT)
_LINES = sa.select(
    ChangeLog.seq, ChangeLog.at, ChangeLog.staff_id, ChangeLog.txn, ChangeLog.action, ChangeLog.table_name,
    ChangeLog.op, ChangeLog.row_id, ChangeLog.old,
).where(
    ChangeLog.at >= sa.bindparam("since"),
    # An import brings a hundred thousand rows, its undo takes them away: the import itself is told, and they are not.
    sa.or_(ChangeLog.table_name == IMPORT, ChangeLog.txn.not_in(_OF_IMPORT)),
)  # fmt: skip
_TABLES = {t.name: t for t in Base.metadata.sorted_tables if t.name not in UNLOGGED}
_PEOPLE = sa.select(
    Patient.id, Patient.code, Patient.family_name, Patient.given_name, Patient.folded_name, Patient.birth_date,
    Patient.follow_up, LATEST_DAY0.label("day0"),
)  # fmt: skip


def _among(column: Any) -> Any:
    """The column is one of the ids in a JSON list: any number of them in one parameter."""
    ids = sa.func.json_each(sa.bindparam("ids")).table_valued("value")
    return column.in_(sa.select(ids.c.value))


def _stored(table: sa.Table) -> sa.TableClause:
    """The table without types: values come as they are stored, which is how the log has them."""
    wanted = (column.name for column in table.columns if f"{table.name}.{column.name}" not in _NOT_READ)
    return sa.table(table.name, *(sa.column(name) for name in wanted))


def _by(name: str, column: str) -> sa.Select[Any]:
    raw = _stored(_TABLES[name])
    return sa.select(raw).where(_among(raw.c[column]))


_BY_ID = {name: _by(name, "id") for name in _TABLES}
_GRADES_OF = _by("adverse_event_grade", "adverse_event_id")
_PEOPLE_OF = _PEOPLE.where(_among(Patient.id))
STATEMENTS = {"lines": _LINES}
"""The statements by name, for the test that reads their query plans."""


def changes_since(session: Session, since: datetime, until: datetime | None = None) -> Log:
    """What was written from `since` on and before `until` (aware times of the change log; None: up to now)."""
    lines = session.execute(_LINES, {"since": utc_text(since)})
    return rebuilt(session, lines, "~" if until is None else utc_text(until))


def rebuilt(session: Session, lines: Iterable[Any], end: str = "~", *, merged: bool = True) -> Log:
    """What some lines of the log did before the moment `end`, with the rows as they stood then.

    Where they are not all lines of a row, none that is later may be left out. `merged`: a row that a write has changed
    twice is one edit.
    """
    lines = sorted(lines, key=lambda line: line.seq, reverse=True)
    wanted: dict[str, set[int]] = {name: set() for name in _TABLES}
    for line in lines:
        if line.table_name in wanted:
            wanted[line.table_name].add(line.row_id)
    state = _read(session, wanted)
    for line in (line for line in lines if line.at >= end):
        _rewind(state, line)
    rows = dict(state)
    edits = [edit for line in lines if line.at < end and (edit := _rewind(state, line)) is not None]
    ordered = reversed(edits)
    return Log(tuple(_merged(ordered) if merged else ordered), rows)


def people(session: Session, ids: Iterable[int]) -> dict[int, PatientInHandover]:
    """The patients by id, also those whose registration was taken back."""
    rows = session.execute(_PEOPLE_OF, {"ids": json.dumps(sorted(ids))})
    return {row.id: PatientInHandover(*row) for row in rows}


def _read(session: Session, wanted: dict[str, set[int]]) -> dict[tuple[str, int], Row]:
    """The touched rows and those they name, as they stand; children come before what they hang on."""
    state: dict[tuple[str, int], Row] = {}
    for name, table in reversed(_TABLES.items()):
        if not wanted[name]:
            continue
        found = [dict(row._mapping) for row in session.execute(_BY_ID[name], {"ids": json.dumps(sorted(wanted[name]))})]
        if name == "adverse_event":
            # Whether a toxicity got worse is seen from all its grades, also those that were not touched.
            grades = session.execute(_GRADES_OF, {"ids": json.dumps(sorted(wanted[name]))})
            state |= {("adverse_event_grade", grade.id): dict(grade._mapping) for grade in grades}
        state |= {(name, row["id"]): row for row in found}
        for parent, column in _parents(table):
            wanted[parent] |= {row[column] for row in found if row[column] is not None}
    return state


def _parents(table: sa.Table) -> list[tuple[str, str]]:
    keys = [key for key in table.foreign_keys if key.parent.name not in _AUTHORS and key.column.table.name in _TABLES]
    return [(key.column.table.name, key.parent.name) for key in keys]


def _rewind(state: dict[tuple[str, int], Row], line: Any) -> Edit | None:
    """Take one line back from the rows; None for a line about no row that is read."""
    key = (line.table_name, line.row_id)
    after = state.get(key)
    if after is None:
        return None
    before = None if line.op == "I" else {**after, **json.loads(line.old)}
    if before is None:
        del state[key]
    else:
        state[key] = before
    at = datetime.fromisoformat(line.at)
    return Edit(line.seq, at, line.staff_id, line.txn, line.action, *key, before, after)


def _merged(edits: Iterable[Edit]) -> Iterable[Edit]:
    """One edit for each row and write: a write may touch a row twice."""
    found: dict[tuple[str, str, int], Edit] = {}
    for edit in edits:
        key = (edit.txn, edit.table, edit.row_id)
        held = found.get(key)
        found[key] = edit if held is None else replace(held, after=edit.after)
    return found.values()
