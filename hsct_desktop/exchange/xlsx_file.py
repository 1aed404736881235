"""Spreadsheets (Office Open XML) as rows of text, read with the standard library: values as stored, nothing computed.

A workbook is a ZIP of XML that anybody may have made: its size is checked before anything is unpacked, its parts are
unpacked only as far as they said they would, a document type, by which XML can grow without end, is refused, and what
they hold is counted while it is read.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from xml.parsers import expat

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange.table_file import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TEXT,
    Alive,
    Limits,
    Stored,
    Table,
    too_full,
    without_tail,
)
from hsct_desktop.exchange.xlsx_number import Formats, number_text
from hsct_desktop.exchange.xlsx_xml import XmlReader

MAX_UNPACKED = 200_000_000
"""Bytes of all parts together."""
MAX_RATIO = 100
"""Unpacked to packed; sheets of results lie between 5 and 30."""
_SMALL = 1_000_000
"""Below it a part may be packed as tightly as it likes."""
_MAX_DIRECTORY = 1_000_000
"""Bytes of the ZIP's list of parts: some ten thousand parts, where a workbook has some dozens."""
_MAX_PARTS = 10_000
NO_VALUE = "=?"
"""Stands for a formula of which the file holds no value: it was never computed, and is refused where it is read."""
MAX_SHARED = 1_000_000
"""Texts that cells share."""
_MAX_SHEETS = 1_000
_MAX_TITLE = 255
_MOST_MERGED = 10_000
"""Joined cells that are told; a table of results has a handful in its head."""
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_END = struct.Struct("<4s4H2LH")


@contextmanager
def _sound(name: str) -> Iterator[None]:
    """Whatever a broken or made-up workbook brings about is one sentence."""
    try:
        yield
    except (
        zipfile.BadZipFile, zlib.error, expat.ExpatError, struct.error, NotImplementedError, RuntimeError, EOFError,
        KeyError, ValueError, IndexError, OSError, OverflowError,
    ) as error:  # fmt: skip
        raise KnownError("tablefile_damaged", file=name) from error


def read_workbook(content: bytes, name: str, sheet: str | None, alive: Alive | None) -> Table:
    """One sheet of a workbook; KnownError `tablefile_*` for what is none, is damaged or breaks a limit."""
    with _sound(name):
        _check_directory(content, name)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive, content, name)
            return _Workbook(archive, name, alive).table(sheet)


