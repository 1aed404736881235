"""Which sheets of a file are meant where nobody named one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from hsct_desktop.domain.book import Book, Sheet
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.import_mapping import ImportMapping, MappedColumn
from hsct_desktop.services.import_sheets import sheets_of
from hsct_desktop.services.workspace import Workspace
from tests.services.importing import cell

PEOPLE = [["Code", "Family name", "Given name", "Date of birth", "Sex"], ["P1", "Solinas", "Maria", "1980-05-21", "F"]]
SCORES = [["Code", "Date of examination", "EDSS", "Examiner"], ["P1", "2024-05-02", "4.0", "Rossi"]]
NOTES = [["What this file is"]]


def sheet(name: str, rows: Sequence[Sequence[str]], *, hidden: bool = False) -> Sheet:
    return Sheet(name, tuple(tuple(map(cell, row)) for row in rows), hidden=hidden)


SEVERAL = (
    sheet("Notes", NOTES), sheet("Old", PEOPLE, hidden=True), sheet("A", PEOPLE), sheet("EDSS", SCORES),
    sheet("B", PEOPLE),
)  # fmt: skip


@pytest.mark.parametrize(
    ("sheets", "kind", "found"),
    [
        (SEVERAL, ImportKind.PATIENTS, ("A", "B")),
        (SEVERAL, ImportKind.EDSS, ("EDSS",)),
        (SEVERAL, ImportKind.MRI, ("Notes",)),
        ((sheet("", SCORES),), ImportKind.PATIENTS, ("",)),
        ((sheet("Old", PEOPLE, hidden=True),), ImportKind.PATIENTS, ()),
    ],
)
def test_the_visible_sheets_of_the_kind(
    ws: Workspace, sheets: tuple[Sheet, ...], kind: ImportKind, found: tuple[str, ...]
) -> None:
    assert sheets_of(ws, Book("unit.xlsx", sheets, ""), kind) == found


def test_a_mapping_takes_the_sheets_that_it_reads(ws: Workspace) -> None:
    book = Book("unit.xlsx", SEVERAL, "")
    columns = (MappedColumn("Code", "patient.code"), MappedColumn("EDSS", "edss.edss"))
    mapping = ImportMapping("m", ImportKind.EDSS, columns)
    assert sheets_of(ws, book, ImportKind.EDSS, mapping) == ("EDSS",)
    assert sheets_of(ws, book, ImportKind.EDSS, ImportMapping("m", ImportKind.EDSS, columns[:1])) == ("A", "EDSS", "B")
