"""Tables written down in tests, and the program's own fields and codes to recognise them by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.import_fields import import_fields
from hsct_desktop.domain.book import EMPTY, Cell, CellKind
from hsct_desktop.domain.import_codes import CodeLists
from hsct_desktop.domain.import_column import Recognised, recognise
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.import_table import ImportTable, TableRow
from hsct_desktop.services.import_codes import code_lists

TODAY = date(2026, 11, 23)


@lru_cache(maxsize=1)
def codes() -> CodeLists:
    """The lists of the shipped catalogue."""
    return code_lists(Catalogue())


def cell(value: object) -> Cell:
    """A cell: a number, a day or a text as a workbook stores it."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, (int, float)):
        return Cell(str(value), CellKind.NUMBER)
    if isinstance(value, date):
        return Cell(value.isoformat(), CellKind.DATE)
    return Cell(str(value), CellKind.TEXT)


def table(heads: Sequence[str], *rows: Sequence[object], starts_1904: bool = False) -> ImportTable:
    """A table whose header is the file's first row."""
    made = tuple(TableRow(number, tuple(map(cell, row))) for number, row in enumerate(rows, start=2))
    return ImportTable("", tuple(heads), made, (), 1, starts_1904)


def column(head: str, *values: object, kind: ImportKind = ImportKind.PATIENTS, starts_1904: bool = False) -> Recognised:
    """A table of one column, recognised."""
    made = table([head], *([value] for value in values), starts_1904=starts_1904)
    return recognise(made, kind, import_fields()[kind], codes(), TODAY)[0]


def recognised(made: ImportTable, kind: ImportKind) -> tuple[Recognised, ...]:
    """The columns of a table."""
    return recognise(made, kind, import_fields()[kind], codes(), TODAY)
