"""Books as people keep them, read cell by cell as they were stored; hostile files are one sentence each."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hsct_desktop.domain.book import Book, Cell, CellKind, Merged
from hsct_desktop.domain.data_table import DataColumn, DataTable, DataType
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange import book_child, book_file, ods_scan, table_file, xls_scan, xlsx_parts, xlsx_scan
from hsct_desktop.exchange.book_cells import CellKeeper, cell_of, row_line
from hsct_desktop.exchange.book_child import BookKind, lines
from hsct_desktop.exchange.book_file import book_of, read_book
from hsct_desktop.exchange.table_writer import write_csv
from tests.data_import import make_books, ods, xls
from tests.exchange.xlsx import packed, parts_of, sheet_xml, workbook

TEXT, NUMBER, DATE = CellKind.TEXT, CellKind.NUMBER, CellKind.DATE
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


@pytest.fixture(autouse=True)
def _in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a child reads is read here, except where a test is about the child."""
    if "child" in request.keywords or "child" in request.node.name:
        return

    def read(content: bytes, name: str, kind: BookKind, alive: object) -> tuple[object, ...]:
        try:
            answer = b"".join(lines(content, kind)) + b'{"end": true}\n'
        except KnownError as error:
            raise KnownError(error.key, **{**error.params, "file": name}) from error
        return tuple(book_file._sheets(answer, name, 0, None))

    monkeypatch.setattr(book_file, "_read_apart", read)


def refusal(content: bytes, name: str = "x.xlsx") -> str:
    """The key of the error, whose sentence names the file."""
    with pytest.raises(KnownError) as caught:
        book_of(content, name)
    assert caught.value.params["file"] == name
    return caught.value.key


def first(book: Book) -> list[list[str]]:
    return [[cell.text for cell in row] for row in book.sheets[0].rows]


def one_row(content: bytes) -> tuple[Cell, ...]:
    return book_of(content, "x").sheets[0].rows[0]


def test_cells_are_as_they_were_stored() -> None:
    row: list[object] = ["00123", "NA", 12, 4.5, 0.1 + 0.2, True, ("date", "43466"), ("time", "0.354166666666667"),
                         ("long date", "43466.354166666664"), ("duration", "1.5"), "  x ", "=1+1"]  # fmt: skip
    assert one_row(workbook([row])) == (  # type: ignore[list-item]
        Cell("00123", TEXT), Cell("NA", TEXT), Cell("12", NUMBER), Cell("4.5", NUMBER), Cell("0.3", NUMBER),
        Cell("TRUE", CellKind.BOOL), Cell("2019-01-01", DATE), Cell("08:30", CellKind.TIME),
        Cell("2019-01-01 08:30", CellKind.MOMENT), Cell("1.5", NUMBER), Cell("  x ", TEXT), Cell("=1+1", TEXT),
    )  # fmt: skip


def test_each_row_and_column_keeps_its_place() -> None:
    assert first(book_of(workbook([[], ["a"], [], ["b"], [" "], ["c"]]), "x")) == [[], ["a"], [], ["b"], [" "], ["c"]]
    assert first(book_of(workbook([[], [None, None, 3], [], [True]]), "x")) == [[], ["", "", "3"], [], ["TRUE"]]


def test_what_calamine_takes_for_empty_is_told() -> None:
    """An error, a formula never computed, one whose value is the empty text, a share in per cent."""
    cells = (
        '<c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>SUM(C1)</f></c><c r="C1"><f>C2</f><v></v></c>'
        '<c r="D1" t="str"><f>IF(1,"")</f><v></v></c><c r="E1" s="2"><v>-0.004</v></c><c r="F1"><f>1+1</f><v>2</v></c>'
    )
    book = book_of(packed(parts_of({"S": SHEET.format(f'<row r="1">{cells}</row>')})), "x")
    told = [
        Cell("#N/A", CellKind.ERROR),
        Cell("", CellKind.FORMULA),
        Cell("", CellKind.FORMULA),
        Cell("", CellKind.EMPTY),
    ]
    assert book.sheets[0].rows[0] == (*told, Cell("-0.4%", TEXT), Cell("2", NUMBER))
    assert book.sheets[0].formulas == 4


