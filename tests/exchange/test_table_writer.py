"""What leaves as XLSX, CSV or JSON lines comes back: the very same text, never a formula, numbers as numbers."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hsct_desktop.domain.data_table import DataColumn, DataTable, DataType, guarded, unguarded
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange import table_writer
from hsct_desktop.exchange.table_writer import sheet_name, write_csv, write_jsonl, write_workbook

COLUMNS = (
    DataColumn("patient", DataType.ID),
    DataColumn("note", DataType.TEXT),
    DataColumn("dose", DataType.NUMBER),
    DataColumn("grade", DataType.WHOLE),
    DataColumn("serious", DataType.YES_NO),
    DataColumn("onset", DataType.DATE),
)
ROWS = (
    ("00123", "=1+1", Decimal("0.30"), 3, True, date(2026, 3, 4)),
    ("-Rossi", "'=2", Decimal("-12.5"), -1, False, date(1980, 12, 25)),
    ("1E5", None, None, None, None, None),
)
TABLE = DataTable("adverse_event", "Toxicities", COLUMNS, ROWS)
NASTY = [
    "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "'=1", "''=1", "'O", "\uff1d1", "1;2", "a,b",
    'say "x"',
    "http://example.org", "mailto:a@b.c", "a\nb", "00123", "1E5", "TRUE", "2026-03-04", "NA", "nan", "_x0041_", "{=1}",
    "[Book1]A!A1", "x" * 300, "Łukasz ÑÚ 王 🙂", "\u2028", "#REF!", "external:x.xlsx", "  blanks  ",
]  # fmt: skip
texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1)


def _book(*tables: DataTable) -> io.BytesIO:
    stream = io.BytesIO()
    assert write_workbook(tables, stream) == ()
    return stream


def _csv(table: DataTable, delimiter: str = ",") -> str:
    stream = io.BytesIO()
    write_csv(table, stream, delimiter)
    return stream.getvalue().decode("utf-8-sig")


def _jsonl(table: DataTable) -> str:
    stream = io.BytesIO()
    write_jsonl(table, stream)
    return stream.getvalue().decode()


def _texts(found: list[str]) -> DataTable:
    return DataTable("texts", "", (DataColumn("text", DataType.TEXT),), tuple((one,) for one in found))


def _parts(stream: io.BytesIO) -> str:
    """Every part of the workbook as it stands in the file."""
    with zipfile.ZipFile(stream) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def test_types_in_the_workbook() -> None:
    """Numbers are numbers, days are days with their format, codes with zeros before them are text."""
    sheet = openpyxl.load_workbook(_book(TABLE))["adverse_event"]
    first = [(cell.data_type, cell.value) for cell in sheet[2]]
    assert first[:5] == [("s", "00123"), ("s", "=1+1"), ("n", 0.3), ("n", 3), ("b", True)]
    assert sheet["F2"].is_date
    assert (sheet["F2"].value.date(), sheet["F2"].number_format) == (date(2026, 3, 4), "yyyy-mm-dd")
    assert [cell.value for cell in sheet[4]] == ["1E5", None, None, None, None, None]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F4")


def test_the_workbook_in_pandas() -> None:
    """The reader whom most will use gets the same types, by both of its engines."""
    for engine in ("calamine", "openpyxl"):
        frame = pandas.read_excel(_book(TABLE), dtype={"patient": str}, keep_default_na=False, engine=engine)
        assert list(frame["patient"]) == ["00123", "-Rossi", "1E5"]
        assert list(frame["dose"][:2]) == [0.3, -12.5]
        assert frame["onset"][1].date() == date(1980, 12, 25)


@pytest.mark.parametrize("delimiter", table_writer.DELIMITERS)
def test_csv_in_a_plain_reader(delimiter: str) -> None:
    """Numbers stand bare, a name that begins with a minus reads back, the file says that it is UTF-8."""
    stream = io.BytesIO()
    write_csv(TABLE, stream, delimiter)
    assert stream.getvalue().startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(_csv(TABLE, delimiter), newline=""), delimiter=delimiter)
    assert head == [column.name for column in COLUMNS]
    assert rows[0] == ["00123", "'=1+1", "0.30", "3", "true", "2026-03-04"]
    assert rows[1][2:4] == ["-12.5", "-1"]
    assert [unguarded(rows[1][0]), unguarded(rows[1][1])] == ["-Rossi", "'=2"]
    assert rows[2] == ["1E5", "", "", "", "", ""]


def test_csv_in_pandas() -> None:
    """Numbers come as numbers, also the negative ones."""
    frame = pandas.read_csv(io.StringIO(_csv(TABLE)), dtype={"patient": str}, parse_dates=["onset"])
    assert list(frame["dose"][:2]) == [0.3, -12.5]
    assert str(frame["onset"].dtype).startswith("datetime64")
    assert frame["patient"][0] == "00123"


def test_json_lines_keep_every_digit() -> None:
    """A dose of 0.30 stays 0.30; nothing is null."""
    lines = _jsonl(TABLE).splitlines()
    assert '"dose": 0.30,' in lines[0]
    found = json.loads(lines[0], parse_float=Decimal)
    assert found == dict(zip([column.name for column in COLUMNS], (*ROWS[0][:5], "2026-03-04"), strict=True))
    assert json.loads(lines[2])["note"] is None


@settings(max_examples=25)
@given(st.lists(texts, min_size=1, max_size=30))
@example(NASTY)
def test_any_text_comes_back(found: list[str]) -> None:
    """From each kind of file; in a workbook no cell is a formula or a link, in CSV none begins like one."""
    table = _texts(found)
    stream = _book(table)
    cells = [row[0] for row in openpyxl.load_workbook(stream)["texts"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    raw = _parts(stream)
    assert "<f>" not in raw
    assert "hyperlink" not in raw
    frame = pandas.read_excel(stream, dtype=str, keep_default_na=False, na_filter=False, engine="calamine")
    assert list(frame["text"]) == found
    rows = [row[0] for row in csv.reader(io.StringIO(_csv(table), newline=""))][1:]
    assert [unguarded(row) for row in rows] == found
    assert not [row for row in rows if row.lstrip()[:1] in tuple("=+-@\uff1d\uff0b\uff0d\uff20")]
    assert [json.loads(line)["text"] for line in _jsonl(table).splitlines()] == found


@given(st.text("'=+-@\t\r\n a\uff0b", max_size=6))
def test_the_apostrophe_can_be_taken_back(text: str) -> None:
    """No two texts stand in a file as one, and what stands there does not begin like a formula."""
    stands = guarded(text)
    assert unguarded(stands) == text
    assert stands.lstrip(" ")[:1] not in tuple("=+-@\t\r\n\uff0b")


def test_what_a_cell_cannot_hold_is_told() -> None:
    """A text too long is cut at the last whole sign, control signs are left out, and both are said with their place."""
    table = _texts(["🙂" * 20_000, "a\x00b\x0b", "plain"])
    stream = io.BytesIO()
    altered = write_workbook([table], stream)
    assert [(one.row, one.column, one.cut) for one in altered] == [(2, "text", True), (3, "text", False)]
    cells = [row[0].value for row in openpyxl.load_workbook(stream)["texts"].iter_rows(min_row=2)]
    assert cells == ["🙂" * 16_383, "ab", "plain"]


def test_a_day_before_the_calendar_of_spreadsheets_is_text() -> None:
    """They count 1900 as a leap year: such a day would be off by one."""
    table = DataTable("t", "", (DataColumn("day", DataType.DATE),), ((date(1900, 2, 28),), (date(1900, 3, 1),)))
    sheet = openpyxl.load_workbook(_book(table))["t"]
    assert sheet["A2"].value == "1900-02-28"
    assert sheet["A3"].value.date() == date(1900, 3, 1)


def test_too_many_rows_for_a_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are refused before anything is written, with the way out."""
    monkeypatch.setattr(table_writer, "MOST_ROWS", 2)
    stream = io.BytesIO()
    with pytest.raises(KnownError) as refused:
        write_workbook([TABLE], stream)
    assert refused.value.key == "export_rows"
    assert stream.getvalue() == b""


