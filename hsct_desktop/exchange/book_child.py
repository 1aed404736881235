"""The child process that reads a workbook: bounded in memory and time, it dies with its parent and writes cells only.

It is the program itself, started with `--read-book KIND`. Its input is the length of the file in 8 bytes and the file;
its output one JSON line for each sheet, one for each row, and a last one with what was wrong, if anything was.
"""

from __future__ import annotations

import io
import json
import os
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hsct_desktop.domain.book import EMPTY, Merged
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange.book_cells import Told, cell_of, row_line
from hsct_desktop.exchange.table_file import MAX_CELL, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, too_full

if TYPE_CHECKING:
    from pandas import ExcelFile
    from python_calamine import CalamineSheet

OPTION: Final = "--read-book"
MEMORY: Final = 1_500_000_000
"""Bytes of address space where the system limits them; the largest sheets taken need a third."""
SECONDS: Final = 120
"""Of computing; the parent waits as long."""
_MOST_PLACES: Final = 20_000_000
"""Cells between the first and the last of a sheet, empty ones too: one typed far away makes millions of them."""
LENGTH: Final = struct.Struct(">Q")


class BookKind(StrEnum):
    """What a workbook is, by its first bytes."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"


def main(arguments: Sequence[str]) -> int:
    """Read the workbook on standard input; the exit code is 0 whenever the last line says how it ended."""
    _limit()
    source, target = sys.stdin.buffer, sys.stdout.buffer
    (size,) = LENGTH.unpack(source.read(LENGTH.size))
    content = source.read(size)
    threading.Thread(target=_die_with, args=(source.fileno(),), daemon=True).start()
    told: dict[str, object] = {"end": True}
    try:
        for line in lines(content, BookKind(arguments[0])):
            target.write(line)
    except KnownError as error:
        told = {"error": error.key, "params": {k: v for k, v in error.params.items() if k != "file"}}
    except MemoryError:
        told = {"error": "tablefile_too_full", "params": {"limit": MAX_TEXT // 1_000_000}}
    target.write(json.dumps(told).encode() + b"\n")
    target.flush()
    return 0


def _limit() -> None:
    """No more memory and time than a table needs; Windows has no such limits."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
        with suppress(OSError, ValueError):  # a system that knows the limit by name alone
            resource.setrlimit(what, (most, most))


def _die_with(source: int) -> None:
    """The parent keeps the input open as long as it wants an answer; its end is ours."""
    os.read(source, 1)
    os._exit(3)


def lines(content: bytes, kind: BookKind) -> Iterator[bytes]:
    """The lines to write; KnownError without the file's name."""
    told = _SCANS[kind](content)
    limits = _Limits()
    with _opened(content) as workbook:
        for sheet, told_of_sheet in _sheets(workbook, told):
            yield from _sheet_lines(workbook, sheet, told_of_sheet, limits)


def _scan_xlsx(content: bytes) -> Mapping[str, Told]:
    from hsct_desktop.exchange.xlsx_scan import scan

    return scan(content, "")


def _scan_ods(content: bytes) -> Mapping[str, Told]:
    from hsct_desktop.exchange.ods_scan import scan

    return scan(content, "")


def _scan_xls(content: bytes) -> Mapping[str, Told]:
    from hsct_desktop.exchange.xls_scan import scan

    return scan(content, "")


_SCANS: Final[Mapping[BookKind, Callable[[bytes], Mapping[str, Told]]]] = {
    BookKind.XLSX: _scan_xlsx,
    BookKind.ODS: _scan_ods,
    BookKind.XLS: _scan_xls,
}


@contextmanager
def _opened(content: bytes) -> Iterator[ExcelFile]:
    """The workbook as pandas opens it; what pandas or calamine cannot read of it is one sentence."""
    import pandas
    from python_calamine import CalamineError, PasswordError

    try:
        with pandas.ExcelFile(io.BytesIO(content), engine="calamine") as workbook:
            yield workbook
    except PasswordError as error:
        raise KnownError("bookfile_password") from error
    except (CalamineError, OSError, ValueError) as error:
        raise KnownError("tablefile_damaged") from error


def _sheets(workbook: ExcelFile, told: Mapping[str, Told]) -> Iterator[tuple[CalamineSheet, Told]]:
    """The sheets with what is known of them; pandas leaves out those that hold no cells, charts and macros."""
    from python_calamine import SheetVisibleEnum

    visible = {about.name: about.visible is SheetVisibleEnum.Visible for about in workbook.book.sheets_metadata}
    for name in map(str, workbook.sheet_names):
        known = told.get(name) or Told()
        known.hidden |= not visible[name]
        yield workbook.book.get_sheet_by_name(name), known


def _sheet_lines(workbook: ExcelFile, sheet: CalamineSheet, told: Told, limits: _Limits) -> Iterator[bytes]:
    merged = told.merged
    if merged is None:
        merged = [Merged(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    about = {
        "sheet": sheet.name, "hidden": told.hidden, "merged": merged, "formulas": told.formulas,
        "starts_1904": told.starts_1904,
    }  # fmt: skip
    yield json.dumps(about).encode() + b"\n"
    for number, line in enumerate(_row_lines(_rows(workbook, sheet), told, limits), start=1):
        if number > MAX_ROWS and line != b"[]\n":
            raise KnownError("tablefile_too_many_rows", limit=MAX_ROWS)
        yield line


def _rows(workbook: ExcelFile, sheet: CalamineSheet) -> list[tuple[object, ...]]:
    """The values of a sheet, the file's row 1 first.

    header=None: the first row is data like any other, for a title may stand in it. dtype=object: a column is not made
    of one type, 00123 and 4.5 stay what they are. na_filter=False: "NA" is somebody's name, "n.d." an answer; pandas
    would make both of them nothing. index_col=None: no column is taken out of its place.
    """
    import pandas

    if sheet.end is None:
        return []
    if (sheet.end[0] + 1) * (sheet.end[1] + 1) > _MOST_PLACES:
        raise too_full("")
    frame = pandas.read_excel(
        workbook,
        sheet_name=sheet.name,
        header=None,
        index_col=None,
        dtype=object,
        keep_default_na=False,
        na_filter=False,
    )
    return list(frame.itertuples(index=False, name=None))


def _row_lines(rows: Sequence[tuple[object, ...]], told: Told, limits: _Limits) -> Iterator[bytes]:
    special: dict[int, list[int]] = {}
    for row, column in told.cells:
        special.setdefault(row, []).append(column)
    for at in range(max([len(rows), *(row + 1 for row in special)])):
        cells = [cell_of(value) for value in rows[at]] if at < len(rows) else []
        for column in special.get(at, ()):
            cells.extend(EMPTY for _ in range(column + 1 - len(cells)))
            cells[column] = told.cells[at, column]
        limits.add(at + 1, [cell.text for cell in cells])
        yield row_line(cells)


class _Limits:
    """Counts the cells and characters of all sheets."""

    def __init__(self) -> None:
        self._cells = 0
        self._characters = 0

    def add(self, number: int, texts: list[str]) -> None:
        """A row more, `number` counting from 1."""
        while texts and not texts[-1]:
            texts.pop()
        self._cells += len(texts)
        if len(texts) > MAX_COLUMNS or self._cells > MAX_CELLS:
            raise KnownError("tablefile_too_wide", row=number, limit=MAX_COLUMNS)
        lengths = list(map(len, texts))
        if lengths and max(lengths) > MAX_CELL:
            raise KnownError("tablefile_cell_too_long", row=number, limit=MAX_CELL)
        self._characters += sum(lengths)
        if self._characters > MAX_TEXT:
            raise too_full("")
