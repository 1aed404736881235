"""What became of an import is told whole; the refused rows come back corrected, in the layout of their file."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from hsct_desktop.catalogue.import_fields import import_fields
from hsct_desktop.documents.import_report import write_import_report
from hsct_desktop.domain.book import Book, Cell, CellKind, Merged, Sheet
from hsct_desktop.domain.import_column import mapping_of, recognise
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.import_mapping import Confidence, ImportMapping
from hsct_desktop.domain.import_run import RowKey
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange.book_file import book_of, read_book
from hsct_desktop.services import import_report
from hsct_desktop.services.import_check import DryRun, dry_run, prepare
from hsct_desktop.services.import_codes import code_lists
from hsct_desktop.services.import_take import take
from hsct_desktop.services.workspace import Workspace
from tests.data_import.make_books import BOOKS, SPANISH
from tests.documents.reading import made, squeezed
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


def told(run: DryRun) -> dict[str, int]:
    """The rows by state, those that there are."""
    return {state.value: count for state, count in run.counts.items() if count}


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

    # what is refused again has one column of reasons, not two
    again = understood(ws, read_book(out))
    assert import_report.write_refused(ws, again, tmp_path / "twice.csv", read_book(out)) == 2
    assert (tmp_path / "twice.csv").read_bytes() == out.read_bytes()

    # corrected by hand, saved, and read again: as recognised, and by the mapping of the first time
    out.write_text(text.replace("3-4", "3.5").replace("MS-999;2.0;2026-03", "MS-001;2.0;2026-04"), encoding="utf-8-sig")
    corrected = read_book(out)
    assert [cell.text for cell in corrected.sheets[0].rows[3][:4]] == ["MS-001", "3.5", "2026-02-20", "= dose ridotta"]
    anew = understood(ws, corrected)
    assert [column.field for column in anew.plans[0].mapping.columns][4] == ""
    assert understood(ws, corrected, found.plans[0].mapping).counts == anew.counts
    assert told(anew) == {"new": 2}
    assert told(take(ws, anew).run) == {"new": 2}
    assert told(
        understood(
            ws, book_of(FILE.replace("3-4", "3.5").replace("999;2.0;2026-03", "001;2.0;2026-04").encode(), "whole.csv")
        )
    ) == {"same": 4}


@pytest.mark.soak
def test_a_workbook_comes_back_as_a_workbook(ws: Workspace, tmp_path: Path) -> None:
    register(ws)
    cells = [
        [Cell("Follow-up", CellKind.TEXT), *[Cell("", CellKind.EMPTY)] * 3],
        [Cell(text, CellKind.TEXT) for text in ("Code", "EDSS", "Date", "Note")],
        [Cell("MS-001", CellKind.TEXT), Cell("11.5", CellKind.NUMBER), Cell("2026-01-15", CellKind.DATE),
         Cell("=1+1", CellKind.TEXT)],
        [Cell("MS-001", CellKind.TEXT), Cell("3.5", CellKind.NUMBER), Cell("2026-02-15", CellKind.DATE),
         Cell("", CellKind.EMPTY)],
    ]  # fmt: skip
    book = Book("edss.xlsx", (Sheet("Neuro", tuple(map(tuple, cells)), (Merged(0, 0, 0, 3),)),), "0" * 64)
    found = understood(ws, book)
    assert told(found) == {"new": 1, "refused": 1}
    assert import_report.write_refused(ws, found, tmp_path / "refused.xlsx", book) == 1
    back = read_book(tmp_path / "refused.xlsx").sheets[0]
    assert (back.name, back.merged) == ("Neuro", (Merged(0, 0, 0, 3),))
    assert back.rows[2][:4] == tuple(cells[2])
    assert back.rows[1][4].text == "HSCT Desktop: why refused"
    assert import_report.write_refused(ws, found, tmp_path / "refused.csv", book) == 1
    line = (tmp_path / "refused.csv").read_text(encoding="utf-8-sig").splitlines()[2]
    assert line.startswith("MS-001;11.5;2026-01-15;'=1+1;")
    for name, key in (("refused.pdf", "import_refused_name"), ("refused", "import_refused_name")):
        with pytest.raises(KnownError, match=key):
            import_report.write_refused(ws, found, tmp_path / name, book)


def test_the_report_adds_up(run: tuple[Workspace, Book, DryRun], tmp_path: Path) -> None:
    ws, _, found = run
    said = import_report.as_json(import_report.build(ws, found))
    assert said["rows_read"] == 4 == sum(said[name] for name in ("new", "changed", "same", "conflict", "refused"))
    assert (said["file"], said["kind"], said["sha256"], said["dry_run"]) == ("edss.csv", "edss", found.sha256, True)
    assert [(row["row"], row["column"], row["value"]) for row in said["refused_rows"]] == [
        (5, "EDSS", "3-4"), (7, "Code", "MS-999"),
    ]  # fmt: skip
    assert all(row["reason"] and row["remedy"] for row in said["refused_rows"])
    assert [(line["row"], line["what"]) for line in said["left_out"]] == [
        (1, "title"), (2, "blank"), (3, "header"), (8, "total"),
    ]  # fmt: skip
    assert {column["head"]: column["field"] for column in said["columns"]}["EDSS"] == "edss.edss"
    for ending in ("json", "csv", "pdf"):
        import_report.write_report(ws, found, tmp_path / f"report.{ending}")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8")) == said
    with open(tmp_path / "report.csv", encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["Row"], row["State"]) for row in rows] == [
        ("4", "new"),
        ("5", "refused"),
        ("6", "new"),
        ("7", "refused"),
    ]
    with pytest.raises(KnownError, match="import_report_name"):
        import_report.write_report(ws, found, tmp_path / "report.txt")


@pytest.mark.parametrize("language", ["en", "it"])
def test_the_report_on_paper(run: tuple[Workspace, Book, DryRun], language: str) -> None:
    ws, _, found = run
    ws.language = language
    report = import_report.build(ws, dry_run(ws, run[1], found.plans))
    text = squeezed(made(lambda stream: write_import_report(report, stream)).text)
    wanted = {
        "en": ["Nothing was written. 4 rows read", "Row 5"],
        "it": ["Non è stato scritto nulla. 4 righe", "Riga 5"],
    }
    assert [part for part in (*wanted[language], "3-4", "MS-999", "edss.csv") if squeezed(part) not in text] == []


def test_rows_are_told_in_spans() -> None:
    rows = [RowKey("A", number) for number in (4, 5, 6, 9, 11, 12)]
    assert import_report.ranges(rows) == "4–6, 9, 11–12"
    assert import_report.ranges([*rows[:2], RowKey("B", 2)], named=True) == "A: 4–5; B: 2"


@pytest.mark.soak
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("name", [name for name in BOOKS if name != SPANISH])  # which is in Windows-1252
def test_refused_rows_of_any_book_are_read_as_they_were(ws: Workspace, tmp_path: Path, name: str, ending: str) -> None:
    """The same heads and the one that was added, and as many rows: titles and joined heads stay what they are."""
    book, fields, codes = book_of(BOOKS[name](), name), import_fields()[ImportKind.PATIENTS], code_lists(ws.catalogue)

    def of(read: Book, sheet: str) -> DryRun:
        bare = ImportMapping("", ImportKind.PATIENTS, (), sheet=sheet)
        (plan,) = prepare(ws, read, [bare])
        found = recognise(plan.table, ImportKind.PATIENTS, fields, codes, ws.today())
        return dry_run(ws, read, prepare(ws, read, [mapping_of(found, ImportKind.PATIENTS, bare)]))

    checked = 0
    for sheet in book.sheets:
        before = of(book, sheet.name)
        path = tmp_path / f"{checked}.{ending}"
        rows = import_report.write_refused(ws, before, path, book)
        if rows:
            checked += 1
            again = of(read_book(path), sheet.name if ending == "xlsx" else "")
            assert again.plans[0].table.heads == (*before.plans[0].table.heads, "HSCT Desktop: why refused")
            assert again.read == rows
    assert checked
