"""Which columns of a table make which record: one record of a kind, or one for each test, step or repetition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hsct_desktop.domain.book import Cell, CellKind
from hsct_desktop.domain.import_field import DATE_OF, ImportField, RecordKind
from hsct_desktop.domain.import_mapping import (
    ImportMapping,
    MappedColumn,
    Places,
    Step,
    StepUnit,
    check_days,
    head_key,
    places_of,
)
from hsct_desktop.domain.import_numbering import CODE
from hsct_desktop.domain.import_table import ImportTable
from hsct_desktop.domain.import_value import CodeWords, Read, default_column, reader_of
from hsct_desktop.domain.problem import InputError

DAY_FIELDS: Final = {record: field.partition(".")[2] for record, field in DATE_OF.items()}
"""The records that may repeat by steps from Day 0, and the name of the field of their day."""
ONE_FOR_ALL: Final = frozenset({"protocol_id"})
"""What two transplants of a row may share."""
_SHARED: Final = {
    RecordKind.LAB_RESULT: frozenset({"laboratory"}),
    RecordKind.EDSS: frozenset({"coding", "rater", "source"}),
    RecordKind.MRI: frozenset({"region", "site", "field_tesla"}),
}
"""What is said once for all steps of a row, and makes no record by itself."""
_OF_ONE_TEST: Final = frozenset({"unit", "lln", "uln", "note"})
"""Columns that belong to the test on their left where a row has several."""
_NO_RECORD: Final = frozenset({RecordKind.LAB_RESULT, RecordKind.EDSS})
"""Records that a day alone does not make."""


@dataclass(frozen=True)
class Column:
    """A column with a meaning: its index in the table and what reads its cells."""

    index: int
    head: str
    mapped: MappedColumn
    field: ImportField
    read: Callable[[Cell], Read]


@dataclass(frozen=True)
class Group:
    """The columns that make one record of a row. `measured` are the indexes of those that must hold something.

    `step` with its `day` column where one is named; `slot` counts the repetitions of a transplant from 0.
    """

    record: RecordKind
    columns: tuple[Column, ...]
    measured: frozenset[int]
    step: Step | None = None
    day: Column | None = None
    slot: int = 0

    def has(self, column: Column) -> bool:
        """Whether a column belongs to it, or holds its day."""
        return column in self.columns or (self.day is not None and self.day.index == column.index)


@dataclass(frozen=True)
class Layout:
    """How the rows of a table are read. `defaults` hold the read values of fields without a column, by record."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    defaults: Mapping[RecordKind, Mapping[str, Read]]


def layout_of(
    table: ImportTable, mapping: ImportMapping, fields: Mapping[str, ImportField], codes: CodeWords
) -> Layout:
    """The layout that a mapping gives a table; InputError where the table lacks a head or counts days otherwise."""
    places = places_of(mapping, table)
    if problems := list(check_days(places, table)):
        raise InputError(problems)
    maker = _Columns(table, places, fields, codes, mapping.missing)
    columns = tuple(maker.used())
    groups = tuple(group for record in RecordKind for group in _groups(record, columns, maker))
    defaults: dict[RecordKind, dict[str, Read]] = {}
    with_column = {column.field.id for column in columns}
    for name, text in mapping.defaults.items():
        if name == CODE:  # a series of codes, which counts patients and not rows
            continue
        if (field := fields.get(name)) is not None and name not in with_column:
            read = reader_of(field, default_column(field), codes, ())(Cell(text, CellKind.TEXT))
            defaults.setdefault(field.record, {})[field.name] = read
    return Layout(columns, groups, defaults)


@dataclass(frozen=True)
class _Columns:
    """Makes the columns of a table with what reads them."""

    table: ImportTable
    places: Places
    fields: Mapping[str, ImportField]
    codes: CodeWords
    missing: Sequence[str]

    def used(self) -> Iterator[Column]:
        """Those that have a field, in their order."""
        for index, mapped in self.places.used():
            if (field := self.fields.get(mapped.field)) is not None:
                yield self._column(index, mapped, field)

    def day_of(self, record: RecordKind, head: str) -> Column | None:
        """The mapped column of that head, read as the day of a record whatever field it has itself."""
        field = self.fields.get(DATE_OF[record])
        for index, mapped in self.places.columns.items():
            if field is not None and head_key(mapped.head) == head_key(head):
                return self._column(index, mapped, field)
        return None

    def _column(self, index: int, mapped: MappedColumn, field: ImportField) -> Column:
        read = reader_of(field, mapped, self.codes, self.missing)
        return Column(index, self.table.heads[index], mapped, field, read)


