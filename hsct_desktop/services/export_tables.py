"""The records of the file as tables: a table for each record kind, with pseudonyms in place of identity unless asked.

Every column leaves by its class (`store/records.py`). A pseudonymised table has neither code, name, contact, free text
nor anybody of the staff; of words (a drug, an organism) it has those that a list of the program has.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from hsct_desktop.domain.data_class import DAYS, NAMES_SOMEBODY, NOT_EXPORTED, ColumnClass, DataClass, Scope, TableClass
from hsct_desktop.domain.data_table import DataColumn, DataTable, DataType, DataValue
from hsct_desktop.domain.dates import age_in_years
from hsct_desktop.domain.partial_date import parse_partial
from hsct_desktop.domain.patient import Consent, Purpose
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services.code_labels import CodeLabels
from hsct_desktop.services.data_dictionary import Meanings
from hsct_desktop.services.known_words import KnownWords, LeftOut
from hsct_desktop.services.pseudonym import pseudonym, record_id
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import record_rows, records, staff
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.record_rows import CONSENT_COLUMNS, Row

PATIENT: Final = "patient"
OLDEST_SAID: Final = 90
"""Whoever is older counts as of this age: so few are that it would name them."""
_SAME_AS_OTHERS: Final = frozenset({"code", "code_key", "folded_name", "search_text"})
"""Of the patient: the code stands in the first column of every table, the others are worked out from the name."""
_PART: Final = ";"
Progress = Callable[[int, int], None]
"""Told how many of how many tables are read; what it raises ends the work."""
Value = Callable[[Row, "_Whose"], DataValue]


@dataclass(frozen=True)
class TableWish:
    """What is wanted: kinds of records (() for all), with identity or not, days of the calendar or days from the first
    Day 0 of each patient, rows that were taken back as well; for a purpose that asks for consent only those who gave
    it."""

    kinds: tuple[str, ...] = ()
    identified: bool = False
    as_days: bool = False
    with_voided: bool = False
    purpose: Purpose = Purpose.UNIT


@dataclass(frozen=True)
class RecordTables:
    """The tables with what a reader must know: how many patients, of how many no Day 0 is known (their days are empty
    where days count from it), how many were left out since they have not consented to the purpose, and what was left
    out since no list of the program has it."""

    wish: TableWish
    tables: tuple[DataTable, ...]
    patients: int
    without_day0: int = 0
    left_out: tuple[LeftOut, ...] = ()
    without_consent: int = 0
    patient_ids: frozenset[int] = frozenset()

    @property
    def rows(self) -> int:
        """All rows of all tables."""
        return sum(len(table.rows) for table in self.tables)


@dataclass(frozen=True)
class _Whose:
    """The patient of a row: what stands for them, their first Day 0."""

    shown: str | None = None
    day0: date | None = None


def wanted_tables(wish: TableWish) -> list[TableClass]:
    """The tables of a wish. KnownError `export_kind_unknown`, `export_only_people` where people are asked for without
    identity."""
    known = records.kinds()
    for kind in wish.kinds:
        if kind not in known:
            raise KnownError("export_kind_unknown", kind=kind, known=", ".join(known))
    found = [one for one in records.tables().values() if one.kind and (not wish.kinds or one.kind in wish.kinds)]
    if not wish.identified:
        found = [table for table in found if table.scope is not Scope.PEOPLE]
        found = [table for table in found if _tells(table)]
    if {table.kind for table in found} < set(wish.kinds):  # left out without a word it would be missed too late
        raise KnownError("export_only_people")
    return found


def _tells(table: TableClass) -> bool:
    """Whether anything of a table is left once identity is."""
    kept = NAMES_SOMEBODY | NOT_EXPORTED | {DataClass.ID, DataClass.PATIENT, DataClass.LINK}
    return any(column.kind not in kept for column in table.columns.values())


def tables(ws: Workspace, wish: TableWish, key: bytes = b"", progress: Progress | None = None) -> RecordTables:
    """The records as tables, as they stand at one moment. `key` is the file's secret, needed without identity."""
    wanted = wanted_tables(wish)
    if not wish.identified and not key:
        raise ValueError("pseudonyms need the file's secret")
    with ws.read() as session:
        made, known = _Maker(ws, session, wish, key), KnownWords(ws)
        found, left_out = list[DataTable](), list[LeftOut]()
        for number, table in enumerate(wanted):
            if progress is not None:
                progress(number, len(wanted))
            told = made.table(table)
            if not wish.identified:
                told, lost = known.only(told)
                left_out += lost
            found.append(told)
    people = made.people
    lacking = sum(one.day0 is None for one in people.values())
    return RecordTables(
        wish, tuple(found), len(people), lacking, tuple(left_out), made.without_consent, frozenset(people)
    )