def _check_directory(content: bytes, name: str) -> None:
    """The list of parts stands at the file's end; a huge one would be read into memory as it is opened."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    if at < 0:
        raise KnownError("tablefile_damaged", file=name)
    # A ZIP of the larger kind says the length of its list elsewhere: its entries are counted as well.
    if _END.unpack_from(content, at)[5] > _MAX_DIRECTORY or content.count(b"PK\x01\x02") > _MAX_PARTS:
        raise KnownError("tablefile_unpacks_too_large", file=name, limit=MAX_UNPACKED // 1_000_000)


def _check_parts(archive: zipfile.ZipFile, content: bytes, name: str) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 0x1 for part in parts):
        raise KnownError("tablefile_old_office", file=name)
    unpacked = sum(part.file_size for part in parts)
    tight = [part for part in parts if part.file_size > _SMALL and part.file_size > MAX_RATIO * part.compress_size]
    if unpacked > MAX_UNPACKED or tight or unpacked > max(_SMALL, MAX_RATIO * len(content)):
        raise KnownError("tablefile_unpacks_too_large", file=name, limit=MAX_UNPACKED // 1_000_000)
    if "[Content_Types].xml" not in names or "xl/workbook.bin" in names:
        raise KnownError("tablefile_other_kind", file=name)
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise KnownError("tablefile_damaged", file=name)


class _Workbook:
    def __init__(self, archive: zipfile.ZipFile, name: str, alive: Alive | None) -> None:
        self._archive = archive
        self._name = name
        self._xml = XmlReader(name, alive)
        self._book = next(iter(self._related("").get("officeDocument", {}).values()), "")
        if not self._book:
            raise KnownError("tablefile_other_kind", file=name)
        self._parts = self._related(self._book)
        self._sheets: dict[str, str] = {}
        self._date1904 = False

    def table(self, sheet: str | None) -> Table:
        """The sheet of that name, or the first that a reader sees."""
        hidden = self._read_book()
        visible = tuple(title for title in self._sheets if title not in hidden)
        chosen = sheet or next(iter(visible), "")
        if chosen not in self._sheets:
            names = ", ".join(visible)
            raise KnownError("tablefile_sheet_missing", file=self._name, sheet=chosen, sheets=names)
        reader = _SheetReader(self._name, self._shared(), self._formats(), self._xml.earn)
        target = self._parts.get("worksheet", {}).get(self._sheets[chosen])
        if target is None:  # a sheet that is a chart, or a macro
            raise KnownError("tablefile_empty", file=self._name)
        with self._archive.open(target) as stream:
            self._xml.parse(stream, reader.start, reader.end, reader.text)
        rows = without_tail(reader.rows, self._name)
        return Table(rows, visible, chosen, formulas=reader.formulas, merged=tuple(reader.merged))

    def _read_book(self) -> set[str]:
        """Learn the sheets and how days are counted; the titles of hidden sheets."""
        hidden: set[str] = set()

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "workbookPr":
                self._date1904 = attributes.get("date1904") in ("1", "true")
            elif tag == "sheet":
                title = attributes.get("name", "")[:_MAX_TITLE]
                if len(self._sheets) >= _MAX_SHEETS:
                    raise too_full(self._name)
                self._sheets[title] = next((v for k, v in attributes.items() if k.endswith(" id")), "")
                if attributes.get("state", "visible") != "visible":
                    hidden.add(title)

        with self._archive.open(self._book) as stream:
            self._xml.parse_small(stream, start)
        return hidden

    def _shared(self) -> list[str]:
        """The texts that cells name by their number."""
        target = next(iter(self._parts.get("sharedStrings", {}).values()), None)
        reader = _SharedReader(self._name, self._xml.earn)
        if target is not None:
            with self._archive.open(target) as stream:
                self._xml.parse(stream, reader.start, reader.end, reader.text)
        return reader.texts

    def _formats(self) -> Formats:
        target = next(iter(self._parts.get("styles", {}).values()), None)
        formats = Formats(self._date1904)
        if target is not None:
            with self._archive.open(target) as stream:
                self._xml.parse_small(stream, formats.start, formats.end)
        return formats

    def _related(self, part: str) -> dict[str, dict[str, str]]:
        """The parts that a part names, by the last word of their kind and by their id."""
        folder, _, file = part.rpartition("/")
        found: dict[str, dict[str, str]] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                found.setdefault(kind, {})[attributes.get("Id", "")] = _joined(folder, attributes.get("Target", ""))

        path = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
        if path in self._archive.namelist():
            with self._archive.open(path) as stream:
                self._xml.parse_small(stream, start)
        return found


class _SharedReader:
    """Takes the tags of the shared texts; the reading aids over Japanese characters are left out."""

    def __init__(self, name: str, earn: Callable[[], None]) -> None:
        self.texts: list[str] = []
        self._name = name
        self._earn = earn
        self._pieces: list[str] = []
        self._length = 0
        self._taking = False
        self._aid = False

    def start(self, tag: str, _: dict[str, str]) -> None:
        self._taking = tag == "t" and not self._aid
        if tag == "rPh":
            self._aid = True

    def end(self, tag: str) -> None:
        self._taking = False
        if tag == "rPh":
            self._aid = False
        elif tag == "si":
            self._keep("".join(self._pieces))
            self._pieces.clear()

    def text(self, piece: str) -> None:
        if self._taking:
            self._length += len(piece)
            if self._length > MAX_TEXT:
                raise too_full(self._name)
            self._pieces.append(piece)

    def _keep(self, text: str) -> None:
        if len(self.texts) >= MAX_SHARED:
            raise too_full(self._name)
        self.texts.append(text)
        if text:
            self._earn()


class _SheetReader:
    """Takes the tags of a sheet and keeps its rows."""

    def __init__(self, name: str, shared: list[str], formats: Formats, earn: Callable[[], None]) -> None:
        self.rows: list[list[str]] = []
        self.formulas = 0
        self.merged: list[str] = []
        self._name = name
        self._limits = Limits(name)
        self._shared = shared
        self._formats = formats
        self._earn = earn
        self._row: list[str] = []
        self._number = 0
        self._column = -1
        self._kind = ""
        self._style = 0
        self._pieces: list[str] = []
        self._length = 0
        self._taking = False
        self._in_cell = False
        self._is_uncomputed = False
        self._aid = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "v" or (tag == "t" and not self._aid):
            self._taking = self._in_cell
            self._is_uncomputed = False
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "f" and self._in_cell:
            self.formulas += 1
            self._is_uncomputed = True
        elif tag == "rPh":
            self._aid = True
        elif tag == "mergeCell" and len(self.merged) < _MOST_MERGED:
            self.merged.append(attributes.get("ref", "")[:40])

    def end(self, tag: str) -> None:
        if tag == "c":
            self._end_cell()
        elif tag in ("v", "t"):
            self._taking = False
        elif tag == "row":
            self._end_row()
        elif tag == "rPh":
            self._aid = False

    def text(self, piece: str) -> None:
        if self._taking:
            room = MAX_CELL + 1 - self._length  # one character more than fits: the row's check tells it
            if room > 0:
                self._pieces.append(piece[:room])
            self._length += len(piece)

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r") or self._number + 1)
        if number <= self._number:
            raise ValueError("rows out of order")
        self._number = number
        self._column = -1
        self._row = []

    def _end_row(self) -> None:
        while self._row and not self._row[-1]:
            self._row.pop()
        self._limits.add(self._number, self._row)
        if self._row and self._number <= MAX_ROWS:
            self.rows.extend([] for _ in range(self._number - 1 - len(self.rows)))
            self.rows.append(self._row)
        self._row = []

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        column = self._column + 1 if reference is None else _column(reference)
        if column <= self._column:
            raise ValueError("cells out of order")
        self._column = column
        self._kind = attributes.get("t", "n")
        self._style = int(attributes.get("s") or 0)
        self._pieces.clear()
        self._length = 0
        self._in_cell = True
        self._is_uncomputed = False

    def _end_cell(self) -> None:
        self._in_cell = False
        text = "".join(self._pieces)
        if self._is_uncomputed:
            text, self._kind = NO_VALUE, "str"
        if not text:
            return
        if self._column >= MAX_COLUMNS:
            raise KnownError("tablefile_too_wide", file=self._name, row=self._number, limit=MAX_COLUMNS)
        self._row.extend("" for _ in range(self._column - len(self._row)))
        self._row.append(self._value(text))
        self._earn()

    def _value(self, text: str) -> str:
        if self._kind == "s":
            number = int(text)
            if number < 0:
                raise IndexError(text)
            return self._shared[number]
        if self._kind == "n":
            return Stored(number_text(text, self._formats.kind(self._style), self._formats.date1904))
        if self._kind == "b":
            return "TRUE" if text.strip() == "1" else "FALSE"
        if self._kind == "d":
            return Stored(text.removesuffix("T00:00:00").replace("T", " "))
        return text


def _column(reference: str) -> int:
    """The column of a cell's name from 0: 0 of A7, 27 of AB7."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _joined(folder: str, target: str) -> str:
    """The path of a part inside the ZIP, named from the folder of another."""
    steps: list[str] = [] if target.startswith("/") else folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step and step != ".":
            steps.append(step)
    return "/".join(steps)
