"""Papers kept inside the file: which files are taken, told by their bytes, and how they are called."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import Problem

MAX_BYTES = 20 * 1024 * 1024
"""The largest paper: a scanned report of some fifty pages; larger ones would swell every backup."""
MAX_MEGABYTES = MAX_BYTES // (1024 * 1024)
MAX_FILE_NAME = 120
MAX_TITLE = 120


class PaperKind(StrEnum):
    """What a paper is; wording `enum.paper_kind.*`."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"

    @property
    def media_type(self) -> str:
        """The kind as the file stores it and other programs name it."""
        return _MEDIA_TYPES[self]

    @property
    def ending(self) -> str:
        """The ending of a file of this kind, with its point."""
        return ".jpg" if self is PaperKind.JPEG else f".{self.value}"


_MEDIA_TYPES = {
    PaperKind.PDF: "application/pdf",
    PaperKind.PNG: "image/png",
    PaperKind.JPEG: "image/jpeg",
}
_BEGINNINGS = {
    PaperKind.PDF: b"%PDF-",  # ISO 32000-1, 7.5.2
    PaperKind.PNG: b"\x89PNG\r\n\x1a\n",  # ISO/IEC 15948, 5.2
    PaperKind.JPEG: b"\xff\xd8\xff",  # ISO/IEC 10918-1, B.2: start of image, then a marker
}


def kind_of(content: bytes) -> PaperKind | None:
    """What the bytes are by their beginning, whatever the file is called; None for anything else."""
    for kind, beginning in _BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    return None


def kind_of_media_type(media_type: str) -> PaperKind:
    """The kind of a stored paper. KeyError for a type that is not kept."""
    return {known: kind for kind, known in _MEDIA_TYPES.items()}[media_type]


@dataclass(frozen=True)
class PaperEntry:
    """A file to keep: what it was called, its bytes, and a title (the file's name without one)."""

    file_name: str
    content: bytes
    title: str = ""

    def cleaned(self) -> PaperEntry:
        """The same paper under a plain name and with a tidy title; what has no name left is a "paper"."""
        kind = kind_of(self.content)
        name = plain_name(self.file_name) or f"paper{kind.ending if kind is not None else ''}"
        title = clean(self.title) or name.rpartition(".")[0] or name
        return replace(self, file_name=name, title=title[:MAX_TITLE].rstrip())


def plain_name(text: str) -> str:
    """A file's name as text to show: no folder, no control or direction marks, at most MAX_FILE_NAME characters.

    It is never used as a path. A name that has nothing left is empty.
    """
    last = text.replace("\\", "/").rstrip("/").rpartition("/")[2]
    # Names are told apart by people: letters built from two signs become one.
    name = clean(unicodedata.normalize("NFC", last)).strip(". ")
    if len(name) <= MAX_FILE_NAME:
        return name
    stem, point, ending = name.rpartition(".")
    if not point or len(ending) > 5:
        return name[:MAX_FILE_NAME].rstrip()
    return f"{stem[: MAX_FILE_NAME - len(ending) - 1].rstrip()}.{ending}"


def check_size(size: int, field: str = "paper") -> Iterator[Problem]:
    """Yield why a file of that many bytes is not taken."""
    if size == 0:
        yield Problem(field, "paper_empty")
    elif size > MAX_BYTES:
        yield Problem(field, "paper_too_large", {"limit": MAX_MEGABYTES})


def check_paper(paper: PaperEntry, field: str = "paper") -> Iterator[Problem]:
    """Yield why a file is not taken: empty, too large, or neither PDF nor PNG nor JPEG."""
    wrong = tuple(check_size(len(paper.content), field))
    yield from wrong
    if not wrong and kind_of(paper.content) is None:
        yield Problem(field, "paper_other_kind", {"name": plain_name(paper.file_name)})
