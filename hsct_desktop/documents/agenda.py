"""The month of the agenda on one sheet: A4 landscape, for the wall of the office, good in black and white."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, Final

from reportlab.platypus import Flowable, Spacer

from hsct_desktop.documents.agenda_inputs import MonthData
from hsct_desktop.documents.drawing import PictureFlowable, paper_measure
from hsct_desktop.documents.fonts import BOLD, register_fonts
from hsct_desktop.documents.frame import LIST, Geometry, Pen, Sheet, build, shortened, sign_notes
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import INK
from hsct_desktop.documents.text import DOT, clipped, texts_of
from hsct_desktop.pictures.agenda import layout, legend, month_title
from hsct_desktop.pictures.primitives import PIXELS_PER_POINT

MONTH: Final = Geometry(LIST.size, LIST.left, LIST.right, 19.5, 19.5, LIST.bottom, LIST.foot)
_KEY_HEIGHT: Final = 26.0
"""Room in pixels for the line of signs above the grid."""
_SHORTER: Final = 4.0
"""Points by which the grid stays above the end of the text area, which ReportLab reckons with rounding."""


def write_month(data: MonthData, target: Target) -> None:
    """Write the month as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language)
    title = month_title(data.month, words)
    subtitle = narrowed(words.text("agenda.paper.month"), data.only, words)

    def make(stream: BinaryIO) -> None:
        sheet = Sheet(
            MONTH, subtitle, data.context, *(list_head(data.context, words, title, subtitle),) * 2,
            list_foot(data.context, words, list(texts_of(data))), words,
        )  # fmt: skip
        build(sheet, _story(data, words), stream)

    write_to(target, make)


def _story(data: MonthData, words: PaperWording) -> list[Flowable]:
    width = MONTH.width * PIXELS_PER_POINT
    height = (MONTH.bottom - MONTH.top_first) / 25.4 * 96 - _KEY_HEIGHT - _SHORTER * PIXELS_PER_POINT
    key = legend(words, paper_measure, data.places, width)
    grid = layout(data.board, width, height, words.in_tables, paper_measure)
    gap = (_KEY_HEIGHT - key.height) / PIXELS_PER_POINT
    return [PictureFlowable(key), Spacer(1, gap), PictureFlowable(grid)]


def narrowed(title: str, only: str, words: PaperWording) -> str:
    """A title that says whom a filter chose, so that nobody takes the paper for the whole agenda."""
    return f"{title}{DOT}{words.text('agenda.paper.only', who=clipped(only, 90))}" if only else title


def list_head(context: PrintContext, words: PaperWording, title: str, subtitle: str) -> Callable[[Pen], None]:
    """The head of a list in landscape: what it shows, of which unit, printed when and by whom."""
    key = "printed" if context.printed_by else "printed_at"
    printed = words.text(f"document.{key}", moment=context.printed_at, name=clipped(context.printed_by, 40))
    unit = context.unit_name or words.text("document.unit_missing")

    def head(pen: Pen) -> None:
        end = pen.text(pen.geometry.left, 14.6, title, 15, font=BOLD, ink=INK) + 5
        lines = ((10.8, unit), (14.4, printed))
        start = min(pen.right(pen.geometry.right, y, shortened(line, 7.6, 90), 7.6) for y, line in lines)
        pen.text(end, 14.6, shortened(subtitle, 9.4, start - 5 - end), 9.4, ink=INK)
        pen.rule(17.3, 1.3, INK)

    return head


def list_foot(context: PrintContext, words: PaperWording, texts: list[str], *keys: str) -> tuple[str, ...]:
    """The sentences below a list of the unit."""
    return (
        words.text("document.day_list.foot"),
        words.text("document.practice") if context.practice else "",
        *keys,
        words.text("document.intended_use"),
        sign_notes(words, texts),
    )
