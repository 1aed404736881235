"""Every table and every column of the data file, each classified once: what it may tell about whom.

Export, pseudonyms, data dictionary and the complete archive read this; a test fails for a column without a class.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

import sqlalchemy as sa

from hsct_desktop.domain.data_class import ColumnClass, DataClass, Scope, TableClass
from hsct_desktop.store import models, record_lists

_RECORDED: Final = (
    "version", "created_at", "created_by", "updated_at", "updated_by", "voided_at", "voided_by", "void_reason",
)  # fmt: skip
"""What every recorded row has beside its own columns: bookkeeping."""
_CLASSES: Final = {
    "text": DataClass.FREE_TEXT, "partial": DataClass.PARTIAL_DATE, **{str(kind): kind for kind in DataClass},
}  # fmt: skip
_WITH_LIST: Final = frozenset({DataClass.CODE, DataClass.CODES, DataClass.CODE_MAP, DataClass.NUMBERS})
_LISTS: Final = (
    record_lists.PATIENTS, record_lists.COURSES, record_lists.CARE, record_lists.MEDICINES, record_lists.FINDINGS,
    record_lists.PAPERS, record_lists.UNIT, record_lists.FILE,
)  # fmt: skip


@cache
def tables() -> Mapping[str, TableClass]:
    """Every table by name, in the order of a file that holds them all: patients first."""
    return {table.name: table for listed in _LISTS for table in _tables(listed)}


def kinds() -> tuple[str, ...]:
    """The groups of records that can be exported, in their order; wording `export.kind.*`."""
    return tuple(dict.fromkeys(table.kind for table in tables().values() if table.kind))


def _tables(listed: str) -> Iterator[TableClass]:
    head, own = "", list[ColumnClass]()
    for line in listed.strip().splitlines():
        if line.startswith(" "):
            own += _columns(line)
            continue
        if head:
            yield _table(head, own)
        head, own = line, []
    yield _table(head, own)


def _columns(line: str) -> Iterator[ColumnClass]:
    name, *listed = line.split()
    kind = _CLASSES[name]
    for word in listed:
        column, _, more = word.partition(":")
        if kind in _WITH_LIST:
            yield ColumnClass(column, kind, codes=more)
        elif kind is DataClass.NUMBER:
            yield ColumnClass(column, kind, unit=more)
        elif kind is DataClass.WORD:
            yield ColumnClass(column, kind, words=more)
        else:
            yield ColumnClass(column, kind, table=more)


def _table(head: str, own: list[ColumnClass]) -> TableClass:
    """A table by its own columns; what every recorded row has is added where the model has it."""
    name, *words = head.split()
    said = dict(zip(words[::2], words[1::2], strict=True))
    scope = Scope(said.get("scope", Scope.PATIENT))
    found: dict[str, ColumnClass] = {}
    for column in own:
        if found.setdefault(column.name, column) is not column:
            raise ValueError(f"{name}.{column.name} is classified twice")
    held = models.METADATA.tables[name].columns
    for column in _common("void_reason" in held):
        if column.name in held:
            found.setdefault(column.name, column)
    parent = said.get("by", "patient_id") if scope is Scope.PATIENT else ""
    ordered = {column.name: found.pop(column.name) for column in held if column.name in found}
    return TableClass(name, scope, said.get("of", ""), parent, ordered | found)


def _common(recorded: bool) -> Iterator[ColumnClass]:
    yield ColumnClass("id", DataClass.ID)
    yield ColumnClass("patient_id", DataClass.PATIENT, table="patient")
    yield from (ColumnClass(name, DataClass.INTERNAL) for name in _RECORDED if recorded)


def is_whole(table: str, column: str) -> bool:
    """Whether a column of numbers holds whole ones alone."""
    return isinstance(models.METADATA.tables[table].columns[column].type, sa.Integer)
