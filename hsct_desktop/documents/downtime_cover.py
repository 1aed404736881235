"""The first page of the downtime pack: what is in it, how a day is worked with it, how it is typed back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Spacer

from hsct_desktop.documents.downtime_inputs import CoverData
from hsct_desktop.documents.fonts import register_fonts
from hsct_desktop.documents.frame import Geometry, Pen, Sheet, build, sign_notes
from hsct_desktop.documents.heads import title_head
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import INK, LEAD, TEXT
from hsct_desktop.documents.tables import Section, grid
from hsct_desktop.documents.text import bold, bullet, para, texts_of

PAGE: Final = Geometry(A4, 20, 195, 28, 21, 280, 283.5)
_STEP: Final = ParagraphStyle("downtime-step", TEXT, fontSize=10.4, leading=14.4, leftIndent=20, spaceAfter=3)


def write_cover(data: CoverData, target: Target) -> None:
    """Write the page as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language)
    title = words.text("downtime.cover.title")
    moment = words.text("downtime.cover.state", moment=data.context.printed_at)

    def head(pen: Pen) -> None:
        unit = data.context.unit_name or words.text("document.unit_missing")
        title_head(pen, title, unit, moment, size=9.4, ink=INK)

    def make(stream: BinaryIO) -> None:
        foot = (
            words.text("document.day_list.foot"),
            words.text("document.practice") if data.context.practice else "",
            words.text("document.intended_use"),
            sign_notes(words, list(texts_of(data))),
        )
        build(Sheet(PAGE, title, data.context, head, head, foot, words), list(_story(data, words)), stream)

    write_to(target, make)


def _story(data: CoverData, words: PaperWording) -> Iterator[Flowable]:
    yield para(bold(words.text("downtime.cover.day", day=data.day)), LEAD)
    if data.phone:
        yield para(words.text("downtime.cover.phone", phone=data.phone), LEAD)
    heads = [words.text(f"downtime.cover.head.{name}") for name in ("part", "pages")]
    rows = [(title, str(pages)) for title, pages in data.parts]
    yield Section(words.text("downtime.cover.parts"), "", PAGE.width)
    yield grid(heads, rows, (PAGE.width * 0.85, PAGE.width * 0.15))
    yield Spacer(1, 4)
    for key, steps in (("work", data.work), ("type_back", data.type_back)):
        yield Section(words.text(f"downtime.cover.{key}"), "", PAGE.width)
        yield from _steps(steps)


def _steps(steps: Sequence[str]) -> Iterator[Flowable]:
    for number, step in enumerate(steps, start=1):
        yield bullet(step, _STEP, PAGE.width, f"{number}.")