class _Maker:
    """Makes the tables of one moment; what several tables need is read once."""

    def __init__(self, ws: Workspace, session: ReadSession, wish: TableWish, key: bytes) -> None:
        self._session, self._wish, self._key = session, wish, key
        self._labels = CodeLabels(ws)
        self._meanings = Meanings(ws.wording)
        self._zone = ws.clock().tzinfo
        self._parents: dict[str, Mapping[int, int]] = {}

    @cached_property
    def _patients(self) -> Sequence[Row]:
        """Every patient, whether they have consented or not."""
        wanted = ("id", "code", *CONSENT_COLUMNS.values())
        return list(record_rows.rows(self._session, PATIENT, wanted, with_voided=self._wish.with_voided))

    @property
    def without_consent(self) -> int:
        """How many patients are left out since they have not consented to the purpose."""
        return len(self._patients) - len(self.people)

    @cached_property
    def people(self) -> Mapping[int, _Whose]:
        """The patients that count, by id."""
        day0 = record_rows.first_day0(self._session)
        read = [row for row in self._patients if _consents(row, self._wish.purpose)]
        return {
            row["id"]: _Whose(
                row["code"] if self._wish.identified else pseudonym(self._key, row["id"]),
                day0.get(row["id"]),
            )
            for row in read
        }

    @cached_property
    def _staff(self) -> Mapping[int, str]:
        return staff.names(self._session)

    @cached_property
    def _colleagues(self) -> Mapping[int, str]:
        read = record_rows.rows(self._session, "professional", ("id", "name"), with_voided=True)
        return {row["id"]: row["name"] for row in read}

    def table(self, of: TableClass) -> DataTable:
        """One record kind."""
        columns, values = self._plan(of)
        read = record_rows.rows(self._session, of.name, _read_columns(of), with_voided=self._wish.with_voided)
        made = [
            tuple(value(row, whose) for value in values)
            for row in read
            if (whose := self._whose(of, row)) is not None and self._course_counts(of, row)
        ]
        if not self._wish.identified and of.scope is Scope.PATIENT:
            made.sort(key=lambda row: str(row[0] or ""))  # the order of registration would tell who is who
        return DataTable(of.name, self._meanings.table(of.name), columns, made)

    # whose a row is ---------------------------------------------------------------------------------------------

    def _whose(self, of: TableClass, row: Row) -> _Whose | None:
        """The patient of a row; None where the row hangs on something that does not count."""
        if of.scope is not Scope.PATIENT:
            return _Whose()
        held = row[of.parent]
        if of.parent not in ("id", "patient_id"):
            held = self._of_parents(of.columns[of.parent].table).get(held)
            return None if held is None else self.people.get(held)
        return _Whose() if held is None else self.people.get(held)

    def _of_parents(self, table: str) -> Mapping[int, int]:
        """The patient of each row of a table that counts."""
        if table not in self._parents:
            read = record_rows.rows(self._session, table, ("id", "patient_id"), with_voided=self._wish.with_voided)
            self._parents[table] = {row["id"]: row["patient_id"] for row in read}
        return self._parents[table]

    def _course_counts(self, of: TableClass, row: Row) -> bool:
        held = row["transplant_id"] if "transplant_id" in of.columns else None
        return held is None or held in self._of_parents("transplant")

    # columns ----------------------------------------------------------------------------------------------------

    def _plan(self, of: TableClass) -> tuple[tuple[DataColumn, ...], list[Value]]:
        """The columns of a table with how each gets its value."""
        planned = [*self._first(of)]
        for column in of.columns.values():
            if self._leaves(of, column):
                planned += self._of_column(of, column)
        if of.name == PATIENT:
            meaning = self._meanings.field(PATIENT, "age_at_day0")
            planned.append((DataColumn("age_at_day0", DataType.WHOLE, meaning, self._meanings.years), _age))
        if self._wish.with_voided and "voided_at" in of.columns:
            meaning = self._meanings.field(of.name, "voided")
            planned.append(
                (DataColumn("voided", DataType.YES_NO, meaning), lambda row, _: row["voided_at"] is not None)
            )
        return tuple(column for column, _ in planned), [value for _, value in planned]

    def _first(self, of: TableClass) -> Iterator[tuple[DataColumn, Value]]:
        if of.scope is Scope.PATIENT:
            meaning = self._meanings.patient(identified=self._wish.identified)
            yield DataColumn(PATIENT, DataType.ID, meaning), lambda _, whose: whose.shown
        if of.name != PATIENT or self._wish.identified:  # else the pseudonym is enough
            meaning = self._meanings.field(of.name, "id")
            yield DataColumn("id", DataType.ID, meaning), lambda row, _: self._record(of.name, row["id"])

    def _record(self, table: str, row_id: int | None) -> str | None:
        """What stands for a record: its number where identity was asked for."""
        if row_id is None:
            return None
        return str(row_id) if self._wish.identified else record_id(self._key, table, row_id)

    def _leaves(self, of: TableClass, column: ColumnClass) -> bool:
        if column.kind in NOT_EXPORTED | {DataClass.ID, DataClass.PATIENT}:
            return False
        if of.name == PATIENT and column.name in _SAME_AS_OTHERS:
            return False
        return self._wish.identified or column.kind not in NAMES_SOMEBODY

    def _of_column(self, of: TableClass, column: ColumnClass) -> list[tuple[DataColumn, Value]]:
        name, meaning = column.name, self._meanings.field(of.name, column.name)
        if column.kind in DAYS or name == "birth_date":
            return self._days(of, column, meaning)
        if column.kind is DataClass.CODE:
            return self._code(column, meaning)
        if column.kind in (DataClass.CODES, DataClass.CODE_MAP, DataClass.NUMBERS):
            return self._several(column, meaning)
        if column.kind is DataClass.LINK:
            told = self._meanings.link(column.table)
            return [(DataColumn(name, DataType.ID, told), lambda row, _: self._record(column.table, row[name]))]
        if column.kind is DataClass.NUMBER:
            return [(DataColumn(name, self._number(of, name), meaning, self._unit(column)), lambda row, _: row[name])]
        if column.kind is DataClass.YES_NO or name == "interpreter":
            return [(DataColumn(name, DataType.YES_NO, meaning), lambda row, _: row[name])]
        if column.kind is DataClass.PERSON:
            return [(DataColumn(name, DataType.TEXT, meaning), lambda row, _: self._person(column, row[name]))]
        return [(DataColumn(name, DataType.TEXT, meaning, words=column.words), lambda row, _: _text(row[name]))]

    def _number(self, of: TableClass, name: str) -> DataType:
        return DataType.WHOLE if records.is_whole(of.name, name) else DataType.NUMBER

    def _unit(self, column: ColumnClass) -> str:
        return self._meanings.unit_beside(column.unit[1:]) if column.unit.startswith("=") else column.unit

    def _days(self, of: TableClass, column: ColumnClass, meaning: str) -> list[tuple[DataColumn, Value]]:
        name, is_partial = column.name, column.kind is DataClass.PARTIAL_DATE
        if self._wish.as_days and of.scope is Scope.PATIENT and name != "birth_date":
            made: list[tuple[DataColumn, Value]] = [(
                DataColumn(f"{name}_day", DataType.WHOLE, self._meanings.day(meaning), self._meanings.days),
                lambda row, whose: _from_day0(self._whole_day(column, row[name]), whose),
            )]  # fmt: skip
            if is_partial:
                years = DataColumn(f"{name}_years", DataType.WHOLE, self._meanings.year(meaning), self._meanings.years)
                made.append((years, lambda row, whose: _years(row[name], whose)))
            return made
        if is_partial:
            return [(DataColumn(name, DataType.PARTIAL_DATE, meaning), lambda row, _: row[name] or None)]
        return [(DataColumn(name, DataType.DATE, meaning), lambda row, _: self._whole_day(column, row[name]))]

    def _whole_day(self, column: ColumnClass, stored: Any) -> date | None:
        """The day of a stored date or moment; None where less than a day is known."""
        if column.kind is DataClass.PARTIAL_DATE:
            known = parse_partial(stored or "")
            return known.first if known is not None and known.is_whole else None
        if isinstance(stored, datetime):
            return stored.astimezone(self._zone).date()
        return stored if isinstance(stored, date) else None

    def _code(self, column: ColumnClass, meaning: str) -> list[tuple[DataColumn, Value]]:
        name, codes = column.name, column.codes

        def label(row: Row, _: _Whose) -> str | None:
            code = _text(row[name])
            return self._labels.label(codes, code, row.get("ctcae_version") or "") if code else None

        return [
            (DataColumn(name, DataType.CODE, meaning, codes=codes.removeprefix("@")), lambda row, _: _text(row[name])),
            (DataColumn(f"{name}_label", DataType.TEXT, self._meanings.label(meaning)), label),
        ]

    def _several(self, column: ColumnClass, meaning: str) -> list[tuple[DataColumn, Value]]:
        name, (codes, _, second) = column.name, column.codes.partition(">")

        def value(row: Row, _: _Whose) -> str | None:
            return _PART.join(f"{k}={v}" if v is not None else k for k, v in _pairs(row[name])) or None

        def label(row: Row, _: _Whose) -> str | None:
            said = (
                self._labels.label(codes, k)
                + ("" if v is None else f": {self._labels.label(second, v) if second else v}")
                for k, v in _pairs(row[name])
            )
            return f"{_PART} ".join(said) or None

        listed = column.codes.replace("@", "")
        return [
            (DataColumn(name, DataType.CODES, meaning, codes=listed), value),
            (DataColumn(f"{name}_label", DataType.TEXT, self._meanings.label(meaning)), label),
        ]

    # values -----------------------------------------------------------------------------------------------------

    def _person(self, column: ColumnClass, stored: Any) -> str | None:
        if not isinstance(stored, int):
            return _text(stored)
        cards = column.name in ("neurologist_id", "gp_id", "professional_id")
        return (self._colleagues if cards else self._staff).get(stored, str(stored))


