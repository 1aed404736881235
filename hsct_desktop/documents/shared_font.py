"""A font of which most texts are drawn in one step, and whose subsets are made once for many documents."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from reportlab.lib.rl_accel import escapePDF, fp_str
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDocument, PDFName, PDFObject, PDFStream
from reportlab.pdfbase.ttfonts import TTFont

OTHER: Final = "\uffff"
"""Stands for a letter that is not in the first subset: the text is then written by ReportLab itself."""
_COMMON: Final = "àèéìòùÀÈÉÌÒÙ–—’‘“”«»…·•×±−≤≥→↑↓°²³¹⁶⁹⁰µ½äöüÄÖÜß"
"""Letters of our languages beside ASCII: in every document of a font, so that most documents share one subset."""
_SUBSETS: Final = 32


class Letters(dict[int, str]):
    """How each letter stands in a string of one PDF, by code point; OTHER where it is not in the first subset.

    A table for `str.translate`, filled as letters come.
    """

    def __init__(self, font: SharedFont, document: PDFDocument) -> None:
        font.begin(document)
        super().__init__(font.common)
        self._font, self._document = font, document

    def __missing__(self, code: int) -> str:
        """Give the letter its place in the subset."""
        ((subset, data),) = self._font.splitString(chr(code), self._document)
        shown = OTHER if subset else str(escapePDF(data))
        if subset or data != b"\0":  # a letter that the font lacks may be given to it by and by
            self[code] = shown
        return shown


class SharedFont(TTFont):
    """A TrueType font whose subsets are remembered: most documents need the same."""

    def __init__(self, name: str, path: str) -> None:
        super().__init__(name, path)
        self.common: dict[int, str] = {}
        face: Any = self.face
        make = lru_cache(maxsize=_SUBSETS)(face.makeSubset)
        face.makeSubset = lambda subset: make(tuple(subset))

    def begin(self, document: PDFDocument) -> None:
        """Give the common letters their places in a document that has none of the font's yet."""
        if document in self.state:
            return
        super().splitString(_COMMON, document)
        if not self.common:
            for letter in (*map(chr, range(0x20, 0x7F)), *_COMMON):
                ((subset, data),) = super().splitString(letter, document)
                if subset == 0 and data != b"\0":
                    self.common[ord(letter)] = str(escapePDF(data))

    def splitString(self, text: str, document: PDFDocument, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        """The text as bytes of subsets; in each document the common letters come first."""
        self.begin(document)
        found: list[tuple[int, bytes]] = super().splitString(text, document, encoding)
        return found

    def addObjects(self, document: PDFDocument) -> None:
        """Put the subsets into the document, their streams packed once."""
        super().addObjects(document)
        if document.compression:
            for name, found in document.idToObject.items():
                if isinstance(found, PDFStream) and name.startswith(("fontFile:", "toUnicodeCMap:")):
                    _pack(found)
        fonts: Any = document.idToObject["BasicFonts"]
        for found in fonts.dict.values():
            widths = getattr(found, "Widths", None)
            if isinstance(widths, PDFArray):
                found.Widths = _Numbers(widths.sequence)


class _Numbers(PDFObject):
    """An array of numbers whose text is made once: a font of 256 letters has as many widths."""

    def __init__(self, values: Sequence[float]) -> None:
        self._text = _array(tuple(values))

    def format(self, _document: PDFDocument) -> bytes:
        """As it stands in the file."""
        return self._text


@lru_cache(maxsize=4 * _SUBSETS)
def _array(values: tuple[float, ...]) -> bytes:
    return f"[ {fp_str(*values)} ]".encode("ascii")


def _pack(stream: PDFStream) -> None:
    if "Filter" not in stream.dictionary.dict:
        content = stream.content
        stream.content = _packed(content.encode("utf-8") if isinstance(content, str) else content)
        stream.dictionary["Filter"] = PDFArray([PDFName("FlateDecode")])


@lru_cache(maxsize=4 * _SUBSETS)
def _packed(content: bytes) -> bytes:
    return zlib.compress(content)
