"""Tables that others made: every encoding and separator that is declared or marked, every limit, and no crash."""

from __future__ import annotations

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange import table_file, xlsx_file, xlsx_number, xlsx_parts, xlsx_xml
from hsct_desktop.exchange.table_file import Stored, Table, read_table, table_of
from hsct_desktop.exchange.xlsx_number import Shown
from tests.exchange.xlsx import packed, parts_of, sheet_xml, workbook

TEXT = "Codice;Città;Hb\nMS-001;Forlì;9,1\n"
ROWS = [["Codice", "Città", "Hb"], ["MS-001", "Forlì", "9,1"]]


def refusal(content: bytes, **how: str) -> str:
    """The key of the sentence by which the bytes are refused; the sentence exists in both languages."""
    with pytest.raises(KnownError) as caught:
        table_of(content, "results.csv", **how)  # type: ignore[arg-type]
    for language in ("en", "it"):
        assert wording(language).known_error(caught.value)
    return caught.value.key


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode("utf-8"), None),
        (TEXT.encode("utf-8-sig"), None),
        (TEXT.encode("utf-16"), None),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), None),
        (TEXT.encode("cp1252"), "cp1252"),
        (TEXT.encode("cp850"), "cp850"),
        (TEXT.encode("utf-8-sig"), "cp1252"),
    ],
)
def test_encodings_marked_or_declared(content: bytes, encoding: str | None) -> None:
    assert table_of(content, "x.csv", encoding=encoding).rows == ROWS


def test_no_encoding_is_guessed() -> None:
    assert refusal(TEXT.encode("cp1252")) == "tablefile_not_utf8"
    assert refusal(b"\x81;x", encoding="cp1252") == "tablefile_not_in_encoding"
    assert refusal(TEXT.encode(), encoding="klingon") == "tablefile_encoding_unknown"
    assert refusal(TEXT.encode("utf-16-le")) in ("tablefile_no_text", "tablefile_not_utf8")
    assert refusal(b"\xff\xfea") == "tablefile_not_in_encoding"


@pytest.mark.parametrize(
    ("text", "delimiter", "row"),
    [
        ("a;b\n1,5;2,3\n", ";", ["1,5", "2,3"]),
        ("a,b\n1.5,2.3\n", ",", ["1.5", "2.3"]),
        ("a\tb\n1,5\t2,3\n", "\t", ["1,5", "2,3"]),
        ('a;b\n"x;y";"say ""no"""\n', ";", ["x;y", 'say "no"']),
        ('a;b\n"two\nlines";2\n', ";", ["two\nlines", "2"]),
        ("Laboratory of the city, ward 3\na;b;c\n1;2;3\n4;5;6\n", ";", ["a", "b", "c"]),
        ("alone\n1,5\n", ",", ["1", "5"]),
    ],
)
def test_the_separator_is_the_one_that_makes_a_table(text: str, delimiter: str, row: list[str]) -> None:
    found = table_of(text.encode(), "x.csv")
    assert (found.delimiter, found.rows[1]) == (delimiter, row)


def test_rows_keep_their_numbers() -> None:
    assert table_of(b"a;b\n;\n\nc;d\n;;\n", "x.csv").rows == [["a", "b"], [], [], ["c", "d"]]


def test_what_is_no_table_is_said(tmp_path: Path) -> None:
    assert refusal(b"") == refusal(b" \n;;\n") == "tablefile_empty"
    assert refusal(b"a;b\0;c\n") == "tablefile_no_text"
    assert refusal(b'a;b\n"open;c\n') == "tablefile_quotes"
    assert refusal(b'a;b\n"x"y;c\n') == "tablefile_quotes"
    assert refusal(b"a;" + b"x" * 40_000) == "tablefile_cell_too_long"
    assert refusal(b"a;" + b"x" * 200_000) == "tablefile_cell_too_long"
    assert refusal(b";" * 2000 + b"x") == "tablefile_too_wide"
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100) == "tablefile_old_office"


