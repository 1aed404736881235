"""What the file of a document is made of, read with a second reader: title, language, bookmarks, labels, fonts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf


@dataclass(frozen=True)
class Structure:
    """A PDF without its pages. `loose` are the fonts that are used but not embedded, or that cannot be read back."""

    title: str
    author: str
    language: str
    information: str
    bookmarks: tuple[tuple[str, int], ...]
    labels: tuple[str, ...]
    fonts: frozenset[str]
    loose: frozenset[str]


def structure(raw: bytes) -> Structure:
    """Open a document and say what it is made of."""
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        information = {str(key): str(value) for key, value in pdf.docinfo.items()}
        with pdf.open_outline() as outline:
            bookmarks = tuple((item.title, _page_of(pdf, item)) for item in outline.root)
        fonts = dict(_fonts(pdf))
        return Structure(
            information.get("/Title", ""),
            information.get("/Author", ""),
            str(pdf.Root.get("/Lang", "")),
            " ".join(information.values()),
            bookmarks,
            tuple(page.label for page in pdf.pages),
            frozenset(fonts),
            frozenset(name for name, is_whole in fonts.items() if not is_whole),
        )


def _page_of(pdf: pikepdf.Pdf, item: pikepdf.OutlineItem) -> int:
    """The page to which a bookmark leads, from 1."""
    found = item.destination
    if found is None and item.action is not None:
        found = item.action.D
    if isinstance(found, pikepdf.Name | pikepdf.String | str):
        found = pdf.Root.Dests[found]
        found = found.get("/D", found) if isinstance(found, pikepdf.Dictionary) else found
    assert isinstance(found, pikepdf.Array)
    return pikepdf.Page(found[0]).index + 1


def _fonts(pdf: pikepdf.Pdf) -> Iterator[tuple[str, bool]]:
    """Each font that a page, or a drawing on it, names, and whether its program and its letters are in the file."""
    for page in pdf.pages:
        yield from _named(page.Resources)


def _named(resources: pikepdf.Object) -> Iterator[tuple[str, bool]]:
    for font in (resources.get("/Font") or {}).values():
        descriptor = font.get("/FontDescriptor")
        embedded = descriptor is not None and any(
            key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
        )
        yield str(font.BaseFont).lstrip("/"), embedded and "/ToUnicode" in font
    for drawing in (resources.get("/XObject") or {}).values():
        if "/Resources" in drawing:
            yield from _named(drawing.Resources)
