"""The downtime pack: its parts, bound with bookmarks, replaced whole; nothing else is ever replaced."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import downtime
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import register

PARTS = 6


def texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


def test_the_pack_holds_every_part_in_order(ws: Workspace, tmp_path: Path) -> None:
    register(ws, 45)
    made = downtime.write(ws, tmp_path, language="en")
    pages = texts(made.pack)
    assert len(pages) == made.pages
    assert pages[0].startswith("Practice") or "Working without the program" in pages[0]
    assert any("MS-001" in page and "Contacts" in page for page in pages)
    assert "New patient" in pages[-1]
    assert len(texts(made.forms)) == PARTS
    with pikepdf.open(made.pack) as pdf, pdf.open_outline() as outline:
        assert len(outline.root) == PARTS
        assert str(pdf.Root.Lang) == "en"
        assert "MS-001" not in str(dict(pdf.docinfo))


def test_an_older_pack_is_replaced_and_nothing_else(ws: Workspace, tmp_path: Path) -> None:
    first = downtime.write(ws, tmp_path, language="it").pack.read_bytes()
    assert downtime.write(ws, tmp_path, language="it").pack.read_bytes() == first
    (tmp_path / downtime.PACK).write_text("a letter")
    with pytest.raises(KnownError):
        downtime.write(ws, tmp_path)
    assert (tmp_path / downtime.PACK).read_text() == "a letter"
    with pytest.raises(KnownError) as refused:
        downtime.write(ws, tmp_path / "none")
    assert refused.value.key == "print_folder_missing"
