"""Files of tables that somebody kept, CSV, XLSX, XLS or ODS, as a Book: nothing guessed or converted, no file trusted.

What a file is, its first bytes say, not its name. Workbooks are read by a child process with limits (book_child): what
a file of some kilobytes can make a reader do is done where it harms nobody.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from hsct_desktop.domain.book import EMPTY, Book, Cell, CellKind, Merged, Sheet
from hsct_desktop.domain.data_table import unguarded
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange.book_cells import CellKeeper
from hsct_desktop.exchange.book_child import LENGTH, OPTION, SECONDS, BookKind
from hsct_desktop.exchange.table_file import MAX_TEXT, Alive, Table, read_bytes, table_of
from hsct_desktop.user_file import shown_name

_ZIP: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODS_MIME: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_MARKUP: Final = re.compile(rb"\s*<(!doctype|html|head|meta|table|style|body|div|\?xml|script)", re.IGNORECASE)
_OTHER_KINDS: Final = (
    b"%PDF",
    b"{\\rtf",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"SQLite format 3\0",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
)
_POLL: Final = 0.05
"""Seconds between two looks at whether somebody cancelled."""
_TIME_LIMIT: Final = SECONDS
_MOST_ANSWER: Final = 8 * MAX_TEXT
"""Bytes; a character beyond ASCII is six of them."""
_SECRETS: Final = frozenset({"HSCT_PASSPHRASE", "HSCT_PDF_PASSWORD"})
_EVERY: Final = 500
"""Rows between two looks while the answer is taken apart."""


def read_book(
    path: Path, encoding: str | None = None, delimiter: str | None = None, alive: Alive | None = None
) -> Book:
    """All sheets of a file, hidden ones too. `encoding` and `delimiter` are for CSV: without them UTF-8 or UTF-16 and
    the separator that fits. `alive` is called every 50 ms; what it raises ends the reading and the child process.

    Raises KnownError, with one sentence (`error.tablefile_*`, `error.bookfile_*`), for whatever cannot be read.
    """
    content = read_bytes(path)
    return book_of(content, clean(shown_name(path)), encoding, delimiter, alive)


def book_of(
    content: bytes, name: str, encoding: str | None = None, delimiter: str | None = None, alive: Alive | None = None
) -> Book:
    """The sheets of a file's bytes; `name` stands in the sentences of what is wrong with it."""
    sha256 = hashlib.sha256(content).hexdigest()
    kind = _kind(content, name)
    if kind is None:
        table = _table(content, name, encoding, delimiter, alive)
        sheet = Sheet("", tuple(map(_csv_row, table.rows)))
        return Book(name, (sheet,), sha256, table.encoding, table.delimiter)
    sheets = _read_apart(content, name, kind, alive)
    if not any(not cell.is_empty for sheet in sheets for row in sheet.rows for cell in row):
        raise KnownError("tablefile_empty", file=name)
    return Book(name, sheets, sha256)


def _table(content: bytes, name: str, encoding: str | None, delimiter: str | None, alive: Alive | None) -> Table:
    try:
        return table_of(content, name, encoding=encoding, delimiter=delimiter, alive=alive)
    except KnownError as error:  # its sentence names the kinds that a laboratory's file can be
        if error.key == "tablefile_no_text":
            raise KnownError("bookfile_other_kind", file=name) from error
        raise


def _csv_row(row: list[str]) -> tuple[Cell, ...]:
    """The cells of a line, without the apostrophes that keep formulas from being computed."""
    return tuple(Cell(unguarded(text), CellKind.TEXT) if text else EMPTY for text in row)