def test_limits_of_rows_and_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(table_of(b"a;b\n" * table_file.MAX_ROWS, "x.csv").rows) == table_file.MAX_ROWS
    assert refusal(b"a;b\n" * (table_file.MAX_ROWS + 1)) == "tablefile_too_many_rows"
    path = tmp_path / "large.csv"
    with open(path, "wb") as stream:
        stream.truncate(table_file.MAX_BYTES + 1)
    with pytest.raises(KnownError, match="tablefile_too_large"):
        read_table(path)


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, key in (("none.csv", "missing"), ("", "is_folder"), ("pipe", "not_regular"), ("a\0b", "unreadable")):
        with pytest.raises(KnownError, match=f"tablefile_{key}"):
            read_table(tmp_path / name)


# spreadsheets -------------------------------------------------------------------------------------------------------


def cells(*row: object) -> list[str]:
    return table_of(workbook([row]), "x.xlsx").rows[0]  # type: ignore[list-item]


def test_cells_as_they_are_stored() -> None:
    found = cells("00123", 1, 1.5, "1.0", True, None, " x & <y> ", ("error", "#N/A"))
    assert found == ["00123", "1", "1.5", "1.0", "TRUE", "", " x & <y> ", "#N/A"]
    assert [isinstance(cell, Stored) for cell in found] == [False, True, True, False, False, False, False, False]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (("date", "46346"), "2026-11-20"),
        (("date", "46346.354166666664"), "2026-11-20 08:30"),
        (("date", "46346.999999"), "2026-11-21"),
        (("date", "59"), "1900-02-28"),
        (("date", "61"), "1900-03-01"),
        (("date", "60"), "60"),
        (("date", "-1"), "-1"),
        (("date", "9999999"), "9999999"),
        (("long date", "46346"), "2026-11-20"),
        (("time", "0.3125"), "07:30"),
        (("duration", "1.5"), "1.5"),
        (("percent", "0.45"), "45%"),
        (("percent", "abc"), "abc"),
    ],
)
def test_days_times_and_shares(cell: tuple[str, str], shown: str) -> None:
    assert cells(cell) == [shown]


def test_numbers_without_the_digits_of_their_binary_fraction() -> None:
    found = table_of(packed(parts_of({"S": sheet_xml([[1]]).replace("<v>1<", "<v>4.9000000000000004<")})), "x")
    assert found.rows == [["4.9"]]
    assert cells(1e-07, 1e20, 123456789012345) == ["0.0000001", "100000000000000000000", "123456789012345"]
    for stored in ("NaN", "INF", "1E+400"):
        odd = table_of(packed(parts_of({"S": sheet_xml([[1]]).replace("<v>1<", f"<v>{stored}<")})), "x")
        assert odd.rows == [[stored]]


def test_the_other_calendar_of_spreadsheets() -> None:
    content = packed(parts_of({"S": sheet_xml([[("date", "44884")]])}, date1904=True))
    assert table_of(content, "x.xlsx").rows == [["2026-11-20"]]


def test_formulas_and_joined_cells_are_said() -> None:
    found = table_of(workbook([["a", ("=", "3")], [("=", ""), "b"]], merged=("A1:B1", "A2:A3")), "x.xlsx")
    assert found.rows == [["a", "3"], ["", "b"]]
    assert (found.formulas, found.merged) == (2, ("A1:B1", "A2:A3"))


def test_a_formula_that_was_never_computed_is_no_empty_cell() -> None:
    xml = sheet_xml([["a", ("=", "3"), ("=", "4"), ("=", "5")]]).replace("<v>4</v>", "").replace("<v>5</v>", "<v></v>")
    found = table_of(packed(parts_of({"S": xml})), "x.xlsx")
    assert (found.rows, found.formulas) == ([["a", "3", "=?"]], 3)
    assert not isinstance(found.rows[0][2], Stored)


def test_sheets_are_chosen_by_name_and_hidden_ones_are_not_offered() -> None:
    sheets = {"Old": sheet_xml([["x"]]), "Esami": sheet_xml([["y"]]), "Altro": sheet_xml([["z"]])}
    content = packed(parts_of(sheets, hidden=("Old",)))
    found = table_of(content, "x.xlsx")
    assert (found.sheet, found.sheets, found.rows) == ("Esami", ("Esami", "Altro"), [["y"]])
    assert table_of(content, "x.xlsx", sheet="Altro").rows == [["z"]]
    assert refusal(content, sheet="Foglio1") == "tablefile_sheet_missing"


