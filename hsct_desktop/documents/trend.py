"""The trend sheet: a patient's values as they are shown on the screen, A4 landscape, good in black and white."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import BinaryIO, Final

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak

from hsct_desktop.documents.fonts import BOLD, REGULAR, register_fonts
from hsct_desktop.documents.frame import LIST, Pen, Sheet, build, shortened, sign_notes
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.pictures import in_pieces, plots_on, trend_picture
from hsct_desktop.documents.styles import CELL, INK
from hsct_desktop.documents.text import DOT, capitals, clipped, para, texts_of
from hsct_desktop.domain.patient import Sex
from hsct_desktop.pictures.trend import TrendFacts

_HEIGHT: Final = (LIST.bottom - LIST.top_first) * mm - 8
_NOT_LOOKED_AT: Final = frozenset({"points"})


@dataclass(frozen=True)
class TrendData:
    """Whose values, which, and the first and last day shown, counted from the course's origin."""

    context: PrintContext
    family_name: str
    given_name: str
    birth_date: date
    sex: Sex
    code: str
    facts: TrendFacts
    span: tuple[float, float]


def write_trend(data: TrendData, target: Target) -> None:
    """Write the sheet as PDF to a path (whole or not at all; OSError) or an open binary file."""
    register_fonts()
    words = paper_wording(data.context.language)

    def make(stream: BinaryIO) -> None:
        build(_sheet(data, words), list(_story(data, words)), stream)

    write_to(target, make)


def _story(data: TrendData, words: PaperWording) -> Iterator[Flowable]:
    """The plots, a page or more; a sentence where nothing of what was asked for has a value."""
    is_drawn = False
    for number, part in enumerate(in_pieces(data.facts, plots_on(data.facts, _HEIGHT))):
        if number:
            yield PageBreak()
        for flowable in trend_picture(part, words.in_tables, LIST.width, data.span, _HEIGHT):
            is_drawn = True
            yield flowable
    if not is_drawn:
        yield para(words.text("trend.paper.nothing"), CELL)


def _sheet(data: TrendData, words: PaperWording) -> Sheet:
    context = data.context
    title = words.text("trend.paper.title")
    name = f"{capitals(data.family_name)} {data.given_name}".strip()
    born = words.in_tables.text(f"document.born.{data.sex}", date=data.birth_date)
    about = DOT.join(part for part in (born, data.code, _day0(data, words.in_tables)) if part)
    key = "printed" if context.printed_by else "printed_at"
    printed = words.text(f"document.{key}", moment=context.printed_at, name=clipped(context.printed_by, 40))
    unit = context.unit_name or words.text("document.unit_missing")

    def head(pen: Pen) -> None:
        left, right = pen.geometry.left, pen.geometry.right
        end = pen.text(left, 14.6, shortened(name, 13, 110, BOLD), 13, font=BOLD, ink=INK)
        pen.text(end + 4, 14.6, about, 9.4, font=REGULAR, ink=INK)
        pen.text(left, 19.6, f"{title}: {_days(data, words.in_tables)}", 9.4, font=REGULAR, ink=INK)
        pen.right(right, 14.6, shortened(unit, 7.6, 70), 7.6)
        pen.right(right, 19.6, printed, 7.6)
        pen.rule(21.8, 1.0, INK)

    foot = (
        words.text("document.practice") if context.practice else "",
        words.text("document.grades", version=data.facts.ctcae) if data.facts.ctcae else "",
        words.text("document.intended_use"),
        data.code,
        sign_notes(words, list(texts_of(data, _NOT_LOOKED_AT))),
    )
    return Sheet(LIST, title, context, head, head, foot, words)


def _day0(data: TrendData, words: PaperWording) -> str:
    day0 = data.facts.course.day0
    if day0 is None:
        return ""
    key = "day0_planned" if day0 > data.context.on else "day0"
    return words.text(f"document.summary.{key}", date=day0)


def _days(data: TrendData, words: PaperWording) -> str:
    """The days shown: 12 Jul – 03 Dec 2026."""
    origin = data.facts.course.origin
    first, last = (_moved(origin, day) for day in data.span)
    return words.range(first, last)


def _moved(origin: date, days: float) -> date:
    ordinal = min(max(origin.toordinal() + round(days), 1), date.max.toordinal())
    return date.min + timedelta(days=ordinal - 1)
