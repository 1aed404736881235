"""Every document: title, language, author, bookmarks, page labels, embedded fonts, no name in what describes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO

import pytest

from hsct_desktop.documents.letter_replaced import overprint
from tests.documents import letter_samples, samples
from tests.documents.reading import Read, made
from tests.documents.structure import structure
from tests.documents.test_letter import REPLACED, letter
from tests.documents.test_reference import pages

NAMES = ("ROSSETTI", "Rossetti", "Chiara", "BIANCHI", "Bianchi")
MADE: dict[str, Callable[[BytesIO], object]] = pages()  # type: ignore[assignment]


@cache
def document(name: str) -> Read:
    """One of the documents that are kept as references."""
    return made(MADE[name])  # type: ignore[arg-type]


@pytest.mark.parametrize("name", sorted(MADE))
def test_a_document_says_what_it_is_and_names_nobody(name: str) -> None:
    found = structure(document(name).raw)
    assert found.title
    assert found.language == name.rpartition("-")[2]
    assert found.author == samples.context().unit_name
    assert not [part for part in NAMES if part in found.information]


@pytest.mark.parametrize("name", sorted(MADE))
def test_a_document_has_bookmarks_in_the_order_of_its_pages_and_labels_for_them(name: str) -> None:
    paper = document(name)
    found = structure(paper.raw)
    to = [page for _, page in found.bookmarks]
    assert to == sorted(to)
    assert to[0] == 1
    assert found.labels == tuple(str(number + 1) for number in range(len(paper.pages)))
    for title, page in found.bookmarks:
        assert title == found.title or title in " ".join(paper.pages[page - 1].split())


@pytest.mark.parametrize("name", sorted(MADE))
def test_every_font_is_ours_and_embedded_with_its_letters(name: str) -> None:
    found = structure(document(name).raw)
    assert found.loose == frozenset()
    assert found.fonts
    assert all("DejaVuSans" in font for font in found.fonts)


@pytest.mark.parametrize("name", sorted(MADE))
def test_a_document_made_twice_has_the_same_bytes(name: str) -> None:
    assert made(MADE[name]).raw == document(name).raw  # type: ignore[arg-type]


def test_the_bookmarks_of_a_letter_are_its_headings() -> None:
    titles = [title for title, _ in structure(letter().raw).bookmarks]
    sections = letter_samples.typical().sections
    assert titles == [section.title for section in sections if section.id != "picture"]


def test_a_letter_marked_as_replaced_keeps_its_structure() -> None:
    before, after = structure(letter().raw), structure(overprint(letter().raw, REPLACED, "it"))
    assert (after.title, after.language, after.author) == (before.title, before.language, before.author)
    assert (after.bookmarks, after.labels) == (before.bookmarks, before.labels)
    assert after.loose == frozenset()
    assert before.fonts <= after.fonts