def test_shared_texts() -> None:
    content = packed(parts_of({"S": sheet_xml([[("shared", "1"), ("shared", "0")]])}, shared=("a", "b")))
    assert table_of(content, "x.xlsx").rows == [["b", "a"]]
    broken = packed(parts_of({"S": sheet_xml([[("shared", "7")]])}, shared=("a",)))
    assert refusal(broken) == "tablefile_damaged"
    assert refusal(packed(parts_of({"S": sheet_xml([[("shared", "-1")]])}, shared=("a",)))) == "tablefile_damaged"


def test_a_bomb_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    parts: dict[str, str | bytes] = {**parts_of({"S": sheet_xml([["x"]])})}
    assert refusal(packed(parts | {"xl/media/zeros": b"\0" * 30_000_000}, 9)) == "tablefile_unpacks_too_large"
    rest = os.urandom(2_200_000)  # the file as a whole is not tight, one part of it is
    assert refusal(packed(parts | {"a": rest, "b": b"\0" * 150_000_000}, 9)) == "tablefile_unpacks_too_large"
    monkeypatch.setattr(xlsx_parts, "MAX_UNPACKED", 1000)
    assert refusal(packed(parts)) == "tablefile_unpacks_too_large"


def test_a_list_of_too_many_parts_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_parts, "_MAX_PARTS", 50)
    parts = parts_of({"S": sheet_xml([["x"]])})
    assert table_of(packed(parts), "x.xlsx").rows == [["x"]]
    assert refusal(packed(parts | {f"xl/{n}": "" for n in range(50)})) == "tablefile_unpacks_too_large"


def test_a_part_that_lies_about_its_size_is_damaged() -> None:
    content = bytearray(packed(parts_of({"S": sheet_xml([["x"] * 50] * 50)})))
    with zipfile.ZipFile(BytesIO(bytes(content))) as archive:
        real = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    at = content.rfind(b"xl/worksheets/sheet1.xml") - 46 + 24
    assert int.from_bytes(content[at : at + 4], "little") == real
    content[at : at + 4] = (100).to_bytes(4, "little")
    assert refusal(bytes(content)) == "tablefile_damaged"


def test_xml_that_grows_is_refused() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + sheet_xml([["x"]])
    assert refusal(packed(parts_of({"S": laughs}))) == "tablefile_damaged"
    outside = '<!DOCTYPE x SYSTEM "file:///etc/passwd">' + sheet_xml([["x"]])
    assert refusal(packed(parts_of({"S": outside}))) == "tablefile_damaged"
    tag = sheet_xml([["x"]]).replace("<sheetData>", f'<sheetData a="{os.urandom(2_000_000).hex()}">')
    assert refusal(packed(parts_of({"S": tag}))) == "tablefile_damaged"


def with_tags(tags: str) -> bytes:
    return packed(parts_of({"S": sheet_xml([["x"]]).replace("<sheetData>", f"{tags}<sheetData>")}))


@pytest.mark.parametrize(
    "tags",
    [
        "<a>" * 100 + "</a>" * 100,
        "<a " + " ".join(f"b{n}='1'" for n in range(100)) + "/>",
        "".join(f"<a{n}/>" for n in range(6_000)),
        "<a b='" + "x" * 500_000 + "'/>",
        "".join(f"<a xmlns:n='{n}'/>" for n in range(600)) * 1_000,
    ],
    ids=["depth", "attributes", "names", "long", "namespaces"],
)
def test_xml_of_which_there_is_too_much_is_refused(tags: str) -> None:
    assert refusal(with_tags(tags)) == "tablefile_damaged"


def test_tags_that_bring_no_text_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_xml, "MAX_TAGS", 200)
    assert table_of(workbook([["x"] * 50] * 50), "x.xlsx").width == 50  # each text makes room for its own tags
    assert refusal(with_tags("<a/>" * 300)) == "tablefile_too_full"
    assert refusal(packed(parts_of({"S": sheet_xml([["x"]])}, shared=[""] * 300))) == "tablefile_too_full"


def test_shared_texts_are_counted_while_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MAX_SHARED", 10)
    assert refusal(packed(parts_of({"S": sheet_xml([["x"]])}, shared=["a"] * 11))) == "tablefile_too_full"
    monkeypatch.setattr(xlsx_file, "MAX_TEXT", 1_000)
    assert refusal(packed(parts_of({"S": sheet_xml([["x"]])}, shared=["a" * 600] * 2))) == "tablefile_too_full"