def test_sheets_hidden_joined_and_counted_from_1904() -> None:
    parts = parts_of(
        {"a": sheet_xml([[], ["x"], [None, ("date", "1")]], merged=["A2:B2"]), "b": sheet_xml([["y"]]),
         "c": sheet_xml([])},
        hidden=["b"], date1904=True,
    )  # fmt: skip
    seen, hidden, empty = book_of(packed(parts), "x").sheets
    assert (seen.name, seen.merged, seen.starts_1904, seen.hidden) == ("a", (Merged(1, 0, 1, 1),), True, False)
    assert seen.rows[1:] == ((Cell("x", TEXT),), (Cell("", CellKind.EMPTY), Cell("1904-01-02", DATE)))
    assert (hidden.name, hidden.hidden, empty.rows) == ("b", True, ())


def test_an_open_document_is_read_with_what_it_hides() -> None:
    rows: list[list[ods.Value]] = [["00123", 4.5, True, ods.Error("#N/A"), ods.Uncomputed("A1"), ods.Share(0.45)]]
    book = book_of(ods.book({"S": rows, "H": [["x"]]}, merged={"S": [(0, 0, 0, 1)]}, hidden=["H"]), "x")
    kinds = [cell.kind for cell in book.sheets[0].rows[0]]
    assert kinds == [TEXT, NUMBER, CellKind.BOOL, CellKind.ERROR, CellKind.FORMULA, TEXT]
    assert [cell.text for cell in book.sheets[0].rows[0]] == ["00123", "4.5", "TRUE", "#N/A", "", "45%"]
    assert (book.sheets[0].merged, book.sheets[1].hidden) == ((Merged(0, 0, 0, 1),), True)


def test_an_old_workbook_is_read_with_what_it_hides() -> None:
    """XLS: errors of cells and of formulas, days, shares in per cent in each of their forms, 00123 as text."""
    rows: list[list[xls.Value]] = [
        ["Orrù", "00123", 1.5, True, xls.Error(0x2A), xls.Error(0x07, computed=True)],
        [xls.Styled(43466, xls.DAY), *(xls.Styled(0.45, style) for style in (xls.PERCENT, xls.OWN_PERCENT))],
        [xls.Styled(0.45, xls.PERCENT, packed=True), xls.Styled(0.45, xls.GENERAL, packed=True)],
    ]
    content = xls.book({"S": rows, "H": [["x"]]}, merged={"S": [(0, 0, 0, 1)]}, hidden=["H"])
    seen, hidden = book_of(content, "x").sheets
    assert first(Book("x", (seen,), "")) == [
        ["Orrù", "00123", "1.5", "TRUE", "#N/A", "#DIV/0!"], ["2019-01-01", "45%", "45%"], ["45%", "0.45"],
    ]  # fmt: skip
    assert [cell.kind for cell in seen.rows[0][4:]] == [CellKind.ERROR, CellKind.ERROR]
    assert (seen.merged, seen.formulas, hidden.hidden) == ((Merged(0, 0, 0, 1),), 1, True)
    from_1904 = book_of(xls.book({"S": [[xls.Styled(1, xls.DAY)]]}, date1904=True), "x").sheets[0]
    assert (from_1904.starts_1904, from_1904.rows[0][0].text) == (True, "1904-01-02")


def test_csv_is_text_in_the_encoding_that_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(make_books.spanish())
    with pytest.raises(KnownError) as caught:
        read_book(path)
    assert caught.value.key == "tablefile_not_utf8"
    book = read_book(path, encoding="cp1252")
    assert (book.encoding, book.delimiter, len(book.sha256)) == ("cp1252", ";", 64)
    assert first(book)[3][3:5] == ["PCR", "<0,1"]
    assert first(book_of("a\tb\n1\tü\n".encode("utf-16"), "x"))[1] == ["1", "ü"]
    assert book_of(b"\xef\xbb\xbfa,b\n1,\n", "x").sheets[0].rows[1] == (Cell("1", TEXT), Cell("", CellKind.EMPTY))


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
DOCTYPE = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY e0 "{"A" * 1000}">{BOMB}]>'


def _with(part: str, content: str) -> bytes:
    return packed({**parts_of({"S": sheet_xml([["x"]])}), part: content})


