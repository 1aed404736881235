"""Reads a PDF back: texts, places, fonts, metadata."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2

from hsct_desktop.documents.text import printable


@dataclass(frozen=True)
class Read:
    """What a PDF holds: the text of each page and the raw bytes."""

    pages: tuple[str, ...]
    raw: bytes

    @property
    def text(self) -> str:
        """All pages, white space folded."""
        return " ".join(" ".join(self.pages).split())

    def has(self, text: str) -> bool:
        """Whether the text stands somewhere, however its lines were broken."""
        return squeezed(printable(text)) in squeezed(self.text)


def squeezed(text: str) -> str:
    """The text without any white space."""
    return "".join(text.split())


def made(write: Callable[[io.BytesIO], None]) -> Read:
    """Let `write` fill a stream and read it back."""
    stream = io.BytesIO()
    write(stream)
    return read(stream.getvalue())


def read(raw: bytes) -> Read:
    """Open a PDF with a reader that is not the library that wrote it."""
    document = pypdfium2.PdfDocument(raw)
    try:
        return Read(tuple(_page_text(document, number) for number in range(len(document))), raw)
    finally:
        document.close()


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    text_page = page.get_textpage()
    try:
        return str(text_page.get_text_bounded())
    finally:
        text_page.close()
        page.close()


def base_fonts(raw: bytes) -> set[str]:
    """Names of all fonts that the file refers to."""
    return {name.decode() for name in re.findall(rb"/BaseFont\s*/([^\s/<>\]]+)", raw)}


def font_programs(raw: bytes) -> int:
    """How many font programs are embedded."""
    return len(set(re.findall(rb"/FontFile2\s+(\d+)", raw)))


def places(raw: bytes) -> list[str]:
    """One line for each run of text: page, left edge and top in whole points, text."""
    document = pypdfium2.PdfDocument(raw)
    found = []
    for number, page in enumerate(document, start=1):
        height = page.get_height()
        text_page = page.get_textpage()
        for index in range(text_page.count_rects()):
            left, bottom, right, top = text_page.get_rect(index)
            text = " ".join(text_page.get_text_bounded(left, bottom, right, top).split())
            found.append(f"{number} {left:5.0f} {height - top:5.0f}  {text}")
        text_page.close()
        page.close()
    document.close()
    return found
