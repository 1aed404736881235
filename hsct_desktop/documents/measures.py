"""The sheet of outcome measures: courses, verdicts with their values, the latest values, on A4."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Final

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from hsct_desktop.documents.drawing import PictureFlowable, paper_measure
from hsct_desktop.documents.fonts import register_fonts
from hsct_desktop.documents.frame import SUMMARY, Pen, Sheet, build, sign_notes
from hsct_desktop.documents.heads import later_head, name_head
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.output import Target, write_to
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.styles import CELL, CELL_GREY, NOTE
from hsct_desktop.documents.tables import GAP, TABLE, Grid, Section, grid
from hsct_desktop.documents.text import (
    Text,
    bold,
    capitals,
    clipped,
    fitted,
    joined,
    para,
    texts_of,
)
from hsct_desktop.domain.patient import Sex
from hsct_desktop.pictures.measures import PAPER, MeasureFacts, Range, layout
from hsct_desktop.pictures.primitives import PIXELS_PER_POINT

_MOST_COLUMNS: Final = 9
_WIDTHS: Final = (42 * mm, 28 * mm)
_DAY: Final = 24 * mm
_SIZES: Final = ((10, 0.42), (8, 0.34), (8, 0.26), (5, 0.26), (3, 0.26))
"""Days in the table, and the picture's share of the page: the first with which everything stands on one page."""
_LONG: Final = (10, 0.34)
"""What is taken where no page holds it all: what a verdict rests on is never cut."""


@dataclass(frozen=True)
class PrintedVerdict:
    """A verdict in words: what was asked, the answer, what it rests on; in small print rule and source.

    `unchecked` says that the rule was not read at its source yet, "" where it was.
    """

    title: str
    state: str
    evidence: str
    small: str = ""
    unchecked: str = ""


@dataclass(frozen=True)
class MeasuresData:
    """Whose measures, in words of the reader's language. `rows` are days with the values of the `columns`."""

    context: PrintContext
    family_name: str
    given_name: str
    birth_date: date
    sex: Sex
    code: str
    disease: str
    facts: MeasureFacts
    verdicts: tuple[PrintedVerdict, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[date, tuple[str, ...]], ...]
    settings: str


def write_measures(data: MeasuresData, target: Target) -> None:
    """Write the sheet as PDF to a path (whole or not at all; OSError) or an open binary file; one page if it can be."""
    register_fonts()
    pdf = _written(data, paper_wording(data.context.language))

    def make(stream: BinaryIO) -> None:
        stream.write(pdf)

    write_to(target, make)


def _written(data: MeasuresData, words: PaperWording) -> bytes:
    """With as many days in the table as a page holds; on several pages where the verdicts alone need them."""
    sheet = _sheet(data, words)
    for days, share in (*_SIZES, _LONG):
        stream = io.BytesIO()
        if build(sheet, list(_story(data, words, days, share)), stream) == 1:
            break
    return stream.getvalue()


def _story(data: MeasuresData, words: PaperWording, days: int, share: float) -> Iterator[Flowable]:
    if data.facts.is_empty:
        yield para(words.text("measure.none"), CELL)
        return
    width = SUMMARY.width * PIXELS_PER_POINT
    page = (SUMMARY.bottom - SUMMARY.top_first) * mm
    height = page * share * PIXELS_PER_POINT
    picture = layout(data.facts, width, paper_measure, words.in_tables, Range.SINCE, height=height, style=PAPER)
    yield PictureFlowable(picture, SUMMARY.width * min(1.0, 0.5 * page * PIXELS_PER_POINT / picture.height))
    yield Spacer(1, 2)
    if data.verdicts:
        yield Section(words.text("measure.outcome"), "", SUMMARY.width)
        yield _verdicts(data)
    if days and data.rows:
        yield Section(words.text("measure.paper.values"), _left_out(data, words, days), SUMMARY.width)
        yield _values(data, words, days)
    yield Spacer(1, 4)
    yield para(data.settings, NOTE)


def _verdicts(data: MeasuresData) -> Grid:
    """A row a verdict, as high as its words need."""
    widths = (*_WIDTHS, SUMMARY.width - sum(_WIDTHS))
    rows = []
    for verdict in data.verdicts:
        cells = [
            (fitted(bold(verdict.title), CELL, widths[0] - GAP),),
            (fitted(bold(verdict.state), CELL, widths[1] - GAP),),
        ]
        below = [para(verdict.evidence, CELL)] if verdict.evidence else []
        small = joined([verdict.small, bold(verdict.unchecked)], " ")
        if small:
            below.append(para(small, NOTE))
        rows.append([*cells, tuple(below or [fitted("\u2013", CELL_GREY, widths[2] - GAP)])])
    return Grid(rows, widths, TABLE)


def _values(data: MeasuresData, words: PaperWording, days: int) -> Grid:
    """The latest days, a column a measure."""
    columns = data.columns[:_MOST_COLUMNS]
    share = (SUMMARY.width - _DAY) / max(len(columns), 1)
    rows: list[list[Text]] = [
        [words.in_tables.date(on), *(value or "\u2013" for value in values[:_MOST_COLUMNS])]
        for on, values in data.rows[:days]
    ]
    heads = [words.text("measure.paper.day"), *columns]
    return grid(heads, rows, [_DAY, *[share] * len(columns)])


def _left_out(data: MeasuresData, words: PaperWording, days: int) -> str:
    """How many earlier days, and which measures, the table leaves out."""
    earlier = len(data.rows) - days
    parts = [words.in_tables.count("measure.paper.earlier", earlier)] if earlier > 0 else []
    parts += list(data.columns[_MOST_COLUMNS:])
    return ", ".join(parts)


def _sheet(data: MeasuresData, words: PaperWording) -> Sheet:
    context = data.context
    name = f"{capitals(data.family_name)} {data.given_name}".strip()
    born = words.in_tables.text(f"document.born.{data.sex}", date=data.birth_date)
    day0 = data.facts.frame.day0
    since = words.in_tables.text("care_plan.paper.day0", date=day0) if day0 is not None else ""
    key = "printed" if context.printed_by else "printed_at"
    title = words.text("measure.title")

    def head(pen: Pen) -> None:
        unit = context.unit_name or words.text("document.unit_missing")
        name_head(pen, name, (title, data.disease, born, data.code, since), unit)

    def head_later(pen: Pen) -> None:
        later_head(pen, name, (born, data.code), f"{title}, {words.in_tables.date(context.on)}")

    foot = (
        words.text(f"document.{key}", moment=context.printed_at, name=clipped(context.printed_by, 40)),
        words.text("document.intended_use"),
        words.text("document.practice") if context.practice else "",
        sign_notes(words, list(texts_of(data))),
    )
    return Sheet(SUMMARY, title, context, head, head_later, foot, words)