def _kind(content: bytes, name: str) -> BookKind | None:
    """The kind of a workbook; None for text. KnownError for what is neither."""
    if content.startswith(_ZIP):
        return BookKind.ODS if _ODS_MIME in content[:200] else BookKind.XLSX
    if content.startswith(_OLD_OFFICE):
        return BookKind.XLS
    if _MARKUP.match(content[:1024].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").removeprefix(b"\xff\xfe")):
        raise KnownError("bookfile_markup", file=name)
    if content.startswith(_OTHER_KINDS):
        raise KnownError("bookfile_other_kind", file=name)
    return None


@dataclass
class _Answer:
    """What the child wrote; `too_long` when it was cut off."""

    content: bytes = b""
    too_long: bool = False


def _command(kind: BookKind) -> list[str]:
    """This program again: the packed one is its own interpreter."""
    if getattr(sys, "frozen", False):
        return [sys.executable, OPTION, kind.value]
    return [sys.executable, "-P", "-m", "hsct_desktop", OPTION, kind.value]  # -P: no module of the folder we are in


def _environment() -> dict[str, str]:
    """A child of a checkout finds the package that its parent runs; no threads for sums that nobody asks for, and no
    passphrase: it takes apart what comes from elsewhere."""
    here = str(Path(__file__).resolve().parents[2])
    others = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    open_ones = {name: value for name, value in os.environ.items() if name not in _SECRETS}
    return {**open_ones, "PYTHONPATH": os.pathsep.join([here, *others]), "OPENBLAS_NUM_THREADS": "1"}


def _read_apart(content: bytes, name: str, kind: BookKind, alive: Alive | None) -> tuple[Sheet, ...]:
    no_console = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows alone has it
    try:
        child = subprocess.Popen(
            _command(kind), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=_environment(), creationflags=no_console,
        )  # fmt: skip
    except OSError as error:
        raise KnownError("bookfile_no_child", file=name) from error
    try:
        answer = _answer(child, content, name, alive)
        if not answer.too_long:
            child.wait(_TIME_LIMIT)
    finally:
        _end(child)
    if answer.too_long:
        raise KnownError("tablefile_too_full", file=name, limit=MAX_TEXT // 1_000_000)
    return tuple(_sheets(answer.content, name, child.returncode, alive))


def _answer(child: subprocess.Popen[bytes], content: bytes, name: str, alive: Alive | None) -> _Answer:
    """What the child writes until it ends; `alive` may raise, and time may run out."""
    answer = _Answer()
    assert child.stdin is not None
    assert child.stdout is not None
    threads = (
        threading.Thread(target=_send, args=(child.stdin, content), daemon=True),
        threading.Thread(target=_receive, args=(child.stdout, answer), daemon=True),
    )
    for thread in threads:
        thread.start()
    until = time.monotonic() + _TIME_LIMIT
    while threads[1].is_alive():
        threads[1].join(_POLL)
        if alive is not None:
            alive()
        if time.monotonic() > until:
            raise KnownError("bookfile_too_slow", file=name, seconds=_TIME_LIMIT)
    return answer


def _send(pipe: IO[bytes], content: bytes) -> None:
    """The pipe stays open: its end tells the child that nobody waits any more."""
    try:
        pipe.write(LENGTH.pack(len(content)))
        pipe.write(content)
        pipe.flush()
    except (OSError, ValueError):
        return  # the child has ended, which its answer tells, or the reading was cancelled


def _receive(pipe: IO[bytes], answer: _Answer) -> None:
    pieces, length = [], 0
    while piece := pipe.read(1 << 16):
        pieces.append(piece)
        length += len(piece)
        if length > _MOST_ANSWER:
            answer.too_long = True
            return
    answer.content = b"".join(pieces)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child, whatever it does, and wait for it."""
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            _close(pipe)


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        return  # what could not be sent to a child that has ended


def _sheets(content: bytes, name: str, code: int | None, alive: Alive | None) -> Iterator[Sheet]:
    """The sheets of an answer; KnownError for an answer that ends otherwise than with its last line."""
    final = content[content.rfind(b"\n", 0, -1) + 1 :]
    if not (final.startswith(b"{") and final.endswith(b"\n")):
        raise _broken(name, code)
    last = json.loads(final)
    if "error" in last:
        key = "bookfile_password" if last["error"] == "tablefile_old_office" else last["error"]
        key = "bookfile_other_kind" if key == "tablefile_other_kind" else key
        raise KnownError(key, **{**last["params"], "file": name})
    keeper = CellKeeper()
    about: dict[str, Any] | None = None
    rows: list[tuple[Cell, ...]] = []
    for at, line in enumerate(io.BytesIO(content)):
        if alive is not None and at % _EVERY == 0:
            alive()
        if line.startswith(b"["):
            rows.append(keeper.row(line))
            continue
        if about is not None:
            yield _sheet(about, rows)
        about, rows = json.loads(line), []


def _sheet(about: dict[str, Any], rows: list[tuple[Cell, ...]]) -> Sheet:
    while rows and all(cell.is_empty for cell in rows[-1]):
        rows.pop()
    merged = tuple(Merged(*place) for place in about["merged"])
    return Sheet(about["sheet"], tuple(rows), merged, about["hidden"], about["formulas"], about["starts_1904"])


def _broken(name: str, code: int | None) -> KnownError:
    """A child that ended without a last word: its limits of memory or time, or a file that breaks a reader."""
    if sys.platform != "win32" and code is not None and code < 0:
        import signal

        if -code == signal.SIGXCPU:
            return KnownError("bookfile_too_slow", file=name, seconds=SECONDS)
        if -code in (signal.SIGABRT, signal.SIGKILL):
            return KnownError("tablefile_too_full", file=name, limit=MAX_TEXT // 1_000_000)
    return KnownError("tablefile_damaged", file=name)
