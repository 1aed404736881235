"""The XML of a workbook, read in pieces: nothing that it is made of may grow beyond what a table of results needs.

Anybody may have made the file, and a few bytes of a ZIP are millions of tags. Depth, tags, attributes, names and
declared namespaces are counted as they come, and the reading ends at the first that is too many.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import IO
from xml.parsers import expat

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange.table_file import Alive, too_full

MAX_DEPTH = 64
"""Tags inside each other; a cell with formatted text lies seven deep."""
MAX_TAGS = 1_200_000
"""Tags of all parts together that bring no text: empty rows down to the last of a sheet, empty cells with a format."""
TAGS_OF_A_TEXT = 12
"""Tags more for each text that is kept: cell, formula, value, and the format of its pieces."""
MAX_SMALL = 500_000
"""Tags of a part that holds no texts: the list of sheets, the formats of cells."""
_MAX_ATTRIBUTES = 64
_MAX_NAMES = 5_000
"""Different names of tags and attributes in one part; the parser keeps each to the end."""
_MAX_NAMESPACES = 500_000
"""Declarations in one part: some programs repeat them with each cell that is marked."""
_MAX_TOKEN = 262_144
"""Bytes of one tag: the parser would read it again and again with each piece that comes."""
_CHUNK = 65_536

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class XmlReader:
    """Reads the parts of one workbook. `name` is the file's, for the sentence that refuses it."""

    def __init__(self, name: str, alive: Alive | None) -> None:
        self._name = name
        self._alive = alive
        self._room = MAX_TAGS

    def earn(self) -> None:
        """A text was kept: its tags do not count among those that bring none."""
        self._room += TAGS_OF_A_TEXT

    def parse(self, stream: IO[bytes], start: Start, end: End | None = None, text: Text | None = None) -> None:
        """Read a part; its tags come without their namespaces. KnownError, ExpatError."""
        names: dict[str, str] = {}
        parser = expat.ParserCreate(namespace_separator=" ", intern=names)
        parser.buffer_text = True
        parser.StartElementHandler = self._opening(start, names)
        parser.EndElementHandler = self._closing(end)
        if text is not None:
            parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartNamespaceDeclHandler = self._counting(_MAX_NAMESPACES)
        self._feed(parser, stream)

    def parse_small(self, stream: IO[bytes], start: Start, end: End | None = None) -> None:
        """Read a part that holds no texts and is small in every workbook."""
        kept, self._room = self._room, MAX_SMALL
        self.parse(stream, start, end)
        self._room = kept

    def _feed(self, parser: expat.XMLParserType, stream: IO[bytes]) -> None:
        fed = 0
        while piece := stream.read(_CHUNK):
            if self._alive is not None:
                self._alive()
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > _MAX_TOKEN:
                self._refuse()
        parser.Parse(b"", True)

    def _opening(self, start: Start, names: dict[str, str]) -> Start:
        self._depth = 0

        def opened(tag: str, attributes: dict[str, str]) -> None:
            self._depth += 1
            self._room -= 1
            if self._depth > MAX_DEPTH or len(attributes) > _MAX_ATTRIBUTES or len(names) > _MAX_NAMES:
                self._refuse()
            if self._room < 0:
                raise too_full(self._name)
            start(tag[tag.rfind(" ") + 1 :], attributes)

        return opened

    def _closing(self, end: End | None) -> End:
        def closed(tag: str) -> None:
            self._depth -= 1
            if end is not None:
                end(tag[tag.rfind(" ") + 1 :])

        return closed

    def _counting(self, most: int) -> Callable[..., None]:
        left = most

        def counted(*_: object) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                self._refuse()

        return counted

    def _refuse(self, *_: object) -> None:
        raise KnownError("tablefile_damaged", file=self._name)
