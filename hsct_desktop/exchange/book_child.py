"""The child process that reads a workbook: bounded in memory and time, it dies with its parent and writes cells only.

It is the program itself, started with `--read-book KIND`. Its input is the length of the file in 8 bytes and the file;
its output one JSON line for each sheet, one for each row, and a last one with what was wrong, if anything was. calamine
is called without pandas around it, which would take longer to load than to read and makes every day a moment.
"""

from __future__ import annotations

import io
import json
import os
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange.book_cells import Told, cell_of, row_line
from hsct_desktop.exchange.table_file import MAX_CELL, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, too_full

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

OPTION: Final = "--read-book"
MEMORY: Final = 1_500_000_000
"""Bytes of address space where the system limits them; the largest sheets taken need a third."""
SECONDS: Final = 60
"""Of computing; the parent waits as long."""
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
    workbook = _opened(content)
    limits = _Limits()
    for sheet, told_of_sheet in _sheets(workbook, told):
        yield from _sheet_lines(sheet, told_of_sheet, limits)


def _scan_xlsx(content: bytes) -> Mapping[str, Told]:
    from hsct_desktop.exchange.xlsx_scan import scan

    return scan(content, "")


def _scan_ods(content: bytes) -> Mapping[str, Told]:
    from hsct_desktop.exchange.ods_scan import scan

    return scan(content, "")


def _scan_xls(content: bytes) -> Mapping[str, Told]:
    return {}


_SCANS: Final[Mapping[BookKind, Callable[[bytes], Mapping[str, Told]]]] = {
    BookKind.XLSX: _scan_xlsx,
    BookKind.ODS: _scan_ods,
    BookKind.XLS: _scan_xls,
}


def _opened(content: bytes) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise KnownError("bookfile_password") from error
    except (CalamineError, OSError, ValueError) as error:
        raise KnownError("tablefile_damaged") from error


def _sheets(workbook: CalamineWorkbook, told: Mapping[str, Told]) -> Iterator[tuple[CalamineSheet, Told]]:
    from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum

    for about in workbook.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet:  # a chart, a macro
            continue
        known = told.get(about.name) or Told()
        known.hidden |= about.visible is not SheetVisibleEnum.Visible
        try:
            yield workbook.get_sheet_by_name(about.name), known
        except (CalamineError, OSError, ValueError) as error:
            raise KnownError("tablefile_damaged") from error


def _sheet_lines(sheet: CalamineSheet, told: Told, limits: _Limits) -> Iterator[bytes]:
    merged = told.merged
    if merged is None:
        merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]  # type: ignore[misc]
    about = {
        "sheet": sheet.name, "hidden": told.hidden, "merged": merged, "formulas": told.formulas,
        "starts_1904": told.starts_1904,
    }  # fmt: skip
    yield json.dumps(about).encode() + b"\n"
    if sheet.end is None and not told.cells:
        return
    for number, line in enumerate(_row_lines(sheet, told, limits), start=1):
        if number > MAX_ROWS and line != b"[]\n":
            raise KnownError("tablefile_too_many_rows", limit=MAX_ROWS)
        yield line


def _row_lines(sheet: CalamineSheet, told: Told, limits: _Limits) -> Iterator[bytes]:
    special: dict[int, list[int]] = {}
    for row, column in told.cells:
        special.setdefault(row, []).append(column)
    rows = iter(sheet.iter_rows()) if sheet.end is not None else iter(())
    last = max((sheet.end or (0, 0))[0], *special) if special else (sheet.end or (0, 0))[0]
    for at in range(last + 1):
        cells = [cell_of(value) for value in next(rows, ())]
        for column in special.get(at, ()):
            cells.extend(cell_of("") for _ in range(column + 1 - len(cells)))
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
