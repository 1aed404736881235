"""Our lines against those of ReportLab's own paragraph, which takes any markup and much longer."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from hsct_desktop.documents import text as texts
from hsct_desktop.documents.fonts import BOLD, REGULAR, register_fonts
from hsct_desktop.documents.letter_type import letter_type
from hsct_desktop.documents.line_breaks import Runs, is_plain, rows_of
from hsct_desktop.documents.page_canvas import PageCanvas
from hsct_desktop.documents.text import para

register_fonts()
TYPE = letter_type(1.0, False, "#003355")
_SAID = "a of è trapianto 13_novembre ≥_0,5_×_10⁹/L (g +10); recidivante-remittente, EDSS 4,5 – ·"
WORDS = [word.replace("_", "\u00a0") for word in _SAID.split()]
SAID = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
LONGEST = 150.0
"""Points that the longest of the words takes at most."""


def theirs(runs: Runs, style: ParagraphStyle, width: float) -> list[str]:
    """The lines of ReportLab's paragraph."""
    whole = Paragraph("", style, frags=texts._frags(runs, style))
    whole.wrap(width, 1e6)
    found = vars(whole)["blPara"]
    if found.kind == 0:
        return [" ".join(words) for _, words in found.lines]
    return ["".join(piece.text for piece in line.words).strip() for line in found.lines]


def ours(runs: Runs, style: ParagraphStyle, width: float) -> list[str]:
    rows = rows_of(runs, style, (REGULAR, BOLD), width)
    assert rows is not None
    return ["".join(text for text, _ in row.runs) for row in rows]


@given(SAID, st.floats(LONGEST, 500))
def test_lines_of_one_weight_end_where_reportlab_ends_them(said: str, width: float) -> None:
    runs = ((said, False),)
    assert ours(runs, TYPE.text, width) == theirs(runs, TYPE.text, width)


@pytest.mark.parametrize("width", range(160, 500, 20))
def test_lines_of_two_weights_end_where_reportlab_ends_them(width: int) -> None:
    runs = (
        ("Grado 3:", True),
        (" neutropenia febbrile (g\u00a0+7\u00a0…\u00a0+11; meropenem per 5\u00a0giorni). ", False),
        ("Grado 2", True),
        (": nausea, riattivazione di CMV e poi ancora nausea fino a dicembre.", False),
    )
    assert ours(runs, TYPE.text, width) == theirs(runs, TYPE.text, width)


def test_a_word_wider_than_its_line_is_left_to_reportlab() -> None:
    runs = (("Donaudampfschifffahrtsgesellschaft" * 3, False),)
    assert rows_of(runs, TYPE.text, (REGULAR, BOLD), 100) is None
    made = para(runs[0][0], TYPE.text)
    assert made.wrap(100, 1e6)[1] == len(theirs(runs, TYPE.text, 100)) * TYPE.text.leading
    centred = ParagraphStyle("centred", parent=TYPE.text, alignment=1)
    assert (is_plain(TYPE.text), is_plain(centred)) == (True, False)


def test_a_paragraph_is_parted_without_a_lonely_line() -> None:
    leading, said = TYPE.text.leading, " ".join(WORDS * 12)
    made = para(said, TYPE.text)
    height = made.wrap(300, 1e6)[1]
    lines = round(height / leading)
    assert lines > 6
    assert made.split(300, leading * 1.5) == []
    found = [
        [part.wrap(300, 1e6)[1] / leading for part in para(said, TYPE.text).split(300, leading * n)]
        for n in (3, lines - 1)
    ]
    assert [[round(part) for part in parts] for parts in found] == [[3, lines - 3], [lines - 2, 2]]


def test_letters_beyond_the_first_subset_are_drawn_and_read_back() -> None:
    """A font has room for 256 letters in a subset; what comes later stands in another."""
    many = "".join(chr(code) for code in range(0xC0, 0x250) if code != 0xD7)
    stream = io.BytesIO()
    canvas = PageCanvas(stream, pagesize=A4, foot=lambda *_: None, title="x", invariant=1)
    canvas.setFont(REGULAR, 5)
    for row in range(0, len(many), 60):
        canvas.drawString(20, 700 - row / 5, many[row : row + 60] + " (end)")
    canvas.showPage()
    canvas.save()
    page = pypdfium2.PdfDocument(stream.getvalue())[0].get_textpage().get_text_range()
    assert [many[row : row + 60] + " (end)" for row in range(0, len(many), 60)] == page.splitlines()