def test_names_of_sheets() -> None:
    """31 characters, no sign that is refused, none twice whatever its case."""
    taken: set[str] = set()
    names = [sheet_name(name, taken) for name in ("a/b", "A_B", "x" * 40, "x" * 40, "'", "lab_result")]
    assert names == ["a_b", "A_B_2", "x" * 31, "x" * 29 + "_2", "sheet", "lab_result"]


def test_an_empty_table_is_a_header() -> None:
    """So that nobody wonders whether it was forgotten."""
    empty = DataTable("mri", "MRI", COLUMNS, ())
    assert [cell.value for cell in openpyxl.load_workbook(_book(empty))["mri"][1]] == [one.name for one in COLUMNS]
    assert len(_csv(empty).splitlines()) == 1
    assert _jsonl(empty) == ""


def test_writing_can_be_ended(tmp_path: Path) -> None:
    """What is asked now and then may end a long file; nothing of it is left behind."""

    class EndedError(Exception):
        """Somebody cancelled."""

    def end() -> None:
        raise EndedError

    long = _texts(["a"] * 600)
    writers = (
        lambda: write_workbook([long], io.BytesIO(), end, tmp_path),
        lambda: write_csv(long, io.BytesIO(), ",", end),
        lambda: write_jsonl(long, io.BytesIO(), end),
    )
    for write in writers:
        with pytest.raises(EndedError):
            write()
    assert list(tmp_path.iterdir()) == []
