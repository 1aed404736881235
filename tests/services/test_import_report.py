"""What became of an import is told whole; the refused rows come back corrected, in the layout of their file."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from hsct_desktop.catalogue.import_fields import import_fields
from hsct_desktop.domain.book import Book, Cell, CellKind, Merged, Sheet
from hsct_desktop.domain.import_column import mapping_of, recognise
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.import_mapping import Confidence, ImportMapping
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange.book_file import book_of, read_book
from hsct_desktop.services import import_report
from hsct_desktop.services.import_check import DryRun, dry_run, prepare
from hsct_desktop.services.import_codes import code_lists
from hsct_desktop.services.import_take import take
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import register

FILE = (
    "EDSS follow-up 2026;;;\r\n"
    ";;;\r\n"
    "Code;EDSS;Date;Note\r\n"
    "MS-001;3.5;2026-01-15;=1+1\r\n"
    "MS-001;3-4;2026-02-20;= dose ridotta\r\n"
    "MS-001;2.0;2026-03-01;'quoted\r\n"
    "MS-999;2.0;2026-03-01;nobody\r\n"
    "Total;;;\r\n"
)


def understood(ws: Workspace, book: Book, mapping: ImportMapping | None = None) -> DryRun:
    """The dry run of a book's first sheet as EDSS, recognised or by a mapping."""
    bare = mapping or ImportMapping("", ImportKind.EDSS, (), sheet=book.sheets[0].name)
    (plan,) = prepare(ws, book, [bare])
    if mapping is None:
        found = recognise(
            plan.table, ImportKind.EDSS, import_fields()[ImportKind.EDSS], code_lists(ws.catalogue), ws.today()
        )
        assert all(one.confidence is not Confidence.ASKS for one in found), found
        (plan,) = prepare(ws, book, [mapping_of(found, ImportKind.EDSS, bare)])
    return dry_run(ws, book, [plan])


@pytest.fixture
def run(ws: Workspace) -> tuple[Workspace, Book, DryRun]:
    register(ws)
    book = book_of(FILE.encode(), "edss.csv")
    return ws, book, understood(ws, book)


def test_refused_rows_come_back_corrected(run: tuple[Workspace, Book, DryRun], tmp_path: Path) -> None:
    ws, book, found = run
    assert (found.read, found.taken) == (4, 2)
    take(ws, found)
    out = tmp_path / "refused.csv"
    assert import_report.write_refused(ws, found, out, book) == 2
    text = out.read_text(encoding="utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [line[:4] for line in lines[:3]] == [
        ["EDSS follow-up 2026", "", "", ""], ["", "", "", ""], ["Code", "EDSS", "Date", "Note"],
    ]  # fmt: skip
    assert lines[2][4] == "HSCT Desktop: why refused"
    assert [line[0] for line in lines[3:]] == ["MS-001", "MS-999"]
    assert lines[3][1:4] == ["3-4", "2026-02-20", "'= dose ridotta"]
    assert lines[3][4].startswith("EDSS: ")

    # corrected by hand, saved, and read again: as recognised, and by the mapping of the first time
    out.write_text(text.replace("3-4", "3.5").replace("MS-999", "MS-001"), encoding="utf-8-sig")
    again = read_book(out)
    assert [cell.text for cell in again.sheets[0].rows[3][:4]] == ["MS-001", "3.5", "2026-02-20", "= dose ridotta"]
    anew = understood(ws, again)
    assert [column.field for column in anew.plans[0].mapping.columns][4] == ""
    assert {state.value: n for state, n in anew.counts.items() if n} == {"new": 1, "refused": 1}  # a day held already
    corrected = understood(ws, again, found.plans[0].mapping)
    assert corrected.counts == anew.counts
    take(ws, anew)
    # what is refused a second time has one column of reasons, not two
    assert import_report.write_refused(ws, anew, tmp_path / "twice.csv", again) == 1
    heads = (tmp_path / "twice.csv").read_text(encoding="utf-8-sig").splitlines()[2].split(";")
    assert len(heads) == 5
