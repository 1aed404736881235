"""Marks a signed letter as replaced: the signed page stays as it is, the marks are laid over a copy of it."""

from __future__ import annotations

import io
from typing import Final

import pikepdf
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from hsct_desktop.documents.fonts import register_fonts
from hsct_desktop.documents.frame import Pen
from hsct_desktop.documents.letter_frame import RIGHT, geometry, mark_across, state_bar
from hsct_desktop.documents.letter_inputs import Letterhead, State
from hsct_desktop.documents.letter_type import letter_type
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.documents.styles import INK

_VEIL: Final = Color(0, 0, 0, alpha=0.09)
"""The word lies over text here, so it lets it through; on white it is the 9 % grey of a draft's."""
_PLAIN: Final = Letterhead()


def overprint(content: bytes, state: State, language: str, letterhead: Letterhead = _PLAIN) -> bytes:
    """A copy of a signed letter with the word across each page, `state.by_next` framed on page 1 and at each foot.

    `letterhead` tells where on pre-printed paper nothing may stand. pikepdf.PdfError where `content` is no PDF.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf, _marks(len(pdf.pages), state, language, letterhead) as marks:
        for page, mark in zip(pdf.pages, marks.pages, strict=True):
            page.add_overlay(mark, None)
        stream = io.BytesIO()
        pdf.save(stream, deterministic_id=True)
        return stream.getvalue()


def _marks(pages: int, state: State, language: str, head: Letterhead) -> pikepdf.Pdf:
    """As many pages with nothing but the marks."""
    register_fonts()
    words, type_ = paper_wording(language), letter_type(1.0, head.wide, head.accent)
    place = geometry(head, 2)
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=place.size, invariant=1)
    for number in range(1, pages + 1):
        pen = Pen(canvas, place)
        mark_across(canvas, words.text("letter_paper.mark.replaced"), type_, _VEIL)
        by = words.text("letter_paper.bar.replaced", by=state.by_next)
        if number == 1:
            state_bar(pen, by, head, type_, filled=False)
        short = words.text("letter_paper.foot.replaced", by=state.by_next)
        pen.right(RIGHT, place.foot - 0.9, short, 6.9, font=type_.strong, ink=INK)
        canvas.showPage()
    canvas.save()
    stream.seek(0)
    return pikepdf.open(stream)