def _groups(record: RecordKind, columns: Iterable[Column], maker: _Columns) -> Iterator[Group]:
    own = tuple(column for column in columns if column.field.record is record)
    if not own:
        return
    if record is RecordKind.TRANSPLANT:
        yield from _repeated(record, own)
    elif record in DAY_FIELDS:
        plain = tuple(column for column in own if column.mapped.step is None)
        if plain:
            yield from _by_test(plain) if record is RecordKind.LAB_RESULT else [_plain(record, plain)]
        yield from _by_step(record, own, plain, maker)
    else:
        yield Group(record, own, frozenset(column.index for column in own))


def _plain(record: RecordKind, columns: tuple[Column, ...]) -> Group:
    empty = _SHARED[record] | ({DAY_FIELDS[record]} if record in _NO_RECORD else set())
    return Group(record, columns, frozenset(one.index for one in columns if one.field.name not in empty))


def _repeated(record: RecordKind, columns: tuple[Column, ...]) -> Iterator[Group]:
    """The first columns of each field make the first record, the second ones the second."""
    slots: list[list[Column]] = []
    for column in columns:
        slot = next((n for n, held in enumerate(slots) if all(c.field.id != column.field.id for c in held)), len(slots))
        slots[slot:] = slots[slot:] or [[]]
        slots[slot].append(column)
    for slot, held in enumerate(slots):
        yield Group(record, tuple(held), frozenset(column.index for column in held), slot=slot)


def _by_test(columns: tuple[Column, ...]) -> Iterator[Group]:
    """One group for each column of results; day, time and laboratory belong to all of them."""
    tests = [column for column in columns if column.field.name == "value"]
    if len(tests) < 2:
        yield Group(RecordKind.LAB_RESULT, columns, frozenset(one.index for one in tests))
        return
    for test in tests:
        following = min((one.index for one in tests if one.index > test.index), default=len(columns) + test.index + 999)
        held = [
            one
            for one in columns
            if one is test
            or (one.field.name not in _OF_ONE_TEST and one.field.name != "value")
            or (one.field.name in _OF_ONE_TEST and test.index < one.index < following)
            or (one.field.name in _OF_ONE_TEST and one.index < tests[0].index)
        ]
        yield Group(RecordKind.LAB_RESULT, tuple(held), frozenset({test.index}))


def _by_step(
    record: RecordKind, own: tuple[Column, ...], plain: tuple[Column, ...], maker: _Columns
) -> Iterator[Group]:
    """One group for each step (and test); what is said once belongs to all of them."""
    named = {head_key(one.mapped.step.date_head) for one in own if one.mapped.step is not None} - {""}
    slots: dict[tuple[object, ...], list[Column]] = {}
    days: dict[tuple[object, ...], Column] = {}
    for column in own:
        if (step := column.mapped.step) is None:
            continue
        key = _key(step, column.head if head_key(column.head) in named else step.date_head)
        if column.field.name == DAY_FIELDS[record]:
            days[key] = column
            days.setdefault(_key(step, ""), column)
        else:
            slots.setdefault((*key, column.mapped.analyte), []).append(column)
    shared = [column for column in plain if column.field.name in _SHARED[record]]
    for key, columns in slots.items():
        steps = [column.mapped.step for column in columns if column.mapped.step is not None]
        head = next((step.date_head for step in steps if step.date_head), "")
        day = days.get(key[:-1]) or days.get(_key(steps[0], ""))
        day = maker.day_of(record, head) if head and (day is None or head_key(day.head) != head_key(head)) else day
        measured = frozenset(column.index for column in columns)
        yield Group(record, (*columns, *shared), measured, steps[0], day)


def _key(step: Step, head: str) -> tuple[object, ...]:
    """What columns of one step have in common: the column of their day, else the step itself."""
    if head:
        return (head_key(head),)
    months = {StepUnit.MONTHS: 1, StepUnit.YEARS: 12}.get(step.unit)
    days = {StepUnit.DAYS: 1, StepUnit.WEEKS: 7}.get(step.unit)
    return ("months", step.count * months) if months is not None else ("days", step.count * (days or 1))
