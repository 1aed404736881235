"""The parts of a workbook (Office Open XML): checked before anything is unpacked, its sheets and formats by name.

A workbook is a ZIP of XML that anybody may have made: its size is checked before anything is unpacked, its parts are
unpacked only as far as they said they would, and a document type, by which XML can grow without end, is refused.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from xml.parsers import expat

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange.table_file import Alive, too_full
from hsct_desktop.exchange.xlsx_number import Formats
from hsct_desktop.exchange.xlsx_xml import End, Start, Text, XmlReader

MAX_UNPACKED = 200_000_000
"""Bytes of all parts together."""
MAX_RATIO = 100
"""Unpacked to packed; sheets of results lie between 5 and 30."""
_SMALL = 1_000_000
"""Below it a part may be packed as tightly as it likes."""
_MAX_DIRECTORY = 1_000_000
"""Bytes of the ZIP's list of parts: some ten thousand parts, where a workbook has some dozens."""
_MAX_PARTS = 10_000
_MAX_SHEETS = 1_000
_MAX_TITLE = 255
_END = struct.Struct("<4s4H2LH")


@contextmanager
def sound(name: str) -> Iterator[None]:
    """Whatever a broken or made-up workbook brings about is one sentence."""
    try:
        yield
    except (
        zipfile.BadZipFile, zlib.error, expat.ExpatError, struct.error, NotImplementedError, RuntimeError, EOFError,
        LookupError, ValueError, OSError, OverflowError,
    ) as error:  # fmt: skip
        raise KnownError("tablefile_damaged", file=name) from error


@contextmanager
def opened(content: bytes, name: str, needed: str = "[Content_Types].xml") -> Iterator[zipfile.ZipFile]:
    """The ZIP of a file's bytes, its size checked; KnownError for one without the part that is `needed`."""
    with sound(name):
        _check_directory(content, name)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive, content, name, needed)
            yield archive


def _check_directory(content: bytes, name: str) -> None:
    """The list of parts stands at the file's end; a huge one would be read into memory as it is opened."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    if at < 0:
        raise KnownError("tablefile_damaged", file=name)
    # A ZIP of the larger kind says the length of its list elsewhere: its entries are counted as well.
    if _END.unpack_from(content, at)[5] > _MAX_DIRECTORY or content.count(b"PK\x01\x02") > _MAX_PARTS:
        raise KnownError("tablefile_unpacks_too_large", file=name, limit=MAX_UNPACKED // 1_000_000)


def _check_parts(archive: zipfile.ZipFile, content: bytes, name: str, needed: str) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 0x1 for part in parts):
        raise KnownError("tablefile_old_office", file=name)
    unpacked = sum(part.file_size for part in parts)
    tight = [part for part in parts if part.file_size > _SMALL and part.file_size > MAX_RATIO * part.compress_size]
    if unpacked > MAX_UNPACKED or tight or unpacked > max(_SMALL, MAX_RATIO * len(content)):
        raise KnownError("tablefile_unpacks_too_large", file=name, limit=MAX_UNPACKED // 1_000_000)
    if needed not in names or "xl/workbook.bin" in names:
        raise KnownError("tablefile_other_kind", file=name)
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise KnownError("tablefile_damaged", file=name)


class Workbook:
    """What stands where: `sheets` are the part of each by its title ("" for one that holds no cells, a chart)."""

    def __init__(self, archive: zipfile.ZipFile, name: str, alive: Alive | None) -> None:
        self.archive = archive
        self.name = name
        self.xml = XmlReader(name, alive)
        self._book = next(iter(self._related("").get("officeDocument", {}).values()), "")
        if not self._book:
            raise KnownError("tablefile_other_kind", file=name)
        self._parts = self._related(self._book)
        self.sheets: dict[str, str] = {}
        self.hidden: set[str] = set()
        self.date1904 = False
        self._read_book()

    def part(self, kind: str) -> str | None:
        """The part of a kind that the workbook has once: sharedStrings, styles."""
        return next(iter(self._parts.get(kind, {}).values()), None)

    def parse(self, part: str, start: Start, end: End | None = None, text: Text | None = None) -> None:
        """Read a part that holds texts. KnownError, ExpatError."""
        with self.archive.open(part) as stream:
            self.xml.parse(stream, start, end, text)

    def formats(self) -> Formats:
        """What the cells' styles show."""
        formats = Formats(self.date1904)
        target = self.part("styles")
        if target is not None:
            self._parse_small(target, formats.start, formats.end)
        return formats

    def _parse_small(self, part: str, start: Start, end: End | None = None) -> None:
        with self.archive.open(part) as stream:
            self.xml.parse_small(stream, start, end)

    def _read_book(self) -> None:
        """Learn the sheets and how days are counted."""

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "workbookPr":
                self.date1904 = attributes.get("date1904") in ("1", "true")
            elif tag == "sheet":
                self._add_sheet(attributes)

        self._parse_small(self._book, start)

    def _add_sheet(self, attributes: dict[str, str]) -> None:
        title = attributes.get("name", "")[:_MAX_TITLE]
        if len(self.sheets) >= _MAX_SHEETS:
            raise too_full(self.name)
        related = next((v for k, v in attributes.items() if k.endswith(" id")), "")
        self.sheets[title] = self._parts.get("worksheet", {}).get(related, "")
        if attributes.get("state", "visible") != "visible":
            self.hidden.add(title)

    def _related(self, part: str) -> dict[str, dict[str, str]]:
        """The parts that a part names, by the last word of their kind and by their id."""
        folder, _, file = part.rpartition("/")
        found: dict[str, dict[str, str]] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                kind = attributes.get("Type", "").rpartition("/")[2]
                found.setdefault(kind, {})[attributes.get("Id", "")] = _joined(folder, attributes.get("Target", ""))

        path = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
        if path in self.archive.namelist():
            self._parse_small(path, start)
        return found


def _joined(folder: str, target: str) -> str:
    """The path of a part inside the ZIP, named from the folder of another."""
    steps: list[str] = [] if target.startswith("/") else folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step and step != ".":
            steps.append(step)
    return "/".join(steps)