def _consents(row: Row, purpose: Purpose) -> bool:
    column = CONSENT_COLUMNS.get(purpose)
    return column is None or row[column] is Consent.YES


def _read_columns(of: TableClass) -> Sequence[str]:
    """What is read of a table: nothing of the file's books but whether a row counts."""
    kept = [column.name for column in of.columns.values() if column.kind not in NOT_EXPORTED]
    return [*kept, *(name for name in ("voided_at",) if name in of.columns)]


def _text(stored: Any) -> str | None:
    """A stored text, nothing for an empty one; a structure as JSON."""
    if stored is None or stored == "":
        return None
    return str(stored) if isinstance(stored, str | int) else json.dumps(stored, ensure_ascii=False)


def _pairs(stored: Any) -> Iterator[tuple[str, str | None]]:
    """The codes of a list, or those of a map with what each is given."""
    if isinstance(stored, Mapping):
        yield from ((str(key), str(value)) for key, value in stored.items())
    else:
        yield from ((str(value), None) for value in stored or ())


def _from_day0(day: date | None, whose: _Whose) -> int | None:
    return None if day is None or whose.day0 is None else (day - whose.day0).days


def _years(stored: str | None, whose: _Whose) -> int | None:
    known = parse_partial(stored or "")
    return None if known is None or whose.day0 is None else known.year - whose.day0.year


def _age(row: Row, whose: _Whose) -> int | None:
    return None if whose.day0 is None else min(age_in_years(row["birth_date"], whose.day0), OLDEST_SAID)