def test_one_text_in_many_cells_is_kept_once_and_counted_in_each() -> None:
    def content(rows: int) -> bytes:
        return packed(parts_of({"S": sheet_xml([[("shared", "0")]] * rows)}, shared=["x" * 32_000]))

    found = table_of(content(1_500), "x.xlsx").rows
    assert found[0][0] is found[-1][0]
    assert refusal(content(1_600)) == "tablefile_too_full"


def test_the_format_of_a_cell_is_understood_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def shown_by(code: str) -> Shown:
        asked.append(code)
        return Shown.NUMBER

    monkeypatch.setattr(xlsx_number, "shown_by", shown_by)
    assert len(table_of(workbook([[("long date", "46346")]] * 50), "x.xlsx").rows) == 50
    assert len(asked) == 2


@pytest.mark.parametrize(
    "xml",
    [
        "<worksheet><sheetData><row r='2'/><row r='1'/></sheetData></worksheet>",
        "<worksheet><sheetData><row r='1'><c r='B1'><v>1</v></c><c r='A1'><v>1</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row r='x'/></sheetData></worksheet>",
        "<worksheet><sheetData><row r='1'><c r='!!'><v>1</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row>",
        "no xml",
    ],
)
def test_sheets_that_are_broken(xml: str) -> None:
    assert refusal(packed(parts_of({"S": xml}))) == "tablefile_damaged"


def test_sheets_beyond_the_limits() -> None:
    cell = "<worksheet><sheetData><row r='{}'><c r='{}'><v>1</v></c></row></sheetData></worksheet>"
    assert refusal(packed(parts_of({"S": cell.format(1_048_576, "A1048576")}))) == "tablefile_too_many_rows"
    assert refusal(packed(parts_of({"S": cell.format(1, "XFD1")}))) == "tablefile_too_wide"
    assert refusal(workbook([["x" * 40_000]])) == "tablefile_cell_too_long"
    assert refusal(workbook([])) == "tablefile_empty"


def test_other_kinds_of_zip() -> None:
    assert refusal(packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})) == "tablefile_other_kind"
    assert refusal(packed({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"x"})) == "tablefile_other_kind"
    assert refusal(packed({"[Content_Types].xml": "<Types/>"})) == "tablefile_other_kind"
    assert refusal(b"PK\x03\x04" + b"x" * 200) == "tablefile_damaged"
    whole = workbook([["x"]])
    assert refusal(whole[: len(whole) // 2]) == "tablefile_damaged"


def read(content: bytes) -> Table | None:
    try:
        return table_of(content, "x")
    except KnownError:
        return None


@settings(max_examples=max(50, settings.default.max_examples // 10))
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_no_bytes_bring_the_reader_down(content: bytes) -> None:
    found = read(content)
    assert found is None or any(found.rows)


@settings(max_examples=max(50, settings.default.max_examples // 10))
@given(st.data())
def test_no_damage_to_a_workbook_brings_the_reader_down(data: st.DataObject) -> None:
    content = bytearray(workbook([["Codice", "Hb"], ["MS-001", 9.1], ["MS-002", ("date", "46346")]]))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    found = read(bytes(content))
    assert found is None or all(isinstance(cell, str) for row in found.rows for cell in row)


@settings(max_examples=max(20, settings.default.max_examples // 10))
@given(st.lists(st.lists(st.text("abc;,\t\"'\n €ł=<&", max_size=8), min_size=2, max_size=4), min_size=1, max_size=6))
def test_what_a_spreadsheet_holds_comes_out_again(rows: list[list[str]]) -> None:
    found = read(workbook(rows))
    trimmed = [row[: max((n for n, cell in enumerate(row, 1) if cell), default=0)] for row in rows]
    while trimmed and not any(cell.strip() for cell in trimmed[-1]):
        trimmed.pop()
    assert (found.rows if found is not None else []) == trimmed


def test_a_reading_can_be_stopped() -> None:
    class StoppedError(Exception):
        pass

    def stop() -> None:
        raise StoppedError

    for content in (b"a;b\n", workbook([["x"]])):
        with pytest.raises(StoppedError):
            table_of(content, "x", alive=stop)