def _far(reference: str) -> bytes:
    cell = f'<c r="{reference}"><v>1</v></c>'
    row = "".join(c for c in reference if c.isdigit())
    return packed(parts_of({"S": SHEET.format(f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}">{cell}</row>')}))


def _ods_repeated(rows: int, columns: int) -> bytes:
    return ods.packed(
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="S"><table:table-row table:number-rows-repeated="{rows}">'
        f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="float" office:value="1"/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )


CLOSED_ODS = ods.packed("x", "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>")
REFUSED = {
    "empty": (b"", "tablefile_empty"),
    "a workbook without a cell": (workbook([]), "tablefile_empty"),
    "html": (b"<html><table><tr><td>x</td></tr></table></html>", "bookfile_markup"),
    "html with a mark": ("\ufeff\r\n<!DOCTYPE html><html>".encode(), "bookfile_markup"),
    "html in utf-16": ("<html>".encode("utf-16"), "bookfile_markup"),
    "xml of the year 2003": (b'<?xml version="1.0"?><Workbook/>', "bookfile_markup"),
    "pdf": (b"%PDF-1.7", "bookfile_other_kind"),
    "a text document": (
        packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"}),
        "tablefile_other_kind",
    ),
    "binary": (b"abc\0def;1\n", "bookfile_other_kind"),
    "damaged": (workbook([["x"]])[:-40], "tablefile_damaged"),
    "damaged inside": (_with("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row"), "tablefile_damaged"),
    "an encoding that there is not": (
        _with("xl/workbook.xml", '<?xml version="1.0" encoding="UTF-9"?><workbook/>'),
        "tablefile_damaged",
    ),
    "an old one that is none": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "tablefile_damaged"),
    "entities in a sheet": (_with("xl/worksheets/sheet1.xml", DOCTYPE + sheet_xml([["&e8;"]])), "tablefile_damaged"),
    "entities in the texts": (_with("xl/sharedStrings.xml", DOCTYPE + "<sst/>"), "tablefile_damaged"),
    "entities in an open document": (ods.packed(DOCTYPE + "<x>&e8;</x>"), "tablefile_damaged"),
    "a row far away": (_far("A1048576"), "tablefile_too_many_rows"),
    "a column far away": (_far("XFD2"), "tablefile_too_wide"),
    "2,000 columns": (workbook([list(range(2_000))]), "tablefile_too_wide"),
    "rows repeated": (_ods_repeated(1_048_576, 1), "tablefile_too_many_rows"),
    "columns repeated": (_ods_repeated(1, 16_384), "tablefile_too_wide"),
    "both repeated": (_ods_repeated(90_000, 900), "tablefile_too_full"),
    "a closed open document": (CLOSED_ODS, "bookfile_password"),
    "a closed old workbook": (xls.book({"S": [["x"]]}, closed=True), "bookfile_password"),
    "a closed new workbook": (xls.compound(b"x", "EncryptedPackage"), "bookfile_password"),
    "an old text document": (xls.compound(xls.stream({"S": [["x"]]}), "WordDocument"), "bookfile_other_kind"),
    "an old workbook cut off": (xls.book({"S": [["x"]]})[:2000], "tablefile_damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_table_is_is_one_sentence(name: str) -> None:
    content, key = REFUSED[name]
    assert refusal(content) == key


def test_a_zip_bomb_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(_with("xl/worksheets/sheet1.xml", sheet_xml([["A" * 3_000_000]]))) == "tablefile_unpacks_too_large"
    monkeypatch.setattr(xlsx_parts, "MAX_UNPACKED", 1000)
    assert refusal(workbook([["x"]] * 50)) == "tablefile_unpacks_too_large"


def test_rows_beyond_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book_child, "MAX_ROWS", 3)
    assert len(book_of(workbook([["x"]] * 3), "x").sheets[0].rows) == 3
    assert refusal(workbook([["x"]] * 4)) == "tablefile_too_many_rows"


def test_a_cell_far_away_within_the_limits_is_refused_before_its_row_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book_child, "_MOST_PLACES", 500)
    assert one_row(_far("AA10")) == (Cell("1", NUMBER),)
    assert refusal(_far("AA30")) == "tablefile_too_full"


def test_every_kind_of_cell_survives_the_pipe() -> None:
    cells = [Cell("ü\n;“", TEXT), *(Cell("x", kind) for kind in CellKind if kind is not CellKind.EMPTY), cell_of("")]
    kept = CellKeeper()
    assert kept.row(row_line([*cells])) == tuple(cells[:-1])
    assert kept.row(row_line([cell_of("x")]))[0] is kept.row(row_line([cell_of("x")]))[0]


def test_a_child_reads() -> None:
    assert first(book_of(workbook([["Cod."], ["MS-1"]]), "x")) == [["Cod."], ["MS-1"]]


def test_a_child_is_ended_when_somebody_cancels(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def started_asleep(command: list[str], **options: object) -> subprocess.Popen[bytes]:
        started.append(real([sys.executable, "-c", "import time; time.sleep(60)"], **options))  # type: ignore[call-overload]
        return started[-1]

    def cancel() -> None:
        raise InterruptedError

    monkeypatch.setattr(book_file.subprocess, "Popen", started_asleep)
    with pytest.raises(InterruptedError):
        book_of(workbook([["x"]]), "x", alive=cancel)
    assert started[0].returncode is not None
    monkeypatch.setattr(book_file, "_TIME_LIMIT", 0.1)
    assert refusal(workbook([["x"]])) == "bookfile_too_slow"
    assert started[1].returncode is not None


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux")
def test_a_child_without_memory_is_one_sentence() -> None:
    """A cell so far away that calamine itself asks for gigabytes, and ends its process when it gets none."""
    assert refusal(_far("ALK99999")) == "tablefile_too_full"


ENDS = {
    "out of memory": ("import os; os.abort()", "tablefile_too_full"),
    "out of time": (
        f"import os; os.kill(os.getpid(), {int(signal.SIGXCPU)})" if os.name == "posix" else "",
        "bookfile_too_slow",
    ),
    "a reader that breaks": ("raise SystemExit(1)", "tablefile_damaged"),
    "cut off": ("print('[\"tx\"]')", "tablefile_damaged"),
}


@pytest.mark.skipif(os.name != "posix", reason="signals tell why a child ended on POSIX alone")
@pytest.mark.parametrize("name", ENDS)
def test_how_a_child_ended_is_told(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program, key = ENDS[name]
    quiet = "import resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0));"
    monkeypatch.setattr(book_file, "_command", lambda kind: [sys.executable, "-S", "-c", quiet + program])
    assert refusal(workbook([["x"]])) == key


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux")
def test_a_child_has_a_limit_of_memory() -> None:
    """The child's own limit, seen from inside it."""
    program = (
        "from hsct_desktop.exchange import book_child; book_child._limit(); import resource;"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0])"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, env=book_file._environment()
    )
    assert int(told.stdout) == book_child.MEMORY


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_a_child_dies_with_its_parent() -> None:
    program = (
        "import subprocess, sys, time\n"
        "from hsct_desktop.exchange import book_file\n"
        "from hsct_desktop.exchange.book_child import LENGTH, BookKind\n"
        "child = subprocess.Popen(['sh', '-c', 'exec \"$@\"', 'sh', *book_file._command(BookKind.XLSX)],\n"
        "    stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=book_file._environment())\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=book_file._environment())
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert any(_is_gone(child) for _ in _ticks())


def _is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def _ticks() -> Iterator[None]:
    for _ in range(200):
        yield
        time.sleep(0.05)


def test_a_file_is_refused_by_what_it_is(tmp_path: Path) -> None:
    def key(path: Path) -> str:
        with pytest.raises(KnownError) as caught:
            read_book(path)
        return caught.value.key

    (tmp_path / "big.xlsx").write_bytes(b"")
    with (tmp_path / "big.xlsx").open("r+b") as stream:
        stream.truncate(table_file.MAX_BYTES + 1)
    found = [key(tmp_path / "none.xlsx"), key(tmp_path), key(tmp_path / "big.xlsx")]
    assert found == ["tablefile_missing", "tablefile_is_folder", "tablefile_too_large"]


@pytest.mark.parametrize("name", make_books.BOOKS)
def test_the_second_reader_reads_the_same(name: str) -> None:
    """openpyxl on what calamine read: as many rows, the same texts in the same places."""
    content = make_books.BOOKS[name]()
    book = book_of(content, name, encoding="cp1252")
    assert sum(len(sheet.rows) for sheet in book.sheets) > 5
    if not name.endswith(".xlsx"):
        return
    import openpyxl

    other = openpyxl.load_workbook(BytesIO(content), data_only=True)
    for sheet in book.sheets:
        for at, row in enumerate(sheet.rows, start=1):
            for column, cell in enumerate(row, start=1):
                value = other[sheet.name].cell(at, column).value
                if isinstance(value, str):
                    assert (cell.kind, cell.text) == (TEXT, value)
                else:
                    assert (value is None) == (cell.kind in (CellKind.EMPTY, CellKind.FORMULA))


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _seeds() -> list[tuple[Callable[[bytes, str], object], dict[str, bytes], str]]:
    new, open_document = _parts(make_books.english(2)), _parts(make_books.french())
    old = xls.stream({"S": [["x", 1.5, xls.Error(0x2A), xls.Styled(0.4, xls.PERCENT, packed=True)]], "H": [["y"]]})
    names = ("xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels")
    return [
        *((xlsx_scan.scan, new, name) for name in names),
        (ods_scan.scan, open_document, "content.xml"),
        (xls_scan.scan, {"": xls.compound(old)}, ""),
        (xls_scan.scan, {"": old}, "Workbook"),
    ]


SEEDS = _seeds()
CHANGES = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.sampled_from([b"", b"-1", b"99999999", b"\xff\xff\xff\xff", b"x"])),
    min_size=1, max_size=4,
)  # fmt: skip


def _survives(seed: int, changes: list[tuple[float, bytes]]) -> bool:
    """Whether a file with some bytes exchanged is read or refused with one sentence."""
    scan, parts, name = SEEDS[seed]
    part = bytearray(parts[name if name in parts else ""])
    for place, new in changes:
        at = int(place * len(part))
        digits = [n for n in range(at, min(at + 200, len(part))) if 48 <= part[n] <= 57] if name else [at]
        for n in digits[:1]:
            part[n : n + 1] = new
    content = xls.compound(bytes(part)) if name == "Workbook" else bytes(part)
    if name in parts and name:
        content = packed({**parts, name: bytes(part)}, level=0)
    try:
        scan(content, "x")
    except KnownError as error:
        return error.key.startswith(("tablefile_", "bookfile_"))
    return True


@settings(max_examples=60)
@given(st.integers(0, len(SEEDS) - 1), CHANGES)
def test_a_file_with_changed_bytes_is_read_or_refused(seed: int, changes: list[tuple[float, bytes]]) -> None:
    assert _survives(seed, changes)


@pytest.mark.soak
@settings(max_examples=4_000)
@given(st.integers(0, len(SEEDS) - 1), CHANGES)
def test_many_files_with_changed_bytes_are_read_or_refused(seed: int, changes: list[tuple[float, bytes]]) -> None:
    assert _survives(seed, changes)


_TYPED = st.text(st.sampled_from("'=+-@ aO\u2019\uff1d,;\"1"), max_size=6).map(lambda text: f"{text}x")


@settings(max_examples=60)
@given(st.lists(_TYPED, min_size=1, max_size=4))
def test_our_own_csv_is_read_back_as_it_was(texts: list[str]) -> None:
    columns = tuple(DataColumn(f"c{at}", DataType.TEXT) for at in range(len(texts)))
    stream = BytesIO()
    write_csv(DataTable("t", "T", columns, [tuple(texts)]), stream, ";")
    sheet = book_of(stream.getvalue(), "t.csv", delimiter=";").sheets[0]
    assert [cell.text for cell in sheet.rows[1]] == texts


@pytest.mark.parametrize(
    "text", ["'O'Neill", "'t Hart", "O'Neill", "'", "''", "'s-Gravenhage", "d'Angelo", "'5", "'<5"]
)
def test_names_with_apostrophes_stay(text: str) -> None:
    assert book_of(f"a;b\r\n{text};1\r\n".encode(), "t.csv").sheets[0].rows[1][0].text == text


@pytest.mark.parametrize(("stands", "text"), [("'-Rossi", "-Rossi"), ("'+39 070", "+39 070"), ("''=1", "'=1")])
def test_an_apostrophe_before_a_formula_is_none_of_the_text(stands: str, text: str) -> None:
    assert book_of(f"a;b\r\n{stands};1\r\n".encode(), "t.csv").sheets[0].rows[1][0].text == text


def test_the_child_is_told_no_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HSCT_PASSPHRASE", "three wet herons wait")
    monkeypatch.setenv("HSCT_PDF_PASSWORD", "four wet herons wait")
    assert not any("herons" in value for value in book_file._environment().values())
