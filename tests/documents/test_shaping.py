"""Scripts that the shipped fonts lack: drawn with a font of the computer, found again in the PDF, else flagged."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics

from hsct_desktop.documents import shaping, system_fonts, text
from hsct_desktop.documents.fonts import REGULAR, WIDE, glyphs, register_fonts
from hsct_desktop.documents.page_canvas import PageCanvas
from hsct_desktop.documents.styles import SMALL
from hsct_desktop.resource import resource

ARMENIAN = "\u0540\u0561\u0575\u056f"
"""A name in a script that the tests take away from the shipped fonts, as if they lacked it."""
ETHIOPIC = "\u12a0\u1260"
OLD_ITALIC = "\U00010300"
"""A letter beyond U+FFFF, which not every reader of a PDF finds again."""


@pytest.fixture
def fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with one font that stands for those of the computer, and files that are none."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    shutil.copy(resource("fonts/DejaVuSans.ttf"), folder / "Else-Regular.ttf")
    (folder / "Aaa-Damaged.ttf").write_bytes(b"\x00\x01\x00\x00 nothing")
    (folder / "Aab-Empty.ttf").write_bytes(b"")
    found = system_fonts.SystemFonts([folder, tmp_path / "none"])
    monkeypatch.setattr(shaping, "system_fonts", lambda: found)
    kept = frozenset(code for code in glyphs() if not 0x530 <= code <= 0x58F)
    monkeypatch.setattr(text, "glyphs", lambda: kept)
    text.printable.cache_clear()
    yield folder
    text.printable.cache_clear()


def drawn(shown: str) -> bytes:
    register_fonts()
    stream = io.BytesIO()
    canvas = PageCanvas(stream, foot=lambda *_: None, title="Signs", invariant=1, initialFontName=REGULAR)
    canvas.setFont(REGULAR, SMALL)
    canvas.drawString(20 * mm, 200 * mm, text.printable(shown))
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def read(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    found: str = document[0].get_textpage().get_text_bounded()
    document.close()
    return found.strip()


@pytest.mark.usefixtures("fonts")
def test_letters_of_another_font_come_back_from_the_pdf() -> None:
    assert not text.lacks_glyphs(ARMENIAN)
    pdf = drawn(f"before {ARMENIAN} after")
    assert read(pdf) == f"before {ARMENIAN} after"
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for font in opened.pages[0].Resources.Font.values():
            assert "/FontFile2" in font.FontDescriptor


@pytest.mark.usefixtures("fonts")
def test_printable_text_stays_as_it_is() -> None:
    once = text.printable(f"x {ARMENIAN}")
    assert text.printable(once) == once


@pytest.mark.usefixtures("fonts")
def test_letters_take_their_room_on_the_line() -> None:
    one, four = (pdfmetrics.stringWidth(text.printable(shown), REGULAR, 10) for shown in (ARMENIAN[0], ARMENIAN))
    assert 2 < one < 12
    assert four > 3 * one


@pytest.mark.usefixtures("fonts")
def test_what_no_font_has_is_flagged() -> None:
    assert text.lacks_glyphs(ETHIOPIC)
    assert text.lacks_glyphs(OLD_ITALIC)
    assert text.printable(f"a{ETHIOPIC}{ARMENIAN}").count(text.UNKNOWN_SIGN) == len(ETHIOPIC)


def test_without_fonts_everything_is_flagged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shaping, "system_fonts", lambda: system_fonts.SystemFonts([]))
    text.printable.cache_clear()
    assert text.lacks_glyphs(ETHIOPIC)
    text.printable.cache_clear()


def test_arabic_letters_join_in_the_shaper() -> None:
    """The shaper itself: the same letter takes three forms in a row, which no single letter of the font is."""
    register_fonts()
    clusters = list(shaping._shape("\u0628\u0628\u0628", pdfmetrics.getFont("DejaVuSans")))
    assert [cluster.text for cluster in clusters] == ["\u0628"] * 3
    assert len({cluster.glyphs[0].letter for cluster in clusters}) == 3


def test_the_computer_may_have_the_shipped_font_too(fonts: Path) -> None:
    (fonts / "more").mkdir()
    for name in ("DejaVuSans.ttf", "more/DejaVuSans.ttf"):
        shutil.copy(resource("fonts/DejaVuSans.ttf"), fonts / name)
    (fonts / "Else-Regular.ttf").unlink()
    register_fonts()
    stream = io.BytesIO()
    canvas = PageCanvas(stream, foot=lambda *_: None, title="Signs", invariant=1, initialFontName=WIDE)
    for font in (WIDE, REGULAR):
        canvas.setFont(font, SMALL)
        canvas.drawString(20 * mm, 200 * mm, text.printable(f"Hajk {ARMENIAN}"))
    canvas.showPage()
    canvas.save()
    pdf = pikepdf.open(stream)
    faces = [str(font.BaseFont).partition("+")[2] for font in pdf.pages[0].Resources.Font.values()]
    assert len([face for face in faces if face.startswith("System-DejaVuSans-")]) == 1
    assert len(faces) == len(set(faces))
    assert ARMENIAN in read(stream.getvalue())
